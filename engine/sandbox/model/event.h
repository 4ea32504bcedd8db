#pragma once

#include "engine/sandbox/model/types.h"

#include <cstdint>
#include <string>
#include <vector>

namespace syncline::sandbox::model {

enum class EventKind {
    Create,
    Update,
    Delete,
    Undelete,  ///< HubSpot: restore
    Merge,     ///< HubSpot only: recordIds holds the new id, mergedIds the records that went into it
    Erase,     ///< HubSpot only: privacy deletion
    Gap,       ///< Salesforce only: something changed, the platform could not say what (GAP_UPDATE)
};

/// One entry of a side's own event log, in commit order. Retained for 72 hours of the world's time.
struct Event {
    std::uint64_t number = 0;    ///< 1, 2, 3 … on this side, never used twice
    std::uint64_t replayId = 0;  ///< rising, with holes
    base::WallTime happened;     ///< the world's true time
    base::WallTime stamp;        ///< what the CRM's clock said, at its resolution
    ObjectKind object = ObjectKind::Contact;
    EventKind kind = EventKind::Update;
    /// Salesforce merges the same change of several records in one transaction into one event.
    std::vector<std::string> recordIds;
    std::vector<FieldValue> fields;      ///< new values by field name order: all that are not blank for Create and
                                         ///< Undelete, the changed ones for Update and Merge
    std::vector<std::string> automated;  ///< of these, the fields whose value an automation set in the same step
    SharedActor actor;
    bool newModifier = true;         ///< another user than the one who modified the record last
    std::string transactionKey;      ///< one for all events of a transaction
    int sequence = 1;                ///< within the transaction, from 1
    std::uint64_t commitNumber = 0;  ///< one for all events of a transaction
    std::vector<std::string> mergedIds;

    bool operator==(const Event&) const = default;
};

}  // namespace syncline::sandbox::model
