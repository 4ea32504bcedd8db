#pragma once

#include <QWidget>

namespace syncline::ui {

class Theme;

/// Why nothing is resolved or undone in this window, and where it is. Hidden until the window only reads.
class ReadOnlyLine final : public QWidget {
    Q_OBJECT
public:
    explicit ReadOnlyLine(const Theme& theme, QWidget* parent = nullptr);
};

}  // namespace syncline::ui
