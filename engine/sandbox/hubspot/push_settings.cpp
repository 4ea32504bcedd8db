#include "engine/sandbox/hubspot/push_settings.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/digests.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/property_catalog.h"

#include <algorithm>
#include <set>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kSettings = "hubspot/push/settings";
constexpr std::string_view kTable = "hubspot/push/subscription/";
constexpr std::string_view kCounter = "hubspot/push/subscription-counter";
constexpr std::size_t kMostSubscriptions = 1000;
constexpr std::int64_t kUsualConcurrency = 10;
constexpr std::int64_t kLeastConcurrency = 5;

bool isLoopback(const std::string& url) {
    constexpr std::string_view kScheme = "http://";
    if (!url.starts_with(kScheme))
        return false;
    const std::string rest = url.substr(kScheme.size());
    const std::string host =
        rest.starts_with('[') ? rest.substr(0, rest.find(']') + 1) : rest.substr(0, rest.find_first_of(":/?"));
    return host == "localhost" || host == "[::1]" || host == "127.0.0.1";
}

std::string keyOf(const std::string& id) {
    return std::string(kTable) + paddedNumber(static_cast<std::uint64_t>(wholeNumber(id).value_or(0)));
}

PushSubscription read(const json::object& stored) {
    PushSubscription read;
    read.id = numberMember(stored, "id").value_or(0);
    const std::string type = textMember(stored, "eventType").value_or("");
    const auto dot = std::find(type.begin(), type.end(), '.');
    read.object.assign(type.begin(), dot);
    if (dot != type.end())
        read.verb.assign(dot + 1, type.end());
    read.objectTypeId = textMember(stored, "objectTypeId").value_or("");
    read.propertyName = textMember(stored, "propertyName").value_or("");
    read.active = flagMember(stored, "active");
    if (const auto created = base::parseIso8601(textMember(stored, "createdAt").value_or("")))
        read.created = *created;
    return read;
}

std::optional<Problem> refuses(const PushSubscription& asked) {
    static const std::set<std::string> kVerbs = {"creation", "deletion",       "merge",
                                                 "restore",  "propertyChange", "associationChange"};
    const bool known = asked.object == "contact" || asked.object == "company" || asked.object == "object";
    const bool privacy = asked.type() == "contact.privacyDeletion";
    if (!privacy && (!known || !kVerbs.contains(asked.verb)))
        return invalid("eventType " + asked.type() + " is not one of the known types");
    const ObjectType* type = findObjectType(asked.object == "object" ? asked.objectTypeId : asked.object);
    if (type == nullptr)
        return invalid("objectTypeId is not a known object type");
    if (asked.verb != "propertyChange")
        return std::nullopt;
    if (findProperty(type->kind, asked.propertyName) == nullptr || asked.propertyName == "hs_lastmodifieddate")
        return invalid("propertyName " + asked.propertyName + " cannot be subscribed to");
    return std::nullopt;
}

}  // namespace

bool PushSettings::hasKey(const Query& query) const {
    return equalInConstantTime(query.first("hapikey").value_or(""), m_portal.options().developerKey);
}

std::optional<PushTarget> PushSettings::target() const {
    const std::string* stored = m_portal.values().find(kSettings);
    if (stored == nullptr)
        return std::nullopt;
    const json::object body = parseStored(*stored);
    const json::object* throttling = objectMember(body, "throttling");
    const std::int64_t most = throttling == nullptr
                                  ? kUsualConcurrency
                                  : numberMember(*throttling, "maxConcurrentRequests").value_or(kUsualConcurrency);
    return PushTarget{textMember(body, "targetUrl").value_or(""), static_cast<std::size_t>(most)};
}

std::vector<PushSubscription> PushSettings::active() const {
    std::vector<PushSubscription> active;
    for (const auto& [key, text] : m_portal.values().withPrefix(kTable)) {
        PushSubscription one = read(parseStored(text));
        if (one.active)
            active.push_back(std::move(one));
    }
    return active;
}

Reply PushSettings::handle(const Call& call) {
    const std::vector<std::string>& rest = call.rest();
    if (rest.size() < 2 || rest[0] != std::to_string(m_portal.options().appId))
        return noRoute();
    if (rest.size() == 2 && rest[1] == "settings")
        return settings(call);
    return rest[1] == "subscriptions" ? subscriptions(call) : noRoute();
}

