#pragma once

#include "engine/core/filter_names.h"
#include "ui/stream/filter_choices.h"

#include <QString>
#include <string_view>
#include <vector>

namespace syncline::ui::stream {

/// What the words of the filter language mean, for who writes a filter (filter_language.md).
[[nodiscard]] QString meaningOfName(core::FilterName name);
[[nodiscard]] QString meaningOfOperator(const QString& op);
/// Of a value of a closed list: an outcome, a kind, a side, a reason.
[[nodiscard]] QString meaningOfValue(core::FilterName name, std::string_view value);
[[nodiscard]] std::vector<FilterChoice> writersWithMeaning();
[[nodiscard]] std::vector<FilterChoice> agesWithMeaning();

}  // namespace syncline::ui::stream
