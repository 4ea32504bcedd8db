#pragma once

#include "engine/http_server/server.h"

#include <QByteArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace syncline::test {

/// A server on this machine whose answers a test sets by path, and which keeps what it was asked.
class TestServer {
public:
    using Answer = std::function<void(const http_server::Request&, http_server::Exchange)>;

    explicit TestServer(std::optional<http_server::TlsIdentity> tls = {});

    /// From the test's thread, at any time; 404 where nothing is set.
    void on(const std::string& path, Answer answer);
    void on(const std::string& path, http_server::Response response);
    /// "https://localhost:1234/path".
    [[nodiscard]] std::string url(const std::string& target) const;
    [[nodiscard]] std::vector<http_server::Request> requests() const;
    [[nodiscard]] std::size_t count(const std::string& path) const;

private:
    void handle(const http_server::Request& request, http_server::Exchange exchange);

    mutable std::mutex m_mutex;
    std::map<std::string, Answer> m_answers;       ///< guarded by m_mutex
    std::vector<http_server::Request> m_requests;  ///< guarded by m_mutex
    std::unique_ptr<http_server::EventLoop> m_loop;
    std::unique_ptr<http_server::Server> m_server;
    std::string m_scheme;
};

/// A bare server on the test's thread that does with a connection's bytes what the test says.
class RawServer {
public:
    using Received = std::function<void(QTcpSocket& socket, const QByteArray& bytes)>;

    explicit RawServer(Received received);
    [[nodiscard]] std::string url(const std::string& scheme, const std::string& target) const;
    [[nodiscard]] int connections() const { return m_connections; }

private:
    Received m_received;
    int m_connections = 0;
    QTcpServer m_server;
};

/// A port that takes no connection any more: whoever connects waits for ever.
class FullPort {
public:
    FullPort();
    ~FullPort();
    FullPort(const FullPort&) = delete;
    FullPort& operator=(const FullPort&) = delete;
    [[nodiscard]] int port() const { return m_port; }

private:
    int m_port = 0;
    int m_listener = -1;
    std::vector<int> m_waiting;
};

/// A port on which nothing listens.
[[nodiscard]] int closedPort();

}  // namespace syncline::test
