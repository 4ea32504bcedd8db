#include "engine/connectors/http_failure.h"

#include <QHostAddress>
#include <QStringList>

namespace syncline::connectors {

namespace {

using base::ErrorCode;
using NetworkError = QNetworkReply::NetworkError;

struct Words {
    ErrorCode code = ErrorCode::Unavailable;
    std::string detail;
    std::string hint;
};

Words untrusted(const QList<QSslError>& errors) {
    QStringList reasons;
    for (const QSslError& error : errors) {
        if (!reasons.contains(error.errorString()))
            reasons.append(error.errorString());
    }
    return {ErrorCode::PermissionDenied, "the server's certificate is not trusted: " + reasons.join(u' ').toStdString(),
            "check the address and this machine's clock; for a certificate authority of your own set caFile"};
}

Words wordsFor(NetworkError error, const SendProgress& progress) {
    switch (error) {
        case NetworkError::ConnectionRefusedError:
            return {ErrorCode::Unavailable, "the connection was refused", "check that the server runs, and the port"};
        case NetworkError::HostNotFoundError:
            return {ErrorCode::Unavailable, "the host was not found", "check the address and the network"};
        case NetworkError::RemoteHostClosedError:
            return {ErrorCode::Unavailable, "the server closed the connection before its answer was whole", {}};
        case NetworkError::ContentReSendError:
            return {ErrorCode::Unavailable, "the server closed the connection while the request was sent", {}};
        case NetworkError::TimeoutError:
        case NetworkError::ProxyTimeoutError:
            return {ErrorCode::TimedOut, "the connection timed out", {}};
        case NetworkError::SslHandshakeFailedError:
            if (!progress.tlsErrors.isEmpty())
                return untrusted(progress.tlsErrors);
            return {ErrorCode::Unavailable, "the TLS handshake failed",
                    "check that the server speaks TLS 1.2 or newer"};
        case NetworkError::ProxyConnectionRefusedError:
        case NetworkError::ProxyConnectionClosedError:
        case NetworkError::ProxyNotFoundError:
        case NetworkError::ProxyAuthenticationRequiredError:
        case NetworkError::UnknownProxyError:
            return {ErrorCode::Unavailable, "the proxy does not let the request through", "check the proxy settings"};
        case NetworkError::ProtocolFailure:
        case NetworkError::UnknownContentError:
            return {ErrorCode::ProtocolViolation, "the answer is no HTTP", {}};
        default:
            return {ErrorCode::Unavailable, "the network failed (" + std::to_string(error) + ")", {}};
    }
}

bool cannotHaveArrived(NetworkError error) {
    return error == NetworkError::ConnectionRefusedError || error == NetworkError::HostNotFoundError
           || error == NetworkError::SslHandshakeFailedError;
}

}  // namespace

std::string describe(const std::string& method, const QUrl& url) {
    const QUrl plain = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    return method + " " + plain.toString(QUrl::FullyEncoded).toStdString();
}

bool isLoopback(const QUrl& url) {
    return url.host() == QStringLiteral("localhost") || QHostAddress(url.host()).isLoopback();
}

bool isAnswered(NetworkError error) {
    switch (error) {
        case NetworkError::NoError:
        case NetworkError::ContentAccessDenied:
        case NetworkError::ContentOperationNotPermittedError:
        case NetworkError::ContentNotFoundError:
        case NetworkError::AuthenticationRequiredError:
        case NetworkError::ContentConflictError:
        case NetworkError::ContentGoneError:
        case NetworkError::UnknownContentError:
        case NetworkError::ProtocolInvalidOperationError:
        case NetworkError::InternalServerError:
        case NetworkError::OperationNotImplementedError:
        case NetworkError::ServiceUnavailableError:
        case NetworkError::UnknownServerError:
            return true;
        default:
            return false;
    }
}

HttpFailure failureOf(NetworkError error, std::string object, const SendProgress& progress) {
    Words words = wordsFor(error, progress);
    base::Error told{words.code, "send a request", std::move(object), std::move(words.detail), std::move(words.hint)};
    return {std::move(told), progress.sent && !cannotHaveArrived(error)};
}

}  // namespace syncline::connectors
