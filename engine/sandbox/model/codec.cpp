#include "engine/sandbox/model/codec.h"

#include "engine/base/try.h"
#include "engine/sandbox/model/byte_stream.h"

#include <algorithm>

namespace syncline::sandbox::model {
namespace {

constexpr std::uint64_t kFormat = 1;

base::Error corrupt(std::string object) {
    return {base::ErrorCode::Corrupt, "read the sandbox's world", std::move(object), "the stored bytes do not fit",
            "start with another state file, or delete this one: the sandbox begins anew"};
}

void write(ByteWriter& writer, const Actor& actor) {
    writer.number(static_cast<std::uint64_t>(actor.kind));
    writer.text(actor.userId);
    writer.text(actor.application);
    writer.text(actor.client);
}

Actor readActor(ByteReader& reader) {
    Actor actor;
    actor.kind = static_cast<ActorKind>(reader.below(3));
    actor.userId = reader.text();
    actor.application = reader.text();
    actor.client = reader.text();
    return actor;
}

void write(ByteWriter& writer, const SourceClock& clock) {
    writer.signedNumber(clock.skew.count());
    writer.signedNumber(clock.resolution.count());
}

SourceClock readClock(ByteReader& reader) {
    SourceClock clock;
    clock.skew = std::chrono::milliseconds(reader.signedNumber());
    clock.resolution = std::chrono::milliseconds(std::max<std::int64_t>(1, reader.signedNumber()));
    return clock;
}

std::string bytesOf(const Record& record) {
    ByteWriter writer;
    writer.text(record.id);
    writer.number(static_cast<std::uint64_t>(record.object));
    writer.number(static_cast<std::uint64_t>(record.state));
    writer.number(record.fields.size());
    for (const auto& [field, versions] : record.fields) {
        writer.text(field);
        writer.number(versions.size());
        for (const Version& version : versions) {
            writer.value(version.value);
            writer.time(version.stamp);
            write(writer, version.actor);
        }
    }
    writer.time(record.created);
    writer.time(record.modified);
    writer.time(record.removed);
    writer.text(record.createdBy);
    writer.text(record.modifiedBy);
    write(writer, record.creator);
    writer.text(record.mergedInto);
    writer.texts(record.mergedFrom);
    writer.number(record.twin);
    return writer.bytes();
}

base::Result<Record> recordOf(std::string_view bytes, const std::string& id) {
    ByteReader reader(bytes);
    Record record;
    record.id = reader.text();
    record.object = static_cast<ObjectKind>(reader.below(2));
    record.state = static_cast<RecordState>(reader.below(4));
    for (std::size_t fields = reader.count(); fields > 0; --fields) {
        std::vector<Version>& versions = record.fields[reader.text()];
        versions.resize(reader.count());
        for (Version& version : versions) {
            version.value = reader.value();
            version.stamp = reader.time();
            version.actor = readActor(reader);
        }
    }
    record.created = reader.time();
    record.modified = reader.time();
    record.removed = reader.time();
    record.createdBy = reader.text();
    record.modifiedBy = reader.text();
    record.creator = readActor(reader);
    record.mergedInto = reader.text();
    record.mergedFrom = reader.texts();
    record.twin = reader.number();
    if (!reader.ok() || !reader.atEnd() || record.id != id)
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
    write(writer, event.actor);
    writer.number(event.newModifier ? 1 : 0);
    writer.text(event.transactionKey);
    writer.signedNumber(event.sequence);
    writer.number(event.commitNumber);
    writer.texts(event.mergedIds);
    return writer.bytes();
}

base::Result<Event> eventOf(std::string_view bytes) {
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
    event.actor = readActor(reader);
    event.newModifier = reader.below(2) == 1;
    event.transactionKey = reader.text();
    event.sequence = static_cast<int>(reader.signedNumber());
    event.commitNumber = reader.number();
    event.mergedIds = reader.texts();
    if (!reader.ok() || !reader.atEnd())
        return corrupt("event " + std::to_string(event.number));
    return event;
}

void write(ByteWriter& writer, const WorldOptions& options) {
    writer.number(options.seed);
    writer.time(options.start);
    writer.real(options.editsPerSecond);
    writer.number(options.editLimit);
    writer.number(options.companies);
    writer.number(options.contacts);
    for (const double share : {options.habits.sameField, options.habits.clear, options.habits.create,
                               options.habits.remove, options.habits.undelete, options.habits.merge})
        writer.real(share);
    write(writer, options.salesforceClock);
    write(writer, options.hubspotClock);
}

WorldOptions readOptions(ByteReader& reader) {
    WorldOptions options;
    options.seed = reader.number();
    options.start = reader.time();
    options.editsPerSecond = reader.real();
    options.editLimit = reader.number();
    options.companies = static_cast<unsigned>(reader.number());
    options.contacts = static_cast<unsigned>(reader.number());
    Habits& habits = options.habits;
    for (double* share :
         {&habits.sameField, &habits.clear, &habits.create, &habits.remove, &habits.undelete, &habits.merge})
        *share = reader.real();
    options.salesforceClock = readClock(reader);
    options.hubspotClock = readClock(reader);
    return options;
}

void write(ByteWriter& writer, const PlannedEdit& edit) {
    writer.time(edit.due);
    writer.number(static_cast<std::uint64_t>(edit.side));
    writer.number(static_cast<std::uint64_t>(edit.object));
    writer.number(edit.twin);
    writer.text(edit.field);
    writer.value(edit.value);
}

PlannedEdit readPlanned(ByteReader& reader) {
    PlannedEdit edit;
    edit.due = reader.time();
    edit.side = static_cast<Side>(reader.below(2));
    edit.object = static_cast<ObjectKind>(reader.below(2));
    edit.twin = reader.number();
    edit.field = reader.text();
    edit.value = reader.value();
    return edit;
}

constexpr std::size_t at(Side side) {
    return side == Side::Salesforce ? 0 : 1;
}

}  // namespace

/// Everything of a CRM but records and events.
class CrmHead {
public:
    static void write(const Crm& crm, ByteWriter& writer) {
        sandbox::model::write(writer, crm.m_clock);
        writer.number(crm.m_random.state());
        writer.texts({crm.m_blockedEmails.begin(), crm.m_blockedEmails.end()});
        writer.number(crm.m_log.m_nextNumber);
        writer.number(crm.m_nextRecord);
        writer.number(crm.m_log.m_lastReplayId);
        writer.number(crm.m_lastCommitNumber);
    }

