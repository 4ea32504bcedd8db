#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace syncline::connectors {

/// A server as a browser tells them apart.
struct Origin {
    std::string scheme;  ///< "http" or "https"
    std::string host;    ///< in small letters
    int port = 0;        ///< the scheme's own where none is said

    bool operator==(const Origin&) const = default;
};

/// Of "https://host", "https://host:8443/", "http://[::1]:80". Nothing when there is a user, a path, a query, or
/// another scheme.
[[nodiscard]] std::optional<Origin> parseOrigin(std::string_view url);

}  // namespace syncline::connectors
