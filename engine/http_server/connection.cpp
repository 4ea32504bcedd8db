#include "engine/http_server/connection.h"

#include "engine/http_server/response_head.h"

#include <algorithm>
#include <type_traits>

namespace syncline::http_server {

namespace {

/// How long a client may take to read a last answer and to close, once our side has ended.
constexpr std::chrono::milliseconds kFinishTime{1000};

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(std::shared_ptr<EventLoop::Impl> loop, std::shared_ptr<ConnectionOwner> owner,
                       std::shared_ptr<Transport> transport)
    : m_loop(std::move(loop)),
      m_owner(std::move(owner)),
      m_transport(std::move(transport)),
      m_reader(m_owner->limits().headerBytes, m_owner->limits().bodyBytes) {}

Connection::~Connection() {
    m_owner->connectionGone();
}

void Connection::start() {
    enter(Phase::Handshake, m_owner->limits().headerTime);
    m_transport->handshake([self = shared_from_this()](const IoResult& result) {
        if (self->m_phase == Phase::Closed)
            return;
        if (result.end == IoEnd::Done)
            self->awaitRequest();
        else
            self->close();
    });
}

void Connection::close() {
    if (m_phase == Phase::Closed)
        return;
    m_phase = Phase::Closed;
    stopTimer();
    if (m_isOpen)
        m_isOpen->store(false);
    m_transport->close();
    m_owner->connectionClosed(*this);
}

void Connection::enter(Phase phase, std::chrono::milliseconds timeLimit) {
    m_phase = phase;
    stopTimer();
    m_timer = m_loop->after(timeLimit, [weak = weak_from_this()] {
        if (const auto self = weak.lock())
            self->onTimeout();
    });
}

void Connection::stopTimer() {
    m_loop->cancel(m_timer);
    m_timer = 0;
}

void Connection::onTimeout() {
    switch (m_phase) {
        case Phase::Idle:
            finish();
            break;
        case Phase::Head:
            refuse({408, "the head took too long"});
            break;
        case Phase::Body:
            refuse({408, "the body took too long"});
            break;
        default:
            close();
    }
}

void Connection::awaitRequest() {
    enter(Phase::Idle, m_owner->limits().idleTime);
    proceed(m_reader.next());
}

void Connection::readMore() {
    if (m_isReading)
        return;
    const auto room = m_reader.prepare();
    if (room.empty())
        return;  // the client has sent far ahead; it is read on behind the answer
    m_isReading = true;
    m_transport->read(room, [self = shared_from_this()](const IoResult& result) {
        self->m_isReading = false;
        self->onRead(result);
    });
}

void Connection::onRead(const IoResult& result) {
    if (m_phase == Phase::Closed)
        return;
    if (m_phase == Phase::Finishing) {
        // This read may be the one to hear that the client has closed, instead of the wait in finish().
        if (result.end == IoEnd::PeerClosed || result.end == IoEnd::Failed)
            close();
        return;
    }
    if (result.end != IoEnd::Done)
        return onPeerGone(result);
    const auto state = m_reader.commit(result.bytes);
    if (m_phase == Phase::Answering)
        readMore();
    else if (m_phase != Phase::Writing && !m_isContinuing)
        proceed(state);
}

void Connection::onPeerGone(const IoResult& result) {
    m_keepAlive = false;
    // A client may close its sending side behind a request whose answer is on its way already.
    if (m_phase != Phase::Writing || result.end != IoEnd::PeerClosed)
        close();
}

void Connection::proceed(RequestReader::State state) {
    switch (state) {
        case RequestReader::State::Idle:
            readMore();
            break;
        case RequestReader::State::Head:
            if (m_phase != Phase::Head)
                enter(Phase::Head, m_owner->limits().headerTime);
            readMore();
            break;
        case RequestReader::State::Body:
            if (m_phase != Phase::Body) {
                enter(Phase::Body, m_owner->limits().bodyTime);
                if (m_reader.wantsContinue())
                    return sendContinue();
            }
            readMore();
            break;
        case RequestReader::State::Complete:
            handOver();
            break;
        case RequestReader::State::Refused:
            refuse(m_reader.refusal());
            break;
    }
}

void Connection::sendContinue() {
    m_isContinuing = true;
    m_transport->write(kContinue, {}, [self = shared_from_this()](const IoResult& result) {
        self->m_isContinuing = false;
        if (self->m_phase != Phase::Body)
            return;
        if (result.end == IoEnd::Done)
            self->proceed(self->m_reader.state());
        else
            self->close();
    });
}

void Connection::refuse(Refusal refusal) {
    m_owner->requestRefused();
    if (m_isContinuing)
        return close();  // a client that does not even take that line
    m_keepAlive = false;
    m_answersHead = false;
    m_cut = false;
    Response response{refusal.status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(refusal.reason)};
    response.body += '\n';
    write(std::move(response), SIZE_MAX);
}

void Connection::handOver() {
    auto message = m_reader.take();
    m_keepAlive = message.keepAlive;
    m_answersHead = message.request.method == "HEAD";
    message.request.peer = m_transport->peer();
    message.request.secure = m_transport->isSecure();
    m_phase = Phase::Answering;
    stopTimer();
    m_owner->handle(std::move(message.request), makeExchange());
    if (m_phase == Phase::Answering)
        readMore();
}

Exchange Connection::makeExchange() {
    m_isOpen = std::make_shared<std::atomic<bool>>(true);
    // Always by way of the loop, also from the loop itself: answers never run within the handler's call.
    return Exchange(
        [loop = m_loop, weak = weak_from_this()](Outcome outcome) {
            loop->post([weak, outcome = std::move(outcome)] {
                if (const auto self = weak.lock())
                    self->answer(outcome);
            });
        },
        [isOpen = m_isOpen] { return isOpen->load(); });
}

void Connection::answer(Outcome outcome) {
    if (m_phase != Phase::Answering)
        return;
    m_isOpen->store(false);
    m_cut = std::holds_alternative<SendCut>(outcome);
    if (auto* whole = std::get_if<SendWhole>(&outcome))
        write(std::move(whole->response), SIZE_MAX);
    else if (auto* cut = std::get_if<SendCut>(&outcome))
        write(std::move(cut->response), cut->bodyBytes);
    else
        close();
}

void Connection::write(Response response, std::size_t bodyBytes) {
    if (!isSendable(response))
        response = Response{500, {}, {}};
    HeadOptions options;
    options.keepAlive = m_keepAlive;
    options.keepAliveFor = std::chrono::duration_cast<std::chrono::seconds>(m_owner->limits().idleTime);
    options.now = base::SystemClock().wallNow();
    m_head = responseHead(response, options);
    m_body = m_answersHead || !mayHaveBody(response.status) ? std::string() : std::move(response.body);
    const std::string_view body = std::string_view(m_body).substr(0, bodyBytes);
    enter(Phase::Writing, m_owner->limits().writeTime);
    m_transport->write(m_head, body, [self = shared_from_this()](const IoResult& result) { self->onWritten(result); });
}

void Connection::onWritten(const IoResult& result) {
    m_head = {};
    m_body = {};
    if (m_phase != Phase::Writing)
        return;
    if (result.end != IoEnd::Done || m_cut)
        close();
    else if (m_keepAlive)
        awaitRequest();
    else
        finish();
}

void Connection::finish() {
    enter(Phase::Finishing, kFinishTime);
    m_transport->finish(m_owner->limits().bodyBytes, [self = shared_from_this()](const IoResult&) { self->close(); });
}

}  // namespace syncline::http_server
