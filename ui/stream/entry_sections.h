#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"

#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui::stream {

/// One line of a decoded entry.
struct EntryLine {
    TextCell label;
    Cell value;
    std::optional<core::Seq> leadsTo = {};  ///< an entry to go to
    QString field = {};                     ///< canonical, where the line is about one

    bool operator==(const EntryLine&) const = default;
};
struct EntrySection {
    QString title;
    std::vector<EntryLine> lines;

    bool operator==(const EntrySection&) const = default;
};

/// An entry decoded for a person, by its kind: where it came from, its fields, what was decided with the numbers, what
/// led to it and what came of it. Pure.
[[nodiscard]] std::vector<EntrySection> sectionsOf(const EntryDetail& detail, const TimeFormat& times);

}  // namespace syncline::ui::stream
