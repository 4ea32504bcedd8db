#include "engine/sandbox/model/event_log.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace syncline::sandbox::model {
namespace {

constexpr std::size_t kRecent = 1024;
constexpr std::size_t kPack = 512;

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
    const PackedEvents& pack =
        *std::ranges::partition_point(m_packed, [&](const PackedEvents& one) { return one.endNumber() <= number; });
    return unpacked(pack)[number - pack.firstNumber()];
}

base::WallTime EventLog::happened(std::uint64_t number) const {
    return at(number).happened;
}

std::uint64_t EventLog::firstAfter(base::WallTime moment) const {
    return firstWhereNot([&](const EventKey& key) { return key.happened <= moment; });
}

std::optional<std::uint64_t> EventLog::withReplayId(std::uint64_t id) const {
    const std::uint64_t number = firstWhereNot([&](const EventKey& key) { return key.replayId < id; });
    return number < m_nextNumber && at(number).replayId == id ? std::optional(number) : std::nullopt;
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
    if (empty() || m_oldest >= moment)
        return;
    m_forgotten = firstWhereNot([&](const EventKey& key) { return key.happened < moment; });
    while (!m_packed.empty() && m_packed.front().endNumber() <= m_forgotten)
        m_packed.pop_front();
    while (m_packed.empty() && !m_recent.empty() && m_recent.front().number < m_forgotten)
        m_recent.pop_front();
    m_oldest = empty() ? base::WallTime() : happened(firstNumber());
}

void EventLog::restart() {
    m_packed.clear();
    m_recent.clear();
    m_unpacked.clear();
    m_oldest = {};
    m_lastReplayId = 0;
}

void EventLog::keep(Event event) {
    m_recent.push_back(std::move(event));
    if (m_recent.size() < kRecent + kPack)
        return;
    std::vector<Event> oldest(std::make_move_iterator(m_recent.begin()),
                              std::make_move_iterator(m_recent.begin() + kPack));
    m_recent.erase(m_recent.begin(), m_recent.begin() + kPack);
    m_packed.emplace_back(oldest, m_file);
}

const std::vector<Event>& EventLog::unpacked(const PackedEvents& pack) const {
    if (m_unpacked.empty() || m_unpacked.front().number != pack.firstNumber())
        m_unpacked = pack.unpack();
    return m_unpacked;
}

/// The number of the first retained event for which it is not so any more; it is so for all before that. Looks into one
/// pack at most.
template <typename Before>
std::uint64_t EventLog::firstWhereNot(Before isBefore) const {
    const auto whereNot = [&](const auto& events) {
        return std::ranges::partition_point(events, isBefore, keyOf) - events.begin();
    };
    if (!m_recent.empty() && (m_packed.empty() || isBefore(keyOf(m_recent.front()))))
        return m_recent.front().number + static_cast<std::uint64_t>(whereNot(m_recent));
    const auto behind = std::ranges::partition_point(m_packed, isBefore, &PackedEvents::firstKey);
    if (behind == m_packed.begin())
        return firstNumber();
    const PackedEvents& pack = *std::prev(behind);
    return std::max(firstNumber(), pack.firstNumber() + static_cast<std::uint64_t>(whereNot(unpacked(pack))));
}

/// Null when it is packed.
const Event* EventLog::recent(std::uint64_t number) const {
    return m_recent.empty() || number < m_recent.front().number ? nullptr : &m_recent[number - m_recent.front().number];
}

}  // namespace syncline::sandbox::model
