#include "engine/sandbox/digests.h"
#include "tests/sandbox/hubspot/account_bench.h"

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

constexpr const char* kContacts = "/crm/objects/2026-09/contacts";

std::string client(const HubSpotOptions& options) {
    return "client_id=" + options.clientId + "&client_secret=" + options.clientSecret;
}

std::string authorizeTarget(const HubSpotOptions& options, const std::string& redirect, const std::string& scope) {
    return "/oauth/authorize?client_id=" + options.clientId + "&redirect_uri=" + redirect + "&scope=" + scope
           + "&state=s%201";
}

std::string codeOf(const Answer& redirect) {
    const std::string location = redirect.header("Location");
    const std::size_t begin = location.find("code=") + 5;
    return location.substr(begin, location.find('&') - begin);
}

}  // namespace

class HubSpotSignInTest : public QObject {
    Q_OBJECT

private slots:
    void token_refusesWithBothWordings_data();
    void token_refusesWithBothWordings();
    void token_takesFormsOnly();
    void authorizationCode_worksOnceAndInTime();
    void authorize_refusesWrongRedirectsAndScopes_data();
    void authorize_refusesWrongRedirectsAndScopes();
    void challenge_isCheckedInItsDialectOnly();
    void accessToken_expires();
    void refreshToken_survivesARestartAndDiesByRevocation();
    void refreshToken_rotatesInItsDialect();
    void introspection_tellsWhatIsAlive();
    void requests_areRefusedByToken_data();
    void requests_areRefusedByToken();
    void invalidTokens_leaveTheTokenEndpoint();
    void missingScopes_haveTwoShapes();
    void journal_mayBeUnknownToTheAccount();
    void burst_isLimitedAndTold();
    void search_isLimitedBySecondWithoutHeaders();
    void daily_startsAgainAtTheAccountsMidnight();
    void journal_doesNotCountDaily();
    void rateLimitFault_hasItsDialects();
    void lockedRows_are423();
};

void HubSpotSignInTest::token_refusesWithBothWordings_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("error");
    const std::string id = client(HubSpotOptions());
    const auto with = [&](const std::string& members) { return QString::fromStdString(members + "&" + id); };
    QTest::newRow("unknown refresh token") << with("grant_type=refresh_token&refresh_token=x") << "BAD_REFRESH_TOKEN"
                                           << "invalid_grant";
    QTest::newRow("unknown code") << with("grant_type=authorization_code&code=x&redirect_uri=y") << "BAD_AUTH_CODE"
                                  << "invalid_grant";
    QTest::newRow("wrong secret") << "grant_type=refresh_token&client_id=syncline-sandbox-client&client_secret=no"
                                  << "BAD_CLIENT_ID"
                                  << "invalid_client";
    QTest::newRow("no client") << "grant_type=refresh_token"
                               << "BAD_CLIENT_ID"
                               << "invalid_client";
    QTest::newRow("unknown grant type") << with("grant_type=password") << "BAD_GRANT_TYPE"
                                        << "unsupported_grant_type";
}

void HubSpotSignInTest::token_refusesWithBothWordings() {
    QFETCH(QString, body);
    QFETCH(QString, status);
    QFETCH(QString, error);
    AccountBench bench;
    for (const char* path : {"/oauth/v1/token", "/oauth/v3/token", "/oauth/2026-03/token", "/oauth/2026-09/token"}) {
        const Answer answer = bench.form(path, body.toStdString());
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.at("/status"), status.toStdString());
        QCOMPARE(answer.at("/error"), error.toStdString());
        QCOMPARE(answer.at("/error_description"), answer.at("/message"));
        QCOMPARE(answer.at("/correlationId").size(), std::size_t{36});
    }
}

