#include "tests/delivery/writer_world.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using connectors::WriteEffect;
using core::EntityId;
using core::FailureClass;
using core::Seq;
using std::chrono::milliseconds;

namespace {

std::string there(EntityId id) {
    return "50-" + std::to_string(id.value());
}

/// How long the writer wants to wait before it tries again, in ms; -1: for ever.
long long wait(WriterWorld& world, const delivery::WriterOutput& output) {
    if (!output.wakeAt)
        return -1;
    return std::chrono::duration_cast<milliseconds>(*output.wakeAt - world.monotonicNow()).count();
}

}  // namespace

class TestWriterFailures : public QObject {
    Q_OBJECT

private slots:
    void failure_isRecordedByItsClass_data();
    void failure_isRecordedByItsClass();
    void none_isTriedAgain_whenItsBackoffIsOver();
    void backoff_growsAndStopsAtItsLimit();
    void backoff_isOfTheRecordOnly();
    void backoff_endsWithSuccess();
    void retry_sendsWhatStandsThen();
    void retry_ofWhatIsNotDueAnyMore_isNone();
    void retryAfter_pausesTheWholeSide();
    void retryAfter_inAReadAnswer_pausesToo();
    void permanent_namedField_setsItApart_andTheRestGoesAgain();
    void permanent_unnamed_triesEachFieldAlone_once();
    void permanent_unnamed_ofOneField_setsItApart();
    void permanent_namingWhatWasNotSent_isUnnamed();
    void permanent_olderValue_doesNotHoldBackTheNewer();
    void apart_isSentAgain_whenAnotherVersionStands();
    void breaker_opensAfterFailuresInARow();
    void breaker_letsOneRequestTry_andItsSuccessClosesIt();
    void breaker_pausesGrow();
    void breaker_isNotMovedByRefusals();
};

void TestWriterFailures::failure_isRecordedByItsClass_data() {
    QTest::addColumn<WriteEffect>("effect");
    QTest::addColumn<FailureClass>("failure");
    QTest::newRow("it had no effect") << WriteEffect::None << FailureClass::NotSent;
    QTest::newRow("the answer was lost") << WriteEffect::Unknown << FailureClass::Unknown;
    QTest::newRow("the API refuses it") << WriteEffect::Permanent << FailureClass::Permanent;
}

void TestWriterFailures::failure_isRecordedByItsClass() {
    QFETCH(WriteEffect, effect);
    WriterWorld world;
    world.change(world.linked(), "phone", "2");
    world.answer(world.sendOne(), effect);
    const core::WriteFailed failed = world.last<core::WriteFailed>();
    QTEST(failed.failure, "failure");
    QCOMPARE(failed.side, kHs);
    QCOMPARE(failed.write, world.entries<core::WriteSent>().back().seq);
    QCOMPARE(failed.code, std::string("SOME_CODE"));
    QCOMPARE(failed.message, std::string("the API's words"));
    // Nothing is sent again in the same breath.
    QVERIFY(world.step().writes.empty());
}

void TestWriterFailures::none_isTriedAgain_whenItsBackoffIsOver() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::None);
    const delivery::WriterOutput waiting = world.step();
    const long long pause = wait(world, waiting);
    QVERIFY2(pause > 0 && pause <= 500, qPrintable(QString::number(pause)));
    world.advance(milliseconds(pause - 1));
    QVERIFY(world.step().writes.empty());
    world.advance(milliseconds(1));
    QCOMPARE(shown(world.sendOne()), there(id) + ": phone=2");
    QCOMPARE(world.last<core::WriteSent>().attempt, 2);
}

void TestWriterFailures::backoff_growsAndStopsAtItsLimit() {
    WriterWorld world({.longestBackoff = milliseconds(3000), .breakerThreshold = 1000});
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    long long longest = 0;
    for (int failures = 1; failures <= 60; ++failures) {
        world.answer(world.sendOne(), WriteEffect::None);
        const long long pause = wait(world, world.step());
        const long long ceiling = failures > 3 ? 3000 : 500LL << (failures - 1);
        QVERIFY2(pause <= ceiling, qPrintable(QStringLiteral("%1 ms after %2").arg(pause).arg(failures)));
        longest = std::max(longest, pause);
        world.advance(milliseconds(std::max(pause, 0LL)));
    }
    // Full jitter over sixty draws comes near to the limit.
    QVERIFY2(longest > 2500, qPrintable(QString::number(longest)));
    QCOMPARE(world.last<core::WriteSent>().attempt, 60);
}

void TestWriterFailures::backoff_isOfTheRecordOnly() {
    WriterWorld world;
    const EntityId failing = world.linked();
    world.change(failing, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::None);
    const EntityId other = world.linked();
    world.change(other, "phone", "3");
    QCOMPARE(shown(world.sendOne()), there(other) + ": phone=3");
}

