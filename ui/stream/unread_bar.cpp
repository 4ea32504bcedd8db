#include "ui/stream/unread_bar.h"

#include "ui/stream/stream_states.h"
#include "ui/stream/words.h"
#include "ui/widgets/format.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QStringList>
#include <utility>

namespace syncline::ui::stream {

namespace {

QString key() {
    return QStringLiteral("read");
}

QString sentenceFor(const Unreadable& unreadable) {
    const QString first = sequence(unreadable.first);
    if (unreadable.entries == 1)
        return Words::tr(
                   "Entry %1 is missing here. Syncing goes on, but this list and replays across it are not complete.")
            .arg(first);
    const bool isRun = unreadable.entries == unreadable.last.value() - unreadable.first.value() + 1;
    return (isRun ? Words::tr("Entries %1 to %2 are missing here. Syncing goes on, but this list and replays across "
                              "them are not complete.")
                  : Words::tr("The first that is missing here is entry %1, the last is %2. Syncing goes on, but this "
                              "list and replays across them are not complete."))
        .arg(first, sequence(unreadable.last));
}

StatePage::Content failure(const base::Error& error) {
    StatePage::Content content;
    content.icon = Icon::Fail;
    content.isFailure = true;
    content.words = QString::fromStdString(error.words());
    content.advice = adviceFor(error);
    return content;
}

QString reportOf(const StatePage::Content& content) {
    QStringList lines{content.statement, content.sentence, content.words, content.advice, content.source};
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace

StatePage::Content someUnreadable(const Unreadable& unreadable, bool isAllLookedAt) {
    StatePage::Content content = failure(unreadable.why);
    content.statement = unreadable.entries == 1
                            ? Words::tr("1 entry of the journal cannot be read")
                            : Words::tr("%1 entries of the journal cannot be read").arg(counted(unreadable.entries));
    const QString sentence = sentenceFor(unreadable);
    content.sentence =
        isAllLookedAt
            ? sentence
            : Words::tr("%1 There may be more: only part of the journal has been looked at so far.").arg(sentence);
    return content;
}

StatePage::Content someNotRead(const base::Error& error) {
    StatePage::Content content = failure(error);
    content.statement = Words::tr("Some entries cannot be read");
    QString words = content.words;
    while (words.endsWith(QLatin1Char('.')))
        words.chop(1);
    content.sentence = Words::tr("Syncing goes on where it can, but this list is not complete: %1.").arg(words);
    return content;
}

UnreadBar::UnreadBar(BarStack& bars, Actions actions) : m_bars(bars), m_actions(std::move(actions)) {}

void UnreadBar::tell(StatePage::Content content, const FailurePlace& place) {
    const QString told = reportOf(content);
    if (std::exchange(m_told, told) == told)
        return;
    content.source = reportSource(place);
    m_report = reportOf(content);
    BarStack::Bar bar{key(), BarKind::Failure, content.icon, content.statement, content.sentence, {}};
    bar.actions.push_back({Words::tr("Try again"), m_actions.tryAgain, false, {}, QStringLiteral("streamTryAgain")});
    bar.actions.push_back(
        {Words::tr("Verify journal…"), m_actions.verify, false, {}, QStringLiteral("streamVerifyJournal")});
    // The words of a bar may change under its buttons: what is copied are those that stand there then.
    const auto copy = [this] {
        QGuiApplication::clipboard()->setText(m_report);
        m_actions.copied();
    };
    bar.actions.push_back({Words::tr("Copy report"), copy, false, {}, QStringLiteral("streamCopyReport")});
    m_bars.set(std::move(bar));
}

void UnreadBar::clear() {
    m_told.clear();
    m_bars.remove(key());
}

}  // namespace syncline::ui::stream
