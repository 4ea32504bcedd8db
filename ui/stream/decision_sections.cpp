#include "ui/stream/entry_cells.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/section_lines.h"
#include "ui/stream/words.h"

namespace syncline::ui::stream {

namespace {

using core::FieldDecision;

QString tieBreakName(core::TieBreak tieBreak) {
    switch (tieBreak) {
        case core::TieBreak::Salesforce:
            return sideName(core::Side::Salesforce);
        case core::TieBreak::HubSpot:
            return sideName(core::Side::HubSpot);
        case core::TieBreak::Review:
            return Words::tr("a person decides");
    }
    return {};
}

void addVersion(EntrySection& section, const QString& label, const std::optional<core::Version>& version,
                const TimeFormat& times) {
    if (version)
        section.lines.push_back(versionLine(label, *version, times));
}

void addApart(EntrySection& section, const FieldDecision& decision) {
    for (const core::Side side : core::kSides) {
        if (decision.change.apart[side])
            section.lines.push_back(line(Words::tr("left apart"), sideName(side),
                                         QString::fromStdString(decision.change.apart[side]->text)));
    }
}

EntrySection sectionOf(const FieldDecision& decision, const QString& title, const TimeFormat& times) {
    EntrySection section{title, {}};
    const OutcomeWords outcome = outcomeOf(decision);
    section.lines.push_back(iconLine(Words::tr("outcome"), outcome.text, outcome.icon, outcome.tone));
    const QString why = reasonInWords(decision);
    if (!why.isEmpty())
        section.lines.push_back(line(Words::tr("because"), why));
    if (decision.margin)
        section.lines.push_back(dataLine(Words::tr("apart"), span(*decision.margin)));
    if (decision.tolerance)
        section.lines.push_back(dataLine(Words::tr("tolerance"), span(*decision.tolerance)));
    if (decision.tieBreak)
        section.lines.push_back(line(Words::tr("tie-break"), tieBreakName(*decision.tieBreak)));
    addVersion(section, Words::tr("this change"), decision.version, times);
    addVersion(section, Words::tr("made on"), decision.base, times);
    addVersion(section, Words::tr("stood then"), decision.standing, times);
    addVersion(section, Words::tr("stands now"), decision.change.standing, times);
    addApart(section, decision);
    if (decision.write)
        section.lines.push_back(linkLine(Words::tr("our write"), *decision.write));
    for (EntryLine& made : section.lines)
        made.field = QString::fromStdString(decision.field);
    return section;
}

}  // namespace

void addDecision(std::vector<EntrySection>& sections, const EntryDetail& detail, const TimeFormat& times) {
    const auto& fields = std::get<core::FieldsDecided>(detail.row.entry.body).fields;
    for (const FieldDecision& decision : fields) {
        const QString field = QString::fromStdString(decision.field);
        EntrySection section = sectionOf(
            decision, fields.size() == 1 ? Words::tr("Decision") : Words::tr("Decision, %1").arg(field), times);
        const auto rule = detail.row.rules.find(decision.field);
        if (rule != detail.row.rules.end()) {
            EntryLine made =
                line(Words::tr("rule"), ruleInShort(rule->second),
                     Words::tr("rules of %1", "an entry's sequence").arg(sequence(detail.row.ruleVersion)));
            made.field = field;
            section.lines.push_back(made);
        }
        sections.push_back(std::move(section));
    }
}

}  // namespace syncline::ui::stream
