#include "tests/ui/shell/window_fixture.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTest>

using namespace syncline;
using test::WindowFixture;

namespace {

/// Keys as a person hits them.
void quit(const WindowFixture& fixture) {
    fixture.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(fixture.window.get()));
    QTest::keyClick(fixture.window->focusWidget(), Qt::Key_Q, Qt::ControlModifier);
}

}  // namespace

/// What would be forgotten with the window is asked about before it closes.
class ClosingTest : public QObject {
    Q_OBJECT
private slots:
    void staged_isCountedInTheNavigation();
    void staged_isAskedAboutOnce_data();
    void staged_isAskedAboutOnce();
    void staged_goingBackKeepsTheWindow_data();
    void staged_goingBackKeepsTheWindow();
    void nothingStaged_closesAtOnce_data();
    void nothingStaged_closesAtOnce();
};

void ClosingTest::staged_isCountedInTheNavigation() {
    const WindowFixture fixture;
    const auto* item = fixture.find("navOwnership");
    QCOMPARE(item->accessibleName(), QStringLiteral("Ownership"));
    fixture.window->setStagedRules(1);
    QCOMPARE(item->accessibleName(), QStringLiteral("Ownership, 1 staged"));
    QVERIFY(item->toolTip().contains(QStringLiteral("1 staged")));
    // It is of the rules, not of what the engine tells.
    QCOMPARE(fixture.find("navConflicts")->accessibleName(), QStringLiteral("Conflicts"));
    fixture.window->setStagedRules(0);
    QCOMPARE(item->accessibleName(), QStringLiteral("Ownership"));
}

void ClosingTest::staged_isAskedAboutOnce_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("words");
    QTest::newRow("one") << 1 << QStringLiteral("1 staged rule has not been applied");
    QTest::newRow("several") << 3 << QStringLiteral("3 staged rules have not been applied");
}

void ClosingTest::staged_isAskedAboutOnce() {
    QFETCH(const int, count);
    QFETCH(const QString, words);
    const WindowFixture fixture;
    const QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
    fixture.window->setStagedRules(static_cast<std::size_t>(count));
    quit(fixture);
    const auto* box = fixture.find<QMessageBox>("closeConfirm");
    QVERIFY(box != nullptr && box->isVisible());
    QVERIFY(fixture.window->isVisible());
    QCOMPARE(box->text(), words);
    QVERIFY(!fixture.window->close());
    QCOMPARE(fixture.window->findChildren<QMessageBox*>().size(), 1);
    QCOMPARE(closed.count(), 0);
    QTest::mouseClick(fixture.find("closeAndDiscard"), Qt::LeftButton);
    QTRY_COMPARE(closed.count(), 1);
    QVERIFY(!fixture.window->isVisible());
}

void ClosingTest::staged_goingBackKeepsTheWindow_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("by the mouse") << 0;
    QTest::newRow("Esc") << static_cast<int>(Qt::Key_Escape);
    // Enter alone forgets nothing.
    QTest::newRow("Enter") << static_cast<int>(Qt::Key_Return);
}

void ClosingTest::staged_goingBackKeepsTheWindow() {
    QFETCH(const int, key);
    const WindowFixture fixture;
    const QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
    fixture.window->setStagedRules(1);
    quit(fixture);
    QVERIFY(fixture.find("closeConfirm") != nullptr);
    if (key == 0)
        QTest::mouseClick(fixture.find("closeGoBack"), Qt::LeftButton);
    else
        QTest::keyClick(fixture.find("closeConfirm"), static_cast<Qt::Key>(key));
    QTRY_VERIFY(fixture.find("closeConfirm") == nullptr);
    QVERIFY(fixture.window->isVisible());
    QCOMPARE(closed.count(), 0);
    // It is asked again while they are staged, and not when they are applied.
    quit(fixture);
    QVERIFY(fixture.find("closeConfirm") != nullptr);
    QTest::keyClick(fixture.find("closeConfirm"), Qt::Key_Escape);
    QTRY_VERIFY(fixture.find("closeConfirm") == nullptr);
    fixture.window->setStagedRules(0);
    quit(fixture);
    QTRY_COMPARE(closed.count(), 1);
}

void ClosingTest::nothingStaged_closesAtOnce_data() {
    QTest::addColumn<bool>("isWorkspaceGone");
    QTest::newRow("none") << false;
    QTest::newRow("gone with its workspace") << true;
}

void ClosingTest::nothingStaged_closesAtOnce() {
    QFETCH(const bool, isWorkspaceGone);
    const WindowFixture fixture;
    const QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
    if (isWorkspaceGone) {
        fixture.window->setStagedRules(2);
        fixture.window->showPage(new QWidget);
    }
    QVERIFY(fixture.window->close());
    QCOMPARE(closed.count(), 1);
}

QTEST_MAIN(ClosingTest)
#include "closing_test.moc"
