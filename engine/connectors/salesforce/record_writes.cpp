#include "engine/connectors/salesforce/record_writes.h"

#include "engine/connectors/salesforce/api_errors.h"
#include "engine/connectors/salesforce/canonical_text.h"
#include "engine/connectors/salesforce/soql.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include <boost/json.hpp>

namespace syncline::connectors::salesforce {
namespace {

namespace json = boost::json;

std::string quoted(const std::string& text) {
    return json::serialize(json::string(text));
}

/// A value as the field's type has it. Blank is null: what "" means is not the same for every type.
std::string jsonValue(const SideField& field, const SObject& object) {
    if (!field.text)
        return "null";
    const mapping::Comparison comparison = object.comparison(field.name);
    const bool number = comparison == mapping::Comparison::Number && isNumber(*field.text);
    const bool boolean =
        comparison == mapping::Comparison::Boolean && (*field.text == "true" || *field.text == "false");
    return number || boolean ? *field.text : quoted(*field.text);
}

std::string jsonRow(const RecordWrite& record, const SObject& object) {
    std::string row = R"({"attributes":{"type":)" + quoted(object.name) + "}";
    const auto add = [&](const std::string& name, const std::string& value) {
        row += "," + quoted(name) + ":" + value;
    };
    if (record.id)
        add("id", quoted(*record.id));
    else if (record.key)
        add(record.key->name, jsonValue(*record.key, object));
    for (const SideField& field : record.fields) {
        const bool isKey = !record.id && record.key && field.name == record.key->name;
        if (!isKey && field.name != "Id")
            add(field.name, jsonValue(field, object));
    }
    return row + "}";
}

/// How a record is written: the method and the path behind "/composite/sobjects".
using Way = std::pair<std::string, std::string>;

Way wayOf(const RecordWrite& record, const std::string& object) {
    if (record.id)
        return {"PATCH", ""};
    if (!record.key)
        return {"POST", ""};
    return {"PATCH", "/" + soql::percentEncoded(object) + "/" + soql::percentEncoded(record.key->name)};
}

RecordWritten written(const RecordWrite& record, const json::object& row) {
    const json::value* success = row.if_contains("success");
    if (success == nullptr || !success->is_bool())
        return {};
    RecordWritten result;
    if (success->get_bool()) {
        const json::value* id = row.if_contains("id");
        const json::value* created = row.if_contains("created");
        result.effect = WriteEffect::Done;
        result.id =
            id != nullptr && id->is_string() ? std::string(id->get_string()) : record.id.value_or(std::string());
        result.created = created != nullptr ? created->is_bool() && created->get_bool() : !record.id && !record.key;
        return result;
    }
    const json::value* list = row.if_contains("errors");
    const std::vector<ApiError> errors = list != nullptr ? apiErrors(*list) : std::vector<ApiError>();
    result.effect = WriteEffect::Permanent;
    for (const ApiError& error : errors) {
        if (effectOf(error) == WriteEffect::None)
            result.effect = WriteEffect::None;
        result.message += (result.message.empty() ? "" : "; ") + error.message;
        result.fields.insert(result.fields.end(), error.fields.begin(), error.fields.end());
    }
    result.code = errors.empty() ? "REFUSED" : errors.front().code;
    if (errors.empty())
        result.message = "Salesforce gives no reason";
    return result;
}

/// One result for each row; none when the answer is not such a list.
std::optional<std::vector<RecordWritten>> rowResults(const std::vector<const RecordWrite*>& records,
                                                     const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response == nullptr || response->status < 200 || response->status > 299)
        return std::nullopt;
    json::error_code error;
    const json::value body = json::parse(response->body, error);
    if (error || !body.is_array() || body.get_array().size() != records.size())
        return std::nullopt;
    std::vector<RecordWritten> results;
    for (std::size_t i = 0; i < records.size(); ++i) {
        const json::value& row = body.get_array()[i];
        results.push_back(row.is_object() ? written(*records[i], row.get_object()) : RecordWritten{});
    }
    return results;
}

/// What holds for every row of a request that was not answered row by row.
RecordWritten wholeResult(const HttpAnswer& answer) {
    RecordWritten result;
    result.effect = effectOf(answer);
    const auto* response = std::get_if<HttpResponse>(&answer);
    const std::vector<ApiError> errors = response != nullptr ? apiErrors(response->body) : std::vector<ApiError>();
    if (!errors.empty()) {
        result.code = errors.front().code;
        result.message = errors.front().message;
        result.fields = errors.front().fields;
        return result;
    }
    const base::Error error = errorOf(answer, "write records of Salesforce", "");
    result.code = response != nullptr ? "HTTP_" + std::to_string(response->status) : std::string(name(error.code));
    result.message = error.detail;
    return result;
}

/// The rows of a refused request that may be at fault: those that write a field that the refusal names. None when it
/// names none, or none of theirs.
std::vector<std::size_t> suspects(const WriteRequest& request, const std::vector<std::size_t>& rows,
                                  const std::vector<std::string>& fields) {
    std::vector<std::size_t> found;
    for (const std::size_t row : rows) {
        const RecordWrite& record = request.records[row];
        const auto named = [&](const SideField& field) {
            return std::find(fields.begin(), fields.end(), field.name) != fields.end();
        };
        if (std::any_of(record.fields.begin(), record.fields.end(), named) || (record.key && named(*record.key)))
            found.push_back(row);
    }
    return found;
}

std::vector<std::size_t> without(const std::vector<std::size_t>& rows, const std::vector<std::size_t>& taken) {
    std::vector<std::size_t> rest;
    std::set_difference(rows.begin(), rows.end(), taken.begin(), taken.end(), std::back_inserter(rest));
    return rest;
}

}  // namespace

