#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"

#include <optional>

namespace syncline::ui {

enum RecordColumn {
    kField,
    kSalesforceValue,
    kSalesforceWritten,
    kAgreed,
    kState,
    kRule,
    kHubSpotValue,
    kHubSpotWritten,
    kRecordColumns
};

/// What a field's cell of the ledger is at, in a word or two.
[[nodiscard]] TextCell stateCell(const core::Cell& cell, core::PerSide<core::Mode> mode);

/// What is known of one field of the record: its cell of the ledger, empty where nothing is known yet, and how what
/// the sides hold was brought there, where the journal tells.
struct FieldLedger {
    core::Cell cell;
    core::PerSide<std::optional<RecordState::Brought>> brought = {};
};

/// One cell of the table of fields.
[[nodiscard]] Cell recordCell(const MappedField& field, const FieldLedger& ledger, RecordColumn column,
                              const TimeFormat& times, core::PerSide<core::Mode> mode);

/// How what a side holds came there.
enum class WrittenBy {
    Side,    ///< written there by others; what was read there too, whatever it is named by
    Us,      ///< by a write of ours
    Untold,  ///< by a write of ours, or the side came to the same value by itself: the ledger no longer tells
    Nobody,  ///< by nobody that is known: it was missing there when the record was first compared
};
[[nodiscard]] WrittenBy writtenBy(const FieldLedger& ledger, core::Side side);
/// Who wrote what a side holds, and when; of our own write also whose value it carried. "" where nothing is known.
[[nodiscard]] QString writtenInWords(const FieldLedger& ledger, core::Side side, const TimeFormat& times);

/// The sides hold different values.
[[nodiscard]] bool differs(const core::Cell& ledger);

}  // namespace syncline::ui
