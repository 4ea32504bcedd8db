#pragma once

#include "engine/base/clock.h"
#include "engine/base/latest_value.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/connectors/api/connector.h"
#include "engine/journal/workspace_lock.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/command.h"
#include "engine/runtime/snapshot.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace syncline::runtime {

/// Where to kill the process, for tests of what a kill leaves behind; counted from the start.
struct KillPlan {
    std::uint64_t atCommit = 0;  ///< right behind this commit, before anything that it made durable has left; 0: never
    std::uint64_t atAnswer = 0;  ///< when this answer to a write has come, before anybody has looked at it; 0: never

    bool operator==(const KillPlan&) const = default;
};

struct EngineParts {
    mapping::Workspace workspace;
    core::PerSide<std::unique_ptr<connectors::Connector>> connector;  ///< null: nothing is streamed or written there
    const base::Clock& clock;
    base::Random random;
    /// Called once, on a thread of the engine, when it cannot go on.
    std::function<void(const base::Error&)> failed;
    KillPlan kill = {};
    std::optional<journal::WorkspaceLock> lock = {};  ///< from Engine::acquire(); none: taken by start()
};

/// The engine of one workspace: sequencer, projector and stream threads around the step machines, and the connectors
/// that it was given. Holds the workspace's lock. All functions may be called from any thread. stop() ends it cleanly:
/// nothing more is taken in, what was captured is durable, requests that are out are left to be read back at the next
/// start; so does the destructor.
class Engine {
public:
    /// Errors: Busy (another engine has the workspace), those of Journal::open.
    [[nodiscard]] static base::Result<std::unique_ptr<Engine>> start(EngineParts parts);
    /// The workspace's lock, for who has to have it before there is an engine. Waits a second for a command that holds
    /// it only for a moment. Errors: Busy, those of WorkspaceLock::acquire.
    [[nodiscard]] static base::Result<journal::WorkspaceLock> acquire(const std::filesystem::path& folder);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Does not block; the reply comes on the sequencer's thread when the command is durable, or refused, and the
    /// latest snapshot shows it. At once, and on the caller's thread, when it cannot be taken: Busy, Unavailable.
    void submit(Command command, CommandReply reply);
    [[nodiscard]] const base::LatestValue<Snapshot>& snapshots() const;
    void stop();

    struct Impl;

private:
    explicit Engine(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::runtime