Reply PushSettings::settings(const Call& call) {
    const std::string* stored = m_portal.values().find(kSettings);
    if (call.method() == "DELETE") {
        m_portal.values().erase(std::string(kSettings));
        m_portal.changed();
        return Reply::empty(204);
    }
    if (call.method() == "GET" && stored == nullptr)
        return Problem{.status = 404, .category = "OBJECT_NOT_FOUND", .message = "The app has no webhook settings"};
    if (call.method() == "GET")
        return Reply::of(200, parseStored(*stored));
    if (call.method() != "PUT")
        return wrongMethod();
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    const std::string url = textMember(body, "targetUrl").value_or("");
    const json::object* throttling = objectMember(body, "throttling");
    const std::int64_t most =
        throttling == nullptr ? kUsualConcurrency : numberMember(*throttling, "maxConcurrentRequests").value_or(0);
    if (!isLoopback(url))
        return invalid("targetUrl must be http on loopback in the sandbox");
    if (most <= kLeastConcurrency)
        return invalid("maxConcurrentRequests must be greater than " + std::to_string(kLeastConcurrency));
    const std::string now = base::formatIso8601(m_portal.now());
    const std::string created = stored == nullptr ? now : textMember(parseStored(*stored), "createdAt").value_or(now);
    json::object answer{{"targetUrl", url},
                        {"throttling", {{"maxConcurrentRequests", most}}},
                        {"createdAt", created},
                        {"updatedAt", now}};
    m_portal.values().put(std::string(kSettings), json::serialize(answer));
    m_portal.changed();
    return Reply::of(200, std::move(answer));
}

Reply PushSettings::subscriptions(const Call& call) {
    const std::vector<std::string>& rest = call.rest();
    const std::string& method = call.method();
    if (rest.size() == 3)
        return one(call, rest[2]);
    if (rest.size() == 2 && method == "GET") {
        json::array results;
        for (const auto& [key, text] : m_portal.values().withPrefix(kTable))
            results.push_back(parseStored(text));
        return Reply::of(200, json::object{{"results", std::move(results)}});
    }
    if (method != "POST")
        return wrongMethod();
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    if (rest.size() == 2)
        return create(body);
    const bool batch = rest.size() == 4 && rest[2] == "batch" && rest[3] == "update";
    return batch ? batchUpdate(body) : noRoute();
}

Reply PushSettings::create(const json::object& body) {
    PushSubscription asked = read(body);
    if (auto problem = refuses(asked))
        return *problem;
    if (m_portal.values().withPrefix(kTable).size() >= kMostSubscriptions)
        return invalid("An app can have at most " + std::to_string(kMostSubscriptions) + " subscriptions");
    const std::string id = std::to_string(nextNumber(m_portal.values(), std::string(kCounter)));
    const std::string now = base::formatIso8601(m_portal.worldNow());
    json::object answer{
        {"id", id}, {"eventType", asked.type()}, {"active", asked.active}, {"createdAt", now}, {"updatedAt", now}};
    if (!asked.propertyName.empty())
        answer["propertyName"] = asked.propertyName;
    if (!asked.objectTypeId.empty())
        answer["objectTypeId"] = asked.objectTypeId;
    m_portal.values().put(keyOf(id), json::serialize(answer));
    m_portal.changed();
    return Reply::of(201, std::move(answer));
}

Reply PushSettings::one(const Call& call, const std::string& id) {
    const std::string* stored = m_portal.values().find(keyOf(id));
    if (stored == nullptr)
        return Problem{
            .status = 404, .category = "OBJECT_NOT_FOUND", .message = "Subscription " + id + " does not exist"};
    if (call.method() == "GET")
        return Reply::of(200, parseStored(*stored));
    if (call.method() == "DELETE") {
        m_portal.values().erase(keyOf(id));
        m_portal.changed();
        return Reply::empty(204);
    }
    if (call.method() != "PATCH")
        return wrongMethod();
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    std::optional<json::object> changed = setActive(id, flagMember(body, "active"));
    m_portal.changed();
    return Reply::of(200, std::move(*changed));
}

std::optional<json::object> PushSettings::setActive(const std::string& id, bool active) {
    const std::string* stored = m_portal.values().find(keyOf(id));
    if (stored == nullptr)
        return std::nullopt;
    json::object body = parseStored(*stored);
    body["active"] = active;
    body["updatedAt"] = base::formatIso8601(m_portal.worldNow());
    m_portal.values().put(keyOf(id), json::serialize(body));
    return body;
}

Reply PushSettings::batchUpdate(const json::object& body) {
    const json::array* inputs = arrayMember(body, "inputs");
    if (inputs == nullptr)
        return invalid("Invalid input JSON: inputs must be a list");
    json::array results;
    for (const json::value& item : *inputs) {
        const json::object* input = item.if_object();
        const std::string id = input == nullptr ? "" : textMember(*input, "id").value_or("");
        std::optional<json::object> changed =
            input == nullptr ? std::nullopt : setActive(id, flagMember(*input, "active"));
        if (changed)
            results.push_back(std::move(*changed));
    }
    m_portal.changed();
    return Reply::of(200, json::object{{"status", "COMPLETE"},
                                       {"startedAt", base::formatIso8601(m_portal.now())},
                                       {"completedAt", base::formatIso8601(m_portal.now())},
                                       {"results", std::move(results)}});
}

}  // namespace syncline::sandbox::hubspot
