#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline mode`: observe or live, with a preview of what is due.
void addModeCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
