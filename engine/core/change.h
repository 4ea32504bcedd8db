#pragma once

#include "engine/core/version.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::core {

enum class ChangeKind : std::uint8_t {
    Event,     ///< the side told it
    Observed,  ///< a difference found by reading; what it was made on is unknown
};

enum class Action : std::uint8_t { Create, Update, Delete, Undelete, Merge };

[[nodiscard]] std::string_view name(ChangeKind kind);
[[nodiscard]] std::string_view name(Action action);

/// What became of one mapped field.
struct FieldChange {
    std::string field = {};     ///< canonical name
    PerSide<Value> value = {};  ///< as the side has it, and translated for the other
    /// From the property's history, where that was read: when this version was made and by whom. They take the place
    /// of the change's own.
    std::optional<SourceTime> time = {};
    std::optional<Writer> writer = {};

    bool operator==(const FieldChange&) const = default;
};

/// One change of one record on one side.
struct Change {
    Seq seq = {};  ///< of its ChangeCaptured entry
    Side side = Side::Salesforce;
    ChangeKind kind = ChangeKind::Event;
    Action action = Action::Update;
    SourceTime time = {};
    Writer writer = {};        ///< Us when the source names us
    bool writerKnown = false;  ///< the source says who wrote; otherwise only a history can
    std::vector<FieldChange> fields = {};

    bool operator==(const Change&) const = default;
};

}  // namespace syncline::core
