#pragma once

#include "engine/base/clock.h"
#include "engine/base/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace syncline::connectors {

/// A bearer token as it stands, and which one it is.
struct Token {
    std::string text;
    std::string apiBase;  ///< where the API is, if the sign-in said so (Salesforce's instance_url); else ""
    std::uint64_t generation = 0;
};

/// Access tokens of one grant. On the connector's thread.
class TokenSource {
public:
    virtual ~TokenSource() = default;
    using Got = std::function<void(base::Result<Token>)>;
    /// The token that is at hand, or a new one. However many ask, one request is under way (single flight). Errors:
    /// Unauthenticated (a person has to sign in again), those of the network.
    virtual void get(Got done) = 0;
    /// The server refused this one: the next get() makes a new one, unless that has happened already.
    virtual void refused(std::uint64_t generation) = 0;
    /// While get() waits on purpose, because fresh tokens are refused again and again: when it goes on by itself.
    [[nodiscard]] virtual std::optional<base::WallTime> heldUntil() const { return std::nullopt; }
    /// Ends that wait now. Those that come behind it grow as they would have.
    virtual void endHold() {}
};

}  // namespace syncline::connectors
