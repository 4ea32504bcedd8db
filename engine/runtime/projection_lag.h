#pragma once

#include "engine/base/clock.h"
#include "engine/core/ids.h"

#include <chrono>
#include <cstdint>
#include <deque>

namespace syncline::runtime {

/// How far the projections have to be before more is taken in: they may be behind by so many entries, and by no entry
/// that has been durable for longer than that (semantics, section 2). On the sequencer's thread.
class ProjectionLag {
public:
    ProjectionLag(std::int64_t entries, std::chrono::milliseconds time) : m_entries(entries), m_time(time) {}

    /// Entries up to `head` are durable since now.
    void committed(core::Seq head, base::MonotonicTime now);
    /// The least watermark that is not too far behind; 0: any.
    [[nodiscard]] core::Seq least(base::MonotonicTime now);

private:
    struct Mark {
        core::Seq head;
        base::MonotonicTime at;
    };

    std::int64_t m_entries;
    std::chrono::milliseconds m_time;
    std::deque<Mark> m_young;  ///< in order of time, and of sequence; not yet so old
    core::Seq m_old;           ///< the last that is
    core::Seq m_head;
};

}  // namespace syncline::runtime
