#pragma once

#include <QDialog>

namespace syncline::ui {

class Theme;

/// F1: every key of the console, by where it works. Opened with open(); deletes itself when it is closed.
class KeysPage : public QDialog {
    Q_OBJECT
public:
    KeysPage(const Theme& theme, QWidget* parent);
};

}  // namespace syncline::ui
