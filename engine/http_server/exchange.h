#pragma once

#include "engine/http_server/http.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <variant>

namespace syncline::http_server {

/// Send this, whole.
struct SendWhole {
    Response response;
};
/// Send the head and the first bytes of the body, then cut the connection: a peer that dies in mid-answer.
struct SendCut {
    Response response;
    std::size_t bodyBytes = 0;
};
/// Close the connection without a word.
struct Abort {};

using Outcome = std::variant<SendWhole, SendCut, Abort>;

/// The right to answer one request, once. May be kept for as long as one likes (a held long poll) and used on any
/// thread; never blocks. An Exchange that is dropped unanswered answers 500. Answering after the client has gone does
/// nothing. Moves, does not copy. Tests make one from a function and read what comes out.
class Exchange {
public:
    /// finish is called exactly once, on the thread that answers; isOpen may be called at any time before.
    explicit Exchange(std::function<void(Outcome)> finish, std::function<bool()> isOpen = {});
    Exchange(Exchange&& other) noexcept;
    Exchange& operator=(Exchange&& other) noexcept;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    ~Exchange();

    void send(Response response);
    void sendCut(Response response, std::size_t bodyBytes);
    void abort();

    /// False once the client has closed its connection, as far as is known; and after an answer.
    [[nodiscard]] bool isOpen() const;

private:
    void finish(Outcome outcome);

    std::function<void(Outcome)> m_finish;
    std::function<bool()> m_isOpen;
};

}  // namespace syncline::http_server
