#include "ui/widgets/overview_strip.h"

#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace syncline::ui {

namespace {

constexpr int kWidth = 16;
constexpr int kMarkInset = 2;
constexpr int kAttentionHeight = 2;
constexpr int kFailureHeight = 3;
constexpr int kLeastFrame = 6;
constexpr int kGrab = 3;  ///< how far from a mark a click means it

}  // namespace

struct OverviewStrip::Impl {
    explicit Impl(const Theme& ofTheme) : theme(ofTheme) {}

    /// Of the row's upper edge, in pixels from the top.
    [[nodiscard]] double edgeOf(qint64 row, int height) const {
        return static_cast<double>(row) / static_cast<double>(std::max<qint64>(1, rows.count)) * height;
    }
    /// The line that a mark of that row has in its middle.
    [[nodiscard]] int middleOf(qint64 row, int height) const {
        const double middle = (edgeOf(row, height) + edgeOf(row + 1, height)) / 2;
        return std::clamp(static_cast<int>(middle), 0, std::max(0, height - 1));
    }
    [[nodiscard]] qint64 rowAt(int y, int height) const {
        const double share = (y + 0.5) / std::max(1, height);
        const auto row = static_cast<qint64>(std::floor(share * static_cast<double>(rows.count)));
        return std::clamp<qint64>(row, 0, std::max<qint64>(0, rows.count - 1));
    }
    [[nodiscard]] const Mark* markNear(int y, int height) const;
    void paintShades(QPainter& painter, const QRect& rect) const;
    void paintMarks(QPainter& painter, const QRect& rect, bool areFailures) const;
    void paintFrame(QPainter& painter, const QRect& rect) const;

    const Theme& theme;
    Rows rows;
    std::vector<Mark> marks;
    std::vector<Shade> shades;
    int pressedAt = 0;
    bool isDragged = false;  ///< further than a hand shakes when it clicks
    std::function<QString(qint64, qint64)> words;
};

/// Of several in the same place the gravest, then the newest.
const OverviewStrip::Mark* OverviewStrip::Impl::markNear(int y, int height) const {
    const Mark* nearest = nullptr;
    int distance = kGrab + 1;
    for (const Mark& mark : marks) {
        if (mark.row < 0 || mark.row >= rows.count)
            continue;
        const int away = std::abs(middleOf(mark.row, height) - y);
        const bool isGraver = nearest != nullptr && away == distance && mark.isFailure >= nearest->isFailure;
        if (away < distance || isGraver) {
            nearest = &mark;
            distance = away;
        }
    }
    return nearest;
}

void OverviewStrip::Impl::paintShades(QPainter& painter, const QRect& rect) const {
    for (const Shade& shade : shades) {
        const int top = static_cast<int>(std::lround(edgeOf(shade.first, rect.height())));
        const int end = static_cast<int>(std::lround(edgeOf(shade.end, rect.height())));
        painter.fillRect(QRect(rect.left(), top, rect.width(), end - top), theme.colors().hair);
    }
}

void OverviewStrip::Impl::paintMarks(QPainter& painter, const QRect& rect, bool areFailures) const {
    const Colors& colors = theme.colors();
    const int height = areFailures ? kFailureHeight : kAttentionHeight;
    const int last = std::max(0, rect.height() - height);
    int painted = -1;
    for (const Mark& mark : marks) {
        if (mark.isFailure != areFailures || mark.row < 0 || mark.row >= rows.count)
            continue;
        const int top = std::clamp(middleOf(mark.row, rect.height()) - height / 2, 0, last);
        if (top != std::exchange(painted, top))
            painter.fillRect(QRect(rect.left() + kMarkInset, top, rect.width() - 2 * kMarkInset, height),
                             areFailures ? colors.failure.mark : colors.attention.mark);
    }
}

void OverviewStrip::Impl::paintFrame(QPainter& painter, const QRect& rect) const {
    if (rows.count <= 0)
        return;
    const qint64 end = std::min(rows.count, rows.top + rows.visible);
    const int from = static_cast<int>(edgeOf(rows.top, rect.height()));
    const int height = std::max(kLeastFrame, static_cast<int>(std::lround(edgeOf(end, rect.height()))) - from);
    const int top = std::clamp(from, 0, std::max(0, rect.height() - height));
    painter.setPen(theme.colors().ink);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRect(rect.left(), top, rect.width() - 1, height - 1));
}

OverviewStrip::OverviewStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(theme)) {
    setFixedWidth(kWidth);
    setFocusPolicy(Qt::NoFocus);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

OverviewStrip::~OverviewStrip() = default;

void OverviewStrip::setRows(const Rows& rows) {
    if (std::exchange(m_impl->rows, rows) != rows)
        update();
}

void OverviewStrip::setMarks(std::vector<Mark> marks) {
    if (marks == m_impl->marks)
        return;
    m_impl->marks = std::move(marks);
    update();
}

void OverviewStrip::setShades(std::vector<Shade> shades) {
    if (shades == m_impl->shades)
        return;
    m_impl->shades = std::move(shades);
    update();
}

void OverviewStrip::setWords(std::function<QString(qint64, qint64)> words) {
    m_impl->words = std::move(words);
}

QSize OverviewStrip::sizeHint() const {
    return {kWidth, 0};
}

bool OverviewStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_impl->words || m_impl->rows.count == 0)
        return QWidget::event(event);
    const auto* const help = static_cast<QHelpEvent*>(event);
    const qint64 first = m_impl->rowAt(help->pos().y() - kGrab, height());
    const qint64 last = m_impl->rowAt(help->pos().y() + kGrab, height());
    QToolTip::showText(help->globalPos(), m_impl->words(first, last), this);
    return true;
}

void OverviewStrip::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    const QRect inside = rect().adjusted(1, 0, 0, 0);
    m_impl->paintShades(painter, inside);
    painter.fillRect(QRect(0, 0, 1, height()), m_impl->theme.colors().hair);
    m_impl->paintMarks(painter, inside, false);
    m_impl->paintMarks(painter, inside, true);
    m_impl->paintFrame(painter, inside);
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_impl->rows.count == 0)
        return event->ignore();
    const int y = event->position().toPoint().y();
    m_impl->pressedAt = y;
    m_impl->isDragged = false;
    const Mark* const mark = m_impl->markNear(y, height());
    emit rowWanted(mark != nullptr ? mark->row : m_impl->rowAt(y, height()));
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!event->buttons().testFlag(Qt::LeftButton) || m_impl->rows.count == 0)
        return event->ignore();
    const int y = event->position().toPoint().y();
    m_impl->isDragged = m_impl->isDragged || std::abs(y - m_impl->pressedAt) > kGrab;
    if (m_impl->isDragged)
        emit rowWanted(m_impl->rowAt(y, height()));
}

}  // namespace syncline::ui
