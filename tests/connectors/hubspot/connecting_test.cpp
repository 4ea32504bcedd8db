#include "tests/connectors/hubspot/client_bench.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using base::ErrorCode;
using core::ConnectorPhase;
using test::answer;
using test::ClientBench;
using test::noAnswer;
using test::updateEvent;

namespace {

/// What every test needs that gets as far as the journal.
void idleJournal(ClientBench& bench) {
    bench.http.always("GET", "/latest", [](const auto&) { return answer(200, ClientBench::entry("a1")); });
    bench.http.always("GET", "offset/a1/next", [](const auto&) { return answer(204); });
}

/// From now on it answers to nothing.
void breakDown(ClientBench& bench) {
    for (const char* part : {"offset/a1/next", "/account-info/"})
        bench.http.always("GET", part, [](const auto&) { return answer(503); });
}

/// From now on the journal asks for nine seconds each time.
void askForPauses(ClientBench& bench) {
    bench.http.always("GET", "offset/a1/next", [](const auto&) { return answer(503, "", {{"Retry-After", "9"}}); });
}

std::string bearer(const connectors::HttpRequest& request) {
    for (const auto& [name, value] : request.headers) {
        if (name == "Authorization")
            return value;
    }
    return {};
}

}  // namespace

class ConnectingTest : public QObject {
    Q_OBJECT

private slots:
    void connects_inOrder();
    void eachFamily_hasItsToken();
    void expiredToken_isRenewedOnce();
    void deadToken_isSaid();
    void wrongAccount_isSaid();
    void account_isAskedFor();
    void journalNotEnabled_isSaid_andTriedAgain();
    void missingScopes_areNamed();
    void missingProperty_isSaid_andNotSubscribedTo();
    void partnerIdThatIsNotUnique_isSaid();
    void propertiesThatMayNotBeSeen_areNoHindrance();
    void outage_isTold_whenItLasts();
    void anotherReason_isTold_ofTheSameCode();
    void outage_tellsTheLastAnswer_andTheNextTry();
    void tryNow_endsThePause();
    void tryNow_endsNoPauseThatIsAskedFor();
    void tryNow_endsWhatIsBeyondThePauseAskedFor();
    void tryNow_whileATryIsOut_doesNothing();
    void tryNow_whileConnected_doesNothing();
    void pauses_growUpToAMinute();
    void rateLimit_waitsAsAsked();
    void subscriptionsTakenAway_areMendedAndMissed();
    void resumedWithoutSubscriptions_isMissed();
    void baseUrlWithSlash();
};

void ConnectingTest::connects_inOrder() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    std::vector<std::string> paths;
    for (const auto& request : bench.http.sent())
        paths.push_back(request.url.substr(std::string(ClientBench::kBase).size()));
    const std::vector<std::string> expected{
        "/account-info/2026-09/details",
        "/crm/properties/2026-09/contacts",
        "/crm/properties/2026-09/companies",
        "/webhooks-journal/subscriptions/2026-09",
        "/webhooks-journal/journal-local/2026-09/latest?installPortalId=4471123",
        "/webhooks-journal/journal-local/2026-09/offset/a1/next?installPortalId=4471123"};
    QVERIFY(paths == expected);
    QVERIFY(bench.listener.phases() == (std::vector{ConnectorPhase::Connecting, ConnectorPhase::Connected}));
    QVERIFY(!bench.listener.states.back().why);
}

void ConnectingTest::eachFamily_hasItsToken() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    for (const auto& request : bench.http.sent()) {
        const bool journal = request.url.find("webhooks-journal") != std::string::npos;
        QCOMPARE(bearer(request), journal ? "Bearer journal-token-1" : "Bearer account-token-1");
    }
}

void ConnectingTest::expiredToken_isRenewedOnce() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.once("GET", "/latest", answer(401, R"({"category":"EXPIRED_AUTHENTICATION"})"));
    bench.start();
    QCOMPARE(bench.journalTokens->generation, std::uint64_t(2));
    QCOMPARE(bench.http.count("GET", "/latest"), std::size_t(2));
    QVERIFY(bench.listener.phases() == (std::vector{ConnectorPhase::Connecting, ConnectorPhase::Connected}));
    QCOMPARE(bearer(bench.http.sent().back()), "Bearer journal-token-2");
}

void ConnectingTest::deadToken_isSaid() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/account-info/", [](const auto&) {
        return answer(401, R"({"category":"INVALID_AUTHENTICATION","message":"Authentication credentials not found"})");
    });
    bench.start();
    QCOMPARE(bench.http.count("GET", "/account-info/"), std::size_t(2));
    const auto& state = bench.listener.states.back();
    QVERIFY(state.phase == ConnectorPhase::Disconnected);
    QCOMPARE(state.why->code, ErrorCode::Unauthenticated);
    QVERIFY(state.why->detail.starts_with("HubSpot does not accept the access token: 401 INVALID_AUTHENTICATION"));
    QVERIFY(state.why->hint.find("SYNCLINE_HUBSPOT_REFRESH_TOKEN") != std::string::npos);
}

