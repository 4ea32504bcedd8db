#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

namespace {

/// The records' last names, "A B C".
QByteArray names(const Answer& answer) {
    QByteArray joined;
    const boost::json::value body = answer.json();
    if (!body.is_object() || !body.as_object().contains("records"))
        return answer.body();
    for (const boost::json::value& record : body.at("records").as_array())
        joined += (joined.isEmpty() ? "" : " ") + shown(record.as_object().if_contains("LastName"));
    return joined;
}

void populate(OrgFixture& org) {
    org.person({{"LastName", "Ahlberg"}, {"Title", "q"}, {"Email", "A@x.example"}, {"Score__c", "5"}});
    org.advance(10s);
    org.person({{"LastName", "Berg"}, {"Title", "q"}, {"Score__c", "50.5"}, {"DoNotCall", "true"}});
    org.advance(10s);
    org.person({{"LastName", "O'Neil"}, {"Title", "q"}, {"Birthdate", "1990-02-28"}, {"LeadSource", "Web"}});
    org.advance(10s);
    org.person({{"LastName", "100%"}, {"Title", "q"}, {"LeadSource", "Other"}});
}

}  // namespace

/// The subset of SOQL and the pages of an answer.
class QueryTest : public QObject {
    Q_OBJECT

private slots:
    void conditions_data();
    void conditions();
    void orders_data();
    void orders();
    void refusals_data();
    void refusals();
    void ids_areComparedWithCase();
    void queryAll_findsRemovedRecords();
    void count_givesNoRecords();
    void pages_followTheLocator();
    void locator_expires();
    void batchSize_isClamped_data();
    void batchSize_isClamped();
    void deepNesting_isRefused();
};

void QueryTest::conditions_data() {
    QTest::addColumn<QByteArray>("where");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* where, const char* expected) {
        QTest::newRow(where) << QByteArray(where) << QByteArray(expected);
    };
    row("LastName = 'berg'", "Berg");
    row("LastName != 'Berg'", "Ahlberg O'Neil 100%");
    row("LastName <> 'Berg'", "Ahlberg O'Neil 100%");
    row("LastName = 'O\\'Neil'", "O'Neil");
    row("LastName LIKE '%berg'", "Ahlberg Berg");
    row("LastName LIKE '_erg'", "Berg");
    row("LastName LIKE '%\\%'", "100%");
    row("LastName LIKE 'b%g'", "Berg");
    row("Email = null", "Berg O'Neil 100%");
    row("Email != null", "Ahlberg");
    row("email = 'a@X.example'", "Ahlberg");
    row("Score__c > 5", "Berg");
    row("Score__c >= 5", "Ahlberg Berg");
    row("Score__c < 50.5", "Ahlberg");
    row("Score__c <= 50.50", "Ahlberg Berg");
    row("DoNotCall = true", "Berg");
    row("DoNotCall = false", "Ahlberg O'Neil 100%");
    row("Birthdate = 1990-02-28", "O'Neil");
    row("Birthdate > 1990-02-27", "O'Neil");
    row("SystemModstamp > 2026-11-24T12:00:40Z", "O'Neil 100%");
    row("SystemModstamp >= 2026-11-24T13:00:40.000+01:00", "Berg O'Neil 100%");
    row("LeadSource IN ('Web', 'Partner')", "O'Neil");
    row("LeadSource IN ('Web', null)", "Ahlberg Berg O'Neil");
    row("LeadSource NOT IN ('Web')", "Ahlberg Berg 100%");
    row("NOT LastName = 'Berg'", "Ahlberg O'Neil 100%");
    row("LastName = 'Berg' OR LeadSource = 'Web'", "Berg O'Neil");
    row("(LastName = 'Berg' OR LeadSource = 'Web') AND DoNotCall = true", "Berg");
    row("NOT (LastName = 'Berg' OR LeadSource = 'Web') AND Score__c = 5", "Ahlberg");
    row("Contact.LastName = 'Berg'", "Berg");
    row("IsDeleted = true", "");
}

void QueryTest::conditions() {
    QFETCH(QByteArray, where);
    QFETCH(QByteArray, expected);
    OrgFixture org;
    populate(org);
    const Answer answer =
        org.query("SELECT LastName FROM Contact WHERE Title = 'q' AND (" + where.toStdString() + ") ORDER BY Id");
    QCOMPARE(names(answer), expected);
    QCOMPARE(answer.at("/done"), QByteArray("true"));
}

