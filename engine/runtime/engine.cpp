#include "engine/runtime/engine.h"

#include "engine/base/bounded_queue.h"
#include "engine/base/log.h"
#include "engine/base/try.h"
#include "engine/journal/verify.h"
#include "engine/runtime/alarm.h"
#include "engine/runtime/disk_retry.h"
#include "engine/runtime/projection_lag.h"
#include "engine/runtime/projector_thread.h"
#include "engine/runtime/sequencer.h"
#include "engine/runtime/stream_thread.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr base::QueueSize kInputs{4096, std::size_t{64} << 20};
constexpr std::size_t kInputsAStep = 256;
/// About 15 KB each with a dozen fields: 150 MB.
constexpr std::size_t kResidentEntities = 10'000;
constexpr std::size_t kProjectionStep = 5000;
/// So far the projections may be behind (semantics, section 2).
constexpr std::int64_t kEntriesBehind = 65'536;
constexpr std::chrono::seconds kTimeBehind{2};
constexpr std::chrono::milliseconds kSnapshotInterval{50};
constexpr int kLockAttempts = 20;
constexpr std::chrono::milliseconds kLockPause{50};

std::size_t bytesOf(const connectors::Captured& captured) {
    std::size_t bytes = sizeof(captured);
    for (const connectors::SourceChange& change : captured.changes)
        bytes += sizeof(change) + change.raw.size();
    return bytes;
}

/// What the connectors tell, into the sequencer's queue. Waits there while the engine is behind.
class Intakes final : public connectors::ConnectorListener {
public:
    Intakes(base::BoundedQueue<Input>& queue, std::uint64_t killAtAnswer)
        : m_queue(queue), m_killAtAnswer(killAtAnswer) {}

    void captured(core::Side side, connectors::Captured captured) override {
        const std::size_t bytes = bytesOf(captured);
        push(ChangesCaptured{side, std::move(captured)}, bytes);
    }
    void missed(core::Side side, connectors::MissedChanges missed) override {
        push(ChangesMissed{side, std::move(missed)});
    }
    void stateChanged(core::Side side, core::ConnectorPhase phase, std::optional<base::Error> why) override {
        push(PhaseChanged{side, phase, std::move(why)});
    }
    void outageChanged(core::Side side, connectors::Outage outage) override { push(OutageChanged{side, outage}); }
    void answered(core::Side side, connectors::ReadAnswer answer) override {
        push(ReadAnswered{side, std::move(answer)});
    }
    void answered(core::Side side, connectors::WriteAnswer answer) override {
        if (++m_writeAnswers == m_killAtAnswer)
            ::raise(SIGKILL);
        push(WriteAnswered{side, std::move(answer)});
    }

    /// From any thread. False when the engine has ended.
    bool push(Input input, std::size_t bytes = sizeof(Input)) {
        return m_queue.push(std::move(input), bytes, std::stop_token()).has_value();
    }

private:
    base::BoundedQueue<Input>& m_queue;
    const std::uint64_t m_killAtAnswer;
    std::atomic<std::uint64_t> m_writeAnswers{0};
};

}  // namespace

struct Engine::Impl {
    Impl(EngineParts given, journal::WorkspaceLock taken)
        : parts(std::move(given)), lock(std::move(taken)), inputs(kInputs), intakes(inputs, parts.kill.atAnswer) {}

    base::Result<void> open();
    base::Result<void> openStreams(const std::vector<journal::ConsumerOffset>& committed);
    void startThreads();
    void run(const std::stop_token& stop);
    base::Result<void> runSteps(const std::stop_token& stop);
    bool makeDurable(const journal::Batch& batch, const std::stop_token& stop);
    void carryOut(StepOutput output);
    void setAlarm(std::optional<base::MonotonicTime> wakeAt);
    void waitForProjections(const std::stop_token& stop);
    void publishSnapshot();
    void fail(const base::Error& error);

    EngineParts parts;
    journal::WorkspaceLock lock;
    base::BoundedQueue<Input> inputs;
    Intakes intakes;
    std::unique_ptr<journal::Journal> journal;
    std::unique_ptr<Ledger> ledger;
    std::unique_ptr<IdentityIndex> identities;
    std::unique_ptr<Sequencer> sequencer;
    std::vector<core::Position> positions;
    std::optional<base::Error> trouble;  ///< of the journal
    std::uint64_t commits = 0;
    base::LatestValue<Snapshot> snapshots;
    ProjectionLag lag{kEntriesBehind, kTimeBehind};
    base::MonotonicTime published{};
    std::optional<base::MonotonicTime> wanted;  ///< by the sequencer's last step
    bool unpublished = false;
    std::atomic<std::size_t> openConflicts{0};
    std::atomic<bool> failedOnce{false};
    std::unique_ptr<Alarm> alarm;
    std::vector<std::unique_ptr<StreamThread>> streams;
    std::unique_ptr<ProjectorThread> projector;
    std::jthread thread;
    std::once_flag stopped;
};

