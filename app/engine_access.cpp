#include "app/engine_access.h"

#include "app/command_json.h"
#include "app/control_socket.h"
#include "app/run_time.h"
#include "engine/base/try.h"
#include "engine/runtime/engine.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>

namespace syncline::app {
namespace {

/// Of a stream that cannot write.
constexpr std::chrono::seconds kNoFurther{5};

/// The next snapshot; none: nothing has moved for a while.
std::shared_ptr<const runtime::Snapshot> nextSnapshot(const runtime::Engine& engine, base::Generation& seen) {
    std::stop_source late;
    const std::jthread watch([&late](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock waiting(mutex);
        never.wait_for(waiting, stop, kNoFurther, [] { return false; });
        if (!stop.stop_requested())
            late.request_stop();
    });
    const auto next = engine.snapshots().waitForNewer(seen, late.get_token());
    if (!next)
        return nullptr;
    seen = next->generation;
    return next->value;
}

/// Waits until the stream is where it was before its rewind. False: it gets no further.
bool isSentAgain(const runtime::Engine& engine, const std::string& consumer, core::Seq until) {
    base::Generation seen;
    while (const auto snapshot = nextSnapshot(engine, seen)) {
        const auto& all = snapshot->consumers;
        if (std::any_of(all.begin(), all.end(),
                        [&](const auto& one) { return one.consumer == consumer && one.committed >= until; }))
            return true;
    }
    return false;
}

}  // namespace

base::Result<Performed> perform(const std::filesystem::path& folder, const runtime::Command& command) {
    const auto answer = askEngine(folder, toJson(command));
    if (answer)
        return Performed{core::Seq(answer->value(QLatin1String("seq")).toInteger()), false};
    if (answer.error().code != base::ErrorCode::NotFound || answer.error().operation != kAskOperation)
        return answer.error();
    const base::SystemClock clock;
    TRY_ASSIGN(mapping::Workspace workspace, mapping::readWorkspace(folder));
    TRY_ASSIGN(const auto engine,
               runtime::Engine::start({std::move(workspace), {}, clock, base::Random(startSeed(clock)), {}}));
    std::promise<base::Result<core::Seq>> replied;
    std::future<base::Result<core::Seq>> reply = replied.get_future();
    engine->submit(command, [&replied](base::Result<core::Seq> result) { replied.set_value(std::move(result)); });
    TRY_ASSIGN(const core::Seq entry, reply.get());
    const auto* const rewind = std::get_if<runtime::RewindConsumer>(&command);
    return Performed{entry, rewind == nullptr || !isSentAgain(*engine, rewind->consumer, entry)};
}

}  // namespace syncline::app
