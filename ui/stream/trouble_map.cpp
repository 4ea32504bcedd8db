#include "ui/stream/trouble_map.h"

#include "ui/stream/words.h"
#include "ui/widgets/format.h"

#include <QStringList>
#include <algorithm>

namespace syncline::ui::stream {

void TroubleCounts::add(const TroubleAt& at) {
    switch (at.trouble) {
        case Trouble::Conflict:
            ++conflicts;
            newestConflict = std::max(newestConflict, at.seq);
            return;
        case Trouble::FailedWrite:
            ++failedWrites;
            break;
        case Trouble::Gap:
            ++gaps;
            break;
        case Trouble::Disconnect:
            ++disconnects;
            break;
    }
    newestFailure = std::max(newestFailure, at.seq);
}

void TroubleCounts::add(const TroubleCounts& others) {
    conflicts += others.conflicts;
    failedWrites += others.failedWrites;
    gaps += others.gaps;
    disconnects += others.disconnects;
    newestConflict = std::max(newestConflict, others.newestConflict);
    newestFailure = std::max(newestFailure, others.newestFailure);
}

void TroubleMap::growTo(core::Seq head) {
    while (head.value() > m_width * kMostBuckets) {
        const std::size_t half = (m_buckets.size() + 1) / 2;
        std::vector<TroubleCounts> pairs(half);
        for (std::size_t i = 0; i < m_buckets.size(); ++i)
            pairs[i / 2].add(m_buckets[i]);
        m_buckets = std::move(pairs);
        m_width *= 2;
    }
}

void TroubleMap::add(const TroubleAt& at) {
    if (at.seq < core::Seq(1))
        return;
    growTo(at.seq);
    const auto index = static_cast<std::size_t>(indexOf(at.seq));
    if (index >= m_buckets.size())
        m_buckets.resize(index + 1);
    m_buckets[index].add(at);
}

TroubleCounts TroubleMap::near(core::Seq first, core::Seq last) const {
    TroubleCounts found;
    const std::int64_t end = std::min(indexOf(last) + 1, static_cast<std::int64_t>(m_buckets.size()));
    for (std::int64_t index = indexOf(std::max(first, core::Seq(1))); index < end; ++index)
        found.add(m_buckets[static_cast<std::size_t>(index)]);
    return found;
}

TroubleCounts TroubleMap::all() const {
    TroubleCounts found;
    for (const TroubleCounts& bucket : m_buckets)
        found.add(bucket);
    return found;
}

QString troubleWords(const TroubleCounts& counts) {
    QStringList words;
    const auto tell = [&words](std::int64_t count, const QString& one, const QString& many) {
        if (count > 0)
            words.append(count == 1 ? one : many.arg(counted(count)));
    };
    tell(counts.conflicts, Words::tr("1 conflict"), Words::tr("%1 conflicts"));
    tell(counts.failedWrites, Words::tr("1 failed write"), Words::tr("%1 failed writes"));
    tell(counts.gaps, Words::tr("1 gap"), Words::tr("%1 gaps"));
    tell(counts.disconnects, Words::tr("once not reached"), Words::tr("%1 times not reached"));
    return words.join(QStringLiteral(", "));
}

}  // namespace syncline::ui::stream
