#pragma once

#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/schema.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

/// Properties that HubSpot keeps itself: ids, stamps, source. The model's schema does not list them.
[[nodiscard]] const std::vector<model::FieldSchema>& systemProperties(model::ObjectKind kind);
[[nodiscard]] bool isSystemProperty(model::ObjectKind kind, std::string_view name);
/// A property of either sort; null when there is none.
[[nodiscard]] const model::FieldSchema* findProperty(model::ObjectKind kind, std::string_view name);

/// The definition of a property as its API tells it (HubSpot: properties guide).
[[nodiscard]] json::object propertyJson(model::ObjectKind kind, const model::FieldSchema& field);

}  // namespace syncline::sandbox::hubspot
