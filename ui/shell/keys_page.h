#pragma once

#include "ui/shell/key_lines.h"

#include <QDialog>
#include <vector>

namespace syncline::ui {

class Theme;

/// F1: the keys, by where they work. Opened with open(); deletes itself when it is closed.
class KeysPage : public QDialog {
    Q_OBJECT
public:
    KeysPage(const Theme& theme, const std::vector<KeyGroup>& groups, QWidget* parent);
};

}  // namespace syncline::ui
