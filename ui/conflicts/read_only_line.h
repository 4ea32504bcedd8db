#pragma once

#include <QWidget>

class QString;

namespace syncline::ui {

class Text;
class Theme;

/// Why nothing is resolved or undone in this window, and what to do. Hidden while the window writes.
class ReadOnlyLine final : public QWidget {
    Q_OBJECT
public:
    explicit ReadOnlyLine(const Theme& theme, QWidget* parent = nullptr);

    /// Empty: this window writes.
    void setReadOnly(const QString& why);

private:
    Text* m_words;
};

}  // namespace syncline::ui
