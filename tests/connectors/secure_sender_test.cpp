#include "engine/connectors/qt_http_sender.h"
#include "engine/connectors/qt_timers.h"
#include "engine/connectors/trust_anchors.h"
#include "engine/http_server/tls_identity.h"
#include "tests/connectors/log_file.h"
#include "tests/connectors/test_server.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
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
using connectors::SenderOptions;
using http_server::Exchange;
using http_server::Request;
using http_server::Response;
using http_server::TlsIdentity;
using test::TestServer;

namespace {

TlsIdentity identity(const std::vector<std::string>& names) {
    return http_server::makeSelfSignedIdentity(names, {}, 30).value();
}

SenderOptions trusting(const std::string& pem) {
    SenderOptions options;
    options.anchors = connectors::parseTrustAnchors(pem, "a test").value();
    return options;
}

HttpRequest request(std::string url) {
    HttpRequest request;
    request.method = "POST";
    request.url = std::move(url);
    request.headers = {{"Content-Type", "application/json"}};
    request.body = "{}";
    request.timeout = 5s;
    return request;
}

HttpAnswer ask(const SenderOptions& options, HttpRequest request) {
    const base::SystemClock clock;
    connectors::QtTimers timers(clock);
    QtHttpSender sender(options, timers);
    std::optional<HttpAnswer> answer;
    sender.send(std::move(request), [&](HttpAnswer got) { answer = std::move(got); });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000))
        return HttpFailure{{ErrorCode::Internal, "wait in a test", {}, "no answer at all", {}}, false};
    return *std::move(answer);
}

base::Error errorOf(const HttpAnswer& answer) {
    const auto* failure = std::get_if<HttpFailure>(&answer);
    return failure ? failure->error : base::Error{ErrorCode::Internal, {}, {}, "an answer", {}};
}

bool mayHaveArrived(const HttpAnswer& answer) {
    const auto* failure = std::get_if<HttpFailure>(&answer);
    return !failure || failure->mayHaveArrived;
}

int statusOf(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    return response ? response->status : 0;
}

}  // namespace

class SecureSenderTest : public QObject {
    Q_OBJECT

private slots:
    void anchor_ofItsOwnIsTrusted() {
        const TlsIdentity mine = identity({"localhost"});
        TestServer server(mine);
        server.on("/a", Response{200, {}, "ok"});
        QCOMPARE(statusOf(ask(trusting(mine.certificatePem), request(server.url("/a")))), 200);
        QVERIFY(server.requests().at(0).secure);
        const TlsIdentity another = identity({"elsewhere.example"});
        QCOMPARE(statusOf(ask(trusting(another.certificatePem + mine.certificatePem), request(server.url("/a")))), 200);
    }

    void certificate_thatIsNotTrustedSaysWhy_data() {
        QTest::addColumn<bool>("isAnchor");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("no anchor, the system's only") << false << QByteArray("localhost");
        QTest::newRow("for another name") << true << QByteArray("elsewhere.example");
    }
    void certificate_thatIsNotTrustedSaysWhy() {
        QFETCH(bool, isAnchor);
        QFETCH(QByteArray, name);
        const TlsIdentity theirs = identity({name.toStdString()});
        TestServer server(theirs);
        server.on("/a", Response{200, {}, "ok"});

        const HttpAnswer answer =
            ask(isAnchor ? trusting(theirs.certificatePem) : SenderOptions{}, request(server.url("/a")));

        const base::Error error = errorOf(answer);
        QVERIFY2(error.code == ErrorCode::PermissionDenied, error.message().c_str());
        QVERIFY2(error.detail.find("certificate is not trusted: ") != std::string::npos, error.detail.c_str());
        QVERIFY2(error.hint.find("caFile") != std::string::npos, error.hint.c_str());
        QVERIFY(!mayHaveArrived(answer));
        QCOMPARE(server.requests().size(), std::size_t(0));
    }

    void anchor_ofSomebodyElseIsNotEnough() {
        TestServer server(identity({"localhost"}));
        server.on("/a", Response{200, {}, "ok"});
        const HttpAnswer answer = ask(trusting(identity({"localhost"}).certificatePem), request(server.url("/a")));
        QCOMPARE(int(errorOf(answer).code), int(ErrorCode::PermissionDenied));
        QVERIFY(!mayHaveArrived(answer));
    }

    void handshake_thatFailsNeverArrived_data() {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<int>("code");
        QTest::newRow("plain http") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << int(ErrorCode::Unavailable);
        QTest::newRow("silence") << QByteArray() << int(ErrorCode::TimedOut);
    }
    void handshake_thatFailsNeverArrived() {
        QFETCH(QByteArray, sent);
        QFETCH(int, code);
        const test::RawServer server([&](QTcpSocket& socket, const QByteArray&) { socket.write(sent); });
        HttpRequest asked = request(server.url("https", "/"));
        asked.timeout = 200ms;
        const HttpAnswer answer = ask({}, asked);
        QVERIFY2(int(errorOf(answer).code) == code, errorOf(answer).message().c_str());
        QVERIFY(!mayHaveArrived(answer));
    }

    void handshake_thatIsCutNeverArrived() {
        const test::RawServer server([](QTcpSocket& socket, const QByteArray&) { socket.disconnectFromHost(); });
        const HttpAnswer answer = ask({}, request(server.url("https", "/")));
        QVERIFY2(errorOf(answer).code == ErrorCode::Unavailable, errorOf(answer).message().c_str());
        QVERIFY(!mayHaveArrived(answer));
    }

