#pragma once

#include <QWidget>
#include <vector>

namespace syncline::test {

/// What a person can do something with in a window, of what is visible and enabled: buttons, inputs, lists, tabs,
/// panes to read in, and whatever else takes the focus by keyboard. Without the parts that a control is made of, as the
/// line edit in a spin box is.
[[nodiscard]] std::vector<QWidget*> controlsOf(const QWidget& window);
/// "Button rulesApply", for messages.
[[nodiscard]] QString described(const QWidget& widget);

}  // namespace syncline::test
