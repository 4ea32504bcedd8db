#include "ui/ownership/staged_rules.h"

#include "ui/widgets/format.h"

#include <algorithm>

namespace syncline::ui {

void StagedRules::stage(const std::string& object, const std::string& field, const core::FieldRule& inForce,
                        const core::FieldRule& rule) {
    const auto found = std::find_if(m_changes.begin(), m_changes.end(),
                                    [&](const Change& one) { return one.object == object && one.field == field; });
    if (rule == inForce) {
        if (found != m_changes.end())
            m_changes.erase(found);
        return;
    }
    if (found == m_changes.end())
        m_changes.push_back({object, field, inForce, rule});
    else
        found->after = rule;
}

void StagedRules::takeTheirs(const core::RuleSet& rules) {
    std::vector<Change> kept;
    for (const Change& one : m_changes) {
        const core::FieldRule* inForce = rules.find(one.object, one.field);
        if (inForce != nullptr && *inForce == one.before)
            kept.push_back(one);
    }
    m_changes = std::move(kept);
}

void StagedRules::rebase(const core::RuleSet& rules) {
    dropSettled(rules);
    for (Change& one : m_changes)
        one.before = *rules.find(one.object, one.field);
}

void StagedRules::dropSettled(const core::RuleSet& rules) {
    std::vector<Change> kept;
    for (const Change& one : m_changes) {
        const core::FieldRule* inForce = rules.find(one.object, one.field);
        if (inForce != nullptr && *inForce != one.after)
            kept.push_back(one);
    }
    m_changes = std::move(kept);
}

const core::FieldRule* StagedRules::find(const std::string& object, const std::string& field) const {
    const auto found = std::find_if(m_changes.begin(), m_changes.end(),
                                    [&](const Change& one) { return one.object == object && one.field == field; });
    return found == m_changes.end() ? nullptr : &found->after;
}

ChangeRules StagedRules::command(core::Seq expected, std::string who) const {
    ChangeRules command;
    command.expected = expected;
    command.who = std::move(who);
    for (const Change& one : m_changes)
        command.fields[one.object][one.field] = one.after;
    return command;
}

QString inShort(const StagedRules::Change& change) {
    return QString::fromStdString(change.field) + QLatin1Char(' ') + ruleInShort(change.before) + QStringLiteral(" → ")
           + ruleInShort(change.after);
}

}  // namespace syncline::ui
