#include "ui/ownership/preview_dialog.h"

#include "ui/ownership/backtest_panel.h"
#include "ui/ownership/rule_words.h"
#include "ui/ownership/staged_bar.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/column_widths.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kLeastWidth = 760;
constexpr int kLeastTable = 120;
constexpr int kLeastRules = 64;
constexpr int kMostHeight = 800;  ///< pixels of the screen, at every size of text
constexpr int kFrame = 40;        ///< room for a title bar that nobody has told us of yet

/// In the order of the model's columns: what would win has the room that is left.
std::vector<Column> columns() {
    std::vector<Column> all(5);
    const int widths[] = {136, 128, 120, 176, 0};
    const int least[] = {0, 64, 64, 120, 160};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].width = widths[i];
        all[i].least = least[i];
    }
    return all;
}

/// The rules, each with what it would have decided: as high as they are, and scrolled by wheel and keys where there is
/// less room. Only then does the Tab key stop at it.
class RuleList final : public QScrollArea {
public:
    RuleList(const Theme& theme, QWidget& content) : m_least(theme.scaled(kLeastRules)) {
        setFrameShape(QFrame::NoFrame);
        setWidgetResizable(true);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
        setFocusPolicy(Qt::NoFocus);
        setWidget(&content);
        connect(verticalScrollBar(), &QScrollBar::rangeChanged, this,
                [this](int, int last) { setFocusPolicy(last > 0 ? Qt::StrongFocus : Qt::NoFocus); });
    }

    /// Beside a bar, too: one that was needed for a moment would not go otherwise.
    [[nodiscard]] QSize sizeHint() const override {
        const int beside = width() - verticalScrollBar()->sizeHint().width();
        return {QScrollArea::sizeHint().width(), std::max(0, widget()->heightForWidth(beside))};
    }
    [[nodiscard]] QSize minimumSizeHint() const override {
        return {QScrollArea::minimumSizeHint().width(), std::min(m_least, sizeHint().height())};
    }

protected:
    /// An answer has come.
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
    void resizeEvent(QResizeEvent* event) override {
        QScrollArea::resizeEvent(event);
        if (event->size().width() != event->oldSize().width())
            updateGeometry();
    }
    /// Of Qt's own keys these two are missing.
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Home)
            verticalScrollBar()->triggerAction(QScrollBar::SliderToMinimum);
        else if (event->key() == Qt::Key_End)
            verticalScrollBar()->triggerAction(QScrollBar::SliderToMaximum);
        else
            QScrollArea::keyPressEvent(event);
    }

private:
    const int m_least;
};

}  // namespace

PreviewDialog::PreviewDialog(const Parts& parts, const StagedRules& staged, QWidget* parent)
    : QDialog(parent), m_parts(parts) {
    const Theme& theme = m_parts.theme;
    setObjectName(QStringLiteral("rulesPreviewDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    const int count = static_cast<int>(staged.count());
    setWindowTitle(tr("Preview %n rule(s)", nullptr, count));
    auto* layout = new QVBoxLayout(this);
    const int padding = theme.scaled(16);
    layout->setContentsMargins(padding, padding, padding, padding);
    layout->setSpacing(theme.scaled(8));
    auto* title = new Text(theme, Face::Title);
    title->setObjectName(QStringLiteral("previewTitle"));
    title->setText(tr("%n rule(s) would be in force from the next change on", nullptr, count));
    auto* sentence = new Sentence(theme);
    sentence->setTone(Tone::Muted);
    sentence->setText(
        tr("Decisions that were made stay. What follows asks the decisions of the journal again, one by "
           "one; it is not how the world would have gone on."));
    layout->addWidget(title);
    layout->addWidget(sentence);
    addRules(*layout, staged);
    addDecisions(*layout);
    addButtons(*layout, count);
    setMinimumWidth(theme.scaled(kLeastWidth));
}

/// Sentences wrap: the height that they need is known when there is a width, and when an answer has come. Another
/// screen may have less room.
bool PreviewDialog::event(QEvent* event) {
    switch (event->type()) {
        case QEvent::LayoutRequest:
        case QEvent::Resize:
        case QEvent::Move:
            fit();
            break;
        default:
            break;
    }
    return QDialog::event(event);
}

/// As high as all that it says, within the screen: the rest scrolls.
void PreviewDialog::fit() {
    const QRect room = screen()->availableGeometry();
    const int most = std::min(kMostHeight, room.height() - kFrame);
    const int least = std::min(layout()->heightForWidth(width()), most);
    const bool grows = isVisible() && least > height();
    setMinimumHeight(least);
    setMaximumHeight(most);
    // It grows downwards, and may have stood low.
    if (const int below = frameGeometry().bottom() - room.bottom(); grows && below > 0)
        move(x(), std::max(room.top(), y() - below));
}

void PreviewDialog::addRules(QVBoxLayout& layout, const StagedRules& staged) {
    const Theme& theme = m_parts.theme;
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, theme.scaled(8), 0);
    column->setSpacing(theme.scaled(8));
    m_out = staged.count();
    for (const StagedRules::Change& change : staged.changes())
        addChange(*column, change);
    column->addStretch(0);
    auto* rules = new RuleList(theme, *content);
    rules->setObjectName(QStringLiteral("previewRules"));
    rules->setAccessibleName(tr("The rules, and what each would have decided"));
    // How high it is follows from how wide it will be.
    rules->resize(theme.scaled(kLeastWidth) - 2 * theme.scaled(16), 0);
    layout.addWidget(rules);
}

void PreviewDialog::addChange(QVBoxLayout& layout, const StagedRules::Change& change) {
    auto* name = new Text(m_parts.theme, Face::MonoStrong);
    name->setText(inShort(change));
    name->setWordWrap(true);
    auto* wins = new Sentence(m_parts.theme);
    wins->setText(whoWins(change.after));
    auto* effect = new Text(m_parts.theme, Face::Body);
    effect->setObjectName(QStringLiteral("previewEffect_%1").arg(QString::fromStdString(change.field)));
    effect->setTone(Tone::Muted);
    effect->setText(tr("asking the journal…"));
    layout.addWidget(name);
    layout.addWidget(wins);
    layout.addWidget(effect);
    m_tickets.push_back(m_parts.bridge.query(
        RulePreview{change.object, change.field, change.after}, [this, effect](const base::Result<RuleEffect>& answer) {
            effect->setText(answer ? effectInWords(*answer) : QString::fromStdString(answer.error().message()));
            answered(answer);
        }));
    effect->setWordWrap(true);
}

/// Not there before a decision is.
void PreviewDialog::addDecisions(QVBoxLayout& layout) {
    const Theme& theme = m_parts.theme;
    m_listed = new Text(theme, Face::BodyStrong);
    m_listed->setObjectName(QStringLiteral("previewListed"));
    m_listed->setWordWrap(true);
    m_listed->hide();
    m_table = new QTableView;
    m_table->setObjectName(QStringLiteral("previewDecisions"));
    m_table->setAccessibleName(tr("Decisions that would have fallen another way"));
    m_table->setModel(&m_model);
    CellDelegate::dress(*m_table, theme);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setMinimumHeight(theme.scaled(kLeastTable));
    new ColumnWidths(theme, *m_table, columns());
    m_table->hide();
    layout.addWidget(m_listed);
    layout.addWidget(m_table, 1);
    layout.addStretch(0);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) { showEntry(index.row()); });
}