    static void read(Crm& crm, ByteReader& reader) {
        crm.m_clock = readClock(reader);
        crm.m_random = base::Random(reader.number());
        const std::vector<std::string> blocked = reader.texts();
        crm.m_blockedEmails = {blocked.begin(), blocked.end()};
        crm.m_log.m_nextNumber = reader.number();
        crm.m_nextRecord = reader.number();
        crm.m_log.m_lastReplayId = reader.number();
        crm.m_lastCommitNumber = reader.number();
    }

    static void takeUnsaved(Crm& crm, UnsavedWorld& unsaved) {
        for (const auto& [kind, id] : crm.m_unsaved) {
            if (const Record* record = crm.find(kind, id))
                unsaved.records.push_back({crm.m_side, kind, id, bytesOf(*record)});
        }
        crm.m_unsaved.clear();
        for (auto event = crm.m_log.m_events.rbegin();
             event != crm.m_log.m_events.rend() && event->number >= crm.m_log.m_firstUnsaved; ++event)
            unsaved.events.push_back({crm.m_side, event->number, bytesOf(*event)});
        crm.m_log.m_firstUnsaved = crm.m_log.m_nextNumber;
        unsaved.firstEvent[at(crm.m_side)] =
            crm.m_log.m_events.empty() ? crm.m_log.m_nextNumber : crm.m_log.m_events.front().number;
    }

    static void add(Crm& crm, Record record) {
        crm.index(record);
        RecordMap& all = crm.m_records.at(record.object);
        const std::string id = record.id;
        all.insert_or_assign(id, std::move(record));
    }

    static void add(Crm& crm, Event event) { crm.m_log.m_events.push_back(std::move(event)); }

