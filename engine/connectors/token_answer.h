#pragma once

#include "engine/base/result.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/core/side.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace syncline::connectors {

/// What a token endpoint gave.
struct Issued {
    std::string accessToken;
    std::optional<std::string> refreshToken;       ///< Salesforce: only with rotation. HubSpot: may be the same again
    std::string apiBase;                           ///< Salesforce's instance_url; else ""
    std::optional<std::chrono::seconds> lifetime;  ///< HubSpot's expires_in; Salesforce states none

    bool operator==(const Issued&) const = default;
};

/// Takes the secrets out of a text: a server may tell what it was sent.
using Mask = std::function<void(std::string&)>;

/// Reads the answer of an OAuth 2.0 token endpoint (protocols: Salesforce 1.2, 1.5; HubSpot 1.2). Errors, by `error`
/// and HubSpot's `status`: Unauthenticated (invalid_grant: a person has to sign in again; invalid_client: to give
/// another client secret), InvalidArgument (the app's id, scopes or settings), PermissionDenied (user or org is
/// inactive, anything else that is refused), RateLimited, Unavailable (5xx), ProtocolViolation (no such answer). The
/// detail holds the beginning of the server's words, masked.
[[nodiscard]] base::Result<Issued> readTokenAnswer(core::Side side, const HttpResponse& response,
                                                   const std::string& object, const Mask& mask);

/// Whether a refusal that is Unauthenticated is of the app's id or secret, and not of the refresh token.
[[nodiscard]] bool refusesClient(const HttpResponse& response);

}  // namespace syncline::connectors
