#include "engine/runtime/ledger.h"

#include "tests/core/memory_state.h"
#include "tests/journal/sample_history.h"
#include "tests/runtime/step_world.h"

#include <QTest>
#include <set>

using namespace syncline;
using namespace syncline::test;

namespace {

constexpr std::size_t kEntries = 600;

/// A folder whose journal holds a history, and the same history folded in memory.
class HistoryFolder : public RuntimeFolder {
public:
    explicit HistoryFolder(std::uint64_t seed) {
        SampleHistory history(seed);
        const journal::Batch batch = history.batch(kEntries);
        append(batch);
        for (const journal::NewEntry& one : batch.entries) {
            core::apply(state, one.entry);
            entries.push_back(one.entry);
            for (const core::EntityId id : core::entitiesOf(one.entry))
                entities.insert(id);
        }
    }

    MemoryState state;
    std::vector<core::Entry> entries;
    std::set<core::EntityId> entities;
};

/// The first entity that differs from what folding in memory gives; "" when none does.
std::string differing(runtime::Ledger& ledger, const HistoryFolder& folder) {
    for (const core::EntityId id : folder.entities) {
        if (const auto loaded = ledger.load(id); !loaded)
            return loaded.error().message();
        if (!(*ledger.find(id) == folder.state.at(id)))
            return "entity " + std::to_string(id.value());
    }
    for (const auto& [record, id] : folder.state.links()) {
        const auto loaded = ledger.loadByRecord(record);
        if (!loaded || *loaded != id)
            return "record " + record.id;
    }
    return {};
}

bool noneInUse(core::EntityId) {
    return false;
}

std::vector<core::EntityId> movingOf(const HistoryFolder& folder) {
    std::vector<core::EntityId> ids;
    for (const core::EntityId id : folder.entities) {
        if (core::isMoving(folder.state.at(id)))
            ids.push_back(id);
    }
    return ids;
}

}  // namespace

class LedgerTest : public QObject {
    Q_OBJECT

private slots:
    void reload_givesTheSameState_data();
    void reload_givesTheSameState();
    void moving_areInMemoryAfterOpening();
    void atRest_leavesMemory_whenProjected();
    void withoutRecords_leavesMemory_belowTheLimit();
    void inUse_staysInMemory();
    void notProjected_staysInMemory();
    void absorbedEntity_keepsNoLink();
    void linked_areReadInPages_data();
    void linked_areReadInPages();
    void unknown_isMadeEmpty();
};

void LedgerTest::reload_givesTheSameState_data() {
    QTest::addColumn<std::size_t>("projected");
    QTest::newRow("nothing projected") << std::size_t(0);
    QTest::newRow("one entry projected") << std::size_t(1);
    QTest::newRow("half projected") << kEntries / 2;
    QTest::newRow("all but one projected") << kEntries - 1;
    QTest::newRow("all projected") << kEntries;
}

void LedgerTest::reload_givesTheSameState() {
    QFETCH(std::size_t, projected);
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        HistoryFolder folder(seed);
        if (projected != 0)
            folder.project(projected);
        const auto ledger = folder.openLedger();
        QCOMPARE(differing(*ledger, folder), std::string());
        QCOMPARE(ledger->moving(), movingOf(folder));
        QCOMPARE(ledger->workspace(), folder.state.workspace());
    }
}

void LedgerTest::moving_areInMemoryAfterOpening() {
    HistoryFolder folder(1);
    folder.project();
    const auto ledger = folder.openLedger();
    const std::vector<core::EntityId> moving = movingOf(folder);
    QVERIFY(!moving.empty());
    QVERIFY(moving.size() < folder.entities.size());
    QCOMPARE(ledger->resident(), moving.size());
    for (const core::EntityId id : moving)
        QVERIFY(ledger->find(id) != nullptr);
}

void LedgerTest::atRest_leavesMemory_whenProjected() {
    constexpr std::size_t kLimit = 3;
    HistoryFolder folder(2);
    folder.project(kEntries / 2);
    const auto ledger = folder.openLedger(kLimit);
    QCOMPARE(differing(*ledger, folder), std::string());
    QCOMPARE(ledger->resident(), folder.entities.size());
    folder.project();
    ledger->projected(core::Seq(static_cast<std::int64_t>(kEntries)), noneInUse);
    QCOMPARE(ledger->resident(), std::max(kLimit, movingOf(folder).size()));
    for (const core::EntityId id : movingOf(folder))
        QVERIFY(ledger->find(id) != nullptr);
    QCOMPARE(differing(*ledger, folder), std::string());
}

