#include "tests/sandbox/hubspot/account_bench.h"

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

const std::string kContacts = "/crm/objects/2026-09/contacts";
const std::string kJournal = "/webhooks-journal/journal/2026-09";

std::string pathOf(const std::string& url) {
    return url.substr(url.find('/', url.find("//") + 2));
}

}  // namespace

/// What the control API does to this server beside its faults.
class HubSpotSwitchesTest : public QObject {
    Q_OBJECT

private slots:
    void tokens_expireAtOnceAndAreRenewed();
    void links_expireAtOnceAndAreRenewed();
    void pushes_areTriedAgainAtOnce();
};

void HubSpotSwitchesTest::tokens_expireAtOnceAndAreRenewed() {
    AccountBench bench;
    const std::string user = bench.userToken();
    const std::string app = bench.appToken();
    QCOMPARE(bench.askAs(user, "GET", kContacts).status, 200);
    bench.server->expireTokens();
    bench.restart();
    const Answer refused = bench.askAs(user, "GET", kContacts);
    QCOMPARE(refused.status, 401);
    QCOMPARE(refused.at("/category"), std::string("EXPIRED_AUTHENTICATION"));
    QCOMPARE(bench.askAs(app, "GET", kJournal + "/latest").status, 401);
    QCOMPARE(bench.askAs(bench.userToken(), "GET", kContacts).status, 200);
    QCOMPARE(bench.askAs(bench.appToken(), "GET", kJournal + "/latest").status, 204);
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
}

void HubSpotSwitchesTest::links_expireAtOnceAndAreRenewed() {
    AccountBench bench;
    const std::string token = bench.appToken();
    bench.askAs(token, "POST", "/webhooks-journal/subscriptions/2026-09",
                "{'subscriptionType':'OBJECT','portalId':4471123,'objectTypeId':'0-1','actions':['CREATE'],"
                "'properties':['lastname']}");
    bench.contact("'lastname':'Lee'");
    bench.wait(1s);
    const std::string old = pathOf(bench.askAs(token, "GET", kJournal + "/latest").at("/url"));
    QCOMPARE(bench.askAs("", "GET", old).status, 200);
    bench.server->expireLinks();
    bench.restart();
    const Answer refused = bench.askAs("", "GET", old);
    QCOMPARE(refused.status, 403);
    QVERIFY(refused.text.find("Request has expired") != std::string::npos);
    const std::string fresh = pathOf(bench.askAs(token, "GET", kJournal + "/latest").at("/url"));
    QCOMPARE(bench.askAs("", "GET", fresh).status, 200);
}

void HubSpotSwitchesTest::pushes_areTriedAgainAtOnce() {
    AccountBench bench;
    const std::string app = "/webhooks/v3/19083857/";
    const std::string key = "?hapikey=" + bench.options.developerKey;
    bench.askAs("", "PUT", app + "settings" + key, "{'targetUrl':'http://127.0.0.1:9000/hook'}");
    bench.askAs("", "POST", app + "subscriptions" + key, "{'eventType':'contact.creation','active':true}");
    bench.contact("'lastname':'Lee'");
    bench.wait(0ms);
    const PushResult result = bench.deliveries.at(0).second;
    result(500);
    bench.wait(1s);
    QCOMPARE(bench.deliveries.size(), std::size_t{1});
    bench.server->retryPushes();
    bench.wait(0ms);
    QCOMPARE(bench.deliveries.size(), std::size_t{2});
    QVERIFY(bench.deliveries[1].first.body.find(R"("attemptNumber":1)") != std::string::npos);
}

QTEST_APPLESS_MAIN(HubSpotSwitchesTest)
#include "switches_test.moc"