void ConnectingTest::wrongAccount_isSaid() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/account-info/", [](const auto&) { return answer(200, R"({"portalId":5})"); });
    bench.start();
    const auto& state = bench.listener.states.back();
    QVERIFY(state.phase == ConnectorPhase::Disconnected);
    QCOMPARE(state.why->code, ErrorCode::InvalidArgument);
    QCOMPARE(bench.http.count("GET", "webhooks-journal"), std::size_t(0));
}

void ConnectingTest::account_isAskedFor() {
    mapping::Connection connection = ClientBench::usualConnection();
    connection.account.clear();
    ClientBench bench(connection);
    idleJournal(bench);
    bench.start();
    QCOMPARE(bench.http.count("GET", "installPortalId=4471123"), std::size_t(2));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void ConnectingTest::journalNotEnabled_isSaid_andTriedAgain() {
    ClientBench bench;
    idleJournal(bench);
    bench.journalTokens->error = base::Error{ErrorCode::Unauthenticated,
                                             "sign in to HubSpot",
                                             {},
                                             "The scope developer.webhooks_journal.read could not be recognized",
                                             {}};
    bench.start();
    const auto& state = bench.listener.states.back();
    QVERIFY(state.phase == ConnectorPhase::Disconnected);
    QVERIFY(state.why->detail.find("could not be recognized") != std::string::npos);
    QVERIFY(state.why->hint.find("developer.webhooks_journal.read") != std::string::npos);
    QVERIFY(state.why->hint.find("client id and secret") != std::string::npos);
    bench.advance(1h);
    QCOMPARE(bench.listener.states.size(), std::size_t(2));  // said once
    bench.journalTokens->error.reset();
    bench.advance(2min);
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void ConnectingTest::missingScopes_areNamed() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/webhooks-journal/subscriptions", [](const auto&) {
        return answer(403, R"({"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":)"
                           R"(["developer.webhooks_journal.subscriptions.read"]}}]})");
    });
    bench.start();
    const auto& state = bench.listener.states.back();
    QCOMPARE(state.why->code, ErrorCode::PermissionDenied);
    QVERIFY(state.why->hint.find("give the app the scopes developer.webhooks_journal.subscriptions.read")
            != std::string::npos);
}

void ConnectingTest::missingProperty_isSaid_andNotSubscribedTo() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/crm/properties/2026-09/companies", [](const auto&) {
        return answer(200, R"({"results":[{"name":"name","type":"string","fieldType":"text"},)"
                           R"({"name":"sf_account_id","type":"string","hasUniqueValue":true}]})");
    });
    bench.start();
    const auto& state = bench.listener.states.back();
    QVERIFY(state.phase == ConnectorPhase::Connected);
    QVERIFY(state.why.has_value());
    QCOMPARE(state.why->object, "companies");
    QCOMPARE(state.why->detail, "there is no phone");
}

void ConnectingTest::partnerIdThatIsNotUnique_isSaid() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/crm/properties/2026-09/companies", [](const auto&) {
        return answer(200, R"({"results":[{"name":"name","type":"string"},{"name":"phone","type":"string"},)"
                           R"({"name":"sf_account_id","type":"string","hasUniqueValue":false}]})");
    });
    bench.start();
    const auto& state = bench.listener.states.back();
    QVERIFY(state.phase == ConnectorPhase::Connected);
    QVERIFY(state.why->detail.find("sf_account_id") != std::string::npos);
}

void ConnectingTest::propertiesThatMayNotBeSeen_areNoHindrance() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/crm/properties/",
                      [](const auto&) { return answer(403, R"({"category":"MISSING_SCOPES"})"); });
    bench.start();
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void ConnectingTest::outage_isTold_whenItLasts() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    bench.http.once("GET", "offset/a1/next", answer(503, "<html>"));
    bench.advance(3s);
    QCOMPARE(bench.listener.states.size(), std::size_t(2));  // one failure is not worth a word
    bool down = true;
    bench.http.always("GET", "offset/a1/next", [&](const auto&) { return answer(down ? 503 : 204, ""); });
    bench.advance(30s);
    QCOMPARE(bench.listener.states.size(), std::size_t(3));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Disconnected);
    QCOMPARE(bench.listener.states.back().why->code, ErrorCode::Unavailable);
    down = false;
    bench.advance(2min);
    QCOMPARE(bench.listener.states.size(), std::size_t(4));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

