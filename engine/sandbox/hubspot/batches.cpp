#include "engine/sandbox/hubspot/batches.h"

#include "engine/base/time_format.h"
#include "engine/base/try.h"
#include "engine/sandbox/hubspot/json_access.h"
#include "engine/sandbox/hubspot/record_lookup.h"
#include "engine/sandbox/hubspot/record_wire.h"
#include "engine/sandbox/model/folding.h"

#include <algorithm>

namespace syncline::sandbox::hubspot {
namespace {

constexpr std::size_t kMostInputs = 100;
constexpr std::size_t kMostInputsWithHistory = 50;

/// The same record twice refuses the whole batch (HubSpot answers so for updates, upserts and archives). Keys say which
/// rows mean the same record, ids how they named it.
std::optional<Problem> refuseDoubles(const std::vector<std::string>& keys, const std::vector<std::string>& ids) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string& id = ids[i];
        if (!seen.insert(keys[i]).second) {
            Problem problem = invalid("Duplicate IDs found in batch input: [" + id + "]. IDs must be unique");
            problem.context["ids"] = jsonList(id);
            return problem;
        }
    }
    return std::nullopt;
}

std::optional<Problem> refuseDoubles(const std::vector<std::string>& ids) {
    return refuseDoubles(ids, ids);
}

/// Without trace ids a batch is refused as a whole, with the answer of its first bad row.
Problem asWhole(Problem problem) {
    const std::size_t detail = problem.message.find(". Existing ID:");
    if (problem.status == 409 && detail != std::string::npos)
        problem.message.resize(detail);
    problem.context.clear();
    return problem;
}

}  // namespace

void BatchAnswer::add(json::object result, const std::string& traceId) {
    if (!traceId.empty())
        result["objectWriteTraceId"] = traceId;
    m_results.push_back(std::move(result));
}

void BatchAnswer::refuse(json::object row) {
    m_errors.push_back(std::move(row));
}

void BatchAnswer::missing(const ObjectType& type, const std::vector<std::string>& ids) {
    if (ids.empty())
        return;
    const Problem problem{.status = 404,
                          .category = "OBJECT_NOT_FOUND",
                          .message = "Could not get some " + std::string(type.capital)
                                     + " objects, they may be deleted or not exist. Check that ids are valid.",
                          .context = {{"ids", jsonList(ids)}}};
    m_errors.push_back(problem.row({}));
}

Reply BatchAnswer::reply(int status) const {
    json::object body{{"status", "COMPLETE"},
                      {"startedAt", base::formatIso8601(m_started)},
                      {"completedAt", base::formatIso8601(m_portal.now())},
                      {"results", m_results}};
    if (m_errors.empty())
        return Reply::of(status, std::move(body));
    body["numErrors"] = m_errors.size();
    body["errors"] = m_errors;
    constexpr int kPartial = 207;
    return Reply::of(m_portal.dialect("batch-partial-200") ? status : kPartial, std::move(body));
}

Checked<std::vector<BatchApi::Row>> BatchApi::rowsOf(const json::object& body) const {
    const json::array* inputs = arrayMember(body, "inputs");
    if (inputs == nullptr)
        return invalid("Invalid input JSON: inputs must be a list");
    if (inputs->size() > kMostInputs)
        return invalid("The maximum number of inputs supported in a batch request is " + std::to_string(kMostInputs));
    std::vector<Row> rows;
    for (const json::value& item : *inputs) {
        const json::object* input = item.if_object();
        if (input == nullptr)
            return unreadable("inputs");
        rows.push_back({input, textMember(*input, "id").value_or(""), textMember(*input, "idProperty").value_or(""),
                        textMember(*input, "objectWriteTraceId").value_or("")});
    }
    return rows;
}

Reply BatchApi::handle(const Call& call, const ObjectType& type, const std::string& verb) {
    TRY_ASSIGN(const json::object body, parseObject(call.request.body));
    if (verb == "read")
        return read(body, type, call.query.flag("archived"));
    TRY_ASSIGN(const std::vector<Row> rows, rowsOf(body));
    if (verb == "create")
        return create(call, rows, type);
    if (verb == "update")
        return update(call, rows, type);
    if (verb == "upsert")
        return upsert(call, rows, type);
    return verb == "archive" ? archive(call, rows, type) : noRoute();
}

Reply BatchApi::read(const json::object& body, const ObjectType& type, bool archived) const {
    TRY_ASSIGN(const std::vector<Row> rows, rowsOf(body));
    const Wanted wanted{textList(body, "properties"), textList(body, "propertiesWithHistory")};
    if (!wanted.history.empty() && rows.size() > kMostInputsWithHistory)
        return invalid("The maximum number of inputs supported in a batch request for property histories is "
                       + std::to_string(kMostInputsWithHistory));
    const std::string idProperty = textMember(body, "idProperty").value_or("");
    BatchAnswer answer(m_portal);
    std::vector<std::string> missing;
    std::set<std::string> shown;
    for (const Row& row : rows) {
        TRY_ASSIGN(const model::Record* record,
                   lookUp(m_portal, RecordAddress{type.kind, row.id, idProperty, archived, true}));
        if (record == nullptr)
            missing.push_back(row.id);
        else if (shown.insert(record->id).second)
            answer.add(recordJson(m_portal, *record, wanted), {});
    }
    answer.missing(type, missing);
    return answer.reply(200);
}

