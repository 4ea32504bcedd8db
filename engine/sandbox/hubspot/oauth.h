#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/grants.h"

#include <string>

namespace syncline::sandbox::hubspot {

/// A form as the token endpoints read it.
using Form = Query;

/// The token endpoints of every generation and the authorize page, which answers at once as if the user had agreed
/// (HubSpot: manage OAuth tokens; working with OAuth).
class OAuth {
public:
    OAuth(Portal& portal, Grants& grants) : m_portal(portal), m_grants(grants) {}

    [[nodiscard]] Reply handle(const Call& call);
    [[nodiscard]] Reply authorize(const Call& call);

private:
    [[nodiscard]] Reply token(const Call& call);
    [[nodiscard]] Reply byCode(const Form& form, const std::string& version);
    [[nodiscard]] Reply byRefreshToken(const Form& form, const std::string& version);
    [[nodiscard]] Reply byClientCredentials(const Form& form);
    [[nodiscard]] Reply installed(const std::string& refreshToken, const RefreshGrant& grant,
                                  const std::string& version);
    [[nodiscard]] Reply introspect(const Form& form) const;
    [[nodiscard]] Reply revoke(const Form& form);
    [[nodiscard]] Reply legacyLookup(const Call& call);
    [[nodiscard]] bool isClient(const Form& form) const;
    [[nodiscard]] bool mayRedirectTo(const std::string& uri) const;

    Portal& m_portal;
    Grants& m_grants;
};

}  // namespace syncline::sandbox::hubspot
