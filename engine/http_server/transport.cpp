#include "engine/http_server/transport.h"

#include "engine/http_server/asio_loop.h"

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fcntl.h>

namespace syncline::http_server {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using TlsStream = asio::ssl::stream<tcp::socket>;
using Loop = std::shared_ptr<EventLoop::Impl>;

/// How long the listener waits after it could not accept, as when the process is out of file descriptors.
constexpr std::chrono::milliseconds kAcceptPause{50};

IoResult toResult(const error_code& error, std::size_t bytes) {
    if (!error)
        return {IoEnd::Done, bytes, {}};
    if (error == asio::error::operation_aborted)
        return {IoEnd::Cancelled, bytes, error.message()};
    const bool closed = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
    return {closed ? IoEnd::PeerClosed : IoEnd::Failed, bytes, error.message()};
}

std::string endpointText(const tcp::endpoint& endpoint) {
    const std::string address = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

/// Sets what every socket of ours has: not inherited by child processes.
void keepFromChildren(int descriptor) {
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

tcp::socket& lowest(tcp::socket& socket) {
    return socket;
}

tcp::socket& lowest(TlsStream& stream) {
    return stream.next_layer();
}

template <typename Stream>
class StreamTransport final : public Transport,
                              public Closable,
                              public std::enable_shared_from_this<StreamTransport<Stream>> {
public:
    static constexpr bool kSecure = std::is_same_v<Stream, TlsStream>;

    StreamTransport(Loop loop, Stream stream)
        : m_loop(std::move(loop)), m_stream(std::move(stream)), m_registration(m_loop, *this) {
        if (lowest(m_stream).is_open())
            settle();
    }

    void connect(const tcp::endpoint& endpoint, IoDone done) {
        lowest(m_stream).async_connect(endpoint,
                                       [self = this->shared_from_this(), done = std::move(done)](error_code error) {
                                           if (!error)
                                               self->settle();
                                           done(toResult(error, 0));
                                       });
    }

    void handshake(IoDone done) override {
        if constexpr (kSecure) {
            m_stream.async_handshake(asio::ssl::stream_base::server,
                                     [self = this->shared_from_this(), done = std::move(done)](error_code error) {
                                         done(toResult(error, 0));
                                     });
        } else {
            m_loop->post([done = std::move(done)] { done({}); });
        }
    }

    void read(std::span<char> into, IoDone done) override {
        m_stream.async_read_some(asio::buffer(into.data(), into.size()),
                                 [self = this->shared_from_this(), done = std::move(done)](
                                     error_code error, std::size_t bytes) { done(toResult(error, bytes)); });
    }

    void write(std::string_view first, std::string_view second, IoDone done) override {
        const std::array<asio::const_buffer, 2> buffers{asio::buffer(first), asio::buffer(second)};
        asio::async_write(m_stream, buffers,
                          [self = this->shared_from_this(), done = std::move(done)](
                              error_code error, std::size_t bytes) { done(toResult(error, bytes)); });
    }

    void finish(std::size_t drainBytes, IoDone done) override {
        if constexpr (kSecure) {
            error_code ignored;
            lowest(m_stream).cancel(ignored);  // a read under way would wait for the same bytes
            m_stream.async_shutdown([self = this->shared_from_this(), drainBytes, done = std::move(done)](
                                        error_code) mutable { self->shutDownAndDrain(drainBytes, std::move(done)); });
        } else {
            shutDownAndDrain(drainBytes, std::move(done));
        }
    }

    void close() override { closeNow(); }

    void closeNow() override {
        error_code ignored;
        lowest(m_stream).close(ignored);
    }

    [[nodiscard]] const std::string& peerAddress() const override { return m_peerAddress; }
    [[nodiscard]] const std::string& peer() const override { return m_peer; }
    [[nodiscard]] bool isSecure() const override { return kSecure; }

private:
    void settle() {
        tcp::socket& socket = lowest(m_stream);
        keepFromChildren(socket.native_handle());
        error_code error;
        socket.set_option(tcp::no_delay(true), error);
        socket.non_blocking(true, error);
        const tcp::endpoint peer = socket.remote_endpoint(error);
        m_peerAddress = peer.address().to_string();
        m_peer = endpointText(peer);
    }

    void shutDownAndDrain(std::size_t drainBytes, IoDone done) {
        error_code ignored;
        lowest(m_stream).shutdown(tcp::socket::shutdown_send, ignored);
        drain(drainBytes, std::move(done));
    }

    void drain(std::size_t bytesLeft, IoDone done) {
        lowest(m_stream).async_wait(tcp::socket::wait_read, [self = this->shared_from_this(), bytesLeft,
                                                             done = std::move(done)](error_code error) mutable {
            std::array<char, 16384> scratch;
            const std::size_t bytes = error ? 0 : lowest(self->m_stream).read_some(asio::buffer(scratch), error);
            const bool again = !error || error == asio::error::would_block;
            if (again && bytes < bytesLeft)
                self->drain(bytesLeft - bytes, std::move(done));
            else
                done(toResult(error, 0));
        });
    }

    Loop m_loop;
    Stream m_stream;
    std::string m_peerAddress;
    std::string m_peer;
    Registration m_registration;
};

using PlainTransport = StreamTransport<tcp::socket>;
using TlsTransport = StreamTransport<TlsStream>;

base::Error listenError(const error_code& error, const std::string& where) {
    base::Error result{base::ErrorCode::Io, "listen on", where, error.message(), {}};
    if (error == asio::error::address_in_use) {
        result.code = base::ErrorCode::AlreadyExists;
        result.hint = "choose another port, or stop the program that uses this one";
    } else if (error == asio::error::access_denied) {
        result.code = base::ErrorCode::PermissionDenied;
        result.hint = "choose a port above 1023";
    } else if (error == error_code(EADDRNOTAVAIL, boost::system::system_category())) {
        result.code = base::ErrorCode::InvalidArgument;
        result.hint = "choose an address of this machine";
    }
    return result;
}

base::Result<std::shared_ptr<asio::ssl::context>> makeContext(const TlsIdentity& identity) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    ::SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_options(SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    error_code error;
    context->use_certificate_chain(asio::buffer(identity.certificatePem), error);
    if (error)
        return base::Error{base::ErrorCode::InvalidArgument, "read certificate", {}, error.message(), {}};
    context->use_private_key(asio::buffer(identity.privateKeyPem), asio::ssl::context::pem, error);
    if (error)
        return base::Error{
            base::ErrorCode::InvalidArgument, "read private key of the certificate", {}, error.message(), {}};
    return context;
}

class AsioListener final : public Listener, public Closable, public std::enable_shared_from_this<AsioListener> {
public:
    AsioListener(Loop loop, tcp::acceptor acceptor, std::shared_ptr<asio::ssl::context> tls)
        : m_loop(std::move(loop)), m_acceptor(std::move(acceptor)), m_tls(std::move(tls)) {
        error_code ignored;
        m_port = m_acceptor.local_endpoint(ignored).port();
    }

    void start(Accepted accepted) override {
        m_loop->post([self = shared_from_this(), accepted = std::move(accepted)] {
            self->m_accepted = accepted;
            self->acceptNext();
        });
    }

    void close() override { closeNow(); }

    void closeNow() override {
        m_accepted = nullptr;
        error_code ignored;
        m_acceptor.close(ignored);
    }

    [[nodiscard]] std::uint16_t port() const override { return m_port; }

private:
    void acceptNext() {
        if (!m_acceptor.is_open())
            return;
        m_acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
            if (!self->m_accepted)
                return;
            if (error) {
                // Asking again at once would spin: the waiting connection stays there while there is no descriptor.
                self->m_loop->after(kAcceptPause, [self] { self->acceptNext(); });
                return;
            }
            self->m_accepted(self->wrap(std::move(socket)));
            self->acceptNext();
        });
    }

    std::shared_ptr<Transport> wrap(tcp::socket socket) {
        if (m_tls)
            return std::make_shared<TlsTransport>(m_loop, TlsStream(std::move(socket), *m_tls));
        return std::make_shared<PlainTransport>(m_loop, std::move(socket));
    }

    Loop m_loop;
    tcp::acceptor m_acceptor;
    std::shared_ptr<asio::ssl::context> m_tls;
    std::uint16_t m_port = 0;
    Accepted m_accepted;
    Registration m_registration{m_loop, *this};
};

}  // namespace

