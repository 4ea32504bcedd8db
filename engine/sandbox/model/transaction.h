#pragma once

#include "engine/sandbox/model/crm.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace syncline::sandbox::model {

/// What became of one row of a write.
struct WriteOutcome {
    std::string id;  ///< the record; empty when refused without one
    bool created = false;
    std::vector<Rejection> rejections;  ///< empty: done; else nothing of the row was done

    [[nodiscard]] bool ok() const { return rejections.empty(); }
};

/// One transaction of a CRM: rows that share a moment, an actor and a transaction key. A refused row changes nothing;
/// the others stand. The CRM's automations run on every row. commit() writes the events, one for each record (several
/// writes of one record are one event with the first kind and the final values; what a HubSpot workflow adds is an
/// event of its own). Destroyed without commit() it puts everything back. At most one at a time for a Crm.
class Transaction {
public:
    /// `now` is the world's true time.
    Transaction(Crm& crm, Actor actor, base::WallTime now);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Fields not named stay blank. `twin`: see Record.
    WriteOutcome create(ObjectKind kind, const std::vector<FieldValue>& fields, std::uint64_t twin = 0);
    /// Fields not named do not change. A row that changes nothing makes no event and no new version, as on both
    /// platforms.
    WriteOutcome update(ObjectKind kind, std::string_view id, const std::vector<FieldValue>& fields);
    /// To the recycle bin. A Salesforce account takes its contacts along.
    WriteOutcome remove(ObjectKind kind, std::string_view id);
    WriteOutcome undelete(ObjectKind kind, std::string_view id);
    /// Salesforce: the losers are deleted with MasterRecordId, the winner keeps its id. HubSpot: a new record takes
    /// both ids as aliases; the outcome's id is the new one. Blank fields of the winner are filled from the losers.
    WriteOutcome merge(ObjectKind kind, std::string_view winner, const std::vector<std::string>& losers);
    /// HubSpot's privacy deletion: gone for good, its e-mail address blocked.
    WriteOutcome erase(ObjectKind kind, std::string_view id);

    /// Writes the events. Nothing may be called after it.
    void commit();

    /// The key that the events will carry.
    [[nodiscard]] const std::string& key() const { return m_key; }

private:
    struct Pending;
    [[nodiscard]] Record* touch(ObjectKind kind, std::string_view id);
    [[nodiscard]] std::vector<Rejection> check(ObjectKind kind, const Record* before,
                                               std::vector<FieldValue>& fields) const;
    void apply(Record& record, const std::vector<FieldValue>& fields, const Actor& actor);
    void runAutomations(Record& record, const std::vector<FieldValue>& written);
    Pending& pending(EventKind kind, const Record& record, const Actor& actor);
    void rollBack();

    Crm& m_crm;
    Actor m_actor;
    base::WallTime m_now;
    base::WallTime m_stamp;
    std::string m_key;
    std::map<std::pair<ObjectKind, std::string>, std::optional<Record>> m_before;
    std::vector<Pending> m_pending;
    bool m_committed = false;
};

}  // namespace syncline::sandbox::model
