#include "engine/sandbox/digests.h"
#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

namespace {

constexpr const char* kClient = "client_id=3MVG9syncline.sandbox.consumer.key";
constexpr const char* kSecret = "client_secret=syncline-sandbox-secret";

std::string form(std::initializer_list<std::string> parts) {
    std::string joined;
    for (const std::string& part : parts)
        joined += (joined.empty() ? "" : "&") + part;
    return joined;
}

int statusWith(OrgFixture& org, const QByteArray& token) {
    return org.get("/services/data/v66.0/limits", {{"Authorization", "Bearer " + token.toStdString()}}).status();
}

/// An unsigned token with these claims.
std::string jwt(const std::string& claims) {
    return "assertion=e30." + QByteArray::fromStdString(claims).toBase64(QByteArray::Base64UrlEncoding).toStdString()
           + ".sig";
}

}  // namespace

class OAuthTest : public QObject {
    Q_OBJECT

private slots:
    void clientCredentials_giveTheDocumentedAnswer();
    void refusals_data();
    void refusals();
    void authorize_answersTheCallback_data();
    void authorize_answersTheCallback();
    void code_isRedeemedOnceWithItsVerifier();
    void code_expires();
    void callback_mustBeRegistered();
    void refresh_keepsTheRefreshTokenWithoutRotation();
    void rotation_killsTheGrantWhenAnOldTokenIsShown();
    void grants_surviveARestart();
    void accessToken_diesWithoutUse();
    void accessToken_livesOnWithUse();
    void revoke_data();
    void revoke();
    void jwt_isAcceptedByItsClaims_data();
    void jwt_isAcceptedByItsClaims();
    void identity_tellsTheRunAsUser();
    void introspect_knowsLiveAndDeadTokens();
    void invalidTokens_refuseAllWhileTheTokenEndpointWorks();
};

void OAuthTest::clientCredentials_giveTheDocumentedAnswer() {
    OrgFixture org;
    const Answer answer = org.token(form({"grant_type=client_credentials", kClient, kSecret}));
    QCOMPARE(answer.status(), 200);
    QVERIFY(answer.at("/access_token").startsWith("00D5f000000Sync!"));
    QCOMPARE(answer.at("/token_type"), QByteArray("Bearer"));
    QCOMPARE(answer.at("/instance_url"), QByteArray("http://localhost:8080"));
    const QByteArray id =
        "http://localhost:8080/id/00D5f000000SyncEAC/" + QByteArray::fromStdString(org.crm().users().back().id);
    QCOMPARE(answer.at("/id"), id);
    QCOMPARE(answer.json().at("issued_at").as_string().c_str(), "1795521630250");
    QCOMPARE(answer.at("/signature").toStdString(),
             hmacSha256Base64("syncline-sandbox-secret", id.toStdString() + "1795521630250"));
    QCOMPARE(answer.at("/expires_in"), QByteArray("absent"));
    QCOMPARE(answer.at("/refresh_token"), QByteArray("absent"));
    QCOMPARE(statusWith(org, answer.at("/access_token")), 200);
    QCOMPARE(org.changes, 1);
}

void OAuthTest::refusals_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* name, const std::string& body, const char* error) {
        QTest::newRow(name) << QByteArray::fromStdString(body) << QByteArray(error);
    };
    row("unknown client", form({"grant_type=client_credentials", "client_id=x", kSecret}), "invalid_client_id");
    row("no secret", form({"grant_type=client_credentials", kClient}), "invalid_client");
    row("wrong secret", form({"grant_type=client_credentials", kClient, "client_secret=x"}), "invalid_client");
    row("wrong secret at refresh",
        form({"grant_type=refresh_token", kClient, "client_secret=x", "refresh_token=5Aep861static"}),
        "invalid_client");
    row("password flow", form({"grant_type=password", kClient, kSecret}), "unsupported_grant_type");
    row("nothing", "", "unsupported_grant_type");
    row("unknown refresh token", form({"grant_type=refresh_token", kClient, "refresh_token=x"}), "invalid_grant");
    row("unknown code", form({"grant_type=authorization_code", kClient, "code=x"}), "invalid_grant");
}

void OAuthTest::refusals() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, error);
    OrgFixture org;
    const Answer answer = org.token(body.toStdString());
    QCOMPARE(answer.status(), 400);
    QCOMPARE(answer.at("/error"), error);
    QVERIFY(answer.at("/error_description") != "absent");
}

