#include "ui/ownership/backtest_panel.h"

#include "ui/ownership/example_model.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/follow.h"
#include "ui/widgets/format.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kTyping{250};
constexpr std::chrono::milliseconds kPatience{200};

}  // namespace

QString difference(std::int64_t count) {
    if (count == 0)
        return QStringLiteral("±0");
    return (count > 0 ? QStringLiteral("+") : QStringLiteral("−")) + counted(std::abs(count));
}

QString decisionsCounted(std::size_t count) {
    return count == 1 ? BacktestPanel::tr("1 decision")
                      : BacktestPanel::tr("%1 decisions").arg(counted(static_cast<std::int64_t>(count)));
}

QString effectInWords(const RuleEffect& effect) {
    return BacktestPanel::tr("%1 of %2 would differ, photo finishes %3, conflicts %4")
        .arg(counted(static_cast<std::int64_t>(effect.differ)), decisionsCounted(effect.asked),
             difference(effect.photoFinishesMore), difference(effect.conflictsMore));
}

struct BacktestPanel::Impl {
    Impl(BacktestPanel& owner, const Theme& usedTheme, const Times& usedTimes, Bridge& usedBridge,
         Navigator& usedNavigator)
        : panel(owner), theme(usedTheme), times(usedTimes), bridge(usedBridge), navigator(usedNavigator) {}

    void build();
    QWidget* figure(Text*& number, const QString& label, const QString& name);
    void send();
    void shown(const base::Result<RuleEffect>& answer);
    void forget();

    BacktestPanel& panel;
    const Theme& theme;
    const Times& times;
    Bridge& bridge;
    Navigator& navigator;
    RulePreview question;
    Ticket ticket;
    QTimer typing;
    QTimer patience;  ///< that long another rule's numbers stay

    Text* fact = nullptr;
    Text* differ = nullptr;
    Text* photo = nullptr;
    Text* conflicts = nullptr;
    Sentence* words = nullptr;
    ExampleModel model;
    QTableView* table = nullptr;
};

constexpr int kLeastTable = 144;

/// Of a dock: what would win has the room that is left, and in a narrow one the others give way to it.
std::vector<Column> exampleColumns() {
    std::vector<Column> all(4);
    const int widths[] = {88, 96, 88, 0};
    const int least[] = {76, 44, 52, 92};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].width = widths[i];
        all[i].least = least[i];
    }
    return all;
}

QWidget* BacktestPanel::Impl::figure(Text*& number, const QString& label, const QString& name) {
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    number = new Text(theme, Face::Title);
    number->setObjectName(name);
    auto* text = new Text(theme, Face::Secondary);
    text->setText(label);
    text->setTone(Tone::Muted);
    layout->addWidget(number);
    layout->addWidget(text);
    return box;
}

void BacktestPanel::Impl::build() {
    auto* layout = new QVBoxLayout(&panel);
    const int padding = theme.scaled(12);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(theme.scaled(8));
    auto* head = new QHBoxLayout;
    auto* title = new Text(theme, Face::BodyStrong);
    title->setText(BacktestPanel::tr("Backtest"));
    fact = new Text(theme, Face::Secondary);
    fact->setTone(Tone::Muted);
    head->addWidget(title);
    head->addWidget(fact, 1);
    layout->addLayout(head);
    auto* figures = new QHBoxLayout;
    figures->addWidget(figure(differ, BacktestPanel::tr("decisions differ"), QStringLiteral("backtestDiffer")));
    figures->addWidget(figure(photo, BacktestPanel::tr("photo finishes"), QStringLiteral("backtestPhoto")));
    figures->addWidget(figure(conflicts, BacktestPanel::tr("conflicts"), QStringLiteral("backtestConflicts")));
    figures->setAlignment(Qt::AlignTop);
    layout->addLayout(figures);
    words = new Sentence(theme);
    words->setTone(Tone::Muted);
    layout->addWidget(words);
    table = new QTableView;
    table->setObjectName(QStringLiteral("backtestExamples"));
    table->setAccessibleName(BacktestPanel::tr("Decisions that would differ"));
    table->setModel(&model);
    CellDelegate::dress(*table, theme);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    new ColumnWidths(theme, *table, exampleColumns());
    follow(theme, *table, [this] { table->setMinimumHeight(theme.scaled(kLeastTable)); });
    layout->addWidget(table, 1);
    layout->addStretch(0);
    typing.setSingleShot(true);
    typing.setInterval(kTyping);
    connect(&typing, &QTimer::timeout, &panel, [this] { send(); });
    patience.setSingleShot(true);
    patience.setInterval(kPatience);
    connect(&patience, &QTimer::timeout, &panel, [this] { forget(); });
    connect(table, &QTableView::activated, &panel, [this](const QModelIndex& index) {
        if (const RuleDifference* one = model.example(index.row()))
            navigator.showStream({std::nullopt, one->row.entry.seq});
    });
    panel.stop();
}

void BacktestPanel::Impl::send() {
    fact->setText(BacktestPanel::tr("asking…"));
    patience.start();
    ticket = bridge.query(question, [this](const base::Result<RuleEffect>& answer) { shown(answer); });
}

/// Numbers are not to be taken for those of another rule.
void BacktestPanel::Impl::forget() {
    for (Text* number : {differ, photo, conflicts})
        number->setText(QStringLiteral("–"));
    words->setText({});
    model.setExamples({}, times.format());
    table->hide();
}

void BacktestPanel::Impl::shown(const base::Result<RuleEffect>& answer) {
    patience.stop();
    if (!answer) {
        forget();
        fact->setText(BacktestPanel::tr("could not be asked"));
        words->setText(BacktestPanel::tr("What this rule would have decided is not known: the journal could not be "
                                         "read. The rule can be applied all the same; change it to ask again. `%1`")
                           .arg(QString::fromStdString(answer.error().message())));
        return;
    }
    const auto asked = static_cast<std::int64_t>(answer->asked);
    fact->setText(decisionsCounted(answer->asked));
    differ->setText(counted(static_cast<std::int64_t>(answer->differ)));
    photo->setText(difference(answer->photoFinishesMore));
    conflicts->setText(difference(answer->conflictsMore));
    words->setText(asked == 0 ? BacktestPanel::tr("Both sides have not written this field at once yet, so no decision "
                                                  "can be asked again.")
                              : BacktestPanel::tr("Decision by decision, not how the world would have gone on."));
    model.setExamples(answer->examples, times.format());
    table->setVisible(!answer->examples.empty());
}

BacktestPanel::BacktestPanel(const Theme& theme, const Times& times, Bridge& bridge, Navigator& navigator,
                             QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme, times, bridge, navigator)) {
    m_impl->build();
}

BacktestPanel::~BacktestPanel() = default;

void BacktestPanel::ask(const std::string& object, const MappedField& field, const core::FieldRule& rule) {
    m_impl->question = {object, field.name, rule};
    m_impl->typing.start();
}

void BacktestPanel::stop() {
    Impl& impl = *m_impl;
    impl.typing.stop();
    impl.patience.stop();
    impl.ticket.cancel();
    impl.fact->setText({});
    impl.forget();
    impl.words->setText(tr("Change the rule, and this says what it would have decided."));
}

}  // namespace syncline::ui