void HubSpotSignInTest::token_takesFormsOnly() {
    AccountBench bench;
    const std::string body = "{'grant_type':'refresh_token'}";
    QCOMPARE(bench.askAs("", "POST", "/oauth/2026-09/token", body).status, 415);
    const std::string query =
        "?grant_type=refresh_token&refresh_token=" + bench.options.refreshToken + "&" + client(bench.options);
    QCOMPARE(bench.askAs("", "POST", "/oauth/v1/token" + query).status, 200);
    QCOMPARE(bench.askAs("", "POST", "/oauth/v3/token" + query).status, 415);
    QCOMPARE(bench.askAs("", "GET", "/oauth/v3/token").status, 405);
}

void HubSpotSignInTest::authorizationCode_worksOnceAndInTime() {
    AccountBench bench;
    const std::string redirect = "http%3A%2F%2Flocalhost%3A41999%2Fcb";
    const std::string target = authorizeTarget(bench.options, redirect, "crm.objects.contacts.read");
    const Answer page = bench.askAs("", "GET", target + "&optional_scope=crm.objects.owners.read%20no.such.scope");
    QCOMPARE(page.status, 302);
    QVERIFY(page.header("Location").starts_with("http://localhost:41999/cb?code="));
    QVERIFY(page.header("Location").ends_with("&state=s%201"));
    const std::string grant = "grant_type=authorization_code&" + client(bench.options) + "&redirect_uri=";
    const std::string code = codeOf(page);
    const Answer token = bench.form("/oauth/2026-09/token", grant + redirect + "&code=" + code);
    QCOMPARE(token.status, 200);
    QCOMPARE(token.at("/token_type"), std::string("bearer"));
    QCOMPARE(token.at("/expires_in"), std::string("1800"));
    QCOMPARE(token.at("/hub_id"), std::string("4471123"));
    QCOMPARE(token.at("/scopes"), quoted("['crm.objects.contacts.read','crm.objects.owners.read','oauth']"));
    QCOMPARE(bench.askAs(token.at("/access_token"), "GET", kContacts).status, 200);
    QCOMPARE(bench.form("/oauth/2026-09/token", grant + redirect + "&code=" + code).at("/status"),
             std::string("BAD_AUTH_CODE"));

    const std::string other = codeOf(bench.askAs("", "GET", target));
    QCOMPARE(bench.form("/oauth/2026-09/token", grant + "http%3A%2F%2Flocalhost%2F&code=" + other).at("/status"),
             std::string("BAD_AUTH_CODE"));
    const std::string late = codeOf(bench.askAs("", "GET", target));
    bench.wait(60s);
    QCOMPARE(bench.form("/oauth/2026-09/token", grant + redirect + "&code=" + late).at("/status"),
             std::string("EXPIRED_AUTH_CODE"));
}

void HubSpotSignInTest::authorize_refusesWrongRedirectsAndScopes_data() {
    QTest::addColumn<QString>("redirect");
    QTest::addColumn<QString>("scope");
    QTest::addColumn<int>("status");
    QTest::newRow("http on localhost") << "http%3A%2F%2Flocalhost%3A1%2F"
                                       << "oauth" << 302;
    QTest::newRow("https elsewhere") << "https%3A%2F%2Fapp.example%2Fcb"
                                     << "oauth" << 302;
    QTest::newRow("an address") << "http%3A%2F%2F127.0.0.1%3A1%2F"
                                << "oauth" << 400;
    QTest::newRow("https to an address") << "https%3A%2F%2F10.0.0.1%2Fcb"
                                         << "oauth" << 400;
    QTest::newRow("http elsewhere") << "http%3A%2F%2Fapp.example%2F"
                                    << "oauth" << 400;
    QTest::newRow("no redirect") << ""
                                 << "oauth" << 400;
    QTest::newRow("unknown scope") << "http%3A%2F%2Flocalhost%2F"
                                   << "crm.objects.pets.read" << 400;
    QTest::newRow("scope of the journal") << "http%3A%2F%2Flocalhost%2F"
                                          << "developer.webhooks_journal.read" << 400;
}

