#include "engine/http_server/server.h"

#include "tests/http_server/tcp_client.h"

#include <QTest>
#include <fstream>
#include <mutex>
#include <thread>

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace syncline::http_server;
using namespace std::chrono_literals;
using syncline::base::ErrorCode;

namespace {

/// A server that answers by target, and keeps what it is asked under /hold.
class Subject {
public:
    explicit Subject(ServerLimits limits = {}) {
        ServerOptions options;
        options.limits = limits;
        m_server = *Server::start(*m_loop, options, [this](Request request, Exchange exchange) {
            handle(std::move(request), std::move(exchange));
        });
    }

    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }
    [[nodiscard]] ServerCounters counters() const { return m_server->counters(); }
    void stopServer() { m_server.reset(); }
    void stopLoop() { m_loop.reset(); }

    [[nodiscard]] bool isHolding() {
        const std::lock_guard lock(m_mutex);
        return m_held.has_value();
    }
    /// Gives the exchange held, once there is one.
    [[nodiscard]] Exchange held() {
        const bool came = QTest::qWaitFor([this] { return isHolding(); }, 5000);
        const std::lock_guard lock(m_mutex);
        Exchange exchange = came ? std::move(*m_held) : Exchange([](const Outcome&) {});
        m_held.reset();
        return exchange;
    }

private:
    void handle(Request request, Exchange exchange) {
        if (request.path() == "/hold") {
            const std::lock_guard lock(m_mutex);
            m_held.emplace(std::move(exchange));
        } else if (request.path() == "/drop") {
            return;
        } else if (request.path() == "/cut") {
            exchange.sendCut({200, {}, "0123456789"}, 4);
        } else if (request.path() == "/abort") {
            exchange.abort();
        } else if (request.path() == "/large") {
            exchange.send({200, {}, std::string(32U << 20U, 'x')});
        } else if (request.path() == "/status") {
            exchange.send({std::stoi(std::string(request.query())), {{"X-A", "b"}}, "body"});
        } else if (request.path() == "/inject") {
            exchange.send({200, {{"X-A", "b\r\nX-C: d"}}, "body"});
        } else {
            exchange.send(
                {200, {{"X-Peer", request.peer}}, request.method + " " + request.target + " [" + request.body + "]"});
        }
    }

    std::mutex m_mutex;
    std::optional<Exchange> m_held;
    std::unique_ptr<EventLoop> m_loop = EventLoop::start("test-server");
    std::unique_ptr<Server> m_server;
};

std::string get(const std::string& target, const std::string& lines = {}) {
    return "GET " + target + " HTTP/1.1\r\nHost: here\r\n" + lines + "\r\n";
}

}  // namespace

