#include "engine/connectors/hubspot/journal_subscriptions.h"
#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>
#include <map>

#include <boost/json/serialize.hpp>

using namespace syncline;
using namespace syncline::connectors::hubspot;
using connectors::HttpAnswer;
using connectors::HttpRequest;
using test::answer;
using test::FakeHttp;
using test::FakeTokens;

namespace {

constexpr auto kPath = "/webhooks-journal/subscriptions/2026-09";

/// HubSpot's subscriptions, in one of the ways that its pages allow.
class Server {
public:
    enum class Post {
        Upserts,    ///< changes the one for the object type
        Adds,       ///< makes another one
        Ignores,    ///< gives the one that there is as it is
        Conflicts,  ///< refuses another one
    };
    explicit Server(FakeHttp& http) {
        http.always("GET", kPath, [this](const HttpRequest&) { return answer(200, list()); });
        http.always("POST", kPath, [this](const HttpRequest& request) { return posted(request); });
        http.always("DELETE", kPath, [this](const HttpRequest& request) {
            const std::string id = request.url.substr(request.url.rfind('/') + 1);
            removed.push_back(id);
            return answer(m_all.erase(std::stoi(id)) > 0 ? 204 : 404);
        });
    }

    void add(const std::string& body) {
        json::object one = *parseObject(body);
        one["id"] = ++m_last;
        m_all[m_last] = std::move(one);
    }
    [[nodiscard]] std::string list() const {
        json::array results;
        for (const auto& [id, one] : m_all)
            results.push_back(one);
        return json::serialize(json::object{{"results", std::move(results)}});
    }
    [[nodiscard]] const std::map<int, json::object>& all() const { return m_all; }

    Post post = Post::Upserts;
    bool listsRequired = false;
    bool emptyListsRefused = false;
    std::vector<std::string> removed;

private:
    HttpAnswer posted(const HttpRequest& request) {
        json::object body = *parseObject(request.body);
        const bool lists = body.contains("objectIds");
        if ((lists && emptyListsRefused) || (!lists && listsRequired))
            return answer(400, R"({"category":"VALIDATION_ERROR","message":"objectIds"})");
        const auto same = std::find_if(m_all.begin(), m_all.end(), [&](const auto& one) {
            return one.second.at("objectTypeId") == body.at("objectTypeId");
        });
        const bool there = same != m_all.end();
        if (there && post == Post::Conflicts)
            return answer(409, R"({"category":"CONFLICT","message":"there is one"})");
        if (there && post == Post::Ignores)
            return answer(200, json::serialize(same->second));
        const int id = there && post == Post::Upserts ? same->first : ++m_last;
        body["id"] = id;
        m_all[id] = body;
        return answer(200, json::serialize(body));
    }

    int m_last = 0;
    std::map<int, json::object> m_all;
};

std::string subscription(const std::string& typeId, const std::string& properties, const std::string& more = {}) {
    return R"({"subscriptionType":"OBJECT","portalId":4471123,"objectTypeId":")" + typeId
           + R"(","actions":["CREATE","UPDATE","DELETE","MERGE","RESTORE"],"properties":[)" + properties
           + R"(],"objectIds":null)" + more + "}";
}

const std::string kContactProperties = R"("email","firstname","phone","lifecyclestage","interests","last_meeting",)"
                                       R"("score","sf_contact_id")";
const std::string kCompanyProperties = R"("name","phone","sf_account_id")";

struct Bench {
    FakeHttp http;
    FakeTokens tokens{"journal-token"};
    ApiCalls calls{http, tokens, "https://api.hubapi.test"};
    ObjectCatalog objects{test::mappedObjects()};
    JournalSubscriptions subscriptions{calls, objects, "2026-09"};
    Server server{http};

    /// The names of what was repaired, or the error.
    std::string ensure() {
        std::string text = "no answer";
        subscriptions.ensure("4471123", [&](const base::Result<std::vector<std::string>>& repaired) {
            text.clear();
            if (!repaired)
                text = repaired.error().message();
            else
                for (const std::string& name : *repaired)
                    text += (text.empty() ? "" : " ") + name;
        });
        http.run();
        return text;
    }
};

}  // namespace

class SubscriptionsTest : public QObject {
    Q_OBJECT

private slots:
    void none_areMade_withEveryPropertyListed();
    void fitting_areLeftAlone();
    void lacking_areMended_data();
    void lacking_areMended();
    void foreignOnes_areLeftAlone();
    void listsAreRequired_orRefused_data();
    void listsAreRequired_orRefused();
    void refused_isSaid();
    void propertiesOfOthers_stay();
};

void SubscriptionsTest::none_areMade_withEveryPropertyListed() {
    Bench bench;
    QCOMPARE(bench.ensure(), "contacts companies");
    QCOMPARE(bench.server.all().size(), std::size_t(2));
    const std::vector<Subscription> made =
        subscriptionsOf(*arrayMember(*parseObject(bench.server.list()), "results"), "4471123");
    const std::set<std::string> properties{"email",     "firstname",    "phone", "lifecyclestage",
                                           "interests", "last_meeting", "score", "sf_contact_id"};
    QVERIFY(made[0].properties == properties);
    const std::set<std::string> actions{"CREATE", "UPDATE", "DELETE", "MERGE", "RESTORE"};
    QVERIFY(made[0].actions == actions);
    QCOMPARE(made[1].typeId, "0-2");
    QCOMPARE(bench.ensure(), "");
}

