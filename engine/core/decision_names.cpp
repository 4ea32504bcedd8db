#include "engine/core/decision.h"
#include "engine/core/entity.h"

namespace syncline::core {

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::Unmapped:
            return "unmapped";
        case Outcome::Echo:
            return "echo";
        case Outcome::Superseded:
            return "superseded";
        case Outcome::NoChange:
            return "noChange";
        case Outcome::Candidate:
            return "candidate";
        case Outcome::Refused:
            return "refused";
        case Outcome::Applied:
            return "applied";
        case Outcome::Converged:
            return "converged";
        case Outcome::Won:
            return "won";
        case Outcome::Lost:
            return "lost";
        case Outcome::Conflicted:
            return "conflicted";
        case Outcome::Baseline:
            return "baseline";
        case Outcome::Settled:
            return "settled";
        case Outcome::Landed:
            return "landed";
        case Outcome::NotLanded:
            return "notLanded";
        case Outcome::Deleted:
            return "deleted";
        case Outcome::Unlinked:
            return "unlinked";
    }
    return "unknown";
}

const std::vector<Outcome>& allOutcomes() {
    static const std::vector<Outcome> all{Outcome::Unmapped,  Outcome::Echo,    Outcome::Superseded, Outcome::NoChange,
                                          Outcome::Candidate, Outcome::Refused, Outcome::Applied,    Outcome::Converged,
                                          Outcome::Won,       Outcome::Lost,    Outcome::Conflicted, Outcome::Baseline,
                                          Outcome::Settled,   Outcome::Landed,  Outcome::NotLanded,  Outcome::Deleted,
                                          Outcome::Unlinked};
    return all;
}

std::optional<Outcome> outcomeNamed(std::string_view text) {
    for (const Outcome outcome : allOutcomes()) {
        if (text == name(outcome))
            return outcome;
    }
    return std::nullopt;
}

std::string_view name(Reason reason) {
    switch (reason) {
        case Reason::None:
            return "none";
        case Reason::Later:
            return "later";
        case Reason::PhotoFinish:
            return "photoFinish";
        case Reason::CoarseClock:
            return "coarseClock";
        case Reason::EqualTimes:
            return "equalTimes";
        case Reason::UnknownTime:
            return "unknownTime";
        case Reason::RuleReview:
            return "ruleReview";
        case Reason::Owner:
            return "owner";
        case Reason::AutomationAfterUs:
            return "automationAfterUs";
    }
    return "unknown";
}

std::string_view name(ConflictType type) {
    switch (type) {
        case ConflictType::ConcurrentUpdate:
            return "concurrentUpdate";
        case ConflictType::RefusedChange:
            return "refusedChange";
        case ConflictType::FirstComparison:
            return "firstComparison";
    }
    return "unknown";
}

std::string_view name(ApartReason reason) {
    switch (reason) {
        case ApartReason::RefusedKept:
            return "refusedKept";
        case ApartReason::RejectedByApi:
            return "rejectedByApi";
    }
    return "unknown";
}

std::string_view name(LinkOrigin origin) {
    switch (origin) {
        case LinkOrigin::StoredId:
            return "storedId";
        case LinkOrigin::MatchKey:
            return "matchKey";
        case LinkOrigin::Created:
            return "created";
        case LinkOrigin::Operator:
            return "operator";
    }
    return "unknown";
}

}  // namespace syncline::core
