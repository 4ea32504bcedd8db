#include "engine/runtime/query/trouble_queries.h"

#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace syncline::runtime {
namespace {

using core::EntryKind;

constexpr std::int64_t kPage = 2000;
constexpr std::array kKinds{EntryKind::ConflictOpened, EntryKind::WriteFailed, EntryKind::GapDetected,
                            EntryKind::ConnectorStateChanged};

/// Of the state of a connector only its content says whether it is one.
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
    TRY_ASSIGN(const core::Entry entry, context.journal.readEntry(at.seq));
    const auto* const state = std::get_if<core::ConnectorStateChanged>(&entry.body);
    const bool isLost = state != nullptr && state->phase == core::ConnectorPhase::Disconnected;
    return isLost ? std::optional(Trouble::Disconnect) : std::nullopt;
}

}  // namespace

base::Result<FoundTroubles> answer(QueryContext& context, const Troubles& query) {
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    FoundTroubles found;
    found.through = std::min(query.to, head);
    const std::int64_t look = std::max<std::int64_t>(1, static_cast<std::int64_t>(query.look));
    found.from = std::max({query.from, core::Seq(1), core::Seq(found.through.value() - look + 1)});
    for (std::int64_t from = found.from.value(); from <= found.through.value(); from += kPage) {
        TRY(context.goOn());
        const core::Seq to = std::min(found.through, core::Seq(from + kPage - 1));
        TRY_ASSIGN(const auto page, context.journal.readKinds(core::Seq(from), to, kKinds));
        for (const journal::Reader::KindAt& at : page) {
            TRY_ASSIGN(const std::optional<Trouble> trouble, troubleOf(context, at));
            if (trouble)
                found.troubles.push_back({at.seq, *trouble});
        }
    }
    return found;
}

}  // namespace syncline::runtime
