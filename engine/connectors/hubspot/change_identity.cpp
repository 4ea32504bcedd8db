#include "engine/connectors/hubspot/change_identity.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <openssl/evp.h>

namespace syncline::connectors::hubspot {
namespace {

/// With its length before it, so that no two lists of texts give the same bytes.
void append(std::string& bytes, std::string_view text) {
    bytes += std::to_string(text.size());
    bytes += ':';
    bytes += text;
}

}  // namespace

core::Identity identityOf(ChangeKey key) {
    std::string bytes = "hubspot\n";
    append(bytes, key.portal);
    append(bytes, key.typeId);
    append(bytes, key.recordId);
    append(bytes, key.action);
    append(bytes, key.occurred ? std::to_string(key.occurred->time_since_epoch().count()) : "at " + key.place);
    std::sort(key.changes.begin(), key.changes.end());
    for (const auto& [property, value] : key.changes) {
        append(bytes, property);
        append(bytes, value ? std::string_view(*value) : std::string_view());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr);
    core::Identity identity{};
    std::copy_n(digest.begin(), identity.size(), identity.begin());
    return identity;
}

}  // namespace syncline::connectors::hubspot
