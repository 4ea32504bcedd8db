#include "engine/sandbox/model/world.h"

#include "engine/sandbox/model/codec.h"
#include "engine/sandbox/model/people.h"
#include "engine/sandbox/model/transaction.h"

#include <QTest>
#include <set>

using namespace syncline;
using namespace syncline::sandbox::model;

namespace {

const base::WallTime kStart{std::chrono::milliseconds(1'795'430'400'000)};

WorldOptions busy(std::uint64_t seed) {
    WorldOptions options;
    options.seed = seed;
    options.start = kStart;
    options.editsPerSecond = 20;
    options.habits.sameField = 0.2;
    options.habits.create = 0.05;
    options.habits.remove = 0.02;
    options.habits.undelete = 0.02;
    options.habits.merge = 0.02;
    return options;
}

base::Result<World> storedAndRestored(World& world) {
    UnsavedWorld all = WorldCodec::takeUnsaved(world);
    std::sort(all.events.begin(), all.events.end(),
              [](const StoredEvent& a, const StoredEvent& b) { return a.number < b.number; });
    return WorldCodec::restore(all.head, all.records, all.events);
}

}  // namespace

class WorldTest : public QObject {
    Q_OBJECT

private slots:
    void sameSeed_givesTheSameWorld();
    void lateCalls_changeNothing();
    void population_knowsMostOnBothSides();
    void people_doAllKindsOfThings();
    void population_keepsItsSize();
    void population_doesNotGrowWithoutEnd();
    void leftOverContact_isDeletedBeforeOthers();
    void sameField_isEditedOnBothSidesWithinFourHundredMilliseconds();
    void firstMinute_hasDisputes();
    void stopped_nobodyDoesWhatWasPlanned();
    void editLimit_stopsEverybody();
    void pause_putsActsOff();
    void events_areRetainedFor72Hours();
    void restoredWorld_goesOnAsIfNothingHadBeen();
    void restoredWorld_forgetsTheSameVersions();
    void brokenBytes_areCorrupt();
};

void WorldTest::sameSeed_givesTheSameWorld() {
    World first(busy(42));
    World second(busy(42));
    World third(busy(43));
    for (World* world : {&first, &second, &third})
        world->advanceTo(kStart + std::chrono::minutes(2));
    QVERIFY(first.editCount() > 1000);
    QCOMPARE(WorldCodec::canonical(first), WorldCodec::canonical(second));
    QVERIFY(WorldCodec::canonical(first) != WorldCodec::canonical(third));
}

void WorldTest::lateCalls_changeNothing() {
    World often(busy(5));
    World once(busy(5));
    for (int i = 1; i <= 3000; ++i)
        often.advanceTo(kStart + std::chrono::milliseconds(i * 10));
    once.advanceTo(kStart + std::chrono::seconds(30));
    QCOMPARE(WorldCodec::canonical(often), WorldCodec::canonical(once));
}

void WorldTest::population_knowsMostOnBothSides() {
    const World world(busy(1));
    std::set<std::uint64_t> left;
    std::set<std::uint64_t> right;
    for (const auto& [id, record] : world.crm(Side::Salesforce).records(ObjectKind::Contact))
        left.insert(record.twin);
    for (const auto& [id, record] : world.crm(Side::HubSpot).records(ObjectKind::Contact))
        right.insert(record.twin);
    std::vector<std::uint64_t> both;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(both));
    QVERIFY(left.size() > 240 && right.size() > 240);
    QVERIFY(both.size() > 200);
    QVERIFY(both.size() < left.size() && both.size() < right.size());
    QVERIFY(world.crm(Side::Salesforce).events().empty());
}

