#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace syncline::ui {

/// Shows which push button has the focus, by a ring outside of it: a widget cannot paint there itself; and which pane,
/// by one inside of it. Only while the window is worked with the keyboard, as a click says already where one is.
class FocusRing : public QObject {
    Q_OBJECT
public:
    explicit FocusRing(QObject* parent);
    ~FocusRing() override;

private:
    void follow(QWidget* now);

    QPointer<QFocusFrame> m_frame;
    QPointer<QWidget> m_paneRing;  ///< goes with its pane
};

}  // namespace syncline::ui
