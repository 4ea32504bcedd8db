#include "tests/ui/shell/window_fixture.h"
#include "ui/widgets/controls.h"

#include <QAbstractButton>
#include <QDialog>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <algorithm>

using namespace syncline;
using test::FakeView;
using test::WindowFixture;

namespace {

void press(QWidget* widget, int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::keyClick(widget, static_cast<Qt::Key>(key), modifiers);
}

QWidget* focused(const WindowFixture& fixture) {
    return fixture.window->focusWidget();
}

QString textOf(const WindowFixture& fixture, const char* name) {
    const auto* label = fixture.find<QLabel>(name);
    return label != nullptr ? label->text() : QStringLiteral("(missing)");
}

/// Some words on the screen have that in them.
bool hasText(const QWidget& parent, const QString& part) {
    const auto labels = parent.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(),
                       [&](const QLabel* label) { return label->isVisible() && label->text().contains(part); });
}

}  // namespace

class MainWindowTest : public QObject {
    Q_OBJECT
private slots:
    void navigation_listsTheViewsThatExist();
    void navigation_bringsOneViewToTheFront_data();
    void navigation_bringsOneViewToTheFront();
    void navigation_countsOpenConflicts();
    void narrowWindow_showsIconsOnly();
    void filterKeys_reachTheView_data();
    void filterKeys_reachTheView();
    void slash_isTypedIntoAnInput();
    void inspectorKey_hidesAndShows();
    void inspector_closesInANarrowWindow();
    void inspector_closedByWidthSaysHowItOpens();
    void inspector_closedByWidthIsRemembered();
    void hiddenFirstFocus_leadsToWhatIsThere();
    void viewsActions_makeItsMenu();
    void statusLine_saysHowEachSideIs();
    void statusLine_saysWhatIsHeldAndWhy_data();
    void statusLine_saysWhatIsHeldAndWhy();
    void timeStyleKey_goesRound();
    void layout_isAsItWas();
    void layout_isOfItsWorkspace();
    void layout_forgetsWorkspacesOfLongAgo();
    void columns_areAsTheyWere();
    void layout_brokenFileIsAsFresh();
    void troubles_haveBars();
    void keysPage_opens();
    void page_takesTheWorkspacesPlace();
    void toast_saysAndRuns();
};

void MainWindowTest::navigation_listsTheViewsThatExist() {
    const WindowFixture fixture;
    QVERIFY(fixture.find("navStream") != nullptr);
    QVERIFY(fixture.find("navConflicts") != nullptr);
    QVERIFY(fixture.find("navOwnership") != nullptr);
    QVERIFY(fixture.find("navRecord") == nullptr);
    QVERIFY(fixture.find("navReplay") == nullptr);
    QVERIFY(fixture.stream->isShown());
    QVERIFY(!fixture.conflicts->isShown());
    QCOMPARE(fixture.window->windowTitle(), QStringLiteral("Acme – Syncline"));
}

void MainWindowTest::navigation_bringsOneViewToTheFront_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<QByteArray>("item");
    QTest::newRow("by the mouse") << 0 << QByteArray("navConflicts");
    QTest::newRow("by its key") << static_cast<int>(Qt::Key_2) << QByteArray();
}

void MainWindowTest::navigation_bringsOneViewToTheFront() {
    QFETCH(const int, key);
    QFETCH(const QByteArray, item);
    const WindowFixture fixture;
    if (item.isEmpty())
        press(focused(fixture), key, Qt::ControlModifier);
    else
        QTest::mouseClick(fixture.find(item.constData()), Qt::LeftButton);
    QVERIFY(fixture.conflicts->isShown());
    QVERIFY(fixture.conflicts->isVisible());
    QVERIFY(!fixture.stream->isShown());
    QVERIFY(!fixture.stream->isVisible());
    QCOMPARE(focused(fixture), fixture.find("conflictsRows"));
    QVERIFY(fixture.find<QAbstractButton>("navConflicts")->isChecked());
    QVERIFY(!fixture.find<QAbstractButton>("navStream")->isChecked());
}