void HubSpotSignInTest::authorize_refusesWrongRedirectsAndScopes() {
    QFETCH(QString, redirect);
    QFETCH(QString, scope);
    QFETCH(int, status);
    AccountBench bench;
    const std::string target = authorizeTarget(bench.options, redirect.toStdString(), scope.toStdString());
    const Answer answer = bench.askAs("", "GET", target);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("Location") != "(none)", status == 302);
    QCOMPARE(bench.askAs("", "GET", "/oauth/4471123" + target.substr(6)).status, status);
    QCOMPARE(bench.askAs("", "GET", "/oauth/1" + target.substr(6)).status, 400);
}

void HubSpotSignInTest::challenge_isCheckedInItsDialectOnly() {
    const std::string challenge = sha256Base64Url("a-verifier-of-at-least-forty-three-characters");
    for (const bool enforced : {false, true}) {
        AccountBench bench(enforced ? std::vector<std::string>{"pkce-enforced"} : std::vector<std::string>{});
        const std::string redirect = "http%3A%2F%2Flocalhost%2F";
        const std::string target = authorizeTarget(bench.options, redirect, "oauth") + "&code_challenge=" + challenge;
        const std::string grant =
            "grant_type=authorization_code&" + client(bench.options) + "&redirect_uri=" + redirect + "&code=";
        const std::string wrong = codeOf(bench.askAs("", "GET", target)) + "&code_verifier=wrong";
        QCOMPARE(bench.form("/oauth/v3/token", grant + wrong).status, enforced ? 400 : 200);
        const std::string right =
            codeOf(bench.askAs("", "GET", target)) + "&code_verifier=a-verifier-of-at-least-forty-three-characters";
        QCOMPARE(bench.form("/oauth/v3/token", grant + right).status, 200);
    }
}

void HubSpotSignInTest::accessToken_expires() {
    HubSpotOptions options;
    options.tokenLifetime = 5s;
    AccountBench bench({}, options);
    const std::string token = bench.userToken();
    QCOMPARE(bench.askAs(token, "GET", kContacts).status, 200);
    bench.wait(5s);
    const Answer expired = bench.askAs(token, "GET", kContacts);
    QCOMPARE(expired.status, 401);
    QCOMPARE(expired.at("/category"), std::string("EXPIRED_AUTHENTICATION"));
    QCOMPARE(expired.at("/message"), std::string("The OAuth token used to make this call expired 0 second(s) ago."));
    QCOMPARE(expired.at("/context/expire time/0"), std::string("2026-11-23T10:40:05.000Z"));
    QCOMPARE(bench.askAs(bench.userToken(), "GET", kContacts).status, 200);
}

void HubSpotSignInTest::refreshToken_survivesARestartAndDiesByRevocation() {
    AccountBench bench;
    const std::string before = bench.userToken();
    bench.restart();
    QCOMPARE(bench.askAs(before, "GET", kContacts).status, 200);
    const std::string revocation = "token=" + bench.options.refreshToken + "&" + client(bench.options);
    QCOMPARE(bench.form("/oauth/2026-09/token/revoke", revocation).status, 200);
    QCOMPARE(bench.form("/oauth/2026-09/token/revoke", revocation).status, 200);
    QCOMPARE(bench.userToken(), std::string("(none)"));
    QCOMPARE(bench.askAs(before, "GET", kContacts).status, 200);
    bench.restart();
    QCOMPARE(bench.userToken(), std::string("(none)"));
}

void HubSpotSignInTest::refreshToken_rotatesInItsDialect() {
    AccountBench bench({"refresh-token-rotates"});
    const std::string body = "grant_type=refresh_token&" + client(bench.options) + "&refresh_token=";
    const Answer first = bench.form("/oauth/v3/token", body + bench.options.refreshToken);
    QVERIFY(first.at("/refresh_token") != bench.options.refreshToken);
    QCOMPARE(bench.form("/oauth/v3/token", body + bench.options.refreshToken).status, 400);
    QCOMPARE(bench.form("/oauth/v3/token", body + first.at("/refresh_token")).status, 200);
}

