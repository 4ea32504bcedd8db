#pragma once

#include "engine/core/change.h"
#include "engine/core/position.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::connectors {

/// A field of one side under that side's own API name, with its canonical text: trimmed, decimals as written, booleans
/// "true" and "false", dates 2026-11-23, instants 2026-11-23T10:15:30.000Z, choices as their API value, several choices
/// joined by ";" in order of the text. Blank: none.
struct SideField {
    std::string name;
    std::optional<std::string> text;

    bool operator==(const SideField&) const = default;
};

/// One change of one record, as its side told it.
struct SourceChange {
    core::Identity identity{};
    std::string object;  ///< the side's own name: "Contact", "contacts"
    std::string id;
    core::Action action = core::Action::Update;
    core::SourceTime time;
    core::Writer writer;                  ///< WriterKind::Us when the source names us
    bool writerKnown = false;             ///< the source says who wrote
    std::vector<SideField> fields;        ///< those it names; of what it does not name nothing is known
    std::vector<std::string> mergedFrom;  ///< Action::Merge: records that went into this one
    std::string transaction;              ///< the side's name for what was done in one step; may be empty
    std::string raw;                      ///< the event as it came, JSON

    bool operator==(const SourceChange&) const = default;
};

/// What a source gave at once, and where it goes on from when this is durable.
struct Captured {
    std::vector<SourceChange> changes;
    core::Position position;
    base::WallTime receivedAt;              ///< when the last byte was here
    base::MonotonicTime receivedMonotonic;  ///< the same moment, for measuring our own share of the latency
};

/// Changes may have been missed: a gap event, a position that the source no longer knows, a stream that was reset.
struct MissedChanges {
    std::string reason;
    std::vector<core::RecordKey> records;    ///< with the side's own object names; empty: any
    std::optional<core::Position> position;  ///< where the stream goes on, when it was restarted
};

}  // namespace syncline::connectors