void MainWindowTest::navigation_countsOpenConflicts() {
    WindowFixture fixture;
    ui::Snapshot snapshot = WindowFixture::calm();
    snapshot.openConflicts = 1034;
    fixture.bridge.setSnapshot(snapshot);
    QTRY_COMPARE(fixture.find("navConflicts")->accessibleName(), QStringLiteral("Conflicts, 1,034 need you"));
    QCOMPARE(fixture.find("navStream")->accessibleName(), QStringLiteral("Stream"));
}

void MainWindowTest::narrowWindow_showsIconsOnly() {
    const WindowFixture fixture;
    fixture.window->resize(1201, 800);
    QTRY_COMPARE(fixture.find("navigation")->width(), 192);
    QVERIFY(fixture.find("workspaceName")->isVisible());
    fixture.window->resize(1200, 800);
    QTRY_COMPARE(fixture.find("navigation")->width(), 48);
    QVERIFY(!fixture.find("workspaceName")->isVisible());
    QVERIFY(fixture.find("navConflicts")->toolTip().contains(QStringLiteral("Conflicts")));
    QTest::mouseClick(fixture.find("navConflicts"), Qt::LeftButton);
    QVERIFY(fixture.conflicts->isShown());
}

void MainWindowTest::filterKeys_reachTheView_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<int>("modifiers");
    QTest::newRow("slash") << static_cast<int>(Qt::Key_Slash) << static_cast<int>(Qt::NoModifier);
    QTest::newRow("Ctrl+F") << static_cast<int>(Qt::Key_F) << static_cast<int>(Qt::ControlModifier);
}

void MainWindowTest::filterKeys_reachTheView() {
    QFETCH(const int, key);
    QFETCH(const int, modifiers);
    const WindowFixture fixture;
    QCOMPARE(focused(fixture), fixture.find("streamRows"));
    press(focused(fixture), key, static_cast<Qt::KeyboardModifiers>(modifiers));
    QCOMPARE(focused(fixture), fixture.find("streamFilter"));
}

void MainWindowTest::slash_isTypedIntoAnInput() {
    const WindowFixture fixture;
    auto* input = fixture.find<QLineEdit>("conflictsFilter");
    press(focused(fixture), Qt::Key_2, Qt::ControlModifier);
    input->setFocus();
    press(input, Qt::Key_Slash);
    QCOMPARE(input->text(), QStringLiteral("/"));
    QVERIFY(focused(fixture) == input);
}

