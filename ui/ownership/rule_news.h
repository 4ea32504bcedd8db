#pragma once

#include "ui/ownership/staged_rules.h"
#include "ui/widgets/state_page.h"

#include <QString>
#include <functional>
#include <string>
#include <vector>

namespace syncline::ui {

/// What others made of the rules while some were staged on them. A value.
struct RuleNews {
    std::vector<StagedRules::Change> changed;  ///< by them, and not staged here
    std::vector<StagedRules::Change> rivals;   ///< staged here: what they made of it, and what is staged
    std::vector<StagedRules::Change> same;     ///< they made it what is staged here
    std::vector<StagedRules::Change> gone;     ///< staged here, and not mapped any more
    std::string who;
    core::Seq version;

    [[nodiscard]] bool isEmpty() const { return changed.empty() && rivals.empty() && same.empty() && gone.empty(); }
    /// A person has to choose between theirs and what is staged.
    [[nodiscard]] bool asks() const { return !rivals.empty(); }
};

/// `before`: the rules that were known when the first one was staged, or when news of them were last taken note of.
[[nodiscard]] RuleNews newsOf(const core::RuleSet& before, const Rules& now, const StagedRules& staged);

/// "E. Hartmann has changed rules that you have staged, too"
[[nodiscard]] QString newsStatement(const RuleNews& news);
/// "phone: theirs LWW 700 ms, yours LWW 1,500 ms; title Review → Owner SF, revert"
[[nodiscard]] QString newsInWords(const RuleNews& news);

/// Above the view until it is taken note of: with a choice where one is needed.
[[nodiscard]] BarStack::Bar newsBar(const RuleNews& news, std::function<void()> keepYours,
                                    std::function<void()> takeTheirs);

}  // namespace syncline::ui
