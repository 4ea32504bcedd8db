#include "ui/stream/stream_table.h"

#include "ui/stream/stream_columns.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/format.h"
#include "ui/widgets/overview_strip.h"
#include "ui/widgets/sentence.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/windowed_table.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QPainter>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>
#include <utility>

namespace syncline::ui::stream {

namespace {

constexpr int kCellPadding = 8;
constexpr int kFootHeight = 28;

/// Below the rows, with a line above.
class Foot final : public QWidget {
public:
    explicit Foot(const Theme& theme) : m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), palette().color(QPalette::Base));
        painter.fillRect(QRect(0, 0, width(), 1), m_theme.colors().line);
    }

private:
    const Theme& m_theme;
};

}  // namespace

StreamTable::StreamTable(const Theme& theme, QWidget* parent)
    : QWidget(parent),
      m_theme(theme),
      m_table(new WindowedTable(theme, streamColumns())),
      m_strip(new OverviewStrip(theme)),
      m_state(new StatePage(theme)),
      m_bars(new BarStack(theme)),
      m_stack(new QStackedLayout),
      m_new(new Button(theme, {}, Button::Kind::Tail)),
      m_foot(new Foot(theme)),
      m_footIcon(new IconLabel(theme, Icon::Clock, 14)),
      m_footWords(new Sentence(theme)) {
    m_table->view()->setObjectName(QStringLiteral("streamTable"));
    m_table->view()->setAccessibleName(tr("Entries of the journal"));
    m_strip->setObjectName(QStringLiteral("streamStrip"));
    m_strip->setAccessibleName(tr("Problems over the whole journal"));
    m_table->setStrip(m_strip);
    m_state->setObjectName(QStringLiteral("streamState"));
    m_new->setObjectName(QStringLiteral("streamNew"));
    m_new->setIconName(Icon::Follow);
    m_new->setToolTip(tr("Show the new entries and follow the tail (F)"));
    connect(m_new, &Button::clicked, this, &StreamTable::newWanted);

    m_footWords->setObjectName(QStringLiteral("streamNote"));
    m_footWords->setTone(Tone::Muted);
    m_footWords->setWordWrap(false);
    auto* const foot = new QHBoxLayout(m_foot);
    foot->setContentsMargins(12, 1, 12, 0);
    foot->setSpacing(8);
    foot->addWidget(m_footIcon, 0, Qt::AlignVCenter);
    foot->addWidget(m_footWords, 1, Qt::AlignVCenter);
    foot->addWidget(m_new, 0, Qt::AlignVCenter);
    m_footIcon->hide();
    m_new->hide();

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bars);
    // In its place before it has pages: the first one is shown at once.
    column->addLayout(m_stack, 1);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_state);
    column->addWidget(m_foot);
    connect(&m_theme, &Theme::changed, this, [this] { restyle(); });
    restyle();
}

StreamTable::~StreamTable() = default;

void StreamTable::showRows() {
    m_stack->setCurrentWidget(m_table);
}

void StreamTable::showState(StatePage::Content content) {
    m_state->show(std::move(content));
    m_stack->setCurrentWidget(m_state);
    m_new->hide();
}

bool StreamTable::showsRows() const {
    return m_stack->currentWidget() == m_table;
}

void StreamTable::takeFocus() {
    if (showsRows())
        return m_table->view()->setFocus();
    auto* const button = m_state->findChild<Button*>();
    if (button != nullptr)
        button->setFocus();
}

void StreamTable::setNew(qint64 count) {
    m_new->setVisible(count > 0 && showsRows());
    if (count <= 0)
        return;
    m_new->setText(tr("%1 new").arg(counted(count)));
    m_new->setAccessibleName(count == 1 ? tr("1 new entry, follow the tail")
                                        : tr("%1 new entries, follow the tail").arg(counted(count)));
}

void StreamTable::fitTime(const QString& time) {
    const int width = QFontMetrics(m_theme.font(Face::Mono)).horizontalAdvance(time) + m_theme.scaled(2 * kCellPadding);
    if (width > m_table->view()->columnWidth(kTimeColumn))
        m_table->widenColumn(kTimeColumn, width);
}

void StreamTable::setNote(const QString& note, Icon icon) {
    m_footIcon->setVisible(!note.isEmpty());
    m_footIcon->setIcon(icon);
    m_footWords->setText(note);
}

void StreamTable::restyle() {
    m_foot->setFixedHeight(m_theme.scaled(kFootHeight));
}

}  // namespace syncline::ui::stream
