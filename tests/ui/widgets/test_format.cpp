#include "engine/base/time_format.h"
#include "ui/widgets/format.h"

#include <limits>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

base::WallTime at(const char* text) {
    return *base::parseIso8601(text);
}

/// 24 November 2026, 10:42:18 in Berlin.
TimeFormat format(TimeStyle style = TimeStyle::Local) {
    return {style, QTimeZone("Europe/Berlin"), at("2026-11-24T09:42:18Z")};
}

core::SourceTime between(const char* from, const char* last) {
    return {at(from), at(last)};
}

core::Value value(const char* text) {
    return {std::string(text), text};
}

core::FieldRule lastWriter(milliseconds tolerance, core::TieBreak tieBreak) {
    return {{}, {core::ChoiceKind::LastWriterWins, tolerance, tieBreak}};
}

core::FieldRule owned(core::Side owner, core::OnRefused onRefused) {
    return {{owner, onRefused}, {}};
}

}  // namespace

class TestFormat : public QObject {
    Q_OBJECT

private slots:
    void moment_hasAsMuchOfTheDateAsItNeeds_data();
    void moment_hasAsMuchOfTheDateAsItNeeds();
    void second_hasNoMilliseconds();
    void source_isAsFineAsTheSource_data();
    void source_isAsFineAsTheSource();
    void interval_repeatsOnlyWhatChanges_data();
    void interval_repeatsOnlyWhatChanges();
    void whole_namesDayAndOffset_data();
    void whole_namesDayAndOffset();
    void counted_hasThousands_data();
    void counted_hasThousands();
    void span_growsCoarser_data();
    void span_growsCoarser();
    void bytes_haveUnits_data();
    void bytes_haveUnits();
    void percent_goesDown_data();
    void percent_goesDown();
    void shownValue_showsWhatCannotBeSeen_data();
    void shownValue_showsWhatCannotBeSeen();
    void ruleInShort_isThatOfTheMatrix_data();
    void ruleInShort_isThatOfTheMatrix();
    void writerName_namesWhoIsKnown_data();
    void writerName_namesWhoIsKnown();
    void namesOfThings();
};

void TestFormat::moment_hasAsMuchOfTheDateAsItNeeds_data() {
    QTest::addColumn<TimeStyle>("style");
    QTest::addColumn<QByteArray>("time");
    QTest::addColumn<QString>("text");
    const auto local = TimeStyle::Local;
    QTest::newRow("today") << local << QByteArray("2026-11-24T09:41:31.604Z") << "10:41:31.604";
    QTest::newRow("first of today") << local << QByteArray("2026-11-23T23:00:00.000Z") << "00:00:00.000";
    QTest::newRow("last of yesterday") << local << QByteArray("2026-11-23T22:59:59.999Z") << "23 Nov 23:59:59.999";
    QTest::newRow("tomorrow") << local << QByteArray("2026-11-25T09:00:00Z") << "25 Nov 10:00:00.000";
    QTest::newRow("this year") << local << QByteArray("2026-11-03T08:02:18.560Z") << "3 Nov 09:02:18.560";
    QTest::newRow("in summer time") << local << QByteArray("2026-07-01T10:00:00Z") << "1 Jul 12:00:00.000";
    QTest::newRow("last year") << local << QByteArray("2025-11-24T09:41:31.604Z") << "24 Nov 2025 10:41:31.604";
    QTest::newRow("today in UTC") << TimeStyle::Utc << QByteArray("2026-11-24T00:30:00Z") << "00:30:00.000";
    QTest::newRow("yesterday in UTC") << TimeStyle::Utc << QByteArray("2026-11-23T23:30:00Z") << "23 Nov 23:30:00.000";
    QTest::newRow("relative") << TimeStyle::Relative << QByteArray("2026-11-24T09:41:31Z") << "47 s ago";
    QTest::newRow("relative, just now") << TimeStyle::Relative << QByteArray("2026-11-24T09:42:18Z") << "0 ms ago";
    QTest::newRow("relative, ahead") << TimeStyle::Relative << QByteArray("2026-11-24T09:42:56Z") << "in 38 s";
}

