#include "engine/runtime/due_board.h"

#include <QTest>

using namespace syncline;
using core::Side;

namespace {

core::Version version(std::int64_t seq, Side side, const std::string& text) {
    core::Version made;
    made.id = {core::Seq(seq), side};
    made.value = {{text, text}, {text, text}};
    return made;
}

/// An entity of which `fields` are due to HubSpot since that entry.
core::Entity dueToHubSpot(std::int64_t id, std::int64_t since, int fields) {
    core::Entity entity;
    entity.id = core::EntityId(id);
    entity.record = {"003", "17"};
    entity.dueSince.hubspot = core::Seq(since);
    for (int i = 0; i < fields; ++i) {
        core::Cell& cell = entity.cells["field " + std::to_string(i)];
        cell.standing = version(since, Side::Salesforce, "new");
        cell.present = {cell.standing, version(1, Side::HubSpot, "old")};
    }
    return entity;
}

}  // namespace

class DueBoardTest : public QObject {
    Q_OBJECT

private slots:
    void counts_followTheEntity();
    void oldest_isTheFirstThatBecameDue();
    void tombstone_isNotDue();
    void undecided_andUnsettled_areCountedOnce();
};

void DueBoardTest::counts_followTheEntity() {
    runtime::DueBoard board;
    board.update(dueToHubSpot(1, 10, 2));
    board.update(dueToHubSpot(2, 11, 1));
    QCOMPARE(board.entities(Side::HubSpot), std::size_t(2));
    QCOMPARE(board.cells(Side::HubSpot), std::size_t(3));
    QCOMPARE(board.cells(Side::Salesforce), std::size_t(0));
    board.update(dueToHubSpot(1, 10, 1));
    QCOMPARE(board.cells(Side::HubSpot), std::size_t(2));
    board.update(dueToHubSpot(1, 0, 0));
    QCOMPARE(board.entities(Side::HubSpot), std::size_t(1));
}

void DueBoardTest::oldest_isTheFirstThatBecameDue() {
    runtime::DueBoard board;
    QCOMPARE(board.oldest(Side::HubSpot), core::Seq());
    board.update(dueToHubSpot(1, 20, 1));
    board.update(dueToHubSpot(2, 15, 1));
    QCOMPARE(board.oldest(Side::HubSpot), core::Seq(15));
    board.update(dueToHubSpot(2, 0, 0));
    QCOMPARE(board.oldest(Side::HubSpot), core::Seq(20));
}

void DueBoardTest::tombstone_isNotDue() {
    runtime::DueBoard board;
    core::Entity entity = dueToHubSpot(1, 20, 1);
    entity.deleted.salesforce = true;
    board.update(entity);
    QCOMPARE(board.cells(Side::HubSpot), std::size_t(0));
}

void DueBoardTest::undecided_andUnsettled_areCountedOnce() {
    runtime::DueBoard board;
    core::Entity entity = dueToHubSpot(1, 20, 1);
    entity.undecided = {core::Seq(21), core::Seq(22)};
    entity.cells.begin()->second.out.hubspot.push_back(
        {core::Seq(23), version(20, Side::Salesforce, "new"), {}, false});
    board.update(entity);
    board.update(entity);
    QCOMPARE(board.undecided(), std::size_t(2));
    QCOMPARE(board.unsettled(), std::size_t(1));
    entity.undecided.clear();
    entity.cells.begin()->second.out.hubspot.front().answeredAt = base::WallTime();
    board.update(entity);
    QCOMPARE(board.undecided(), std::size_t(0));
    QCOMPARE(board.unsettled(), std::size_t(0));
}

QTEST_GUILESS_MAIN(DueBoardTest)
#include "due_board_test.moc"
