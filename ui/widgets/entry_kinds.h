#pragma once

#include "engine/core/entry.h"
#include "ui/widgets/icon.h"

#include <QString>
#include <cstdint>

namespace syncline::ui {

/// "Change", "Decision", "Receipt": at most as long as the stream's column is wide.
[[nodiscard]] QString kindWord(core::EntryKind kind);
/// "Change captured", "Fields decided": the title of an entry.
[[nodiscard]] QString kindTitle(core::EntryKind kind);
/// "1 change", "1,204 decisions"
[[nodiscard]] QString kindCounted(core::EntryKind kind, std::int64_t count);
[[nodiscard]] Icon kindIcon(core::EntryKind kind);

}  // namespace syncline::ui
