#pragma once

#include <csignal>
#include <optional>

namespace syncline::app {

/// SIGTERM and SIGINT as something to wait for. Make it in main before any thread starts: the signals are blocked in
/// all threads from then on and only wait() sees them. A second signal ends the process at once.
class StopSignal {
public:
    StopSignal();

    /// Blocks until somebody asks the program to stop, or until stop() is called. From one thread.
    void wait();
    /// Any thread: lets wait() return.
    void stop();

private:
    sigset_t m_signals;
};

}  // namespace syncline::app