void QueryTest::orders_data() {
    QTest::addColumn<QByteArray>("tail");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* tail, const char* expected) {
        QTest::newRow(tail) << QByteArray(tail) << QByteArray(expected);
    };
    row("ORDER BY LastName", "100% Ahlberg Berg O'Neil");
    row("order by lastname desc", "O'Neil Berg Ahlberg 100%");
    row("ORDER BY Score__c NULLS LAST, LastName DESC", "Ahlberg Berg O'Neil 100%");
    row("ORDER BY Score__c ASC, LastName", "100% O'Neil Ahlberg Berg");
    row("ORDER BY Score__c DESC NULLS LAST, LastName", "Berg Ahlberg 100% O'Neil");
    row("ORDER BY DoNotCall DESC, CreatedDate DESC", "Berg 100% O'Neil Ahlberg");
    row("ORDER BY SystemModstamp, Id LIMIT 2", "Ahlberg Berg");
    row("ORDER BY LastName LIMIT 2 OFFSET 1", "Ahlberg Berg");
    row("ORDER BY LastName OFFSET 9", "");
    row("ORDER BY LastName LIMIT 0", "");
}

void QueryTest::orders() {
    QFETCH(QByteArray, tail);
    QFETCH(QByteArray, expected);
    OrgFixture org;
    populate(org);
    QCOMPARE(names(org.query("SELECT LastName FROM Contact WHERE Title = 'q' " + tail.toStdString())), expected);
}

