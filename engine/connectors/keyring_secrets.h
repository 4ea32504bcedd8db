#pragma once

#include "engine/connectors/api/secret_store.h"

#include <chrono>
#include <memory>

namespace syncline::connectors {

/// The desktop's keyring (Secret Service, KWallet) through QtKeychain, whose queue of jobs stays with the thread that
/// used it first: this is that thread. One for the whole program, to its end (a second one would not be answered);
/// KeyringSecrets for each thread that asks. Needs a QCoreApplication. Its end lets go of what is under way.
class Keyring {
public:
    Keyring();
    ~Keyring();
    Keyring(const Keyring&) = delete;
    Keyring& operator=(const Keyring&) = delete;

    using Read = std::function<void(base::Result<std::optional<std::string>>)>;
    using Written = std::function<void(base::Result<void>)>;
    /// Any thread; `done` is called on the keyring's.
    void read(const SecretName& name, Read done);
    void write(const SecretName& name, std::string value, Written done);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// "workspace/side/kind": where the keyring holds a secret, under the service "Syncline".
[[nodiscard]] std::string keyringKey(const SecretName& name);

/// SecretStore in the keyring, under the service "Syncline" and "workspace/side/kind". On the thread that makes it,
/// which has a Qt event loop; answers come later on it, and none after its end. A person may be asked to unlock the
/// keyring meanwhile. Errors: Unavailable (no keyring), TimedOut (no answer within `patience`), PermissionDenied (the
/// person refused).
class KeyringSecrets final : public SecretStore {
public:
    explicit KeyringSecrets(std::shared_ptr<Keyring> keyring,
                            std::chrono::milliseconds patience = std::chrono::minutes(2));
    ~KeyringSecrets() override;
    KeyringSecrets(const KeyringSecrets&) = delete;
    KeyringSecrets& operator=(const KeyringSecrets&) = delete;

    void read(const SecretName& name, Read done) override;
    void write(const SecretName& name, std::string value, Written done) override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::connectors
