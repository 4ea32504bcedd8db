#pragma once

#include "ui/bridge/query.h"

#include <QJsonObject>

namespace syncline::ui::stream {

/// An entry for other programs: what it is, of which record, its fields with what became of each. Times are ISO 8601 in
/// UTC, names those of the filter language. Pure.
[[nodiscard]] QJsonObject entryJson(const EntryRow& row);

}  // namespace syncline::ui::stream
