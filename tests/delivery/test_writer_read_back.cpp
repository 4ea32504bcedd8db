#include "tests/delivery/writer_world.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using connectors::SideField;
using connectors::WriteEffect;
using core::ConnectorPhase;
using core::EntityId;
using core::Outcome;
using core::Seq;
using std::chrono::milliseconds;

namespace {

std::string there(EntityId id) {
    return "50-" + std::to_string(id.value());
}

/// The phone was changed to "2" and sent, and the answer lost.
struct LostAnswer {
    explicit LostAnswer(delivery::WriterOptions options = {}) : world(options), id(world.linked()) {
        world.change(id, "phone", "2");
        world.answer(world.sendOne(), WriteEffect::Unknown);
        write = world.entries<core::WriteSent>().back().seq;
        world.step();
    }
    /// The request that reads back, when it is time for it.
    connectors::ReadRequest read() {
        world.advance(milliseconds(1000));
        auto reads = world.step().reads;
        return reads.size() == 1 ? reads.front() : connectors::ReadRequest{};
    }

    WriterWorld world;
    EntityId id;
    Seq write;
};

std::string outcomes(const WriterWorld& world) {
    std::string text;
    for (const core::Entry& entry : world.entries<core::FieldsDecided>()) {
        for (const core::FieldDecision& one : std::get<core::FieldsDecided>(entry.body).fields) {
            if (one.outcome == Outcome::Landed || one.outcome == Outcome::NotLanded || one.outcome == Outcome::Settled)
                text += one.field + "=" + std::string(core::name(one.outcome)) + "<"
                        + std::to_string(entry.cause.value()) + ">";
        }
    }
    return text;
}

}  // namespace

class TestWriterReadBack : public QObject {
    Q_OBJECT

private slots:
    void unknown_isNotSentAgain_butReadAfterADelay();
    void landed_isAsGoodAsAnswered();
    void notLanded_isDueAgain();
    void thirdValue_isReadAgain_untilTheStreamTells();
    void thirdValue_thatTheStreamNeverTells_isComparedInTheEnd();
    void newerVersion_waitsForTheOutcome();
    void otherCells_doNotWait();
    void anotherLostAnswer_isNotReadTooEarly();
    void event_closesIt_withoutAReading();
    void eventWhileReading_makesTheReadOld();
    void undecidedChange_isWaitedFor_notForEver();
    void readOfSeveral_isOnePage_withTheirFields();
    void readError_isRetried_withBackoff();
    void recordNotThere_isLookedAtAgain_untilItsTombstone();
    void recordNotThere_isComparedInTheEnd_data();
    void recordNotThere_isComparedInTheEnd();
    void anotherLostAnswer_whileReading_isNotLateYet();
    void strangeAnswer_isSomebodyElses();
    void disconnected_readsNothing();
    void adopt_makesWhatWasOutUnknown();
    void adopt_leavesAnsweredAndUnknownAlone();
    void settle_closesWhatNoEventCameFor();
    void settle_waitsForUndecided();
    void settle_countsFromTheConnection();
    void settle_waitsForAStreamThatIsBehind();
    void settle_isNotMovedByTheWallClock();
    void echo_beforeSettle_leavesNothingToDo();
    void landed_inAConflict_marksTheCandidate();
};

