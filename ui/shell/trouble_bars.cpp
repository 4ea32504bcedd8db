#include "ui/shell/trouble_bars.h"

#include "ui/shell/direction_button.h"
#include "ui/widgets/format.h"

#include <utility>

namespace syncline::ui {
namespace {

QString sentenceOf(const base::Error& error) {
    QString text = QString::fromStdString(error.detail);
    if (!error.hint.empty())
        text += (text.isEmpty() ? QString() : QStringLiteral(". ")) + QString::fromStdString(error.hint);
    return text;
}

QString dueText(std::size_t cells) {
    if (cells == 0)
        return TroubleBars::tr("Everything is read, decided and shown; nothing is due.");
    if (cells == 1)
        return TroubleBars::tr("1 value is due and stays here.");
    return TroubleBars::tr("%1 values are due and stay here.").arg(counted(static_cast<std::int64_t>(cells)));
}

}  // namespace

void TroubleBars::setSnapshot(const Snapshot& snapshot) {
    put(QStringLiteral("journal"), journalBar(snapshot));
    for (const core::Side side : core::kSides)
        put(sideName(side), sideBar(snapshot.side[side], side));
    put(QStringLiteral("observe"), observeBar(snapshot));
}

TroubleBars::Wanted TroubleBars::journalBar(const Snapshot& snapshot) {
    if (!snapshot.trouble)
        return std::nullopt;
    BarStack::Bar bar;
    bar.kind = BarKind::Failure;
    bar.icon = Icon::Journal;
    bar.statement = snapshot.trouble->code == base::ErrorCode::NoSpace
                        ? tr("The disk is full: nothing new is taken in")
                        : tr("The journal cannot be written: nothing new is taken in");
    bar.sentence =
        tr("%1. Both sides keep what they have; it is tried again each second.").arg(sentenceOf(*snapshot.trouble));
    return bar;
}

TroubleBars::Wanted TroubleBars::sideBar(const SideSnapshot& state, core::Side side) {
    if (state.phase != core::ConnectorPhase::Disconnected)
        return std::nullopt;
    BarStack::Bar bar;
    bar.kind = BarKind::Attention;
    bar.icon = Icon::Offline;
    bar.statement = tr("%1 does not answer").arg(sideName(side));
    bar.sentence = QString::fromStdString(state.message);
    if (state.dueCells == 1)
        bar.sentence += QLatin1Char(' ') + tr("1 value waits, nothing is lost.");
    else if (state.dueCells != 0)
        bar.sentence +=
            QLatin1Char(' ')
            + tr("%1 values wait, nothing is lost.").arg(counted(static_cast<std::int64_t>(state.dueCells)));
    return bar;
}

TroubleBars::Wanted TroubleBars::observeBar(const Snapshot& snapshot) {
    const auto observes = [&](core::Side target) { return snapshot.side[target].mode == core::Mode::Observe; };
    const bool both = observes(core::Side::Salesforce) && observes(core::Side::HubSpot);
    // Before the engine has said anything there is nothing to tell.
    if (snapshot.head == core::Seq() || (!observes(core::Side::Salesforce) && !observes(core::Side::HubSpot)))
        return std::nullopt;
    const core::Side target = observes(core::Side::HubSpot) ? core::Side::HubSpot : core::Side::Salesforce;
    BarStack::Bar bar;
    bar.kind = BarKind::Ours;
    bar.icon = Icon::Pause;
    bar.statement = both ? tr("Both directions only observe: nothing leaves")
                         : tr("%1 only observes: nothing leaves").arg(directionName(target));
    std::size_t due = 0;
    for (const core::Side side : core::kSides)
        due += observes(side) ? snapshot.side[side].dueCells : 0;
    bar.sentence = dueText(due);
    for (const core::Side side : {core::Side::HubSpot, core::Side::Salesforce}) {
        if (!observes(side) || m_isReadOnly)
            continue;
        StateAction action;
        action.text = both ? tr("Go live to %1…").arg(sideName(side)) : tr("Go live…");
        action.objectName = QStringLiteral("barGoLiveTo") + sideName(side);
        action.run = [this, side] { emit goLiveWanted(side); };
        bar.actions.push_back(std::move(action));
    }
    return bar;
}

/// Snapshots come twenty times a second: only another text, or more or less to be pressed, is another bar.
void TroubleBars::put(const QString& key, Wanted bar) {
    const auto shown = m_shown.find(key);
    if (!bar) {
        if (shown == m_shown.end())
            return;
        m_shown.erase(shown);
        m_bars.remove(key);
        return;
    }
    bar->key = key;
    const QString words = QStringLiteral("%1\n%2\n%3").arg(bar->statement, bar->sentence).arg(bar->actions.size());
    if (shown != m_shown.end() && shown->second == words)
        return;
    m_shown[key] = words;
    m_bars.set(*std::move(bar));
}

}  // namespace syncline::ui
