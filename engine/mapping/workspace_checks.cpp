#include "engine/mapping/workspace_checks.h"

#include "engine/mapping/web_address.h"

#include <algorithm>

namespace syncline::mapping {
namespace {

bool isUuid(std::string_view text) {
    constexpr std::string_view kShape = "00000000-0000-0000-0000-000000000000";
    const auto fits = [](char c, char shape) {
        if (shape == '-')
            return c == '-';
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    return std::equal(text.begin(), text.end(), kShape.begin(), kShape.end(), fits);
}

void checkId(const JsonNode& id, Mistakes& mistakes) {
    if (!id.text().empty() && !isUuid(id.text()))
        mistakes.add(id.pointer(),
                     "expected a UUID such as 6f2c1f0e-9f5b-4b6e-8a53-0d6a5f1c2b7d, found " + inQuotes(id.text()));
}

void checkConnection(const JsonNode& connection, bool sandbox, Mistakes& mistakes) {
    const JsonNode address = connection["baseUrl"];
    if (sandbox && address.exists()) {
        mistakes.add(address.pointer(), "the sandbox has its own addresses; take out this one or \"sandbox\"");
        return;
    }
    if (!sandbox && connection.isObject() && !address.exists())
        mistakes.add(connection.pointer(), "\"baseUrl\" is missing");
    if (address.text().empty())
        return;
    if (const std::optional<std::string> fault = faultOfAddress(address.text()))
        mistakes.add(address.pointer(), *fault);
}

void checkConnections(const JsonNode& workspace, Mistakes& mistakes) {
    const JsonNode connections = workspace["connections"];
    const bool sandbox = workspace["sandbox"].exists();
    for (const char* const side : {"salesforce", "hubspot"}) {
        const JsonNode connection = connections[side];
        if (!sandbox && connections.isObject() && !connection.exists())
            mistakes.add(connections.pointer(), inQuotes(side) + " is missing");
        checkConnection(connection, sandbox, mistakes);
    }
}

}  // namespace

void UniqueNames::take(const JsonNode& node, const std::string& name) {
    if (name.empty())
        return;
    const auto first =
        std::find_if(m_taken.begin(), m_taken.end(), [&](const auto& taken) { return taken.first == name; });
    if (first == m_taken.end())
        m_taken.emplace_back(name, node.pointer());
    else
        m_mistakes.add(node.pointer(), inQuotes(node.text()) + " stands at " + first->second + " already");
}

std::string comparableName(std::string_view side, std::string name) {
    if (side == "salesforce") {
        for (char& c : name)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return name;
}

bool isIdentifier(std::string_view text) {
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && isLetter(text.front())
           && std::all_of(text.begin(), text.end(), [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

void checkWorkspace(const JsonNode& workspace, Mistakes& mistakes) {
    checkId(workspace["id"], mistakes);
    checkConnections(workspace, mistakes);
    UniqueNames names(mistakes);
    UniqueNames onSalesforce(mistakes);
    UniqueNames onHubspot(mistakes);
    for (const JsonNode& object : workspace["objects"].elements()) {
        names.take(object["name"], object["name"].text());
        onSalesforce.take(object["salesforce"], comparableName("salesforce", object["salesforce"].text()));
        onHubspot.take(object["hubspot"], object["hubspot"].text());
        checkObject(object, mistakes);
    }
    checkStreams(workspace["streams"], mistakes);
}

}  // namespace syncline::mapping
