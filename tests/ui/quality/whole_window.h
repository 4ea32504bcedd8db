#pragma once

#include "app/console_navigator.h"
#include "engine/base/clock.h"
#include "tests/ui/quality/acme.h"
#include "tests/ui/support/fake_bridge.h"
#include "ui/shell/layout_store.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/plurals.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QTemporaryDir>
#include <memory>

namespace syncline::ui {
class ConflictsView;
class OwnershipView;
class RecordView;
class ReplayView;
class StreamView;
}  // namespace syncline::ui

namespace syncline::test {

/// The console's window with its five views as the program builds it, over a bridge that answers from made data. Shown
/// and laid out. One at a time.
class WholeWindow {
public:
    explicit WholeWindow(Acme::Kind kind);
    ~WholeWindow();
    WholeWindow(const WholeWindow&) = delete;
    WholeWindow& operator=(const WholeWindow&) = delete;

    [[nodiscard]] ui::MainWindow& window() { return *m_window; }
    [[nodiscard]] ui::Theme& theme() { return m_theme; }
    [[nodiscard]] FakeBridge& bridge() { return m_bridge; }
    [[nodiscard]] Acme& acme() { return m_acme; }
    [[nodiscard]] app::ConsoleNavigator& navigator() { return m_navigator; }

    /// A visible widget by its objectName, in the window or in what stands above it; fails the test when there is none.
    template <typename Widget = QWidget>
    [[nodiscard]] Widget& find(const char* name) {
        return *qobject_cast<Widget*>(&findAny(name, Widget::staticMetaObject));
    }
    /// Everything that was asked is answered, laid out and ready to be painted.
    static void settle();

private:
    [[nodiscard]] QWidget& findAny(const char* name, const QMetaObject& kind);

    const std::unique_ptr<ui::EnglishPlurals> m_plurals;
    QTemporaryDir m_folder;
    const base::ManualClock m_clock;
    ui::Theme m_theme;
    ui::Times m_times;
    ui::LayoutStore m_store;
    FakeBridge m_bridge;
    Acme m_acme;
    std::unique_ptr<ui::MainWindow> m_window;
    app::ConsoleNavigator m_navigator;
};

}  // namespace syncline::test
