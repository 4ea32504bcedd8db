#include "engine/connectors/salesforce/cometd_stream.h"

#include "engine/base/log.h"

#include <algorithm>
#include <utility>

namespace syncline::connectors::salesforce {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kHandshake = "/meta/handshake";
constexpr std::string_view kSubscribe = "/meta/subscribe";
constexpr std::string_view kConnect = "/meta/connect";
constexpr std::string_view kDisconnect = "/meta/disconnect";
constexpr std::chrono::milliseconds kShortTimeout = 30s;
constexpr std::chrono::milliseconds kBeyondHold = 20s;
/// A session that flowed so long was a good one: what ends it is no further failure in a row.
constexpr std::chrono::milliseconds kGoodSession = 10s;

/// At least half of it, so that nobody hammers, the rest by chance, so that many clients do not come back at once.
std::chrono::milliseconds jittered(std::chrono::milliseconds wait, base::Random& random) {
    return std::chrono::milliseconds(random.between(wait.count() / 2, wait.count()));
}

StreamFault tokenFault(const base::Error& error) {
    const bool signIn = error.code == base::ErrorCode::Unauthenticated;
    return {signIn ? StreamFaultKind::Token : StreamFaultKind::Away, error, {}};
}

}  // namespace

CometdStream::CometdStream(StreamSettings settings, StreamParts parts, StreamOwner& owner)
    : m_settings(std::move(settings)), m_parts(parts), m_owner(owner) {}

CometdStream::~CometdStream() {
    close();
}

void CometdStream::open() {
    begin();
}

void CometdStream::close() {
    abandon();
    forgetRefusedTimer();
}

void CometdStream::forgetRefusedTimer() {
    if (m_refusedTimer)
        m_parts.timers.cancel(*std::exchange(m_refusedTimer, std::nullopt));
}

void CometdStream::tryNow() {
    if (!m_waitsToBegin && !m_refusedTimer && !m_asksRefusedAgain)
        return;
    if (m_waitsToBegin) {
        const std::optional<std::chrono::milliseconds> left = m_pause.cut(m_parts.clock.monotonicNow());
        if (!left)
            return;
        if (*left > 0ms) {
            m_owner.triesNext(m_parts.clock.wallNow() + *left);
            m_parts.timers.cancel(*std::exchange(m_timer, std::nullopt));
            wait(*left, &CometdStream::begin);
            return;
        }
    }
    forgetRefusedTimer();
    m_owner.triesNext(std::nullopt);
    begin();
}

void CometdStream::abandon() {
    m_session = {};
    m_round.reset();
    m_waitsForOwner = false;
    m_waitsToBegin = false;
    if (m_sending)
        m_parts.http.cancel(*std::exchange(m_sending, std::nullopt));
    if (m_timer)
        m_parts.timers.cancel(*std::exchange(m_timer, std::nullopt));
}

void CometdStream::begin() {
    if (m_waitsToBegin)
        m_owner.triesNext(std::nullopt);
    abandon();
    m_asksRefusedAgain = false;  // all are subscribed to
    m_round = std::make_shared<char>();
    m_parts.tokens.get([this, round = std::weak_ptr<char>(m_round)](base::Result<Token> token) {
        if (round.expired())
            return;
        if (token) {
            handshake(*token);
            return;
        }
        // The next refusal asks for another one before it is told: only the source knows what a person can do.
        if (token.error().code == base::ErrorCode::Unauthenticated)
            m_tokenTried = false;
        failForNow(tokenFault(token.error()));
    });
}

void CometdStream::handshake(const Token& token) {
    m_session.base = token.apiBase.empty() ? m_settings.baseUrl : token.apiBase;
    m_session.authorization = "Bearer " + token.text;
    m_session.tokenGeneration = token.generation;
    m_session.toSubscribe.assign(m_settings.channels.rbegin(), m_settings.channels.rend());
    post(message::handshake(++m_lastMessage), kShortTimeout, &CometdStream::handshaken);
}

void CometdStream::handshaken(const BayeuxAnswer& answer, const HttpResponse& response) {
    const MetaReply* reply = expect(answer, response, kHandshake);
    if (reply == nullptr)
        return;
    m_session.clientId = reply->clientId;
    m_refused.clear();
    subscribeNext();
}

