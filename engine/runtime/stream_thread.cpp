#include "engine/runtime/stream_thread.h"

#include "engine/base/log.h"
#include "engine/runtime/disk_retry.h"

#include <chrono>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 500;
/// A filter can judge no more entries before the projections have come further; nobody tells when they have.
constexpr std::chrono::milliseconds kBehind{20};

}  // namespace

StreamThread::StreamThread(std::string name, std::unique_ptr<delivery::EventStream> stream, Reached reached)
    : m_name(std::move(name)),
      m_stream(std::move(stream)),
      m_reached(std::move(reached)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

StreamThread::~StreamThread() = default;

void StreamThread::follow(core::Seq head) {
    m_orders.head = head;
    m_given.publish(std::make_shared<const Orders>(m_orders));
}

void StreamThread::rewind(core::Seq offset) {
    m_orders.rewindTo = offset;
    ++m_orders.rewinds;
    m_given.publish(std::make_shared<const Orders>(m_orders));
}

void StreamThread::end() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void StreamThread::run(const std::stop_token& stop) {
    base::Generation seen;
    while (!stop.stop_requested()) {
        const auto orders = m_given.waitForNewer(seen, stop);
        if (!orders)
            return;
        seen = orders->generation;
        obey(*orders->value, stop);
    }
}

/// Works off what there is; a newer order is looked at when this one is done, a rewind after the page at hand.
void StreamThread::obey(const Orders& orders, const std::stop_token& stop) {
    if (orders.rewinds > m_rewindsDone) {
        m_rewindsDone = orders.rewinds;
        m_stream->rewind(orders.rewindTo, "rewind to " + std::to_string(orders.rewindTo.value()));
    }
    const base::Generation current = m_given.latest().generation;
    while (!stop.stop_requested() && m_stream->offset() < orders.head) {
        const core::Seq before = m_stream->offset();
        const auto reached = m_stream->step(kPage);
        if (!reached) {
            base::log::error("stream", "the stream " + m_name + " waits", reached.error());
            static_cast<void>(waitForRetry(stop));
        } else if (*reached > before) {
            m_reached({m_name, *reached}, m_rewindsDone);
        } else {
            static_cast<void>(waitForRetry(stop, kBehind));
        }
        if (m_given.latest().generation > current && m_given.latest().value->rewinds > m_rewindsDone)
            return;
    }
}

}  // namespace syncline::runtime
