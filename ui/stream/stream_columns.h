#pragma once

#include "ui/widgets/windowed_table.h"

#include <vector>

namespace syncline::ui::stream {

/// The columns of the stream, from the left (look.md, Tables).
enum StreamColumn {
    kChainColumn,
    kSequenceColumn,
    kTimeColumn,
    kEntryColumn,
    kSideColumn,
    kObjectColumn,
    kRecordColumn,
    kFieldColumn,
    kChangeColumn,
    kOutcomeColumn,
    kRuleColumn,
    kStreamColumns,
};

/// With titles, widths and what each tells.
[[nodiscard]] std::vector<Column> streamColumns();

}  // namespace syncline::ui::stream
