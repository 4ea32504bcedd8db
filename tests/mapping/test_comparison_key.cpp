#include "engine/mapping/translate.h"

#include <QTest>
#include <string>

using namespace syncline;
using namespace syncline::mapping;

Q_DECLARE_METATYPE(syncline::mapping::Comparison)

namespace {

FieldMapping fieldOf(Comparison comparison, int scale = -1) {
    FieldMapping field;
    field.name = "field";
    field.comparison = comparison;
    field.scale = scale;
    return field;
}

QByteArray keyOf(const FieldMapping& field, const QByteArray& text) {
    return QByteArray::fromStdString(comparisonKey(field, text.toStdString()));
}

}  // namespace

/// What each comparison makes of a text, and which texts are the same to it.
class TestComparisonKey : public QObject {
    Q_OBJECT

private slots:
    void key_isWhatTheComparisonReads_data();
    void key_isWhatTheComparisonReads();
    void number_isRoundedToTheScale_data();
    void number_isRoundedToTheScale();
    void blank_hasNoKey_data();
    void blank_hasNoKey();
    void key_isItsOwnKey_data();
    void key_isItsOwnKey();

private:
    static void rowsOfText();
    static void rowsOfPhones();
    static void rowsOfNumbersAndTruth();
    static void rowsOfTimes();
    static void rowsOfSets();
};

void TestComparisonKey::key_isWhatTheComparisonReads_data() {
    QTest::addColumn<Comparison>("comparison");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("key");
    rowsOfText();
    rowsOfPhones();
    rowsOfNumbersAndTruth();
    rowsOfTimes();
    rowsOfSets();
}

void TestComparisonKey::rowsOfText() {
    using enum Comparison;
    QTest::newRow("exact keeps white space") << Exact << QByteArray(" a ") << QByteArray(" a ");
    QTest::newRow("exact keeps case") << Exact << QByteArray("Ada") << QByteArray("Ada");
    QTest::newRow("exact keeps a decomposed letter")
        << Exact << QByteArray("Zu\xcc\x88rich") << QByteArray("Zu\xcc\x88rich");
    QTest::newRow("exact keeps line ends") << Exact << QByteArray("a\r\nb") << QByteArray("a\r\nb");

    QTest::newRow("trimmed: blanks and line ends around")
        << Trimmed << QByteArray(" \t\r\nBerlin \n") << QByteArray("Berlin");
    QTest::newRow("trimmed: no-break and ideographic space around")
        << Trimmed << QByteArray("\xc2\xa0\xe3\x80\x80Osaka\xe2\x80\xaf") << QByteArray("Osaka");
    QTest::newRow("trimmed: white space within stays") << Trimmed << QByteArray("New  York") << QByteArray("New  York");
    QTest::newRow("trimmed: case stays") << Trimmed << QByteArray("NYC") << QByteArray("NYC");
    QTest::newRow("trimmed: decomposed becomes composed")
        << Trimmed << QByteArray("Zu\xcc\x88rich") << QByteArray("Z\xc3\xbcrich");
    QTest::newRow("trimmed: the Angstrom sign is the letter")
        << Trimmed << QByteArray("\xe2\x84\xab") << QByteArray("\xc3\x85");
    QTest::newRow("trimmed: CRLF is LF") << Trimmed << QByteArray("a\r\nb\rc") << QByteArray("a\nb\rc");
    QTest::newRow("trimmed: a zero-width space is no white space")
        << Trimmed << QByteArray("\xe2\x80\x8bx") << QByteArray("\xe2\x80\x8bx");
    QTest::newRow("trimmed: what is not UTF-8 stays") << Trimmed << QByteArray(" \xff\xfe ") << QByteArray("\xff\xfe");
    QTest::newRow("trimmed: a NUL inside stays") << Trimmed << QByteArray("a\0b", 3) << QByteArray("a\0b", 3);

    QTest::newRow("case: e-mail") << CaseInsensitive << QByteArray("Ada.Adler@ACME.example")
                                  << QByteArray("ada.adler@acme.example");
    QTest::newRow("case: trimmed as well") << CaseInsensitive << QByteArray(" ADA ") << QByteArray("ada");
    QTest::newRow("case: sharp s is ss") << CaseInsensitive
                                         << QByteArray(
                                                "Stra\xc3\x9f"
                                                "e")
                                         << QByteArray("strasse");
    QTest::newRow("case: umlauts") << CaseInsensitive << QByteArray("M\xc3\x96LLER") << QByteArray("m\xc3\xb6ller");
    QTest::newRow("case: decomposed umlauts")
        << CaseInsensitive << QByteArray("MO\xcc\x88LLER") << QByteArray("m\xc3\xb6ller");
    QTest::newRow("case: final sigma is sigma")
        << CaseInsensitive << QByteArray("\xce\xa3\xcf\x82") << QByteArray("\xcf\x83\xcf\x83");
    QTest::newRow("case: what is not UTF-8 stays") << CaseInsensitive << QByteArray("A\xff") << QByteArray("A\xff");
}

