#pragma once

#include "engine/runtime/query/entry_queries.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace syncline::runtime {

/// Everything about consumers that a snapshot does not say.
struct ConsumerTable {};
struct ConsumerRow {
    std::string name;
    std::string file;
    std::string filter;
    core::Seq committed;
    std::optional<base::WallTime> committedAt;  ///< capture time of the entry at its offset

    bool operator==(const ConsumerRow&) const = default;
};
struct Consumers {
    std::vector<ConsumerRow> rows;
    core::Seq head;
    core::Seq first;  ///< the journal's first entry
    std::optional<base::WallTime> firstAt;
    std::optional<base::WallTime> headAt;
    /// For a time line: at most 200, evenly over the journal but for what cannot be read.
    std::vector<std::pair<core::Seq, base::WallTime>> marks;
};

/// What a rewind would send again, or has sent: the entries behind the new offset up to the old one, and of these the
/// ones that the stream's filter takes. NotFound: there is no such stream. InvalidArgument: an offset lies outside the
/// journal.
struct RewindPreview {
    std::string consumer;
    core::Seq offset;                               ///< new
    std::optional<core::Seq> until = std::nullopt;  ///< the old offset; none: what the stream has committed by then
};
struct RewindReview {
    core::Seq from;  ///< the old offset: `until` where it was given
    core::Seq to;    ///< the new one
    std::int64_t entries = 0;
    std::int64_t matching = 0;
    std::int64_t records = 0;
    std::map<std::string, std::int64_t> kinds;
    std::optional<base::WallTime> fromAt;
    std::optional<base::WallTime> toAt;
    std::optional<Unreadable> unreadable = {};  ///< not among the counted; the stream stops before the first of them
};

}  // namespace syncline::runtime
