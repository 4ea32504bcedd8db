#include "engine/sandbox/digests.h"
#include "engine/sandbox/salesforce/dialect_list.h"
#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>
#include <algorithm>
#include <functional>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

namespace {

constexpr const char* kClient = "client_id=3MVG9syncline.sandbox.consumer.key";

/// What an org does where a dialect makes a difference.
struct Probe {
    const char* dialect;
    std::function<QByteArray(OrgFixture&)> look;
    const char* off;
    const char* on;
};

QByteArray statusAndCode(const Answer& answer) {
    return QByteArray::number(answer.status()) + " " + answer.at("/0/errorCode");
}

Answer authorize(OrgFixture& org, const std::string& host) {
    return org.get(std::string("/services/oauth2/authorize?response_type=code&") + kClient + "&redirect_uri=http://"
                   + host + ":1717/cb&code_challenge=" + sha256Base64Url("good"));
}

Answer redeem(OrgFixture& org, const std::string& verifier) {
    const std::string code = authorize(org, "localhost").header("Location").split('=').at(1).toStdString();
    return org.token(std::string("grant_type=authorization_code&") + kClient + "&code=" + code
                     + "&redirect_uri=http://localhost:1717/cb&code_verifier=" + verifier);
}

/// A change event's payload after a contact has been made and changed by this program.
boost::json::object lastPayload(OrgFixture& org, const std::string& change) {
    const std::string id = org.person({{"FirstName", "Mia"}, {"LastName", "Stone"}, {"MailingCity", "Graz"}});
    org.api("PATCH", "sobjects/Contact/" + id, change, {{"Sforce-Call-Options", "client=QtSync"}});
    StreamingClient client(org);
    client.start("/data/ChangeEvents", "-2");
    return eventsOf(*client.connect()).back().at("data").at("payload").as_object();
}

QByteArray inLastPayload(OrgFixture& org, const std::string& change, const char* pointer) {
    boost::system::error_code error;
    const boost::json::value payload = lastPayload(org, change);
    return shown(payload.find_pointer(pointer, error));
}

QByteArray replayError(OrgFixture& org) {
    StreamingClient client(org);
    client.handshake();
    return client.subscribe("/data/ChangeEvents", "31").at("/0/error").mid(23, 36);
}

QByteArray largestReplayId(OrgFixture& org) {
    org.person({{"LastName", "Stone"}});
    StreamingClient client(org);
    client.start("/data/ChangeEvents", "-2");
    const boost::json::object event = eventsOf(*client.connect()).back();
    const std::int64_t id = event.at("data").at("event").at("replayId").as_int64();
    StreamingClient again(org);
    again.start("/data/ChangeEvents", std::to_string(id));
    return id > (std::int64_t{1} << 53) ? "large" : "small";
}

QByteArray pushedDisconnect(OrgFixture& org) {
    StreamingClient client(org);
    client.start("/data/ChangeEvents");
    const auto held = client.connect();
    org.server->disconnectClients();
    return held->at("/1/successful") + " " + held->at("/1/advice/reconnect");
}

QByteArray sixSignIns(OrgFixture& org) {
    std::vector<std::string> tokens;
    for (int i = 0; i < 6; ++i)
        tokens.push_back(redeem(org, "good").at("/access_token").toStdString());
    QByteArray statuses;
    for (const std::string& token : tokens)
        statuses +=
            QByteArray::number(org.api("GET", "limits", {}, {{"Authorization", "Bearer " + token}}).status()) + " ";
    return statuses.trimmed();
}

QByteArray collectionOrigin(OrgFixture& org) {
    org.api("POST", "composite/sobjects", R"({"records":[{"attributes":{"type":"Contact"},"LastName":"A"}]})",
            {{"Sforce-Call-Options", "client=QtSync"}});
    return QByteArray::fromStdString(org.crm().events().back().actor->client);
}

QByteArray preconditionFailed(OrgFixture& org) {
    const std::string id = org.person({{"LastName", "Stone"}});
    const Answer answer = org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"x"})",
                                  {{"If-Unmodified-Since", "Tue, 24 Nov 2026 12:00:00 GMT"}});
    return QByteArray::number(answer.status()) + (answer.body().isEmpty() ? " without body" : " with body");
}

