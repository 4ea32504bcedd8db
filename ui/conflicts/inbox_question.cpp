#include "ui/conflicts/inbox_question.h"

#include <utility>

namespace syncline::ui {

void InboxQuestion::ask(InboxPart part, Answered answered) {
    if (part == InboxPart::Resolved) {
        m_ticket = m_bridge.query<ResolvedConflicts>({}, std::move(answered));
        return;
    }
    if (part == InboxPart::Open) {
        m_ticket = m_bridge.query<OpenConflicts>({}, std::move(answered));
        return;
    }
    m_ticket = m_bridge.query<OpenConflicts>(
        {}, [this, answered = std::move(answered)](const base::Result<std::vector<ConflictRow>>& open) {
            if (!open)
                return answered(open);
            m_open = *open;
            askRest(answered);
        });
}

void InboxQuestion::askRest(Answered answered) {
    m_ticket = m_bridge.query<ResolvedConflicts>(
        {}, [this, answered = std::move(answered)](const base::Result<std::vector<ConflictRow>>& resolved) {
            if (!resolved)
                return answered(resolved);
            std::vector<ConflictRow> all = std::exchange(m_open, {});
            all.insert(all.end(), resolved->begin(), resolved->end());
            answered(all);
        });
}

}  // namespace syncline::ui
