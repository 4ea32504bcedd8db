#include "engine/core/side.h"

namespace syncline::core {

std::string_view name(Side side) {
    return side == Side::Salesforce ? "salesforce" : "hubspot";
}

std::optional<Side> sideNamed(std::string_view text) {
    for (const Side side : kSides) {
        if (text == name(side))
            return side;
    }
    return std::nullopt;
}

}  // namespace syncline::core
