#include "engine/runtime/comparison.h"

#include "engine/base/try.h"
#include "engine/core/decide.h"
#include "engine/core/judge.h"
#include "engine/mapping/translate.h"
#include "engine/runtime/linker.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

bool changesFields(core::Action action) {
    return action == core::Action::Create || action == core::Action::Update || action == core::Action::Undelete;
}

core::Version versionOfChange(const core::Change& change, const core::FieldChange& field) {
    core::Version version;
    version.id = {change.seq, change.side};
    version.value = field.value;
    version.time = field.time.value_or(change.time);
    version.writer = field.writer.value_or(change.writer);
    return version;
}

/// The newest of the changes that set the field on that side to what was read.
const core::ChangeCaptured* changeThatMade(const std::vector<core::ChangeCaptured>& changes, core::Side side,
                                           const std::string& field, const core::Value& value) {
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->change.side != side)
            continue;
        for (const core::FieldChange& one : change->change.fields) {
            if (one.field == field)
                return core::same(one.value[side], value) ? &*change : nullptr;
        }
    }
    return nullptr;
}

const core::FieldChange* fieldOf(const core::Change& change, const std::string& field) {
    const auto found = std::find_if(change.fields.begin(), change.fields.end(),
                                    [&](const core::FieldChange& one) { return one.field == field; });
    return found == change.fields.end() ? nullptr : &*found;
}

/// A captured change that a read has overtaken, without an effect of its own.
core::FieldDecision overtaken(const core::Change& change, const core::FieldChange& field, const core::Value& read) {
    core::FieldDecision decision;
    decision.field = field.field;
    decision.version = versionOfChange(change, field);
    decision.outcome = core::same(read, field.value[change.side]) ? core::Outcome::Baseline : core::Outcome::Superseded;
    return decision;
}

/// A field of a change, and what the record's history on that side tells of it, newest first.
struct Told {
    const core::Change& change;
    const core::Value& value;
    const mapping::FieldMapping& field;
    const std::vector<connectors::PastVersion>& history;

    [[nodiscard]] bool has(const connectors::PastVersion& one, const core::Value& other) const {
        return core::same(mapping::translate(field, change.side, one.text)[change.side], other);
    }
};

/// When the side got what it is known to hold, by its own clock; none: that is not known.
std::optional<base::WallTime> heldSince(const Told& told, const core::Cell& cell) {
    const core::Side side = told.change.side;
    const std::optional<core::Version>& present = cell.present[side];
    if (!present)
        return std::nullopt;
    if (present->id.side == side)
        return core::hasMoment(present->time) ? std::optional(present->time.last) : std::nullopt;
    // We wrote it there.
    const auto landed = std::find_if(told.history.begin(), told.history.end(), [&](const auto& one) {
        return one.writer.kind == core::WriterKind::Us && told.has(one, present->value[side]);
    });
    return landed == told.history.end() ? std::nullopt : std::optional(landed->time.from);
}

/// The version that an event without a time told of: its value, by its writer where that is named. Events come in the
/// order of the history: it is the first one behind what the side is known to hold. Where that is not known it is the
/// newest; a later one of the same value has an event of its own.
const connectors::PastVersion* versionWithoutTime(const Told& told, const core::Cell* cell) {
    const auto since = cell == nullptr ? std::nullopt : heldSince(told, *cell);
    const connectors::PastVersion* newest = nullptr;
    const connectors::PastVersion* next = nullptr;
    for (const connectors::PastVersion& one : told.history) {
        const bool isHis = !told.change.writerKnown || one.writer.kind == told.change.writer.kind;
        if (!isHis || !told.has(one, told.value))
            continue;
        if (newest == nullptr)
            newest = &one;
        if (since && one.time.from > *since)
            next = &one;
    }
    return next != nullptr ? next : newest;
}

/// The version in a history that the event told of: its value, at the time nearest to the event's.
const connectors::PastVersion* versionTold(const Told& told, const core::Cell* cell) {
    if (!core::hasMoment(told.change.time))
        return versionWithoutTime(told, cell);
    const base::WallTime at = told.change.time.from;
    const connectors::PastVersion* nearest = nullptr;
    const auto distance = [&](const connectors::PastVersion& one) {
        return one.time.from > at ? one.time.from - at : at - one.time.from;
    };
    for (const connectors::PastVersion& one : told.history) {
        if (told.has(one, told.value) && (nearest == nullptr || distance(one) < distance(*nearest)))
            nearest = &one;
    }
    return nearest;
}

}  // namespace

bool hasOpenWrites(const core::Entity& entity) {
    return std::any_of(entity.cells.begin(), entity.cells.end(), [](const auto& named) {
        return !named.second.out.salesforce.empty() || !named.second.out.hubspot.empty();
    });
}

bool isStale(const core::Entity& entity) {
    return entity.stale.salesforce || entity.stale.hubspot;
}

