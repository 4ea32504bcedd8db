#include "engine/runtime/file_policy.h"

#include "engine/base/log.h"

#include <algorithm>
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

/// The SHA-256 of the file's policy, in capitals for a sandbox's: the source is all that the state keeps of where a
/// policy came from, so that the journal tells by it whether it was kept with a sandbox, wherever it is copied. (One
/// hash in 10^13 has no letter to tell it by.)
std::string sourceOf(const mapping::Workspace& workspace) {
    std::string source = workspace.policyHash;
    if (workspace.sandbox) {
        std::transform(source.begin(), source.end(), source.begin(), [](char digit) {
            return digit >= 'a' && digit <= 'f' ? static_cast<char>(digit - 'a' + 'A') : digit;
        });
    }
    return source;
}

bool isOfSandbox(const std::string& source) {
    return source.find_first_of("ABCDEF") != std::string::npos;
}

void logRules(const core::RuleSet& inForce, const core::RuleSet& file) {
    std::string names;
    for (const std::string& name : changedRules(inForce, file))
        names += (names.empty() ? "" : ", ") + name;
    if (!names.empty())
        base::log::warning("sequencer", "the workspace file has changed: its rules take the place of those in force",
                           {{"fields", names}});
}

}  // namespace

std::optional<core::PolicyChanged> adoptedPolicy(const core::WorkspaceState& state,
                                                 const mapping::Workspace& workspace) {
    std::string source = sourceOf(workspace);
    if (state.policySource == source)
        return std::nullopt;
    const core::RuleSet file = workspace.rules();
    core::PolicyChanged changed{{}, std::move(source), "workspace file"};
    if (workspace.sandbox && state.policySource == workspace.policyHash) {
        // Of before sources told of sandboxes, or of the same policy with addresses: what people have changed stays.
        changed.rules = state.rules;
    } else if (!workspace.sandbox && isOfSandbox(state.policySource)) {
        changed.rules = file;
        changed.rules.mode = {core::Mode::Observe, core::Mode::Observe};
        logRules(state.rules, file);
        base::log::warning("sequencer",
                           "the journal was kept with a sandbox, and the workspace file names real accounts: both "
                           "directions observe, and nothing is sent until a person switches them (syncline mode). "
                           "What the journal knows is of the sandbox's records: a new folder suits real accounts",
                           {});
    } else {
        changed.rules = policyFromFile(state.rules, file);
        logFilePolicy(state.rules, file);
    }
    return changed;
}

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
    logRules(inForce, file);
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
