#include "engine/connectors/hubspot/canonical_text.h"

#include <QTest>

using namespace syncline::connectors::hubspot;

class CanonicalTextTest : public QObject {
    Q_OBJECT

private slots:
    void reading_data();
    void reading();
    void writing_data();
    void writing();
    void nullIsBlank();
};

Q_DECLARE_METATYPE(PropertyKind)

void CanonicalTextTest::reading_data() {
    QTest::addColumn<PropertyKind>("kind");
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<QByteArray>("canonical");  // empty: blank

    const auto row = [](const char* name, PropertyKind kind, const char* wire, const char* canonical) {
        QTest::newRow(name) << kind << QByteArray(wire) << QByteArray(canonical);
    };
    row("text is trimmed", PropertyKind::Text, "  Ada \n", "Ada");
    row("empty text is blank", PropertyKind::Text, "", "");
    row("white space is blank", PropertyKind::Text, " \t ", "");
    row("text that looks like a time stays", PropertyKind::Text, "1795430400123", "1795430400123");
    row("a number stays as written", PropertyKind::Number, "12.50", "12.50");
    row("a boolean in capitals", PropertyKind::Boolean, "TRUE", "true");
    row("a boolean that is none", PropertyKind::Boolean, "Yes", "Yes");
    row("a date", PropertyKind::Date, "2026-11-23", "2026-11-23");
    row("a date in milliseconds", PropertyKind::Date, "1795392000000", "2026-11-23");
    row("a date before 1970 in milliseconds", PropertyKind::Date, "-86400000", "1969-12-31");
    row("an instant without fraction", PropertyKind::Instant, "2026-11-23T10:15:30Z", "2026-11-23T10:15:30.000Z");
    row("an instant with an offset", PropertyKind::Instant, "2026-11-23T11:15:30+01:00", "2026-11-23T10:15:30.000Z");
    row("an instant in milliseconds", PropertyKind::Instant, "1795428930123", "2026-11-23T10:15:30.123Z");
    row("an instant that is none", PropertyKind::Instant, "soon", "soon");
    row("options are sorted by text", PropertyKind::Options, "b;a;c", "a;b;c");
    row("options that append", PropertyKind::Options, ";b; a", "a;b");
    row("an option twice", PropertyKind::Options, "a;b;a", "a;b");
    row("no options", PropertyKind::Options, ";", "");
}

void CanonicalTextTest::reading() {
    QFETCH(PropertyKind, kind);
    QFETCH(QByteArray, wire);
    QFETCH(QByteArray, canonical);
    const auto read = canonicalText(kind, wire.toStdString());
    QCOMPARE(read.has_value(), !canonical.isEmpty());
    QCOMPARE(QByteArray::fromStdString(read.value_or("")), canonical);
}

void CanonicalTextTest::writing_data() {
    QTest::addColumn<PropertyKind>("kind");
    QTest::addColumn<QByteArray>("canonical");  // empty: blank
    QTest::addColumn<QByteArray>("wire");

    const auto row = [](const char* name, PropertyKind kind, const char* canonical, const char* wire) {
        QTest::newRow(name) << kind << QByteArray(canonical) << QByteArray(wire);
    };
    row("blank clears by an empty text", PropertyKind::Text, "", "");
    row("blank options clear", PropertyKind::Options, "", "");
    row("options replace, no semicolon in front", PropertyKind::Options, "a;b", "a;b");
    row("a date for an instant is its midnight", PropertyKind::Instant, "2026-11-23", "2026-11-23T00:00:00.000Z");
    row("an instant for a date is its day", PropertyKind::Date, "2026-11-23T22:00:00.000Z", "2026-11-23");
    row("an instant stays", PropertyKind::Instant, "2026-11-23T22:00:00.000Z", "2026-11-23T22:00:00.000Z");
    row("long text that is no instant stays", PropertyKind::Date, "some day in November", "some day in November");
}

void CanonicalTextTest::writing() {
    QFETCH(PropertyKind, kind);
    QFETCH(QByteArray, canonical);
    QFETCH(QByteArray, wire);
    std::optional<std::string> text;
    if (!canonical.isEmpty())
        text = canonical.toStdString();
    QCOMPARE(QByteArray::fromStdString(wireText(kind, text)), wire);
}

void CanonicalTextTest::nullIsBlank() {
    QVERIFY(!canonicalText(PropertyKind::Text, std::nullopt).has_value());
}

QTEST_GUILESS_MAIN(CanonicalTextTest)
#include "canonical_text_test.moc"
