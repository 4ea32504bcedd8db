#include "engine/sandbox/hubspot/journal_subscriptions.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kTable = "hubspot/journal/subscription/";
constexpr std::string_view kCounter = "hubspot/journal/subscription-counter";
constexpr std::string_view kReadScope = "developer.webhooks_journal.subscriptions.read";
constexpr std::string_view kWriteScope = "developer.webhooks_journal.subscriptions.write";

/// What a type of subscription needs and what it may name.
struct TypeRules {
    std::string_view type;
    std::vector<std::string_view> actions;
    bool objectType;
    std::vector<std::string_view> lists;  ///< that the specification calls required
};

const std::vector<TypeRules>& typeRules() {
    static const std::vector<TypeRules> kRules = {
        {"OBJECT", {"CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE"}, true, {"properties", "objectIds"}},
        {"ASSOCIATION", {"ASSOCIATION_ADDED", "ASSOCIATION_REMOVED"}, true, {"associatedObjectTypeIds", "objectIds"}},
        {"GDPR_PRIVACY_DELETION", {"GDPR_DELETE"}, true, {}},
        {"LIST_MEMBERSHIP", {"ADDED_TO_LIST", "REMOVED_FROM_LIST"}, false, {"listIds", "objectIds"}},
        {"APP_LIFECYCLE_EVENT", {}, false, {"properties"}},
    };
    return kRules;
}

const TypeRules* rulesOf(const json::object& body) {
    const std::string type = textMember(body, "subscriptionType").value_or("");
    const auto& rules = typeRules();
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const TypeRules& one) { return one.type == type; });
    return found == rules.end() ? nullptr : &*found;
}

json::value listOrNull(const json::object& body, std::string_view name) {
    const json::array* list = arrayMember(body, name);
    return list == nullptr ? json::value(nullptr) : json::value(*list);
}

JournalSubscription read(const std::string& stored) {
    const json::object body = parseStored(stored);
    const auto setOf = [&](std::string_view name) {
        const std::vector<std::string> texts = textList(body, name);
        return std::set<std::string, std::less<>>(texts.begin(), texts.end());
    };
    JournalSubscription read;
    read.id = numberMember(body, "id").value_or(0);
    read.type = textMember(body, "subscriptionType").value_or("");
    read.objectTypeId = textMember(body, "objectTypeId").value_or("");
    read.actions = setOf("actions");
    read.properties = textList(body, "properties");
    read.objectIds = setOf("objectIds");
    read.associatedTypeIds = setOf("associatedObjectTypeIds");
    if (const auto created = base::parseIso8601(textMember(body, "createdAt").value_or("")))
        read.created = *created;
    return read;
}

Problem unknownSubscription(const std::string& id) {
    return {.status = 404, .category = "OBJECT_NOT_FOUND", .message = "Subscription " + id + " does not exist"};
}

}  // namespace

std::vector<JournalSubscription> JournalSubscriptions::all() const {
    std::vector<JournalSubscription> all;
    for (const auto& [key, text] : m_portal.values().withPrefix(kTable))
        all.push_back(read(text));
    return all;
}

Reply JournalSubscriptions::handle(const Call& call) {
    const std::string& method = call.method();
    const std::vector<std::string>& rest = call.rest();
    if (!(call.caller.kind == Caller::Kind::StaticToken && m_portal.dialect("journal-static-token"))) {
        const bool reads = method == "GET";
        if (auto problem = lacksScope(m_portal, call.caller, {std::string(reads ? kReadScope : kWriteScope)}))
            return *problem;
    }
    if (rest.empty())
        return method == "POST" ? create(call) : (method == "GET" ? list() : wrongMethod());
    if (rest.size() == 2 && rest[0] == "portals" && method == "DELETE")
        return removeAll(rest[1]);
    const std::optional<std::int64_t> id = wholeNumber(rest[0]);
    if (rest.size() != 1 || !id)
        return noRoute();
    const std::string key = std::string(kTable) + paddedNumber(static_cast<std::uint64_t>(*id));
    const std::string* stored = m_portal.values().find(key);
    if (stored == nullptr)
        return unknownSubscription(rest[0]);
    if (method == "GET")
        return Reply::of(200, parseStored(*stored));
    if (method != "DELETE")
        return wrongMethod();
    m_portal.values().erase(key);
    m_portal.changed();
    return Reply::empty(204);
}

