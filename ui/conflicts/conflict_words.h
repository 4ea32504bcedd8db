#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icon.h"

#include <QString>
#include <optional>

namespace syncline::ui {

/// Why a person is asked: what both did, the number compared, the rule. Parts between backticks are data.
[[nodiscard]] QString whyAsked(const ConflictRow& conflict);

/// "Photo finish on", "Refused change to", "First comparison of"; the field follows.
[[nodiscard]] QString causeOf(const ConflictRow& conflict);
[[nodiscard]] Icon causeIcon(const ConflictRow& conflict);

/// The side whose change the base was made before: it held the base then, the other side need not have.
[[nodiscard]] core::Side baseSide(const ConflictRow& conflict);
/// "what HubSpot held before its change, entry 3,141,882"
[[nodiscard]] QString baseInWords(const ConflictRow& conflict);

/// Who wrote a candidate and by what: "Jane Cole, in Salesforce".
[[nodiscard]] QString whoWrote(const core::Candidate& candidate);
/// Its side has others: the side's name alone does not say which is meant.
[[nodiscard]] bool isOneOfSide(const ConflictRow& conflict, const core::Candidate& candidate);
/// Its value in the words of a button: as much of it as is as wide as a side's name.
[[nodiscard]] QString valueOnButton(const core::Candidate& candidate);
/// Its value in a tooltip, and to be heard.
[[nodiscard]] QString valueSpoken(const core::Candidate& candidate);
/// When it was written, as finely as its source says it.
[[nodiscard]] QString whenWritten(const core::Version& version, const TimeFormat& times);

/// How a resolved one ended, in a list's words: "Salesforce’s SVP by ada", "own value Director by ada, undone".
[[nodiscard]] QString outcomeInShort(const ConflictRow& conflict);

/// How it came that a candidate's place holds another value.
enum class Covered {
    Unseen,    ///< by our own write, and no person has decided about it
    ByChoice,  ///< a person who saw it chose another value, and that was undone since
    Somehow,   ///< it was the one that was chosen, and what was there before is not told
};
/// Of one that was overwritten.
[[nodiscard]] Covered howCovered(const ConflictRow& conflict, const core::Candidate& candidate);
/// On its card's mark: there is room for few words.
[[nodiscard]] QString coveredInShort(Covered how);
/// What the mark means.
[[nodiscard]] QString coveredInWords(Covered how);
/// What was decided, and that it was undone: "ada took HubSpot’s value `VP` at 10:42. grace undid that at 10:45;
/// nothing was written back." Empty for a conflict that was opened once.
[[nodiscard]] QString whatWasUndone(const ConflictRow& conflict, const TimeFormat& times);

/// The side of which no candidate is left: the other one has seen its value and changed it, while what was overwritten
/// there stays a candidate. None: both have one.
[[nodiscard]] std::optional<core::Side> sideWithoutCandidate(const ConflictRow& conflict);
/// "Salesforce has no candidate: it holds `VP`."; empty where both sides have one.
[[nodiscard]] QString absentInWords(const ConflictRow& conflict);

/// Why a resolution cannot be taken back; empty: it can.
[[nodiscard]] QString whyNotUndone(const ConflictRow& conflict);
/// The same where the engine refused it: a sentence, and what can be done. `of` is fieldOfRecord().
[[nodiscard]] QString whyUndoRefused(const QString& of, const base::Error& error);
/// "title of Noor Haddad"
[[nodiscard]] QString fieldOfRecord(const ConflictRow& conflict);

/// Why nothing is chosen and nothing undone in this window, and what to do: elsewhere while another process has the
/// workspace (`isHeld`), and here when that one has ended.
[[nodiscard]] QString whyReadOnly(bool isHeld);

/// How it ended: "E. Hartmann took Salesforce’s value at 10:42:18.004. “Asked Priya by phone.”", and
/// who undid that
[[nodiscard]] QString howResolved(const ConflictRow& conflict, const TimeFormat& times);

}  // namespace syncline::ui
