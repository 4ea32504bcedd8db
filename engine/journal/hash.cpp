#include "engine/journal/hash.h"

#include <openssl/evp.h>

namespace syncline::journal {

CanonicalBytes& CanonicalBytes::number(std::int64_t value) {
    constexpr int kBits = 64;
    const auto bits = static_cast<std::uint64_t>(value);
    for (int shift = kBits - 8; shift >= 0; shift -= 8)
        m_bytes += static_cast<char>(static_cast<unsigned char>(bits >> static_cast<unsigned>(shift)));
    return *this;
}

CanonicalBytes& CanonicalBytes::text(std::string_view value) {
    number(static_cast<std::int64_t>(value.size()));
    m_bytes += value;
    return *this;
}

CanonicalBytes& CanonicalBytes::blob(std::span<const std::uint8_t> value) {
    number(static_cast<std::int64_t>(value.size()));
    m_bytes.append(value.begin(), value.end());
    return *this;
}

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

void Sha256::Free::operator()(evp_md_st* algorithm) const {
    EVP_MD_free(algorithm);
}

Sha256::Sha256() : m_algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr)), m_context(EVP_MD_CTX_new()) {
    begin();
}

void Sha256::begin() {
    m_isGood = m_algorithm && m_context && EVP_DigestInit_ex2(m_context.get(), m_algorithm.get(), nullptr) == 1;
}

void Sha256::addBytes(const void* bytes, std::size_t size) {
    m_isGood = m_isGood && EVP_DigestUpdate(m_context.get(), bytes, size) == 1;
}

Sha256& Sha256::add(std::string_view bytes) {
    addBytes(bytes.data(), bytes.size());
    return *this;
}

Sha256& Sha256::add(std::span<const std::uint8_t> bytes) {
    addBytes(bytes.data(), bytes.size());
    return *this;
}

base::Result<Hash> Sha256::finish() {
    Hash hash{};
    unsigned length = 0;
    const bool isWhole = m_isGood && EVP_DigestFinal_ex(m_context.get(), hash.data(), &length) == 1;
    begin();
    if (!isWhole || length != hash.size())
        return base::Error{base::ErrorCode::Internal, "hash", {}, "OpenSSL gives no SHA-256", {}};
    return hash;
}

}  // namespace syncline::journal
