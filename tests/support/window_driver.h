#pragma once

#include <QAbstractItemView>
#include <QPoint>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <functional>
#include <optional>

namespace syncline::test {

/// A person at a window: finds what can be seen by its name, clicks and types. Everything goes as mouse, wheel and key
/// events to the window of the platform, which gives them to whatever lies there or has the focus; what is covered,
/// disabled or behind a modal dialog is not there. Each wait is bounded by kPatience. On the GUI thread.
class WindowDriver {
public:
    explicit WindowDriver(QWidget& window) : m_window(window) {}

    /// The visible widget of that name; null: there is none.
    template <typename T = QWidget>
    [[nodiscard]] T* find(const QString& name) const;
    /// Waits until it can be clicked, brings it into sight, and clicks its middle. False: it did not come.
    bool click(const QString& name);

    enum class Press { Click, DoubleClick, Menu };
    /// Clicks the row of a list or table that has those words in one of its columns, once it is there.
    bool clickRow(const QString& view, const QString& words, Press press = Press::Click);
    /// Clicks into an input, takes its place and types.
    bool type(const QString& input, const QString& text);
    /// Chooses the entry with those words in a box, by its list.
    bool choose(const QString& box, const QString& words);
    /// A key for whatever has the focus.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);

    static constexpr int kPatience = 10'000;  ///< milliseconds
    [[nodiscard]] static bool waitFor(const std::function<bool()>& condition, int milliseconds = kPatience);
    /// Somewhere stands a label, or what is called by a name, with those words.
    [[nodiscard]] static bool shows(const QString& words);
    /// What the rows of a list or table say, a line each, its columns between tabs: read as a screen reader does.
    [[nodiscard]] QStringList rows(const QString& view) const;
    /// What stands in the clipboard after Ctrl+C, once something does.
    [[nodiscard]] QString copied();

private:
    [[nodiscard]] QWindow* focusWindow() const;
    bool clickWhenThere(const std::function<QWidget*()>& look);

    QWidget& m_window;
};

/// The visible widget of that name in any window; null: there is none.
[[nodiscard]] QWidget* visibleWidget(const QString& name);

template <typename T>
T* WindowDriver::find(const QString& name) const {
    return qobject_cast<T*>(visibleWidget(name));
}

}  // namespace syncline::test
