#include "engine/core/apply.h"
#include "tests/core/folded_journal.h"

#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

class TestDue : public QObject {
    Q_OBJECT

private slots:
    void due_data();
    void due();
    void moving_data();
    void moving();
};

void TestDue::due_data() {
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<bool>("isDue");
    const Version standing = versionOf(5, kSf, "new");
    const Version old = versionOf(1, kSf, "old");
    Cell cell;
    QTest::newRow("nothing known") << cell << false;
    cell.standing = standing;
    QTest::newRow("HubSpot's value unknown") << cell << false;
    cell.present[kHs] = old;
    QTest::newRow("HubSpot holds another") << cell << true;

    Cell other = cell;
    other.present[kHs] = standing;
    QTest::newRow("HubSpot holds it") << other << false;
    other = cell;
    other.present[kHs] = versionOf(3, kHs, "new");
    QTest::newRow("HubSpot holds the same value by itself") << other << false;
    other.out[kHs] = {{Seq(9), old, std::nullopt, false}};
    QTest::newRow("it does, but an older write is on its way") << other << true;
    other.out[kHs].push_back({Seq(10), standing, std::nullopt, true});
    QTest::newRow("it is on its way") << other << false;
    other = cell;
    other.present[kHs] = standing;
    other.out[kHs] = {{Seq(9), old, at(1), false}};
    QTest::newRow("HubSpot holds it, an older write was taken and not seen yet") << other << true;
    other = cell;
    other.conflict.emplace();
    QTest::newRow("conflict") << other << false;
    other = cell;
    other.apart[kHs] = Apart{};
    QTest::newRow("HubSpot is apart") << other << false;
    other = cell;
    other.apart[kSf] = Apart{};
    QTest::newRow("Salesforce is apart") << other << true;
}

void TestDue::due() {
    QFETCH(Cell, cell);
    QFETCH(bool, isDue);
    QCOMPARE(core::due(cell, kHs) != nullptr, isDue);
    QVERIFY(core::due(cell, kHs) == (isDue ? &*cell.standing : nullptr));
    QVERIFY(core::due(cell, kSf) == nullptr);
    QCOMPARE(isMoving(cell), isDue || !cell.out[kHs].empty());
}

void TestDue::moving_data() {
    QTest::addColumn<Entity>("entity");
    QTest::addColumn<bool>("expected");
    const Entity still = linked().ada();
    const auto row = [&](const char* name, bool expected, auto change) {
        Entity entity = still;
        change(entity);
        QTest::newRow(name) << entity << expected;
    };
    row("in step", false, [](Entity&) {});
    row("a change waits", true, [](Entity& entity) { entity.undecided = {Seq(4)}; });
    row("a create is out", true, [](Entity& entity) { entity.creating = Seq(4); });
    row("a side is to be read", true, [](Entity& entity) { entity.stale[kHs] = true; });
    row("a field is to be compared", true, [](Entity& entity) { entity.cells["mobile"].present[kHs] = Version{}; });
    row("a field of a deleted record is not known", false, [](Entity& entity) {
        entity.cells["mobile"].present[kHs] = Version{};
        entity.deleted[kHs] = true;
    });
    row("a deleted record is to be read", false, [](Entity& entity) {
        entity.stale[kHs] = true;
        entity.deleted[kHs] = true;
    });
    row("a conflict is open", false, [](Entity& entity) { entity.cells["phone"].conflict.emplace(); });
    row("a value is due", true, [](Entity& entity) { entity.cells["phone"].standing = versionOf(5, kSf, "2"); });
    row("a value of a deleted record is due", false, [](Entity& entity) {
        entity.cells["phone"].standing = versionOf(5, kSf, "2");
        entity.deleted[kSf] = true;
    });
    row("a write to a deleted record is out", false, [](Entity& entity) {
        entity.cells["phone"].out[kHs].emplace_back();
        entity.deleted[kSf] = true;
    });
    row("absorbed", false, [](Entity& entity) {
        entity.cells["phone"].standing = versionOf(5, kSf, "2");
        entity.stale[kHs] = true;
        entity.mergedInto = Seq(9);
    });
}

void TestDue::moving() {
    QFETCH(Entity, entity);
    QFETCH(bool, expected);
    QCOMPARE(isMoving(entity), expected);
}

QTEST_APPLESS_MAIN(TestDue)
#include "test_due.moc"
