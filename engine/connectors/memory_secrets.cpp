#include "engine/connectors/memory_secrets.h"

namespace syncline::connectors {

void MemorySecrets::read(const SecretName& name, Read done) {
    const auto found = m_secrets.find(name);
    done(found == m_secrets.end() ? std::nullopt : std::optional<std::string>(found->second));
}

void MemorySecrets::write(const SecretName& name, std::string value, Written done) {
    m_secrets.insert_or_assign(name, std::move(value));
    done({});
}

}  // namespace syncline::connectors