void TestFormat::moment_hasAsMuchOfTheDateAsItNeeds() {
    QFETCH(TimeStyle, style);
    QFETCH(QByteArray, time);
    QFETCH(QString, text);
    QCOMPARE(format(style).moment(at(time.constData())), text);
}

void TestFormat::second_hasNoMilliseconds() {
    QCOMPARE(format().second(at("2026-11-24T09:41:31.604Z")), QStringLiteral("10:41:31"));
    QCOMPARE(format().second(at("2026-11-03T13:02:11.999Z")), QStringLiteral("3 Nov 14:02:11"));
    QCOMPARE(format(TimeStyle::Relative).second(at("2026-11-24T09:21:18Z")), QStringLiteral("21 min ago"));
}

void TestFormat::source_isAsFineAsTheSource_data() {
    QTest::addColumn<core::SourceTime>("time");
    QTest::addColumn<QString>("text");
    QTest::newRow("a point") << between("2026-11-24T09:41:30.981Z", "2026-11-24T09:41:30.981Z") << "10:41:30.981";
    QTest::newRow("a whole second") << between("2026-11-24T09:41:31Z", "2026-11-24T09:41:31.999Z") << "10:41:31";
    QTest::newRow("a second, capped at receipt")
        << between("2026-11-24T09:41:31Z", "2026-11-24T09:41:31.604Z") << "10:41:31";
    QTest::newRow("a longer interval") << between("2026-11-24T09:41:31Z", "2026-11-24T09:41:32Z")
                                       << "10:41:31.000 – 32.000";
    QTest::newRow("only its end") << core::SourceTime{core::kBeginningOfTime, at("2026-11-24T09:41:31.604Z")}
                                  << "before 10:41:31.604";
}

void TestFormat::source_isAsFineAsTheSource() {
    QFETCH(core::SourceTime, time);
    QFETCH(QString, text);
    QCOMPARE(format().source(time), text);
}

void TestFormat::interval_repeatsOnlyWhatChanges_data() {
    QTest::addColumn<core::SourceTime>("time");
    QTest::addColumn<QString>("text");
    QTest::newRow("one second") << between("2026-11-24T09:41:30Z", "2026-11-24T09:41:30.644Z") << "10:41:30.000 – .644";
    QTest::newRow("two seconds") << between("2026-11-24T09:41:30Z", "2026-11-24T09:41:31.2Z")
                                 << "10:41:30.000 – 31.200";
    QTest::newRow("two minutes") << between("2026-11-24T09:41:59.9Z", "2026-11-24T09:42:00.1Z")
                                 << "10:41:59.900 – 10:42:00.100";
    QTest::newRow("the same second a minute on")
        << between("2026-11-24T09:41:30Z", "2026-11-24T09:42:30Z") << "10:41:30.000 – 10:42:30.000";
    QTest::newRow("two days") << between("2026-11-23T22:59:59.9Z", "2026-11-24T00:00:00Z")
                              << "23 Nov 23:59:59.900 – 24 Nov 01:00:00.000";
    QTest::newRow("a point") << between("2026-11-24T09:41:30.981Z", "2026-11-24T09:41:30.981Z") << "10:41:30.981";
}

void TestFormat::interval_repeatsOnlyWhatChanges() {
    QFETCH(core::SourceTime, time);
    QFETCH(QString, text);
    QCOMPARE(format().interval(time), text);
}

void TestFormat::whole_namesDayAndOffset_data() {
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("text");
    QTest::newRow("ahead") << QByteArray("Europe/Berlin") << "24 Nov 2026 10:41:31.604 UTC+1";
    QTest::newRow("behind") << QByteArray("America/Sao_Paulo") << "24 Nov 2026 06:41:31.604 UTC\u22123";
    QTest::newRow("half an hour") << QByteArray("Asia/Kolkata") << "24 Nov 2026 15:11:31.604 UTC+5:30";
    QTest::newRow("none") << QByteArray("UTC") << "24 Nov 2026 09:41:31.604 UTC";
}

