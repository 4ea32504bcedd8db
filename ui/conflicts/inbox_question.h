#pragma once

#include "ui/bridge/bridge.h"

#include <functional>
#include <vector>

namespace syncline::ui {

/// Which conflicts the inbox lists; in the order of its tabs.
enum class InboxPart { Open, Resolved, All };

/// Asks for a part of the inbox. A new question takes the place of the one that is out. On the GUI thread.
class InboxQuestion {
public:
    using Answered = std::function<void(const base::Result<std::vector<ConflictRow>>&)>;
    explicit InboxQuestion(Bridge& bridge) : m_bridge(bridge) {}

    /// All: the open ones, then the latest resolutions.
    void ask(InboxPart part, Answered answered);

private:
    void askRest(Answered answered);

    Bridge& m_bridge;
    std::vector<ConflictRow> m_open;
    Ticket m_ticket;
};

}  // namespace syncline::ui
