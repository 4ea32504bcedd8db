#include "engine/core/judge.h"

#include "engine/core/candidates.h"
#include "engine/core/choice.h"
#include "engine/core/echo.h"

#include <algorithm>

namespace syncline::core {

namespace {

bool isPoint(const SourceTime& time) {
    return time.from == time.last;
}

/// Row 5: the side was seen to hold something newer, by a read or by its property's history. A clock by itself drops
/// nothing, and least of all the one by which a change without a time was received.
bool isSuperseded(const Cell& cell, const Arrival& arrival) {
    const std::optional<Version>& present = cell.present[arrival.side];
    const SourceTime& time = arrival.version.time;
    if (arrival.kind != ChangeKind::Event || !present || !hasMoment(time))
        return false;
    if (present->byRead)
        return time.last < present->time.last;
    const bool isOwn = present->id.side == arrival.side && present->writer.kind != WriterKind::Us;
    return arrival.timeFromHistory && isOwn && isPoint(time) && isPoint(present->time)
           && time.last < present->time.last;
}

/// What the side was read to hold, told of by its own event: nothing moves, also while a write is out.
bool isWhatWasRead(const Cell& cell, const Arrival& arrival) {
    const std::optional<Version>& present = cell.present[arrival.side];
    const SourceTime& time = arrival.version.time;
    return arrival.kind == ChangeKind::Event && present && present->byRead && isPoint(time)
           && time.last == present->time.last
           && same(arrival.version.value[arrival.side], present->value[arrival.side]);
}

std::string whoTried(const Version& version) {
    const std::string kind(name(version.writer.kind));
    return version.writer.id.empty() ? kind : kind + " " + version.writer.id;
}

/// One field on its way down the table.
class Judge {
public:
    Judge(const Cell& cell, const FieldRule& rule, const Arrival& arrival)
        : m_cell(cell), m_rule(rule), m_arrival(arrival), m_side(arrival.side), m_version(arrival.version) {
        m_result.decision = {.field = arrival.field,
                             .version = arrival.version,
                             .base = cell.present[m_side],
                             .standing = cell.standing};
    }

    Judgement judge();

private:
    CellChange& change() { return m_result.decision.change; }
    const Value& value() const { return m_version.value[m_side]; }

    void end(Outcome outcome, Reason reason = Reason::None);
    void echo(const Out& write);
    void lateEcho(const Version& sent);
    bool isOvertaken(const Version& sent) const;
    void asChange(const Out* changedAfter);
    void join();
    void refuse();
    void converge();
    void concurrent();
    void openConflict(ConflictType type);
    void setStanding();

    bool isBaseKnown() const;
    bool isMadeOnStanding() const;
    bool isAdmitted() const { return !m_rule.admission.owner || *m_rule.admission.owner == m_side; }

