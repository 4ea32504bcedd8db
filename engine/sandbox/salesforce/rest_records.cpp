#include "engine/sandbox/salesforce/rest_records.h"

#include "engine/sandbox/model/folding.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/row_writer.h"
#include "engine/sandbox/salesforce/times.h"
#include "engine/sandbox/salesforce/wire_values.h"

#include <sstream>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

http_server::Response noContent() {
    return {204, {}, {}};
}

std::string recordUrl(const RestCall& call, const ApiObject& object, const std::string& id) {
    return "/services/data/v" + call.version + "/sobjects/" + object.name + "/" + id;
}

/// The columns that ?fields= names; all when there is no such parameter.
Checked<std::vector<const Column*>> wantedColumns(const RestCall& call, const ApiObject& object) {
    std::vector<const Column*> columns;
    const std::optional<std::string> names = call.parameter("fields");
    if (!names) {
        for (const Column& column : object.columns)
            columns.push_back(&column);
        return columns;
    }
    std::istringstream list(*names);
    for (std::string name; std::getline(list, name, ',');) {
        const Column* column = object.find(model::trim(name));
        if (column == nullptr)
            return noSuchColumn(model::trim(name), object.name);
        columns.push_back(column);
    }
    return columns;
}

enum class Condition { Met, NotModified, Failed, Malformed };

/// Conditional requests compare whole seconds of LastModifiedDate (Salesforce: REST API guide, conditional requests).
Condition condition(const RestCall& call, base::WallTime modified) {
    const bool reads = call.method == "GET" || call.method == "HEAD";
    for (const char* name : {"If-Unmodified-Since", "If-Modified-Since"}) {
        const auto header = call.header(name);
        if (!header)
            continue;
        const auto moment = parseHttpDate(*header);
        if (!moment && !reads)
            return Condition::Malformed;
        if (!moment)
            continue;
        const bool changed = wholeSeconds(modified) > *moment;
        if (std::string_view(name) == "If-Unmodified-Since" && changed)
            return Condition::Failed;
        if (std::string_view(name) == "If-Modified-Since" && !changed)
            return reads ? Condition::NotModified : Condition::Failed;
    }
    return Condition::Met;
}

json::object written(const RowResult& result) {
    return {{"id", result.id}, {"success", true}, {"errors", json::array()}};
}

http_server::Response multipleChoices(const RestCall& call, const ApiObject& object,
                                      const std::vector<std::string>& ids) {
    json::array urls;
    for (const std::string& id : ids)
        urls.emplace_back(recordUrl(call, object, id));
    return jsonResponse(300, urls);
}

}  // namespace

http_server::Response RestRecords::create(const RestCall& call, const ApiObject& object) const {
    const auto body = call.bodyObject();
    if (!body)
        return errorResponse(body.errors());
    RowWriter writer(m_org, call.actor);
    const RowResult result = writer.create(object, *body);
    if (!result.ok())
        return errorResponse(result.errors);
    writer.commit();
    http_server::Response response = jsonResponse(201, written(result));
    response.headers.push_back({"Location", recordUrl(call, object, result.id)});
    return response;
}

http_server::Response RestRecords::byId(const RestCall& call, const ApiObject& object, std::string_view id) const {
    const Row row = m_org.findRow(object, id);
    if (call.method == "GET" || call.method == "HEAD") {
        if (row == Row{})
            return errorResponse(
                notFound("Provided external ID field does not exist or is not accessible: " + std::string(id)));
        return read(call, object, row);
    }
    if (call.method == "PATCH")
        return update(call, object, row, id);
    if (call.method == "DELETE")
        return remove(call, object, id);
    return errorResponse(methodNotAllowed(call.method, "DELETE,GET,HEAD,PATCH"));
}

http_server::Response RestRecords::byExternalId(const RestCall& call, const ApiObject& object, std::string_view field,
                                                std::string_view value) const {
    const ExternalId id{externalIdColumn(object, field), std::string(model::trim(value))};
    if (id.column == nullptr) {
        const ApiError error =
            notFound("Provided external ID field does not exist or is not accessible: " + std::string(field));
        if (m_org.dialect("external-id-error-array"))
            return errorResponse(error);
        return jsonResponse(error.status, json::object{{"message", error.message}, {"errorCode", error.code}});
    }
    if (id.value.empty())
        return errorResponse(notFound());
    if (call.method == "PATCH")
        return upsert(call, object, id);
    const std::vector<const model::Record*> found = findByExternalId(m_org, object, id);
    if (found.empty())
        return errorResponse(notFound());
    if (found.size() > 1) {
        std::vector<std::string> ids;
        for (const model::Record* record : found)
            ids.push_back(record->id);
        return multipleChoices(call, object, ids);
    }
    return byId(call, object, std::string(found.front()->id));
}

