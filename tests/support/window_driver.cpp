#include "tests/support/window_driver.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QTest>
#include <algorithm>

namespace syncline::test {
namespace {

constexpr int kPatience = 10'000;

QString rowText(const QAbstractItemModel& model, int row, const QModelIndex& root) {
    QStringList cells;
    for (int column = 0; column < model.columnCount(root); ++column)
        cells << model.index(row, column, root).data(Qt::DisplayRole).toString();
    return cells.join(QLatin1Char('\t'));
}

}  // namespace

QWidget* WindowDriver::visible(const QString& name) const {
    // Dialogs are windows of their own, above the main one.
    for (QWidget* top : QApplication::topLevelWidgets()) {
        if (top != &m_window && !top->isVisible())
            continue;
        if (top->objectName() == name && top->isVisible())
            return top;
        for (QWidget* one : top->findChildren<QWidget*>(name)) {
            if (one->isVisible())
                return one;
        }
    }
    return nullptr;
}

bool WindowDriver::waitFor(const std::function<bool()>& condition, int milliseconds) const {
    return QTest::qWaitFor(condition, milliseconds);
}

bool WindowDriver::click(const QString& name) {
    QWidget* widget = nullptr;
    const bool isThere = waitFor(
        [&] {
            widget = visible(name);
            return widget != nullptr && widget->isEnabled();
        },
        kPatience);
    if (isThere)
        QTest::mouseClick(widget, Qt::LeftButton);
    return isThere;
}

bool WindowDriver::clickText(const QString& words) {
    QAbstractButton* found = nullptr;
    const auto look = [&] {
        for (QWidget* top : QApplication::topLevelWidgets()) {
            for (QAbstractButton* one : top->findChildren<QAbstractButton*>()) {
                if (one->isVisible() && one->isEnabled() && one->text() == words)
                    found = one;
            }
        }
        return found != nullptr;
    };
    if (!waitFor(look, kPatience))
        return false;
    QTest::mouseClick(found, Qt::LeftButton);
    return true;
}

bool WindowDriver::clickRow(const QString& view, const QString& words) {
    QAbstractItemView* table = nullptr;
    QModelIndex index;
    const auto look = [&] {
        table = find<QAbstractItemView>(view);
        if (table == nullptr || table->model() == nullptr)
            return false;
        const QAbstractItemModel& model = *table->model();
        for (int row = 0; row < model.rowCount(); ++row) {
            if (rowText(model, row, {}).contains(words)) {
                index = model.index(row, 0);
                return true;
            }
        }
        return false;
    };
    if (!waitFor(look, kPatience))
        return false;
    table->scrollTo(index);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, table->visualRect(index).center());
    return true;
}

bool WindowDriver::type(const QString& input, const QString& text) {
    if (!click(input))
        return false;
    QWidget* widget = visible(input);
    QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(widget, Qt::Key_Delete);
    QTest::keyClicks(widget, text);
    return true;
}

void WindowDriver::press(int key, Qt::KeyboardModifiers modifiers) {
    QWidget* target = QApplication::focusWidget();
    QTest::keyClick(target == nullptr ? &m_window : target, static_cast<Qt::Key>(key), modifiers);
}

bool WindowDriver::shows(const QString& words) const {
    for (const QWidget* top : QApplication::topLevelWidgets()) {
        const QList<QLabel*> labels = top->findChildren<QLabel*>();
        const bool found = std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(words);
        });
        if (found)
            return true;
    }
    return false;
}

QStringList WindowDriver::rows(const QString& view) const {
    const QAbstractItemView* table = find<QAbstractItemView>(view);
    QStringList lines;
    for (int row = 0; table != nullptr && row < table->model()->rowCount(); ++row)
        lines << rowText(*table->model(), row, {});
    return lines;
}

QString WindowDriver::copied() {
    QGuiApplication::clipboard()->clear();
    press(Qt::Key_C, Qt::ControlModifier);
    return QGuiApplication::clipboard()->text();
}

}  // namespace syncline::test
