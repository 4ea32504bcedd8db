#pragma once

#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/api/token_source.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace syncline::connectors::salesforce {

/// A request to the org's own host.
struct ApiRequest {
    std::string method = "GET";
    std::string path;  ///< from "/services" on, with the query
    std::string body;  ///< JSON, or empty
    std::chrono::milliseconds timeout{60'000};
    Priority priority = Priority::Live;
};

/// Requests of the REST API: signed in, at most so many at once, the others wait their turn,
/// those of Priority::Live first. A request that is answered
/// 401 had no effect: it is sent once more with a new token. Otherwise nothing is repeated here. Without thread or
/// socket; the answers that are still out when this is destroyed or cancelled are never given.
class ApiCalls {
public:
    struct Parts {
        HttpSender& http;
        TokenSource& tokens;
        std::string baseUrl;     ///< where the sign-in names no other
        std::string clientName;  ///< for Sforce-Call-Options
        std::size_t atOnce = 4;
    };
    /// Without a token: an HttpFailure that did not arrive.
    using Done = std::function<void(HttpAnswer)>;

    explicit ApiCalls(Parts parts) : m_parts(std::move(parts)) {}
    ~ApiCalls() { cancelAll(); }
    ApiCalls(const ApiCalls&) = delete;
    ApiCalls& operator=(const ApiCalls&) = delete;

    void call(ApiRequest request, Done done);
    void cancelAll();

private:
    using CallId = std::uint64_t;
    struct Call {
        ApiRequest request;
        Done done;
        bool repeated = false;
        std::optional<SendId> sending;
    };

    void startNext();
    void askForToken(CallId id);
    void send(CallId id, const Token& token);
    void answered(CallId id, std::uint64_t tokenGeneration, HttpAnswer answer);
    void finish(CallId id, HttpAnswer answer);

    Parts m_parts;
    CallId m_last = 0;
    std::map<CallId, Call> m_running;
    std::list<Call> m_waiting;
    std::shared_ptr<char> m_life = std::make_shared<char>();  ///< what waits for a token sees whether it is still there
};

}  // namespace syncline::connectors::salesforce
