#include "engine/core/what_if.h"

#include "engine/core/candidates.h"
#include "engine/core/choice.h"

namespace syncline::core {

namespace {

Outcome outcomeOf(Verdict::Winner winner) {
    switch (winner) {
        case Verdict::Winner::Arrived:
            return Outcome::Won;
        case Verdict::Winner::Standing:
            return Outcome::Lost;
        case Verdict::Winner::Nobody:
            break;
    }
    return Outcome::Conflicted;
}

bool isJudgedByRule(const FieldDecision& decision) {
    switch (decision.outcome) {
        case Outcome::Refused:
        case Outcome::Applied:
        case Outcome::Won:
        case Outcome::Lost:
        case Outcome::Conflicted:
            break;
        default:
            return false;
    }
    // What one read found on both sides was compared for the first time, by another part of the rule.
    return decision.version && decision.standing && decision.version->id.seq != decision.standing->id.seq;
}

/// Row 9: applied, or refused though it was.
bool wasMadeOnStanding(const FieldDecision& decision) {
    return decision.outcome == Outcome::Applied || decision.change.refusedOn[decision.version->id.side];
}

/// The standing version is written over the change.
bool isTakenBack(Outcome outcome, bool isKeptApart) {
    return outcome == Outcome::Lost || (outcome == Outcome::Refused && !isKeptApart);
}

bool fallsAnotherWay(const FieldDecision& decision, Outcome would, const Admission& admission) {
    const bool wasTakenBack =
        isTakenBack(decision.outcome, decision.change.apart[decision.version->id.side].has_value());
    const bool wouldBeTakenBack = isTakenBack(would, admission.onRefused == OnRefused::Keep);
    return wasTakenBack != wouldBeTakenBack || (decision.outcome != would && !wasTakenBack);
}

}  // namespace

std::optional<Reconsidered> reconsider(const FieldDecision& decision, const FieldRule& rule) {
    if (!isJudgedByRule(decision))
        return std::nullopt;
    const Version& arrived = *decision.version;
    const Version& standing = *decision.standing;
    Reconsidered result;
    result.distance = compareTimes(standing.time, arrived.time, {}).margin;
    if (rule.admission.owner && *rule.admission.owner != arrived.id.side) {
        const bool isReviewed = rule.admission.onRefused == OnRefused::Review;
        result.outcome = isReviewed ? Outcome::Conflicted : Outcome::Refused;
        if (sameValues(arrived, standing))
            result.outcome = Outcome::Converged;
    } else if (wasMadeOnStanding(decision)) {
        result.outcome = Outcome::Applied;
    } else {
        const Verdict verdict = choose(rule.choice, standing, arrived);
        result.outcome = outcomeOf(verdict.winner);
        result.byTieBreak = verdict.tieBreak && verdict.winner != Verdict::Winner::Nobody;
    }
    result.differs = fallsAnotherWay(decision, result.outcome, rule.admission);
    return result;
}

bool wasConcurrent(const FieldDecision& decision) {
    const bool isChoice = decision.outcome == Outcome::Won || decision.outcome == Outcome::Lost
                          || (decision.outcome == Outcome::Conflicted && decision.reason != Reason::Owner);
    return isChoice && isJudgedByRule(decision);
}

bool wasTieBroken(const FieldDecision& decision) {
    return decision.tieBreak && (decision.outcome == Outcome::Won || decision.outcome == Outcome::Lost);
}

}  // namespace syncline::core
