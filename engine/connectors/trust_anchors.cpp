#include "engine/connectors/trust_anchors.h"

#include <QByteArray>
#include <QFile>

namespace syncline::connectors {

namespace {

constexpr char kHint[] = "caFile names a PEM file of the certificates to trust besides the system's";

base::Error failure(base::ErrorCode code, const std::string& name, std::string detail) {
    return {code, "read trust anchors", name, std::move(detail), kHint};
}

base::ErrorCode codeOf(const QFile& file) {
    if (!file.exists())
        return base::ErrorCode::NotFound;
    return file.error() == QFile::OpenError ? base::ErrorCode::PermissionDenied : base::ErrorCode::Io;
}

}  // namespace

base::Result<TrustAnchors> parseTrustAnchors(const std::string& pem, const std::string& name) {
    const QByteArray text = QByteArray::fromStdString(pem);
    const QList<QSslCertificate> found = QSslCertificate::fromData(text, QSsl::Pem);
    if (found.isEmpty())
        return failure(base::ErrorCode::InvalidArgument, name, "it holds no certificate");
    // fromData() skips what it cannot read; a person who named three should not be left with two.
    const auto begun = text.count("-----BEGIN CERTIFICATE-----");
    if (found.size() != begun) {
        return failure(base::ErrorCode::InvalidArgument, name,
                       std::to_string(found.size()) + " of " + std::to_string(begun) + " certificates can be read");
    }
    return TrustAnchors{found};
}

base::Result<TrustAnchors> readTrustAnchors(const std::string& pemFile) {
    if (pemFile.empty())
        return TrustAnchors{};
    QFile file(QString::fromStdString(pemFile));
    if (!file.open(QIODevice::ReadOnly))
        return failure(codeOf(file), pemFile, file.errorString().toStdString());
    const QByteArray pem = file.readAll();
    if (file.error() != QFile::NoError)
        return failure(base::ErrorCode::Io, pemFile, file.errorString().toStdString());
    return parseTrustAnchors(pem.toStdString(), pemFile);
}

}  // namespace syncline::connectors
