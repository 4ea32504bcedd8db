#pragma once

#include "ui/bridge/query.h"

#include <map>
#include <vector>

namespace syncline::ui::stream {

/// Entries that were read before the projections knew what their record is called: read once more when they do. A
/// record that has no name by then is not asked for again.
class LateTitles {
public:
    void notice(const EntryRow& row);
    /// Those that `projected` has passed, ascending; they are told once.
    [[nodiscard]] std::vector<core::Seq> takeKnownBy(core::Seq projected);

private:
    std::map<core::Seq, bool> m_waiting;  ///< true: read again by now
};

}  // namespace syncline::ui::stream
