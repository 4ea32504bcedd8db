#pragma once

#include "engine/base/clock.h"
#include "tests/ui/support/entries.h"
#include "tests/ui/support/fake_bridge.h"
#include "tests/ui/support/written_navigator.h"
#include "ui/widgets/plurals.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTest>
#include <algorithm>
#include <memory>

namespace syncline::test {

/// A view of the console in a window of its own, 1248 by 800, over a bridge without an engine. It is 10:41:32 UTC.
template <typename V>
class ViewStage {
public:
    ViewStage() {
        QCoreApplication::installTranslator(&m_plurals);
        theme.apply();
        times.setStyle(ui::TimeStyle::Utc);
        m_view = std::make_unique<V>(theme, times, bridge, navigator);
        m_view->resize(1248, 800);
    }

    /// The view is in front and has the keys.
    void open() {
        static_cast<QWidget*>(m_view.get())->show();
        m_view->setShown(true);
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->activateWindow();
        m_view->firstFocus()->setFocus();
    }
    [[nodiscard]] V& view() { return *m_view; }
    template <typename T = QWidget>
    [[nodiscard]] T* find(const char* name) const {
        return m_view->template findChild<T*>(QLatin1String(name));
    }
    /// There and to be seen.
    [[nodiscard]] bool shows(const char* name) const {
        const auto* const widget = find(name);
        return widget != nullptr && widget->isVisible();
    }
    /// Some words on the screen have that in them.
    [[nodiscard]] bool says(const QString& part) const {
        const auto labels = m_view->template findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
    }
    /// Of the first label of that name that is on the screen.
    [[nodiscard]] QString text(const char* name) const {
        for (const auto* label : m_view->template findChildren<QLabel*>(QLatin1String(name))) {
            if (label->isVisible())
                return label->text();
        }
        return {};
    }
    void click(const char* name) const { QTest::mouseClick(find(name), Qt::LeftButton); }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
        QWidget* const focus = QApplication::focusWidget();
        QTest::keyClick(focus != nullptr ? focus : m_view.get(), static_cast<Qt::Key>(key), modifiers);
    }
    void type(const char* name, const QString& words) const {
        auto* const line = find<QLineEdit>(name);
        line->setFocus();
        line->selectAll();
        QTest::keyClick(line, Qt::Key_Delete);
        QTest::keyClicks(line, words);
    }
    /// What that cell of a table says.
    [[nodiscard]] QString cell(const char* table, int row, int column) const {
        return find<QTableView>(table)->model()->index(row, column).data().toString();
    }
    void clickCell(const char* name, int row, int column) const {
        auto* const table = find<QTableView>(name);
        const QRect place = table->visualRect(table->model()->index(row, column));
        QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier, place.center());
    }
    /// The side does not answer; it last did at 10:41:30.796.
    void disconnect(core::Side side) {
        ui::Snapshot snapshot = bridge.snapshot();
        snapshot.side[side].phase = core::ConnectorPhase::Disconnected;
        snapshot.side[side].lastAnswered = morning(-204);
        bridge.setSnapshot(snapshot);
    }

    base::ManualClock clock{morning(1000)};
    ui::Theme theme;
    ui::Times times{clock};
    FakeBridge bridge;
    WrittenNavigator navigator;

private:
    ui::EnglishPlurals m_plurals;
    std::unique_ptr<V> m_view;
};

/// A failure as the engine tells it.
[[nodiscard]] inline base::Error diskFailure() {
    return {base::ErrorCode::Io, "read", "journal.db", "disk I/O error", "check the disk"};
}

}  // namespace syncline::test
