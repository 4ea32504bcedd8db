#pragma once

#include "engine/base/clock.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/snapshot.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::app {

/// "500ms", "90s", "15m", "2h"; none for anything else, "" included.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);

/// How long after the last edit a stream can still tell of it.
[[nodiscard]] std::chrono::milliseconds quietTime(const mapping::Workspace& workspace);
/// True when neither side has told of a change for that long.
[[nodiscard]] bool isQuiet(const runtime::Snapshot& snapshot, const base::Clock& clock,
                           const mapping::Workspace& workspace);

/// One line of text: head, states, what is due.
[[nodiscard]] std::string statusLine(const runtime::Snapshot& snapshot);
/// What is not worked off, in words.
[[nodiscard]] std::string leftOver(const runtime::Snapshot& snapshot);

/// A seed for jitter and salts that no other start has.
[[nodiscard]] std::uint64_t startSeed(const base::Clock& clock);

}  // namespace syncline::app
