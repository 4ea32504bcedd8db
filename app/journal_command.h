#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline journal list` and `syncline journal verify`.
void addJournalCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
