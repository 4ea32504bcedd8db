#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What a server answered, as it stands on the wire.
struct RawAnswer {
    int status = 0;
    std::string head;  ///< lines up to the empty one
    std::string body;

    /// True when the head has this line, whatever its case.
    [[nodiscard]] bool hasLine(std::string_view line) const;
};

/// A client made of a bare socket, for tests that send what no proper client sends. Every wait is on the socket and
/// ends at a deadline. Allocates no more than what it is given and what comes back.
class TcpClient {
public:
    using Milliseconds = std::chrono::milliseconds;

    /// Connects to this machine; a client that could not is not connected.
    explicit TcpClient(std::uint16_t port, std::string_view address = "127.0.0.1");
    ~TcpClient();
    TcpClient(TcpClient&& other) noexcept;
    TcpClient& operator=(TcpClient&& other) noexcept;
    TcpClient(const TcpClient&) = delete;
    TcpClient& operator=(const TcpClient&) = delete;

    [[nodiscard]] bool isConnected() const { return m_socket >= 0; }
    [[nodiscard]] int descriptor() const { return m_socket; }

    /// False when the server closed, or did not take it in time.
    bool send(std::string_view bytes, Milliseconds limit = Milliseconds(5000));
    /// The next answer with the body that its Content-Length tells, or up to the close.
    [[nodiscard]] std::optional<RawAnswer> answer(Milliseconds limit = Milliseconds(5000), bool toHead = false);
    /// True when something can be read (also the end) before the limit.
    [[nodiscard]] bool isReadable(Milliseconds limit) const;
    /// True when the server closes before the limit; what it sends until then is thrown away.
    [[nodiscard]] bool isClosedWithin(Milliseconds limit);
    /// All that the server sends until it closes or the limit has passed.
    [[nodiscard]] std::string readToEnd(Milliseconds limit);

    void closeSending();
    /// Closes with a reset, as a process does that dies with unread data.
    void reset();
    void close();

private:
    /// False at the end, on failure and at the deadline.
    bool readSome(std::chrono::steady_clock::time_point deadline);

    int m_socket = -1;
    bool m_isEnded = false;
    std::string m_received;
};

/// One GET on a connection of its own; the status, or 0.
[[nodiscard]] int statusOfGet(std::uint16_t port, std::string_view target = "/good",
                              std::chrono::milliseconds limit = std::chrono::milliseconds(5000));
