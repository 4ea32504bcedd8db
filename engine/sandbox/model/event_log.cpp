#include "engine/sandbox/model/event_log.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace syncline::sandbox::model {
namespace {

constexpr std::size_t kRecent = 1024;
constexpr std::size_t kPack = 512;

/// The first number in [first, end) for which it is not so any more; it is so for all before that.
template <typename Before>
std::uint64_t firstWhereNot(std::uint64_t first, std::uint64_t end, Before isBefore) {
    while (first < end) {
        const std::uint64_t middle = first + (end - first) / 2;
        if (isBefore(middle))
            first = middle + 1;
        else
            end = middle;
    }
    return first;
}

}  // namespace

std::uint64_t EventLog::firstNumber() const {
    if (!m_packed.empty())
        return std::max(m_forgotten, m_packed.front().firstNumber());
    return m_recent.empty() ? m_nextNumber : m_recent.front().number;
}

const Event& EventLog::at(std::uint64_t number) const {
    assert(number >= firstNumber() && number < m_nextNumber);
    if (const Event* event = recent(number))
        return *event;
    const PackedEvents& pack = packOf(number);
    if (m_unpacked.empty() || m_unpacked.front().number != pack.firstNumber())
        m_unpacked = pack.unpack();
    return m_unpacked[number - pack.firstNumber()];
}

base::WallTime EventLog::happened(std::uint64_t number) const {
    const Event* event = recent(number);
    return event != nullptr ? event->happened : packOf(number).happened(number);
}

std::uint64_t EventLog::firstAfter(base::WallTime moment) const {
    return firstWhereNot(firstNumber(), m_nextNumber, [&](std::uint64_t number) { return happened(number) <= moment; });
}

std::optional<std::uint64_t> EventLog::withReplayId(std::uint64_t id) const {
    const std::uint64_t number =
        firstWhereNot(firstNumber(), m_nextNumber, [&](std::uint64_t one) { return replayId(one) < id; });
    return number < m_nextNumber && replayId(number) == id ? std::optional(number) : std::nullopt;
}

std::vector<Event> EventLog::all() const {
    std::vector<Event> events;
    events.reserve(size());
    for (std::uint64_t number = firstNumber(); number < m_nextNumber; ++number)
        events.push_back(at(number));
    return events;
}

void EventLog::append(Event event, base::Random& random) {
    constexpr std::uint64_t kWidestGap = 40;
    if (!m_recent.empty())
        event.happened = std::max(event.happened, m_recent.back().happened);
    event.number = m_nextNumber++;
    m_lastReplayId += 1 + random.below(kWidestGap);
    event.replayId = m_lastReplayId;
    keep(std::move(event));
}

void EventLog::forgetBefore(base::WallTime moment) {
    if (empty() || happened(firstNumber()) >= moment)
        return;
    if (m_packed.empty()) {
        while (!m_recent.empty() && m_recent.front().happened < moment)
            m_recent.pop_front();
        return;
    }
    m_forgotten =
        firstWhereNot(firstNumber(), m_nextNumber, [&](std::uint64_t number) { return happened(number) < moment; });
    while (!m_packed.empty() && m_packed.front().endNumber() <= m_forgotten)
        m_packed.pop_front();
    while (m_packed.empty() && !m_recent.empty() && m_recent.front().number < m_forgotten)
        m_recent.pop_front();
}

void EventLog::restart() {
    m_packed.clear();
    m_recent.clear();
    m_unpacked.clear();
    m_lastReplayId = 0;
}

void EventLog::keep(Event event) {
    m_recent.push_back(std::move(event));
    if (m_recent.size() < kRecent + kPack)
        return;
    std::vector<Event> oldest(std::make_move_iterator(m_recent.begin()),
                              std::make_move_iterator(m_recent.begin() + kPack));
    m_recent.erase(m_recent.begin(), m_recent.begin() + kPack);
    m_packed.emplace_back(oldest);
}

const PackedEvents& EventLog::packOf(std::uint64_t number) const {
    return *std::ranges::partition_point(m_packed,
                                         [&](const PackedEvents& pack) { return pack.endNumber() <= number; });
}

std::uint64_t EventLog::replayId(std::uint64_t number) const {
    const Event* event = recent(number);
    return event != nullptr ? event->replayId : packOf(number).replayId(number);
}

/// Null when it is packed.
const Event* EventLog::recent(std::uint64_t number) const {
    return m_recent.empty() || number < m_recent.front().number ? nullptr : &m_recent[number - m_recent.front().number];
}

}  // namespace syncline::sandbox::model
