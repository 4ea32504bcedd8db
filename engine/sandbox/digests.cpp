#include "engine/sandbox/digests.h"

#include <algorithm>
#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace syncline::sandbox {
namespace {

using Digest = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string_view bytesOf(const Digest& digest, unsigned length) {
    return {reinterpret_cast<const char*>(digest.data()), length};
}

std::string sha256(std::string_view text) {
    Digest digest{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
    return std::string(bytesOf(digest, length));
}

std::string hmacSha256(std::string_view key, std::string_view text) {
    Digest digest{};
    unsigned length = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
         text.size(), digest.data(), &length);
    return std::string(bytesOf(digest, length));
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        text += kDigits[value >> 4U];
        text += kDigits[value & 0x0FU];
    }
    return text;
}

std::string base64(std::string_view bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

}  // namespace

std::string sha256Hex(std::string_view text) {
    return hex(sha256(text));
}

std::string hmacSha256Hex(std::string_view key, std::string_view text) {
    return hex(hmacSha256(key, text));
}

std::string hmacSha256Base64(std::string_view key, std::string_view text) {
    return base64(hmacSha256(key, text));
}

std::string sha256Base64Url(std::string_view text) {
    std::string encoded = base64(sha256(text));
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    encoded.erase(std::find(encoded.begin(), encoded.end(), '='), encoded.end());
    return encoded;
}

bool equalInConstantTime(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace syncline::sandbox
