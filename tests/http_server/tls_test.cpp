#include "engine/http_server/server.h"
#include "tests/http_server/tcp_client.h"

#include <QTest>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

using namespace syncline::http_server;
using namespace std::chrono_literals;
using syncline::base::ErrorCode;

namespace {

X509* readCertificate(const TlsIdentity& identity) {
    BIO* bio = BIO_new_mem_buf(identity.certificatePem.data(), int(identity.certificatePem.size()));
    X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
    BIO_free(bio);
    return certificate;
}

/// A TLS client on a blocking socket that trusts one certificate and no other.
class TlsClient {
public:
    TlsClient(std::uint16_t port, const TlsIdentity& trusted, const std::string& name, int maxVersion = 0)
        : m_context(SSL_CTX_new(TLS_client_method())) {
        X509* certificate = readCertificate(trusted);
        X509_STORE_add_cert(SSL_CTX_get_cert_store(m_context), certificate);
        X509_free(certificate);
        SSL_CTX_set_verify(m_context, SSL_VERIFY_PEER, nullptr);
        SSL_CTX_set_max_proto_version(m_context, maxVersion);
        m_bio = BIO_new_ssl_connect(m_context);
        BIO_get_ssl(m_bio, &m_ssl);
        const bool isAddress = name.find_first_not_of("0123456789.") == std::string::npos;
        if (isAddress)
            X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_ssl), name.c_str());
        else
            SSL_set1_host(m_ssl, name.c_str());
        BIO_set_conn_hostname(m_bio, ("127.0.0.1:" + std::to_string(port)).c_str());
        m_isConnected = BIO_do_connect(m_bio) == 1 && BIO_do_handshake(m_bio) == 1;
    }
    ~TlsClient() {
        BIO_free_all(m_bio);
        SSL_CTX_free(m_context);
    }
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    [[nodiscard]] bool isConnected() const { return m_isConnected; }
    bool send(const std::string& text) { return BIO_write(m_bio, text.data(), int(text.size())) == int(text.size()); }
    [[nodiscard]] std::string readSome() {
        std::string text(65536, '\0');
        text.resize(std::size_t(std::max(BIO_read(m_bio, text.data(), int(text.size())), 0)));
        return text;
    }
    [[nodiscard]] std::string readToEnd() {
        std::string all;
        for (std::string part = readSome(); !part.empty(); part = readSome())
            all += part;
        return all;
    }
    /// True when the server said that it has nothing more to say, instead of just going away.
    [[nodiscard]] bool wasClosedInOrder() const { return (SSL_get_shutdown(m_ssl) & SSL_RECEIVED_SHUTDOWN) != 0; }

private:
    SSL_CTX* m_context;
    BIO* m_bio = nullptr;
    SSL* m_ssl = nullptr;
    bool m_isConnected = false;
};

}  // namespace

class TlsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        ServerOptions options;
        options.tls = m_identity;
        options.limits.headerTime = 300ms;
        m_loop = EventLoop::start("test-tls");
        m_server = *Server::start(*m_loop, options, [this](Request request, Exchange exchange) {
            if (request.path() == "/hold")
                m_held.emplace(std::move(exchange));
            else if (request.path() == "/large")
                exchange.send({200, {}, std::string(3000000, 'x')});
            else if (request.path() == "/cut")
                exchange.sendCut({200, {}, "0123456789"}, 4);
            else
                exchange.send({200, {}, request.secure ? "secure " + request.body : "plain"});
        });
    }
    void cleanup() {
        m_held.reset();
        m_server.reset();
        m_loop.reset();
    }

    void identity_isTrustedByItselfUnderItsNames_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("isTrusted");
        QTest::newRow("first name") << QByteArray("localhost") << true;
        QTest::newRow("second name") << QByteArray("sandbox.test") << true;
        QTest::newRow("address") << QByteArray("127.0.0.1") << true;
        QTest::newRow("other name") << QByteArray("example.org") << false;
        QTest::newRow("other address") << QByteArray("127.0.0.2") << false;
    }
    void identity_isTrustedByItselfUnderItsNames() {
        QFETCH(QByteArray, name);
        QFETCH(bool, isTrusted);
        const TlsClient client(m_server->port(), m_identity, name.toStdString());
        QCOMPARE(client.isConnected(), isTrusted);
    }

    void identity_isFreshEachTime() {
        const auto other = makeSelfSignedIdentity({"localhost"}, {}, 1);
        QVERIFY(other);
        QVERIFY(other->certificatePem != m_identity.certificatePem);
        QVERIFY(!TlsClient(m_server->port(), *other, "localhost").isConnected());
    }

    void identity_saysWhatItIsFor() {
        X509* certificate = readCertificate(m_identity);
        QCOMPARE(X509_check_ca(certificate), 1);
        QCOMPARE(X509_get_key_usage(certificate), std::uint32_t(KU_DIGITAL_SIGNATURE | KU_KEY_CERT_SIGN));
        QCOMPARE(X509_get_extended_key_usage(certificate), std::uint32_t(XKU_SSL_SERVER));
        int days = 0;
        int seconds = 0;
        QCOMPARE(ASN1_TIME_diff(&days, &seconds, X509_get0_notBefore(certificate), X509_get0_notAfter(certificate)), 1);
        QCOMPARE(days * 86400 + seconds, 30 * 86400 + 3600);
        QCOMPARE(X509_cmp_current_time(X509_get0_notBefore(certificate)), -1);
        X509_free(certificate);
    }

    void identity_refusesWhatCannotBeNamed_data() {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<int>("days");
        QTest::newRow("nothing") << QByteArray() << QByteArray() << 1;
        QTest::newRow("host with a comma") << QByteArray("a,DNS:b") << QByteArray() << 1;
        QTest::newRow("host with a space") << QByteArray("a b") << QByteArray() << 1;
        QTest::newRow("no address") << QByteArray("a") << QByteArray("1.2.3") << 1;
        QTest::newRow("no days") << QByteArray("a") << QByteArray() << 0;
        QTest::newRow("too many days") << QByteArray("a") << QByteArray() << 100000;
    }
    void identity_refusesWhatCannotBeNamed() {
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, address);
        QFETCH(int, days);
        const auto texts = [](const QByteArray& text) {
            return text.isEmpty() ? std::vector<std::string>() : std::vector<std::string>{text.toStdString()};
        };
        const auto identity = makeSelfSignedIdentity(texts(host), texts(address), days);
        QVERIFY(!identity);
        QCOMPARE(identity.error().code, ErrorCode::InvalidArgument);
    }

    void requests_areAnsweredOnAKeptConnection() {
        TlsClient client(m_server->port(), m_identity, "localhost");
        QVERIFY(client.isConnected());
        for (int i = 0; i < 3; ++i) {
            QVERIFY(client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi"));
            std::string answer;
            while (!answer.ends_with("secure hi")) {
                const std::string part = client.readSome();
                QVERIFY(!part.empty());
                answer += part;
            }
        }
        QCOMPARE(m_server->counters().accepted, std::uint64_t(1));
    }

    void lastAnswer_endsInOrder_data() {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<int>("size");
        QTest::newRow("small") << QByteArray("GET / HTTP/1.0\r\n\r\n") << 7;
        QTest::newRow("large") << QByteArray("GET /large HTTP/1.0\r\n\r\n") << 3000000;
    }
    void lastAnswer_endsInOrder() {
        QFETCH(QByteArray, request);
        QFETCH(int, size);
        TlsClient client(m_server->port(), m_identity, "localhost");
        QVERIFY(client.send(request.toStdString()));
        const std::string answer = client.readToEnd();
        QCOMPARE(answer.size() - answer.find("\r\n\r\n") - 4, std::size_t(size));
        QVERIFY(client.wasClosedInOrder());
    }

    void refusal_canBeRead() {
        TlsClient client(m_server->port(), m_identity, "localhost");
        QVERIFY(
            client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n" + std::string(100000, 'a')));
        QVERIFY(client.readToEnd().starts_with("HTTP/1.1 413 "));
    }

    void cutAnswer_doesNotEndInOrder() {
        TlsClient client(m_server->port(), m_identity, "localhost");
        QVERIFY(client.send("GET /cut HTTP/1.1\r\nHost: h\r\n\r\n"));
        QVERIFY(client.readToEnd().ends_with("\r\n\r\n0123"));
        QVERIFY(!client.wasClosedInOrder());
    }

    void heldRequest_isLetGoWhenTheClientGoes() {
        {
            TlsClient client(m_server->port(), m_identity, "localhost");
            QVERIFY(client.send("GET /hold HTTP/1.1\r\nHost: h\r\n\r\n"));
            QTRY_COMPARE_WITH_TIMEOUT(m_server->counters().requests, std::uint64_t(1), 5000);
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_server->counters().open, std::uint64_t(0), 5000);
        bool isOpen = true;
        m_loop->call([&] { isOpen = m_held->isOpen(); });
        QVERIFY(!isOpen);
    }

    void heldRequest_isAnsweredWhileItsClientIsWatched() {
        TlsClient client(m_server->port(), m_identity, "localhost");
        QVERIFY(client.send("GET /hold HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"));
        QTRY_COMPARE_WITH_TIMEOUT(m_server->counters().requests, std::uint64_t(1), 5000);
        m_loop->call([&] { m_held->send({200, {}, "late"}); });
        QVERIFY(client.readToEnd().ends_with("\r\n\r\nlate"));
        QVERIFY(client.wasClosedInOrder());
    }

    void oldVersions_areRefused() {
        QVERIFY(!TlsClient(m_server->port(), m_identity, "localhost", TLS1_1_VERSION).isConnected());
        QVERIFY(TlsClient(m_server->port(), m_identity, "localhost", TLS1_2_VERSION).isConnected());
        QVERIFY(TlsClient(m_server->port(), m_identity, "localhost", TLS1_3_VERSION).isConnected());
    }

    void hostileBytes_endTheConnection_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("plain HTTP") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        QTest::newRow("garbage") << QByteArray("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("half a hello") << QByteArray("\x16\x03\x01\x02", 4);
        QTest::newRow("hello of zeros") << QByteArray("\x16\x03\x01\x00\x10", 5) + QByteArray(16, '\0');
    }
    void hostileBytes_endTheConnection() {
        QFETCH(QByteArray, bytes);
        TcpClient client(m_server->port());
        QVERIFY(client.send(bytes.toStdString()));
        QVERIFY(client.isClosedWithin(2500ms));
        QTRY_COMPARE_WITH_TIMEOUT(m_server->counters().open, std::uint64_t(0), 5000);
        QVERIFY(TlsClient(m_server->port(), m_identity, "localhost").isConnected());
        QCOMPARE(m_server->counters().requests, std::uint64_t(0));
    }

    void keyOfAnotherCertificate_isRefused() {
        ServerOptions options;
        options.tls = m_identity;
        options.tls->privateKeyPem = makeSelfSignedIdentity({"localhost"}, {}, 1)->privateKeyPem;
        const auto started = Server::start(*m_loop, options, [](const Request&, const Exchange&) {});
        QVERIFY(!started);
        QCOMPARE(started.error().code, ErrorCode::InvalidArgument);
    }

private:
    TlsIdentity m_identity = *makeSelfSignedIdentity({"localhost", "sandbox.test"}, {"127.0.0.1", "::1"}, 30);
    std::unique_ptr<EventLoop> m_loop;
    std::unique_ptr<Server> m_server;
    std::optional<Exchange> m_held;  ///< on the loop's thread while it runs
};

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