QByteArray removedRecord(OrgFixture& org) {
    const std::string id = org.person({{"LastName", "Stone"}});
    org.remove(id);
    return statusAndCode(org.api("GET", "sobjects/Contact/" + id)) + ", "
           + statusAndCode(org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"x"})"));
}

QByteArray deadStream(OrgFixture& org) {
    StreamingClient client(org);
    client.authorization = "Bearer dead";
    const QByteArray handshake = QByteArray::number(
        org.send("POST", "/cometd/66.0", R"({"channel":"/meta/handshake"})", {{"Authorization", "Bearer dead"}})
            ->status());
    client.clientId = "x";
    return handshake + " " + QByteArray::number(client.connect()->status());
}

std::vector<Probe> signInProbes() {
    return {
        {"token-error-401",
         [](OrgFixture& org) -> QByteArray { return QByteArray::number(org.token("grant_type=password").status()); },
         "400", "401"},
        {"wrong-verifier-invalid-request",
         [](OrgFixture& org) -> QByteArray {
             return redeem(org, "bad").at("/error") + " " + redeem(org, "").at("/error");
         },
         "invalid_grant invalid_grant", "invalid_request invalid_grant"},
        {"sixth-grant-drops-oldest", sixSignIns, "200 200 200 200 200 200", "401 200 200 200 200 200"},
        {"http-redirect-refused",
         [](OrgFixture& org) -> QByteArray { return QByteArray::number(authorize(org, "localhost").status()); }, "302",
         "400"},
        {"redirect-localhost-only",
         [](OrgFixture& org) -> QByteArray {
             return QByteArray::number(authorize(org, "127.0.0.1").status()) + " "
                    + QByteArray::number(authorize(org, "localhost").status());
         },
         "302 302", "400 302"},
    };
}

std::vector<Probe> streamingProbes() {
    const std::string rename = R"({"LastName":"Berg"})";
    const auto look = [](const std::string& change, const char* pointer) {
        return [change, pointer](OrgFixture& org) -> QByteArray { return inLastPayload(org, change, pointer); };
    };
    return {
        {"replay-error-one-blank", replayError, "you provided was invalid.  Please pr",
         "you provided was invalid. Please pro"},
        {"replay-ids-above-2-53", largestReplayId, "small", "large"},
        {"bayeux-errors-with-status", deadStream, "200 200", "403 401"},
        {"disconnect-with-401", pushedDisconnect, "true absent", "false none"},
        {"changed-fields-absent", look(rename, "/ChangeEventHeader/changedFields"),
         R"(["Name.LastName","LastModifiedDate","LastModifiedById"])", "absent"},
        {"changed-fields-empty", look(rename, "/ChangeEventHeader/changedFields"),
         R"(["Name.LastName","LastModifiedDate","LastModifiedById"])", "[]"},
        {"unknown-header-keys", look(rename, "/ChangeEventHeader/isTransactionEnd"), "absent", "true"},
        {"compound-whole", look(rename, "/Name"), R"({"LastName":"Berg"})",
         R"({"Salutation":null,"FirstName":"Mia","LastName":"Berg"})"},
        {"change-dates-without-millis", look(rename, "/LastModifiedDate"), "2026-11-24T12:00:30.000Z",
         "2026-11-24T12:00:30Z"},
        {"origin-not-on-collections", collectionOrigin, "QtSync", ""},
        {"flow-effects-without-origin", look(R"({"LifecycleStage__c":"customer"})", "/ChangeEventHeader/changeOrigin"),
         "com/salesforce/api/rest/66.0;client=QtSync", ""},
    };
}

