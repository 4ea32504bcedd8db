#include "tests/delivery/writer_world.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using connectors::WriteEffect;
using core::ConnectorPhase;
using core::EntityId;
using core::Mode;
using core::Seq;
using std::chrono::milliseconds;

class TestWriterSending : public QObject {
    Q_OBJECT

private slots:
    void due_leavesAtOnce_durableFirst();
    void due_ofTheOtherSide_staysHere();
    void order_isThatOfBecomingDue();
    void order_isKeptWhileNothingLeaves();
    void cells_ofOneRecord_goTogether();
    void blank_isWrittenAsBlank();
    void batch_stopsAtTheLimit_andTheRestGoesBeside();
    void batch_holdsOneObject_oldestFirst();
    void requests_stopAtTheirLimit_untilOneIsAnswered();
    void record_hasOneRequestOut();
    void newerVersion_whileOneIsOut_goesNext_olderOnesNever();
    void otherCell_whileOneIsOut_waitsForTheAnswer();
    void nothingDue_sendsNothing();
    void withheld_data();
    void withheld();
    void observe_sendsNothing_andLiveSendsWhatStandsThen();
    void phase_data();
    void phase();
    void answer_ofAnEarlierRun_doesNothing();
    void answer_withoutARow_isUnknown();
    void cause_isTheEntryThatMadeItDue();
};

void TestWriterSending::due_leavesAtOnce_durableFirst() {
    WriterWorld world;
    const EntityId id = world.linked();
    const Seq version = world.change(id, "phone", "2");
    const delivery::WriterOutput output = world.step();
    QCOMPARE(shown(output.writes), std::string("contacts 50-" + std::to_string(id.value()) + ": phone=2"));
    QVERIFY(!output.wakeAt);
    QCOMPARE(world.writer().inFlight(), std::size_t(1));

    const core::WriteSent sent = world.last<core::WriteSent>();
    QCOMPARE(sent.side, kHs);
    QCOMPARE(sent.attempt, 1);
    QCOMPARE(*sent.record, "50-" + std::to_string(id.value()));
    QCOMPARE(sent.fields.size(), std::size_t(1));
    QCOMPARE(sent.fields.front().version.id.seq, version);

    world.answer(output.writes.front(), taken());
    QCOMPARE(world.writer().inFlight(), std::size_t(0));
    QCOMPARE(world.last<core::WriteSucceeded>().write, world.entries<core::WriteSent>().front().seq);
    QVERIFY(!world.last<core::WriteSucceeded>().created);
    QVERIFY(world.step().writes.empty());
}

void TestWriterSending::due_ofTheOtherSide_staysHere() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.holds(id, "phone", "3");
    // HubSpot's own value lost: it is HubSpot that gets the standing one back, and Salesforce nothing.
    QCOMPARE(shown(world.sendOne()), std::string("50-" + std::to_string(id.value()) + ": phone=old"));
    QCOMPARE(world.entries<core::WriteSent>().size(), std::size_t(1));
}

void TestWriterSending::order_isThatOfBecomingDue() {
    WriterWorld world({.recordsPerRequest = 1, .requestsAtOnce = 9});
    const EntityId first = world.linked();
    const EntityId second = world.linked();
    const EntityId third = world.linked();
    world.change(third, "phone", "c");
    world.change(first, "phone", "a");
    world.change(second, "phone", "b");
    // A later change does not send the first to the end.
    world.change(third, "title", "Dr");
    const auto name = [](EntityId id) { return "contacts 50-" + std::to_string(id.value()); };
    QCOMPARE(shown(world.step().writes),
             name(third) + ": phone=c jobtitle=Dr + " + name(first) + ": phone=a + " + name(second) + ": phone=b");
}

void TestWriterSending::order_isKeptWhileNothingLeaves() {
    WriterWorld world;
    const EntityId first = world.linked();
    const EntityId second = world.linked();
    world.setMode(Mode::Observe);
    world.change(second, "phone", "2");
    world.change(first, "phone", "1");
    world.setMode(Mode::Live);
    const connectors::WriteRequest request = world.sendOne();
    QCOMPARE(request.records.size(), std::size_t(2));
    QCOMPARE(*request.records.front().id, "50-" + std::to_string(second.value()));
}

void TestWriterSending::cells_ofOneRecord_goTogether() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "title", "Dr");
    world.change(id, "phone", "2");
    QCOMPARE(shown(world.sendOne()), "50-" + std::to_string(id.value()) + ": phone=2 jobtitle=Dr");
    QCOMPARE(world.entries<core::WriteSent>().size(), std::size_t(1));
    QCOMPARE(world.last<core::WriteSent>().fields.size(), std::size_t(2));
}

