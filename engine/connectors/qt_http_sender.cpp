#include "engine/connectors/qt_http_sender.h"

#include "engine/connectors/http_failure.h"
#include "engine/connectors/one_way_body.h"

#include <QNetworkAccessManager>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslConfiguration>
#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace syncline::connectors {

namespace {

using base::ErrorCode;

constexpr int kMaxRedirects = 5;
constexpr char kOperation[] = "send a request";

/// The system's proxies, but never for this machine.
class ProxiesForOthers final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery& query) override {
        QUrl url;
        url.setHost(query.peerHostName());
        if (isLoopback(url))
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        return systemProxyForQuery(query);
    }
};

bool isSafe(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool mayFollow(int status, const std::string& method) {
    return status == 307 || status == 308 || method == "GET" || method == "HEAD";
}

bool isSameServer(const QUrl& a, const QUrl& b) {
    const auto port = [](const QUrl& url) { return url.port(url.scheme() == QStringLiteral("https") ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

/// What is wrong with an address; "" when it can be sent to.
std::string faultOf(const QUrl& url) {
    if (!url.isValid() || url.host().isEmpty())
        return "this is no address";
    if (!url.userInfo().isEmpty())
        return "the address holds a user or password";
    if (url.scheme() == QStringLiteral("https") || (url.scheme() == QStringLiteral("http") && isLoopback(url)))
        return {};
    return "only https is spoken to other machines";
}

/// A line end in a header would begin another.
bool isOneLine(const std::string& text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

std::string faultOf(const HttpRequest& request, const QUrl& url) {
    const bool areLines = isOneLine(request.method)
                          && std::all_of(request.headers.begin(), request.headers.end(), [](const auto& header) {
                                 return !header.first.empty() && isOneLine(header.first) && isOneLine(header.second);
                             });
    return areLines ? faultOf(url) : "a header holds a line end";
}

QSslConfiguration tlsConfiguration(const QList<QSslCertificate>& authorities) {
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    if (!authorities.isEmpty())
        tls.setCaCertificates(authorities);
    return tls;
}

/// Qt joins headers of one name: Set-Cookie by line ends, others by commas, which is what HTTP says they mean.
Headers headersOf(const QNetworkReply& reply) {
    Headers headers;
    for (const auto& [name, value] : reply.rawHeaderPairs()) {
        for (const QByteArray& line : value.split('\n'))
            headers.emplace_back(name.toStdString(), line.toStdString());
    }
    return headers;
}

/// One request from send() to its answer, over its redirects.
struct Flight {
    HttpRequest request;
    std::function<void(HttpAnswer)> done;
    QUrl url;
    QNetworkReply* reply = nullptr;
    std::optional<TimerId> silence;  ///< when it counts as too long
    SendProgress progress;
    std::string received;
    int redirects = 0;

    [[nodiscard]] std::string object() const { return describe(request.method, url); }
    [[nodiscard]] HttpFailure failure(ErrorCode code, std::string detail) const {
        return {{code, kOperation, object(), std::move(detail), {}}, progress.sent};
    }
};

}  // namespace

struct QtHttpSender::Impl {
    Impl(SenderOptions senderOptions, Timers& itsTimers);
    ~Impl();

    SendId begin(HttpRequest request, std::function<void(HttpAnswer)> done);
    void put(SendId id, Flight& flight);
    void watch(SendId id, Flight& flight);
    void cancel(SendId id);
    /// The server's silence begins now.
    void expect(SendId id, Flight& flight);
    void stopExpecting(Flight& flight);

    [[nodiscard]] QNetworkRequest networkRequest(const Flight& flight);
    [[nodiscard]] const QSslConfiguration& tlsFor(const QUrl& url);
    void read(SendId id, Flight& flight);
    void finished(SendId id, Flight& flight);
    [[nodiscard]] std::optional<HttpFailure> follow(SendId id, Flight& flight, int status);
    /// The last thing done in a call: the callback may do anything.
    void answer(SendId id, HttpAnswer answer);
    void drop(Flight& flight);

    Timers& timers;
    QObject context;
    QNetworkAccessManager manager;
    const QList<QSslCertificate> anchors;
    const QSslConfiguration loopbackTls;
    std::optional<QSslConfiguration> othersTls;
    const std::size_t answerBytes;
    SendId last = 0;
    std::unordered_map<SendId, std::unique_ptr<Flight>> flights;
};

QtHttpSender::Impl::Impl(SenderOptions options, Timers& itsTimers)
    : timers(itsTimers),
      anchors(std::move(options.anchors.certificates)),
      loopbackTls(tlsConfiguration(anchors)),
      answerBytes(options.answerBytes) {
    manager.setProxyFactory(new ProxiesForOthers);  // The manager owns it.
    manager.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

QtHttpSender::Impl::~Impl() {
    for (auto& [id, flight] : flights)
        drop(*flight);
}

SendId QtHttpSender::Impl::begin(HttpRequest request, std::function<void(HttpAnswer)> done) {
    const SendId id = ++last;
    auto flight = std::make_unique<Flight>();
    flight->url = QUrl(QString::fromStdString(request.url), QUrl::StrictMode);
    flight->request = std::move(request);
    flight->done = std::move(done);
    Flight& begun = *flight;
    flights.emplace(id, std::move(flight));
    if (std::string fault = faultOf(begun.request, begun.url); !fault.empty()) {
        HttpFailure failure = begun.failure(ErrorCode::InvalidArgument, std::move(fault));
        if (!begun.url.isValid())
            failure.error.object = begun.request.method;  // What cannot be taken apart is not shown.
        QMetaObject::invokeMethod(
            &context, [this, id, failure = std::move(failure)] { answer(id, failure); }, Qt::QueuedConnection);
        return id;
    }
    put(id, begun);
    return id;
}

void QtHttpSender::Impl::expect(SendId id, Flight& flight) {
    stopExpecting(flight);
    const std::chrono::milliseconds longest = flight.request.timeout;
    flight.silence = timers.after(std::max(longest, std::chrono::milliseconds(1)), [this, id, longest, &flight] {
        flight.silence.reset();
        answer(id, flight.failure(ErrorCode::TimedOut,
                                  "the server was silent for " + std::to_string(longest.count()) + " ms"));
    });
}

void QtHttpSender::Impl::stopExpecting(Flight& flight) {
    if (const std::optional<TimerId> silence = std::exchange(flight.silence, std::nullopt))
        timers.cancel(*silence);
}

const QSslConfiguration& QtHttpSender::Impl::tlsFor(const QUrl& url) {
    if (isLoopback(url))
        return loopbackTls;
    if (!othersTls) {
        // To read all of the system's takes a while, and Qt finds one of them by itself when none are added.
        othersTls = tlsConfiguration(anchors.isEmpty() ? QList<QSslCertificate>()
                                                       : QSslConfiguration::systemCaCertificates() + anchors);
    }
    return *othersTls;
}

QNetworkRequest QtHttpSender::Impl::networkRequest(const Flight& flight) {
    QNetworkRequest request(flight.url);
    request.setSslConfiguration(tlsFor(flight.url));
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    // Beyond this Qt calls a well compressed answer a bomb; the limit on the answer is the sharper test.
    request.setDecompressedSafetyCheckThreshold(qint64(answerBytes));
    request.setRawHeader("User-Agent", "Syncline");
    for (const auto& [name, value] : flight.request.headers)
        request.setRawHeader(QByteArray::fromStdString(name), QByteArray::fromStdString(value));
    return request;
}

void QtHttpSender::Impl::put(SendId id, Flight& flight) {
    QNetworkRequest request = networkRequest(flight);
    const QByteArray method = QByteArray::fromStdString(flight.request.method);
    if (method == "HEAD") {  // As a custom method it would wait for the body that Content-Length tells of.
        flight.reply = manager.head(request);
    } else if (isSafe(flight.request.method) && flight.request.body.empty()) {
        flight.reply = manager.sendCustomRequest(request, method);
    } else {
        auto body = std::make_unique<OneWayBody>(QByteArray::fromStdString(flight.request.body));
        request.setHeader(QNetworkRequest::ContentLengthHeader, body->bytesAvailable());
        // Qt says requestSent() of what has a body, or has none at all, but not of an empty one.
        flight.progress.sent = flight.request.body.empty();
        flight.reply = manager.sendCustomRequest(request, method, body.get());
        body.release()->setParent(flight.reply);
    }
    watch(id, flight);
    expect(id, flight);
}

void QtHttpSender::Impl::watch(SendId id, Flight& flight) {
    QNetworkReply* reply = flight.reply;
    const auto sent = [this, id, &flight] {
        flight.progress.sent = true;
        expect(id, flight);
    };
    QObject::connect(reply, &QNetworkReply::requestSent, &context, sent);
    QObject::connect(reply, &QNetworkReply::metaDataChanged, &context, sent);
    QObject::connect(reply, &QNetworkReply::uploadProgress, &context, [sent](qint64 bytes, qint64 /*all*/) {
        if (bytes > 0)
            sent();
    });
    // Also emitted at the end of what was never connected.
    QObject::connect(reply, &QNetworkReply::downloadProgress, &context, [this, id, &flight] { expect(id, flight); });
    QObject::connect(reply, &QNetworkReply::sslErrors, &context,
                     [&flight](const QList<QSslError>& errors) { flight.progress.tlsErrors += errors; });
    QObject::connect(reply, &QNetworkReply::readyRead, &context, [this, id, &flight] { read(id, flight); });
    QObject::connect(reply, &QNetworkReply::finished, &context, [this, id, &flight] { finished(id, flight); });
}

void QtHttpSender::Impl::read(SendId id, Flight& flight) {
    const QByteArray bytes = flight.reply->readAll();
    if (std::size_t(bytes.size()) > answerBytes - flight.received.size()) {
        answer(id, flight.failure(ErrorCode::LimitExceeded,
                                  "the answer is longer than " + std::to_string(answerBytes) + " bytes"));
        return;
    }
    flight.received.append(bytes.constData(), std::size_t(bytes.size()));
    expect(id, flight);  // Qt tells of progress ten times a second at most.
}

void QtHttpSender::Impl::finished(SendId id, Flight& flight) {
    const QNetworkReply& reply = *flight.reply;
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Qt makes ready to send the body again to where a 307 or 308 points to, although it is told not to follow.
    const bool isRepeatable = reply.error() == QNetworkReply::ContentReSendError && (status == 307 || status == 308);
    if (status == 0 || !(isAnswered(reply.error()) || isRepeatable)) {
        answer(id, failureOf(reply.error(), flight.object(), flight.progress));
        return;
    }
    if (!isRedirect(status)) {
        answer(id, HttpResponse{status, headersOf(reply), std::move(flight.received)});
        return;
    }
    if (std::optional<HttpFailure> refused = follow(id, flight, status))
        answer(id, *std::move(refused));
}

std::optional<HttpFailure> QtHttpSender::Impl::follow(SendId id, Flight& flight, int status) {
    const auto violation = [&](const std::string& detail) {
        return flight.failure(ErrorCode::ProtocolViolation,
                              "the server redirects (" + std::to_string(status) + ") " + detail);
    };
    const QByteArray location = flight.reply->rawHeader("Location");
    const QUrl target = flight.url.resolved(QUrl(QString::fromUtf8(location)));
    if (location.isEmpty() || !target.isValid())
        return violation("to no address");
    if (!isSameServer(flight.url, target))
        return violation("to another server: " + describe(flight.request.method, target));
    if (!mayFollow(status, flight.request.method))
        return violation("a request that may have had an effect already");
    if (flight.redirects == kMaxRedirects)
        return violation("too often");
    drop(flight);
    ++flight.redirects;
    flight.url = target.adjusted(QUrl::RemoveFragment);
    flight.received.clear();
    put(id, flight);
    return std::nullopt;
}

void QtHttpSender::Impl::answer(SendId id, HttpAnswer answer) {
    auto ended = flights.extract(id);
    if (ended.empty())
        return;
    const std::unique_ptr<Flight> flight = std::move(ended.mapped());
    drop(*flight);
    flight->done(std::move(answer));
}

void QtHttpSender::Impl::cancel(SendId id) {
    auto ended = flights.extract(id);
    if (!ended.empty())
        drop(*ended.mapped());
}

void QtHttpSender::Impl::drop(Flight& flight) {
    stopExpecting(flight);
    if (!flight.reply)
        return;
    // Ours only: Qt's own connections tell its thread that the request is over.
    QObject::disconnect(flight.reply, nullptr, &context, nullptr);
    flight.reply->abort();
    flight.reply->deleteLater();
    flight.reply = nullptr;
}

QtHttpSender::QtHttpSender(SenderOptions options, Timers& timers)
    : m_impl(std::make_unique<Impl>(std::move(options), timers)) {}
QtHttpSender::~QtHttpSender() = default;

SendId QtHttpSender::send(HttpRequest request, std::function<void(HttpAnswer)> done) {
    return m_impl->begin(std::move(request), std::move(done));
}

void QtHttpSender::cancel(SendId id) {
    m_impl->cancel(id);
}

}  // namespace syncline::connectors
