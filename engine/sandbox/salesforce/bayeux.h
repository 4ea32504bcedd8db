#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// The messages of the Bayeux protocol in the shape that the service gives them (Salesforce: Streaming API guide, how
/// the client connects, handling errors). Each answers `request`: same channel, same id.
namespace bayeux {

[[nodiscard]] boost::json::object success(const boost::json::object& request);
[[nodiscard]] boost::json::object failure(const boost::json::object& request, std::string_view error);
/// With advice {"reconnect":…,"interval":0}.
[[nodiscard]] boost::json::object failure(const boost::json::object& request, std::string_view error,
                                          std::string_view reconnect);
/// A refused handshake, with the true reason in ext.sfdc.failureReason.
[[nodiscard]] boost::json::object denied(const boost::json::object& request, std::string_view reason);
[[nodiscard]] boost::json::object unknownClient(const boost::json::object& request);
[[nodiscard]] boost::json::object advice(std::string_view reconnect);

/// The three digits ahead of an error text, 200 for a message without one.
[[nodiscard]] int statusOf(const boost::json::object& message);

}  // namespace bayeux

/// The first cookie of this name in a Cookie header.
[[nodiscard]] std::optional<std::string> cookie(std::string_view header, std::string_view name);

}  // namespace syncline::sandbox::salesforce
