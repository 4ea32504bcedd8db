#include "tests/delivery/storm_truth.h"

#include <algorithm>

namespace syncline::test {

using core::Outcome;

std::string shownText(const std::optional<std::string>& text) {
    return text ? *text : std::string("(blank)");
}

void StormTruth::madeInOurStep(core::Side side, const std::string& text, const std::string& before) {
    made(text, before);
    m_automations.insert({side, text});
}

void StormTruth::told(core::Side side, const StormCrm::Event& event, core::Seq seq) {
    for (const connectors::SideField& field : event.fields) {
        const std::string text = shownText(field.text);
        const bool isAutomations = m_automations.erase({side, text}) != 0;
        if (event.writer.kind == core::WriterKind::Us && !isAutomations)
            m_echoes.insert({seq, text});
        else
            m_edits[text].isTold = true;
    }
}

void StormTruth::lost(core::Side side, const StormCrm::Event& event) {
    for (const connectors::SideField& field : event.fields) {
        m_automations.erase({side, shownText(field.text)});
        m_lost.insert(shownText(field.text));
    }
}

void StormTruth::decided(const core::FieldDecision& decision) {
    const Outcome outcome = decision.outcome;
    if (outcome == Outcome::Applied || outcome == Outcome::Echo || outcome == Outcome::NoChange)
        return;
    for (const auto& version : {decision.version, decision.standing}) {
        if (version)
            m_named.insert(textOf(*version));
    }
}

std::string StormTruth::mistakeIn(const core::Change& change, const core::FieldDecision& decision) const {
    const auto changed = std::find_if(change.fields.begin(), change.fields.end(),
                                      [&](const core::FieldChange& one) { return one.field == decision.field; });
    if (changed == change.fields.end())
        return {};
    const std::string text = shownText(changed->value[change.side].text);
    const Outcome outcome = decision.outcome;
    const bool isOurs = m_echoes.contains({change.seq, text});
    const bool isEcho = outcome == Outcome::Echo;
    const bool isPassedOver =
        outcome == Outcome::Baseline || outcome == Outcome::Superseded || outcome == Outcome::NoChange;
    if (isOurs ? !isEcho && !isPassedOver : isEcho)
        return text + " of " + decision.field + " is taken for another writer's; ";
    const auto edit = m_edits.find(text);
    if (isOurs || edit == m_edits.end() || outcome != Outcome::Applied || !decision.standing)
        return {};
    // A read within the stamp's resolution may have been made before or after it, and a gap hides what it was made on.
    const bool isUnclear = m_lost.contains(edit->second.madeOn)
                           || (decision.base && decision.base->byRead && decision.base->time.last == change.time.last);
    if (isUnclear || edit->second.madeOn == shownText(decision.standing->value[change.side].text))
        return {};
    return text + " of " + decision.field + " follows what its writer had not seen; ";
}

std::string StormTruth::vanished(const std::set<std::string>& standing) const {
    std::set<std::string> kept = standing;
    kept.insert(m_named.begin(), m_named.end());
    for (const auto& [made, edit] : m_edits)
        kept.insert(edit.madeOn);
    std::string text;
    for (const auto& [made, edit] : m_edits) {
        if (edit.isTold && !kept.contains(made))
            text += made + " has vanished; ";
    }
    return text;
}

}  // namespace syncline::test
