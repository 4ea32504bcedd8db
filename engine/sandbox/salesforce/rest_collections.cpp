#include "engine/sandbox/salesforce/rest_collections.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/row_writer.h"
#include "engine/sandbox/salesforce/wire_values.h"

#include <algorithm>
#include <functional>
#include <sstream>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::size_t kMostRows = 200;
constexpr std::size_t kMostRead = 2000;
constexpr std::size_t kMostChunks = 10;

ApiError tooMany(std::size_t most) {
    return {400,
            "EXCEEDED_ID_LIMIT",
            "record limit reached. cannot submit more than " + std::to_string(most) + " records in this call",
            {}};
}

/// The record's object by its attributes; null when there is none.
const ApiObject* typeOf(const Org& org, const json::object& record) {
    const json::value* attributes = record.if_contains("attributes");
    if (attributes == nullptr || !attributes->is_object())
        return nullptr;
    return org.findObject(textMember(attributes->get_object(), "type").value_or(""));
}

RowResult refusedRow(ApiError error) {
    return {{}, false, {std::move(error)}, {}};
}

RowResult unknownType() {
    return refusedRow({400, "INVALID_TYPE", "The record's attributes name no sObject type that exists", {}});
}

/// The id member, however it is spelled.
std::pair<std::string, std::string> idMember(const json::object& record) {
    for (const auto& [key, value] : record) {
        const std::string name(key.data(), key.size());
        if (model::foldCase(name) == "id" && value.is_string())
            return {name, std::string(value.get_string().data(), value.get_string().size())};
    }
    return {};
}

std::vector<std::string> splitList(const std::string& text) {
    std::vector<std::string> parts;
    std::istringstream list(text);
    for (std::string part; std::getline(list, part, ',');)
        parts.emplace_back(model::trim(part));
    return parts;
}

std::vector<std::string> texts(const json::object& body, const char* name) {
    std::vector<std::string> found;
    const json::value* member = body.if_contains(name);
    if (member == nullptr || !member->is_array())
        return found;
    for (const json::value& one : member->get_array()) {
        if (one.is_string())
            found.emplace_back(one.get_string().data(), one.get_string().size());
    }
    return found;
}

json::object wireRow(const RowResult& row, bool withCreated) {
    if (!row.ok())
        return {{"success", false}, {"errors", rowErrors(row.errors)}};
    json::object out{{"id", row.id}, {"success", true}, {"errors", json::array()}};
    if (withCreated)
        out["created"] = row.created;
    return out;
}

/// With allOrNone one failed row takes all the others down.
http_server::Response finish(RowWriter& writer, std::vector<RowResult> rows, bool allOrNone, bool withCreated) {
    for (RowResult& row : rows) {
        if (!row.ambiguous.empty())
            row = refusedRow({400, "DUPLICATE_EXTERNAL_ID", "more than one record found for external id field", {}});
    }
    const bool failed = std::any_of(rows.begin(), rows.end(), [](const RowResult& row) { return !row.ok(); });
    const bool succeeded = std::any_of(rows.begin(), rows.end(), [](const RowResult& row) { return row.ok(); });
    if (failed && allOrNone) {
        for (RowResult& row : rows) {
            if (row.ok())
                row = refusedRow({400,
                                  "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                                  "Record rolled back because not all records were valid and the request was using"
                                  " AllOrNone header",
                                  {}});
        }
    } else if (succeeded) {
        writer.commit();
    }
    json::array body;
    for (const RowResult& row : rows)
        body.push_back(wireRow(row, withCreated));
    return jsonResponse(200, body);
}

/// Runs of records of one type count as chunks.
std::size_t chunksOf(const Org& org, const json::array& records) {
    std::size_t chunks = 0;
    const ApiObject* last = nullptr;
    for (const json::value& record : records) {
        const ApiObject* type = record.is_object() ? typeOf(org, record.get_object()) : nullptr;
        chunks += type != last || chunks == 0 ? 1 : 0;
        last = type;
    }
    return chunks;
}

}  // namespace

http_server::Response RestCollections::handle(const RestCall& call) const {
    const std::size_t depth = call.path.size() - 2;
    if (depth == 1 && (call.method == "POST" || call.method == "GET"))
        return read(call);
    if (depth == 0 && call.method == "DELETE")
        return remove(call);
    const bool writes = depth == 0 && (call.method == "POST" || call.method == "PATCH");
    const bool upserts = depth == 2 && call.method == "PATCH";
    if (!writes && !upserts)
        return depth > 2 ? errorResponse(notFound())
                         : errorResponse(methodNotAllowed(call.method, "DELETE,PATCH,POST"));
    const auto batch = readBatch(call);
    if (!batch)
        return errorResponse(batch.errors());
    return writes ? write(call, *batch) : upsert(call, *batch);
}