void TestComparisonKey::rowsOfPhones() {
    using enum Comparison;
    QTest::newRow("phone: plus, blanks, brackets, dashes")
        << PhoneDigits << QByteArray("+1 (555) 010-2000") << QByteArray("15550102000");
    QTest::newRow("phone: without the plus") << PhoneDigits << QByteArray("15550102000") << QByteArray("15550102000");
    QTest::newRow("phone: dots and slashes") << PhoneDigits << QByteArray("030/123.456") << QByteArray("030123456");
    QTest::newRow("phone: no-break spaces") << PhoneDigits
                                            << QByteArray(
                                                   "+1\xc2\xa0"
                                                   "555")
                                            << QByteArray("1555");
    QTest::newRow("phone: a tel address")
        << PhoneDigits << QByteArray("tel:+1-555-0100;ext=12") << QByteArray("15550100x12");
    QTest::newRow("phone: extension in words")
        << PhoneDigits << QByteArray("555 0100 ext. 12") << QByteArray("5550100x12");
    QTest::newRow("phone: extension as x") << PhoneDigits << QByteArray("5550100x12") << QByteArray("5550100x12");
    QTest::newRow("phone: extension as #") << PhoneDigits << QByteArray("555-0100 #12") << QByteArray("5550100x12");
    QTest::newRow("phone: Arabic digits") << PhoneDigits << QByteArray("\xd9\xa1\xd9\xa2\xd9\xa3") << QByteArray("123");
    QTest::newRow("phone: letters to dial are no digits")
        << PhoneDigits << QByteArray("1-800-FLOWERS") << QByteArray("=1-800-FLOWERS");
    QTest::newRow("phone: no digits") << PhoneDigits << QByteArray(" n/a ") << QByteArray("=n/a");
    QTest::newRow("phone: a mark without its extension") << PhoneDigits << QByteArray("555 x") << QByteArray("=555 x");
    QTest::newRow("phone: two extensions") << PhoneDigits << QByteArray("5x1x2") << QByteArray("=5x1x2");
    QTest::newRow("phone: punctuation only") << PhoneDigits << QByteArray("--") << QByteArray("=--");
}

