#pragma once

#include "engine/base/clock.h"
#include "engine/sandbox/state_file.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace syncline::sandbox {

/// Where to kill the process, for tests of what a kill leaves behind.
struct KillPlan {
    std::uint64_t edits = 0;  ///< at this edit of the people, counted from the world's beginning
    bool saved = false;       ///< behind its commit to the state file; else before it

    bool operator==(const KillPlan&) const = default;
};

/// Keeps the world in step with the clock and with its file: lets the people act at the moments that they had planned,
/// each act committed before the next, and saves what the servers change. On one thread. A save that fails is final:
/// `failed` is called once and nothing more happens to the world or the file.
class Keeper {
public:
    /// Without a file everything is in memory only. World, values and file must outlive the keeper. With a plan it
    /// sends this process SIGKILL.
    Keeper(model::World& world, KeyValues& values, StateFile* file, const std::optional<KillPlan>& kill,
           std::function<void(const base::Error&)> failed)
        : m_world(world), m_values(values), m_file(file), m_kill(kill), m_failed(std::move(failed)) {}

    /// Lets everything happen that is due by `now`, and saves it.
    void advanceTo(base::WallTime now);
    /// Saves what has changed; false when the file cannot be written.
    bool save();

private:
    [[nodiscard]] bool killsHere(bool saved) const;

    model::World& m_world;
    KeyValues& m_values;
    StateFile* m_file;
    std::optional<KillPlan> m_kill;
    std::function<void(const base::Error&)> m_failed;
    bool m_broken = false;
};

}  // namespace syncline::sandbox
