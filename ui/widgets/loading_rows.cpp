#include "ui/widgets/loading_rows.h"

#include "ui/widgets/theme.h"

#include <QAbstractItemView>
#include <QEvent>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>
#include <array>
#include <vector>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kPatience{200};
constexpr int kPadding = 8;
constexpr int kBarHeight = 8;
/// How much of its column a block takes: uneven, as values are.
constexpr std::array kShares = {0.62, 0.44, 0.8, 0.55, 0.7};

struct Column {
    int left;
    int width;
};

/// Of a table as its header has them; of a list one.
std::vector<Column> columnsOf(const QAbstractItemView& rows) {
    std::vector<Column> columns;
    const auto* const table = qobject_cast<const QTableView*>(&rows);
    const QHeaderView* const header = table == nullptr ? nullptr : table->horizontalHeader();
    if (header == nullptr || header->count() == 0)
        return {{0, rows.viewport()->width()}};
    for (int section = 0; section < header->count(); ++section) {
        if (!header->isSectionHidden(section))
            columns.push_back({header->sectionViewportPosition(section), header->sectionSize(section)});
    }
    return columns;
}

}  // namespace

LoadingRows::LoadingRows(const Theme& theme, QAbstractItemView& rows, int rowHeight)
    : QWidget(rows.viewport()), m_theme(theme), m_rows(rows), m_rowHeight(rowHeight) {
    setObjectName(rows.objectName() + QStringLiteral("Loading"));
    setAccessibleName(tr("Reading"));
    hide();
    rows.viewport()->installEventFilter(this);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        cover();
        show();
        raise();
        emit lasted();
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LoadingRows::start() {
    if (!m_patience.isActive() && isHidden())
        m_patience.start();
}

void LoadingRows::stop() {
    m_patience.stop();
    hide();
}

void LoadingRows::cover() {
    setGeometry(m_rows.viewport()->rect());
}

bool LoadingRows::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize)
        cover();
    return QWidget::eventFilter(watched, event);
}

void LoadingRows::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const int step = m_theme.scaled(m_rowHeight);
    const int padding = m_theme.scaled(kPadding);
    const int height = m_theme.scaled(kBarHeight);
    const std::vector<Column> columns = columnsOf(m_rows);
    std::size_t turn = 0;
    for (int top = 0; top < this->height(); top += step) {
        painter.fillRect(0, top + step - 1, width(), 1, m_theme.colors().grid);
        for (const Column& column : columns) {
            const double share = kShares[turn++ % kShares.size()];
            const int room = column.width - 2 * padding;
            painter.fillRect(column.left + padding, top + (step - height) / 2, static_cast<int>(room * share), height,
                             m_theme.colors().hair);
        }
    }
}

}  // namespace syncline::ui
