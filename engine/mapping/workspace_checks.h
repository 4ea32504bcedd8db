#pragma once

#include "engine/mapping/json_node.h"
#include "engine/mapping/mistakes.h"

namespace syncline::mapping {

/// What a schema cannot say of a workspace: names that are used twice or name nothing, addresses, options that cannot
/// be told apart, rules that contradict each other. Looks at whatever the schema has left standing. Pure.
void checkWorkspace(const JsonNode& workspace, Mistakes& mistakes);

/// Its streams: files outside the folder or of the workspace itself, filters that do not parse. A part of the above.
void checkStreams(const JsonNode& streams, Mistakes& mistakes);

/// One object's mapping. A part of the above.
void checkObject(const JsonNode& object, Mistakes& mistakes);

/// Tells of names that are used twice.
class UniqueNames {
public:
    explicit UniqueNames(Mistakes& mistakes) : m_mistakes(mistakes) {}

    /// `name` as it is compared; "" is left alone.
    void take(const JsonNode& node, const std::string& name);

private:
    Mistakes& m_mistakes;
    std::vector<std::pair<std::string, std::string>> m_taken;  ///< names and where they were first
};

/// As API names are compared: Salesforce does not tell their case apart.
[[nodiscard]] std::string comparableName(std::string_view side, std::string name);

/// A letter or underscore, then letters, digits, underscores.
[[nodiscard]] bool isIdentifier(std::string_view text);

}  // namespace syncline::mapping
