#pragma once

#include "engine/core/entity.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::journal {

/// What the projections say of one entity, and all that follows from it: a pure function of the entity, so that the
/// projector writes it, verify compares it, and both mean the same.
struct ProjectedEntity {
    std::string object;
    bool moving = false;
    bool linked = false;
    core::PerSide<core::Seq> dueSince;
    core::PerSide<std::int64_t> dueCells;
    std::map<core::Seq, std::string> conflicts;  ///< open ones, with their field
    std::vector<std::string> keys;               ///< by which a person may name it; in order, each once
    std::string bytes;                           ///< the entity as encoded

    bool operator==(const ProjectedEntity&) const = default;
};

[[nodiscard]] ProjectedEntity project(const core::Entity& entity);

/// A text as the index of match keys holds it: without case. Record ids are told apart by it as well (Salesforce's 18
/// characters are made for that).
[[nodiscard]] std::string matchKey(std::string_view text);

}  // namespace syncline::journal
