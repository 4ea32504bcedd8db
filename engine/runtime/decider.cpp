#include "engine/runtime/decider.h"

#include "engine/base/try.h"
#include "engine/mapping/translate.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

bool isTombstone(const core::Entity& entity) {
    return entity.deleted.salesforce || entity.deleted.hubspot;
}

bool hasOpenWrites(const core::Entity& entity) {
    return std::any_of(entity.cells.begin(), entity.cells.end(), [](const auto& named) {
        return !named.second.out.salesforce.empty() || !named.second.out.hubspot.empty();
    });
}

bool isStale(const core::Entity& entity) {
    return entity.stale.salesforce || entity.stale.hubspot;
}

/// Both sides of every field that the change names are known.
bool knowsFields(const core::Entity& entity, const core::Change& change) {
    return std::all_of(change.fields.begin(), change.fields.end(), [&](const core::FieldChange& field) {
        const auto cell = entity.cells.find(field.field);
        return cell != entity.cells.end() && cell->second.present.salesforce && cell->second.present.hubspot;
    });
}

/// The version in a history that the event told of: its value, at the time nearest to the event's.
const connectors::PastVersion* versionTold(const std::vector<connectors::PastVersion>& history,
                                           const mapping::FieldMapping& field, core::Side side,
                                           const core::Value& value, base::WallTime at) {
    const connectors::PastVersion* nearest = nullptr;
    const auto distance = [&](const connectors::PastVersion& one) {
        return one.time.from > at ? one.time.from - at : at - one.time.from;
    };
    for (const connectors::PastVersion& one : history) {
        if (!core::same(mapping::translate(field, side, one.text)[side], value))
            continue;
        if (nearest == nullptr || distance(one) < distance(*nearest))
            nearest = &one;
    }
    return nearest;
}

}  // namespace

/// A gap concerns the entity, or its partner was made or found a moment ago, and nothing else says so.
bool Decider::wantsComparison(const core::Entity& entity) const {
    if (!entity.isLinked() || entity.mergedInto || isTombstone(entity) || hasOpenWrites(entity))
        return false;
    const mapping::ObjectMapping& object = *m_workspace.find(entity.object);
    return isStale(entity) || std::any_of(object.fields.begin(), object.fields.end(), [&](const auto& field) {
               const auto cell = entity.cells.find(field.name);
               return cell == entity.cells.end() || !cell->second.present.salesforce || !cell->second.present.hubspot;
           });
}

void Decider::missed(core::EntityId id) {
    const auto found = m_waiting.find(id);
    if (found != m_waiting.end())
        found->second.isOutdated = true;
}

base::Result<void> Decider::advance(StepContext& context, core::EntityId id) {
    TRY(m_ledger.load(id));
    while (!m_waiting.contains(id)) {
        const core::Entity& entity = *m_ledger.find(id);
        if (entity.mergedInto)
            return {};
        if (entity.undecided.empty()) {
            if (wantsComparison(entity))
                m_waiting.emplace(id, m_comparison.begin(entity));
            return {};
        }
        TRY_ASSIGN(const bool decided, decideFront(context, id));
        if (!decided)
            return {};
    }
    return {};
}

/// False when it has to wait.
base::Result<bool> Decider::decideFront(StepContext& context, core::EntityId id) {
    const core::Entity& entity = *m_ledger.find(id);
    TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(entity.undecided.front()));
    const core::Change& change = captured->change;
    if (change.action == core::Action::Delete
        || (change.action == core::Action::Undelete && entity.deleted[change.side])) {
        decideRecordAction(context, id, *captured);
        return true;
    }
    if (isTombstone(entity)) {
        decideAll(context, id, *captured, core::Outcome::Deleted);
        return true;
    }
    if (change.fields.empty()) {
        decideAll(context, id, *captured, core::Outcome::Unmapped);
        return true;
    }
    if (entity.creating)
        return false;
    if (waitForNeeds(entity, change, false))
        return false;
    decide(context, id, *captured, change);
    return true;
}

bool Decider::waitForNeeds(const core::Entity& entity, const core::Change& change, bool historyTried) {
    const core::Needs needs = core::needsOf(entity, change, m_ledger.workspace().rules, historyTried);
    const core::EntityId id = entity.id;
    if (needs.link) {
        const core::Side side = entity.record.salesforce ? core::Side::Salesforce : core::Side::HubSpot;
        m_waiting.emplace(id, m_linker.begin(entity, side));
        return true;
    }
    // While a write is out what is read cannot be told from it: a stale side is read when that is closed.
    if (needs.baseline && (!hasOpenWrites(entity) || !knowsFields(entity, change))) {
        m_waiting.emplace(id, m_comparison.begin(entity));
        return true;
    }
    if (needs.history.empty())
        return false;
    const mapping::ObjectMapping& object = *m_workspace.find(entity.object);
    ReadWant want{id, change.side, entity.object, *entity.record[change.side], {}, {}};
    for (const std::string& field : needs.history)
        want.history.insert(object.find(field)->field[change.side]);
    m_reads.want(want);
    Waiting waiting;
    waiting.step = Waiting::Step::History;
    waiting.wants = {std::move(want)};
    m_waiting.emplace(id, std::move(waiting));
    return true;
}

