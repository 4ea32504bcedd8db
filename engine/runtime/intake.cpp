#include "engine/runtime/intake.h"

#include "engine/base/log.h"
#include "engine/base/try.h"
#include "engine/mapping/translate.h"

#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kGapRecordsAStep = 200;

/// The change as the core takes it, and the names of fields that nobody mapped.
void translateFields(const mapping::ObjectMapping& object, core::Side side,
                     const std::vector<connectors::SideField>& fields, core::ChangeCaptured& into) {
    for (const connectors::SideField& one : fields) {
        const mapping::FieldMapping* field = object.findOn(side, one.name);
        if (field != nullptr)
            into.change.fields.push_back({field->name, mapping::translate(*field, side, one.text), {}, {}});
        else if (one.name != object.partnerId[side])
            into.unmapped.push_back(one.name);
    }
}

}  // namespace

base::Result<void> Intake::take(StepContext& context, core::Side side, connectors::Captured captured) {
    for (connectors::SourceChange& change : captured.changes)
        TRY(takeOne(context, side, std::move(change)));
    context.output().batch.positions.push_back(captured.position);
    context.output().acknowledgements.emplace_back(side, std::move(captured.position));
    return {};
}

base::Result<void> Intake::takeOne(StepContext& context, core::Side side, connectors::SourceChange change) {
    const mapping::ObjectMapping* object = m_workspace.findOn(side, change.object);
    if (object == nullptr)
        return {};
    const core::RecordKey record{side, object->name, change.id};
    TRY_ASSIGN(const std::optional<core::EntityId> known, m_ledger.loadByRecord(record));
    TRY_ASSIGN(const bool duplicate, m_identities.isKnown(change.identity, known.value_or(core::EntityId())));
    if (duplicate) {
        ++m_duplicates[side];
        return {};
    }
    const core::Seq seq = context.nextSeq();
    const core::EntityId entity = known.value_or(core::EntityId(seq.value()));
    TRY(m_ledger.load(entity));
    std::vector<core::EntityId> losers;
    for (const std::string& id : change.mergedFrom) {
        TRY_ASSIGN(const auto loser, m_ledger.loadByRecord({side, object->name, id}));
        losers.push_back(loser.value_or(core::EntityId()));
    }
    core::ChangeCaptured captured;
    captured.record = record;
    captured.change.seq = seq;
    captured.change.side = side;
    captured.change.action = change.action;
    captured.change.time = change.time;
    captured.change.writer = std::move(change.writer);
    captured.change.writerKnown = change.writerKnown;
    captured.transaction = std::move(change.transaction);
    captured.raw = std::move(change.raw);
    translateFields(*object, side, change.fields, captured);

    core::Entry entry;
    entry.entity = entity;
    entry.side = side;
    if (core::hasMoment(change.time))
        entry.sourceTime = change.time.from;
    entry.body = std::move(captured);
    m_identities.add(change.identity);
    context.append(std::move(entry), change.identity);
    buryMerged(context, record, seq, losers, change.mergedFrom);
    return {};
}

/// Records that went into another one are tombstones from the moment that their side says so.
void Intake::buryMerged(StepContext& context, const core::RecordKey& survivor, core::Seq cause,
                        const std::vector<core::EntityId>& losers, const std::vector<std::string>& ids) {
    for (std::size_t i = 0; i < losers.size(); ++i) {
        if (losers[i] == core::EntityId() || ids[i] == survivor.id)
            continue;
        context.append(losers[i], survivor.side, cause,
                       core::RecordDeleted{{survivor.side, survivor.object, ids[i]}, false});
    }
}

base::Result<void> Intake::take(StepContext& context, core::Side side, const connectors::MissedChanges& missed) {
    core::GapDetected gap;
    gap.side = side;
    gap.reason = missed.reason;
    for (const core::RecordKey& one : missed.records) {
        const mapping::ObjectMapping* object = m_workspace.findOn(side, one.object);
        if (object == nullptr)
            continue;
        core::RecordKey record{side, object->name, one.id};
        TRY(m_ledger.loadByRecord(record));
        gap.records.push_back(std::move(record));
    }
    if (gap.records.empty() && !missed.records.empty())
        return {};
    base::log::warning("sequencer", "changes may have been missed; the records concerned are read",
                       {{"side", core::name(side)}, {"reason", missed.reason}});
    if (gap.records.empty())
        m_named[side] = core::EntityId();
    context.append(core::EntityId(), side, core::Seq(), std::move(gap));
    if (missed.position) {
        context.output().batch.positions.push_back(*missed.position);
        context.output().acknowledgements.emplace_back(side, *missed.position);
    }
    return {};
}

base::Result<void> Intake::nameGapRecords(StepContext& context) {
    for (const core::Side side : core::kSides) {
        if (m_ledger.workspace().gap[side] != core::Seq())
            TRY(nameSome(context, side));
    }
    return {};
}

base::Result<void> Intake::nameSome(StepContext& context, core::Side side) {
    const core::Seq gap = m_ledger.workspace().gap[side];
    TRY_ASSIGN(const std::vector<core::EntityId> some, m_ledger.readLinked(m_named[side], kGapRecordsAStep));
    core::GapDetected named;
    named.side = side;
    named.reason = "records that the gap may concern";
    named.allNamed = some.size() < kGapRecordsAStep;
    for (const core::EntityId id : some) {
        TRY(m_ledger.load(id));
        const core::Entity* entity = m_ledger.find(id);
        if (entity->record[side])
            named.records.push_back({side, entity->object, *entity->record[side]});
    }
    if (!some.empty())
        m_named[side] = some.back();
    const bool more = !named.allNamed;
    context.append(core::EntityId(), side, gap, std::move(named));
    if (more)
        context.wakeAt(context.monotonicNow());
    return {};
}

}  // namespace syncline::runtime
