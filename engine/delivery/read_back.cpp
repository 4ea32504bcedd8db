#include "engine/delivery/read_back.h"

#include "engine/core/decide.h"
#include "engine/delivery/decision_entries.h"
#include "engine/mapping/translate.h"

#include <algorithm>
#include <iterator>
#include <set>
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
        std::vector<Asked> page = takePage(context);
        if (page.empty())
            continue;
        const connectors::RequestId id = context.nextRequest();
        if (page.front().target.field.empty())
            output.reads.emplace_back(readRequest(page)).id = id;
        else
            output.finds.emplace_back(findRequest(page)).id = id;
        m_requests.emplace(id, std::move(page));
    }
}

/// None where there is nothing to ask for, or to ask by.
auto ReadBack::targetOf(WriterContext& context, core::EntityId id) -> std::optional<Target> {
    const core::Entity* const entity = context.find(id);
    const mapping::ObjectMapping* const object = entity == nullptr ? nullptr : m_parts.workspace.find(entity->object);
    if (object == nullptr || !m_parts.moving.track(id).doubt)
        return std::nullopt;
    if (const auto& record = entity->record[m_parts.side])
        return Target{object, {}, *record};
    auto lookUp = lookUpOf(*entity, *object, m_parts.side);
    if (!lookUp)
        return std::nullopt;
    return Target{object, std::move(lookUp->field), std::move(lookUp->value)};
}

/// Of those that are to be read the first, and what can be asked for in one request with it.
auto ReadBack::takePage(WriterContext& context) -> std::vector<Asked> {
    const std::size_t limit = std::max<std::size_t>(m_parts.options.readsPerRequest, 1);
    const std::vector<core::EntityId> waiting(m_parts.moving.toRead().begin(), m_parts.moving.toRead().end());
    std::vector<Asked> page;
    for (const core::EntityId id : waiting) {
        if (page.size() == limit)
            break;
        auto target = targetOf(context, id);
        if (target && !page.empty() && !target->fitsWith(page.front().target))
            continue;
        m_parts.moving.setToRead(id, false);
        if (!target)
            continue;
        m_parts.moving.track(id).doubt->isAsked = true;
        page.push_back({id, std::move(*target), cellsInDoubt(*context.find(id)), context.monotonicNow()});
    }
    return page;
}

ReadRequest ReadBack::readRequest(const std::vector<Asked>& page) const {
    const mapping::ObjectMapping& object = *page.front().target.object;
    ReadRequest request;
    request.object = object.object[m_parts.side];
    std::set<std::string> fields;
    for (const Asked& asked : page) {
        request.ids.push_back(asked.target.value);
        for (const auto& [canonical, seen] : asked.cells) {
            if (const mapping::FieldMapping* const field = object.find(canonical))
                fields.insert(field->field[m_parts.side]);
        }
    }
    request.fields.assign(fields.begin(), fields.end());
    return request;
}

FindRequest ReadBack::findRequest(const std::vector<Asked>& page) const {
    FindRequest request;
    request.object = page.front().target.object->object[m_parts.side];
    request.field = page.front().target.field;
    std::set<std::string> values;
    for (const Asked& asked : page)
        values.insert(asked.target.value);
    request.values.assign(values.begin(), values.end());
    return request;
}

