#include "engine/runtime/projector_thread.h"

#include "engine/base/log.h"
#include "engine/base/try.h"

#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kStep = 2000;

}  // namespace

ProjectorThread::ProjectorThread(std::unique_ptr<journal::Projector> projector,
                                 std::unique_ptr<journal::ProjectionReader> reader, Told told,
                                 std::chrono::milliseconds retry)
    : m_projector(std::move(projector)), m_reader(std::move(reader)), m_told(std::move(told)), m_retry(retry) {
    tell({m_projector->watermark(), {}});
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

ProjectorThread::~ProjectorThread() = default;

void ProjectorThread::run(const std::stop_token& stop) {
    base::Generation seen;
    while (true) {
        const auto head = m_head.waitForNewer(seen, stop);
        if (!head)
            return;
        seen = head->generation;
        if (!catchUp(*head->value, stop))
            return;
    }
}

/// False when it has failed for good.
bool ProjectorThread::catchUp(core::Seq head, const std::stop_token& stop) {
    while (watermark() < head && !stop.stop_requested()) {
        const base::Result<void> done = step();
        if (done)
            continue;
        if (!canBeMendedOutside(done.error().code)) {
            tell({watermark(), {}, true});
            m_told.failed(done.error());
            return false;
        }
        tellTrouble(done.error());
        static_cast<void>(waitForRetry(stop, m_retry));
    }
    return true;
}

/// What a step that failed half-way has folded is told by the next one.
base::Result<void> ProjectorThread::step() {
    TRY(m_projector->step(kStep));
    TRY_ASSIGN(const std::size_t conflicts, m_reader->readOpenConflicts());
    tell({m_projector->watermark(), {}});
    m_told.progressed({m_projector->watermark(), conflicts});
    return {};
}

void ProjectorThread::tellTrouble(const base::Error& error) {
    const std::optional<base::Error> known = trouble();
    if (known && known->code == error.code)
        return;
    base::log::error("projector", "the projections wait until they can be written", error);
    tell({watermark(), error});
    m_told.troubled(error);
}

void ProjectorThread::tell(Place place) {
    m_place.publish(std::make_shared<const Place>(std::move(place)));
}

void ProjectorThread::waitFor(core::Seq least, const std::stop_token& stop, const std::function<void()>& turned) const {
    auto place = m_place.latest();
    std::optional<base::Error> known;
    while (!place.value->hasFailed && place.value->watermark < least) {
        if (place.value->trouble != known) {
            known = place.value->trouble;
            if (turned)
                turned();
        }
        auto next = m_place.waitForNewer(place.generation, stop);
        if (!next)
            return;
        place = *std::move(next);
    }
}

}  // namespace syncline::runtime
