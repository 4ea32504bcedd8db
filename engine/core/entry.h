#pragma once

#include "engine/core/change.h"
#include "engine/core/decide.h"
#include "engine/core/rules.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace syncline::core {

/// The kinds of journal entries. The numbers are stored: never change one.
enum class EntryKind : std::uint8_t {
    ChangeCaptured = 1,
    FieldsDecided = 2,
    ConflictOpened = 3,
    ConflictUpdated = 4,
    ConflictResolved = 5,
    WriteSent = 6,
    WriteSucceeded = 7,
    WriteFailed = 8,
    RecordLinked = 9,
    BaselineRead = 10,
    PolicyChanged = 11,
    GapDetected = 12,
    ConnectorStateChanged = 13,
    RecordDeleted = 14,
};

/// "ChangeCaptured"
[[nodiscard]] std::string_view name(EntryKind kind);
[[nodiscard]] std::optional<EntryKind> entryKindNamed(std::string_view text);

struct ChangeCaptured {
    RecordKey record;
    Change change;                      ///< its seq is the entry's
    std::vector<std::string> unmapped;  ///< fields of the side that it names and nobody mapped
    std::string transaction;            ///< the side's name for what was done in one step; may be empty
    std::string raw;                    ///< what came over the wire, whole: JSON
    bool operator==(const ChangeCaptured&) const = default;
};

/// Its cause is the ChangeCaptured, BaselineRead or Write… entry that was judged.
struct FieldsDecided {
    std::vector<FieldDecision> fields;
    bool operator==(const FieldsDecided&) const = default;
};

struct ConflictOpened {
    std::string field;
    ConflictType type = ConflictType::ConcurrentUpdate;
    std::vector<Candidate> candidates;
    std::string who = {};  ///< of the person who undid a resolution; empty when a decision opened it
    bool operator==(const ConflictOpened&) const = default;
};

struct ConflictUpdated {
    Seq conflict;
    std::string field;
    std::vector<Candidate> candidates;
    bool operator==(const ConflictUpdated&) const = default;
};

struct ConflictResolved {
    Seq conflict;
    std::string field;
    Version standing;
    std::vector<Candidate> candidates;  ///< all of the moment, whole, so that this entry is enough to undo it
    bool byItself = false;              ///< later changes made all candidates the same
    std::string who;                    ///< of the person; empty when by itself
    std::string note;
    ConflictType type = ConflictType::ConcurrentUpdate;  ///< of the conflict

    /// The versions that it settled.
    [[nodiscard]] std::vector<VersionId> covered() const;
    bool operator==(const ConflictResolved&) const = default;
};

struct WrittenField {
    std::string field;
    Version version;
    bool operator==(const WrittenField&) const = default;
};

/// One record of one request. Durable before the request leaves.
struct WriteSent {
    Side side = Side::Salesforce;       ///< written to
    std::optional<std::string> record;  ///< none: the record is created by an upsert on the partner's id
    int attempt = 1;
    std::vector<WrittenField> fields;
    bool operator==(const WriteSent&) const = default;
};

struct WriteSucceeded {
    Seq write;
    Side side = Side::Salesforce;
    std::optional<std::string> created;  ///< the id that the new record was given
    base::WallTime answeredAt;
    bool operator==(const WriteSucceeded&) const = default;
};

enum class FailureClass : std::uint8_t {
    NotSent,    ///< it surely had no effect: refused for rate, lock or sign-in, or it never left; sent again later
    Unknown,    ///< the answer was lost: read back first
    Permanent,  ///< the API refuses these values
};
[[nodiscard]] std::string_view name(FailureClass value);

struct WriteFailed {
    Seq write;
    Side side = Side::Salesforce;
    FailureClass failure = FailureClass::Unknown;
    std::string code;                 ///< the API's
    std::string message;              ///< the API's words
    std::vector<std::string> fields;  ///< canonical fields that it names; empty: none, and all are meant
    bool operator==(const WriteFailed&) const = default;
};

/// The entry's entity goes on with both records; the other one, if there was one, is absorbed.
struct RecordLinked {
    PerSide<std::string> record;
    LinkOrigin origin = LinkOrigin::MatchKey;
    EntityId absorbed;
    bool operator==(const RecordLinked&) const = default;
};

struct BaselineRead {
    std::vector<BaselineField> fields;
    bool operator==(const BaselineRead&) const = default;
};

/// The whole policy, whose version is the entry's sequence.
struct PolicyChanged {
    RuleSet rules;       ///< its version is set by apply()
    std::string source;  ///< SHA-256 of the file's policy (of a sandbox's: in capitals), or who changed it by a command
    std::string who;
    bool operator==(const PolicyChanged&) const = default;
};

/// Changes may have been missed. Without records: any record of the side may be concerned; the linked ones are then
/// named by further entries, the last of which says `allNamed`. Records named are stale until they are read.
struct GapDetected {
    Side side = Side::Salesforce;
    std::string reason;
    std::vector<RecordKey> records;
    bool allNamed = false;
    bool operator==(const GapDetected&) const = default;
};

enum class ConnectorPhase : std::uint8_t { Stopped, Connecting, Connected, Disconnected };
[[nodiscard]] std::string_view name(ConnectorPhase phase);

struct ConnectorStateChanged {
    Side side = Side::Salesforce;
    ConnectorPhase phase = ConnectorPhase::Stopped;
    std::string message;  ///< what, why, what to do; empty when all is well
    bool operator==(const ConnectorStateChanged&) const = default;
};

/// A record was deleted or merged away: a tombstone. Its partner is left as it is.
struct RecordDeleted {
    RecordKey record;
    bool undeleted = false;  ///< it came back: the tombstone is gone, and the side is read anew
    bool operator==(const RecordDeleted&) const = default;
};

/// In the order of EntryKind's numbers.
using EntryBody = std::variant<ChangeCaptured, FieldsDecided, ConflictOpened, ConflictUpdated, ConflictResolved,
                               WriteSent, WriteSucceeded, WriteFailed, RecordLinked, BaselineRead, PolicyChanged,
                               GapDetected, ConnectorStateChanged, RecordDeleted>;

/// One entry of the journal. Entries carry results: folding them (apply.h) decides nothing.
struct Entry {
    Seq seq;
    EntityId entity;                           ///< 0: of the workspace as a whole
    std::optional<Side> side;                  ///< that it came from, or that was written to
    std::optional<base::WallTime> sourceTime;  ///< the earliest moment that the source gives
    base::WallTime captureTime;                ///< when we had it, by our clock
    Seq cause;                                 ///< the entry that led to it; 0: it came from outside
    EntryBody body;

    [[nodiscard]] EntryKind kind() const { return static_cast<EntryKind>(body.index() + 1); }
    bool operator==(const Entry&) const = default;
};

}  // namespace syncline::core
