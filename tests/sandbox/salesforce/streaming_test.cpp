#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

namespace {

constexpr const char* kAll = "/data/ChangeEvents";

std::string handshakeBody(const std::string& types = R"(["long-polling"])") {
    return R"({"id":"1","channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":)" + types + "}";
}

}  // namespace

/// Sessions of the Streaming API: handshake, held connects, cookies, expiry, errors in their documented words.
class StreamingTest : public QObject {
    Q_OBJECT

private slots:
    void handshake_givesClientIdAndCookies();
    void handshake_isRefused_data();
    void handshake_isRefused();
    void bodies_mayBeArrayOrObject();
    void requests_areRefused_data();
    void requests_areRefused();
    void firstConnect_isAnsweredAtOnceLaterOnesAreHeld();
    void hold_endsWithAnEmptyAnswer();
    void connect_withTimeoutZeroIsNotHeld();
    void connect_replacesAHeldOne();
    void session_isDroppedWhenTheClientStaysAway();
    void goneClient_keepsItsSessionAndMissesNothing();
    void cookies_areMandatory_data();
    void cookies_areMandatory();
    void secondHandshake_inOneJarLosesTheFirstSession();
    void deadToken_endsWithReconnectNone();
    void subscribe_isRefused_data();
    void subscribe_isRefused();
    void subscribe_inBulkAndBatchedWithConnect();
    void unsubscribe_stopsEvents();
    void disconnect_endsTheSession();
    void serverDisconnect_isPushed();
    void failures_canBeMadeToHappen_data();
    void failures_canBeMadeToHappen();
    void failures_chooseTheirMessages();
    void clients_areLimited();
    void deliveredEvents_areLimitedByTheDay();
    void restart_knowsNoClient();
    void untilDue_tellsTheNextMoment();
};

void StreamingTest::handshake_givesClientIdAndCookies() {
    OrgFixture org;
    StreamingClient client(org);
    const Answer answer = client.handshake();
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.at("/0/successful"), QByteArray("true"));
    QCOMPARE(answer.at("/0/id"), QByteArray("1"));
    QCOMPARE(answer.at("/0/version"), QByteArray("1.0"));
    QCOMPARE(answer.at("/0/supportedConnectionTypes"), QByteArray("[\"long-polling\"]"));
    QCOMPARE(answer.at("/0/ext"), QByteArray("{\"replay\":true,\"payload.format\":true}"));
    QCOMPARE(client.clientId.size(), 26U);
    QVERIFY(client.cookies.find("BAYEUX_BROWSER=") != std::string::npos);
    QVERIFY(client.cookies.find("sfdc-stream=") != std::string::npos);
}

void StreamingTest::handshake_isRefused_data() {
    QTest::addColumn<QByteArray>("authorization");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("types");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, const char* authorization, const char* path, const char* types,
                        const char* error, const char* reason) {
        QTest::newRow(name) << QByteArray(authorization) << QByteArray(path) << QByteArray(types) << QByteArray(error)
                            << QByteArray(reason);
    };
    const char* const good = "OAuth 00D5f000000Sync!static";
    const char* const polling = "[\"long-polling\"]";
    row("no header", "", "/cometd/66.0", polling, "403::Handshake denied", "401::Request requires authentication");
    row("dead token", "Bearer x", "/cometd/66.0", polling, "403::Handshake denied", "401::Authentication invalid");
    row("no version", good, "/cometd/", polling, "400::API version in the URI is mandatory", "absent");
    row("old version", good, "/cometd/36.0", polling, "400::Unsupported API version", "absent");
    row("version to come", good, "/cometd/69.0", polling, "400::Unsupported API version", "absent");
    row("WebSocket only", good, "/cometd/66.0", "[\"websocket\"]", "400::Invalid connection type", "absent");
}

void StreamingTest::handshake_isRefused() {
    QFETCH(QByteArray, authorization);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, types);
    QFETCH(QByteArray, error);
    QFETCH(QByteArray, reason);
    OrgFixture org;
    const Answer answer = *org.send("POST", path.toStdString(), handshakeBody(types.toStdString()),
                                    {{"Authorization", authorization.toStdString()}});
    QCOMPARE(answer.status(), 200);
    QCOMPARE(answer.at("/0/successful"), QByteArray("false"));
    QVERIFY2(answer.at("/0/error").startsWith(error), answer.at("/0/error"));
    QCOMPARE(answer.at("/0/ext/sfdc/failureReason"), reason);
    QCOMPARE(answer.at("/0/advice/reconnect"), QByteArray("none"));
    QCOMPARE(answer.header("Set-Cookie"), QByteArray());
}