void TestWriterSending::blank_isWrittenAsBlank() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "");
    QCOMPARE(shown(world.sendOne()), "50-" + std::to_string(id.value()) + ": phone=(blank)");
}

void TestWriterSending::batch_stopsAtTheLimit_andTheRestGoesBeside() {
    WriterWorld world({.recordsPerRequest = 3});
    for (int i = 0; i < 7; ++i)
        world.change(world.linked(), "phone", "2");
    const auto writes = world.step().writes;
    QCOMPARE(writes.size(), std::size_t(3));
    QCOMPARE(writes[0].records.size(), std::size_t(3));
    QCOMPARE(writes[1].records.size(), std::size_t(3));
    QCOMPARE(writes[2].records.size(), std::size_t(1));
    QVERIFY(writes[0].id != writes[1].id);
}

void TestWriterSending::batch_holdsOneObject_oldestFirst() {
    WriterWorld world;
    const EntityId ada = world.linked("contact");
    const EntityId acme = world.linked("company");
    const EntityId grace = world.linked("contact");
    world.change(acme, "name", "Acme");
    world.change(ada, "phone", "1");
    world.change(grace, "phone", "2");
    const auto name = [](EntityId id) { return "50-" + std::to_string(id.value()); };
    QCOMPARE(shown(world.step().writes), "companies " + name(acme) + ": name=Acme + contacts " + name(ada)
                                             + ": phone=1 | " + name(grace) + ": phone=2");
}

void TestWriterSending::requests_stopAtTheirLimit_untilOneIsAnswered() {
    WriterWorld world({.recordsPerRequest = 1, .requestsAtOnce = 2});
    for (int i = 0; i < 3; ++i)
        world.change(world.linked(), "phone", "2");
    const delivery::WriterOutput output = world.step();
    QCOMPARE(output.writes.size(), std::size_t(2));
    // What waits for an answer needs no clock.
    QVERIFY(!output.wakeAt);
    QVERIFY(world.step().writes.empty());
    world.answer(output.writes.front(), taken());
    QCOMPARE(world.step().writes.size(), std::size_t(1));
}

void TestWriterSending::record_hasOneRequestOut() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const connectors::WriteRequest first = world.sendOne();
    world.change(id, "phone", "3");
    QVERIFY(world.step().writes.empty());
    world.answer(first, taken());
    QCOMPARE(shown(world.sendOne()), "50-" + std::to_string(id.value()) + ": phone=3");
}

void TestWriterSending::newerVersion_whileOneIsOut_goesNext_olderOnesNever() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const connectors::WriteRequest first = world.sendOne();
    world.change(id, "phone", "3");
    world.change(id, "phone", "4");
    world.change(id, "phone", "5");
    world.answer(first, taken());
    const connectors::WriteRequest second = world.sendOne();
    QCOMPARE(shown(second), "50-" + std::to_string(id.value()) + ": phone=5");
    world.answer(second, taken());
    QVERIFY(world.step().writes.empty());
    QCOMPARE(world.entries<core::WriteSent>().size(), std::size_t(2));
}

void TestWriterSending::otherCell_whileOneIsOut_waitsForTheAnswer() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const connectors::WriteRequest first = world.sendOne();
    world.change(id, "title", "Dr");
    QVERIFY(world.step().writes.empty());
    world.answer(first, taken());
    // The event of the first has not come; the second does not wait for it.
    QCOMPARE(shown(world.sendOne()), "50-" + std::to_string(id.value()) + ": jobtitle=Dr");
}

void TestWriterSending::nothingDue_sendsNothing() {
    WriterWorld world;
    world.linked();
    const delivery::WriterOutput output = world.step();
    QVERIFY(output.writes.empty() && output.reads.empty() && output.finds.empty() && !output.wakeAt);
}

void TestWriterSending::withheld_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<bool>("laterSent");
    QTest::newRow("a conflict is opened") << "conflict" << false;
    QTest::newRow("the record is deleted in HubSpot") << "deletedThere" << false;
    QTest::newRow("its partner is deleted in Salesforce") << "deletedHere" << false;
    QTest::newRow("a gap made HubSpot's side stale, until it is read") << "stale" << true;
    QTest::newRow("HubSpot comes to the same value by itself") << "same" << false;
    QTest::newRow("the entity is absorbed by another") << "absorbed" << false;
}

