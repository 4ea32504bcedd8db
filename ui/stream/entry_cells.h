#pragma once

#include "ui/bridge/query.h"
#include "ui/stream/chain.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"

#include <QString>
#include <optional>
#include <string>
#include <vector>

namespace syncline::ui::stream {

/// What a row is shown with beside what its entry says.
struct EntryLook {
    TimeFormat times;
    Chain chain;
    bool isOld = false;  ///< a side does not answer: rows are muted, since what they say may be so no more
};

/// The cell of one column (StreamColumn). Pure.
[[nodiscard]] Cell entryCell(const EntryRow& row, int column, const EntryLook& look);
/// Attention for conflicts, Failure for what was refused for good; else Normal. Pure.
[[nodiscard]] Tone entryFill(const EntryRow& row);
/// What a row that is not loaded shows. `seq` where it is known by the row's place; else a block as well.
[[nodiscard]] Cell unloadedCell(qint64 row, int column, std::optional<core::Seq> seq, const EntryLook& look);

/// What a row shows in the place of an entry that cannot be read.
[[nodiscard]] Cell unreadableCell(int column, core::Seq seq, const EntryLook& look);

/// What a side held when the entry was made.
struct HeldValue {
    core::Side side = core::Side::Salesforce;
    core::Value value;

    bool operator==(const HeldValue&) const = default;
};
/// A field of an entry with its value before and after; both none where the entry names it without a value.
struct FieldValues {
    std::string field;
    std::optional<core::Value> before;
    std::optional<core::Value> after;
    /// Where values stand beside each other, and none came in the other's place: read, or to be chosen from. `after` is
    /// the last of them then.
    std::vector<HeldValue> held = {};

    bool operator==(const FieldValues&) const = default;
};
/// All that the entry names, the one that speaks for it first.
[[nodiscard]] std::vector<FieldValues> fieldsOf(const EntryRow& row);

/// "read: SVP" where a comparison found the same on both sides, "both: SVP" where candidates have become the same, else
/// "Salesforce SVP · HubSpot VP".
[[nodiscard]] QString heldInWords(const std::vector<HeldValue>& held, core::EntryKind in);

/// The rule by which the entry's speaking field was judged: that of the moment, else as far as the decision itself
/// tells; "" where no rule was asked.
[[nodiscard]] QString ruleWords(const EntryRow& row);

/// What the columns say, between tabs: for copying.
[[nodiscard]] QString entryText(const EntryRow& row, const EntryLook& look);

}  // namespace syncline::ui::stream
