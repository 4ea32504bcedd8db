#pragma once

#include "engine/core/entry.h"

#include <optional>
#include <string_view>
#include <vector>

namespace syncline::core {

/// One thing under one or two names: a value as either side writes it, a writer's kind and id.
struct Names {
    std::string_view one;
    std::optional<std::string_view> other = {};
};

/// What an entry says of one of its fields. Views into the entry.
struct FieldFacts {
    std::string_view field;
    std::vector<Names> values;  ///< a blank is ""
    std::optional<Outcome> outcome;
    std::optional<Reason> reason;
};

/// What a filter asks of an entry, kind by kind. All views point into the entry.
[[nodiscard]] std::vector<FieldFacts> fieldFactsOf(const Entry& entry);
/// By kind, and as the sources call them.
[[nodiscard]] std::vector<Names> writersOf(const Entry& entry);
/// Ids of the records that the entry itself names.
[[nodiscard]] std::vector<std::string_view> recordIdsOf(const Entry& entry);
/// Objects that the entry itself names.
[[nodiscard]] std::vector<std::string_view> objectsOf(const Entry& entry);
/// The conflict that the entry opens, updates or resolves.
[[nodiscard]] std::optional<Seq> conflictOf(const Entry& entry);

}  // namespace syncline::core