void StreamingTest::bodies_mayBeArrayOrObject() {
    OrgFixture org;
    for (const char* path : {"/cometd/66.0", "/cometd/66.0/", "/cometd/37.0"}) {
        QCOMPARE(org.send("POST", path, handshakeBody())->at("/0/successful"), QByteArray("true"));
        QCOMPARE(org.send("POST", path, "[" + handshakeBody() + "]")->at("/0/successful"), QByteArray("true"));
    }
}

void StreamingTest::requests_areRefused_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("WebSocket upgrade") << QByteArray("GET") << QByteArray() << 400
                                       << QByteArray("400::Unknown transport");
    QTest::newRow("too large") << QByteArray("POST") << QByteArray(32769, ' ') << 413
                               << QByteArray("413::Maximum Request Size Exceeded");
    QTest::newRow("no JSON") << QByteArray("POST") << QByteArray("hello") << 400 << QByteArray("400::");
    QTest::newRow("empty array") << QByteArray("POST") << QByteArray("[]") << 400 << QByteArray("400::");
    QTest::newRow("array of numbers") << QByteArray("POST") << QByteArray("[1]") << 400 << QByteArray("400::");
}

void StreamingTest::requests_areRefused() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, text);
    OrgFixture org;
    const Answer answer = *org.send(method.toStdString(), "/cometd/66.0", body.toStdString());
    QCOMPARE(answer.status(), status);
    QVERIFY2(answer.body().contains(text), answer.body());
}

void StreamingTest::firstConnect_isAnsweredAtOnceLaterOnesAreHeld() {
    OrgFixture org;
    StreamingClient client(org);
    client.handshake();
    const auto first = client.connect("2");
    QCOMPARE(first->at("/0/id"), QByteArray("2"));
    QCOMPARE(first->at("/0/clientId").toStdString(), client.clientId);
    QCOMPARE(first->at("/0/advice"), QByteArray("{\"reconnect\":\"retry\",\"interval\":0,\"timeout\":110000}"));
    QCOMPARE(client.subscribe(kAll).at("/0/subscription"), QByteArray(kAll));
    const auto held = client.connect("3");
    QVERIFY(!held->response);
    const std::string id = org.person({{"LastName", "Stone"}});
    org.server->pump();
    QVERIFY(held->response);
    QCOMPARE(eventsOf(*held).size(), 1U);
    QVERIFY(held->body().contains("{\"id\":\"3\",\"channel\":\"/meta/connect\""));
    QVERIFY(held->body().contains(QByteArray::fromStdString(id)));
    QVERIFY(!held->body().contains("advice"));
}

void StreamingTest::hold_endsWithAnEmptyAnswer() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    const auto held = client.connect("3");
    org.advance(110s - 1ms);
    QVERIFY(!held->response);
    org.advance(1ms);
    QCOMPARE(held->at("/0/successful"), QByteArray("true"));
    QCOMPARE(held->at("/1"), QByteArray("absent"));
}

void StreamingTest::connect_withTimeoutZeroIsNotHeld() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    const auto answer =
        client.post(R"({"id":"4","channel":"/meta/connect","connectionType":"long-polling","clientId":")"
                    + client.clientId + R"(","advice":{"timeout":0}})");
    QCOMPARE(answer->at("/0/successful"), QByteArray("true"));
}

void StreamingTest::connect_replacesAHeldOne() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    const auto old = client.connect("3");
    const auto fresh = client.connect("4");
    QCOMPARE(old->at("/0/id"), QByteArray("3"));
    QCOMPARE(old->at("/0/successful"), QByteArray("true"));
    QVERIFY(!fresh->response);
    org.person({{"LastName", "Stone"}});
    org.server->pump();
    QCOMPARE(eventsOf(*fresh).size(), 1U);
}

void StreamingTest::session_isDroppedWhenTheClientStaysAway() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    org.advance(40s - 1ms);
    const auto held = client.connect("3");
    QVERIFY(!held->response);
    org.advance(110s);
    QVERIFY(held->response);
    org.advance(40s);
    const auto late = client.connect("4");
    QCOMPARE(late->at("/0/successful"), QByteArray("false"));
    QCOMPARE(late->at("/0/error"), QByteArray("403::Unknown client"));
    QCOMPARE(late->at("/0/advice"), QByteArray("{\"reconnect\":\"handshake\",\"interval\":0}"));
}

