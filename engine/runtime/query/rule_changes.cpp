#include "engine/runtime/query/rule_changes.h"

#include "engine/core/side.h"

#include <set>
#include <string>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr const char* kArrow = " → ";

std::string sideText(core::Side side) {
    return side == core::Side::Salesforce ? "Salesforce" : "HubSpot";
}

std::string admissionText(const core::Admission& admission) {
    if (!admission.owner)
        return "none";
    return sideText(*admission.owner) + " (refused: " + std::string(core::name(admission.onRefused)) + ')';
}

std::string choiceText(const core::Choice& choice) {
    return std::string(core::name(choice.kind));
}

std::string toleranceText(const core::Choice& choice) {
    return std::to_string(choice.tolerance.count()) + " ms";
}

std::string wholeText(const core::FieldRule& rule) {
    std::string text = choiceText(rule.choice);
    if (rule.choice.kind == core::ChoiceKind::LastWriterWins)
        text += ", tolerance " + toleranceText(rule.choice) + ", tie " + std::string(core::name(rule.choice.tieBreak));
    if (rule.admission.owner)
        text += ", owner " + admissionText(rule.admission);
    return text + ", first comparison " + std::string(core::name(rule.firstComparison));
}

/// The parameters of one field that differ, each with both values.
std::string changedParameters(const core::FieldRule& before, const core::FieldRule& after) {
    std::string text;
    const auto add = [&](const char* what, const std::string& from, const std::string& to) {
        if (from != to)
            text += (text.empty() ? "" : ", ") + std::string(what) + ' ' + from + kArrow + to;
    };
    add("rule", choiceText(before.choice), choiceText(after.choice));
    add("tolerance", toleranceText(before.choice), toleranceText(after.choice));
    add("tie", std::string(core::name(before.choice.tieBreak)), std::string(core::name(after.choice.tieBreak)));
    add("owner", admissionText(before.admission), admissionText(after.admission));
    add("first comparison", std::string(core::name(before.firstComparison)),
        std::string(core::name(after.firstComparison)));
    return text;
}

/// "" when the field's rule is the same.
std::string fieldChange(const core::FieldRule* before, const core::FieldRule* after) {
    if (before == nullptr)
        return "mapped (" + wholeText(*after) + ')';
    if (after == nullptr)
        return "not mapped any more";
    return changedParameters(*before, *after);
}

std::set<std::pair<std::string, std::string>> fieldsOf(const core::RuleSet& before, const core::RuleSet& after) {
    std::set<std::pair<std::string, std::string>> named;
    for (const core::RuleSet* rules : {&before, &after}) {
        for (const auto& [object, fields] : rules->fields) {
            for (const auto& [field, rule] : fields)
                named.emplace(object, field);
        }
    }
    return named;
}

}  // namespace

std::vector<RuleChange> changesOf(const core::RuleSet& before, const core::RuleSet& after) {
    std::vector<RuleChange> changes;
    for (const auto& [object, field] : fieldsOf(before, after)) {
        std::string text = fieldChange(before.find(object, field), after.find(object, field));
        if (!text.empty())
            changes.push_back({object, field, std::move(text)});
    }
    for (const core::Side side : core::kSides) {
        if (before.mode[side] != after.mode[side])
            changes.push_back({{},
                               {},
                               "to " + sideText(side) + ' ' + std::string(core::name(before.mode[side])) + kArrow
                                   + std::string(core::name(after.mode[side]))});
    }
    return changes;
}

}  // namespace syncline::runtime