void TestComparisonKey::rowsOfNumbersAndTruth() {
    using enum Comparison;
    QTest::newRow("number: zeros in front and behind") << Number << QByteArray("0012.500") << QByteArray("12.5");
    QTest::newRow("number: whole") << Number << QByteArray("100") << QByteArray("100");
    QTest::newRow("number: a point and zeros") << Number << QByteArray("100.00") << QByteArray("100");
    QTest::newRow("number: negative") << Number << QByteArray("-3.10") << QByteArray("-3.1");
    QTest::newRow("number: a plus") << Number << QByteArray("+7") << QByteArray("7");
    QTest::newRow("number: minus zero") << Number << QByteArray("-0.00") << QByteArray("0");
    QTest::newRow("number: no whole part") << Number << QByteArray(".5") << QByteArray("0.5");
    QTest::newRow("number: no fraction behind the point") << Number << QByteArray("5.") << QByteArray("5");
    QTest::newRow("number: exponent, as Java writes it") << Number << QByteArray("1.25E7") << QByteArray("12500000");
    QTest::newRow("number: negative exponent") << Number << QByteArray("25e-3") << QByteArray("0.025");
    QTest::newRow("number: more digits than a double holds")
        << Number << QByteArray("12345678901234567890.123456789") << QByteArray("12345678901234567890.123456789");
    QTest::newRow("number: grouped thousands") << Number << QByteArray("1,000") << QByteArray("=1,000");
    QTest::newRow("number: words") << Number << QByteArray("a few") << QByteArray("=a few");
    QTest::newRow("number: a point alone") << Number << QByteArray(".") << QByteArray("=.");
    QTest::newRow("number: an exponent without digits") << Number << QByteArray("1e") << QByteArray("=1e");
    QTest::newRow("number: an exponent with two signs") << Number << QByteArray("1e+-3") << QByteArray("=1e+-3");
    QTest::newRow("number: an exponent out of all reason")
        << Number << QByteArray("1e999999999") << QByteArray("=1e999999999");
    QTest::newRow("number: not a number") << Number << QByteArray("NaN") << QByteArray("=NaN");

    QTest::newRow("boolean: true") << Boolean << QByteArray("true") << QByteArray("true");
    QTest::newRow("boolean: Yes") << Boolean << QByteArray(" Yes ") << QByteArray("true");
    QTest::newRow("boolean: 1") << Boolean << QByteArray("1") << QByteArray("true");
    QTest::newRow("boolean: FALSE") << Boolean << QByteArray("FALSE") << QByteArray("false");
    QTest::newRow("boolean: no") << Boolean << QByteArray("no") << QByteArray("false");
    QTest::newRow("boolean: 0") << Boolean << QByteArray("0") << QByteArray("false");
    QTest::newRow("boolean: maybe") << Boolean << QByteArray("maybe") << QByteArray("=maybe");
}

void TestComparisonKey::rowsOfTimes() {
    using enum Comparison;
    QTest::newRow("date: a day") << Date << QByteArray(" 2026-11-23 ") << QByteArray("2026-11-23");
    QTest::newRow("date: an instant's day as written")
        << Date << QByteArray("2026-11-23T23:30:00.000-05:00") << QByteArray("2026-11-23");
    QTest::newRow("date: leap day") << Date << QByteArray("2028-02-29") << QByteArray("2028-02-29");
    QTest::newRow("date: no leap day") << Date << QByteArray("2026-02-29") << QByteArray("=2026-02-29");
    QTest::newRow("date: another order") << Date << QByteArray("23.11.2026") << QByteArray("=23.11.2026");
    QTest::newRow("date: a day and more") << Date << QByteArray("2026-11-23x") << QByteArray("=2026-11-23x");

    QTest::newRow("instant: UTC") << Instant << QByteArray("2026-11-23T10:15:30.000Z")
                                  << QByteArray("2026-11-23T10:15:30.000Z");
    QTest::newRow("instant: without a fraction")
        << Instant << QByteArray("2026-11-23T10:15:30Z") << QByteArray("2026-11-23T10:15:30.000Z");
    QTest::newRow("instant: Salesforce's zone")
        << Instant << QByteArray("2026-11-23T10:15:30.000+0000") << QByteArray("2026-11-23T10:15:30.000Z");
    QTest::newRow("instant: another zone")
        << Instant << QByteArray("2026-11-23T23:30:00-05:00") << QByteArray("2026-11-24T04:30:00.000Z");
    QTest::newRow("instant: finer than a millisecond is cut")
        << Instant << QByteArray("2026-11-23T10:15:30.123999Z") << QByteArray("2026-11-23T10:15:30.123Z");
    QTest::newRow("instant: without a zone")
        << Instant << QByteArray("2026-11-23T10:15:30") << QByteArray("=2026-11-23T10:15:30");
    QTest::newRow("instant: a day") << Instant << QByteArray("2026-11-23") << QByteArray("=2026-11-23");
}

