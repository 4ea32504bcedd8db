#pragma once

#include "engine/runtime/query/conflict_queries.h"
#include "engine/runtime/query/consumer_queries.h"
#include "engine/runtime/query/due_queries.h"
#include "engine/runtime/query/entry_queries.h"
#include "engine/runtime/query/record_queries.h"
#include "engine/runtime/query/rule_queries.h"
#include "engine/runtime/query/trouble_queries.h"
#include "engine/runtime/query/verify_query.h"

#include <string>
#include <variant>
#include <vector>

namespace syncline::runtime {

/// What the console may ask, each a value; answered by QueryPool.
using Query = std::variant<EntriesFrom, MatchingEntries, EntryAt, SeqAtTime, RecordSearch, RecordAt, FieldStory,
                           RecordHistory, OpenConflicts, ResolvedConflicts, ConflictAt, RuleTable, RulePreview,
                           ConsumerTable, RewindPreview, DuePreview, Totals, Troubles, VerifyJournal>;
/// In the order of Query's alternatives.
using Answer = std::variant<EntryRows, Matches, EntryDetail, core::Seq, std::vector<RecordHit>, RecordState,
                            std::vector<FieldEvent>, std::vector<EntryRow>, std::vector<ConflictRow>,
                            std::vector<ConflictRow>, ConflictRow, Rules, RuleEffect, Consumers, RewindReview,
                            DueReview, TotalCounts, FoundTroubles, VerifiedJournal>;

}  // namespace syncline::runtime
