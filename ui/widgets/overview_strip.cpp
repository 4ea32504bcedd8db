#include "ui/widgets/overview_strip.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QAccessible>
#include <QFocusEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <utility>

namespace syncline::ui {

namespace {

constexpr int kWidth = 16;
constexpr int kMarkInset = 2;
constexpr int kAttentionHeight = 2;
constexpr int kFailureHeight = 3;
constexpr int kLeastFrame = 6;
constexpr int kGrab = 3;  ///< how far from a mark a click means it
constexpr int kPage = 10;

}  // namespace

struct OverviewStrip::Impl {
    Impl(OverviewStrip& strip, const Theme& ofTheme) : self(strip), theme(ofTheme) {}

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
    void paintFocus(QPainter& painter) const;
    /// Those of rows that are there.
    [[nodiscard]] std::vector<Mark> reached() const;
    /// The one in the middle of what is on the screen, or next to it, where it stands at none.
    void standSomewhere();
    void standAt(std::optional<Mark> mark);
    void stepTo(int number);

    OverviewStrip& self;
    const Theme& theme;
    Rows rows;
    std::vector<Mark> marks;
    std::vector<Shade> shades;
    int pressedAt = 0;
    bool isDragged = false;  ///< further than a hand shakes when it clicks
    std::function<QString(qint64, qint64)> words;
    std::function<QString(const Mark&)> markWords;
    std::optional<Mark> current;  ///< one of the marks, once the keys have been here
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

/// A ring within the edge, and a line across at the mark where it stands.
void OverviewStrip::Impl::paintFocus(QPainter& painter) const {
    drawPanel(painter, self.rect(), {}, theme.colors().focus, {2, 0});
    if (!current || current->row >= rows.count)
        return;
    const int middle = middleOf(current->row, self.height());
    drawPanel(painter, QRect(0, middle - kFailureHeight, self.width(), 2 * kFailureHeight + 1), {},
              theme.colors().focus, {2, 0});
}

std::vector<OverviewStrip::Mark> OverviewStrip::Impl::reached() const {
    std::vector<Mark> there;
    std::copy_if(marks.begin(), marks.end(), std::back_inserter(there),
                 [this](const Mark& mark) { return mark.row >= 0 && mark.row < rows.count; });
    return there;
}

void OverviewStrip::Impl::standSomewhere() {
    const std::vector<Mark> there = reached();
    if (current && std::find(there.begin(), there.end(), *current) != there.end())
        return;
    // Marks move as new ones come: it goes on at what is nearest.
    const qint64 from = current ? current->row : rows.top + rows.visible / 2;
    const auto nearest = std::min_element(there.begin(), there.end(), [from](const Mark& one, const Mark& other) {
        return std::abs(one.row - from) < std::abs(other.row - from);
    });
    standAt(nearest == there.end() ? std::nullopt : std::optional(*nearest));
}

void OverviewStrip::Impl::standAt(std::optional<Mark> mark) {
    if (std::exchange(current, mark) == mark)
        return;
    self.update();
    QAccessibleValueChangeEvent change(&self, self.currentMark());
    QAccessible::updateAccessibility(&change);
}

/// Who does not listen reads what stands there.
void OverviewStrip::Impl::stepTo(int number) {
    self.setCurrentMark(number);
    if (self.currentMark() > 0)
        QToolTip::showText(self.mapToGlobal(QPoint(0, middleOf(current->row, self.height()))), self.place(), &self);
}

OverviewStrip::OverviewStrip(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme)) {
    setFixedWidth(kWidth);
    setFocusPolicy(Qt::TabFocus);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

OverviewStrip::~OverviewStrip() = default;

void OverviewStrip::setRows(const Rows& rows) {
    if (std::exchange(m_impl->rows, rows) == rows)
        return;
    if (hasFocus())
        m_impl->standSomewhere();
    update();
}

void OverviewStrip::setMarks(std::vector<Mark> marks) {
    if (marks == m_impl->marks)
        return;
    m_impl->marks = std::move(marks);
    if (hasFocus())
        m_impl->standSomewhere();
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

void OverviewStrip::setMarkWords(std::function<QString(const Mark&)> words) {
    m_impl->markWords = std::move(words);
}

int OverviewStrip::markCount() const {
    return static_cast<int>(m_impl->reached().size());
}

int OverviewStrip::currentMark() const {
    const std::vector<Mark> there = m_impl->reached();
    const auto found = m_impl->current ? std::find(there.begin(), there.end(), *m_impl->current) : there.end();
    return found == there.end() ? 0 : static_cast<int>(found - there.begin()) + 1;
}

void OverviewStrip::setCurrentMark(int number) {
    const std::vector<Mark> there = m_impl->reached();
    if (!there.empty())
        m_impl->standAt(there[static_cast<std::size_t>(std::clamp(number, 1, static_cast<int>(there.size()))) - 1]);
}

QString OverviewStrip::place() const {
    const int number = currentMark();
    if (number == 0)
        return {};
    const QString told = m_impl->markWords ? m_impl->markWords(*m_impl->current) : QString();
    const QString at = tr("%1 of %2", "a mark, of so many").arg(number).arg(markCount());
    return told.isEmpty() ? at : tr("%1: %2", "3 of 6, 1 conflict at 2,000").arg(at, told);
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
    if (hasFocus())
        m_impl->paintFocus(painter);
}

void OverviewStrip::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    m_impl->standSomewhere();
}

void OverviewStrip::keyPressEvent(QKeyEvent* event) {
    const int number = currentMark();
    switch (event->key()) {
        case Qt::Key_Up:
            return m_impl->stepTo(number - 1);
        case Qt::Key_Down:
            return m_impl->stepTo(number + 1);
        case Qt::Key_PageUp:
            return m_impl->stepTo(number - kPage);
        case Qt::Key_PageDown:
            return m_impl->stepTo(number + kPage);
        case Qt::Key_Home:
            return m_impl->stepTo(1);
        case Qt::Key_End:
            return m_impl->stepTo(markCount());
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (number > 0)
                emit markEntered(m_impl->current->row);
            return;
        default:
            QWidget::keyPressEvent(event);
    }
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
