#include "engine/runtime/alarm.h"

#include "engine/base/bounded_queue.h"

#include <QTest>

using namespace syncline;
using std::chrono::milliseconds;

class AlarmTest : public QObject {
    Q_OBJECT

private slots:
    void moment_rings_notBefore();
    void newMoment_takesThePlaceOfTheOld();
    void end_doesNotWaitForTheMoment();
};

void AlarmTest::moment_rings_notBefore() {
    const base::SystemClock clock;
    base::BoundedQueue<base::MonotonicTime> rung({10, 1000});
    runtime::Alarm alarm([&] { static_cast<void>(rung.tryPush(clock.monotonicNow(), 1)); });
    const base::MonotonicTime moment = clock.monotonicNow() + milliseconds(30);
    alarm.setTo(moment);
    const auto at = rung.pop({});
    QVERIFY(at);
    QVERIFY(*at >= moment);
}

void AlarmTest::newMoment_takesThePlaceOfTheOld() {
    const base::SystemClock clock;
    base::BoundedQueue<int> rung({10, 1000});
    runtime::Alarm alarm([&] { static_cast<void>(rung.tryPush(1, 1)); });
    alarm.setTo(clock.monotonicNow() + std::chrono::hours(1));
    alarm.setTo(clock.monotonicNow());
    QVERIFY(rung.pop({}));
}

void AlarmTest::end_doesNotWaitForTheMoment() {
    const base::SystemClock clock;
    int rings = 0;
    {
        runtime::Alarm alarm([&] { ++rings; });
        alarm.setTo(clock.monotonicNow() + std::chrono::hours(1));
    }
    QCOMPARE(rings, 0);
}

QTEST_GUILESS_MAIN(AlarmTest)
#include "alarm_test.moc"
