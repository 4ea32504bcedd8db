#include "engine/runtime/own_values.h"

#include <QtTest/QtTest>

using namespace syncline;
using mapping::Comparison;

class OwnValuesTest : public QObject {
    Q_OBJECT

private slots:
    void value_isCheckedForBothSides_data();
    void value_isCheckedForBothSides();
    void field_thatIsNotMapped_takesNothing();
};

void OwnValuesTest::value_isCheckedForBothSides_data() {
    QTest::addColumn<Comparison>("comparison");
    QTest::addColumn<bool>("withOptions");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("salesforce");
    QTest::addColumn<QString>("hubspot");
    QTest::addColumn<bool>("isGood");
    const auto row = [](const char* name, Comparison comparison, bool withOptions, const char* text,
                        const char* salesforce, const char* hubspot, bool isGood = true) {
        QTest::newRow(name) << comparison << withOptions << QString::fromUtf8(text) << QString::fromUtf8(salesforce)
                            << QString::fromUtf8(hubspot) << isGood;
    };
    row("a text", Comparison::Trimmed, false, "Ada", "Ada", "Ada");
    row("a text that begins like an unread one", Comparison::Trimmed, false, "=1", "=1", "=1");
    row("blank", Comparison::Number, false, "", "", "");
    row("white space", Comparison::Number, false, "  ", "", "");
    row("a number", Comparison::Number, false, "012.50", "012.50", "12.5");
    row("no number", Comparison::Number, false, "many", "many", "many", false);
    row("a day", Comparison::Date, false, "2026-11-24", "2026-11-24", "2026-11-24");
    row("no day", Comparison::Date, false, "2026-02-30", "2026-02-30", "2026-02-30", false);
    row("a phone without digits", Comparison::PhoneDigits, false, "call me", "call me", "call me", false);
    row("neither yes nor no", Comparison::Boolean, false, "perhaps", "perhaps", "perhaps", false);
    row("an option", Comparison::Trimmed, true, "Hot", "Hot", "hot-lead");
    row("an option that is none", Comparison::Trimmed, true, "Tepid", "Tepid", "Tepid", false);
    row("blank where there are options", Comparison::Trimmed, true, "", "", "");
    row("a set of options", Comparison::Set, true, "Cold; Hot", "Cold; Hot", "cold;hot-lead");
    row("a set with one that is none", Comparison::Set, true, "Cold;Tepid", "Cold;Tepid", "cold;Tepid", false);
}

void OwnValuesTest::value_isCheckedForBothSides() {
    QFETCH(Comparison, comparison);
    QFETCH(bool, withOptions);
    QFETCH(QString, text);
    QFETCH(QString, salesforce);
    QFETCH(QString, hubspot);
    QFETCH(bool, isGood);
    mapping::Workspace workspace;
    mapping::FieldMapping field;
    field.name = "field";
    field.comparison = comparison;
    if (withOptions)
        field.options = {{"Hot", "hot-lead"}, {"Cold", "cold"}};
    workspace.objects.emplace_back().name = "contact";
    workspace.objects[0].fields = {field};
    const runtime::OwnValue own = runtime::OwnValues(workspace).check("contact", "field", text.toStdString());
    QCOMPARE(QString::fromStdString(own.value.salesforce.text.value_or(std::string())), salesforce);
    QCOMPARE(QString::fromStdString(own.value.hubspot.text.value_or(std::string())), hubspot);
    QCOMPARE(own.isGood(), isGood);
    QCOMPARE(own.mistake.salesforce.empty(), isGood);
    QCOMPARE(own.mistake.hubspot.empty(), isGood);
}

void OwnValuesTest::field_thatIsNotMapped_takesNothing() {
    mapping::Workspace workspace;
    workspace.objects.emplace_back().name = "contact";
    const runtime::OwnValues values(workspace);
    QVERIFY(!values.check("contact", "fax", "1").isGood());
    QVERIFY(!values.check("deal", "phone", "1").isGood());
}

QTEST_APPLESS_MAIN(OwnValuesTest)
#include "own_values_test.moc"
