#include "ui/ownership/rule_editor.h"

#include "ui/ownership/rule_words.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/wrap_layout.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <array>
#include <utility>

namespace syncline::ui {
namespace {

/// What a person chooses first; the parameters below follow from it.
enum RuleChoice { kLastWriterWins, kReview, kOwnerSalesforce, kOwnerHubSpot };

constexpr int kLongestTolerance = 3'600'000;

RuleChoice choiceOf(const core::FieldRule& rule) {
    if (rule.admission.owner)
        return *rule.admission.owner == core::Side::Salesforce ? kOwnerSalesforce : kOwnerHubSpot;
    return rule.choice.kind == core::ChoiceKind::Review ? kReview : kLastWriterWins;
}

}  // namespace

struct RuleEditor::Impl {
    Impl(RuleEditor& owner, const Theme& usedTheme) : editor(owner), theme(usedTheme) {}

    void build();
    void addRow(const QString& label, QWidget* control);
    QWidget* tieBreaks();
    void changed();
    void show();

    RuleEditor& editor;
    const Theme& theme;
    core::FieldRule rule;
    core::FieldRule inForce;

    QGridLayout* grid = nullptr;
    QComboBox* choice = nullptr;
    QSpinBox* tolerance = nullptr;
    Text* was = nullptr;
    QButtonGroup* tieBreak = nullptr;
    QComboBox* onRefused = nullptr;
    std::vector<QWidget*> ofTimes;    ///< rows that the choice by time has
    std::vector<QWidget*> ofRefusal;  ///< rows that an owner has
    Sentence* words = nullptr;
    Sentence* firstWords = nullptr;
};

void RuleEditor::Impl::addRow(const QString& label, QWidget* control) {
    auto* text = new Text(theme, Face::Body);
    text->setText(label);
    text->setTone(Tone::Muted);
    const int row = grid->rowCount();
    grid->addWidget(text, row, 0);
    grid->addWidget(control, row, 1);
    control->setProperty("label", QVariant::fromValue(static_cast<QWidget*>(text)));
}

QWidget* RuleEditor::Impl::tieBreaks() {
    auto* box = new QWidget;
    auto* layout = new WrapLayout(theme.scaled(4), Qt::AlignLeft, box);
    tieBreak = new QButtonGroup(box);
    const std::array<std::pair<core::TieBreak, QString>, 3> all{{
        {core::TieBreak::Salesforce, sideName(core::Side::Salesforce)},
        {core::TieBreak::HubSpot, sideName(core::Side::HubSpot)},
        {core::TieBreak::Review, RuleEditor::tr("Review")},
    }};
    for (const auto& [value, text] : all) {
        auto* button = new QRadioButton(text);
        button->setObjectName(QStringLiteral("tieBreak%1").arg(text));
        button->setAccessibleName(value == core::TieBreak::Review ? RuleEditor::tr("Tie-break: ask a person")
                                                                  : RuleEditor::tr("Tie-break: %1 wins").arg(text));
        tieBreak->addButton(button, static_cast<int>(value));
        layout->addWidget(button);
    }
    return box;
}

void RuleEditor::Impl::build() {
    auto* layout = new QVBoxLayout(&editor);
    const int padding = theme.scaled(12);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(theme.scaled(8));
    grid = new QGridLayout;
    grid->setColumnMinimumWidth(0, theme.scaled(80));
    grid->setColumnStretch(1, 1);
    grid->setVerticalSpacing(theme.scaled(4));
    choice = new QComboBox;
    choice->setObjectName(QStringLiteral("ruleChoice"));
    choice->setAccessibleName(RuleEditor::tr("Rule"));
    choice->addItems({RuleEditor::tr("Last writer wins"), RuleEditor::tr("A person decides"),
                      RuleEditor::tr("Salesforce owns it"), RuleEditor::tr("HubSpot owns it")});
    addRow(RuleEditor::tr("Rule"), choice);
    auto* times = new QWidget;
    auto* timesLayout = new WrapLayout(theme.scaled(8), Qt::AlignLeft, times);
    tolerance = new QSpinBox;
    tolerance->setObjectName(QStringLiteral("ruleTolerance"));
    tolerance->setAccessibleName(RuleEditor::tr("Tolerance in milliseconds"));
    tolerance->setRange(0, kLongestTolerance);
    tolerance->setSingleStep(100);
    tolerance->setSuffix(QStringLiteral(" ms"));
    tolerance->setGroupSeparatorShown(true);
    followFace(theme, *tolerance, Face::Mono);
    was = new Text(theme, Face::Secondary);
    was->setTone(Tone::Muted);
    timesLayout->addWidget(tolerance);
    timesLayout->addWidget(was);
    addRow(RuleEditor::tr("Tolerance"), times);
    QWidget* breaks = tieBreaks();
    addRow(RuleEditor::tr("Tie-break"), breaks);
    ofTimes = {times, breaks};
    onRefused = new QComboBox;
    onRefused->setObjectName(QStringLiteral("ruleOnRefused"));
    onRefused->setAccessibleName(RuleEditor::tr("What becomes of a change that the rule refuses"));
    onRefused->addItem(RuleEditor::tr("is reverted there"), static_cast<int>(core::OnRefused::Revert));
    onRefused->addItem(RuleEditor::tr("stays there, apart"), static_cast<int>(core::OnRefused::Keep));
    onRefused->addItem(RuleEditor::tr("waits for a person"), static_cast<int>(core::OnRefused::Review));
    addRow(RuleEditor::tr("Refused"), onRefused);
    ofRefusal = {onRefused};
    layout->addLayout(grid);
    words = new Sentence(theme);
    words->setObjectName(QStringLiteral("ruleWords"));
    layout->addWidget(words);
    firstWords = new Sentence(theme);
    firstWords->setObjectName(QStringLiteral("ruleFirstWords"));
    firstWords->setTone(Tone::Muted);
    layout->addWidget(firstWords);
    connect(choice, &QComboBox::activated, &editor, [this] { changed(); });
    connect(tolerance, &QSpinBox::valueChanged, &editor, [this] { changed(); });
    connect(tieBreak, &QButtonGroup::idClicked, &editor, [this] { changed(); });
    connect(onRefused, &QComboBox::activated, &editor, [this] { changed(); });
}

void RuleEditor::Impl::changed() {
    const auto chosen = static_cast<RuleChoice>(choice->currentIndex());
    rule.admission.owner.reset();
    if (chosen == kOwnerSalesforce)
        rule.admission.owner = core::Side::Salesforce;
    if (chosen == kOwnerHubSpot)
        rule.admission.owner = core::Side::HubSpot;
    if (chosen == kLastWriterWins)
        rule.choice.kind = core::ChoiceKind::LastWriterWins;
    if (chosen == kReview)
        rule.choice.kind = core::ChoiceKind::Review;
    rule.choice.tolerance = std::chrono::milliseconds(tolerance->value());
    if (tieBreak->checkedId() >= 0)
        rule.choice.tieBreak = static_cast<core::TieBreak>(tieBreak->checkedId());
    rule.admission.onRefused = static_cast<core::OnRefused>(onRefused->currentData().toInt());
    show();
    emit editor.edited(rule);
}

void RuleEditor::Impl::show() {
    const QSignalBlocker blockTolerance(tolerance);
    const RuleChoice chosen = choiceOf(rule);
    choice->setCurrentIndex(chosen);
    tolerance->setValue(static_cast<int>(rule.choice.tolerance.count()));
    tieBreak->button(static_cast<int>(rule.choice.tieBreak))->setChecked(true);
    onRefused->setCurrentIndex(onRefused->findData(static_cast<int>(rule.admission.onRefused)));
    was->setText(rule.choice.tolerance == inForce.choice.tolerance
                     ? QString()
                     : RuleEditor::tr("was %1 ms").arg(counted(inForce.choice.tolerance.count())));
    const auto setVisible = [](const std::vector<QWidget*>& controls, bool visible) {
        for (QWidget* one : controls) {
            one->setVisible(visible);
            one->property("label").value<QWidget*>()->setVisible(visible);
        }
    };
    setVisible(ofTimes, chosen == kLastWriterWins);
    setVisible(ofRefusal, chosen == kOwnerSalesforce || chosen == kOwnerHubSpot);
    words->setText(whoWins(rule));
    firstWords->setText(atFirstComparison(rule));
}

RuleEditor::RuleEditor(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme)) {
    m_impl->build();
}

RuleEditor::~RuleEditor() = default;

void RuleEditor::setRule(const MappedField& field, const core::FieldRule& rule) {
    m_impl->inForce = field.rule;
    m_impl->rule = rule;
    m_impl->show();
}

core::FieldRule RuleEditor::rule() const {
    return m_impl->rule;
}

}  // namespace syncline::ui
