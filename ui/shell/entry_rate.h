#pragma once

#include "engine/base/clock.h"
#include "engine/core/ids.h"

#include <chrono>
#include <deque>
#include <optional>

namespace syncline::ui {

/// How fast the journal grows, over the last ten seconds. A value.
class EntryRate {
public:
    /// Begins with the first head that is one; before it the journal is not known.
    void note(core::Seq head, base::WallTime now);
    /// Entries a second; none before it has seen a second of them.
    [[nodiscard]] std::optional<double> perSecond() const;

private:
    static constexpr std::chrono::seconds kSpan{10};
    static constexpr std::chrono::milliseconds kApart{250};
    struct Mark {
        base::WallTime time;
        core::Seq head;
    };
    std::deque<Mark> m_marks;
};

}  // namespace syncline::ui
