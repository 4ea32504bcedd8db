#include "ui/shell/entry_rate.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;

class EntryRateTest : public QObject {
    Q_OBJECT
private slots:
    void rate_isOfTheLastTenSeconds();
    void rate_isUnknownAtFirst();
    void rate_clockSetBackBeginsAnew();
    void rate_doesNotCountTheJumpOfOpening();
};

void EntryRateTest::rate_isOfTheLastTenSeconds() {
    ui::EntryRate rate;
    base::WallTime now(1'000'000ms);
    core::Seq head(0);
    const auto go = [&](int seconds, int perSecond) {
        for (int step = 0; step < seconds * 20; ++step) {
            now += 50ms;
            if (step % 20 == 19)
                head = core::Seq(head.value() + perSecond);
            rate.note(head, now);
        }
    };
    go(5, 40);
    QVERIFY(qAbs(*rate.perSecond() - 40) < 3);
    go(12, 4);
    QVERIFY(qAbs(*rate.perSecond() - 4) < 0.5);
    go(12, 0);
    QCOMPARE(*rate.perSecond(), 0.0);
}

void EntryRateTest::rate_isUnknownAtFirst() {
    ui::EntryRate rate;
    QVERIFY(!rate.perSecond());
    rate.note(core::Seq(1), base::WallTime(0ms));
    rate.note(core::Seq(9), base::WallTime(900ms));
    QVERIFY(!rate.perSecond());
    rate.note(core::Seq(9), base::WallTime(2000ms));
    QCOMPARE(*rate.perSecond(), 4.0);
}

void EntryRateTest::rate_clockSetBackBeginsAnew() {
    ui::EntryRate rate;
    rate.note(core::Seq(1), base::WallTime(10'000ms));
    rate.note(core::Seq(50), base::WallTime(12'000ms));
    rate.note(core::Seq(51), base::WallTime(5'000ms));
    QVERIFY(!rate.perSecond());
    rate.note(core::Seq(53), base::WallTime(7'000ms));
    QCOMPARE(*rate.perSecond(), 1.0);
}

/// The window is there before the engine tells of the journal, which holds a great deal by then.
void EntryRateTest::rate_doesNotCountTheJumpOfOpening() {
    ui::EntryRate rate;
    base::WallTime now(1'000'000ms);
    const auto go = [&](core::Seq head) {
        rate.note(head, now);
        now += 500ms;
    };
    for (int i = 0; i < 4; ++i)
        go(core::Seq());
    QVERIFY(!rate.perSecond());
    go(core::Seq(8075));
    QVERIFY(!rate.perSecond());
    go(core::Seq(8079));
    go(core::Seq(8084));
    QCOMPARE(*rate.perSecond(), 9.0);
}

QTEST_APPLESS_MAIN(EntryRateTest)
#include "entry_rate_test.moc"
