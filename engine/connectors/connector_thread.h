#pragma once

#include "engine/base/error.h"

#include <functional>
#include <memory>
#include <string>

namespace syncline::connectors {

/// A thread with a Qt event loop, to which functions are posted. Begins in the constructor, ends in stop() or the
/// destructor. Needs a QCoreApplication. A function that throws ends the work: nothing that was posted behind it runs,
/// and `failed` is called on the thread with Internal and the words of the exception.
class ConnectorThread {
public:
    /// `name` shows in debuggers (15 characters are kept).
    ConnectorThread(const std::string& name, std::function<void(base::Error)> failed);
    ~ConnectorThread();
    ConnectorThread(const ConnectorThread&) = delete;
    ConnectorThread& operator=(const ConnectorThread&) = delete;

    /// Any thread; does not block. Functions run in the order of posting, never within another. False when the thread
    /// has been stopped: it will not run.
    bool post(std::function<void()> function);
    /// What was posted before still runs, then `last`, then the thread ends; waits for that. Any thread but itself.
    /// A second call does nothing but wait. After a failure `last` runs all the same.
    void stop(std::function<void()> last = {});
    [[nodiscard]] bool isCurrent() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::connectors
