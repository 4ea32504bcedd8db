#include "engine/sandbox/salesforce/change_message.h"

#include "engine/base/time_format.h"
#include "engine/sandbox/digests.h"
#include "engine/sandbox/salesforce/text_diff.h"
#include "engine/sandbox/salesforce/wire_values.h"

#include <algorithm>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

std::string_view changeType(model::EventKind kind) {
    switch (kind) {
        case model::EventKind::Create:
            return "CREATE";
        case model::EventKind::Delete:
            return "DELETE";
        case model::EventKind::Undelete:
            return "UNDELETE";
        case model::EventKind::Gap:
            return "GAP_UPDATE";
        default:
            return "UPDATE";
    }
}

/// "com/salesforce/api/rest/66.0;client=QtSync"; empty for changes that came without an API.
std::string changeOrigin(const Org& org, const model::Event& event) {
    const model::Actor& actor = *event.actor;
    if (actor.application.empty() || actor.kind == model::ActorKind::Automation)
        return {};
    if (org.dialect("flow-effects-without-origin") && !event.automated.empty())
        return {};
    const bool versioned = actor.application.find('/') != std::string::npos;
    std::string origin = "com/salesforce/api/" + actor.application + (versioned ? "" : "/66.0");
    if (!actor.client.empty())
        origin += ";client=" + actor.client;
    return origin;
}

/// Builds the payload of one event from what the event and its record say.
class Payload {
public:
    Payload(const Org& org, const model::Event& event)
        : m_org(org),
          m_event(event),
          m_schema(model::schemaOf(model::Side::Salesforce, event.object)),
          m_record(event.recordIds.empty() ? nullptr : org.crm().find(event.object, event.recordIds.front())) {}

    json::object build() {
        const bool whole = m_event.kind == model::EventKind::Create || m_event.kind == model::EventKind::Undelete;
        const bool update = m_event.kind == model::EventKind::Update;
        if (whole || update)
            addFields();
        if (whole)
            addCreation();
        if (whole || update)
            addModification(whole);
        json::object payload{{"ChangeEventHeader", header(update)}};
        for (auto& [name, value] : m_body)
            payload[name] = std::move(value);
        return payload;
    }

private:
    void addFields() {
        for (const model::FieldValue& change : m_event.fields) {
            const model::FieldSchema* field = m_schema.find(change.field);
            if (field == nullptr || field->hidden)
                continue;
            if (field->compound.empty()) {
                m_body[field->name] = changedValue(*field, change.value);
                m_changed.emplace_back(field->name);
                continue;
            }
            component(field->compound)[field->component] = value(*field, change.value);
            m_changed.emplace_back(field->compound + "." + field->component);
        }
    }

    json::object& component(const std::string& compound) {
        if (!m_body.contains(compound)) {
            m_body[compound] = json::object();
            if (m_org.dialect("compound-whole") && m_event.kind == model::EventKind::Update)
                fillCompound(compound);
        }
        return m_body[compound].get_object();
    }

    /// The parts that did not change, as they stood at the event.
    void fillCompound(const std::string& compound) {
        // Of a record that has left the recycle bin nobody knows how they stood.
        if (m_record == nullptr)
            return;
        for (const model::FieldSchema& field : m_schema.fields) {
            if (field.compound == compound)
                m_body[compound].get_object()[field.component] = value(field, valueAt(field.name));
        }
    }

    model::Value valueAt(const std::string& name) const {
        if (m_record == nullptr)
            return std::nullopt;
        model::Value present;
        for (const model::Version& version : m_record->history(name)) {
            if (version.stamp <= m_event.stamp)
                present = version.value;
        }
        return present;
    }

    void addCreation() {
        const bool known = m_record != nullptr && !m_record->createdBy.empty();
        m_body["CreatedDate"] = moment(known ? m_record->created : modified());
        m_body["CreatedById"] = known ? m_record->createdBy : m_event.actor->userId;
    }

    void addModification(bool whole) {
        m_body["LastModifiedDate"] = moment(modified());
        m_changed.emplace_back("LastModifiedDate");
        if (!whole && !m_event.newModifier)
            return;
        m_body["LastModifiedById"] = m_event.actor->userId;
        m_changed.emplace_back("LastModifiedById");
    }