void TestWriterReadBack::unknown_isNotSentAgain_butReadAfterADelay() {
    LostAnswer lost;
    const delivery::WriterOutput early = lost.world.step();
    QVERIFY(early.writes.empty() && early.reads.empty());
    QVERIFY(*early.wakeAt == lost.world.monotonicNow() + milliseconds(1000));
    lost.world.advance(milliseconds(999));
    QVERIFY(lost.world.step().reads.empty());
    lost.world.advance(milliseconds(1));
    const delivery::WriterOutput due = lost.world.step();
    QCOMPARE(due.reads.size(), std::size_t(1));
    QVERIFY(due.writes.empty());
    QCOMPARE(due.reads.front().object, std::string("contacts"));
    QCOMPARE(due.reads.front().ids, std::vector{there(lost.id)});
    QCOMPARE(due.reads.front().fields, std::vector<std::string>{"phone"});
    QVERIFY(due.reads.front().history.empty());
    // It is asked once.
    lost.world.advance(milliseconds(60'000));
    QVERIFY(lost.world.step().reads.empty());
    QCOMPARE(lost.world.writer().inFlight(), std::size_t(1));
}

void TestWriterReadBack::landed_isAsGoodAsAnswered() {
    LostAnswer lost({.settle = milliseconds(3000)});
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "2"}}));
    const std::string landed = "phone=landed<" + std::to_string(lost.write.value()) + ">";
    QCOMPARE(outcomes(lost.world), landed);
    QCOMPARE(lost.world.cell(lost.id, "phone").out[kHs].size(), std::size_t(1));
    const delivery::WriterOutput waiting = lost.world.step();
    QVERIFY(waiting.writes.empty() && waiting.reads.empty());
    QVERIFY(*waiting.wakeAt == lost.world.monotonicNow() + milliseconds(3000));
    lost.world.advance(milliseconds(3000));
    const delivery::WriterOutput output = lost.world.step();
    QCOMPARE(outcomes(lost.world), landed + "phone=settled<" + std::to_string(lost.write.value()) + ">");
    QVERIFY(lost.world.cell(lost.id, "phone").out[kHs].empty());
    QVERIFY(output.writes.empty() && output.reads.empty() && !output.wakeAt);
}

void TestWriterReadBack::notLanded_isDueAgain() {
    LostAnswer lost;
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "old"}}));
    QCOMPARE(outcomes(lost.world), "phone=notLanded<" + std::to_string(lost.write.value()) + ">");
    QCOMPARE(shown(lost.world.sendOne()), there(lost.id) + ": phone=2");
}

void TestWriterReadBack::thirdValue_isReadAgain_untilTheStreamTells() {
    LostAnswer lost;
    for (int looks = 1; looks <= 3; ++looks) {
        const connectors::ReadRequest read = lost.read();
        QVERIFY(lost.world.answer(read, {SideField{"phone", "somebody's"}}));
        QCOMPARE(outcomes(lost.world), std::string());
        const delivery::WriterOutput again = lost.world.step();
        QVERIFY(again.reads.empty());
        QVERIFY(*again.wakeAt >= lost.world.monotonicNow() + milliseconds(1000));
        QVERIFY(*again.wakeAt <= lost.world.monotonicNow() + milliseconds(1000 + (500 << (looks - 1))));
        lost.world.advance(milliseconds(500 << (looks - 1)));
    }
    // The person's event: what HubSpot held when the write was lost is not what it holds now.
    lost.world.holds(lost.id, "phone", "somebody's");
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "somebody's"}}));
    QCOMPARE(outcomes(lost.world), "phone=notLanded<" + std::to_string(lost.write.value()) + ">");
}

void TestWriterReadBack::thirdValue_thatTheStreamNeverTells_isComparedInTheEnd() {
    LostAnswer lost;
    lost.world.advance(milliseconds(59'000));
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "somebody's"}}));
    QCOMPARE(outcomes(lost.world), "phone=notLanded<" + std::to_string(lost.write.value()) + ">");
    QVERIFY(lost.world.entity(lost.id).stale[kHs]);
    QVERIFY(lost.world.cell(lost.id, "phone").out[kHs].empty());
    // Nothing is sent before both records have been compared.
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.writes.empty() && output.reads.empty());
}

void TestWriterReadBack::newerVersion_waitsForTheOutcome() {
    LostAnswer lost;
    lost.world.change(lost.id, "phone", "3");
    QVERIFY(lost.world.step().writes.empty());
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "2"}}));
    QCOMPARE(shown(lost.world.sendOne()), there(lost.id) + ": phone=3");
}

void TestWriterReadBack::otherCells_doNotWait() {
    LostAnswer lost;
    lost.world.change(lost.id, "title", "Dr");
    QCOMPARE(shown(lost.world.sendOne()), there(lost.id) + ": jobtitle=Dr");
}