void TestComparisonKey::rowsOfSets() {
    using enum Comparison;
    QTest::newRow("set: sorted") << Set << QByteArray("product;events") << QByteArray("events;product");
    QTest::newRow("set: once each") << Set << QByteArray("a;b;a") << QByteArray("a;b");
    QTest::newRow("set: white space and nothing between") << Set << QByteArray(" b ; ;a;") << QByteArray("a;b");
    QTest::newRow("set: HubSpot's leading semicolon") << Set << QByteArray(";a;b") << QByteArray("a;b");
    QTest::newRow("set: case counts") << Set << QByteArray("b;B") << QByteArray("B;b");
    QTest::newRow("set: composed and decomposed are one")
        << Set << QByteArray("\xc3\xbc;u\xcc\x88") << QByteArray("\xc3\xbc");
}

void TestComparisonKey::key_isWhatTheComparisonReads() {
    QFETCH(const Comparison, comparison);
    QFETCH(const QByteArray, text);
    QTEST(keyOf(fieldOf(comparison), text), "key");
}

void TestComparisonKey::number_isRoundedToTheScale_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("scale");
    QTest::addColumn<QByteArray>("key");

    QTest::newRow("half goes up") << QByteArray("12.345") << 2 << QByteArray("12.35");
    QTest::newRow("half of a negative goes away from zero") << QByteArray("-12.345") << 2 << QByteArray("-12.35");
    QTest::newRow("below half goes down") << QByteArray("12.3449999") << 2 << QByteArray("12.34");
    QTest::newRow("a double would have 1.005 below half") << QByteArray("1.005") << 2 << QByteArray("1.01");
    QTest::newRow("carries through nines") << QByteArray("999.999") << 2 << QByteArray("1000");
    QTest::newRow("to a whole number") << QByteArray("0.5") << 0 << QByteArray("1");
    QTest::newRow("small becomes zero, without a sign") << QByteArray("-0.004") << 2 << QByteArray("0");
    QTest::newRow("fewer digits than the scale") << QByteArray("7.5") << 4 << QByteArray("7.5");
    QTest::newRow("with an exponent") << QByteArray("1.2345e1") << 2 << QByteArray("12.35");
    QTest::newRow("no scale: every digit") << QByteArray("0.0000001") << -1 << QByteArray("0.0000001");
}

void TestComparisonKey::number_isRoundedToTheScale() {
    QFETCH(const QByteArray, text);
    QFETCH(const int, scale);
    QTEST(keyOf(fieldOf(Comparison::Number, scale), text), "key");
}

void TestComparisonKey::blank_hasNoKey_data() {
    using enum Comparison;
    QTest::addColumn<Comparison>("comparison");
    for (const Comparison comparison :
         {Exact, CaseInsensitive, Trimmed, PhoneDigits, Number, Boolean, Date, Instant, Set})
        QTest::addRow("comparison %d", static_cast<int>(comparison)) << comparison;
}

void TestComparisonKey::blank_hasNoKey() {
    QFETCH(const Comparison, comparison);
    const FieldMapping field = fieldOf(comparison);
    for (const char* const blank : {"", " ", "\t\r\n", "\xc2\xa0", "\xe3\x80\x80 \xe2\x80\x83"})
        QCOMPARE(keyOf(field, blank), QByteArray());
    for (const char* const text : {"x", "=", "0", "\xff", "\xe2\x80\x8b", "a;b"})
        QVERIFY2(!keyOf(field, text).isEmpty(), text);
    QCOMPARE(keyOf(field, " ; ;").isEmpty(), comparison == Comparison::Set);
}

void TestComparisonKey::key_isItsOwnKey_data() {
    blank_hasNoKey_data();
}

void TestComparisonKey::key_isItsOwnKey() {
    QFETCH(const Comparison, comparison);
    const FieldMapping field = fieldOf(comparison);
    for (const char* const text : {"Stra\xc3\x9f\x65", "u\xcc\x88", "+1 555 0100 ext 7", "0012.500", "Yes",
                                   "2026-11-23", "2026-11-23T23:30:00-05:00", "b; a;b"}) {
        const QByteArray key = keyOf(field, text);
        if (!key.startsWith('='))
            QCOMPARE(keyOf(field, key), key);
    }
}

QTEST_APPLESS_MAIN(TestComparisonKey)
#include "test_comparison_key.moc"
