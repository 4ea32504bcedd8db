#include "engine/sandbox/hubspot/catalog_api.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/property_catalog.h"
#include "engine/sandbox/model/folding.h"

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::size_t kOwnersPage = 100;
constexpr std::size_t kOwnersMost = 500;

Problem noSuchProperty(const std::string& name) {
    return {.status = 404,
            .category = "OBJECT_NOT_FOUND",
            .message = "Property " + name + " does not exist",
            .subCategory = "Properties.PROPERTY_NOT_FOUND",
            .context = {{"propertyName", jsonList(name)}}};
}

std::string offsetText(std::chrono::minutes offset) {
    const auto minutes = std::chrono::abs(offset).count();
    const auto twoDigits = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return (offset.count() < 0 ? "-" : "+") + twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60);
}

}  // namespace

Reply CatalogApi::properties(const Call& call) const {
    const std::vector<std::string>& rest = call.rest();
    const ObjectType* type = rest.empty() ? nullptr : findObjectType(rest[0]);
    if (type == nullptr)
        return Problem{.status = 400,
                       .category = {},
                       .message = "Unable to infer object type from: " + (rest.empty() ? std::string() : rest[0])};
    const bool reads = call.method() == "GET" || rest.back() == "read";
    const std::vector<std::string> scopes =
        reads ? std::vector<std::string>{schemaScope(type->kind, false), objectScope(type->kind, false)}
              : std::vector<std::string>{schemaScope(type->kind, true)};
    if (auto problem = lacksScope(m_portal, call.caller, scopes))
        return *problem;
    if (rest.size() == 1)
        return call.method() == "POST" ? createProperty(call, type->kind) : listProperties(call, type->kind);
    if (rest.size() == 2 && rest[1] == "groups")
        return propertyGroups(type->kind);
    if (rest.size() == 2)
        return oneProperty(call, type->kind, rest[1]);
    if (rest.size() == 3 && rest[1] == "batch" && rest[2] == "read" && call.method() == "POST")
        return batchReadProperties(call, type->kind);
    return noRoute();
}

Reply CatalogApi::listProperties(const Call& call, model::ObjectKind kind) const {
    if (call.method() != "GET")
        return wrongMethod();
    json::array results;
    if (!call.query.flag("archived")) {
        for (const model::FieldSchema& field : m_portal.crm().schema(kind).fields)
            results.push_back(propertyJson(kind, field));
        for (const model::FieldSchema& field : systemProperties(kind))
            results.push_back(propertyJson(kind, field));
    }
    return Reply::of(200, json::object{{"results", std::move(results)}});
}

Reply CatalogApi::oneProperty(const Call& call, model::ObjectKind kind, const std::string& name) const {
    const model::FieldSchema* field = findProperty(kind, name);
    if (field == nullptr)
        return noSuchProperty(name);
    if (call.method() == "GET")
        return Reply::of(200, propertyJson(kind, *field));
    if (call.method() == "DELETE")
        return Problem{.status = 400,
                       .category = "VALIDATION_ERROR",
                       .message = "Property " + name + " is in use",
                       .subCategory = "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE"};
    return wrongMethod();
}

/// A name that is taken is a 409; a new one meets the limit of custom properties, as an account can have it.
Reply CatalogApi::createProperty(const Call& call, model::ObjectKind kind) const {
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    const std::string name = textMember(body, "name").value_or("");
    for (const std::string_view member : {"name", "label", "groupName", "type", "fieldType"}) {
        if (!textMember(body, member))
            return invalid("Invalid input JSON: " + std::string(member) + " is required");
    }
    if (findProperty(kind, name) != nullptr)
        return Problem{.status = 409,
                       .category = "OBJECT_ALREADY_EXISTS",
                       .message = "A property named '" + name + "' already exists.",
                       .subCategory = "Properties.PROPERTY_WITH_NAME_EXISTS",
                       .context = {{"name", jsonList(name)}}};
    return Problem{.status = 400,
                   .category = "VALIDATION_ERROR",
                   .message = "The account has reached its limit of custom properties",
                   .subCategory = "PropertyValidationError.CUSTOM_PROPERTY_LIMIT_REACHED"};
}

Reply CatalogApi::batchReadProperties(const Call& call, model::ObjectKind kind) const {
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    const json::array* inputs = arrayMember(body, "inputs");
    if (inputs == nullptr)
        return invalid("Invalid input JSON: inputs must be a list");
    json::array results;
    json::array errors;
    for (const json::value& item : *inputs) {
        const json::object* input = item.if_object();
        const std::string name = input == nullptr ? "" : textMember(*input, "name").value_or("");
        if (const model::FieldSchema* field = findProperty(kind, name))
            results.push_back(propertyJson(kind, *field));
        else
            errors.push_back(noSuchProperty(name).row({}));
    }
    json::object answer{{"status", "COMPLETE"},
                        {"startedAt", base::formatIso8601(m_portal.now())},
                        {"completedAt", base::formatIso8601(m_portal.now())},
                        {"results", std::move(results)}};
    const bool partial = !errors.empty();
    if (partial) {
        answer["numErrors"] = errors.size();
        answer["errors"] = std::move(errors);
    }
    return Reply::of(partial ? 207 : 200, std::move(answer));
}

