#pragma once

#include "engine/core/version.h"

#include <optional>
#include <string>
#include <vector>

namespace syncline::core {

/// A write of ours that may have left and is not closed.
struct Out {
    Seq write;  ///< its WriteSent entry
    Version version;
    std::optional<base::WallTime>
        answeredAt;               ///< taken by the API at that moment (our clock); none: no good answer yet
    bool outcomeUnknown = false;  ///< time-out, 5xx or a crash: it is read back, never sent again blindly

    bool operator==(const Out&) const = default;
};

enum class ConflictType : std::uint8_t {
    ConcurrentUpdate,
    RefusedChange,    ///< a change that admission refused, with onRefused review
    FirstComparison,  ///< both sides differed when they were first compared
};

[[nodiscard]] std::string_view name(ConflictType type);

/// One value that a person may choose.
struct Candidate {
    Version version = {};
    Side place = Side::Salesforce;  ///< the side that holds it, or held it
    bool overwritten = false;       ///< only our own write covered it

    bool operator==(const Candidate&) const = default;
};

struct Conflict {
    Seq id = {};  ///< its ConflictOpened entry
    ConflictType type = ConflictType::ConcurrentUpdate;
    std::vector<Candidate> candidates = {};  ///< in order of their versions

    bool operator==(const Conflict&) const = default;
};

enum class ApartReason : std::uint8_t {
    RefusedKept,    ///< the rule refuses this side's change and lets the side keep it
    RejectedByApi,  ///< the side's API refuses the standing value; a newer standing version is tried again
};

[[nodiscard]] std::string_view name(ApartReason reason);

/// Why a side is allowed to differ. A new standing version ends it, and so does the side when it comes to hold what
/// stands.
struct Apart {
    ApartReason reason = ApartReason::RefusedKept;
    Seq cause = {};         ///< the entry that says so
    std::string text = {};  ///< the API's words, or who tried

    bool operator==(const Apart&) const = default;
};

/// How many versions that were written to a side a cell remembers when their writes are closed.
inline constexpr std::size_t kSentKept = 4;

/// The ledger's unit: one field of one entity (semantics, section 3). A plain value; changed by apply() only.
struct Cell {
    std::optional<Version> standing;          ///< what both sides should hold
    PerSide<std::optional<Version>> present;  ///< what each side held last, in its own order; none: unknown
    PerSide<std::vector<Out>> out;            ///< in order
    PerSide<std::vector<Version>> sent;  ///< that have not come back, the last kSentKept, newest last: for late echoes
    PerSide<std::optional<VersionId>> refusedOn;  ///< present[S] was refused, and made on this standing version
    std::optional<Conflict> conflict;
    PerSide<std::optional<Apart>> apart;

    bool operator==(const Cell&) const = default;
};

/// The version that `side` is to be given now, or null (semantics, section 3, *What is written follows from the
/// state*). Points into the cell.
[[nodiscard]] const Version* due(const Cell& cell, Side side);

/// True when something of the cell is not at rest: a write is out or due.
[[nodiscard]] bool isMoving(const Cell& cell);

}  // namespace syncline::core
