#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"

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

/// One cell of the table of fields; `ledger` is the field's, empty where nothing is known of it yet.
[[nodiscard]] Cell recordCell(const MappedField& field, const core::Cell& ledger, RecordColumn column,
                              const TimeFormat& times, core::PerSide<core::Mode> mode);

/// How what a side holds came there.
enum class WrittenBy {
    Side,    ///< written there by others; what was read there too, whatever it is named by
    Us,      ///< by a write of ours
    Untold,  ///< by a write of ours, or the side came to the same value by itself: the ledger no longer tells
};
[[nodiscard]] WrittenBy writtenBy(const core::Cell& ledger, core::Side side);
/// Who wrote what a side holds, and when; of our own write whose value it carried. "" where nothing is known.
[[nodiscard]] QString writtenInWords(const core::Cell& ledger, core::Side side, const TimeFormat& times);

/// The sides hold different values.
[[nodiscard]] bool differs(const core::Cell& ledger);

}  // namespace syncline::ui
