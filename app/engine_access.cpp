#include "app/engine_access.h"

#include "app/command_json.h"
#include "app/control_socket.h"
#include "app/run_time.h"
#include "engine/base/try.h"
#include "engine/runtime/engine.h"

#include <future>

namespace syncline::app {

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
    return Performed{entry, true};
}

}  // namespace syncline::app
