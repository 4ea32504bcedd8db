#pragma once

#include "engine/core/cell.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::runtime {

/// What is due to a side, for going live: how much, and the first of it.
struct DuePreview {
    core::PerSide<bool> sides{true, true};
    std::size_t examples = 50;
};
struct DueValue {
    core::EntityId entity;
    std::string title;
    std::string field;
    core::Side side = core::Side::Salesforce;  ///< written to
    std::optional<core::Value> now;
    core::Value after;

    bool operator==(const DueValue&) const = default;
};
struct DueReview {
    core::PerSide<std::size_t> cells{0, 0};
    core::PerSide<std::size_t> records{0, 0};
    std::vector<DueValue> examples;
};

/// Counts since the beginning, by the names of kinds and outcomes.
struct Totals {};
struct TotalCounts {
    std::map<std::string, std::int64_t> kinds;
    std::map<std::string, std::int64_t> outcomes;
    std::size_t openConflicts = 0;
};

}  // namespace syncline::runtime
