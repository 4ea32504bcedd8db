#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

namespace {

std::string span(const char* resource, const char* start, const char* end) {
    return std::string("sobjects/Contact/") + resource + "/?start=" + http_server::percentEncode(start)
           + "&end=" + http_server::percentEncode(end);
}

}  // namespace

/// Versions, limits, describe, replication: what is not a record.
class ResourcesTest : public QObject {
    Q_OBJECT

private slots:
    void discovery_needsNoToken();
    void versions_data();
    void versions();
    void resources_areListed();
    void limits_countDown();
    void limits_refuseWhenUsedUp();
    void rateLimit_refusesCounted();
    void deadToken_isRefusedEverywhere_data();
    void deadToken_isRefusedEverywhere();
    void describe_tellsTheFields();
    void describe_isNotModified();
    void updated_bySystemModstampWithoutSeconds();
    void deleted_listsTheRecycleBin();
    void replication_refusesBadSpans_data();
    void replication_refusesBadSpans();
    void latestDateCovered_staysBehindOpenTransactions();
    void writes_tellsWhatChangesRecords_data();
    void writes_tellsWhatChangesRecords();
    void longUris_areRefused();
};

void ResourcesTest::discovery_needsNoToken() {
    OrgFixture org;
    const Answer answer = org.get("/services/data/", {{"Authorization", ""}});
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.at("/0/version"), QByteArray("31.0"));
    QCOMPARE(answer.at("/35"),
             QByteArray("{\"label\":\"Spring '26\",\"url\":\"/services/data/v66.0\",\"version\":\"66.0\"}"));
    QCOMPARE(answer.at("/37/label"), QByteArray("Winter '27"));
    QCOMPARE(answer.at("/38"), QByteArray("absent"));
    QCOMPARE(answer.header("Sforce-Limit-Info"), QByteArray());
}

void ResourcesTest::versions_data() {
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<int>("status");
    QTest::newRow("oldest") << QByteArray("v31.0") << 200;
    QTest::newRow("newest") << QByteArray("v68.0") << 200;
    QTest::newRow("retired") << QByteArray("v30.0") << 410;
    QTest::newRow("not yet there") << QByteArray("v69.0") << 404;
    QTest::newRow("without a fraction") << QByteArray("v66") << 404;
    QTest::newRow("no version") << QByteArray("latest") << 404;
}

void ResourcesTest::versions() {
    QFETCH(QByteArray, version);
    QFETCH(int, status);
    OrgFixture org;
    QCOMPARE(org.get("/services/data/" + version.toStdString() + "/limits").status(), status);
}

void ResourcesTest::resources_areListed() {
    OrgFixture org;
    QCOMPARE(org.api("GET", "").at("/queryAll"), QByteArray("/services/data/v66.0/queryAll"));
}

void ResourcesTest::limits_countDown() {
    OrgFixture org;
    QCOMPARE(org.api("GET", "sobjects").header("Sforce-Limit-Info"), QByteArray("api-usage=1/15000"));
    QCOMPARE(org.api("GET", "nothing").header("Sforce-Limit-Info"), QByteArray("api-usage=2/15000"));
    const Answer limits = org.api("GET", "limits");
    QCOMPARE(limits.at("/DailyApiRequests"), QByteArray("{\"Max\":15000,\"Remaining\":14997}"));
    QCOMPARE(limits.at("/DailyDeliveredPlatformEvents/Max"), QByteArray("10000"));
    org.advance(24h);
    QCOMPARE(org.api("GET", "limits").at("/DailyApiRequests/Remaining"), QByteArray("14999"));
}

void ResourcesTest::limits_refuseWhenUsedUp() {
    auto options = OrgFixture::withStaticTokens();
    options.dailyApiRequests = 2;
    OrgFixture org({}, options);
    QCOMPARE(org.api("GET", "sobjects").status(), 200);
    QCOMPARE(org.api("GET", "sobjects").status(), 200);
    const Answer refused = org.api("GET", "sobjects");
    QCOMPARE(refused.status(), 403);
    QCOMPARE(refused.at("/0/errorCode"), QByteArray("REQUEST_LIMIT_EXCEEDED"));
    QCOMPARE(refused.at("/0/message"), QByteArray("TotalRequests Limit exceeded."));
    QCOMPARE(refused.header("Sforce-Limit-Info"), QByteArray("api-usage=2/2"));
}

void ResourcesTest::rateLimit_refusesCounted() {
    OrgFixture org;
    org.faults.rateLimit = 1;
    QCOMPARE(org.api("GET", "sobjects").at("/0/errorCode"), QByteArray("REQUEST_LIMIT_EXCEEDED"));
    QCOMPARE(org.api("GET", "sobjects").status(), 200);
}

