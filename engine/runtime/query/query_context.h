#pragma once

#include "engine/base/clock.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/query/query.h"

#include <map>
#include <stop_token>
#include <string>

namespace syncline::runtime {

class BroughtBook;
class NameBook;
class RuleBook;

/// What answering a query works with: one reader thread's connections. On that thread.
struct QueryContext {
    journal::Reader& journal;
    journal::ProjectionReader& projections;
    const mapping::Workspace& workspace;
    base::WallTime now;
    std::stop_token stop;
    NameBook* names = nullptr;           ///< kept from one query of the thread to the next; null: there is none
    RuleBook* ruleBook = nullptr;        ///< the same
    BroughtBook* broughtBook = nullptr;  ///< the same

    /// Cancelled when the one who asked does not want it any more. To be called once a page in long work.
    [[nodiscard]] base::Result<void> goOn() const;
};

/// What a person calls an entity: first and last name, else its name, else an e-mail, else a record id.
[[nodiscard]] std::string titleOf(const core::Entity& entity);
/// Its e-mail, domain or website, when it has one; else "".
[[nodiscard]] std::string keyOf(const core::Entity& entity);
/// The mapped fields of an object with the rules of `rules`, in the mapping's order.
[[nodiscard]] std::vector<MappedField> mappedFields(const mapping::ObjectMapping& object, const core::RuleSet& rules);
/// Entries as lists show them: an entry is shown alike whichever others it is asked for with, or is marked as late.
/// Names of entities are read once a call.
[[nodiscard]] base::Result<std::vector<EntryRow>> rowsOf(QueryContext& context, std::vector<core::Entry> entries);

}  // namespace syncline::runtime