void TestWriterReadBack::anotherLostAnswer_isNotReadTooEarly() {
    LostAnswer lost;
    lost.world.advance(milliseconds(900));
    lost.world.change(lost.id, "title", "Dr");
    lost.world.answer(lost.world.sendOne(), WriteEffect::Unknown);
    lost.world.step();
    lost.world.advance(milliseconds(999));
    QVERIFY(lost.world.step().reads.empty());
    lost.world.advance(milliseconds(1));
    const auto reads = lost.world.step().reads;
    QCOMPARE(reads.size(), std::size_t(1));
    QCOMPARE(reads.front().fields, (std::vector<std::string>{"jobtitle", "phone"}));
}

void TestWriterReadBack::event_closesIt_withoutAReading() {
    LostAnswer lost;
    lost.world.echo(lost.id, "phone");
    lost.world.advance(milliseconds(1000));
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.reads.empty() && output.writes.empty() && !output.wakeAt);
}

void TestWriterReadBack::eventWhileReading_makesTheReadOld() {
    LostAnswer lost;
    const connectors::ReadRequest read = lost.read();
    lost.world.holds(lost.id, "phone", "somebody's");
    // The value that was sent, but read before the event came: nobody knows which is the newer.
    QVERIFY(lost.world.answer(read, {SideField{"phone", "2"}}));
    QCOMPARE(outcomes(lost.world), std::string());
    QVERIFY(!lost.world.cell(lost.id, "phone").out[kHs].empty());
    lost.world.advance(milliseconds(500));
    QCOMPARE(lost.read().ids, std::vector{there(lost.id)});
}

void TestWriterReadBack::undecidedChange_isWaitedFor_notForEver() {
    LostAnswer lost({.settle = milliseconds(4000)});
    core::ChangeCaptured captured;
    captured.record = {kHs, "contact", there(lost.id)};
    lost.world.append(lost.id, kHs, {}, captured);
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "2"}}));
    QCOMPARE(outcomes(lost.world), std::string());
    lost.world.advance(milliseconds(4000));
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "2"}}));
    QCOMPARE(outcomes(lost.world), "phone=landed<" + std::to_string(lost.write.value()) + ">");
}

void TestWriterReadBack::readOfSeveral_isOnePage_withTheirFields() {
    WriterWorld world({.readsPerRequest = 2, .readsAtOnce = 1});
    const EntityId first = world.linked();
    const EntityId second = world.linked();
    const EntityId third = world.linked();
    const EntityId acme = world.linked("company");
    world.change(first, "phone", "2");
    world.change(second, "title", "Dr");
    world.change(third, "phone", "2");
    world.change(acme, "name", "Acme");
    for (const auto& request : world.step().writes)
        world.answer(request, WriteEffect::Unknown);
    world.step();
    world.advance(milliseconds(1000));
    auto reads = world.step().reads;
    QCOMPARE(reads.size(), std::size_t(1));
    QCOMPARE(reads.front().ids, (std::vector{there(first), there(second)}));
    QCOMPARE(reads.front().fields, (std::vector<std::string>{"jobtitle", "phone"}));
    QVERIFY(world.answer(reads.front(), {SideField{"phone", "2"}, SideField{"jobtitle", "Dr"}}));
    reads = world.step().reads;
    QCOMPARE(reads.front().ids, std::vector{there(third)});
    QVERIFY(world.answer(reads.front(), {SideField{"phone", "old"}}));
    reads = world.step().reads;
    QCOMPARE(reads.front().object, std::string("companies"));
    QVERIFY(world.cell(first, "phone").out[kHs].front().answeredAt);
    QVERIFY(world.cell(second, "title").out[kHs].front().answeredAt);
}

