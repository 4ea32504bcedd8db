#include "engine/sandbox/hubspot/signatures.h"
#include "tests/sandbox/hubspot/account_bench.h"

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

const std::string kContacts = "/crm/objects/2026-09/contacts";
constexpr const char* kSecret = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy";
constexpr const char* kBody =
    R"([{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,)"
    R"("subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM",)"
    R"("changeFlag":"NEW","appId":54321}])";
const std::string kHook = "http://127.0.0.1:9000/hook?x=%2Fa";

/// An account with a target and, as asked, subscriptions.
class Hooked {
public:
    explicit Hooked(std::vector<std::string> dialects = {}, HubSpotOptions options = {})
        : bench(std::move(dialects), std::move(options)) {
        manage("PUT", "settings", "{'targetUrl':'" + kHook + "','throttling':{'maxConcurrentRequests':6}}");
    }

    Answer manage(const std::string& method, const std::string& tail, const std::string& body = {}) {
        return bench.askAs("", method, "/webhooks/v3/19083857/" + tail + "?hapikey=" + bench.options.developerKey,
                           body);
    }
    Answer subscribe(const std::string& type, const std::string& property = {}) {
        const std::string more = property.empty() ? "" : ",'propertyName':'" + property + "'";
        return manage("POST", "subscriptions", "{'eventType':'" + type + "','active':true" + more + "}");
    }

    /// What a delivery says, as "type:objectId" in order.
    [[nodiscard]] boost::json::array events(std::size_t delivery) const {
        return boost::json::parse(bench.deliveries.at(delivery).first.body).as_array();
    }
    [[nodiscard]] std::string types(std::size_t delivery) const {
        std::string list;
        for (const boost::json::value& event : events(delivery))
            list += (list.empty() ? "" : " ") + std::string(event.at("subscriptionType").as_string());
        return list;
    }
    void answer(std::size_t delivery, std::optional<int> status) {
        const PushResult result = bench.deliveries.at(delivery).second;
        result(status);
    }

    AccountBench bench;
};

}  // namespace

class HubSpotPushTest : public QObject {
    Q_OBJECT

private slots:
    void signatures_matchTheDocumentedOnes_data();
    void signatures_matchTheDocumentedOnes();
    void settings_refusals_data();
    void settings_refusals();
    void subscriptions_areManaged();
    void subscriptions_refusals_data();
    void subscriptions_refusals();
    void creation_isDeliveredAndSigned();
    void change_comesForEachProperty();
    void merge_deletesTheLoserAndMovesNothing();
    void association_comesInBothDirections();
    void generic_namesTheObjectType();
    void loose_formsAreDialects();
    void batches_areOfAHundredAtMost();
    void concurrency_isLimited();
    void failure_isTriedAgain_data();
    void failure_isTriedAgain();
    void retries_end();
    void untaken_isDeliveredAfterARestart();
    void late_resultOfAnOldServerIsIgnored();
    void faults_duplicateReorderAndDelay();
    void dialects_areAllListedOnce();
};

void HubSpotPushTest::signatures_matchTheDocumentedOnes_data() {
    QTest::addColumn<QString>("made");
    QTest::addColumn<QString>("documented");
    const std::string uri = "https://www.example.com/webhook_uri";
    const auto row = [](const char* name, const std::string& made, const char* documented) {
        QTest::newRow(name) << QString::fromStdString(made) << QString::fromLatin1(documented);
    };
    row("version 1", signatureV1(kSecret, kBody), "232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de");
    row("version 2, GET", signatureV2(kSecret, "GET", uri, ""),
        "eee2dddcc73c94d699f5e395f4b9d454a069a6855fbfa152e91e88823087200e");
    row("version 2, POST", signatureV2(kSecret, "POST", uri, R"({"example_field":"example_value"})"),
        "9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900");
    row("version 3", signatureV3(kSecret, "POST", uri, kBody, "1790000000000"),
        "+EOnfTmDP/pLA/O8ShCD0CJ3L5GJbsZ4TRICmZB2bB8=");
    row("version 3 decodes",
        signatureV3(kSecret, "POST", "https://www.example.com/hook?u=https%3A%2F%2Fa.b%2Fc%40d&x=%20y", "{}",
                    "1790000000000"),
        "e8ywhObRZS6YYUgvit4wRhJo91wrBY39Qxng4FMeGnY=");
    row("escapes", decodeForSignature("%3a%2f%3F%40%21%24%27%28%29%2A%2C%3B%20%26%2"), ":/?@!$'()*,;%20%26%2");
}

