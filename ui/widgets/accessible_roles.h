#pragma once

namespace syncline::ui {

/// From then on people who listen are told what our own widgets are, where Qt knows only that they are some widget. As
/// often as one likes.
void installAccessibleRoles();

}  // namespace syncline::ui