void HubSpotSignInTest::introspection_tellsWhatIsAlive() {
    AccountBench bench;
    const std::string path = "/oauth/2026-09/token/introspect";
    const std::string token = bench.userToken();
    const auto asked = [&](const std::string& one) {
        return bench.form(path, "token=" + one + "&" + client(bench.options));
    };
    QCOMPARE(asked(token).at("/active"), std::string("true"));
    QCOMPARE(asked(token).at("/app_id"), std::string("19083857"));
    QCOMPARE(asked(token).at("/expires_in"), std::string("1800"));
    QCOMPARE(asked(bench.options.refreshToken).at("/token_use"), std::string("refresh_token"));
    QCOMPARE(asked(bench.appToken()).at("/token_use"), std::string("client_credentials"));
    QCOMPARE(asked("unknown").status, 200);
    QCOMPARE(asked("unknown").at("/active"), std::string("false"));
    QCOMPARE(bench.form(path, "token=" + token).at("/status"), std::string("BAD_CLIENT_ID"));
    QCOMPARE(bench.askAs("", "GET", "/oauth/v1/access-tokens/" + token).at("/hub_id"), std::string("4471123"));
    QCOMPARE(bench.askAs("", "GET", "/oauth/v1/access-tokens/unknown").status, 404);
    bench.wait(1800s);
    QCOMPARE(asked(token).at("/active"), std::string("false"));
}

void HubSpotSignInTest::requests_areRefusedByToken_data() {
    QTest::addColumn<QString>("sort");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("category");
    const QString contacts = QStringLiteral("/crm/objects/2026-09/contacts");
    const QString latest = QStringLiteral("/webhooks-journal/journal/2026-09/latest");
    QTest::newRow("no token, records") << "none" << contacts << 401 << "INVALID_AUTHENTICATION";
    QTest::newRow("no token, journal") << "none" << latest << 401 << "INVALID_AUTHENTICATION";
    QTest::newRow("unknown token") << "unknown" << contacts << 401 << "INVALID_AUTHENTICATION";
    QTest::newRow("static token, records") << "static" << contacts << 200 << "(none)";
    QTest::newRow("static token, journal") << "static" << latest << 403 << "MISSING_SCOPES";
    QTest::newRow("person's token, records") << "user" << contacts << 200 << "(none)";
    QTest::newRow("person's token, journal") << "user" << latest << 403 << "MISSING_SCOPES";
    QTest::newRow("app's token, records") << "app" << contacts << 403 << "MISSING_SCOPES";
    QTest::newRow("app's token, journal") << "app" << latest << 204 << "(none)";
    QTest::newRow("app's token, push settings") << "app"
                                                << "/app-webhooks/2026-09/19083857/subscriptions" << 200 << "(none)";
    QTest::newRow("developer key, push settings")
        << "none"
        << "/webhooks/v3/19083857/subscriptions?hapikey=sandbox-developer-key" << 200 << "(none)";
    QTest::newRow("wrong developer key") << "none"
                                         << "/webhooks/v3/19083857/subscriptions?hapikey=x" << 401
                                         << "INVALID_AUTHENTICATION";
    QTest::newRow("static token, push settings") << "static"
                                                 << "/webhooks/v3/19083857/subscriptions" << 403 << "MISSING_SCOPES";
    QTest::newRow("no such path") << "static"
                                  << "/crm/v9/objects/contacts" << 404 << "(none)";
}

