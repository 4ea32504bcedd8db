#include "ui/shell/trouble_bars.h"

#include "ui/shell/direction_button.h"
#include "ui/widgets/format.h"

#include <QStringList>
#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace syncline::ui {
namespace {

/// Twice a second, so that no second is passed over.
constexpr std::chrono::milliseconds kTick{500};

/// As one that stands among others: begun with a capital, where it begins with a word and no name of something, and
/// ended with a full stop.
QString asSentence(const std::string& words) {
    QString text = QString::fromStdString(words).trimmed();
    const auto end = std::find_if_not(text.cbegin(), text.cend(), [](QChar letter) { return letter.isLetter(); });
    const bool isWord = end == text.cend() || end->isSpace() || *end == QLatin1Char(',') || *end == QLatin1Char(':');
    if (isWord && !text.isEmpty())
        text[0] = text[0].toUpper();
    static const QString kEnds = QStringLiteral(".!?…");
    return text.isEmpty() || kEnds.contains(text.back()) ? text : text + QLatin1Char('.');
}

/// Of both sides together. Nothing where none waits.
QStringList undecidedText(std::size_t changes) {
    if (changes == 0)
        return {};
    if (changes == 1)
        return {TroubleBars::tr("1 change waits to be decided.")};
    return {TroubleBars::tr("%1 changes wait to be decided.").arg(counted(static_cast<std::int64_t>(changes)))};
}

QString dueText(std::size_t cells, std::size_t undecided) {
    if (cells == 0 && undecided == 0)
        return TroubleBars::tr("Everything is read, decided and shown; nothing is due.");
    if (cells == 0)
        return TroubleBars::tr("Nothing is due so far.");
    if (cells == 1)
        return TroubleBars::tr("1 value is due and stays here.");
    return TroubleBars::tr("%1 values are due and stay here.").arg(counted(static_cast<std::int64_t>(cells)));
}

bool isAway(const SideSnapshot& state) {
    return state.phase == core::ConnectorPhase::Disconnected;
}

QString waitingText(std::size_t cells) {
    if (cells == 0)
        return TroubleBars::tr("Nothing is lost.");
    if (cells == 1)
        return TroubleBars::tr("1 value waits, nothing is lost.");
    return TroubleBars::tr("%1 values wait, nothing is lost.").arg(counted(static_cast<std::int64_t>(cells)));
}

QString silenceText(const SideSnapshot& state, core::Side side, const TimeFormat& times) {
    if (!state.lastAnswered)
        return TroubleBars::tr("%1 does not answer").arg(sideName(side));
    const QString words = times.style == TimeStyle::Relative ? TroubleBars::tr("%1 last answered %2")
                                                             : TroubleBars::tr("%1 has not answered since %2");
    return words.arg(sideName(side), times.moment(*state.lastAnswered));
}

QString nextTryText(const SideSnapshot& state, base::WallTime now) {
    const QString left = leftUntil(state.nextTry, now);
    return left.isEmpty() ? TroubleBars::tr("Trying now.") : TroubleBars::tr("Next try in %1.").arg(left);
}

QString tryNowName(core::Side side) {
    return QStringLiteral("barTryNow") + sideName(side);
}

}  // namespace

QString leftUntil(std::optional<base::WallTime> next, base::WallTime now) {
    if (!next || *next <= now)
        return {};
    const auto left = std::chrono::ceil<std::chrono::seconds>(*next - now);
    return left < std::chrono::minutes(1) ? TroubleBars::tr("%1 s").arg(left.count()) : span(left);
}

TroubleBars::TroubleBars(BarStack& bars, const Times& times, QObject* parent)
    : QObject(parent), m_bars(bars), m_times(times) {
    m_tick.setInterval(kTick);
    connect(&m_tick, &QTimer::timeout, this, &TroubleBars::tellSides);
    connect(&times, &Times::changed, this, &TroubleBars::tellSides);
}

void TroubleBars::setSnapshot(const Snapshot& snapshot) {
    put(QStringLiteral("journal"), journalBar(snapshot));
    m_sides = snapshot.side;
    m_undecided = snapshot.undecided;
    tellSides();
    put(QStringLiteral("observe"), observeBar(snapshot));
    tellButtons();
}

void TroubleBars::tellSides() {
    // Its bar stands above that of the other.
    if (!m_longestAway || !isAway(m_sides[*m_longestAway])) {
        const auto away = std::find_if(std::begin(core::kSides), std::end(core::kSides),
                                       [this](core::Side side) { return isAway(m_sides[side]); });
        m_longestAway = away == std::end(core::kSides) ? std::nullopt : std::optional(*away);
    }
    for (const core::Side side : core::kSides)
        put(sideName(side), sideBar(m_sides[side], side));
    // Not begun anew with each snapshot: it would never ring.
    if (!m_longestAway)
        m_tick.stop();
    else if (!m_tick.isActive())
        m_tick.start();
    tellButtons();
}

/// With each tick: bars that are built anew, as another one comes or goes, have buttons without it.
void TroubleBars::tellButtons() {
    for (const core::Side side : core::kSides) {
        if (auto* button = m_bars.findChild<QWidget*>(tryNowName(side)))
            button->setToolTip(m_sides[side].nextTry ? QString() : tr("A try is under way: wait for what comes of it"));
    }
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
    QStringList sentences{asSentence(snapshot.trouble->detail), asSentence(snapshot.trouble->hint)};
    sentences.removeAll(QString());
    sentences << tr("Both sides keep what they have; it is tried again each second.");
    bar.sentence = sentences.join(QLatin1Char(' '));
    return bar;
}

TroubleBars::Wanted TroubleBars::sideBar(const SideSnapshot& state, core::Side side) {
    if (!isAway(state))
        return std::nullopt;
    BarStack::Bar bar;
    bar.kind = BarKind::Attention;
    bar.icon = state.needsSignIn ? Icon::Key : Icon::Offline;
    bar.statement = state.needsSignIn ? tr("%1 wants a new sign-in").arg(sideName(side))
                                      : silenceText(state, side, m_times.format());
    QStringList sentences{waitingText(state.dueCells)};
    // Said once: the number is not of one side.
    sentences << undecidedText(side == m_longestAway ? m_undecided : 0);
    // What the API said may be long, and is cut first where there is no room for all; what a person has to do is not.
    const QString message = asSentence(state.message);
    if (state.needsSignIn)
        sentences << message << nextTryText(state, m_times.now());
    else
        sentences << nextTryText(state, m_times.now()) << message;
    sentences.removeAll(QString());
    bar.sentence = sentences.join(QLatin1Char(' '));
    if (!m_isReadOnly) {
        StateAction action;
        action.text = tr("Try now");
        action.objectName = tryNowName(side);
        // While a try is out the button does nothing, and stays enabled: one that is not would lose the focus.
        action.run = [this, side] {
            if (m_sides[side].nextTry)
                emit tryNowWanted(side);
        };
        bar.actions.push_back(std::move(action));
    }
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
    QStringList sentences{dueText(due, snapshot.undecided)};
    // Where a side is away its bar, above, says so.
    sentences << undecidedText(m_longestAway ? 0 : snapshot.undecided);
    bar.sentence = sentences.join(QLatin1Char(' '));
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
