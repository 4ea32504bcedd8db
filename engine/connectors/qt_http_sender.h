#pragma once

#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/trust_anchors.h"

#include <cstddef>
#include <memory>

namespace syncline::connectors {

struct SenderOptions {
    /// For servers of this machine (loopback) these alone count, unless there are none; for all others they count
    /// besides the system's.
    TrustAnchors anchors;
    std::size_t answerBytes = std::size_t(64) << 20U;  ///< a longer body is LimitExceeded
};

/// HttpSender on one QNetworkAccessManager, on the thread that makes it, which has a Qt event loop. HTTP/1.1; at most
/// six requests to one host are on the wire at once, further ones wait, and their time runs. Keeps no cookies (each
/// Set-Cookie is a header of its own in the answer), asks nobody for passwords, and speaks plain http to this machine
/// only. 307 and 308 are followed with method and body; 301, 302 and 303 for GET and HEAD; at most five in a row.
///
/// A request other than GET, HEAD and OPTIONS is put on the wire once: Qt would send it again by itself when a kept
/// connection is closed under it, and so make a record twice.
///
/// Errors name method, scheme, host and path, and nothing else of a request: no query, header or body. Codes:
/// InvalidArgument (URL), Unavailable (refused, not found, cut), TimedOut, LimitExceeded, ProtocolViolation (redirect,
/// malformed answer), PermissionDenied (the server's certificate is not trusted). Its end cancels what is under way.
///
/// How long a server has been silent is told by the timers, so by the clock that tests step.
class QtHttpSender final : public HttpSender {
public:
    /// The timers are its thread's and outlive it.
    QtHttpSender(SenderOptions options, Timers& timers);
    ~QtHttpSender() override;
    QtHttpSender(const QtHttpSender&) = delete;
    QtHttpSender& operator=(const QtHttpSender&) = delete;

    SendId send(HttpRequest request, std::function<void(HttpAnswer)> done) override;
    void cancel(SendId id) override;

    struct Impl;

private:
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::connectors
