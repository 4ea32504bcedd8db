#include "ui/shell/status_line.h"

#include "ui/shell/trouble_bars.h"
#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QDateTime>
#include <QFrame>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QStringList>
#include <QTimeZone>
#include <QToolButton>
#include <algorithm>
#include <chrono>

namespace syncline::ui {
namespace {

constexpr int kHeight = 24;
constexpr int kIconSize = 14;
constexpr int kGap = 8;
constexpr int kRoomForSpeed = 1000;  ///< beside the way to what is closed
constexpr std::chrono::seconds kTick{1};

QString phaseText(core::ConnectorPhase phase) {
    switch (phase) {
        case core::ConnectorPhase::Stopped:
            return StatusLine::tr("Not connected");
        case core::ConnectorPhase::Connecting:
            return StatusLine::tr("Connecting");
        case core::ConnectorPhase::Connected:
            return StatusLine::tr("Connected");
        case core::ConnectorPhase::Disconnected:
            return StatusLine::tr("Disconnected");
    }
    return {};
}

QString sideText(const SideSnapshot& side, base::WallTime now) {
    QString text = side.needsSignIn ? StatusLine::tr("Wants a new sign-in") : phaseText(side.phase);
    if (const QString left = leftUntil(side.nextTry, now); !left.isEmpty())
        return StatusLine::tr("%1, next try in %2").arg(text, left);
    if (side.lastReceived)
        text = StatusLine::tr("%1, last change %2 ago").arg(text, span(std::max(now - *side.lastReceived, {})));
    return text;
}

bool leaves(const SideSnapshot& side) {
    return side.mode != core::Mode::Observe && side.phase == core::ConnectorPhase::Connected;
}

/// What is due to that side, and why it has not left.
QString dueText(const SideSnapshot& side, const QString& name) {
    const QString count = counted(static_cast<std::int64_t>(side.dueCells));
    if (side.mode == core::Mode::Observe)
        return StatusLine::tr("%1 to %2 held: only observed").arg(count, name);
    if (side.phase == core::ConnectorPhase::Connected)
        return StatusLine::tr("%1 due to %2").arg(count, name);
    return StatusLine::tr("%1 to %2 held: not connected").arg(count, name);
}

QStringList undecidedAndUnsettled(const Snapshot& snapshot) {
    QStringList parts;
    if (snapshot.undecided != 0)
        parts << StatusLine::tr("%1 undecided").arg(counted(static_cast<std::int64_t>(snapshot.undecided)));
    if (snapshot.unsettled != 0)
        parts << StatusLine::tr("%1 unsettled").arg(counted(static_cast<std::int64_t>(snapshot.unsettled)));
    return parts;
}

QString waitingText(const Snapshot& snapshot) {
    QStringList parts = undecidedAndUnsettled(snapshot);
    const auto& [salesforce, hubspot] = snapshot.side;
    const auto isHeld = [](const SideSnapshot& side) { return side.mode == core::Mode::Observe && side.dueCells != 0; };
    if (isHeld(salesforce) && isHeld(hubspot)) {
        parts << StatusLine::tr("%1 held: only observed")
                     .arg(counted(static_cast<std::int64_t>(salesforce.dueCells + hubspot.dueCells)));
    } else {
        for (const core::Side side : core::kSides) {
            if (snapshot.side[side].dueCells != 0)
                parts << dueText(snapshot.side[side], sideName(side));
        }
    }
    return parts.isEmpty() ? StatusLine::tr("Nothing waits") : parts.join(QStringLiteral(", "));
}

/// Where there is little room: what is due to each side stands on the buttons of its direction, too.
QString briefWaitingText(const Snapshot& snapshot) {
    const QStringList parts = undecidedAndUnsettled(snapshot);
    if (!parts.isEmpty())
        return parts.join(QStringLiteral(", "));
    std::size_t due = 0;
    bool doesLeave = false;
    for (const core::Side side : core::kSides) {
        const SideSnapshot& one = snapshot.side[side];
        due += one.dueCells;
        doesLeave = doesLeave || (one.dueCells != 0 && leaves(one));
    }
    if (due == 0)
        return StatusLine::tr("Nothing waits");
    const QString count = counted(static_cast<std::int64_t>(due));
    return doesLeave ? StatusLine::tr("%1 due").arg(count) : StatusLine::tr("%1 held").arg(count);
}

QString styleText(TimeStyle style, base::WallTime now) {
    switch (style) {
        case TimeStyle::Local: {
            const auto moment = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count());
            return StatusLine::tr("Local time, %1").arg(moment.timeZone().displayName(moment, QTimeZone::OffsetName));
        }
        case TimeStyle::Utc:
            return StatusLine::tr("UTC");
        case TimeStyle::Relative:
            return StatusLine::tr("Time passed");
    }
    return {};
}

QString clockText(TimeStyle style, base::WallTime now) {
    const auto moment = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count());
    return (style == TimeStyle::Utc ? moment.toUTC() : moment).toString(QStringLiteral("HH:mm:ss"));
}