void HubSpotPushTest::signatures_matchTheDocumentedOnes() {
    QFETCH(QString, made);
    QFETCH(QString, documented);
    QCOMPARE(made, documented);
}

void HubSpotPushTest::settings_refusals_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("address") << "{'targetUrl':'http://127.0.0.1:1/x'}" << 200;
    QTest::newRow("name") << "{'targetUrl':'http://localhost/x','throttling':{'maxConcurrentRequests':10}}" << 200;
    QTest::newRow("version 6") << "{'targetUrl':'http://[::1]:80/x'}" << 200;
    QTest::newRow("elsewhere") << "{'targetUrl':'http://example.com/x'}" << 400;
    QTest::newRow("elsewhere, looking like here") << "{'targetUrl':'http://127.0.0.1.example.com/x'}" << 400;
    QTest::newRow("here as a user") << "{'targetUrl':'http://localhost@example.com/x'}" << 400;
    QTest::newRow("another scheme") << "{'targetUrl':'ftp://localhost/x'}" << 400;
    QTest::newRow("too few at a time") << "{'targetUrl':'http://localhost/','throttling':{'maxConcurrentRequests':5}}"
                                       << 400;
    QTest::newRow("no target") << "{}" << 400;
}

void HubSpotPushTest::settings_refusals() {
    QFETCH(QString, body);
    QFETCH(int, status);
    Hooked hooked;
    QCOMPARE(hooked.manage("DELETE", "settings").status, 204);
    QCOMPARE(hooked.manage("PUT", "settings", body.toStdString()).status, status);
    QCOMPARE(hooked.manage("GET", "settings").status, status == 200 ? 200 : 404);
    QCOMPARE(
        hooked.bench.askAs("", "GET", "/webhooks/v3/1/settings?hapikey=" + hooked.bench.options.developerKey).status,
        404);
}

void HubSpotPushTest::subscriptions_areManaged() {
    Hooked hooked;
    const Answer made = hooked.subscribe("contact.propertyChange", "city");
    QCOMPARE(made.status, 201);
    QCOMPARE(made.at("/propertyName"), std::string("city"));
    const std::string one = "subscriptions/" + made.at("/id");
    QCOMPARE(hooked.manage("PATCH", one, "{'active':false}").at("/active"), std::string("false"));
    const Answer batch =
        hooked.manage("POST", "subscriptions/batch/update", "{'inputs':[{'id':" + made.at("/id") + ",'active':true}]}");
    QCOMPARE(batch.at("/results/0/active"), std::string("true"));
    QCOMPARE(hooked.manage("GET", "subscriptions").count("/results"), std::size_t{1});
    const std::string token = hooked.bench.appToken();
    QCOMPARE(hooked.bench.askAs(token, "GET", "/app-webhooks/2026-09/19083857/" + one).status, 200);
    QCOMPARE(hooked.manage("DELETE", one).status, 204);
    QCOMPARE(hooked.manage("GET", one).status, 404);
}

