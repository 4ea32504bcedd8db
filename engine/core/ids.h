#pragma once

#include "engine/base/ids.h"
#include "engine/core/side.h"

#include <array>
#include <cstdint>
#include <string>

namespace syncline::core {

/// An entry's number in the journal: strictly increasing by one from 1. 0: none.
using Seq = base::Id<struct SeqTag, std::int64_t>;

/// The thing in the world that one or two linked records stand for: the sequence of the first entry that concerned it.
/// 0: none.
using EntityId = base::Id<struct EntityTag, std::int64_t>;

[[nodiscard]] constexpr Seq next(Seq seq) {
    return Seq(seq.value() + 1);
}

/// One object on one side.
struct RecordKey {
    Side side = Side::Salesforce;
    std::string object;  ///< the mapping's name: "contact", "company"
    std::string id;      ///< the side's own: Salesforce's 18 characters, HubSpot's digits

    auto operator<=>(const RecordKey&) const = default;
};

/// The first 128 bits of the SHA-256 of what makes a change the same change, however often and by whatever way it is
/// delivered (semantics, section 2).
using Identity = std::array<std::uint8_t, 16>;

/// A version's name within its cell: the sequence of the entry that made it, and the side that it came from. A baseline
/// makes one version on each side; a person's own value counts as of the side Salesforce.
struct VersionId {
    Seq seq;
    Side side = Side::Salesforce;

    auto operator<=>(const VersionId&) const = default;
};

}  // namespace syncline::core