    /// The commit time of a transaction's last event can be a second later than the record's LastModifiedDate.
    base::WallTime modified() const {
        const base::WallTime written = m_org.crm().clock().stamp(m_event.happened);
        return written + m_org.crm().clock().resolution == m_event.stamp ? written : m_event.stamp;
    }

    json::value moment(base::WallTime time) const {
        std::string text = base::formatIso8601(time);
        if (m_org.dialect("change-dates-without-millis"))
            text = text.substr(0, text.find('.')) + 'Z';
        return json::value(text);
    }

    json::value value(const model::FieldSchema& field, const model::Value& text) const {
        if (field.type == model::FieldType::DateTime && text) {
            const auto time = base::parseIso8601(*text);
            return time ? moment(*time) : json::value(*text);
        }
        const Column* column = m_org.findObject(m_schema.name)->find(field.name);
        return text && column != nullptr ? wireValue(column->type, text) : json::value(nullptr);
    }

    /// Long texts may come as a difference to what they were (Salesforce: Change Data Capture guide, data diffs).
    json::value changedValue(const model::FieldSchema& field, const model::Value& text) const {
        const bool one = m_event.recordIds.size() == 1 && m_event.kind == model::EventKind::Update;
        if (!one || !text || field.type != model::FieldType::LongText || m_record == nullptr)
            return value(field, text);
        const std::vector<model::Version> versions = m_record->history(field.name);
        for (std::size_t i = versions.size(); i-- > 1;) {
            if (versions[i].stamp != modified() || versions[i].value != text || !versions[i - 1].value)
                continue;
            if (const auto diff = worthwhileDiff(*versions[i - 1].value, *text))
                return json::object{{"diff", *diff}};
            break;
        }
        return value(field, text);
    }

    json::object header(bool update) const {
        json::array ids;
        for (const std::string& id : m_event.recordIds)
            ids.emplace_back(id);
        const std::string& actor = m_event.actor->userId;
        json::object header{{"entityName", m_schema.name}, {"recordIds", std::move(ids)}};
        const std::string_view type = changeType(m_event.kind);
        header["changeType"] = json::string_view(type.data(), type.size());
        if (!m_org.dialect("changed-fields-absent"))
            header["changedFields"] = update && !m_org.dialect("changed-fields-empty") ? m_changed : json::array();
        header["changeOrigin"] = changeOrigin(m_org, m_event);
        header["transactionKey"] = m_event.transactionKey;
        header["sequenceNumber"] = m_event.sequence;
        header["commitTimestamp"] = m_event.stamp.time_since_epoch().count();
        header["commitNumber"] = m_event.commitNumber;
        header["commitUser"] = actor.empty() ? m_org.crm().users().front().id : actor;
        if (m_org.dialect("unknown-header-keys"))
            header["isTransactionEnd"] = true;
        return header;
    }

    const Org& m_org;
    const model::Event& m_event;
    const model::ObjectSchema& m_schema;
    const model::Record* m_record;
    json::object m_body;
    json::array m_changed;
};

/// A schema's id is a hash of its content: here of the names that a client can see.
std::string schemaId(const Org& org, const model::Event& event) {
    std::string content = entityName(event);
    for (const Column& column : org.findObject(entityName(event))->columns)
        content += "/" + column.name;
    constexpr std::size_t kLength = 22;
    return sha256Base64Url(content).substr(0, kLength);
}

std::uint64_t replayIdsBegin(const Org& org) {
    constexpr std::uint64_t kBeyondDoubles = (std::uint64_t{1} << 53U) + 1;
    return org.dialect("replay-ids-above-2-53") ? kBeyondDoubles : 0;
}

}  // namespace

const std::string& entityName(const model::Event& event) {
    return model::schemaOf(model::Side::Salesforce, event.object).name;
}

std::uint64_t wireReplayId(const Org& org, const model::Event& event) {
    return event.replayId + replayIdsBegin(org);
}

std::optional<std::uint64_t> replayIdOnWire(const Org& org, std::uint64_t wire) {
    const std::uint64_t begin = replayIdsBegin(org);
    return wire < begin ? std::nullopt : std::optional(wire - begin);
}

json::object changeMessage(const Org& org, const model::Event& event, const std::string& channel) {
    return {{"channel", channel},
            {"data", json::object{{"schema", schemaId(org, event)},
                                  {"payload", Payload(org, event).build()},
                                  {"event", json::object{{"replayId", wireReplayId(org, event)}}}}}};
}

}  // namespace syncline::sandbox::salesforce