void HubSpotPushTest::subscriptions_refusals_data() {
    QTest::addColumn<QString>("body");
    QTest::newRow("unknown verb") << "{'eventType':'contact.explosion','active':true}";
    QTest::newRow("unknown object") << "{'eventType':'pet.creation','active':true}";
    QTest::newRow("unknown property") << "{'eventType':'contact.propertyChange','propertyName':'nosuch','active':true}";
    QTest::newRow("no property") << "{'eventType':'contact.propertyChange','active':true}";
    QTest::newRow("modified stamp")
        << "{'eventType':'company.propertyChange','propertyName':'hs_lastmodifieddate','active':true}";
    QTest::newRow("object without a type") << "{'eventType':'object.creation','active':true}";
    QTest::newRow("no type") << "{}";
}

void HubSpotPushTest::subscriptions_refusals() {
    QFETCH(QString, body);
    Hooked hooked;
    QCOMPARE(hooked.manage("POST", "subscriptions", body.toStdString()).status, 400);
}

void HubSpotPushTest::creation_isDeliveredAndSigned() {
    Hooked hooked;
    hooked.subscribe("contact.creation");
    const std::string id = hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{1});
    const PushDelivery& delivery = hooked.bench.deliveries.front().first;
    QCOMPARE(delivery.url, kHook);
    const boost::json::object event = hooked.events(0).front().as_object();
    QCOMPARE(boost::json::serialize(event.at("objectId")), id);
    QCOMPARE(boost::json::serialize(event.at("occurredAt")), std::string("1795430400000"));
    QCOMPARE(std::string(event.at("changeFlag").as_string()), std::string("NEW"));
    QCOMPARE(std::string(event.at("changeSource").as_string()), std::string("INTEGRATION"));
    QCOMPARE(std::string(event.at("sourceId").as_string()), std::string("19083857"));
    QCOMPARE(boost::json::serialize(event.at("attemptNumber")), std::string("0"));
    const Answer headers{0, {}, {}, delivery.headers};
    const std::string& secret = hooked.bench.options.clientSecret;
    QCOMPARE(headers.header("X-HubSpot-Signature-Version"), std::string("v1"));
    QCOMPARE(headers.header("X-HubSpot-Signature"), signatureV1(secret, delivery.body));
    QCOMPARE(headers.header("X-HubSpot-Request-Timestamp"), std::string("1795430400000"));
    QCOMPARE(headers.header("X-HubSpot-Signature-v3"),
             signatureV3(secret, "POST", "http://127.0.0.1:9000/hook?x=/a", delivery.body, "1795430400000"));
}

void HubSpotPushTest::change_comesForEachProperty() {
    Hooked hooked;
    const std::string id = hooked.bench.contact("'lastname':'Lee','zip':'1'");
    hooked.bench.wait(1ms);
    hooked.subscribe("contact.propertyChange", "city");
    hooked.subscribe("contact.propertyChange", "zip");
    hooked.bench.ask("PATCH", kContacts + "/" + id, "{'properties':{'city':'Bern','zip':'','phone':'1'}}");
    hooked.bench.wait(0ms);
    const boost::json::array events = hooked.events(0);
    QCOMPARE(events.size(), std::size_t{2});
    QCOMPARE(std::string(events[0].at("propertyName").as_string()), std::string("city"));
    QCOMPARE(std::string(events[0].at("propertyValue").as_string()), std::string("Bern"));
    QCOMPARE(std::string(events[1].at("propertyValue").as_string()), std::string(""));
    hooked.bench.edit(model::ObjectKind::Contact, id, "city", "Basel");
    hooked.bench.wait(0ms);
    QCOMPARE(std::string(hooked.events(1)[0].at("changeSource").as_string()), std::string("CRM_UI"));
    QCOMPARE(std::string(hooked.events(1)[0].at("sourceId").as_string()), std::string("userId:90021"));
}

