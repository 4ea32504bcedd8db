#include "tests/support/window_driver.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QScrollArea>
#include <QTest>
#include <QWheelEvent>
#include <QWindow>
#include <algorithm>

namespace syncline::test {
namespace {

constexpr int kWheelStep = 120;
constexpr int kMostSteps = 100;

/// A list or table as somebody has it who listens to it; null: there is none of that name. Made anew each time: nobody
/// tells it of new rows where no screen reader runs.
QAccessibleTableInterface* spokenTable(const QString& name) {
    auto* view = qobject_cast<QAbstractItemView*>(visibleWidget(name));
    if (view == nullptr)
        return nullptr;
    if (QAccessibleInterface* former = QAccessible::queryAccessibleInterface(view))
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(former));
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(view);
    return spoken == nullptr ? nullptr : spoken->tableInterface();
}

QString rowText(const QAccessibleTableInterface& table, int row) {
    QStringList cells;
    for (int column = 0; column < table.columnCount(); ++column) {
        const QAccessibleInterface* cell = table.cellAt(row, column);
        cells << (cell == nullptr ? QString() : cell->text(QAccessible::Name));
    }
    return cells.join(QLatin1Char('\t'));
}

int rowWith(const QAccessibleTableInterface& table, const QString& words) {
    for (int row = 0; row < table.rowCount(); ++row) {
        if (rowText(table, row).contains(words))
            return row;
    }
    return -1;
}

/// What lies there takes the mouse for the widget: nothing covers it.
bool isReachable(const QWidget& widget, const QPoint& place) {
    const QWidget* modal = QApplication::activeModalWidget();
    if (!widget.isVisible() || !widget.isEnabled() || (modal != nullptr && modal != widget.window()))
        return false;
    const QWidget* window = widget.window();
    const QWidget* top = window->childAt(widget.mapTo(window, place));
    return top != nullptr ? top == &widget || widget.isAncestorOf(top) : window == &widget;
}

void turnWheel(QWidget& viewport, int steps) {
    const QPointF middle(viewport.rect().center());
    QWheelEvent event(middle, viewport.mapToGlobal(middle), {}, QPoint(0, steps * kWheelStep), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&viewport, &event);
}

/// Turns the wheel until the rectangle's middle is in sight, as far as that goes.
void bringIntoSight(QWidget& viewport, const std::function<QRect()>& where) {
    for (int step = 0; step < kMostSteps; ++step) {
        const QRect rect = where();
        if (viewport.rect().contains(rect.center()))
            return;
        turnWheel(viewport, rect.center().y() < 0 ? 1 : -1);
        if (where() == rect)
            return;
    }
}

/// What surrounds it and scrolls is scrolled.
void bringIntoSight(QWidget& widget) {
    for (QWidget* parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        auto* area = qobject_cast<QScrollArea*>(parent);
        if (area == nullptr)
            continue;
        QWidget& viewport = *area->viewport();
        bringIntoSight(viewport, [&] { return QRect(widget.mapTo(&viewport, QPoint()), widget.size()); });
    }
}

/// Does what a window manager does, which the offscreen platform has not: who is clicked, or is left when a dialog
/// closes, has the keys.
void giveKeysTo(QWidget& window) {
    const bool isPopup = window.windowType() == Qt::Popup;
    if (isPopup || QGuiApplication::focusWindow() == window.windowHandle())
        return;
    window.activateWindow();
    static_cast<void>(QTest::qWaitForWindowActive(&window));
}

void clickAt(QWidget& widget, const QPoint& place, WindowDriver::Press press) {
    QWidget* window = widget.window();
    giveKeysTo(*window);
    const QPoint at = widget.mapTo(window, place);
    if (press == WindowDriver::Press::DoubleClick)
        QTest::mouseDClick(window->windowHandle(), Qt::LeftButton, Qt::NoModifier, at);
    else
        QTest::mouseClick(window->windowHandle(), press == WindowDriver::Press::Menu ? Qt::RightButton : Qt::LeftButton,
                          Qt::NoModifier, at);
}

}  // namespace

