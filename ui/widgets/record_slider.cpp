#include "ui/widgets/record_slider.h"

#include "ui/widgets/painting.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cstdlib>
#include <utility>

namespace syncline::ui {

namespace {

using Mark = RecordSlider::Mark;

constexpr int kHeight = 64;
constexpr int kEdge = 14;  ///< room for the handle at both ends
constexpr int kAxisFromTop = 26;
constexpr int kMarkWidth = 3;
constexpr int kMarkHeight = 10;
constexpr int kGrab = 6;  ///< how far from a mark a click means it
constexpr int kTickGap = 120;
constexpr std::ptrdiff_t kPage = 10;

void drawMark(QPainter& painter, int x, int y, Mark::Kind kind, const Theme& theme) {
    const Colors& colors = theme.colors();
    const int width = kMarkWidth;
    const int height = theme.scaled(kMarkHeight);
    switch (kind) {
        case Mark::Kind::Salesforce:
            painter.fillRect(QRect(x - 1, y - height - 3, width, height), colors.salesforce.mark);
            return;
        case Mark::Kind::HubSpot:
            painter.fillRect(QRect(x - 1, y + 4, width, height), colors.hubspotGraph);
            return;
        case Mark::Kind::Ours:
            painter.setBrush(colors.ours.mark);
            painter.drawEllipse(QPointF(x + 0.5, y + 0.5), 2.5, 2.5);
            return;
        case Mark::Kind::Attention:
            painter.setBrush(colors.attention.mark);
            painter.drawPolygon(QPolygonF({QPointF(x + 0.5, y - 5), QPointF(x + 5.5, y + 4), QPointF(x - 4.5, y + 4)}));
            return;
        case Mark::Kind::Failure:
            painter.fillRect(QRect(x - 3, y - 3, 7, 7), colors.failure.mark);
            return;
    }
}

}  // namespace

struct RecordSlider::Impl {
    Impl(RecordSlider& slider, const Theme& ofTheme) : self(slider), theme(ofTheme) {}

    [[nodiscard]] TimeAxis axis() const { return {from, to, theme.scaled(kEdge), self.width() - theme.scaled(kEdge)}; }
    /// Of the last mark at or before the chosen sequence; -1: before the first.
    [[nodiscard]] std::ptrdiff_t indexOfChosen() const;
    [[nodiscard]] int handleX() const;
    [[nodiscard]] const Mark* markNear(int x) const;
    void choose(std::optional<core::Seq> seq);
    void chooseMark(std::ptrdiff_t index);
    void chooseAt(int x);
    void describe();
    void paintAxis(QPainter& painter, int y) const;
    void paintHandle(QPainter& painter, int y) const;

    RecordSlider& self;
    const Theme& theme;
    std::vector<Mark> marks;
    base::WallTime from;
    base::WallTime to;
    TimeFormat format;
    std::optional<core::Seq> chosen;
};

std::ptrdiff_t RecordSlider::Impl::indexOfChosen() const {
    if (!chosen)
        return static_cast<std::ptrdiff_t>(marks.size());
    const auto after = std::upper_bound(marks.begin(), marks.end(), *chosen,
                                        [](core::Seq seq, const Mark& mark) { return seq < mark.seq; });
    return after - marks.begin() - 1;
}

int RecordSlider::Impl::handleX() const {
    const auto line = axis();
    const auto index = indexOfChosen();
    if (index >= static_cast<std::ptrdiff_t>(marks.size()))
        return line.right;
    const int x = index < 0 ? line.left : line.x(marks[static_cast<std::size_t>(index)].time);
    return std::clamp(x, line.left, std::max(line.left, line.right));
}

const Mark* RecordSlider::Impl::markNear(int x) const {
    const auto line = axis();
    const Mark* nearest = nullptr;
    int distance = theme.scaled(kGrab) + 1;
    for (const auto& mark : marks) {
        const int away = std::abs(line.x(mark.time) - x);
        if (away <= distance && (away < distance || nearest)) {
            nearest = &mark;
            distance = away;
        }
    }
    return nearest;
}

void RecordSlider::Impl::choose(std::optional<core::Seq> seq) {
    if (seq == chosen)
        return;
    chosen = seq;
    describe();
    self.update();
    if (seq)
        emit self.seqChosen(*seq);
    else
        emit self.nowChosen();
}

void RecordSlider::Impl::chooseMark(std::ptrdiff_t index) {
    const auto count = static_cast<std::ptrdiff_t>(marks.size());
    if (index >= count)
        choose(std::nullopt);
    else if (count > 0)
        choose(marks[static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, index))].seq);
}

void RecordSlider::Impl::chooseAt(int x) {
    const auto line = axis();
    if (const auto* near = markNear(x))
        return choose(near->seq);
    if (x >= line.right - theme.scaled(kGrab))
        return choose(std::nullopt);
    const auto time = line.at(x);
    const auto after = std::upper_bound(marks.begin(), marks.end(), time,
                                        [](base::WallTime each, const Mark& mark) { return each < mark.time; });
    chooseMark(after - marks.begin() - 1);
}

