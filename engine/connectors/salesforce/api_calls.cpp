#include "engine/connectors/salesforce/api_calls.h"

#include "engine/connectors/salesforce/api_errors.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::salesforce {
namespace {

/// 401, or what userinfo says in its place.
bool refusesToken(const HttpAnswer& answer) {
    const auto* response = std::get_if<HttpResponse>(&answer);
    if (response == nullptr)
        return false;
    const bool userInfo = response->status == 403 && response->body.find("Bad_OAuth_Token") != std::string::npos;
    return (response->status == 401 && !isBeyondTokens(response->body)) || userInfo;
}

}  // namespace

void ApiCalls::call(ApiRequest request, Done done) {
    m_waiting.push_back({std::move(request), std::move(done), false, std::nullopt});
    startNext();
}

void ApiCalls::cancelAll() {
    m_life = std::make_shared<char>();
    m_waiting.clear();
    for (const auto& [id, call] : std::exchange(m_running, {})) {
        if (call.sending)
            m_parts.http.cancel(*call.sending);
    }
}

void ApiCalls::startNext() {
    while (!m_waiting.empty() && m_running.size() < m_parts.atOnce) {
        auto next = std::find_if(m_waiting.begin(), m_waiting.end(),
                                 [](const Call& call) { return call.request.priority == Priority::Live; });
        if (next == m_waiting.end())
            next = m_waiting.begin();
        const CallId id = ++m_last;
        m_running.emplace(id, std::move(*next));
        m_waiting.erase(next);
        askForToken(id);
    }
}

void ApiCalls::askForToken(CallId id) {
    m_parts.tokens.get([this, id, life = std::weak_ptr<char>(m_life)](base::Result<Token> token) {
        if (life.expired())
            return;
        if (token)
            send(id, *token);
        else
            finish(id, HttpFailure{std::move(token).error(), false});
    });
}

void ApiCalls::send(CallId id, const Token& token) {
    Call& call = m_running.at(id);
    HttpRequest request;
    request.method = call.request.method;
    request.url = (token.apiBase.empty() ? m_parts.baseUrl : token.apiBase) + call.request.path;
    request.headers = {{"Authorization", "Bearer " + token.text},
                       {"Accept", "application/json"},
                       {"Sforce-Call-Options", "client=" + m_parts.clientName}};
    if (!call.request.body.empty()) {
        request.headers.emplace_back("Content-Type", "application/json; charset=UTF-8");
        // Its default would let assignment rules change the owner (REST guide, Assignment Rule header).
        request.headers.emplace_back("Sforce-Auto-Assign", "FALSE");
    }
    request.body = call.request.body;
    request.timeout = call.request.timeout;
    request.priority = call.request.priority;
    call.sending = m_parts.http.send(std::move(request), [this, id, generation = token.generation](HttpAnswer answer) {
        answered(id, generation, std::move(answer));
    });
}

void ApiCalls::answered(CallId id, std::uint64_t tokenGeneration, HttpAnswer answer) {
    Call& call = m_running.at(id);
    call.sending.reset();
    const bool refused = refusesToken(answer);
    if (refused)
        m_parts.tokens.refused(tokenGeneration);
    if (refused && !std::exchange(call.repeated, true))
        askForToken(id);
    else
        finish(id, std::move(answer));
}

void ApiCalls::finish(CallId id, HttpAnswer answer) {
    const Done done = std::move(m_running.extract(id).mapped().done);
    const std::weak_ptr<char> life = m_life;
    done(std::move(answer));
    if (!life.expired())
        startNext();
}

}  // namespace syncline::connectors::salesforce