void CometdStream::subscribeNext() {
    if (m_session.toSubscribe.empty()) {
        connect();
        return;
    }
    const std::string& channel = m_session.toSubscribe.back();
    m_session.asked = m_owner.replayId(channel);
    post(message::subscribe(++m_lastMessage, m_session.clientId, channel, m_session.asked), kShortTimeout,
         &CometdStream::subscribed);
}

void CometdStream::subscribed(const BayeuxAnswer& answer, const HttpResponse& response) {
    const MetaReply* reply = answer.find(kSubscribe);
    if (reply == nullptr || reply->successful || answer.find(kDisconnect) != nullptr) {
        if (expect(answer, response, kSubscribe) == nullptr)
            return;
        const std::string channel = std::move(m_session.toSubscribe.back());
        m_session.toSubscribe.pop_back();
        m_refused.erase(channel);
        m_owner.subscribed(channel);
        subscribeNext();
        return;
    }
    const StreamFault fault = faultOf(*reply);
    if (fault.kind == StreamFaultKind::ReplayId && m_session.asked != "-1") {
        m_owner.replayIdRefused(m_session.toSubscribe.back(), fault.error.detail);
        subscribeNext();
        return;
    }
    if (fault.kind != StreamFaultKind::Refused) {
        fail(fault);
        return;
    }
    m_refused.insert_or_assign(std::move(m_session.toSubscribe.back()), fault.error);
    m_session.toSubscribe.pop_back();
    subscribeNext();
}

void CometdStream::connect() {
    if (m_refused.size() == m_settings.channels.size() && !m_refused.empty()) {
        fail({StreamFaultKind::Refused, m_refused.begin()->second, {}});
        return;
    }
    if (std::exchange(m_asksRefusedAgain, false)) {
        for (const auto& [channel, why] : m_refused)
            m_session.toSubscribe.push_back(channel);
        if (!m_session.toSubscribe.empty()) {
            subscribeNext();
            return;
        }
    }
    if (!m_owner.takesMore()) {
        m_waitsForOwner = true;
        return;
    }
    if (m_session.connected)
        m_session.heldUntil = m_parts.clock.wallNow() + m_session.hold;
    post(message::connect(++m_lastMessage, m_session.clientId, !m_session.connected), m_session.hold + kBeyondHold,
         &CometdStream::connected);
}

void CometdStream::connected(const BayeuxAnswer& answer, const HttpResponse& response) {
    const MetaReply* reply = expect(answer, response, kConnect);
    if (reply == nullptr)
        return;
    if (reply->advice.reconnect == "handshake" || reply->advice.reconnect == "none") {
        MetaReply ended = *reply;
        ended.error = "402::the server ends the session";
        fail(faultOf(ended));
        return;
    }
    m_session.heldUntil = {};
    m_session.interval = reply->advice.interval.value_or(m_session.interval);
    m_session.hold = reply->advice.timeout.value_or(m_session.hold);
    if (!m_session.connected)
        m_session.since = m_parts.clock.monotonicNow();
    m_session.connected = true;
    tellState();
    wait(m_session.interval, &CometdStream::connect);
}

void CometdStream::tellState() {
    if (m_refused.empty()) {
        m_refusals = 0;
        m_owner.flows();
        return;
    }
    askRefusedAgainLater();
    m_owner.interrupted(m_refused.begin()->second);
}

/// Rights and selected objects reach a client only when it subscribes again (Change Data Capture guide, permissions).
void CometdStream::askRefusedAgainLater() {
    if (!m_refusedTimer) {
        const auto delay = jittered(waitBefore(++m_refusals, StreamFaultKind::Refused), m_parts.random);
        m_refusedAskedAt = m_parts.clock.wallNow() + delay;
        m_refusedTimer = m_parts.timers.after(delay, [this] {
            m_refusedTimer.reset();
            m_asksRefusedAgain = true;
            // The connect that is out may bring events, so that it is not cut off.
            if (m_session.heldUntil > m_parts.clock.wallNow())
                m_owner.triesNext(m_session.heldUntil);
        });
    }
    m_owner.triesNext(m_refusedAskedAt);
}

