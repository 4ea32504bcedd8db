#pragma once

#include "engine/connectors/api/http_sender.h"
#include "engine/connectors/api/token_source.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace syncline::connectors::hubspot {

/// One request to HubSpot's API.
struct ApiCall {
    std::string method = "GET";
    std::string path;  ///< behind the base URL, with its query
    std::string body;  ///< JSON; "": none
    Priority priority = Priority::Live;
};

/// Requests under one grant's bearer token. A 401 makes the token source fetch another token and the request is sent
/// once more: HubSpot refuses a token before it does anything. Every request is answered once, unless cancelled
/// by stop() or the destructor. The connector's thread.
class ApiCalls {
public:
    using Done = std::function<void(HttpAnswer)>;

    /// `base` is the API's address without a slash at its end.
    ApiCalls(HttpSender& http, TokenSource& tokens, std::string base);
    ~ApiCalls();
    ApiCalls(const ApiCalls&) = delete;
    ApiCalls& operator=(const ApiCalls&) = delete;

    /// No token: an HttpFailure with the token source's error, that surely did not arrive.
    void call(ApiCall call, Done done);
    /// What is under way is not answered any more.
    void stop();

private:
    struct Pending {
        ApiCall call;
        Done done;
        bool repeated = false;
        std::uint64_t generation = 0;  ///< of the token that it was sent with
        std::optional<SendId> sent;
    };

    void askForToken(std::uint64_t id);
    void send(std::uint64_t id, const Token& token);
    void answered(std::uint64_t id, HttpAnswer answer);
    void finish(std::uint64_t id, HttpAnswer answer);

    HttpSender& m_http;
    TokenSource& m_tokens;
    std::string m_base;
    std::uint64_t m_last = 0;
    std::map<std::uint64_t, Pending> m_pending;
    std::shared_ptr<ApiCalls*> m_self;  ///< what a token source that answers after our end finds empty
};

}  // namespace syncline::connectors::hubspot
