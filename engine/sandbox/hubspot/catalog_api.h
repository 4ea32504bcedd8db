#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/rate_limits.h"

namespace syncline::sandbox::hubspot {

/// What describes the account rather than its records: property definitions, owners, account information (HubSpot:
/// properties guide, owners API, account information API). The sandbox's schema is fixed: nothing can be defined anew.
class CatalogApi {
public:
    CatalogApi(Portal& portal, const RateLimits& limits) : m_portal(portal), m_limits(limits) {}

    [[nodiscard]] Reply properties(const Call& call) const;
    [[nodiscard]] Reply owners(const Call& call) const;
    [[nodiscard]] Reply account(const Call& call) const;

private:
    [[nodiscard]] Reply listProperties(const Call& call, model::ObjectKind kind) const;
    [[nodiscard]] Reply oneProperty(const Call& call, model::ObjectKind kind, const std::string& name) const;
    [[nodiscard]] Reply createProperty(const Call& call, model::ObjectKind kind) const;
    [[nodiscard]] Reply batchReadProperties(const Call& call, model::ObjectKind kind) const;
    [[nodiscard]] Reply propertyGroups(model::ObjectKind kind) const;
    [[nodiscard]] json::object ownerJson(const model::User& user) const;
    [[nodiscard]] Reply oneOwner(const Call& call) const;
    [[nodiscard]] Reply dailyUsage() const;

    Portal& m_portal;
    const RateLimits& m_limits;
};

}  // namespace syncline::sandbox::hubspot
