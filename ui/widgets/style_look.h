#pragma once

#include "ui/widgets/theme.h"

#include <QtCore/QtGlobal>

namespace syncline::ui {

/// What the style paints with. A value.
struct StyleLook {
    Colors colors = Theme::colorsOf(Brightness::Light);
    double scale = 1;

    [[nodiscard]] int scaled(int pixels) const { return qRound(pixels * scale); }
};

}  // namespace syncline::ui
