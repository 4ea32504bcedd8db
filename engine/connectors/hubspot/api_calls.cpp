#include "engine/connectors/hubspot/api_calls.h"

#include <utility>

namespace syncline::connectors::hubspot {
namespace {

constexpr int kUnauthorized = 401;

}  // namespace

ApiCalls::ApiCalls(HttpSender& http, TokenSource& tokens, std::string base)
    : m_http(http), m_tokens(tokens), m_base(std::move(base)), m_self(std::make_shared<ApiCalls*>(this)) {}

ApiCalls::~ApiCalls() {
    stop();
}

void ApiCalls::call(ApiCall call, Done done) {
    const std::uint64_t id = ++m_last;
    m_pending.emplace(id, Pending{std::move(call), std::move(done), false, 0, std::nullopt});
    askForToken(id);
}

void ApiCalls::stop() {
    *m_self = nullptr;
    m_self = std::make_shared<ApiCalls*>(this);
    for (const auto& [id, pending] : std::exchange(m_pending, {})) {
        if (pending.sent)
            m_http.cancel(*pending.sent);
    }
}

void ApiCalls::askForToken(std::uint64_t id) {
    m_tokens.get([id, self = m_self](base::Result<Token> token) {
        if (*self == nullptr)
            return;
        if (token)
            (*self)->send(id, *token);
        else
            (*self)->finish(id, HttpFailure{std::move(token).error(), false});
    });
}

void ApiCalls::send(std::uint64_t id, const Token& token) {
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return;
    Pending& pending = found->second;
    pending.generation = token.generation;
    HttpRequest request;
    request.method = pending.call.method;
    request.url = m_base + pending.call.path;
    request.headers = {{"Authorization", "Bearer " + token.text}, {"Accept", "application/json"}};
    if (!pending.call.body.empty())
        request.headers.emplace_back("Content-Type", "application/json");
    request.body = pending.call.body;
    request.priority = pending.call.priority;
    pending.sent = m_http.send(std::move(request), [this, id](HttpAnswer answer) { answered(id, std::move(answer)); });
}

void ApiCalls::answered(std::uint64_t id, HttpAnswer answer) {
    const auto found = m_pending.find(id);
    if (found == m_pending.end())
        return;
    Pending& pending = found->second;
    pending.sent.reset();
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response != nullptr && response->status == kUnauthorized) {
        m_tokens.refused(pending.generation);
        if (!std::exchange(pending.repeated, true)) {
            askForToken(id);
            return;
        }
    }
    finish(id, std::move(answer));
}

void ApiCalls::finish(std::uint64_t id, HttpAnswer answer) {
    auto taken = m_pending.extract(id);
    if (!taken.empty())
        taken.mapped().done(std::move(answer));
}

}  // namespace syncline::connectors::hubspot
