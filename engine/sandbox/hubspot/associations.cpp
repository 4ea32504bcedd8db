#include "engine/sandbox/hubspot/associations.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/hubspot/association_types.h"
#include "engine/sandbox/hubspot/json_access.h"

namespace syncline::sandbox::hubspot {
namespace {

using model::ObjectKind;

constexpr std::size_t kMostReads = 1000;
constexpr std::size_t kMostWrites = 2000;

const ObjectType& otherType(const ObjectType& type) {
    return objectType(type.kind == ObjectKind::Contact ? ObjectKind::Company : ObjectKind::Contact);
}

json::object typeJson(int typeId, json::value label) {
    return {{"category", "HUBSPOT_DEFINED"}, {"typeId", typeId}, {"label", std::move(label)}};
}

Problem noAssociations(const ObjectType& from, const std::string& id) {
    const ObjectType& to = otherType(from);
    return {.status = 404,
            .category = "OBJECT_NOT_FOUND",
            .message =
                "No " + std::string(to.singular) + " is associated with " + std::string(from.singular) + " " + id + ".",
            .subCategory = "crm.associations.NO_ASSOCIATIONS_FOUND",
            .context = {{"fromObjectId", jsonList(id)},
                        {"fromObjectType", jsonList(std::string(from.singular))},
                        {"toObjectType", jsonList(std::string(to.singular))}}};
}

json::object batchAnswer(Portal& portal, json::array results, json::array errors) {
    json::object answer{{"status", "COMPLETE"},
                        {"startedAt", base::formatIso8601(portal.now())},
                        {"completedAt", base::formatIso8601(portal.now())},
                        {"results", std::move(results)}};
    if (!errors.empty()) {
        answer["numErrors"] = errors.size();
        answer["errors"] = std::move(errors);
    }
    return answer;
}

int statusOf(const Portal& portal, int whole, const json::array& errors) {
    return errors.empty() || portal.dialect("batch-partial-200") ? whole : 207;
}

std::string endOf(const json::object& input, std::string_view name) {
    const json::object* end = objectMember(input, name);
    return end == nullptr ? std::string() : textMember(*end, "id").value_or("");
}

json::object defaultResult(const ObjectType& from, const std::string& fromId, const std::string& toId) {
    const json::object spec{{"associationCategory", "HUBSPOT_DEFINED"},
                            {"associationTypeId", associationTypesFrom(from.kind).plain}};
    return {{"from", {{"id", fromId}}}, {"to", {{"id", toId}}}, {"associationSpec", spec}};
}

}  // namespace

std::string AssociationsApi::Pair::contactId() const {
    return from->kind == ObjectKind::Contact ? fromId : toId;
}

std::string AssociationsApi::Pair::companyId() const {
    return from->kind == ObjectKind::Contact ? toId : fromId;
}

bool AssociationsApi::writes(const std::string& method, const Route& route) {
    if (route.family == Family::Objects)
        return method == "PUT" || method == "DELETE";
    return method == "POST" && !route.rest.empty() && route.rest.back() != "read";
}

/// Ids are numbers in answers that have been recorded, text in the specification (dialect association-ids-text).
json::value AssociationsApi::idOf(const std::string& id) const {
    return m_portal.dialect("association-ids-text") ? json::value(id) : idNumber(id);
}

std::optional<Problem> AssociationsApi::refuse(const Call& call, bool write) {
    for (const ObjectKind kind : {ObjectKind::Contact, ObjectKind::Company}) {
        if (auto problem = lacksScope(m_portal, call.caller, {objectScope(kind, write)}))
            return problem;
    }
    if (write && m_portal.faults().lockRows > 0) {
        --m_portal.faults().lockRows;
        return Problem{.status = 423, .category = "LOCKED", .message = "The record is locked by another request"};
    }
    return std::nullopt;
}

Reply AssociationsApi::handleOne(const Call& call) {
    const std::vector<std::string>& rest = call.rest();
    const bool defaultType = rest.size() > 3 && rest[3] == "default";
    const std::size_t toAt = defaultType ? 4 : 3;
    const ObjectType* from = findObjectType(rest[0]);
    const ObjectType* to = rest.size() > toAt ? findObjectType(rest[toAt]) : nullptr;
    if (from == nullptr || to == nullptr || from->kind == to->kind)
        return Problem{.status = 400, .category = {}, .message = "Unable to infer object type from: " + rest.back()};
    if (auto problem = refuse(call, call.method() != "GET"))
        return *problem;
    if (rest.size() == toAt + 1 && !defaultType) {
        // The specification of 2026-09 has no such path, that of 2026-03 and of the beta have.
        if (call.route.version == "2026-09" && !m_portal.dialect("association-list-2026-09"))
            return noRoute();
        return call.method() == "GET" ? list(call, *from, rest[1]) : wrongMethod();
    }
    if (rest.size() != toAt + 2)
        return noRoute();
    const Pair pair{from, rest[1], rest[toAt + 1]};
    if (call.method() == "PUT")
        return put(call, pair, defaultType);
    return call.method() == "DELETE" && !defaultType ? remove(call, pair) : wrongMethod();
}

json::array AssociationsApi::targets(const model::Record& record) const {
    const AssociationTypes types = associationTypesFrom(record.object);
    json::array list;
    for (const Link& link : m_links.of(record)) {
        json::array shown;
        if (link.primary)
            shown.push_back(typeJson(types.primary, "Primary"));
        shown.push_back(typeJson(types.plain, nullptr));
        list.push_back(json::object{{"toObjectId", idOf(link.id)}, {"associationTypes", std::move(shown)}});
    }
    return list;
}

Reply AssociationsApi::list(const Call&, const ObjectType& from, const std::string& id) const {
    const model::Record* record = m_portal.crm().resolve(from.kind, id);
    if (record == nullptr || record->state != model::RecordState::Live)
        return notFound(id);
    return Reply::of(200, json::object{{"results", targets(*record)}});
}

Reply AssociationsApi::put(const Call& call, const Pair& pair, bool defaultType) {
    bool primary = false;
    if (!defaultType) {
        json::error_code error;
        const json::value body = json::parse(call.request.body, error);
        if (error || !body.is_array() || body.get_array().empty())
            return unreadable("association types");
        TRY_ASSIGN(primary, wantsPrimary(body.get_array(), pair.from->kind));
    }
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.link(pair.contactId(), pair.companyId(), primary);
    if (row.problem)
        return *row.problem;
    writer.commit();
    if (defaultType)
        return Reply::of(200,
                         batchAnswer(m_portal, {json::value(defaultResult(*pair.from, pair.fromId, pair.toId))}, {}));
    return Reply::of(201, json::object{{"fromObjectTypeId", pair.from->typeId},
                                       {"fromObjectId", idOf(pair.fromId)},
                                       {"toObjectTypeId", otherType(*pair.from).typeId},
                                       {"toObjectId", idOf(pair.toId)},
                                       {"labels", primary ? json::array{json::value("Primary")} : json::array{}}});
}

Reply AssociationsApi::remove(const Call& call, const Pair& pair) {
    RecordWriter writer(m_portal, m_links, call.caller);
    const RowResult row = writer.unlink(pair.contactId(), pair.companyId(), false);
    if (row.problem)
        return m_portal.dialect("archive-unknown-404") ? Reply(*row.problem) : Reply::empty(204);
    writer.commit();
    return Reply::empty(204);
}

Reply AssociationsApi::handleBatch(const Call& call) {
    const std::vector<std::string>& rest = call.rest();
    const ObjectType* from = rest.size() < 3 ? nullptr : findObjectType(rest[0]);
    const ObjectType* to = rest.size() < 3 ? nullptr : findObjectType(rest[1]);
    if (from == nullptr || to == nullptr || from->kind == to->kind)
        return Problem{.status = 400,
                       .category = {},
                       .message = "Unable to infer object type from: " + (rest.empty() ? std::string() : rest[0])};
    const bool labels = rest.size() == 3 && rest[2] == "labels" && call.method() == "GET";
    if (auto problem = refuse(call, writes(call.method(), call.route)))
        return *problem;
    if (labels) {
        const AssociationTypes types = associationTypesFrom(from->kind);
        const json::array results{json::value(typeJson(types.primary, "Primary")),
                                  json::value(typeJson(types.plain, nullptr))};
        return Reply::of(200, json::object{{"results", results}});
    }
    if (call.method() != "POST" || rest[2] != "batch" || rest.size() < 4)
        return noRoute();
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    const json::array* inputs = arrayMember(body, "inputs");
    const std::string verb = rest.size() == 4 ? rest[3] : rest[3] + "/" + rest[4];
    if (inputs == nullptr)
        return invalid("Invalid input JSON: inputs must be a list");
    if (inputs->size() > (verb == "read" ? kMostReads : kMostWrites))
        return invalid("Too many inputs");
    if (verb == "read")
        return batchRead(*inputs, *from);
    if (verb == "create" || verb == "associate/default")
        return batchCreate(call, *inputs, *from, verb != "create");
    if (verb == "archive" || verb == "labels/archive")
        return batchArchive(call, *inputs, *from, verb != "archive");
    return noRoute();
}

Reply AssociationsApi::batchRead(const json::array& inputs, const ObjectType& from) const {
    json::array results;
    json::array errors;
    for (const json::value& item : inputs) {
        const json::object* input = item.if_object();
        const std::string id = input == nullptr ? "" : textMember(*input, "id").value_or("");
        const model::Record* record = m_portal.crm().resolve(from.kind, id);
        const bool live = record != nullptr && record->state == model::RecordState::Live;
        json::array list = live ? targets(*record) : json::array{};
        if (list.empty())
            errors.push_back(noAssociations(from, id).row({}));
        else
            results.push_back(json::object{{"from", {{"id", id}}}, {"to", std::move(list)}});
    }
    const int status = statusOf(m_portal, 200, errors);
    return Reply::of(status, batchAnswer(m_portal, std::move(results), std::move(errors)));
}

Reply AssociationsApi::batchCreate(const Call& call, const json::array& inputs, const ObjectType& from,
                                   bool defaultType) {
    RecordWriter writer(m_portal, m_links, call.caller);
    json::array results;
    json::array errors;
    for (const json::value& item : inputs) {
        const json::object* input = item.if_object();
        if (input == nullptr)
            return unreadable("inputs");
        bool primary = false;
        if (!defaultType) {
            const json::array* types = arrayMember(*input, "types");
            if (types == nullptr || types->empty())
                return invalid("Invalid input JSON: types must be a list");
            TRY_ASSIGN(primary, wantsPrimary(*types, from.kind));
        }
        const Pair pair{&from, endOf(*input, "from"), endOf(*input, "to")};
        const RowResult row = writer.link(pair.contactId(), pair.companyId(), primary);
        if (row.problem) {
            errors.push_back(row.problem->row({}));
            continue;
        }
        if (defaultType)
            results.push_back(defaultResult(from, pair.fromId, pair.toId));
        else
            results.push_back(json::object{{"fromObjectTypeId", from.typeId},
                                           {"fromObjectId", idOf(pair.fromId)},
                                           {"toObjectTypeId", otherType(from).typeId},
                                           {"toObjectId", idOf(pair.toId)},
                                           {"labels", primary ? json::array{json::value("Primary")} : json::array{}}});
    }
    writer.commit();
    const int status = statusOf(m_portal, defaultType ? 200 : 201, errors);
    return Reply::of(status, batchAnswer(m_portal, std::move(results), std::move(errors)));
}

/// Removing the plain type removes the labels as well; removing the primary label leaves the association.
Reply AssociationsApi::batchArchive(const Call& call, const json::array& inputs, const ObjectType& from, bool labels) {
    RecordWriter writer(m_portal, m_links, call.caller);
    const auto unlinkAll = [&](const json::object& input, const std::string& toId) -> std::optional<Problem> {
        const Pair pair{&from, endOf(input, "from"), toId};
        bool onlyPrimary = false;
        if (labels) {
            const json::array* types = arrayMember(input, "types");
            if (types == nullptr)
                return invalid("Invalid input JSON: types must be a list");
            const Checked<bool> primary = wantsPrimary(*types, from.kind);
            if (!primary)
                return primary.error();
            onlyPrimary = *primary && types->size() == 1;
        }
        // An association that is not there is as good as removed.
        static_cast<void>(writer.unlink(pair.contactId(), pair.companyId(), onlyPrimary));
        return std::nullopt;
    };
    for (const json::value& item : inputs) {
        const json::object* input = item.if_object();
        if (input == nullptr)
            return unreadable("inputs");
        std::vector<std::string> ids;
        if (const json::array* many = arrayMember(*input, "to")) {
            for (const json::value& one : *many)
                ids.push_back(one.is_object() ? textMember(one.get_object(), "id").value_or("") : "");
        } else {
            ids.push_back(endOf(*input, "to"));
        }
        for (const std::string& id : ids) {
            if (auto problem = unlinkAll(*input, id))
                return *problem;
        }
    }
    writer.commit();
    return Reply::empty(204);
}

}  // namespace syncline::sandbox::hubspot
