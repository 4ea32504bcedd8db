#include "engine/connectors/salesforce/record_rows.h"

#include "engine/base/time_format.h"
#include "engine/connectors/salesforce/change_translator.h"
#include "engine/connectors/salesforce/field_reader.h"

#include <algorithm>
#include <array>

#include <simdjson.h>

namespace syncline::connectors::salesforce {
namespace {

using simdjson::error_code;
namespace ondemand = simdjson::ondemand;

constexpr std::array<std::string_view, 3> kSystemFields = {"Id", "LastModifiedDate", "SystemModstamp"};

base::Error noRows(error_code error) {
    return {base::ErrorCode::ProtocolViolation,
            "read records of Salesforce",
            {},
            std::string("the answer is not the JSON of records: ") + simdjson::error_message(error),
            {}};
}

std::optional<base::WallTime> latest(const std::optional<std::string>& text, const RowsWanted& wanted) {
    const auto time = text ? base::parseIso8601(*text) : base::Result<base::WallTime>(base::Error{});
    if (!time)
        return std::nullopt;
    return sourceTime(*time, wanted.resolution, wanted.receivedAt).last;
}

error_code readMembers(ondemand::object object, FieldReader& reader) {
    for (auto member : object) {
        std::string_view key;
        ondemand::value value;
        if (const error_code error = member.unescaped_key().get(key))
            return error;
        const std::string name(key);
        if (const error_code error = member.value().get(value))
            return error;
        if (name == "attributes")
            continue;
        if (const error_code error = reader.take(name, value))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code readRow(ondemand::object object, const RowsWanted& wanted, RecordRead& row) {
    FieldReader reader(wanted.object);
    if (const error_code error = readMembers(object, reader))
        return error;
    row.found = true;
    for (SideField& field : reader.fields) {
        if (field.name == "Id")
            row.id = field.text.value_or(std::string());
        if (field.name == "LastModifiedDate" || field.name == "SystemModstamp")
            row.modified = std::max(row.modified, latest(field.text, wanted));
        if (std::find(wanted.fields.begin(), wanted.fields.end(), field.name) != wanted.fields.end())
            row.fields.push_back(std::move(field));
    }
    return row.id.empty() ? simdjson::NO_SUCH_FIELD : simdjson::SUCCESS;
}

error_code readList(ondemand::array list, const RowsWanted& wanted, std::vector<RecordRead>& rows) {
    for (auto element : list) {
        rows.emplace_back();
        ondemand::value value;
        if (const error_code error = element.get(value))
            return error;
        if (value.is_null())
            continue;
        ondemand::object object;
        if (const error_code error = value.get_object().get(object))
            return error;
        if (const error_code error = readRow(object, wanted, rows.back()))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code readPage(ondemand::object object, const RowsWanted& wanted, QueryPage& page) {
    bool done = true;
    bool hasRecords = false;
    for (auto member : object) {
        std::string_view key;
        ondemand::value value;
        if (const error_code error = member.unescaped_key().get(key))
            return error;
        const std::string name(key);
        if (const error_code error = member.value().get(value))
            return error;
        error_code error = simdjson::SUCCESS;
        std::string_view text;
        ondemand::array list;
        if (name == "done")
            error = value.get_bool().get(done);
        else if (name == "nextRecordsUrl" && !(error = value.get_string().get(text)))
            page.next = std::string(text);
        else if (name == "records" && !(error = value.get_array().get(list)))
            error = readList(list, wanted, page.rows);
        if (error)
            return error;
        hasRecords = hasRecords || name == "records";
    }
    if (done)
        page.next.clear();
    return hasRecords && (done || !page.next.empty()) ? simdjson::SUCCESS : simdjson::NO_SUCH_FIELD;
}

}  // namespace

std::vector<std::string> selected(const std::vector<std::string>& fields) {
    std::vector<std::string> all(kSystemFields.begin(), kSystemFields.end());
    for (const std::string& field : fields) {
        if (std::find(all.begin(), all.end(), field) == all.end())
            all.push_back(field);
    }
    return all;
}

base::Result<std::vector<RecordRead>> parseRows(std::string_view body, const RowsWanted& wanted) {
    const simdjson::padded_string json(body);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::array list;
    std::vector<RecordRead> rows;
    error_code error = parser.iterate(json).get(document);
    if (!error)
        error = document.get_array().get(list);
    if (!error)
        error = readList(list, wanted, rows);
    if (error)
        return noRows(error);
    return rows;
}

base::Result<QueryPage> parsePage(std::string_view body, const RowsWanted& wanted) {
    const simdjson::padded_string json(body);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object object;
    QueryPage page;
    error_code error = parser.iterate(json).get(document);
    if (!error)
        error = document.get_object().get(object);
    if (!error)
        error = readPage(object, wanted, page);
    if (error)
        return noRows(error);
    return page;
}

}  // namespace syncline::connectors::salesforce
