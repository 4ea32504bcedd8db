#pragma once

#include "engine/http_server/http.h"
#include "engine/sandbox/model/types.h"
#include "engine/sandbox/salesforce/errors.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// A request to /services/data/vXX.0/…, taken apart. Points into the request that it was made of.
struct RestCall {
    const http_server::Request* request = nullptr;
    std::string method;             ///< after ?_HttpMethod=
    std::string version;            ///< "66.0"
    std::vector<std::string> path;  ///< decoded segments behind the version, no empty ones at the end
    std::vector<http_server::Header> parameters;
    model::Actor actor;  ///< who writes: the integration user by way of this API, with the caller's client=

    [[nodiscard]] std::optional<std::string> parameter(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const { return request->header(name); }
    [[nodiscard]] int majorVersion() const;
    /// The body as an object, or why it is none.
    [[nodiscard]] Checked<boost::json::object> bodyObject() const;
};

/// Splits at '/', decodes each part, and drops empty ones at the end.
[[nodiscard]] std::vector<std::string> pathSegments(std::string_view path);

/// "Sforce-Call-Options: client=QtSync, defaultNamespace=x" or with ';' (Salesforce: REST API guide, call options).
[[nodiscard]] std::string clientOption(std::string_view header);

/// "v66.0" gives 66; nullopt for anything else.
[[nodiscard]] std::optional<int> parseVersion(std::string_view text);

constexpr int kOldestRest = 31;
constexpr int kOldestStreaming = 37;
constexpr int kNewestVersion = 68;

}  // namespace syncline::sandbox::salesforce
