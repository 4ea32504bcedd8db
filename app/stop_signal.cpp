#include "app/stop_signal.h"

#include <pthread.h>
#include <unistd.h>

namespace syncline::app {

StopSignal::StopSignal() {
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGTERM);
    sigaddset(&m_signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
}

void StopSignal::wait() {
    int signal = 0;
    while (sigwait(&m_signals, &signal) != 0) {
    }
    pthread_sigmask(SIG_UNBLOCK, &m_signals, nullptr);
}

void StopSignal::stop() {
    ::kill(::getpid(), SIGTERM);
}

}  // namespace syncline::app
