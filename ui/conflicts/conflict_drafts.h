#pragma once

#include "engine/core/cell.h"

#include <QString>
#include <optional>
#include <set>
#include <vector>

namespace syncline::ui {

/// What a person has begun for a conflict, and not applied.
struct ConflictDraft {
    core::Seq conflict;
    std::optional<std::size_t> taken;         ///< an index of a candidate
    std::vector<core::Candidate> candidates;  ///< that were to be chosen from
    std::optional<QString> ownValue;
    QString note;

    /// There is text in it that a person would have to write again: a candidate's is a click away.
    [[nodiscard]] bool isWritten() const;
    bool operator==(const ConflictDraft&) const = default;
};

/// A draft for each conflict that was left open with something begun, while the program runs. Those that were kept last
/// are held, up to kMostDrafts.
class ConflictDrafts {
public:
    static constexpr std::size_t kMostDrafts = 50;

    /// In the place of what was kept for that conflict before. One that says nothing is no draft.
    void keep(ConflictDraft draft);
    void drop(core::Seq conflict);
    /// Those of conflicts that are not among these.
    void dropOthers(const std::set<core::Seq>& open);
    [[nodiscard]] std::optional<ConflictDraft> of(core::Seq conflict) const;
    [[nodiscard]] std::size_t countWritten() const;

private:
    std::vector<ConflictDraft> m_drafts;  ///< the latest last
};

}  // namespace syncline::ui