void OAuthTest::authorize_answersTheCallback_data() {
    QTest::addColumn<QByteArray>("extra");
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("agreed") << QByteArray("&response_type=code")
                            << QByteArray("http://localhost:1717/OauthRedirect?code=aPrx");
    QTest::newRow("denied") << QByteArray("&response_type=code&deny=1")
                            << QByteArray("http://localhost:1717/OauthRedirect?error=access_denied&");
    QTest::newRow("plain challenge") << QByteArray("&response_type=code&code_challenge_method=plain")
                                     << QByteArray("http://localhost:1717/OauthRedirect?error=invalid_request&");
    QTest::newRow("token flow") << QByteArray("&response_type=token")
                                << QByteArray("http://localhost:1717/OauthRedirect?error=unsupported_response_type&");
}

void OAuthTest::authorize_answersTheCallback() {
    QFETCH(QByteArray, extra);
    QFETCH(QByteArray, location);
    OrgFixture org;
    const Answer answer =
        org.get(std::string("/services/oauth2/authorize?") + kClient
                + "&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2FOauthRedirect&state=n1" + extra.toStdString());
    QCOMPARE(answer.status(), 302);
    QVERIFY2(answer.header("Location").startsWith(location), answer.header("Location"));
    QVERIFY(answer.header("Location").endsWith("&state=n1"));
}

void OAuthTest::code_isRedeemedOnceWithItsVerifier() {
    OrgFixture org;
    const std::string verifier(64, 'v');
    const auto sign = [&] {
        const Answer page = org.get(std::string("/services/oauth2/authorize?response_type=code&") + kClient
                                    + "&redirect_uri=http%3A%2F%2Flocalhost%3A1717%2Fcb&code_challenge_method=S256"
                                      "&scope=api%20refresh_token&code_challenge="
                                    + sha256Base64Url(verifier));
        return page.header("Location").split('=').at(1);
    };
    const QByteArray code = sign();
    QVERIFY(code.endsWith("%3D%3D"));
    const auto redeem = [&](const QByteArray& one, const std::string& with, const std::string& callback = "cb") {
        return org.token(form({"grant_type=authorization_code", kClient, "code=" + one.toStdString(),
                               "redirect_uri=http%3A%2F%2Flocalhost%3A1717%2F" + callback, "code_verifier=" + with}));
    };
    const Answer answer = redeem(code, verifier);
    QCOMPARE(answer.status(), 200);
    QVERIFY(answer.at("/refresh_token").startsWith("5Aep861"));
    QCOMPARE(answer.at("/scope"), QByteArray("api refresh_token"));
    QCOMPARE(redeem(code, verifier).at("/error"), QByteArray("invalid_grant"));
    QCOMPARE(redeem(sign(), "wrong").at("/error"), QByteArray("invalid_grant"));
    QCOMPARE(redeem(sign(), "").at("/error"), QByteArray("invalid_grant"));
    QCOMPARE(redeem(sign(), verifier, "other").at("/error"), QByteArray("redirect_uri_mismatch"));
}

void OAuthTest::code_expires() {
    OrgFixture org;
    const auto signIn = [&] {
        return org.get(std::string("/services/oauth2/authorize?response_type=code&") + kClient
                       + "&redirect_uri=http://localhost:1717/cb");
    };
    const std::string code = signIn().header("Location").split('=').at(1).toStdString();
    org.advance(15min);
    QCOMPARE(org.token(form({"grant_type=authorization_code", kClient, kSecret, "code=" + code,
                             "redirect_uri=http://localhost:1717/cb"}))
                 .at("/error"),
             QByteArray("invalid_grant"));
    signIn();
    signIn();
    org.advance(15min);
    signIn();
    QCOMPARE(org.values.withPrefix("salesforce/code/").size(), std::size_t{1});
}

void OAuthTest::callback_mustBeRegistered() {
    auto options = OrgFixture::withStaticTokens();
    options.redirectUris = {"http://localhost:1717/OauthRedirect"};
    OrgFixture strict({}, options);
    OrgFixture loose;
    const auto ask = [](OrgFixture& org, const std::string& uri) {
        return org.get(std::string("/services/oauth2/authorize?response_type=code&") + kClient
                       + "&redirect_uri=" + http_server::percentEncode(uri));
    };
    QCOMPARE(ask(strict, "http://localhost:1717/OauthRedirect").status(), 302);
    QCOMPARE(ask(strict, "http://localhost:1718/OauthRedirect").at("/error"), QByteArray("redirect_uri_mismatch"));
    QCOMPARE(ask(loose, "http://127.0.0.1:9/x").status(), 302);
    QCOMPARE(ask(loose, "http://localhost.evil.example/").at("/error"), QByteArray("redirect_uri_mismatch"));
}

