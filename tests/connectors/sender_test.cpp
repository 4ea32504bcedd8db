#include "engine/connectors/qt_http_sender.h"
#include "engine/connectors/qt_timers.h"
#include "tests/connectors/test_server.h"

#include <QTest>
#include <QTimer>
#include <optional>

using namespace syncline;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using base::ErrorCode;
using connectors::HttpAnswer;
using connectors::HttpFailure;
using connectors::HttpRequest;
using connectors::HttpResponse;
using connectors::QtHttpSender;
using connectors::QtTimers;
using connectors::SenderOptions;
using http_server::Exchange;
using http_server::Request;
using http_server::Response;
using test::TestServer;

namespace {

const SenderOptions kPlain;

HttpRequest get(std::string url) {
    HttpRequest request;
    request.url = std::move(url);
    request.timeout = 5s;
    return request;
}

HttpRequest post(std::string url, std::string body) {
    HttpRequest request = get(std::move(url));
    request.method = "POST";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
    return request;
}

/// Sends and waits for the answer, at most ten seconds.
HttpAnswer ask(QtHttpSender& sender, HttpRequest request) {
    std::optional<HttpAnswer> answer;
    sender.send(std::move(request), [&](HttpAnswer got) { answer = std::move(got); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000))
        return HttpFailure{{ErrorCode::Internal, "wait in a test", {}, "no answer at all", {}}, false};
    return *std::move(answer);
}

HttpAnswer ask(HttpRequest request, const SenderOptions& options = kPlain) {
    const base::SystemClock clock;
    QtTimers timers(clock);
    QtHttpSender sender(options, timers);
    return ask(sender, std::move(request));
}

int statusOf(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response ? response->status : 0;
}

/// "unavailable, may have arrived"; "200" for an answer.
QString outcome(const HttpAnswer& answer) {
    const auto* failure = std::get_if<HttpFailure>(&answer);
    if (!failure)
        return QString::number(statusOf(answer));
    return QString::fromStdString(std::string(base::name(failure->error.code))
                                  + (failure->mayHaveArrived ? ", may have arrived" : ", never arrived"));
}

std::string bodyOf(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response ? response->body : std::string();
}

Response redirect(int status, std::string to) {
    return {status, {{"Location", std::move(to)}}, "moved"};
}

}  // namespace

class SenderTest : public QObject {
    Q_OBJECT

private slots:
    void answer_isWholeWithItsStatus_data() {
        QTest::addColumn<int>("status");
        QTest::newRow("found") << 200;
        QTest::newRow("created") << 201;
        QTest::newRow("several records by one key") << 300;
        QTest::newRow("bad request") << 400;
        QTest::newRow("token refused") << 401;
        QTest::newRow("forbidden") << 403;
        QTest::newRow("not found") << 404;
        QTest::newRow("no such method") << 405;
        QTest::newRow("conflict") << 409;
        QTest::newRow("gone") << 410;
        QTest::newRow("too large") << 413;
        QTest::newRow("too many") << 429;
        QTest::newRow("HubSpot moves an account") << 477;
        QTest::newRow("their fault") << 500;
        QTest::newRow("bad gateway") << 502;
        QTest::newRow("not now") << 503;
    }
    void answer_isWholeWithItsStatus() {
        QFETCH(int, status);
        TestServer server;
        server.on("/a", Response{status, {{"X-One", "1"}, {"Content-Type", "application/json"}}, R"({"a":1})"});

        const HttpAnswer answer = ask(post(server.url("/a?b=c"), "[]"));

        QCOMPARE(statusOf(answer), status);
        QCOMPARE(bodyOf(answer), std::string(R"({"a":1})"));
        QVERIFY(std::get<HttpResponse>(answer).header("x-one") == "1");
        QCOMPARE(server.requests().at(0).target, std::string("/a?b=c"));
        QCOMPARE(server.requests().at(0).body, std::string("[]"));
    }

    void answer_keepsTheBodyOfARefusalWithAChallenge_data() {
        QTest::addColumn<QString>("challenge");
        QTest::newRow("bearer") << R"(Bearer realm="api")";
        QTest::newRow("Salesforce's") << "Token";
        QTest::newRow("basic, which Qt knows") << R"(Basic realm="api")";
    }
    void answer_keepsTheBodyOfARefusalWithAChallenge() {
        QFETCH(QString, challenge);
        TestServer server;
        server.on("/a", Response{401, {{"WWW-Authenticate", challenge.toStdString()}}, "expired"});

        const HttpAnswer answer = ask(post(server.url("/a"), "[]"));

        QCOMPARE(outcome(answer), u"401"_s);
        QCOMPARE(bodyOf(answer), std::string("expired"));
        QCOMPARE(server.requests().size(), std::size_t(1));
    }