void TestWriterFailures::backoff_endsWithSuccess() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::None);
    world.advance(milliseconds(500));
    world.answer(world.sendOne(), taken());
    world.change(id, "phone", "3");
    QCOMPARE(shown(world.sendOne()), there(id) + ": phone=3");
    QCOMPARE(world.last<core::WriteSent>().attempt, 1);
}

void TestWriterFailures::retry_sendsWhatStandsThen() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::None);
    const Seq newer = world.change(id, "phone", "3");
    // A newer version does not jump the record's backoff.
    QVERIFY(world.step().writes.empty());
    world.advance(milliseconds(500));
    QCOMPARE(shown(world.sendOne()), there(id) + ": phone=3");
    QCOMPARE(world.last<core::WriteSent>().fields.front().version.id.seq, newer);
}

void TestWriterFailures::retry_ofWhatIsNotDueAnyMore_isNone() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::None);
    world.openConflict(id, "phone");
    const delivery::WriterOutput output = world.step();
    QVERIFY(output.writes.empty() && !output.wakeAt);
}

void TestWriterFailures::retryAfter_pausesTheWholeSide() {
    WriterWorld world;
    const EntityId limited = world.linked();
    world.change(limited, "phone", "2");
    world.answer(world.sendOne(), refused(WriteEffect::None), milliseconds(10'000));
    const EntityId other = world.linked();
    world.change(other, "phone", "3");
    const delivery::WriterOutput paused = world.step();
    QVERIFY(paused.writes.empty());
    // The backoff of the one is over long before; nothing is to be done before the pause is.
    world.advance(milliseconds(600));
    const delivery::WriterOutput still = world.step();
    QVERIFY(still.writes.empty());
    QCOMPARE(wait(world, still), 9'400);
    world.advance(milliseconds(9'399));
    QVERIFY(world.step().writes.empty());
    world.advance(milliseconds(1));
    QCOMPARE(world.sendOne().records.size(), std::size_t(2));
}

void TestWriterFailures::retryAfter_inAReadAnswer_pausesToo() {
    WriterWorld world;
    world.change(world.linked(), "phone", "2");
    world.answer(world.sendOne(), WriteEffect::Unknown);
    world.step();
    world.advance(milliseconds(1000));
    const auto reads = world.step().reads;
    QCOMPARE(reads.size(), std::size_t(1));
    connectors::ReadAnswer limited;
    limited.id = reads.front().id;
    limited.error = base::Error{base::ErrorCode::RateLimited, "read", "contacts", "429", {}};
    limited.retryAfter = milliseconds(30'000);
    QVERIFY(world.writer().answered(world, limited));
    world.change(world.linked(), "phone", "3");
    world.advance(milliseconds(29'999));
    const delivery::WriterOutput paused = world.step();
    QVERIFY(paused.writes.empty() && paused.reads.empty());
    QCOMPARE(wait(world, paused), 1);
    world.advance(milliseconds(1));
    const delivery::WriterOutput after = world.step();
    QCOMPARE(after.writes.size(), std::size_t(1));
    QCOMPARE(after.reads.size(), std::size_t(1));
}

void TestWriterFailures::permanent_namedField_setsItApart_andTheRestGoesAgain() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.change(id, "title", "Dr");
    world.change(id, "email", "a@b");
    const connectors::WriteRequest request = world.sendOne();
    world.answer(request, refused(WriteEffect::Permanent, {"jobtitle"}));
    QCOMPARE(world.last<core::WriteFailed>().fields, std::vector<std::string>{"title"});
    QCOMPARE(world.cell(id, "title").apart[kHs]->text, std::string("SOME_CODE: the API's words"));
    const connectors::WriteRequest rest = world.sendOne();
    QCOMPARE(shown(rest), there(id) + ": phone=2 email=a@b");
    world.answer(rest, taken());
    QVERIFY(world.step().writes.empty());
}

void TestWriterFailures::permanent_unnamed_triesEachFieldAlone_once() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.change(id, "title", "Dr");
    world.change(id, "email", "a@b");
    world.answer(world.sendOne(), WriteEffect::Permanent);
    // It had no effect, and nothing is apart before it was tried alone.
    QCOMPARE(world.last<core::WriteFailed>().failure, FailureClass::NotSent);
    QCOMPARE(world.last<core::WriteFailed>().code, std::string("SOME_CODE"));

    const connectors::WriteRequest phone = world.sendOne();
    QCOMPARE(shown(phone), there(id) + ": phone=2");
    QVERIFY(world.step().writes.empty());
    world.answer(phone, taken());
    const connectors::WriteRequest email = world.sendOne();
    QCOMPARE(shown(email), there(id) + ": email=a@b");
    world.answer(email, WriteEffect::Permanent);
    QVERIFY(world.cell(id, "email").apart[kHs]);
    const connectors::WriteRequest title = world.sendOne();
    QCOMPARE(shown(title), there(id) + ": jobtitle=Dr");
    world.answer(title, taken());
    QVERIFY(world.step().writes.empty());
    QVERIFY(!world.cell(id, "phone").apart[kHs] && !world.cell(id, "title").apart[kHs]);

    // After that they go together again.
    world.change(id, "phone", "3");
    world.change(id, "title", "Prof");
    QCOMPARE(shown(world.sendOne()), there(id) + ": phone=3 jobtitle=Prof");
}

void TestWriterFailures::permanent_unnamed_ofOneField_setsItApart() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::Permanent);
    QCOMPARE(world.last<core::WriteFailed>().failure, FailureClass::Permanent);
    QVERIFY(world.cell(id, "phone").apart[kHs]);
    const delivery::WriterOutput output = world.step();
    QVERIFY(output.writes.empty() && !output.wakeAt);
    // It holds back no other cell.
    world.change(id, "title", "Dr");
    QCOMPARE(shown(world.sendOne()), there(id) + ": jobtitle=Dr");
}

void TestWriterFailures::permanent_namingWhatWasNotSent_isUnnamed() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), refused(WriteEffect::Permanent, {"lastname", "jobtitle"}));
    QVERIFY(world.last<core::WriteFailed>().fields.empty());
    QVERIFY(world.cell(id, "phone").apart[kHs]);
    QVERIFY(!world.cell(id, "title").apart[kHs]);
}

void TestWriterFailures::permanent_olderValue_doesNotHoldBackTheNewer() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    const connectors::WriteRequest request = world.sendOne();
    world.change(id, "phone", "3");
    world.answer(request, refused(WriteEffect::Permanent, {"phone"}));
    QCOMPARE(shown(world.sendOne()), there(id) + ": phone=3");
}

