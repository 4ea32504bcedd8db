#pragma once

#include "engine/runtime/snapshot.h"
#include "ui/bridge/postbox.h"

#include <QObject>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace syncline::app {

/// Looks each second how the engine of another process is, over the workspace's socket. For a window that only reads.
/// Tells nothing of a look from which it is not clear whether that engine still runs.
class EngineWatch {
public:
    struct Seen {
        std::optional<runtime::Snapshot> snapshot;  ///< none: no engine runs
        std::optional<int> holder;                  ///< the process that has the workspace, where it is known
    };
    using Told = std::function<void(const Seen&)>;
    /// `told` is called on the thread of `context`.
    EngineWatch(std::filesystem::path folder, QObject& context, Told told);
    /// On the thread of `context`, before its end: nothing more is told. The destructor may wait for an answer as long
    /// as askEngine() does; after this it may be on any thread.
    void close() { m_postbox->close(); }

private:
    const std::shared_ptr<ui::Postbox> m_postbox;
    std::jthread m_thread;
};

}  // namespace syncline::app