void WorldTest::people_doAllKindsOfThings() {
    World world(busy(9));
    world.advanceTo(kStart + std::chrono::minutes(3));
    std::set<EventKind> kinds;
    bool cleared = false;
    for (const Side side : {Side::Salesforce, Side::HubSpot}) {
        for (const Event& event : world.crm(side).events()) {
            kinds.insert(event.kind);
            for (const FieldValue& field : event.fields)
                cleared = cleared || !field.value;
        }
    }
    for (const EventKind kind :
         {EventKind::Create, EventKind::Update, EventKind::Delete, EventKind::Undelete, EventKind::Merge})
        QVERIFY2(kinds.contains(kind), QByteArray::number(int(kind)).constData());
    QVERIFY(cleared);
}

void WorldTest::population_keepsItsSize() {
    WorldOptions options;
    options.start = kStart;
    options.editsPerSecond = 20;
    World world(options);
    std::size_t ever = 0;
    for (int minute = 1; minute <= 40; ++minute) {
        world.advanceTo(kStart + std::chrono::minutes(minute));
        for (const Side side : {Side::Salesforce, Side::HubSpot}) {
            std::map<RecordState, unsigned> count;
            for (const auto& [id, record] : world.crm(side).records(ObjectKind::Contact)) {
                ++count[record.state];
                QVERIFY(!record.fields.empty() || record.state == RecordState::Merged);
            }
            QVERIFY2(count[RecordState::Live] >= options.contacts * 3 / 4
                         && count[RecordState::Live] <= options.contacts * 5 / 4,
                     QByteArray::number(count[RecordState::Live]).constData());
            QVERIFY(count[RecordState::Deleted] <= 41);
        }
    }
    for (const Event& event : world.crm(Side::Salesforce).events())
        ever += event.kind == EventKind::Delete ? 1U : 0U;
    QVERIFY2(ever > 100, QByteArray::number(qulonglong(ever)).constData());
    QVERIFY(world.crm(Side::Salesforce).records(ObjectKind::Contact).size() < options.contacts * 5 / 4 + 41);
}

void WorldTest::population_doesNotGrowWithoutEnd() {
    WorldOptions options;
    options.start = kStart;
    options.editsPerSecond = 20;
    options.habits = {0, 0, 0.5, 0, 0.1, 0};
    World world(options);
    world.advanceTo(kStart + std::chrono::minutes(5));
    for (const Side side : {Side::Salesforce, Side::HubSpot})
        QVERIFY(world.crm(side).records(ObjectKind::Contact).size() <= options.contacts * 5 / 4 + 1);
}

void WorldTest::leftOverContact_isDeletedBeforeOthers() {
    WorldOptions options;
    options.start = kStart;
    options.editsPerSecond = 20;
    options.habits = {0, 0, 0, 1, 0, 0};
    World world(options);
    const auto liveTwins = [&](Side side) {
        std::set<std::uint64_t> twins;
        for (const auto& [id, record] : world.crm(side).records(ObjectKind::Contact)) {
            if (record.state == RecordState::Live)
                twins.insert(record.twin);
        }
        return twins;
    };
    const auto shared = [&] {
        std::set<std::uint64_t> both;
        std::ranges::set_intersection(liveTwins(Side::Salesforce), liveTwins(Side::HubSpot),
                                      std::inserter(both, both.end()));
        return both.size();
    };
    const std::size_t before = shared();
    constexpr std::uint64_t kActs = 60;
    while (world.editCount() < kActs)
        world.advanceOne(base::WallTime::max());
    std::set<std::uint64_t> leftAlone;
    for (const Side side : {Side::Salesforce, Side::HubSpot}) {
        for (const auto& [id, record] : world.crm(side).records(ObjectKind::Contact)) {
            if (record.state == RecordState::Deleted && liveTwins(other(side)).contains(record.twin))
                leftAlone.insert(record.twin);
        }
    }
    QVERIFY2(leftAlone.size() <= 1, QByteArray::number(qulonglong(leftAlone.size())).constData());
    QVERIFY2(before - shared() > kActs / 4, QByteArray::number(qulonglong(before - shared())).constData());
}