void OAuthTest::refresh_keepsTheRefreshTokenWithoutRotation() {
    OrgFixture org;
    const std::string body = form({"grant_type=refresh_token", kClient, "refresh_token=5Aep861static"});
    const Answer first = org.token(body);
    QCOMPARE(first.status(), 200);
    QCOMPARE(first.at("/refresh_token"), QByteArray("absent"));
    const Answer second = org.token(body);
    QCOMPARE(second.status(), 200);
    QCOMPARE(statusWith(org, first.at("/access_token")), 200);
    QCOMPARE(statusWith(org, second.at("/access_token")), 200);
}

void OAuthTest::rotation_killsTheGrantWhenAnOldTokenIsShown() {
    auto options = OrgFixture::withStaticTokens();
    options.rotateRefreshTokens = true;
    OrgFixture org({}, options);
    const auto refresh = [&](const QByteArray& token) {
        return org.token(form({"grant_type=refresh_token", kClient, "refresh_token=" + token.toStdString()}));
    };
    const Answer first = refresh(OrgFixture::kRefreshToken);
    const Answer second = refresh(first.at("/refresh_token"));
    QCOMPARE(second.status(), 200);
    QVERIFY(second.at("/refresh_token") != first.at("/refresh_token"));
    QCOMPARE(statusWith(org, second.at("/access_token")), 200);
    QCOMPARE(refresh(OrgFixture::kRefreshToken).at("/error"), QByteArray("invalid_grant"));
    QCOMPARE(refresh(second.at("/refresh_token")).at("/error"), QByteArray("invalid_grant"));
    QCOMPARE(statusWith(org, first.at("/access_token")), 401);
    QCOMPARE(statusWith(org, second.at("/access_token")), 401);
    QCOMPARE(statusWith(org, OrgFixture::kToken), 401);
}

void OAuthTest::grants_surviveARestart() {
    auto options = OrgFixture::withStaticTokens();
    options.rotateRefreshTokens = true;
    OrgFixture org({}, options);
    const Answer issued = org.token(form({"grant_type=refresh_token", kClient, "refresh_token=5Aep861static"}));
    org.restart();
    QCOMPARE(statusWith(org, issued.at("/access_token")), 200);
    QCOMPARE(org.token(form({"grant_type=refresh_token", kClient,
                             "refresh_token=" + issued.at("/refresh_token").toStdString()}))
                 .status(),
             200);
    QCOMPARE(org.token(form({"grant_type=refresh_token", kClient, "refresh_token=5Aep861static"})).at("/error"),
             QByteArray("invalid_grant"));
    org.restart();
    QCOMPARE(statusWith(org, issued.at("/access_token")), 401);
}

void OAuthTest::accessToken_diesWithoutUse() {
    OrgFixture org;
    const QByteArray token = org.token(form({"grant_type=client_credentials", kClient, kSecret})).at("/access_token");
    org.advance(2h - 1ms);
    QCOMPARE(statusWith(org, token), 200);
    org.advance(2h);
    const Answer dead = org.get("/services/data/v66.0/limits", {{"Authorization", "Bearer " + token.toStdString()}});
    QCOMPARE(dead.status(), 401);
    QCOMPARE(dead.body(), QByteArray(R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])"));
    QCOMPARE(statusWith(org, OrgFixture::kToken), 200);
}

void OAuthTest::accessToken_livesOnWithUse() {
    OrgFixture org;
    const QByteArray token = org.token(form({"grant_type=client_credentials", kClient, kSecret})).at("/access_token");
    for (int i = 0; i < 5; ++i) {
        org.advance(90min);
        QCOMPARE(statusWith(org, token), 200);
    }
}

void OAuthTest::revoke_data() {
    QTest::addColumn<bool>("refreshToken");
    QTest::addColumn<int>("otherStatus");
    QTest::newRow("access token: it alone") << false << 200;
    QTest::newRow("refresh token: all of the grant") << true << 401;
}

