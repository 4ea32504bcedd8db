#include "engine/runtime/read_queue.h"

#include "tests/runtime/step_world.h"

#include <QElapsedTimer>
#include <QTest>

using namespace syncline;
using namespace syncline::test;
using connectors::Priority;
using core::ConnectorPhase;
using std::chrono::milliseconds;

namespace {

runtime::ReadWant byId(int number, core::Side side = kHs, const std::string& object = "contact") {
    return {core::EntityId(number), side, object, std::to_string(number), {}, {}};
}

runtime::ReadWant withHistory(int number) {
    runtime::ReadWant want = byId(number);
    want.history = {"phone"};
    return want;
}

runtime::ReadWant byEmail(int number) {
    runtime::ReadWant want = byId(number);
    want.id = "p" + std::to_string(number) + "@b.c";
    want.field = "email";
    return want;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string text;
    for (const std::string& one : texts)
        text += (text.empty() ? "" : " ") + one;
    return text;
}

/// "contacts 1 2; contacts 3 with phone; contacts by email p4@b.c": what leaves now.
std::string flushed(StepWorld& world) {
    world.context.begin();
    world.reads.flush(world.context);
    std::string text;
    for (const auto& [side, request] : world.context.output().requests) {
        text += text.empty() ? "" : "; ";
        if (const auto* read = std::get_if<connectors::ReadRequest>(&request)) {
            text += read->object + " " + joined(read->ids);
            text += read->history.empty() ? "" : " with " + joined(read->history);
        } else if (const auto* find = std::get_if<connectors::FindRequest>(&request)) {
            text += find->object + " by " + find->field + " " + joined(find->values);
        }
    }
    return text;
}

std::vector<Priority> priorities(StepWorld& world) {
    std::vector<Priority> found;
    for (const auto& [side, request] : world.context.output().requests) {
        if (const auto* read = std::get_if<connectors::ReadRequest>(&request))
            found.push_back(read->priority);
        else if (const auto* find = std::get_if<connectors::FindRequest>(&request))
            found.push_back(find->priority);
    }
    return found;
}

connectors::ReadAnswer failed(std::uint64_t id, milliseconds retryAfter = {}) {
    connectors::ReadAnswer answer;
    answer.id = connectors::RequestId(id);
    answer.error = base::Error{base::ErrorCode::Unavailable, "read", "contacts", "503", {}};
    answer.retryAfter = retryAfter;
    return answer;
}

connectors::ReadAnswer found(std::uint64_t id, const std::vector<std::string>& askedFor) {
    connectors::ReadAnswer answer;
    answer.id = connectors::RequestId(id);
    for (const std::string& one : askedFor)
        answer.records.push_back({one, "found by " + one, true, {}, {}, {}});
    return answer;
}

}  // namespace

class ReadQueueTest : public QObject {
    Q_OBJECT

private slots:
    void wants_goTogether_data();
    void wants_goTogether();
    void whatALiveChangeWaitsFor_goesFirst();
    void wantedAgain_byALiveChange_isUrgent();
    void whatNoLiveChangeWaitsFor_isLeftWhileItHasTo();
    void manyWants_areTakenQuickly();
    void requests_areFewAtOnce();
    void sideThatIsGone_isNotAsked();
    void oneSide_doesNotWaitForTheOther();
    void answer_isSharedOut();
    void failure_isAskedAgainFirst_afterAPause();
    void pauses_growUntilAnAnswer();
    void strangersAnswer_isNobodys();
};

void ReadQueueTest::wants_goTogether_data() {
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("expected");
    // r: by id, h: with history, e: by e-mail, c: a company, each with its number. Limits: 3 reads, 2 histories.
    QTest::newRow("two records") << "r1 r2"
                                 << "contacts 1 2";
    QTest::newRow("the same twice") << "r1 r1"
                                    << "contacts 1";
    QTest::newRow("as many as the side allows") << "r1 r2 r3 r4"
                                                << "contacts 1 2 3; contacts 4";
    QTest::newRow("histories have a limit of their own") << "h1 h2 h3"
                                                         << "contacts 1 2 with phone; contacts 3 with phone";
    QTest::newRow("kinds are not mixed, the first one's kind first") << "r1 e2 r3"
                                                                     << "contacts 1 3; contacts by email p2@b.c";
    QTest::newRow("a read does not take histories along") << "r1 h2 r3"
                                                          << "contacts 1 3; contacts 2 with phone";
    QTest::newRow("objects are not mixed") << "r1 c2 r3"
                                           << "contacts 1 3; companies 2";
    QTest::newRow("look-ups") << "e1 e2"
                              << "contacts by email p1@b.c p2@b.c";
}

