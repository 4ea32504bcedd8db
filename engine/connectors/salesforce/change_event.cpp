#include "engine/connectors/salesforce/change_event.h"

#include "engine/connectors/salesforce/canonical_text.h"
#include "engine/connectors/salesforce/field_reader.h"
#include "engine/connectors/wire_time.h"

#include <simdjson.h>

namespace syncline::connectors::salesforce {
namespace {

using simdjson::error_code;
namespace ondemand = simdjson::ondemand;

constexpr std::string_view kHeader = "ChangeEventHeader";

error_code readText(ondemand::value value, std::string& text) {
    std::string_view view;
    const error_code error = value.get_string().get(view);
    if (!error)
        text = std::string(view);
    return error;
}

error_code readTexts(ondemand::value value, std::vector<std::string>& texts) {
    ondemand::array list;
    if (const error_code error = value.get_array().get(list))
        return error;
    for (auto element : list) {
        std::string_view text;
        if (const error_code error = element.get_string().get(text))
            return error;
        texts.emplace_back(text);
    }
    return simdjson::SUCCESS;
}

error_code readMember(const std::string& key, ondemand::value value, ChangeEventHeader& header) {
    if (key == "entityName")
        return readText(value, header.entityName);
    if (key == "recordIds")
        return readTexts(value, header.recordIds);
    if (key == "changeType")
        return readText(value, header.changeType);
    if (key == "transactionKey")
        return readText(value, header.transactionKey);
    if (key == "commitUser")
        return readText(value, header.commitUser);
    if (key == "changedFields")
        return readTexts(value, header.changedFields);
    if (key == "changeOrigin")
        return value.is_null() ? simdjson::SUCCESS : readText(value, header.changeOrigin);
    if (key == "sequenceNumber")
        header.sequenceNumber = trimmed(value.raw_json_token());
    if (key == "commitTimestamp") {
        std::int64_t milliseconds = 0;
        if (const error_code error = value.get_int64().get(milliseconds))
            return error;
        header.commitTimestamp = wireTime(milliseconds);
    }
    return simdjson::SUCCESS;
}

error_code readHeader(ondemand::object payload, ChangeEventHeader& header) {
    ondemand::object members;
    if (const error_code error = payload.find_field_unordered(kHeader).get_object().get(members))
        return error;
    for (auto member : members) {
        std::string_view key;
        ondemand::value value;
        if (const error_code error = member.unescaped_key().get(key))
            return error;
        const std::string name(key);
        if (const error_code error = member.value().get(value))
            return error;
        if (const error_code error = readMember(name, value, header))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code readFields(ondemand::object payload, FieldReader& reader) {
    for (auto member : payload) {
        std::string_view key;
        ondemand::value value;
        if (const error_code error = member.unescaped_key().get(key))
            return error;
        const std::string name(key);
        if (const error_code error = member.value().get(value))
            return error;
        if (name == kHeader)
            continue;
        if (const error_code error = reader.take(name, value))
            return error;
    }
    return simdjson::SUCCESS;
}

error_code readPayload(ondemand::object payload, const SObjects& objects, ChangeEvent& event) {
    if (const error_code error = readHeader(payload, event.header))
        return error;
    bool empty = false;
    if (const error_code error = payload.reset().get(empty))
        return error;
    const SObject unmapped{event.header.entityName, {}};
    const auto object = objects.find(event.header.entityName);
    FieldReader reader(object == objects.end() ? unmapped : object->second, event.header.changedFields);
    if (const error_code error = readFields(payload, reader))
        return error;
    event.fields = std::move(reader.fields);
    event.differences = std::move(reader.differences);
    return simdjson::SUCCESS;
}

error_code readData(ondemand::object data, const SObjects& objects, ChangeEvent& event) {
    ondemand::object position;
    if (!data.find_field_unordered("event").get_object().get(position)) {
        ondemand::value replayId;
        if (!position.find_field_unordered("replayId").get(replayId))
            event.replayId = trimmed(replayId.raw_json_token());
    }
    bool empty = false;
    if (const error_code error = data.reset().get(empty))
        return error;
    ondemand::object payload;
    if (const error_code error = data.find_field_unordered("payload").get_object().get(payload))
        return error;
    return readPayload(payload, objects, event);
}

base::Error unreadable(std::string detail) {
    return {base::ErrorCode::ProtocolViolation, "read a change event of Salesforce", {}, std::move(detail), {}};
}

}  // namespace

base::Result<ChangeEvent> parseChangeEvent(std::string_view text, const SObjects& objects) {
    const simdjson::padded_string json(text);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::object data;
    ChangeEvent event;
    error_code error = parser.iterate(json).get(document);
    if (!error)
        error = document.get_object().get(data);
    if (!error)
        error = readData(data, objects, event);
    if (error)
        return unreadable(simdjson::error_message(error));
    if (event.header.entityName.empty() || event.header.changeType.empty() || event.header.recordIds.empty())
        return unreadable("its header lacks entityName, changeType or recordIds");
    event.raw = std::string(text);
    return event;
}

}  // namespace syncline::connectors::salesforce
