#include "engine/connectors/hubspot/write_rows.h"

#include <algorithm>
#include <utility>

#include <boost/json/serialize.hpp>

namespace syncline::connectors::hubspot {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kStage = "lifecyclestage";
/// A scope is given by a person.
constexpr milliseconds kScopePause{60'000};

template <typename T>
bool contains(const std::vector<T>& list, const T& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

bool sends(const WriteRow& row, const std::string& property) {
    return std::any_of(row.sent.begin(), row.sent.end(),
                       [&](const SideField& field) { return field.name == property; });
}

std::string codeOf(const ApiProblem& problem, int status) {
    if (problem.isClash())
        return "CONFLICT";
    if (!problem.properties.empty() && !problem.properties.front().code.empty())
        return problem.properties.front().code;
    if (!problem.category.empty())
        return problem.category;
    return "HTTP_" + std::to_string(status);
}

RecordWritten written(WriteEffect effect, const ApiProblem& problem, int status) {
    RecordWritten row;
    row.effect = effect;
    row.code = codeOf(problem, status);
    row.message = problem.message;
    if (effect != WriteEffect::Permanent)
        return row;
    row.fields = problem.propertyNames();
    if (problem.isClash())
        row.id = problem.existingId;
    return row;
}

RecordWritten unknown(std::string message) {
    RecordWritten row;
    row.code = "UNKNOWN";
    row.message = std::move(message);
    return row;
}

/// Of a row in a batch that was done otherwise; the set of categories is open.
WriteEffect effectOf(const ApiProblem& problem) {
    const std::string& category = problem.category;
    if (category == "RATE_LIMITS" || category == "LOCKED" || category == "MISSING_SCOPES"
        || category == "EXPIRED_AUTHENTICATION")
        return WriteEffect::None;
    const bool server = category == "INTERNAL_ERROR" || category == "SERVICE_UNAVAILABLE" || category == "TIMEOUT";
    return server ? WriteEffect::Unknown : WriteEffect::Permanent;
}

RecordWritten doneBy(const WriteRow& row, const WireRecord& result) {
    RecordWritten done;
    done.effect = WriteEffect::Done;
    done.id = result.id;
    done.created = result.isNew || row.verb == WriteVerb::Create;
    const auto stage =
        std::find_if(row.sent.begin(), row.sent.end(), [](const SideField& field) { return field.name == kStage; });
    const std::optional<std::string> now = result.value(kStage);
    if (stage == row.sent.end() || !now || !stage->text || stage->text->empty() || *now == *stage->text)
        return done;
    done.effect = WriteEffect::Permanent;
    done.code = "NOT_APPLIED";
    done.message = "HubSpot left the lifecycle stage at " + *now + ": it moves forward only";
    done.fields = {std::string(kStage)};
    return done;
}

bool isResultOf(const WireRecord& result, const WriteRow& row) {
    if (!result.traceId.empty())
        return result.traceId == row.traceId;
    if (row.verb == WriteVerb::Update)
        return result.id == row.address;
    return row.verb == WriteVerb::Upsert && result.value(row.key) == std::optional(row.address);
}

bool names(const ApiProblem& problem, const WriteRow& row) {
    return contains(problem.traceIds, row.traceId)
           || (problem.traceIds.empty() && !row.address.empty() && contains(problem.ids, row.address));
}

/// Every row the same.
RowOutcomes all(std::size_t count, const RecordWritten& one, milliseconds pause = milliseconds(0)) {
    return {std::vector<RecordWritten>(count, one), {}, pause};
}

RowOutcomes readRows(const std::vector<WriteRow>& rows, const BatchAnswer& batch, int status) {
    RowOutcomes outcomes = all(rows.size(), unknown("the answer does not name it"));
    std::vector<std::size_t> silent;
    std::vector<const ApiProblem*> nameless;
    for (const ApiProblem& error : batch.errors) {
        if (std::none_of(rows.begin(), rows.end(), [&](const WriteRow& row) { return names(error, row); }))
            nameless.push_back(&error);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto result = std::find_if(batch.results.begin(), batch.results.end(),
                                         [&](const WireRecord& one) { return isResultOf(one, rows[i]); });
        const auto error = std::find_if(batch.errors.begin(), batch.errors.end(),
                                        [&](const ApiProblem& one) { return names(one, rows[i]); });
        if (error != batch.errors.end())
            outcomes.rows[i] = written(effectOf(*error), *error, status);
        else if (result != batch.results.end())
            outcomes.rows[i] = doneBy(rows[i], *result);
        else
            silent.push_back(i);
    }
    if (silent.size() == 1 && nameless.size() == 1)
        outcomes.rows[silent.front()] = written(effectOf(*nameless.front()), *nameless.front(), status);
    return outcomes;
}

/// Which row a property points to, when only one of them writes it.
std::optional<std::size_t> onlyWriter(const std::vector<WriteRow>& rows, const ApiProblem& problem) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool writes = std::any_of(problem.properties.begin(), problem.properties.end(),
                                        [&](const PropertyProblem& one) { return sends(rows[i], one.property); });
        if (writes && found)
            return std::nullopt;
        if (writes)
            found = i;
    }
    return found;
}

RowOutcomes readRefusal(const std::vector<WriteRow>& rows, const HttpResponse& response) {
    const ApiProblem problem = problemOf(response);
    RowOutcomes outcomes = all(rows.size(), written(WriteEffect::None, problem, response.status));
    const RecordWritten refused = written(WriteEffect::Permanent, problem, response.status);
    bool named = false;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows.size() == 1 || names(problem, rows[i])) {
            outcomes.rows[i] = refused;
            named = true;
        }
    }
    if (named)
        return outcomes;
    if (const auto only = onlyWriter(rows, problem)) {
        outcomes.rows[*only] = refused;
        return outcomes;
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        outcomes.unclear.push_back(i);
    return outcomes;
}