void TestFormat::whole_namesDayAndOffset() {
    QFETCH(QByteArray, zone);
    QFETCH(QString, text);
    const TimeFormat times{TimeStyle::Local, QTimeZone(zone), {}};
    QCOMPARE(times.whole(at("2026-11-24T09:41:31.604Z")), text);
}

void TestFormat::counted_hasThousands_data() {
    QTest::addColumn<qint64>("number");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << "0";
    QTest::newRow("three digits") << qint64(999) << "999";
    QTest::newRow("four digits") << qint64(1000) << "1,000";
    QTest::newRow("a sequence") << qint64(4718913) << "4,718,913";
    QTest::newRow("below none") << qint64(-1204) << "\u22121,204";
    QTest::newRow("three digits below none") << qint64(-120) << "\u2212120";
    QTest::newRow("least") << std::numeric_limits<qint64>::min() << "\u22129,223,372,036,854,775,808";
}

void TestFormat::counted_hasThousands() {
    QFETCH(qint64, number);
    QFETCH(QString, text);
    QCOMPARE(counted(number), text);
}

void TestFormat::span_growsCoarser_data() {
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << "0 ms";
    QTest::newRow("milliseconds") << qint64(337) << "337 ms";
    QTest::newRow("last in milliseconds") << qint64(999) << "999 ms";
    QTest::newRow("tenths") << qint64(1149) << "1.1 s";
    QTest::newRow("last in tenths") << qint64(9999) << "9.9 s";
    QTest::newRow("seconds") << qint64(47'900) << "47 s";
    QTest::newRow("a minute") << qint64(60'000) << "1 min";
    QTest::newRow("minutes") << qint64(21 * 60'000 + 59'999) << "21 min";
    QTest::newRow("hours") << qint64(126 * 60'000) << "2 h 06 min";
    QTest::newRow("last in hours") << qint64(72 * 3'600'000 - 1) << "71 h 59 min";
    QTest::newRow("days") << qint64(72 * 3'600'000) << "3 days";
    QTest::newRow("years") << qint64(1200) * 86'400'000 << "1,200 days";
    QTest::newRow("back") << qint64(-337) << "\u2212337 ms";
    QTest::newRow("least") << std::numeric_limits<qint64>::min() << "\u2212106,751,991,167 days";
}

void TestFormat::span_growsCoarser() {
    QFETCH(qint64, ms);
    QFETCH(QString, text);
    QCOMPARE(span(milliseconds(ms)), text);
}

void TestFormat::bytes_haveUnits_data() {
    QTest::addColumn<qint64>("count");
    QTest::addColumn<QString>("text");
    QTest::newRow("one") << qint64(1) << "1 byte";
    QTest::newRow("some") << qint64(612) << "612 bytes";
    QTest::newRow("one KiB") << qint64(1024) << "1 KiB";
    QTest::newRow("one and a half") << qint64(1536) << "1.5 KiB";
    QTest::newRow("from ten on whole") << qint64(14 * 1024 + 900) << "14 KiB";
    QTest::newRow("MiB") << qint64(3 * 1024 * 1024 + 220 * 1024) << "3.2 MiB";
    QTest::newRow("GiB") << qint64(2048) * 1024 * 1024 * 1024 << "2,048 GiB";
}

void TestFormat::bytes_haveUnits() {
    QFETCH(qint64, count);
    QFETCH(QString, text);
    QCOMPARE(bytes(count), text);
}

void TestFormat::percent_goesDown_data() {
    QTest::addColumn<double>("share");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << "0 %";
    QTest::newRow("nearly whole") << 0.9999 << "99 %";
    QTest::newRow("whole") << 1.0 << "100 %";
    QTest::newRow("not cut by the binary fraction") << 0.29 << "29 %";
    QTest::newRow("too much") << 1.2 << "100 %";
    QTest::newRow("too little") << -0.2 << "0 %";
}

void TestFormat::percent_goesDown() {
    QFETCH(double, share);
    QFETCH(QString, text);
    QCOMPARE(percent(share), text);
}

void TestFormat::shownValue_showsWhatCannotBeSeen_data() {
    QTest::addColumn<core::Value>("of");
    QTest::addColumn<QString>("text");
    QTest::newRow("blank") << core::Value{} << "∅";
    QTest::newRow("empty text") << value("") << "";
    QTest::newRow("plain") << value("VP Engineering") << "VP Engineering";
    QTest::newRow("spaces behind") << value("Ada Lovelace  ") << "Ada Lovelace··";
    QTest::newRow("spaces before") << value(" Ada") << "·Ada";
    QTest::newRow("only spaces") << value("  ") << "··";
    QTest::newRow("lines") << value("a\r\nb\nc\rd") << "a↵b↵c↵d";
}

void TestFormat::shownValue_showsWhatCannotBeSeen() {
    QFETCH(core::Value, of);
    QFETCH(QString, text);
    QCOMPARE(shownValue(of), text);
}

void TestFormat::ruleInShort_isThatOfTheMatrix_data() {
    using core::OnRefused;
    using core::Side;
    using core::TieBreak;
    QTest::addColumn<core::FieldRule>("rule");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("tag");
    QTest::newRow("last writer") << lastWriter(500ms, TieBreak::Salesforce) << "LWW 500 ms, tie S"
                                 << "LWW 500 ms";
    QTest::newRow("wider") << lastWriter(1500ms, TieBreak::HubSpot) << "LWW 1,500 ms, tie H"
                           << "LWW 1,500 ms";
    QTest::newRow("a person at a tie") << lastWriter(500ms, TieBreak::Review) << "LWW 500 ms, review"
                                       << "LWW 500 ms";
    QTest::newRow("always a person") << core::FieldRule{{}, {core::ChoiceKind::Review, {}, {}}} << "Review"
                                     << "Review";
    QTest::newRow("owner") << owned(Side::HubSpot, OnRefused::Revert) << "Owner HS, revert"
                           << "Owner HS";
    QTest::newRow("owner, the other keeps") << owned(Side::Salesforce, OnRefused::Keep) << "Owner SF, keep"
                                            << "Owner SF";
    QTest::newRow("owner, a person") << owned(Side::Salesforce, OnRefused::Review) << "Owner SF, review"
                                     << "Owner SF";
}

void TestFormat::ruleInShort_isThatOfTheMatrix() {
    QFETCH(core::FieldRule, rule);
    QFETCH(QString, text);
    QCOMPARE(ruleInShort(rule), text);
    QTEST(ruleTag(rule), "tag");
}

void TestFormat::writerName_namesWhoIsKnown_data() {
    using core::WriterKind;
    QTest::addColumn<core::Writer>("writer");
    QTest::addColumn<QString>("text");
    QTest::newRow("a person") << core::Writer{WriterKind::Person, "Jane Cole"} << "Jane Cole";
    QTest::newRow("a person without a name") << core::Writer{WriterKind::Person, ""} << "";
    QTest::newRow("ourselves") << core::Writer{WriterKind::Us, "app 42"} << "Syncline";
    QTest::newRow("a flow") << core::Writer{WriterKind::Automation, "Flow"} << "Flow";
    QTest::newRow("an automation without a name") << core::Writer{WriterKind::Automation, ""} << "an automation";
    QTest::newRow("an integration without a name") << core::Writer{WriterKind::Integration, ""} << "an integration";
    QTest::newRow("nobody") << core::Writer{} << "";
}

void TestFormat::writerName_namesWhoIsKnown() {
    QFETCH(core::Writer, writer);
    QFETCH(QString, text);
    QCOMPARE(writerName(writer), text);
}

void TestFormat::namesOfThings() {
    QCOMPARE(sideName(core::Side::Salesforce), QStringLiteral("Salesforce"));
    QCOMPARE(sideName(core::Side::HubSpot), QStringLiteral("HubSpot"));
    QCOMPARE(ui::objectName("contact"), QStringLiteral("Contact"));
    QCOMPARE(ui::objectName("line_item"), QStringLiteral("Line item"));
    QCOMPARE(ui::objectName(""), QStringLiteral(""));
    QCOMPARE(sequence(core::Seq(4718913)), QStringLiteral("4,718,913"));
}

QTEST_GUILESS_MAIN(TestFormat)
#include "test_format.moc"
