#pragma once

#include "engine/core/version.h"

#include <QString>

namespace syncline::ui {

/// Who wrote, at the beginning of a sentence or within it; "" where the source does not say. Of a person in a CRM the
/// source gives no more than the id of the user, and Syncline reads no users: then it says what the id is.
[[nodiscard]] QString writerInWords(const core::Writer& writer);

}  // namespace syncline::ui