base::Result<journal::WorkspaceLock> Engine::acquire(const std::filesystem::path& folder) {
    std::mutex mutex;
    std::condition_variable never;
    for (int attempt = 1;; ++attempt) {
        auto lock = journal::WorkspaceLock::acquire(folder);
        if (lock || lock.error().code != base::ErrorCode::Busy || attempt == kLockAttempts)
            return lock;
        std::unique_lock waiting(mutex);
        never.wait_for(waiting, kLockPause, [] { return false; });
    }
}

base::Result<std::unique_ptr<Engine>> Engine::start(EngineParts parts) {
    if (!parts.lock) {
        TRY_ASSIGN(journal::WorkspaceLock taken, acquire(parts.workspace.folder));
        parts.lock.emplace(std::move(taken));
    }
    journal::WorkspaceLock lock = *std::move(parts.lock);
    auto impl = std::make_unique<Impl>(std::move(parts), std::move(lock));
    TRY(impl->open());
    impl->startThreads();
    return std::unique_ptr<Engine>(new Engine(std::move(impl)));
}

base::Result<void> Engine::Impl::open() {
    const std::filesystem::path& folder = parts.workspace.folder;
    TRY_ASSIGN(journal, journal::Journal::open(folder, parts.clock, base::Random(parts.random.next())));
    TRY_ASSIGN(auto writing, journal::Projector::open(folder, parts.clock));
    while (writing->watermark() < journal->head())
        TRY(writing->step(kProjectionStep));
    TRY_ASSIGN(ledger, Ledger::open(folder, kResidentEntities));
    TRY_ASSIGN(identities, IdentityIndex::open(folder));
    TRY_ASSIGN(const auto reader, journal::Reader::open(folder));
    TRY_ASSIGN(positions, reader->readPositions());
    TRY_ASSIGN(const std::vector<journal::ConsumerOffset> committed, reader->readConsumers());
    TRY(openStreams(committed));
    std::vector<journal::ConsumerOffset> consumers;
    for (const mapping::StreamSettings& stream : parts.workspace.streams) {
        consumers.push_back({stream.name, core::Seq()});
        for (const journal::ConsumerOffset& known : committed) {
            if (known.consumer == stream.name)
                consumers.back() = known;
        }
    }
    TRY_ASSIGN(sequencer, Sequencer::make({parts.workspace,
                                           parts.clock,
                                           *ledger,
                                           *identities,
                                           journal->head(),
                                           std::move(consumers),
                                           {parts.connector.salesforce.get(), parts.connector.hubspot.get()},
                                           base::Random(parts.random.next())}));
    TRY_ASSIGN(auto reading, journal::ProjectionReader::open(folder));
    TRY_ASSIGN(openConflicts, reading->readOpenConflicts());
    projector = std::make_unique<ProjectorThread>(
        std::move(writing), std::move(reading),
        ProjectorThread::Told{[this](const ProjectorThread::Progress& progress) {
                                  openConflicts = progress.openConflicts;
                                  static_cast<void>(inputs.tryPush(Tick{progress.watermark}, sizeof(Input)));
                              },
                              [this](const base::Error&) { static_cast<void>(inputs.tryPush(Tick{}, sizeof(Input))); },
                              [this](const base::Error& error) { fail(error); }});
    return {};
}

base::Result<void> Engine::Impl::openStreams(const std::vector<journal::ConsumerOffset>& committed) {
    for (const mapping::StreamSettings& settings : parts.workspace.streams) {
        core::Seq offset;
        for (const journal::ConsumerOffset& known : committed) {
            if (known.consumer == settings.name)
                offset = known.committed;
        }
        TRY_ASSIGN(auto stream, delivery::EventStream::open(parts.workspace, settings, offset));
        streams.push_back(std::make_unique<StreamThread>(
            settings.name, std::move(stream), [this](journal::ConsumerOffset reached, std::uint64_t rewinds) {
                intakes.push(OffsetReached{std::move(reached), rewinds});
            }));
    }
    return {};
}

void Engine::Impl::startThreads() {
    alarm = std::make_unique<Alarm>([this] { intakes.push(Tick{}); });
    // What one has not sent yet, or sends again, does not wait for the next entry.
    for (const std::unique_ptr<StreamThread>& stream : streams)
        stream->follow(journal->head());
    thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
    for (const core::Side side : core::kSides) {
        if (parts.connector[side])
            parts.connector[side]->start(intakes, positions);
    }
}

void Engine::Impl::run(const std::stop_token& stop) {
    const auto done = runSteps(stop);
    inputs.close(base::Error{base::ErrorCode::Cancelled, "take in", "engine", "it has ended", {}});
    if (!done && done.error().code != base::ErrorCode::Cancelled)
        fail(done.error());
}

base::Result<void> Engine::Impl::runSteps(const std::stop_token& stop) {
    TRY_ASSIGN(StepOutput output, sequencer->begin());
    while (true) {
        if (!makeDurable(output.batch, stop))
            return {};
        setAlarm(output.wakeAt);
        carryOut(std::move(output));
        waitForProjections(stop);
        TRY_ASSIGN(std::vector<Input> next, inputs.popAll(kInputsAStep, std::stop_token()));
        TRY_ASSIGN(output, sequencer->step(std::move(next)));
    }
}

