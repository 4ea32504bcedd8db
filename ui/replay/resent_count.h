#pragma once

#include "ui/bridge/bridge.h"
#include "ui/replay/consumer_lines.h"

#include <functional>

namespace syncline::ui {

/// Counts in the journal what a stream has got since it was rewound: what came again, and apart from that what it has
/// gone on with. The stream does not stand still meanwhile, so both are counted up to the same offset. On the GUI's
/// thread; what it asked for is cancelled with it.
class ResentCount {
public:
    struct Counts {
        std::int64_t again = 0;
        std::int64_t fresh = 0;
        core::Seq reached;  ///< the offset up to which both are counted
    };
    using Answer = base::Result<Counts>;
    using Done = std::function<void(const Answer&)>;

    /// Of a rewind that has come to its end. `done` is called once, later. Busy when the stream never stood still for
    /// as long as two questions take.
    void start(Bridge& bridge, const RunningRewind& rewind, Done done);

private:
    void askAll();
    void askFresh();

    Bridge* m_bridge = nullptr;
    RunningRewind m_rewind;
    Done m_done;
    int m_tries = 0;
    std::int64_t m_all = 0;
    core::Seq m_reached;
    Ticket m_allTicket;
    Ticket m_freshTicket;
};

}  // namespace syncline::ui
