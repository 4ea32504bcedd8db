#include "tests/ui/quality/controls.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTabBar>
#include <QTextEdit>

namespace syncline::test {
namespace {

template <typename... Kinds>
bool isAny(const QWidget& widget) {
    return ((qobject_cast<const Kinds*>(&widget) != nullptr) || ...);
}

bool isPart(const QWidget& widget) {
    const QWidget* around = widget.parentWidget();
    if (around == nullptr)
        return false;
    if (isAny<QAbstractSpinBox, QComboBox, QTabBar>(*around) || isAny<QHeaderView, QScrollBar>(widget))
        return true;
    // Clears an input: Escape or the keys do that too.
    return isAny<QLineEdit>(*around) && isAny<QAbstractButton>(widget);
}

/// Of a table that is worked by a control of its own, as the words that a filter offers are.
bool isWorkedFromElsewhere(const QWidget& widget) {
    return isAny<QAbstractItemView>(widget) && widget.focusPolicy() == Qt::NoFocus;
}

}  // namespace

std::vector<QWidget*> controlsOf(const QWidget& window) {
    std::vector<QWidget*> controls;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || !widget->isEnabled() || widget->window() != &window || isPart(*widget)
            || isWorkedFromElsewhere(*widget))
            continue;
        const bool isKnown = isAny<QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTabBar, QAbstractItemView,
                                   QAbstractSlider, QTextEdit, QPlainTextEdit>(*widget);
        if (isKnown || (widget->focusPolicy() & Qt::TabFocus) != 0)
            controls.push_back(widget);
    }
    return controls;
}

QString described(const QWidget& widget) {
    QString name = widget.objectName();
    for (const QWidget* around = &widget; name.isEmpty() && around->parentWidget() != nullptr;) {
        around = around->parentWidget();
        if (!around->objectName().isEmpty())
            name = QStringLiteral("in ") + around->objectName();
    }
    return QString::fromLatin1(widget.metaObject()->className()).remove(QStringLiteral("syncline::ui::"))
           + QLatin1Char(' ') + name;
}

}  // namespace syncline::test
