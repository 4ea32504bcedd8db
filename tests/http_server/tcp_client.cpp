#include "tests/http_server/tcp_client.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstring>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

bool waitFor(int socket, short events, Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd entry{socket, events, 0};
    return ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) > 0;
}

int connectTo(std::uint16_t port, std::string_view address) {
    const bool isV6 = address.find(':') != std::string_view::npos;
    const int socket = ::socket(isV6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_storage storage{};
    socklen_t size = 0;
    if (isV6) {
        auto* v6 = reinterpret_cast<sockaddr_in6*>(&storage);
        *v6 = {};
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        ::inet_pton(AF_INET6, std::string(address).c_str(), &v6->sin6_addr);
        size = sizeof(sockaddr_in6);
    } else {
        auto* v4 = reinterpret_cast<sockaddr_in*>(&storage);
        *v4 = {};
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        ::inet_pton(AF_INET, std::string(address).c_str(), &v4->sin_addr);
        size = sizeof(sockaddr_in);
    }
    if (socket >= 0 && ::connect(socket, reinterpret_cast<sockaddr*>(&storage), size) != 0) {
        ::close(socket);
        return -1;
    }
    ::fcntl(socket, F_SETFL, O_NONBLOCK);
    return socket;
}

/// The length that a head promises; nothing when it ends with the connection.
std::optional<std::size_t> lengthIn(const std::string& head) {
    const std::string name = "\r\ncontent-length: ";
    const auto at = lowered(head).find(name);
    if (at == std::string::npos)
        return std::nullopt;
    std::size_t length = 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

}  // namespace

bool RawAnswer::hasLine(std::string_view line) const {
    return lowered(head).find("\r\n" + lowered(line) + "\r\n") != std::string::npos;
}

TcpClient::TcpClient(std::uint16_t port, std::string_view address) : m_socket(connectTo(port, address)) {}

TcpClient::~TcpClient() {
    close();
}

TcpClient::TcpClient(TcpClient&& other) noexcept
    : m_socket(std::exchange(other.m_socket, -1)),
      m_isEnded(other.m_isEnded),
      m_received(std::move(other.m_received)) {}

TcpClient& TcpClient::operator=(TcpClient&& other) noexcept {
    std::swap(m_socket, other.m_socket);
    std::swap(m_isEnded, other.m_isEnded);
    std::swap(m_received, other.m_received);
    return *this;
}

bool TcpClient::send(std::string_view bytes, Milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0)
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        else if ((errno != EAGAIN && errno != EINTR) || !waitFor(m_socket, POLLOUT, deadline))
            return false;
    }
    return true;
}

bool TcpClient::readSome(Clock::time_point deadline) {
    std::array<char, 65536> room;
    while (!m_isEnded && waitFor(m_socket, POLLIN, deadline)) {
        const ssize_t count = ::recv(m_socket, room.data(), room.size(), 0);
        if (count > 0) {
            m_received.append(room.data(), static_cast<std::size_t>(count));
            return true;
        }
        m_isEnded = count == 0 || (errno != EAGAIN && errno != EINTR);
    }
    return false;
}

std::optional<RawAnswer> TcpClient::answer(Milliseconds limit, bool toHead) {
    const auto deadline = Clock::now() + limit;
    std::size_t headEnd = m_received.find("\r\n\r\n");
    while (headEnd == std::string::npos) {
        if (!readSome(deadline))
            return std::nullopt;
        headEnd = m_received.find("\r\n\r\n");
    }
    headEnd += 4;
    RawAnswer answer;
    answer.head = m_received.substr(0, headEnd);
    if (answer.head.rfind("HTTP/1.", 0) == 0)
        answer.status = std::atoi(answer.head.c_str() + std::strlen("HTTP/1.1 "));
    const bool isBodiless = toHead || answer.status < 200 || answer.status == 204 || answer.status == 304;
    const std::size_t length = isBodiless ? 0 : lengthIn(answer.head).value_or(SIZE_MAX);
    while (m_received.size() - headEnd < length && readSome(deadline)) {
    }
    answer.body = m_received.substr(headEnd, length);
    m_received.erase(0, headEnd + answer.body.size());
    return answer;
}

bool TcpClient::isReadable(Milliseconds limit) const {
    return waitFor(m_socket, POLLIN, Clock::now() + limit);
}

bool TcpClient::isClosedWithin(Milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    while (readSome(deadline))
        m_received.clear();
    return m_isEnded;
}

std::string TcpClient::readToEnd(Milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    while (readSome(deadline)) {
    }
    return std::exchange(m_received, {});
}

void TcpClient::closeSending() {
    ::shutdown(m_socket, SHUT_WR);
}

void TcpClient::reset() {
    const linger now{1, 0};
    ::setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

void TcpClient::close() {
    if (m_socket >= 0)
        ::close(std::exchange(m_socket, -1));
}

int statusOfGet(std::uint16_t port, std::string_view target, std::chrono::milliseconds limit) {
    TcpClient client(port);
    const std::string request = "GET " + std::string(target) + " HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    if (!client.isConnected() || !client.send(request, limit))
        return 0;
    const auto answer = client.answer(limit);
    return answer ? answer->status : 0;
}