void TestWriterReadBack::readError_isRetried_withBackoff() {
    LostAnswer lost;
    const connectors::ReadRequest read = lost.read();
    connectors::ReadAnswer failed;
    failed.id = read.id;
    failed.error = base::Error{base::ErrorCode::Unavailable, "read", "contacts", "503", {}};
    QVERIFY(lost.world.writer().answered(lost.world, failed));
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.reads.empty());
    QVERIFY(*output.wakeAt <= lost.world.monotonicNow() + milliseconds(1500));
    lost.world.advance(milliseconds(500));
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "2"}}));
    QVERIFY(!outcomes(lost.world).empty());
}

void TestWriterReadBack::recordNotThere_isLookedAtAgain_untilItsTombstone() {
    LostAnswer lost;
    connectors::ReadAnswer gone;
    gone.id = lost.read().id;
    gone.records = {{there(lost.id), there(lost.id), false, {}, {}, {}}};
    QVERIFY(lost.world.writer().answered(lost.world, gone));
    QCOMPARE(outcomes(lost.world), std::string());
    QVERIFY(lost.world.step().wakeAt);
    lost.world.append(lost.id, kHs, {}, core::RecordDeleted{{kHs, "contact", there(lost.id)}, false});
    QVERIFY(!lost.world.step().wakeAt);
}

void TestWriterReadBack::recordNotThere_isComparedInTheEnd_data() {
    QTest::addColumn<bool>("isMerged");
    QTest::newRow("it was deleted") << false;
    QTest::newRow("it went into another") << true;
}

