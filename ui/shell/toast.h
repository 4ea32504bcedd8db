#pragma once

#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QPushButton;

namespace syncline::ui {

class Theme;

/// A sentence at the bottom right of its parent for six seconds, with an action if there is one; a new one takes the
/// old one's place. Never the only place where a thing is said.
class Toast : public QWidget {
    Q_OBJECT
public:
    Toast(const Theme& theme, QWidget& parent);

    void say(const QString& text, const QString& action, std::function<void()> run);
    /// What the action would do is not to be done any more.
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    void restyle();

    const Theme& m_theme;
    QLabel* m_text;
    QPushButton* m_action;
    std::function<void()> m_run;
    QTimer m_end;
};

}  // namespace syncline::ui
