#include "engine/core/decide.h"

#include "engine/core/judge.h"

#include <algorithm>

namespace syncline::core {

namespace {

bool isTombstone(const Entity& entity) {
    return entity.deleted.salesforce || entity.deleted.hubspot;
}

const Cell* find(const Entity& entity, const std::string& field) {
    const auto found = entity.cells.find(field);
    return found == entity.cells.end() ? nullptr : &found->second;
}

Arrival arrivalOf(const Entity& entity, const Change& change, const FieldChange& field) {
    return {.field = field.field,
            .side = change.side,
            .kind = change.kind,
            .version = {.id = {.seq = change.seq, .side = change.side},
                        .value = field.value,
                        .time = field.time.value_or(change.time),
                        .writer = field.writer.value_or(change.writer),
                        .byRead = change.kind == ChangeKind::Observed},
            .writerKnown = change.writerKnown || field.writer,
            .timeFromHistory = field.time.has_value(),
            .isAfterGap = entity.stale[change.side]};
}

bool hasUnknownCell(const Entity& entity, const RuleSet& rules) {
    const auto ofObject = rules.fields.find(entity.object);
    if (ofObject == rules.fields.end())
        return false;
    for (const auto& [field, rule] : ofObject->second) {
        const Cell* cell = find(entity, field);
        if (cell == nullptr || !isKnown(*cell))
            return true;
    }
    return false;
}

/// Cells are decided one by one: that another field of the record is unknown does not keep this change waiting.
bool namesUnknownCell(const Entity& entity, const Change& change, const RuleSet& rules) {
    return std::any_of(change.fields.begin(), change.fields.end(), [&](const FieldChange& field) {
        const Cell* cell = find(entity, field.field);
        return rules.find(entity.object, field.field) != nullptr && (cell == nullptr || !isKnown(*cell));
    });
}

/// The source gave no usable time. Only HubSpot keeps what a property held, and when: of Salesforce's nothing more can
/// be learnt.
bool lacksTime(const Change& change) {
    return change.side == Side::HubSpot && !hasMoment(change.time);
}

/// Whether the outcome hangs on who wrote, and when, which the change does not say.
bool wantsHistory(const Cell& cell, const Change& change, const FieldChange& field) {
    const Side side = change.side;
    const Version& present = *cell.present[side];
    if (!cell.out[side].empty())
        return true;
    if (same(field.value[side], present.value[side]))
        return false;  // it moves nothing, whoever wrote it, and whenever
    return lacksTime(change) || present.id.side != side || present.id != cell.standing->id;
}

std::set<std::string> historyOf(const Entity& entity, const Change& change, const RuleSet& rules) {
    std::set<std::string> wanted;
    if (change.kind != ChangeKind::Event || (change.writerKnown && !lacksTime(change)))
        return wanted;
    for (const FieldChange& field : change.fields) {
        const Cell* cell = find(entity, field.field);
        const bool isAsked = !field.writer && rules.find(entity.object, field.field) != nullptr;
        if (isAsked && cell != nullptr && isKnown(*cell) && wantsHistory(*cell, change, field))
            wanted.insert(field.field);
    }
    return wanted;
}

Judgement withoutEffect(const Arrival& arrival, Outcome outcome) {
    Judgement result;
    result.decision = {.field = arrival.field, .outcome = outcome, .version = arrival.version};
    return result;
}

Judgement judgeField(const Entity& entity, const Arrival& arrival, const RuleSet& rules) {
    const FieldRule* rule = rules.find(entity.object, arrival.field);
    if (rule == nullptr)
        return withoutEffect(arrival, Outcome::Unmapped);
    if (isTombstone(entity))
        return withoutEffect(arrival, Outcome::Deleted);
    const Cell* cell = find(entity, arrival.field);
    if (!entity.isLinked() && (cell == nullptr || !isKnown(*cell)))
        return withoutEffect(arrival, Outcome::Unlinked);
    return judge(cell != nullptr ? *cell : Cell{}, *rule, arrival);
}

}  // namespace

Needs needsOf(const Entity& entity, const Change& change, const RuleSet& rules, bool historyTried) {
    if (isTombstone(entity))
        return {};
    Needs needs;
    const bool isUnknown = entity.isLinked() ? namesUnknownCell(entity, change, rules) : hasUnknownCell(entity, rules);
    if (!entity.isLinked())
        needs.link = isUnknown && !entity.creating;
    else
        needs.baseline = isUnknown || entity.stale.salesforce || entity.stale.hubspot;
    // A baseline of an unknown side answers what a history would have been asked for. That of a stale one may have to
    // wait for writes that are out, and the change does not wait along.
    if (!needs.link && !isUnknown && !historyTried)
        needs.history = historyOf(entity, change, rules);
    return needs;
}

Decision decide(const Entity& entity, const Change& change, const RuleSet& rules) {
    Decision decision;
    for (const FieldChange& field : change.fields) {
        add(decision, judgeField(entity, arrivalOf(entity, change, field), rules));
    }
    return decision;
}

Decision decideFolded(const Entity& entity, const Change& change, const RuleSet& rules) {
    Decision decision;
    for (const FieldChange& field : change.fields) {
        const bool isMapped = rules.find(entity.object, field.field) != nullptr;
        const Outcome outcome = isMapped ? Outcome::Baseline : Outcome::Unmapped;
        add(decision, withoutEffect(arrivalOf(entity, change, field), outcome));
    }
    return decision;
}

}  // namespace syncline::core
