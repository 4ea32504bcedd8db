#include "engine/connectors/qt_timers.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors {

using std::chrono::milliseconds;

TimerId QtTimers::after(milliseconds delay, std::function<void()> run) {
    constexpr milliseconds kLongest = std::chrono::hours(24 * 365 * 100);  // A sum with any clock stays in range.
    const milliseconds wait = std::clamp(delay, milliseconds(0), kLongest);
    const TimerId id = ++m_last;
    auto* timer = new QTimer(&m_context);
    timer->setSingleShot(true);
    timer->setTimerType(Qt::PreciseTimer);
    QObject::connect(timer, &QTimer::timeout, &m_context, [this, id] { fired(id); });
    Pending& pending = m_pending[id];
    pending = Pending{m_clock.monotonicNow() + wait, std::move(run), timer};
    arm(pending);
    return id;
}

void QtTimers::arm(Pending& pending) {
    constexpr milliseconds kQtLongest = std::chrono::hours(24);
    const auto rest = std::chrono::ceil<milliseconds>(pending.due - m_clock.monotonicNow());
    pending.timer->start(std::clamp(rest, milliseconds(0), kQtLongest));
}

void QtTimers::fired(TimerId id) {
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return;
    if (m_clock.monotonicNow() < found->second.due) {
        arm(found->second);
        return;
    }
    const auto pending = m_pending.extract(found);
    pending.mapped().timer->deleteLater();
    pending.mapped().run();
}

void QtTimers::cancel(TimerId id) {
    const auto pending = m_pending.extract(id);
    if (!pending.empty()) {
        pending.mapped().timer->stop();
        pending.mapped().timer->deleteLater();
    }
}

}  // namespace syncline::connectors