void setTextOf(Text* label, const QString& text) {
    if (label->text() != text)
        label->setText(text);
}

}  // namespace

StatusLine::StatusLine(const Theme& theme, Times& times, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_times(times) {
    setObjectName(QStringLiteral("statusLine"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 1, 16, 0);
    row->setSpacing(kGap);
    for (const core::Side side : core::kSides)
        addSide(*row, side);

    row->addWidget(new IconLabel(theme, Icon::Journal, kIconSize, this));
    m_head = new Text(theme, Face::MonoDense, this);
    m_head->setObjectName(QStringLiteral("statusHead"));
    m_head->setToolTip(tr("The journal's last entry"));
    m_speed = new Text(theme, Face::MonoDense, this);
    m_speed->setTone(Tone::Muted);
    m_speed->setToolTip(tr("How fast the journal grew in the last ten seconds"));
    row->addWidget(m_head);
    row->addWidget(m_speed);
    addRule(*row);
    m_waiting = new Text(theme, Face::Secondary, this);
    m_waiting->setObjectName(QStringLiteral("statusWaiting"));
    row->addWidget(m_waiting);
    row->addStretch(1);

    m_details = new QToolButton(this);
    m_details->setObjectName(QStringLiteral("statusDetails"));
    m_details->setAutoRaise(true);
    m_details->setText(tr("Details: Ctrl+I"));
    m_details->setToolTip(
        tr("What is chosen, in full: closed while the window is this narrow. Press to show it (Ctrl+I)"));
    m_details->hide();
    row->addWidget(m_details);
    m_now = new Text(theme, Face::MonoDense, this);
    m_now->setObjectName(QStringLiteral("statusClock"));
    m_now->setToolTip(tr("The time now, as the views write times"));
    row->addWidget(m_now);
    m_timeStyle = new QToolButton(this);
    m_timeStyle->setObjectName(QStringLiteral("statusTimeStyle"));
    m_timeStyle->setAutoRaise(true);
    m_timeStyle->setToolTip(tr("Local time, UTC or time passed: press for the next one (Ctrl+T)"));
    row->addWidget(m_timeStyle);
    addRule(*row);
    m_who = new Text(theme, Face::Secondary, this);
    m_who->setTone(Tone::Muted);
    m_who->setToolTip(tr("Who acts: the name that entries get"));
    row->addWidget(m_who);

    connect(m_timeStyle, &QToolButton::clicked, this, [this] {
        const TimeStyle style = m_times.style();
        m_times.setStyle(style == TimeStyle::Local ? TimeStyle::Utc
                         : style == TimeStyle::Utc ? TimeStyle::Relative
                                                   : TimeStyle::Local);
    });
    connect(m_details, &QToolButton::clicked, this, &StatusLine::detailsWanted);
    connect(&times, &Times::changed, this, &StatusLine::tellTimes);
    connect(&theme, &Theme::changed, this, &StatusLine::layOut);
    connect(&m_clock, &QTimer::timeout, this, &StatusLine::tell);
    m_clock.start(kTick);
    layOut();
    tellTimes();
    tell();
}

void StatusLine::addSide(QHBoxLayout& row, core::Side side) {
    SideParts& parts = m_sides[side];
    row.addWidget(new SideBadge(m_theme, side, this));
    parts.trouble = new IconLabel(m_theme, Icon::Offline, kIconSize, this);
    parts.trouble->setTone(Tone::Attention);
    parts.trouble->hide();
    row.addWidget(parts.trouble);
    parts.text = new Text(m_theme, Face::Secondary, this);
    parts.text->setObjectName(side == core::Side::Salesforce ? QStringLiteral("statusSalesforce")
                                                             : QStringLiteral("statusHubSpot"));
    row.addWidget(parts.text);
    addRule(row);
}

void StatusLine::addRule(QHBoxLayout& row) {
    auto* rule = new QFrame(this);
    rule->setFrameShape(QFrame::VLine);
    rule->setFrameShadow(QFrame::Plain);
    rule->setFixedWidth(1);
    row.addWidget(rule);
}

void StatusLine::setWho(const QString& who) {
    m_who->setText(who);
}

void StatusLine::setSnapshot(const Snapshot& snapshot) {
    m_snapshot = snapshot;
    m_rate.note(snapshot.head, m_times.now());
    tell();
}

void StatusLine::setNarrow(bool narrow) {
    m_who->setVisible(!narrow);
}

void StatusLine::setDetailsClosed(bool closed) {
    m_details->setVisible(closed);
    fit();
}

void StatusLine::tell() {
    m_rate.note(m_snapshot.head, m_times.now());
    for (const core::Side side : core::kSides)
        tellSide(side);
    setTextOf(m_head, sequence(m_snapshot.head));
    const auto rate = m_rate.perSecond();
    setTextOf(m_speed, rate ? tr("%1 entries/s").arg(QLocale::c().toString(*rate, 'f', 1)) : QString());
    m_waitingWhole = waitingText(m_snapshot);
    m_waitingBrief = briefWaitingText(m_snapshot);
    m_waiting->setToolTip(tr("%1\nUndecided: changes that wait for a read. Unsettled: records with a write out whose "
                             "answer or echo is not here. Held: values that are due and do not leave, since nothing is "
                             "written to a side that is only observed or not connected; nothing is lost.")
                              .arg(m_waitingWhole));
    setTextOf(m_now, clockText(m_times.style(), m_times.now()));
    fit();
}

/// When the last change came, and then what is held, stands in the tooltip where there is no room for it.
void StatusLine::fit() {
    m_speed->setVisible(m_details->isHidden() || width() >= m_theme.scaled(kRoomForSpeed));
    const QFontMetrics metrics(m_waiting->font());
    const auto widened = [&](const Text* text, const QString& words) {
        return metrics.horizontalAdvance(words) - metrics.horizontalAdvance(text->text());
    };
    int needed = sizeHint().width() + widened(m_waiting, m_waitingWhole);
    int saved = 0;
    for (const SideParts& parts : {m_sides.salesforce, m_sides.hubspot}) {
        needed += widened(parts.text, parts.whole);
        saved += metrics.horizontalAdvance(parts.whole) - metrics.horizontalAdvance(parts.brief);
    }
    for (const core::Side side : core::kSides)
        setTextOf(m_sides[side].text, needed <= width() ? m_sides[side].whole : m_sides[side].brief);
    setTextOf(m_waiting, needed - saved <= width() ? m_waitingWhole : m_waitingBrief);
}

void StatusLine::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit();
}

void StatusLine::tellSide(core::Side side) {
    const SideSnapshot& state = m_snapshot.side[side];
    const bool isTrouble = state.phase == core::ConnectorPhase::Disconnected;
    SideParts& parts = m_sides[side];
    parts.trouble->setVisible(isTrouble);
    parts.text->setTone(isTrouble ? Tone::Attention : Tone::Normal);
    parts.whole = sideText(state, m_times.now());
    parts.brief = phaseText(state.phase);
    const QString name = tr("%1: %2").arg(sideName(side), parts.whole);
    const QString message = QString::fromStdString(state.message);
    parts.text->setToolTip(message.isEmpty() ? name : name + QLatin1Char('\n') + message);
    parts.text->setAccessibleName(name);
}

void StatusLine::tellTimes() {
    const QString text = styleText(m_times.style(), m_times.now());
    m_timeStyle->setText(text);
    m_timeStyle->setAccessibleName(tr("Style of times: %1").arg(text));
    setTextOf(m_now, clockText(m_times.style(), m_times.now()));
}

void StatusLine::layOut() {
    setFixedHeight(m_theme.scaled(kHeight) + 1);
    for (QToolButton* button : {m_details, m_timeStyle}) {
        button->setFont(m_theme.font(Face::Secondary));
        button->setFixedHeight(m_theme.scaled(kHeight) - 2);
    }
    fit();
}

void StatusLine::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, 0, width(), 1), m_theme.colors().line);
}

}  // namespace syncline::ui
