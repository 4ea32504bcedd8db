#include "ui/stream/stream_states.h"

#include "ui/stream/words.h"

#include <QStringList>
#include <algorithm>
#include <iterator>
#include <utility>

namespace syncline::ui::stream {

namespace {

QString sentenceFor(const NothingMatches& with, const TimeFormat& times) {
    if (!with.timed)
        return Words::tr("The whole journal was searched. New entries that match appear here.");
    const QString& time = with.timed->time;
    if (!with.without)
        return Words::tr("Nothing that fits `%1`.").arg(time);
    if (with.without->found == 0)
        return Words::tr("Without `%1` nothing matches either.").arg(time);
    const QString count = with.without->isWhole
                              ? counted(static_cast<std::int64_t>(with.without->found))
                              : Words::tr("At least %1").arg(counted(static_cast<std::int64_t>(with.without->found)));
    const QString sentence = Words::tr("%1 match without `%2`").arg(count, time);
    return with.without->latest
               ? Words::tr("%1; the latest is from %2.").arg(sentence, times.moment(*with.without->latest))
               : sentence + QLatin1Char('.');
}

}  // namespace

StatePage::Content noEntriesYet() {
    StatePage::Content content;
    content.icon = Icon::Stream;
    content.statement = Words::tr("No entries yet");
    content.sentence = Words::tr("Everything that happens on either side appears here as soon as it is captured.");
    return content;
}

StatePage::Content nothingMatches(const NothingMatches& with, const TimeFormat& times) {
    StatePage::Content content;
    content.icon = Icon::Search;
    content.statement = Words::tr("No entry matches");
    content.sentence = sentenceFor(with, times);
    if (with.timed) {
        StateAction remove;
        remove.text = Words::tr("Remove %1").arg(with.timed->time);
        remove.run = with.removeTime;
        remove.objectName = QStringLiteral("streamRemoveTime");
        content.actions.push_back(std::move(remove));
    }
    StateAction clear;
    clear.text = Words::tr("Clear filter");
    clear.run = with.clearFilter;
    clear.key = Words::tr("Esc");
    clear.objectName = QStringLiteral("streamClearFilter");
    content.actions.push_back(std::move(clear));
    return content;
}

QString adviceFor(const base::Error& error) {
    if (!error.hint.empty())
        return QString::fromStdString(error.hint);
    if (error.code == base::ErrorCode::Corrupt || error.code == base::ErrorCode::Io)
        return Words::tr("Verify the journal; if it stays so, restore it from a copy. The disk may be failing.");
    return Words::tr("Try again; if it stays so, verify the journal.");
}

StatePage::Content cannotRead(const base::Error& error, CannotRead with) {
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.statement = Words::tr("The journal cannot be read");
    content.sentence = Words::tr("Syncing goes on where it can, but this list is not complete.");
    content.words = QString::fromStdString(error.words());
    content.advice = adviceFor(error);
    StateAction again;
    again.text = Words::tr("Try again");
    again.run = std::move(with.tryAgain);
    again.isPrimary = true;
    again.objectName = QStringLiteral("streamTryAgain");
    content.actions.push_back(std::move(again));
    addFailureActions(content, with.place, std::move(with.verify));
    return content;
}

QString noProblemWords(bool upwards, bool isAll) {
    if (isAll)
        return upwards ? Words::tr("No later problem") : Words::tr("No earlier problem");
    return upwards ? Words::tr("No later problem among the entries that can be read")
                   : Words::tr("No earlier problem among the entries that can be read");
}

QString searchNote(const MatchingSource::Progress& progress, const TimeFormat& times) {
    if (progress.isWhole)
        return {};
    const QString back = sequence(progress.back);
    return progress.at ? Words::tr("searched back to %1, %2").arg(back, times.moment(*progress.at))
                       : Words::tr("searched back to %1").arg(back);
}

bool isAnySideGone(const Snapshot& snapshot) {
    return std::any_of(std::begin(core::kSides), std::end(core::kSides), [&](core::Side side) {
        return snapshot.side[side].phase == core::ConnectorPhase::Disconnected;
    });
}

QString connectionNote(const Snapshot& snapshot, const TimeFormat& times) {
    QStringList notes;
    bool isAnyGone = false;
    for (const core::Side side : {core::Side::HubSpot, core::Side::Salesforce}) {
        const SideSnapshot& at = snapshot.side[side];
        const bool isGone = at.phase == core::ConnectorPhase::Disconnected;
        isAnyGone = isAnyGone || isGone;
        if (!isGone)
            notes.append(Words::tr("%1 live", "a side").arg(sideName(side)));
        else if (at.lastAnswered)
            notes.prepend(
                Words::tr("%1 as of %2", "a side, a time").arg(sideName(side), times.moment(*at.lastAnswered)));
        else
            notes.prepend(Words::tr("%1 disconnected", "a side").arg(sideName(side)));
    }
    return isAnyGone ? notes.join(QStringLiteral(", ")) : QString();
}

}  // namespace syncline::ui::stream
