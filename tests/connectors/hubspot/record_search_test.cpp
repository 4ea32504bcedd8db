#include "engine/connectors/hubspot/record_search.h"

#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

#include <boost/json/serialize.hpp>

using namespace syncline;
using namespace syncline::connectors::hubspot;

Q_DECLARE_METATYPE(PropertyKind)

namespace {

ObjectType contacts() {
    ObjectCatalog catalog(test::mappedObjects());
    const auto body = parseObject(test::describedProperties("contacts"));
    catalog.all().front().describe(*arrayMember(*body, "results"));
    return catalog.all().front();
}

}  // namespace

class RecordSearchTest : public QObject {
    Q_OBJECT

private slots:
    void text_isAskedForInLowerCase();
    void options_areAskedForAsWritten();
    void textBeyondAscii_isAskedForOneByOne();
    void longLists_areCut();
    void valueBeyondAllLimits_isRefused();
    void sameValue_data();
    void sameValue();
};

void RecordSearchTest::text_isAskedForInLowerCase() {
    const ObjectType type = contacts();
    const auto filters = filtersFor({"firstname", &type, {"Ada", " BO "}}, 0);
    QVERIFY(filters);
    QCOMPARE(filters->values, std::size_t(2));
    QCOMPARE(boost::json::serialize(filters->groups),
             R"([{"filters":[{"propertyName":"firstname","operator":"IN","values":["ada","bo"]}]}])");
}

void RecordSearchTest::options_areAskedForAsWritten() {
    const ObjectType type = contacts();
    const auto filters = filtersFor({"lifecyclestage", &type, {"marketingQualified"}}, 0);
    QVERIFY(filters);
    QVERIFY(boost::json::serialize(filters->groups).find("marketingQualified") != std::string::npos);
}

void RecordSearchTest::textBeyondAscii_isAskedForOneByOne() {
    const ObjectType type = contacts();
    const std::vector<std::string> values{"Ádám", "bo", "Éva", "Őrs", "Ünige", "Ödön", "cy"};
    const auto first = filtersFor({"firstname", &type, values}, 0);
    QVERIFY(first);
    QCOMPARE(first->values, std::size_t(5));  // four groups of their own and one list
    QCOMPARE(first->groups.size(), std::size_t(5));
    const auto rest = filtersFor({"firstname", &type, values}, first->values);
    QVERIFY(rest);
    QCOMPARE(rest->values, std::size_t(2));
}

void RecordSearchTest::longLists_areCut() {
    const ObjectType type = contacts();
    const std::vector<std::string> values(100, std::string(100, 'x'));
    std::size_t asked = 0;
    int searches = 0;
    while (asked < values.size()) {
        const auto filters = filtersFor({"firstname", &type, values}, asked);
        QVERIFY(filters);
        QVERIFY(boost::json::serialize(filters->groups).size() < 2900);
        asked += filters->values;
        ++searches;
    }
    QCOMPARE(asked, values.size());
    QVERIFY(searches > 3);
}

void RecordSearchTest::valueBeyondAllLimits_isRefused() {
    QVERIFY(!filtersFor({"firstname", nullptr, {std::string(3000, 'x')}}, 0));
}

void RecordSearchTest::sameValue_data() {
    QTest::addColumn<PropertyKind>("kind");
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("same");
    QTest::newRow("case") << PropertyKind::Text << QByteArray("Ada ") << QByteArray("ADA") << true;
    QTest::newRow("another") << PropertyKind::Text << QByteArray("Ada") << QByteArray("Bo") << false;
    QTest::newRow("blanks are not found") << PropertyKind::Text << QByteArray("") << QByteArray(" ") << false;
    QTest::newRow("scale") << PropertyKind::Number << QByteArray("12.5") << QByteArray("12.50") << true;
    QTest::newRow("numbers that are none") << PropertyKind::Number << QByteArray("x") << QByteArray("y") << false;
    QTest::newRow("forms of an instant") << PropertyKind::Instant << QByteArray("1795428930123")
                                         << QByteArray("2026-11-23T10:15:30.123Z") << true;
}

void RecordSearchTest::sameValue() {
    QFETCH(PropertyKind, kind);
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, same);
    QCOMPARE(isSameValue(kind, a.toStdString(), b.toStdString()), same);
}

QTEST_GUILESS_MAIN(RecordSearchTest)
#include "record_search_test.moc"
