#pragma once

#include "engine/base/result.h"
#include "engine/core/apply.h"

#include <string>
#include <string_view>

namespace syncline::core {

/// Bytes of values and back, canonical: equal values give equal bytes on every machine. The first byte is the format's
/// version. Reading gives Corrupt for what does not fit and UnsupportedVersion for a newer format.
[[nodiscard]] std::string encodeBody(const EntryBody& body);
[[nodiscard]] base::Result<EntryBody> decodeBody(EntryKind kind, std::string_view bytes);

[[nodiscard]] std::string encodeEntity(const Entity& entity);
[[nodiscard]] base::Result<Entity> decodeEntity(std::string_view bytes);

[[nodiscard]] std::string encodeWorkspace(const WorkspaceState& state);
[[nodiscard]] base::Result<WorkspaceState> decodeWorkspace(std::string_view bytes);

}  // namespace syncline::core