void ReadQueueTest::wants_goTogether() {
    QFETCH(QString, wanted);
    QFETCH(QString, expected);
    StepWorld world;
    world.limits.hubspot.reads = 3;
    world.limits.hubspot.histories = 2;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    for (const QString& one : wanted.split(QLatin1Char(' '))) {
        const int number = one.mid(1).toInt();
        const QChar kind = one.at(0);
        world.reads.want(kind == QLatin1Char('h')   ? withHistory(number)
                         : kind == QLatin1Char('e') ? byEmail(number)
                         : kind == QLatin1Char('c') ? byId(number, kHs, "company")
                                                    : byId(number));
    }
    QCOMPARE(flushed(world), expected.toStdString());
    QCOMPARE(flushed(world), std::string());
}

void ReadQueueTest::whatALiveChangeWaitsFor_goesFirst() {
    StepWorld world;
    world.limits.hubspot.reads = 3;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    for (const int i : {1, 2, 3, 4})
        world.reads.want(byId(i), Priority::Read);
    world.reads.want(byId(5), Priority::Live);
    world.reads.want(byEmail(6), Priority::Live);
    // Others fill up a request that leaves anyway.
    QCOMPARE(flushed(world), std::string("contacts 1 2 5; contacts by email p6@b.c"));
    QCOMPARE(priorities(world), (std::vector<Priority>{Priority::Live, Priority::Live}));
    QVERIFY(world.reads.answered(world.context, kHs, failed(1)).empty());
    world.reads.want(withHistory(7), Priority::Live);
    QCOMPARE(world.reads.answered(world.context, kHs, found(2, {})).size(), std::size_t(1));
    world.folder.clock().advance(milliseconds(30'000));
    // What had failed keeps its place among its like.
    QCOMPARE(flushed(world), std::string("contacts 1 2 5; contacts 7 with phone"));
    for (const std::uint64_t id : {3U, 4U})
        QVERIFY(!world.reads.answered(world.context, kHs, found(id, {})).empty());
    QCOMPARE(flushed(world), std::string("contacts 3 4"));
    QCOMPARE(priorities(world), std::vector<Priority>{Priority::Read});
}

void ReadQueueTest::wantedAgain_byALiveChange_isUrgent() {
    StepWorld world;
    world.limits.hubspot.reads = 1;
    world.reads.want(byId(1), Priority::Read);
    world.reads.want(byId(2), Priority::Read);
    world.reads.want(byId(2), Priority::Live);
    world.reads.want(byId(2), Priority::Read);
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    QCOMPARE(flushed(world), std::string("contacts 2; contacts 1"));
}

void ReadQueueTest::whatNoLiveChangeWaitsFor_isLeftWhileItHasTo() {
    StepWorld world;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    world.reads.want(byId(1), Priority::Read);
    world.reads.want(byId(2), Priority::Live);
    world.reads.letOthersWait(true);
    QCOMPARE(flushed(world), std::string("contacts 2"));
    QCOMPARE(flushed(world), std::string());
    QVERIFY(!world.reads.isIdle());
    world.reads.letOthersWait(false);
    QCOMPARE(flushed(world), std::string("contacts 1"));
}

/// A gap without names wants all records at once.
void ReadQueueTest::manyWants_areTakenQuickly() {
    constexpr int kRecords = 200'000;
    StepWorld world;
    QElapsedTimer time;
    time.start();
    for (int i = 1; i <= kRecords; ++i)
        world.reads.want(byId(i), Priority::Read);
    QVERIFY(time.elapsed() < 5'000);
}

void ReadQueueTest::requests_areFewAtOnce() {
    StepWorld world;
    world.limits.hubspot.reads = 1;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    for (int i = 1; i <= 4; ++i)
        world.reads.want(byId(i));
    QCOMPARE(flushed(world), std::string("contacts 1; contacts 2"));
    QCOMPARE(flushed(world), std::string());
    QCOMPARE(world.reads.answered(world.context, kHs, found(1, {"1"})).size(), std::size_t(1));
    QCOMPARE(flushed(world), std::string("contacts 3"));
    QVERIFY(!world.reads.isIdle());
    for (const std::uint64_t id : {2U, 3U})
        QCOMPARE(world.reads.answered(world.context, kHs, found(id, {})).size(), std::size_t(1));
    QCOMPARE(flushed(world), std::string("contacts 4"));
    QCOMPARE(world.reads.answered(world.context, kHs, found(4, {})).size(), std::size_t(1));
    QVERIFY(world.reads.isIdle());
}

void ReadQueueTest::sideThatIsGone_isNotAsked() {
    StepWorld world;
    world.reads.want(byId(1));
    QCOMPARE(flushed(world), std::string());
    world.reads.sideChanged(kHs, ConnectorPhase::Connecting);
    QCOMPARE(flushed(world), std::string());
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    world.reads.sideChanged(kHs, ConnectorPhase::Disconnected);
    QCOMPARE(flushed(world), std::string());
    QVERIFY(!world.context.output().wakeAt);
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    QCOMPARE(flushed(world), std::string("contacts 1"));
}

void ReadQueueTest::oneSide_doesNotWaitForTheOther() {
    StepWorld world;
    world.reads.sideChanged(kSf, ConnectorPhase::Connected);
    world.reads.want(byId(1, kHs));
    world.reads.want(byId(2, kSf));
    QCOMPARE(flushed(world), std::string("Contact 2"));
}

void ReadQueueTest::answer_isSharedOut() {
    StepWorld world;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    for (const int i : {1, 2})
        world.reads.want(byId(i));
    for (const int i : {3, 4})
        world.reads.want(byEmail(i));
    QCOMPARE(flushed(world), std::string("contacts 1 2; contacts by email p3@b.c p4@b.c"));
    const auto read = world.reads.answered(world.context, kHs, found(1, {"2"}));
    QCOMPARE(read.size(), std::size_t(2));
    QCOMPARE(read.at(0).want, byId(1));
    // A read by id always has an answer: that there is no such record.
    QVERIFY(!read.at(0).records.at(0).found);
    QCOMPARE(read.at(0).records.at(0).askedFor, std::string("1"));
    QCOMPARE(read.at(1).records.at(0).id, std::string("found by 2"));
    const auto looked = world.reads.answered(world.context, kHs, found(2, {"p4@b.c", "p4@b.c"}));
    QCOMPARE(looked.size(), std::size_t(2));
    QCOMPARE(looked.at(0).records.size(), std::size_t(0));
    QCOMPARE(looked.at(1).records.size(), std::size_t(2));
}

void ReadQueueTest::failure_isAskedAgainFirst_afterAPause() {
    StepWorld world;
    world.limits.hubspot.reads = 2;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    for (const int i : {1, 2})
        world.reads.want(byId(i));
    QCOMPARE(flushed(world), std::string("contacts 1 2"));
    world.reads.want(byId(3));
    const base::MonotonicTime asked = world.folder.clock().monotonicNow();
    QVERIFY(world.reads.answered(world.context, kHs, failed(1, milliseconds(7000))).empty());
    QCOMPARE(flushed(world), std::string());
    QCOMPARE(world.context.output().wakeAt, std::optional(asked + milliseconds(7000)));
    world.folder.clock().advance(milliseconds(7000));
    QCOMPARE(flushed(world), std::string("contacts 1 2; contacts 3"));
    QVERIFY(!world.context.output().wakeAt);
}

void ReadQueueTest::pauses_growUntilAnAnswer() {
    StepWorld world;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    world.reads.want(byId(1));
    milliseconds longest{0};
    std::uint64_t id = 0;
    for (int failures = 0; failures < 12; ++failures) {
        QCOMPARE(flushed(world), std::string("contacts 1"));
        QVERIFY(world.reads.answered(world.context, kHs, failed(++id)).empty());
        QCOMPARE(flushed(world), std::string());
        const auto pause = std::chrono::duration_cast<milliseconds>(*world.context.output().wakeAt
                                                                    - world.folder.clock().monotonicNow());
        QVERIFY(pause > milliseconds(0));
        QVERIFY(pause <= milliseconds(30'000));
        longest = std::max(longest, pause);
        world.folder.clock().advance(pause);
    }
    QVERIFY(longest > milliseconds(5'000));
    QCOMPARE(flushed(world), std::string("contacts 1"));
    QCOMPARE(world.reads.answered(world.context, kHs, found(++id, {"1"})).size(), std::size_t(1));
    // From the beginning again: at most a quarter of a second.
    world.reads.want(byId(2));
    QCOMPARE(flushed(world), std::string("contacts 2"));
    QVERIFY(world.reads.answered(world.context, kHs, failed(++id)).empty());
    QCOMPARE(flushed(world), std::string());
    QVERIFY(*world.context.output().wakeAt <= world.folder.clock().monotonicNow() + milliseconds(250));
}

void ReadQueueTest::strangersAnswer_isNobodys() {
    StepWorld world;
    world.reads.sideChanged(kHs, ConnectorPhase::Connected);
    world.reads.want(byId(1));
    QCOMPARE(flushed(world), std::string("contacts 1"));
    QVERIFY(world.reads.answered(world.context, kHs, found(77, {"1"})).empty());
    QVERIFY(!world.reads.isIdle());
    QCOMPARE(world.reads.answered(world.context, kHs, found(1, {"1"})).size(), std::size_t(1));
    QVERIFY(world.reads.answered(world.context, kHs, found(1, {"1"})).empty());
}

QTEST_GUILESS_MAIN(ReadQueueTest)
#include "read_queue_test.moc"