/// Trace ids turn on per-row results; without one, one bad row refuses all (HubSpot: error handling, multi-status).
Reply BatchApi::create(const Call& call, const std::vector<Row>& rows, const ObjectType& type) {
    const bool perRow = std::any_of(rows.begin(), rows.end(), [](const Row& row) { return !row.traceId.empty(); });
    BatchAnswer answer(m_portal);
    RecordWriter writer(m_portal, m_links, call.caller);
    for (const Row& row : rows) {
        const RowResult result = writer.create(type.kind, *row.input);
        if (result.problem && !perRow)
            return asWhole(*result.problem);
        if (result.problem)
            answer.refuse(result.problem->row(row.traceId));
        else
            answer.add(
                recordJson(m_portal, *m_portal.crm().find(type.kind, result.id), allWritten(type.kind, *row.input)),
                row.traceId);
    }
    writer.commit();
    return answer.reply(201);
}

/// `email` and `hs_object_id` do not address records here, though both are unique.
std::optional<Problem> BatchApi::refusesUpdate(const std::vector<Row>& rows, const ObjectType& type) const {
    for (const Row& row : rows) {
        const bool custom = row.idProperty != "email" && row.idProperty != "hs_object_id"
                            && isUniqueProperty(m_portal, type.kind, row.idProperty);
        if (!row.idProperty.empty() && !custom)
            return invalid("Unable to perform update by non-unique " + std::string(type.typeId) + " property "
                           + row.idProperty);
    }
    return std::nullopt;
}

Reply BatchApi::update(const Call& call, const std::vector<Row>& rows, const ObjectType& type) {
    if (auto problem = refusesUpdate(rows, type))
        return *problem;
    std::vector<std::string> ids;
    std::vector<std::string> missing;
    std::vector<std::pair<const Row*, std::string>> found;
    for (const Row& row : rows) {
        TRY_ASSIGN(const model::Record* record,
                   lookUp(m_portal, RecordAddress{type.kind, row.id, row.idProperty, false, false}));
        ids.push_back(record == nullptr ? row.id : record->id);
        if (record == nullptr)
            missing.push_back(row.id);
        else
            found.emplace_back(&row, record->id);
    }
    if (auto problem = refuseDoubles(ids))
        return *problem;
    const bool perRow = std::any_of(rows.begin(), rows.end(), [](const Row& row) { return !row.traceId.empty(); });
    BatchAnswer answer(m_portal);
    RecordWriter writer(m_portal, m_links, call.caller);
    for (const auto& [row, id] : found) {
        const RowResult result = writer.update(type.kind, id, *row->input);
        if (result.problem && !perRow)
            return asWhole(*result.problem);
        if (result.problem)
            answer.refuse(result.problem->row(row->traceId));
        else
            answer.add(recordJson(m_portal, *m_portal.crm().find(type.kind, id), allWritten(type.kind, *row->input)),
                       row->traceId);
    }
    answer.missing(type, missing);
    writer.commit();
    return answer.reply(200);
}

RowResult BatchApi::upsertRow(RecordWriter& writer, const Row& row, const ObjectType& type) const {
    const Checked<const model::Record*> record =
        lookUp(m_portal, RecordAddress{type.kind, row.id, row.idProperty, false, false});
    if (!record)
        return {{}, false, record.error()};
    json::object input = *row.input;
    if (*record != nullptr) {
        const bool secondary =
            row.idProperty == "email" && (*record)->value("email") != model::Value(model::foldCase(row.id));
        if (secondary)
            return {{},
                    false,
                    Problem{.status = 409,
                            .category = "CONFLICT",
                            .message = "Contact already exists. Existing ID: " + (*record)->id,
                            .context = {{"existingId", jsonList((*record)->id)}}}};
        return writer.update(type.kind, (*record)->id, input);
    }
    if (row.idProperty.empty() || row.idProperty == "hs_object_id")
        return {row.id, false, notFound(row.id)};
    if (json::value* properties = input.if_contains("properties"); properties != nullptr && properties->is_object())
        properties->get_object().emplace(row.idProperty, row.id);
    return writer.create(type.kind, input);
}

/// With email as the id a batch is never partial: one bad row refuses all (HubSpot: properties guide, unique values).
Reply BatchApi::upsert(const Call& call, const std::vector<Row>& rows, const ObjectType& type) {
    std::vector<std::string> keys;
    std::vector<std::string> ids;
    for (const Row& row : rows) {
        keys.push_back(row.idProperty + "=" + model::foldCase(row.id));
        ids.push_back(row.id);
    }
    if (auto problem = refuseDoubles(keys, ids))
        return *problem;
    const bool byEmail =
        std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.idProperty == "email"; });
    const bool traced = std::any_of(rows.begin(), rows.end(), [](const Row& row) { return !row.traceId.empty(); });
    BatchAnswer answer(m_portal);
    RecordWriter writer(m_portal, m_links, call.caller);
    for (const Row& row : rows) {
        const RowResult result = upsertRow(writer, row, type);
        if (result.problem && (byEmail || !traced))
            return asWhole(*result.problem);
        if (result.problem) {
            answer.refuse(result.problem->row(row.traceId));
            continue;
        }
        json::object shown =
            recordJson(m_portal, *m_portal.crm().find(type.kind, result.id), allWritten(type.kind, *row.input));
        shown["new"] = result.created;
        answer.add(std::move(shown), row.traceId);
    }
    writer.commit();
    return answer.reply(200);
}

Reply BatchApi::archive(const Call& call, const std::vector<Row>& rows, const ObjectType& type) {
    std::vector<std::string> ids;
    for (const Row& row : rows)
        ids.push_back(row.id);
    if (auto problem = refuseDoubles(ids))
        return *problem;
    RecordWriter writer(m_portal, m_links, call.caller);
    for (const std::string& id : ids) {
        const RowResult result = writer.archive(type.kind, id);
        if (result.problem && m_portal.dialect("archive-unknown-404"))
            return *result.problem;
    }
    writer.commit();
    return Reply::empty(204);
}

}  // namespace syncline::sandbox::hubspot
