#pragma once

#include "engine/sandbox/model/cold_text.h"
#include "engine/sandbox/model/types.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace syncline::sandbox::model {

/// One value that a field has had.
struct Version {
    Value value;
    base::WallTime stamp;  ///< by the CRM's own clock, at its resolution
    SharedActor actor;

    bool operator==(const Version&) const = default;
};

/// Versions by field, oldest first.
using Histories = std::map<std::string, std::vector<Version>, std::less<>>;

enum class RecordState {
    Live,
    Deleted,  ///< in the recycle bin: undelete brings it back
    Merged,   ///< merged away; mergedInto names the survivor
    Erased,   ///< privacy deletion: nobody can read it any more
};

struct Record {
    std::string id;  ///< Salesforce: 18 characters; HubSpot: digits
    ObjectKind object = ObjectKind::Contact;
    RecordState state = RecordState::Live;
    /// Every field that ever had a value, with its newest versions, the last one current.
    Histories fields;
    ColdText aside;           ///< the versions before those
    base::WallTime created;   ///< by the CRM's clock
    base::WallTime modified;  ///< by the CRM's clock
    base::WallTime removed;   ///< by the CRM's clock; meaningful unless Live
    std::string createdBy;    ///< user id
    std::string modifiedBy;
    Actor creator;
    std::string mergedInto;
    std::vector<std::string> mergedFrom;  ///< HubSpot: ids that live on as aliases of this one
    std::uint64_t twin =
        0;  ///< the same number on both sides: one company or person in the world; 0 for records made through the API

    /// The current value; blank for a field that never had one.
    [[nodiscard]] Value value(std::string_view field) const;
    /// All versions that the CRM keeps: HubSpot the newest 45 of a property, Salesforce the newest 20 ("field
    /// history"). Blocks on the disk.
    [[nodiscard]] Histories histories() const;
    /// The same of one field.
    [[nodiscard]] std::vector<Version> history(std::string_view field) const;
    /// The field's current value from now on; older ones may go into the file.
    void add(const std::string& field, Version version, const std::shared_ptr<base::SpillFile>& file);
    /// Leaves the current versions at hand only, the others go into the file.
    void setAside(const std::shared_ptr<base::SpillFile>& file);
};

}  // namespace syncline::sandbox::model
