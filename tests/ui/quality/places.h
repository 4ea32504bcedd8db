#pragma once

#include "tests/ui/quality/whole_window.h"

#include <functional>
#include <vector>

namespace syncline::test {

/// A state of the window that a person can come to, and how: from wherever the window is, by the navigator, mouse and
/// keys.
struct Place {
    const char* name;
    std::function<void(WholeWindow&)> go;
};

/// Of a workspace that answers with everything, with nothing, with errors.
[[nodiscard]] const std::vector<Place>& placesOf(Acme::Kind kind);
/// What does not belong to a view: menus' dialogs, the palette, previews. Leaves by closeAbove().
[[nodiscard]] const std::vector<Place>& placesAbove();
/// The window without a workspace.
[[nodiscard]] const std::vector<Place>& placesBefore();

/// Closes dialogs, menus and the palette.
void closeAbove(WholeWindow& console);
/// Menus of the menu bar, also those within them.
[[nodiscard]] std::vector<QMenu*> menusOf(WholeWindow& console);

}  // namespace syncline::test
