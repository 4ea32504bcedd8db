#include "engine/connectors/budgeted_sender.h"

#include "tests/support/fake_http.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using connectors::BudgetedSender;
using connectors::HttpAnswer;
using connectors::HttpFailure;
using connectors::HttpRequest;
using connectors::HttpResponse;
using connectors::Lane;
using connectors::Priority;
using core::Side;

namespace {

const std::string kSearch = "https://api.hubapi.com/crm/objects/2026-09/contacts/search";
const std::string kRead = "https://api.hubapi.com/crm/objects/2026-09/contacts/batch/read";

HttpRequest request(const std::string& url, bool isSigned = false) {
    HttpRequest request;
    request.url = url;
    if (!isSigned)
        request.headers = {{"Authorization", "Bearer abc"}};
    return request;
}

struct Bench {
    base::ManualClock clock{base::WallTime{}};
    test::FakeTimers timers{clock};
    test::FakeHttp http;
    std::vector<std::string> answers;

    connectors::SendId send(BudgetedSender& sender, const std::string& url) {
        return sender.send(request(url), [this](const HttpAnswer& answer) {
            if (const auto* response = std::get_if<HttpResponse>(&answer))
                answers.push_back(std::to_string(response->status));
            else
                answers.emplace_back(base::name(std::get<HttpFailure>(answer).error.code));
        });
    }
};

HttpAnswer ok(const HttpRequest&) {
    return test::answer(200);
}

}  // namespace

