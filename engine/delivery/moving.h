#pragma once

#include "engine/base/clock.h"
#include "engine/core/ids.h"

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncline::delivery {

/// What may stand in one request: records of one object, all to be made or none.
struct Lane {
    std::string object;
    bool create = false;

    auto operator<=>(const Lane&) const = default;
};

/// Since when some writes to a record are in doubt, the last of them, and when it is looked at next.
struct Doubt {
    base::MonotonicTime since;
    base::MonotonicTime lookAt;
    int looks = 0;
    bool isAsked = false;  ///< a read is out
};

/// A good answer whose event has not come yet.
struct Answered {
    base::WallTime at;         ///< as the state has it
    base::MonotonicTime seen;  ///< when this writer saw it first
};

/// What a writer remembers of an entity beside its state. All of it may be lost: it is about patience only.
struct Track {
    bool isOut = false;                 ///< a write to its record is out
    int failures = 0;                   ///< in a row
    base::MonotonicTime notBefore{};    ///< its backoff ends then
    std::set<std::string> triedSingly;  ///< fields to be sent alone: together they were refused and none was named
    std::optional<Doubt> doubt;
    std::vector<Answered> answered;

    std::optional<std::pair<Lane, core::Seq>> ready;  ///< where it stands in its lane
    std::optional<base::MonotonicTime> timer;
};

/// The entities that a writer has to do with, and which of them are next: ready to be written, to be read back, to be
/// looked at again because they have changed or their time has come. Everything in a fixed order.
class Moving {
public:
    /// Null when nothing is remembered of it.
    [[nodiscard]] Track* find(core::EntityId id);
    [[nodiscard]] Track& track(core::EntityId id) { return m_tracks[id]; }
    void forget(core::EntityId id);
    [[nodiscard]] std::vector<core::EntityId> all() const;

    void mark(core::EntityId id) { m_marked.insert(id); }
    [[nodiscard]] bool hasMarked() const { return !m_marked.empty(); }
    void fire(base::MonotonicTime now);
    /// The one with the lowest id that was marked or whose timer has fired.
    [[nodiscard]] std::optional<core::EntityId> takeMarked();

    void setReady(core::EntityId id, std::optional<std::pair<Lane, core::Seq>> place);
    [[nodiscard]] bool hasReady() const { return !m_ready.empty(); }
    /// The lane whose first entity has waited longest: at most `limit` of them, longest first. They are no longer
    /// ready.
    [[nodiscard]] std::pair<Lane, std::vector<core::EntityId>> takeReady(std::size_t limit);

    void setToRead(core::EntityId id, bool isToBeRead);
    [[nodiscard]] const std::set<core::EntityId>& toRead() const { return m_toRead; }

    void setTimer(core::EntityId id, std::optional<base::MonotonicTime> moment);
    [[nodiscard]] std::optional<base::MonotonicTime> nextTimer() const;

private:
    std::map<core::EntityId, Track> m_tracks;
    std::map<Lane, std::set<std::pair<core::Seq, core::EntityId>>> m_ready;  ///< no lane is empty
    std::set<core::EntityId> m_toRead;
    std::set<core::EntityId> m_marked;
    std::set<std::pair<base::MonotonicTime, core::EntityId>> m_timers;
};

}  // namespace syncline::delivery
