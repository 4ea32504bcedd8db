#pragma once

#include "engine/base/result.h"

#include <string>
#include <vector>

namespace syncline::http_server {

/// A private key and its certificate, both PEM.
struct TlsIdentity {
    std::string certificatePem;
    std::string privateKeyPem;
};

/// Makes a fresh P-256 key and a certificate for it, signed by itself, usable as its own trust anchor, valid from an
/// hour ago for `days` days, for the given names and addresses (subject alternative names). Blocks for milliseconds.
[[nodiscard]] base::Result<TlsIdentity> makeSelfSignedIdentity(const std::vector<std::string>& hostNames,
                                                               const std::vector<std::string>& addresses, int days);

}  // namespace syncline::http_server