void TestWriterFailures::apart_isSentAgain_whenAnotherVersionStands() {
    WriterWorld world;
    const EntityId id = world.linked();
    world.change(id, "phone", "2");
    world.answer(world.sendOne(), WriteEffect::Permanent);
    QVERIFY(world.step().writes.empty());
    world.change(id, "phone", "3");
    QCOMPARE(shown(world.sendOne()), there(id) + ": phone=3");
}

void TestWriterFailures::breaker_opensAfterFailuresInARow() {
    WriterWorld world({.recordsPerRequest = 1, .requestsAtOnce = 1, .breakerThreshold = 3});
    for (int i = 0; i < 10; ++i)
        world.change(world.linked(), "phone", "2");
    for (int i = 0; i < 3; ++i)
        world.answer(world.sendOne(), WriteEffect::None);
    const delivery::WriterOutput open = world.step();
    QVERIFY(open.writes.empty());
    QVERIFY(wait(world, open) > 0);
    QCOMPARE(world.writer().inFlight(), std::size_t(0));
}

void TestWriterFailures::breaker_letsOneRequestTry_andItsSuccessClosesIt() {
    WriterWorld world({.recordsPerRequest = 1, .requestsAtOnce = 4, .breakerThreshold = 2});
    for (int i = 0; i < 10; ++i)
        world.change(world.linked(), "phone", "2");
    for (const auto& request : world.step().writes)
        world.answer(request, WriteEffect::Unknown);
    QVERIFY(world.step().writes.empty());
    // Its first pause is between half a second and one.
    world.advance(milliseconds(499));
    QVERIFY(world.step().writes.empty());
    world.advance(milliseconds(501));
    const connectors::WriteRequest probe = world.sendOne();
    world.answer(probe, taken());
    QCOMPARE(world.step().writes.size(), std::size_t(4));
}

void TestWriterFailures::breaker_pausesGrow() {
    WriterWorld world({.longestBackoff = milliseconds(1),
                       .breakerThreshold = 1,
                       .firstBreakerPause = milliseconds(1000),
                       .longestBreakerPause = milliseconds(5000)});
    world.change(world.linked(), "phone", "2");
    world.answer(world.sendOne(), WriteEffect::None);
    for (const long long ceiling : {1000, 2000, 4000, 5000, 5000}) {
        world.advance(milliseconds(1));
        const long long pause = wait(world, world.step()) + 1;
        QVERIFY2(pause >= ceiling / 2 && pause <= ceiling,
                 qPrintable(QStringLiteral("%1 of %2").arg(pause).arg(ceiling)));
        world.advance(milliseconds(pause - 1));
        world.answer(world.sendOne(), WriteEffect::None);
    }
}

void TestWriterFailures::breaker_isNotMovedByRefusals() {
    WriterWorld world({.recordsPerRequest = 1, .requestsAtOnce = 1, .breakerThreshold = 2});
    for (int i = 0; i < 6; ++i)
        world.change(world.linked(), "phone", "2");
    // An API that refuses values is an API that works.
    for (int i = 0; i < 6; ++i)
        world.answer(world.sendOne(), i % 2 == 0 ? WriteEffect::Permanent : WriteEffect::None);
    QCOMPARE(world.entries<core::WriteFailed>().size(), std::size_t(6));
}

QTEST_APPLESS_MAIN(TestWriterFailures)
#include "test_writer_failures.moc"
