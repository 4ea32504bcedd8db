#include "app/engine_watch.h"

#include "app/control_socket.h"
#include "app/holder_signs.h"
#include "app/snapshot_json.h"
#include "engine/journal/workspace_lock.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace syncline::app {
namespace {

constexpr std::chrono::seconds kBetween{1};

/// None: nothing is known that was not known before. Who had the workspace last is told only while an engine answers:
/// the file of the lock outlives its process.
std::optional<EngineWatch::Seen> look(const std::filesystem::path& folder, HolderSigns& signs) {
    const auto answer = askEngine(folder, {{QStringLiteral("kind"), QStringLiteral("snapshot")}});
    switch (signs.after(answer)) {
        case HolderSigns::Sign::Answers:
            return EngineWatch::Seen{snapshotFromJson(answer.value()), journal::WorkspaceLock::lastHolder(folder)};
        case HolderSigns::Sign::Ended:
            return EngineWatch::Seen{};
        case HolderSigns::Sign::Unclear:
            break;
    }
    return std::nullopt;
}

}  // namespace

EngineWatch::EngineWatch(std::filesystem::path folder, QObject& context, Told told)
    : m_postbox(std::make_shared<ui::Postbox>(context)),
      m_thread([folder = std::move(folder), postbox = m_postbox, told = std::move(told)](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any never;
          HolderSigns signs;
          while (!stop.stop_requested()) {
              if (const auto seen = look(folder, signs))
                  postbox->post([told, seen = *seen] { told(seen); });
              std::unique_lock waiting(mutex);
              static_cast<void>(never.wait_for(waiting, stop, kBetween, [] { return false; }));
          }
      }) {}

}  // namespace syncline::app
