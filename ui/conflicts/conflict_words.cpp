#include "ui/conflicts/conflict_words.h"

#include "ui/widgets/choice_words.h"

#include <QCoreApplication>
#include <algorithm>

namespace syncline::ui {
namespace {

constexpr int kButtonLetters = 12;
constexpr int kSpokenLetters = 80;

QString tr(const char* text) {
    return QCoreApplication::translate("Conflicts", text);
}

QString shortened(const QString& text, int letters) {
    return text.size() <= letters ? text : text.left(letters - 1).trimmed() + QChar(0x2026);
}

QString valueOf(const core::Candidate& candidate) {
    return shownValue(candidate.version.value[candidate.place]);
}

QString milliseconds(std::chrono::milliseconds time) {
    return counted(time.count()) + QStringLiteral(" ms");
}

core::Reason reasonOf(const ConflictRow& conflict) {
    return conflict.decision ? conflict.decision->reason : core::Reason::None;
}

QString ofTimes(const core::FieldDecision& decision) {
    if (!decision.margin || !decision.tolerance)
        return tr("Both sides changed it before either had seen the other: the rule asks you.");
    return tr("Both sides changed it %1 apart. The tolerance is %2, so nobody can say who was later: the rule asks "
              "you.")
        .arg(milliseconds(*decision.margin), milliseconds(*decision.tolerance));
}

QString undoneBy(const Undoing& undoing) {
    return tr("%1 undid that").arg(personInWords(undoing.who));
}

/// Of an entry in the form that had no values yet.
bool saysNothing(const core::Candidate& candidate) {
    return candidate.version == core::Version{.id = candidate.version.id};
}

/// Why it was opened.
QString whyOpened(const ConflictRow& conflict) {
    switch (conflict.type) {
        case core::ConflictType::RefusedChange:
            return tr("The rule owns this field to the other side, and asks you about each change made here.");
        case core::ConflictType::FirstComparison:
            return tr(
                "Both sides held different values when they were first compared, and no time tells which is newer.");
        case core::ConflictType::ConcurrentUpdate:
            break;
    }
    switch (reasonOf(conflict)) {
        case core::Reason::RuleReview:
            return tr("Both sides changed it before either had seen the other. The rule leaves that to a person.");
        case core::Reason::CoarseClock:
            return tr(
                "Salesforce states whole seconds, and the other change falls into the same one: nobody can say who "
                "was later, so the rule asks you.");
        case core::Reason::EqualTimes:
            return tr("Both sides changed it at the same moment: the rule asks you.");
        case core::Reason::UnknownTime:
            return tr("Of one change it is not known when it was made: the rule asks you.");
        case core::Reason::AutomationAfterUs:
            return tr("An automation changed what had just been written there: the rule asks you.");
        default:
            return conflict.decision ? ofTimes(*conflict.decision)
                                     : tr("Both sides changed it before either had seen the other: the rule asks you.");
    }
}

/// Later changes of a side have taken the place of the candidate that it had; empty: none has.
QString whatCameLater(const ConflictRow& conflict) {
    const core::Seq opened = conflict.undone ? conflict.undone->resolution.conflict : conflict.conflict;
    core::PerSide<bool> isLater{false, false};
    for (const core::Candidate& candidate : conflict.candidates)
        isLater[candidate.place] = isLater[candidate.place] || candidate.version.id.seq > opened;
    if (isLater.salesforce && isLater.hubspot)
        return tr(
            " Since the conflict was opened both sides have changed their values again: the cards show the "
            "latest ones.");
    if (!isLater.salesforce && !isLater.hubspot)
        return {};
    return tr(" Since the conflict was opened %1 has changed its value again: its card shows the latest one.")
        .arg(sideName(isLater.salesforce ? core::Side::Salesforce : core::Side::HubSpot));
}

}  // namespace

QString whyAsked(const ConflictRow& conflict) {
    const std::optional<core::Side> without = sideWithoutCandidate(conflict);
    if (!without)
        return whyOpened(conflict) + whatCameLater(conflict);
    const QString other = sideName(core::other(*without));
    return whyOpened(conflict) + QLatin1Char(' ')
           + tr("Since then %1’s value was seen in %2 and changed there: the values left to choose between are "
                "all %2’s.")
                 .arg(sideName(*without), other);
}

QString causeOf(const ConflictRow& conflict) {
    if (conflict.type == core::ConflictType::RefusedChange)
        return tr("Refused change to");
    if (conflict.type == core::ConflictType::FirstComparison)
        return tr("First comparison of");
    switch (reasonOf(conflict)) {
        case core::Reason::PhotoFinish:
        case core::Reason::CoarseClock:
        case core::Reason::EqualTimes:
            return tr("Photo finish on");
        case core::Reason::RuleReview:
            return tr("Left to a person:");
        default:
            return tr("Changed on both sides:");
    }
}

Icon causeIcon(const ConflictRow& conflict) {
    if (conflict.type == core::ConflictType::RefusedChange)
        return Icon::Lock;
    if (conflict.type == core::ConflictType::FirstComparison)
        return Icon::Equals;
    return reasonOf(conflict) == core::Reason::RuleReview ? Icon::Person : Icon::Photo;
}

core::Side baseSide(const ConflictRow& conflict) {
    if (conflict.decision && conflict.decision->version)
        return conflict.decision->version->id.side;
    return conflict.base ? conflict.base->id.side : core::Side::Salesforce;
}

QString baseInWords(const ConflictRow& conflict) {
    if (!conflict.base)
        return {};
    return tr("what %1 held before its change, entry %2")
        .arg(sideName(baseSide(conflict)), sequence(conflict.base->id.seq));
}

QString whoWrote(const core::Candidate& candidate) {
    const core::Writer& writer = candidate.version.writer;
    const QString name = writerName(writer);
    const QString side = sideName(candidate.version.id.side);
    switch (writer.kind) {
        case core::WriterKind::Person:
            return name.isEmpty() ? tr("somebody in %1").arg(side) : tr("%1, in %2").arg(name, side);
        case core::WriterKind::Integration:
            return name.isEmpty() ? tr("another program, by %1’s API").arg(side)
                                  : tr("%1, by %2’s API").arg(name, side);
        case core::WriterKind::Automation:
            return name.isEmpty() ? tr("an automation of %1").arg(side) : tr("%1, an automation of %2").arg(name, side);
        case core::WriterKind::Us:
            return tr("Syncline");
        case core::WriterKind::Operator:
            return name.isEmpty() ? tr("a person, in Syncline") : tr("%1, in Syncline").arg(name);
        case core::WriterKind::Unknown:
            break;
    }
    return tr("%1 does not say").arg(side);
}

bool isOneOfSide(const ConflictRow& conflict, const core::Candidate& candidate) {
    return std::count_if(conflict.candidates.begin(), conflict.candidates.end(),
                         [&](const core::Candidate& one) { return one.place == candidate.place; })
           > 1;
}

QString valueOnButton(const core::Candidate& candidate) {
    return shortened(valueOf(candidate), kButtonLetters).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

QString valueSpoken(const core::Candidate& candidate) {
    return shortened(valueOf(candidate), kSpokenLetters);
}

QString whenWritten(const core::Version& version, const TimeFormat& times) {
    if (version.time.from == core::kBeginningOfTime)
        return tr("before %1").arg(times.moment(version.time.last));
    return times.source(version.time);
}

QString outcomeInShort(const ConflictRow& conflict) {
    if (!conflict.resolution)
        return {};
    const ChoiceInShort choice = choiceOf(*conflict.resolution);
    if (conflict.resolution->byItself)
        return tr("by itself: %1").arg(choice.value);
    QString text =
        choice.side ? tr("%1’s %2").arg(sideName(*choice.side), choice.value) : tr("own value %1").arg(choice.value);
    if (!choice.who.isEmpty())
        text = tr("%1 by %2").arg(text, choice.who);
    return conflict.undoing ? tr("%1, undone").arg(text) : text;
}

/// The mark itself does not tell: what one undo has marked is kept by every later choice.
Covered howCovered(const ConflictRow& conflict, const core::Candidate& candidate) {
    if (!conflict.undone)
        return Covered::Unseen;
    const core::ConflictResolved& choice = conflict.undone->resolution;
    const bool wasSeen =
        std::any_of(choice.candidates.begin(), choice.candidates.end(), [&](const core::Candidate& one) {
            return one.version.id == candidate.version.id && one.place == candidate.place;
        });
    if (!wasSeen)
        return Covered::Unseen;
    const core::Side place = candidate.place;
    return core::same(choice.standing.value[place], candidate.version.value[place]) ? Covered::Somehow
                                                                                    : Covered::ByChoice;
}

std::optional<core::Side> sideWithoutCandidate(const ConflictRow& conflict) {
    const auto has = [&](core::Side side) {
        return std::any_of(conflict.candidates.begin(), conflict.candidates.end(),
                           [&](const core::Candidate& one) { return one.place == side; });
    };
    for (const core::Side side : core::kSides) {
        if (!has(side) && has(core::other(side)))
            return side;
    }
    return std::nullopt;
}

QString absentInWords(const ConflictRow& conflict) {
    const std::optional<core::Side> side = sideWithoutCandidate(conflict);
    if (!side)
        return {};
    const std::optional<core::Value>& now = conflict.now[*side];
    return conflict.resolved || !now ? tr("%1 has no candidate.").arg(sideName(*side))
                                     : tr("%1 has no candidate: it holds `%2`.").arg(sideName(*side), shownValue(*now));
}

QString whyNotUndone(const ConflictRow& conflict) {
    if (conflict.canUndo || !conflict.resolution)
        return {};
    if (conflict.undoing)
        return tr("It was undone already.");
    if (conflict.resolution->byItself)
        return tr("It resolved itself: nobody chose, so there is no choice to take back.");
    if (std::all_of(conflict.candidates.begin(), conflict.candidates.end(), saysNothing))
        return tr("The journal does not hold the values that were to be chosen from.");
    return tr("What was chosen does not stand any more: the field has changed since, or is in conflict again.");
}

QString whyUndoRefused(const QString& of, const base::Error& error) {
    if (error.code == base::ErrorCode::AlreadyExists)
        return tr("The choice for %1 cannot be undone any more: the field has got a newer value since, or is in "
                  "conflict again. Change it in Salesforce or HubSpot, or resolve the new conflict.")
            .arg(of);
    const QString words =
        error.detail.empty()
            ? tr("The choice for %1 could not be undone.").arg(of)
            : tr("The choice for %1 could not be undone: %2.").arg(of, QString::fromStdString(error.detail));
    return base::isRetryable(error.code) ? words + tr(" Try again.") : words;
}

QString fieldOfRecord(const ConflictRow& conflict) {
    return tr("%1 of %2").arg(QString::fromStdString(conflict.field.name), QString::fromStdString(conflict.title));
}

QString coveredInShort(Covered how) {
    switch (how) {
        case Covered::Unseen:
            return tr("overwritten unseen");
        case Covered::ByChoice:
            return tr("replaced by a choice");
        case Covered::Somehow:
            break;
    }
    return tr("overwritten");
}

QString coveredInWords(Covered how) {
    switch (how) {
        case Covered::Unseen:
            return tr(
                "Only Syncline’s own write has covered it there: nobody who saw it has replaced it, so it can "
                "still be chosen.");
        case Covered::ByChoice:
            return tr("Replaced by a choice that was undone: whoever made it had seen this value, and chose another.");
        case Covered::Somehow:
            break;
    }
    return tr("It was chosen, and that was undone. Another value was written over it there.");
}

QString whyReadOnly(bool isHeld) {
    if (isHeld)
        return tr(
            "Read-only: resolve and undo in the window that has this workspace open, or with “syncline "
            "conflicts”");
    return tr(
        "Read-only: nobody runs this workspace any more. Resolve and undo here after Open for writing, or with "
        "“syncline conflicts”");
}

QString whatWasUndone(const ConflictRow& conflict, const TimeFormat& times) {
    if (!conflict.undone)
        return {};
    const UndoneResolution& undone = *conflict.undone;
    return tr("%1 %2 at %3. %4 at %5; nothing was written back.")
        .arg(personInWords(undone.resolution.who), choiceInWords(undone.resolution), times.moment(undone.resolvedAt),
             undoneBy(undone.undoing), times.moment(undone.undoing.at));
}

QString howResolved(const ConflictRow& conflict, const TimeFormat& times) {
    if (!conflict.resolution)
        return {};
    const core::ConflictResolved& resolution = *conflict.resolution;
    const QString when = conflict.resolvedAt ? times.moment(*conflict.resolvedAt) : QString();
    if (resolution.byItself)
        return tr("It resolved itself at %1: later changes made all values the same.").arg(when);
    QString text = tr("%1 %2 at %3.").arg(personInWords(resolution.who), choiceInWords(resolution), when);
    if (!resolution.note.empty())
        text += QStringLiteral(" “") + QString::fromStdString(resolution.note) + u'”';
    if (conflict.undoing)
        text += tr(" %1 at %2: it was opened again as %3.")
                    .arg(undoneBy(*conflict.undoing), times.moment(conflict.undoing->at),
                         sequence(conflict.undoing->opened));
    return text;
}

}  // namespace syncline::ui
