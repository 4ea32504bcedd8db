#pragma once

#include "engine/core/entry.h"
#include "tests/delivery/storm_crm.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace syncline::test {

[[nodiscard]] std::string shownText(const std::optional<std::string>& text);

/// What nobody but the test knows: who set which value, and on which other. Only where no value is set twice.
class StormTruth {
public:
    /// A person, or an automation in the step of our write, sets the value where `before` was.
    void made(const std::string& text, const std::string& before) { m_edits[text] = {before, false}; }
    void madeInOurStep(core::Side side, const std::string& text, const std::string& before);
    /// The side's stream tells of it, as the change `seq`.
    void told(core::Side side, const StormCrm::Event& event, core::Seq seq);
    /// It never will.
    void lost(core::Side side, const StormCrm::Event& event);
    /// It is shown to somebody who chooses.
    void shown(const core::Version& version) { m_named.insert(textOf(version)); }
    void decided(const core::FieldDecision& decision);

    /// What is wrong with the decision of a change; empty: nothing. Nobody is taken for somebody else, and a change
    /// succeeds only what its writer had seen.
    [[nodiscard]] std::string mistakeIn(const core::Change& change, const core::FieldDecision& decision) const;
    /// Values that were told, and are neither standing nor named by a decision, and that nobody has made another of.
    [[nodiscard]] std::string vanished(const std::set<std::string>& standing) const;

    [[nodiscard]] static std::string textOf(const core::Version& version) {
        return shownText(version.value[version.id.side].text);
    }

private:
    struct Edit {
        std::string madeOn;
        bool isTold = false;
    };
    std::map<std::string, Edit> m_edits;
    std::set<std::pair<core::Side, std::string>> m_automations;  ///< not told yet
    std::set<std::pair<core::Seq, std::string>> m_echoes;        ///< changes that are our writes, and their values
    std::set<std::string> m_lost;
    std::set<std::string> m_named;  ///< losers and candidates
};

}  // namespace syncline::test
