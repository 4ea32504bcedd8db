#pragma once

#include "engine/connectors/api/secret_store.h"

#include <map>
#include <string_view>

namespace syncline::connectors {

/// The variable that holds a secret: SYNCLINE_ and SALESFORCE_ or HUBSPOT_ and TOKEN (the access token), REFRESH_TOKEN
/// or CLIENT_SECRET. It counts for every workspace.
[[nodiscard]] std::string variableOf(core::Side side, SecretKind kind);

/// Secrets from the environment, for runs without a desktop. A blank variable counts as none; blanks and line ends
/// around a value are cut. What is written is kept until the program ends and comes before the environment, so that a
/// rotated refresh token is used; that the variable's own is dead from then on is logged. Answers at once. One thread.
class EnvironmentSecrets final : public SecretStore {
public:
    /// The value of a variable, if it is set.
    using Lookup = std::function<std::optional<std::string>(const std::string& variable)>;

    EnvironmentSecrets();  ///< the process's
    explicit EnvironmentSecrets(Lookup lookup) : m_lookup(std::move(lookup)) {}

    /// True when the environment holds this secret, or something was written under its name.
    [[nodiscard]] bool holds(const SecretName& name) const;
    void read(const SecretName& name, Read done) override;
    void write(const SecretName& name, std::string value, Written done) override;

private:
    [[nodiscard]] std::optional<std::string> variable(const SecretName& name) const;

    Lookup m_lookup;
    std::map<SecretName, std::string> m_written;
};

}  // namespace syncline::connectors
