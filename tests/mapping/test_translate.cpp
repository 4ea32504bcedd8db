#include "engine/mapping/translate.h"

#include <QTest>
#include <string>

using namespace syncline;
using namespace syncline::mapping;
using core::Side;

Q_DECLARE_METATYPE(syncline::mapping::FieldMapping)
Q_DECLARE_METATYPE(syncline::core::Side)

namespace {

FieldMapping fieldOf(Comparison comparison, std::vector<OptionPair> options = {}, int scale = -1) {
    FieldMapping field;
    field.name = "field";
    field.comparison = comparison;
    field.scale = scale;
    field.options = std::move(options);
    return field;
}

const std::vector<OptionPair> kRatings = {{"Hot", "hot"}, {"Warm", "warm"}, {"Cold", "cold"}};
const std::vector<OptionPair> kSwapped = {{"A", "B"}, {"B", "A"}};
const std::vector<OptionPair> kMany = {{"Very hot", "hot"}, {"Hot", "hot"}, {"Cold", "cold"}, {"Cold", "icy"}};
const std::vector<OptionPair> kYesNo = {{"true", "Yes"}, {"false", "No"}};

}  // namespace

/// What one side's text becomes on the other.
class TestTranslate : public QObject {
    Q_OBJECT

private slots:
    void otherSide_getsWhatWouldBeWrittenThere_data();
    void otherSide_getsWhatWouldBeWrittenThere();
    void blank_isBlankOnBothSides_data();
    void blank_isBlankOnBothSides();
    void standIn_isWrittenForABlank();
    void standIn_countsAsBlank();
    void wayBack_isTheSame_data();
    void wayBack_isTheSame();
    void keys_areThoseOfEachSidesText();
    void optionsThatShareAName_areTheSameThere();
};

void TestTranslate::otherSide_getsWhatWouldBeWrittenThere_data() {
    using enum Comparison;
    QTest::addColumn<FieldMapping>("field");
    QTest::addColumn<Side>("side");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("other");

    const auto row = [](const char* name, FieldMapping field, Side side, const char* text, const char* other) {
        QTest::newRow(name) << std::move(field) << side << QByteArray(text) << QByteArray(other);
    };
    const Side sf = Side::Salesforce;
    const Side hs = Side::HubSpot;
    row("exact is carried byte by byte", fieldOf(Exact), sf, " a ", " a ");
    row("text loses its outer white space", fieldOf(Trimmed), sf, " Berlin\n", "Berlin");
    row("text is not recomposed", fieldOf(Trimmed), hs, "u\xcc\x88", "u\xcc\x88");
    row("case is kept", fieldOf(CaseInsensitive), sf, "Ada@ACME.example", "Ada@ACME.example");
    row("a number to dial is kept as written", fieldOf(PhoneDigits), hs, "+1 (555) 010", "+1 (555) 010");
    row("a number is rounded to the scale", fieldOf(Number, {}, 2), hs, "12.345", "12.35");
    row("a number loses its zeros", fieldOf(Number), sf, "50000.00", "50000");
    row("a number loses its exponent", fieldOf(Number), sf, "1.0E7", "10000000");
    row("a number that is none is carried over", fieldOf(Number, {}, 2), hs, " many ", "many");
    row("a truth value has two words", fieldOf(Boolean), hs, "Yes", "true");
    row("no truth value is carried over", fieldOf(Boolean), hs, "perhaps", "perhaps");
    row("a day", fieldOf(Date), sf, "2026-11-23", "2026-11-23");
    row("an instant's day", fieldOf(Date), hs, "2026-11-23T00:00:00Z", "2026-11-23");
    row("an instant in UTC", fieldOf(Instant), sf, "2026-11-23T10:15:30.000+0100", "2026-11-23T09:15:30.000Z");
    row("a set keeps its order", fieldOf(Set), sf, "b;a", "b;a");
    row("a set does not begin with what HubSpot takes for an addition", fieldOf(Set), sf, ";a; b;", "a;b");

    row("an option to HubSpot", fieldOf(Trimmed, kRatings), sf, "Hot", "hot");
    row("an option to Salesforce", fieldOf(Trimmed, kRatings), hs, "cold", "Cold");
    row("an option with white space", fieldOf(Trimmed, kRatings), hs, " warm ", "Warm");
    row("an option in another case is another one", fieldOf(Trimmed, kRatings), hs, "HOT", "HOT");
    row("unless case does not count", fieldOf(CaseInsensitive, kRatings), hs, "HOT", "Hot");
    row("an unknown option is carried over", fieldOf(Trimmed, kRatings), sf, "Lukewarm", "Lukewarm");
    row("the other side's name is not ours", fieldOf(Trimmed, kRatings), sf, "hot", "hot");
    row("options that are swapped", fieldOf(Trimmed, kSwapped), sf, "A", "B");
    row("and back", fieldOf(Trimmed, kSwapped), hs, "A", "B");
    row("of two names the first is taken, to Salesforce", fieldOf(Trimmed, kMany), hs, "hot", "Very hot");
    row("of two names the first is taken, to HubSpot", fieldOf(Trimmed, kMany), sf, "Cold", "cold");
    row("the second still leads over", fieldOf(Trimmed, kMany), hs, "icy", "Cold");
    row("options within a set", fieldOf(Set, kRatings), sf, "Cold;Hot;New", "cold;hot;New");
    row("options of truth values", fieldOf(Boolean, kYesNo), sf, "true", "Yes");
    row("options of truth values by their meaning", fieldOf(Boolean, kYesNo), hs, "yes", "true");
    row("options keep their case when they are exact", fieldOf(Exact, kRatings), sf, "Hot", "hot");
}

