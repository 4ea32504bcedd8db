#pragma once

#include "engine/base/latest_value.h"
#include "engine/journal/projections.h"

#include <functional>
#include <memory>
#include <thread>

namespace syncline::runtime {

/// The projector on its thread: follows the journal's head and tells how far it has come. Ends in the destructor, when
/// it has caught up or after the step at hand.
class ProjectorThread {
public:
    /// What the projections say when a step is done.
    struct Progress {
        core::Seq watermark;
        std::size_t openConflicts = 0;
    };
    /// Both are called on its thread; after `failed` it has ended.
    struct Told {
        std::function<void(const Progress&)> progressed;
        std::function<void(const base::Error&)> failed;
    };

    ProjectorThread(std::unique_ptr<journal::Projector> projector, std::unique_ptr<journal::ProjectionReader> reader,
                    Told told);
    ~ProjectorThread();
    ProjectorThread(const ProjectorThread&) = delete;
    ProjectorThread& operator=(const ProjectorThread&) = delete;

    /// Entries up to this one are durable. From any thread.
    void follow(core::Seq head) { m_head.publish(std::make_shared<const core::Seq>(head)); }
    /// Of the projections. From any thread.
    [[nodiscard]] core::Seq watermark() const { return m_place.latest().value->watermark; }
    /// Blocks while the watermark is below `least`, which must have been told; not after a failure, and not once `stop`
    /// is asked for. From any thread.
    void waitFor(core::Seq least, const std::stop_token& stop) const;

private:
    /// How far it has come, or that it will not go on.
    struct Place {
        core::Seq watermark;
        bool hasFailed = false;
    };

    void run(const std::stop_token& stop);
    base::Result<void> catchUp(core::Seq head, const std::stop_token& stop);
    void tellPlace(bool hasFailed);

    std::unique_ptr<journal::Projector> m_projector;
    std::unique_ptr<journal::ProjectionReader> m_reader;
    const Told m_told;
    base::LatestValue<core::Seq> m_head;
    base::LatestValue<Place> m_place;
    std::jthread m_thread;
};

}  // namespace syncline::runtime