struct RecordWrites::Job {
    WriteRequest request;
    Done done;
    WriteAnswer answer;
    SObject object;
    std::size_t open = 0;  ///< requests under way
};

void RecordWrites::write(WriteRequest request, Done done) {
    auto job = std::make_shared<Job>();
    const auto object = m_objects.find(request.object);
    job->object = object == m_objects.end() ? SObject{request.object, {}} : object->second;
    job->answer.id = request.id;
    job->answer.records.resize(request.records.size());
    std::map<Way, Rows> ways;
    for (std::size_t i = 0; i < request.records.size(); ++i)
        ways[wayOf(request.records[i], request.object)].push_back(i);
    job->request = std::move(request);
    job->done = std::move(done);
    if (ways.empty()) {
        job->answer.answeredAt = m_clock.wallNow();
        job->done(std::move(job->answer));
    }
    job->open = ways.size();
    for (auto& [way, rows] : ways)
        send(job, std::move(rows));
}

void RecordWrites::send(const std::shared_ptr<Job>& job, Rows rows) {
    ApiRequest call;
    const auto [method, resource] = wayOf(job->request.records[rows.front()], job->request.object);
    call.method = method;
    call.path = "/services/data/v" + m_apiVersion + "/composite/sobjects" + resource;
    call.timeout = std::chrono::minutes(2);
    call.body = R"({"allOrNone":false,"records":[)";
    for (const std::size_t row : rows)
        call.body += (row == rows.front() ? "" : ",") + jsonRow(job->request.records[row], job->object);
    call.body += "]}";
    m_calls.call(std::move(call),
                 [this, job, rows = std::move(rows)](const HttpAnswer& answer) { answered(job, rows, answer); });
}

void RecordWrites::answered(const std::shared_ptr<Job>& job, const Rows& rows, const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    const bool refused = response != nullptr && response->status == 400 && effectOf(answer) == WriteEffect::Permanent;
    if (!refused || rows.size() == 1) {
        settle(job, rows, answer);
        return;
    }
    const Rows atFault = suspects(job->request, rows, wholeResult(answer).fields);
    const Rows others = without(rows, atFault);
    if (!atFault.empty()) {
        if (!others.empty()) {
            ++job->open;
            send(job, others);
        }
        settle(job, atFault, answer);
        return;
    }
    const auto half = rows.begin() + static_cast<std::ptrdiff_t>(rows.size() / 2);
    ++job->open;
    send(job, Rows(rows.begin(), half));
    send(job, Rows(half, rows.end()));
}

/// A request is over: these are its rows.
void RecordWrites::settle(const std::shared_ptr<Job>& job, const Rows& rows, const HttpAnswer& answer) {
    std::vector<const RecordWrite*> records;
    for (const std::size_t row : rows)
        records.push_back(&job->request.records[row]);
    const auto results = rowResults(records, answer);
    for (std::size_t i = 0; i < rows.size(); ++i)
        job->answer.records[rows[i]] = results ? (*results)[i] : wholeResult(answer);
    job->answer.retryAfter = std::max(job->answer.retryAfter, retryAfter(answer));
    if (--job->open > 0)
        return;
    job->answer.answeredAt = m_clock.wallNow();
    job->done(std::move(job->answer));
}

}  // namespace syncline::connectors::salesforce
