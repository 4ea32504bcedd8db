#include "engine/mapping/workspace_reader.h"

#include "engine/mapping/workspace_names.h"

#include <string>
#include <system_error>

namespace syncline::mapping {
namespace {

using core::Side;
using core::TieBreak;

std::chrono::milliseconds millisecondsOf(const JsonNode& node, std::chrono::milliseconds otherwise) {
    return std::chrono::milliseconds(node.wholeNumber().value_or(otherwise.count()));
}

std::string textOr(const JsonNode& node, std::string_view otherwise) {
    return node.exists() ? node.text() : std::string(otherwise);
}

core::PerSide<std::string> textPerSide(const JsonNode& node) {
    return {node["salesforce"].text(), node["hubspot"].text()};
}

Connection connectionOf(const JsonNode& node, Side side, const std::filesystem::path& folder) {
    const bool salesforce = side == Side::Salesforce;
    Connection connection;
    connection.baseUrl = node["baseUrl"].text();
    if (connection.baseUrl.ends_with('/'))
        connection.baseUrl.pop_back();
    connection.clientId = node["clientId"].text();
    connection.apiVersion = textOr(node["apiVersion"], salesforce ? "66.0" : "2026-09");
    if (node["caFile"].exists()) {
        std::error_code failure;
        const std::filesystem::path file = folder / node["caFile"].text();
        const std::filesystem::path absolute = std::filesystem::absolute(file, failure);
        connection.caFile = failure ? file.string() : absolute.string();
    }
    connection.account = node[salesforce ? "orgId" : "portalId"].text();
    connection.appId = node["appId"].text();
    connection.clientName = textOr(node["clientName"], connection.clientName);
    const auto resolution = std::chrono::milliseconds(salesforce ? 1000 : 1);
    connection.clockResolution = millisecondsOf(node["clockResolutionMs"], resolution);
    connection.pollInterval = millisecondsOf(node["pollIntervalMs"], connection.pollInterval);
    return connection;
}

/// The sandbox's people see at once what crosses; to real accounts nothing is sent that nobody has asked for. The
/// checks refuse a sandbox with addresses, so that no real account is ever behind one.
core::Mode modeOf(const JsonNode& node, const std::optional<SandboxSettings>& sandbox) {
    return modeNamed(node.text()).value_or(sandbox ? core::Mode::Live : core::Mode::Observe);
}

std::optional<SandboxSettings> sandboxOf(const JsonNode& node) {
    if (!node.exists())
        return std::nullopt;
    SandboxSettings settings;
    settings.seed = static_cast<std::uint64_t>(node["seed"].wholeNumber().value_or(1));
    settings.editsPerSecond = node["editsPerSecond"].number().value_or(settings.editsPerSecond);
    return settings;
}

/// What an object says for all its fields.
struct Defaults {
    core::FieldRule rule;
    std::optional<TieBreak> firstComparison;
};

TieBreak preferenceFor(Side side) {
    return side == Side::Salesforce ? TieBreak::Salesforce : TieBreak::HubSpot;
}

/// Of an owned field the owner's version stands where two have to be chosen between, too.
core::FieldRule ownedBy(Side owner, core::OnRefused onRefused) {
    core::FieldRule rule;
    rule.admission = {owner, onRefused};
    rule.choice.tieBreak = preferenceFor(owner);
    rule.firstComparison = preferenceFor(owner);
    return rule;
}

core::FieldRule ruleOf(const JsonNode& node, const core::FieldRule& otherwise) {
    if (!node.exists())
        return otherwise;
    core::FieldRule rule;
    if (!node.isObject()) {
        rule.choice.kind = core::ChoiceKind::Review;
        return rule;
    }
    if (const std::optional<Side> owner = core::sideNamed(node["owner"].text()))
        return ownedBy(*owner, onRefusedNamed(node["onRefused"].text()).value_or(core::OnRefused::Revert));
    const JsonNode lastWriterWins = node["lastWriterWins"];
    rule.choice.tolerance = millisecondsOf(lastWriterWins["toleranceMs"], rule.choice.tolerance);
    rule.choice.tieBreak = preferenceNamed(lastWriterWins["tieBreak"].text()).value_or(rule.choice.tieBreak);
    return rule;
}

core::FieldRule fieldRuleOf(const JsonNode& field, const Defaults& defaults) {
    const std::string direction = field["direction"].text();
    core::FieldRule rule = ruleOf(field["rule"], defaults.rule);
    if (direction == "toSalesforce" || direction == "toHubspot") {
        const Side owner = direction == "toHubspot" ? Side::Salesforce : Side::HubSpot;
        rule = ownedBy(owner, onRefusedNamed(field["onRefused"].text()).value_or(core::OnRefused::Keep));
    }
    if (const auto own = preferenceNamed(field["firstComparison"].text()))
        rule.firstComparison = *own;
    else if (defaults.firstComparison && !rule.admission.owner)
        rule.firstComparison = *defaults.firstComparison;
    return rule;
}

FieldMapping fieldOf(const JsonNode& node, const Defaults& defaults) {
    FieldMapping field;
    field.name = node["name"].text();
    field.field = textPerSide(node);
    field.comparison = comparisonNamed(node["compare"].text()).value_or(Comparison::Trimmed);
    field.scale = static_cast<int>(node["scale"].wholeNumber().value_or(-1));
    for (const std::string& option : node["options"].names())
        field.options.push_back({option, node["options"][option].text()});
    field.blankAs = textPerSide(node["blankAs"]);
    field.rule = fieldRuleOf(node, defaults);
    return field;
}

ObjectMapping objectOf(const JsonNode& node) {
    ObjectMapping object;
    object.name = node["name"].text();
    object.object = textPerSide(node);
    object.partnerId = textPerSide(node["partnerId"]);
    for (const JsonNode& key : node["match"].elements())
        object.matchKeys.push_back({key.text()});
    object.create.salesforce = node["create"]["salesforce"].truth().value_or(false);
    object.create.hubspot = node["create"]["hubspot"].truth().value_or(false);
    const Defaults defaults{ruleOf(node["defaults"]["rule"], {}),
                            preferenceNamed(node["defaults"]["firstComparison"].text())};
    for (const JsonNode& field : node["fields"].elements())
        object.fields.push_back(fieldOf(field, defaults));
    return object;
}

}  // namespace

Workspace workspaceOf(const JsonNode& document, const std::filesystem::path& folder) {
    Workspace workspace;
    workspace.folder = folder;
    workspace.name = document["name"].text();
    workspace.id = document["id"].text();
    for (const Side side : core::kSides)
        workspace.connection[side] = connectionOf(document["connections"][core::name(side)], side, folder);
    workspace.sandbox = sandboxOf(document["sandbox"]);
    workspace.mode.salesforce = modeOf(document["mode"]["toSalesforce"], workspace.sandbox);
    workspace.mode.hubspot = modeOf(document["mode"]["toHubspot"], workspace.sandbox);
    for (const JsonNode& object : document["objects"].elements())
        workspace.objects.push_back(objectOf(object));
    for (const JsonNode& stream : document["streams"].elements())
        workspace.streams.push_back({stream["name"].text(), stream["file"].text(), stream["filter"].text()});
    workspace.timing.settle = millisecondsOf(document["timing"]["settleMs"], workspace.timing.settle);
    return workspace;
}

}  // namespace syncline::mapping