void TestTranslate::otherSide_getsWhatWouldBeWrittenThere() {
    QFETCH(const FieldMapping, field);
    QFETCH(const Side, side);
    QFETCH(const QByteArray, text);
    const auto values = translate(field, side, text.toStdString());
    QVERIFY(!values[side].isBlank());
    QCOMPARE(QByteArray::fromStdString(*values[side].text), text);
    QVERIFY(!values[other(side)].isBlank());
    QTEST(QByteArray::fromStdString(*values[other(side)].text), "other");
}

void TestTranslate::blank_isBlankOnBothSides_data() {
    QTest::addColumn<FieldMapping>("field");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << fieldOf(Comparison::Trimmed) << QByteArray("");
    QTest::newRow("white space") << fieldOf(Comparison::Exact) << QByteArray(" \t\n");
    QTest::newRow("no-break space") << fieldOf(Comparison::Number) << QByteArray("\xc2\xa0");
    QTest::newRow("a set of nothing") << fieldOf(Comparison::Set) << QByteArray("; ;");
    QTest::newRow("options do not name the blank") << fieldOf(Comparison::Trimmed, {{"", "none"}}) << QByteArray(" ");
}

void TestTranslate::blank_isBlankOnBothSides() {
    QFETCH(const FieldMapping, field);
    QFETCH(const QByteArray, text);
    for (const Side side : core::kSides) {
        QCOMPARE(translate(field, side, text.toStdString()), core::PerSide<core::Value>());
        QCOMPARE(translate(field, side, std::nullopt), core::PerSide<core::Value>());
    }
}

void TestTranslate::standIn_isWrittenForABlank() {
    FieldMapping field = fieldOf(Comparison::Trimmed, kRatings);
    field.blankAs.salesforce = "(unknown)";
    for (const std::optional<std::string>& blank : {std::optional<std::string>(), std::optional<std::string>(" ")}) {
        const auto values = translate(field, Side::HubSpot, blank);
        QVERIFY(values.hubspot.isBlank());
        QCOMPARE(values.salesforce, (core::Value{"(unknown)", "(unknown)"}));
        QCOMPARE(translate(field, Side::Salesforce, blank), core::PerSide<core::Value>());
    }
}