void SubscriptionsTest::fitting_areLeftAlone() {
    Bench bench;
    bench.server.add(subscription("0-1", kContactProperties + R"(,"city")"));
    bench.server.add(subscription("0-2", kCompanyProperties));
    QCOMPARE(bench.ensure(), "");
    QCOMPARE(bench.http.count("POST", kPath), std::size_t(0));
    QCOMPARE(bench.http.count("DELETE", kPath), std::size_t(0));
}

void SubscriptionsTest::lacking_areMended_data() {
    QTest::addColumn<int>("post");
    QTest::addColumn<QByteArray>("removed");
    QTest::newRow("POST changes the present one") << static_cast<int>(Server::Post::Upserts) << QByteArray();
    QTest::newRow("POST makes another one: the old one goes")
        << static_cast<int>(Server::Post::Adds) << QByteArray("1");
    QTest::newRow("POST changes nothing: removed and made anew")
        << static_cast<int>(Server::Post::Ignores) << QByteArray("1");
    QTest::newRow("POST is refused: removed and made anew")
        << static_cast<int>(Server::Post::Conflicts) << QByteArray("1");
}

void SubscriptionsTest::lacking_areMended() {
    QFETCH(int, post);
    QFETCH(QByteArray, removed);
    Bench bench;
    bench.server.post = static_cast<Server::Post>(post);
    bench.server.add(subscription("0-1", R"("email")"));
    bench.server.add(subscription("0-2", kCompanyProperties));
    QCOMPARE(bench.ensure(), "contacts");
    QByteArray gone;
    for (const std::string& id : bench.server.removed)
        gone += QByteArray::fromStdString(id);
    QCOMPARE(gone, removed);
    QCOMPARE(bench.server.all().size(), std::size_t(2));
    QCOMPARE(bench.ensure(), "");
}

void SubscriptionsTest::foreignOnes_areLeftAlone() {
    Bench bench;
    bench.server.add(subscription("0-1", kContactProperties));
    bench.server.add(subscription("0-2", kCompanyProperties));
    bench.server.add(
        R"({"subscriptionType":"OBJECT","portalId":5,"objectTypeId":"0-1","actions":["CREATE"],"properties":["email"]})");
    bench.server.add(
        R"({"subscriptionType":"ASSOCIATION","portalId":4471123,"objectTypeId":"0-1","actions":["ASSOCIATION_ADDED"]})");
    bench.server.add(
        R"({"subscriptionType":"OBJECT","portalId":4471123,"objectTypeId":"0-1","actions":["CREATE"],"properties":["email"],"objectIds":[7]})");
    bench.server.add(
        R"({"subscriptionType":"OBJECT","portalId":4471123,"objectTypeId":"0-3","actions":["CREATE"],"properties":["amount"]})");
    QCOMPARE(bench.ensure(), "");
    QCOMPARE(bench.server.all().size(), std::size_t(6));
}

void SubscriptionsTest::listsAreRequired_orRefused_data() {
    QTest::addColumn<bool>("required");
    QTest::addColumn<bool>("refused");
    QTest::addColumn<int>("posts");
    QTest::newRow("either form is taken") << false << false << 2;
    QTest::newRow("lists are required: tried once, then known") << true << false << 3;
    QTest::newRow("empty lists are refused") << false << true << 2;
}

void SubscriptionsTest::listsAreRequired_orRefused() {
    QFETCH(bool, required);
    QFETCH(bool, refused);
    QFETCH(int, posts);
    Bench bench;
    bench.server.listsRequired = required;
    bench.server.emptyListsRefused = refused;
    QCOMPARE(bench.ensure(), "contacts companies");
    QCOMPARE(bench.server.all().size(), std::size_t(2));
    QCOMPARE(static_cast<int>(bench.http.count("POST", kPath)), posts);
}

void SubscriptionsTest::refused_isSaid() {
    Bench bench;
    bench.server.listsRequired = true;
    bench.server.emptyListsRefused = true;
    const std::string error = bench.ensure();
    QVERIFY2(error.find("subscribe to contacts in the journal") != std::string::npos, error.c_str());
    QVERIFY(error.find("VALIDATION_ERROR") != std::string::npos);
    QCOMPARE(bench.http.count("POST", kPath), std::size_t(2));
}

/// Two installations that map different properties through one app would otherwise take them from each other in turn.
void SubscriptionsTest::propertiesOfOthers_stay() {
    Bench bench;
    bench.server.add(subscription("0-1", R"("city","email")"));
    bench.server.add(subscription("0-2", kCompanyProperties));
    QCOMPARE(bench.ensure(), "contacts");
    const auto all = subscriptionsOf(*arrayMember(*parseObject(bench.server.list()), "results"), "4471123");
    QVERIFY(all[0].properties.contains("city"));
    QVERIFY(all[0].properties.contains("score"));
}

QTEST_GUILESS_MAIN(SubscriptionsTest)
#include "subscriptions_test.moc"
