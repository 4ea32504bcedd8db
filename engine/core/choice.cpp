#include "engine/core/choice.h"

#include <algorithm>

namespace syncline::core {

namespace {

using std::chrono::milliseconds;
using Winner = Verdict::Winner;

bool isPoint(const SourceTime& time) {
    return time.from == time.last;
}

Reason whyUnclear(const SourceTime& a, const SourceTime& b, milliseconds tolerance) {
    if (a.from == kBeginningOfTime || b.from == kBeginningOfTime)
        return Reason::UnknownTime;
    if (isPoint(a) && isPoint(b))
        return a.from == b.from ? Reason::EqualTimes : Reason::PhotoFinish;
    // The finest clocks might have told: the moments may lie as far apart as this.
    const milliseconds widest = std::max(b.last - a.from, a.last - b.from);
    return widest > tolerance ? Reason::CoarseClock : Reason::PhotoFinish;
}

}  // namespace

Verdict::Winner winnerOf(TieBreak tieBreak, Side arrivedOn) {
    if (tieBreak == TieBreak::Review)
        return Winner::Nobody;
    const Side preferred = tieBreak == TieBreak::Salesforce ? Side::Salesforce : Side::HubSpot;
    return preferred == arrivedOn ? Winner::Arrived : Winner::Standing;
}

Verdict compareTimes(const SourceTime& standing, const SourceTime& arrived, milliseconds tolerance) {
    // A time without an end says nothing at all.
    if (standing.last == kBeginningOfTime || arrived.last == kBeginningOfTime)
        return {.reason = Reason::UnknownTime};
    const milliseconds arrivedAfter = arrived.from - standing.last;
    const milliseconds standingAfter = standing.from - arrived.last;
    if (arrivedAfter > tolerance)
        return {.winner = Winner::Arrived, .reason = Reason::Later, .margin = arrivedAfter, .tolerance = tolerance};
    if (standingAfter > tolerance)
        return {.winner = Winner::Standing, .reason = Reason::Later, .margin = standingAfter, .tolerance = tolerance};
    const Reason reason = whyUnclear(standing, arrived, tolerance);
    if (reason == Reason::UnknownTime)
        return {.reason = reason};
    const milliseconds margin = std::max({arrivedAfter, standingAfter, milliseconds(0)});
    return {.reason = reason, .margin = margin, .tolerance = tolerance};
}

Verdict choose(const Choice& choice, const Version& standing, const Version& arrived) {
    // What a person has settled is not undone by a rule, and neither is the change dropped that nobody had seen then.
    if (standing.writer.kind == WriterKind::Operator)
        return {};
    if (choice.kind == ChoiceKind::Review)
        return {.reason = Reason::RuleReview};
    // Both came from one side: its own order tells, which is better than any time.
    if (standing.id.side == arrived.id.side)
        return {.winner = Winner::Arrived, .reason = Reason::Later};
    Verdict verdict = compareTimes(standing.time, arrived.time, choice.tolerance);
    if (verdict.winner == Winner::Nobody) {
        verdict.tieBreak = choice.tieBreak;
        verdict.winner = winnerOf(choice.tieBreak, arrived.id.side);
    }
    return verdict;
}

}  // namespace syncline::core
