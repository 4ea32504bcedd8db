#include "engine/base/time_format.h"

#include <chrono>
#include <limits>
#include <string>

#include <QtTest/QtTest>

using namespace syncline::base;
using std::chrono::milliseconds;

namespace {

WallTime at(qint64 millisecondsSinceEpoch) {
    return WallTime(milliseconds(millisecondsSinceEpoch));
}

}  // namespace

class TestTimeFormat : public QObject {
    Q_OBJECT

private slots:
    void format_writesUtcWithMilliseconds_data();
    void format_writesUtcWithMilliseconds();
    void parse_readsWhatIsStrict_data();
    void parse_readsWhatIsStrict();
    void parse_refusesAllElse_data();
    void parse_refusesAllElse();
    void everyTimeComesBack();
};

void TestTimeFormat::format_writesUtcWithMilliseconds_data() {
    QTest::addColumn<qint64>("time");
    QTest::addColumn<QString>("text");
    QTest::newRow("epoch") << qint64(0) << "1970-01-01T00:00:00.000Z";
    QTest::newRow("last ms before the epoch") << qint64(-1) << "1969-12-31T23:59:59.999Z";
    QTest::newRow("one second past 1e9") << qint64(1000000001000) << "2001-09-09T01:46:41.000Z";
    QTest::newRow("leap day") << qint64(1709164800000) << "2024-02-29T00:00:00.000Z";
    QTest::newRow("single ms") << qint64(1709164800007) << "2024-02-29T00:00:00.007Z";
    QTest::newRow("after 32 bits of seconds") << qint64(2147483648000) << "2038-01-19T03:14:08.000Z";
    QTest::newRow("last of year 9999") << qint64(253402300799999) << "9999-12-31T23:59:59.999Z";
    QTest::newRow("first of year 10000") << qint64(253402300800000) << "9999-12-31T23:59:59.999Z";
    QTest::newRow("first of year 0000") << qint64(-62167219200000) << "0000-01-01T00:00:00.000Z";
    QTest::newRow("before year 0000") << qint64(-62167219200001) << "0000-01-01T00:00:00.000Z";
    QTest::newRow("earliest number") << std::numeric_limits<qint64>::min() << "0000-01-01T00:00:00.000Z";
    QTest::newRow("latest number") << std::numeric_limits<qint64>::max() << "9999-12-31T23:59:59.999Z";
}

void TestTimeFormat::format_writesUtcWithMilliseconds() {
    QFETCH(qint64, time);
    QFETCH(QString, text);
    QCOMPARE(QString::fromStdString(formatIso8601(at(time))), text);
}

void TestTimeFormat::parse_readsWhatIsStrict_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("time");
    QTest::newRow("Z") << QByteArray("1970-01-01T00:00:00Z") << qint64(0);
    QTest::newRow("Z with ms") << QByteArray("1970-01-01T00:00:00.000Z") << qint64(0);
    QTest::newRow("Salesforce's +0000") << QByteArray("2024-02-29T00:00:00.000+0000") << qint64(1709164800000);
    QTest::newRow("east with colon") << QByteArray("1970-01-01T01:00:00+01:00") << qint64(0);
    QTest::newRow("west without colon") << QByteArray("1969-12-31T19:00:00-0500") << qint64(0);
    QTest::newRow("half an hour") << QByteArray("1970-01-01T05:30:00+05:30") << qint64(0);
    QTest::newRow("unknown local offset") << QByteArray("1970-01-01T00:00:00-00:00") << qint64(0);
    QTest::newRow("greatest offset") << QByteArray("1970-01-01T23:59:00+23:59") << qint64(0);
    QTest::newRow("one digit") << QByteArray("1970-01-01T00:00:00.1Z") << qint64(100);
    QTest::newRow("two digits") << QByteArray("1970-01-01T00:00:00.12Z") << qint64(120);
    QTest::newRow("microseconds are cut") << QByteArray("1970-01-01T00:00:00.123999Z") << qint64(123);
    QTest::newRow("nine digits are cut") << QByteArray("1970-01-01T00:00:00.999999999Z") << qint64(999);
    QTest::newRow("cut before the epoch") << QByteArray("1969-12-31T23:59:59.9989Z") << qint64(-2);
    QTest::newRow("leap day of 2000") << QByteArray("2000-02-29T00:00:00Z") << qint64(951782400000);
    QTest::newRow("first of all") << QByteArray("0000-01-01T00:00:00Z") << qint64(-62167219200000);
    QTest::newRow("last of all") << QByteArray("9999-12-31T23:59:59.999Z") << qint64(253402300799999);
}

