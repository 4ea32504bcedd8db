#include "engine/runtime/file_policy.h"

#include "engine/base/log.h"

#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

bool isFirst(const core::RuleSet& inForce) {
    return inForce.version == core::Seq();
}

void addNames(const core::RuleSet& rules, std::set<std::pair<std::string, std::string>>& names) {
    for (const auto& [object, fields] : rules.fields) {
        for (const auto& [field, rule] : fields)
            names.emplace(object, field);
    }
}

}  // namespace

core::RuleSet policyFromFile(const core::RuleSet& inForce, core::RuleSet file) {
    if (!isFirst(inForce))
        file.mode = inForce.mode;
    return file;
}

std::vector<std::string> changedRules(const core::RuleSet& before, const core::RuleSet& after) {
    std::set<std::pair<std::string, std::string>> names;
    addNames(before, names);
    addNames(after, names);
    std::vector<std::string> changed;
    for (const auto& [object, field] : names) {
        const core::FieldRule* const was = before.find(object, field);
        const core::FieldRule* const is = after.find(object, field);
        if (was == nullptr || is == nullptr || !(*was == *is))
            changed.push_back(object + "." + field);
    }
    return changed;
}

void logFilePolicy(const core::RuleSet& inForce, const core::RuleSet& file) {
    if (isFirst(inForce))
        return;
    std::string names;
    for (const std::string& name : changedRules(inForce, file))
        names += (names.empty() ? "" : ", ") + name;
    if (!names.empty())
        base::log::warning("sequencer", "the workspace file has changed: its rules take the place of those in force",
                           {{"fields", names}});
    for (const core::Side side : core::kSides) {
        if (file.mode[side] != inForce.mode[side])
            base::log::warning("sequencer",
                               "the workspace file's mode is for the first start: the direction stays as it is "
                               "(syncline mode switches it)",
                               {{"to", core::name(side)},
                                {"mode", core::name(inForce.mode[side])},
                                {"file", core::name(file.mode[side])}});
    }
}

}  // namespace syncline::runtime
