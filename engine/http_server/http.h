#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::http_server {

struct Header {
    std::string name;
    std::string value;

    bool operator==(const Header&) const = default;
};

/// One request, read whole within the server's limits.
struct Request {
    std::string method;           ///< as sent: "GET", "PATCH"
    std::string target;           ///< as sent, percent-encoded: "/a/b?x=1"
    std::vector<Header> headers;  ///< in the order sent, names as sent
    std::string body;             ///< chunks joined, no content decoding
    std::string peer;             ///< address and port of the client, "127.0.0.1:40000"
    bool secure = false;          ///< came over TLS

    /// The first header of that name, whatever its case.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// The target up to the question mark, still percent-encoded; of an absolute-form target ("http://host/a") the part
    /// behind the host.
    [[nodiscard]] std::string_view path() const;
    /// The target behind the question mark, still percent-encoded; empty when there is none.
    [[nodiscard]] std::string_view query() const;
};

struct Response {
    int status = 200;
    std::vector<Header> headers;  ///< Content-Length, Date, Connection and Server are the server's business
    std::string body;
};

/// The standard reason phrase, "Not Found"; "Unknown" for codes without one.
[[nodiscard]] std::string_view reasonPhrase(int status);

/// Equal but for the case of ASCII letters, as header names and tokens compare.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Percent-decoding; plusIsSpace for form bodies and queries. A broken escape is kept as it stands.
[[nodiscard]] std::string percentDecode(std::string_view text, bool plusIsSpace);
/// Encodes all but RFC 3986 unreserved characters.
[[nodiscard]] std::string percentEncode(std::string_view text);

/// A query or form body as decoded pairs, in order; a name without '=' has an empty value.
[[nodiscard]] std::vector<Header> parseForm(std::string_view text);

}  // namespace syncline::http_server
