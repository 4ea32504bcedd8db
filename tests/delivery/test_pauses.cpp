#include "engine/delivery/backoff.h"
#include "engine/delivery/side_gate.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::delivery;
using core::ConnectorPhase;
using std::chrono::milliseconds;

namespace {

constexpr std::uint64_t kSeed = 11;

base::MonotonicTime at(long long ms) {
    return base::MonotonicTime(milliseconds(ms));
}

}  // namespace

class TestPauses : public QObject {
    Q_OBJECT

private slots:
    void ceiling_doublesUpToTheLongest_data();
    void ceiling_doublesUpToTheLongest();
    void pause_takesTheWholeRange();
    void gate_isShut_untilConnected();
    void gate_limitsWhatIsOut();
    void gate_longerPause_wins();
    void gate_connection_beginsWhenItIsSeen();
    void breaker_opens_halfOpens_andCloses();
    void breaker_lateFailures_sayNothingNew();
    void breaker_lateSuccess_closesIt();
    void breaker_triesAtOnce_whenSomebodyWantsItInAnOutage();
};

void TestPauses::ceiling_doublesUpToTheLongest_data() {
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("ceiling");
    QTest::newRow("first") << 1 << 500;
    QTest::newRow("second") << 2 << 1000;
    QTest::newRow("sixth") << 6 << 16'000;
    QTest::newRow("seventh is the limit") << 7 << 20'000;
    QTest::newRow("a thousand overflow nothing") << 1000 << 20'000;
}

void TestPauses::ceiling_doublesUpToTheLongest() {
    QFETCH(int, failures);
    const Backoff backoff{milliseconds(500), milliseconds(20'000)};
    QTEST(static_cast<int>(backoff.ceiling(failures).count()), "ceiling");
}

void TestPauses::pause_takesTheWholeRange() {
    const Backoff backoff{milliseconds(10), milliseconds(10)};
    base::Random random(kSeed);
    std::vector<int> counts(11);
    for (int i = 0; i < 1100; ++i)
        ++counts.at(static_cast<std::size_t>(backoff.pause(1, random).count()));
    for (const int count : counts)
        QVERIFY2(count > 50, qPrintable(QString::number(count)));
}

void TestPauses::gate_isShut_untilConnected() {
    SideGate gate(3, {milliseconds(100), milliseconds(1000)});
    QVERIFY(!gate.isOpen(at(0), 0, 4));
    gate.setPhase(ConnectorPhase::Connecting);
    QVERIFY(!gate.isOpen(at(0), 0, 4));
    QVERIFY(!gate.opensAt(at(0)));
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.isOpen(at(0), 0, 4));
    QVERIFY(!gate.opensAt(at(0)));
}

void TestPauses::gate_limitsWhatIsOut() {
    SideGate gate(3, {milliseconds(100), milliseconds(1000)});
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.isOpen(at(0), 3, 4));
    QVERIFY(!gate.isOpen(at(0), 4, 4));
    // Only an answer opens it.
    QVERIFY(!gate.opensAt(at(0)));
}

void TestPauses::gate_longerPause_wins() {
    SideGate gate(3, {milliseconds(100), milliseconds(1000)});
    gate.setPhase(ConnectorPhase::Connected);
    gate.pauseUntil(at(5000));
    gate.pauseUntil(at(2000));
    QVERIFY(gate.opensAt(at(0)) == at(5000));
    QVERIFY(!gate.isOpen(at(4999), 0, 4));
    QVERIFY(gate.isOpen(at(5000), 0, 4));
}

void TestPauses::gate_connection_beginsWhenItIsSeen() {
    SideGate gate(3, {milliseconds(100), milliseconds(1000)});
    QVERIFY(!gate.connectedSince(at(1)));
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.connectedSince(at(2)) == at(2));
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.connectedSince(at(3)) == at(2));
    gate.setPhase(ConnectorPhase::Disconnected);
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.connectedSince(at(4)) == at(4));
}

void TestPauses::breaker_opens_halfOpens_andCloses() {
    SideGate gate(2, {milliseconds(100), milliseconds(1000)});
    base::Random random(kSeed);
    gate.setPhase(ConnectorPhase::Connected);
    gate.requestFailed(at(0), random);
    QVERIFY(gate.isOpen(at(0), 3, 4));
    gate.requestFailed(at(0), random);
    QVERIFY(!gate.isOpen(at(0), 0, 4));
    const base::MonotonicTime opens = *gate.opensAt(at(0));
    QVERIFY(opens >= at(50) && opens <= at(100));
    QVERIFY(gate.isOpen(opens, 0, 4));
    QVERIFY(!gate.isOpen(opens, 1, 4));
    gate.requestSucceeded();
    QVERIFY(gate.isOpen(opens, 3, 4));
    // A failure after that is the first again.
    gate.requestFailed(opens, random);
    QVERIFY(gate.isOpen(opens, 3, 4));
}

void TestPauses::breaker_lateFailures_sayNothingNew() {
    SideGate gate(1, {milliseconds(100), milliseconds(100'000)});
    base::Random random(kSeed);
    gate.setPhase(ConnectorPhase::Connected);
    gate.requestFailed(at(0), random);
    const base::MonotonicTime opens = *gate.opensAt(at(0));
    for (int i = 0; i < 10; ++i)
        gate.requestFailed(at(1), random);
    QVERIFY(gate.opensAt(at(1)) == opens);
    gate.requestFailed(opens, random);
    QVERIFY(*gate.opensAt(opens) >= opens + milliseconds(100));
    QVERIFY(*gate.opensAt(opens) <= opens + milliseconds(200));
}

void TestPauses::breaker_lateSuccess_closesIt() {
    SideGate gate(1, {milliseconds(100), milliseconds(1000)});
    base::Random random(kSeed);
    gate.setPhase(ConnectorPhase::Connected);
    gate.requestFailed(at(0), random);
    gate.requestSucceeded();
    QVERIFY(gate.isOpen(at(0), 0, 4));
}

void TestPauses::breaker_triesAtOnce_whenSomebodyWantsItInAnOutage() {
    SideGate gate(1, {milliseconds(100), milliseconds(100'000)});
    base::Random random(kSeed);
    gate.setPhase(ConnectorPhase::Connected);
    gate.requestFailed(at(0), random);
    // Of a side that is there nobody knows better than the breaker.
    gate.tryNow(at(1));
    QVERIFY(!gate.isOpen(at(1), 0, 4));
    gate.setPhase(ConnectorPhase::Disconnected);
    gate.tryNow(at(2));
    QVERIFY(!gate.isOpen(at(2), 0, 4));
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.isOpen(at(3), 0, 4));
    QVERIFY(!gate.isOpen(at(3), 1, 4));
    // It failed: the pause is the second one.
    gate.requestFailed(at(3), random);
    QVERIFY(*gate.opensAt(at(3)) >= at(3 + 100));
    // What the side itself asked for stays.
    gate.setPhase(ConnectorPhase::Disconnected);
    gate.pauseUntil(at(5000));
    gate.tryNow(at(10));
    gate.setPhase(ConnectorPhase::Connected);
    QVERIFY(gate.opensAt(at(10)) == at(5000));
}

QTEST_APPLESS_MAIN(TestPauses)
#include "test_pauses.moc"
