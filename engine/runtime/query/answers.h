#pragma once

#include "engine/runtime/query/query.h"
#include "engine/runtime/query/query_context.h"

#include <stop_token>
#include <vector>

namespace syncline::runtime {

/// One function for each of Query's alternatives. Each blocks on the disk, on the reader thread that owns the context.
/// Errors of all: those of the readers; Cancelled where the work is long. What an answer says of entities is as of the
/// projections' watermark.

[[nodiscard]] base::Result<EntryRows> answer(QueryContext& context, const EntriesFrom& query);
[[nodiscard]] base::Result<Matches> answer(QueryContext& context, const MatchingEntries& query);
/// NotFound when there is no such entry.
[[nodiscard]] base::Result<EntryDetail> answer(QueryContext& context, const EntryAt& query);
[[nodiscard]] base::Result<core::Seq> answer(QueryContext& context, const SeqAtTime& query);

[[nodiscard]] base::Result<std::vector<RecordHit>> answer(QueryContext& context, const RecordSearch& query);
/// NotFound when there is no such entity, or was none at that moment.
[[nodiscard]] base::Result<RecordState> answer(QueryContext& context, const RecordAt& query);
[[nodiscard]] base::Result<std::vector<FieldEvent>> answer(QueryContext& context, const FieldStory& query);
[[nodiscard]] base::Result<std::vector<EntryRow>> answer(QueryContext& context, const RecordHistory& query);

[[nodiscard]] base::Result<std::vector<ConflictRow>> answer(QueryContext& context, const OpenConflicts& query);
[[nodiscard]] base::Result<std::vector<ConflictRow>> answer(QueryContext& context, const ResolvedConflicts& query);
/// NotFound when the sequence is no conflict's.
[[nodiscard]] base::Result<ConflictRow> answer(QueryContext& context, const ConflictAt& query);

[[nodiscard]] base::Result<Rules> answer(QueryContext& context, const RuleTable& query);
/// NotFound when the field is not mapped.
[[nodiscard]] base::Result<RuleEffect> answer(QueryContext& context, const RulePreview& query);

[[nodiscard]] base::Result<Consumers> answer(QueryContext& context, const ConsumerTable& query);
/// NotFound when there is no such stream; InvalidArgument for an offset that the journal does not hold.
[[nodiscard]] base::Result<RewindReview> answer(QueryContext& context, const RewindPreview& query);

[[nodiscard]] base::Result<DueReview> answer(QueryContext& context, const DuePreview& query);
[[nodiscard]] base::Result<TotalCounts> answer(QueryContext& context, const Totals& query);
[[nodiscard]] base::Result<FoundTroubles> answer(QueryContext& context, const Troubles& query);

/// By connections of its own, since what keeps the others from opening is what it tells of.
[[nodiscard]] base::Result<VerifiedJournal> answer(const mapping::Workspace& workspace, const VerifyJournal& query,
                                                   const std::stop_token& stop);

}  // namespace syncline::runtime
