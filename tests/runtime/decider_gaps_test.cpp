#include "engine/core/judge.h"
#include "tests/runtime/decider_world.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;

class DeciderGapsTest : public QObject {
    Q_OBJECT

private slots:
    void gap_isReadWithoutAChange();
    void gap_waitsForWritesThatAreOut();
    void gap_whileItIsRead_isReadAgain();
    void gap_whileItsReadsAreHeld_isReadAgainAtOnce();
    void gap_thatRepeats_isComparedInTheEnd_andOnceMore();
    void gap_whileASideIsAway_isNotBelieved();
    void gap_ofManyRecords_isReadInPieces();
    void gap_changeThatComesBeforeTheReadIsBelieved_isReadAgain();
    void gap_ofARecordThatChangesAllTheTime_isComparedInTheEnd();
    void gap_whileTheStreamIsBehind_isNotBelieved();
};

void DeciderGapsTest::gap_isReadWithoutAChange() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    QCOMPARE(world.newKinds(), std::string("GapDetected"));
    world.pass(kSettle - std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string());
    world.pass(std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided, ConflictOpened"));
    QVERIFY(world.cell(id, "phone").conflict.has_value());
}

void DeciderGapsTest::gap_waitsForWritesThatAreOut() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::Version standing = *world.cell(id, "phone").standing;
    const core::Seq write = world.append(id, kHs, core::WriteSent{kHs, "50", 1, {{"phone", standing}}});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    QCOMPARE(world.asked(), std::string());
    world.append(id, kHs, core::WriteFailed{write, kHs, core::FailureClass::NotSent, {}, {}, {}});
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
}

/// What is on its way may have been read before the change that is in the gap.
void DeciderGapsTest::gap_whileItIsRead_isReadAgain() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::GapDetected gap{kHs, "test", {{kHs, "contact", "50"}}, false};
    world.append({}, kHs, gap);
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.append({}, kHs, gap);
    world.decider.missed(id);
    world.answerAll();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.pass(kSettle);
    QCOMPARE(world.newKinds(), std::string("GapDetected, GapDetected, BaselineRead, FieldsDecided"));
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
}

/// It is not waited until they would have been believed.
void DeciderGapsTest::gap_whileItsReadsAreHeld_isReadAgainAtOnce() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.lose(id);
    world.answerAll();
    static_cast<void>(world.asked());
    world.pass(kSettle - std::chrono::milliseconds(1));
    world.lose(id);
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    world.pass(kSettle - std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("GapDetected, GapDetected"));
    world.pass(std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided"));
}

/// A stream that loses its place again and again does not keep a record from ever being compared.
void DeciderGapsTest::gap_thatRepeats_isComparedInTheEnd_andOnceMore() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.lose(id);
    const core::Seq seq = world.change(id, changeOf(kHs, "contact", "50", {{"phone", "1"}}));
    int rounds = 0;
    for (; world.decisions(seq).empty() && rounds < 10; ++rounds) {
        world.answerAll();
        world.lose(id);
        world.pass(kSettle);
    }
    QCOMPARE(rounds, 4);
    QVERIFY(world.ledger->find(id)->undecided.empty());
    QVERIFY(world.ledger->find(id)->stale.hubspot);
    world.answerAll();
    world.pass(kSettle);
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
}

/// Its stream passes no read: a change that it has still to tell of would be taken for one of which nothing is known.
void DeciderGapsTest::gap_whileASideIsAway_isNotBelieved() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.lose(id);
    world.answerAll();
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}});
    world.connect(kSf, core::ConnectorPhase::Disconnected);
    world.pass(2 * kSettle);
    QCOMPARE(world.newKinds(), std::string("GapDetected"));
    world.connect(kSf, core::ConnectorPhase::Connected);
    world.pass(kSettle - std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string());
    world.pass(std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided"));
}

/// What was read is kept in memory until it is believed: only so much of it.
void DeciderGapsTest::gap_ofManyRecords_isReadInPieces() {
    constexpr int kRecords = 1'200;
    DeciderWorld world;
    std::vector<core::EntityId> ids;
    for (int i = 0; i < kRecords; ++i)
        ids.push_back(world.linked("contact", {"003" + std::to_string(i), "50" + std::to_string(i)}));
    core::GapDetected gap{kHs, "test", {}, false};
    for (int i = 0; i < kRecords; ++i)
        gap.records.push_back({kHs, "contact", "50" + std::to_string(i)});
    world.append({}, kHs, gap);
    world.advance();
    world.answerAll();
    QVERIFY(!world.reads.isIdle());
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId live = world.linked("contact", {"003", "50"});
    const core::Seq seq = world.change(live, changeOf(kSf, "contact", "003", {{"phone", "1"}}));
    world.answerAll();
    QVERIFY(world.decisions(seq).ends_with(line(seq, "baseline")));
    world.pass(kSettle);
    world.answerAll();
    QVERIFY(world.reads.isIdle());
}

/// Its stream had not passed the reads: they are made again, and the change is folded into them.
void DeciderGapsTest::gap_changeThatComesBeforeTheReadIsBelieved_isReadAgain() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.crms.put(kHs, "contact", "50", {{"phone", "3"}});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    world.answerAll();
    const core::Seq seq = world.change(id, changeOf(kHs, "contact", "50", {{"phone", "2"}}));
    static_cast<void>(world.asked());
    world.pass(kSettle);
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    QCOMPARE(world.decisions(seq), std::string());
    world.pass(kSettle);
    QVERIFY(world.decisions(seq).ends_with(line(seq, "superseded")));
    QCOMPARE(world.cell(id, "phone").present.hubspot->value.hubspot.text, std::optional<std::string>("3"));
}

/// One that changes all the time is compared in the end.
void DeciderGapsTest::gap_ofARecordThatChangesAllTheTime_isComparedInTheEnd() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    int rounds = 0;
    for (; world.ledger->find(id)->stale.hubspot && rounds < 10; ++rounds) {
        world.answerAll();
        world.change(id, changeOf(kHs, "contact", "50", {{"email", "d@e.f" + std::to_string(rounds)}}));
        world.pass(kSettle);
    }
    QCOMPARE(rounds, 4);
    QVERIFY(world.ledger->find(id)->undecided.empty());
}

/// A stream that tells of old changes has not passed the reads, whatever their age.
void DeciderGapsTest::gap_whileTheStreamIsBehind_isNotBelieved() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    world.answerAll();
    world.pass(kSettle - std::chrono::seconds(1));
    world.decider.streamTold(world.context, kHs, world.context.now() - kSettle - std::chrono::seconds(1));
    world.pass(kSettle - std::chrono::seconds(1));
    QVERIFY(world.ledger->find(id)->stale.hubspot);
    world.pass(std::chrono::seconds(1));
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
}

QTEST_GUILESS_MAIN(DeciderGapsTest)
#include "decider_gaps_test.moc"