bool ReadBack::answered(WriterContext& context, const connectors::ReadAnswer& answer) {
    const auto request = m_requests.find(answer.id);
    if (request == m_requests.end())
        return false;
    const std::vector<Asked> page = std::move(request->second);
    m_requests.erase(request);
    m_parts.heed(answer.retryAfter, context.monotonicNow());
    for (const Asked& asked : page) {
        m_parts.moving.mark(asked.entity);
        lookAgain(asked.entity, context.monotonicNow());
        if (answer.error)
            continue;
        std::vector<RecordRead> found;
        std::copy_if(answer.records.begin(), answer.records.end(), std::back_inserter(found),
                     [&](const RecordRead& one) { return one.found && one.askedFor == asked.target.value; });
        if (!asked.target.field.empty())
            gotFound(context, asked, found);
        else if (!found.empty() && found.front().id == asked.target.value)
            gotRead(context, asked, found.front());
        else
            gotNothing(context, asked);
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
    // ever: it may wait for a read of the other side.
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
    if (isLate(asked, *entity, *track->doubt) && holdsSomethingElse(*entity, values)) {
        // The stream would have told by now: what it has left out is found by comparing the record.
        appendGap(context, asked.entity, core::Seq(), {m_parts.side, entity->object, *entity->record[m_parts.side]},
                  "the record holds a value that its stream has not told of");
    }
    appendDecision(context, asked.entity, m_parts.side,
                   core::decideReadBack(*context.find(asked.entity), m_parts.side, values));
}

/// The stream would have told of what happened to the record before it was read.
bool ReadBack::isLate(const Asked& asked, const core::Entity& entity, const Doubt& doubt) const {
    return asked.at >= doubt.since + m_parts.options.longestLag && entity.undecided.empty();
}

/// The record is not there, or went into another one: its stream tells so, unless that is in a gap. The comparison
/// finds it missing then; no write is out any more for which it would wait.
void ReadBack::gotNothing(WriterContext& context, const Asked& asked) {
    const core::Side side = m_parts.side;
    const core::Entity* const entity = context.find(asked.entity);
    const Track* const track = m_parts.moving.find(asked.entity);
    if (entity == nullptr || track == nullptr || !track->doubt || !isLate(asked, *entity, *track->doubt))
        return;
    core::Decision decision;
    for (const auto& [field, cell] : entity->cells) {
        for (const core::Out& out : cell.out[side]) {
            if (!out.outcomeUnknown)
                continue;
            core::FieldDecision one;
            one.field = field;
            one.outcome = core::Outcome::NotLanded;
            one.version = out.version;
            one.standing = cell.standing;
            one.write = out.write;
            one.change.closedAlone[side] = out.write;
            decision.fields.push_back(std::move(one));
        }
    }
    appendGap(context, asked.entity, core::Seq(), {side, entity->object, asked.target.value},
              "the record is not there, and its stream has not told why");
    appendDecision(context, asked.entity, side, std::move(decision));
}

/// A field holds neither what we have sent nor what it held before.
bool ReadBack::holdsSomethingElse(const core::Entity& entity, const std::map<std::string, core::Value>& values) const {
    const core::Side side = m_parts.side;
    return std::any_of(values.begin(), values.end(), [&](const auto& one) {
        const core::Cell& cell = entity.cells.at(one.first);
        const auto isIt = [&](const core::Version& version) { return core::same(version.value[side], one.second); };
        return !(cell.present[side] && isIt(*cell.present[side]))
               && std::none_of(cell.out[side].begin(), cell.out[side].end(),
                               [&](const core::Out& out) { return isIt(out.version); });
    });
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
        if (std::find(ids.begin(), ids.end(), read.id) == ids.end())
            ids.push_back(read.id);
    }
    // Between two candidates nobody guesses.
    if (ids.size() > 1)
        return;
    if (ids.size() == 1) {
        const core::RecordKey record{side, entity->object, ids.front()};
        core::RecordLinked linked;
        linked.record[side] = ids.front();
        linked.record[core::other(side)] = *entity->record[core::other(side)];
        linked.origin = core::LinkOrigin::Created;
        linked.absorbed = otherHolderOf(context, asked.entity, record).stranger.value_or(core::EntityId());
        const core::Seq made =
            context.append(asked.entity, side, write, core::WriteSucceeded{write, side, ids.front(), context.now()});
        context.append(asked.entity, side, made, std::move(linked));
        appendGap(context, asked.entity, made, record,
                  "the answer to its create was lost: what the record holds has to be read");
        return;
    }
    const mapping::ObjectMapping* const object = m_parts.workspace.find(entity->object);
    const auto lookUp = lookUpOf(*entity, *object, side);
    const auto patience = lookUp && lookUp->byPartnerId ? m_parts.options.settle : m_parts.options.searchLag;
    if (asked.at >= track->doubt->since + patience)
        context.append(
            asked.entity, side, write,
            core::WriteFailed{
                write, side, core::FailureClass::NotSent, {}, "the new record was looked for and is not there", {}});
}

}  // namespace syncline::delivery
