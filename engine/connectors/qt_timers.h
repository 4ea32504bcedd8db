#pragma once

#include "engine/base/clock.h"
#include "engine/connectors/api/http_sender.h"

#include <QObject>
#include <QTimer>
#include <map>

namespace syncline::connectors {

/// Timers on the event loop of the thread that makes it, by the engine's clock: none runs before the clock has passed
/// its delay, however long (beyond the 24 days of a QTimer too). Its end cancels all.
class QtTimers final : public Timers {
public:
    explicit QtTimers(const base::Clock& clock) : m_clock(clock) {}
    ~QtTimers() override = default;
    QtTimers(const QtTimers&) = delete;
    QtTimers& operator=(const QtTimers&) = delete;

    TimerId after(std::chrono::milliseconds delay, std::function<void()> run) override;
    void cancel(TimerId id) override;

private:
    struct Pending {
        base::MonotonicTime due;
        std::function<void()> run;
        QTimer* timer = nullptr;  ///< m_context's
    };
    void arm(Pending& pending);
    void fired(TimerId id);

    const base::Clock& m_clock;
    TimerId m_last = 0;
    std::map<TimerId, Pending> m_pending;
    QObject m_context;
};

}  // namespace syncline::connectors
