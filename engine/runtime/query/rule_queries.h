#pragma once

#include "engine/runtime/query/record_queries.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace syncline::runtime {

/// The rules in force with what they did.
struct RuleTable {
    std::size_t look = 200'000;  ///< how many of the latest entries are counted
};
struct FieldStatistics {
    core::PerSide<std::int64_t> changes{0, 0};  ///< of others, captured on the side
    std::int64_t conflicts = 0;                 ///< opened
    std::int64_t photoFinishes = 0;             ///< decided by a tie-break

    bool operator==(const FieldStatistics&) const = default;
};
struct RuledObject {
    std::string name;
    core::PerSide<std::string> object;
    std::vector<MappedField> fields;
    std::map<std::string, FieldStatistics> statistics;  ///< by field
};
struct Rules {
    core::RuleSet rules;
    std::vector<RuledObject> objects;
    std::string who;  ///< wrote this version
    base::WallTime since;
    core::Seq countedFrom;  ///< statistics are of entries from here on
};

/// A rule asked again about what was decided in the latest `look` entries: concurrent changes, and those that an owner
/// refused or would refuse; decision by decision, not how the world would have gone on. Nothing is changed.
struct RulePreview {
    std::string object;
    std::string field;
    core::FieldRule rule;
    std::size_t look = 200'000;
};
struct RuleDifference {
    EntryRow row;  ///< the decision's
    core::FieldDecision decision;
    core::Outcome would = core::Outcome::Won;

    bool operator==(const RuleDifference&) const = default;
};
struct RuleEffect {
    std::size_t asked = 0;  ///< decisions
    std::size_t differ = 0;
    std::int64_t conflictsMore = 0;  ///< negative: fewer
    std::int64_t photoFinishesMore = 0;
    std::vector<RuleDifference> examples;             ///< the latest 50, newest first
    std::vector<std::chrono::milliseconds> distance;  ///< of the concurrent ones that had two times
};

}  // namespace syncline::runtime
