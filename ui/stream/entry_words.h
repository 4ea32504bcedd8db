#pragma once

#include "engine/core/entry.h"
#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/entry_kinds.h"
#include "ui/widgets/icon.h"

#include <QString>

namespace syncline::ui::stream {

/// What became of an entry in two or three words, with the icon and tone of look.md. `grave` 0: nothing to see; higher
/// is worse. In an entry with several fields the gravest one speaks.
struct OutcomeWords {
    QString text;
    Icon icon = Icon::None;
    Tone tone = Tone::Normal;
    bool isStrong = false;
    int grave = 0;

    bool operator==(const OutcomeWords&) const = default;
};
inline constexpr int kGraveAttention = 2;
inline constexpr int kGraveFailure = 3;

[[nodiscard]] OutcomeWords outcomeOf(const core::FieldDecision& decision);
[[nodiscard]] OutcomeWords outcomeOf(const core::Entry& entry);
/// The field of a decision that speaks for its entry; null when it decided none.
[[nodiscard]] const core::FieldDecision* speakingField(const core::FieldsDecided& body);

/// "photo finish: 150 ms apart, tolerance 500 ms"; empty where nothing was chosen.
[[nodiscard]] QString reasonInWords(const core::FieldDecision& decision);

/// One line for lists of causes and effects: "decision: applied to HubSpot".
[[nodiscard]] QString summaryOf(const EntryRow& row);

}  // namespace syncline::ui::stream
