#pragma once

#include "engine/http_server/http.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::hubspot {

namespace json = boost::json;

/// An error as HubSpot words it; every member but the status may be missing (HubSpot: error handling guide).
struct Problem {
    int status = 400;
    std::string category;
    std::string message;
    std::string subCategory = {};
    json::array errors = {};           ///< {message, code, context}
    json::object context = {};         ///< lists of text by name
    json::object extra = {};           ///< members of some families: policyName, error_description
    std::string statusText = "error";  ///< the token endpoints put a code here
    std::vector<http_server::Header> headers = {};

    /// The whole body, with room for the correlation id.
    [[nodiscard]] json::object body() const;
    /// As a row of a batch answer; the trace id of the input may be empty.
    [[nodiscard]] json::object row(const std::string& traceId) const;
};

/// An answer before it is put into bytes.
struct Reply {
    int status = 200;
    json::value body = nullptr;  ///< null: no JSON
    std::string text = {};       ///< instead of JSON
    std::string contentType = "application/json;charset=utf-8";
    std::vector<http_server::Header> headers = {};
    bool problem = false;  ///< the body wants a correlation id

    Reply() = default;
    Reply(Problem refused);
    [[nodiscard]] static Reply of(int status, json::value body);
    [[nodiscard]] static Reply empty(int status);
    [[nodiscard]] static Reply plain(int status, std::string contentType, std::string text);

    /// Puts it into bytes.
    [[nodiscard]] http_server::Response response(const std::string& correlationId) const;
};

/// A value or a Problem; works with TRY_ASSIGN in functions that return a Checked or a Reply.
template <typename T>
class [[nodiscard]] Checked {
public:
    Checked(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Checked(Problem problem) : m_state(std::in_place_index<1>, std::move(problem)) {}

    explicit operator bool() const noexcept { return m_state.index() == 0; }
    [[nodiscard]] const T& operator*() const& { return std::get<0>(m_state); }
    [[nodiscard]] T&& operator*() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] const T* operator->() const { return &std::get<0>(m_state); }
    [[nodiscard]] const Problem& error() const& { return std::get<1>(m_state); }
    [[nodiscard]] Problem&& error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<T, Problem> m_state;
};

/// 400 VALIDATION_ERROR with a message and nothing more.
[[nodiscard]] Problem invalid(std::string message);
/// 400 for a body or parameter of the wrong JSON or number type.
[[nodiscard]] Problem unreadable(const std::string& what);
/// 404 of a record.
[[nodiscard]] Problem notFound(const std::string& id);
/// 403 with the scopes that are wanted; two shapes are in the wild (dialect scopes-second-shape).
[[nodiscard]] Problem missingScopes(const std::vector<std::string>& scopes, bool secondShape);
/// 404 of a path that is none.
[[nodiscard]] Reply noRoute();
/// 405.
[[nodiscard]] Reply wrongMethod();

}  // namespace syncline::sandbox::hubspot
