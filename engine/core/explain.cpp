#include "engine/core/decision.h"

#include <string>

namespace syncline::core {

namespace {

using std::chrono::milliseconds;

std::string display(Side side) {
    return side == Side::Salesforce ? "Salesforce" : "HubSpot";
}

std::string display(TieBreak tieBreak) {
    switch (tieBreak) {
        case TieBreak::Salesforce:
            return display(Side::Salesforce);
        case TieBreak::HubSpot:
            return display(Side::HubSpot);
        case TieBreak::Review:
            return "review";
    }
    return "unknown";
}

/// "150 ms", "12.3 s", "5 min", "3 h", "2 d": never more than it is.
std::string display(milliseconds duration) {
    const auto count = duration.count();
    constexpr std::int64_t kSecond = 1000;
    constexpr std::int64_t kMinute = 60 * kSecond;
    constexpr std::int64_t kHour = 60 * kMinute;
    if (count < 10 * kSecond)
        return std::to_string(count) + " ms";
    if (count < 2 * kMinute)
        return std::to_string(count / kSecond) + "." + std::to_string(count % kSecond / 100) + " s";
    if (count < 2 * kHour)
        return std::to_string(count / kMinute) + " min";
    if (count < 48 * kHour)
        return std::to_string(count / kHour) + " h";
    return std::to_string(count / (24 * kHour)) + " d";
}

std::string display(Outcome outcome) {
    if (outcome == Outcome::NoChange)
        return "no change";
    if (outcome == Outcome::NotLanded)
        return "not landed";
    return std::string(name(outcome));
}

std::string display(const std::optional<Seq>& write) {
    return write ? "our write " + std::to_string(write->value()) : "a write of ours";
}

/// The change's side, or the one that was written to.
Side sideOf(const FieldDecision& decision) {
    const CellChange& change = decision.change;
    if (change.closedThrough.hubspot || change.closedAlone.hubspot)
        return Side::HubSpot;
    if (change.closedThrough.salesforce || change.closedAlone.salesforce)
        return Side::Salesforce;
    return decision.version ? decision.version->id.side : Side::Salesforce;
}

std::string marginAgainstTolerance(const FieldDecision& decision, std::string_view sign) {
    std::string text = display(decision.margin.value_or(milliseconds(0)));
    text += sign;
    return text + display(decision.tolerance.value_or(milliseconds(0)));
}

bool isWide(const std::optional<Version>& version) {
    return version && version->time.from != version->time.last;
}

std::string whoseClockIsCoarse(const FieldDecision& decision) {
    if (isWide(decision.version) && isWide(decision.standing)
        && decision.version->id.side != decision.standing->id.side)
        return "both clocks are too coarse to tell";
    const std::optional<Version>& coarse = isWide(decision.version) ? decision.version : decision.standing;
    return display(coarse ? coarse->id.side : Side::Salesforce) + "'s clock is too coarse to tell";
}

std::string later(const FieldDecision& decision, bool isArrived) {
    if (!decision.version || !decision.standing)
        return "later";
    const Side arrived = decision.version->id.side;
    const Side standing = decision.standing->id.side;
    if (!decision.margin)
        return "later in " + display(arrived) + "'s own order";
    return "later by " + marginAgainstTolerance(decision, " > ") + " (" + display(isArrived ? arrived : standing)
           + " after " + display(isArrived ? standing : arrived) + ")";
}

/// Why concurrent versions were decided as they were.
std::string whyChosen(const FieldDecision& decision) {
    const std::string tieBreak = decision.tieBreak ? ", tie-break " + display(*decision.tieBreak) : "";
    switch (decision.reason) {
        case Reason::Later:
            return later(decision, decision.outcome == Outcome::Won);
        case Reason::PhotoFinish:
            return "photo finish (" + marginAgainstTolerance(decision, " ≤ ") + ")" + tieBreak;
        case Reason::CoarseClock:
            return "photo finish (" + marginAgainstTolerance(decision, " ≤ ") + "; " + whoseClockIsCoarse(decision)
                   + ")" + tieBreak;
        case Reason::EqualTimes:
            return "equal times" + tieBreak;
        case Reason::UnknownTime:
            return "one side's time is unknown" + tieBreak;
        case Reason::RuleReview:
            return "the rule leaves concurrent changes to a person";
        case Reason::Owner:
            return display(other(sideOf(decision)))
                   + " owns the field, and the rule leaves what it refuses to a person";
        case Reason::None:
            return "made without having seen what a person had resolved";
        case Reason::AutomationAfterUs:
            return "an automation changed what we wrote";
    }
    return "unknown";
}

std::string clockRemark(const std::optional<Version>& version) {
    if (!version)
        return {};
    const std::string side = display(version->id.side);
    if (version->time.clocksDisagree)
        return " The clocks disagree: " + side + "'s change was received before its time.";
    if (version->time.fromFuture)
        return " " + side + "'s time lay in the future and was cut at its receipt.";
    return {};
}

std::string clockRemarks(const FieldDecision& decision) {
    if (!decision.tolerance)
        return {};
    const std::string remarks = clockRemark(decision.version) + clockRemark(decision.standing);
    return remarks.empty() ? remarks : "." + remarks;
}

std::string refused(const FieldDecision& decision, const FieldRule& rule) {
    const std::string side = display(sideOf(decision));
    const std::string owner = display(other(sideOf(decision)));
    std::string text = owner + " owns the field; ";
    if (rule.admission.onRefused == OnRefused::Keep)
        text += side + " may keep its value, which does not cross";
    else
        text += side + " gets " + owner + "'s value back";
    const std::optional<Version>& version = decision.version;
    if (version && version->writer.kind != WriterKind::Unknown) {
        text += ". Tried by: " + std::string(name(version->writer.kind));
        text += version->writer.id.empty() ? "" : " " + version->writer.id;
    }
    return text;
}

std::string applied(const FieldDecision& decision) {
    if (decision.reason == Reason::AutomationAfterUs)
        return "an automation of " + display(sideOf(decision)) + " changed " + display(decision.write)
               + " in the same step";
    return "made on the value that stood, which it follows";
}

std::string firstComparison(const FieldDecision& decision) {
    switch (decision.reason) {
        case Reason::Owner:
            return "both sides differed, and the field's owner stands";
        case Reason::Later:
            return "both sides differed; "
                   + later(decision, decision.change.standing && decision.change.standing->id.side == Side::HubSpot);
        case Reason::None:
            return "both sides hold the same";
        default:
            break;
    }
    const std::string choice = decision.tieBreak ? display(*decision.tieBreak) : "review";
    return "both sides differ and their times do not tell, first comparison: " + choice;
}

std::string baseline(const FieldDecision& decision) {
    if (decision.change.standing && decision.standing)
        return firstComparison(decision);
    if (decision.change.standing)
        return "taken as it is; the partner is yet to be made";
    return decision.version ? "folded into the comparison of both sides" : "read again; both sides hold what they held";
}

std::string conflicted(const FieldDecision& decision) {
    const bool isFirst = !decision.base && decision.change.standing;
    return isFirst ? firstComparison(decision) : whyChosen(decision);
}

std::string because(const FieldDecision& decision, const FieldRule& rule) {
    const std::string side = display(sideOf(decision));
    switch (decision.outcome) {
        case Outcome::Unmapped:
            return "nothing is mapped to this field";
        case Outcome::Echo:
            return display(decision.write) + " came back";
        case Outcome::Superseded:
            return side + " was already seen to hold something newer";
        case Outcome::NoChange:
            return side + " held this value already";
        case Outcome::Candidate:
            return "it joined the open conflict";
        case Outcome::Refused:
            return refused(decision, rule);
        case Outcome::Applied:
            return applied(decision);
        case Outcome::Converged:
            return side + " came to the value that stands; nothing is sent";
        case Outcome::Won:
        case Outcome::Lost:
            return whyChosen(decision);
        case Outcome::Conflicted:
            return conflicted(decision);
        case Outcome::Baseline:
            return baseline(decision);
        case Outcome::Settled:
            return side + "'s stream has passed the answer to " + display(decision.write) + " and told of no change";
        case Outcome::Landed:
            return display(decision.write) + ", whose answer was lost, was found by reading";
        case Outcome::NotLanded:
            return display(decision.write) + " was not found by reading";
        case Outcome::Deleted:
            return "the record was deleted on one side; nothing crosses";
        case Outcome::Unlinked:
            return "the record has no partner";
    }
    return "unknown";
}

}  // namespace

std::string explain(const FieldDecision& decision, const FieldRule& rule) {
    return display(decision.outcome) + ": " + because(decision, rule) + clockRemarks(decision);
}

}  // namespace syncline::core
