#include "tests/sandbox/hubspot/account_bench.h"

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

const std::string kContacts = "/crm/objects/2026-09/contacts";

/// A contact with a primary company and a second one to be associated with; the journal and the webhooks are told of
/// associations from here on.
class Associated {
public:
    Associated() : token(bench.appToken()) {
        first = bench.company("'name':'First'");
        second = bench.company("'name':'Second'");
        contact = bench.contact("'lastname':'Lee','associatedcompanyid':'" + first + "'");
        bench.wait(1s);
        manage("PUT", "settings", "{'targetUrl':'http://127.0.0.1:9000/hook'}");
        manage("POST", "subscriptions", "{'eventType':'contact.associationChange','active':true}");
    }

    void manage(const std::string& method, const std::string& tail, const std::string& body) {
        bench.askAs("", method, "/webhooks/v3/19083857/" + tail + "?hapikey=" + bench.options.developerKey, body);
    }
    /// The journal of one end, of these records only unless the list is empty.
    void subscribe(const std::string& typeId, const std::string& objectIds) {
        bench.askAs(token, "POST", "/webhooks-journal/subscriptions/2026-09",
                    "{'subscriptionType':'ASSOCIATION','portalId':4471123,'objectTypeId':'" + typeId
                        + "','actions':['ASSOCIATION_ADDED','ASSOCIATION_REMOVED'],'objectIds':[" + objectIds + "]}");
    }
    Answer add() { return bench.ask("PUT", path() + "/default/companies/" + second); }
    Answer remove() { return bench.ask("DELETE", path() + "/companies/" + second); }
    [[nodiscard]] std::string path() const { return "/crm/v4/objects/contacts/" + contact + "/associations"; }

    /// "+first", "-second" and so on, in the order of the newest journal file.
    std::string told() {
        const Answer entry = bench.askAs(token, "GET", "/webhooks-journal/journal/2026-09/latest");
        if (entry.status != 200)
            return "nothing";
        const std::string url = entry.at("/url");
        const Answer file = bench.askAs("", "GET", url.substr(url.find('/', url.find("//") + 2)));
        std::string list;
        for (const boost::json::value& event : file.json.at("journalEvents").as_array()) {
            const bool added = event.at("action").as_string() == "ASSOCIATION_ADDED";
            const bool isFirst = boost::json::serialize(event.at("toObjectId")) == first;
            list += std::string(list.empty() ? "" : " ") + (added ? "+" : "-") + (isFirst ? "first" : "second");
        }
        return list;
    }

    AccountBench bench;
    std::string token;
    std::string first;
    std::string second;
    std::string contact;
};

}  // namespace

class HubSpotLinkChangesTest : public QObject {
    Q_OBJECT

private slots:
    void journal_keepsTheOrderInWhichThingsHappened();
    void journal_tellsOnlyOfTheRecordsAskedFor_data();
    void journal_tellsOnlyOfTheRecordsAskedFor();
    void webhooks_untakenChangeIsDeliveredAfterARestart();
    void webhooks_takenChangeIsNotDeliveredAgain();
};

void HubSpotLinkChangesTest::journal_keepsTheOrderInWhichThingsHappened() {
    Associated account;
    account.subscribe("0-1", "");
    account.add();
    account.bench.wait(10ms);
    account.remove();
    account.bench.wait(10ms);
    account.bench.ask("PATCH", kContacts + "/" + account.contact,
                      "{'properties':{'associatedcompanyid':'" + account.second + "'}}");
    account.bench.wait(1s);
    QCOMPARE(account.told(), std::string("+second -second -first -first +second +second"));
}

void HubSpotLinkChangesTest::journal_tellsOnlyOfTheRecordsAskedFor_data() {
    QTest::addColumn<QString>("typeId");
    QTest::addColumn<QString>("asked");
    QTest::addColumn<bool>("told");
    QTest::newRow("any contact") << "0-1"
                                 << "" << true;
    QTest::newRow("this contact") << "0-1"
                                  << "contact" << true;
    QTest::newRow("another contact") << "0-1"
                                     << "another" << false;
    QTest::newRow("this company") << "0-2"
                                  << "second" << true;
    QTest::newRow("another company") << "0-2"
                                     << "first" << false;
}

void HubSpotLinkChangesTest::journal_tellsOnlyOfTheRecordsAskedFor() {
    QFETCH(QString, typeId);
    QFETCH(QString, asked);
    QFETCH(bool, told);
    Associated account;
    const std::map<std::string, std::string> ids = {
        {"contact", account.contact}, {"another", "1"}, {"first", account.first}, {"second", account.second}};
    account.subscribe(typeId.toStdString(), asked.isEmpty() ? "" : "'" + ids.at(asked.toStdString()) + "'");
    account.add();
    account.bench.wait(1s);
    QCOMPARE(account.told() != "nothing", told);
}

void HubSpotLinkChangesTest::webhooks_untakenChangeIsDeliveredAfterARestart() {
    Associated account;
    account.add();
    account.bench.wait(0ms);
    QCOMPARE(account.bench.deliveries.size(), std::size_t{1});
    const std::string untaken = account.bench.deliveries[0].first.body;
    account.bench.restart();
    account.bench.wait(0ms);
    QCOMPARE(account.bench.deliveries.size(), std::size_t{2});
    QCOMPARE(account.bench.deliveries[1].first.body, untaken);
}

void HubSpotLinkChangesTest::webhooks_takenChangeIsNotDeliveredAgain() {
    Associated account;
    account.add();
    account.bench.wait(0ms);
    const int before = account.bench.changes;
    const PushResult result = account.bench.deliveries.at(0).second;
    result(200);
    // Durable at once: a kill right behind it must not bring the delivery again.
    QVERIFY(account.bench.changes > before);
    account.bench.restart();
    account.bench.wait(1s);
    QCOMPARE(account.bench.deliveries.size(), std::size_t{1});
}

QTEST_APPLESS_MAIN(HubSpotLinkChangesTest)
#include "link_changes_test.moc"