    void redirect_toPlainHttpIsNotFollowed() {
        const TlsIdentity mine = identity({"localhost"});
        TestServer plain;
        TestServer server(mine);
        server.on("/a", Response{307, {{"Location", plain.url("/b")}}, {}});
        const HttpAnswer answer = ask(trusting(mine.certificatePem), request(server.url("/a")));
        QCOMPARE(int(errorOf(answer).code), int(ErrorCode::ProtocolViolation));
        QCOMPARE(plain.requests().size(), std::size_t(0));
    }

    void anchors_fromAFile_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("expected");
        const QByteArray one = QByteArray::fromStdString(identity({"one"}).certificatePem);
        const QByteArray two = QByteArray::fromStdString(identity({"two"}).certificatePem);
        QTest::newRow("one") << one << "1";
        QTest::newRow("two with words between") << one + "the second one:\n" + two << "2";
        QTest::newRow("empty") << QByteArray() << "invalid_argument";
        QTest::newRow("no certificate") << QByteArray("hello") << "invalid_argument";
        QTest::newRow("the second is broken") << one + QByteArray(two).replace("M", "?") << "invalid_argument";
        QTest::newRow("cut") << one.left(one.size() / 2) << "invalid_argument";
    }
    void anchors_fromAFile() {
        QFETCH(QByteArray, content);
        QFETCH(QString, expected);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"ca.pem"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        const auto anchors = connectors::readTrustAnchors(file.fileName().toStdString());
        const QString got = anchors ? QString::number(anchors->certificates.size())
                                    : QString::fromStdString(std::string(base::name(anchors.error().code)));
        QCOMPARE(got, expected);
    }

    void anchors_withoutAFile() {
        QCOMPARE(connectors::readTrustAnchors("")->certificates.size(), 0);
        const auto none = connectors::readTrustAnchors("/nowhere/ca.pem");
        QVERIFY(!none && none.error().code == ErrorCode::NotFound && none.error().object == "/nowhere/ca.pem");
    }

    /// Every way in which a request can fail, with secrets in all its places; neither its Error nor the log holds one.
    void failures_tellNoSecrets_data() {
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("cut") << QByteArray("/cut");
        QTest::newRow("silent") << QByteArray("/silent");
        QTest::newRow("redirect with a secret elsewhere") << QByteArray("/elsewhere");
        QTest::newRow("redirect with a secret in the user") << QByteArray("/user");
        QTest::newRow("redirect to nowhere") << QByteArray("/nowhere");
        QTest::newRow("redirect for ever") << QByteArray("/loop");
        QTest::newRow("redirect of a post") << QByteArray("/post");
        QTest::newRow("too long") << QByteArray("/long");
        QTest::newRow("not trusted") << QByteArray("tls");
        QTest::newRow("refused") << QByteArray("refused");
        QTest::newRow("no such host") << QByteArray("host");
        QTest::newRow("plain http elsewhere") << QByteArray("plain");
        QTest::newRow("a password in the address") << QByteArray("user");
        QTest::newRow("no address") << QByteArray("none");
    }
    void failures_tellNoSecrets() {
        QFETCH(QByteArray, path);
        const test::LogFile log;
        TestServer server;
        TestServer untrusted(identity({"localhost"}));
        std::vector<Exchange> held;
        server.on("/cut", [](const Request&, Exchange exchange) { exchange.sendCut({200, {}, "SECRET-body"}, 9); });
        server.on("/silent", [&](const Request&, Exchange exchange) { held.push_back(std::move(exchange)); });
        server.on("/elsewhere", Response{307, {{"Location", "https://localhost:1/x?SECRET-redirect#SECRET"}}, {}});
        server.on("/user", Response{307, {{"Location", "https://SECRET-user:SECRET-pass@localhost:1/x"}}, {}});
        server.on("/nowhere", Response{307, {{"Location", "http://[SECRET"}}, {}});
        server.on("/loop", Response{307, {{"Location", "/loop?SECRET-loop"}}, {}});
        server.on("/post", Response{302, {{"Location", "/x?SECRET-post"}}, {}});
        server.on("/long", Response{200, {{"Set-Cookie", "SECRET-cookie"}}, std::string(2000, 'x')});
        const std::string query = "?access_token=SECRET-query&X-Amz-Signature=SECRET-signature#SECRET-fragment";
        const std::map<QByteArray, std::string> urls{
            {"tls", untrusted.url("/a" + query)},
            {"refused", "http://localhost:" + std::to_string(test::closedPort()) + "/a" + query},
            {"host", "https://nowhere.invalid/a" + query},
            {"plain", "http://example.com/a" + query},
            {"user", "https://SECRET-user:SECRET-pass@localhost/a" + query},
            {"none", "::SECRET " + query}};
        const auto special = urls.find(path);
        HttpRequest asked = request(special == urls.end() ? server.url(path.toStdString() + query) : special->second);
        asked.headers.emplace_back("Authorization", "Bearer SECRET-bearer");
        asked.headers.emplace_back("Cookie", "sid=SECRET-cookie");
        asked.body = "refresh_token=SECRET-refresh";
        asked.timeout = 300ms;
        SenderOptions options;
        options.answerBytes = 1000;

        const HttpAnswer answer = ask(options, asked);

        QVERIFY(std::holds_alternative<HttpFailure>(answer));
        base::log::error("test", "as a connector would", errorOf(answer));
        QVERIFY(log.isOpen() && log.text().contains("as a connector would"));
        QVERIFY2(!log.text().contains("SECRET"), log.text().constData());
        QVERIFY2(errorOf(answer).message().find("SECRET") == std::string::npos, errorOf(answer).message().c_str());
    }
};

QTEST_GUILESS_MAIN(SecureSenderTest)
#include "secure_sender_test.moc"