/// The message is what is wrong now; that each answer has another correlation id is no news.
void ConnectingTest::anotherReason_isTold_ofTheSameCode() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    std::string reason = "busy";
    int answers = 0;
    bench.http.always("GET", "offset/a1/next", [&](const auto&) {
        return answer(503, R"({"message":")" + reason + R"(","correlationId":"c)" + std::to_string(++answers) + "\"}");
    });
    bench.advance(1min);
    QCOMPARE(bench.listener.states.size(), std::size_t(3));
    QVERIFY(answers > 2);
    reason = "closed for the night";
    bench.advance(2min);
    QCOMPARE(bench.listener.states.size(), std::size_t(4));
    QVERIFY(bench.listener.states.back().why->detail.find(reason) != std::string::npos);
}

void ConnectingTest::outage_tellsTheLastAnswer_andTheNextTry() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    const base::WallTime answered = bench.clock.wallNow();
    QVERIFY(bench.listener.outages.empty());
    breakDown(bench);
    bench.advance(10min);
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Disconnected);
    // The journal's 503 and the account's; other pauses are no other state.
    QCOMPARE(bench.listener.states.size(), std::size_t(4));
    const std::vector<connectors::Outage>& outages = bench.listener.outages;
    QVERIFY(outages.size() > 10);
    for (std::size_t i = 0; i < outages.size(); ++i) {
        QVERIFY(outages[i].lastAnswered == answered);
        QCOMPARE(outages[i].nextTry.has_value(), i % 2 == 0);  // a pause, then a try
    }
    QVERIFY(outages.back().nextTry == bench.clock.wallNow() + bench.timers.untilNext().value_or(0ms));
}

void ConnectingTest::tryNow_endsThePause() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    breakDown(bench);
    bench.advance(10min);
    const std::size_t tries = bench.http.count("GET", "/account-info/");
    const std::size_t outages = bench.listener.outages.size();
    for (int press = 0; press < 3; ++press) {
        bench.client->tryNow();
        bench.run();
    }
    QCOMPARE(bench.http.count("GET", "/account-info/"), tries + 1);
    QCOMPARE(bench.listener.outages.size(), outages + 2);
    // The pause behind it is as long as it would have been.
    QVERIFY(*bench.listener.outages.back().nextTry >= bench.clock.wallNow() + 30s);
    bench.advance(1s);
    idleJournal(bench);
    bench.http.always("GET", "/earliest", [](const auto&) { return answer(200, ClientBench::entry("a0")); });
    bench.http.always("GET", "/account-info/", [](const auto&) { return answer(200, R"({"portalId":4471123})"); });
    bench.client->tryNow();
    bench.run();
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void ConnectingTest::tryNow_endsNoPauseThatIsAskedFor() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    askForPauses(bench);
    while (bench.listener.outages.empty())
        bench.advance(bench.timers.untilNext().value_or(1s));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Disconnected);
    const base::WallTime failed = bench.clock.wallNow();
    QVERIFY(bench.listener.outages.back().nextTry == failed + 9s);
    const std::size_t sent = bench.http.sent().size();
    bench.advance(2s);
    bench.client->tryNow();
    bench.advance(6999ms);
    QCOMPARE(bench.http.sent().size(), sent);
    QCOMPARE(bench.listener.outages.size(), std::size_t(1));
    bench.advance(1ms);
    QVERIFY(bench.http.sent().size() > sent);
}

void ConnectingTest::tryNow_endsWhatIsBeyondThePauseAskedFor() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    askForPauses(bench);
    bench.advance(10min);
    bench.advance(bench.timers.untilNext().value_or(0ms));
    const base::WallTime failed = bench.clock.wallNow();
    QVERIFY(bench.listener.outages.back().nextTry >= failed + 30s);
    const std::size_t outages = bench.listener.outages.size();
    const std::size_t tries = bench.http.count("GET", "offset/a1/next");
    for (int press = 0; press < 3; ++press) {
        bench.advance(2s);
        bench.client->tryNow();
        bench.run();
        QVERIFY(bench.listener.outages.back().nextTry == failed + 9s);
        QCOMPARE(bench.listener.outages.size(), outages + 1);
    }
    bench.advance(2999ms);
    QCOMPARE(bench.http.count("GET", "offset/a1/next"), tries);
    bench.advance(1ms);
    QCOMPARE(bench.http.count("GET", "offset/a1/next"), tries + 1);
    // Once the nine seconds are over there is no reason to wait.
    bench.advance(10s);
    bench.client->tryNow();
    bench.run();
    QCOMPARE(bench.http.count("GET", "offset/a1/next"), tries + 2);
}

