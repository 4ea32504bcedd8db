#pragma once

#include "engine/http_server/exchange.h"
#include "engine/http_server/message_reader.h"
#include "engine/http_server/server.h"
#include "engine/http_server/transport.h"

#include <atomic>
#include <memory>
#include <string>

namespace syncline::http_server {

class Connection;

/// What a connection asks of its server. All on the loop's thread.
class ConnectionOwner {
public:
    virtual ~ConnectionOwner() = default;
    [[nodiscard]] virtual const ServerLimits& limits() const = 0;
    virtual void handle(Request request, Exchange exchange) = 0;
    virtual void requestRefused() = 0;
    /// The connection is closed; the socket's descriptor is free.
    virtual void connectionClosed(Connection& connection) = 0;
    /// The last callback of the connection has gone.
    virtual void connectionGone() = 0;
};

/// One client's connection, from the handshake to the close: reads a request, hands it on, writes the answer, goes on
/// to the next. Each phase has its own deadline. Plain and TLS alike. On the loop's thread; lives as long as an
/// operation on its transport is under way, or the owner keeps it.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<EventLoop::Impl> loop, std::shared_ptr<ConnectionOwner> owner,
               std::shared_ptr<Transport> transport);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void start();
    /// At once; an answer still to come goes nowhere.
    void close();

    [[nodiscard]] const Transport& transport() const { return *m_transport; }
    /// True when all is said, and the connection only waits for the client to take it and close.
    [[nodiscard]] bool isFinishing() const { return m_phase == Phase::Finishing; }

private:
    enum class Phase { Handshake, Idle, Head, Body, Answering, Writing, Finishing, Closed };

    void enter(Phase phase, std::chrono::milliseconds timeLimit);
    void stopTimer();
    void onTimeout();

    void awaitRequest();
    void readMore();
    void onRead(const IoResult& result);
    void onPeerGone(const IoResult& result);
    void proceed(RequestReader::State state);
    void sendContinue();
    void refuse(Refusal refusal);

    void handOver();
    [[nodiscard]] Exchange makeExchange();
    void answer(Outcome outcome);
    void write(Response response, std::size_t bodyBytes);
    void onWritten(const IoResult& result);
    void finish();

    std::shared_ptr<EventLoop::Impl> m_loop;
    std::shared_ptr<ConnectionOwner> m_owner;
    std::shared_ptr<Transport> m_transport;
    RequestReader m_reader;
    Phase m_phase = Phase::Handshake;
    TimerId m_timer = 0;
    bool m_isReading = false;
    bool m_isContinuing = false;  ///< "100 Continue" is being written
    bool m_keepAlive = false;
    bool m_answersHead = false;
    bool m_cut = false;  ///< the answer is to end in the middle
    std::string m_head;  ///< of the answer that is being written
    std::string m_body;
    std::shared_ptr<std::atomic<bool>> m_isOpen;  ///< shared with the exchange of the request being answered
};

}  // namespace syncline::http_server