/// Tries until it is done, or the engine is to end. Nothing is taken in meanwhile; sources keep what is not
/// acknowledged.
bool Engine::Impl::makeDurable(const journal::Batch& batch, const std::stop_token& stop) {
    if (batch.isEmpty())
        return true;
    while (true) {
        const auto appended = journal->append(batch);
        if (appended) {
            if (++commits == parts.kill.atCommit)
                ::raise(SIGKILL);
            trouble.reset();
            return true;
        }
        if (trouble != appended.error())
            base::log::error("journal", "nothing is taken in until the journal can be written", appended.error());
        trouble = appended.error();
        publishSnapshot();
        if (!waitForRetry(stop))
            return false;
    }
}

/// While they are too far behind. Nothing is taken in meanwhile; whoever looks finds why.
void Engine::Impl::waitForProjections(const std::stop_token& stop) {
    projector->waitFor(lag.least(parts.clock.monotonicNow()), stop, [this] { publishSnapshot(); });
}

void Engine::Impl::carryOut(StepOutput output) {
    if (!output.batch.entries.empty()) {
        const core::Seq head = output.batch.entries.back().entry.seq;
        projector->follow(head);
        lag.committed(head, parts.clock.monotonicNow());
        for (const std::unique_ptr<StreamThread>& stream : streams)
            stream->follow(head);
    }
    for (auto& [side, position] : output.acknowledgements) {
        if (parts.connector[side])
            parts.connector[side]->acknowledge(std::move(position));
    }
    for (auto& [side, request] : output.requests) {
        if (connectors::Connector* connector = parts.connector[side].get())
            std::visit([&](auto& one) { connector->request(std::move(one)); }, request);
    }
    for (const core::Side side : output.tries) {
        if (parts.connector[side])
            parts.connector[side]->tryNow();
    }
    for (const journal::ConsumerOffset& rewind : output.rewinds) {
        for (const std::unique_ptr<StreamThread>& stream : streams) {
            if (stream->name() == rewind.consumer)
                stream->rewind(rewind.committed);
        }
    }
    // Whoever gets a reply finds what it led to in the latest snapshot.
    if (!output.replies.empty() && std::exchange(unpublished, false))
        publishSnapshot();
    for (const std::function<void()>& reply : output.replies)
        reply();
}

/// Wakes the sequencer when it wants to be woken, and for a snapshot that came too soon after the last one.
void Engine::Impl::setAlarm(std::optional<base::MonotonicTime> wakeAt) {
    const base::MonotonicTime now = parts.clock.monotonicNow();
    if (now - published >= kSnapshotInterval) {
        publishSnapshot();
        unpublished = false;
    } else {
        unpublished = true;
    }
    wanted = wakeAt;
    if (unpublished && (!wanted || published + kSnapshotInterval < *wanted))
        wanted = published + kSnapshotInterval;
    alarm->setTo(wanted);
}

void Engine::Impl::publishSnapshot() {
    auto snapshot = std::make_shared<Snapshot>(sequencer->snapshot());
    snapshot->openConflicts = openConflicts;
    snapshot->trouble = trouble ? trouble : projector->trouble();
    published = parts.clock.monotonicNow();
    snapshots.publish(std::move(snapshot));
}

void Engine::Impl::fail(const base::Error& error) {
    if (!failedOnce.exchange(true) && parts.failed)
        parts.failed(error);
}

Engine::Engine(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}

Engine::~Engine() {
    stop();
}

void Engine::submit(Command command, CommandReply reply) {
    CommandReply refused = reply;
    const auto taken = m_impl->inputs.tryPush(CommandGiven{std::move(command), std::move(reply)}, sizeof(Input));
    if (!taken)
        refused(base::Error{base::ErrorCode::Unavailable, "run a command", "engine", "it has ended", {}});
    else if (!*taken)
        refused(base::Error{base::ErrorCode::Busy, "run a command", "engine", "it has more to do than it can take",
                            "try again in a moment"});
}

const base::LatestValue<Snapshot>& Engine::snapshots() const {
    return m_impl->snapshots;
}

void Engine::stop() {
    std::call_once(m_impl->stopped, [impl = m_impl.get()] {
        // A journal that cannot be written is not waited for.
        impl->thread.request_stop();
        // First nothing more is sent; what the connectors still tell until they have ended is taken in.
        for (const core::Side side : core::kSides)
            impl->intakes.push(PhaseChanged{side, core::ConnectorPhase::Stopped, std::nullopt});
        for (const core::Side side : core::kSides) {
            if (impl->parts.connector[side])
                impl->parts.connector[side]->stop();
        }
        // Their lines are on the disk: the offsets are committed with what is left, or the lines would come twice.
        for (const std::unique_ptr<StreamThread>& stream : impl->streams)
            stream->end();
        impl->inputs.close(base::Error{base::ErrorCode::Cancelled, "take in", "engine", "it ends", {}});
        if (impl->thread.joinable())
            impl->thread.join();
        impl->alarm.reset();
        impl->streams.clear();
        impl->projector.reset();
    });
}

}  // namespace syncline::runtime