void MainWindowTest::inspectorKey_hidesAndShows() {
    const WindowFixture fixture;
    fixture.window->resize(1440, 900);
    const auto* inspector = fixture.stream->findChild<QWidget*>(QStringLiteral("inspector"));
    QTRY_VERIFY(inspector->isVisible());
    press(focused(fixture), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(!inspector->isVisible());
    press(focused(fixture), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(inspector->isVisible());
}

void MainWindowTest::inspector_closesInANarrowWindow() {
    const WindowFixture fixture;
    fixture.window->resize(1201, 800);
    const auto* shown = fixture.stream->findChild<QWidget*>(QStringLiteral("inspector"));
    const auto* other = fixture.ownership->findChild<QWidget*>(QStringLiteral("inspector"));
    QVERIFY(shown->isVisible());
    fixture.window->resize(1200, 800);
    QTRY_VERIFY(!shown->isVisible());
    QVERIFY(other->isHidden());
    // A person may open it all the same, and then it is theirs.
    press(focused(fixture), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(shown->isVisible());
    fixture.window->resize(1100, 800);
    QTRY_COMPARE(fixture.window->width(), 1100);
    QVERIFY(shown->isVisible());
    press(focused(fixture), Qt::Key_I, Qt::ControlModifier);
    fixture.window->resize(1440, 800);
    QTRY_VERIFY(!other->isHidden());
    QVERIFY(!shown->isVisible());
}

void MainWindowTest::inspector_closedByWidthSaysHowItOpens() {
    const WindowFixture fixture;
    fixture.window->resize(1440, 900);
    auto* inspector = fixture.stream->findChild<QWidget*>(QStringLiteral("inspector"));
    const auto* details = fixture.find<QAbstractButton>("statusDetails");
    QTRY_VERIFY(inspector->isVisible());
    QVERIFY(!details->isVisible());
    fixture.window->resize(900, 620);
    QTRY_VERIFY(!inspector->isVisible());
    QVERIFY(details->isVisible());
    QCOMPARE(details->text(), QStringLiteral("Details: Ctrl+I"));
    QTest::mouseClick(fixture.find("statusDetails"), Qt::LeftButton);
    QVERIFY(inspector->isVisible());
    QVERIFY(!details->isVisible());
    // A view that opens its own needs no hint either.
    QTest::mouseClick(fixture.find("navConflicts"), Qt::LeftButton);
    QVERIFY(details->isVisible());
    fixture.conflicts->inspector()->show();
    QVERIFY(!details->isVisible());
    // What a person has closed they know how to open.
    press(focused(fixture), Qt::Key_I, Qt::ControlModifier);
    QVERIFY(!fixture.conflicts->inspector()->isVisible());
    QVERIFY(!details->isVisible());
}

void MainWindowTest::inspector_closedByWidthIsRemembered() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("console.ini"));
    {
        const WindowFixture narrow(file);
        narrow.window->resize(1000, 700);
        QTRY_VERIFY(narrow.stream->findChild<QWidget*>(QStringLiteral("inspector"))->isHidden());
        narrow.window->close();
    }
    // As open: the width had closed it, not the person.
    const WindowFixture again(file);
    QCOMPARE(again.window->width(), 1000);
    const auto* inspector = again.stream->findChild<QWidget*>(QStringLiteral("inspector"));
    QTRY_VERIFY(inspector->isHidden());
    again.window->resize(1440, 700);
    QTRY_VERIFY(inspector->isVisible());
    QVERIFY(again.stream->wasRestoredOpen());
}

void MainWindowTest::hiddenFirstFocus_leadsToWhatIsThere() {
    const WindowFixture fixture;
    fixture.find("conflictsRows")->hide();
    QTest::mouseClick(fixture.find("navConflicts"), Qt::LeftButton);
    QVERIFY(focused(fixture) != nullptr && focused(fixture)->isVisible());
    QCOMPARE(focused(fixture), fixture.find("conflictsFilter"));
}

void MainWindowTest::viewsActions_makeItsMenu() {
    const WindowFixture fixture;
    const auto titles = [&] {
        QStringList shown;
        for (const QAction* action : fixture.window->menuBar()->actions()) {
            if (action->isVisible())
                shown << action->text().remove(QLatin1Char('&'));
        }
        return shown.join(QLatin1Char(' '));
    };
    QCOMPARE(titles(), QStringLiteral("File Edit View Go Stream Help"));
    press(focused(fixture), Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(titles(), QStringLiteral("File Edit View Go Ownership Help"));
}

void MainWindowTest::statusLine_saysHowEachSideIs() {
    WindowFixture fixture;
    fixture.window->resize(1440, 900);
    ui::Snapshot snapshot = WindowFixture::calm();
    snapshot.head = core::Seq(4'718'913);
    snapshot.side.salesforce.lastReceived = fixture.clock.wallNow() - std::chrono::seconds(47);
    snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
    snapshot.side.hubspot.message = "HubSpot has not answered";
    snapshot.undecided = 2;
    snapshot.unsettled = 3;
    fixture.bridge.setSnapshot(snapshot);
    QTRY_COMPARE(textOf(fixture, "statusHead"), QStringLiteral("4,718,913"));
    QCOMPARE(textOf(fixture, "statusSalesforce"), QStringLiteral("Connected, last change 47 s ago"));
    QCOMPARE(textOf(fixture, "statusHubSpot"), QStringLiteral("Disconnected"));
    QVERIFY(fixture.find("statusHubSpot")->toolTip().contains(QStringLiteral("HubSpot has not answered")));
    QCOMPARE(textOf(fixture, "statusWaiting"), QStringLiteral("2 undecided, 3 unsettled"));
    fixture.bridge.setSnapshot(WindowFixture::calm());
    QTRY_COMPARE(textOf(fixture, "statusWaiting"), QStringLiteral("Nothing waits"));
}

void MainWindowTest::statusLine_saysWhatIsHeldAndWhy_data() {
    QTest::addColumn<bool>("isLive");
    QTest::addColumn<core::ConnectorPhase>("phase");
    QTest::addColumn<QString>("words");
    using core::ConnectorPhase;
    QTest::addColumn<QString>("brief");
    QTest::newRow("observe") << false << ConnectorPhase::Connected << "1,063 to HubSpot held: only observed"
                             << "1,063 held";
    QTest::newRow("away") << true << ConnectorPhase::Disconnected << "1,063 to HubSpot held: not connected"
                          << "1,063 held";
    QTest::newRow("observe and away") << false << ConnectorPhase::Disconnected << "1,063 to HubSpot held: only observed"
                                      << "1,063 held";
    QTest::newRow("leaving") << true << ConnectorPhase::Connected << "1,063 due to HubSpot"
                             << "1,063 due";
}

void MainWindowTest::statusLine_saysWhatIsHeldAndWhy() {
    QFETCH(bool, isLive);
    QFETCH(core::ConnectorPhase, phase);
    WindowFixture fixture;
    fixture.window->resize(1440, 900);
    ui::Snapshot snapshot = WindowFixture::calm();
    snapshot.side.hubspot.mode = isLive ? core::Mode::Live : core::Mode::Observe;
    snapshot.side.hubspot.phase = phase;
    snapshot.side.hubspot.dueCells = 1063;
    fixture.bridge.setSnapshot(snapshot);
    QFETCH(QString, words);
    QTRY_COMPARE(textOf(fixture, "statusWaiting"), words);
    QFETCH(QString, brief);
    fixture.window->resize(fixture.window->minimumSize());
    QTRY_COMPARE(textOf(fixture, "statusWaiting"), brief);
}

void MainWindowTest::timeStyleKey_goesRound() {
    const WindowFixture fixture;
    auto* shown = fixture.find<QAbstractButton>("statusTimeStyle");
    const auto style = [&] { return fixture.times.style(); };
    QCOMPARE(style(), ui::TimeStyle::Local);
    press(focused(fixture), Qt::Key_T, Qt::ControlModifier);
    QCOMPARE(style(), ui::TimeStyle::Utc);
    QCOMPARE(shown->text(), QStringLiteral("UTC"));
    QTest::mouseClick(shown, Qt::LeftButton);
    QCOMPARE(style(), ui::TimeStyle::Relative);
    QTest::mouseClick(shown, Qt::LeftButton);
    QCOMPARE(style(), ui::TimeStyle::Local);
}

void MainWindowTest::layout_isAsItWas() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("deep/console.ini"));
    {
        WindowFixture before(file);
        before.window->resize(1111, 777);
        press(focused(before), Qt::Key_3, Qt::ControlModifier);
        press(focused(before), Qt::Key_Plus, Qt::ControlModifier);
        press(focused(before), Qt::Key_T, Qt::ControlModifier);
        press(focused(before), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(focused(before), QStringLiteral("owner == hubspot"));
        before.theme.setChoice(ui::ThemeChoice::Dark);
        QSignalSpy closed(before.window.get(), &ui::MainWindow::closed);
        before.window->close();
        QCOMPARE(closed.count(), 1);
    }
    const WindowFixture after(file);
    QCOMPARE(after.window->size(), QSize(1111, 777));
    QVERIFY(after.ownership->isShown());
    QVERIFY(!after.stream->isShown());
    QCOMPARE(after.find<QLineEdit>("ownershipFilter")->text(), QStringLiteral("owner == hubspot"));
    QCOMPARE(after.find<QLineEdit>("streamFilter")->text(), QString());
    QCOMPARE(after.theme.choice(), ui::ThemeChoice::Dark);
    QCOMPARE(after.theme.textScale(), 1.1);
    QCOMPARE(after.times.style(), ui::TimeStyle::Utc);
}

void MainWindowTest::layout_isOfItsWorkspace() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("console.ini"));
    const auto visit = [&](const QString& workspace, const QString& typed) -> QString {
        const WindowFixture fixture(file, workspace);
        const QString found = fixture.find<QLineEdit>("streamFilter")->text();
        const bool wasInFront = fixture.ownership->isShown();
        press(focused(fixture), Qt::Key_1, Qt::ControlModifier);
        press(focused(fixture), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(focused(fixture), typed);
        press(focused(fixture), Qt::Key_3, Qt::ControlModifier);
        fixture.window->close();
        return found + (wasInFront ? QStringLiteral(", Ownership in front") : QString());
    };
    QCOMPARE(visit(QStringLiteral("acme"), QStringLiteral("side == hubspot")), QString());
    QCOMPARE(visit(QStringLiteral("a/b"), QStringLiteral("seq > 4")), QString());
    QCOMPARE(visit(QStringLiteral("a"), QString()), QString());
    QCOMPARE(visit(QStringLiteral("acme"), QString()), QStringLiteral("side == hubspot, Ownership in front"));
    QCOMPARE(visit(QStringLiteral("a/b"), QString()), QStringLiteral("seq > 4, Ownership in front"));
}

