#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::mapping {

/// Why a text is no address of a connection: scheme, host and port, https or, for loopback, http. Nothing when it is
/// one. A user name or password in it is never repeated. Pure; asks no name server.
[[nodiscard]] std::optional<std::string> faultOfAddress(std::string_view address);

/// localhost, 127.0.0.0/8 in four decimal numbers, or ::1 in brackets; any other spelling is not.
[[nodiscard]] bool isLoopback(std::string_view host);

}  // namespace syncline::mapping