    const Cell& m_cell;
    const FieldRule& m_rule;
    const Arrival& m_arrival;
    const Side m_side;
    Version m_version;
    Judgement m_result;
};

Judgement Judge::judge() {
    // A read waits for the writes that are out: what it has overtaken is no event of a later one.
    const bool isOlderThanRead =
        m_cell.present[m_side] && m_cell.present[m_side]->byRead && isSuperseded(m_cell, m_arrival);
    if (isOlderThanRead && !m_cell.out[m_side].empty()) {
        end(Outcome::Superseded);
        return m_result;
    }
    const Recognition recognition = recognise(m_cell, m_side, m_version, m_arrival.writerKnown);
    switch (recognition.kind) {
        case Recognition::Kind::Echo:
            echo(*recognition.write);
            return m_result;
        case Recognition::Kind::LateEcho:
            lateEcho(*recognition.sent);
            return m_result;
        case Recognition::Kind::ChangedInSameStep:
            asChange(recognition.write);
            return m_result;
        case Recognition::Kind::NotOurs:
            break;
    }
    const std::optional<Version>& present = m_cell.present[m_side];
    if (isSuperseded(m_cell, m_arrival))
        end(Outcome::Superseded);
    else if (isWhatWasRead(m_cell, m_arrival)
             || (present && m_cell.out[m_side].empty() && same(value(), present->value[m_side])))
        end(Outcome::NoChange);
    else
        asChange(nullptr);
    return m_result;
}

void Judge::end(Outcome outcome, Reason reason) {
    m_result.decision.outcome = outcome;
    m_result.decision.reason = reason;
}

void Judge::echo(const Out& write) {
    const FieldDecision was = m_result.decision;
    m_result = landed(m_cell, m_arrival.field, m_side, write.version, value());
    m_result.decision.version = was.version;
    m_result.decision.write = write.write;
    change().closedThrough[m_side] = write.write;
    end(Outcome::Echo);
}

void Judge::lateEcho(const Version& sent) {
    const FieldDecision was = m_result.decision;
    if (!isOvertaken(sent) && !isSuperseded(m_cell, m_arrival))
        m_result = landed(m_cell, m_arrival.field, m_side, sent, value());
    m_result.decision.version = was.version;
    end(Outcome::Echo);
}

/// A newer write of ours was closed without an event, and is what the side was taken to hold. A read knows better.
bool Judge::isOvertaken(const Version& sent) const {
    const std::optional<Version>& present = m_cell.present[m_side];
    if (m_arrival.kind == ChangeKind::Observed || !present || present->id.side == m_side)
        return false;
    const std::vector<Version>& all = m_cell.sent[m_side];
    const auto found = std::find_if(all.begin(), all.end(), [&](const Version& one) { return one.id == sent.id; });
    return std::any_of(found, all.end(),
                       [&](const Version& one) { return one.id != sent.id && one.id == present->id; });
}

/// From row 7 on. `changedAfter`: the write of ours on which an automation made the change, in the same step.
void Judge::asChange(const Out* changedAfter) {
    // The id is ours as well, and not that of the automation.
    if (m_version.writer.kind == WriterKind::Us)
        m_version.writer = {.kind = WriterKind::Automation, .id = {}};
    FieldDecision& decision = m_result.decision;
    decision.version = m_version;
    if (changedAfter != nullptr) {
        decision.base = changedAfter->version;
        decision.write = changedAfter->write;
        change().closedThrough[m_side] = changedAfter->write;
    }
    change().present[m_side] = m_version;

    if (m_cell.conflict) {
        join();
        return;
    }
    const bool isSameAsStanding = m_cell.standing && sameValues(m_version, *m_cell.standing);
    if (m_cell.standing && !isAdmitted() && !isSameAsStanding) {
        refuse();
    } else if (!m_cell.standing || (isAdmitted() && isMadeOnStanding())) {
        setStanding();
        end(Outcome::Applied, changedAfter != nullptr ? Reason::AutomationAfterUs : Reason::None);
    } else if (isSameAsStanding) {
        converge();
    } else {
        concurrent();
    }
}

void Judge::join() {
    Conflict conflict = *m_cell.conflict;
    const std::optional<Version>& base = m_result.decision.base;
    if (m_result.decision.write && base)
        markOverwritten(conflict.candidates, m_side, *base);
    m_result.conflict = joined(m_arrival.field, conflict, base ? &*base : nullptr, standingFrom(m_version), m_side);
    end(Outcome::Candidate);
}

void Judge::refuse() {
    if (isMadeOnStanding())
        change().refusedOn[m_side] = m_cell.standing->id;
    end(Outcome::Refused, Reason::Owner);
    switch (m_rule.admission.onRefused) {
        case OnRefused::Revert:
            return;
        case OnRefused::Keep:
            change().apart[m_side] =
                Apart{.reason = ApartReason::RefusedKept, .cause = m_version.id.seq, .text = whoTried(m_version)};
            return;
        case OnRefused::Review:
            openConflict(ConflictType::RefusedChange);
            end(Outcome::Conflicted, Reason::Owner);
            return;
    }
}

void Judge::converge() {
    Version held = m_version;
    held.value[other(m_side)] = m_cell.standing->value[other(m_side)];
    // While a write is out the version keeps its own name, which tells that it came after the write was sent.
    if (m_cell.out[m_side].empty())
        held.id = m_cell.standing->id;
    change().present[m_side] = held;
    end(Outcome::Converged);
}

void Judge::concurrent() {
    const Verdict verdict = choose(m_rule.choice, *m_cell.standing, m_version);
    FieldDecision& decision = m_result.decision;
    decision.margin = verdict.margin;
    decision.tolerance = verdict.tolerance;
    decision.tieBreak = verdict.tieBreak;
    switch (verdict.winner) {
        case Verdict::Winner::Arrived:
            setStanding();
            end(Outcome::Won, verdict.reason);
            return;
        case Verdict::Winner::Standing:
            end(Outcome::Lost, verdict.reason);
            return;
        case Verdict::Winner::Nobody:
            openConflict(ConflictType::ConcurrentUpdate);
            end(Outcome::Conflicted, verdict.reason);
            return;
    }
}

void Judge::openConflict(ConflictType type) {
    m_result.conflict = opened(m_arrival.field, type, *m_cell.standing, standingFrom(m_version), m_side);
}

void Judge::setStanding() {
    change().standing = standingFrom(m_version);
}

/// A gap may hide the event of a write that is out: it is not known on what the change was made then. Nor is it when
/// the change has no time and a read found what the side held: row 5 cannot tell which of the two is older.
bool Judge::isBaseKnown() const {
    const bool mayHideOurs = m_arrival.isAfterGap && !m_cell.out[m_side].empty();
    const std::optional<Version>& base = m_result.decision.base;
    const bool mayBeOlder = base && base->byRead && !hasMoment(m_version.time);
    return m_arrival.kind != ChangeKind::Observed && !mayHideOurs && !mayBeOlder;
}

/// Row 9. Whoever changed a value that was the same as what stands has seen what stands: it is not sent where it is,
/// so that the side may hold it under another version's name.
bool Judge::isMadeOnStanding() const {
    const std::optional<Version>& base = m_result.decision.base;
    if (!isBaseKnown() || !base || !m_cell.standing)
        return false;
    const Version& standing = *m_cell.standing;
    if (base->id == standing.id || same(base->value[m_side], standing.value[m_side]))
        return true;
    return base->id.side == m_side && m_cell.refusedOn[m_side] == standing.id;
}

}  // namespace

bool isKnown(const Cell& cell) {
    return cell.standing && cell.present.salesforce && cell.present.hubspot;
}

Version standingFrom(const Version& version) {
    Version standing = version;
    standing.byRead = false;
    return standing;
}

void add(Decision& decision, Judgement judgement) {
    decision.fields.push_back(std::move(judgement.decision));
    if (judgement.conflict)
        decision.conflicts.push_back(std::move(*judgement.conflict));
}

Judgement judge(const Cell& cell, const FieldRule& rule, const Arrival& arrival) {
    return Judge(cell, rule, arrival).judge();
}

Judgement landed(const Cell& cell, const std::string& field, Side side, const Version& written, const Value& value) {
    Judgement result;
    result.decision = {
        .field = field, .version = asHeld(written, side, value), .base = cell.present[side], .standing = cell.standing};
    result.decision.change.present[side] = result.decision.version;
    if (!cell.conflict)
        return result;
    std::vector<Candidate> candidates = cell.conflict->candidates;
    if (markOverwritten(candidates, side, written)) {
        result.conflict = ConflictChange{.kind = ConflictChange::Kind::Updated,
                                         .field = field,
                                         .type = cell.conflict->type,
                                         .candidates = std::move(candidates)};
    }
    return result;
}

}  // namespace syncline::core
