#pragma once

#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/types.h"

namespace syncline::sandbox::hubspot {

/// HubSpot's own association type ids between contacts and companies, by the end that an association starts from
/// (HubSpot: associations guide, association type ids).
struct AssociationTypes {
    int plain;
    int primary;
};

[[nodiscard]] constexpr AssociationTypes associationTypesFrom(model::ObjectKind kind) {
    return kind == model::ObjectKind::Contact ? AssociationTypes{279, 1} : AssociationTypes{280, 2};
}

/// Whether a list of types asks for the primary label. Refuses types of other pairs and of other categories.
[[nodiscard]] Checked<bool> wantsPrimary(const json::array& types, model::ObjectKind from);

}  // namespace syncline::sandbox::hubspot
