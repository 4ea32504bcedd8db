#include "engine/sandbox/model/codec.h"

#include "engine/base/try.h"
#include "engine/sandbox/model/stored_values.h"

#include <algorithm>

namespace syncline::sandbox::model {
namespace {

constexpr std::uint64_t kFormat = 1;

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
            else
                unsaved.gone.push_back({crm.m_side, kind, id, {}});
        }
        crm.m_unsaved.clear();
        EventLog& log = crm.m_log;
        for (std::uint64_t number = std::max(log.m_firstUnsaved, log.firstNumber()); number < log.nextNumber();
             ++number)
            unsaved.events.push_back({crm.m_side, number, bytesOf(log.at(number))});
        log.m_firstUnsaved = log.nextNumber();
        unsaved.firstEvent[at(crm.m_side)] = log.firstNumber();
    }

    static void add(Crm& crm, Record record) {
        crm.index(record);
        record.setAside(crm.m_file);
        RecordMap& all = crm.m_records.at(record.object);
        const std::string id = record.id;
        all.insert_or_assign(id, std::move(record));
    }

    static void add(Crm& crm, Event event) { crm.m_log.keep(std::move(event)); }

    static ActorPool& actors(Crm& crm) { return crm.m_actors; }

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
        writer.number(crm.log().size());
        for (std::uint64_t number = crm.log().firstNumber(); number < crm.log().nextNumber(); ++number)
            writer.text(bytesOf(crm.log().at(number)));
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
        Crm& crm = world.crm(stored.side);
        TRY_ASSIGN(Record record, recordOf(stored.bytes, stored.id, CrmHead::actors(crm)));
        CrmHead::add(crm, std::move(record));
    }
    std::uint64_t last[2] = {0, 0};
    for (const StoredEvent& stored : events) {
        Crm& crm = world.crm(stored.side);
        TRY_ASSIGN(Event event, eventOf(stored.bytes, CrmHead::actors(crm)));
        std::uint64_t& before = last[at(stored.side)];
        if (event.number != stored.number || (before != 0 && event.number != before + 1))
            return corrupt("event " + std::to_string(stored.number));
        before = event.number;
        CrmHead::add(crm, std::move(event));
    }
    CrmHead::markSaved(world.m_salesforce);
    CrmHead::markSaved(world.m_hubspot);
    return world;
}

}  // namespace syncline::sandbox::model
