#include "engine/http_server/message_reader.h"

#include <algorithm>
#include <cstring>

#include <boost/asio/buffer.hpp>
#if defined(__GNUC__) && !defined(__clang__)
// GCC 12 takes an empty boost::optional for an uninitialised one when it optimises with sanitizers.
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace syncline::http_server {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using BeastView = boost::beast::string_view;

constexpr std::size_t kBufferBytes = 65536;

std::string toString(BeastView text) {
    return {text.data(), text.size()};
}

/// A Beast parser that keeps what it is told. Fields are kept as they were sent, and those of a chunked body's trailer
/// are dropped: merged into the head, as Beast's own message does, they could change what has been checked already.
template <bool isRequest>
class Parser final : public http::basic_parser<isRequest> {
public:
    virtual ~Parser() = default;

    std::string method;
    std::string target;
    int status = 0;
    int version = 11;
    bool keepAlive = false;
    std::vector<Header> headers;
    std::string body;

private:
    void on_request_impl(http::verb, BeastView methodText, BeastView targetText, int httpVersion,
                         error_code& error) override {
        method = toString(methodText);
        target = toString(targetText);
        version = httpVersion;
        error = {};
    }

    void on_response_impl(int code, BeastView, int httpVersion, error_code& error) override {
        status = code;
        version = httpVersion;
        error = {};
    }

    void on_field_impl(http::field, BeastView name, BeastView value, error_code& error) override {
        if (!m_headComplete)
            headers.push_back({toString(name), toString(value)});
        error = {};
    }

    void on_header_impl(error_code& error) override {
        m_headComplete = true;
        keepAlive = this->keep_alive();
        error = {};
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& error) override { error = {}; }

    std::size_t on_body_impl(BeastView text, error_code& error) override {
        append(text);
        error = {};
        return text.size();
    }

    void on_chunk_header_impl(std::uint64_t, BeastView extensions, error_code& error) override {
        // Beast takes anything within quotes, a bare LF too, at which other readers see the end of the line.
        const bool clean = std::none_of(extensions.begin(), extensions.end(), [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return (byte < 0x20U && c != '\t') || byte == 0x7FU;
        });
        error = clean ? error_code() : make_error_code(http::error::bad_chunk_extension);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, BeastView text, error_code& error) override {
        append(text);
        error = {};
        return text.size();
    }

    void on_finish_impl(error_code& error) override { error = {}; }

    /// Room grows with what has come, never ahead of it on the word of a Content-Length.
    void append(BeastView text) {
        const std::size_t needed = body.size() + text.size();
        if (needed > body.capacity()) {
            const std::size_t left = static_cast<std::size_t>(this->content_length_remaining().value_or(SIZE_MAX));
            const std::size_t whole = left < SIZE_MAX - body.size() ? body.size() + left : SIZE_MAX;
            body.reserve(std::max(needed, std::min(body.size() * 2, whole)));
        }
        body.append(text.data(), text.size());
    }

    bool m_headComplete = false;
};

/// Gives a message's head, whole, to the parser.
template <bool isRequest>
error_code parseHead(Parser<isRequest>& parser, std::string_view head) {
    error_code error;
    parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
    const std::size_t used = parser.put(boost::asio::buffer(head), error);
    // The scanner and Beast must agree on where the head ends.
    if (!error && (!parser.is_header_done() || used != head.size()))
        error = http::error::bad_field;
    if (error == http::error::need_more)
        error = http::error::partial_message;
    return error;
}

/// Gives the parser what is there of a body; no error also when more is needed.
template <bool isRequest>
error_code parseBody(Parser<isRequest>& parser, InputBuffer& buffer) {
    // Beast 1.81 asserts when it is given a last chunk ("0", CR, LF) and then one byte more. The end of a chunked body
    // is at least this long, so waiting for as much never holds up a message.
    constexpr std::size_t kShortestChunkedEnd = 5;
    while (!parser.is_done() && !buffer.bytes().empty()) {
        if (parser.chunked() && buffer.bytes().size() < kShortestChunkedEnd)
            return {};
        error_code error;
        const std::size_t used = parser.put(boost::asio::buffer(buffer.bytes()), error);
        buffer.consume(used);
        if (error == http::error::need_more)
            return buffer.isFull() ? make_error_code(http::error::bad_chunk) : error_code();
        if (error || used == 0)
            return error;
    }
    return {};
}

Refusal refusalFor(const error_code& error) {
    if (error == http::error::body_limit)
        return {413, "the body is too large"};
    if (error == http::error::header_limit)
        return {431, "the head is too large"};
    if (error == http::error::bad_version)
        return {505, "not HTTP/1.0 or HTTP/1.1"};
    return {400, error.message()};
}

}  // namespace