void MainWindowTest::layout_forgetsWorkspacesOfLongAgo() {
    const QTemporaryDir folder;
    ui::LayoutStore store(folder.filePath(QStringLiteral("console.ini")));
    for (int i = 0; i < 21; ++i) {
        store.setWorkspace(QStringLiteral("workspace %1").arg(i));
        store.setViewLayout(QStringLiteral("stream"), QByteArray("as it was"));
    }
    store.setWorkspace(QStringLiteral("workspace 20"));
    QCOMPARE(store.viewLayout(QStringLiteral("stream")), QByteArray("as it was"));
    store.setWorkspace(QStringLiteral("workspace 1"));
    QCOMPARE(store.viewLayout(QStringLiteral("stream")), QByteArray("as it was"));
    store.setWorkspace(QStringLiteral("workspace 0"));
    QCOMPARE(store.viewLayout(QStringLiteral("stream")), QByteArray());
}

void MainWindowTest::columns_areAsTheyWere() {
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("console.ini"));
    {
        const WindowFixture before(file);
        auto* header = before.find<QTableView>("streamColumns")->horizontalHeader();
        QCOMPARE(header->sectionSize(0), 84);
        header->resizeSection(0, 140);
        header->moveSection(0, 1);
        before.window->close();
    }
    // Another workspace has the same columns.
    const WindowFixture after(file, QStringLiteral("another"));
    const auto* header = after.find<QTableView>("streamColumns")->horizontalHeader();
    QCOMPARE(header->sectionSize(0), 140);
    QCOMPARE(header->visualIndex(0), 1);
    QCOMPARE(after.find<QTableView>("conflictsColumns")->horizontalHeader()->sectionSize(0), 84);
}