/// Its delete was in a gap: nothing will be told of it.
void TestWriterReadBack::recordNotThere_isComparedInTheEnd() {
    QFETCH(bool, isMerged);
    LostAnswer lost;
    connectors::ReadAnswer gone;
    gone.records = {{there(lost.id), there(lost.id), false, {}, {}, {}}};
    if (isMerged)
        gone.records = {{there(lost.id), "50-survivor", true, {SideField{"phone", "2"}}, {}, {}}};
    gone.id = lost.read().id;
    QVERIFY(lost.world.writer().answered(lost.world, gone));
    QCOMPARE(outcomes(lost.world), std::string());
    lost.world.advance(milliseconds(60'000));
    gone.id = lost.read().id;
    QVERIFY(lost.world.writer().answered(lost.world, gone));
    QCOMPARE(outcomes(lost.world), "phone=notLanded<" + std::to_string(lost.write.value()) + ">");
    QVERIFY(lost.world.cell(lost.id, "phone").out[kHs].empty());
    QVERIFY(lost.world.entity(lost.id).stale[kHs]);
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.writes.empty() && output.reads.empty() && !output.wakeAt);
}

void TestWriterReadBack::anotherLostAnswer_whileReading_isNotLateYet() {
    LostAnswer lost;
    lost.world.advance(milliseconds(58'000));
    const connectors::ReadRequest first = lost.read();
    lost.world.change(lost.id, "title", "Dr");
    lost.world.answer(lost.world.sendOne(), WriteEffect::Unknown);
    QVERIFY(lost.world.answer(first, {SideField{"phone", "somebody's"}}));
    // The second write may land for as long as any other.
    lost.world.step();
    lost.world.advance(milliseconds(500));
    const std::vector<SideField> held{SideField{"phone", "somebody's"}, SideField{"jobtitle", "another's"}};
    QVERIFY(lost.world.answer(lost.read(), held));
    QCOMPARE(outcomes(lost.world), std::string());
    QVERIFY(!lost.world.entity(lost.id).stale[kHs]);
    lost.world.advance(milliseconds(60'000));
    QVERIFY(lost.world.answer(lost.read(), held));
    QVERIFY(lost.world.entity(lost.id).stale[kHs]);
}

void TestWriterReadBack::strangeAnswer_isSomebodyElses() {
    LostAnswer lost;
    connectors::ReadAnswer other;
    other.id = connectors::RequestId(4711);
    const Seq head = lost.world.head();
    QVERIFY(!lost.world.writer().answered(lost.world, other));
    const connectors::ReadRequest read = lost.read();
    QVERIFY(lost.world.answer(read, {SideField{"phone", "2"}}));
    QVERIFY(!lost.world.answer(read, {SideField{"phone", "2"}}));
    QCOMPARE(lost.world.head(), core::next(head));
}

void TestWriterReadBack::disconnected_readsNothing() {
    LostAnswer lost;
    lost.world.writer().sideChanged(ConnectorPhase::Disconnected);
    lost.world.advance(milliseconds(5000));
    const delivery::WriterOutput away = lost.world.step();
    QVERIFY(away.reads.empty() && !away.wakeAt);
    lost.world.writer().sideChanged(ConnectorPhase::Connected);
    QCOMPARE(lost.world.step().reads.size(), std::size_t(1));
}

void TestWriterReadBack::adopt_makesWhatWasOutUnknown() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.change(id, "title", "Dr");
    world.sendOne();
    const Seq write = world.head();
    world.restart();
    world.writer().adopt(world, id);
    const std::vector<core::Entry> failed = world.entries<core::WriteFailed>();
    QCOMPARE(failed.size(), std::size_t(1));
    QCOMPARE(failed.front().cause, write);
    QCOMPARE(world.last<core::WriteFailed>().failure, core::FailureClass::Unknown);
    QCOMPARE(world.last<core::WriteFailed>().message, std::string("the program ended before the answer"));
    QVERIFY(world.step().writes.empty());
    world.advance(milliseconds(1000));
    const auto reads = world.step().reads;
    QCOMPARE(reads.size(), std::size_t(1));
    QVERIFY(world.answer(reads.front(), {SideField{"phone", "2"}, SideField{"jobtitle", "old"}}));
    QCOMPARE(shown(world.sendOne()), there(id) + ": jobtitle=Dr");
    QVERIFY(world.cell(id, "phone").out[kHs].front().answeredAt);
}

void TestWriterReadBack::adopt_leavesAnsweredAndUnknownAlone() {
    WriterWorld world;
    const EntityId answered = world.linked();
    world.change(answered, "phone", "2");
    world.answer(world.sendOne(), taken());
    const EntityId unknown = world.linked();
    world.change(unknown, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::Unknown);
    const EntityId out = world.linked();
    world.change(out, "phone", "2");
    world.sendOne();
    const Seq head = world.head();
    world.writer().adopt(world, out);
    QCOMPARE(world.head(), head);
    world.restart();
    world.writer().adopt(world, answered);
    world.writer().adopt(world, unknown);
    QCOMPARE(world.head(), head);
    world.advance(milliseconds(1000));
    world.step();
    world.advance(milliseconds(1000));
    QCOMPARE(world.step().reads.size(), std::size_t(1));
    world.advance(milliseconds(4000));
    world.step();
    QCOMPARE(outcomes(world).substr(0, 13), std::string("phone=settled"));
}

void TestWriterReadBack::settle_closesWhatNoEventCameFor() {
    WriterWorld world({.settle = milliseconds(3000)});
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), taken());
    const Seq write = world.entries<core::WriteSent>().back().seq;
    const delivery::WriterOutput waiting = world.step();
    QVERIFY(*waiting.wakeAt == world.monotonicNow() + milliseconds(3000));
    world.advance(milliseconds(2999));
    world.step();
    QVERIFY(!world.cell(id, "phone").out[kHs].empty());
    world.advance(milliseconds(1));
    const delivery::WriterOutput after = world.step();
    QCOMPARE(outcomes(world), "phone=settled<" + std::to_string(write.value()) + ">");
    QVERIFY(world.cell(id, "phone").out[kHs].empty());
    QVERIFY(!after.wakeAt && after.writes.empty());
}

void TestWriterReadBack::settle_waitsForUndecided() {
    WriterWorld world({.settle = milliseconds(3000)});
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), taken());
    core::ChangeCaptured captured;
    captured.record = {kHs, "contact", there(id)};
    const Seq change = world.append(id, kHs, {}, captured);
    world.step();
    world.advance(milliseconds(60'000));
    QVERIFY(!world.step().wakeAt);
    QCOMPARE(outcomes(world), std::string());
    world.append(id, kHs, change, core::FieldsDecided{});
    world.step();
    QVERIFY(!outcomes(world).empty());
}

void TestWriterReadBack::settle_countsFromTheConnection() {
    WriterWorld world({.settle = milliseconds(3000)});
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), taken());
    world.step();
    world.writer().sideChanged(ConnectorPhase::Disconnected);
    world.advance(milliseconds(3000));
    QVERIFY(!world.step().wakeAt);
    world.writer().sideChanged(ConnectorPhase::Connected);
    QVERIFY(*world.step().wakeAt == world.monotonicNow() + milliseconds(3000));
    world.advance(milliseconds(2999));
    world.step();
    QCOMPARE(outcomes(world), std::string());
    world.advance(milliseconds(1));
    world.step();
    QVERIFY(!outcomes(world).empty());
}