class ServerTest : public QObject {
    Q_OBJECT

private slots:
    void connection_isKeptForTheNextRequest() {
        Subject server;
        TcpClient client(server.port());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(client.send("POST /a HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\nhi"));
            const auto answer = client.answer();
            QVERIFY(answer);
            QCOMPARE(answer->status, 200);
            QCOMPARE(answer->body, std::string("POST /a [hi]"));
            QVERIFY(answer->hasLine("Content-Length: 12"));
            QVERIFY(answer->head.find("X-Peer: 127.0.0.1:") != std::string::npos);
        }
        QCOMPARE(server.counters().accepted, std::uint64_t(1));
        QCOMPARE(server.counters().requests, std::uint64_t(3));
        QCOMPARE(server.counters().open, std::uint64_t(1));
    }

    void requestsSentAtOnce_areAnsweredInOrder() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/1") + get("/2") + get("/3", "Connection: close\r\n") + get("/4")));
        for (const char* body : {"GET /1 []", "GET /2 []", "GET /3 []"}) {
            const auto answer = client.answer();
            QVERIFY(answer);
            QCOMPARE(answer->body, std::string(body));
        }
        QVERIFY(client.isClosedWithin(3s));
        QCOMPARE(server.counters().requests, std::uint64_t(3));
    }

    void connection_isClosedWhereAsked_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<bool>("closes");
        QTest::newRow("HTTP/1.1") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n") << false;
        QTest::newRow("HTTP/1.1, close") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nconnection: close\r\n\r\n")
                                         << true;
        QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << true;
        QTest::newRow("HTTP/1.0, kept") << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n") << false;
    }
    void connection_isClosedWhereAsked() {
        QFETCH(QByteArray, request);
        QFETCH(bool, closes);
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(request.toStdString()));
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 200);
        QVERIFY(answer->hasLine(closes ? "Connection: close" : "Connection: keep-alive"));
        QCOMPARE(client.isReadable(closes ? 3000ms : 50ms), closes);
    }

    void answers_haveABodyWhereTheyMay_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("hasLength");
        QTest::newRow("HEAD") << QByteArray("HEAD /status?200 HTTP/1.1\r\nHost: h\r\n\r\n") << 200 << true;
        QTest::newRow("204") << QByteArray("GET /status?204 HTTP/1.1\r\nHost: h\r\n\r\n") << 204 << false;
        QTest::newRow("304") << QByteArray("GET /status?304 HTTP/1.1\r\nHost: h\r\n\r\n") << 304 << false;
    }
    void answers_haveABodyWhereTheyMay() {
        QFETCH(QByteArray, request);
        QFETCH(int, status);
        QFETCH(bool, hasLength);
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(request.toStdString() + get("/next")));
        const auto answer = client.answer(5s, true);
        QVERIFY(answer);
        QCOMPARE(answer->status, status);
        QCOMPARE(answer->hasLine("Content-Length: 4"), hasLength);
        const auto next = client.answer();
        QVERIFY(next);
        QCOMPARE(next->body, std::string("GET /next []"));
    }

    void faultyAnswers_become500_data() {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("dropped") << QByteArray("/drop");
        QTest::newRow("header with a line break") << QByteArray("/inject");
        QTest::newRow("interim status") << QByteArray("/status?101");
        QTest::newRow("no status") << QByteArray("/status?0");
    }
    void faultyAnswers_become500() {
        QFETCH(QByteArray, target);
        Subject server;
        QCOMPARE(statusOfGet(server.port(), target.toStdString()), 500);
    }

    void expectContinue_isAnsweredBeforeTheBody() {
        Subject server;
        TcpClient client(server.port());
        for (int i = 0; i < 2; ++i) {
            QVERIFY(client.send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
            const auto interim = client.answer();
            QVERIFY(interim);
            QCOMPARE(interim->status, 100);
            QVERIFY(client.send("abc"));
            const auto answer = client.answer();
            QVERIFY(answer);
            QCOMPARE(answer->body, std::string("PUT / [abc]"));
        }
    }

    void expectContinue_isRefusedForATooLargeBody() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3000000\r\n\r\n"));
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->status, 413);
        QVERIFY(client.isClosedWithin(3s));
        QCOMPARE(server.counters().refusedRequests, std::uint64_t(1));
        QCOMPARE(server.counters().requests, std::uint64_t(0));
    }

    void heldRequest_isAnsweredLaterFromAnotherThread() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/hold")));
        Exchange exchange = server.held();
        QVERIFY(exchange.isOpen());
        QVERIFY(client.send(get("/ahead")));  // waits its turn, and is not lost
        QVERIFY(!client.isReadable(30ms));
        QVERIFY(exchange.isOpen());
        exchange.send({201, {}, "late"});
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("late"));
        const auto next = client.answer();
        QVERIFY(next);
        QCOMPARE(next->body, std::string("GET /ahead []"));
    }

    void heldRequest_isNotBoundByTheLimitsOfReading() {
        ServerLimits limits;
        limits.headerTime = limits.bodyTime = limits.idleTime = limits.writeTime = 40ms;
        Subject server(limits);
        TcpClient client(server.port());
        QVERIFY(client.send(get("/hold", "Connection: close\r\n")));
        Exchange exchange = server.held();
        QVERIFY(!client.isReadable(150ms));
        exchange.send({200, {}, "late"});
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("late"));
    }

    void heldRequest_isLetGoWhenTheClientGoes_data() {
        QTest::addColumn<bool>("resets");
        QTest::addColumn<bool>("sendsAhead");
        QTest::newRow("close") << false << false;
        QTest::newRow("reset") << true << false;
        QTest::newRow("close behind the next request") << false << true;
        QTest::newRow("reset behind the next request") << true << true;
    }
    void heldRequest_isLetGoWhenTheClientGoes() {
        QFETCH(bool, resets);
        QFETCH(bool, sendsAhead);
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/hold") + (sendsAhead ? get("/ahead") : std::string())));
        Exchange exchange = server.held();
        QVERIFY(exchange.isOpen());
        if (resets)
            client.reset();
        else
            client.close();
        QTRY_VERIFY_WITH_TIMEOUT(!exchange.isOpen(), 5000);
        QTRY_COMPARE_WITH_TIMEOUT(server.counters().open, std::uint64_t(0), 5000);
        exchange.send({200, {}, "nobody"});
        QCOMPARE(statusOfGet(server.port()), 200);
        QCOMPARE(server.counters().requests, std::uint64_t(2));
    }

    void clientThatClosesItsSendingSide_getsItsAnswer() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/a")));
        client.closeSending();
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("GET /a []"));
        QVERIFY(client.isClosedWithin(3s));
    }

    void cutAnswer_endsInTheMiddle() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/cut")));
        const auto answer = client.answer();
        QVERIFY(answer);
        QVERIFY(answer->hasLine("Content-Length: 10"));
        QCOMPARE(answer->body, std::string("0123"));
        QVERIFY(client.isClosedWithin(3s));
    }

    void abortedAnswer_isNone() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/abort")));
        QCOMPARE(client.readToEnd(3s), std::string());
        QVERIFY(client.isClosedWithin(3s));
    }

    void clientThatDoesNotRead_isCutOff() {
        ServerLimits limits;
        limits.writeTime = 200ms;
        Subject server(limits);
        TcpClient client(server.port());
        QVERIFY(client.send(get("/large")));
        QTRY_COMPARE_WITH_TIMEOUT(server.counters().requests, std::uint64_t(1), 30000);
        QTRY_COMPARE_WITH_TIMEOUT(server.counters().open, std::uint64_t(0), 30000);
        QVERIFY(client.isClosedWithin(5s));
    }

    void largeAnswer_arrivesWhole() {
        Subject server;
        TcpClient client(server.port());
        QVERIFY(client.send(get("/large")));
        const auto answer = client.answer(20s);
        QVERIFY(answer);
        QCOMPARE(answer->body.size(), std::size_t(32U << 20U));
    }

    void largestBody_isTaken() {
        ServerLimits limits;
        limits.bodyBytes = 300000;
        Subject server(limits);
        TcpClient client(server.port());
        const std::string body(300000, 'b');
        QVERIFY(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 300000\r\n\r\n" + body));
        const auto answer = client.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body.size(), body.size() + std::string("POST / []").size());
    }

    void idleConnection_isClosedInSilence() {
        ServerLimits limits;
        limits.idleTime = 50ms;
        Subject server(limits);
        TcpClient fresh(server.port());
        TcpClient used(server.port());
        QVERIFY(used.send(get("/a")));
        QVERIFY(used.answer());
        QCOMPARE(fresh.readToEnd(3s), std::string());
        QCOMPARE(used.readToEnd(3s), std::string());
        QVERIFY(fresh.isClosedWithin(3s));
        QVERIFY(used.isClosedWithin(3s));
        QCOMPARE(server.counters().refusedRequests, std::uint64_t(0));
    }

    void connectionOfAClientThatCloses_isFreeAtOnce_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::newRow("behind silence") << QByteArray();
        QTest::newRow("behind a kept answer") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        QTest::newRow("behind a last answer") << QByteArray("GET / HTTP/1.0\r\n\r\n");
        QTest::newRow("behind a refusal") << QByteArray("GET /\r\n\r\n");
    }
    void connectionOfAClientThatCloses_isFreeAtOnce() {
        QFETCH(QByteArray, request);
        ServerLimits limits;
        limits.idleTime = 50ms;
        Subject server(limits);
        TcpClient client(server.port());
        QVERIFY(client.send(request.toStdString()));
        QVERIFY(client.isClosedWithin(3s));
        client.close();
        QTRY_COMPARE_WITH_TIMEOUT(server.counters().open, std::uint64_t(0), 700);
    }

    void clientThatHasHadItsAnswer_makesRoom() {
        ServerLimits limits;
        limits.connections = 1;
        Subject server(limits);
        TcpClient client(server.port());
        QVERIFY(client.send(get("/a", "Connection: close\r\n")));
        QVERIFY(client.isClosedWithin(3s));
        QCOMPARE(statusOfGet(server.port()), 200);  // although the client has not closed its side
        QCOMPARE(server.counters().refusedConnections, std::uint64_t(0));
    }

    void connections_areLimited_data() {
        QTest::addColumn<bool>("perPeer");
        QTest::newRow("in all") << false;
        QTest::newRow("per peer") << true;
    }
    void connections_areLimited() {
        QFETCH(bool, perPeer);
        ServerLimits limits;
        (perPeer ? limits.connectionsPerPeer : limits.connections) = 2;
        Subject server(limits);
        TcpClient first(server.port());
        TcpClient second(server.port());
        QTRY_COMPARE_WITH_TIMEOUT(server.counters().open, std::uint64_t(2), 5000);
        TcpClient third(server.port());
        QVERIFY(third.isClosedWithin(3s));
        QCOMPARE(server.counters().refusedConnections, std::uint64_t(1));
        first.close();
        QTRY_COMPARE_WITH_TIMEOUT(server.counters().open, std::uint64_t(1), 5000);
        QCOMPARE(statusOfGet(server.port()), 200);
    }

    void listener_survivesRunningOutOfDescriptors() {
        Subject server;
        QCOMPARE(statusOfGet(server.port()), 200);
        rlimit before{};
        QCOMPARE(::getrlimit(RLIMIT_NOFILE, &before), 0);
        // The client's own descriptor is to be the last one that this process may have.
        const int lowestFree = ::dup(0);
        QVERIFY(lowestFree >= 0);
        ::close(lowestFree);
        const rlimit exact{rlim_t(lowestFree) + 1, before.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &exact), 0);
        TcpClient late(server.port());  // takes the last descriptor; the server cannot accept it
        const bool wasSent = late.send(get("/late"));
        const bool answeredEarly = late.isReadable(120ms);
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &before), 0);
        QVERIFY(wasSent);
        QVERIFY(!answeredEarly);
        const auto answer = late.answer();
        QVERIFY(answer);
        QCOMPARE(answer->body, std::string("GET /late []"));
    }

    void start_tellsWhyItCannot() {
        const auto loop = EventLoop::start("test-start");
        const auto start = [&loop](const std::string& address, std::uint16_t port) {
            ServerOptions options;
            options.address = address;
            options.port = port;
            return Server::start(*loop, options, [](const Request&, const Exchange&) {});
        };
        const auto first = start("127.0.0.1", 0);
        QVERIFY(first);
        const auto taken = start("127.0.0.1", (*first)->port());
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::AlreadyExists);
        QVERIFY(!taken.error().hint.empty());
        for (const char* address : {"localhost", "1.2.3", "", "203.0.113.1"}) {
            const auto bad = start(address, 0);
            QVERIFY2(!bad, address);
            QCOMPARE(bad.error().code, ErrorCode::InvalidArgument);
        }
        ServerOptions options;
        options.tls = TlsIdentity{"no certificate", "no key"};
        const auto tls = Server::start(*loop, options, [](const Request&, const Exchange&) {});
        QVERIFY(!tls);
        QCOMPARE(tls.error().code, ErrorCode::InvalidArgument);
    }

    void start_onAPrivilegedPortIsDenied() {
        int firstFree = 1024;
        std::ifstream("/proc/sys/net/ipv4/ip_unprivileged_port_start") >> firstFree;
        const auto loop = EventLoop::start("test-start");
        std::optional<ErrorCode> code;
        std::thread([&] {
            // On Linux this drops the rights of this thread only, where the test runs as root.
            if (::geteuid() == 0 && ::syscall(SYS_setresuid, 65534, 65534, 65534) != 0)
                return;
            ServerOptions options;
            options.port = 1;
            const auto started = Server::start(*loop, options, [](const Request&, const Exchange&) {});
            if (!started)
                code = started.error().code;
        }).join();
        // A container may be set up so that no port is privileged.
        QCOMPARE(code, firstFree > 1 ? std::optional(ErrorCode::PermissionDenied) : std::nullopt);
    }

    void ipv6_works() {
        const auto loop = EventLoop::start("test-v6");
        ServerOptions options;
        options.address = "::1";
        const auto server = Server::start(*loop, options, [](const Request& request, Exchange exchange) {
            exchange.send({200, {}, request.peer});
        });
        QVERIFY(server);
        TcpClient client((*server)->port(), "::1");
        QVERIFY(client.send(get("/")));
        const auto answer = client.answer();
        QVERIFY(answer);
        QVERIFY(answer->body.starts_with("[::1]:"));
    }

    void serverThatGoes_closesAllAndIgnoresLateAnswers() {
        Subject server;
        TcpClient idle(server.port());
        TcpClient holding(server.port());
        QVERIFY(holding.send(get("/hold")));
        Exchange exchange = server.held();
        const auto port = server.port();
        server.stopServer();
        QVERIFY(!exchange.isOpen());
        QVERIFY(idle.isClosedWithin(3s));
        QVERIFY(holding.isClosedWithin(3s));
        QVERIFY(!TcpClient(port).isConnected());
        exchange.send({200, {}, "late"});
        server.stopLoop();
    }

    void loopThatGoesFirst_closesAll() {
        Subject server;
        TcpClient idle(server.port());
        TcpClient holding(server.port());
        QVERIFY(holding.send(get("/hold") + std::string(200000, 'x')));  // more than is read ahead
        Exchange exchange = server.held();
        server.stopLoop();
        QVERIFY(idle.isClosedWithin(3s));
        QVERIFY(holding.isClosedWithin(3s));
        exchange.send({200, {}, "late"});
        server.stopServer();
    }
};

QTEST_GUILESS_MAIN(ServerTest)
#include "server_test.moc"