void MainWindowTest::layout_brokenFileIsAsFresh() {
    const QTemporaryDir folder;
    const QString name = folder.filePath(QStringLiteral("console.ini"));
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "[look]\ntheme=purple\ntextScale=much\ntimes=\n[window]\ngeometry=@ByteArray(nonsense)\n[workspaces]\nid-"
        "acme\\view=nowhere\n[columns]\nstream={\n");
    file.close();
    const WindowFixture fixture(name);
    QVERIFY(fixture.stream->isShown());
    QCOMPARE(fixture.theme.choice(), ui::ThemeChoice::System);
    QCOMPARE(fixture.theme.textScale(), 1.0);
    // As large as a first window is on this screen.
    const WindowFixture fresh;
    QCOMPARE(fixture.window->size(), fresh.window->size());
}

void MainWindowTest::troubles_haveBars() {
    WindowFixture fixture;
    const QWidget& bars = *fixture.find("bars");
    ui::Snapshot snapshot = WindowFixture::calm();
    snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
    snapshot.side.hubspot.message = "503 since 10:31";
    snapshot.side.hubspot.dueCells = 63;
    fixture.bridge.setSnapshot(snapshot);
    QTRY_VERIFY(hasText(bars, QStringLiteral("HubSpot does not answer")));
    QVERIFY(hasText(bars, QStringLiteral("63 values wait, nothing is lost. Trying now. 503 since 10:31.")));

    snapshot.trouble = base::Error{base::ErrorCode::NoSpace, "append", "journal.db", "the disk is full", "free 200 MB"};
    fixture.bridge.setSnapshot(snapshot);
    QTRY_VERIFY(hasText(bars, QStringLiteral("The disk is full: nothing new is taken in")));
    QVERIFY(hasText(bars, QStringLiteral("The disk is full. Free 200 MB. Both sides keep what they have")));
    QVERIFY(hasText(bars, QStringLiteral("HubSpot does not answer")));

    fixture.bridge.setSnapshot(WindowFixture::calm());
    QTRY_VERIFY(!hasText(bars, QStringLiteral("The disk is full")));
    QVERIFY(!hasText(bars, QStringLiteral("HubSpot")));
}

