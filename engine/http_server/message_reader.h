#pragma once

#include "engine/base/result.h"
#include "engine/http_server/head_check.h"
#include "engine/http_server/http.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace syncline::http_server {

/// Bytes between a socket and a parser. Bytes never move while a read into prepare()'s room is under way, whatever is
/// consumed meanwhile (unlike Beast's flat_buffer, which starts over when it is emptied). Its memory is reserved at
/// once, since small reads are slow, and touched only as far as it is used.
class InputBuffer {
public:
    explicit InputBuffer(std::size_t capacity);

    /// The room behind the bytes that are there; empty when full. Valid until the next call of prepare().
    [[nodiscard]] std::span<char> prepare();
    void commit(std::size_t bytes) { m_end += bytes; }
    [[nodiscard]] std::string_view bytes() const { return {m_storage.get() + m_begin, m_end - m_begin}; }
    void consume(std::size_t bytes) { m_begin += bytes; }
    [[nodiscard]] bool isFull() const { return m_end - m_begin == m_capacity; }

private:
    std::unique_ptr<char[]> m_storage;
    std::size_t m_capacity;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

/// Reads requests, one behind the other, from bytes that arrive piece by piece. Beast parses; what Beast takes but
/// could be read in two ways is refused before and behind it (see head_check.h and message_reader.cpp). After a refusal
/// the reader is of no more use. No sockets, no time; one thread.
class RequestReader {
public:
    enum class State {
        Idle,      ///< no byte of the next request is there
        Head,      ///< the head has begun
        Body,      ///< the head is complete and checked
        Complete,  ///< take() gives the request
        Refused,
    };
    struct Message {
        Request request;
        int version = 11;
        bool keepAlive = false;
    };

    RequestReader(std::size_t headerBytes, std::size_t bodyBytes);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    [[nodiscard]] std::span<char> prepare();
    /// `bytes` were written to the room given by prepare(). In Complete they wait for next().
    State commit(std::size_t bytes);
    [[nodiscard]] State state() const;
    /// In Body: the client waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool wantsContinue() const;
    /// In Complete, once.
    [[nodiscard]] Message take();
    /// In Refused.
    [[nodiscard]] const Refusal& refusal() const;
    /// In Complete, behind take(): goes on with the bytes that have come since.
    State next();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Reads the one response to a request; interim responses (1xx) are skipped. No sockets, no time; one thread.
class ResponseReader {
public:
    ResponseReader(std::size_t limitBytes, bool answersHead);
    ~ResponseReader();
    ResponseReader(const ResponseReader&) = delete;
    ResponseReader& operator=(const ResponseReader&) = delete;

    [[nodiscard]] std::span<char> prepare();
    /// True when the response is complete. Errors: ProtocolViolation, LimitExceeded.
    base::Result<bool> commit(std::size_t bytes);
    /// The peer has closed: complete if the response has no other end. Errors: ProtocolViolation.
    base::Result<void> closed();
    [[nodiscard]] Response take();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::http_server
