#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/entry_queries.h"
#include "engine/runtime/query/query_context.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace syncline::runtime {

/// A page of the journal of which some entries cannot be read: their bytes do not decode, or the file is damaged there.
struct ReadablePage {
    /// Neighbours.
    struct Gap {
        core::Seq first;
        core::Seq last;
        base::Error why;  ///< of one of them
    };
    std::vector<core::Entry> entries;
    std::vector<Gap> gaps;  ///< in the order of the entries

    [[nodiscard]] bool isEmpty() const { return entries.empty() && gaps.empty(); }
};

/// The failure is of what was to be read, Corrupt, Io or an entry's UnsupportedVersion: what lies beside it may be read
/// all the same.
[[nodiscard]] bool isOfTheData(const base::Error& error);

/// At most `limit` entries from `from` on upwards, none above `to`, which is not above the head. Where the read fails
/// it is halved until what cannot be read is alone; after a number of halvings what still fails is left out whole. Any
/// other failure is the answer's; Cancelled between two reads.
[[nodiscard]] base::Result<ReadablePage> readReadable(QueryContext& context, core::Seq from, core::Seq to,
                                                      std::size_t limit);
/// The same from `from` on downwards, none below `to`; `from` is not above the head.
[[nodiscard]] base::Result<ReadablePage> readReadableBackwards(QueryContext& context, core::Seq from, core::Seq to,
                                                               std::size_t limit);
/// The first entry that the journal holds, whether or not it can be read; 0 in an empty one, whose head is 0. Not 1
/// when the beginning is not held any more.
[[nodiscard]] base::Result<core::Seq> firstEntry(QueryContext& context, core::Seq head);

/// One more among those that an answer is without.
void add(std::optional<Unreadable>& all, const ReadablePage::Gap& gap);

}  // namespace syncline::runtime
