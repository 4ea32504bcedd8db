#include "ui/replay/resent_count.h"

#include <algorithm>
#include <utility>

namespace syncline::ui {

void ResentCount::start(Bridge& bridge, const RunningRewind& rewind, Done done) {
    m_bridge = &bridge;
    m_rewind = rewind;
    m_done = std::move(done);
    askAgain();
}

void ResentCount::askAgain() {
    const RewindPreview again{m_rewind.consumer.toStdString(), m_rewind.from, m_rewind.to};
    m_ticket = m_bridge->query(again, [this](const base::Result<RewindReview>& answer) {
        if (!answer)
            return m_done(answer.error());
        askFresh(answer->matching);
    });
}

void ResentCount::askFresh(std::int64_t again) {
    const RewindPreview sinceThen{m_rewind.consumer.toStdString(), m_rewind.to};
    m_ticket = m_bridge->query(sinceThen, [this, again](const base::Result<RewindReview>& answer) {
        if (!answer)
            return m_done(answer.error());
        // Another rewind may have put it back by now, from the command line: then nothing is fresh.
        m_done(Counts{again, answer->matching, std::max(answer->from, m_rewind.to)});
    });
}

}  // namespace syncline::ui
