#include "engine/runtime/projector_thread.h"

#include "engine/base/try.h"

#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kStep = 2000;

}  // namespace

ProjectorThread::ProjectorThread(std::unique_ptr<journal::Projector> projector,
                                 std::unique_ptr<journal::ProjectionReader> reader, Told told)
    : m_projector(std::move(projector)), m_reader(std::move(reader)), m_told(std::move(told)) {
    tellPlace(false);
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
        if (const auto done = catchUp(*head->value, stop); !done) {
            tellPlace(true);
            m_told.failed(done.error());
            return;
        }
    }
}

base::Result<void> ProjectorThread::catchUp(core::Seq head, const std::stop_token& stop) {
    while (m_projector->watermark() < head && !stop.stop_requested()) {
        TRY(m_projector->step(kStep));
        tellPlace(false);
        TRY_ASSIGN(const std::size_t conflicts, m_reader->readOpenConflicts());
        m_told.progressed({m_projector->watermark(), conflicts});
    }
    return {};
}

void ProjectorThread::tellPlace(bool hasFailed) {
    m_place.publish(std::make_shared<const Place>(Place{m_projector->watermark(), hasFailed}));
}

void ProjectorThread::waitFor(core::Seq least, const std::stop_token& stop) const {
    auto place = m_place.latest();
    while (!place.value->hasFailed && place.value->watermark < least) {
        auto next = m_place.waitForNewer(place.generation, stop);
        if (!next)
            return;
        place = *std::move(next);
    }
}

}  // namespace syncline::runtime
