#pragma once

#include "ui/widgets/theme.h"

#include <QWidget>
#include <functional>
#include <utility>

namespace syncline::ui {

/// Does it now and whenever the theme has changed, as long as the owner is there: for sizes that follow the text's.
inline void follow(const Theme& theme, QObject& owner, std::function<void()> apply) {
    apply();
    QObject::connect(&theme, &Theme::changed, &owner, std::move(apply));
}

/// Sets the widget in that face, at every size of text.
inline void followFace(const Theme& theme, QWidget& widget, Face face) {
    follow(theme, widget, [&theme, &widget, face] { widget.setFont(theme.font(face)); });
}

}  // namespace syncline::ui
