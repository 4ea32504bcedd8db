#include "engine/sandbox/hubspot/reply.h"

namespace syncline::sandbox::hubspot {
namespace {

json::array textList(const std::vector<std::string>& texts) {
    json::array list;
    for (const std::string& text : texts)
        list.emplace_back(text);
    return list;
}

}  // namespace

json::object Problem::body() const {
    json::object body;
    body["status"] = statusText;
    body["message"] = message;
    body["correlationId"] = "";
    if (!errors.empty())
        body["errors"] = errors;
    if (!context.empty())
        body["context"] = context;
    if (!category.empty())
        body["category"] = category;
    if (!subCategory.empty())
        body["subCategory"] = subCategory;
    for (const auto& member : extra)
        body[member.key()] = member.value();
    return body;
}

json::object Problem::row(const std::string& traceId) const {
    json::object row;
    row["status"] = "error";
    row["category"] = category;
    if (!subCategory.empty())
        row["subCategory"] = subCategory;
    row["message"] = message;
    json::object where = context;
    if (!traceId.empty())
        where["objectWriteTraceId"] = json::array{json::value(traceId)};
    row["context"] = std::move(where);
    if (!errors.empty())
        row["errors"] = errors;
    return row;
}

Reply::Reply(Problem refused)
    : status(refused.status), body(refused.body()), headers(std::move(refused.headers)), problem(true) {}

Reply Reply::of(int status, json::value body) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(body);
    return reply;
}

Reply Reply::empty(int status) {
    Reply reply;
    reply.status = status;
    reply.contentType.clear();
    return reply;
}

Reply Reply::plain(int status, std::string contentType, std::string text) {
    Reply reply;
    reply.status = status;
    reply.contentType = std::move(contentType);
    reply.text = std::move(text);
    return reply;
}

http_server::Response Reply::response(const std::string& correlationId) const {
    http_server::Response response;
    response.status = status;
    response.headers = headers;
    if (!contentType.empty())
        response.headers.push_back({"Content-Type", contentType});
    if (body.is_null()) {
        response.body = text;
        return response;
    }
    if (!problem || !body.is_object()) {
        response.body = json::serialize(body);
        return response;
    }
    json::object withId = body.as_object();
    withId["correlationId"] = correlationId;
    response.body = json::serialize(withId);
    return response;
}

Problem invalid(std::string message) {
    return {.status = 400, .category = "VALIDATION_ERROR", .message = std::move(message)};
}

Problem unreadable(const std::string& what) {
    return {.status = 400, .category = "VALIDATION_ERROR", .message = "Cannot deserialize value of " + what};
}

Problem notFound(const std::string& id) {
    return {.status = 404,
            .category = "OBJECT_NOT_FOUND",
            .message = "Object not found.  objectId are usually numeric.",
            .context = {{"id", json::array{json::value(id)}}}};
}

Problem missingScopes(const std::vector<std::string>& scopes, bool secondShape) {
    const std::string required = "One or more of the following scopes are required.";
    const json::object context{{"requiredGranularScopes", textList(scopes)}};
    Problem problem{.status = 403, .category = "MISSING_SCOPES", .message = required};
    if (!secondShape) {
        problem.context = context;
        return problem;
    }
    problem.message = "This app hasn't been granted all required scopes to make this call.";
    problem.errors.push_back(json::object{{"message", required}, {"context", context}});
    problem.extra["links"] = json::object{{"scopes", "https://developers.hubspot.com/scopes"}};
    return problem;
}

Reply noRoute() {
    return Reply::plain(404, "text/html;charset=utf-8", "<html><body><h1>404 Not Found</h1></body></html>\n");
}

Reply wrongMethod() {
    return Problem{.status = 405, .category = {}, .message = "HTTP 405 Method Not Allowed"};
}

}  // namespace syncline::sandbox::hubspot
