#pragma once

#include "engine/sandbox/model/event.h"
#include "engine/sandbox/salesforce/org.h"

#include <cstdint>
#include <optional>
#include <string>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// "Contact" for a contact's event.
[[nodiscard]] const std::string& entityName(const model::Event& event);

/// The replay id as clients see it.
[[nodiscard]] std::uint64_t wireReplayId(const Org& org, const model::Event& event);
/// And back: the log's own. Null when no event can have it.
[[nodiscard]] std::optional<std::uint64_t> replayIdOnWire(const Org& org, std::uint64_t wire);

/// One change event as a CometD message on a channel (Salesforce: Change Data Capture guide, message structure, header
/// and body fields).
[[nodiscard]] boost::json::object changeMessage(const Org& org, const model::Event& event, const std::string& channel);

}  // namespace syncline::sandbox::salesforce