http_server::Response RestRecords::read(const RestCall& call, const ApiObject& object, const Row& row) const {
    if (row.record != nullptr && isRemoved(*row.record))
        return errorResponse(
            ApiError{m_org.dialect("deleted-record-400") ? 400 : 404, "ENTITY_IS_DELETED", "entity is deleted", {}});
    const auto columns = wantedColumns(call, object);
    if (!columns)
        return errorResponse(columns.errors());
    const base::WallTime modified =
        row.record != nullptr ? row.record->modified : m_org.context().world.options().start;
    const Condition met = condition(call, modified);
    if (met == Condition::Failed)
        return preconditionFailed();
    if (met == Condition::NotModified)
        return {304, {{"Last-Modified", httpDate(modified)}}, {}};
    http_server::Response response = jsonResponse(200, readRow(object, *columns, row, call.version));
    response.headers.push_back({"Last-Modified", httpDate(modified)});
    return response;
}

http_server::Response RestRecords::update(const RestCall& call, const ApiObject& object, const Row& row,
                                          std::string_view id) const {
    const auto body = call.bodyObject();
    if (!body)
        return errorResponse(body.errors());
    for (const auto& [key, value] : *body) {
        if (model::foldCase(std::string_view(key.data(), key.size())) == "id")
            return errorResponse(
                ApiError{400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.", {"Id"}});
    }
    if (row.record != nullptr) {
        const Condition met = condition(call, row.record->modified);
        if (met == Condition::Failed)
            return preconditionFailed();
        if (met == Condition::Malformed)
            return errorResponse(ApiError{400, "BAD_REQUEST", "Invalid date in a conditional request header", {}});
    }
    RowWriter writer(m_org, call.actor);
    const RowResult result = writer.update(object, id, *body);
    if (!result.ok())
        return errorResponse(result.errors);
    writer.commit();
    return noContent();
}

http_server::Response RestRecords::remove(const RestCall& call, const ApiObject& object, std::string_view id) const {
    RowWriter writer(m_org, call.actor);
    const RowResult result = writer.remove(object, id);
    if (!result.ok())
        return errorResponse(result.errors);
    writer.commit();
    return noContent();
}

http_server::Response RestRecords::upsert(const RestCall& call, const ApiObject& object, const ExternalId& id) const {
    auto body = call.bodyObject();
    if (!body)
        return errorResponse(body.errors());
    if (!m_org.dialect("external-id-in-body-accepted")) {
        for (const auto& [key, value] : *body) {
            const std::string_view name(key.data(), key.size());
            if (model::foldCase(name) == "id" || model::foldCase(name) == model::foldCase(id.column->name))
                return errorResponse(
                    ApiError{400,
                             "INVALID_FIELD",
                             "The " + std::string(name) + " field should not be specified in the sobject data.",
                             {std::string(name)}});
        }
    }
    RowWriter writer(m_org, call.actor);
    const RowResult result = writer.upsert(object, id, *body, call.parameter("updateOnly") == "true");
    if (!result.ambiguous.empty())
        return multipleChoices(call, object, result.ambiguous);
    if (!result.ok())
        return errorResponse(result.errors);
    writer.commit();
    // Before version 46.0 an update by external id had no body.
    constexpr int kWithBody = 46;
    if (!result.created && call.majorVersion() < kWithBody)
        return noContent();
    json::object answer = written(result);
    answer["created"] = result.created;
    return jsonResponse(result.created ? 201 : 200, answer);
}

http_server::Response RestRecords::preconditionFailed() const {
    if (m_org.dialect("precondition-without-body"))
        return {412, {}, {}};
    return errorResponse(ApiError{412,
                                  "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE",
                                  "The entity was modified after the time given in the request",
                                  {}});
}

}  // namespace syncline::sandbox::salesforce
