#pragma once

#include "engine/connectors/api/requests.h"
#include "engine/core/entity.h"
#include "engine/core/rules.h"
#include "engine/mapping/workspace.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace syncline::runtime {

/// What became of the cells of one field.
struct AuditCounts {
    std::size_t inStep = 0;
    std::size_t inConflict = 0;
    std::map<std::string, std::size_t> apart;  ///< by reason, one of a closed list
    std::size_t different = 0;

    [[nodiscard]] std::size_t compared() const;
    bool operator==(const AuditCounts&) const = default;
};

/// A cell that nothing explains.
struct AuditDifference {
    core::EntityId entity;
    std::string object;
    core::PerSide<std::string> record;
    std::string field;
    core::PerSide<core::Value> value;
    std::string journal;  ///< what the ledger says of it

    bool operator==(const AuditDifference&) const = default;
};

struct AuditReport {
    std::map<std::string, std::map<std::string, AuditCounts>> fields;  ///< by object, then by field
    std::vector<AuditDifference> differences;
    std::size_t entities = 0;

    [[nodiscard]] AuditCounts total() const;
    /// Nothing differs without a reason, and something was compared.
    [[nodiscard]] bool isGood() const { return differences.empty() && total().compared() > 0; }
};

/// Compares what both sides hold of a linked entity with each other and with the ledger (semantics, section 9): in
/// step; in conflict; apart with its reason; due, but held back by the observe mode (apart, "observe"); a record that
/// is not there (apart, "deleted"); else different. Where neither is there any more, nothing is compared. Pure.
void audit(const core::Entity& entity, const core::PerSide<connectors::RecordRead>& read,
           const mapping::ObjectMapping& object, const core::RuleSet& rules, AuditReport& report);

/// What differed now but not in the look before is on its way: apart, "moving".
void keepLasting(AuditReport& report, const std::vector<AuditDifference>& before);

}  // namespace syncline::runtime