void ResourcesTest::deadToken_isRefusedEverywhere_data() {
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<int>("status");
    QTest::newRow("Bearer") << QByteArray("Bearer 00D5f000000Sync!static") << 200;
    QTest::newRow("OAuth") << QByteArray("OAuth 00D5f000000Sync!static") << 200;
    QTest::newRow("small letters") << QByteArray("bearer 00D5f000000Sync!static") << 200;
    QTest::newRow("unknown") << QByteArray("Bearer x") << 401;
    QTest::newRow("other scheme") << QByteArray("Basic 00D5f000000Sync!static") << 401;
    QTest::newRow("none") << QByteArray("") << 401;
}

void ResourcesTest::deadToken_isRefusedEverywhere() {
    QFETCH(QByteArray, authorization);
    QFETCH(int, status);
    OrgFixture org;
    for (const char* resource : {"sobjects", "limits", "sobjects/Contact/describe", "query?q=SELECT+Id+FROM+User"})
        QCOMPARE(org.api("GET", resource, {}, {{"Authorization", authorization.toStdString()}}).status(), status);
}

void ResourcesTest::describe_tellsTheFields() {
    OrgFixture org;
    QCOMPARE(org.api("GET", "sobjects").at("/sobjects/1/name"), QByteArray("Contact"));
    QCOMPARE(org.api("GET", "sobjects/Contact").at("/objectDescribe/keyPrefix"), QByteArray("003"));
    const Answer described = org.api("GET", "sobjects/Contact/describe");
    const boost::json::value body = described.json();
    std::map<std::string, boost::json::object> fields;
    for (const boost::json::value& field : body.at("fields").as_array())
        fields.emplace(field.at("name").as_string().c_str(), field.as_object());
    const auto fact = [&](const char* field, const char* key) { return shown(fields[field].if_contains(key)); };
    QVERIFY(!fields.contains("Internal_Note__c"));
    QCOMPARE(fact("LastName", "nillable"), QByteArray("false"));
    QCOMPARE(fact("LastName", "length"), QByteArray("80"));
    QCOMPARE(fact("LastName", "compoundFieldName"), QByteArray("Name"));
    QCOMPARE(fact("MailingCity", "compoundFieldName"), QByteArray("MailingAddress"));
    QCOMPARE(fact("MailingAddress", "type"), QByteArray("address"));
    QCOMPARE(fact("MailingAddress", "updateable"), QByteArray("false"));
    QCOMPARE(fact("HubSpot_Id__c", "externalId"), QByteArray("true"));
    QCOMPARE(fact("HubSpot_Id__c", "unique"), QByteArray("true"));
    QCOMPARE(fact("Email", "idLookup"), QByteArray("true"));
    QCOMPARE(fact("Score__c", "scale"), QByteArray("2"));
    QCOMPARE(fact("DoNotCall", "nillable"), QByteArray("false"));
    QCOMPARE(fact("AccountId", "referenceTo"), QByteArray("[\"Account\"]"));
    QCOMPARE(fact("AccountId", "relationshipName"), QByteArray("Account"));
    QCOMPARE(fact("Rating__c", "restrictedPicklist"), QByteArray("true"));
    QCOMPARE(fact("LeadSource", "restrictedPicklist"), QByteArray("false"));
    QCOMPARE(shown(fields["Rating__c"]["picklistValues"].as_array().at(0).as_object().if_contains("value")),
             QByteArray("Hot"));
    QCOMPARE(fact("Description", "filterable"), QByteArray("false"));
    QCOMPARE(fact("SystemModstamp", "createable"), QByteArray("false"));
    const Answer account = org.api("GET", "sobjects/Account/describe");
    QVERIFY(account.body().contains(
        "{\"cascadeDelete\":true,\"childSObject\":\"Contact\",\"deprecatedAndHidden\":false,\"field\":\"AccountId\""));
}

void ResourcesTest::describe_isNotModified() {
    OrgFixture org;
    for (const char* resource : {"sobjects", "sobjects/Contact/describe"}) {
        const std::string modified = org.api("GET", resource).header("Last-Modified").toStdString();
        QCOMPARE(modified, std::string("Tue, 24 Nov 2026 12:00:30 GMT"));
        QCOMPARE(org.api("GET", resource, {}, {{"If-Modified-Since", modified}}).status(), 304);
        QCOMPARE(org.api("GET", resource, {}, {{"If-Modified-Since", "Tue, 24 Nov 2026 12:00:29 GMT"}}).status(), 200);
    }
}

