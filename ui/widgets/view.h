#pragma once

#include "engine/base/clock.h"
#include "ui/widgets/state_page.h"

#include <QKeySequence>
#include <QString>
#include <QWidget>
#include <functional>
#include <memory>

class QAction;
class QHBoxLayout;

namespace syncline::base {
struct Error;
}

namespace syncline::ui {

class Theme;
struct TimeFormat;

/// A place of the console: header with title, one muted fact and actions, then what the view is. The shell puts "Find
/// or run" at the header's right. On the GUI thread.
class View : public QWidget {
    Q_OBJECT
public:
    View(const Theme& theme, const QString& title, QWidget* parent = nullptr);
    ~View() override;

    /// It is in front from now on, or no longer: what is not in front asks for nothing.
    virtual void setShown(bool shown) = 0;
    /// Where keys go when the view comes to the front.
    [[nodiscard]] virtual QWidget* firstFocus() = 0;
    /// The pane that tells of what is chosen, which Ctrl+I closes and opens; null: the view is about nothing else.
    [[nodiscard]] virtual QWidget* inspector() { return nullptr; }
    /// `/` and Ctrl+F.
    virtual void focusFilter() {}
    /// Layout that is to be as it was at the next start: widths, splitters, filter. Any bytes.
    [[nodiscard]] virtual QByteArray saveLayout() const { return {}; }
    virtual void restoreLayout(const QByteArray& layout) { Q_UNUSED(layout) }

protected:
    void setTitle(const QString& title);
    void setFact(const QString& fact);
    /// For buttons at the right of the header.
    [[nodiscard]] QHBoxLayout* actions() const;
    /// Takes the widget below the header.
    void setBody(QWidget* body);

    /// What a key does while the focus is in the view. A line edit keeps letters and digits for itself.
    void addKey(const QKeySequence& key, std::function<void()> run);
    /// The same under a name: it stands in the view's menu and in the command palette, and its tooltip names the key.
    QAction* addCommand(const QString& words, const QKeySequence& key, std::function<void()> run);

    /// Above the body; the same key is the same bar.
    void setBar(BarStack::Bar bar);
    void removeBar(const QString& key);
    /// What is shown stays, and is of `readAt`: it could not be read again.
    void setStale(base::WallTime readAt, const TimeFormat& times, const base::Error& why, std::function<void()> again);
    /// It is as new as it can be.
    void setFresh();
    /// Where keys go on a page that is shown in place of rows: its first button, else the page.
    [[nodiscard]] static QWidget* firstFocusOf(StatePage& page);

public:
    /// The shell's own, at the right end of the header.
    void setHeaderEnd(QWidget* widget);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
