#pragma once

#include "engine/connectors/hubspot/json_members.h"
#include "engine/connectors/hubspot/object_catalog.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::hubspot {

/// Which records are searched for: one property with one of several values.
struct SearchOrder {
    std::string property;
    const ObjectType* type = nullptr;  ///< null: nothing is known of it
    std::vector<std::string> values;

    [[nodiscard]] PropertyKind kind() const { return type == nullptr ? PropertyKind::Text : type->kindOf(property); }
};

/// The filter groups of one search, and how many of the values, from `first` on, they hold: as many as the limits on
/// groups and characters allow (HubSpot: CRM search; IN wants text in lower case, which is done for ASCII only, so that
/// other text is asked for by EQ). None when not even one value fits.
struct SearchFilters {
    json::array groups;
    std::size_t values = 0;
};
[[nodiscard]] std::optional<SearchFilters> filtersFor(const SearchOrder& order, std::size_t first);

/// The same value as far as a search would say so: without case and outer white space, numbers by their amount.
[[nodiscard]] bool isSameValue(PropertyKind kind, std::string_view a, std::string_view b);

}  // namespace syncline::connectors::hubspot
