#include "engine/http_server/server.h"

#include "engine/http_server/connection.h"
#include "engine/http_server/transport.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <future>
#include <map>

namespace syncline::http_server {

/// The part of a server that its loop's callbacks share. On the loop's thread but for start, counters and shutDown.
struct Server::Impl final : public ConnectionOwner, public std::enable_shared_from_this<Server::Impl> {
public:
    Impl(std::shared_ptr<EventLoop::Impl> loop, const ServerLimits& limits, Handler handler)
        : m_loop(std::move(loop)), m_limits(limits), m_handler(std::move(handler)) {}

    void start(std::shared_ptr<Listener> listener) {
        m_listener = std::move(listener);
        m_listener->start([weak = weak_from_this()](std::shared_ptr<Transport> transport) {
            if (const auto self = weak.lock())
                self->accepted(std::move(transport));
        });
    }

    /// Closes all and waits until nothing of ours will run any more.
    void shutDown() {
        assert(!m_loop->isLoopThread());
        auto gone = std::make_shared<std::promise<void>>();
        const auto done = gone->get_future();
        m_loop->post([self = shared_from_this(), gone = std::move(gone)] { self->closeAll(gone); });
        done.wait();
        // A loop that stopped first has closed the sockets, and will call nobody any more.
        if (m_loop->isStopping())
            std::exchange(m_open, {}).clear();
    }

    [[nodiscard]] const ServerLimits& limits() const override { return m_limits; }

    void handle(Request request, Exchange exchange) override {
        ++m_requests;
        m_handler(std::move(request), std::move(exchange));
    }

    void requestRefused() override { ++m_refusedRequests; }

    void connectionClosed(Connection& connection) override {
        const auto found = m_perPeer.find(connection.transport().peerAddress());
        if (found != m_perPeer.end() && --found->second == 0)
            m_perPeer.erase(found);
        --m_openCount;
        m_open.erase(&connection);
    }

    void connectionGone() override {
        --m_alive;
        tellWhenGone();
    }

    [[nodiscard]] std::uint16_t port() const { return m_listener->port(); }

    [[nodiscard]] ServerCounters counters() const {
        return {m_accepted, m_refusedConnections, m_requests, m_refusedRequests, m_openCount};
    }

private:
    void accepted(std::shared_ptr<Transport> transport) {
        const std::string peer = transport->peerAddress();
        if (m_gone || (!hasRoomFor(peer) && !makeRoomFor(peer))) {
            ++m_refusedConnections;
            transport->close();
            return;
        }
        ++m_accepted;
        ++m_perPeer[peer];
        ++m_openCount;
        ++m_alive;
        const auto connection = std::make_shared<Connection>(m_loop, shared_from_this(), std::move(transport));
        m_open.emplace(connection.get(), connection);
        connection->start();
    }

    [[nodiscard]] bool hasRoomFor(const std::string& peer) const {
        const auto known = m_perPeer.find(peer);
        return m_open.size() < m_limits.connections
               && (known == m_perPeer.end() || known->second < m_limits.connectionsPerPeer);
    }

    /// Gives up waiting for a client of the same address that has had its last answer.
    bool makeRoomFor(const std::string& peer) {
        const auto found = std::find_if(m_open.begin(), m_open.end(), [&peer](const auto& entry) {
            return entry.second->isFinishing() && entry.second->transport().peerAddress() == peer;
        });
        if (found == m_open.end())
            return false;
        const auto connection = found->second;
        connection->close();
        return hasRoomFor(peer);
    }

    void closeAll(std::shared_ptr<std::promise<void>> gone) {
        m_gone = std::move(gone);
        m_listener->close();
        const auto open = m_open;
        for (const auto& [key, connection] : open)
            connection->close();
        tellWhenGone();
    }

    void tellWhenGone() {
        if (!m_gone || m_alive > 0)
            return;
        m_handler = nullptr;
        m_gone->set_value();
        m_gone = nullptr;
    }

    std::shared_ptr<EventLoop::Impl> m_loop;
    ServerLimits m_limits;
    Handler m_handler;
    std::shared_ptr<Listener> m_listener;
    std::map<Connection*, std::shared_ptr<Connection>> m_open;
    std::map<std::string, std::size_t> m_perPeer;
    std::size_t m_alive = 0;                     ///< connections that still have callbacks to come
    std::shared_ptr<std::promise<void>> m_gone;  ///< set while shutting down

    std::atomic<std::uint64_t> m_accepted{0};
    std::atomic<std::uint64_t> m_refusedConnections{0};
    std::atomic<std::uint64_t> m_requests{0};
    std::atomic<std::uint64_t> m_refusedRequests{0};
    std::atomic<std::uint64_t> m_openCount{0};
};

Server::Server(std::shared_ptr<Impl> impl) : m_impl(std::move(impl)) {}

base::Result<std::unique_ptr<Server>> Server::start(EventLoop& loop, ServerOptions options, Handler handler) {
    auto listener = Listener::open(loop.impl(), options.address, options.port, options.tls);
    if (!listener)
        return std::move(listener).error();
    auto impl = std::make_shared<Impl>(loop.impl(), options.limits, std::move(handler));
    impl->start(*std::move(listener));
    return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() {
    m_impl->shutDown();
}

std::uint16_t Server::port() const {
    return m_impl->port();
}

ServerCounters Server::counters() const {
    return m_impl->counters();
}

}  // namespace syncline::http_server
