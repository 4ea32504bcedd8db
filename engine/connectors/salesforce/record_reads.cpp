#include "engine/connectors/salesforce/record_reads.h"

#include "engine/connectors/salesforce/api_errors.h"
#include "engine/connectors/salesforce/canonical_text.h"
#include "engine/connectors/salesforce/soql.h"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <utility>

#include <boost/json.hpp>

namespace syncline::connectors::salesforce {
namespace {

namespace json = boost::json;

json::array list(const std::vector<std::string>& texts) {
    json::array array;
    for (const std::string& text : texts)
        array.emplace_back(text);
    return array;
}

bool succeeded(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response != nullptr && response->status == 200;
}

ReadAnswer failed(RequestId id, base::Error error) {
    return {id, {}, std::move(error), {}};
}

ReadAnswer failed(RequestId id, const HttpAnswer& answer, const std::string& operation, const std::string& object) {
    return {id, {}, errorOf(answer, operation, object), retryAfter(answer)};
}

ReadAnswer readAnswer(const ReadRequest& request, const RowsWanted& wanted, const HttpAnswer& answer) {
    if (!succeeded(answer))
        return failed(request.id, answer, "read records of Salesforce", request.object);
    auto rows = parseRows(std::get<HttpResponse>(answer).body, wanted);
    if (!rows)
        return failed(request.id, std::move(rows).error());
    if (rows->size() != request.ids.size())
        return failed(request.id, {base::ErrorCode::ProtocolViolation, "read records of Salesforce", request.object,
                                   "the answer does not have a row for each record", ""});
    for (std::size_t i = 0; i < rows->size(); ++i) {
        RecordRead& row = (*rows)[i];
        row.askedFor = request.ids[i];
        row.id = row.found ? row.id : request.ids[i];
    }
    return {request.id, *std::move(rows), std::nullopt, {}};
}

/// Whether SOQL's comparison takes them as the same.
bool matches(const std::string& wanted, const std::string& has, mapping::Comparison comparison) {
    if (comparison == mapping::Comparison::Number)
        return std::strtod(wanted.c_str(), nullptr) == std::strtod(has.c_str(), nullptr);
    const std::string canonical = canonicalText(wanted, comparison).value_or(std::string());
    return lowerCase(canonical) == lowerCase(has);
}

}  // namespace

struct RecordReads::Find {
    FindRequest request;
    Done done;
    SObject object;
    std::vector<std::string> fields;  ///< those to be read, and the one looked at
    std::deque<std::string> queries;
    std::vector<RecordRead> rows;

    void take(RecordRead row);
};

/// A row for each value that it was found by.
void RecordReads::Find::take(RecordRead row) {
    const auto key = std::find_if(row.fields.begin(), row.fields.end(),
                                  [&](const SideField& field) { return field.name == request.field; });
    const std::string has = key == row.fields.end() ? row.id : key->text.value_or(std::string());
    const bool wanted = std::find(request.fields.begin(), request.fields.end(), request.field) != request.fields.end();
    if (key != row.fields.end() && !wanted)
        row.fields.erase(key);
    const mapping::Comparison comparison = object.comparison(request.field);
    for (const std::string& value : request.values) {
        if (!matches(value, has, comparison))
            continue;
        row.askedFor = value;
        rows.push_back(row);
    }
}

void RecordReads::read(ReadRequest request, Done done) {
    if (request.ids.empty()) {
        done({request.id, {}, std::nullopt, {}});
        return;
    }
    ApiRequest call;
    call.method = "POST";
    call.priority = request.priority;
    call.path = path("/composite/sobjects/" + soql::percentEncoded(request.object));
    call.body = json::serialize(json::object{{"ids", list(request.ids)}, {"fields", list(selected(request.fields))}});
    m_calls.call(std::move(call), [this, object = objectNamed(request.object), request = std::move(request),
                                   done = std::move(done)](const HttpAnswer& answer) {
        done(readAnswer(request, {object, request.fields, m_settings.resolution, m_clock.wallNow()}, answer));
    });
}

void RecordReads::find(FindRequest request, Done done) {
    auto find = std::make_shared<Find>();
    find->object = objectNamed(request.object);
    find->fields = request.fields;
    if (std::find(find->fields.begin(), find->fields.end(), request.field) == find->fields.end())
        find->fields.push_back(request.field);
    const soql::Lookup lookup{request.object, request.field, find->object.comparison(request.field),
                              selected(find->fields)};
    const bool named = soql::isName(request.object)
                       && std::all_of(lookup.fields.begin(), lookup.fields.end(),
                                      [](const std::string& field) { return soql::isName(field); });
    if (!named) {
        done(failed(request.id, {base::ErrorCode::InvalidArgument, "look up records of Salesforce", request.object,
                                 "the mapping names a field that cannot be one", "Check the mapping's field names."}));
        return;
    }
    for (std::string& query : soql::queries(lookup, request.values))
        find->queries.push_back(std::move(query));
    find->request = std::move(request);
    find->done = std::move(done);
    nextQuery(find);
}

void RecordReads::nextQuery(const std::shared_ptr<Find>& find) {
    if (find->queries.empty()) {
        find->done({find->request.id, std::move(find->rows), std::nullopt, {}});
        return;
    }
    std::string query = std::move(find->queries.front());
    find->queries.pop_front();
    nextPage(find, path("/query?q=" + soql::percentEncoded(query)));
}

void RecordReads::nextPage(const std::shared_ptr<Find>& find, std::string path) {
    ApiRequest call;
    call.path = std::move(path);
    call.priority = find->request.priority;
    m_calls.call(std::move(call), [this, find](const HttpAnswer& answer) { takePage(find, answer); });
}

void RecordReads::takePage(const std::shared_ptr<Find>& find, const HttpAnswer& answer) {
    const RequestId id = find->request.id;
    if (!succeeded(answer)) {
        find->done(failed(id, answer, "look up records of Salesforce", find->request.object));
        return;
    }
    auto page = parsePage(std::get<HttpResponse>(answer).body,
                          {find->object, find->fields, m_settings.resolution, m_clock.wallNow()});
    if (!page) {
        find->done(failed(id, std::move(page).error()));
        return;
    }
    for (RecordRead& row : page->rows) {
        if (row.found)
            find->take(std::move(row));
    }
    if (page->next.empty())
        nextQuery(find);
    else if (page->next.starts_with("/services/data/"))
        nextPage(find, page->next);
    else
        find->done(failed(id, {base::ErrorCode::ProtocolViolation, "look up records of Salesforce",
                               find->request.object, "the next page is elsewhere: " + page->next, ""}));
}

std::string RecordReads::path(const std::string& resource) const {
    return "/services/data/v" + m_settings.apiVersion + resource;
}

SObject RecordReads::objectNamed(const std::string& name) const {
    const auto found = m_objects.find(name);
    return found == m_objects.end() ? SObject{name, {}} : found->second;
}

}  // namespace syncline::connectors::salesforce