void addHistory(core::Change& change, const core::Entity& entity, const std::set<std::string>& fields,
                const mapping::ObjectMapping& object, const connectors::RecordRead& read) {
    for (core::FieldChange& field : change.fields) {
        const mapping::FieldMapping* const mapped = fields.contains(field.field) ? object.find(field.field) : nullptr;
        const auto history = mapped == nullptr ? read.history.end() : read.history.find(mapped->field[change.side]);
        if (history == read.history.end())
            continue;
        const auto cell = entity.cells.find(field.field);
        const connectors::PastVersion* const told =
            versionTold({change, field.value[change.side], *mapped, history->second},
                        cell == entity.cells.end() ? nullptr : &cell->second);
        if (told != nullptr) {
            field.time = told->time;
            field.writer = told->writer;
        }
    }
}

void addUnmapped(core::Decision& decision, const std::vector<std::string>& fields) {
    for (const std::string& field : fields) {
        core::FieldDecision unmapped;
        unmapped.field = field;
        unmapped.outcome = core::Outcome::Unmapped;
        decision.fields.push_back(std::move(unmapped));
    }
}

Waiting Comparison::begin(const core::Entity& entity, base::WallTime now) {
    const mapping::ObjectMapping& object = *m_workspace.find(entity.object);
    Waiting waiting;
    waiting.step = Waiting::Step::Baseline;
    waiting.askedAt = now;
    waiting.isWhole = isStale(entity) && !hasOpenWrites(entity);
    waiting.asOf = entity.undecided.empty() ? core::Seq() : entity.undecided.back();
    const auto priority = entity.undecided.empty() ? connectors::Priority::Read : connectors::Priority::Live;
    for (const core::Side side : core::kSides) {
        ReadWant want{entity.id, side, entity.object, *entity.record[side], {}, {}};
        if (side == core::Side::HubSpot) {
            for (const mapping::FieldMapping& field : object.fields)
                want.history.insert(field.field[side]);
        }
        m_reads.want(want, priority);
        waiting.wants.push_back(std::move(want));
    }
    return waiting;
}

base::Result<bool> Comparison::isOvertaken(const core::Entity& entity, const Waiting& waiting) {
    const auto isUnknown = [&](const core::FieldChange& field) {
        const auto cell = entity.cells.find(field.field);
        return cell == entity.cells.end() || !core::isKnown(cell->second);
    };
    for (const core::Seq seq : entity.undecided) {
        if (seq <= waiting.asOf)
            continue;
        if (waiting.isWhole)
            return true;
        TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(seq));
        const std::vector<core::FieldChange>& fields = captured->change.fields;
        if (!changesFields(captured->change.action) || std::any_of(fields.begin(), fields.end(), isUnknown))
            return true;
    }
    return false;
}

base::Result<void> Comparison::finish(StepContext& context, core::EntityId id, const Waiting& waiting) {
    if (buryMissing(context, id, waiting))
        return {};
    const core::Entity& entity = *m_ledger.find(id);
    TRY_ASSIGN(std::vector<core::ChangeCaptured> folded, foldable(entity, waiting.asOf));
    Case of{context, id, *m_workspace.find(entity.object), waiting, context.nextSeq(), std::move(folded)};
    const core::PerSide<bool> stale = entity.stale;
    std::vector<core::BaselineField> read;
    for (const mapping::FieldMapping& field : of.object.fields) {
        const auto cell = entity.cells.find(field.name);
        if (!waiting.isWhole && cell != entity.cells.end() && core::isKnown(cell->second))
            continue;
        of.compared.insert(field.name);
        core::BaselineField one;
        one.field = field.name;
        for (const core::Side side : core::kSides)
            one.read[side] = versionOf(of, field, side);
        read.push_back(std::move(one));
    }
    core::Decision decision = core::decideBaseline(entity, read, context.rules());
    const core::Side side = of.folded.empty() ? core::Side::Salesforce : of.folded.front().change.side;
    const core::Seq cause = of.folded.empty() ? core::Seq() : of.folded.front().change.seq;
    const core::Seq baseline = context.append(id, side, cause, core::BaselineRead{std::move(read)});
    context.append(id, side, baseline, std::move(decision));
    for (const core::Side there : core::kSides) {
        if (stale[there] && (!waiting.isWhole || waiting.isOutdated))
            context.append(id, there, baseline,
                           core::GapDetected{there,
                                             waiting.isWhole ? "a gap was found while it was read"
                                                             : "the known fields are still to be read",
                                             {{there, of.object.name, waiting.read[there]->id}},
                                             false});
    }
    fold(of);
    return {};
}

/// Changes up to `asOf` that set fields, until one that does something else with the record.
base::Result<std::vector<core::ChangeCaptured>> Comparison::foldable(const core::Entity& entity, core::Seq asOf) {
    std::vector<core::ChangeCaptured> changes;
    for (const core::Seq seq : entity.undecided) {
        if (seq > asOf)
            break;
        TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(seq));
        if (!changesFields(captured->change.action))
            break;
        changes.push_back(*captured);
    }
    return changes;
}

