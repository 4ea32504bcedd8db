#include "ui/replay/resent_count.h"

#include <utility>

namespace syncline::ui {
namespace {

constexpr int kTries = 20;

}  // namespace

void ResentCount::start(Bridge& bridge, const RunningRewind& rewind, Done done) {
    m_bridge = &bridge;
    m_rewind = rewind;
    m_done = std::move(done);
    m_tries = 0;
    askAll();
}

void ResentCount::askAll() {
    const RewindPreview since{m_rewind.consumer.toStdString(), m_rewind.from};
    m_allTicket = m_bridge->query(since, [this](const base::Result<RewindReview>& answer) {
        if (!answer)
            return m_done(answer.error());
        m_all = answer->matching;
        m_reached = answer->from;
        askFresh();
    });
}

void ResentCount::askFresh() {
    const RewindPreview since{m_rewind.consumer.toStdString(), m_rewind.to};
    m_freshTicket = m_bridge->query(since, [this](const base::Result<RewindReview>& answer) {
        if (!answer)
            return m_done(answer.error());
        if (answer->from == m_reached)
            return m_done(Counts{m_all - answer->matching, answer->matching, m_reached});
        if (++m_tries < kTries)
            return askAll();
        m_done(base::Error{base::ErrorCode::Busy, "count what was sent", m_rewind.consumer.toStdString(),
                           "the stream moves on all the time", "look at its file"});
    });
}

}  // namespace syncline::ui
