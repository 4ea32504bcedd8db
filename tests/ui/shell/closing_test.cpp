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
    void unfinished_isNamed_data();
    void unfinished_isNamed();
    void unfinished_isSaidAnewWhileItIsAsked();
    void unfinished_isToBeCopiedWhereNoEngineRuns_data();
    void unfinished_isToBeCopiedWhereNoEngineRuns();
    void unfinished_isAskedAboutBeforeTheEngineStartsAgain_data();
    void unfinished_isAskedAboutBeforeTheEngineStartsAgain();
    void unfinished_isAskedAboutBeforeItIsOpenedForWriting();
    void nothingUnfinished_startsTheEngineAgainAtOnce();
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

void ClosingTest::unfinished_isNamed_data() {
    QTest::addColumn<int>("rules");
    QTest::addColumn<int>("drafts");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("advice");
    QTest::newRow("one rule") << 1 << 0 << QStringLiteral("1 staged rule has not been applied")
                              << QStringLiteral(
                                     "What is staged in Ownership is forgotten when the window closes. Go "
                                     "back to apply it.");
    QTest::newRow("one conflict") << 0 << 1 << QStringLiteral("What you wrote for 1 conflict has not been applied")
                                  << QStringLiteral(
                                         "What is written in Conflicts is forgotten when the window closes. "
                                         "Go back to apply it.");
    QTest::newRow("several conflicts") << 0 << 3
                                       << QStringLiteral("What you wrote for 3 conflicts has not been applied")
                                       << QStringLiteral(
                                              "What is written in Conflicts is forgotten when the window "
                                              "closes. Go back to apply it.");
    QTest::newRow("both") << 2 << 1
                          << QStringLiteral("2 staged rules and what you wrote for 1 conflict have not been applied")
                          << QStringLiteral(
                                 "What is staged in Ownership and written in Conflicts is forgotten when "
                                 "the window closes. Go back to apply it.");
}

void ClosingTest::unfinished_isNamed() {
    QFETCH(const int, rules);
    QFETCH(const int, drafts);
    QFETCH(const QString, words);
    QFETCH(const QString, advice);
    const WindowFixture fixture;
    const QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
    fixture.window->setConflictDrafts(static_cast<std::size_t>(drafts));
    fixture.window->setStagedRules(static_cast<std::size_t>(rules));
    quit(fixture);
    const auto* box = fixture.find<QMessageBox>("closeConfirm");
    QVERIFY(box != nullptr && box->isVisible());
    QCOMPARE(box->text(), words);
    QCOMPARE(box->informativeText(), advice);
    QCOMPARE(closed.count(), 0);
    // While it was asked, both were applied.
    fixture.window->setStagedRules(0);
    if (drafts > 0)
        QVERIFY(box->isVisible());
    fixture.window->setConflictDrafts(0);
    QTRY_VERIFY(fixture.find("closeConfirm") == nullptr);
    quit(fixture);
    QTRY_COMPARE(closed.count(), 1);
}

