#pragma once

#include "engine/base/result.h"
#include "engine/core/side.h"

#include <functional>
#include <optional>
#include <string>

namespace syncline::connectors {

enum class SecretKind : std::uint8_t { AccessToken, RefreshToken, ClientSecret };

/// Which secret: of which side of which workspace (by its id).
struct SecretName {
    std::string workspace;
    core::Side side = core::Side::Salesforce;
    SecretKind kind = SecretKind::AccessToken;

    auto operator<=>(const SecretName&) const = default;
};

/// Where secrets are: the keyring, the environment, or memory until quit; never a file of ours. Called on one thread;
/// `done` is called on it, at once or later.
class SecretStore {
public:
    virtual ~SecretStore() = default;
    using Read = std::function<void(base::Result<std::optional<std::string>>)>;
    using Written = std::function<void(base::Result<void>)>;
    virtual void read(const SecretName& name, Read done) = 0;
    virtual void write(const SecretName& name, std::string value, Written done) = 0;
};

}  // namespace syncline::connectors
