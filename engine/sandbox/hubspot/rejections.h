#pragma once

#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/model/types.h"

#include <string>
#include <vector>

namespace syncline::sandbox::hubspot {

/// The model's reasons in HubSpot's words: 404, 409 with the existing id in message and context, or 400 with every
/// invalid value twice, as JSON within the message and as errors[] (HubSpot: error handling guide). `id` is the record
/// that was addressed, empty for a create.
[[nodiscard]] Problem problemOf(const Portal& portal, model::ObjectKind kind, const std::string& id,
                                const std::vector<model::Rejection>& rejections);

}  // namespace syncline::sandbox::hubspot