void ClosingTest::unfinished_isSaidAnewWhileItIsAsked() {
    WindowFixture fixture;
    fixture.window->setStagedRules(2);
    fixture.window->setConflictDrafts(2);
    quit(fixture);
    const auto* box = fixture.find<QMessageBox>("closeConfirm");
    QVERIFY(box != nullptr && box->isVisible());
    fixture.window->setConflictDrafts(1);
    QCOMPARE(box->text(), QStringLiteral("2 staged rules and what you wrote for 1 conflict have not been applied"));
    fixture.window->setStagedRules(0);
    QVERIFY(box->isVisible());
    QCOMPARE(box->text(), QStringLiteral("What you wrote for 1 conflict has not been applied"));
    QCOMPARE(box->informativeText(),
             QStringLiteral("What is written in Conflicts is forgotten when the window closes. Go back to apply it."));
    emit fixture.bridge.failed(QStringLiteral("the disk is full"), QStringLiteral("make room"));
    QTRY_COMPARE(box->informativeText(),
                 QStringLiteral("What is written in Conflicts is forgotten when the window closes, and cannot be "
                                "applied before that. Go back to copy what you need."));
    QVERIFY(box->isVisible());
    QTest::mouseClick(fixture.find("closeGoBack"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("closeConfirm") == nullptr);
}

void ClosingTest::unfinished_isToBeCopiedWhereNoEngineRuns_data() {
    QTest::addColumn<bool>("hasFailed");
    QTest::newRow("it has failed") << true;
    QTest::newRow("another process has the workspace") << false;
}

void ClosingTest::unfinished_isToBeCopiedWhereNoEngineRuns() {
    QFETCH(const bool, hasFailed);
    WindowFixture fixture;
    if (hasFailed)
        emit fixture.bridge.failed(QStringLiteral("the disk is full"), QStringLiteral("make room"));
    else
        fixture.window->setBar(
            {QStringLiteral("readOnly"), ui::BarKind::Ours, ui::Icon::Lock, QStringLiteral("Read-only"), {}, {}});
    fixture.window->setStagedRules(1);
    quit(fixture);
    const auto* box = fixture.find<QMessageBox>("closeConfirm");
    QVERIFY(box != nullptr && box->isVisible());
    QCOMPARE(box->informativeText(),
             QStringLiteral("What is staged in Ownership is forgotten when the window closes, and cannot be applied "
                            "before that. Go back to copy what you need."));
}

void ClosingTest::unfinished_isAskedAboutBeforeTheEngineStartsAgain_data() {
    QTest::addColumn<int>("rules");
    QTest::addColumn<int>("drafts");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("advice");
    QTest::newRow("rules") << 3 << 0 << QStringLiteral("3 staged rules have not been applied")
                           << QStringLiteral(
                                  "What is staged in Ownership is forgotten when the engine starts again, "
                                  "and cannot be applied before that. Go back to copy what you need.");
    QTest::newRow("conflicts") << 0 << 2 << QStringLiteral("What you wrote for 2 conflicts has not been applied")
                               << QStringLiteral(
                                      "What is written in Conflicts is forgotten when the engine starts "
                                      "again, and cannot be applied before that. Go back to copy what you "
                                      "need.");
}

void ClosingTest::unfinished_isAskedAboutBeforeTheEngineStartsAgain() {
    QFETCH(const int, rules);
    QFETCH(const int, drafts);
    QFETCH(const QString, words);
    QFETCH(const QString, advice);
    WindowFixture fixture;
    const QSignalSpy closed(fixture.window.get(), &ui::MainWindow::closed);
    const QSignalSpy reopened(fixture.window.get(), &ui::MainWindow::reopenWanted);
    fixture.window->setStagedRules(static_cast<std::size_t>(rules));
    fixture.window->setConflictDrafts(static_cast<std::size_t>(drafts));
    emit fixture.bridge.failed(QStringLiteral("the disk is full"), QStringLiteral("make room"));
    QTRY_VERIFY(fixture.find("startAgain") != nullptr && fixture.find("startAgain")->isVisible());
    QTest::mouseClick(fixture.find("startAgain"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("restartConfirm") != nullptr);
    const auto* box = fixture.find<QMessageBox>("restartConfirm");
    QVERIFY(box->isVisible());
    QCOMPARE(box->text(), words);
    QCOMPARE(box->informativeText(), advice);
    // Enter alone forgets nothing.
    QTest::keyClick(fixture.find("restartConfirm"), Qt::Key_Return);
    QTRY_VERIFY(fixture.find("restartConfirm") == nullptr);
    QCOMPARE(reopened.count(), 0);
    QTest::mouseClick(fixture.find("startAgain"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("restartConfirm") != nullptr);
    QTest::mouseClick(fixture.find("restartAndDiscard"), Qt::LeftButton);
    QTRY_COMPARE(reopened.count(), 1);
    QCOMPARE(closed.count(), 0);
    QVERIFY(fixture.window->isVisible());
}

/// No engine ran in a window that only reads: none starts again.
void ClosingTest::unfinished_isAskedAboutBeforeItIsOpenedForWriting() {
    const WindowFixture fixture;
    const QSignalSpy reopened(fixture.window.get(), &ui::MainWindow::reopenWanted);
    ui::BarStack::Bar bar;
    bar.key = QStringLiteral("readOnly");
    bar.kind = ui::BarKind::Ours;
    bar.statement = QStringLiteral("Read-only: the other Syncline has ended");
    bar.actions = {{QStringLiteral("Open for writing"),
                    [window = fixture.window.get()] { window->reopen(); },
                    false,
                    {},
                    QStringLiteral("openForWriting")}};
    fixture.window->setBar(bar);
    fixture.window->setStagedRules(1);
    QTRY_VERIFY(fixture.find("openForWriting") != nullptr && fixture.find("openForWriting")->isVisible());
    QTest::mouseClick(fixture.find("openForWriting"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("restartConfirm") != nullptr);
    const auto* box = fixture.find<QMessageBox>("restartConfirm");
    QCOMPARE(box->windowTitle(), QStringLiteral("Open for writing"));
    QCOMPARE(box->text(), QStringLiteral("1 staged rule has not been applied"));
    const QString advice = QStringLiteral(
        "What is staged in Ownership is forgotten when the workspace is opened for writing, and cannot be applied "
        "before that. Go back to copy what you need.");
    QCOMPARE(box->informativeText(), advice);
    QCOMPARE(fixture.find<QAbstractButton>("restartAndDiscard")->text(), QStringLiteral("Open and discard"));
    // Enter alone forgets nothing.
    QTest::keyClick(fixture.find("restartConfirm"), Qt::Key_Return);
    QTRY_VERIFY(fixture.find("restartConfirm") == nullptr);
    QCOMPARE(reopened.count(), 0);
    QTest::mouseClick(fixture.find("openForWriting"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("restartConfirm") != nullptr);
    // What is written meanwhile is said in the same words.
    fixture.window->setStagedRules(0);
    QTRY_VERIFY(fixture.find("restartConfirm") == nullptr);
    fixture.window->setConflictDrafts(1);
    QTest::mouseClick(fixture.find("openForWriting"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("restartConfirm") != nullptr);
    fixture.window->setStagedRules(1);
    QVERIFY(fixture.find<QMessageBox>("restartConfirm")->informativeText().contains(QStringLiteral("for writing")));
    QTest::mouseClick(fixture.find("restartAndDiscard"), Qt::LeftButton);
    QTRY_COMPARE(reopened.count(), 1);
}

void ClosingTest::nothingUnfinished_startsTheEngineAgainAtOnce() {
    WindowFixture fixture;
    const QSignalSpy reopened(fixture.window.get(), &ui::MainWindow::reopenWanted);
    emit fixture.bridge.failed(QStringLiteral("the disk is full"), QStringLiteral("make room"));
    QTRY_VERIFY(fixture.find("startAgain") != nullptr && fixture.find("startAgain")->isVisible());
    QTest::mouseClick(fixture.find("startAgain"), Qt::LeftButton);
    QTRY_COMPARE(reopened.count(), 1);
    QVERIFY(fixture.find("restartConfirm") == nullptr);
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
        fixture.window->setConflictDrafts(1);
        fixture.window->showPage(new QWidget);
    }
    QVERIFY(fixture.window->close());
    QCOMPARE(closed.count(), 1);
}

QTEST_MAIN(ClosingTest)
#include "closing_test.moc"
