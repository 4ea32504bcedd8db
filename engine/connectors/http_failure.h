#pragma once

#include "engine/connectors/api/http_sender.h"

#include <QList>
#include <QNetworkReply>
#include <QSslError>
#include <QUrl>
#include <string>

namespace syncline::connectors {

/// What may be told of a request: "POST https://host:8443/path", without query, user and fragment.
[[nodiscard]] std::string describe(const std::string& method, const QUrl& url);
[[nodiscard]] bool isLoopback(const QUrl& url);

/// How far a request came before it failed.
struct SendProgress {
    bool sent = false;           ///< it was written to a connection
    QList<QSslError> tlsErrors;  ///< what is wrong with the server's certificate
};

/// True for the errors that stand for a status: the answer is there as a whole.
[[nodiscard]] bool isAnswered(QNetworkReply::NetworkError error);
/// Our words for a failure of Qt's, whose own may hold the whole URL.
[[nodiscard]] HttpFailure failureOf(QNetworkReply::NetworkError error, std::string object,
                                    const SendProgress& progress);

}  // namespace syncline::connectors
