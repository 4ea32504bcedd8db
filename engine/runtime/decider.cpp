#include "engine/runtime/decider.h"

#include "engine/base/try.h"
#include "engine/core/decide.h"
#include "engine/core/judge.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr int kMostRounds = 3;
/// So many records that were read are kept; with their histories they are large.
constexpr std::size_t kMostHeld = 1000;

bool isTombstone(const core::Entity& entity) {
    return entity.deleted.salesforce || entity.deleted.hubspot;
}

bool isComparable(const core::Entity& entity) {
    return entity.isLinked() && !entity.mergedInto && !isTombstone(entity);
}

/// A gap was found while it was read, or held: it does not have to be passed by the streams to be of no use.
bool isReadAgain(const Waiting& waiting) {
    return waiting.isOutdated && waiting.rounds < kMostRounds;
}

/// Both sides of every field that the change names are known.
bool knowsFields(const core::Entity& entity, const core::Change& change) {
    return std::all_of(change.fields.begin(), change.fields.end(), [&](const core::FieldChange& field) {
        const auto cell = entity.cells.find(field.field);
        return cell != entity.cells.end() && core::isKnown(cell->second);
    });
}

}  // namespace

/// A gap concerns the entity, or its partner was made or found a moment ago, and nothing else says so.
bool Decider::wantsComparison(const core::Entity& entity) const {
    if (!isComparable(entity) || entity.creating)
        return false;
    if (isStale(entity))
        return !hasOpenWrites(entity);
    const mapping::ObjectMapping& object = *m_workspace.find(entity.object);
    return std::any_of(object.fields.begin(), object.fields.end(), [&](const auto& field) {
        const auto cell = entity.cells.find(field.name);
        return cell == entity.cells.end() || !core::isKnown(cell->second);
    });
}

void Decider::missed(core::EntityId id) {
    const auto found = m_waiting.find(id);
    if (found != m_waiting.end())
        found->second.isOutdated = true;
}

