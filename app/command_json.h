#pragma once

#include "engine/runtime/command.h"
#include "engine/runtime/snapshot.h"

#include <QJsonObject>

namespace syncline::app {

/// Commands, errors and snapshots as they go over a workspace's local socket.
[[nodiscard]] QJsonObject toJson(const runtime::Command& command);
[[nodiscard]] base::Result<runtime::Command> commandFromJson(const QJsonObject& object);

[[nodiscard]] QJsonObject toJson(const base::Error& error);
[[nodiscard]] base::Error errorFromJson(const QJsonObject& object);

/// The documented form of `syncline status --json`; see README.md.
[[nodiscard]] QJsonObject toJson(const runtime::Snapshot& snapshot);

}  // namespace syncline::app
