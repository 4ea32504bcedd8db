#include "app/policy_text.h"

#include "engine/runtime/query/rule_changes.h"

namespace syncline::app {

std::string changesOf(const core::RuleSet& before, const core::RuleSet& after) {
    std::string text;
    for (const runtime::RuleChange& one : runtime::changesOf(before, after)) {
        text += text.empty() ? "" : "; ";
        text += one.field.empty() ? one.text : one.object + '.' + one.field + ' ' + one.text;
    }
    return text.empty() ? "nothing" : text;
}

}  // namespace syncline::app