class BudgetedSenderTest : public QObject {
    Q_OBJECT

private slots:
    void lanes_byWhatIsAsked_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<bool>("isSigned");
        QTest::addColumn<int>("lane");
        const auto row = [](const char* name, Side side, const char* url, Lane lane) {
            QTest::newRow(name) << int(side) << QByteArray(url) << false << int(lane);
        };
        row("Salesforce: records", Side::Salesforce, "https://a.my.salesforce.com/services/data/v66.0/query?q=x",
            Lane::General);
        row("Salesforce: held connect", Side::Salesforce, "https://a.my.salesforce.com/cometd/66.0/", Lane::Stream);
        row("Salesforce: sign-in", Side::Salesforce, "https://a.my.salesforce.com/services/oauth2/token", Lane::Stream);
        row("HubSpot: records", Side::HubSpot, kRead.c_str(), Lane::General);
        row("HubSpot: search", Side::HubSpot, kSearch.c_str(), Lane::Search);
        row("HubSpot: a name that ends so", Side::HubSpot, "https://api.hubapi.com/crm/objects/x?y=/search",
            Lane::General);
        row("HubSpot: journal", Side::HubSpot, "https://api.hubapi.com/webhooks-journal/journal/2026-09/latest",
            Lane::Stream);
        row("HubSpot: sign-in", Side::HubSpot, "https://api.hubapi.com/oauth/2026-09/token", Lane::Stream);
        row("no path", Side::HubSpot, "https://api.hubapi.com", Lane::General);
        QTest::newRow("HubSpot: a journal file")
            << int(Side::HubSpot) << QByteArray("https://bucket.example/x?sig=1") << true << int(Lane::Stream);
    }
    void lanes_byWhatIsAsked() {
        QFETCH(int, side);
        QFETCH(QByteArray, url);
        QFETCH(bool, isSigned);
        QFETCH(int, lane);
        QCOMPARE(int(connectors::laneOf(Side(side), request(url.toStdString(), isSigned))), lane);
    }

    void searches_leaveFourASecond() {
        Bench bench;
        BudgetedSender sender(Side::HubSpot, bench.http, bench.timers, bench.clock);
        bench.http.always("GET", "/search", ok);
        for (int i = 0; i < 10; ++i)
            bench.send(sender, kSearch);
        QCOMPARE(bench.http.sent().size(), std::size_t(4));
        bench.timers.advance(999ms, bench.http);
        QCOMPARE(bench.http.sent().size(), std::size_t(4));
        bench.timers.advance(1ms, bench.http);
        QCOMPARE(bench.http.sent().size(), std::size_t(8));
        bench.timers.advance(1s, bench.http);
        QCOMPARE(bench.answers, std::vector<std::string>(10, "200"));
        QCOMPARE(bench.timers.pending(), std::size_t(0));
    }

    void wire_holdsFive_heldConnectsBeside() {
        Bench bench;
        BudgetedSender sender(Side::Salesforce, bench.http, bench.timers, bench.clock);
        bench.send(sender, "https://a.my.salesforce.com/cometd/66.0/");
        for (int i = 0; i < 7; ++i)
            bench.send(sender, "https://a.my.salesforce.com/services/data/v66.0/limits");
        QCOMPARE(bench.http.open().size(), std::size_t(6));
        bench.http.answerTo(2, test::answer(200));
        QCOMPARE(bench.http.open(), (std::vector<connectors::SendId>{1, 3, 4, 5, 6, 7}));
    }

    void tooMany_pausesItsLane_data() {
        QTest::addColumn<QByteArray>("retryAfter");
        QTest::addColumn<QByteArray>("policy");
        QTest::addColumn<int>("seconds");
        QTest::newRow("said by the header") << QByteArray("7") << QByteArray("TEN_SECONDLY_ROLLING") << 7;
        QTest::newRow("ten-secondly") << QByteArray() << QByteArray("TEN_SECONDLY_ROLLING") << 10;
        QTest::newRow("secondly") << QByteArray() << QByteArray("SECONDLY") << 1;
        QTest::newRow("a header that is no number") << QByteArray("soon") << QByteArray() << 10;
    }
    void tooMany_pausesItsLane() {
        QFETCH(QByteArray, retryAfter);
        QFETCH(QByteArray, policy);
        QFETCH(int, seconds);
        Bench bench;
        BudgetedSender sender(Side::HubSpot, bench.http, bench.timers, bench.clock);
        bench.http.once("GET", "/batch/read",
                        test::answer(429, "{\"policyName\":\"" + policy.toStdString() + "\"}",
                                     {{"Retry-After", retryAfter.toStdString()}}));
        bench.http.always("GET", "/", ok);
        bench.send(sender, kRead);
        bench.http.run();
        QCOMPARE(bench.answers, (std::vector<std::string>{"429"}));
        bench.send(sender, kRead);
        bench.send(sender, kSearch);
        bench.timers.advance(std::chrono::seconds(seconds) - 1ms, bench.http);
        QCOMPARE(bench.http.count("GET", "/batch/read"), std::size_t(1));
        QCOMPARE(bench.http.count("GET", "/search"), std::size_t(1));
        bench.timers.advance(1ms, bench.http);
        QCOMPARE(bench.http.count("GET", "/batch/read"), std::size_t(2));
    }

    void patience_endsAfterHalfAMinute() {
        Bench bench;
        BudgetedSender sender(Side::Salesforce, bench.http, bench.timers, bench.clock);
        const std::string url = "https://a.my.salesforce.com/services/data/v66.0/query?q=SECRET";
        bench.http.once("GET", "/query", test::answer(200, {}, {{"Sforce-Limit-Info", "api-usage=15000/15000"}}));
        bench.send(sender, url);
        bench.http.run();
        std::optional<HttpFailure> failure;
        sender.send(request(url), [&](HttpAnswer answer) { failure = std::get<HttpFailure>(answer); });
        bench.timers.advance(29'999ms, bench.http);
        QVERIFY(!failure);
        bench.timers.advance(1ms, bench.http);
        QVERIFY(failure && failure->error.code == base::ErrorCode::RateLimited && !failure->mayHaveArrived);
        QVERIFY(failure->error.message().find("SECRET") == std::string::npos);
        QCOMPARE(bench.http.sent().size(), std::size_t(1));
        QCOMPARE(bench.timers.pending(), std::size_t(0));
        QCOMPARE(sender.budget().daily()->used, std::uint64_t(15000));
    }

    void liveRequests_leaveBeforeReads_whenTheBudgetIsShort() {
        Bench bench;
        BudgetedSender sender(Side::HubSpot, bench.http, bench.timers, bench.clock);
        const auto send = [&](const std::string& what, Priority priority) {
            HttpRequest asked = request("https://api.hubapi.com/crm/objects/2026-09/contacts/" + what);
            asked.priority = priority;
            sender.send(std::move(asked), [](const HttpAnswer&) {});
        };
        bench.http.always("GET", "/", ok);
        // More than may be on the wire at once: four reads leave, a fifth place is kept for what is live.
        for (int i = 1; i <= 6; ++i)
            send("read-" + std::to_string(i), Priority::Read);
        QCOMPARE(bench.http.open().size(), std::size_t(4));
        for (int i = 1; i <= 3; ++i)
            send("live-" + std::to_string(i), Priority::Live);
        QCOMPARE(bench.http.open().size(), std::size_t(5));
        bench.http.run();
        std::string order;
        for (const HttpRequest& sent : bench.http.sent())
            order += sent.url.substr(sent.url.rfind('/') + 1) + " ";
        QCOMPARE(QString::fromStdString(order), u"read-1 read-2 read-3 read-4 live-1 live-2 live-3 read-5 read-6 "_s);
    }

    void cancel_letsTheNextLeave() {
        Bench bench;
        BudgetedSender sender(Side::Salesforce, bench.http, bench.timers, bench.clock);
        std::vector<connectors::SendId> ids;
        for (int i = 0; i < 7; ++i)
            ids.push_back(bench.send(sender, "https://a.my.salesforce.com/services/data/"));
        sender.cancel(ids[5]);  // It waits.
        sender.cancel(ids[0]);  // It is out.
        sender.cancel(ids[0]);
        sender.cancel(12345);
        QCOMPARE(bench.http.cancelled(), (std::vector<connectors::SendId>{1}));
        bench.http.always("GET", "/", ok);
        bench.http.run();
        QCOMPARE(bench.answers.size(), std::size_t(5));
        QCOMPARE(bench.http.sent().size(), std::size_t(6));
    }

    void end_callsNobody() {
        Bench bench;
        {
            BudgetedSender sender(Side::Salesforce, bench.http, bench.timers, bench.clock);
            for (int i = 0; i < 7; ++i)
                bench.send(sender, "https://a.my.salesforce.com/services/data/");
        }
        QCOMPARE(bench.http.open().size(), std::size_t(0));
        QCOMPARE(bench.timers.pending(), std::size_t(0));
        QVERIFY(bench.answers.empty());
    }
};

QTEST_APPLESS_MAIN(BudgetedSenderTest)
#include "budgeted_sender_test.moc"