base::Result<void> Decider::advance(StepContext& context, core::EntityId id) {
    TRY(m_ledger.load(id));
    if (m_workspace.find(m_ledger.find(id)->object) == nullptr)
        return decideUnmapped(context, id);
    const auto waiting = m_waiting.find(id);
    if (waiting != m_waiting.end() && waiting->second.heldUntil && isReadAgain(waiting->second))
        TRY(conclude(context, id, letGo(id)));
    while (!m_waiting.contains(id)) {
        const core::Entity& entity = *m_ledger.find(id);
        if (entity.mergedInto)
            return {};
        if (entity.undecided.empty()) {
            if (wantsComparison(entity))
                m_waiting.emplace(id, m_comparison.begin(entity, context.now()));
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
    if (waitForNeeds(context, entity, change, false))
        return false;
    decide(context, id, *captured, change);
    return true;
}

bool Decider::waitForNeeds(const StepContext& context, const core::Entity& entity, const core::Change& change,
                           bool historyTried) {
    const core::Needs needs = core::needsOf(entity, change, m_ledger.workspace().rules, historyTried);
    const core::EntityId id = entity.id;
    if (needs.link) {
        const core::Side side = entity.record.salesforce ? core::Side::Salesforce : core::Side::HubSpot;
        m_waiting.emplace(id, m_linker.begin(entity, side, context.now()));
        return true;
    }
    // While a write is out what is read cannot be told from it: what is known of a stale side is read when that is
    // closed, and until then its changes are decided as they are told.
    if (needs.baseline && (!hasOpenWrites(entity) || !knowsFields(entity, change))) {
        m_waiting.emplace(id, m_comparison.begin(entity, context.now()));
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

/// The workspace file does not name the entity's object any more, as it did when the changes were captured.
base::Result<void> Decider::decideUnmapped(StepContext& context, core::EntityId id) {
    const std::vector<core::Seq> undecided = m_ledger.find(id)->undecided;
    for (const core::Seq seq : undecided) {
        TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(seq));
        decideAll(context, id, *captured, core::Outcome::Unmapped);
    }
    return {};
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
            found->second.readAt = context.monotonicNow();
            if (found->second.isWhole && !isReadAgain(found->second)) {
                hold(id, found->second);
                return {};
            }
            const Waiting waiting = std::move(found->second);
            m_waiting.erase(found);
            return conclude(context, id, waiting);
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

void Decider::hold(core::EntityId id, Waiting& waiting) {
    waiting.heldUntil = believedAt(waiting);
    m_held.emplace(*waiting.heldUntil, id);
    readsKept();
}

/// It is held no longer, nor waited for.
Waiting Decider::letGo(core::EntityId id) {
    const auto found = m_waiting.find(id);
    Waiting waiting = std::move(found->second);
    m_waiting.erase(found);
    m_held.erase({*waiting.heldUntil, id});
    readsKept();
    return waiting;
}

void Decider::readsKept() {
    m_reads.letOthersWait(m_held.size() >= kMostHeld);
}

/// A stream that is away has not passed the reads, nor has one that is behind, whatever their age. What looks behind
/// may be a clock that is slow: that is not waited for for ever.
base::MonotonicTime Decider::believedAt(const Waiting& waiting) const {
    base::MonotonicTime from = waiting.readAt;
    for (const core::Side side : core::kSides) {
        if (!m_connectedSince[side])
            return base::MonotonicTime::max();
        from = std::max(from, *m_connectedSince[side]);
    }
    const base::MonotonicTime latest = from + delivery::WriterOptions{}.longestLag;
    for (const core::Side side : core::kSides)
        from = std::max(from, std::min(m_behindAt[side].value_or(from), latest));
    return from + m_workspace.timing.settle;
}

void Decider::sideChanged(core::Side side, core::ConnectorPhase phase) {
    m_isConnected[side] = phase == core::ConnectorPhase::Connected;
    if (!m_isConnected[side])
        m_connectedSince[side].reset();
}

/// What is held for a side that was away is believed from then on.
void Decider::noteConnected(base::MonotonicTime now) {
    bool isNew = false;
    for (const core::Side side : core::kSides) {
        if (!m_isConnected[side] || m_connectedSince[side])
            continue;
        m_connectedSince[side] = now;
        isNew = true;
    }
    if (!isNew)
        return;
    for (const auto& [moment, id] : std::exchange(m_held, {}))
        hold(id, m_waiting.at(id));
}

void Decider::streamTold(const StepContext& context, core::Side side, base::WallTime changedAt) {
    if (context.now() - changedAt > m_workspace.timing.settle)
        m_behindAt[side] = context.monotonicNow();
}

base::Result<void> Decider::release(StepContext& context) {
    const base::MonotonicTime now = context.monotonicNow();
    noteConnected(now);
    while (!m_held.empty() && m_held.begin()->first <= now) {
        const core::EntityId id = m_held.begin()->second;
        Waiting waiting = letGo(id);
        if (believedAt(waiting) > now) {
            hold(id, m_waiting.emplace(id, std::move(waiting)).first->second);
            continue;
        }
        TRY(m_ledger.load(id));
        context.touch(id);
        TRY(conclude(context, id, waiting));
    }
    if (!m_held.empty() && m_held.begin()->first != base::MonotonicTime::max())
        context.wakeAt(m_held.begin()->first);
    return {};
}

/// What was read is compared, unless the record has gone, or is to be read again.
base::Result<void> Decider::conclude(StepContext& context, core::EntityId id, const Waiting& waiting) {
    const core::Entity& entity = *m_ledger.find(id);
    if (!isComparable(entity) || (waiting.isWhole && hasOpenWrites(entity)))
        return {};
    bool isAgain = isReadAgain(waiting);
    if (!isAgain && waiting.rounds < kMostRounds) {
        TRY_ASSIGN(isAgain, m_comparison.isOvertaken(entity, waiting));
    }
    if (!isAgain)
        return m_comparison.finish(context, id, waiting);
    Waiting again = m_comparison.begin(entity, context.now());
    again.rounds = waiting.rounds + 1;
    m_waiting.emplace(id, std::move(again));
    return {};
}

base::Result<void> Decider::gotHistory(StepContext& context, core::EntityId id, const ReadGot& got) {
    const core::Entity& entity = *m_ledger.find(id);
    if (entity.undecided.empty())
        return {};
    TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(entity.undecided.front()));
    core::Change change = captured->change;
    // An entity with an older change of the other side may have been taken over since: it comes first now.
    if (change.side != got.want.side)
        return {};
    std::set<std::string> fields;
    for (const core::FieldChange& field : change.fields)
        fields.insert(field.field);
    addHistory(change, entity, fields, *m_workspace.find(entity.object), got.records.front());
    // The state may have moved while it was read: a record that went, for one.
    if (isTombstone(entity) || waitForNeeds(context, entity, change, true))
        return {};
    decide(context, id, *captured, change);
    return {};
}

base::Result<void> Decider::gotForLink(StepContext& context, core::EntityId id, Waiting waiting, const ReadGot& got) {
    const core::Entity& entity = *m_ledger.find(id);
    if (entity.mergedInto || entity.isLinked() || entity.undecided.empty())
        return {};
    const auto decideFirst = [&](core::Outcome outcome) -> base::Result<void> {
        TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(entity.undecided.front()));
        decideAll(context, id, *captured, outcome);
        return {};
    };
    TRY_ASSIGN(const Linker::Progress progress, m_linker.got(context, id, waiting, got));
    switch (progress) {
        case Linker::Progress::Waiting:
            m_waiting.emplace(id, std::move(waiting));
            break;
        case Linker::Progress::Linked:
            break;  // the other entity may have taken its changes over
        case Linker::Progress::Creating:
            return m_comparison.prepareCreate(context, id, waiting);
        case Linker::Progress::NoPartner:
            return decideFirst(core::Outcome::Unlinked);
        case Linker::Progress::Gone:
            return decideFirst(core::Outcome::Deleted);
    }
    return {};
}

}  // namespace syncline::runtime