void QueryTest::refusals_data() {
    QTest::addColumn<QByteArray>("soql");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* soql, const char* code) {
        QTest::newRow(*soql == '\0' ? "nothing" : soql) << QByteArray(soql) << QByteArray(code);
    };
    row("", "MALFORMED_QUERY");
    row("SELECT", "MALFORMED_QUERY");
    row("SELECT Id", "MALFORMED_QUERY");
    row("SELECT FROM Contact", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE Id", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE LastName = 'x", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE LastName = 'x\\q'", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE LastName = x", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE (LastName = 'x'", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE Title = 'a' AND Phone = 'b' OR Phone = 'c'", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact WHERE Title IN ()", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact LIMIT -1", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact nonsense", "MALFORMED_QUERY");
    row("SELECT Id FROM Contact; DELETE", "MALFORMED_QUERY");
    row("SELECT Id FROM Lead", "INVALID_TYPE");
    row("SELECT Nope FROM Contact", "INVALID_FIELD");
    row("SELECT Internal_Note__c FROM Contact", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE Internal_Note__c = 'x'", "INVALID_FIELD");
    row("SELECT Owner.Name FROM Contact", "INVALID_FIELD");
    row("SELECT Id, id FROM Contact", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE Description = 'x'", "INVALID_FIELD");
    row("SELECT Id FROM Contact ORDER BY Description", "INVALID_FIELD");
    row("SELECT Id FROM Contact ORDER BY Interests__c", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE Score__c = '5'", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE LastName = 5", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE CreatedDate > '2026-11-24T12:00:00Z'", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE CreatedDate > 2026-11-24", "INVALID_FIELD");
    row("SELECT Id FROM Contact WHERE Id = 'short'", "INVALID_QUERY_FILTER_OPERATOR");
    row("SELECT Id FROM Contact WHERE Score__c LIKE '5%'", "INVALID_QUERY_FILTER_OPERATOR");
}

void QueryTest::refusals() {
    QFETCH(QByteArray, soql);
    QFETCH(QByteArray, code);
    OrgFixture org;
    const Answer answer = org.query(soql.toStdString());
    QCOMPARE(answer.status(), 400);
    QCOMPARE(answer.at("/0/errorCode"), code);
    QCOMPARE(org.api("GET", "query").at("/0/errorCode"), QByteArray("MALFORMED_QUERY"));
}

void QueryTest::ids_areComparedWithCase() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    const auto count = [&](const std::string& literal) {
        return org.query("SELECT COUNT() FROM Contact WHERE Id = '" + literal + "'").at("/totalSize");
    };
    QCOMPARE(count(id), QByteArray("1"));
    QCOMPARE(count(id.substr(0, 15)), QByteArray("1"));
    std::string other = id;
    other[3] = '5';
    other[4] = 'F';
    QCOMPARE(count(other.substr(0, 15)), QByteArray("0"));
}

void QueryTest::queryAll_findsRemovedRecords() {
    OrgFixture org;
    const std::string winner = org.person({{"LastName", "Kept"}});
    const std::string loser = org.person({{"LastName", "Merged"}});
    const std::string gone = org.person({{"LastName", "Gone"}});
    org.remove(gone);
    model::Transaction merge(org.crm(), org.somebody(), org.world.now());
    QVERIFY(merge.merge(model::ObjectKind::Contact, winner, {loser}).ok());
    merge.commit();
    const std::string soql = "SELECT Id, LastName, MasterRecordId, IsDeleted FROM Contact WHERE IsDeleted = true";
    QCOMPARE(org.query(soql).at("/totalSize"), QByteArray("0"));
    QCOMPARE(names(org.query(soql + " ORDER BY LastName", "queryAll")), QByteArray("Gone Merged"));
    const Answer master = org.query(soql + " AND MasterRecordId != null AND Id = '" + loser + "'", "queryAll");
    QCOMPARE(master.at("/records/0/MasterRecordId").toStdString(), winner);
}

void QueryTest::count_givesNoRecords() {
    OrgFixture org;
    QCOMPARE(org.query("SELECT COUNT() FROM User").body(),
             QByteArray("{\"totalSize\":8,\"done\":true,\"records\":[]}"));
    QCOMPARE(org.query("SELECT Name FROM User WHERE IsActive = false").at("/records/0/Name"),
             QByteArray("Petra Novak"));
}

void QueryTest::pages_followTheLocator() {
    OrgFixture org;
    for (int i = 0; i < 450; ++i)
        org.person({{"LastName", "P" + std::to_string(1000 + i)}, {"Title", "page"}});
    const std::string soql =
        "query?q=" + http_server::percentEncode("SELECT LastName FROM Contact WHERE Title = 'page' ORDER BY LastName");
    Answer page = org.api("GET", soql, {}, {{"Sforce-Query-Options", "batchSize=200"}});
    std::vector<int> sizes;
    QByteArray last;
    while (true) {
        const auto records = page.json().at("records").as_array();
        sizes.push_back(static_cast<int>(records.size()));
        last = shown(records.back().as_object().if_contains("LastName"));
        QCOMPARE(page.at("/totalSize"), QByteArray("450"));
        if (page.at("/done") == "true")
            break;
        QVERIFY(page.at("/nextRecordsUrl").startsWith("/services/data/v66.0/query/01g"));
        page = org.get(page.at("/nextRecordsUrl").toStdString());
    }
    QCOMPARE(sizes, (std::vector<int>{200, 200, 50}));
    QCOMPARE(last, QByteArray("P1449"));
    QCOMPARE(page.at("/nextRecordsUrl"), QByteArray("absent"));
}

void QueryTest::locator_expires() {
    OrgFixture org;
    for (int i = 0; i < 201; ++i)
        org.person({{"LastName", "P"}});
    const auto first = [&] {
        return org.api("GET", "query?q=SELECT+Id+FROM+Contact", {}, {{"Sforce-Query-Options", "batchSize=200"}})
            .at("/nextRecordsUrl")
            .toStdString();
    };
    const std::string expired = first();
    org.advance(15min);
    const Answer refused = org.get(expired);
    QCOMPARE(refused.status(), 404);
    QCOMPARE(refused.at("/0/errorCode"), QByteArray("INVALID_QUERY_LOCATOR"));
    const std::string lost = first();
    const QByteArray page = org.get(lost).body();
    QVERIFY(page.contains("\"done\":true"));
    QCOMPARE(org.get(lost).body(), page);
    QCOMPARE(org.api("GET", "query/nonsense").at("/0/errorCode"), QByteArray("INVALID_QUERY_LOCATOR"));
}

void QueryTest::batchSize_isClamped_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("records");
    QTest::newRow("none: 2,000") << QByteArray() << 210;
    QTest::newRow("too small: 200") << QByteArray("batchSize=1") << 200;
    QTest::newRow("in between") << QByteArray("batchSize=205") << 205;
    QTest::newRow("too large") << QByteArray("batchSize=99999") << 210;
    QTest::newRow("no number") << QByteArray("batchSize=many") << 210;
}

void QueryTest::batchSize_isClamped() {
    QFETCH(QByteArray, header);
    QFETCH(int, records);
    OrgFixture org;
    for (int i = 0; i < 210; ++i)
        org.person({{"LastName", "P"}, {"Title", "page"}});
    const Answer page = org.api("GET", "query?q=SELECT+Id+FROM+Contact+WHERE+Title='page'", {},
                                {{"Sforce-Query-Options", header.toStdString()}});
    QCOMPARE(static_cast<int>(page.json().at("records").as_array().size()), records);
}

void QueryTest::deepNesting_isRefused() {
    OrgFixture org;
    const std::string soql =
        "SELECT Id FROM Contact WHERE " + std::string(500, '(') + "Title = 'x'" + std::string(500, ')');
    QCOMPARE(org.query(soql).at("/0/errorCode"), QByteArray("MALFORMED_QUERY"));
}

QTEST_APPLESS_MAIN(QueryTest)
#include "query_test.moc"