base::Result<std::shared_ptr<Listener>> Listener::open(const Loop& loop, const std::string& address, std::uint16_t port,
                                                       const std::optional<TlsIdentity>& tls) {
    error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error)
        return base::Error{base::ErrorCode::InvalidArgument, "listen on", address, "not an IP address",
                           "give an address such as 127.0.0.1"};
    std::shared_ptr<asio::ssl::context> context;
    if (tls) {
        auto made = makeContext(*tls);
        if (!made)
            return std::move(made).error();
        context = *made;
    }
    const tcp::endpoint endpoint(parsed, port);
    tcp::acceptor acceptor(loop->asio->context);
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        keepFromChildren(acceptor.native_handle());
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error)
        return listenError(error, endpointText(endpoint));
    return std::shared_ptr<Listener>(std::make_shared<AsioListener>(loop, std::move(acceptor), std::move(context)));
}

std::shared_ptr<Transport> connectPlain(const Loop& loop, const std::string& address, std::uint16_t port, IoDone done) {
    error_code ignored;
    const tcp::endpoint endpoint(asio::ip::make_address(address, ignored), port);
    auto transport = std::make_shared<PlainTransport>(loop, tcp::socket(loop->asio->context));
    transport->connect(endpoint, std::move(done));
    return transport;
}

bool isAddress(const std::string& text) {
    error_code error;
    asio::ip::make_address(text, error);
    return !error;
}

}  // namespace syncline::http_server