void HubSpotSignInTest::requests_areRefusedByToken() {
    QFETCH(QString, sort);
    QFETCH(QString, target);
    QFETCH(int, status);
    QFETCH(QString, category);
    AccountBench bench;
    std::string token;
    if (sort == QLatin1String("static"))
        token = bench.options.staticToken;
    else if (sort == QLatin1String("user"))
        token = bench.userToken();
    else if (sort == QLatin1String("app"))
        token = bench.appToken();
    else if (sort == QLatin1String("unknown"))
        token = "unknown";
    const Answer answer = bench.askAs(token, "GET", target.toStdString());
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.at("/category"), category.toStdString());
}

void HubSpotSignInTest::invalidTokens_leaveTheTokenEndpoint() {
    AccountBench bench;
    bench.faults.invalidTokens = true;
    const std::string token = bench.userToken();
    QVERIFY(token.starts_with("CIT"));
    QCOMPARE(bench.askAs(token, "GET", kContacts).at("/category"), std::string("INVALID_AUTHENTICATION"));
    QCOMPARE(bench.ask("GET", kContacts).status, 401);
    bench.faults.invalidTokens = false;
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
}

void HubSpotSignInTest::missingScopes_haveTwoShapes() {
    for (const bool second : {false, true}) {
        AccountBench bench(second ? std::vector<std::string>{"scopes-second-shape"} : std::vector<std::string>{});
        const std::string target =
            authorizeTarget(bench.options, "http%3A%2F%2Flocalhost%2F", "crm.objects.contacts.read");
        const std::string token = bench
                                      .form("/oauth/v3/token", "grant_type=authorization_code&" + client(bench.options)
                                                                   + "&redirect_uri=http%3A%2F%2Flocalhost%2F&code="
                                                                   + codeOf(bench.askAs("", "GET", target)))
                                      .at("/access_token");
        QCOMPARE(bench.askAs(token, "GET", kContacts).status, 200);
        const Answer refused = bench.askAs(token, "POST", kContacts, "{'properties':{'email':'a@b.example'}}");
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.at("/category"), std::string("MISSING_SCOPES"));
        const std::string where = second ? "/errors/0/context" : "/context";
        QCOMPARE(refused.at(where + "/requiredGranularScopes/0"), std::string("crm.objects.contacts.write"));
        QCOMPARE(refused.at("/links/scopes") != "(none)", second);
        QCOMPARE(bench.askAs(token, "GET", "/crm/v3/owners").status, 403);
        QCOMPARE(bench.askAs(token, "GET", "/crm/v3/properties/contacts").status, 200);
        QCOMPARE(bench.askAs(token, "GET", "/crm/v3/properties/companies").status, 403);
    }
}

void HubSpotSignInTest::journal_mayBeUnknownToTheAccount() {
    AccountBench bench({"journal-not-enabled"});
    const Answer refused = bench.form("/oauth/2026-09/token", "grant_type=client_credentials&" + client(bench.options)
                                                                  + "&scope=developer.webhooks_journal.read");
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.at("/message"), std::string("The scope developer.webhooks_journal.read could not be recognized"));
}

void HubSpotSignInTest::burst_isLimitedAndTold() {
    HubSpotOptions options;
    options.limits.burst = 3;
    AccountBench bench({}, options);
    const Answer first = bench.ask("GET", kContacts);
    QCOMPARE(first.header("X-HubSpot-RateLimit-Max"), std::string("3"));
    QCOMPARE(first.header("X-HubSpot-RateLimit-Remaining"), std::string("2"));
    QCOMPARE(first.header("X-HubSpot-RateLimit-Interval-Milliseconds"), std::string("10000"));
    QCOMPARE(first.header("X-HubSpot-RateLimit-Daily"), std::string("625000"));
    QCOMPARE(first.header("X-HubSpot-RateLimit-Daily-Remaining"), std::string("624999"));
    bench.wait(4s);
    QCOMPARE(bench.askAs(bench.userToken(), "GET", kContacts).header("X-HubSpot-RateLimit-Daily"),
             std::string("(none)"));
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
    const Answer refused = bench.ask("GET", kContacts);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.at("/message"), std::string("You have reached your ten_secondly_rolling limit."));
    QCOMPARE(refused.at("/policyName"), std::string("TEN_SECONDLY_ROLLING"));
    QCOMPARE(refused.at("/errorType"), std::string("RATE_LIMIT"));
    QCOMPARE(refused.at("/groupName"), std::string("publicapi:private-apps-api-calls:4471123"));
    QCOMPARE(refused.header("Retry-After"), std::string("(none)"));
    bench.wait(6s);
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
    QCOMPARE(bench.ask("GET", kContacts).status, 429);
}

