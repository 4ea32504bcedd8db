#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// The messages of a request's body, which is an array of them or a single one; empty when it is neither.
[[nodiscard]] std::vector<boost::json::object> messagesOf(std::string_view body);

/// Why the version in "/cometd/66.0" is not served; null when it is.
[[nodiscard]] std::optional<std::string> versionError(std::string_view path);

/// A handshake's supportedConnectionTypes name long-polling.
[[nodiscard]] bool offersLongPolling(const boost::json::object& handshake);

/// A connect's advice.timeout is 0.
[[nodiscard]] bool wantsAnswerAtOnce(const boost::json::object& connect);

/// The replay id that a subscribe asks for, as written there; null when it says nothing.
[[nodiscard]] const boost::json::value* replayOf(const boost::json::object& subscribe, const std::string& channel);
/// Nullopt for what is no whole number of 64 bits. A client in JavaScript may send a large one as a double.
[[nodiscard]] std::optional<std::int64_t> replayNumber(const boost::json::value& replay);

}  // namespace syncline::sandbox::salesforce
