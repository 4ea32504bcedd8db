#pragma once

#include "engine/base/latest_value.h"
#include "engine/delivery/event_stream.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace syncline::runtime {

/// A downstream stream on a thread of its own: follows the journal's head, tells the offsets that it has reached. What
/// it cannot write it tries again; it holds nobody else back. The destructor ends it as well.
class StreamThread {
public:
    /// Told of each page with the number of rewinds that were carried out before it.
    using Reached = std::function<void(journal::ConsumerOffset, std::uint64_t)>;

    StreamThread(std::string name, std::unique_ptr<delivery::EventStream> stream, Reached reached);
    ~StreamThread();
    StreamThread(const StreamThread&) = delete;
    StreamThread& operator=(const StreamThread&) = delete;

    /// Entries up to this one are durable. From one thread.
    void follow(core::Seq head);
    /// Begins again behind this offset. From the same thread.
    void rewind(core::Seq offset);
    /// Waits for the page at hand: what has been written by then is told, and nothing is written any more. Once.
    void end();
    [[nodiscard]] const std::string& name() const { return m_name; }

private:
    struct Orders {
        core::Seq head;
        core::Seq rewindTo;
        std::uint64_t rewinds = 0;
    };

    void run(const std::stop_token& stop);
    void obey(const Orders& orders, const std::stop_token& stop);

    const std::string m_name;
    std::unique_ptr<delivery::EventStream> m_stream;
    const Reached m_reached;
    Orders m_orders;  ///< of the thread that gives them
    std::uint64_t m_rewindsDone = 0;
    base::LatestValue<Orders> m_given;
    std::jthread m_thread;
};

}  // namespace syncline::runtime
