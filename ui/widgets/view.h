#pragma once

#include <QString>
#include <QWidget>
#include <memory>

class QHBoxLayout;

namespace syncline::ui {

class Theme;

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

public:
    /// The shell's own, at the right end of the header.
    void setHeaderEnd(QWidget* widget);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::ui
