#include "tests/support/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace tranche::tests {
namespace {

using file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

file open_for_writing(const std::string& path) {
    file opened{std::fopen(path.c_str(), "w"), &std::fclose};
    if (!opened) {
        throw std::runtime_error{"cannot write " + path};
    }
    return opened;
}

}  // namespace

void write_certificate(
    const std::string& name, const std::string& certificate_file, const std::string& key_file
) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
        EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), &X509_free};
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24 * 60 * 60);
    X509_set_pubkey(certificate.get(), key.get());
    auto* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0
    );
    X509_set_issuer_name(certificate.get(), subject);
    if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
        throw std::runtime_error{"OpenSSL signed no certificate"};
    }
    PEM_write_X509(open_for_writing(certificate_file).get(), certificate.get());
    PEM_write_PrivateKey(
        open_for_writing(key_file).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr
    );
}

}  // namespace tranche::tests
