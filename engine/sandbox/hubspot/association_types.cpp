#include "engine/sandbox/hubspot/association_types.h"

#include "engine/sandbox/hubspot/json_access.h"

namespace syncline::sandbox::hubspot {

Checked<bool> wantsPrimary(const json::array& types, model::ObjectKind from) {
    const AssociationTypes known = associationTypesFrom(from);
    bool primary = false;
    for (const json::value& item : types) {
        const json::object* type = item.if_object();
        if (type == nullptr)
            return unreadable("association type");
        const std::optional<std::int64_t> id = numberMember(*type, "associationTypeId");
        const bool ours = textMember(*type, "associationCategory") == std::optional<std::string>("HUBSPOT_DEFINED");
        if (!id || !ours || (*id != known.plain && *id != known.primary))
            return invalid("One or more association types are not valid for this pair of objects");
        primary = primary || *id == known.primary;
    }
    return primary;
}

}  // namespace syncline::sandbox::hubspot
