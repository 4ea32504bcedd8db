#include "ui/replay/consumer_lines.h"

#include "ui/widgets/note_line.h"

#include <QCoreApplication>
#include <algorithm>

namespace syncline::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Replay", text);
}

QString entriesBehind(core::Seq head, core::Seq committed) {
    return entriesCounted(std::max<std::int64_t>(0, head.value() - committed.value()));
}

struct PhaseWords {
    const char* text;
    Icon icon;
    Tone tone;
};

PhaseWords wordsOf(core::ConnectorPhase phase, core::Side side) {
    switch (phase) {
        case core::ConnectorPhase::Stopped:
            return {QT_TRANSLATE_NOOP("Replay", "stopped"), Icon::Pause, Tone::Muted};
        case core::ConnectorPhase::Connecting:
            return {QT_TRANSLATE_NOOP("Replay", "connecting"), Icon::Hourglass, Tone::Muted};
        case core::ConnectorPhase::Disconnected:
            return {QT_TRANSLATE_NOOP("Replay", "disconnected"), Icon::Offline, Tone::Attention};
        case core::ConnectorPhase::Connected:
            break;
    }
    return {side == core::Side::Salesforce ? QT_TRANSLATE_NOOP("Replay", "streaming")
                                           : QT_TRANSLATE_NOOP("Replay", "polling"),
            Icon::Check, Tone::Success};
}

ConsumerLine sourceLine(core::Side side, const ConsumerFacts& facts) {
    const SideSnapshot& one = facts.snapshot.side[side];
    const PhaseWords words = wordsOf(one.phase, side);
    ConsumerLine line;
    line.kind = ConsumerLine::Kind::Source;
    line.name = sideName(side);
    line.side = side;
    line.state = tr(words.text);
    line.icon = words.icon;
    line.tone = words.tone;
    line.behind =
        one.lastReceived ? tr("told at %1").arg(facts.times.moment(*one.lastReceived)) : tr("has told nothing");
    return line;
}

ConsumerLine writerLine(core::Side side, const ConsumerFacts& facts) {
    const SideSnapshot& one = facts.snapshot.side[side];
    ConsumerLine line;
    line.kind = ConsumerLine::Kind::Writer;
    line.name = side == core::Side::Salesforce ? QStringLiteral("salesforce-writer") : QStringLiteral("hubspot-writer");
    line.side = side;
    line.committed = one.nothingDueBelow;
    line.behind = one.dueCells == 0   ? tr("nothing due")
                  : one.dueCells == 1 ? tr("1 value due")
                                      : tr("%1 values due").arg(counted(static_cast<std::int64_t>(one.dueCells)));
    if (one.mode == core::Mode::Observe) {
        line.state = tr("observing");
        line.icon = Icon::Pause;
        line.tone = Tone::Attention;
    } else if (one.phase != core::ConnectorPhase::Connected) {
        line.state = tr("waiting");
        line.icon = Icon::Hourglass;
        line.tone = Tone::Attention;
    } else {
        line.state = tr("running");
        line.icon = Icon::Check;
        line.tone = Tone::Success;
    }
    return line;
}

core::Seq committedOf(const ConsumerRow& row, const Snapshot& snapshot) {
    for (const auto& one : snapshot.consumers) {
        if (one.consumer == row.name)
            return one.committed;
    }
    return row.committed;
}

/// From the entry at an offset to the head, by the journal's marks; none while it has no two.
std::optional<std::chrono::milliseconds> behindInTime(const ConsumerFacts& facts, core::Seq committed) {
    const OffsetScale scale(facts.consumers.marks);
    if (scale.isEmpty())
        return std::nullopt;
    return std::max(scale.timeOf(facts.snapshot.head) - scale.timeOf(committed), std::chrono::milliseconds(0));
}

