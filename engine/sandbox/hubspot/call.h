#pragma once

#include "engine/http_server/http.h"
#include "engine/sandbox/hubspot/portal.h"
#include "engine/sandbox/hubspot/reply.h"
#include "engine/sandbox/hubspot/routes.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

/// The query of a request.
class Query {
public:
    explicit Query(std::string_view text) : m_pairs(http_server::parseForm(text)) {}

    [[nodiscard]] std::optional<std::string> first(std::string_view name) const;
    /// Repeated parameters and comma lists alike: HubSpot's client sends the one, its pages show the other.
    [[nodiscard]] std::vector<std::string> list(std::string_view name) const;
    [[nodiscard]] bool flag(std::string_view name) const;
    /// `limit`, from 1 to the most; refused outside.
    [[nodiscard]] Checked<std::size_t> limit(std::size_t usual, std::size_t most) const;

private:
    std::vector<http_server::Header> m_pairs;
};

/// One request on its way through the endpoints.
struct Call {
    const http_server::Request& request;
    Route route;
    Query query;
    Caller caller;

    [[nodiscard]] const std::string& method() const { return request.method; }
    [[nodiscard]] const std::vector<std::string>& rest() const { return route.rest; }
    /// "http://127.0.0.1:4000", as the client called us.
    [[nodiscard]] std::string origin() const;
};

/// A Problem unless the caller has this scope or one of the alternatives.
[[nodiscard]] std::optional<Problem> lacksScope(const Portal& portal, const Caller& caller,
                                                const std::vector<std::string>& oneOf);

}  // namespace syncline::sandbox::hubspot
