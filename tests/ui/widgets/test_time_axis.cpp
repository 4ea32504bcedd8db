#include "engine/base/time_format.h"
#include "ui/widgets/time_axis.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;

namespace {

base::WallTime at(const char* text) {
    return *base::parseIso8601(text);
}

const TimeFormat kBerlin{TimeStyle::Local, QTimeZone("Europe/Berlin"), {}};

}  // namespace

class TestTimeAxis : public QObject {
    Q_OBJECT

private slots:
    void x_and_at_areInverse();
    void x_isBounded();
    void anAxisWithoutLength_isAPoint();
    void ticks_areRound_data();
    void ticks_areRound();
    void ticks_keepTheirDistance();
};

void TestTimeAxis::x_and_at_areInverse() {
    const TimeAxis axis{at("2026-11-24T09:00:00Z"), at("2026-11-24T10:00:00Z"), 100, 700};
    QCOMPARE(axis.x(axis.from), 100);
    QCOMPARE(axis.x(axis.to), 700);
    QCOMPARE(axis.x(at("2026-11-24T09:30:00Z")), 400);
    QVERIFY(axis.at(400) == at("2026-11-24T09:30:00Z"));
    QVERIFY(axis.at(0) == axis.from);
    QVERIFY(axis.at(9999) == axis.to);
}

void TestTimeAxis::x_isBounded() {
    const TimeAxis axis{at("2026-11-24T09:00:00Z"), at("2026-11-24T09:00:01Z"), 0, 1000};
    QVERIFY(axis.x(core::kBeginningOfTime) < 0);
    QVERIFY(axis.x(core::kBeginningOfTime) > -100'000);
    QVERIFY(axis.x(at("9999-01-01T00:00:00Z")) < 100'000);
}

void TestTimeAxis::anAxisWithoutLength_isAPoint() {
    const TimeAxis axis{at("2026-11-24T09:00:00Z"), at("2026-11-24T09:00:00Z"), 10, 20};
    QCOMPARE(axis.x(at("2026-11-25T09:00:00Z")), 10);
    QVERIFY(axis.at(15) == axis.from);
    QVERIFY(axisTicks(axis, kBerlin, 50).empty());
}

void TestTimeAxis::ticks_areRound_data() {
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QString>("labels");
    // 600 pixels, at least 100 apart.
    QTest::newRow("half seconds") << QByteArray("2026-11-24T09:41:29.9Z") << QByteArray("2026-11-24T09:41:31.9Z")
                                  << "10:41:30.000|30.500|31.000|31.500";
    QTest::newRow("seconds") << QByteArray("2026-11-24T09:41:29.9Z") << QByteArray("2026-11-24T09:41:34Z")
                             << "10:41:30.000|31.000|32.000|33.000|34.000";
    QTest::newRow("seconds over a minute") << QByteArray("2026-11-24T09:41:56Z") << QByteArray("2026-11-24T09:42:06Z")
                                           << "10:41:56.000|58.000|10:42:00.000|02.000|04.000|06.000";
    QTest::newRow("half hours") << QByteArray("2026-11-24T06:59:00Z") << QByteArray("2026-11-24T09:42:00Z")
                                << "08:00|08:30|09:00|09:30|10:00|10:30";
    QTest::newRow("over midnight") << QByteArray("2026-11-23T20:30:00Z") << QByteArray("2026-11-24T02:00:00Z")
                                   << "22:00|23:00|24 Nov|01:00|02:00|03:00";
    QTest::newRow("days") << QByteArray("2026-11-21T09:42:00Z") << QByteArray("2026-11-24T12:00:00Z")
                          << "Sun 22 Nov|Mon 23 Nov|Tue 24 Nov";
    QTest::newRow("days over the end of summer time")
        << QByteArray("2026-10-23T22:00:00Z") << QByteArray("2026-10-26T23:00:00Z")
        << "Sat 24 Oct|Sun 25 Oct|Mon 26 Oct|Tue 27 Oct";
}

void TestTimeAxis::ticks_areRound() {
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QString, labels);
    const TimeAxis axis{at(from.constData()), at(to.constData()), 0, 600};
    QStringList found;
    for (const auto& tick : axisTicks(axis, kBerlin, 100))
        found += tick.label;
    QCOMPARE(found.join(u'|'), labels);
}

void TestTimeAxis::ticks_keepTheirDistance() {
    const auto from = at("2026-11-24T09:41:29.9Z");
    for (qint64 length = 10; length < qint64(400) * 365 * 86'400'000; length *= 3) {
        const TimeAxis axis{from, from + std::chrono::milliseconds(length), 0, 800};
        const auto ticks = axisTicks(axis, kBerlin, 90);
        QVERIFY(ticks.size() <= 9);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY(axis.x(ticks[i].at) - axis.x(ticks[i - 1].at) >= 80);
    }
}

QTEST_GUILESS_MAIN(TestTimeAxis)
#include "test_time_axis.moc"
