#pragma once

#include "engine/sandbox/context.h"
#include "engine/sandbox/hubspot/options.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::hubspot {

/// Whom an access token stands for.
struct Caller {
    enum class Kind {
        StaticToken,  ///< the private app's
        User,         ///< of an installation, by authorization code
        App,          ///< client credentials: the journal, no records
    };
    Kind kind = Kind::StaticToken;
    std::string userId;
    std::set<std::string, std::less<>> scopes;
    bool isOtherApp = false;  ///< its token is of the account's other app
};

/// The account ("portal") that all endpoints serve: one CRM, stored values, clocks, options. It refers to
/// what the context holds and is passed about like it. Lives as long as the server; the sandbox's one thread.
class Portal {
public:
    Portal(Context context, HubSpotOptions options);

    [[nodiscard]] const HubSpotOptions& options() const { return m_options; }
    [[nodiscard]] std::string id() const { return std::to_string(m_options.portalId); }
    [[nodiscard]] model::Crm& crm() const { return m_context.world.crm(model::Side::HubSpot); }
    [[nodiscard]] KeyValues& values() const { return m_context.values; }
    [[nodiscard]] Faults& faults() const { return m_context.faults; }
    [[nodiscard]] bool dialect(std::string_view name) const { return m_context.dialects.on(name); }

    [[nodiscard]] std::uint64_t seed() const { return m_context.world.options().seed; }

    /// The world's time, in which records change and the journal is published.
    [[nodiscard]] base::WallTime worldNow() const { return m_context.world.now(); }
    /// The server's time, in which tokens and links expire.
    [[nodiscard]] base::WallTime now() const { return m_context.clock.wallNow(); }
    [[nodiscard]] base::MonotonicTime steadyNow() const { return m_context.clock.monotonicNow(); }

    [[nodiscard]] std::string uuid();
    /// 48 characters behind a prefix.
    [[nodiscard]] std::string freshToken(std::string_view prefix);
    /// See Context::changed.
    void changed() { m_context.changed(); }

    [[nodiscard]] model::Actor actorFor(const Caller& caller) const;

private:
    Context m_context;
    HubSpotOptions m_options;
};

/// Marks the writes of the static token in model::Actor::client.
inline constexpr std::string_view kStaticTokenClient = "static-token";

/// A running number for a key, so that keys sort as numbers do: 12 digits.
[[nodiscard]] std::string paddedNumber(std::uint64_t number);
/// The next number of a stored counter, from 1.
[[nodiscard]] std::uint64_t nextNumber(KeyValues& values, const std::string& key);

}  // namespace syncline::sandbox::hubspot
