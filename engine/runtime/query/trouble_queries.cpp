#include "engine/runtime/query/trouble_queries.h"

#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/readable_page.h"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <utility>

namespace syncline::runtime {
namespace {

using core::EntryKind;

constexpr std::int64_t kPage = 2000;
/// So many failing reads are halved. To find one damaged entry in a page takes eleven.
constexpr int kMostHalved = 64;
constexpr std::array kKinds{EntryKind::ConflictOpened, EntryKind::WriteFailed, EntryKind::GapDetected,
                            EntryKind::ConnectorStateChanged};

/// Of the state of a connector only its content says whether it is one; where that cannot be read it is taken for none.
base::Result<std::optional<Trouble>> troubleOf(QueryContext& context, const journal::Reader::KindAt& at) {
    switch (at.kind) {
        case EntryKind::ConflictOpened:
            return std::optional(Trouble::Conflict);
        case EntryKind::WriteFailed:
            return std::optional(Trouble::FailedWrite);
        case EntryKind::GapDetected:
            // One with a cause names more records of a gap that is told already, or asks for a read.
            return at.cause == core::Seq() ? std::optional(Trouble::Gap) : std::nullopt;
        default:
            break;
    }
    const base::Result<core::Entry> entry = context.journal.readEntry(at.seq);
    if (!entry && isOfTheData(entry.error()))
        return std::optional<Trouble>();
    if (!entry)
        return entry.error();
    const auto* const state = std::get_if<core::ConnectorStateChanged>(&entry->body);
    const bool isLost = state != nullptr && state->phase == core::ConnectorPhase::Disconnected;
    return isLost ? std::optional(Trouble::Disconnect) : std::nullopt;
}

struct Span {
    core::Seq first;
    core::Seq last;
};

/// In pages: a query is asked between two of them whether it is wanted still.
std::deque<Span> pagesOf(core::Seq from, core::Seq through) {
    std::deque<Span> pages;
    for (std::int64_t first = from.value(); first <= through.value(); first += kPage)
        pages.push_back({core::Seq(first), std::min(through, core::Seq(first + kPage - 1))});
    return pages;
}

/// The two halves are read behind what is open, so that where much is damaged the large spans come first.
void split(const Span& span, std::deque<Span>& open) {
    const core::Seq middle(span.first.value() + (span.last.value() - span.first.value()) / 2);
    open.push_back({span.first, middle});
    open.push_back({core::next(middle), span.last});
}

}  // namespace

base::Result<FoundTroubles> answer(QueryContext& context, const Troubles& query) {
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    FoundTroubles found;
    found.through = std::min(query.to, head);
    const std::int64_t look = std::max<std::int64_t>(1, static_cast<std::int64_t>(query.look));
    found.from = std::max({query.from, core::Seq(1), core::Seq(found.through.value() - look + 1)});
    std::deque<Span> open = pagesOf(found.from, found.through);
    int halved = 0;
    while (!open.empty()) {
        TRY(context.goOn());
        const Span span = open.front();
        open.pop_front();
        const auto page = context.journal.readKinds(span.first, span.last, kKinds);
        if (!page && !isOfTheData(page.error()))
            return page.error();
        if (!page) {
            // What is left out in the end is damaged: the rest of the journal is not kept from anybody for it.
            if (span.first != span.last && halved++ < kMostHalved)
                split(span, open);
            continue;
        }
        for (const journal::Reader::KindAt& at : *page) {
            TRY_ASSIGN(const std::optional<Trouble> trouble, troubleOf(context, at));
            if (trouble)
                found.troubles.push_back({at.seq, *trouble});
        }
    }
    std::sort(found.troubles.begin(), found.troubles.end(),
              [](const TroubleAt& one, const TroubleAt& other) { return one.seq < other.seq; });
    return found;
}

}  // namespace syncline::runtime
