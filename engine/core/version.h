#pragma once

#include "engine/base/clock.h"
#include "engine/core/ids.h"

#include <optional>
#include <string>

namespace syncline::core {

/// A value as one side writes it, and the key by which the mapping compares it: two values of one field are the same
/// when their keys are equal. Blank (null, "", white space) has neither text nor key; any other value has both.
struct Value {
    std::optional<std::string> text = {};  ///< canonical, in UTF-8
    std::string key = {};

    [[nodiscard]] bool isBlank() const { return !text.has_value(); }
    bool operator==(const Value&) const = default;
};

/// True when writing `a` where `b` is would change nothing.
[[nodiscard]] inline bool same(const Value& a, const Value& b) {
    return a.key == b.key;
}

/// When something happened, as finely as its source says: at the earliest `from`, at the latest `last`, both included.
/// HubSpot's milliseconds are points; a whole second of Salesforce's is [t, t + 999 ms]; what is only known to be older
/// than a moment begins at the beginning of time.
struct SourceTime {
    base::WallTime from = {};
    base::WallTime last = {};
    bool clocksDisagree = false;  ///< it was received before it can have happened: the clocks differ; left whole
    bool fromFuture = false;      ///< it lay behind the receipt, where it was capped

    bool operator==(const SourceTime&) const = default;
};

inline constexpr base::WallTime kBeginningOfTime{};

/// False when the source gave no usable time, or a read found the value: then only the latest that it may be is known.
/// Such a time is later than nothing.
[[nodiscard]] inline bool hasMoment(const SourceTime& time) {
    return time.from != kBeginningOfTime;
}

enum class WriterKind : std::uint8_t {
    Unknown,      ///< the source does not say, or a read found it
    Person,       ///< somebody in the CRM's window or by an import
    Integration,  ///< another program by the API
    Automation,   ///< a flow, workflow or trigger of the CRM
    Us,           ///< this workspace
    Operator,     ///< a person through Syncline
};

[[nodiscard]] std::string_view name(WriterKind kind);

struct Writer {
    WriterKind kind = WriterKind::Unknown;
    std::string id = {};  ///< user id, app id or client name, as the source has it; may be empty

    bool operator==(const Writer&) const = default;
};

/// An accepted or recorded value of a cell with where it came from.
struct Version {
    VersionId id = {};
    /// As each side writes it; the side it came from is exact, the other translated or echoed.
    PerSide<Value> value = {};
    SourceTime time = {};
    Writer writer = {};
    bool byRead = false;  ///< learnt by reading: the side's stream may still tell of older ones

    bool operator==(const Version&) const = default;
};

}  // namespace syncline::core