void TestWriterReadBack::settle_waitsForAStreamThatIsBehind() {
    WriterWorld world({.settle = milliseconds(3000), .longestLag = milliseconds(10'000)});
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), taken());
    world.step();
    const base::WallTime answered = world.now();
    // It tells of a minute ago every second: what it will tell of the write is still to come.
    for (int second = 1; second <= 5; ++second) {
        world.advance(milliseconds(1000));
        world.writer().streamTold(world, answered - std::chrono::minutes(1));
        world.step();
    }
    QCOMPARE(outcomes(world), std::string());
    // It has caught up; the settle time counts from when it had not.
    world.writer().streamTold(world, world.now());
    world.advance(milliseconds(1000));
    QVERIFY(*world.step().wakeAt == world.monotonicNow() + milliseconds(2000));
    QCOMPARE(outcomes(world), std::string());
    world.advance(milliseconds(2000));
    world.step();
    QVERIFY(!outcomes(world).empty());

    // Of a clock that is behind the same is true for ever; that does not hold a write open.
    world.change(id, "title", "Dr");
    world.answer(world.sendOne(), taken());
    world.step();
    for (int second = 1; second <= 12; ++second) {
        world.writer().streamTold(world, world.now() - std::chrono::minutes(10));
        world.advance(milliseconds(1000));
        world.step();
        QVERIFY(!world.cell(id, "title").out[kHs].empty());
    }
    world.advance(milliseconds(1000));
    world.step();
    QVERIFY(world.cell(id, "title").out[kHs].empty());
}

void TestWriterReadBack::settle_isNotMovedByTheWallClock() {
    WriterWorld world({.settle = milliseconds(3000)});
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), taken());
    world.step();
    world.clock().setWall(world.now() + std::chrono::hours(1));
    world.step();
    QCOMPARE(outcomes(world), std::string());
    world.clock().setWall(world.now() - std::chrono::hours(9));
    world.advance(milliseconds(3000));
    world.step();
    QVERIFY(!outcomes(world).empty());
}

void TestWriterReadBack::echo_beforeSettle_leavesNothingToDo() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), taken());
    world.step();
    world.echo(id, "phone");
    QVERIFY(!world.step().wakeAt);
}

void TestWriterReadBack::landed_inAConflict_marksTheCandidate() {
    LostAnswer lost;
    const Seq conflict = lost.world.openConflict(lost.id, "phone");
    QVERIFY(lost.world.answer(lost.read(), {SideField{"phone", "2"}}));
    QCOMPARE(outcomes(lost.world), "phone=landed<" + std::to_string(lost.write.value()) + ">");
    const core::ConflictUpdated updated = lost.world.last<core::ConflictUpdated>();
    QCOMPARE(updated.conflict, conflict);
    QCOMPARE(updated.field, std::string("phone"));
    QVERIFY(lost.world.cell(lost.id, "phone").conflict);
    QVERIFY(!updated.candidates.front().overwritten && updated.candidates.back().overwritten);
    QCOMPARE(lost.world.entries<core::ConflictUpdated>().back().cause,
             lost.world.entries<core::FieldsDecided>().back().seq);
}

QTEST_APPLESS_MAIN(TestWriterReadBack)
#include "test_writer_read_back.moc"
