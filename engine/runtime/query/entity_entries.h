#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/query_context.h"

#include <optional>
#include <vector>

namespace syncline::runtime {

/// What the projections do not tell yet is looked for in so many entries above their watermark; mostly there are none,
/// or a handful. Where they lie further behind, they are taken as they are.
inline constexpr std::size_t kMostUnprojected = 4000;

struct Unprojected {
    core::Seq watermark;
    core::Seq head;                    ///< of the journal; the watermark where it lies too far behind
    std::vector<core::Entry> entries;  ///< above the watermark through `head`, in order
};
[[nodiscard]] base::Result<Unprojected> readUnprojected(QueryContext& context);

/// The entries with these sequences, in the same order. One read each.
[[nodiscard]] base::Result<std::vector<core::Entry>> readEntries(QueryContext& context,
                                                                 const std::vector<core::Seq>& sequences);

/// The entries that concerned an entity (0: the workspace as a whole), newest first, below `before` (0: from the newest
/// on), at most `limit`.
[[nodiscard]] base::Result<std::vector<core::Entry>> readHistory(QueryContext& context, core::EntityId id,
                                                                 core::Seq before, std::size_t limit);

/// An entity at a moment.
struct EntityAt {
    core::Entity entity;
    core::Seq asOf;  ///< everything through this entry is in it
};
/// As it is now, or as it was behind the entry `at`. Folds no more than what concerned the entity. NotFound when there
/// is no such entity, or was none then.
[[nodiscard]] base::Result<EntityAt> readEntityAt(QueryContext& context, core::EntityId id,
                                                  std::optional<core::Seq> at);

}  // namespace syncline::runtime
