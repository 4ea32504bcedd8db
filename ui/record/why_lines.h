#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/time_comparison.h"

#include <QString>
#include <optional>
#include <vector>

namespace syncline::ui {

/// One statement of why a value is what it is, with the entry that says so. Parts between backticks are data.
struct WhyLine {
    std::optional<core::Side> side;  ///< a badge in place of the icon
    Icon icon = Icon::Info;
    QString text;
    std::optional<core::Seq> entry;

    bool operator==(const WhyLine&) const = default;
};

/// Why a field's value stands: a headline, and at most about eight statements.
struct Why {
    QString headline;
    std::vector<WhyLine> lines;
    std::optional<TimeComparison::Content> times;  ///< where two times were compared
    std::optional<core::Seq> decision;
};
[[nodiscard]] Why whyThisValue(const core::Cell& cell, const MappedField& field, const std::vector<FieldEvent>& story,
                               const TimeFormat& times);

/// The changes of the field that did not cross, newest first, with the reason of each and the time of its writer. What
/// was held back by a conflict is not among them where the other side has come to hold it, and holds it still while the
/// conflict is open.
[[nodiscard]] std::vector<WhyLine> whyNot(const core::Cell& cell, const std::vector<FieldEvent>& story,
                                          const TimeFormat& times);

}  // namespace syncline::ui