void Decider::decide(StepContext& context, core::EntityId id, const core::ChangeCaptured& captured,
                     const core::Change& change) {
    core::Decision decision = core::decide(*m_ledger.find(id), change, context.rules());
    addUnmapped(decision, captured.unmapped);
    const core::Seq seq = change.seq;
    context.append(id, change.side, seq, std::move(decision));
    m_undecided.remove(seq);
}

void Decider::decideAll(StepContext& context, core::EntityId id, const core::ChangeCaptured& captured,
                        core::Outcome outcome) {
    core::Decision decision;
    for (const core::FieldChange& field : captured.change.fields) {
        core::FieldDecision one;
        one.field = field.field;
        one.outcome = outcome;
        one.version = core::Version{{captured.change.seq, captured.change.side},
                                    field.value,
                                    captured.change.time,
                                    captured.change.writer,
                                    false};
        decision.fields.push_back(std::move(one));
    }
    addUnmapped(decision, captured.unmapped);
    const core::Seq seq = captured.change.seq;
    context.append(id, captured.change.side, seq, std::move(decision));
    m_undecided.remove(seq);
}

/// A record goes, or comes back. Its partner is left as it is.
void Decider::decideRecordAction(StepContext& context, core::EntityId id, const core::ChangeCaptured& captured) {
    const bool back = captured.change.action == core::Action::Undelete;
    context.append(id, captured.change.side, captured.change.seq, core::RecordDeleted{captured.record, back});
    decideAll(context, id, captured, core::Outcome::Deleted);
}

base::Result<void> Decider::got(StepContext& context, const ReadGot& got) {
    const core::EntityId id = got.want.entity;
    const auto found = m_waiting.find(id);
    if (found == m_waiting.end())
        return {};
    std::vector<ReadWant>& wants = found->second.wants;
    const auto expected = std::find(wants.begin(), wants.end(), got.want);
    if (expected == wants.end())
        return {};
    wants.erase(expected);
    TRY(m_ledger.load(id));
    context.touch(id);
    switch (found->second.step) {
        case Waiting::Step::History:
            m_waiting.erase(found);
            return gotHistory(context, id, got);
        case Waiting::Step::Baseline: {
            found->second.read[got.want.side] = got.records.front();
            if (!wants.empty())
                return {};
            const Waiting waiting = std::move(found->second);
            m_waiting.erase(found);
            if (waiting.isOutdated)
                return {};
            return m_comparison.finish(context, id, waiting);
        }
        case Waiting::Step::OwnRecord:
        case Waiting::Step::Partner:
        case Waiting::Step::FindById:
        case Waiting::Step::FindByKey:
            break;
    }
    Waiting waiting = std::move(found->second);
    m_waiting.erase(found);
    return gotForLink(context, id, std::move(waiting), got);
}

base::Result<void> Decider::gotHistory(StepContext& context, core::EntityId id, const ReadGot& got) {
    const core::Entity& entity = *m_ledger.find(id);
    if (entity.undecided.empty())
        return {};
    TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(entity.undecided.front()));
    const core::Side side = captured->change.side;
    const mapping::ObjectMapping& object = *m_workspace.find(entity.object);
    core::Change change = captured->change;
    for (core::FieldChange& field : change.fields) {
        const mapping::FieldMapping& mapped = *object.find(field.field);
        const auto history = got.records.front().history.find(mapped.field[side]);
        if (history == got.records.front().history.end())
            continue;
        const connectors::PastVersion* told =
            versionTold(history->second, mapped, side, field.value[side], change.time.from);
        if (told != nullptr) {
            field.time = told->time;
            field.writer = told->writer;
        }
    }
    // The state may have moved while it was read: a record that went, for one.
    if (isTombstone(entity) || waitForNeeds(entity, change, true))
        return {};
    decide(context, id, *captured, change);
    return {};
}

base::Result<void> Decider::gotForLink(StepContext& context, core::EntityId id, Waiting waiting, const ReadGot& got) {
    const core::Entity& entity = *m_ledger.find(id);
    if (entity.mergedInto || entity.isLinked() || entity.undecided.empty())
        return {};
    TRY_ASSIGN(const Linker::Progress progress, m_linker.got(context, id, waiting, got));
    TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(entity.undecided.front()));
    switch (progress) {
        case Linker::Progress::Waiting:
            m_waiting.emplace(id, std::move(waiting));
            break;
        case Linker::Progress::Linked:
            break;
        case Linker::Progress::Creating:
            return m_comparison.prepareCreate(context, id, waiting);
        case Linker::Progress::NoPartner:
            decideAll(context, id, *captured, core::Outcome::Unlinked);
            break;
        case Linker::Progress::Gone:
            decideAll(context, id, *captured, core::Outcome::Deleted);
            break;
    }
    return {};
}

}  // namespace syncline::runtime
