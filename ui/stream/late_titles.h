#pragma once

#include "ui/bridge/query.h"

#include <map>
#include <vector>

namespace syncline::ui::stream {

/// Entries that were read before the projections knew all that their rows say: what their record is called, what was
/// there before, by which rule. Read again when the projections come further. A record that has no name by then is not
/// asked for again; what the row itself says is late is, ever more seldom where it stays so.
class LateTitles {
public:
    void notice(const EntryRow& row);
    /// Those to be read again now that `projected` is reached, ascending.
    [[nodiscard]] std::vector<core::Seq> takeKnownBy(core::Seq projected);

private:
    struct Waiting {
        bool isLate = false;
        int tries = 0;
        core::Seq triedAt = {};
    };
    [[nodiscard]] static bool isDue(const Waiting& waiting, core::Seq projected);

    std::map<core::Seq, Waiting> m_waiting;
};

}  // namespace syncline::ui::stream