ConsumerLine streamLine(const ConsumerRow& row, const ConsumerFacts& facts) {
    ConsumerLine line;
    line.kind = ConsumerLine::Kind::Stream;
    line.name = QString::fromStdString(row.name);
    line.note = QString::fromStdString(row.file);
    line.committed = committedOf(row, facts.snapshot);
    if (const RunningRewind* rewind = rewindOf(facts.rewinds, line.name); rewind != nullptr) {
        line.state = tr("replaying");
        line.icon = Icon::Replay;
        line.committed = rewind->reached;
        line.rewound = shareOf(*rewind, rewind->reached);
    } else {
        line.state = tr("running");
        line.icon = Icon::Check;
        line.tone = Tone::Success;
    }
    const core::Seq head = facts.snapshot.head;
    line.behind = *line.committed >= head ? QStringLiteral("0") : entriesBehind(head, *line.committed);
    if (const auto late = behindInTime(facts, *line.committed); late && *line.committed < head)
        line.behind += QStringLiteral(", ") + span(*late);
    return line;
}

}  // namespace

const RunningRewind* rewindOf(const std::vector<RunningRewind>& rewinds, const QString& consumer) {
    const auto found = std::find_if(rewinds.begin(), rewinds.end(),
                                    [&](const RunningRewind& one) { return one.consumer == consumer; });
    return found == rewinds.end() ? nullptr : &*found;
}

double shareOf(const RunningRewind& rewind, core::Seq committed) {
    const auto whole = static_cast<double>(rewind.to.value() - rewind.from.value());
    if (whole <= 0)
        return 1;
    return std::clamp(static_cast<double>(committed.value() - rewind.from.value()) / whole, 0.0, 1.0);
}

QString entriesCounted(std::int64_t count) {
    return count == 1 ? tr("1 entry") : tr("%1 entries").arg(counted(count));
}

std::vector<ConsumerLine> consumerLines(const ConsumerFacts& facts) {
    std::vector<ConsumerLine> lines;
    ConsumerLine sources;
    sources.name = tr("Sources");
    sources.note = tr("and when each last told of changes");
    lines.push_back(sources);
    for (const core::Side side : core::kSides)
        lines.push_back(sourceLine(side, facts));
    ConsumerLine consumers;
    consumers.name = tr("Consumers");
    consumers.note = tr("read the journal in order and commit an offset");
    lines.push_back(consumers);
    for (const core::Side side : core::kSides)
        lines.push_back(writerLine(side, facts));
    for (const ConsumerRow& row : facts.consumers.rows)
        lines.push_back(streamLine(row, facts));
    const auto& [salesforce, hubspot] = facts.snapshot.side;
    const bool isOld = isAnyDisconnected({salesforce.phase, hubspot.phase});
    for (ConsumerLine& line : lines)
        line.isOld = isOld && line.kind != ConsumerLine::Kind::Group;
    return lines;
}

OffsetScale::OffsetScale(std::vector<std::pair<core::Seq, base::WallTime>> marks) : m_marks(std::move(marks)) {}

base::WallTime OffsetScale::timeOf(core::Seq seq) const {
    const auto above = std::lower_bound(m_marks.begin(), m_marks.end(), seq,
                                        [](const auto& mark, core::Seq wanted) { return mark.first < wanted; });
    if (above == m_marks.begin())
        return m_marks.front().second;
    if (above == m_marks.end())
        return m_marks.back().second;
    const auto below = std::prev(above);
    const auto steps = static_cast<double>(above->first.value() - below->first.value());
    const double share = static_cast<double>(seq.value() - below->first.value()) / steps;
    const auto gap = std::chrono::duration<double, std::milli>(above->second - below->second) * share;
    return below->second + std::chrono::duration_cast<std::chrono::milliseconds>(gap);
}

double OffsetScale::at(core::Seq seq) const {
    if (isEmpty())
        return 1;
    const std::chrono::duration<double> whole = m_marks.back().second - m_marks.front().second;
    if (whole.count() <= 0)
        return 1;
    const std::chrono::duration<double> part = timeOf(seq) - m_marks.front().second;
    return std::clamp(part / whole, 0.0, 1.0);
}

base::WallTime OffsetScale::timeAt(double place) const {
    const std::chrono::duration<double, std::milli> whole = m_marks.back().second - m_marks.front().second;
    return m_marks.front().second + std::chrono::duration_cast<std::chrono::milliseconds>(whole * place);
}

}  // namespace syncline::ui
