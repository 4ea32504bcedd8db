#include "engine/http_server/client.h"

#include "engine/http_server/server.h"

#include <QTest>
#include <future>

using namespace syncline::http_server;
using namespace std::chrono_literals;
using syncline::base::ErrorCode;
using syncline::base::Result;

/// The client against the server of the same room.
class ClientTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_loop = EventLoop::start("test-client");
        m_server = *Server::start(*m_loop, {}, [this](Request request, Exchange exchange) {
            if (request.path() == "/hold")
                m_held.emplace(std::move(exchange));
            else if (request.path() == "/cut")
                exchange.sendCut({200, {}, "0123456789"}, 4);
            else if (request.path() == "/abort")
                exchange.abort();
            else if (request.path() == "/length")
                exchange.send({200, {}, std::to_string(request.body.size())});
            else if (request.path() == "/size")
                exchange.send({200, {}, std::string(std::stoul(std::string(request.query())), 'x')});
            else
                exchange.send(echo(request));
        });
        m_loop->call([this] { m_client = std::make_unique<Client>(*m_loop); });
    }
    void cleanup() {
        m_held.reset();
        m_client.reset();
        m_server.reset();
        m_loop.reset();
    }

    void request_isSentAndAnswered() {
        const auto answer = send("POST", url("/a?b=c"), {{"X-One", "1"}, {"Content-Type", "text/plain"}}, "body");
        QVERIFY(answer);
        QCOMPARE(answer->status, 207);
        QCOMPARE(answer->body, std::string("POST /a?b=c [body] X-One=1"));
        QCOMPARE(send("GET", url(""), {}, "")->body, std::string("GET / [] X-One="));
        QCOMPARE(send("GET", url("?q"), {}, "")->body, std::string("GET /?q [] X-One="));
        QCOMPARE(send("HEAD", url("/size?10"), {}, "")->body, std::string());
        const std::string large(1000000, 'b');
        QCOMPARE(send("PUT", url("/length"), {}, large)->body, std::string("1000000"));
    }

    void localhost_isKnownByName() {
        const auto answer = send("GET", "HTTP://LocalHost:" + std::to_string(m_server->port()) + "/a", {}, "");
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("GET /a [] X-One="));
    }

    void failures_areToldApart_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("code");
        const auto row = [](const char* name, const char* target, ErrorCode code) {
            QTest::newRow(name) << QByteArray(target) << static_cast<int>(code);
        };
        row("no answer in time", "/hold", ErrorCode::TimedOut);
        row("closed without a word", "/abort", ErrorCode::ProtocolViolation);
        row("cut in the middle", "/cut", ErrorCode::ProtocolViolation);
        row("too large", "/size?65537", ErrorCode::LimitExceeded);
    }
    void failures_areToldApart() {
        QFETCH(QByteArray, target);
        QFETCH(int, code);
        const auto answer =
            send("GET", url(target.toStdString()), {}, "", code == int(ErrorCode::TimedOut) ? 60ms : 5000ms);
        QVERIFY(!answer);
        QCOMPARE(static_cast<int>(answer.error().code), code);
    }

    void largestAnswer_isTaken() {
        const auto answer = send("GET", url("/size?65536"), {}, "");
        QVERIFY(answer);
        QCOMPARE(answer->body.size(), std::size_t(65536));
    }

    void nobodyListening_isUnavailable() {
        const std::string address = url("/");
        m_server.reset();
        const auto answer = send("GET", address, {}, "");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::Unavailable);
    }

    void badRequests_areRefused_data() {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("headerName");
        QTest::addColumn<QByteArray>("headerValue");
        const auto row = [](const char* name, const char* method, const char* url, const char* headerName,
                            const char* value) {
            QTest::newRow(name) << QByteArray(method) << QByteArray(url) << QByteArray(headerName) << QByteArray(value);
        };
        row("https", "GET", "https://127.0.0.1/", "A", "b");
        row("no scheme", "GET", "127.0.0.1/", "A", "b");
        row("other host", "GET", "http://example.org/", "A", "b");
        row("no host", "GET", "http:///a", "A", "b");
        row("port no number", "GET", "http://127.0.0.1:x/", "A", "b");
        row("port zero", "GET", "http://127.0.0.1:0/", "A", "b");
        row("port too large", "GET", "http://127.0.0.1:65536/", "A", "b");
        row("user", "GET", "http://me@127.0.0.1/", "A", "b");
        row("open bracket", "GET", "http://[::1/", "A", "b");
        row("space", "GET", "http://127.0.0.1/a b", "A", "b");
        row("line break", "GET", "http://127.0.0.1/a\r\nX: y", "A", "b");
        row("fragment", "GET", "http://127.0.0.1/a#b", "A", "b");
        row("method", "G T", "http://127.0.0.1/", "A", "b");
        row("header name", "GET", "http://127.0.0.1/", "A:", "b");
        row("header value", "GET", "http://127.0.0.1/", "A", "b\r\nC: d");
    }
    void badRequests_areRefused() {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, headerName);
        QFETCH(QByteArray, headerValue);
        const auto answer =
            send(method.toStdString(), url.toStdString(), {{headerName.toStdString(), headerValue.toStdString()}}, "");
        QVERIFY(!answer);
        QCOMPARE(answer.error().code, ErrorCode::InvalidArgument);
    }

    void clientThatGoes_callsNobody() {
        std::atomic<int> called = 0;
        m_loop->call([&] {
            m_client->send({"GET", url("/hold"), {}, "", 30ms}, [&](const Result<Response>&) { ++called; });
            m_client->send({"GET", "nonsense", {}, "", 30ms}, [&](const Result<Response>&) { ++called; });
            m_client.reset();
        });
        std::promise<void> later;
        m_loop->after(60ms, [&] { later.set_value(); });
        QCOMPARE(later.get_future().wait_for(5s), std::future_status::ready);
        QCOMPARE(called.load(), 0);
    }

    void clientMayGoWithinItsCallback() {
        std::promise<void> called;
        m_loop->call([&] {
            m_client->send({"GET", url("/a"), {}, "", 5s}, [&](const Result<Response>&) {
                m_client.reset();
                called.set_value();
            });
        });
        QCOMPARE(called.get_future().wait_for(5s), std::future_status::ready);
    }

    void loopThatGoesFirst_callsNobody() {
        std::atomic<int> called = 0;
        m_loop->call([&] {
            m_client->send({"GET", url("/hold"), {}, "", 5s}, [&](const Result<Response>&) { ++called; });
        });
        m_loop.reset();
        QCOMPARE(called.load(), 0);
    }

private:
    static Response echo(const Request& request) {
        const std::string one(request.header("x-one").value_or(std::string_view()));
        return {207, {}, request.method + " " + request.target + " [" + request.body + "] X-One=" + one};
    }

    [[nodiscard]] std::string url(const std::string& target) const {
        return "http://127.0.0.1:" + std::to_string(m_server->port()) + target;
    }

    Result<Response> send(const std::string& method, const std::string& url, std::vector<Header> headers,
                          const std::string& body, std::chrono::milliseconds timeout = 5s) {
        std::promise<Result<Response>> promise;
        m_loop->post([&] {
            m_client->send({method, url, headers, body, timeout},
                           [&](Result<Response> result) { promise.set_value(std::move(result)); });
        });
        return promise.get_future().get();
    }

    std::unique_ptr<EventLoop> m_loop;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Client> m_client;
    std::optional<Exchange> m_held;  ///< on the loop's thread while it runs
};

QTEST_APPLESS_MAIN(ClientTest)
#include "client_test.moc"
