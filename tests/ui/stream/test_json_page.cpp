#include "ui/stream/json_page.h"
#include "ui/stream/json_tokens.h"

#include <QTest>

using namespace syncline::ui::stream;
using syncline::core::Side;

namespace {

QString at(const JsonPage& page, const JsonRange& range) {
    return page.text.mid(range.start, range.length);
}

}  // namespace

class TestJsonPage : public QObject {
    Q_OBJECT
private slots:
    void page_isReadable_data() {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<QString>("text");
        QTest::newRow("a member a line") << R"({"a":1,"b":"two"})"
                                         << "{\n  \"a\": 1,\n  \"b\": \"two\"\n}";
        QTest::newRow("short ones in one line")
            << R"({"event":{"replayId":37904301},"ids":["1","2"]})"
            << "{\n  \"event\": {\"replayId\": 37904301},\n  \"ids\": [\"1\", \"2\"]\n}";
        QTest::newRow("long ones broken")
            << R"({"list":["0123456789012345678901234567890123456789","01234567890123456789"]})"
            << "{\n  \"list\": [\n    \"0123456789012345678901234567890123456789\",\n    \"01234567890123456789\"\n  "
               "]\n}";
        QTest::newRow("numbers as they came") << R"({"n":12345678901234567890,"m":1.50e+3})"
                                              << "{\n  \"n\": 12345678901234567890,\n  \"m\": 1.50e+3\n}";
        QTest::newRow("order as it came") << R"({"z":1,"a":2})"
                                          << "{\n  \"z\": 1,\n  \"a\": 2\n}";
        QTest::newRow("brackets and quotes in texts") << "{\"a\":\"x\\\"},{[\",\"b\":null}"
                                                      << "{\n  \"a\": \"x\\\"},{[\",\n  \"b\": null\n}";
        QTest::newRow("empty") << "{}"
                               << "{}";
        QTest::newRow("blanks go") << " { \"a\" :\n[ ] } "
                                   << "{\n  \"a\": []\n}";
        QTest::newRow("broken off") << R"({"a":1)"
                                    << R"({"a":1)";
        QTest::newRow("a comma too many") << R"({"a":1,})"
                                          << R"({"a":1,})";
        QTest::newRow("the wrong bracket") << R"({"a":[1}})"
                                           << R"({"a":[1}})";
        QTest::newRow("no JSON") << "503 Service Unavailable"
                                 << "503 Service Unavailable";
        QTest::newRow("too deep") << QString(100, QLatin1Char('[')) + QString(100, QLatin1Char(']'))
                                  << QString(100, QLatin1Char('[')) + QString(100, QLatin1Char(']'));
    }
    void page_isReadable() {
        QFETCH(QString, raw);
        QTEST(jsonPage(raw).text, "text");
    }

    void members_pointIntoTheText() {
        const JsonPage page = jsonPage(QStringLiteral(R"({"payload":{"Phone":"1","x":{"Phone":"2"}}})"));
        QCOMPARE(page.members.size(), std::size_t{4});
        QCOMPARE(page.members.at(1).path, (QStringList{QStringLiteral("payload"), QStringLiteral("Phone")}));
        QCOMPARE(at(page, page.members.at(1).key), QStringLiteral("\"Phone\""));
        QCOMPARE(at(page, page.members.at(1).value), QStringLiteral("\"1\""));
        QCOMPARE(at(page, page.members.at(2).value), QStringLiteral("{\"Phone\": \"2\"}"));
        QCOMPARE(at(page, page.members.at(3).value), QStringLiteral("\"2\""));
    }

    void field_isFoundWhereTheSideTellsIt_data() {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<int>("side");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        const auto salesforce = static_cast<int>(Side::Salesforce);
        const auto hubspot = static_cast<int>(Side::HubSpot);
        const QString event = QStringLiteral(
            R"({"schema":"Phone","payload":{"ChangeEventHeader":{"changedFields":["Phone"],"Phone":"no"},)"
            R"("Note":"Phone","Phone":"+46 8","Name":{"LastName":"Haddad"},)"
            R"("BillingAddress":{"City":"Graz"},"Home__c":{"Latitude":1.5}},"event":{"replayId":1}})");
        QTest::newRow("a member, not a text that says the same") << event << salesforce << "Phone"
                                                                 << "\"+46 8\"";
        QTest::newRow("a part of a name") << event << salesforce << "LastName"
                                          << "\"Haddad\"";
        QTest::newRow("a part of an address") << event << salesforce << "BillingCity"
                                              << "\"Graz\"";
        QTest::newRow("a part of a place of one's own") << event << salesforce << "Home__Latitude__s"
                                                        << "1.5";
        QTest::newRow("not named") << event << salesforce << "Fax"
                                   << "";
        QTest::newRow("beside the payload") << event << salesforce << "replayId"
                                            << "";
        const QString journal = QStringLiteral(
            R"({"objectId":51,"action":"UPDATE","propertyChanges":{"phone":null,"jobtitle":"objectId"}})");
        QTest::newRow("a property") << journal << hubspot << "jobtitle"
                                    << "\"objectId\"";
        QTest::newRow("a cleared property") << journal << hubspot << "phone"
                                            << "null";
        QTest::newRow("beside the properties") << journal << hubspot << "objectId"
                                               << "";
        QTest::newRow("no JSON") << "phone" << hubspot << "phone"
                                 << "";
    }
    void field_isFoundWhereTheSideTellsIt() {
        QFETCH(QString, raw);
        QFETCH(int, side);
        QFETCH(QString, name);
        const JsonPage page = jsonPage(raw);
        const JsonMember* const member = memberOfField(page, static_cast<Side>(side), name);
        QTEST(member == nullptr ? QString() : at(page, member->value), "value");
    }

    void tokens_coverTheText() {
        const auto tokens = jsonTokens(QStringLiteral(R"([-1.5, "a\\", true])"));
        QVERIFY(tokens.has_value());
        QCOMPARE(tokens->size(), std::size_t{7});
        QCOMPARE(tokens->at(1).length, 4);
        QCOMPARE(tokens->at(3).length, 5);
        QVERIFY(!jsonTokens(QStringLiteral("\"open")).has_value());
        QVERIFY(!jsonTokens(QStringLiteral("'")).has_value());
    }
};

QTEST_GUILESS_MAIN(TestJsonPage)
#include "test_json_page.moc"
