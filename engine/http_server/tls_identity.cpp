#include "engine/http_server/tls_identity.h"

#include "engine/base/try.h"

#include <algorithm>
#include <array>
#include <memory>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

namespace syncline::http_server {

namespace {

template <auto free>
struct Freer {
    template <typename T>
    void operator()(T* pointer) const {
        free(pointer);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;
using Name = std::unique_ptr<GENERAL_NAME, Freer<GENERAL_NAME_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;

constexpr int kLongestDays = 3650;

base::Error failed(const std::string& step) {
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    return {base::ErrorCode::Internal, "make certificate", step, text.data(), {}};
}

base::Error refused(const std::string& what, const std::string& why) {
    return {base::ErrorCode::InvalidArgument, "make certificate for", what, why, {}};
}

bool isHostName(const std::string& name) {
    constexpr std::size_t kLongest = 253;
    return !name.empty() && name.size() <= kLongest && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
               || c == '*';
    });
}

base::Result<void> addName(GENERAL_NAMES* names, int type, ASN1_STRING* value, const std::string& text) {
    Name name(value == nullptr ? nullptr : GENERAL_NAME_new());
    if (!name) {
        ASN1_STRING_free(value);
        return failed(text);
    }
    GENERAL_NAME_set0_value(name.get(), type, value);
    if (sk_GENERAL_NAME_push(names, name.get()) == 0)
        return failed(text);
    static_cast<void>(name.release());
    return {};
}

base::Result<Names> subjectNames(const std::vector<std::string>& hostNames, const std::vector<std::string>& addresses) {
    Names names(GENERAL_NAMES_new());
    for (const std::string& host : hostNames) {
        if (!isHostName(host))
            return refused(host, "not a host name");
        ASN1_STRING* value = ASN1_IA5STRING_new();
        if (value != nullptr)
            ASN1_STRING_set(value, host.data(), static_cast<int>(host.size()));
        TRY(addName(names.get(), GEN_DNS, value, host));
    }
    for (const std::string& address : addresses) {
        ASN1_STRING* value = a2i_IPADDRESS(address.c_str());
        if (value == nullptr)
            return refused(address, "not an IP address");
        TRY(addName(names.get(), GEN_IPADD, value, address));
    }
    return names;
}

base::Result<void> addExtension(X509* certificate, int nid, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) == 0)
        return failed(value);
    return {};
}

bool setSerial(X509* certificate) {
    std::array<unsigned char, 16> serial{};
    if (RAND_bytes(serial.data(), static_cast<int>(serial.size())) != 1)
        return false;
    serial[0] = static_cast<unsigned char>((serial[0] & 0x3FU) | 0x40U);  // positive, and of full length
    const std::unique_ptr<BIGNUM, Freer<BN_free>> number(
        BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

base::Result<void> setSubject(X509* certificate, const std::string& commonName) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    const auto add = [subject](const char* field, const std::string& text) {
        return X509_NAME_add_entry_by_txt(subject, field, MBSTRING_UTF8,
                                          reinterpret_cast<const unsigned char*>(text.data()),
                                          static_cast<int>(text.size()), -1, 0)
               == 1;
    };
    constexpr std::size_t kLongestCommonName = 64;
    if (!add("O", "Syncline") || !add("CN", commonName.substr(0, kLongestCommonName)))
        return failed("subject");
    if (X509_set_issuer_name(certificate, subject) != 1)
        return failed("issuer");
    return {};
}

template <typename Write>
base::Result<std::string> toPem(Write write) {
    const Bio bio(BIO_new(BIO_s_mem()));
    if (!bio || !write(bio.get()))
        return failed("PEM");
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

base::Result<void> fill(X509* certificate, EVP_PKEY* key, const GENERAL_NAMES* names, int days) {
    constexpr long kHour = 3600;
    const bool filled = X509_set_version(certificate, 2) == 1 && setSerial(certificate)
                        && X509_gmtime_adj(X509_getm_notBefore(certificate), -kHour) != nullptr
                        && X509_time_adj_ex(X509_getm_notAfter(certificate), days, 0, nullptr) != nullptr
                        && X509_set_pubkey(certificate, key) == 1;
    if (!filled)
        return failed("fields");
    // An authority for itself alone: clients that are given it as trust anchor then accept it as server.
    TRY(addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0"));
    TRY(addExtension(certificate, NID_key_usage, "critical,digitalSignature,keyCertSign"));
    TRY(addExtension(certificate, NID_ext_key_usage, "serverAuth"));
    TRY(addExtension(certificate, NID_subject_key_identifier, "hash"));
    if (X509_add1_ext_i2d(certificate, NID_subject_alt_name, const_cast<GENERAL_NAMES*>(names), 0, 0) != 1)
        return failed("subject alternative names");
    return {};
}

}  // namespace

base::Result<TlsIdentity> makeSelfSignedIdentity(const std::vector<std::string>& hostNames,
                                                 const std::vector<std::string>& addresses, int days) {
    if (hostNames.empty() && addresses.empty())
        return refused("nobody", "no host name and no address");
    if (days < 1 || days > kLongestDays)
        return refused(std::to_string(days) + " days", "the time must be from 1 to " + std::to_string(kLongestDays));
    TRY_ASSIGN(const Names names, subjectNames(hostNames, addresses));
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate(X509_new());
    if (!key || !certificate)
        return failed("key");
    TRY(setSubject(certificate.get(), hostNames.empty() ? addresses.front() : hostNames.front()));
    TRY(fill(certificate.get(), key.get(), names.get(), days));
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
        return failed("signature");
    TlsIdentity identity;
    TRY_ASSIGN(identity.certificatePem,
               toPem([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate.get()) == 1; }));
    TRY_ASSIGN(identity.privateKeyPem, toPem([&](BIO* bio) {
                   return PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1;
               }));
    return identity;
}

}  // namespace syncline::http_server
