#pragma once

#include "engine/base/latest_value.h"
#include "engine/journal/projections.h"
#include "engine/runtime/disk_retry.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

namespace syncline::runtime {

/// The projector on its thread: follows the journal's head and tells how far it has come. What it cannot write, as on a
/// full disk, it tries again from the same place; anything else that fails is the end. Ends in the destructor, when it
/// has caught up, or after the step or in the pause at hand.
class ProjectorThread {
public:
    /// What the projections say when a step is done.
    struct Progress {
        core::Seq watermark;
        std::size_t openConflicts = 0;
    };
    /// All are called on its thread; after `failed` it has ended.
    struct Told {
        std::function<void(const Progress&)> progressed;
        std::function<void(const base::Error&)> troubled;  ///< once until it progresses again, or for another reason
        std::function<void(const base::Error&)> failed;
    };

    ProjectorThread(std::unique_ptr<journal::Projector> projector, std::unique_ptr<journal::ProjectionReader> reader,
                    Told told, std::chrono::milliseconds retry = kDiskRetry);
    ~ProjectorThread();
    ProjectorThread(const ProjectorThread&) = delete;
    ProjectorThread& operator=(const ProjectorThread&) = delete;

    /// Entries up to this one are durable. From any thread.
    void follow(core::Seq head) { m_head.publish(std::make_shared<const core::Seq>(head)); }
    /// Of the projections. From any thread.
    [[nodiscard]] core::Seq watermark() const { return m_place.latest().value->watermark; }
    /// Why they cannot be written now; it is tried again. From any thread.
    [[nodiscard]] std::optional<base::Error> trouble() const { return m_place.latest().value->trouble; }
    /// Blocks while the watermark is below `least`, which must have been told; not after a failure, and not once `stop`
    /// is asked for. `turned`, which may be null, is called meanwhile, here, when there is a trouble, another one, or
    /// none any more. From any thread.
    void waitFor(core::Seq least, const std::stop_token& stop, const std::function<void()>& turned = {}) const;

private:
    /// How far it has come, and what keeps it there.
    struct Place {
        core::Seq watermark;
        std::optional<base::Error> trouble;
        bool hasFailed = false;
    };

    void run(const std::stop_token& stop);
    bool catchUp(core::Seq head, const std::stop_token& stop);
    base::Result<void> step();
    void tellTrouble(const base::Error& error);
    void tell(Place place);

    std::unique_ptr<journal::Projector> m_projector;
    std::unique_ptr<journal::ProjectionReader> m_reader;
    const Told m_told;
    const std::chrono::milliseconds m_retry;
    base::LatestValue<core::Seq> m_head;
    base::LatestValue<Place> m_place;
    std::jthread m_thread;
};

}  // namespace syncline::runtime
