#pragma once

#include "engine/http_server/http.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::http_server {

/// Why a request is refused, as the peer is told.
struct Refusal {
    int status = 400;
    std::string reason;

    bool operator==(const Refusal&) const = default;
};

/// Looks for the end of a message's head in bytes that arrive piece by piece, and refuses at the first byte that cannot
/// belong to one: what other readers mend in ways of their own (lines that end without CR, folded lines, control
/// characters), and what is no HTTP at all. A value; linear in the bytes.
class HeadScanner {
public:
    explicit HeadScanner(std::size_t limit) : m_limit(limit) {}

    struct Progress {
        std::optional<std::size_t> end;  ///< behind the empty line, once it is there
        std::optional<Refusal> refusal;
    };
    /// `bytes` are all that have come so far, those of earlier calls included.
    [[nodiscard]] Progress scan(std::string_view bytes);

private:
    std::size_t m_limit;
    std::size_t m_scanned = 0;
};

/// What a well-formed head must fulfil besides its grammar: one Host, a target of a known form that agrees with it, one
/// way to tell the body's length, no expectation that we do not know. `version` is 10 or 11.
[[nodiscard]] std::optional<Refusal> checkHead(const Request& request, int version);

/// The characters of methods and header names (RFC 9110, 5.6.2).
[[nodiscard]] bool isToken(std::string_view text);

}  // namespace syncline::http_server
