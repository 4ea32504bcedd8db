#pragma once

#include "ui/bridge/bridge.h"
#include "ui/ownership/staged_rules.h"

#include <QWidget>
#include <functional>

namespace syncline::ui {

/// A production workspace asks once more, with the numbers.
void askBeforeApplying(QWidget& above, const Bridge& bridge, const StagedRules& staged, std::function<void()> apply);

}  // namespace syncline::ui
