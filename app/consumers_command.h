#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline consumers list` and `rewind`.
void addConsumersCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