WriteEffect effectOf(int status) {
    switch (status) {
        case 401:
        case 403:
        case 423:
        case 429:
        case 477:
            return WriteEffect::None;
        case 408:
            return WriteEffect::Unknown;
        default:
            break;
    }
    return status >= 400 && status < 500 ? WriteEffect::Permanent : WriteEffect::Unknown;
}

}  // namespace

std::vector<WriteRow> rowsOf(const WriteRequest& request, const ObjectType* type) {
    std::vector<WriteRow> rows;
    for (std::size_t i = 0; i < request.records.size(); ++i) {
        const RecordWrite& record = request.records[i];
        WriteRow row;
        row.index = i;
        row.traceId = "w" + std::to_string(request.id.value()) + "-" + std::to_string(i);
        for (const SideField& field : record.fields) {
            const PropertyKind kind = type == nullptr ? PropertyKind::Text : type->kindOf(field.name);
            row.sent.push_back({field.name, wireText(kind, field.text)});
        }
        if (record.id) {
            row.address = *record.id;
        } else if (record.key && record.key->text) {
            row.verb = WriteVerb::Upsert;
            row.address = *record.key->text;
            row.key = record.key->name;
            if (!sends(row, row.key))
                row.sent.push_back({row.key, row.address});
        } else {
            row.verb = WriteVerb::Create;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string_view tailOf(WriteVerb verb) {
    if (verb == WriteVerb::Update)
        return "/batch/update";
    return verb == WriteVerb::Upsert ? "/batch/upsert" : "/batch/create";
}

std::string batchBody(const std::vector<WriteRow>& rows) {
    json::array inputs;
    for (const WriteRow& row : rows) {
        json::object properties;
        for (const SideField& field : row.sent)
            properties[field.name] = field.text ? json::string(*field.text) : json::string();
        json::object input{{"properties", std::move(properties)}, {"objectWriteTraceId", row.traceId}};
        if (row.verb != WriteVerb::Create)
            input["id"] = row.address;
        if (row.verb == WriteVerb::Upsert)
            input["idProperty"] = row.key;
        inputs.push_back(std::move(input));
    }
    return json::serialize(json::object{{"inputs", std::move(inputs)}});
}

RowOutcomes readOutcomes(const std::vector<WriteRow>& rows, const HttpAnswer& answer) {
    if (const auto* failure = std::get_if<HttpFailure>(&answer)) {
        RecordWritten row;
        row.effect = failure->mayHaveArrived ? WriteEffect::Unknown : WriteEffect::None;
        row.code = std::string(base::name(failure->error.code));
        row.message = failure->error.message();
        return all(rows.size(), row);
    }
    const auto& response = std::get<HttpResponse>(answer);
    if (isSuccess(response.status)) {
        const std::optional<json::object> body = parseObject(response.body);
        if (body)
            return readRows(rows, batchOf(*body), response.status);
        return all(rows.size(), unknown("the answer is no JSON object"));
    }
    const WriteEffect effect = effectOf(response.status);
    if (effect == WriteEffect::Permanent)
        return readRefusal(rows, response);
    const bool scope = response.status == 403;
    return all(rows.size(), written(effect, problemOf(response), response.status),
               scope ? kScopePause : pauseOf(response));
}

}  // namespace syncline::connectors::hubspot
