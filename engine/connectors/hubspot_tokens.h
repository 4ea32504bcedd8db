#pragma once

#include "engine/connectors/grant_tokens.h"

#include <string>
#include <vector>

namespace syncline::connectors {

struct HubSpotSignIn {
    std::string workspace;     ///< its id
    std::string baseUrl;       ///< https://api.hubapi.com
    std::string clientId;      ///< of the app
    std::string oauthVersion;  ///< of the token endpoint: "2026-09", "v1"
};

/// Access tokens of an installed app, renewed by refresh token at baseUrl/oauth/<version>/token ahead of the end that
/// expires_in tells (protocol: 1.2). With an access token alone in the store it is a static one, of a private app or a
/// service key: it is used until HubSpot refuses it, and then a person has to make another.
class HubSpotTokens final : public GrantTokens {
public:
    HubSpotTokens(SideTools tools, const HubSpotSignIn& signIn);
};

/// Tokens of the app itself by client id and secret, the only ones that the webhooks journal takes (protocol: 1.1,
/// 3.1). `scopes` are the journal's and those of the objects that it is to tell of.
class HubSpotAppTokens final : public GrantTokens {
public:
    HubSpotAppTokens(SideTools tools, const HubSpotSignIn& signIn, const std::vector<std::string>& scopes);
};

}  // namespace syncline::connectors
