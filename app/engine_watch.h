#pragma once

#include "engine/runtime/snapshot.h"

#include <QObject>
#include <filesystem>
#include <functional>
#include <optional>
#include <thread>

namespace syncline::app {

/// Looks each second how the engine of another process is, over the workspace's socket. For a window that only reads.
class EngineWatch {
public:
    using Told = std::function<void(const std::optional<runtime::Snapshot>&)>;
    /// `told` is called on the thread of `context`, and not after its end; with none while no engine answers.
    EngineWatch(std::filesystem::path folder, QObject& context, Told told);

private:
    std::jthread m_thread;
};

}  // namespace syncline::app
