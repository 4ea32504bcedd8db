#pragma once

#include "ui/bridge/query.h"

#include <vector>

namespace syncline::test {

/// A contact with everything that may be wrong with one: in step, in conflict, due, out, refused, apart.
[[nodiscard]] ui::RecordState acmeRecord(const ui::RecordAt& question);
[[nodiscard]] std::vector<ui::FieldEvent> acmeStory(const ui::FieldStory& question);
/// Newest first; entries of every kind.
[[nodiscard]] std::vector<ui::EntryRow> acmeHistory();

}  // namespace syncline::test