void TestWriterSending::withheld() {
    QFETCH(QString, what);
    WriterWorld world;
    const EntityId id = world.linked();
    world.setMode(Mode::Observe);
    world.change(id, "phone", "2");
    QVERIFY(world.step().writes.empty());
    world.setMode(Mode::Live);

    const std::string there = *world.entity(id).record[kHs];
    const std::string here = *world.entity(id).record[kSf];
    if (what == QLatin1String("conflict"))
        world.openConflict(id, "phone");
    if (what == QLatin1String("deletedThere"))
        world.append(id, kHs, {}, core::RecordDeleted{{kHs, "contact", there}, false});
    if (what == QLatin1String("deletedHere"))
        world.append(id, kSf, {}, core::RecordDeleted{{kSf, "contact", here}, false});
    if (what == QLatin1String("stale"))
        world.append(id, kHs, {}, core::GapDetected{kHs, "reset", {{kHs, "contact", there}}, false});
    if (what == QLatin1String("same"))
        world.holds(id, "phone", "2");
    if (what == QLatin1String("absorbed"))
        world.append(world.linked(), kSf, {}, core::RecordLinked{{here, there}, core::LinkOrigin::StoredId, id});
    // A gap names records whose entity the fake does not know of by itself.
    world.writer().touched(world.entity(id));
    QVERIFY(world.step().writes.empty());

    world.append(id, kHs, {}, core::BaselineRead{});
    QTEST(!world.step().writes.empty(), "laterSent");
}

void TestWriterSending::observe_sendsNothing_andLiveSendsWhatStandsThen() {
    WriterWorld world;
    world.setMode(Mode::Observe);
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const delivery::WriterOutput output = world.step();
    QVERIFY(output.writes.empty() && !output.wakeAt);
    QVERIFY(world.entity(id).dueSince[kHs] != Seq());
    QVERIFY(world.entries<core::WriteSent>().empty());
    world.change(id, "phone", "3");
    QVERIFY(world.step().writes.empty());
    world.setMode(Mode::Live);
    QCOMPARE(shown(world.sendOne()), "50-" + std::to_string(id.value()) + ": phone=3");
}

void TestWriterSending::phase_data() {
    QTest::addColumn<ConnectorPhase>("phase");
    QTest::addColumn<bool>("isSent");
    QTest::newRow("stopped") << ConnectorPhase::Stopped << false;
    QTest::newRow("connecting") << ConnectorPhase::Connecting << false;
    QTest::newRow("connected") << ConnectorPhase::Connected << true;
    QTest::newRow("disconnected") << ConnectorPhase::Disconnected << false;
}

void TestWriterSending::phase() {
    QFETCH(ConnectorPhase, phase);
    WriterWorld world;
    const EntityId out = world.linked();
    world.change(out, "phone", "2");
    const connectors::WriteRequest before = world.sendOne();
    world.change(world.linked(), "phone", "3");
    world.writer().sideChanged(phase);
    const delivery::WriterOutput output = world.step();
    QTEST(!output.writes.empty(), "isSent");
    // Nobody can say when it will be back.
    QVERIFY(!output.wakeAt);
    // What was out is answered all the same.
    world.answer(before, taken());
    QCOMPARE(world.entries<core::WriteSucceeded>().size(), std::size_t(1));
    world.writer().sideChanged(ConnectorPhase::Connected);
    world.step();
    QCOMPARE(world.entries<core::WriteSent>().size(), std::size_t(2));
}

void TestWriterSending::answer_ofAnEarlierRun_doesNothing() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const connectors::WriteRequest request = world.sendOne();
    world.answer(request, taken());
    const Seq head = world.head();
    world.answer(request, taken());
    connectors::WriteRequest unknown;
    unknown.id = connectors::RequestId(4711);
    world.answer(unknown, taken());
    QCOMPARE(world.head(), head);
}

void TestWriterSending::answer_withoutARow_isUnknown() {
    WriterWorld world;
    world.change(world.linked(), "phone", "2");
    world.change(world.linked(), "phone", "3");
    const connectors::WriteRequest request = world.sendOne();
    connectors::WriteAnswer answer;
    answer.id = request.id;
    answer.records = {taken()};
    world.writer().answered(world, answer);
    QCOMPARE(world.entries<core::WriteSucceeded>().size(), std::size_t(1));
    QCOMPARE(world.last<core::WriteFailed>().failure, core::FailureClass::Unknown);
}

void TestWriterSending::cause_isTheEntryThatMadeItDue() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const Seq decided = world.head();
    const connectors::WriteRequest request = world.sendOne();
    QCOMPARE(world.entries<core::WriteSent>().back().cause, decided);
    world.answer(request, WriteEffect::None);
    const Seq failed = world.head();
    QCOMPARE(world.entries<core::WriteFailed>().back().cause, world.entries<core::WriteSent>().back().seq);
    world.advance(milliseconds(600));
    QCOMPARE(shown(world.sendOne()), "50-" + std::to_string(id.value()) + ": phone=2");
    QCOMPARE(world.entries<core::WriteSent>().back().cause, failed);
}

QTEST_APPLESS_MAIN(TestWriterSending)
#include "test_writer_sending.moc"
