#include "engine/base/clock.h"

#include <chrono>

#include <QtTest/QtTest>

using namespace syncline::base;
using namespace std::chrono_literals;

class TestClock : public QObject {
    Q_OBJECT

private slots:
    void manualClock_standsStill();
    void manualClock_advancesBoth();
    void manualClock_setWall_leavesMonotonicAlone_data();
    void manualClock_setWall_leavesMonotonicAlone();
    void systemClock_monotonic_neverGoesBack();
    void systemClock_wall_isCutNotRounded();
};

void TestClock::manualClock_standsStill() {
    const ManualClock clock(WallTime(1234ms));
    QCOMPARE(clock.wallNow(), WallTime(1234ms));
    QCOMPARE(clock.wallNow(), WallTime(1234ms));
    QCOMPARE(clock.monotonicNow(), clock.monotonicNow());
}

void TestClock::manualClock_advancesBoth() {
    ManualClock clock(WallTime(1000ms));
    const MonotonicTime before = clock.monotonicNow();
    clock.advance(250ms);
    QCOMPARE(clock.wallNow(), WallTime(1250ms));
    QVERIFY(clock.monotonicNow() - before == 250ms);
}

void TestClock::manualClock_setWall_leavesMonotonicAlone_data() {
    QTest::addColumn<qint64>("to");
    QTest::newRow("forward") << qint64(90000);
    QTest::newRow("back") << qint64(10);
    QTest::newRow("before 1970") << qint64(-10);
}

void TestClock::manualClock_setWall_leavesMonotonicAlone() {
    QFETCH(qint64, to);
    ManualClock clock(WallTime(1000ms));
    const MonotonicTime before = clock.monotonicNow();
    clock.setWall(WallTime(std::chrono::milliseconds(to)));
    QCOMPARE(qint64(clock.wallNow().time_since_epoch().count()), to);
    QVERIFY(clock.monotonicNow() == before);
}

void TestClock::systemClock_monotonic_neverGoesBack() {
    const SystemClock clock;
    MonotonicTime last = clock.monotonicNow();
    for (int i = 0; i < 1000; ++i) {
        const MonotonicTime now = clock.monotonicNow();
        QVERIFY(now >= last);
        last = now;
    }
}

void TestClock::systemClock_wall_isCutNotRounded() {
    const SystemClock clock;
    std::chrono::system_clock::time_point before;
    std::chrono::system_clock::time_point after;
    WallTime now;
    do {  // Once more if somebody set the machine's clock back meanwhile.
        before = std::chrono::system_clock::now();
        now = clock.wallNow();
        after = std::chrono::system_clock::now();
    } while (after < before);
    QVERIFY(now <= after);
    QVERIFY(now > before - 1ms);
}

QTEST_APPLESS_MAIN(TestClock)
#include "test_clock.moc"