void PreviewDialog::addButtons(QVBoxLayout& layout, int count) {
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    auto* cancel = new Button(m_parts.theme, tr("Cancel"));
    cancel->setObjectName(QStringLiteral("previewCancel"));
    cancel->setKeyCap(tr("Esc"));
    // Enter within the list applies nothing.
    cancel->setDefault(true);
    auto* apply = new Button(m_parts.theme, tr("Apply %n rule(s)", nullptr, count), Button::Kind::Primary);
    apply->setObjectName(QStringLiteral("previewApply"));
    apply->setEnabled(m_parts.whyReadOnly.isEmpty());
    apply->setToolTip(m_parts.whyReadOnly);
    buttons->addWidget(cancel);
    buttons->addWidget(apply);
    layout.addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(apply, &QPushButton::clicked, this, [this] {
        emit applied();
        accept();
    });
}

void PreviewDialog::answered(const base::Result<RuleEffect>& answer) {
    --m_out;
    m_hasFailed = m_hasFailed || !answer;
    if (answer) {
        m_differ += answer->differ;
        m_decisions.insert(m_decisions.end(), answer->examples.begin(), answer->examples.end());
        std::stable_sort(m_decisions.begin(), m_decisions.end(),
                         [](const RuleDifference& one, const RuleDifference& other) {
                             return one.row.entry.seq > other.row.entry.seq;
                         });
    }
    showDecisions();
}

/// Of each rule the journal gives the latest ones only; the number is that of all.
void PreviewDialog::showDecisions() {
    const auto listed = static_cast<std::int64_t>(m_decisions.size());
    const auto all = static_cast<std::int64_t>(m_differ);
    QString words;
    if (listed > 0 && listed < all)
        words = tr("%1 of the %2 decisions that would have fallen another way. Enter shows one in the stream.")
                    .arg(counted(listed), counted(all));
    else if (listed > 0)
        words = tr("The decisions that would have fallen another way. Enter shows one in the stream.");
    else if (all == 0 && m_out == 0 && !m_hasFailed)
        words = tr("No decision of the journal would have fallen another way.");
    m_listed->setText(words);
    m_listed->setVisible(!words.isEmpty());
    m_model.setExamples(m_decisions, m_parts.times);
    m_table->setVisible(listed > 0);
}

/// The rules stay staged.
void PreviewDialog::showEntry(int row) {
    const RuleDifference* one = m_model.example(row);
    if (one == nullptr)
        return;
    const core::Seq seq = one->row.entry.seq;
    reject();
    m_parts.navigator.showStream({std::nullopt, seq});
}

}  // namespace syncline::ui