Reply CatalogApi::propertyGroups(model::ObjectKind kind) const {
    const ObjectType& type = objectType(kind);
    json::array results;
    results.push_back(json::object{{"name", std::string(type.singular) + "information"},
                                   {"label", std::string(type.title) + " information"},
                                   {"displayOrder", 0},
                                   {"archived", false}});
    return Reply::of(200, json::object{{"results", std::move(results)}});
}

/// Archived owners have no user id any more (HubSpot: owners API).
json::object CatalogApi::ownerJson(const model::User& user) const {
    const std::string made = base::formatIso8601(m_portal.crm().clock().stamp(base::WallTime{}));
    json::object owner{{"id", user.ownerId},        {"email", user.email},
                       {"type", "PERSON"},          {"firstName", user.firstName},
                       {"lastName", user.lastName}, {"userIdIncludingInactive", idNumber(user.id)},
                       {"teams", json::array{}},    {"createdAt", made},
                       {"updatedAt", made},         {"archived", !user.active}};
    if (user.active)
        owner["userId"] = idNumber(user.id);
    return owner;
}

Reply CatalogApi::owners(const Call& call) const {
    if (auto problem = lacksScope(m_portal, call.caller, {"crm.objects.owners.read"}))
        return *problem;
    if (call.method() != "GET")
        return wrongMethod();
    if (call.rest().size() == 1)
        return oneOwner(call);
    if (!call.rest().empty())
        return noRoute();
    TRY_ASSIGN(const std::size_t limit, call.query.limit(kOwnersPage, kOwnersMost));
    const bool archived = call.query.flag("archived");
    const std::string email = model::foldCase(call.query.first("email").value_or(""));
    const std::string after = call.query.first("after").value_or("");
    json::object answer;
    json::array results;
    std::string last;
    for (const model::User& user : m_portal.crm().users()) {
        const bool before = !after.empty() && wholeNumber(user.ownerId) <= wholeNumber(after);
        if (user.active == archived || before || (!email.empty() && user.email != email))
            continue;
        if (results.size() == limit) {
            answer["paging"] = json::object{{"next", {{"after", last}}}};
            break;
        }
        results.push_back(ownerJson(user));
        last = user.ownerId;
    }
    answer["results"] = std::move(results);
    return Reply::of(200, std::move(answer));
}

Reply CatalogApi::oneOwner(const Call& call) const {
    const std::string& id = call.rest()[0];
    const bool byUser = call.query.first("idProperty") == std::optional<std::string>("userId");
    for (const model::User& user : m_portal.crm().users()) {
        const bool archived = call.query.flag("archived");
        if ((byUser ? user.id : user.ownerId) == id && user.active != archived)
            return Reply::of(200, ownerJson(user));
    }
    return notFound(id);
}

Reply CatalogApi::account(const Call& call) const {
    if (call.method() != "GET")
        return wrongMethod();
    const std::vector<std::string>& rest = call.rest();
    if (rest == std::vector<std::string>{"api-usage", "daily", "private-apps"})
        return dailyUsage();
    if (rest != std::vector<std::string>{"details"})
        return noRoute();
    const std::chrono::minutes offset = m_portal.options().utcOffset;
    return Reply::of(200, json::object{{"portalId", m_portal.options().portalId},
                                       {"accountType", "STANDARD"},
                                       {"timeZone", m_portal.options().timeZone},
                                       {"companyCurrency", "USD"},
                                       {"additionalCurrencies", json::array{}},
                                       {"utcOffset", offsetText(offset)},
                                       {"utcOffsetMilliseconds", std::chrono::milliseconds(offset).count()},
                                       {"uiDomain", "app.hubspot.com"},
                                       {"dataHostingLocation", "na1"}});
}

Reply CatalogApi::dailyUsage() const {
    const json::object usage{{"name", "private-apps-api-calls-daily"},
                             {"usageLimit", m_portal.options().limits.daily},
                             {"currentUsage", m_limits.usedToday()},
                             {"collectedAt", base::formatIso8601(m_portal.now())},
                             {"fetchStatus", "SUCCESS"},
                             {"resetsAt", base::formatIso8601(m_limits.resetsAt())}};
    return Reply::of(200, json::object{{"results", json::array{json::value(usage)}}});
}

}  // namespace syncline::sandbox::hubspot
