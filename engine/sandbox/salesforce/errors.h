#pragma once

#include "engine/http_server/http.h"
#include "engine/sandbox/dialects.h"
#include "engine/sandbox/model/schema.h"
#include "engine/sandbox/model/types.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

namespace syncline::sandbox::salesforce {

/// One refusal in the words of the REST API (Salesforce: REST API guide, status codes and error responses).
struct ApiError {
    int status = 400;
    std::string code;
    std::string message;
    std::vector<std::string> fields;

    bool operator==(const ApiError&) const = default;
};

/// A value or the reasons why there is none.
template <typename T>
class [[nodiscard]] Checked {
public:
    Checked(T value) : m_value(std::move(value)) {}
    Checked(ApiError error) : m_errors{std::move(error)} {}
    Checked(std::vector<ApiError> errors) : m_errors(std::move(errors)) {}

    explicit operator bool() const { return m_value.has_value(); }
    T& operator*() { return *m_value; }
    const T& operator*() const { return *m_value; }
    T* operator->() { return &*m_value; }
    const T* operator->() const { return &*m_value; }
    [[nodiscard]] const std::vector<ApiError>& errors() const { return m_errors; }

private:
    std::optional<T> m_value;
    std::vector<ApiError> m_errors;
};

/// The body of a refused request: an array, with the status of the first error.
[[nodiscard]] http_server::Response errorResponse(const std::vector<ApiError>& errors);
[[nodiscard]] http_server::Response errorResponse(const ApiError& error);

/// The same in a row of a collection: statusCode instead of errorCode.
[[nodiscard]] boost::json::array rowErrors(const std::vector<ApiError>& errors);

/// What the model refused, in the API's words. `row` is the record's id where there is one.
[[nodiscard]] ApiError fromRejection(const model::Rejection& rejection, const model::ObjectSchema& object,
                                     std::string_view row, const Dialects& dialects);
[[nodiscard]] std::vector<ApiError> fromRejections(const std::vector<model::Rejection>& rejections,
                                                   const model::ObjectSchema& object, std::string_view row,
                                                   const Dialects& dialects);

[[nodiscard]] ApiError notFound(std::string message = "The requested resource does not exist");
[[nodiscard]] ApiError noSuchColumn(std::string_view field, std::string_view object);
[[nodiscard]] ApiError notWritable(std::string_view field);
[[nodiscard]] ApiError malformedId(std::string_view id);
[[nodiscard]] ApiError malformedJson(std::string message);
[[nodiscard]] ApiError invalidSession();
[[nodiscard]] ApiError lockedRow(std::string_view id);
[[nodiscard]] ApiError methodNotAllowed(std::string_view method, std::string_view allowed);

}  // namespace syncline::sandbox::salesforce
