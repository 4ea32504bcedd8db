#include "engine/delivery/entry_json.h"
#include "tests/delivery/storm.h"

#include <algorithm>

namespace syncline::test {

/// Nothing leaves for a cell that is in conflict, or has a write of unknown outcome.
void Storm::checkSent(core::EntityId id, const core::WriteSent& sent) {
    ++m_writes;
    for (const core::WrittenField& field : sent.fields) {
        const core::Cell one = cell(id, field.field);
        const std::vector<core::Out>& out = one.out[sent.side];
        if (one.conflict)
            mistake(id, field.field + " is sent while its conflict is open; ");
        if (std::any_of(out.begin(), out.end(), [](const core::Out& write) { return write.outcomeUnknown; }))
            mistake(id, field.field + " is sent while nobody knows what became of the last write; ");
    }
}

/// What is read beside a write that is out may be of before it or after it.
void Storm::checkRead(core::EntityId id, const core::BaselineRead& read) {
    for (const core::BaselineField& field : read.fields) {
        const core::Cell one = cell(id, field.field);
        if (!one.out.salesforce.empty() || !one.out.hubspot.empty())
            mistake(id, field.field + " is compared while a write is out; ");
    }
}

void Storm::checkDecided(core::EntityId id, core::Seq cause, const core::FieldsDecided& decided) {
    for (const core::FieldDecision& one : decided.fields)
        ++m_outcomes[{cause, one.field}];
    if (m_values != 0)
        return;
    const core::Change* const change = m_runtime.captured(cause);
    for (const core::FieldDecision& one : decided.fields) {
        m_truth.decided(one);
        const std::string wrong = change == nullptr ? std::string() : m_truth.mistakeIn(*change, one);
        if (!wrong.empty())
            mistake(id, wrong);
    }
}

std::string Storm::mistakes() {
    if (!m_mistakes.empty())
        return m_mistakes;
    std::string text;
    for (const core::EntityId id : m_entities) {
        const std::string wrong = mistakesIn(entity(id));
        if (!wrong.empty())
            m_suspects.insert(id);
        text += wrong;
    }
    for (const core::Side side : core::kSides) {
        const auto known = std::count_if(m_entities.begin(), m_entities.end(), [&](core::EntityId id) {
            return entity(id).record[side] && !entity(id).mergedInto;
        });
        if (m_crm[side].count() != static_cast<std::size_t>(known))
            text += std::to_string(m_crm[side].count()) + " records in " + std::string(core::name(side)) + "; ";
    }
    return text + undecided() + vanished();
}

/// Every field of every change has one final outcome.
std::string Storm::undecided() const {
    std::string text;
    for (const auto& [seq, captured] : m_runtime.allCaptured()) {
        for (const core::FieldChange& field : captured.change.fields) {
            const auto found = m_outcomes.find({seq, field.field});
            const int outcomes = found == m_outcomes.end() ? 0 : found->second;
            if (outcomes != 1)
                text += std::to_string(outcomes) + " outcomes of " + field.field + " in " + std::to_string(seq.value())
                        + "; ";
        }
    }
    return text;
}

/// A change of another writer is carried to the other side, or taken back, and that is all.
std::string Storm::repeated(const core::Entity& whole, const mapping::FieldMapping& field) const {
    const auto resolved = m_resolutions.find({whole.id, field.name});
    int others = resolved == m_resolutions.end() ? 0 : resolved->second;
    int ours = 0;
    for (const core::Side side : core::kSides) {
        const StormCrm::Effort effort = m_crm[side].effortOf(*whole.record[side], field.field[side]);
        others += effort.others;
        ours += effort.ours;
    }
    return ours <= 2 * others
               ? std::string()
               : std::to_string(ours) + " writes of " + field.name + " for " + std::to_string(others) + " changes; ";
}

/// No edit is lost in silence.
std::string Storm::vanished() const {
    if (m_values != 0)
        return {};
    std::set<std::string> standing;
    for (const core::EntityId id : m_entities) {
        for (const auto& [field, cell] : entity(id).cells) {
            if (cell.standing)
                standing.insert(StormTruth::textOf(*cell.standing));
        }
    }
    return m_truth.vanished(standing);
}

/// A record without any value has no partner, nor has one whose partner's API has refused them.
bool Storm::staysAlone(const core::Entity& whole) const {
    const core::Side side = whole.record.salesforce ? kSf : kHs;
    const core::Side there = core::other(side);
    const std::vector<mapping::FieldMapping>& fields = m_workspace.objects.front().fields;
    return !whole.record[there] && std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
        return !m_crm[side].held(*whole.record[side], field.field[side]) || cell(whole.id, field.name).apart[there];
    });
}

std::string Storm::mistakesIn(const core::Entity& whole) const {
    if (whole.mergedInto || staysAlone(whole))
        return {};
    if (!whole.isLinked() || whole.creating || !whole.undecided.empty())
        return std::to_string(whole.id.value()) + " is not linked, or waits; ";
    std::string text;
    for (const mapping::FieldMapping& field : m_workspace.objects.front().fields) {
        for (const core::Side side : core::kSides)
            text += mistakeIn(whole, field, side);
        text += repeated(whole, field);
    }
    return text;
}

std::string Storm::mistakeIn(const core::Entity& whole, const mapping::FieldMapping& field, core::Side side) const {
    const core::Cell one = cell(whole.id, field.name);
    const std::string held = shownText(m_crm[side].held(*whole.record[side], field.field[side]));
    const std::string where =
        std::to_string(whole.id.value()) + " " + field.name + " in " + std::string(core::name(side));
    if (!one.standing || !one.present[side] || !one.out[side].empty() || one.conflict)
        return where + " is not known, out or in conflict; ";
    const std::string present = shownText(one.present[side]->value[side].text);
    const std::string standing = shownText(one.standing->value[side].text);
    if (held != present)
        return where + ": " + held + " is taken for " + present + "; ";
    return one.apart[side] || held == standing ? std::string()
                                               : where + ": " + held + " in place of " + standing + "; ";
}

void Storm::mistake(core::EntityId id, const std::string& what) {
    m_mistakes += what;
    m_suspects.insert(id);
}

std::string Storm::story() const {
    std::string text;
    for (const core::Entry& entry : journal()) {
        if (m_suspects.empty() || m_suspects.contains(entry.entity))
            text += delivery::entryJson(entry) + "\n";
    }
    return text;
}

}  // namespace syncline::test
