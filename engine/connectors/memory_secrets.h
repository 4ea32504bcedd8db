#pragma once

#include "engine/connectors/api/secret_store.h"

#include <map>

namespace syncline::connectors {

/// Secrets in memory, until the program ends. Answers at once. One thread.
class MemorySecrets final : public SecretStore {
public:
    MemorySecrets() = default;
    explicit MemorySecrets(std::map<SecretName, std::string> secrets) : m_secrets(std::move(secrets)) {}

    void read(const SecretName& name, Read done) override;
    void write(const SecretName& name, std::string value, Written done) override;

private:
    std::map<SecretName, std::string> m_secrets;
};

}  // namespace syncline::connectors
