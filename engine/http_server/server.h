#pragma once

#include "engine/base/result.h"
#include "engine/http_server/event_loop.h"
#include "engine/http_server/exchange.h"
#include "engine/http_server/http.h"
#include "engine/http_server/tls_identity.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace syncline::http_server {

/// What one client may take. A request beyond a limit is refused (400, 408, 413, 431) or its connection closed.
struct ServerLimits {
    std::size_t bodyBytes = 1U << 20U;
    std::size_t headerBytes = 16U << 10U;
    std::chrono::milliseconds headerTime{5000};  ///< from the first byte of a request to the end of its head
    std::chrono::milliseconds bodyTime{10000};   ///< from the end of the head to the end of the body
    std::chrono::milliseconds idleTime{60000};   ///< between requests on a kept connection, and before the first
    std::chrono::milliseconds writeTime{10000};  ///< for a client to take an answer
    std::size_t connections = 512;               ///< in all; beyond it a new connection is closed at once
    std::size_t connectionsPerPeer = 512;        ///< per address
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  ///< 0 lets the system choose; see Server::port()
    ServerLimits limits;
    std::optional<TlsIdentity> tls;
};

/// Counts since the start, read from any thread.
struct ServerCounters {
    std::uint64_t accepted = 0;
    std::uint64_t refusedConnections = 0;  ///< over a connection limit
    std::uint64_t requests = 0;            ///< handed to the handler
    std::uint64_t refusedRequests = 0;     ///< malformed, too large or too slow
    std::uint64_t open = 0;                ///< connections open now

    bool operator==(const ServerCounters&) const = default;
};

/// An HTTP/1.1 server with limits on body, header, time and connections, for peers that may be hostile. It refuses
/// whatever could be read in two ways (Transfer-Encoding with Content-Length, doubled or signed lengths, malformed
/// chunks) and closes the connection behind each refusal. Runs on the loop's thread; the handler is called there for
/// each whole request and must not block or throw; it may keep the Exchange and answer later. While a request is being
/// answered the client's end of the connection is watched, see Exchange::isOpen(); a connection that ends is closed at
/// once. What a client sends ahead meanwhile is kept, up to 64 KiB (and not watched beyond), and is its next request
/// behind the answer.
class Server {
public:
    using Handler = std::function<void(Request, Exchange)>;

    /// Binds, listens and returns when connections are accepted. Errors: AlreadyExists (port taken), PermissionDenied,
    /// InvalidArgument (address, certificate), Io.
    [[nodiscard]] static base::Result<std::unique_ptr<Server>> start(EventLoop& loop, ServerOptions options,
                                                                     Handler handler);
    /// Closes the listener and all connections; waits until the loop has let go of them. Not from the loop itself.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] ServerCounters counters() const;

    struct Impl;

private:
    explicit Server(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> m_impl;
};

}  // namespace syncline::http_server
