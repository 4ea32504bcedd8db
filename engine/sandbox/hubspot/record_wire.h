#pragma once

#include "engine/sandbox/hubspot/object_types.h"
#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/record.h"

#include <map>
#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// Values that are not blank, by property name.
using PropertyMap = std::map<std::string, std::string, std::less<>>;

/// What an answer shall show of records.
struct Wanted {
    std::vector<std::string> properties;  ///< empty: the small default set of the type
    std::vector<std::string> history;
};

/// Answers to writes show the default set and what was written.
[[nodiscard]] Wanted allWritten(model::ObjectKind kind, const json::object& input);

/// A record's own properties with the system's: ids, stamps, source.
[[nodiscard]] PropertyMap propertiesOf(const Portal& portal, const model::Record& record);

/// The system's alone, with this stamp of the last change.
[[nodiscard]] PropertyMap systemValuesOf(const Portal& portal, const model::Record& record, base::WallTime modified);

/// `properties` may be older than the record, as the search index's are.
[[nodiscard]] json::object recordJson(const Portal& portal, const model::Record& record, const PropertyMap& properties,
                                      const Wanted& wanted);
[[nodiscard]] json::object recordJson(const Portal& portal, const model::Record& record, const Wanted& wanted);

/// How a change's origin is named in history and events.
struct ChangeSource {
    std::string type;  ///< "CRM_UI", "INTEGRATION", "AUTOMATION_PLATFORM"
    std::string id;    ///< "userId:90021", app id, workflow id; may be empty
    std::string label;
    std::string userId;
};
[[nodiscard]] ChangeSource sourceOf(const Portal& portal, const model::Actor& actor);

}  // namespace syncline::sandbox::hubspot
