#include "engine/sandbox/hubspot/objects.h"

#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/record_lookup.h"
#include "engine/sandbox/hubspot/record_writer.h"
#include "engine/sandbox/model/folding.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::size_t kListUsual = 10;
constexpr std::size_t kListMost = 100;
constexpr std::size_t kListMostWithHistory = 50;
constexpr std::size_t kMostIdentities = 250;

Wanted wantedBy(const Query& query) {
    return {query.list("properties"), query.list("propertiesWithHistory")};
}

json::object associationResults(const std::vector<Link>& links, const ObjectType& from, const ObjectType& to) {
    json::array results;
    const std::string type = std::string(from.singular) + "_to_" + std::string(to.singular);
    for (const Link& link : links) {
        if (link.primary)
            results.push_back(json::object{{"id", link.id}, {"type", type}});
        results.push_back(json::object{{"id", link.id}, {"type", type + "_unlabeled"}});
    }
    return {{"results", std::move(results)}};
}

/// 409 tells the existing id in its message; only rows of a batch have it in their context as well.
Problem asSingle(Problem problem) {
    if (problem.status == 409)
        problem.context.clear();
    return problem;
}

}  // namespace

ObjectsApi::ObjectsApi(Portal& portal, Links& links, SearchApi& search)
    : m_portal(portal), m_links(links), m_search(search), m_batches(portal, links) {}

bool ObjectsApi::writes(const std::string& method, const Route& route) {
    const std::vector<std::string>& rest = route.rest;
    if (method != "POST")
        return method == "PATCH" || method == "DELETE" || method == "PUT";
    const std::string last = rest.empty() ? "" : rest.back();
    return last != "search" && last != "read";
}

Reply ObjectsApi::handle(const Call& call) {
    const ObjectType* type = findObjectType(call.rest().front());
    if (type == nullptr)
        return Problem{
            .status = 400, .category = {}, .message = "Unable to infer object type from: " + call.rest().front()};
    const bool write = writes(call.method(), call.route);
    if (auto problem = lacksScope(m_portal, call.caller, {objectScope(type->kind, write)}))
        return *problem;
    if (write && m_portal.faults().lockRows > 0) {
        --m_portal.faults().lockRows;
        return Problem{.status = 423, .category = "LOCKED", .message = "The record is locked by another request"};
    }
    return dispatch(call, *type);
}

Reply ObjectsApi::dispatch(const Call& call, const ObjectType& type) {
    const std::vector<std::string>& rest = call.rest();
    const std::string& method = call.method();
    if (rest.size() == 1) {
        if (method == "GET")
            return list(call, type);
        return method == "POST" ? create(call, type) : wrongMethod();
    }
    if (rest.size() == 3 && rest[1] == "batch")
        return method == "POST" ? m_batches.handle(call, type, rest[2]) : wrongMethod();
    if (rest.size() != 2)
        return noRoute();
    if (method == "POST") {
        if (rest[1] == "search")
            return m_search.handle(call, type);
        if (rest[1] == "merge")
            return merge(call, type);
        return rest[1] == "gdpr-delete" ? erase(call, type) : wrongMethod();
    }
    if (method == "GET")
        return read(call, type);
    if (method == "PATCH")
        return update(call, type);
    return method == "DELETE" ? archive(call, type) : wrongMethod();
}

json::object ObjectsApi::shown(const Call& call, const model::Record& record) const {
    json::object body = recordJson(m_portal, record, wantedBy(call.query));
    json::object associations;
    for (const std::string& name : call.query.list("associations")) {
        const ObjectType* to = findObjectType(name);
        if (to == nullptr || to->kind == record.object)
            continue;
        const std::vector<Link> links = m_links.of(record);
        if (!links.empty())
            associations[to->plural] = associationResults(links, objectType(record.object), *to);
    }
    if (!associations.empty())
        body["associations"] = std::move(associations);
    return body;
}

