#include "ui/conflicts/conflict_drafts.h"

#include <algorithm>
#include <string>
#include <utility>

namespace syncline::ui {

bool ConflictDraft::isWritten() const {
    const auto isOwn = [this](const core::Candidate& one) {
        return one.version.value[one.place].text.value_or(std::string()) != ownValue->toStdString();
    };
    return !note.isEmpty()
           || (ownValue && !ownValue->isEmpty() && std::all_of(candidates.begin(), candidates.end(), isOwn));
}

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

void ConflictDrafts::dropOthers(const std::set<core::Seq>& open) {
    m_drafts.erase(std::remove_if(m_drafts.begin(), m_drafts.end(),
                                  [&](const ConflictDraft& one) { return open.count(one.conflict) == 0; }),
                   m_drafts.end());
}

std::size_t ConflictDrafts::countWritten() const {
    return static_cast<std::size_t>(
        std::count_if(m_drafts.begin(), m_drafts.end(), [](const ConflictDraft& one) { return one.isWritten(); }));
}

std::optional<ConflictDraft> ConflictDrafts::of(core::Seq conflict) const {
    const auto found = std::find_if(m_drafts.begin(), m_drafts.end(),
                                    [&](const ConflictDraft& one) { return one.conflict == conflict; });
    return found == m_drafts.end() ? std::nullopt : std::optional(*found);
}

}  // namespace syncline::ui