void WorldTest::sameField_isEditedOnBothSidesWithinFourHundredMilliseconds() {
    WorldOptions options = busy(3);
    options.editsPerSecond = 1;
    World world(options);
    world.advanceTo(kStart + std::chrono::minutes(5));
    int close = 0;
    for (const Event& event : world.crm(Side::Salesforce).events()) {
        const Record* record = world.crm(Side::Salesforce).find(event.object, event.recordIds.front());
        for (const Event& answer : world.crm(Side::HubSpot).events()) {
            const Record* twin = world.crm(Side::HubSpot).find(answer.object, answer.recordIds.front());
            const auto apart = std::chrono::abs(event.happened - answer.happened);
            if (record->twin != 0 && record->twin == twin->twin && apart <= std::chrono::milliseconds(400))
                ++close;
        }
    }
    QVERIFY2(close > 20, QByteArray::number(close).constData());
}

void WorldTest::firstMinute_hasDisputes() {
    WorldOptions options = busy(3);
    // So seldom that nobody does anything else meanwhile.
    options.editsPerSecond = 0.0001;
    World world(options);
    People(world).planFirstMinute();
    world.advanceTo(kStart + std::chrono::seconds(20));
    const auto editsOf = [&](Side side, const std::string& field) {
        std::vector<std::pair<std::uint64_t, base::WallTime>> edits;
        for (const Event& event : world.crm(side).events()) {
            const Record* record = world.crm(side).find(event.object, event.recordIds.front());
            for (const FieldValue& value : event.fields) {
                if (value.field == field)
                    edits.emplace_back(record->twin, event.happened);
            }
        }
        return edits;
    };
    // Of one contact, on both sides, apart by less than any rule tolerates.
    const auto disputes = [&](const std::string& salesforce, const std::string& hubspot) {
        int close = 0;
        for (const auto& [twin, happened] : editsOf(Side::Salesforce, salesforce)) {
            for (const auto& [otherTwin, otherwise] : editsOf(Side::HubSpot, hubspot))
                close += twin == otherTwin && std::chrono::abs(happened - otherwise) <= std::chrono::milliseconds(200);
        }
        return close;
    };
    QVERIFY(disputes("Title", "jobtitle") >= 3);
    QVERIFY(disputes("Phone", "phone") >= 3);
    QVERIFY(disputes("Department", "department") >= 3);
    QVERIFY(editsOf(Side::Salesforce, "LifecycleStage__c").size() >= 4);
    world.advanceTo(kStart + std::chrono::minutes(2));
    const std::uint64_t edits = world.editCount();
    world.advanceTo(kStart + std::chrono::minutes(10));
    QCOMPARE(world.editCount(), edits);
}

/// The same as nobody being there: what both sides hold when the engine has drained is what they hold afterwards.
void WorldTest::stopped_nobodyDoesWhatWasPlanned() {
    WorldOptions options = busy(3);
    options.editsPerSecond = 0.0001;
    World world(options);
    People(world).planFirstMinute();
    world.setEditsPerSecond(0);
    QVERIFY(!world.nextDue());
    world.advanceTo(kStart + std::chrono::minutes(5));
    QCOMPARE(world.editCount(), std::uint64_t{0});
    // Whoever comes back has still before him what he had, with the same times between.
    world.setEditsPerSecond(0.001);
    QVERIFY(world.nextDue() && *world.nextDue() >= world.now());
    world.advanceTo(world.now() + std::chrono::seconds(2));
    QVERIFY(world.editCount() > 0 && world.editCount() < 20);
}

void WorldTest::editLimit_stopsEverybody() {
    WorldOptions options = busy(2);
    options.editLimit = 100;
    World world(options);
    world.advanceTo(kStart + std::chrono::hours(1));
    QCOMPARE(world.editCount(), std::uint64_t(100));
    QVERIFY(!world.nextDue());
}

