#pragma once

#include "engine/base/result.h"
#include "engine/http_server/event_loop.h"
#include "engine/http_server/http.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace syncline::http_server {

struct OutgoingRequest {
    std::string method = "POST";
    std::string url;  ///< "http://host:port/path?query"; the host is "localhost" or an IP address
    std::vector<Header> headers;
    std::string body;
    std::chrono::milliseconds timeout{10000};  ///< for all of it, connecting included
};

/// Sends single requests to a URL, one connection each, for senders that live beside a server (the sandbox's push
/// webhooks). Plain HTTP; the answer is read up to 64 KiB. Not the connectors' client. Runs on the loop's thread; the
/// callback is called there exactly once, unless the client is destroyed first: then it is not called any more.
class Client {
public:
    using Callback = std::function<void(base::Result<Response>)>;

    explicit Client(EventLoop& loop);
    /// From any thread.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// From the loop's thread. Errors: InvalidArgument (method, url, headers), Unavailable (no connection), TimedOut,
    /// ProtocolViolation, LimitExceeded (the answer).
    void send(OutgoingRequest request, Callback callback);

    struct Impl;

private:
    std::shared_ptr<Impl> m_impl;
};

}  // namespace syncline::http_server
