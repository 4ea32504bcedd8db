#pragma once

#include <QAbstractItemView>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <functional>

namespace syncline::test {

/// A person at a window: finds what is visible by its name, clicks and types. Everything goes by mouse and key events.
class WindowDriver {
public:
    explicit WindowDriver(QWidget& window) : m_window(window) {}

    /// The visible widget of that name; null: there is none.
    template <typename T = QWidget>
    [[nodiscard]] T* find(const QString& name) const;
    /// Waits until it is visible and enabled, then clicks its middle. False: it did not come.
    bool click(const QString& name);
    /// The same of a visible button by its words.
    bool clickText(const QString& words);
    /// Clicks the row of a list or table that has those words in one of its columns.
    bool clickRow(const QString& view, const QString& words);
    /// Clicks into an input, takes its place and types.
    bool type(const QString& input, const QString& text);
    /// A key for whatever has the focus.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    bool waitFor(const std::function<bool()>& condition, int milliseconds = 10'000) const;
    /// Somewhere in the window stands a label with those words.
    [[nodiscard]] bool shows(const QString& words) const;
    /// What one is shown in the rows of a list or table, a line each, its columns between tabs.
    [[nodiscard]] QStringList rows(const QString& view) const;
    /// What stands in the clipboard after Ctrl+C.
    [[nodiscard]] QString copied();

private:
    [[nodiscard]] QWidget* visible(const QString& name) const;

    QWidget& m_window;
};

template <typename T>
T* WindowDriver::find(const QString& name) const {
    return qobject_cast<T*>(visible(name));
}

}  // namespace syncline::test
