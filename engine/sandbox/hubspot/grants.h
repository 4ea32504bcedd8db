#pragma once

#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/hubspot/scopes.h"

#include <optional>
#include <string>

namespace syncline::sandbox::hubspot {

/// An authorization code that has been handed out.
struct CodeGrant {
    std::string redirectUri;
    Scopes scopes;
    std::string challenge;  ///< PKCE, S256; may be empty
    base::WallTime expires;
};

/// A refresh token.
struct RefreshGrant {
    std::string userId;
    Scopes scopes;
};

/// An access token.
struct AccessGrant {
    Caller caller;
    std::string refreshToken;  ///< of which it was made; empty for the app's own
    base::WallTime expires;
};

/// Codes and tokens, kept in the stored values so that they survive a restart. The static token of the options is not
/// among them; the refresh token of the options is, from the first start on.
class Grants {
public:
    explicit Grants(Portal& portal);

    [[nodiscard]] std::string issueCode(CodeGrant grant);
    /// Takes it out: a code works once. nullopt for one that is unknown or used.
    [[nodiscard]] std::optional<CodeGrant> takeCode(const std::string& code);

    [[nodiscard]] std::string issueRefresh(const RefreshGrant& grant);
    [[nodiscard]] std::optional<RefreshGrant> refresh(const std::string& token) const;
    void revokeRefresh(const std::string& token);

    [[nodiscard]] std::string issueAccess(const AccessGrant& grant);
    [[nodiscard]] std::optional<AccessGrant> access(const std::string& token) const;
    /// All that are out have expired.
    void expireAccess();

    /// The caller of a request, or a 401.
    [[nodiscard]] Checked<Caller> authenticate(const http_server::Request& request) const;

private:
    void forgetExpired();

    Portal& m_portal;
};

}  // namespace syncline::sandbox::hubspot
