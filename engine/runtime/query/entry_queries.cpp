#include "engine/base/try.h"
#include "engine/delivery/entry_json.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/readable_page.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace syncline::runtime {
namespace {

/// So many entries behind one that cannot be read are looked at for a time.
constexpr std::size_t kNeighbours = 64;

/// The first of the entries from `from` on and below `behind` that can be read; none: there is none near it.
base::Result<std::optional<core::Entry>> firstReadable(QueryContext& context, core::Seq from, core::Seq behind) {
    base::Result<core::Entry> entry = context.journal.readEntry(from);
    if (entry)
        return std::optional(*std::move(entry));
    if (!isOfTheData(entry.error()))
        return entry.error();
    TRY_ASSIGN(ReadablePage page, readReadable(context, core::next(from), core::Seq(behind.value() - 1), kNeighbours));
    if (page.entries.empty())
        return std::optional<core::Entry>();
    return std::optional(std::move(page.entries.front()));
}

}  // namespace

base::Result<EntryRows> answer(QueryContext& context, const EntriesFrom& query) {
    EntryRows found;
    TRY_ASSIGN(found.head, context.journal.readHead());
    TRY_ASSIGN(ReadablePage page, readReadable(context, std::max(query.from, core::Seq(1)), found.head, query.count));
    for (const ReadablePage::Gap& gap : page.gaps)
        add(found.unreadable, gap);
    if (query.withJson) {
        found.json.reserve(page.entries.size());
        for (const core::Entry& entry : page.entries)
            found.json.push_back(delivery::entryJson(entry));
    }
    TRY_ASSIGN(found.rows, rowsOf(context, std::move(page.entries)));
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
        TRY(context.goOn());
        TRY_ASSIGN(const std::optional<core::Entry> entry,
                   firstReadable(context, core::Seq(middle), core::Seq(behind)));
        // What cannot be read counts as later: a rewind rather begins too early.
        if (entry && entry->captureTime < query.time)
            low = entry->seq.value() + 1;
        else
            behind = middle;
    }
    return core::Seq(low);
}

}  // namespace syncline::runtime
