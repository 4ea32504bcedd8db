#pragma once

#include "engine/mapping/workspace.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::salesforce {

/// An object of the org that is mapped, by its API name, and how each of its mapped fields is compared.
struct SObject {
    std::string name;
    std::map<std::string, mapping::Comparison, std::less<>> fields;

    [[nodiscard]] bool maps(std::string_view field) const { return fields.contains(field); }
    /// Trimmed when it is not mapped.
    [[nodiscard]] mapping::Comparison comparison(std::string_view field) const;
};

using SObjects = std::map<std::string, SObject, std::less<>>;

/// By API name. Several mappings of one object become one.
[[nodiscard]] SObjects sobjectsOf(const std::vector<mapping::ObjectMapping>& mappings);

}  // namespace syncline::connectors::salesforce