std::optional<Problem> JournalSubscriptions::refuses(const Call& call, const json::object& body) const {
    const TypeRules* rules = rulesOf(body);
    if (rules == nullptr)
        return invalid("subscriptionType is not one of the known types");
    for (const std::string& action : textList(body, "actions")) {
        if (std::find(rules->actions.begin(), rules->actions.end(), action) == rules->actions.end())
            return invalid("action " + action + " is not valid for " + std::string(rules->type));
    }
    if (!rules->actions.empty() && textList(body, "actions").empty())
        return invalid("actions must not be empty");
    for (const std::string_view list : rules->lists) {
        const json::array* given = arrayMember(body, list);
        if (given == nullptr && m_portal.dialect("subscription-arrays-required"))
            return invalid(std::string(list) + " is required");
        if (given != nullptr && given->empty() && m_portal.dialect("subscription-empty-arrays-refused"))
            return invalid(std::string(list) + " must not be empty");
    }
    if (!rules->objectType)
        return std::nullopt;
    if (numberMember(body, "portalId") != m_portal.options().portalId)
        return Problem{.status = 403, .category = "FORBIDDEN", .message = "The app is not installed in this account"};
    const ObjectType* type = findObjectType(textMember(body, "objectTypeId").value_or(""));
    if (type == nullptr)
        return invalid("objectTypeId is not a known object type");
    if (call.caller.kind == Caller::Kind::StaticToken)
        return std::nullopt;
    return lacksScope(m_portal, call.caller, {objectScope(type->kind, false)});
}

/// The specification calls POST an upsert and does not say by what; here by account, type and object type (dialect
/// subscription-post-adds: it never is).
std::string JournalSubscriptions::existing(const json::object& body) const {
    if (m_portal.dialect("subscription-post-adds"))
        return {};
    for (const auto& [key, text] : m_portal.values().withPrefix(kTable)) {
        const json::object stored = parseStored(text);
        const bool same = textMember(stored, "subscriptionType") == textMember(body, "subscriptionType")
                          && textMember(stored, "objectTypeId") == textMember(body, "objectTypeId")
                          && textMember(stored, "eventTypeId") == textMember(body, "eventTypeId");
        if (same)
            return key;
    }
    return {};
}

Reply JournalSubscriptions::create(const Call& call) {
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    if (auto problem = refuses(call, body))
        return *problem;
    std::string key = existing(body);
    const std::string now = base::formatIso8601(m_portal.worldNow());
    json::value id;
    json::value created = json::value(now);
    if (key.empty()) {
        const std::uint64_t number = nextNumber(m_portal.values(), std::string(kCounter));
        key = std::string(kTable) + paddedNumber(number);
        id = number;
    } else {
        const json::object stored = parseStored(*m_portal.values().find(key));
        id = stored.at("id");
        created = stored.at("createdAt");
    }
    json::object answer{{"id", id},
                        {"appId", m_portal.options().appId},
                        {"subscriptionType", body.at("subscriptionType")},
                        {"portalId", m_portal.options().portalId}};
    for (const std::string_view member : {"objectTypeId", "eventTypeId"}) {
        if (const auto text = textMember(body, member))
            answer[member] = *text;
    }
    answer["actions"] = jsonList(textList(body, "actions"));
    for (const std::string_view member : {"properties", "objectIds", "associatedObjectTypeIds", "listIds"})
        answer[member] = listOrNull(body, member);
    answer["actionOverrides"] = json::object{};
    answer["createdBy"] = idNumber(m_portal.options().userId);
    answer["createdAt"] = std::move(created);
    answer["updatedAt"] = now;
    answer["deletedAt"] = nullptr;
    m_portal.values().put(key, json::serialize(answer));
    m_portal.changed();
    return Reply::of(200, std::move(answer));
}

Reply JournalSubscriptions::list() const {
    json::array results;
    for (const auto& [key, text] : m_portal.values().withPrefix(kTable))
        results.push_back(parseStored(text));
    return Reply::of(200, json::object{{"results", std::move(results)}});
}

Reply JournalSubscriptions::removeAll(const std::string& portalId) {
    if (portalId == m_portal.id()) {
        for (const auto& [key, text] : m_portal.values().withPrefix(kTable))
            m_portal.values().erase(key);
        m_portal.changed();
    }
    return Reply::empty(204);
}

}  // namespace syncline::sandbox::hubspot
