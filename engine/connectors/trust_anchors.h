#pragma once

#include "engine/base/result.h"

#include <QList>
#include <QSslCertificate>
#include <string>

namespace syncline::connectors {

/// Certificates that servers are trusted by besides the system's own. A value.
struct TrustAnchors {
    QList<QSslCertificate> certificates;
};

/// Reads a PEM file of one or more certificates; "" gives none. Blocks on the file. Errors: NotFound, PermissionDenied,
/// Io; InvalidArgument when it holds no certificate, or one that cannot be read.
[[nodiscard]] base::Result<TrustAnchors> readTrustAnchors(const std::string& pemFile);
/// The same from the text of such a file; `name` stands in errors.
[[nodiscard]] base::Result<TrustAnchors> parseTrustAnchors(const std::string& pem, const std::string& name);

}  // namespace syncline::connectors
