#pragma once

#include "engine/base/result.h"
#include "engine/runtime/query/conflict_queries.h"
#include "engine/runtime/query/query_context.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace syncline::runtime {

/// Of the ConflictOpened entry by which a resolution was taken back.
[[nodiscard]] Undoing undoingOf(const core::Entry& opened);

/// Makes rows of conflicts; what they share is read once. Lives no longer than its context.
class ConflictRows {
public:
    [[nodiscard]] static base::Result<ConflictRows> make(QueryContext& context);

    /// As it stands in the entity, or as it stood.
    [[nodiscard]] base::Result<ConflictRow> open(const core::Entity& entity, const std::string& field,
                                                 const core::Conflict& conflict);
    /// Of a ConflictResolved entry, which may have been taken back.
    [[nodiscard]] base::Result<ConflictRow> resolved(const core::Entry& entry, std::optional<Undoing> undoing);

private:
    ConflictRows(QueryContext& context, core::RuleSet rules) : m_context(context), m_rules(std::move(rules)) {}

    [[nodiscard]] base::Result<ConflictRow> begin(core::Seq conflict, const core::Entity& entity,
                                                  const std::string& field);
    [[nodiscard]] MappedField mappedField(const std::string& object, const std::string& field);

    QueryContext& m_context;
    core::RuleSet m_rules;
    std::map<std::string, std::vector<MappedField>> m_fields;  ///< by object
};

}  // namespace syncline::runtime
