#include "engine/delivery/read_back.h"

#include "engine/core/decide.h"
#include "engine/delivery/decision_entries.h"
#include "engine/mapping/translate.h"

#include <algorithm>
#include <utility>

namespace syncline::delivery {

using connectors::FindRequest;
using connectors::ReadRequest;
using connectors::RecordRead;

auto ReadBack::cellsInDoubt(const core::Entity& entity) const -> std::map<std::string, Seen> {
    std::map<std::string, Seen> cells;
    for (const auto& [field, cell] : entity.cells) {
        if (!isInDoubt(cell, m_parts.side))
            continue;
        Seen seen;
        if (const auto& present = cell.present[m_parts.side])
            seen.present = present->id;
        seen.write = cell.out[m_parts.side].back().write;
        cells.emplace(field, seen);
    }
    return cells;
}

void ReadBack::ask(WriterContext& context, WriterOutput& output) {
    const auto mayAsk = [&] {
        return !m_parts.moving.toRead().empty()
               && m_parts.gate.isOpen(context.monotonicNow(), m_requests.size(), m_parts.options.readsAtOnce);
    };
    while (mayAsk()) {
        const core::EntityId first = *m_parts.moving.toRead().begin();
        if (isLookedFor(context, first)) {
            if (auto request = find(context, first))
                output.finds.push_back(std::move(*request));
        } else if (auto request = read(context)) {
            output.reads.push_back(std::move(*request));
        }
    }
}

bool ReadBack::isLookedFor(WriterContext& context, core::EntityId id) const {
    const core::Entity* const entity = context.find(id);
    return entity != nullptr && !entity->record[m_parts.side];
}

std::optional<FindRequest> ReadBack::find(WriterContext& context, core::EntityId id) {
    m_parts.moving.setToRead(id, false);
    const core::Entity& entity = *context.find(id);
    Track& track = m_parts.moving.track(id);
    const mapping::ObjectMapping* const object = m_parts.workspace.find(entity.object);
    const auto lookUp = object == nullptr ? std::nullopt : lookUpOf(entity, *object, m_parts.side);
    if (!lookUp || !track.doubt)
        return std::nullopt;
    track.doubt->isAsked = true;
    FindRequest request;
    request.id = context.nextRequest();
    request.object = object->object[m_parts.side];
    request.field = lookUp->field;
    request.value = lookUp->value;
    m_requests[request.id] = {Asked{id, {}, {}, context.monotonicNow()}};
    return request;
}

/// A page of records of one object: those of the first that waits.
std::optional<ReadRequest> ReadBack::read(WriterContext& context) {
    const std::size_t limit = std::max<std::size_t>(m_parts.options.readsPerRequest, 1);
    const std::vector<core::EntityId> waiting(m_parts.moving.toRead().begin(), m_parts.moving.toRead().end());
    const mapping::ObjectMapping* object = nullptr;
    ReadRequest request;
    std::vector<Asked> page;
    for (const core::EntityId id : waiting) {
        if (page.size() == limit)
            break;
        const core::Entity* const entity = context.find(id);
        const mapping::ObjectMapping* const own = entity == nullptr ? nullptr : m_parts.workspace.find(entity->object);
        Track& track = m_parts.moving.track(id);
        if (own == nullptr || !track.doubt) {
            m_parts.moving.setToRead(id, false);
            continue;
        }
        if (!entity->record[m_parts.side] || (object != nullptr && own != object))
            continue;
        object = own;
        m_parts.moving.setToRead(id, false);
        track.doubt->isAsked = true;
        addRead(*entity, *own, request, page.emplace_back(Asked{id, {}, {}, context.monotonicNow()}));
    }
    if (page.empty())
        return std::nullopt;
    request.id = context.nextRequest();
    request.object = object->object[m_parts.side];
    m_requests.emplace(request.id, std::move(page));
    return request;
}

void ReadBack::addRead(const core::Entity& entity, const mapping::ObjectMapping& object, ReadRequest& request,
                       Asked& asked) const {
    asked.record = *entity.record[m_parts.side];
    asked.cells = cellsInDoubt(entity);
    request.ids.push_back(asked.record);
    for (const auto& [canonical, seen] : asked.cells) {
        const mapping::FieldMapping* const field = object.find(canonical);
        if (field == nullptr)
            continue;
        const std::string& name = field->field[m_parts.side];
        if (std::find(request.fields.begin(), request.fields.end(), name) == request.fields.end())
            request.fields.push_back(name);
    }
}

bool ReadBack::answered(WriterContext& context, const connectors::ReadAnswer& answer) {
    const auto found = m_requests.find(answer.id);
    if (found == m_requests.end())
        return false;
    const std::vector<Asked> page = std::move(found->second);
    m_requests.erase(found);
    m_parts.heed(answer.retryAfter, context.monotonicNow());
    for (const Asked& asked : page) {
        m_parts.moving.mark(asked.entity);
        lookAgain(asked.entity, context.monotonicNow());
        if (answer.error)
            continue;
        if (asked.record.empty()) {
            gotFound(context, asked, answer.records);
            continue;
        }
        const auto read = std::find_if(answer.records.begin(), answer.records.end(),
                                       [&](const RecordRead& one) { return one.askedFor == asked.record; });
        if (read != answer.records.end() && read->found)
            gotRead(context, asked, *read);
    }
    return true;
}

/// The next look, unless this one tells all.
void ReadBack::lookAgain(core::EntityId id, base::MonotonicTime now) {
    Track* const track = m_parts.moving.find(id);
    if (track == nullptr || !track->doubt)
        return;
    Doubt& doubt = *track->doubt;
    doubt.isAsked = false;
    ++doubt.looks;
    doubt.lookAt = now + m_parts.options.readBackDelay + m_parts.backoff.pause(doubt.looks, m_parts.random);
}

void ReadBack::gotRead(WriterContext& context, const Asked& asked, const RecordRead& read) {
    const core::Entity* const entity = context.find(asked.entity);
    const Track* const track = m_parts.moving.find(asked.entity);
    if (entity == nullptr || track == nullptr || !track->doubt)
        return;
    // A captured change that waits for its decision may be older or newer than the read. It is waited for, but not for
    // ever: it may itself wait for this write to be closed.
    if (!entity->undecided.empty() && asked.at < track->doubt->since + m_parts.options.settle)
        return;
    const mapping::ObjectMapping* const object = m_parts.workspace.find(entity->object);
    const std::map<std::string, Seen> now = cellsInDoubt(*entity);
    std::map<std::string, core::Value> values;
    for (const connectors::SideField& one : read.fields) {
        const mapping::FieldMapping* const field = object->findOn(m_parts.side, one.name);
        if (field == nullptr)
            continue;
        const auto before = asked.cells.find(field->name);
        const auto still = now.find(field->name);
        if (before != asked.cells.end() && still != now.end() && before->second == still->second)
            values[field->name] = mapping::translate(*field, m_parts.side, one.text)[m_parts.side];
    }
    if (values.empty())
        return;
    appendDecision(context, asked.entity, m_parts.side, core::decideReadBack(*entity, m_parts.side, values));
}

void ReadBack::gotFound(WriterContext& context, const Asked& asked, const std::vector<RecordRead>& found) {
    const core::Entity* const entity = context.find(asked.entity);
    const Track* const track = m_parts.moving.find(asked.entity);
    if (entity == nullptr || track == nullptr || !track->doubt || !entity->creating || entity->mergedInto)
        return;
    const core::Side side = m_parts.side;
    const core::Seq write = *entity->creating;
    if (entity->record[side])
        return;
    std::vector<std::string> ids;
    for (const RecordRead& read : found) {
        if (read.found && std::find(ids.begin(), ids.end(), read.id) == ids.end())
            ids.push_back(read.id);
    }
    // Between two candidates nobody guesses.
    if (ids.size() > 1)
        return;
    if (ids.size() == 1) {
        core::RecordLinked linked;
        linked.record[side] = ids.front();
        linked.record[core::other(side)] = *entity->record[core::other(side)];
        linked.origin = core::LinkOrigin::Created;
        const core::Seq made =
            context.append(asked.entity, side, write, core::WriteSucceeded{write, side, ids.front(), context.now()});
        context.append(asked.entity, side, made, std::move(linked));
        return;
    }
    const mapping::ObjectMapping* const object = m_parts.workspace.find(entity->object);
    const auto lookUp = lookUpOf(*entity, *object, side);
    const auto patience =
        lookUp && lookUp->byPartnerId ? m_parts.options.settle : m_parts.options.searchLag;
    if (asked.at >= track->doubt->since + patience)
        context.append(asked.entity, side, write,
                       core::WriteFailed{write, side, core::FailureClass::NotSent, {},
                                         "the new record was looked for and is not there", {}});
}

}  // namespace syncline::delivery
