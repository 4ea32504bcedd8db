#include "engine/runtime/step_context.h"

#include <utility>

namespace syncline::runtime {

StepContext::StepContext(Ledger& ledger, const base::Clock& clock, core::Seq head)
    : m_ledger(ledger), m_clock(clock), m_last(head) {
    begin();
}

void StepContext::begin() {
    m_now = m_clock.wallNow();
    m_monotonicNow = m_clock.monotonicNow();
    m_output = {};
}

StepOutput StepContext::takeOutput() {
    return std::exchange(m_output, {});
}

core::Seq StepContext::append(core::EntityId entity, core::Side side, core::Seq cause, core::EntryBody body) {
    core::Entry entry;
    entry.entity = entity;
    entry.side = side;
    entry.cause = cause;
    entry.body = std::move(body);
    return append(std::move(entry), std::nullopt);
}

connectors::RequestId StepContext::nextRequest() {
    return connectors::RequestId(++m_requests);
}

core::Seq StepContext::append(core::Entry entry, std::optional<core::Identity> identity) {
    m_last = core::next(m_last);
    entry.seq = m_last;
    entry.captureTime = m_now;
    core::apply(m_ledger, entry);
    for (const core::EntityId id : core::entitiesOf(entry))
        m_touched.insert(id);
    for (const core::RecordKey& record : core::recordsOf(entry)) {
        if (const auto id = m_ledger.linkOf(record))
            m_touched.insert(*id);
    }
    m_output.batch.entries.push_back({std::move(entry), identity});
    return m_last;
}

void StepContext::append(core::EntityId entity, core::Side side, core::Seq cause, core::Decision decision) {
    using Kind = core::ConflictChange::Kind;
    const core::Seq decided = append(entity, side, cause, core::FieldsDecided{std::move(decision.fields)});
    for (core::ConflictChange& change : decision.conflicts) {
        if (change.kind == Kind::Opened) {
            append(entity, side, decided,
                   core::ConflictOpened{std::move(change.field), change.type, std::move(change.candidates)});
            continue;
        }
        const core::Entity* holder = find(entity);
        const auto cell = holder->cells.find(change.field);
        if (cell == holder->cells.end() || !cell->second.conflict)
            continue;
        const core::Conflict& open = *cell->second.conflict;
        if (change.kind == Kind::Updated) {
            append(entity, side, decided,
                   core::ConflictUpdated{open.id, std::move(change.field), std::move(change.candidates)});
            continue;
        }
        append(entity, side, decided,
               core::ConflictResolved{.conflict = open.id,
                                      .field = std::move(change.field),
                                      .standing = *change.standing,
                                      .candidates = open.candidates,
                                      .byItself = true,
                                      .who = {},
                                      .note = {},
                                      .type = open.type});
    }
}

std::set<core::EntityId> StepContext::takeTouched() {
    return std::exchange(m_touched, {});
}

void StepContext::wakeAt(base::MonotonicTime moment) {
    if (!m_output.wakeAt || moment < *m_output.wakeAt)
        m_output.wakeAt = moment;
}

}  // namespace syncline::runtime
