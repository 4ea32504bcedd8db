#pragma once

#include "ui/bridge/query.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/format.h"

#include <QString>
#include <optional>
#include <utility>
#include <vector>

namespace syncline::ui {

/// A rewind that is under way: from where the stream began again to where it was.
struct RunningRewind {
    QString consumer;
    core::Seq from;  ///< the offset that it was put back to
    core::Seq to;    ///< where it had been
    core::Seq reached;
    std::int64_t matching = 0;

    bool operator==(const RunningRewind&) const = default;
};

/// One row of the list of sources and consumers.
struct ConsumerLine {
    enum class Kind { Group, Source, Writer, Stream } kind = Kind::Group;
    QString name;
    QString note;  ///< muted, behind the name of a group
    std::optional<core::Side> side;
    QString state;
    Icon icon = Icon::None;
    Tone tone = Tone::Normal;
    std::optional<core::Seq> committed;
    QString behind;
    std::optional<double> rewound;  ///< the share of a running rewind that is done
    bool isOld = false;             ///< a side does not answer: what the line says may be so no more

    bool operator==(const ConsumerLine&) const = default;
};

/// What is known of consumers at the moment.
struct ConsumerFacts {
    const Consumers& consumers;
    const Snapshot& snapshot;
    TimeFormat times;
    std::vector<RunningRewind> rewinds;  ///< one a consumer
};

/// Sources, writers and downstream streams, each group under its title.
[[nodiscard]] std::vector<ConsumerLine> consumerLines(const ConsumerFacts& facts);

/// "1 entry", "1,000 entries".
[[nodiscard]] QString entriesCounted(std::int64_t count);

/// Null: none of that consumer is under way.
[[nodiscard]] const RunningRewind* rewindOf(const std::vector<RunningRewind>& rewinds, const QString& consumer);

/// How far a rewind has come, from 0 to 1.
[[nodiscard]] double shareOf(const RunningRewind& rewind, core::Seq committed);

/// Sequences on an axis of time: from the marks that the journal gives, linear between them.
class OffsetScale {
public:
    OffsetScale() = default;
    explicit OffsetScale(std::vector<std::pair<core::Seq, base::WallTime>> marks);

    [[nodiscard]] bool isEmpty() const { return m_marks.size() < 2; }
    /// 0 at the journal's first entry, 1 at its head.
    [[nodiscard]] double at(core::Seq seq) const;
    [[nodiscard]] base::WallTime timeAt(double place) const;
    /// Not of an empty one.
    [[nodiscard]] base::WallTime timeOf(core::Seq seq) const;

private:
    std::vector<std::pair<core::Seq, base::WallTime>> m_marks;
};

}  // namespace syncline::ui
