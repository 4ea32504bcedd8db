#pragma once

#include "engine/runtime/command.h"
#include "engine/runtime/query/query.h"
#include "engine/runtime/snapshot.h"

#include <type_traits>
#include <variant>

/// The facade's values by the names that views use: what may be asked, answered, commanded and looked at.
namespace syncline::ui {

using runtime::Answer;
using runtime::ChangeRules;
using runtime::Command;
using runtime::CommandReply;
using runtime::ConflictAt;
using runtime::ConflictRow;
using runtime::ConsumerRow;
using runtime::Consumers;
using runtime::ConsumerTable;
using runtime::DuePreview;
using runtime::DueReview;
using runtime::DueValue;
using runtime::EntriesFrom;
using runtime::EntryAt;
using runtime::EntryDetail;
using runtime::EntryRow;
using runtime::EntryRows;
using runtime::FieldEvent;
using runtime::FieldStatistics;
using runtime::FieldStory;
using runtime::FoundTroubles;
using runtime::MappedField;
using runtime::Matches;
using runtime::MatchingEntries;
using runtime::OpenConflicts;
using runtime::Query;
using runtime::RecordAt;
using runtime::RecordHistory;
using runtime::RecordHit;
using runtime::RecordSearch;
using runtime::RecordState;
using runtime::ResolveConflict;
using runtime::ResolvedConflicts;
using runtime::RewindConsumer;
using runtime::RewindPreview;
using runtime::RewindReview;
using runtime::RuleDifference;
using runtime::RuledObject;
using runtime::RuleEffect;
using runtime::RulePreview;
using runtime::Rules;
using runtime::RuleTable;
using runtime::SeqAtTime;
using runtime::SetMode;
using runtime::SideSnapshot;
using runtime::Snapshot;
using runtime::TotalCounts;
using runtime::Totals;
using runtime::Trouble;
using runtime::TroubleAt;
using runtime::Troubles;
using runtime::TryNow;
using runtime::Undoing;
using runtime::UndoneResolution;
using runtime::UndoResolution;
using runtime::Unreadable;
using runtime::VerifiedJournal;
using runtime::VerifiedSoFar;
using runtime::VerifyJournal;
using runtime::VerifyProgress;

/// The place of T among a variant's alternatives.
template <typename T, typename Variant>
struct IndexIn;
template <typename T, typename... Rest>
struct IndexIn<T, std::variant<T, Rest...>> : std::integral_constant<std::size_t, 0> {};
template <typename T, typename First, typename... Rest>
struct IndexIn<T, std::variant<First, Rest...>>
    : std::integral_constant<std::size_t, 1 + IndexIn<T, std::variant<Rest...>>::value> {};

/// What a query of the type Q is answered with.
template <typename Q>
using AnswerOf = std::variant_alternative_t<IndexIn<Q, Query>::value, Answer>;

}  // namespace syncline::ui