Reply ObjectsApi::list(const Call& call, const ObjectType& type) const {
    const bool history = !call.query.list("propertiesWithHistory").empty();
    TRY_ASSIGN(const std::size_t limit, call.query.limit(kListUsual, history ? kListMostWithHistory : kListMost));
    const std::string after = call.query.first("after").value_or("");
    if (!after.empty() && !wholeNumber(after))
        return unreadable("after: " + after);
    const auto state = call.query.flag("archived") ? model::RecordState::Deleted : model::RecordState::Live;
    const model::RecordMap& records = m_portal.crm().records(type.kind);
    json::array results;
    json::object body;
    for (auto at = after.empty() ? records.begin() : records.lower_bound(after); at != records.end(); ++at) {
        if (at->second.state != state)
            continue;
        if (results.size() == limit) {
            const std::string link = call.origin() + std::string(call.request.path())
                                     + "?limit=" + std::to_string(limit) + "&after=" + at->first;
            body["paging"] = json::object{{"next", {{"after", at->first}, {"link", link}}}};
            break;
        }
        results.push_back(shown(call, at->second));
    }
    body["results"] = std::move(results);
    return Reply::of(200, std::move(body));
}

Reply ObjectsApi::create(const Call& call, const ObjectType& type) {
    TRY_ASSIGN(const json::object input, parseObject(call.request.body));
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.create(type.kind, input);
    if (row.problem)
        return asSingle(*row.problem);
    writer.commit();
    return Reply::of(201, recordJson(m_portal, *m_portal.crm().find(type.kind, row.id), allWritten(type.kind, input)));
}

Reply ObjectsApi::read(const Call& call, const ObjectType& type) const {
    const RecordAddress address{type.kind, call.rest()[1], call.query.first("idProperty").value_or(""),
                                call.query.flag("archived"), true};
    TRY_ASSIGN(const model::Record* record, lookUp(m_portal, address));
    if (record == nullptr)
        return notFound(address.id);
    return Reply::of(200, shown(call, *record));
}

Reply ObjectsApi::update(const Call& call, const ObjectType& type) {
    TRY_ASSIGN(const json::object input, parseObject(call.request.body));
    const RecordAddress address{type.kind, call.rest()[1], call.query.first("idProperty").value_or(""), false, true};
    TRY_ASSIGN(const model::Record* record, lookUp(m_portal, address));
    if (record == nullptr)
        return notFound(address.id);
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.update(type.kind, record->id, input);
    if (row.problem)
        return asSingle(*row.problem);
    writer.commit();
    return Reply::of(200, recordJson(m_portal, *m_portal.crm().find(type.kind, row.id), allWritten(type.kind, input)));
}

/// 204 also for ids that are unknown; that this is so has not been seen (dialect archive-unknown-404).
Reply ObjectsApi::archive(const Call& call, const ObjectType& type) {
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.archive(type.kind, call.rest()[1]);
    if (row.problem)
        return m_portal.dialect("archive-unknown-404") ? Reply(*row.problem) : Reply::empty(204);
    writer.commit();
    return Reply::empty(204);
}

Reply ObjectsApi::merge(const Call& call, const ObjectType& type) {
    TRY_ASSIGN(const json::object input, parseObject(call.request.body));
    const std::string primary = textMember(input, "primaryObjectId").value_or("");
    const std::string other = textMember(input, "objectIdToMerge").value_or("");
    if (primary == other)
        return invalid("Cannot merge a record with itself");
    std::size_t identities = 2;
    for (const std::string& id : {primary, other}) {
        if (const model::Record* record = m_portal.crm().find(type.kind, id))
            identities += record->mergedFrom.size();
    }
    if (identities > kMostIdentities)
        return Problem{.status = 414, .category = {}, .message = "Cannot have more than 250 identities on a profile"};
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.merge(type.kind, primary, other);
    if (row.problem)
        return *row.problem;
    writer.commit();
    return Reply::of(200, recordJson(m_portal, *m_portal.crm().find(type.kind, row.id), Wanted{}));
}

Reply ObjectsApi::erase(const Call& call, const ObjectType& type) {
    TRY_ASSIGN(const json::object input, parseObject(call.request.body));
    const RecordAddress address{type.kind, textMember(input, "objectId").value_or(""),
                                textMember(input, "idProperty").value_or(""), false, true};
    TRY_ASSIGN(const model::Record* record, lookUp(m_portal, address));
    if (record == nullptr && address.idProperty != "email")
        return notFound(address.id);
    if (record == nullptr) {
        blockEmail(m_portal, address.id);
        m_portal.changed();
        return Reply::empty(204);
    }
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.erase(type.kind, record->id);
    if (row.problem)
        return *row.problem;
    writer.commit();
    return Reply::empty(204);
}

}  // namespace syncline::sandbox::hubspot
