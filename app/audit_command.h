#pragma once

#include "app/context.h"

namespace syncline::app {

/// Adds `syncline audit`: both sides read through their own APIs and compared.
void addAuditCommand(CLI::App& program, Run& run);

}  // namespace syncline::app
