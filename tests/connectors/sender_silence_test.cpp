#include "engine/connectors/qt_http_sender.h"
#include "tests/connectors/test_server.h"
#include "tests/support/fake_http.h"

#include <QTest>
#include <optional>

using namespace syncline;
using namespace std::chrono_literals;
using base::ErrorCode;
using connectors::HttpAnswer;
using connectors::HttpFailure;
using connectors::HttpRequest;
using connectors::HttpResponse;
using connectors::QtHttpSender;
using connectors::SenderOptions;
using test::RawServer;

namespace {

/// Without a body: nothing is told of it after it has left.
HttpRequest request(const RawServer& server, std::string method) {
    HttpRequest request;
    request.method = std::move(method);
    request.url = server.url("http", "/");
    request.timeout = 30s;
    return request;
}

}  // namespace

/// How long a server may say nothing, by timers that the test steps: no second of it passes.
class SenderSilenceTest : public QObject {
    Q_OBJECT

private slots:
    void timers_endTheRequest() {
        bool hasArrived = false;
        const RawServer server([&](QTcpSocket&, const QByteArray&) { hasArrived = true; });
        QtHttpSender sender(SenderOptions{}, m_timers);
        std::optional<HttpAnswer> answer;
        sender.send(request(server, "POST"), [&](HttpAnswer got) { answer = std::move(got); });
        QTRY_VERIFY(hasArrived);

        m_timers.advance(29'999ms);
        QVERIFY(!answer.has_value());
        m_timers.advance(1ms);

        QVERIFY2(answer.has_value(), "the timers passed the timeout, and nothing was said");
        const auto* failure = std::get_if<HttpFailure>(&*answer);
        QVERIFY(failure != nullptr);
        QCOMPARE(failure->error.code, ErrorCode::TimedOut);
        QCOMPARE(failure->error.detail, std::string("the server was silent for 30000 ms"));
        QVERIFY(failure->mayHaveArrived);
        QCOMPARE(m_timers.pending(), std::size_t(0));
    }

    void everyByte_beginsTheSilenceAnew() {
        QTcpSocket* open = nullptr;
        const RawServer server([&](QTcpSocket& socket, const QByteArray&) { open = &socket; });
        QtHttpSender sender(SenderOptions{}, m_timers);
        std::optional<HttpAnswer> answer;
        sender.send(request(server, "GET"), [&](HttpAnswer got) { answer = std::move(got); });
        QTRY_VERIFY(open != nullptr);

        for (const char* const part : {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na", "b"}) {
            m_timers.advance(20s);
            open->write(part);
            QTRY_VERIFY(m_timers.untilNext() == 30s);
        }
        m_timers.advance(20s);
        QVERIFY(!answer.has_value());
        open->write("c");
        QTRY_VERIFY(answer.has_value());

        const auto* response = std::get_if<HttpResponse>(&*answer);
        QVERIFY(response != nullptr);
        QCOMPARE(response->body, std::string("abc"));
        QCOMPARE(m_timers.pending(), std::size_t(0));
    }

    void end_takesTheTimersAway() {
        const RawServer server([](QTcpSocket&, const QByteArray&) {});
        {
            QtHttpSender sender(SenderOptions{}, m_timers);
            const connectors::SendId cancelled = sender.send(request(server, "GET"), [](HttpAnswer) {});
            sender.send(request(server, "GET"), [](HttpAnswer) {});
            QCOMPARE(m_timers.pending(), std::size_t(2));
            sender.cancel(cancelled);
            QCOMPARE(m_timers.pending(), std::size_t(1));
        }
        QCOMPARE(m_timers.pending(), std::size_t(0));
    }

private:
    base::ManualClock m_clock{base::WallTime{}};
    test::FakeTimers m_timers{m_clock};
};

QTEST_GUILESS_MAIN(SenderSilenceTest)
#include "sender_silence_test.moc"