InputBuffer::InputBuffer(std::size_t capacity)
    : m_storage(std::make_unique_for_overwrite<char[]>(capacity)), m_capacity(capacity) {}

std::span<char> InputBuffer::prepare() {
    if (m_begin > 0) {
        std::memmove(m_storage.get(), m_storage.get() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    return {m_storage.get() + m_end, m_capacity - m_end};
}

struct RequestReader::Impl {
    std::size_t headerBytes;
    std::size_t bodyBytes;
    InputBuffer buffer;
    State state = State::Idle;
    Refusal refusal;
    HeadScanner scanner;
    bool blankSkipped = false;
    std::unique_ptr<Parser<true>> parser;

    Impl(std::size_t header, std::size_t body)
        : headerBytes(header), bodyBytes(body), buffer(std::max(kBufferBytes, header + 2)), scanner(header) {}

    void refuse(Refusal why) {
        state = State::Refused;
        refusal = std::move(why);
    }

    State advance() {
        if (state == State::Idle || state == State::Head)
            readHead();
        if (state == State::Body)
            readBody();
        return state;
    }

    void readHead() {
        // Some clients send an empty line behind a body; RFC 9112, 2.2 lets a server overlook it.
        if (!blankSkipped && buffer.bytes().starts_with("\r\n")) {
            buffer.consume(2);
            blankSkipped = true;
        }
        state = buffer.bytes().empty() ? State::Idle : State::Head;
        if (state == State::Idle || (!blankSkipped && buffer.bytes() == "\r"))
            return;
        auto progress = scanner.scan(buffer.bytes());
        if (progress.refusal)
            return refuse(std::move(*progress.refusal));
        if (progress.end)
            takeHead(*progress.end);
    }

    void takeHead(std::size_t size) {
        parser = std::make_unique<Parser<true>>();
        parser->eager(true);
        parser->body_limit(bodyBytes);
        const error_code error = parseHead(*parser, buffer.bytes().substr(0, size));
        if (error)
            return refuse(refusalFor(error));
        buffer.consume(size);
        Request view;
        view.method = parser->method;
        view.target = parser->target;
        view.headers = std::move(parser->headers);
        auto refused = checkHead(view, parser->version);
        parser->headers = std::move(view.headers);
        if (refused)
            return refuse(std::move(*refused));
        state = parser->is_done() ? State::Complete : State::Body;
    }

    void readBody() {
        if (const error_code error = parseBody(*parser, buffer))
            return refuse(refusalFor(error));
        if (parser->is_done())
            state = State::Complete;
    }
};

RequestReader::RequestReader(std::size_t headerBytes, std::size_t bodyBytes)
    : m_impl(std::make_unique<Impl>(headerBytes, bodyBytes)) {}

RequestReader::~RequestReader() = default;

std::span<char> RequestReader::prepare() {
    return m_impl->buffer.prepare();
}

RequestReader::State RequestReader::commit(std::size_t bytes) {
    m_impl->buffer.commit(bytes);
    return m_impl->advance();
}

RequestReader::State RequestReader::state() const {
    return m_impl->state;
}

bool RequestReader::wantsContinue() const {
    if (m_impl->state != State::Body || m_impl->parser->version < 11 || !m_impl->buffer.bytes().empty()
        || !m_impl->parser->body.empty())
        return false;
    const auto& headers = m_impl->parser->headers;
    return std::any_of(headers.begin(), headers.end(),
                       [](const Header& header) { return equalsIgnoringCase(header.name, "Expect"); });
}

RequestReader::Message RequestReader::take() {
    Parser<true>& parser = *m_impl->parser;
    Message message;
    message.request.method = std::move(parser.method);
    message.request.target = std::move(parser.target);
    message.request.headers = std::move(parser.headers);
    message.request.body = std::move(parser.body);
    message.version = parser.version;
    message.keepAlive = parser.keepAlive;
    m_impl->parser.reset();
    return message;
}

const Refusal& RequestReader::refusal() const {
    return m_impl->refusal;
}

RequestReader::State RequestReader::next() {
    m_impl->parser.reset();
    m_impl->scanner = HeadScanner(m_impl->headerBytes);
    m_impl->blankSkipped = false;
    m_impl->state = State::Idle;
    return m_impl->advance();
}

struct ResponseReader::Impl {
    std::size_t limit;
    bool answersHead;
    InputBuffer buffer;
    HeadScanner scanner;
    std::unique_ptr<Parser<false>> parser;

    Impl(std::size_t limitBytes, bool head)
        : limit(limitBytes), answersHead(head), buffer(kBufferBytes), scanner(std::min(limitBytes, kBufferBytes)) {}

    static base::Error broken(const std::string& detail) {
        return {base::ErrorCode::ProtocolViolation, "read the answer", {}, detail, {}};
    }

    static base::Error tooLarge() {
        return {base::ErrorCode::LimitExceeded, "read the answer", {}, "it is too large", {}};
    }

    base::Result<bool> advance() {
        while (!parser) {
            const auto progress = scanner.scan(buffer.bytes());
            if (progress.refusal)
                return progress.refusal->status == 431 ? tooLarge() : broken(progress.refusal->reason);
            if (!progress.end)
                return false;
            if (auto taken = takeHead(*progress.end); !taken)
                return std::move(taken).error();
        }
        const error_code error = parseBody(*parser, buffer);
        if (error == http::error::body_limit)
            return tooLarge();
        if (error)
            return broken(error.message());
        return parser->is_done();
    }

    base::Result<void> takeHead(std::size_t size) {
        parser = std::make_unique<Parser<false>>();
        parser->eager(true);
        parser->skip(answersHead);
        parser->body_limit(limit);
        const error_code error = parseHead(*parser, buffer.bytes().substr(0, size));
        if (error == http::error::body_limit)
            return tooLarge();
        if (error)
            return broken(error.message());
        buffer.consume(size);
        const bool isInterim = parser->status >= 100 && parser->status < 200;
        if (isInterim && parser->status == 101)
            return broken("it switches to another protocol");
        if (isInterim) {
            parser.reset();
            scanner = HeadScanner(std::min(limit, kBufferBytes));
        }
        return {};
    }
};

ResponseReader::ResponseReader(std::size_t limitBytes, bool answersHead)
    : m_impl(std::make_unique<Impl>(limitBytes, answersHead)) {}

ResponseReader::~ResponseReader() = default;

std::span<char> ResponseReader::prepare() {
    return m_impl->buffer.prepare();
}

base::Result<bool> ResponseReader::commit(std::size_t bytes) {
    m_impl->buffer.commit(bytes);
    return m_impl->advance();
}

base::Result<void> ResponseReader::closed() {
    error_code error = http::error::partial_message;
    if (m_impl->parser)
        m_impl->parser->put_eof(error);
    if (error)
        return Impl::broken("the connection ended within it");
    return {};
}

Response ResponseReader::take() {
    return {m_impl->parser->status, std::move(m_impl->parser->headers), std::move(m_impl->parser->body)};
}

}  // namespace syncline::http_server