void StreamingTest::goneClient_keepsItsSessionAndMissesNothing() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    client.connect("3")->open = false;
    org.person({{"LastName", "Stone"}});
    org.advance(30s);
    QCOMPARE(eventsOf(*client.connect("4")).size(), 1U);
    client.connect("5")->open = false;
    org.advance(1s);
    org.advance(40s);
    QCOMPARE(client.connect("6")->at("/0/error"), QByteArray("403::Unknown client"));
}

void StreamingTest::cookies_areMandatory_data() {
    QTest::addColumn<QByteArray>("kept");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("none") << QByteArray("")
                          << QByteArray(
                                 "400::Client %1 has established a session, but no BAYEUX_BROWSER"
                                 " cookie present");
    QTest::newRow("route only") << QByteArray("sfdc-stream=")
                                << QByteArray(
                                       "400::Client %1 has established a session, but no BAYEUX_BROWSER cookie"
                                       " present");
    QTest::newRow("browser only") << QByteArray("BAYEUX_BROWSER=") << QByteArray("403::Unknown client");
}

void StreamingTest::cookies_areMandatory() {
    QFETCH(QByteArray, kept);
    QFETCH(QByteArray, error);
    OrgFixture org;
    StreamingClient client(org);
    client.handshake();
    QByteArrayList cookies = QByteArray::fromStdString(client.cookies).split(';');
    QByteArrayList left;
    for (const QByteArray& cookie : cookies) {
        if (!kept.isEmpty() && cookie.trimmed().startsWith(kept))
            left.append(cookie.trimmed());
    }
    client.cookies = left.join("; ").toStdString();
    QCOMPARE(client.connect()->at("/0/error"), QByteArray(error).replace("%1", client.clientId.c_str()));
}

void StreamingTest::secondHandshake_inOneJarLosesTheFirstSession() {
    OrgFixture org;
    StreamingClient first(org);
    first.start(kAll);
    StreamingClient second(org);
    second.start(kAll);
    first.cookies = second.cookies;
    QCOMPARE(first.connect()->at("/0/error"), QByteArray("403::Unknown client"));
}

void StreamingTest::deadToken_endsWithReconnectNone() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    org.faults.invalidTokens = true;
    const auto refused = client.connect("3");
    QCOMPARE(refused->status(), 200);
    QCOMPARE(refused->at("/0/error"), QByteArray("401::Authentication invalid"));
    QCOMPARE(refused->at("/0/advice"), QByteArray("{\"reconnect\":\"none\",\"interval\":0}"));
    QCOMPARE(refused->at("/0/clientId").toStdString(), client.clientId);
}

void StreamingTest::subscribe_isRefused_data() {
    QTest::addColumn<QByteArray>("channel");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char* channel, const char* error) {
        QTest::newRow(*channel == '\0' ? "nothing" : channel) << QByteArray(channel) << QByteArray(error);
    };
    row("", "400::Channel name not specified");
    row("data/ChangeEvents", "400::Channel subscriptions must start with a leading '/'");
    row("/data/LeadChangeEvent",
        "400::The channel you requested to subscribe to doesn't exist {/data/LeadChangeEvent}");
    row("/data/contactChangeEvent",
        "400::The channel you requested to subscribe to doesn't exist {/data/contactChangeEvent}");
    row("/data/changeevents", "400::The channel you requested to subscribe to doesn't exist {/data/changeevents}");
    row("/data/ChangeEvent", "400::The channel you requested to subscribe to doesn't exist {/data/ChangeEvent}");
    row("/data/", "400::The channel you requested to subscribe to doesn't exist {/data/}");
    row("/topic/Old", "400::The channel you requested to subscribe to doesn't exist {/topic/Old}");
    row("/data/UserChangeEvent", "403::Cannot create channel /data/UserChangeEvent");
    row("/meta/connect", "403::Restricted channel");
}

void StreamingTest::subscribe_isRefused() {
    QFETCH(QByteArray, channel);
    QFETCH(QByteArray, error);
    OrgFixture org;
    StreamingClient client(org);
    client.handshake();
    const Answer answer = client.subscribe(channel.toStdString());
    QCOMPARE(answer.at("/0/successful"), QByteArray("false"));
    QCOMPARE(answer.at("/0/error"), error);
    QCOMPARE(answer.at("/0/subscription"), channel);
}