void HubSpotSignInTest::search_isLimitedBySecondWithoutHeaders() {
    AccountBench bench;
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.ask("POST", std::string(kContacts) + "/search", "{}").status, 200);
    const Answer refused = bench.ask("POST", std::string(kContacts) + "/search", "{}");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.at("/policyName"), std::string("SECONDLY"));
    QCOMPARE(refused.at("/message"), std::string("You have reached your secondly limit."));
    bench.wait(1s);
    const Answer answer = bench.ask("POST", std::string(kContacts) + "/search", "{}");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("X-HubSpot-RateLimit-Max"), std::string("(none)"));
    QCOMPARE(bench.ask("GET", kContacts).header("X-HubSpot-RateLimit-Daily-Remaining"), std::string("624993"));
}

void HubSpotSignInTest::daily_startsAgainAtTheAccountsMidnight() {
    HubSpotOptions options;
    options.limits.daily = 2;
    AccountBench bench({}, options);
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
    bench.restart();
    QCOMPARE(bench.ask("GET", "/account-info/2026-09/api-usage/daily/private-apps").at("/results/0/currentUsage"),
             std::string("2"));
    QCOMPARE(bench.ask("GET", kContacts).at("/policyName"), std::string("DAILY"));
    bench.wait(14h);  // 2026-11-24T00:00Z is still the 23rd at UTC-5
    QCOMPARE(bench.ask("GET", kContacts).status, 429);
    bench.wait(5h);
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
}

void HubSpotSignInTest::journal_doesNotCountDaily() {
    HubSpotOptions options;
    options.limits.daily = 1;
    options.limits.journalPerSecond = 4;
    AccountBench bench({}, options);
    const std::string token = bench.appToken();
    for (int i = 0; i < 4; ++i)
        QCOMPARE(bench.askAs(token, "GET", "/webhooks-journal/journal/2026-09/latest").status, 204);
    const Answer refused = bench.askAs(token, "GET", "/webhooks-journal/journal/2026-09/latest");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Retry-After"), std::string("1"));
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
}

void HubSpotSignInTest::rateLimitFault_hasItsDialects() {
    AccountBench plain;
    plain.faults.rateLimit = 2;
    QCOMPARE(plain.ask("GET", kContacts).status, 429);
    QCOMPARE(plain.ask("POST", std::string(kContacts) + "/search", "{}").status, 429);
    QCOMPARE(plain.ask("GET", kContacts).status, 200);
    AccountBench other({"rate-limit-category", "retry-after-on-429"});
    other.faults.rateLimit = 1;
    const Answer refused = other.ask("GET", kContacts);
    QCOMPARE(refused.at("/category"), std::string("RATE_LIMITS"));
    QCOMPARE(refused.at("/errorType"), std::string("(none)"));
    QCOMPARE(refused.header("Retry-After"), std::string("10"));
}

void HubSpotSignInTest::lockedRows_are423() {
    AccountBench bench;
    bench.faults.lockRows = 1;
    QCOMPARE(bench.ask("GET", kContacts).status, 200);
    QCOMPARE(bench.ask("POST", kContacts, "{'properties':{'email':'a@b.example'}}").status, 423);
    QCOMPARE(bench.ask("POST", kContacts, "{'properties':{'email':'a@b.example'}}").status, 201);
}

QTEST_APPLESS_MAIN(HubSpotSignInTest)
#include "sign_in_test.moc"