void LedgerTest::withoutRecords_leavesMemory_belowTheLimit() {
    StepWorld world;
    const core::EntityId gone = world.linked("contact", {"003", "50"});
    const core::EntityId halfGone = world.linked("contact", {"004", "51"});
    world.append(gone, kSf, core::RecordDeleted{{kSf, "contact", "003"}, false});
    world.append(halfGone, kSf, core::RecordDeleted{{kSf, "contact", "004"}, false});
    const core::Seq last = world.append(gone, kHs, core::RecordDeleted{{kHs, "contact", "50"}, false});
    world.folder.append(world.context.takeOutput().batch);
    const auto ledger = world.folder.openLedger();
    world.folder.project();
    const core::Entity before = *ledger->find(gone);
    QVERIFY(!core::isMoving(before));
    ledger->projected(core::Seq(last.value() - 1), noneInUse);
    QVERIFY(ledger->find(gone) != nullptr);
    ledger->projected(last, [&](core::EntityId id) { return id == gone; });
    QVERIFY(ledger->find(gone) != nullptr);
    ledger->projected(last, noneInUse);
    QVERIFY(ledger->find(gone) == nullptr);
    QVERIFY(ledger->find(halfGone) != nullptr);
    const auto found = ledger->loadByRecord({kHs, "contact", "50"});
    QVERIFY(found);
    QCOMPARE(*found, std::optional(gone));
    QVERIFY(*ledger->find(gone) == before);
}

void LedgerTest::inUse_staysInMemory() {
    HistoryFolder folder(2);
    const auto ledger = folder.openLedger(0);
    const std::vector<core::EntityId> moving = movingOf(folder);
    const auto atRest = std::find_if(folder.entities.begin(), folder.entities.end(), [&](core::EntityId id) {
        return std::find(moving.begin(), moving.end(), id) == moving.end();
    });
    QVERIFY(atRest != folder.entities.end());
    folder.project();
    const core::Seq head(static_cast<std::int64_t>(kEntries));
    ledger->projected(head, [&](core::EntityId id) { return id == *atRest; });
    QVERIFY(ledger->find(*atRest) != nullptr);
    ledger->projected(head, noneInUse);
    QVERIFY(ledger->find(*atRest) == nullptr);
}

void LedgerTest::notProjected_staysInMemory() {
    HistoryFolder folder(2);
    const auto ledger = folder.openLedger(0);
    const core::Seq half(static_cast<std::int64_t>(kEntries / 2));
    ledger->projected(half, noneInUse);
    for (const core::EntityId id : folder.entities) {
        const core::Entity entity = folder.state.at(id);
        QCOMPARE(ledger->find(id) != nullptr, core::isMoving(entity) || entity.lastEntry > half);
    }
}

void LedgerTest::absorbedEntity_keepsNoLink() {
    StepWorld world;
    const core::EntityId first = world.captured(kSf, "contact", "003");
    const core::EntityId second = world.captured(kHs, "contact", "50");
    world.append(first, kSf, core::RecordLinked{{"003", "50"}, core::LinkOrigin::MatchKey, second});
    world.append(first, kSf, core::FieldsDecided{});
    world.folder.append(world.context.takeOutput().batch);
    world.folder.project();
    for (const std::size_t residentLimit : {0U, 10U}) {
        const auto ledger = world.folder.openLedger(residentLimit);
        // Loaded first, so that what it says of its record is in memory when that is looked for.
        QVERIFY(ledger->load(second));
        const auto found = ledger->loadByRecord({kHs, "contact", "50"});
        QVERIFY(found);
        QCOMPARE(*found, std::optional(first));
    }
}

void LedgerTest::linked_areReadInPages_data() {
    QTest::addColumn<std::size_t>("projected");
    QTest::addColumn<std::size_t>("page");
    QTest::newRow("nothing projected, small pages") << std::size_t(0) << std::size_t(2);
    QTest::newRow("half projected, small pages") << kEntries / 2 << std::size_t(2);
    QTest::newRow("half projected, one page") << kEntries / 2 << std::size_t(1000);
    QTest::newRow("all projected, small pages") << kEntries << std::size_t(3);
}

void LedgerTest::linked_areReadInPages() {
    QFETCH(std::size_t, projected);
    QFETCH(std::size_t, page);
    HistoryFolder folder(3);
    if (projected != 0)
        folder.project(projected);
    const auto ledger = folder.openLedger();
    std::vector<core::EntityId> expected;
    for (const core::EntityId id : folder.entities) {
        if (folder.state.at(id).isLinked())
            expected.push_back(id);
    }
    QVERIFY(expected.size() > 3);
    std::vector<core::EntityId> read;
    core::EntityId after;
    while (true) {
        const auto some = ledger->readLinked(after, page);
        QVERIFY(some);
        QVERIFY(some->size() <= page);
        read.insert(read.end(), some->begin(), some->end());
        if (some->size() < page)
            break;
        after = some->back();
    }
    QCOMPARE(read, expected);
}

void LedgerTest::unknown_isMadeEmpty() {
    RuntimeFolder folder;
    const auto ledger = folder.openLedger();
    QVERIFY(ledger->find(core::EntityId(7)) == nullptr);
    QVERIFY(ledger->load(core::EntityId(7)));
    QCOMPARE(ledger->find(core::EntityId(7))->id, core::EntityId(7));
    QVERIFY(ledger->load(core::EntityId()));
    QVERIFY(ledger->find(core::EntityId()) == nullptr);
    const auto nobody = ledger->loadByRecord({kSf, "contact", "003"});
    QVERIFY(nobody);
    QVERIFY(!*nobody);
}

QTEST_GUILESS_MAIN(LedgerTest)
#include "ledger_test.moc"
