#pragma once

#include "engine/core/entry.h"
#include "engine/core/position.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::journal {

/// An entry to be appended, with the identity of the change that it captured.
struct NewEntry {
    core::Entry entry;
    std::optional<core::Identity> identity;
};

/// A consumer's committed offset: it has worked off everything up to `committed`.
struct ConsumerOffset {
    std::string consumer;
    core::Seq committed;

    bool operator==(const ConsumerOffset&) const = default;
};

/// What one transaction makes durable: entries with sequences that follow the head without a gap, and with them the
/// positions and offsets that they cover.
struct Batch {
    std::vector<NewEntry> entries;
    std::vector<core::Position> positions;
    std::vector<ConsumerOffset> offsets;

    [[nodiscard]] bool isEmpty() const { return entries.empty() && positions.empty() && offsets.empty(); }
};

}  // namespace syncline::journal
