#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/runtime/query/answers.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

base::Result<base::WallTime> capturedAt(QueryContext& context, core::Seq seq) {
    TRY_ASSIGN(const core::Entry entry, context.journal.readEntry(seq));
    return entry.captureTime;
}

/// 0 in an empty journal; not 1 when its first entries are not held any more.
base::Result<core::Seq> firstEntry(QueryContext& context, core::Seq head) {
    TRY_ASSIGN(const std::vector<core::Entry> first, context.journal.readPage(core::Seq(1), head, 1));
    return first.empty() ? core::Seq() : first.front().seq;
}

}  // namespace

base::Result<EntryRows> answer(QueryContext& context, const EntriesFrom& query) {
    EntryRows found;
    TRY_ASSIGN(found.head, context.journal.readHead());
    TRY_ASSIGN(std::vector<core::Entry> entries,
               context.journal.readPage(std::max(query.from, core::Seq(1)), found.head, query.count));
    if (query.withJson) {
        found.json.reserve(entries.size());
        for (const core::Entry& entry : entries)
            found.json.push_back(delivery::entryJson(entry));
    }
    TRY_ASSIGN(found.rows, rowsOf(context, std::move(entries)));
    return found;
}

base::Result<core::Seq> answer(QueryContext& context, const SeqAtTime& query) {
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    TRY_ASSIGN(const core::Seq first, firstEntry(context, head));
    if (first == core::Seq())
        return core::next(head);
    std::int64_t low = first.value();
    std::int64_t behind = head.value() + 1;
    while (low < behind) {
        const std::int64_t middle = low + (behind - low) / 2;
        TRY_ASSIGN(const base::WallTime captured, capturedAt(context, core::Seq(middle)));
        if (captured < query.time)
            low = middle + 1;
        else
            behind = middle;
    }
    return core::Seq(low);
}

}  // namespace syncline::runtime