void StreamingTest::subscribe_inBulkAndBatchedWithConnect() {
    OrgFixture org;
    StreamingClient client(org);
    client.handshake();
    client.connect();
    const auto message = [&](const std::string& id, const std::string& rest) {
        return R"({"id":")" + id + R"(","clientId":")" + client.clientId + R"(",)" + rest + "}";
    };
    const std::string body =
        "[" + message("5", R"("channel":"/meta/connect","connectionType":"long-polling")") + ","
        + message("6", R"("channel":"/meta/subscribe","subscription":"/data/ContactChangeEvent")") + ","
        + message("7", R"("channel":"/meta/subscribe","subscription":"/data/AccountChangeEvent")") + "]";
    const auto answer = client.post(body);
    QVERIFY(answer->response);
    for (const char* id : {"5", "6", "7"})
        QVERIFY(answer->body().contains(QByteArray("\"id\":\"%1\"").replace("%1", id)));
    QVERIFY(!answer->body().contains("\"successful\":false"));
    const auto held = client.connect("8");
    org.api("POST", "sobjects/Account", R"({"Name":"Acme"})");
    org.person({{"LastName", "Stone"}});
    org.server->pump();
    QCOMPARE(eventsOf(*held).size(), 2U);
}

void StreamingTest::unsubscribe_stopsEvents() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    const auto answer = client.post(R"({"id":"4","channel":"/meta/unsubscribe","clientId":")" + client.clientId
                                    + R"(","subscription":"/data/ChangeEvents"})");
    QCOMPARE(answer->at("/0/successful"), QByteArray("true"));
    const auto held = client.connect("5");
    org.person({{"LastName", "Stone"}});
    org.server->pump();
    QVERIFY(!held->response);
}

void StreamingTest::disconnect_endsTheSession() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    const auto held = client.connect("3");
    const auto answer =
        client.post(R"({"id":"4","channel":"/meta/disconnect","clientId":")" + client.clientId + R"("})");
    QCOMPARE(answer->at("/0/successful"), QByteArray("true"));
    QCOMPARE(held->at("/0/advice/reconnect"), QByteArray("none"));
    QCOMPARE(client.connect("5")->at("/0/error"), QByteArray("403::Unknown client"));
    QCOMPARE(client.post(R"({"id":"6","channel":"/meta/connect"})")->at("/0/error"),
             QByteArray("403::Client has not completed handshake"));
}

void StreamingTest::serverDisconnect_isPushed() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    const auto held = client.connect("3");
    org.server->disconnectClients();
    QCOMPARE(held->at("/0/channel"), QByteArray("/meta/disconnect"));
    QCOMPARE(held->at("/0/clientId").toStdString(), client.clientId);
    QCOMPARE(held->at("/1/id"), QByteArray("3"));
    QCOMPARE(client.connect("4")->at("/0/error"), QByteArray("403::Unknown client"));
}

void StreamingTest::failures_canBeMadeToHappen_data() {
    QTest::addColumn<int>("failure");
    QTest::addColumn<bool>("atHandshake");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, salesforce::StreamingFailure failure, bool atHandshake, const char* error,
                        const char* reason) {
        QTest::newRow(name) << static_cast<int>(failure) << atHandshake << QByteArray(error) << QByteArray(reason);
    };
    using Failure = salesforce::StreamingFailure;
    const char* const busy = "503::Server is too busy.  Please try your request again later.";
    row("503 as 401", Failure::BusyDressedAsAuthentication, false, "401::Authentication invalid", busy);
    row("503 at handshake", Failure::BusyDressedAsAuthentication, true, "403::Handshake denied", busy);
    row("401", Failure::AuthenticationInvalid, false, "401::Authentication invalid", "absent");
    row("401 at handshake", Failure::AuthenticationInvalid, true, "403::Handshake denied",
        "401::Authentication invalid");
    row("concurrent users", Failure::ConcurrentUsers, false, "403::Organization concurrent user limit exceeded",
        "absent");
    row("daily events", Failure::DailyEvents, false, "403::Organization total events daily limit exceeded", "absent");
    row("connections", Failure::TooManyConnections, true, "403::Handshake denied",
        "403::To protect all customers from excessive use and Denial of Service attacks, we limit the number of"
        " simultaneous connections per server.");
}

void StreamingTest::failures_canBeMadeToHappen() {
    QFETCH(int, failure);
    QFETCH(bool, atHandshake);
    QFETCH(QByteArray, error);
    QFETCH(QByteArray, reason);
    OrgFixture org;
    StreamingClient client(org);
    if (!atHandshake)
        client.start(kAll);
    org.server->failNextStreaming(static_cast<salesforce::StreamingFailure>(failure), 1);
    const Answer answer = atHandshake ? client.handshake() : *client.connect();
    QCOMPARE(answer.at("/0/successful"), QByteArray("false"));
    QCOMPARE(answer.at("/0/error"), error);
    QCOMPARE(answer.at("/0/ext/sfdc/failureReason"), reason);
    QCOMPARE(answer.at("/0/advice/reconnect"), QByteArray("none"));
    QCOMPARE(client.handshake().at("/0/successful"), QByteArray("true"));
}

