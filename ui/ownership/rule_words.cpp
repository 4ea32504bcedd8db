#include "ui/ownership/rule_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kClose{200};

QString tr(const char* text) {
    return QCoreApplication::translate("RuleWords", text);
}

QString byTieBreak(core::TieBreak tieBreak) {
    switch (tieBreak) {
        case core::TieBreak::Salesforce:
            return tr("Salesforce wins, by the tie-break");
        case core::TieBreak::HubSpot:
            return tr("HubSpot wins, by the tie-break");
        case core::TieBreak::Review:
            break;
    }
    return tr("you are asked");
}

QString milliseconds(std::chrono::milliseconds time) {
    return counted(time.count()) + QStringLiteral(" ms");
}

QString ofOwner(const core::Admission& admission) {
    const QString owner = sideName(*admission.owner);
    const QString other = sideName(core::other(*admission.owner));
    switch (admission.onRefused) {
        case core::OnRefused::Revert:
            return tr("Both write within 200 ms: %1 wins, it owns the field. A change in %2 does not cross; %1’s value "
                      "is written back there.")
                .arg(owner, other);
        case core::OnRefused::Keep:
            return tr("Both write within 200 ms: %1 wins in %1, and %2 keeps its own value: what is changed there does "
                      "not cross, and is left as it is.")
                .arg(owner, other);
        case core::OnRefused::Review:
            break;
    }
    return tr("Both write within 200 ms: you are asked. %1 owns the field; each change in %2 waits for a person.")
        .arg(owner, other);
}

QString ofTimes(const core::Choice& choice) {
    const QString apart = milliseconds(choice.tolerance + std::chrono::milliseconds(100));
    if (choice.tolerance < kClose)
        return tr("Both write 200 ms apart: the later one wins. Up to %1 apart nobody can say who was later: %2.")
            .arg(milliseconds(choice.tolerance), byTieBreak(choice.tieBreak));
    return tr("Both write within 200 ms: %1. %2 apart: the later one wins.").arg(byTieBreak(choice.tieBreak), apart);
}

}  // namespace

QString whoWins(const core::FieldRule& rule) {
    if (rule.admission.owner)
        return ofOwner(rule.admission);
    if (rule.choice.kind == core::ChoiceKind::Review)
        return tr("Both write before either has seen the other: you are asked, whatever the times say.");
    return ofTimes(rule.choice) + QLatin1Char(' ')
           + tr("Salesforce states whole seconds: there two edits within a second are decided by the tie-break.");
}

}  // namespace syncline::ui
