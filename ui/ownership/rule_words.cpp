#include "ui/ownership/rule_words.h"

#include "ui/widgets/format.h"

#include <QCoreApplication>

namespace syncline::ui {
namespace {

constexpr std::chrono::milliseconds kClose{200};
constexpr std::chrono::milliseconds kWholeSecond{1000};

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

/// By times that are exact, and by those of a source that states whole seconds: such a time can lie anywhere within its
/// second, so that edits have to be a second further apart before one is surely the later.
QString ofTimes(const core::Choice& choice) {
    const QString tolerance = milliseconds(choice.tolerance);
    const QString tie = byTieBreak(choice.tieBreak);
    const QString exact =
        choice.tolerance < kClose
            ? tr("Both write 200 ms apart, by exact times: the later one wins. Up to %1 apart nobody can say who was "
                 "later: %2.")
                  .arg(tolerance, tie)
            : tr("Both write within 200 ms: %1. More than %2 apart, by exact times: the later one wins.")
                  .arg(tie, tolerance);
    const QString whole =
        tr("Where Salesforce states whole seconds, edits up to %1 apart can be too close to tell, and "
           "then %2.")
            .arg(milliseconds(choice.tolerance + kWholeSecond), tie);
    return exact + QLatin1Char(' ') + whole;
}

QString firstBy(core::TieBreak choice) {
    switch (choice) {
        case core::TieBreak::Salesforce:
            return tr("Salesforce’s value stands, even where it is blank");
        case core::TieBreak::HubSpot:
            return tr("HubSpot’s value stands, even where it is blank");
        case core::TieBreak::Review:
            break;
    }
    return tr("you are asked");
}

}  // namespace

QString whoWins(const core::FieldRule& rule) {
    if (rule.admission.owner)
        return ofOwner(rule.admission);
    if (rule.choice.kind == core::ChoiceKind::Review)
        return tr("Both write before either has seen the other: you are asked, whatever the times say.");
    return ofTimes(rule.choice);
}

QString atFirstComparison(const core::FieldRule& rule) {
    if (rule.admission.owner) {
        const bool isSalesforces = *rule.admission.owner == core::Side::Salesforce;
        return tr("Both sides differ when they are compared for the first time: %1.")
            .arg(firstBy(isSalesforces ? core::TieBreak::Salesforce : core::TieBreak::HubSpot));
    }
    if (rule.choice.kind == core::ChoiceKind::Review)
        return tr("Both sides differ when they are compared for the first time: %1.")
            .arg(firstBy(rule.firstComparison));
    return tr("Both sides differ when they are compared for the first time: the later value stands; where the times do "
              "not tell, %1.")
        .arg(firstBy(rule.firstComparison));
}

}  // namespace syncline::ui
