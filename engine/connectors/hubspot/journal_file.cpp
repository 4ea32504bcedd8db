#include "engine/connectors/hubspot/journal_file.h"

#include "engine/base/time_format.h"
#include "engine/connectors/hubspot/change_identity.h"
#include "engine/connectors/hubspot/json_members.h"
#include "engine/connectors/wire_time.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <simdjson.h>

namespace syncline::connectors::hubspot {
namespace {

namespace ondemand = simdjson::ondemand;
using base::Error;
using base::ErrorCode;
using core::Action;

using Change = std::pair<std::string, std::optional<std::string>>;

/// An event as it stands in the file.
struct RawEvent {
    std::string raw;
    std::string type;
    std::string portal;
    std::string occurredAt;
    std::string action;
    std::string typeId;
    std::string recordId;
    SourceMark mark;
    std::vector<std::string> merged;
    std::vector<Change> changes;
};

/// Text as it is; numbers and booleans as they are written; null and all else: none.
simdjson::error_code readText(ondemand::value value, std::optional<std::string>& text) {
    ondemand::json_type type{};
    if (const auto failed = value.type().get(type))
        return failed;
    if (type == ondemand::json_type::string) {
        std::string_view view;
        if (const auto failed = value.get_string().get(view))
            return failed;
        text = std::string(view);
        return simdjson::SUCCESS;
    }
    if (type == ondemand::json_type::number || type == ondemand::json_type::boolean) {
        std::string_view token = value.raw_json_token();
        text = std::string(trimmed(token));
        // The token is not looked at by raw_json_token().
        if (type == ondemand::json_type::boolean)
            return value.get_bool().error();
        return value.get_double().error();
    }
    text.reset();
    return simdjson::SUCCESS;
}

simdjson::error_code readText(ondemand::value value, std::string& text) {
    std::optional<std::string> read;
    const auto failed = readText(value, read);
    text = read ? *std::move(read) : std::string();
    return failed;
}

simdjson::error_code readList(ondemand::value value, std::vector<std::string>& texts) {
    ondemand::array list;
    if (value.get_array().get(list))
        return simdjson::SUCCESS;
    for (auto item : list) {
        ondemand::value one;
        if (const auto failed = item.get(one))
            return failed;
        std::string text;
        if (const auto failed = readText(one, text))
            return failed;
        texts.push_back(std::move(text));
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readChanges(ondemand::value value, std::vector<Change>& changes) {
    ondemand::object object;
    if (value.get_object().get(object))
        return simdjson::SUCCESS;
    for (auto member : object) {
        std::string_view name;
        ondemand::value one;
        if (const auto failed = member.unescaped_key().get(name))
            return failed;
        std::string property(name);
        if (const auto failed = member.value().get(one))
            return failed;
        std::optional<std::string> text;
        if (const auto failed = readText(one, text))
            return failed;
        changes.emplace_back(std::move(property), std::move(text));
    }
    return simdjson::SUCCESS;
}

simdjson::error_code readMember(std::string_view name, ondemand::value value, RawEvent& event) {
    if (name == "type")
        return readText(value, event.type);
    if (name == "portalId")
        return readText(value, event.portal);
    if (name == "occurredAt")
        return readText(value, event.occurredAt);
    if (name == "action")
        return readText(value, event.action);
    if (name == "objectTypeId")
        return readText(value, event.typeId);
    if (name == "objectId")
        return readText(value, event.recordId);
    if (name == "changeSource")
        return readText(value, event.mark.type);
    if (name == "sourceId")
        return readText(value, event.mark.id);
    if (name == "mergedObjectIds")
        return readList(value, event.merged);
    return name == "propertyChanges" ? readChanges(value, event.changes) : simdjson::SUCCESS;
}

simdjson::error_code readEvent(ondemand::object object, RawEvent& event) {
    std::string_view raw;
    if (const auto failed = object.raw_json().get(raw))
        return failed;
    event.raw = std::string(trimmed(raw));
    if (const auto failed = object.reset().error())
        return failed;
    for (auto member : object) {
        std::string_view name;
        ondemand::value value;
        if (const auto failed = member.unescaped_key().get(name))
            return failed;
        if (const auto failed = member.value().get(value))
            return failed;
        if (const auto failed = readMember(name, value, event))
            return failed;
    }
    return simdjson::SUCCESS;
}

std::optional<Action> actionOf(const RawEvent& event) {
    if (event.action == "GDPR_DELETE")
        return Action::Delete;
    if (!event.type.empty() && event.type != "crmObject")
        return std::nullopt;
    if (event.action == "CREATE")
        return Action::Create;
    if (event.action == "UPDATE")
        return Action::Update;
    if (event.action == "DELETE")
        return Action::Delete;
    if (event.action == "MERGE")
        return Action::Merge;
    return event.action == "RESTORE" ? std::optional(Action::Undelete) : std::nullopt;
}

std::optional<base::WallTime> writtenTime(const std::string& text) {
    if (const auto time = base::parseIso8601(text))
        return *time;
    if (const std::optional<std::int64_t> number = wholeNumber(text))
        return wireTime(*number);
    return std::nullopt;
}

/// The beginning of time is what a program writes that knows none.
std::optional<base::WallTime> timeOf(const std::string& text) {
    const std::optional<base::WallTime> time = writtenTime(text);
    return time && *time > core::kBeginningOfTime ? time : std::nullopt;
}

core::SourceTime sourceTime(std::optional<base::WallTime> occurred, base::WallTime receivedAt) {
    if (!occurred)
        return {core::kBeginningOfTime, receivedAt, false, false};
    if (*occurred > receivedAt)
        return {receivedAt, receivedAt, false, true};
    return {*occurred, *occurred, false, false};
}

class Reader {
public:
    explicit Reader(const JournalReading& reading) : m_reading(reading) {}

    simdjson::error_code read(ondemand::document& document) {
        ondemand::array events;
        if (const auto failed = document["journalEvents"].get_array().get(events))
            return failed;
        for (auto item : events) {
            ondemand::object object;
            if (const auto failed = item.get_object().get(object))
                return failed;
            RawEvent event;
            if (const auto failed = readEvent(object, event))
                return failed;
            add(std::move(event), m_read++);
        }
        return simdjson::SUCCESS;
    }

    [[nodiscard]] JournalFile take() { return std::move(m_file); }

private:
    /// `number`: the event's in its file, from 0 on, among all that are there.
    void add(RawEvent event, std::size_t number) {
        const std::optional<Action> action = actionOf(event);
        const ObjectType* type = m_reading.objects.withTypeId(event.typeId);
        const bool elsewhere = !event.portal.empty() && event.portal != m_reading.portal;
        if (!action || type == nullptr || elsewhere)
            return;
        if (event.recordId.empty()) {
            ++m_file.unreadable;
            return;
        }
        const std::optional<base::WallTime> occurred = timeOf(event.occurredAt);
        const std::string place = m_reading.file + " " + std::to_string(number);
        SourceChange change;
        change.identity =
            identityOf({m_reading.portal, event.typeId, event.recordId, event.action, occurred, place, event.changes});
        change.object = type->name;
        change.id = event.recordId;
        change.action = *action;
        change.time = sourceTime(occurred, m_reading.receivedAt);
        change.writerKnown = !event.mark.type.empty();
        if (change.writerKnown)
            change.writer = m_reading.marks.writerOf(event.mark);
        for (const auto& [property, value] : event.changes)
            change.fields.push_back({property, canonicalText(type->kindOf(property), value)});
        if (*action == Action::Merge)
            change.mergedFrom = std::move(event.merged);
        change.raw = std::move(event.raw);
        m_file.changes.push_back(std::move(change));
    }

    const JournalReading& m_reading;
    JournalFile m_file;
    std::size_t m_read = 0;  ///< events
};

}  // namespace

base::Result<JournalFile> readJournalFile(std::string_view text, const JournalReading& reading) {
    const simdjson::padded_string padded(text);
    ondemand::parser parser;
    ondemand::document document;
    Reader reader(reading);
    simdjson::error_code failed = parser.iterate(padded).get(document);
    if (!failed)
        failed = reader.read(document);
    if (failed)
        return Error{
            ErrorCode::ProtocolViolation, "read a file of HubSpot's journal", {}, simdjson::error_message(failed), {}};
    return reader.take();
}

}  // namespace syncline::connectors::hubspot
