#pragma once

#include <QLineEdit>

namespace syncline::ui {

/// The line that filters the inbox. Esc clears it; where it is clear already, it is left.
class InboxFilter final : public QLineEdit {
    Q_OBJECT
public:
    explicit InboxFilter(QWidget* parent = nullptr);

signals:
    void left();
};

}  // namespace syncline::ui
