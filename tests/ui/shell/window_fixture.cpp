#include "tests/ui/shell/window_fixture.h"

#include <QTest>
#include <chrono>

namespace syncline::test {

using namespace std::chrono_literals;

WindowFixture::WindowFixture(const QString& storeFile, const QString& workspace)
    : m_storeFile(storeFile.isEmpty() ? m_folder.filePath(QStringLiteral("console.ini")) : storeFile),
      clock(base::WallTime(1'795'513'338'000ms)),
      times(clock) {
    theme.apply();
    store = std::make_unique<ui::LayoutStore>(m_storeFile);
    window = std::make_unique<ui::MainWindow>(theme, times, *store);
    bridge.setSnapshot(calm());
    window->openWorkspace(bridge, navigator,
                          {workspace, {QStringLiteral("acme.my.salesforce.com"), QStringLiteral("portal 4711")}});
    stream = new FakeView(theme, QStringLiteral("Stream"), QStringLiteral("stream"));
    conflicts = new FakeView(theme, QStringLiteral("Conflicts"), QStringLiteral("conflicts"));
    ownership = new FakeView(theme, QStringLiteral("Ownership"), QStringLiteral("ownership"));
    window->addView(ui::ViewName::Stream, ui::Icon::Stream, QStringLiteral("Stream"), stream);
    window->addView(ui::ViewName::Conflicts, ui::Icon::Conflicts, QStringLiteral("Conflicts"), conflicts);
    window->addView(ui::ViewName::Ownership, ui::Icon::Ownership, QStringLiteral("Ownership"), ownership);
    window->show();
    window->activateWindow();
    static_cast<void>(QTest::qWaitForWindowActive(window.get()));
}

WindowFixture::~WindowFixture() = default;

ui::Snapshot WindowFixture::calm() {
    ui::Snapshot snapshot;
    snapshot.head = core::Seq(100);
    for (const core::Side side : core::kSides) {
        snapshot.side[side].phase = core::ConnectorPhase::Connected;
        snapshot.side[side].mode = core::Mode::Live;
    }
    return snapshot;
}

}  // namespace syncline::test
