#include "app/policy_text.h"

#include "engine/core/side.h"

#include <set>
#include <vector>

namespace syncline::app {
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
            text += (text.empty() ? " " : ", ") + std::string(what) + ' ' + from + kArrow + to;
    };
    add("rule", choiceText(before.choice), choiceText(after.choice));
    add("tolerance", toleranceText(before.choice), toleranceText(after.choice));
    add("tie", std::string(core::name(before.choice.tieBreak)), std::string(core::name(after.choice.tieBreak)));
    add("owner", admissionText(before.admission), admissionText(after.admission));
    add("first comparison", std::string(core::name(before.firstComparison)),
        std::string(core::name(after.firstComparison)));
    return text;
}

/// "contact.phone tolerance 500 ms → 2000 ms"; "" when the field's rule is the same.
std::string fieldChange(const std::string& named, const core::FieldRule* before, const core::FieldRule* after) {
    if (before == nullptr)
        return named + " mapped (" + wholeText(*after) + ')';
    if (after == nullptr)
        return named + " not mapped any more";
    const std::string changed = changedParameters(*before, *after);
    return changed.empty() ? changed : named + changed;
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

std::string changesOf(const core::RuleSet& before, const core::RuleSet& after) {
    std::vector<std::string> changes;
    for (const auto& [object, field] : fieldsOf(before, after)) {
        std::string one = fieldChange(object + '.' + field, before.find(object, field), after.find(object, field));
        if (!one.empty())
            changes.push_back(std::move(one));
    }
    for (const core::Side side : core::kSides) {
        if (before.mode[side] != after.mode[side])
            changes.push_back("to " + sideText(side) + ' ' + std::string(core::name(before.mode[side])) + kArrow
                              + std::string(core::name(after.mode[side])));
    }
    std::string text;
    for (const std::string& one : changes)
        text += (text.empty() ? "" : "; ") + one;
    return text.empty() ? "nothing" : text;
}

}  // namespace syncline::app