void TestTimeFormat::parse_readsWhatIsStrict() {
    QFETCH(QByteArray, text);
    QFETCH(qint64, time);
    const Result<WallTime> parsed = parseIso8601(text.toStdString());
    QVERIFY2(parsed.has_value(), parsed ? "" : parsed.error().message().c_str());
    QCOMPARE(qint64(parsed->time_since_epoch().count()), time);
}

void TestTimeFormat::parse_refusesAllElse_data() {
    QTest::addColumn<QByteArray>("text");
    const auto refuse = [](const char* row, QByteArray text) { QTest::newRow(row) << text; };
    refuse("nothing", "");
    refuse("no offset", "2026-11-24T16:00:00");
    refuse("date only", "2026-11-24");
    refuse("no seconds", "2026-11-24T16:00Z");
    refuse("blank for T", "2026-11-24 16:00:00Z");
    refuse("small t", "2026-11-24t16:00:00Z");
    refuse("small z", "2026-11-24T16:00:00z");
    refuse("blank before", " 2026-11-24T16:00:00Z");
    refuse("blank after", "2026-11-24T16:00:00Z ");
    refuse("zero byte after", QByteArray("2026-11-24T16:00:00Z\0", 21));
    refuse("month 13", "2026-13-24T16:00:00Z");
    refuse("month 0", "2026-00-24T16:00:00Z");
    refuse("day 0", "2026-11-00T16:00:00Z");
    refuse("31 November", "2026-11-31T16:00:00Z");
    refuse("29 February of 2026", "2026-02-29T16:00:00Z");
    refuse("29 February of 1900", "1900-02-29T16:00:00Z");
    refuse("hour 24", "2026-11-24T24:00:00Z");
    refuse("minute 60", "2026-11-24T16:60:00Z");
    refuse("second 60", "2026-12-31T23:59:60Z");
    refuse("five digits of year", "12026-11-24T16:00:00Z");
    refuse("negative year", "-026-11-24T16:00:00Z");
    refuse("one digit of month", "2026-1-24T16:00:00Z");
    refuse("point without digits", "2026-11-24T16:00:00.Z");
    refuse("ten digits", "2026-11-24T16:00:00.0123456789Z");
    refuse("comma", "2026-11-24T16:00:00,5Z");
    refuse("offset of hours only", "2026-11-24T16:00:00+01");
    refuse("offset of three digits", "2026-11-24T16:00:00+100");
    refuse("offset hour 24", "2026-11-24T16:00:00+24:00");
    refuse("offset minute 60", "2026-11-24T16:00:00+01:60");
    refuse("two offsets", "2026-11-24T16:00:00Z+01:00");
    refuse("sign in a number", "2026-11-24T+6:00:00Z");
    refuse("before year 0000 in UTC", "0000-01-01T00:00:00+00:01");
    refuse("after year 9999 in UTC", "9999-12-31T23:59:59-00:01");
    refuse("milliseconds since 1970", "1795968000000");
}

void TestTimeFormat::parse_refusesAllElse() {
    QFETCH(QByteArray, text);
    const Result<WallTime> parsed = parseIso8601(text.toStdString());
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().code, ErrorCode::InvalidArgument);
}

void TestTimeFormat::everyTimeComesBack() {
    // Steps of some 11 days and a prime count of ms walk over every month, hour and leap rule of three centuries.
    for (qint64 time = -2208988800000; time < 7258118400000; time += 950400007) {
        const Result<WallTime> parsed = parseIso8601(formatIso8601(at(time)));
        QVERIFY(parsed.has_value());
        QCOMPARE(qint64(parsed->time_since_epoch().count()), time);
    }
}

QTEST_APPLESS_MAIN(TestTimeFormat)
#include "test_time_format.moc"
