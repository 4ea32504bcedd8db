#pragma once

#include "engine/sandbox/hubspot/batches.h"
#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/links.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/record_wire.h"
#include "engine/sandbox/hubspot/search.h"

#include <string>

namespace syncline::sandbox::hubspot {

/// Records one at a time, and the way to their batches and search (HubSpot: CRM objects API).
class ObjectsApi {
public:
    ObjectsApi(Portal& portal, Links& links, SearchApi& search);

    /// Everything under …/objects/{type} but associations.
    [[nodiscard]] Reply handle(const Call& call);
    /// True when such a request changes records.
    [[nodiscard]] static bool writes(const std::string& method, const Route& route);

private:
    [[nodiscard]] Reply dispatch(const Call& call, const ObjectType& type);
    [[nodiscard]] Reply list(const Call& call, const ObjectType& type) const;
    [[nodiscard]] Reply create(const Call& call, const ObjectType& type);
    [[nodiscard]] Reply read(const Call& call, const ObjectType& type) const;
    [[nodiscard]] Reply update(const Call& call, const ObjectType& type);
    [[nodiscard]] Reply archive(const Call& call, const ObjectType& type);
    [[nodiscard]] Reply merge(const Call& call, const ObjectType& type);
    [[nodiscard]] Reply erase(const Call& call, const ObjectType& type);
    [[nodiscard]] json::object shown(const Call& call, const model::Record& record) const;

    Portal& m_portal;
    Links& m_links;
    SearchApi& m_search;
    BatchApi m_batches;
};

}  // namespace syncline::sandbox::hubspot
