#include "ui/widgets/press_keys.h"

#include <QAbstractButton>
#include <QApplication>
#include <QKeyEvent>

namespace syncline::ui {

PressKeys::PressKeys(QObject* parent) : QObject(parent) {
    qApp->installEventFilter(this);
}

bool PressKeys::eventFilter(QObject* watched, QEvent* event) {
    const bool isClaim = event->type() == QEvent::ShortcutOverride;
    if (!isClaim && event->type() != QEvent::KeyPress)
        return QObject::eventFilter(watched, event);
    auto* button = qobject_cast<QAbstractButton*>(watched);
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool isPlain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (button == nullptr || !isEnter || !isPlain || !button->isEnabled() || button->isChecked())
        return QObject::eventFilter(watched, event);
    event->accept();
    if (!isClaim && !key->isAutoRepeat())
        button->click();
    return true;
}

}  // namespace syncline::ui
