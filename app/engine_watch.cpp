#include "app/engine_watch.h"

#include "app/control_socket.h"
#include "app/snapshot_json.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace syncline::app {
namespace {

constexpr std::chrono::seconds kBetween{1};

std::optional<runtime::Snapshot> look(const std::filesystem::path& folder) {
    const auto answer = askEngine(folder, {{QStringLiteral("kind"), QStringLiteral("snapshot")}});
    return answer ? std::optional(snapshotFromJson(answer.value())) : std::nullopt;
}

}  // namespace

EngineWatch::EngineWatch(std::filesystem::path folder, QObject& context, Told told)
    : m_postbox(std::make_shared<ui::Postbox>(context)),
      m_thread([folder = std::move(folder), postbox = m_postbox, told = std::move(told)](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any never;
          while (!stop.stop_requested()) {
              postbox->post([told, snapshot = look(folder)] { told(snapshot); });
              std::unique_lock waiting(mutex);
              static_cast<void>(never.wait_for(waiting, stop, kBetween, [] { return false; }));
          }
      }) {}

}  // namespace syncline::app
