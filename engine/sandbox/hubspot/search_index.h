#pragma once

#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/record_wire.h"

#include <cstdint>
#include <map>
#include <string>

namespace syncline::sandbox::hubspot {

/// What search looks at: the records as they were a while ago, made from the events that are old enough by now. In
/// memory only; after a start it begins with what is there.
class SearchIndex {
public:
    using Documents = std::map<std::string, PropertyMap, std::less<>>;

    explicit SearchIndex(Portal& portal);

    /// Takes in what has become old enough, and gives the records of a kind by id.
    [[nodiscard]] const Documents& documents(model::ObjectKind kind);

private:
    void rebuild();
    void apply(const model::Event& event);
    void applyTo(Documents& documents, const model::Event& event, const std::string& id);

    Portal& m_portal;
    std::map<model::ObjectKind, Documents> m_documents;
    std::uint64_t m_nextEvent = 1;
};

}  // namespace syncline::sandbox::hubspot
