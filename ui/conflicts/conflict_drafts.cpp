#include "ui/conflicts/conflict_drafts.h"

#include <algorithm>
#include <utility>

namespace syncline::ui {

void ConflictDrafts::keep(ConflictDraft draft) {
    drop(draft.conflict);
    if (!draft.taken && !draft.ownValue && draft.note.isEmpty())
        return;
    if (m_drafts.size() == kMostDrafts)
        m_drafts.erase(m_drafts.begin());
    m_drafts.push_back(std::move(draft));
}

void ConflictDrafts::drop(core::Seq conflict) {
    m_drafts.erase(std::remove_if(m_drafts.begin(), m_drafts.end(),
                                  [&](const ConflictDraft& one) { return one.conflict == conflict; }),
                   m_drafts.end());
}

std::optional<ConflictDraft> ConflictDrafts::of(core::Seq conflict) const {
    const auto found = std::find_if(m_drafts.begin(), m_drafts.end(),
                                    [&](const ConflictDraft& one) { return one.conflict == conflict; });
    return found == m_drafts.end() ? std::nullopt : std::optional(*found);
}

}  // namespace syncline::ui
