#pragma once

#include "engine/sandbox/hubspot/call.h"
#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/search_index.h"

#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// POST …/search over the lagging index: pages of at most 200, at most 10,000 results of one query, bodies of at most
/// 3,000 characters, one sort (HubSpot: CRM search). Archived records and associations are not to be found.
class SearchApi {
public:
    explicit SearchApi(Portal& portal) : m_portal(portal), m_index(portal) {}

    [[nodiscard]] Reply handle(const Call& call, const ObjectType& type);

private:
    /// What is asked for.
    struct Page {
        std::size_t after = 0;
        std::size_t limit = 10;
        const model::FieldSchema* sort = nullptr;
        bool descending = false;
    };
    using Hit = std::pair<const std::string, PropertyMap>;

    [[nodiscard]] static Checked<Page> readPage(const json::object& body, const ObjectType& type);
    [[nodiscard]] json::value shown(const Hit& hit, const ObjectType& type, const json::object& body) const;

    Portal& m_portal;
    SearchIndex m_index;
};

}  // namespace syncline::sandbox::hubspot
