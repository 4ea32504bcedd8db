#pragma once

#include <string_view>

namespace syncline::mapping {

/// The sample that a new sandbox workspace begins as; its id is all zeros.
[[nodiscard]] std::string_view sandboxWorkspaceText();

}  // namespace syncline::mapping
