#pragma once

#include "engine/connectors/hubspot/canonical_text.h"
#include "engine/connectors/hubspot/json_members.h"
#include "engine/mapping/workspace.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::connectors::hubspot {

/// An object type that is mapped, and what is known of its properties: at first what the mapping says, and when HubSpot
/// has described them, what it says.
struct ObjectType {
    std::string name;               ///< as the mapping calls it and paths take it: "contacts"
    std::string typeId;             ///< as the journal calls it: "0-1"
    std::string partnerId;          ///< the property that holds the partner's id; may be ""
    std::set<std::string> tracked;  ///< the mapped properties and partnerId: what the journal is to tell
    bool described = false;         ///< HubSpot has said which properties there are

    /// Takes GET /crm/properties/…: kinds, which are unique, which there are.
    void describe(const json::array& properties);

    [[nodiscard]] PropertyKind kindOf(std::string_view property) const;
    /// Records can be addressed by it: it is described as unique, or nothing is described and it is partnerId.
    [[nodiscard]] bool isUnique(std::string_view property) const;
    /// False only when HubSpot's description does not have it.
    [[nodiscard]] bool mayExist(std::string_view property) const;
    [[nodiscard]] bool isEnumeration(std::string_view property) const;
    /// Mapped, and not among those that HubSpot described.
    [[nodiscard]] std::vector<std::string> missing() const;

    struct Property {
        PropertyKind kind = PropertyKind::Text;
        bool mappedAsOptions = false;
        bool unique = false;
        bool enumeration = false;
    };
    std::map<std::string, Property, std::less<>> properties;
};

/// The property that tells when a record changed last: contacts have another one than all others (HubSpot: CRM search).
[[nodiscard]] std::string_view modifiedProperty(std::string_view typeId);

/// Standard names have numbers ("contacts": "0-1"); anything else is taken for a type id itself ("2-4711").
[[nodiscard]] std::string typeIdOf(std::string_view objectName);

/// The mapped object types. The connector's thread.
class ObjectCatalog {
public:
    explicit ObjectCatalog(const std::vector<mapping::ObjectMapping>& mappings);

    [[nodiscard]] std::vector<ObjectType>& all() { return m_types; }
    [[nodiscard]] const std::vector<ObjectType>& all() const { return m_types; }
    /// Null when it is not mapped.
    [[nodiscard]] const ObjectType* named(std::string_view name) const;
    [[nodiscard]] const ObjectType* withTypeId(std::string_view typeId) const;

private:
    std::vector<ObjectType> m_types;
};

}  // namespace syncline::connectors::hubspot
