#include "engine/sandbox/model/stored_values.h"

#include <algorithm>

namespace syncline::sandbox::model {
namespace {

Actor readActor(ByteReader& reader) {
    Actor actor;
    actor.kind = static_cast<ActorKind>(reader.below(3));
    actor.userId = reader.text();
    actor.application = reader.text();
    actor.client = reader.text();
    return actor;
}

void write(ByteWriter& writer, const Histories& histories) {
    writer.number(histories.size());
    for (const auto& [field, versions] : histories) {
        writer.text(field);
        writer.number(versions.size());
        for (const Version& version : versions) {
            writer.value(version.value);
            writer.time(version.stamp);
            writeActor(writer, *version.actor);
        }
    }
}

Histories readHistories(ByteReader& reader, ActorPool& actors) {
    Histories histories;
    for (std::size_t fields = reader.count(); fields > 0; --fields) {
        std::vector<Version>& versions = histories[reader.text()];
        versions.resize(reader.count());
        for (Version& version : versions) {
            version.value = reader.value();
            version.stamp = reader.time();
            version.actor = actors.share(readActor(reader));
        }
    }
    return histories;
}

}  // namespace

base::Error corrupt(std::string object) {
    return {base::ErrorCode::Corrupt, "read the sandbox's world", std::move(object), "the stored bytes do not fit",
            "start with another state file, or delete this one: the sandbox begins anew"};
}

void writeActor(ByteWriter& writer, const Actor& actor) {
    writer.number(static_cast<std::uint64_t>(actor.kind));
    writer.text(actor.userId);
    writer.text(actor.application);
    writer.text(actor.client);
}

std::string bytesOf(const Histories& histories) {
    ByteWriter writer;
    write(writer, histories);
    return writer.bytes();
}

Histories historiesOf(std::string_view bytes, ActorPool& actors) {
    ByteReader reader(bytes);
    return readHistories(reader, actors);
}

std::string bytesOf(const Record& record) {
    ByteWriter writer;
    writer.text(record.id);
    writer.number(static_cast<std::uint64_t>(record.object));
    writer.number(static_cast<std::uint64_t>(record.state));
    write(writer, record.histories());
    writer.time(record.created);
    writer.time(record.modified);
    writer.time(record.removed);
    writer.text(record.createdBy);
    writer.text(record.modifiedBy);
    writeActor(writer, record.creator);
    writer.text(record.mergedInto);
    writer.texts(record.mergedFrom);
    writer.number(record.twin);
    return writer.bytes();
}

base::Result<Record> recordOf(std::string_view bytes, const std::string& id, ActorPool& actors) {
    ByteReader reader(bytes);
    Record record;
    record.id = reader.text();
    record.object = static_cast<ObjectKind>(reader.below(2));
    record.state = static_cast<RecordState>(reader.below(4));
    record.fields = readHistories(reader, actors);
    record.created = reader.time();
    record.modified = reader.time();
    record.removed = reader.time();
    record.createdBy = reader.text();
    record.modifiedBy = reader.text();
    record.creator = readActor(reader);
    record.mergedInto = reader.text();
    record.mergedFrom = reader.texts();
    record.twin = reader.number();
    const bool lacksValues = std::ranges::any_of(record.fields, [](const auto& field) { return field.second.empty(); });
    if (!reader.ok() || !reader.atEnd() || record.id != id || lacksValues)
        return corrupt("record " + id);
    return record;
}

std::string bytesOf(const Event& event) {
    ByteWriter writer;
    writer.number(event.number);
    writer.number(event.replayId);
    writer.time(event.happened);
    writer.time(event.stamp);
    writer.number(static_cast<std::uint64_t>(event.object));
    writer.number(static_cast<std::uint64_t>(event.kind));
    writer.texts(event.recordIds);
    writer.number(event.fields.size());
    for (const FieldValue& field : event.fields) {
        writer.text(field.field);
        writer.value(field.value);
    }
    writer.texts(event.automated);
    writeActor(writer, *event.actor);
    writer.number(event.newModifier ? 1 : 0);
    writer.text(event.transactionKey);
    writer.signedNumber(event.sequence);
    writer.number(event.commitNumber);
    writer.texts(event.mergedIds);
    return writer.bytes();
}

base::Result<Event> eventOf(std::string_view bytes, ActorPool& actors) {
    ByteReader reader(bytes);
    Event event;
    event.number = reader.number();
    event.replayId = reader.number();
    event.happened = reader.time();
    event.stamp = reader.time();
    event.object = static_cast<ObjectKind>(reader.below(2));
    event.kind = static_cast<EventKind>(reader.below(7));
    event.recordIds = reader.texts();
    event.fields.resize(reader.count());
    for (FieldValue& field : event.fields) {
        field.field = reader.text();
        field.value = reader.value();
    }
    event.automated = reader.texts();
    event.actor = actors.share(readActor(reader));
    event.newModifier = reader.below(2) == 1;
    event.transactionKey = reader.text();
    event.sequence = static_cast<int>(reader.signedNumber());
    event.commitNumber = reader.number();
    event.mergedIds = reader.texts();
    if (!reader.ok() || !reader.atEnd())
        return corrupt("event " + std::to_string(event.number));
    return event;
}

}  // namespace syncline::sandbox::model
