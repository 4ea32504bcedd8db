#pragma once

#include <QObject>

namespace syncline::ui {

/// Enter presses the button that has the focus, as Space does: Qt leaves that to the buttons of dialogs. A view's own
/// meaning of Enter comes after it, and where the button is chosen already. For the whole application.
class PressKeys : public QObject {
    Q_OBJECT
public:
    explicit PressKeys(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace syncline::ui
