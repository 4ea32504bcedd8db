#pragma once

#include "engine/base/clock.h"
#include "engine/http_server/exchange.h"
#include "engine/sandbox/salesforce/change_feed.h"

#include <map>
#include <optional>
#include <string>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// A connect that is answered when there is news or its time is over.
struct HeldConnect {
    http_server::Exchange exchange;
    boost::json::object request;
    base::MonotonicTime until;
};

/// One client between its handshake and its disconnect, its expiry, or the server's.
struct CometdSession {
    std::string clientId;
    std::string browserCookie;
    std::string routeCookie;
    bool connected = false;        ///< has had its first connect, the one that is answered at once
    bool eventsLast = false;       ///< order in the next answer: it changes with each
    base::MonotonicTime lastSeen;  ///< when the last answer was given
    Cursors cursors;
    std::optional<HeldConnect> held;
};

using CometdSessions = std::map<std::string, CometdSession, std::less<>>;

}  // namespace syncline::sandbox::salesforce
