#pragma once

#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/record.h"

#include <string>

namespace syncline::sandbox::hubspot {

/// By what a record is addressed.
struct RecordAddress {
    model::ObjectKind kind = model::ObjectKind::Contact;
    std::string id;
    std::string idProperty;  ///< empty: the record id
    bool archived = false;   ///< only those in the recycle bin, else only live ones
    bool aliases = true;     ///< ids of merged records lead to the new one; batch update does not follow them
};

/// A Problem when the property is not unique; null when there is no such record.
[[nodiscard]] Checked<const model::Record*> lookUp(const Portal& portal, const RecordAddress& address);

/// True when `idProperty` can address records of this kind.
[[nodiscard]] bool isUniqueProperty(const Portal& portal, model::ObjectKind kind, const std::string& idProperty);

}  // namespace syncline::sandbox::hubspot
