#pragma once

#include "engine/core/side.h"
#include "ui/widgets/cell.h"
#include "ui/widgets/icon.h"

#include <QString>
#include <functional>

namespace syncline::ui {

/// What the palette lists, in this order.
enum class PaletteGroup { Records, NeedsYou, Actions, Filters };

struct PaletteItem {
    PaletteGroup group = PaletteGroup::Actions;
    Icon icon = Icon::None;
    Tone tone = Tone::Muted;  ///< the icon's
    QString text;
    QString detail;
    QString key;
    core::PerSide<bool> sides{false, false};  ///< badges at the right: the record is there
    bool isMono = false;
    bool isNote = false;  ///< only says something: it cannot be chosen
    std::function<void()> run;
};

}  // namespace syncline::ui
