#pragma once

#include "engine/base/result.h"
#include "engine/runtime/waiting.h"

#include <set>

namespace syncline::runtime {

/// Finds the partner of a record (semantics, section 9, Linking): the id that it stores; a record on the other side
/// that stores its id; match keys in order; then, where the mapping allows, a new record. Two candidates are never
/// guessed between, and a record that belongs to another entity, or whose partner is a tombstone, is never taken. On
/// the sequencer's thread; each function goes as far as it can without another read.
class Linker {
public:
    Linker(const mapping::Workspace& workspace, Ledger& ledger, ReadQueue& reads)
        : m_workspace(workspace), m_ledger(ledger), m_reads(reads) {}

    enum class Progress {
        Waiting,    ///< for `waiting.wants`
        Linked,     ///< a RecordLinked was appended
        Creating,   ///< there is no partner, and one may be made: `waiting.read` holds what it is made of
        NoPartner,  ///< there is none, or several, and none is made
        Gone,       ///< the record itself is not there any more
    };

    [[nodiscard]] Waiting begin(const core::Entity& entity, core::Side side, base::WallTime now);
    [[nodiscard]] base::Result<Progress> got(StepContext& context, core::EntityId id, Waiting& waiting,
                                             const ReadGot& got);

private:
    struct Case {
        StepContext& context;
        core::EntityId id;
        core::Side side;  ///< of the record that looks for a partner
        const mapping::ObjectMapping& object;
        Waiting& waiting;
    };

    [[nodiscard]] base::Result<Progress> tryStoredId(Case& of);
    [[nodiscard]] Progress tryFindById(Case& of);
    [[nodiscard]] Progress tryFindByKey(Case& of);
    [[nodiscard]] base::Result<Progress> choose(Case& of, const ReadGot& got, core::LinkOrigin origin);
    void warnOfSeveral(const Case& of, const ReadGot& got);
    [[nodiscard]] base::Result<bool> isFree(const Case& of, const connectors::RecordRead& candidate);
    [[nodiscard]] base::Result<Progress> link(Case& of, const std::string& partner, core::LinkOrigin origin);
    [[nodiscard]] Progress wait(Case& of, Waiting::Step step, ReadWant want);

    const mapping::Workspace& m_workspace;
    Ledger& m_ledger;
    ReadQueue& m_reads;
    std::set<ReadWant> m_warned;  ///< of which the log says that several records answer them; without an entity
};

/// The text of a field in what was read; none when it is blank or was not read.
[[nodiscard]] std::optional<std::string> textOf(const connectors::RecordRead& record, std::string_view field);

}  // namespace syncline::runtime