Checked<RestCollections::Batch> RestCollections::readBatch(const RestCall& call) const {
    auto body = call.bodyObject();
    if (!body)
        return body.errors();
    const json::value* records = body->if_contains("records");
    if (records == nullptr || !records->is_array())
        return malformedJson("Request body must hold a list 'records'");
    Batch batch{trueMember(*body, "allOrNone"), records->get_array()};
    if (batch.records.size() > kMostRows)
        return tooMany(kMostRows);
    for (const json::value& record : batch.records) {
        if (!record.is_object())
            return malformedJson("Every element of 'records' must be an sObject");
    }
    if (chunksOf(m_org, batch.records) > kMostChunks)
        return ApiError{400, "LIMIT_EXCEEDED", "Cannot process more than 10 chunks of sObject types in a request", {}};
    return batch;
}

http_server::Response RestCollections::write(const RestCall& call, const Batch& batch) const {
    RowWriter writer(m_org, actor(call));
    std::vector<RowResult> rows;
    for (const json::value& value : batch.records) {
        const json::object& record = value.get_object();
        const ApiObject* object = typeOf(m_org, record);
        const auto [idName, id] = idMember(record);
        if (object == nullptr)
            rows.push_back(unknownType());
        else if (call.method == "POST")
            rows.push_back(writer.create(*object, record));
        else if (id.empty())
            rows.push_back(refusedRow({400, "MISSING_ARGUMENT", "Id not specified in an update call", {}}));
        else
            rows.push_back(writer.update(*object, id, record, {idName}));
    }
    return finish(writer, std::move(rows), batch.allOrNone, false);
}

http_server::Response RestCollections::upsert(const RestCall& call, const Batch& batch) const {
    const ApiObject* object = m_org.findObject(call.path[2]);
    if (object == nullptr)
        return errorResponse(notFound());
    const Column* column = externalIdColumn(*object, call.path[3]);
    if (column == nullptr)
        return errorResponse(
            notFound("Provided external ID field does not exist or is not accessible: " + call.path[3]));
    RowWriter writer(m_org, actor(call));
    std::vector<RowResult> rows;
    for (const json::value& value : batch.records) {
        const json::object& record = value.get_object();
        const std::string id(model::trim(textMember(record, column->name).value_or("")));
        if (typeOf(m_org, record) != object)
            rows.push_back(unknownType());
        else if (!idMember(record).first.empty())
            rows.push_back(refusedRow({400, "INVALID_FIELD", "The Id field should not be specified", {"Id"}}));
        else if (id.empty())
            rows.push_back(refusedRow({400, "MISSING_ARGUMENT", column->name + " not specified", {column->name}}));
        else
            rows.push_back(writer.upsert(*object, {column, id}, record, false));
    }
    return finish(writer, std::move(rows), batch.allOrNone, true);
}

http_server::Response RestCollections::remove(const RestCall& call) const {
    const std::vector<std::string> ids = splitList(call.parameter("ids").value_or(""));
    if (ids.empty())
        return errorResponse(ApiError{400, "MISSING_ARGUMENT", "The ids parameter is missing", {}});
    if (ids.size() > kMostRows)
        return errorResponse(tooMany(kMostRows));
    RowWriter writer(m_org, actor(call));
    std::vector<RowResult> rows;
    for (const std::string& id : ids) {
        const auto object = std::find_if(m_org.objects().begin(), m_org.objects().end(),
                                         [&](const ApiObject& one) { return id.starts_with(one.keyPrefix); });
        const bool known = object != m_org.objects().end() && !model::salesforceId18(id).empty();
        rows.push_back(known ? writer.remove(*object, id) : refusedRow(malformedId(id)));
    }
    return finish(writer, std::move(rows), call.parameter("allOrNone") == "true", false);
}

http_server::Response RestCollections::read(const RestCall& call) const {
    const ApiObject* object = m_org.findObject(call.path[2]);
    if (object == nullptr)
        return errorResponse(notFound());
    std::vector<std::string> ids = splitList(call.parameter("ids").value_or(""));
    std::vector<std::string> names = splitList(call.parameter("fields").value_or(""));
    if (call.method == "POST") {
        const auto body = call.bodyObject();
        if (!body)
            return errorResponse(body.errors());
        ids = texts(*body, "ids");
        names = texts(*body, "fields");
    }
    if (ids.empty() || names.empty())
        return errorResponse(ApiError{400, "MISSING_ARGUMENT", "ids and fields must be specified", {}});
    if (ids.size() > kMostRead)
        return errorResponse(tooMany(kMostRead));
    std::vector<const Column*> columns;
    for (const std::string& name : names) {
        columns.push_back(object->find(name));
        if (columns.back() == nullptr)
            return errorResponse(noSuchColumn(name, object->name));
    }
    json::array rows;
    for (const std::string& id : ids) {
        const Row row = m_org.findRow(*object, id);
        const bool gone = row == Row{} || (row.record != nullptr && isRemoved(*row.record));
        rows.push_back(gone ? json::value(nullptr) : json::value(readRow(*object, columns, row, call.version)));
    }
    return jsonResponse(200, rows);
}

model::Actor RestCollections::actor(const RestCall& call) const {
    model::Actor actor = call.actor;
    if (m_org.dialect("origin-not-on-collections"))
        actor.client.clear();
    return actor;
}

}  // namespace syncline::sandbox::salesforce
