#include "engine/sandbox/hubspot/snapshots.h"

#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/object_types.h"

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::string_view kAll = "hubspot/journal/snapshot/";
constexpr std::string_view kPending = "hubspot/journal/pending-snapshot/";
constexpr std::string_view kCounter = "hubspot/journal/snapshot-counter";
constexpr std::string_view kWriteScope = "developer.webhooks_journal.snapshots.write";

base::WallTime askedAt(const json::object& stored) {
    return base::WallTime(std::chrono::milliseconds(numberMember(stored, "initiatedAt").value_or(0)));
}

}  // namespace

Reply Snapshots::request(const Call& call) {
    if (call.method() != "POST" || call.rest() != std::vector<std::string>{"crm"})
        return noRoute();
    if (call.caller.kind == Caller::Kind::App) {
        if (auto problem = lacksScope(m_portal, call.caller, {std::string(kWriteScope)}))
            return *problem;
    }
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    const json::array* requests = arrayMember(body, "snapshotRequests");
    if (requests == nullptr)
        return invalid("snapshotRequests must be a list");
    json::array responses;
    for (const json::value& item : *requests) {
        const json::object* asked = item.if_object();
        if (asked == nullptr || numberMember(*asked, "portalId") != m_portal.options().portalId)
            return invalid("portalId is not an account of this app");
        const std::string typeId = textMember(*asked, "objectTypeId").value_or("");
        const std::string objectId = textMember(*asked, "objectId").value_or("");
        if (findObjectType(typeId) == nullptr)
            return invalid("objectTypeId is not a known object type");
        const std::string id = m_portal.uuid();
        const json::object stored{{"id", id},
                                  {"status", "PENDING"},
                                  {"initiatedAt", m_portal.worldNow().time_since_epoch().count()},
                                  {"objectTypeId", typeId},
                                  {"objectId", objectId},
                                  {"properties", jsonList(textList(*asked, "properties"))}};
        const std::uint64_t number = nextNumber(m_portal.values(), std::string(kCounter));
        m_portal.values().put(std::string(kAll) + id, json::serialize(stored));
        m_portal.values().put(std::string(kPending) + paddedNumber(number), id);
        responses.push_back(json::object{{"portalId", m_portal.options().portalId},
                                         {"objectId", idNumber(objectId)},
                                         {"objectTypeId", typeId},
                                         {"snapshotStatusId", id}});
    }
    m_portal.changed();
    return Reply::of(200, json::object{{"snapshotResponses", std::move(responses)}});
}

Reply Snapshots::status(const std::string& id) const {
    const std::string* text = m_portal.values().find(std::string(kAll) + id);
    if (text == nullptr)
        return Problem{.status = 404, .category = "OBJECT_NOT_FOUND", .message = "Status " + id + " does not exist"};
    const json::object stored = parseStored(*text);
    json::object answer;
    for (const std::string_view member : {"id", "status", "initiatedAt", "completedAt", "errorCode", "message"}) {
        if (const json::value* value = stored.if_contains(member))
            answer[member] = *value;
    }
    return Reply::of(200, std::move(answer));
}

std::optional<base::WallTime> Snapshots::oldestPending() const {
    const KeyValues::Map pending = m_portal.values().withPrefix(kPending);
    if (pending.empty())
        return std::nullopt;
    const std::string* text = m_portal.values().find(std::string(kAll) + pending.begin()->second);
    return text == nullptr ? std::nullopt : std::optional(askedAt(parseStored(*text)));
}

void Snapshots::collect(json::array& events, base::WallTime end, const JournalEvents& writer) {
    for (const auto& [key, id] : m_portal.values().withPrefix(kPending)) {
        const std::string* text = m_portal.values().find(std::string(kAll) + id);
        json::object stored = text == nullptr ? json::object{} : parseStored(*text);
        if (askedAt(stored) >= end)
            return;
        const ObjectType* type = findObjectType(textMember(stored, "objectTypeId").value_or(""));
        const model::Record* record =
            type == nullptr ? nullptr : m_portal.crm().resolve(type->kind, textMember(stored, "objectId").value_or(""));
        if (record != nullptr && record->state == model::RecordState::Live) {
            events.push_back(writer.snapshot(*record, textList(stored, "properties"), askedAt(stored)));
            stored["status"] = "SUCCESS";
        } else {
            stored["status"] = "FAILED";
            stored["errorCode"] = "VALIDATION_ERROR";
            stored["message"] = "The record does not exist";
        }
        stored["completedAt"] = end.time_since_epoch().count();
        m_portal.values().put(std::string(kAll) + id, json::serialize(stored));
        m_portal.values().erase(key);
    }
}

}  // namespace syncline::sandbox::hubspot