void CometdStream::resume() {
    if (std::exchange(m_waitsForOwner, false))
        connect();
}

void CometdStream::post(std::string body, std::chrono::milliseconds timeout, Step next) {
    HttpRequest request;
    request.method = "POST";
    request.url = m_session.base + "/cometd/" + m_settings.apiVersion;
    request.headers = {{"Authorization", m_session.authorization},
                       {"Content-Type", "application/json"},
                       {"Accept", "application/json"}};
    if (const std::string cookies = m_session.cookies.header(); !cookies.empty())
        request.headers.emplace_back("Cookie", cookies);
    request.body = std::move(body);
    request.timeout = timeout;
    m_sending = m_parts.http.send(std::move(request), [this, next](HttpAnswer answer) {
        m_sending.reset();
        answered(std::move(answer), next);
    });
}

void CometdStream::answered(HttpAnswer answer, Step next) {
    if (const auto* failure = std::get_if<HttpFailure>(&answer)) {
        fail(faultOf(*failure));
        return;
    }
    const HttpResponse& response = std::get<HttpResponse>(answer);
    m_session.cookies.take(response.headers);
    base::Result<BayeuxAnswer> parsed = parseBayeux(response.body);
    if (!parsed) {
        fail(faultOf(response));
        return;
    }
    if (!parsed->messages.empty())
        m_owner.received(std::move(parsed->messages));
    (this->*next)(*parsed, response);
}

/// The reply on that channel when it is successful; else the failure has been dealt with.
const MetaReply* CometdStream::expect(const BayeuxAnswer& answer, const HttpResponse& response,
                                      std::string_view channel) {
    // From API 64.0 on the server ends sessions by itself when it is moved, perhaps with a failed reply beside it.
    if (answer.find(kDisconnect) != nullptr) {
        MetaReply ended;
        ended.channel = kDisconnect;
        ended.error = "402::the server ended the session";
        fail(faultOf(ended));
        return nullptr;
    }
    const MetaReply* reply = answer.find(channel);
    if (reply != nullptr && reply->successful)
        return reply;
    if (reply != nullptr) {
        fail(faultOf(*reply));
        return nullptr;
    }
    const auto failed = std::find_if(answer.replies.begin(), answer.replies.end(),
                                     [](const MetaReply& one) { return !one.successful && !one.error.empty(); });
    fail(failed != answer.replies.end() ? faultOf(*failed) : faultOf(response));
    return nullptr;
}

void CometdStream::fail(const StreamFault& fault) {
    const auto now = m_parts.clock.monotonicNow();
    if (m_session.since && now - *m_session.since >= kGoodSession) {
        m_failures = 0;
        m_sessionTried = false;
        m_tokenTried = false;
    }
    if (fault.kind == StreamFaultKind::Token && m_session.tokenGeneration)
        m_parts.tokens.refused(*m_session.tokenGeneration);
    const bool isFirst = (fault.kind == StreamFaultKind::SessionEnded && !std::exchange(m_sessionTried, true))
                         || (fault.kind == StreamFaultKind::Token && !std::exchange(m_tokenTried, true));
    if (!isFirst) {
        failForNow(fault);
        return;
    }
    abandon();
    base::log::debug("salesforce", "a new session is made", {{"detail", fault.error.detail}});
    wait(fault.atLeast, &CometdStream::begin);
}

void CometdStream::failForNow(const StreamFault& fault) {
    abandon();
    const auto chosen = jittered(waitBefore(++m_failures, fault.kind), m_parts.random);
    const auto delay = std::max(chosen, fault.atLeast);
    m_owner.triesNext(m_parts.clock.wallNow() + delay);
    m_owner.interrupted(fault.error);
    wait(delay, &CometdStream::begin);
    m_pause.begin(m_parts.clock.monotonicNow(), delay, fault.atLeast);
    m_waitsToBegin = true;
}

void CometdStream::wait(std::chrono::milliseconds delay, void (CometdStream::*next)()) {
    m_timer = m_parts.timers.after(delay, [this, next] {
        m_timer.reset();
        (this->*next)();
    });
}

}  // namespace syncline::connectors::salesforce