void StreamingTest::failures_chooseTheirMessages() {
    OrgFixture org;
    StreamingClient client(org);
    org.server->failNextStreaming(salesforce::StreamingFailure::DailyEvents, 1);
    QCOMPARE(client.handshake().at("/0/successful"), QByteArray("true"));
    QCOMPARE(client.connect()->at("/0/error"), QByteArray("403::Organization total events daily limit exceeded"));
    org.server->failNextStreaming(salesforce::StreamingFailure::TooManyConnections, 1);
    QCOMPARE(client.connect()->at("/0/successful"), QByteArray("true"));
}

void StreamingTest::clients_areLimited() {
    auto options = OrgFixture::withStaticTokens();
    options.concurrentClients = 2;
    OrgFixture org({}, options);
    StreamingClient first(org);
    StreamingClient second(org);
    first.start(kAll);
    second.start(kAll);
    QCOMPARE(org.api("GET", "limits").at("/DurableStreamingApiConcurrentClients"),
             QByteArray("{\"Max\":2,\"Remaining\":0}"));
    StreamingClient third(org);
    const Answer refused = third.handshake();
    QCOMPARE(refused.at("/0/error"), QByteArray("403::Organization concurrent user limit exceeded"));
    QCOMPARE(refused.at("/0/advice/reconnect"), QByteArray("none"));
    second.post(R"({"channel":"/meta/disconnect","clientId":")" + second.clientId + "\"}");
    QCOMPARE(third.handshake().at("/0/successful"), QByteArray("true"));
}

void StreamingTest::deliveredEvents_areLimitedByTheDay() {
    auto options = OrgFixture::withStaticTokens();
    options.dailyDeliveredEvents = 3;
    OrgFixture org({}, options);
    StreamingClient client(org);
    client.start(kAll);
    org.person({{"LastName", "One"}});
    org.person({{"LastName", "Two"}});
    QCOMPARE(eventsOf(*client.connect()).size(), std::size_t{2});
    QCOMPARE(org.api("GET", "limits").at("/DailyDeliveredPlatformEvents"), QByteArray("{\"Max\":3,\"Remaining\":1}"));
    const auto held = client.connect();
    const auto other = std::make_unique<StreamingClient>(org);
    other->start(kAll);
    const auto alsoHeld = other->connect();
    org.person({{"LastName", "Three"}});
    org.advance(0s);
    QCOMPARE(eventsOf(*held).size() + eventsOf(*alsoHeld).size(), std::size_t{1});
    const Answer& late = eventsOf(*held).empty() ? *held : *alsoHeld;
    QCOMPARE(late.at("/0/error"), QByteArray("403::Organization total events daily limit exceeded"));
    QCOMPARE(client.connect()->at("/0/advice/reconnect"), QByteArray("none"));
    org.advance(24h);
    client.start(kAll);
    org.person({{"LastName", "Four"}});
    QCOMPARE(eventsOf(*client.connect()).size(), std::size_t{1});
}

void StreamingTest::restart_knowsNoClient() {
    OrgFixture org;
    StreamingClient client(org);
    client.start(kAll);
    org.restart();
    QCOMPARE(client.connect()->at("/0/error"), QByteArray("403::Unknown client"));
}

void StreamingTest::untilDue_tellsTheNextMoment() {
    OrgFixture org;
    QVERIFY(!org.server->untilDue());
    StreamingClient client(org);
    client.start(kAll);
    QCOMPARE(org.server->untilDue()->count(), 40000);
    const auto held = client.connect("3");
    QVERIFY(org.server->untilDue()->count() <= 1000);
    org.advance(110s - 300ms);
    QCOMPARE(org.server->untilDue()->count(), 300);
    org.person({{"LastName", "Stone"}});
    QCOMPARE(org.server->untilDue()->count(), 0);
    org.server->pump();
    QVERIFY(held->response);
    org.faults.publishingDelay = 200ms;
    client.connect("4");
    org.person({{"LastName", "Stone"}});
    QCOMPARE(org.server->untilDue()->count(), 200);
}

QTEST_APPLESS_MAIN(StreamingTest)
#include "streaming_test.moc"