void HubSpotPushTest::merge_deletesTheLoserAndMovesNothing() {
    Hooked hooked;
    const std::string first = hooked.bench.contact("'lastname':'Lee'");
    const std::string second = hooked.bench.contact("'lastname':'Moe','city':'Bern'");
    hooked.bench.wait(1ms);
    for (const char* verb : {"contact.merge", "contact.deletion", "contact.creation"})
        hooked.subscribe(verb);
    hooked.subscribe("contact.propertyChange", "city");
    const std::string id =
        hooked.bench
            .ask("POST", kContacts + "/merge", "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}")
            .at("/id");
    hooked.bench.wait(0ms);
    const boost::json::array events = hooked.events(0);
    QCOMPARE(events.size(), std::size_t{2});
    for (const boost::json::value& event : events) {
        if (event.at("subscriptionType").as_string() == "contact.deletion") {
            QCOMPARE(boost::json::serialize(event.at("objectId")), second);
            continue;
        }
        QCOMPARE(boost::json::serialize(event.at("primaryObjectId")), first);
        QCOMPARE(boost::json::serialize(event.at("mergedObjectIds")), "[" + second + "]");
        QCOMPARE(boost::json::serialize(event.at("newObjectId")), id);
        QCOMPARE(boost::json::serialize(event.at("numberOfPropertiesMoved")), std::string("1"));
    }
}

void HubSpotPushTest::association_comesInBothDirections() {
    Hooked hooked;
    const std::string company = hooked.bench.company("'name':'Hart'");
    hooked.subscribe("contact.associationChange");
    hooked.subscribe("company.associationChange");
    const std::string contact = hooked.bench.contact("'lastname':'Lee','associatedcompanyid':'" + company + "'");
    hooked.bench.wait(0ms);
    const boost::json::array events = hooked.events(0);
    QCOMPARE(events.size(), std::size_t{4});
    QCOMPARE(std::string(events[0].at("associationType").as_string()), std::string("CONTACT_TO_COMPANY"));
    QCOMPARE(boost::json::serialize(events[0].at("fromObjectId")), contact);
    QCOMPARE(events[1].at("isPrimaryAssociation").as_bool(), true);
    QCOMPARE(std::string(events[2].at("associationType").as_string()), std::string("COMPANY_TO_CONTACT"));
    QCOMPARE(boost::json::serialize(events[2].at("fromObjectId")), company);
    QCOMPARE(events[2].at("associationRemoved").as_bool(), false);
}

void HubSpotPushTest::generic_namesTheObjectType() {
    Hooked hooked;
    hooked.manage("POST", "subscriptions",
                  "{'eventType':'object.propertyChange','objectTypeId':'0-2','propertyName':'name','active':true}");
    hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.company("'name':'Hart'");
    hooked.bench.wait(0ms);
    QCOMPARE(hooked.events(0).size(), std::size_t{1});
    QCOMPARE(std::string(hooked.events(0)[0].at("objectTypeId").as_string()), std::string("0-2"));
}

void HubSpotPushTest::loose_formsAreDialects() {
    Hooked hooked({"push-event-type-member", "push-source-absent"});
    hooked.subscribe("contact.creation");
    hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    const boost::json::object event = hooked.events(0)[0].as_object();
    QCOMPARE(std::string(event.at("eventType").as_string()), std::string("contact.creation"));
    QVERIFY(!event.contains("subscriptionType"));
    QVERIFY(!event.contains("sourceId"));
}

void HubSpotPushTest::batches_areOfAHundredAtMost() {
    Hooked hooked;
    hooked.subscribe("contact.creation");
    for (int i = 0; i < 101; ++i)
        hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{2});
    QCOMPARE(hooked.events(0).size(), std::size_t{100});
    QCOMPARE(hooked.events(1).size(), std::size_t{1});
}

void HubSpotPushTest::concurrency_isLimited() {
    Hooked hooked;
    hooked.subscribe("contact.creation");
    for (int i = 0; i < 8; ++i) {
        hooked.bench.contact("'lastname':'Lee'");
        hooked.bench.wait(0ms);
    }
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{6});
    hooked.answer(0, 200);
    hooked.answer(1, 204);
    hooked.bench.wait(0ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{8});
}

