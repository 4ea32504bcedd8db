#pragma once

#include "engine/base/result.h"
#include "engine/connectors/api/http_sender.h"
#include "engine/core/side.h"

#include <chrono>
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

/// Reads the answer of an OAuth 2.0 token endpoint (protocols: Salesforce 1.2, 1.5; HubSpot 1.2). Errors, by `error`
/// and HubSpot's `status`: Unauthenticated (invalid_grant: a person has to sign in again), InvalidArgument (the app's
/// id, secret, scopes or settings), PermissionDenied (user or org is inactive, anything else that is refused),
/// RateLimited, Unavailable (5xx), ProtocolViolation (no such answer). The detail holds the server's words, which may
/// hold what was sent: mask them.
[[nodiscard]] base::Result<Issued> readTokenAnswer(core::Side side, const HttpResponse& response,
                                                   const std::string& object);

}  // namespace syncline::connectors
