#include "engine/delivery/moving.h"

#include <algorithm>

namespace syncline::delivery {

Track* Moving::find(core::EntityId id) {
    const auto found = m_tracks.find(id);
    return found == m_tracks.end() ? nullptr : &found->second;
}

void Moving::forget(core::EntityId id) {
    if (find(id) == nullptr)
        return;
    setReady(id, std::nullopt);
    setTimer(id, std::nullopt);
    setToRead(id, false);
    m_tracks.erase(id);
}

std::vector<core::EntityId> Moving::all() const {
    std::vector<core::EntityId> ids;
    ids.reserve(m_tracks.size());
    for (const auto& [id, track] : m_tracks)
        ids.push_back(id);
    return ids;
}

void Moving::fire(base::MonotonicTime now) {
    while (!m_timers.empty() && m_timers.begin()->first <= now) {
        const core::EntityId id = m_timers.begin()->second;
        setTimer(id, std::nullopt);
        mark(id);
    }
}

std::optional<core::EntityId> Moving::takeMarked() {
    if (m_marked.empty())
        return std::nullopt;
    const core::EntityId id = *m_marked.begin();
    m_marked.erase(m_marked.begin());
    return id;
}

void Moving::setReady(core::EntityId id, std::optional<std::pair<Lane, core::Seq>> place) {
    Track& one = track(id);
    if (one.ready == place)
        return;
    if (one.ready) {
        const auto lane = m_ready.find(one.ready->first);
        lane->second.erase({one.ready->second, id});
        if (lane->second.empty())
            m_ready.erase(lane);
    }
    if (place)
        m_ready[place->first].insert({place->second, id});
    one.ready = std::move(place);
}

std::pair<Lane, std::vector<core::EntityId>> Moving::takeReady(std::size_t limit) {
    const auto oldest = std::min_element(m_ready.begin(), m_ready.end(), [](const auto& a, const auto& b) {
        return *a.second.begin() < *b.second.begin();
    });
    std::pair<Lane, std::vector<core::EntityId>> taken;
    if (oldest == m_ready.end())
        return taken;
    taken.first = oldest->first;
    for (const auto& [since, id] : oldest->second) {
        if (taken.second.size() == limit)
            break;
        taken.second.push_back(id);
    }
    for (const core::EntityId id : taken.second)
        setReady(id, std::nullopt);
    return taken;
}

void Moving::setToRead(core::EntityId id, bool isToBeRead) {
    if (isToBeRead)
        m_toRead.insert(id);
    else
        m_toRead.erase(id);
}

void Moving::setTimer(core::EntityId id, std::optional<base::MonotonicTime> moment) {
    Track& one = track(id);
    if (one.timer == moment)
        return;
    if (one.timer)
        m_timers.erase({*one.timer, id});
    if (moment)
        m_timers.insert({*moment, id});
    one.timer = moment;
}

std::optional<base::MonotonicTime> Moving::nextTimer() const {
    if (m_timers.empty())
        return std::nullopt;
    return m_timers.begin()->first;
}

}  // namespace syncline::delivery
