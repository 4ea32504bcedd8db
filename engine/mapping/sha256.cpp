#include "engine/mapping/sha256.h"

#include <openssl/evp.h>

namespace syncline::mapping {

base::Result<Sha256> sha256(std::string_view bytes) {
    Sha256 digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1
        || length != digest.size())
        return base::Error{base::ErrorCode::Internal, "hash text", "SHA-256", "OpenSSL refuses", {}};
    return digest;
}

std::string hexadecimal(const std::uint8_t* bytes, std::size_t count) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += kDigits[bytes[i] >> 4U];
        text += kDigits[bytes[i] & 0x0FU];
    }
    return text;
}

}  // namespace syncline::mapping
