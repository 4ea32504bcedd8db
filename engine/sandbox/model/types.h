#pragma once

#include "engine/base/clock.h"

#include <compare>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncline::sandbox::model {

enum class Side { Salesforce, HubSpot };
[[nodiscard]] std::string_view name(Side side);  ///< "salesforce", "hubspot"
[[nodiscard]] Side other(Side side);

/// The two kinds of records: Account / company and Contact / contact.
enum class ObjectKind { Company, Contact };

/// A field's value as text in one form for each type: numbers as decimals ("12.5"), booleans "true" and "false", dates
/// "2026-11-24", date-times "2026-11-24T16:00:00.000Z", several options "A;B". Blank is nullopt; "" never occurs.
using Value = std::optional<std::string>;

struct FieldValue {
    std::string field;
    Value value;

    bool operator==(const FieldValue&) const = default;
};

enum class ActorKind {
    User,         ///< a person in the CRM's own window
    Integration,  ///< a program through the API
    Automation,   ///< a flow or workflow of the CRM itself
};

/// Who changes something.
struct Actor {
    ActorKind kind = ActorKind::User;
    std::string userId;  ///< Salesforce user id (18 characters), HubSpot user id; the run-as user of an integration
    std::string application;  ///< Salesforce: API name ("rest", "soap"); HubSpot: app id of an integration, workflow id
    std::string client;       ///< Salesforce: the client= of Sforce-Call-Options, may be empty

    auto operator<=>(const Actor&) const = default;
};

/// An actor as versions and events keep it: copies share one. Reads and compares as the Actor it holds.
class SharedActor {
public:
    SharedActor() = default;  ///< Actor()
    explicit SharedActor(Actor actor) : m_actor(std::make_shared<const Actor>(std::move(actor))) {}

    const Actor& operator*() const;
    const Actor* operator->() const { return &**this; }
    bool operator==(const SharedActor& other) const { return m_actor == other.m_actor || **this == *other; }

private:
    std::shared_ptr<const Actor> m_actor;  ///< null: Actor()
};

/// Gives the same SharedActor for equal actors, so that a long history holds each of them once.
class ActorPool {
public:
    [[nodiscard]] SharedActor share(const Actor& actor);

private:
    std::map<Actor, SharedActor> m_known;
};

/// Why a write is refused, without either API's words: the servers turn it into their documented bodies.
enum class RejectionCode {
    UnknownField,
    ReadOnly,
    Required,  ///< a required field is missing or would become blank
    TooLong,
    InvalidOption,  ///< not one of a restricted list
    InvalidNumber,
    InvalidBoolean,
    InvalidDate,
    InvalidEmail,
    InvalidReference,  ///< names a record or user that does not exist
    NotUnique,         ///< another live record has this value in a unique field
    NotFound,
    Deleted,       ///< exists, but is in the recycle bin or merged away
    NotDeleted,    ///< undelete of a live record
    RuleViolated,  ///< a validation rule of the CRM's administrator
    StepBack,      ///< HubSpot's lifecycle stage goes forward only
    Blocked,       ///< an e-mail address on the privacy block list
};

struct Rejection {
    RejectionCode code = RejectionCode::NotFound;
    std::string field;       ///< empty where the whole record is meant
    std::string detail;      ///< the limit, the options, the rule's text
    std::string existingId;  ///< NotUnique: whose value it is

    bool operator==(const Rejection&) const = default;
};

}  // namespace syncline::sandbox::model
