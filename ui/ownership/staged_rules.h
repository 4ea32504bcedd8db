#pragma once

#include "ui/bridge/query.h"

#include <QString>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace syncline::ui {

/// Rules that a person has changed and not applied yet. A value.
class StagedRules {
public:
    struct Change {
        std::string object;
        std::string field;
        core::FieldRule before;
        core::FieldRule after;
        bool operator==(const Change&) const = default;
    };

    /// A rule that is again what is in force is not staged any more.
    void stage(const std::string& object, const std::string& field, const core::FieldRule& inForce,
               const core::FieldRule& rule);
    /// Others have changed rules: what is staged is on top of theirs from now on.
    void rebase(const core::RuleSet& rules);
    /// The rule of whoever changed it stays; staged ones that nobody else has touched stay staged.
    void takeTheirs(const core::RuleSet& rules);
    /// What is in force by now, and fields that are gone, are not staged any more.
    void dropSettled(const core::RuleSet& rules);
    void clear() { m_changes.clear(); }

    [[nodiscard]] bool isEmpty() const { return m_changes.empty(); }
    [[nodiscard]] std::size_t count() const { return m_changes.size(); }
    [[nodiscard]] const std::vector<Change>& changes() const { return m_changes; }
    [[nodiscard]] const core::FieldRule* find(const std::string& object, const std::string& field) const;

    [[nodiscard]] ChangeRules command(core::Seq expected, std::string who) const;

private:
    std::vector<Change> m_changes;  ///< in the order in which they were made
};

/// "phone 500 → 1,500 ms, lead_source LWW 500 ms → Owner SF, revert"
[[nodiscard]] QString inShort(const StagedRules::Change& change);

}  // namespace syncline::ui
