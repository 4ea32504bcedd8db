#include "engine/connectors/layered_secrets.h"

#include "engine/base/log.h"

#include <utility>

namespace syncline::connectors {

LayeredSecrets::LayeredSecrets(EnvironmentSecrets environment, std::unique_ptr<SecretStore> keyring)
    : m_environment(std::move(environment)), m_keyring(std::move(keyring)) {}

bool LayeredSecrets::isFromEnvironment(const SecretName& name) const {
    if (name.kind == SecretKind::ClientSecret)
        return m_environment.holds(name);
    SecretName access = name;
    access.kind = SecretKind::AccessToken;
    SecretName refresh = name;
    refresh.kind = SecretKind::RefreshToken;
    return m_environment.holds(access) || m_environment.holds(refresh);
}

void LayeredSecrets::read(const SecretName& name, Read done) {
    if (isFromEnvironment(name)) {
        m_environment.read(name, std::move(done));
        return;
    }
    m_keyring->read(name, [this, done = std::move(done)](base::Result<std::optional<std::string>> found) {
        if (found || found.error().code != base::ErrorCode::Unavailable) {
            done(std::move(found));
            return;
        }
        keyringIsNotThere(found.error());
        done(std::optional<std::string>());
    });
}

void LayeredSecrets::write(const SecretName& name, std::string value, Written done) {
    if (isFromEnvironment(name)) {
        m_environment.write(name, std::move(value), std::move(done));
        return;
    }
    auto written = [this, name, value, done = std::move(done)](base::Result<void> result) {
        if (result || result.error().code != base::ErrorCode::Unavailable) {
            done(std::move(result));
            return;
        }
        keyringIsNotThere(result.error());
        m_environment.write(name, value, done);
    };
    m_keyring->write(name, std::move(value), std::move(written));
}

void LayeredSecrets::keyringIsNotThere(const base::Error& why) {
    if (std::exchange(m_isLogged, true))
        return;
    base::log::warning("secrets", "no keyring; secrets are those of the environment and are kept until the end",
                       {{"why", why.detail}});
}

}  // namespace syncline::connectors