std::vector<Probe> recordProbes() {
    return {
        {"empty-string-refused",
         [](OrgFixture& org) -> QByteArray {
             return QByteArray::number(
                 org.api("POST", "sobjects/Contact", R"({"LastName":"x","Score__c":"","Title":""})").status());
         },
         "201", "400"},
        {"external-id-in-body-accepted",
         [](OrgFixture& org) -> QByteArray {
             return QByteArray::number(
                 org.api("PATCH", "sobjects/Contact/HubSpot_Id__c/1", R"({"LastName":"x","HubSpot_Id__c":"1"})")
                     .status());
         },
         "400", "201"},
        {"external-id-error-array",
         [](OrgFixture& org) -> QByteArray { return org.api("GET", "sobjects/Contact/Nope/1").at("/0/errorCode"); },
         "absent", "NOT_FOUND"},
        {"deleted-record-400", removedRecord, "404 ENTITY_IS_DELETED, 404 ENTITY_IS_DELETED",
         "400 ENTITY_IS_DELETED, 400 ENTITY_IS_DELETED"},
        {"cross-reference-404",
         [](OrgFixture& org) -> QByteArray {
             return statusAndCode(org.api("DELETE", "sobjects/Contact/0035f0000000009AAA"));
         },
         "400 INVALID_CROSS_REFERENCE_KEY", "404 INVALID_CROSS_REFERENCE_KEY"},
        {"precondition-without-body", preconditionFailed, "412 with body", "412 without body"},
        {"query-locator-expired-400",
         [](OrgFixture& org) -> QByteArray { return statusAndCode(org.api("GET", "query/01g5f0000000001AAA-200")); },
         "404 INVALID_QUERY_LOCATOR", "400 QUERY_LOCATOR_EXPIRED"},
        {"retired-version-404",
         [](OrgFixture& org) -> QByteArray {
             return QByteArray::number(org.get("/services/data/v30.0/limits").status());
         },
         "410", "404"},
    };
}

std::vector<Probe> allProbes() {
    std::vector<Probe> probes = signInProbes();
    for (const auto& more : {streamingProbes(), recordProbes()})
        probes.insert(probes.end(), more.begin(), more.end());
    return probes;
}

}  // namespace

/// Each dialect changes what it says, and nothing is a dialect in name only.
class DialectsTest : public QObject {
    Q_OBJECT

private slots:
    void dialect_changesItsReading_data();
    void dialect_changesItsReading();
    void everyDialect_isProbed();
    void allTogether_serveAClient();
};

void DialectsTest::dialect_changesItsReading_data() {
    QTest::addColumn<int>("index");
    const std::vector<Probe> probes = allProbes();
    for (std::size_t i = 0; i < probes.size(); ++i)
        QTest::newRow(probes[i].dialect) << static_cast<int>(i);
}

void DialectsTest::dialect_changesItsReading() {
    QFETCH(int, index);
    const Probe probe = allProbes()[static_cast<std::size_t>(index)];
    OrgFixture plain;
    QCOMPARE(probe.look(plain), QByteArray(probe.off));
    OrgFixture other({probe.dialect});
    QCOMPARE(probe.look(other), QByteArray(probe.on));
}

void DialectsTest::everyDialect_isProbed() {
    const std::vector<Probe> probes = allProbes();
    for (const Dialect& dialect : salesforce::dialectList()) {
        const auto probed =
            std::count_if(probes.begin(), probes.end(), [&](const Probe& one) { return one.dialect == dialect.name; });
        QVERIFY2(probed == 1, std::string(dialect.name).c_str());
    }
    QCOMPARE(probes.size(), salesforce::dialectList().size());
}

void DialectsTest::allTogether_serveAClient() {
    OrgFixture org({"all"});
    const Answer made = org.api("POST", "sobjects/Contact", R"({"LastName":"Stone"})");
    QCOMPARE(made.status(), 201);
    StreamingClient client(org);
    client.start("/data/ContactChangeEvent", "-2");
    QCOMPARE(eventsOf(*client.connect()).size(), 1U);
}

QTEST_APPLESS_MAIN(DialectsTest)
#include "dialects_test.moc"
