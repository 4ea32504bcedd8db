#include "engine/core/candidates.h"
#include "engine/core/choice.h"
#include "engine/core/decide.h"
#include "engine/core/judge.h"

#include <algorithm>

namespace syncline::core {

namespace {

Version readVersion(const Version& version) {
    Version read = version;
    read.byRead = true;
    return read;
}

/// The partner is yet to be made: it holds nothing, and takes all values along.
Judgement compareWithNothing(const BaselineField& field, Side side) {
    const Side missing = other(side);
    const Version& read = field.read[side];
    Judgement result;
    result.decision = {.field = field.field, .outcome = Outcome::Baseline, .version = read};
    CellChange& change = result.decision.change;
    change.standing = standingFrom(read);
    change.present[side] = readVersion(read);
    if (read.value[missing].isBlank())
        change.present[missing] = change.standing;
    else
        change.present[missing] = Version{.id = {.seq = read.id.seq, .side = missing}};
    return result;
}

/// Which of the two stands when both sides differ at their first comparison.
Verdict chooseFirst(const FieldRule& rule, const Version& salesforce, const Version& hubspot) {
    if (rule.admission.owner) {
        const bool isHubSpots = *rule.admission.owner == Side::HubSpot;
        return {.winner = isHubSpots ? Verdict::Winner::Arrived : Verdict::Winner::Standing, .reason = Reason::Owner};
    }
    Verdict verdict{.reason = Reason::UnknownTime};
    if (rule.choice.kind == ChoiceKind::LastWriterWins)
        verdict = compareTimes(salesforce.time, hubspot.time, rule.choice.tolerance);
    if (verdict.winner == Verdict::Winner::Nobody) {
        verdict.tieBreak = rule.firstComparison;
        verdict.winner = winnerOf(rule.firstComparison, Side::HubSpot);
    }
    return verdict;
}

Judgement compareFirst(const BaselineField& field, const FieldRule& rule) {
    const Version& salesforce = field.read.salesforce;
    const Version& hubspot = field.read.hubspot;
    Judgement result;
    result.decision = {.field = field.field, .outcome = Outcome::Baseline, .version = hubspot, .standing = salesforce};
    CellChange& change = result.decision.change;
    change.standing = standingFrom(salesforce);
    change.present = {readVersion(salesforce), readVersion(hubspot)};
    if (sameValues(salesforce, hubspot)) {
        // One version on both sides, each with its own spelling, time and writer.
        change.standing->value.hubspot = hubspot.value.hubspot;
        change.present.salesforce->value.hubspot = hubspot.value.hubspot;
        change.present.hubspot->value.salesforce = salesforce.value.salesforce;
        change.present.hubspot->id = salesforce.id;
        return result;
    }
    const Verdict verdict = chooseFirst(rule, salesforce, hubspot);
    result.decision.reason = verdict.reason;
    result.decision.margin = verdict.margin;
    result.decision.tolerance = verdict.tolerance;
    result.decision.tieBreak = verdict.tieBreak;
    if (verdict.winner == Verdict::Winner::Arrived)
        change.standing = standingFrom(hubspot);
    if (verdict.winner == Verdict::Winner::Nobody) {
        result.decision.outcome = Outcome::Conflicted;
        result.conflict = opened(field.field, ConflictType::FirstComparison, standingFrom(salesforce),
                                 standingFrom(hubspot), Side::HubSpot);
    }
    return result;
}

/// What the cell has become when the next side is judged.
void evolve(Cell& cell, Side side, const Judgement& judgement) {
    const CellChange& change = judgement.decision.change;
    if (change.present[side])
        cell.present[side] = change.present[side];
    std::optional<Version> standing = change.standing;
    if (judgement.conflict) {
        standing = judgement.conflict->standing;
        cell.conflict = Conflict{.type = judgement.conflict->type, .candidates = judgement.conflict->candidates};
        if (judgement.conflict->kind == ConflictChange::Kind::Resolved)
            cell.conflict.reset();
    }
    if (standing) {
        cell.standing = standing;
        cell.refusedOn = {};
    }
}

/// The cell was known before: each side that does not hold what it held has changed, nobody knows on what.
void compareAgain(Decision& decision, const Entity& entity, const BaselineField& field, const FieldRule& rule) {
    Cell cell = entity.cells.at(field.field);
    const std::optional<Version> stood = cell.standing;
    bool differs = false;
    for (const Side side : kSides) {
        const Version read = readVersion(field.read[side]);
        if (!entity.record[side] || same(read.value[side], cell.present[side]->value[side]))
            continue;
        differs = true;
        Judgement judgement = judge(cell, rule,
                                    {.field = field.field,
                                     .side = side,
                                     .kind = ChangeKind::Observed,
                                     .version = read,
                                     .writerKnown = read.writer.kind != WriterKind::Unknown});
        evolve(cell, side, judgement);
        add(decision, std::move(judgement));
    }
    if (!differs) {
        decision.fields.push_back({.field = field.field, .outcome = Outcome::Baseline, .standing = stood});
    }
}

}  // namespace

Decision decideBaseline(const Entity& entity, const std::vector<BaselineField>& read, const RuleSet& rules) {
    Decision decision;
    for (const BaselineField& field : read) {
        const FieldRule* rule = rules.find(entity.object, field.field);
        if (rule == nullptr)
            continue;
        const auto cell = entity.cells.find(field.field);
        if (cell != entity.cells.end() && isKnown(cell->second))
            compareAgain(decision, entity, field, *rule);
        else if (!entity.isLinked())
            add(decision, compareWithNothing(field, entity.record.hubspot ? Side::HubSpot : Side::Salesforce));
        else
            add(decision, compareFirst(field, *rule));
    }
    return decision;
}

}  // namespace syncline::core
