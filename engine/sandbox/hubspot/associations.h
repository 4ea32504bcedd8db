#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/links.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/record_writer.h"

#include <string>

namespace syncline::sandbox::hubspot {

/// Contacts and companies that belong together, from either end (HubSpot: associations API v4). That a record has no
/// association is an error row of a batch read, not an empty result.
class AssociationsApi {
public:
    AssociationsApi(Portal& portal, Links& links) : m_portal(portal), m_links(links) {}

    /// …/objects/{from}/{id}/associations/…
    [[nodiscard]] Reply handleOne(const Call& call);
    /// …/associations/{from}/{to}/…
    [[nodiscard]] Reply handleBatch(const Call& call);
    /// True when such a request changes associations.
    [[nodiscard]] static bool writes(const std::string& method, const Route& route);

private:
    /// The pair that a path or an input row names, with the ends told apart by kind.
    struct Pair {
        const ObjectType* from = nullptr;
        std::string fromId;
        std::string toId;

        [[nodiscard]] std::string contactId() const;
        [[nodiscard]] std::string companyId() const;
    };

    [[nodiscard]] std::optional<Problem> refuse(const Call& call, bool write);
    [[nodiscard]] Reply list(const Call& call, const ObjectType& from, const std::string& id) const;
    [[nodiscard]] Reply put(const Call& call, const Pair& pair, bool defaultType);
    [[nodiscard]] Reply remove(const Call& call, const Pair& pair);
    [[nodiscard]] Reply batchRead(const json::array& inputs, const ObjectType& from) const;
    [[nodiscard]] Reply batchCreate(const Call& call, const json::array& inputs, const ObjectType& from,
                                    bool defaultType);
    [[nodiscard]] Reply batchArchive(const Call& call, const json::array& inputs, const ObjectType& from, bool labels);
    [[nodiscard]] json::array targets(const model::Record& record) const;
    [[nodiscard]] json::value idOf(const std::string& id) const;

    Portal& m_portal;
    Links& m_links;
};

}  // namespace syncline::sandbox::hubspot
