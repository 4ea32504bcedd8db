#pragma once

#include "engine/core/version.h"
#include "engine/mapping/workspace.h"

#include <string>
#include <string_view>
#include <utility>

namespace syncline::runtime {

/// What a value that a person types would be on both sides, and why it cannot be written there.
struct OwnValue {
    core::PerSide<core::Value> value;
    core::PerSide<std::string> mistake;  ///< "" when it can be written there

    [[nodiscard]] bool isGood() const { return mistake.salesforce.empty() && mistake.hubspot.empty(); }
    bool operator==(const OwnValue&) const = default;
};

/// `text` as Salesforce would write it; "" is blank. Only what the mapping can tell: the API may refuse more. Pure; any
/// thread.
[[nodiscard]] OwnValue checkOwnValue(const mapping::FieldMapping& field, const std::string& text);

/// The same for those who do not know the mapping. Immutable; any thread.
class OwnValues {
public:
    explicit OwnValues(mapping::Workspace workspace) : m_workspace(std::move(workspace)) {}

    [[nodiscard]] OwnValue check(std::string_view object, std::string_view field, const std::string& text) const;

private:
    const mapping::Workspace m_workspace;
};

}  // namespace syncline::runtime
