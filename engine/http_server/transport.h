#pragma once

#include "engine/base/result.h"
#include "engine/http_server/loop_core.h"
#include "engine/http_server/tls_identity.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace syncline::http_server {

enum class IoEnd { Done, PeerClosed, Failed, Cancelled };

struct IoResult {
    IoEnd end = IoEnd::Done;
    std::size_t bytes = 0;
    std::string detail;  ///< of a failure, in the words of the system
};

using IoDone = std::function<void(IoResult)>;

/// One connection as a stream of bytes, plain or TLS: the only difference between the two. All on the loop's thread. At
/// most one read and one write are under way at a time; their callbacks are always called, later and on the loop, also
/// after close(). Buffers and texts handed in must live until then.
class Transport {
public:
    virtual ~Transport() = default;

    /// TLS: the server's side of the handshake. Plain: nothing to do.
    virtual void handshake(IoDone done) = 0;
    virtual void read(std::span<char> into, IoDone done) = 0;
    /// Both texts, whole.
    virtual void write(std::string_view first, std::string_view second, IoDone done) = 0;
    /// Says that nothing more will come, then swallows what the peer still sends until it closes or has sent more than
    /// drainBytes. Closing with unread bytes would let the system throw away what was written last.
    virtual void finish(std::size_t drainBytes, IoDone done) = 0;
    virtual void close() = 0;

    [[nodiscard]] virtual const std::string& peerAddress() const = 0;
    /// Address and port.
    [[nodiscard]] virtual const std::string& peer() const = 0;
    [[nodiscard]] virtual bool isSecure() const = 0;
};

/// A listening socket. Accepts on the loop; survives running out of file descriptors by pausing. May be destroyed on
/// any thread once closed.
class Listener {
public:
    using Accepted = std::function<void(std::shared_ptr<Transport>)>;

    /// Any thread; does not block. Errors as at Server::start.
    [[nodiscard]] static base::Result<std::shared_ptr<Listener>> open(const std::shared_ptr<EventLoop::Impl>& loop,
                                                                      const std::string& address, std::uint16_t port,
                                                                      const std::optional<TlsIdentity>& tls);
    virtual ~Listener() = default;

    /// Any thread. The function is called on the loop.
    virtual void start(Accepted accepted) = 0;
    /// On the loop.
    virtual void close() = 0;
    [[nodiscard]] virtual std::uint16_t port() const = 0;
};

/// On the loop: begins a plain connection to an address. close() gives up.
[[nodiscard]] std::shared_ptr<Transport> connectPlain(const std::shared_ptr<EventLoop::Impl>& loop,
                                                      const std::string& address, std::uint16_t port, IoDone done);

/// True for an IPv4 or IPv6 address in text.
[[nodiscard]] bool isAddress(const std::string& text);

}  // namespace syncline::http_server
