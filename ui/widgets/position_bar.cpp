#include "ui/widgets/position_bar.h"

#include <QWheelEvent>
#include <algorithm>

namespace syncline::ui {

namespace {

/// The longest range of QScrollBar that is used: well inside int, also after a style's own arithmetic.
constexpr qint64 kRange = 1 << 30;

/// value * numerator / denominator without overflow, for 0 <= value <= denominator and a numerator or a denominator of
/// at most kRange.
qint64 proportion(qint64 value, qint64 numerator, qint64 denominator) {
    if (denominator <= kRange)
        return value * (numerator / denominator) + value * (numerator % denominator) / denominator;
    // The other way round the numerator is the short one; the handle needs no more than its precision.
    return static_cast<qint64>(static_cast<long double>(value) * static_cast<long double>(numerator)
                               / static_cast<long double>(denominator));
}

}  // namespace

PositionBar::PositionBar(QWidget* parent) : QScrollBar(Qt::Vertical, parent) {
    connect(this, &QAbstractSlider::actionTriggered, this, &PositionBar::follow);
}

void PositionBar::setPositions(qint64 count, qint64 visible, qint64 top) {
    m_visible = std::max<qint64>(1, visible);
    m_lastTop = std::max<qint64>(0, count - m_visible);
    m_top = std::clamp<qint64>(top, 0, m_lastTop);
    const qint64 range = std::min(m_lastTop, kRange);
    setRange(0, static_cast<int>(range));
    const qint64 page = m_lastTop <= kRange ? m_visible : proportion(m_visible, kRange, m_lastTop);
    setPageStep(static_cast<int>(std::clamp<qint64>(page, 1, kRange)));
    setValue(scaled(m_top));
}

void PositionBar::wheelEvent(QWheelEvent* event) {
    emit wheeled(event);
}

// QAbstractSlider has moved its own position by then, by scaled steps; ours takes its place before it becomes the
// value.
void PositionBar::follow(int action) {
    m_top = std::clamp<qint64>(afterAction(action), 0, m_lastTop);
    if (action != SliderMove)
        setSliderPosition(scaled(m_top));
    emit moved(m_top);
}

qint64 PositionBar::afterAction(int action) const {
    switch (action) {
        case SliderSingleStepAdd:
            return m_top + 1;
        case SliderSingleStepSub:
            return m_top - 1;
        case SliderPageStepAdd:
            return m_top + m_visible;
        case SliderPageStepSub:
            return m_top - m_visible;
        case SliderToMinimum:
            return 0;
        case SliderToMaximum:
            return m_lastTop;
        case SliderMove:
            return unscaled(sliderPosition());
        default:
            return m_top;
    }
}

int PositionBar::scaled(qint64 position) const {
    if (m_lastTop <= kRange)
        return static_cast<int>(position);
    // Only the very ends stand at the ends: the arrows there stay of use.
    const qint64 value = proportion(position, kRange, m_lastTop);
    return static_cast<int>(position == 0 || position == m_lastTop ? value : std::clamp<qint64>(value, 1, kRange - 1));
}

qint64 PositionBar::unscaled(int value) const {
    return m_lastTop <= kRange ? value : proportion(value, m_lastTop, kRange);
}

}  // namespace syncline::ui
