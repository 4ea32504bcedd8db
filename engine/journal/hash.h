#pragma once

#include "engine/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;
struct evp_md_st;

namespace syncline::journal {

/// A SHA-256.
using Hash = std::array<std::uint8_t, 32>;

/// Bytes that name values without doubt: numbers as eight bytes, the highest first; texts behind their length.
class CanonicalBytes {
public:
    CanonicalBytes& number(std::int64_t value);
    CanonicalBytes& text(std::string_view value);
    CanonicalBytes& blob(std::span<const std::uint8_t> value);

    [[nodiscard]] const std::string& bytes() const { return m_bytes; }
    void clear() { m_bytes.clear(); }

private:
    std::string m_bytes;
};

/// SHA-256 over what was added since the last finish(). Looked up in OpenSSL once and used again: that costs more than
/// hashing a short text. One thread at a time.
class Sha256 {
public:
    Sha256();

    Sha256& add(std::string_view bytes);
    Sha256& add(std::span<const std::uint8_t> bytes);
    /// Internal when OpenSSL has failed since the last one.
    [[nodiscard]] base::Result<Hash> finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
        void operator()(evp_md_st* algorithm) const;
    };
    void begin();
    void addBytes(const void* bytes, std::size_t size);

    std::unique_ptr<evp_md_st, Free> m_algorithm;
    std::unique_ptr<evp_md_ctx_st, Free> m_context;
    bool m_isGood = false;
};

}  // namespace syncline::journal