void ConnectingTest::tryNow_whileATryIsOut_doesNothing() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    breakDown(bench);
    bench.advance(10min);
    bench.client->tryNow();
    const std::size_t sent = bench.http.sent().size();
    bench.clock.advance(2s);
    bench.client->tryNow();
    QCOMPARE(bench.http.sent().size(), sent);
    QVERIFY(!bench.listener.outages.back().nextTry);
}

void ConnectingTest::tryNow_whileConnected_doesNothing() {
    ClientBench bench;
    idleJournal(bench);
    bench.client->tryNow();
    bench.start();
    bench.client->tryNow();
    bench.run();
    QCOMPARE(bench.http.sent().size(), std::size_t(6));
    // One failure is dealt with in silence: there is nothing to press.
    bench.http.once("GET", "offset/a1/next", answer(503));
    bench.advance(1s);
    const std::size_t sent = bench.http.sent().size();
    bench.client->tryNow();
    bench.run();
    QCOMPARE(bench.http.sent().size(), sent);
    QVERIFY(bench.listener.outages.empty());
    bench.client->stop();
    bench.client->tryNow();
    QCOMPARE(bench.http.sent().size(), sent);
}

void ConnectingTest::pauses_growUpToAMinute() {
    ClientBench bench;
    bench.http.always("GET", "/account-info/", [](const auto&) { return noAnswer(ErrorCode::Unavailable, false); });
    bench.start();
    std::vector<std::chrono::milliseconds> pauses;
    for (int i = 0; i < 14; ++i) {
        pauses.push_back(bench.timers.untilNext().value_or(0ms));
        bench.advance(pauses.back());
    }
    QVERIFY(pauses.front() >= 125ms && pauses.front() <= 250ms);
    for (std::size_t i = 10; i < pauses.size(); ++i)
        QVERIFY(pauses[i] >= 30s && pauses[i] <= 60s);
    QVERIFY(std::adjacent_find(pauses.begin() + 9, pauses.end()) == pauses.end());
}

void ConnectingTest::rateLimit_waitsAsAsked() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    bench.http.once("GET", "offset/a1/next",
                    answer(429, R"({"errorType":"RATE_LIMIT","policyName":"SECONDLY"})", {{"Retry-After", "9"}}));
    bench.advance(1s);
    const std::size_t asked = bench.http.count("GET", "offset/a1/next");
    bench.advance(8999ms);
    QCOMPARE(bench.http.count("GET", "offset/a1/next"), asked);
    bench.advance(1ms);
    QCOMPARE(bench.http.count("GET", "offset/a1/next"), asked + 1);
    QCOMPARE(bench.listener.states.size(), std::size_t(2));
}

void ConnectingTest::subscriptionsTakenAway_areMendedAndMissed() {
    ClientBench bench;
    idleJournal(bench);
    bench.start();
    bench.http.once("GET", "/webhooks-journal/subscriptions", answer(200, R"({"results":[]})"));
    bench.http.always("POST", "/webhooks-journal/subscriptions", [](const connectors::HttpRequest& request) {
        return answer(200, R"({"id":9,)" + request.body.substr(1));
    });
    bench.advance(11min);
    QCOMPARE(bench.http.count("POST", "/webhooks-journal/subscriptions"), std::size_t(2));
    QCOMPARE(bench.listener.gaps.size(), std::size_t(1));
    QVERIFY(bench.listener.gaps[0].reason.find("contacts, companies") != std::string::npos);
}

void ConnectingTest::resumedWithoutSubscriptions_isMissed() {
    ClientBench bench;
    idleJournal(bench);
    bench.http.always("GET", "/earliest", [](const auto&) { return answer(200, ClientBench::entry("a0")); });
    bench.http.once("GET", "/webhooks-journal/subscriptions", answer(200, R"({"results":[]})"));
    bench.http.always("POST", "/webhooks-journal/subscriptions", [](const connectors::HttpRequest& request) {
        return answer(200, R"({"id":9,)" + request.body.substr(1));
    });
    bench.start({bench.position("a1", 1min)});
    QCOMPARE(bench.listener.gaps.size(), std::size_t(1));
    QVERIFY(bench.listener.states.back().phase == ConnectorPhase::Connected);
}

void ConnectingTest::baseUrlWithSlash() {
    mapping::Connection connection = ClientBench::usualConnection();
    connection.baseUrl += "/";
    ClientBench bench(connection);
    idleJournal(bench);
    bench.start();
    QCOMPARE(bench.http.sent().front().url, std::string(ClientBench::kBase) + "/account-info/2026-09/details");
}

QTEST_GUILESS_MAIN(ConnectingTest)
#include "connecting_test.moc"
