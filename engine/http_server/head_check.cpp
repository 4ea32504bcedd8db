#include "engine/http_server/head_check.h"

#include <algorithm>

namespace syncline::http_server {

namespace {

/// More header lines than any client has a reason to send.
constexpr std::size_t kMaxHeaders = 200;
/// The longest length that cannot overflow 64 bits.
constexpr std::size_t kMaxLengthDigits = 18;

bool isTokenCharacter(char c) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
           || kMarks.find(c) != std::string_view::npos;
}

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20U || byte == 0x7FU;
}

const char* faultAt(std::string_view bytes, std::size_t i) {
    const char c = bytes[i];
    if (i == 0)
        return isTokenCharacter(c) ? nullptr : "not an HTTP request";
    const char before = bytes[i - 1];
    if ((c == '\n') != (before == '\r'))
        return "a line does not end with CR LF";
    if (before == '\n' && (c == ' ' || c == '\t'))
        return "folded header lines are not taken";
    if (isControl(c) && c != '\r' && c != '\n' && c != '\t')
        return "control character in the head";
    return nullptr;
}

std::size_t count(const Request& request, std::string_view name) {
    return static_cast<std::size_t>(
        std::count_if(request.headers.begin(), request.headers.end(),
                      [name](const Header& header) { return equalsIgnoringCase(header.name, name); }));
}

/// The authority of an absolute-form target, "host:port"; nothing for the other forms.
std::optional<std::string_view> authorityOf(std::string_view target) {
    for (const std::string_view scheme : {"http://", "https://"})
        if (equalsIgnoringCase(target.substr(0, scheme.size()), scheme))
            return target.substr(scheme.size(), target.find_first_of("/?", scheme.size()) - scheme.size());
    return std::nullopt;
}

std::optional<Refusal> checkTarget(const Request& request, int version) {
    const std::string_view target = request.target;
    if (target.find('#') != std::string_view::npos)
        return Refusal{400, "a target has no fragment"};
    const auto authority = authorityOf(target);
    const bool known = target.starts_with('/') || authority || (target == "*" && request.method == "OPTIONS");
    if (!known)
        return Refusal{400, "the target is neither a path nor an absolute address"};
    const std::size_t hosts = count(request, "Host");
    if (hosts > 1)
        return Refusal{400, "more than one Host"};
    if (hosts == 0)
        return version >= 11 ? std::optional(Refusal{400, "no Host"}) : std::nullopt;
    const std::string_view host = *request.header("Host");
    if (host.find_first_of(" \t,/@?#") != std::string_view::npos)
        return Refusal{400, "Host is not a name with a port"};
    if (authority && !equalsIgnoringCase(*authority, host))
        return Refusal{400, "the target and Host name different hosts"};
    return std::nullopt;
}

std::optional<Refusal> checkLength(const Request& request, int version) {
    const std::size_t lengths = count(request, "Content-Length");
    const std::size_t codings = count(request, "Transfer-Encoding");
    if (lengths > 0 && codings > 0)
        return Refusal{400, "both Content-Length and Transfer-Encoding"};
    if (lengths > 1)
        return Refusal{400, "more than one Content-Length"};
    if (lengths == 1) {
        const std::string_view length = *request.header("Content-Length");
        if (length.empty() || length.find_first_not_of("0123456789") != std::string_view::npos)
            return Refusal{400, "Content-Length is not a number"};
        if (length.size() > kMaxLengthDigits)
            return Refusal{413, "the body is too large"};
    }
    if (codings == 0)
        return std::nullopt;
    if (codings > 1)
        return Refusal{400, "more than one Transfer-Encoding"};
    if (version < 11)
        return Refusal{400, "Transfer-Encoding in HTTP/1.0"};
    if (!equalsIgnoringCase(*request.header("Transfer-Encoding"), "chunked"))
        return Refusal{501, "only the transfer coding chunked is known"};
    return std::nullopt;
}

}  // namespace

HeadScanner::Progress HeadScanner::scan(std::string_view bytes) {
    for (; m_scanned < bytes.size(); ++m_scanned) {
        if (m_scanned >= m_limit)
            return {std::nullopt, Refusal{431, "the head is too large"}};
        if (const char* fault = faultAt(bytes, m_scanned))
            return {std::nullopt, Refusal{400, fault}};
        if (bytes[m_scanned] == '\n' && bytes.substr(0, m_scanned + 1).ends_with("\r\n\r\n"))
            return {++m_scanned, std::nullopt};
    }
    return {};
}

std::optional<Refusal> checkHead(const Request& request, int version) {
    if (request.headers.size() > kMaxHeaders)
        return Refusal{431, "too many header lines"};
    if (auto refusal = checkTarget(request, version))
        return refusal;
    if (auto refusal = checkLength(request, version))
        return refusal;
    const auto expectation = request.header("Expect");
    if (version >= 11 && expectation && !equalsIgnoringCase(*expectation, "100-continue"))
        return Refusal{417, "only the expectation 100-continue is known"};
    return std::nullopt;
}

bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

}  // namespace syncline::http_server
