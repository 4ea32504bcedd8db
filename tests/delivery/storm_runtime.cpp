#include "tests/delivery/storm_runtime.h"

#include "engine/mapping/translate.h"

#include <algorithm>

namespace syncline::test {

using connectors::RecordRead;

namespace {

std::optional<std::string> textOf(const RecordRead& read, const std::string& field) {
    const auto found = std::find_if(read.fields.begin(), read.fields.end(),
                                    [&](const connectors::SideField& one) { return one.name == field; });
    return found == read.fields.end() ? std::nullopt : found->text;
}

bool isStale(const core::Entity& entity) {
    return entity.stale.salesforce || entity.stale.hubspot;
}

bool hasOpenWrites(const core::Entity& entity) {
    return std::any_of(entity.cells.begin(), entity.cells.end(), [](const auto& one) {
        return !one.second.out.salesforce.empty() || !one.second.out.hubspot.empty();
    });
}

bool isKnown(const core::Entity& entity, const std::string& field) {
    const auto cell = entity.cells.find(field);
    return cell != entity.cells.end() && cell->second.present.salesforce && cell->second.present.hubspot;
}

const core::FieldChange* fieldOf(const core::Change& change, const std::string& field) {
    const auto found = std::find_if(change.fields.begin(), change.fields.end(),
                                    [&](const core::FieldChange& one) { return one.field == field; });
    return found == change.fields.end() ? nullptr : &*found;
}

core::Version versionOfChange(const core::Change& change, const core::FieldChange& field) {
    return {{change.seq, change.side},
            field.value,
            field.time.value_or(change.time),
            field.writer.value_or(change.writer),
            false};
}

/// A change that a read has overtaken, without an effect of its own.
core::FieldDecision overtaken(const core::Change& change, const core::FieldChange& field, const core::Value& read) {
    core::FieldDecision decision;
    decision.field = field.field;
    decision.version = versionOfChange(change, field);
    decision.outcome = core::same(read, field.value[change.side]) ? core::Outcome::Baseline : core::Outcome::Superseded;
    return decision;
}

/// The version of that value nearest to the event's time.
const connectors::PastVersion* versionTold(const std::vector<connectors::PastVersion>& history,
                                           const core::Value& value, base::WallTime at) {
    const connectors::PastVersion* nearest = nullptr;
    const auto distance = [&](const connectors::PastVersion& one) { return std::chrono::abs(one.time.from - at); };
    for (const connectors::PastVersion& one : history) {
        if (one.text == value.text && (nearest == nullptr || distance(one) < distance(*nearest)))
            nearest = &one;
    }
    return nearest;
}

}  // namespace

std::optional<core::EntityId> StormRuntime::entityOf(core::Side side, const std::string& record) const {
    const auto found = m_entities[side].find(record);
    return found == m_entities[side].end() ? std::nullopt : std::optional(found->second);
}

void StormRuntime::capture(core::Side side, const StormCrm::Event& event, const std::string& partner,
                           bool namesWriter) {
    const core::Seq seq = core::next(m_context.head());
    std::optional<core::EntityId> known = entityOf(side, event.record);
    if (!known && !partner.empty())
        known = entityOf(core::other(side), partner);
    const core::EntityId id = known.value_or(core::EntityId(seq.value()));
    m_entities[side][event.record] = id;

    core::ChangeCaptured captured;
    captured.record = {side, m_object.name, event.record};
    captured.change.seq = seq;
    captured.change.side = side;
    captured.change.time = event.time;
    captured.change.writerKnown = namesWriter;
    if (namesWriter)
        captured.change.writer = event.writer;
    for (const connectors::SideField& one : event.fields) {
        const mapping::FieldMapping& field = *m_object.findOn(side, one.name);
        captured.change.fields.push_back({field.name, mapping::translate(field, side, one.text), {}, {}});
    }
    m_captured[seq] = captured.change;
    const bool isLinked = m_context.entity(id).isLinked();
    m_context.append(id, side, {}, std::move(captured));
    if (isLinked || partner.empty())
        return;
    core::RecordLinked linked;
    linked.record[side] = event.record;
    linked.record[core::other(side)] = partner;
    linked.origin = core::LinkOrigin::Created;
    m_context.append(id, side, seq, std::move(linked));
}

void StormRuntime::advance(core::EntityId id) {
    while (!m_waiting.contains(id)) {
        const core::Entity entity = m_context.entity(id);
        for (const core::Side side : core::kSides) {
            if (entity.record[side])
                m_entities[side][*entity.record[side]] = id;
        }
        if (entity.undecided.empty()) {
            if (wantsComparison(entity))
                compare(entity);
            return;
        }
        if (!decideFront(id))
            return;
    }
}

bool StormRuntime::wantsComparison(const core::Entity& entity) const {
    if (!entity.isLinked() || hasOpenWrites(entity))
        return false;
    return isStale(entity) || std::any_of(m_object.fields.begin(), m_object.fields.end(), [&](const auto& field) {
               return !isKnown(entity, field.name);
           });
}

bool StormRuntime::decideFront(core::EntityId id) {
    const core::Entity entity = m_context.entity(id);
    const core::Change& change = m_captured.at(entity.undecided.front());
    if (entity.creating || waitForNeeds(entity, change, false))
        return false;
    decide(id, change);
    return true;
}

bool StormRuntime::waitForNeeds(const core::Entity& entity, const core::Change& change, bool historyTried) {
    const core::Needs needs = core::needsOf(entity, change, m_context.rules(), historyTried);
    if (needs.link) {
        const core::Side side = entity.record.salesforce ? kSf : kHs;
        wait(entity.id, {Step::OwnRecord, {{entity.id, side, *entity.record[side], false}}, {}, {}, false});
        return true;
    }
    const bool knowsFields = std::all_of(change.fields.begin(), change.fields.end(),
                                         [&](const auto& field) { return isKnown(entity, field.field); });
    if (needs.baseline && (!hasOpenWrites(entity) || !knowsFields)) {
        compare(entity);
        return true;
    }
    if (needs.history.empty())
        return false;
    wait(entity.id, {Step::History, {{entity.id, change.side, *entity.record[change.side], false}}, {}, {}, false});
    return true;
}

void StormRuntime::decide(core::EntityId id, const core::Change& change) {
    append(id, change.side, change.seq, core::decide(m_context.entity(id), change, m_context.rules()));
}

/// As StepContext: conflicts are caused by the decision.
void StormRuntime::append(core::EntityId id, core::Side side, core::Seq cause, core::Decision decision) {
    using Kind = core::ConflictChange::Kind;
    const core::Seq decided = m_context.append(id, side, cause, core::FieldsDecided{std::move(decision.fields)});
    for (core::ConflictChange& change : decision.conflicts) {
        if (change.kind == Kind::Opened) {
            m_context.append(id, side, decided,
                             core::ConflictOpened{change.field, change.type, std::move(change.candidates)});
            continue;
        }
        const core::Conflict open = *m_context.cell(id, change.field).conflict;
        if (change.kind == Kind::Updated) {
            m_context.append(id, side, decided,
                             core::ConflictUpdated{open.id, change.field, std::move(change.candidates)});
            continue;
        }
        core::ConflictResolved resolved{open.id, change.field, *change.standing, open.candidates, true,
                                        {},      {},           open.type};
        m_context.append(id, side, decided, std::move(resolved));
    }
}

void StormRuntime::wait(core::EntityId id, Waiting waiting) {
    m_wants.insert(m_wants.end(), waiting.wants.begin(), waiting.wants.end());
    m_waiting.insert_or_assign(id, std::move(waiting));
}

void StormRuntime::compare(const core::Entity& entity) {
    Waiting waiting;
    waiting.step = Step::Baseline;
    waiting.asOf = entity.undecided.empty() ? core::Seq() : entity.undecided.back();
    for (const core::Side side : core::kSides)
        waiting.wants.push_back({entity.id, side, *entity.record[side], false});
    wait(entity.id, std::move(waiting));
}

/// What is on its way may have been read before the gap.
void StormRuntime::missed(core::EntityId id) {
    const auto found = m_waiting.find(id);
    if (found != m_waiting.end())
        found->second.isOutdated = true;
}

void StormRuntime::forgetReads() {
    m_waiting.clear();
    m_wants.clear();
}

void StormRuntime::got(const Want& want, const std::vector<RecordRead>& records) {
    const auto found = m_waiting.find(want.entity);
    if (found == m_waiting.end())
        return;
    std::vector<Want>& wants = found->second.wants;
    if (std::erase(wants, want) == 0)
        return;
    if (found->second.step == Step::Baseline) {
        found->second.read[want.side] = records.front();
        if (!wants.empty())
            return;
    }
    Waiting waiting = std::move(found->second);
    m_waiting.erase(found);
    switch (waiting.step) {
        case Step::History:
            gotHistory(want.entity, records.front());
            break;
        case Step::Baseline:
            if (!waiting.isOutdated)
                gotBoth(want.entity, waiting);
            break;
        case Step::OwnRecord:
        case Step::Partner:
            gotForLink(want.entity, std::move(waiting), records);
            break;
    }
}

void StormRuntime::gotHistory(core::EntityId id, const RecordRead& read) {
    const core::Entity entity = m_context.entity(id);
    if (entity.undecided.empty())
        return;
    core::Change change = m_captured.at(entity.undecided.front());
    for (core::FieldChange& field : change.fields) {
        const auto history = read.history.find(m_object.find(field.field)->field[change.side]);
        if (history == read.history.end())
            continue;
        const connectors::PastVersion* told = versionTold(history->second, field.value[change.side], change.time.from);
        if (told != nullptr) {
            field.time = told->time;
            field.writer = told->writer;
        }
    }
    if (!waitForNeeds(entity, change, true))
        decide(id, change);
}

void StormRuntime::gotBoth(core::EntityId id, const Waiting& waiting) {
    const core::Entity entity = m_context.entity(id);
    std::vector<core::Change> folded;
    for (const core::Seq seq : entity.undecided) {
        if (seq <= waiting.asOf)
            folded.push_back(m_captured.at(seq));
    }
    const core::Seq seq = core::next(m_context.head());
    std::vector<core::BaselineField> read;
    for (const mapping::FieldMapping& field : m_object.fields) {
        core::BaselineField& one = read.emplace_back();
        one.field = field.name;
        for (const core::Side side : core::kSides)
            one.read[side] = versionOf(field, side, *waiting.read[side], seq, folded);
    }
    core::Decision decision = core::decideBaseline(entity, read, m_context.rules());
    m_context.append(id, kSf, {}, core::BaselineRead{std::move(read)});
    append(id, kSf, seq, std::move(decision));
    for (const core::Change& change : folded) {
        core::Decision one;
        for (const core::FieldChange& field : change.fields) {
            const mapping::FieldMapping& mapped = *m_object.find(field.field);
            const std::string& name = mapped.field[change.side];
            const core::Value now =
                mapping::translate(mapped, change.side, textOf(*waiting.read[change.side], name))[change.side];
            one.fields.push_back(overtaken(change, field, now));
        }
        append(id, change.side, change.seq, std::move(one));
    }
}

/// The newest folded change that set what was read, or a version that only the read knows.
core::Version StormRuntime::versionOf(const mapping::FieldMapping& field, core::Side side, const RecordRead& read,
                                      core::Seq seq, const std::vector<core::Change>& folded) const {
    core::Version version;
    version.id = {seq, side};
    version.value = mapping::translate(field, side, textOf(read, field.field[side]));
    version.byRead = true;
    for (auto change = folded.rbegin(); change != folded.rend(); ++change) {
        const core::FieldChange* const one = change->side == side ? fieldOf(*change, field.name) : nullptr;
        if (one == nullptr)
            continue;
        if (!core::same(one->value[side], version.value[side]))
            break;
        version = versionOfChange(*change, *one);
        version.byRead = true;
        return version;
    }
    const auto resolution = m_workspace.connection[side].clockResolution - std::chrono::milliseconds(1);
    version.time = {core::kBeginningOfTime, *read.modified + resolution, false, false};
    const auto history = read.history.find(field.field[side]);
    if (history != read.history.end() && history->second.front().text == version.value[side].text) {
        version.time = history->second.front().time;
        version.writer = history->second.front().writer;
    }
    return version;
}

void StormRuntime::gotForLink(core::EntityId id, Waiting waiting, const std::vector<RecordRead>& records) {
    const core::Entity entity = m_context.entity(id);
    if (entity.isLinked() || entity.undecided.empty())
        return;
    const core::Side side = entity.record.salesforce ? kSf : kHs;
    const core::Side there = core::other(side);
    if (waiting.step == Step::OwnRecord) {
        waiting.read[side] = records.front();
        waiting.step = Step::Partner;
        waiting.wants = {{id, there, *entity.record[side], true}};
        wait(id, std::move(waiting));
        return;
    }
    if (records.empty()) {
        prepareCreate(id, *waiting.read[side]);
        return;
    }
    core::RecordLinked linked;
    linked.record[side] = *entity.record[side];
    linked.record[there] = records.front().id;
    linked.origin = entity.creating ? core::LinkOrigin::Created : core::LinkOrigin::StoredId;
    m_context.append(id, side, entity.undecided.front(), std::move(linked));
}

/// Every field of the record gets a standing version, which the writer of the other side makes the partner from.
void StormRuntime::prepareCreate(core::EntityId id, const RecordRead& read) {
    const core::Entity entity = m_context.entity(id);
    const core::Side side = entity.record.salesforce ? kSf : kHs;
    const core::Change& change = m_captured.at(entity.undecided.front());
    core::Decision decision;
    for (const mapping::FieldMapping& field : m_object.fields) {
        core::Version version = versionOf(field, side, read, change.seq, {change});
        if (version.value[side].isBlank() && !entity.cells.contains(field.name)) {
            if (const core::FieldChange* const told = fieldOf(change, field.name))
                decision.fields.push_back(overtaken(change, *told, version.value[side]));
            continue;
        }
        core::FieldDecision& made = decision.fields.emplace_back();
        made.field = field.name;
        made.outcome = core::Outcome::Baseline;
        made.version = version;
        made.change.standing = version;
        made.change.standing->byRead = false;
        made.change.present[side] = std::move(version);
    }
    append(id, side, change.seq, std::move(decision));
}

}  // namespace syncline::test
