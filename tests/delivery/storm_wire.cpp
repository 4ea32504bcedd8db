#include "tests/delivery/storm_wire.h"

#include <algorithm>
#include <set>
#include <utility>

namespace syncline::test {

using connectors::ReadAnswer;
using connectors::RecordWrite;
using connectors::RecordWritten;
using connectors::WriteEffect;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLatestEffect{900};  ///< below WriterOptions::readBackDelay

}  // namespace

void StormWire::setFaults(bool areOn, Automation automation) {
    m_faults = areOn;
    m_automation = std::move(automation);
}

std::optional<StormWire::Answer> StormWire::progress() {
    if (m_flights.empty())
        return std::nullopt;
    const std::size_t index = m_random.below(m_flights.size());
    if (!m_flights[index].answer) {
        doThere(m_flights[index]);
        return std::nullopt;
    }
    Flight arrived = std::move(m_flights[index]);
    m_flights.erase(m_flights.begin() + static_cast<std::ptrdiff_t>(index));
    for (const RecordWrite& record : arrived.late)
        doLate(arrived.side, record);
    if (auto* const written = std::get_if<connectors::WriteAnswer>(&arrived.answer->body))
        written->answeredAt = m_context.now();
    return std::move(arrived.answer);
}

void StormWire::doThere(Flight& flight) {
    m_context.advance(milliseconds(1));
    if (const auto* const request = std::get_if<connectors::WriteRequest>(&flight.request)) {
        flight.answer = Answer{flight.side, write(flight, *request)};
    } else if (const auto* const reading = std::get_if<connectors::ReadRequest>(&flight.request)) {
        flight.answer = Answer{flight.side, read(flight.side, *reading)};
    } else {
        flight.answer = Answer{flight.side, find(flight.side, std::get<connectors::FindRequest>(flight.request))};
    }
}

connectors::WriteAnswer StormWire::write(Flight& flight, const connectors::WriteRequest& request) {
    connectors::WriteAnswer answer;
    answer.id = request.id;
    for (const RecordWrite& record : request.records)
        answer.records.push_back(write(flight, record));
    if (fails(0.1))
        answer.records.clear();
    if (fails(0.1))
        answer.retryAfter = milliseconds(m_random.between(1, 4000));
    return answer;
}

RecordWritten StormWire::write(Flight& flight, const RecordWrite& record) {
    StormCrm& crm = m_crm[flight.side];
    switch (m_faults ? m_random.below(12) : 11) {
        case 0:
            return refused(WriteEffect::None);
        case 1:
            return refused(WriteEffect::Unknown);
        case 2:
            crm.write(record, m_context.now());
            return refused(WriteEffect::Unknown);
        case 3:
            flight.late.push_back(record);
            return refused(WriteEffect::Unknown);
        case 4:
            return refused(WriteEffect::Permanent, {record.fields.front().name});
        case 5:
            return refused(WriteEffect::Permanent);
        default:
            break;
    }
    RecordWrite done = record;
    const std::optional<std::string> text = m_automation ? m_automation() : std::nullopt;
    if (text) {
        m_truth.madeInOurStep(flight.side, *text, shownText(done.fields.front().text));
        done.fields.front().text = text;
    }
    const std::size_t before = crm.count();
    const std::string id = crm.write(done, m_context.now());
    if (text)
        crm.helped(id, done.fields.front().name);
    return taken(id, crm.count() > before);
}

ReadAnswer StormWire::read(core::Side side, const connectors::ReadRequest& request) {
    ReadAnswer answer;
    answer.id = request.id;
    for (const std::string& id : request.ids)
        answer.records.push_back(m_crm[side].read(id));
    return orNot(std::move(answer));
}

ReadAnswer StormWire::find(core::Side side, const connectors::FindRequest& request) {
    ReadAnswer answer;
    answer.id = request.id;
    for (const std::string& value : request.values) {
        for (connectors::RecordRead& found : m_crm[side].findByPartner(value))
            answer.records.push_back(std::move(found));
    }
    return orNot(std::move(answer));
}

ReadAnswer StormWire::orNot(ReadAnswer answer) {
    if (fails(0.3)) {
        answer.records.clear();
        answer.error = base::Error{base::ErrorCode::Unavailable, "read", "contact", "503", {}};
    }
    return answer;
}

void StormWire::forget() {
    for (const Flight& flight : std::exchange(m_flights, {})) {
        for (const RecordWrite& record : flight.late)
            doLate(flight.side, record);
        const auto* const request = std::get_if<connectors::WriteRequest>(&flight.request);
        if (request == nullptr || flight.answer)
            continue;
        for (const RecordWrite& record : request->records) {
            if (m_random.chance(0.5))
                doLate(flight.side, record);
        }
    }
}

void StormWire::doLate(core::Side side, const RecordWrite& record) {
    m_late.push_back(
        {side, record, m_context.monotonicNow() + milliseconds(m_random.between(0, kLatestEffect.count()))});
}

void StormWire::landLate() {
    const auto isDue = [&](const Late& one) { return one.at <= m_context.monotonicNow(); };
    for (const Late& one : m_late) {
        if (isDue(one))
            m_crm[one.side].write(one.record, m_context.now());
    }
    std::erase_if(m_late, isDue);
}

std::optional<base::MonotonicTime> StormWire::nextLate() const {
    std::optional<base::MonotonicTime> next;
    for (const Late& one : m_late)
        next = std::min(next.value_or(one.at), one.at);
    return next;
}

bool StormWire::hasTwoOfOneRecord() const {
    std::set<std::pair<core::Side, std::string>> seen;
    for (const Flight& flight : m_flights) {
        const auto* const request = std::get_if<connectors::WriteRequest>(&flight.request);
        if (request == nullptr)
            continue;
        for (const RecordWrite& record : request->records) {
            if (!seen.insert({flight.side, record.id ? *record.id : *record.key->text}).second)
                return true;
        }
    }
    return false;
}

}  // namespace syncline::test
