#include "engine/delivery/sender.h"

#include "engine/delivery/decision_entries.h"

#include <algorithm>
#include <utility>

namespace syncline::delivery {

using connectors::RecordWritten;
using connectors::WriteEffect;
using core::FailureClass;

void Sender::send(WriterContext& context, WriterOutput& output) {
    const std::size_t limit = std::max<std::size_t>(m_parts.options.recordsPerRequest, 1);
    const std::size_t atOnce = m_parts.options.requestsAtOnce;
    while (context.rules().mode[m_parts.side] == core::Mode::Live && m_parts.moving.hasReady()
           && m_parts.gate.isOpen(context.monotonicNow(), m_requests.size(), atOnce)) {
        const auto [lane, ids] = m_parts.moving.takeReady(limit);
        connectors::WriteRequest request;
        std::vector<Sent> sent;
        for (const core::EntityId id : ids) {
            if (auto record = draft(context, id, lane, sent))
                request.records.push_back(std::move(*record));
            m_parts.moving.mark(id);
        }
        if (sent.empty())
            continue;
        request.id = context.nextRequest();
        request.object = m_parts.workspace.find(lane.object)->object[m_parts.side];
        m_requests.emplace(request.id, std::move(sent));
        output.writes.push_back(std::move(request));
    }
}

std::optional<connectors::RecordWrite> Sender::draft(WriterContext& context, core::EntityId id, const Lane& lane,
                                                     std::vector<Sent>& sent) {
    const core::Side side = m_parts.side;
    const core::Entity* const entity = context.find(id);
    const mapping::ObjectMapping* const object = entity == nullptr ? nullptr : m_parts.workspace.find(entity->object);
    auto work = object == nullptr ? std::nullopt : dueWork(*entity, *object, side);
    Track& track = m_parts.moving.track(id);
    if (!work || track.isOut || work->create != lane.create)
        return std::nullopt;
    if (!work->create)
        chooseSingle(track, work->fields);

    connectors::RecordWrite record;
    record.id = entity->record[side];
    if (work->create && !object->partnerId[side].empty())
        record.key = {object->partnerId[side], entity->record[core::other(side)]};
    core::WriteSent body{side, entity->record[side], track.failures + 1, {}};
    Sent& one = sent.emplace_back();
    one.entity = id;
    one.create = work->create;
    for (const DueField& field : work->fields) {
        record.fields.push_back({field.mapping->field[side], field.version->value[side].text});
        body.fields.push_back({field.mapping->name, *field.version});
        one.fields.push_back(field.mapping->name);
    }
    track.isOut = true;
    one.write = context.append(id, side, work->since, std::move(body));
    return record;
}

/// Fields that were refused together without one being named go alone, each once.
void Sender::chooseSingle(Track& track, std::vector<DueField>& fields) {
    const auto single = std::find_if(fields.begin(), fields.end(), [&](const DueField& field) {
        return track.triedSingly.contains(field.mapping->name);
    });
    if (single == fields.end()) {
        track.triedSingly.clear();
        return;
    }
    track.triedSingly.erase(single->mapping->name);
    fields = {*single};
}

void Sender::answered(WriterContext& context, const connectors::WriteAnswer& answer) {
    const auto found = m_requests.find(answer.id);
    if (found == m_requests.end())
        return;
    const std::vector<Sent> request = std::move(found->second);
    m_requests.erase(found);
    m_parts.heed(answer.retryAfter, context.monotonicNow());

    bool didSomething = false;
    for (std::size_t i = 0; i < request.size(); ++i) {
        RecordWritten written;
        written.message = "the answer says nothing of this record";
        if (i < answer.records.size())
            written = answer.records[i];
        didSomething = didSomething || written.effect == WriteEffect::Done || written.effect == WriteEffect::Permanent;
        answeredOne(context, request[i], written, answer.answeredAt);
    }
    if (didSomething)
        m_parts.gate.requestSucceeded();
    else
        m_parts.gate.requestFailed(context.monotonicNow(), m_parts.random);
}

void Sender::answeredOne(WriterContext& context, const Sent& sent, const RecordWritten& written,
                         base::WallTime answeredAt) {
    m_parts.moving.track(sent.entity).isOut = false;
    m_parts.moving.mark(sent.entity);
    if (written.effect == WriteEffect::Done)
        succeeded(context, sent, written, answeredAt);
    else
        failed(context, sent, written);
}

void Sender::succeeded(WriterContext& context, const Sent& sent, const RecordWritten& written,
                       base::WallTime answeredAt) {
    m_parts.moving.track(sent.entity).failures = 0;
    core::WriteSucceeded body{sent.write, m_parts.side, std::nullopt, answeredAt};
    const core::Entity* const entity = context.find(sent.entity);
    const bool takesRecord = entity != nullptr && !entity->mergedInto
                             && (!entity->record[m_parts.side] || entity->record[m_parts.side] == written.id);
    if (!sent.create || !takesRecord) {
        context.append(sent.entity, m_parts.side, sent.write, std::move(body));
        return;
    }
    core::RecordLinked linked;
    linked.record[m_parts.side] = written.id;
    linked.record[core::other(m_parts.side)] = entity->record[core::other(m_parts.side)].value_or("");
    linked.origin = core::LinkOrigin::Created;
    const core::RecordKey record{m_parts.side, entity->object, written.id};
    const Holder holder = otherHolderOf(context, sent.entity, record);
    body.created = written.id;
    const core::Seq made = context.append(sent.entity, m_parts.side, sent.write, std::move(body));
    if (written.created)
        appendBlank(context, sent, made);
    if (holder.stranger) {
        linked.absorbed = *holder.stranger;
        context.append(sent.entity, m_parts.side, made, std::move(linked));
    }
    if (!written.created)
        appendGap(context, sent.entity, made, record, "the record was there already: what it holds has to be read");
    else if (holder.isToBeRead)
        appendGap(context, sent.entity, made, record,
                  "what was told of the new record was decided before it was known");
}

/// What was not sent the new record does not hold: it is not for a comparison to take that for a value of the side.
void Sender::appendBlank(WriterContext& context, const Sent& sent, core::Seq made) const {
    const core::Side side = m_parts.side;
    const core::Entity& entity = *context.find(sent.entity);
    core::FieldsDecided blank;
    for (const mapping::FieldMapping& field : m_parts.workspace.find(entity.object)->fields) {
        const bool isSent = std::find(sent.fields.begin(), sent.fields.end(), field.name) != sent.fields.end();
        const auto cell = entity.cells.find(field.name);
        const bool isKnown = cell != entity.cells.end() && cell->second.present[side];
        if (isSent || isKnown || field.field[side].empty())
            continue;
        core::FieldDecision decision;
        decision.field = field.name;
        decision.outcome = core::Outcome::Baseline;
        decision.version = core::Version{.id = {made, side}};
        if (cell != entity.cells.end())
            decision.standing = cell->second.standing;
        decision.change.present[side] = decision.version;
        blank.fields.push_back(std::move(decision));
    }
    if (!blank.fields.empty())
        context.append(sent.entity, side, made, std::move(blank));
}

void Sender::failed(WriterContext& context, const Sent& sent, const RecordWritten& written) {
    Track& track = m_parts.moving.track(sent.entity);
    core::WriteFailed body{sent.write, m_parts.side, FailureClass::Unknown, written.code, written.message, {}};
    switch (written.effect) {
        case WriteEffect::None:
            body.failure = FailureClass::NotSent;
            ++track.failures;
            track.notBefore = context.monotonicNow() + m_parts.backoff.pause(track.failures, m_parts.random);
            break;
        case WriteEffect::Permanent:
            track.failures = 0;
            body.failure = FailureClass::Permanent;
            body.fields = namedFields(context, sent, written);
            if (body.fields.empty() && !sent.create && sent.fields.size() > 1) {
                body.failure = FailureClass::NotSent;
                track.triedSingly = {sent.fields.begin(), sent.fields.end()};
            }
            break;
        case WriteEffect::Unknown:
        case WriteEffect::Done:
            ++track.failures;
            // This one may still land: what was lost before it waits with it.
            if (track.doubt && track.doubt->isAsked)
                track.doubt->since = context.monotonicNow();
            else
                track.doubt.reset();
            break;
    }
    context.append(sent.entity, m_parts.side, sent.write, std::move(body));
}

/// The fields that the API names, of those that were sent, by their canonical names.
std::vector<std::string> Sender::namedFields(WriterContext& context, const Sent& sent,
                                             const RecordWritten& written) const {
    std::vector<std::string> named;
    const core::Entity* const entity = context.find(sent.entity);
    const mapping::ObjectMapping* const object = entity == nullptr ? nullptr : m_parts.workspace.find(entity->object);
    if (object == nullptr)
        return named;
    for (const std::string& canonical : sent.fields) {
        const mapping::FieldMapping* const field = object->find(canonical);
        const bool isNamed = field != nullptr
                             && std::find(written.fields.begin(), written.fields.end(), field->field[m_parts.side])
                                    != written.fields.end();
        if (isNamed)
            named.push_back(canonical);
    }
    return named;
}

}  // namespace syncline::delivery