void TestTranslate::standIn_countsAsBlank() {
    FieldMapping field = fieldOf(Comparison::Boolean);
    field.blankAs.salesforce = "false";
    QVERIFY(translate(field, Side::Salesforce, "no").hubspot.isBlank());
    QCOMPARE(translate(field, Side::Salesforce, "no").salesforce, (core::Value{"no", "false"}));
    QCOMPARE(translate(field, Side::Salesforce, "true").hubspot, (core::Value{"true", "true"}));
    QCOMPARE(translate(field, Side::HubSpot, "false").salesforce, (core::Value{"false", "false"}));
    field.blankAs.hubspot = "unset";
    QCOMPARE(*translate(field, Side::Salesforce, "no").hubspot.text, std::string("unset"));
    QCOMPARE(*translate(field, Side::HubSpot, "Unset").salesforce.text, std::string("Unset"));
    QCOMPARE(*translate(field, Side::HubSpot, "unset ").salesforce.text, std::string("false"));
}

void TestTranslate::wayBack_isTheSame_data() {
    using enum Comparison;
    QTest::addColumn<FieldMapping>("field");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, FieldMapping field, const char* text) {
        QTest::newRow(name) << std::move(field) << QByteArray(text);
    };
    row("text", fieldOf(Trimmed), " Z\xc3\xbcrich ");
    row("e-mail", fieldOf(CaseInsensitive), "Ada@ACME.example");
    row("phone", fieldOf(PhoneDigits), "+1 555 0100 ext. 3");
    row("a number finer than the scale", fieldOf(Number, {}, 2), "3.14159");
    row("a number that is none", fieldOf(Number, {}, 2), "n/a");
    row("truth", fieldOf(Boolean), "YES");
    row("instant", fieldOf(Instant), "2026-11-23T10:15:30.5+05:30");
    row("set", fieldOf(Set), "c;a;;b");
    row("options of Salesforce", fieldOf(Trimmed, kRatings), "Hot");
    row("options of HubSpot", fieldOf(Trimmed, kRatings), "hot");
    row("unknown option", fieldOf(Trimmed, kRatings), "tepid");
    row("options in a set", fieldOf(Set, kRatings), "Hot;Cold");
}

void TestTranslate::wayBack_isTheSame() {
    QFETCH(const FieldMapping, field);
    QFETCH(const QByteArray, text);
    // What the other side was given, and tells us of, is what it was given.
    const auto there = translate(field, Side::Salesforce, text.toStdString());
    const auto back = translate(field, Side::HubSpot, there.hubspot.text);
    QCOMPARE(back.hubspot.key, there.hubspot.key);
    if (field.options.empty() || text != "hot")
        QCOMPARE(back.salesforce.key, there.salesforce.key);
}

void TestTranslate::keys_areThoseOfEachSidesText() {
    const FieldMapping field = fieldOf(Comparison::CaseInsensitive, kRatings);
    const auto values = translate(field, Side::Salesforce, "Warm");
    QCOMPARE(values.salesforce, (core::Value{"Warm", "warm"}));
    QCOMPARE(values.hubspot, (core::Value{"warm", "warm"}));
    const auto exact = translate(fieldOf(Comparison::Trimmed, kRatings), Side::Salesforce, "Warm");
    QCOMPARE(exact.salesforce.key, std::string("Warm"));
    QCOMPARE(exact.hubspot.key, std::string("warm"));
}

void TestTranslate::optionsThatShareAName_areTheSameThere() {
    const FieldMapping field = fieldOf(Comparison::Trimmed, kMany);
    const auto hot = translate(field, Side::Salesforce, "Hot");
    const auto veryHot = translate(field, Side::Salesforce, "Very hot");
    QVERIFY(same(hot.hubspot, veryHot.hubspot));
    QVERIFY(!same(hot.salesforce, veryHot.salesforce));
}

QTEST_APPLESS_MAIN(TestTranslate)
#include "test_translate.moc"
