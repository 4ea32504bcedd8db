#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline record`: both sides of a record, the ledger between them, and the reasons.
void addRecordCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
