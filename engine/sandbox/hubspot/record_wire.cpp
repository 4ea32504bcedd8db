#include "engine/sandbox/hubspot/record_wire.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/model/folding.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

using model::ActorKind;
using model::ObjectKind;

std::vector<std::string> defaultProperties(ObjectKind kind) {
    if (kind == ObjectKind::Contact)
        return {"createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"};
    return {"createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"};
}

/// These come with every answer, asked for or not.
std::vector<std::string> constantProperties(ObjectKind kind) {
    return {"createdate", std::string(objectType(kind).modifiedProperty), "hs_object_id"};
}

void addOnce(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
}

json::array historyOf(const Portal& portal, const std::vector<model::Version>& versions) {
    constexpr std::size_t kShortDepth = 20;
    const std::size_t depth = portal.dialect("history-depth-20") ? kShortDepth : versions.size();
    json::array history;
    for (auto version = versions.rbegin(); version != versions.rend() && history.size() < depth; ++version) {
        const ChangeSource source = sourceOf(portal, *version->actor);
        json::object entry{{"value", version->value.value_or("")},
                           {"timestamp", base::formatIso8601(version->stamp)},
                           {"sourceType", source.type}};
        if (!source.id.empty())
            entry["sourceId"] = source.id;
        if (!source.label.empty())
            entry["sourceLabel"] = source.label;
        if (!source.userId.empty())
            entry["updatedByUserId"] = idNumber(source.userId);
        history.push_back(std::move(entry));
    }
    return history;
}

json::object historyMember(const Portal& portal, const model::Record& record, const std::vector<std::string>& names) {
    json::object all;
    const model::Histories histories = record.histories();
    for (const std::string& name : names) {
        const auto found = histories.find(name);
        if (found != histories.end())
            all[name] = historyOf(portal, found->second);
    }
    return all;
}

}  // namespace

ChangeSource sourceOf(const Portal& portal, const model::Actor& actor) {
    if (actor.kind == ActorKind::User)
        return {"CRM_UI", "userId:" + actor.userId, {}, actor.userId};
    if (actor.kind == ActorKind::Automation)
        return {"AUTOMATION_PLATFORM", actor.application, {}, {}};
    if (actor.client == kStaticTokenClient && portal.dialect("app-writes-source-api"))
        return {"API", {}, {}, {}};
    const HubSpotOptions& options = portal.options();
    const bool other = actor.application == std::to_string(options.otherAppId);
    return {"INTEGRATION", actor.application, other ? options.otherAppName : options.appName, {}};
}

Wanted allWritten(ObjectKind kind, const json::object& input) {
    Wanted wanted{defaultProperties(kind), {}};
    if (const json::object* properties = objectMember(input, "properties")) {
        for (const auto& member : *properties)
            addOnce(wanted.properties, std::string(member.key()));
    }
    return wanted;
}

PropertyMap systemValuesOf(const Portal& portal, const model::Record& record, base::WallTime modified) {
    PropertyMap values;
    values["hs_object_id"] = record.id;
    values["createdate"] = base::formatIso8601(record.created);
    values[std::string(objectType(record.object).modifiedProperty)] = base::formatIso8601(modified);
    const ChangeSource source = sourceOf(portal, record.creator);
    values["hs_object_source"] = source.type;
    if (!source.id.empty())
        values["hs_object_source_id"] = source.id;
    if (!source.label.empty())
        values["hs_object_source_label"] = source.label;
    if (!record.mergedFrom.empty()) {
        values["hs_merged_object_ids"] = model::joinOptions(record.mergedFrom);
        if (record.object == ObjectKind::Contact)
            values["hs_calculated_merged_vids"] = model::joinOptions(record.mergedFrom);
    }
    return values;
}

PropertyMap propertiesOf(const Portal& portal, const model::Record& record) {
    PropertyMap properties = systemValuesOf(portal, record, record.modified);
    for (const auto& [field, versions] : record.fields) {
        if (!versions.empty() && versions.back().value)
            properties[field] = *versions.back().value;
    }
    return properties;
}

json::object recordJson(const Portal& portal, const model::Record& record, const PropertyMap& properties,
                        const Wanted& wanted) {
    std::vector<std::string> names = wanted.properties.empty() ? defaultProperties(record.object) : wanted.properties;
    for (const std::string& name : wanted.history)
        addOnce(names, name);
    for (const std::string& name : constantProperties(record.object))
        addOnce(names, name);
    const bool known = !portal.dialect("requested-blank-left-out");
    json::object shown;
    for (const std::string& name : names) {
        const auto found = properties.find(name);
        if (found != properties.end())
            shown[name] = found->second;
        else if (known && portal.crm().schema(record.object).find(name) != nullptr)
            shown[name] = nullptr;
    }
    json::object body{{"id", record.id}, {"properties", std::move(shown)}};
    if (!wanted.history.empty())
        body["propertiesWithHistory"] = historyMember(portal, record, wanted.history);
    const std::string modified(objectType(record.object).modifiedProperty);
    const auto stamp = properties.find(modified);
    body["createdAt"] = base::formatIso8601(record.created);
    body["updatedAt"] = stamp != properties.end() ? stamp->second : base::formatIso8601(record.modified);
    body["archived"] = record.state != model::RecordState::Live;
    if (record.state != model::RecordState::Live)
        body["archivedAt"] = base::formatIso8601(record.removed);
    body["url"] = "https://app.hubspot.com/contacts/" + portal.id() + "/record/"
                  + std::string(objectType(record.object).typeId) + "/" + record.id;
    return body;
}

json::object recordJson(const Portal& portal, const model::Record& record, const Wanted& wanted) {
    return recordJson(portal, record, propertiesOf(portal, record), wanted);
}

}  // namespace syncline::sandbox::hubspot