void WorldTest::pause_putsActsOff() {
    World world(busy(2));
    world.advanceTo(kStart + std::chrono::seconds(10));
    const std::uint64_t edits = world.editCount();
    world.skipTo(kStart + std::chrono::hours(100));
    QCOMPARE(world.editCount(), edits);
    QVERIFY(*world.nextDue() >= kStart + std::chrono::hours(100));
    world.advanceTo(kStart + std::chrono::hours(100) + std::chrono::seconds(10));
    QVERIFY(world.editCount() > edits && world.editCount() < edits + 600);
}

void WorldTest::events_areRetainedFor72Hours() {
    WorldOptions options = busy(2);
    options.editsPerSecond = 0.05;
    World world(options);
    world.advanceTo(kStart + std::chrono::hours(80));
    const std::vector<Event> events = world.crm(Side::HubSpot).events();
    QVERIFY(events.front().number > 1);
    QVERIFY(events.front().happened >= world.now() - std::chrono::hours(72));
    for (std::size_t i = 1; i < events.size(); ++i)
        QCOMPARE(events[i].number, events[i - 1].number + 1);
}

void WorldTest::restoredWorld_goesOnAsIfNothingHadBeen() {
    World whole(busy(11));
    World stopped(busy(11));
    whole.advanceTo(kStart + std::chrono::seconds(60));
    stopped.advanceTo(kStart + std::chrono::seconds(23));
    base::Result<World> restored = storedAndRestored(stopped);
    QVERIFY(restored.has_value());
    QCOMPARE(WorldCodec::canonical(*restored), WorldCodec::canonical(stopped));
    restored->advanceTo(kStart + std::chrono::seconds(60));
    QCOMPARE(WorldCodec::canonical(*restored), WorldCodec::canonical(whole));
}

void WorldTest::restoredWorld_forgetsTheSameVersions() {
    WorldOptions options = busy(4);
    options.companies = 2;
    options.contacts = 6;
    options.habits = {0.2, 0.03, 0, 0, 0, 0};
    World whole(options);
    // From before the first field with more than twenty versions to the last with more than forty-five.
    for (const int minute : {1, 2, 4, 6}) {
        const base::WallTime then = kStart + std::chrono::minutes(minute);
        whole.advanceTo(then);
        World stopped(options);
        stopped.advanceTo(then - std::chrono::seconds(7));
        base::Result<World> restored = storedAndRestored(stopped);
        QVERIFY(restored.has_value());
        restored->advanceTo(then);
        QCOMPARE(WorldCodec::canonical(*restored), WorldCodec::canonical(whole));
    }
    std::size_t most = 0;
    for (const auto& [id, record] : whole.crm(Side::HubSpot).records(ObjectKind::Contact)) {
        for (const auto& [field, versions] : record.histories())
            most = std::max(most, versions.size());
    }
    QCOMPARE(most, std::size_t(45));
}

void WorldTest::brokenBytes_areCorrupt() {
    World world(busy(1));
    world.advanceTo(kStart + std::chrono::seconds(2));
    UnsavedWorld stored = WorldCodec::takeUnsaved(world);
    for (std::size_t cut = 0; cut < stored.head.size(); cut += 7)
        QVERIFY(!WorldCodec::restore(stored.head.substr(0, cut), {}, {}));
    for (std::size_t cut = 0; cut < stored.records.front().bytes.size(); cut += 5) {
        StoredRecord broken = stored.records.front();
        broken.bytes.resize(cut);
        QCOMPARE(WorldCodec::restore(stored.head, {broken}, {}).error().code, base::ErrorCode::Corrupt);
    }
    StoredEvent gap = stored.events.front();
    gap.number += 2;
    QVERIFY(!WorldCodec::restore(stored.head, {}, {gap}));
    QCOMPARE(WorldCodec::restore("9 ", {}, {}).error().code, base::ErrorCode::UnsupportedVersion);
}

QTEST_APPLESS_MAIN(WorldTest)
#include "world_test.moc"