void ResourcesTest::updated_bySystemModstampWithoutSeconds() {
    OrgFixture org;
    const std::string early = org.person({{"LastName", "Early"}});
    const std::string gone = org.person({{"LastName", "Gone"}});
    org.remove(gone);
    org.advance(5min);
    const std::string late = org.person({{"LastName", "Late"}});
    const Answer both = org.api("GET", span("updated", "2026-11-24T12:00:59Z", "2026-11-24T13:07:00+01:00"));
    QCOMPARE(both.at("/ids").toStdString(), "[\"" + early + "\",\"" + late + "\"]");
    QCOMPARE(both.at("/latestDateCovered"), QByteArray("2026-11-24T12:05:00.000+0000"));
    const Answer first = org.api("GET", span("updated", "2026-11-24T12:00:00Z", "2026-11-24T12:05:59Z"));
    QCOMPARE(first.at("/ids").toStdString(), "[\"" + early + "\"]");
    QCOMPARE(first.at("/latestDateCovered"), QByteArray("2026-11-24T12:05:00.000+0000"));
}

void ResourcesTest::deleted_listsTheRecycleBin() {
    OrgFixture org;
    const std::string gone = org.person({{"LastName", "Gone"}});
    org.advance(1min);
    org.remove(gone);
    const Answer answer = org.api("GET", span("deleted", "2026-11-24T12:00:00Z", "2026-11-24T12:30:00Z"));
    QCOMPARE(answer.at("/deletedRecords").toStdString(),
             "[{\"id\":\"" + gone + "\",\"deletedDate\":\"2026-11-24T12:01:30.000+0000\"}]");
    QCOMPARE(answer.at("/earliestDateAvailable"), QByteArray("2026-11-09T12:01:00.000+0000"));
    QCOMPARE(answer.at("/latestDateCovered"), QByteArray("2026-11-24T12:01:00.000+0000"));
}

void ResourcesTest::replication_refusesBadSpans_data() {
    QTest::addColumn<QByteArray>("resource");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("end");
    const auto row = [](const char* name, const char* resource, const char* start, const char* end) {
        QTest::newRow(name) << QByteArray(resource) << QByteArray(start) << QByteArray(end);
    };
    row("start behind end", "updated", "2026-11-24T12:05:00Z", "2026-11-24T12:00:00Z");
    row("within one minute", "updated", "2026-11-24T12:00:01Z", "2026-11-24T12:00:59Z");
    row("older than 30 days", "updated", "2026-10-20T12:00:00Z", "2026-11-24T12:00:00Z");
    row("older than 15 days", "deleted", "2026-11-08T12:00:00Z", "2026-11-24T12:00:00Z");
    row("no offset", "updated", "2026-11-24T12:00:00", "2026-11-24T12:30:00Z");
    row("nothing", "deleted", "", "");
}

void ResourcesTest::replication_refusesBadSpans() {
    QFETCH(QByteArray, resource);
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, end);
    OrgFixture org;
    const Answer answer = org.api("GET", span(resource, start, end));
    QCOMPARE(answer.status(), 400);
    QCOMPARE(answer.at("/0/errorCode"), QByteArray("INVALID_REPLICATION_DATE"));
}

void ResourcesTest::latestDateCovered_staysBehindOpenTransactions() {
    auto options = OrgFixture::withStaticTokens();
    options.openTransactionAge = 10min;
    OrgFixture org({}, options);
    QCOMPARE(org.api("GET", span("updated", "2026-11-24T11:00:00Z", "2026-11-24T12:00:00Z")).at("/latestDateCovered"),
             QByteArray("2026-11-24T11:50:00.000+0000"));
}

void ResourcesTest::writes_tellsWhatChangesRecords_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<bool>("writes");
    const auto row = [](const char* method, const char* target, bool writes) {
        QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target) << writes;
    };
    row("POST", "/services/data/v66.0/sobjects/Contact", true);
    row("PATCH", "/services/data/v66.0/sobjects/Contact/003", true);
    row("DELETE", "/services/data/v66.0/sobjects/Contact/003", true);
    row("POST", "/services/data/v66.0/sobjects/Contact/003?_HttpMethod=PATCH", true);
    row("PATCH", "/services/data/v66.0/composite/sobjects", true);
    row("POST", "/services/data/v66.0/composite/sobjects/Contact", false);
    row("GET", "/services/data/v66.0/sobjects/Contact/003", false);
    row("GET", "/services/data/v66.0/query?q=x", false);
    row("POST", "/services/oauth2/token", false);
    row("POST", "/cometd/66.0", false);
}

void ResourcesTest::writes_tellsWhatChangesRecords() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(bool, writes);
    OrgFixture org;
    http_server::Request request;
    request.method = method.toStdString();
    request.target = target.toStdString();
    QCOMPARE(org.server->writes(request), writes);
}

void ResourcesTest::longUris_areRefused() {
    OrgFixture org;
    QCOMPARE(org.api("GET", "query?q=" + std::string(17000, 'x')).status(), 414);
    QCOMPARE(org.get("/nothing").at("/0/errorCode"), QByteArray("NOT_FOUND"));
}

QTEST_APPLESS_MAIN(ResourcesTest)
#include "resources_test.moc"