void HubSpotPushTest::failure_isTriedAgain_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("again");
    QTest::newRow("ok") << 200 << false;
    QTest::newRow("no content") << 204 << false;
    QTest::newRow("redirect") << 302 << true;
    QTest::newRow("gone") << 410 << true;
    QTest::newRow("busy") << 503 << true;
    QTest::newRow("no answer in time") << 0 << true;
}

void HubSpotPushTest::failure_isTriedAgain() {
    QFETCH(int, status);
    QFETCH(bool, again);
    HubSpotOptions options;
    options.pushRetrySpan = 10s;
    Hooked hooked({}, options);
    hooked.subscribe("contact.creation");
    hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    hooked.answer(0, status == 0 ? std::nullopt : std::optional(status));
    hooked.bench.wait(499ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{1});
    hooked.bench.wait(1001ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{again ? 2U : 1U});
    if (!again)
        return;
    QCOMPARE(boost::json::serialize(hooked.events(1)[0].at("attemptNumber")), std::string("1"));
    QCOMPARE(hooked.events(1)[0].at("eventId"), hooked.events(0)[0].at("eventId"));
}

void HubSpotPushTest::retries_end() {
    HubSpotOptions options;
    options.pushRetrySpan = 10s;
    Hooked hooked({}, options);
    hooked.subscribe("contact.creation");
    hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    for (std::size_t i = 0; i < hooked.bench.deliveries.size() && i < 20; ++i) {
        hooked.answer(i, 500);
        hooked.bench.wait(1500ms);
    }
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{11});
    QCOMPARE(boost::json::serialize(hooked.events(10)[0].at("attemptNumber")), std::string("10"));
    QCOMPARE(hooked.bench.server->untilDue(), std::optional<std::chrono::milliseconds>());
}

void HubSpotPushTest::untaken_isDeliveredAfterARestart() {
    Hooked hooked;
    hooked.subscribe("contact.creation");
    hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    hooked.answer(0, 200);
    hooked.bench.contact("'lastname':'Moe'");
    hooked.bench.wait(0ms);
    const std::string untaken = hooked.bench.deliveries[1].first.body;
    hooked.bench.restart();
    hooked.bench.wait(0ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{3});
    QCOMPARE(hooked.bench.deliveries[2].first.body, untaken);
}

void HubSpotPushTest::late_resultOfAnOldServerIsIgnored() {
    Hooked hooked;
    hooked.subscribe("contact.creation");
    hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.wait(0ms);
    hooked.bench.restart();
    hooked.answer(0, 500);
    hooked.bench.wait(0ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{2});
}

void HubSpotPushTest::faults_duplicateReorderAndDelay() {
    Hooked hooked;
    hooked.subscribe("contact.creation");
    hooked.subscribe("contact.deletion");
    hooked.bench.faults.duplicates = 1;
    hooked.bench.faults.reorder = true;
    hooked.bench.faults.publishingDelay = 3s;
    const std::string id = hooked.bench.contact("'lastname':'Lee'");
    hooked.bench.ask("DELETE", kContacts + "/" + id);
    hooked.bench.wait(2999ms);
    QCOMPARE(hooked.bench.deliveries.size(), std::size_t{0});
    QCOMPARE(hooked.bench.server->untilDue(), std::optional(1ms));
    hooked.bench.wait(1ms);
    QCOMPARE(hooked.types(0), std::string("contact.deletion contact.creation contact.deletion contact.creation"));
}

void HubSpotPushTest::dialects_areAllListedOnce() {
    std::set<std::string_view> names;
    for (const Dialect& dialect : allDialects()) {
        if (dialect.side != model::Side::HubSpot)
            continue;
        QVERIFY2(names.insert(dialect.name).second, std::string(dialect.name).c_str());
        QVERIFY(!dialect.meaning.empty());
    }
    QVERIFY(names.size() >= 30);
    // With everything the other way the server still serves.
    Hooked all({"all"});
    QCOMPARE(all.bench.ask("GET", kContacts).status, 200);
}

QTEST_APPLESS_MAIN(HubSpotPushTest)
#include "push_test.moc"