void OAuthTest::revoke() {
    QFETCH(bool, refreshToken);
    QFETCH(int, otherStatus);
    OrgFixture org;
    const std::string body = form({"grant_type=refresh_token", kClient, "refresh_token=5Aep861static"});
    const QByteArray one = org.token(body).at("/access_token");
    const QByteArray other = org.token(body).at("/access_token");
    const std::string token = refreshToken ? OrgFixture::kRefreshToken : one.toStdString();
    const std::string encoded = "token=" + http_server::percentEncode(token);
    QCOMPARE(org.send("POST", "/services/oauth2/revoke", encoded)->status(), 200);
    QCOMPARE(statusWith(org, one), 401);
    QCOMPARE(statusWith(org, other), otherStatus);
    QCOMPARE(org.send("POST", "/services/oauth2/revoke", encoded)->at("/error"), QByteArray("invalid_token"));
}

void OAuthTest::jwt_isAcceptedByItsClaims_data() {
    QTest::addColumn<QByteArray>("claims");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* name, const std::string& issuer, const std::string& subject,
                        const std::string& audience, const std::string& expiry, const char* error) {
        const std::string claims = R"({"iss":")" + issuer + R"(","sub":")" + subject + R"(","aud":")" + audience
                                   + R"(","exp":)" + expiry + "}";
        QTest::newRow(name) << QByteArray::fromStdString(claims) << QByteArray(error);
    };
    const std::string key = "3MVG9syncline.sandbox.consumer.key";
    const std::string user = "sam.integration@syncline-demo.example";
    const std::string login = "https://login.salesforce.com";
    row("good", key, user, login, "1795521700", "absent");
    row("other consumer", "x", user, login, "1795521700", "invalid_client_id");
    row("other user", key, "x@y.example", login, "1795521700", "invalid_grant");
    row("other audience", key, user, "https://x.example", "1795521700", "invalid_grant");
    row("expired", key, user, login, "1795521630", "invalid_grant");
}

void OAuthTest::jwt_isAcceptedByItsClaims() {
    QFETCH(QByteArray, claims);
    QFETCH(QByteArray, error);
    OrgFixture org;
    const std::string type = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    const Answer answer = org.token(form({type, jwt(claims.toStdString())}));
    QCOMPARE(answer.at("/error"), error);
    QCOMPARE(answer.at("/refresh_token"), QByteArray("absent"));
    QCOMPARE(org.token(form({type, "assertion=nonsense"})).at("/error"), QByteArray("invalid_grant"));
}

void OAuthTest::identity_tellsTheRunAsUser() {
    OrgFixture org;
    const QByteArray user = QByteArray::fromStdString(org.crm().users().back().id);
    QCOMPARE(org.get("/services/oauth2/userinfo").at("/user_id"), user);
    QCOMPARE(org.get("/id/00D5f000000SyncEAC/" + user.toStdString()).at("/username"),
             QByteArray("sam.integration@syncline-demo.example"));
    QCOMPARE(org.get("/services/oauth2/userinfo", {{"Authorization", "Bearer x"}}).status(), 403);
}

void OAuthTest::introspect_knowsLiveAndDeadTokens() {
    OrgFixture org;
    const auto ask = [&](const std::string& token) {
        return *org.send("POST", "/services/oauth2/introspect", form({kClient, "token=" + token}));
    };
    const Answer live = ask(OrgFixture::kToken);
    QCOMPARE(live.at("/active"), QByteArray("true"));
    QCOMPARE(live.at("/scope"), QByteArray("api refresh_token"));
    QCOMPARE(ask("x").body(), QByteArray(R"({"active":false})"));
}

void OAuthTest::invalidTokens_refuseAllWhileTheTokenEndpointWorks() {
    OrgFixture org;
    org.faults.invalidTokens = true;
    QCOMPARE(statusWith(org, OrgFixture::kToken), 401);
    const Answer issued = org.token(form({"grant_type=client_credentials", kClient, kSecret}));
    QCOMPARE(issued.status(), 200);
    QCOMPARE(statusWith(org, issued.at("/access_token")), 401);
    org.faults.invalidTokens = false;
    QCOMPARE(statusWith(org, issued.at("/access_token")), 200);
}

QTEST_APPLESS_MAIN(OAuthTest)
#include "oauth_test.moc"