    void request_goesOutAsGiven() {
        TestServer server;
        server.on("/a", Response{200, {}, "ok"});
        HttpRequest request = post(server.url("/a"), "{}");
        request.method = "PATCH";
        request.headers = {
            {"Authorization", "Bearer abc"}, {"Cookie", "a=1; b=2"}, {"Content-Type", "application/json"}};

        QCOMPARE(outcome(ask(request)), u"200"_s);

        const Request got = server.requests().at(0);
        QCOMPARE(got.method, std::string("PATCH"));
        QVERIFY(got.header("Authorization") == "Bearer abc");
        QVERIFY(got.header("Cookie") == "a=1; b=2");
        QVERIFY(got.header("Content-Length") == "2");
        QVERIFY(got.header("User-Agent") == "Syncline");
    }

    void request_withoutABodyGoesOut_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::newRow("get") << QByteArray("GET");
        QTest::newRow("head") << QByteArray("HEAD");
        QTest::newRow("delete") << QByteArray("DELETE");
        QTest::newRow("empty post") << QByteArray("POST");
    }
    void request_withoutABodyGoesOut() {
        QFETCH(QByteArray, method);
        TestServer server;
        server.on("/a", Response{200, {}, "ok"});
        HttpRequest request = get(server.url("/a"));
        request.method = method.toStdString();

        QCOMPARE(outcome(ask(request)), u"200"_s);
        QCOMPARE(server.requests().at(0).method, method.toStdString());
        QCOMPARE(server.requests().at(0).body, std::string());
    }

    void url_goesOutAsGiven_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("SOQL") << QByteArray(
            "/a?q=SELECT%20Id%20FROM%20Contact%20WHERE%20Name%20%3D%20%27O%5C%27Neil%27");
        QTest::newRow("plus and its code") << QByteArray("/a?q=1+2%2B3");
        QTest::newRow("a signature") << QByteArray("/a?X-Amz-Signature=ab%2Fcd%3D%3D&X-Amz-Date=20261123T101500Z");
        QTest::newRow("a percent sign") << QByteArray("/a?q=100%25");
        QTest::newRow("signs that look like others") << QByteArray("/a?q=%26a%3Db%23c%3F");
        QTest::newRow("UTF-8") << QByteArray("/a?q=%C3%BC%E2%82%AC");
        QTest::newRow("nothing behind the mark") << QByteArray("/a?");
    }
    void url_goesOutAsGiven() {
        QFETCH(QByteArray, target);
        TestServer server;
        server.on("/a", Response{200, {}, "ok"});
        QCOMPARE(outcome(ask(get(server.url(target.toStdString())))), u"200"_s);
        QCOMPARE(server.requests().at(0).target, target.toStdString());
    }

    void header_withALineEndIsRefused() {
        TestServer server;
        for (const std::string& value :
             {std::string("Bearer a\r\nX-Other: b"), std::string("a\nb"), std::string("a\0b", 3)}) {
            HttpRequest request = get(server.url("/a"));
            request.headers = {{"Authorization", value}};
            QCOMPARE(outcome(ask(request)), u"invalid_argument, never arrived"_s);
        }
        QCOMPARE(server.requests().size(), std::size_t(0));
    }

    void body_ofAMegabyteArrivesWhole() {
        TestServer server;
        server.on("/a", [](const Request& request, Exchange exchange) {
            exchange.send({200, {}, request.body + request.body});
        });
        const std::string body(1 << 20, 'x');

        const HttpAnswer answer = ask(post(server.url("/a"), body));

        QCOMPARE(outcome(answer), u"200"_s);
        QVERIFY(bodyOf(answer) == body + body);
    }

    void cookies_areTheCallersBusiness() {
        TestServer server;
        server.on("/a", Response{200, {{"Set-Cookie", "one=1; Path=/"}, {"Set-Cookie", "two=2; Path=/"}}, {}});
        QtHttpSender sender(kPlain, m_timers);

        const HttpAnswer first = ask(sender, get(server.url("/a")));
        ask(sender, get(server.url("/a")));

        std::vector<std::string> cookies;
        for (const auto& [name, value] : std::get<HttpResponse>(first).headers) {
            if (QByteArray::fromStdString(name).toLower() == "set-cookie")
                cookies.push_back(value);
        }
        QCOMPARE(cookies, (std::vector<std::string>{"one=1; Path=/", "two=2; Path=/"}));
        QVERIFY(!server.requests().at(1).header("Cookie").has_value());
    }

    void redirect_onTheSameServer_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("expected");
        QTest::newRow("301, get") << QByteArray("GET") << 301 << "200";
        QTest::newRow("302, get") << QByteArray("GET") << 302 << "200";
        QTest::newRow("303, get") << QByteArray("GET") << 303 << "200";
        QTest::newRow("302, head") << QByteArray("HEAD") << 302 << "200";
        QTest::newRow("307, get") << QByteArray("GET") << 307 << "200";
        QTest::newRow("307, post") << QByteArray("POST") << 307 << "200";
        QTest::newRow("308, post") << QByteArray("POST") << 308 << "200";
        QTest::newRow("308, patch") << QByteArray("PATCH") << 308 << "200";
        QTest::newRow("301, post") << QByteArray("POST") << 301 << "protocol_violation, may have arrived";
        QTest::newRow("302, post") << QByteArray("POST") << 302 << "protocol_violation, may have arrived";
        QTest::newRow("303, post") << QByteArray("POST") << 303 << "protocol_violation, may have arrived";
        QTest::newRow("302, delete") << QByteArray("DELETE") << 302 << "protocol_violation, may have arrived";
    }
    void redirect_onTheSameServer() {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(QString, expected);
        TestServer server;
        server.on("/old", redirect(status, "/new?x=1"));
        server.on("/new", Response{200, {}, "here"});
        HttpRequest request = post(server.url("/old"), method == "POST" || method == "PATCH" ? "the body" : "");
        request.method = method.toStdString();
        request.headers.emplace_back("Authorization", "Bearer abc");

        QCOMPARE(outcome(ask(request)), expected);

        QCOMPARE(server.count("/new"), std::size_t(expected == u"200"_s ? 1 : 0));
        const Request last = server.requests().back();
        QCOMPARE(last.method, request.method);
        QCOMPARE(last.body, request.body);
        QVERIFY(last.header("Authorization") == "Bearer abc");
    }

    void redirect_elsewhereIsNotFollowed_data() {
        QTest::addColumn<QString>("to");
        QTest::newRow("another host") << "http://127.0.0.1:%1/new";
        QTest::newRow("another scheme") << "https://localhost:%1/new";
        QTest::newRow("another port") << "http://localhost:1/new";
        QTest::newRow("another host without a scheme") << "//127.0.0.1:%1/new";
        QTest::newRow("no host") << "javascript:alert(1)";
        QTest::newRow("nothing") << "";
        QTest::newRow("not an address") << "http://[";
    }
    void redirect_elsewhereIsNotFollowed() {
        QFETCH(QString, to);
        TestServer server;
        server.on("/new", Response{200, {}, "here"});
        const QString port = QString::number(QUrl(QString::fromStdString(server.url("/"))).port());
        server.on("/old", redirect(307, to.contains(u"%1"_s) ? to.arg(port).toStdString() : to.toStdString()));
        HttpRequest request = get(server.url("/old"));
        request.headers = {{"Authorization", "Bearer abc"}};

        QCOMPARE(outcome(ask(request)), u"protocol_violation, may have arrived"_s);
        QCOMPARE(server.count("/new"), std::size_t(0));
    }

    void redirect_stopsAfterFive_data() {
        QTest::addColumn<int>("redirects");
        QTest::addColumn<QString>("expected");
        QTest::newRow("five") << 5 << "200";
        QTest::newRow("six") << 6 << "protocol_violation, may have arrived";
    }
    void redirect_stopsAfterFive() {
        QFETCH(int, redirects);
        QFETCH(QString, expected);
        TestServer server;
        for (int step = 0; step < redirects; ++step)
            server.on("/" + std::to_string(step), redirect(302, "/" + std::to_string(step + 1)));
        server.on("/" + std::to_string(redirects), Response{200, {}, "here"});

        QCOMPARE(outcome(ask(get(server.url("/0")))), expected);
    }

    void notConnected_neverArrived_data() {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nobody listens") << u"http://127.0.0.1:%1/"_s.arg(test::closedPort())
                                        << "unavailable, never arrived";
        QTest::newRow("no such host") << "https://nowhere.invalid/"
                                      << "unavailable, never arrived";
        QTest::newRow("plain http to another machine") << "http://example.com/"
                                                       << "invalid_argument, never arrived";
        QTest::newRow("not http") << "ftp://localhost/"
                                  << "invalid_argument, never arrived";
        QTest::newRow("no address") << "localhost"
                                    << "invalid_argument, never arrived";
        QTest::newRow("a password in the address") << "https://user:pass@localhost/"
                                                   << "invalid_argument, never arrived";
        QTest::newRow("empty") << ""
                               << "invalid_argument, never arrived";
    }
    void notConnected_neverArrived() {
        QFETCH(QString, url);
        QFETCH(QString, expected);
        QtHttpSender sender(kPlain, m_timers);
        bool isInside = true;
        std::optional<HttpAnswer> answer;
        sender.send(post(url.toStdString(), "{}"), [&](HttpAnswer got) {
            QVERIFY2(!isInside, "answered from within send()");
            answer = std::move(got);
        });
        isInside = false;

        QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 10'000);
        QCOMPARE(outcome(*answer), expected);
    }

    void connect_thatNeverEndsNeverArrived() {
        const test::FullPort port;
        HttpRequest request = post("http://127.0.0.1:" + std::to_string(port.port()) + "/", "{}");
        request.timeout = 200ms;
        const HttpAnswer answer = ask(request);
        QVERIFY2(outcome(answer) == u"timed_out, never arrived"_s,
                 std::get<HttpFailure>(answer).error.message().c_str());
    }

    void silence_endsTheRequest_data() {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("not a byte") << QByteArray() << QByteArray("{}");
        QTest::newRow("not a byte, to an empty body") << QByteArray() << QByteArray();
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 O") << QByteArray("{}");
        QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
                                     << QByteArray("{}");
    }
    void silence_endsTheRequest() {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, body);
        const test::RawServer server([&](QTcpSocket& socket, const QByteArray&) { socket.write(sent); });
        HttpRequest request = post(server.url("http", "/"), body.toStdString());
        request.timeout = 150ms;
        QCOMPARE(outcome(ask(request)), u"timed_out, may have arrived"_s);
    }

    void slowAnswer_isWaitedForWhileBytesCome() {
        QByteArray rest = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef";
        QTimer drip;
        QTcpSocket* open = nullptr;
        connect(&drip, &QTimer::timeout, &drip, [&] {
            const auto size = std::min<qsizetype>(rest.size(), rest.size() > 6 ? rest.size() - 6 : 1);
            open->write(rest.left(size));
            rest.remove(0, size);
        });
        const test::RawServer server([&](QTcpSocket& socket, const QByteArray&) {
            open = &socket;
            drip.start(60);
        });
        HttpRequest request = get(server.url("http", "/"));
        request.timeout = 300ms;  // All of it takes 420.

        const HttpAnswer answer = ask(request);
        QCOMPARE(outcome(answer), u"200"_s);
        QCOMPARE(bodyOf(answer), std::string("abcdef"));
    }

    void cutAnswer_isNoAnswer_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("head");
        QTest::newRow("in the body") << 200 << true;
        QTest::newRow("in the body of a refusal") << 404 << true;
        QTest::newRow("in the body of a redirect") << 302 << true;
        QTest::newRow("before the head") << 200 << false;
    }
    void cutAnswer_isNoAnswer() {
        QFETCH(int, status);
        QFETCH(bool, head);
        TestServer server;
        server.on("/a", [=](const Request&, Exchange exchange) {
            if (head)
                exchange.sendCut({status, {}, std::string(1000, 'x')}, 10);
            else
                exchange.abort();
        });
        const HttpAnswer answer = ask(post(server.url("/a"), "{}"));
        QCOMPARE(outcome(answer), u"unavailable, may have arrived"_s);
    }

    /// A request whose outcome is unknown is never repeated blindly (semantics, section 7): Qt must not either.
    void cutRequest_isNotSentAgain_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("post") << QByteArray("POST") << QByteArray("{}");
        QTest::newRow("patch") << QByteArray("PATCH") << QByteArray("{}");
        QTest::newRow("delete") << QByteArray("DELETE") << QByteArray();
        QTest::newRow("post without a body") << QByteArray("POST") << QByteArray();
    }
    void cutRequest_isNotSentAgain() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, body);
        TestServer server;
        server.on("/first", Response{200, {}, "ok"});
        server.on("/a", [](const Request&, Exchange exchange) { exchange.abort(); });
        QtHttpSender sender(kPlain, m_timers);
        QCOMPARE(outcome(ask(sender, get(server.url("/first")))), u"200"_s);  // The connection is kept.
        HttpRequest request = post(server.url("/a"), body.toStdString());
        request.method = method.toStdString();

        QCOMPARE(outcome(ask(sender, request)), u"unavailable, may have arrived"_s);
        QCOMPARE(server.count("/a"), std::size_t(1));
    }

    void cutUpload_mayHaveArrived() {
        const test::RawServer server([](QTcpSocket& socket, const QByteArray&) { socket.abort(); });
        const HttpAnswer answer = ask(post(server.url("http", "/"), std::string(4 << 20, 'x')));
        QCOMPARE(outcome(answer), u"unavailable, may have arrived"_s);
    }

    void garbage_isNoAnswer() {
        const test::RawServer server([](QTcpSocket& socket, const QByteArray&) {
            socket.write("220 ftp ready\r\n\r\n");
            socket.disconnectFromHost();
        });
        const HttpAnswer answer = ask(post(server.url("http", "/"), "{}"));
        QCOMPARE(statusOf(answer), 0);
        QVERIFY(std::get<HttpFailure>(answer).mayHaveArrived);
    }

    void longAnswer_isLimitExceeded_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("expected");
        QTest::newRow("at the limit") << 100'000 << "200";
        QTest::newRow("a byte more") << 100'001 << "limit_exceeded, may have arrived";
        QTest::newRow("much more") << 5'000'000 << "limit_exceeded, may have arrived";
    }
    void longAnswer_isLimitExceeded() {
        QFETCH(int, length);
        QFETCH(QString, expected);
        TestServer server;
        server.on("/a", Response{200, {}, std::string(std::size_t(length), 'x')});
        SenderOptions options;
        options.answerBytes = 100'000;
        QCOMPARE(outcome(ask(get(server.url("/a")), options)), expected);
    }

    void cancel_isTheEndOfIt() {
        TestServer server;
        std::vector<Exchange> held;
        server.on("/held", [&](const Request&, Exchange exchange) { held.push_back(std::move(exchange)); });
        server.on("/b", Response{200, {}, "ok"});
        QtHttpSender sender(kPlain, m_timers);
        bool isAnswered = false;
        const connectors::SendId id = sender.send(get(server.url("/held")), [&](HttpAnswer) { isAnswered = true; });
        QTRY_COMPARE(server.count("/held"), std::size_t(1));

        sender.cancel(id);
        sender.cancel(id);
        sender.cancel(id + 1000);

        QTRY_VERIFY(!held.at(0).isOpen());  // The server sees it go.
        QCOMPARE(outcome(ask(sender, get(server.url("/b")))), u"200"_s);
        QVERIFY(!isAnswered);
    }

    void end_answersNobody() {
        TestServer server;
        std::vector<Exchange> held;
        server.on("/held", [&](const Request&, Exchange exchange) { held.push_back(std::move(exchange)); });
        bool isAnswered = false;
        {
            QtHttpSender sender(kPlain, m_timers);
            sender.send(get(server.url("/held")), [&](HttpAnswer) { isAnswered = true; });
            QTRY_COMPARE(server.count("/held"), std::size_t(1));
            sender.send(post(server.url("/held"), "{}"), [&](HttpAnswer) { isAnswered = true; });
            sender.send(get("nonsense"), [&](HttpAnswer) { isAnswered = true; });
        }
        QTRY_VERIFY(!held.at(0).isOpen());
        QVERIFY(!isAnswered);
    }

    void callback_maySendAndCancel() {
        TestServer server;
        server.on("/a", Response{200, {}, "a"});
        QtHttpSender sender(kPlain, m_timers);
        int answers = 0;
        connectors::SendId third = 0;
        sender.send(get(server.url("/a")), [&](HttpAnswer) {
            ++answers;
            sender.send(get(server.url("/a")), [&](HttpAnswer) { ++answers; });
            third = sender.send(get(server.url("/a")), [&](HttpAnswer) { answers += 100; });
            sender.cancel(third);
        });
        QTRY_COMPARE(answers, 2);
    }

    void manyAtOnce_areAllAnswered() {
        TestServer server;
        server.on("/a", [](const Request& request, Exchange exchange) { exchange.send({200, {}, request.body}); });
        QtHttpSender sender(kPlain, m_timers);
        std::vector<std::string> answers(50);
        int count = 0;
        for (std::size_t i = 0; i < answers.size(); ++i) {
            sender.send(post(server.url("/a"), std::to_string(i)), [&, i](HttpAnswer answer) {
                answers[i] = bodyOf(answer);
                ++count;
            });
        }
        QTRY_COMPARE(count, 50);
        for (std::size_t i = 0; i < answers.size(); ++i)
            QCOMPARE(answers[i], std::to_string(i));
    }

private:
    const base::SystemClock m_clock;
    QtTimers m_timers{m_clock};
};

QTEST_GUILESS_MAIN(SenderTest)
#include "sender_test.moc"