    static void markSaved(Crm& crm) {
        crm.m_unsaved.clear();
        crm.m_log.m_firstUnsaved = crm.m_log.m_nextNumber;
    }
};

void WorldCodec::writeHead(const World& world, base::WallTime now, ByteWriter& writer) {
    writer.number(kFormat);
    write(writer, world.m_options);
    writer.time(now);
    writer.number(world.m_random.state());
    writer.number(world.m_nextEdit ? 1 : 0);
    if (world.m_nextEdit)
        writer.time(*world.m_nextEdit);
    writer.number(world.m_planned.size());
    for (const PlannedEdit& edit : world.m_planned)
        write(writer, edit);
    writer.number(world.m_edits);
    CrmHead::write(world.m_salesforce, writer);
    CrmHead::write(world.m_hubspot, writer);
}

base::Result<World> WorldCodec::readHead(std::string_view bytes) {
    ByteReader reader(bytes);
    const std::uint64_t format = reader.number();
    if (reader.ok() && format != kFormat)
        return base::Error{base::ErrorCode::UnsupportedVersion, "read the sandbox's world", "head",
                           "format " + std::to_string(format) + ", this program knows " + std::to_string(kFormat),
                           "start with another state file, or with the program that wrote this one"};
    WorldOptions options = readOptions(reader);
    WorldOptions empty = options;
    empty.companies = 0;
    empty.contacts = 0;
    World world(empty);
    world.m_options = options;
    world.m_now = reader.time();
    world.m_random = base::Random(reader.number());
    world.m_nextEdit.reset();
    if (reader.below(2) == 1)
        world.m_nextEdit = reader.time();
    for (std::size_t planned = reader.count(); planned > 0; --planned)
        world.m_planned.push_back(readPlanned(reader));
    world.m_edits = reader.number();
    CrmHead::read(world.m_salesforce, reader);
    CrmHead::read(world.m_hubspot, reader);
    if (!reader.ok() || !reader.atEnd())
        return corrupt("head");
    return world;
}

std::string WorldCodec::canonical(const World& world) {
    ByteWriter writer;
    writeHead(world, {}, writer);
    for (const Side side : {Side::Salesforce, Side::HubSpot}) {
        const Crm& crm = world.crm(side);
        for (const ObjectKind kind : {ObjectKind::Company, ObjectKind::Contact}) {
            writer.number(crm.records(kind).size());
            for (const auto& [id, record] : crm.records(kind))
                writer.text(bytesOf(record));
        }
        writer.number(crm.events().size());
        for (const Event& event : crm.events())
            writer.text(bytesOf(event));
    }
    return writer.bytes();
}

UnsavedWorld WorldCodec::takeUnsaved(World& world) {
    UnsavedWorld unsaved;
    ByteWriter writer;
    writeHead(world, world.m_now, writer);
    unsaved.head = writer.bytes();
    CrmHead::takeUnsaved(world.m_salesforce, unsaved);
    CrmHead::takeUnsaved(world.m_hubspot, unsaved);
    return unsaved;
}

base::Result<World> WorldCodec::restore(std::string_view head, const std::vector<StoredRecord>& records,
                                        const std::vector<StoredEvent>& events) {
    TRY_ASSIGN(World world, readHead(head));
    for (const StoredRecord& stored : records) {
        TRY_ASSIGN(Record record, recordOf(stored.bytes, stored.id));
        CrmHead::add(world.crm(stored.side), std::move(record));
    }
    std::uint64_t last[2] = {0, 0};
    for (const StoredEvent& stored : events) {
        TRY_ASSIGN(Event event, eventOf(stored.bytes));
        std::uint64_t& before = last[at(stored.side)];
        if (event.number != stored.number || (before != 0 && event.number != before + 1))
            return corrupt("event " + std::to_string(stored.number));
        before = event.number;
        CrmHead::add(world.crm(stored.side), std::move(event));
    }
    CrmHead::markSaved(world.m_salesforce);
    CrmHead::markSaved(world.m_hubspot);
    return world;
}

}  // namespace syncline::sandbox::model
