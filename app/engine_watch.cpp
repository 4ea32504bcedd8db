#include "app/engine_watch.h"

#include "app/control_socket.h"
#include "app/snapshot_json.h"

#include <QMetaObject>
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
    : m_thread([folder = std::move(folder), &context, told = std::move(told)](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any never;
          while (!stop.stop_requested()) {
              QMetaObject::invokeMethod(
                  &context, [told, snapshot = look(folder)] { told(snapshot); }, Qt::QueuedConnection);
              std::unique_lock waiting(mutex);
              static_cast<void>(never.wait_for(waiting, stop, kBetween, [] { return false; }));
          }
      }) {}

}  // namespace syncline::app