QWidget* visibleWidget(const QString& name) {
    // Dialogs and menus are windows of their own.
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (!top->isVisible())
            continue;
        if (top->objectName() == name)
            return top;
        for (QWidget* one : top->findChildren<QWidget*>(name)) {
            if (one->isVisible())
                return one;
        }
    }
    return nullptr;
}

bool WindowDriver::waitFor(const std::function<bool()>& condition, int milliseconds) {
    return QTest::qWaitFor(condition, milliseconds);
}

bool WindowDriver::clickWhenThere(const std::function<QWidget*()>& look) {
    QWidget* widget = nullptr;
    const bool isThere = waitFor([&] {
        widget = look();
        if (widget == nullptr || !widget->isEnabled())
            return false;
        bringIntoSight(*widget);
        return isReachable(*widget, widget->rect().center());
    });
    if (isThere)
        clickAt(*widget, widget->rect().center(), Press::Click);
    return isThere;
}

bool WindowDriver::click(const QString& name) {
    return clickWhenThere([&] { return visibleWidget(name); });
}

bool WindowDriver::clickRow(const QString& view, const QString& words, Press press) {
    QWidget* viewport = nullptr;
    QPoint place;
    const bool isThere = waitFor([&] {
        const QAccessibleTableInterface* table = spokenTable(view);
        const int row = table == nullptr ? -1 : rowWith(*table, words);
        if (row < 0)
            return false;
        viewport = find<QAbstractItemView>(view)->viewport();
        const auto where = [&] {
            // While the wheel turns a live view can lose the row.
            QAccessibleInterface* spoken = table->cellAt(row, 0);
            const QRect cell = spoken == nullptr ? QRect() : spoken->rect();
            return cell.isEmpty() ? QRect() : QRect(viewport->mapFromGlobal(cell.topLeft()), cell.size());
        };
        bringIntoSight(*viewport, where);
        const QRect cell = where();
        place = cell.center();
        return !cell.isEmpty() && viewport->rect().contains(place) && isReachable(*viewport, place);
    });
    if (isThere)
        clickAt(*viewport, place, press);
    return isThere;
}

bool WindowDriver::type(const QString& input, const QString& text) {
    if (!click(input))
        return false;
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_Delete);
    for (const char one : text.toLatin1())
        QTest::keyClick(focusWindow(), one);
    return true;
}

bool WindowDriver::choose(const QString& box, const QString& words) {
    if (!click(box))
        return false;
    const auto* combo = find<QComboBox>(box);
    if (combo == nullptr || combo->findText(words) < 0)
        return false;
    for (int step = 0; step < combo->count() && combo->view()->currentIndex().data().toString() != words; ++step)
        press(combo->view()->currentIndex().row() < combo->findText(words) ? Qt::Key_Down : Qt::Key_Up);
    press(Qt::Key_Return);
    return combo->currentText() == words;
}

void WindowDriver::press(int key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(focusWindow(), static_cast<Qt::Key>(key), modifiers);
}

QWindow* WindowDriver::focusWindow() const {
    if (QGuiApplication::focusWindow() == nullptr)
        giveKeysTo(QApplication::activeModalWidget() != nullptr ? *QApplication::activeModalWidget() : m_window);
    QWindow* focus = QGuiApplication::focusWindow();
    return focus == nullptr ? m_window.windowHandle() : focus;
}

bool WindowDriver::shows(const QString& words) {
    const auto says = [&](const QWidget* widget) {
        const auto* label = qobject_cast<const QLabel*>(widget);
        return widget->isVisible()
               && (widget->accessibleName().contains(words) || (label != nullptr && label->text().contains(words)));
    };
    const QWidgetList all = QApplication::allWidgets();
    return std::any_of(all.begin(), all.end(), says);
}

QStringList WindowDriver::rows(const QString& view) const {
    const QAccessibleTableInterface* table = spokenTable(view);
    QStringList lines;
    for (int row = 0; table != nullptr && row < table->rowCount(); ++row)
        lines << rowText(*table, row);
    return lines;
}

QString WindowDriver::copied() {
    QClipboard& clipboard = *QGuiApplication::clipboard();
    clipboard.clear();
    press(Qt::Key_C, Qt::ControlModifier);
    static_cast<void>(waitFor([&] { return !clipboard.text().isEmpty(); }));
    return clipboard.text();
}

}  // namespace syncline::test
