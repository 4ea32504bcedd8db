#include "ui/widgets/input_state.h"

#include <QVariant>
#include <QWidget>

namespace syncline::ui {

namespace {
constexpr const char* kProperty = "synclineInputState";
}

void setInputState(QWidget& input, InputState state) {
    if (inputState(input) == state)
        return;
    input.setProperty(kProperty, static_cast<int>(state));
    input.update();
}

InputState inputState(const QWidget& input) {
    return static_cast<InputState>(input.property(kProperty).toInt());
}

}  // namespace syncline::ui
