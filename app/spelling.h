#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace syncline::app {

/// What was meant by the first word of a command line that is neither a command nor an option there, when it is close
/// to one: `"statsu" is no command. Did you mean "status"?`. Else "". `words` are without the program's name.
[[nodiscard]] std::string meantBy(const CLI::App& program, const std::vector<std::string>& words);

}  // namespace syncline::app
