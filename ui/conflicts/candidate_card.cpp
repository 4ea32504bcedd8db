#include "ui/conflicts/candidate_card.h"

#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_text.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace syncline::ui {
namespace {

constexpr int kHeadHeight = 28;

/// What the source says of the time beside the time itself.
QString fineness(const core::Version& version, const TimeFormat& times) {
    if (version.time.clocksDisagree)
        return CandidateCard::tr("the clocks disagree");
    if (version.time.from == version.time.last || version.time.from == core::kBeginningOfTime)
        return {};
    return CandidateCard::tr("whole seconds: %1").arg(times.interval(version.time));
}

}  // namespace

CandidateCard::CandidateCard(const Theme& theme, const Times& times, const Content& content, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_content(content) {
    const core::Candidate& candidate = content.candidate;
    const QString side = sideName(candidate.place);
    setObjectName(QStringLiteral("candidate%1").arg(content.number));
    auto* layout = new QVBoxLayout(this);
    const int padding = theme.scaled(12);
    layout->setContentsMargins(padding, 0, padding, padding);
    layout->setSpacing(theme.scaled(12));
    auto* head = new QHBoxLayout;
    head->addWidget(new SideBadge(theme, candidate.place));
    auto* name = new Text(theme, Face::BodyStrong);
    name->setText(side);
    auto* field = new Text(theme, Face::Secondary);
    field->setTone(candidate.place == core::Side::Salesforce ? Tone::Salesforce : Tone::HubSpot);
    field->setText(QString::fromStdString(content.apiField));
    field->setShrinks(true);
    head->addWidget(name);
    head->addWidget(field);
    head->addStretch(1);
    if (candidate.overwritten)
        addMark(*head);
    auto* headBox = new QWidget;
    headBox->setLayout(head);
    head->setContentsMargins(0, 0, 0, 0);
    follow(theme, *headBox, [&theme, headBox] { headBox->setFixedHeight(theme.scaled(kHeadHeight)); });
    layout->addWidget(headBox);
    auto* value = new ValueText(theme, candidate.place);
    value->setObjectName(QStringLiteral("candidateValue%1").arg(content.number));
    value->setAccessibleName(tr("Candidate %1, the value in %2").arg(content.number).arg(side));
    value->setValue(candidate.version.value[candidate.place], content.other);
    layout->addWidget(value);
    if (candidate.overwritten)
        addMeaning(*layout);
    m_facts = new QGridLayout;
    m_facts->setHorizontalSpacing(theme.scaled(16));
    m_facts->setVerticalSpacing(theme.scaled(8));
    m_facts->setColumnStretch(1, 1);
    layout->addLayout(m_facts);
    const TimeFormat format = times.format();
    addFact(tr("Written"), whenWritten(candidate.version, format), fineness(candidate.version, format));
    addFact(tr("By"), whoWrote(candidate), {});
    addFact(tr("Entry"), sequence(candidate.version.id.seq),
            candidate.version.byRead ? tr("found by reading") : QString());
    m_now = addFact(tr("Now"), {}, {});
    m_now.words->setObjectName(QStringLiteral("candidateNow%1").arg(content.number));
    setNow(std::nullopt);
    layout->addStretch(1);
    addTake(*layout);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CandidateCard::addMark(QLayout& head) {
    m_mark = new Chip(m_theme, Chip::Kind::Outline);
    m_mark->setObjectName(QStringLiteral("candidateMark%1").arg(m_content.number));
    m_mark->setText(coveredInShort(m_content.covered));
    m_mark->setToolTip(coveredInWords(m_content.covered));
    head.addWidget(m_mark);
}

/// The mark's words are short, and its tooltip is found by few.
void CandidateCard::addMeaning(QLayout& layout) {
    m_meaning = new Text(m_theme, Face::Secondary);
    m_meaning->setObjectName(QStringLiteral("candidateMeaning%1").arg(m_content.number));
    m_meaning->setTone(Tone::Muted);
    m_meaning->setWordWrap(true);
    m_meaning->setText(coveredInWords(m_content.covered));
    layout.addWidget(m_meaning);
}

/// Called by its side; where that has more than one, by the value.
void CandidateCard::addTake(QLayout& layout) {
    const core::Side place = m_content.candidate.place;
    const QString side = sideName(place);
    const QString words = m_content.isOneOfSide ? valueOnButton(m_content.candidate) : side;
    const QString number = QString::number(m_content.number);
    const auto kind = place == core::Side::Salesforce ? Button::Kind::TakeSalesforce : Button::Kind::TakeHubSpot;
    m_take = new Button(m_theme, tr("Take %1").arg(words), kind);
    m_take->setObjectName(QStringLiteral("conflictTake") + number);
    m_take->setNumberCap(number);
    const QString spoken = valueSpoken(m_content.candidate);
    const bool isRefused = !m_content.whyNot.isEmpty();
    m_take->setAccessibleName(tr("Take %1’s %2, candidate %3").arg(side, spoken, number));
    m_take->setToolTip(isRefused ? m_content.whyNot : tr("Take %1’s %2 (%3)").arg(side, spoken, number));
    m_take->setAccessibleDescription(m_content.whyNot);
    m_take->setEnabled(!isRefused);
    m_take->setCheckable(true);
    m_take->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    // Shown without a parent it would be a window of its own for a moment, and take the keys with it.
    layout.addWidget(m_take);
    m_take->setHidden(!m_content.canTake);
    connect(m_take, &QPushButton::clicked, this, &CandidateCard::taken);
}

void CandidateCard::setNow(const std::optional<core::Value>& now) {
    const core::Side place = m_content.candidate.place;
    const bool isHeld = now && core::same(*now, m_content.candidate.version.value[place]);
    for (Text* const part : {m_now.label, m_now.words, m_now.rest})
        part->setVisible(now.has_value());
    if (m_mark != nullptr) {
        m_mark->setVisible(!isHeld);
        m_meaning->setVisible(!isHeld);
    }
    if (!now)
        return;
    m_now.words->setText(shownValue(*now));
    m_now.rest->setText((isHeld ? tr("%1 holds it") : tr("in %1")).arg(sideName(place)));
}

CandidateCard::Fact CandidateCard::addFact(const QString& label, const QString& words, const QString& muted) {
    const int row = m_facts->rowCount();
    auto* name = new Text(m_theme, Face::Body);
    name->setTone(Tone::Muted);
    name->setText(label);
    auto* text = new Text(m_theme, label == tr("By") ? Face::Body : Face::Mono);
    text->setText(words);
    text->setShrinks(true);
    auto* rest = new Text(m_theme, Face::Secondary);
    rest->setTone(Tone::Muted);
    rest->setText(muted);
    rest->setElided(true);
    // Not a column of its own: the longest name below would leave it no room.
    auto* line = new QHBoxLayout;
    line->setSpacing(m_theme.scaled(16));
    line->addWidget(text);
    line->addWidget(rest, 1);
    m_facts->addWidget(name, row, 0);
    m_facts->addLayout(line, row, 1);
    return {name, text, rest};
}

void CandidateCard::setChosen(bool chosen) {
    m_isChosen = chosen;
    m_take->setChecked(chosen);
    update();
}

void CandidateCard::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    const Tint& tint = m_theme.colors().side(m_content.candidate.place);
    drawPanel(painter, rect(), palette().color(QPalette::Base), tint.line, m_isChosen ? 2 : 1);
    const int height = m_theme.scaled(kHeadHeight);
    painter.fillRect(QRect(1, 1, width() - 2, height - 1), tint.fill);
    painter.fillRect(QRect(1, height - 1, width() - 2, 2), tint.mark);
}

}  // namespace syncline::ui