void MainWindowTest::keysPage_opens() {
    const WindowFixture fixture;
    press(focused(fixture), Qt::Key_F1);
    auto* page = fixture.find<QDialog>("keysPage");
    QVERIFY(page != nullptr);
    QTRY_VERIFY(page->isVisible());
    for (const char* words : {"Find or run", "Inspector", "Ownership", "Next style of times", "Follow",
                              "Not in the menu", "Filter the stream by it"})
        QVERIFY2(hasText(*page, QString::fromLatin1(words)), words);
    press(page, Qt::Key_Escape);
    QTRY_VERIFY(fixture.find("keysPage") == nullptr);
}

void MainWindowTest::page_takesTheWorkspacesPlace() {
    const WindowFixture fixture;
    auto* page = new QLabel(QStringLiteral("The workspace cannot be opened"));
    fixture.window->showPage(page);
    QVERIFY(page->isVisible());
    QVERIFY(fixture.find("navigation") == nullptr);
    QVERIFY(fixture.find("commandPalette") == nullptr);
    press(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
    QVERIFY(page->isVisible());
    QVERIFY(!fixture.window->currentView());
}

void MainWindowTest::toast_saysAndRuns() {
    const WindowFixture fixture;
    int runs = 0;
    fixture.window->toast(QStringLiteral("24 resolved"), QStringLiteral("Undo"), [&runs] { ++runs; });
    QVERIFY(fixture.find("toast")->isVisible());
    QCOMPARE(textOf(fixture, "toastText"), QStringLiteral("24 resolved"));
    QTest::mouseClick(fixture.find("toastAction"), Qt::LeftButton);
    QCOMPARE(runs, 1);
    QVERIFY(!fixture.find("toast")->isVisible());
    fixture.window->toast(QStringLiteral("copied"), {}, {});
    QVERIFY(!fixture.find("toastAction")->isVisible());
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
