#include "engine/mapping/nearest_name.h"

#include "engine/mapping/mistakes.h"

#include <optional>

namespace syncline::mapping {

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
    const std::optional<std::string> nearest = nearestName(name, known);
    return nearest ? "; did you mean " + inQuotes(*nearest) + "?" : std::string();
}

}  // namespace syncline::mapping
