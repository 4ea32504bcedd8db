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

/// What a side holds came there by a write of ours. What was read there was written by others, whatever it is named by.
[[nodiscard]] bool isWrittenByUs(const core::Cell& ledger, core::Side side);
/// Who wrote what a side holds, and when; of our own write whose value it carried. "" where nothing is known.
[[nodiscard]] QString writtenInWords(const core::Cell& ledger, core::Side side, const TimeFormat& times);

/// The sides hold different values.
[[nodiscard]] bool differs(const core::Cell& ledger);

}  // namespace syncline::ui
