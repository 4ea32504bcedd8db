#pragma once

#include "engine/sandbox/model/crm.h"

#include <cstdint>
#include <map>
#include <optional>
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
    [[nodiscard]] WriteOutcome create(ObjectKind kind, std::vector<FieldValue> fields, std::uint64_t twin = 0);
    /// Fields not named do not change. A row that changes nothing makes no event and no new version, as on both
    /// platforms. The id is taken as it is: an alias of a merged record counts as deleted.
    [[nodiscard]] WriteOutcome update(ObjectKind kind, std::string_view id, std::vector<FieldValue> fields);
    /// To the recycle bin. A Salesforce account takes its contacts along; a HubSpot company leaves them without one.
    [[nodiscard]] WriteOutcome remove(ObjectKind kind, std::string_view id);
    [[nodiscard]] WriteOutcome undelete(ObjectKind kind, std::string_view id);
    /// Salesforce: the winner keeps its id, the losers are deleted with MasterRecordId. HubSpot: a new record takes
    /// both ids as aliases; the outcome's id is the new one. Blank fields of the winner are filled from the losers.
    [[nodiscard]] WriteOutcome merge(ObjectKind kind, std::string_view winner, const std::vector<std::string>& losers);
    /// Out of the recycle bin, for good: as if it had never been there. Of a record that HubSpot has merged into
    /// another only the values go, its id still leads there. There is no event of that.
    [[nodiscard]] WriteOutcome purge(ObjectKind kind, std::string_view id);
    /// HubSpot's privacy deletion: gone for good, its e-mail address blocked.
    [[nodiscard]] WriteOutcome erase(ObjectKind kind, std::string_view id);

    /// Writes the events. Nothing may be called after it.
    void commit();

    /// The key that the events will carry.
    [[nodiscard]] const std::string& key() const { return m_key; }

private:
    /// An event to be.
    struct Pending {
        EventKind kind = EventKind::Update;
        ObjectKind object = ObjectKind::Contact;
        std::string id;
        Actor actor;
        std::vector<std::string> fields;
        std::vector<std::string> automated;
        std::vector<std::string> mergedIds;
        bool newModifier = false;
    };

    [[nodiscard]] std::optional<Rejection> rejectUnlessLive(ObjectKind kind, std::string_view id) const;
    Record& touch(ObjectKind kind, std::string_view id);
    Record& insert(Record record);
    Pending& pending(EventKind kind, const Record& record, const Actor& actor);
    void write(Record& record, const std::vector<FieldValue>& fields, EventKind kind, const Actor& actor);
    void store(Record& record, const std::string& field, const Value& value, const Actor& actor);
    void runAutomations(Record& record, const std::vector<FieldValue>& written, EventKind kind);
    void leave(Record& record, RecordState state, const std::string& mergedInto);
    void repoint(const std::string& fromCompany, const Value& toCompany);
    [[nodiscard]] std::vector<FieldValue> fillsFrom(const Record& winner, const std::vector<std::string>& losers) const;
    [[nodiscard]] std::string mergeIntoNew(const Record& winner, const std::vector<std::string>& losers);
    [[nodiscard]] Event eventOf(const Pending& pending) const;
    void rollBack();

    Crm& m_crm;
    Actor m_actor;
    base::Random m_randomBefore;
    std::uint64_t m_nextRecordBefore;
    base::WallTime m_now;
    base::WallTime m_stamp;
    std::string m_key;
    std::map<std::pair<ObjectKind, std::string>, std::optional<Record>> m_before;  ///< as it was; none: it is new
    std::vector<Pending> m_pending;
    std::vector<std::string> m_blocked;  ///< e-mail addresses to block
    bool m_committed = false;
};

}  // namespace syncline::sandbox::model
