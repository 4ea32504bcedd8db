#pragma once

#include "engine/runtime/snapshot.h"

#include <QJsonObject>

namespace syncline::app {

/// A snapshot as another process's engine tells it (command_json.h writes it). What is missing or unknown is as in a
/// fresh one.
[[nodiscard]] runtime::Snapshot snapshotFromJson(const QJsonObject& object);

}  // namespace syncline::app
