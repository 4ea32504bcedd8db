#include "ui/stream/entry_json.h"

#include "ui/stream/entry_cells.h"

#include <QDateTime>
#include <QJsonArray>
#include <chrono>

namespace syncline::ui::stream {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}
QString text(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString iso(base::WallTime time) {
    const auto utc = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC);
    return utc.toString(Qt::ISODateWithMs);
}

QJsonValue json(const core::Value& value) {
    return value.text ? QJsonValue(text(*value.text)) : QJsonValue(QJsonValue::Null);
}

QJsonValue json(std::chrono::milliseconds time) {
    return QJsonValue(static_cast<qint64>(time.count()));
}

void addDecision(QJsonObject& field, const core::FieldDecision& decision) {
    field.insert(QStringLiteral("outcome"), text(core::name(decision.outcome)));
    if (decision.reason != core::Reason::None)
        field.insert(QStringLiteral("rule"), text(core::name(decision.reason)));
    if (decision.margin)
        field.insert(QStringLiteral("marginMs"), json(*decision.margin));
    if (decision.tolerance)
        field.insert(QStringLiteral("toleranceMs"), json(*decision.tolerance));
    if (decision.tieBreak)
        field.insert(QStringLiteral("tieBreak"), text(core::name(*decision.tieBreak)));
    if (decision.write)
        field.insert(QStringLiteral("write"), static_cast<qint64>(decision.write->value()));
}

/// What that side holds; a list where one of its values was overwritten before anybody saw it.
void addHeld(QJsonObject& field, const std::vector<HeldValue>& held, core::Side side) {
    QJsonArray values;
    for (const HeldValue& one : held) {
        if (one.side == side)
            values.append(json(one.value));
    }
    if (!values.isEmpty())
        field.insert(text(core::name(side)), values.size() == 1 ? values.first() : QJsonValue(values));
}

QJsonObject fieldsJson(const EntryRow& row) {
    QJsonObject fields;
    for (const FieldValues& values : fieldsOf(row)) {
        QJsonObject field;
        for (const core::Side side : core::kSides)
            addHeld(field, values.held, side);
        if (values.before)
            field.insert(QStringLiteral("before"), json(*values.before));
        if (values.after && values.held.empty())
            field.insert(QStringLiteral("after"), json(*values.after));
        fields.insert(text(values.field), field);
    }
    if (const auto* const decided = std::get_if<core::FieldsDecided>(&row.entry.body)) {
        for (const core::FieldDecision& decision : decided->fields) {
            QJsonObject field = fields.value(text(decision.field)).toObject();
            addDecision(field, decision);
            fields.insert(text(decision.field), field);
        }
    }
    return fields;
}

/// What is only said by some kinds of entries.
struct AddOfBody {
    QJsonObject& to;

    void operator()(const core::ChangeCaptured& body) const {
        add("recordId", text(body.record.id));
        add("action", text(core::name(body.change.action)));
        add("writer", text(core::name(body.change.writer.kind)));
        add("writerId", text(body.change.writer.id));
        add("transaction", text(body.transaction));
    }
    void operator()(const core::WriteSent& body) const {
        if (body.record)
            add("recordId", text(*body.record));
        to.insert(QStringLiteral("attempt"), body.attempt);
    }
    void operator()(const core::WriteSucceeded& body) const {
        to.insert(QStringLiteral("write"), static_cast<qint64>(body.write.value()));
        add("answered", iso(body.answeredAt));
        if (body.created)
            add("recordId", text(*body.created));
    }
    void operator()(const core::WriteFailed& body) const {
        to.insert(QStringLiteral("write"), static_cast<qint64>(body.write.value()));
        add("failure", text(core::name(body.failure)));
        add("code", text(body.code));
        add("message", text(body.message));
    }
    void operator()(const core::ConflictResolved& body) const {
        to.insert(QStringLiteral("conflict"), static_cast<qint64>(body.conflict.value()));
        add("who", text(body.who));
        add("note", text(body.note));
    }
    void operator()(const core::RecordLinked& body) const {
        add("salesforceId", text(body.record.salesforce));
        add("hubspotId", text(body.record.hubspot));
        add("origin", text(core::name(body.origin)));
    }
    void operator()(const core::PolicyChanged& body) const {
        add("who", text(body.who));
        add("source", text(body.source));
    }
    void operator()(const core::GapDetected& body) const {
        add("reason", text(body.reason));
        QJsonArray records;
        for (const core::RecordKey& record : body.records)
            records.append(text(record.id));
        to.insert(QStringLiteral("records"), records);
    }
    void operator()(const core::ConnectorStateChanged& body) const {
        add("phase", text(core::name(body.phase)));
        add("message", text(body.message));
    }
    void operator()(const core::RecordDeleted& body) const { add("recordId", text(body.record.id)); }
    template <typename Other>
    void operator()(const Other&) const {}

    void add(const char* key, const QString& value) const {
        if (!value.isEmpty())
            to.insert(QLatin1String(key), value);
    }
};

}  // namespace

QJsonObject entryJson(const EntryRow& row) {
    const core::Entry& entry = row.entry;
    QJsonObject json{{QStringLiteral("seq"), static_cast<qint64>(entry.seq.value())},
                     {QStringLiteral("kind"), text(core::name(entry.kind()))},
                     {QStringLiteral("captured"), iso(entry.captureTime)}};
    const AddOfBody add{json};
    add.add("object", text(row.object));
    add.add("record", text(row.title));
    if (entry.entity != core::EntityId{})
        json.insert(QStringLiteral("entity"), static_cast<qint64>(entry.entity.value()));
    if (entry.side)
        add.add("side", text(core::name(*entry.side)));
    if (entry.sourceTime)
        add.add("time", iso(*entry.sourceTime));
    if (entry.cause != core::Seq{})
        json.insert(QStringLiteral("cause"), static_cast<qint64>(entry.cause.value()));
    std::visit(add, entry.body);
    const QJsonObject fields = fieldsJson(row);
    if (!fields.isEmpty())
        json.insert(QStringLiteral("fields"), fields);
    return json;
}

}  // namespace syncline::ui::stream
