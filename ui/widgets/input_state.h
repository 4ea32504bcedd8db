#pragma once

class QWidget;

namespace syncline::ui {

/// What is wrong with what stands in an input. It is drawn as the border; the words stand beside the input and are its
/// caller's.
enum class InputState { Good, Warning, Mistaken };

/// For line edits, spin boxes and combo boxes.
void setInputState(QWidget& input, InputState state);
[[nodiscard]] InputState inputState(const QWidget& input);

}  // namespace syncline::ui
