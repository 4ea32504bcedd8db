#pragma once

#include "ui/bridge/bridge.h"
#include "ui/replay/consumer_lines.h"

#include <functional>

namespace syncline::ui {

/// Counts in the journal what a stream has got since it was rewound: what came again, and apart from that what it has
/// gone on with. One question each, so that a stream that does not stand still is counted as well, and no entry is read
/// twice. On the GUI's thread; what it asked for is cancelled with it.
class ResentCount {
public:
    struct Counts {
        std::int64_t again = 0;
        std::int64_t fresh = 0;
        core::Seq reached;  ///< the offset up to which is counted what is fresh; at least where the stream had been
    };
    using Answer = base::Result<Counts>;
    using Done = std::function<void(const Answer&)>;

    /// Of a rewind that has come to its end; one that is being counted is counted no further. `done` is called once,
    /// later, with the error of a question that failed.
    void start(Bridge& bridge, const RunningRewind& rewind, Done done);

private:
    void askAgain();
    void askFresh(std::int64_t again);

    Bridge* m_bridge = nullptr;
    RunningRewind m_rewind;
    Done m_done;
    Ticket m_ticket;
};

}  // namespace syncline::ui
