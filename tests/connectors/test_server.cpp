#include "tests/connectors/test_server.h"

#include <algorithm>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace syncline::test {

using http_server::Exchange;
using http_server::Request;
using http_server::Response;

TestServer::TestServer(std::optional<http_server::TlsIdentity> tls)
    : m_loop(http_server::EventLoop::start("test server")), m_scheme(tls ? "https" : "http") {
    http_server::ServerOptions options;
    options.tls = std::move(tls);
    options.limits.bodyBytes = std::size_t(8) << 20U;
    m_server = http_server::Server::start(*m_loop, options, [this](Request request, Exchange exchange) {
                   handle(request, std::move(exchange));
               }).value();
}

void TestServer::handle(const Request& request, Exchange exchange) {
    Answer answer = [](const Request&, Exchange unknown) { unknown.send(Response{404, {}, "nothing here"}); };
    {
        const std::lock_guard lock(m_mutex);
        m_requests.push_back(request);
        const auto found = m_answers.find(std::string(request.path()));
        if (found != m_answers.end())
            answer = found->second;
    }
    answer(request, std::move(exchange));
}

void TestServer::on(const std::string& path, Answer answer) {
    const std::lock_guard lock(m_mutex);
    m_answers[path] = std::move(answer);
}

void TestServer::on(const std::string& path, Response response) {
    on(path, [response = std::move(response)](const Request&, Exchange exchange) { exchange.send(response); });
}

std::string TestServer::url(const std::string& target) const {
    return m_scheme + "://localhost:" + std::to_string(m_server->port()) + target;
}

std::vector<Request> TestServer::requests() const {
    const std::lock_guard lock(m_mutex);
    return m_requests;
}

std::size_t TestServer::count(const std::string& path) const {
    const std::vector<Request> all = requests();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](const Request& request) { return request.path() == path; }));
}

RawServer::RawServer(Received received) : m_received(std::move(received)) {
    QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
        ++m_connections;
        QTcpSocket* socket = m_server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket,
                         [this, socket] { m_received(*socket, socket->readAll()); });
    });
    m_server.listen(QHostAddress::LocalHost);
}

std::string RawServer::url(const std::string& scheme, const std::string& target) const {
    return scheme + "://127.0.0.1:" + std::to_string(m_server.serverPort()) + target;
}

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    return address;
}

int boundSocket(int& port) {
    const int bound = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(bound, reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(bound, reinterpret_cast<sockaddr*>(&address), &size);
    port = ntohs(address.sin_port);
    return bound;
}

}  // namespace

FullPort::FullPort() : m_listener(boundSocket(m_port)) {
    ::listen(m_listener, 0);
    const sockaddr_in address = loopback(m_port);
    // With a backlog of 0 Linux keeps one connection; two more make sure of it.
    for (int connection = 0; connection < 3; ++connection) {
        const int waiting = ::socket(AF_INET, SOCK_STREAM, 0);
        ::fcntl(waiting, F_SETFL, O_NONBLOCK);
        ::connect(waiting, reinterpret_cast<const sockaddr*>(&address), sizeof address);
        m_waiting.push_back(waiting);
    }
}

FullPort::~FullPort() {
    for (const int waiting : m_waiting)
        ::close(waiting);
    ::close(m_listener);
}

int closedPort() {
    int port = 0;
    ::close(boundSocket(port));
    return port;
}

}  // namespace syncline::test
