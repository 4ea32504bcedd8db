#include "engine/sandbox/hubspot/signatures.h"

#include "engine/sandbox/digests.h"

namespace syncline::sandbox::hubspot {
namespace {

struct Escape {
    std::string_view code;
    char character;
};

constexpr Escape kEscapes[] = {{"%3A", ':'},  {"%2F", '/'}, {"%3F", '?'}, {"%40", '@'}, {"%21", '!'}, {"%24", '$'},
                               {"%27", '\''}, {"%28", '('}, {"%29", ')'}, {"%2A", '*'}, {"%2C", ','}, {"%3B", ';'}};

char escaped(std::string_view code) {
    for (const Escape& escape : kEscapes) {
        const bool same = code.size() == escape.code.size() && code[0] == '%' && code[1] == escape.code[1]
                          && (code[2] & ~0x20) == (escape.code[2] & ~0x20);
        if (same)
            return escape.character;
    }
    return '\0';
}

}  // namespace

std::string signatureV1(std::string_view secret, std::string_view body) {
    return sha256Hex(std::string(secret) + std::string(body));
}

std::string signatureV2(std::string_view secret, std::string_view method, std::string_view uri, std::string_view body) {
    return sha256Hex(std::string(secret) + std::string(method) + std::string(uri) + std::string(body));
}

std::string signatureV3(std::string_view secret, std::string_view method, std::string_view uri, std::string_view body,
                        std::string_view timestamp) {
    return hmacSha256Base64(secret,
                            std::string(method) + decodeForSignature(uri) + std::string(body) + std::string(timestamp));
}

std::string decodeForSignature(std::string_view uri) {
    constexpr std::size_t kLength = 3;
    std::string decoded;
    for (std::size_t i = 0; i < uri.size();) {
        const char character = escaped(uri.substr(i, kLength));
        decoded += character == '\0' ? uri[i] : character;
        i += character == '\0' ? 1 : kLength;
    }
    return decoded;
}

std::vector<http_server::Header> signedHeaders(std::string_view secret, std::string_view uri, std::string_view body,
                                               base::WallTime now) {
    const std::string timestamp = std::to_string(now.time_since_epoch().count());
    return {{"Content-Type", "application/json"},
            {"X-HubSpot-Signature", signatureV1(secret, body)},
            {"X-HubSpot-Signature-Version", "v1"},
            {"X-HubSpot-Signature-v3", signatureV3(secret, "POST", uri, body, timestamp)},
            {"X-HubSpot-Request-Timestamp", timestamp}};
}

}  // namespace syncline::sandbox::hubspot
