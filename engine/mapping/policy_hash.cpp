#include "engine/mapping/policy_hash.h"

#include "engine/base/try.h"
#include "engine/mapping/sha256.h"
#include "engine/mapping/workspace_names.h"

namespace syncline::mapping {
namespace {

std::string canonicalRule(const core::FieldRule& rule) {
    std::string text;
    if (rule.admission.owner) {
        text += " owner=" + std::string(core::name(*rule.admission.owner));
        text += " onRefused=" + std::string(wordFor(rule.admission.onRefused));
    }
    if (rule.choice.kind == core::ChoiceKind::LastWriterWins) {
        text += " lastWriterWins toleranceMs=" + std::to_string(rule.choice.tolerance.count());
        text += " tieBreak=" + std::string(wordFor(rule.choice.tieBreak));
    } else {
        text += " review";
    }
    return text + " firstComparison=" + std::string(wordFor(rule.firstComparison));
}

}  // namespace

std::string canonicalPolicy(const core::RuleSet& rules) {
    std::string text = "policy 1\n";
    for (const core::Side side : core::kSides)
        text += "mode " + std::string(core::name(side)) + " " + std::string(wordFor(rules.mode[side])) + "\n";
    for (const auto& [object, fields] : rules.fields) {
        // Names hold neither blanks nor line ends: the reader of the workspace sees to it.
        for (const auto& [field, rule] : fields)
            text += "field " + object + " " + field + canonicalRule(rule) + "\n";
    }
    return text;
}

base::Result<std::string> policyHash(const core::RuleSet& rules) {
    TRY_ASSIGN(const Sha256 digest, sha256(canonicalPolicy(rules)));
    return hexadecimal(digest.data(), digest.size());
}

}  // namespace syncline::mapping