core::Version Comparison::versionOf(const Case& of, const mapping::FieldMapping& field, core::Side side) const {
    const connectors::RecordRead& record = *of.waiting.read[side];
    const std::string& name = field.field[side];
    const core::PerSide<core::Value> value = mapping::translate(field, side, textOf(record, name));
    core::Version version;
    if (const core::ChangeCaptured* made = changeThatMade(of.folded, side, field.name, value[side])) {
        version = versionOfChange(made->change, *fieldOf(made->change, field.name));
    } else {
        version.id = {of.baseline, side};
        version.value = value;
        // The latest that it may be: an event that may be later than this is not taken for something older.
        version.time = {core::kBeginningOfTime, record.modified.value_or(of.waiting.askedAt), false, false};
    }
    version.byRead = true;
    if (core::hasMoment(version.time))
        return version;
    const auto history = record.history.find(name);
    if (history == record.history.end() || history->second.empty())
        return version;
    const connectors::PastVersion& newest = history->second.front();
    if (core::same(mapping::translate(field, side, newest.text)[side], value[side])) {
        version.time = newest.time;
        version.writer = newest.writer;
    }
    return version;
}

bool Comparison::buryMissing(StepContext& context, core::EntityId id, const Waiting& waiting) {
    bool missing = false;
    for (const core::Side side : core::kSides) {
        const connectors::RecordRead& record = *waiting.read[side];
        if (record.found && record.id == record.askedFor)
            continue;
        missing = true;
        const core::Entity& entity = *m_ledger.find(id);
        const core::Seq cause = entity.undecided.empty() ? core::Seq() : entity.undecided.front();
        context.append(id, side, cause, core::RecordDeleted{{side, entity.object, record.askedFor}, false});
    }
    return missing;
}

/// Changes that the reads have overtaken: what they set is what was read, or something newer has taken its place. What
/// they set of fields that were not compared is decided.
void Comparison::fold(Case& of) {
    for (const core::ChangeCaptured& captured : of.folded) {
        const core::Side side = captured.change.side;
        core::Decision decision = decideOthers(of, captured);
        for (const core::FieldChange& field : captured.change.fields) {
            if (!of.compared.contains(field.field))
                continue;
            const core::Value read =
                mapping::translate(*of.object.find(field.field), side,
                                   textOf(*of.waiting.read[side], of.object.find(field.field)->field[side]))[side];
            decision.fields.push_back(overtaken(captured.change, field, read));
        }
        addUnmapped(decision, captured.unmapped);
        of.context.append(of.id, side, captured.change.seq, std::move(decision));
        m_undecided.remove(captured.change.seq);
    }
}

core::Decision Comparison::decideOthers(const Case& of, const core::ChangeCaptured& captured) {
    core::Change change = captured.change;
    std::erase_if(change.fields, [&](const core::FieldChange& field) { return of.compared.contains(field.field); });
    if (change.fields.empty())
        return {};
    const core::Entity& entity = *m_ledger.find(of.id);
    const core::Needs needs = core::needsOf(entity, change, of.context.rules(), false);
    addHistory(change, entity, needs.history, of.object, *of.waiting.read[change.side]);
    return core::decide(entity, change, of.context.rules());
}

base::Result<void> Comparison::prepareCreate(StepContext& context, core::EntityId id, const Waiting& waiting) {
    const core::Entity& entity = *m_ledger.find(id);
    const core::Side side = entity.record.salesforce ? core::Side::Salesforce : core::Side::HubSpot;
    TRY_ASSIGN(const core::ChangeCaptured* captured, m_undecided.find(entity.undecided.front()));
    Case of{context, id, *m_workspace.find(entity.object), waiting, captured->change.seq, {*captured}};
    core::Decision decision;
    for (const mapping::FieldMapping& field : of.object.fields) {
        core::Version version = versionOf(of, field, side);
        // Blank is no value to begin with, but it may have taken the place of one.
        if (version.value[side].isBlank() && !entity.cells.contains(field.name)) {
            if (const core::FieldChange* const told = fieldOf(captured->change, field.name))
                decision.fields.push_back(overtaken(captured->change, *told, version.value[side]));
            continue;
        }
        core::FieldDecision made;
        made.field = field.name;
        made.outcome = core::Outcome::Baseline;
        made.version = version;
        made.change.standing = version;
        made.change.standing->byRead = false;
        made.change.present[side] = std::move(version);
        decision.fields.push_back(std::move(made));
    }
    addUnmapped(decision, captured->unmapped);
    const core::Seq cause = captured->change.seq;
    context.append(id, side, cause, std::move(decision));
    m_undecided.remove(cause);
    return {};
}

}  // namespace syncline::runtime
