#pragma once

#include "engine/sandbox/model/crm.h"

#include <string>
#include <vector>

namespace syncline::sandbox::model {

/// What a CRM's own flow (Salesforce) or workflow (HubSpot) sets after a write.
struct AutomatedChange {
    std::string automation;  ///< name of the flow, id of the workflow
    std::string field;
    Value value;
};

/// What the CRM's automations do to a record of which these fields have just been written; `record` has them already.
/// They may change another field or the very same one. Salesforce's run before the save, in the writer's transaction
/// and under its origin; HubSpot's are versions of their own with the workflow as source.
[[nodiscard]] std::vector<AutomatedChange> automatedChanges(Side side, const Record& record,
                                                            const std::vector<FieldValue>& written);

}  // namespace syncline::sandbox::model
