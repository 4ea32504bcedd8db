#pragma once

#include "engine/connectors/environment_secrets.h"

#include <memory>

namespace syncline::connectors {

/// The environment first, then the keyring. The tokens of a grant belong together: when the environment holds one of a
/// side, the keyring's are not looked at. What is written goes to where it would be read from, and, if to the
/// environment, is kept until the program ends. A keyring that is not there (Unavailable) is no error: it holds
/// nothing, takes nothing, and is logged once; what is written then is kept until the program ends. One thread.
class LayeredSecrets final : public SecretStore {
public:
    LayeredSecrets(EnvironmentSecrets environment, std::unique_ptr<SecretStore> keyring);

    void read(const SecretName& name, Read done) override;
    void write(const SecretName& name, std::string value, Written done) override;

private:
    [[nodiscard]] bool isFromEnvironment(const SecretName& name) const;
    void keyringIsNotThere(const base::Error& why);

    EnvironmentSecrets m_environment;
    std::unique_ptr<SecretStore> m_keyring;
    bool m_isLogged = false;
};

}  // namespace syncline::connectors
