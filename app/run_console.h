#pragma once

#include "app/console_command.h"

namespace syncline::app {

/// Opens the window and returns when it has been closed, or somebody asked the program to stop; by then the engine has
/// stopped cleanly. Makes the QApplication, so that there must be none. CouldNot, and words that name `syncline run`,
/// where there is no display.
[[nodiscard]] ExitCode runConsole(const ConsoleOptions& options);

}  // namespace syncline::app