void RecordSlider::Impl::describe() {
    const auto index = indexOfChosen();
    if (!chosen)
        self.setAccessibleDescription(RecordSlider::tr("now"));
    else if (index < 0)
        self.setAccessibleDescription(sequence(*chosen));
    else
        self.setAccessibleDescription(sequence(*chosen) + QStringLiteral(", ")
                                      + format.moment(marks[static_cast<std::size_t>(index)].time));
}

void RecordSlider::Impl::paintAxis(QPainter& painter, int y) const {
    const Colors& colors = theme.colors();
    const auto line = axis();
    painter.fillRect(QRect(line.left, y, line.right - line.left, 1), colors.line);
    painter.setFont(theme.font(Face::MonoAxis));
    const int half = theme.scaled(kTickGap) / 2;
    for (const auto& tick : axisTicks(line, format, theme.scaled(kTickGap))) {
        const int x = line.x(tick.at);
        painter.fillRect(QRect(x, y - 3, 1, 7), colors.line);
        painter.setPen(colors.muted);
        QRect label(x - half, y + theme.scaled(16), 2 * half, theme.scaled(14));
        Qt::Alignment align = Qt::AlignHCenter | Qt::AlignTop;
        if (label.left() < 0) {
            label.setLeft(x);
            align = Qt::AlignLeft | Qt::AlignTop;
        }
        painter.drawText(label, static_cast<int>(align), tick.label);
    }
}

void RecordSlider::Impl::paintHandle(QPainter& painter, int y) const {
    const Colors& colors = theme.colors();
    const int x = handleX();
    painter.fillRect(QRect(x, y - theme.scaled(18), 1, theme.scaled(37)), colors.focus);
    const QRect handle(x - 4, y - theme.scaled(8), 9, theme.scaled(16));
    drawPanel(painter, handle, self.palette().color(QPalette::Base), colors.focus, {self.hasFocus() ? 2.0 : 1.5, 2});
    if (self.hasFocus())
        drawPanel(painter, handle.adjusted(-4, -4, 4, 4), {}, colors.focus, {2, kRadius + 2});
}

RecordSlider::RecordSlider(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_impl(std::make_unique<Impl>(*this, theme)) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setObjectName(QStringLiteral("recordSlider"));
    setAccessibleName(tr("As of change"));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
    m_impl->describe();
}

RecordSlider::~RecordSlider() = default;

void RecordSlider::setMarks(std::vector<Mark> marks) {
    m_impl->marks = std::move(marks);
    m_impl->describe();
    update();
}

void RecordSlider::setSpan(base::WallTime from, base::WallTime to, const TimeFormat& format) {
    m_impl->from = from;
    m_impl->to = to;
    m_impl->format = format;
    m_impl->describe();
    update();
}

void RecordSlider::setChosen(std::optional<core::Seq> seq) {
    m_impl->chosen = seq;
    m_impl->describe();
    update();
}

std::optional<core::Seq> RecordSlider::chosen() const {
    return m_impl->chosen;
}

QSize RecordSlider::sizeHint() const {
    return {m_impl->theme.scaled(400), m_impl->theme.scaled(kHeight)};
}

void RecordSlider::paintEvent(QPaintEvent* event) {
    Q_UNUSED(event)
    QPainter painter(this);
    const int y = m_impl->theme.scaled(kAxisFromTop);
    m_impl->paintAxis(painter, y);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const auto line = m_impl->axis();
    for (const auto& mark : m_impl->marks) {
        const int x = line.x(mark.time);
        if (x >= line.left && x <= line.right)
            drawMark(painter, x, y, mark.kind, m_impl->theme);
    }
    m_impl->paintHandle(painter, y);
}

void RecordSlider::keyPressEvent(QKeyEvent* event) {
    const auto index = m_impl->indexOfChosen();
    switch (event->key()) {
        case Qt::Key_Left:
            return m_impl->chooseMark(index - 1);
        case Qt::Key_Right:
            return m_impl->chooseMark(index + 1);
        case Qt::Key_PageUp:
            return m_impl->chooseMark(index - kPage);
        case Qt::Key_PageDown:
            return m_impl->chooseMark(index + kPage);
        case Qt::Key_Home:
            return m_impl->chooseMark(0);
        case Qt::Key_End:
            return m_impl->choose(std::nullopt);
        default:
            QWidget::keyPressEvent(event);
    }
}

void RecordSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        m_impl->chooseAt(event->position().toPoint().x());
}

void RecordSlider::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton))
        m_impl->chooseAt(event->position().toPoint().x());
}

bool RecordSlider::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto* mark = m_impl->markNear(help->x());
    const QString text = mark ? sequence(mark->seq) + QStringLiteral("  ") + m_impl->format.moment(mark->time)
                                    + QStringLiteral("\n") + mark->label
                              : tr("As of a change: Left and Right, End for now");
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

}  // namespace syncline::ui
