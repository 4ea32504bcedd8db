#pragma once

#include "engine/core/cell.h"

#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui {

/// What a person has begun for a conflict, and not applied.
struct ConflictDraft {
    core::Seq conflict;
    std::optional<std::size_t> taken;         ///< an index of a candidate
    std::vector<core::Candidate> candidates;  ///< that were to be chosen from
    std::optional<QString> ownValue;
    QString note;

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
    [[nodiscard]] std::optional<ConflictDraft> of(core::Seq conflict) const;

private:
    std::vector<ConflictDraft> m_drafts;  ///< the latest last
};

}  // namespace syncline::ui
