#pragma once

#include "engine/http_server/exchange.h"
#include "engine/sandbox/salesforce/api_usage.h"
#include "engine/sandbox/salesforce/change_feed.h"
#include "engine/sandbox/salesforce/cometd_session.h"
#include "engine/sandbox/salesforce/day_count.h"
#include "engine/sandbox/salesforce/grants.h"
#include "engine/sandbox/salesforce/streaming_failures.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// The Streaming API: Bayeux over long polling with the replay extension (Salesforce: Streaming API guide). Sessions
/// are in memory: after a restart every client is unknown, as after an instance refresh. One thread.
class Cometd {
public:
    Cometd(const Org& org, Grants& grants) : m_org(org), m_grants(grants), m_feed(org) {}

    void handle(const http_server::Request& request, http_server::Exchange exchange);
    void pump();
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const;

    /// Ends every session from the server's side, as Hyperforce does when it scales (API 64.0 and later).
    void disconnectClients();
    void failNext(StreamingFailure failure, std::uint32_t count) { m_failures.failNext(failure, count); }
    [[nodiscard]] StreamingUse use() const;

private:
    struct Reply {
        std::vector<boost::json::object> messages;
        CometdSession* holding = nullptr;  ///< its connect is to be held
        boost::json::object held;
        std::vector<http_server::Header> headers;
    };
    void answerMessage(const http_server::Request& request, const boost::json::object& message, bool alone,
                       Reply& reply);
    void handshake(const http_server::Request& request, const boost::json::object& message, Reply& reply);
    void connect(CometdSession& session, const boost::json::object& message, bool alone, Reply& reply);
    void subscribe(CometdSession& session, const boost::json::object& message, Reply& reply) const;
    void disconnect(CometdSession& session, const boost::json::object& message, Reply& reply);
    [[nodiscard]] std::optional<boost::json::object> refuseHandshake(const http_server::Request& request,
                                                                     const boost::json::object& message);
    /// Null, with the refusal in `reply`, when the message belongs to no session that may go on.
    [[nodiscard]] CometdSession* findSession(const http_server::Request& request, const boost::json::object& message,
                                             Reply& reply);
    [[nodiscard]] std::vector<boost::json::object> takeNews(CometdSession& session);
    /// Null while the day's events are not used up.
    [[nodiscard]] std::optional<boost::json::object> overQuota(const boost::json::object& connect) const;
    /// If there is something to answer it with, or its time is over.
    void answerHeld(CometdSession& session);
    void send(http_server::Exchange& exchange, const std::vector<boost::json::object>& messages,
              std::vector<http_server::Header> headers) const;
    [[nodiscard]] std::vector<boost::json::object> withReply(CometdSession& session,
                                                             std::vector<boost::json::object> news,
                                                             boost::json::object reply) const;
    [[nodiscard]] base::MonotonicTime now() const { return m_org.context().clock.monotonicNow(); }

    const Org& m_org;
    Grants& m_grants;
    ChangeFeed m_feed;
    CometdSessions m_sessions;
    StreamingFailures m_failures;
    DayCount m_delivered;
};

}  // namespace syncline::sandbox::salesforce
