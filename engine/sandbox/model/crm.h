#pragma once

#include "engine/base/random.h"
#include "engine/sandbox/model/event_log.h"
#include "engine/sandbox/model/record.h"
#include "engine/sandbox/model/schema.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace syncline::sandbox::model {

/// The CRM's own clock: true time plus skew, cut to a multiple of the resolution; or a time at which it stands still.
struct SourceClock {
    std::chrono::milliseconds skew{0};
    std::chrono::milliseconds resolution{1};
    std::optional<base::WallTime> stoppedAt{};  ///< not kept: after a restart it goes

    [[nodiscard]] base::WallTime stamp(base::WallTime trueTime) const;
    bool operator==(const SourceClock&) const = default;
};

/// A person with a seat in the CRM: Salesforce User, HubSpot user and owner.
struct User {
    std::string id;       ///< Salesforce: 005… (18 characters); HubSpot: the user id
    std::string ownerId;  ///< what an owner field holds: Salesforce the same id, HubSpot another number
    std::string email;
    std::string firstName;
    std::string lastName;
    bool active = true;

    bool operator==(const User&) const = default;
};

using RecordMap = std::map<std::string, Record, std::less<>>;

class Transaction;

/// One CRM: records with their history, users, an event log with its retention, and its own clock. Holds no wire
/// format. Everything that changes it goes through a Transaction. A value without threads; one thread at a time.
class Crm {
public:
    /// No records yet; a handful of users.
    Crm(Side side, std::uint64_t seed, SourceClock clock);

    [[nodiscard]] Side side() const { return m_side; }
    [[nodiscard]] const ObjectSchema& schema(ObjectKind kind) const { return schemaOf(m_side, kind); }
    [[nodiscard]] const SourceClock& clock() const { return m_clock; }
    void setClock(SourceClock clock) { m_clock = clock; }

    /// All records of a kind in every state, by id. Ids rise with creation, on both sides in plain text order too.
    [[nodiscard]] const RecordMap& records(ObjectKind kind) const;
    /// The record of exactly this id, whatever its state; null when there never was one.
    [[nodiscard]] const Record* find(ObjectKind kind, std::string_view id) const;
    /// Like find, but a merged-away id leads to the survivor (HubSpot reads by old ids).
    [[nodiscard]] const Record* resolve(ObjectKind kind, std::string_view id) const;
    /// The live record with this value in a unique field, compared without case; also by HubSpot's secondary e-mails.
    [[nodiscard]] const Record* findByUnique(ObjectKind kind, std::string_view field, std::string_view value) const;

    [[nodiscard]] const std::vector<User>& users() const { return m_users; }
    [[nodiscard]] const User* findUser(std::string_view idOrOwnerId) const;

    /// What happened, with its retention.
    [[nodiscard]] const EventLog& log() const { return m_log; }
    /// All that is retained, oldest first: a copy.
    [[nodiscard]] std::vector<Event> events() const { return m_log.all(); }
    /// Salesforce: the platform lost what changed on this record; a Gap event says so.
    void appendGap(ObjectKind kind, const std::string& id, base::WallTime now);

    /// For retention and for what becomes of it when an org is moved.
    [[nodiscard]] EventLog& log() { return m_log; }

    /// Addresses that a privacy deletion has blocked (folded to lower case).
    [[nodiscard]] const std::set<std::string, std::less<>>& blockedEmails() const { return m_blockedEmails; }

private:
    friend class Transaction;
    friend class CrmHead;

    [[nodiscard]] std::string newId(ObjectKind kind);
    void index(const Record& record);
    void unindex(const Record& record);
    void append(Event event) { m_log.append(std::move(event), m_random); }

    std::shared_ptr<base::SpillFile> m_file = std::make_shared<base::SpillFile>();  ///< for what is old
    Side m_side;
    SourceClock m_clock;
    base::Random m_random;
    std::map<ObjectKind, RecordMap> m_records;
    std::map<std::string, std::string, std::less<>> m_unique;  ///< "kind/field/folded value" to record id
    std::vector<User> m_users;
    EventLog m_log;
    ActorPool m_actors;
    std::set<std::string, std::less<>> m_blockedEmails;
    std::uint64_t m_nextRecord = 1;
    std::uint64_t m_lastCommitNumber = 0;
    std::set<std::pair<ObjectKind, std::string>> m_unsaved;  ///< records changed since the last save
};

}  // namespace syncline::sandbox::model
