#pragma once

#include "engine/sandbox/salesforce/org.h"

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

struct IssuedTokens {
    std::string access;
    std::string refresh;  ///< empty: none is given out
    std::string scope;
};

/// What an authorization code stands for until it is redeemed.
struct AuthorizationCode {
    std::string redirectUri;
    std::string scope;
    std::string challenge;  ///< base64url of the verifier's SHA-256; empty: signed in without PKCE
};

/// What is known of an access token.
struct TokenFacts {
    std::string scope;
    base::WallTime issued;
    base::WallTime expires;
};

/// Who may do what: grants with their access and refresh tokens, and authorization codes, kept in the sandbox's values
/// so that they survive a restart. With rotation a refresh token works once, and showing an old one kills its grant
/// with all its tokens (Salesforce help: refresh token rotation). Callers tell the sandbox of changes themselves.
class Grants {
public:
    /// Enters the grant of the options' own tokens, unless it is there or was revoked.
    explicit Grants(const Org& org);

    [[nodiscard]] IssuedTokens signIn(const std::string& scope, bool withRefreshToken);
    /// Null for a token that is unknown, revoked or used up.
    [[nodiscard]] std::optional<IssuedTokens> refresh(const std::string& refreshToken);
    /// An access token alone, or a refresh token with its whole grant. False for an unknown one.
    bool revoke(const std::string& token);

    /// False for unknown and expired tokens, and for all while the fault says so. Use puts off the expiry.
    [[nodiscard]] bool accepts(const std::string& accessToken);
    /// Null unless the token is accepted.
    [[nodiscard]] std::optional<TokenFacts> facts(const std::string& accessToken);

    [[nodiscard]] std::string newCode(const AuthorizationCode& code);
    /// A code works once, whatever comes of it.
    [[nodiscard]] std::optional<AuthorizationCode> takeCode(const std::string& code);

private:
    [[nodiscard]] std::string newGrant(const std::string& scope, const std::string& refreshToken);
    void killGrant(const std::string& grant);
    [[nodiscard]] std::string newAccessToken(const std::string& grant);
    void dropOldest();
    void dropExpired();
    [[nodiscard]] std::optional<boost::json::object> read(const std::string& key) const;
    void write(const std::string& key, const boost::json::object& value);

    const Org& m_org;
};

}  // namespace syncline::sandbox::salesforce
