#include "engine/sandbox/salesforce/cometd.h"

#include "engine/sandbox/salesforce/bayeux.h"
#include "engine/sandbox/salesforce/cometd_request.h"
#include "engine/sandbox/salesforce/json_text.h"
#include "engine/sandbox/salesforce/oauth.h"

#include <algorithm>
#include <utility>

namespace syncline::sandbox::salesforce {
namespace json = boost::json;
namespace {

constexpr std::size_t kMostBytes = 32768;

}  // namespace

void Cometd::handle(const http_server::Request& request, http_server::Exchange exchange) {
    if (request.method != "POST") {
        exchange.send(
            {400, {{"Content-Type", "text/plain"}}, "400::Unknown transport: only long-polling by POST is served"});
        return;
    }
    if (request.body.size() > kMostBytes) {
        const json::object error{{"successful", false}, {"error", "413::Maximum Request Size Exceeded"}};
        exchange.send(jsonResponse(413, json::array{error}));
        return;
    }
    const std::vector<json::object> messages = messagesOf(request.body);
    if (messages.empty()) {
        exchange.send(
            jsonResponse(400, json::array{json::object{{"successful", false}, {"error", "400::Bad request"}}}));
        return;
    }
    Reply reply;
    for (const json::object& message : messages)
        answerMessage(request, message, messages.size() == 1, reply);
    if (reply.holding == nullptr || !reply.messages.empty()) {
        send(exchange, reply.messages, std::move(reply.headers));
        return;
    }
    reply.holding->held.emplace(
        HeldConnect{std::move(exchange), std::move(reply.held), now() + m_org.options().connectHold});
}

void Cometd::answerMessage(const http_server::Request& request, const json::object& message, bool alone, Reply& reply) {
    const std::string channel = textMember(message, "channel").value_or("");
    if (channel == "/meta/handshake") {
        handshake(request, message, reply);
        return;
    }
    CometdSession* session = findSession(request, message, reply);
    if (session == nullptr)
        return;
    session->lastSeen = now();
    if (channel == "/meta/connect")
        connect(*session, message, alone, reply);
    else if (channel == "/meta/subscribe")
        subscribe(*session, message, reply);
    else if (channel == "/meta/disconnect")
        disconnect(*session, message, reply);
    else if (channel == "/meta/unsubscribe") {
        session->cursors.erase(textMember(message, "subscription").value_or(""));
        reply.messages.push_back(bayeux::success(message));
    } else {
        reply.messages.push_back(bayeux::failure(message, "403::Restricted channel"));
    }
}

std::optional<json::object> Cometd::refuseHandshake(const http_server::Request& request, const json::object& message) {
    if (auto failure = m_failures.take(message))
        return failure;
    const std::string token = accessTokenOf(request);
    if (token.empty())
        return bayeux::denied(message, "401::Request requires authentication");
    if (!m_grants.accepts(token))
        return bayeux::denied(message, "401::Authentication invalid");
    if (const auto error = versionError(request.path()))
        return bayeux::failure(message, *error, "none");
    if (!offersLongPolling(message))
        return bayeux::failure(message, "400::Invalid connection type: only long-polling is supported", "none");
    if (m_sessions.size() >= m_org.options().concurrentClients)
        return bayeux::failure(message, "403::Organization concurrent user limit exceeded", "none");
    return std::nullopt;
}

void Cometd::handshake(const http_server::Request& request, const json::object& message, Reply& reply) {
    if (auto refusal = refuseHandshake(request, message)) {
        reply.messages.push_back(std::move(*refusal));
        return;
    }
    CometdSession session;
    session.clientId = m_org.randomText(26);
    session.browserCookie = m_org.randomText(26);
    session.routeCookie = m_org.randomText(20);
    session.lastSeen = now();
    json::object answer = bayeux::success(message);
    answer["version"] = "1.0";
    answer["minimumVersion"] = "1.0";
    answer["clientId"] = session.clientId;
    answer["supportedConnectionTypes"] = json::array{"long-polling"};
    answer["ext"] = json::object{{"replay", true}, {"payload.format", true}};
    reply.messages.push_back(std::move(answer));
    const std::string attributes = request.secure ? "; Path=/; Secure; HttpOnly" : "; Path=/; HttpOnly";
    constexpr int kRouteSeconds = 3 * 60 * 60;
    reply.headers.push_back({"Set-Cookie", "BAYEUX_BROWSER=" + session.browserCookie + attributes});
    reply.headers.push_back({"Set-Cookie", "sfdc-stream=" + session.routeCookie
                                               + "; Max-Age=" + std::to_string(kRouteSeconds) + attributes});
    m_sessions.insert_or_assign(session.clientId, std::move(session));
}

CometdSession* Cometd::findSession(const http_server::Request& request, const json::object& message, Reply& reply) {
    const std::string clientId = textMember(message, "clientId").value_or("");
    if (clientId.empty()) {
        reply.messages.push_back(bayeux::failure(message, "403::Client has not completed handshake", "handshake"));
        return nullptr;
    }
    if (textMember(message, "channel") == "/meta/connect") {
        if (auto failure = m_failures.take(message)) {
            reply.messages.push_back(std::move(*failure));
            return nullptr;
        }
    }
    if (!m_grants.accepts(accessTokenOf(request))) {
        reply.messages.push_back(bayeux::failure(message, "401::Authentication invalid", "none"));
        return nullptr;
    }
    const auto found = m_sessions.find(clientId);
    if (found == m_sessions.end()) {
        reply.messages.push_back(bayeux::unknownClient(message));
        return nullptr;
    }
    const std::string cookies(request.header("Cookie").value_or(""));
    const auto browser = cookie(cookies, "BAYEUX_BROWSER");
    if (!browser) {
        reply.messages.push_back(bayeux::failure(
            message, "400::Client " + clientId + " has established a session, but no BAYEUX_BROWSER cookie present"));
        return nullptr;
    }
    if (*browser != found->second.browserCookie || cookie(cookies, "sfdc-stream") != found->second.routeCookie) {
        reply.messages.push_back(bayeux::unknownClient(message));
        return nullptr;
    }
    return &found->second;
}

void Cometd::connect(CometdSession& session, const json::object& message, bool alone, Reply& reply) {
    if (session.held) {
        HeldConnect old = std::move(*session.held);
        session.held.reset();
        send(old.exchange, {bayeux::success(old.request)}, {});
    }
    const json::value* type = message.if_contains("connectionType");
    if (type == nullptr || *type != "long-polling") {
        reply.messages.push_back(
            bayeux::failure(message, "400::Invalid connection type: only long-polling is supported", "none"));
        return;
    }
    if (auto refusal = overQuota(message)) {
        reply.messages.push_back(std::move(*refusal));
        return;
    }
    std::vector<json::object> news = takeNews(session);
    json::object answer = bayeux::success(message);
    const bool first = !std::exchange(session.connected, true);
    if (first) {
        answer["advice"] = bayeux::advice("retry");
        answer["advice"].as_object()["timeout"] = m_org.options().connectHold.count();
    }
    if (alone && !first && news.empty() && !wantsAnswerAtOnce(message)) {
        reply.holding = &session;
        reply.held = message;
        return;
    }
    for (json::object& one : withReply(session, std::move(news), std::move(answer)))
        reply.messages.push_back(std::move(one));
}

void Cometd::subscribe(CometdSession& session, const json::object& message, Reply& reply) const {
    const std::string channel = textMember(message, "subscription").value_or("");
    if (const auto error = m_feed.channelError(channel)) {
        reply.messages.push_back(bayeux::failure(message, *error));
        return;
    }
    const json::value* asked = replayOf(message, channel);
    const std::optional<std::int64_t> number =
        asked != nullptr ? replayNumber(*asked) : std::optional<std::int64_t>(-1);
    const auto position = number ? m_feed.position(*number) : std::nullopt;
    if (!position) {
        const char* blanks = m_org.dialect("replay-error-one-blank") ? " " : "  ";
        reply.messages.push_back(bayeux::failure(
            message, "400::The replayId {" + jsonText(*asked) + "} you provided was invalid." + blanks
                         + "Please provide a valid ID, -2 to replay all events, or -1 to replay only new events."));
        return;
    }
    session.cursors.insert_or_assign(channel, *position);
    reply.messages.push_back(bayeux::success(message));
}

void Cometd::disconnect(CometdSession& session, const json::object& message, Reply& reply) {
    reply.messages.push_back(bayeux::success(message));
    if (session.held) {
        json::object last = bayeux::success(session.held->request);
        last["advice"] = bayeux::advice("none");
        send(session.held->exchange, {last}, {});
    }
    m_sessions.erase(std::string(session.clientId));
}

void Cometd::pump() {
    for (auto entry = m_sessions.begin(); entry != m_sessions.end();) {
        CometdSession& session = entry->second;
        if (session.held && !session.held->exchange.isOpen()) {
            session.held.reset();
            session.lastSeen = now();
        }
        if (!session.held && session.lastSeen + m_org.options().sessionExpiry <= now()) {
            entry = m_sessions.erase(entry);
            continue;
        }
        if (session.held)
            answerHeld(session);
        ++entry;
    }
}

void Cometd::answerHeld(CometdSession& session) {
    std::vector<json::object> messages;
    if (auto refusal = overQuota(session.held->request)) {
        messages.push_back(std::move(*refusal));
    } else {
        std::vector<json::object> news = takeNews(session);
        if (news.empty() && session.held->until > now())
            return;
        messages = withReply(session, std::move(news), bayeux::success(session.held->request));
    }
    HeldConnect held = std::move(*session.held);
    session.held.reset();
    session.lastSeen = now();
    send(held.exchange, messages, {});
}

std::vector<json::object> Cometd::takeNews(CometdSession& session) {
    std::vector<json::object> news = m_feed.take(session.cursors);
    if (!news.empty())
        m_delivered.add(news.size(), m_org.context().clock.wallNow());
    return news;
}

StreamingUse Cometd::use() const {
    return {m_sessions.size(), m_delivered.used(m_org.context().clock.wallNow())};
}

std::optional<json::object> Cometd::overQuota(const json::object& connect) const {
    if (use().deliveredToday < m_org.options().dailyDeliveredEvents)
        return std::nullopt;
    return bayeux::failure(connect, "403::Organization total events daily limit exceeded", "none");
}

std::vector<json::object> Cometd::withReply(CometdSession& session, std::vector<json::object> news,
                                            json::object reply) const {
    // Events and the connect's own reply come in any order: now this way, now the other.
    if (!news.empty())
        session.eventsLast = !session.eventsLast;
    news.insert(session.eventsLast ? news.begin() : news.end(), std::move(reply));
    return news;
}

std::optional<std::chrono::milliseconds> Cometd::untilDue() const {
    // A client that goes away while its connect is held is noticed within this time.
    constexpr std::chrono::milliseconds kLookAgain{1000};
    std::optional<std::chrono::milliseconds> due;
    const auto note = [&](std::chrono::milliseconds wait) {
        wait = std::max(wait, std::chrono::milliseconds(0));
        due = due ? std::min(*due, wait) : wait;
    };
    for (const auto& [id, session] : m_sessions) {
        const base::MonotonicTime at =
            session.held ? session.held->until : session.lastSeen + m_org.options().sessionExpiry;
        note(std::chrono::ceil<std::chrono::milliseconds>(at - now()));
        if (!session.held)
            continue;
        note(m_feed.hasNews(session.cursors) ? std::chrono::milliseconds(0) : kLookAgain);
        if (const auto published = m_feed.untilPublished())
            note(*published);
    }
    return due;
}

void Cometd::disconnectClients() {
    CometdSessions ended = std::exchange(m_sessions, {});
    for (auto& [id, session] : ended) {
        if (!session.held)
            continue;
        const json::object notice{{"channel", "/meta/disconnect"}, {"clientId", id}, {"successful", true}};
        const json::object reply = m_org.dialect("disconnect-with-401")
                                       ? bayeux::failure(session.held->request, "401::Authentication invalid", "none")
                                       : bayeux::success(session.held->request);
        send(session.held->exchange, {notice, reply}, {});
    }
}

void Cometd::send(http_server::Exchange& exchange, const std::vector<json::object>& messages,
                  std::vector<http_server::Header> headers) const {
    json::array body;
    int status = 200;
    for (const json::object& message : messages) {
        body.push_back(message);
        if (m_org.dialect("bayeux-errors-with-status"))
            status = std::max(status, bayeux::statusOf(message));
    }
    http_server::Response response = jsonResponse(status, body);
    response.headers.insert(response.headers.end(), headers.begin(), headers.end());
    exchange.send(std::move(response));
}

}  // namespace syncline::sandbox::salesforce
