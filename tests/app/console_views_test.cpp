#include "app/console_views.h"

#include "app/console_workspace.h"
#include "engine/mapping/sandbox_workspace.h"
#include "engine/mapping/workspace.h"
#include "tests/ui/conflicts/conflict_rows.h"
#include "tests/ui/support/fake_bridge.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPointer>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace syncline;
using namespace Qt::StringLiterals;

namespace {

/// A window with a page, as it is while a workspace is opened.
struct Fixture {
    Fixture() : navigator(window) { window.showPage(page = new QWidget); }

    std::unique_ptr<app::ConsoleViews> openViews(bool isReadOnly = false) {
        return std::make_unique<app::ConsoleViews>(
            app::ConsoleViews::Parts{theme, times, bridge, navigator, window, isReadOnly},
            ui::WorkspaceIdentity{u"acme"_s, {}}, [this] { ++timesShown; });
    }

    const QTemporaryDir folder;
    const base::SystemClock clock;
    ui::Theme theme;
    ui::Times times{clock};
    ui::LayoutStore store{folder.filePath(u"layout.ini"_s)};
    test::FakeBridge bridge;
    ui::MainWindow window{theme, times, store};
    app::ConsoleNavigator navigator;
    QPointer<QWidget> page;
    int timesShown = 0;
};

}  // namespace

class ConsoleViewsTest : public QObject {
    Q_OBJECT
private slots:
    void views_comeTogetherAfterAFewTurns();
    void views_leadToEachOther();
    void replay_saysThatTheWorkspaceIsReadOnly_data();
    void replay_saysThatTheWorkspaceIsReadOnly();
    void staged_isCountedAndAskedAbout();
    void written_isAskedAbout();
    void holder_thatHasEndedIsNotSentTo();
    void end_beforeTheViewsAreThere_data();
    void end_beforeTheViewsAreThere();
    void failure_beforeTheViewsAreThere();
};

void ConsoleViewsTest::views_comeTogetherAfterAFewTurns() {
    Fixture fixture;
    const auto views = fixture.openViews();
    int turns = 0;
    while (fixture.timesShown == 0 && turns < 100) {
        QVERIFY(fixture.page);
        QVERIFY(!fixture.window.currentView());
        QCoreApplication::sendPostedEvents(views.get());
        ++turns;
    }
    // One for each view, and one for the window.
    QCOMPARE(turns, 6);
    QVERIFY(!fixture.page);
    QCOMPARE(fixture.window.currentView(), std::optional(ui::ViewName::Stream));
    for (const char* name : {"streamView", "recordView", "conflictsView", "replayView", "ownershipView"})
        QVERIFY2(fixture.window.findChild<QWidget*>(QLatin1StringView(name)), name);
}

void ConsoleViewsTest::views_leadToEachOther() {
    Fixture fixture;
    const auto views = fixture.openViews();
    QTRY_COMPARE(fixture.timesShown, 1);
    fixture.navigator.showRule(u"contact"_s, u"phone"_s);
    QCOMPARE(fixture.window.currentView(), std::optional(ui::ViewName::Ownership));
    fixture.navigator.showConflict(core::Seq(7));
    QCOMPARE(fixture.window.currentView(), std::optional(ui::ViewName::Conflicts));
}

void ConsoleViewsTest::replay_saysThatTheWorkspaceIsReadOnly_data() {
    QTest::addColumn<bool>("isReadOnly");
    QTest::newRow("another process has it") << true;
    QTest::newRow("this one has it") << false;
}

void ConsoleViewsTest::replay_saysThatTheWorkspaceIsReadOnly() {
    QFETCH(const bool, isReadOnly);
    Fixture fixture;
    const auto views = fixture.openViews(isReadOnly);
    QTRY_COMPARE(fixture.timesShown, 1);
    const auto* const line = fixture.window.findChild<QWidget*>(u"replayReadOnly"_s);
    QVERIFY(line);
    QCOMPARE(!line->isHidden(), isReadOnly);
}

/// A person stages a rule, goes elsewhere and quits.
void ConsoleViewsTest::staged_isCountedAndAskedAbout() {
    Fixture fixture;
    fixture.bridge.onQuery<ui::RuleTable>([](const ui::RuleTable&) {
        ui::Rules rules;
        ui::RuledObject contact{"contact", {"Contact", "contacts"}, {}, {}};
        contact.fields.push_back({"phone", {"Phone", "phone"}, "phone digits", {}});
        rules.rules.fields["contact"]["phone"] = {};
        rules.objects = {contact};
        return rules;
    });
    const auto views = fixture.openViews();
    QTRY_COMPARE(fixture.timesShown, 1);
    fixture.window.resize(1440, 900);
    fixture.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&fixture.window));
    const auto* const item = fixture.window.findChild<QWidget*>(u"navOwnership"_s);
    fixture.navigator.showRule(u"contact"_s, u"phone"_s);
    auto* const tieBreak = fixture.window.findChild<QWidget*>(u"tieBreakHubSpot"_s);
    QTRY_VERIFY(tieBreak->isVisible());
    QTest::keyClick(tieBreak, Qt::Key_Space);
    QCOMPARE(item->accessibleName(), u"Ownership, 1 staged"_s);
    fixture.window.showView(ui::ViewName::Stream);
    QCOMPARE(item->accessibleName(), u"Ownership, 1 staged"_s);
    QVERIFY(!fixture.window.close());
    auto* const discard = fixture.window.findChild<QWidget*>(u"closeAndDiscard"_s);
    QVERIFY(discard);
    QTest::mouseClick(discard, Qt::LeftButton);
    QTRY_VERIFY(!fixture.window.isVisible());
    fixture.window.showPage(new QWidget);
}

/// A person begins to write a note for a conflict, goes elsewhere and quits.
void ConsoleViewsTest::written_isAskedAbout() {
    Fixture fixture;
    fixture.bridge.onQuery<ui::OpenConflicts>([](const ui::OpenConflicts&) { return std::vector{test::title()}; });
    const auto views = fixture.openViews();
    QTRY_COMPARE(fixture.timesShown, 1);
    fixture.window.resize(1440, 900);
    fixture.window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&fixture.window));
    fixture.window.showView(ui::ViewName::Conflicts);
    auto* const list = fixture.window.findChild<QListView*>(u"conflictList"_s);
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(1, 0)).center());
    auto* const note = fixture.window.findChild<QLineEdit*>(u"conflictNote"_s);
    QTRY_VERIFY(note->isVisible());
    note->setFocus();
    QTest::keyClicks(note, u"Priya"_s);
    QCOMPARE(note->text(), u"Priya"_s);
    fixture.window.showView(ui::ViewName::Stream);
    QVERIFY(!fixture.window.close());
    const auto* const box = fixture.window.findChild<QMessageBox*>(u"closeConfirm"_s);
    QVERIFY(box);
    QCOMPARE(box->text(), u"What you wrote for 1 conflict has not been applied"_s);
    QTest::mouseClick(fixture.window.findChild<QWidget*>(u"closeAndDiscard"_s), Qt::LeftButton);
    QTRY_VERIFY(!fixture.window.isVisible());
    fixture.window.showPage(new QWidget);
}

/// A person is sent to the other window only while there is one.
void ConsoleViewsTest::holder_thatHasEndedIsNotSentTo() {
    Fixture fixture;
    const auto views = fixture.openViews(true);
    QTRY_COMPARE(fixture.timesShown, 1);
    const auto* const line = fixture.window.findChild<QLabel*>(u"conflictsReadOnly"_s);
    const auto* const replay = fixture.window.findChild<QLabel*>(u"replayReadOnlyWords"_s);
    const auto* const apply = fixture.window.findChild<QWidget*>(u"rulesApply"_s);
    const auto* const direction = fixture.window.findChild<QWidget*>(u"directionToHubSpot"_s);
    fixture.window.setBar({u"readOnly"_s, ui::BarKind::Ours, ui::Icon::Lock, u"Read-only"_s, {}, {}});
    const auto there = u"in the window that has this workspace open"_s;
    const auto gone = u"nobody runs this workspace any more"_s;
    for (const bool isHeld : {true, false, true}) {
        views->setHeld(isHeld);
        QCOMPARE(line->text().contains(there), isHeld);
        QCOMPARE(line->text().contains(gone), !isHeld);
        QCOMPARE(replay->text().contains(there), isHeld);
        QCOMPARE(replay->text().contains(gone), !isHeld);
        QCOMPARE(apply->toolTip().contains(there), isHeld);
        QCOMPARE(apply->toolTip().contains(gone), !isHeld);
        QCOMPARE(direction->toolTip().contains(there), isHeld);
        QCOMPARE(direction->toolTip().contains(gone), !isHeld);
    }
}

void ConsoleViewsTest::end_beforeTheViewsAreThere_data() {
    QTest::addColumn<int>("turns");
    QTest::newRow("none yet") << 0;
    QTest::newRow("one") << 1;
    QTest::newRow("all, and not in the window") << 5;
}

void ConsoleViewsTest::end_beforeTheViewsAreThere() {
    QFETCH(const int, turns);
    Fixture fixture;
    auto views = fixture.openViews();
    for (int turn = 0; turn < turns; ++turn)
        QCoreApplication::sendPostedEvents(views.get());
    views.reset();
    QCoreApplication::sendPostedEvents();
    QCOMPARE(fixture.timesShown, 0);
    QVERIFY(fixture.page);
}

/// The engine works already while the views are made.
void ConsoleViewsTest::failure_beforeTheViewsAreThere() {
    Fixture fixture;
    std::ofstream(fixture.folder.filePath(u"workspace.json"_s).toStdString()) << mapping::sandboxWorkspaceText();
    auto read = mapping::readWorkspace(fixture.folder.path().toStdString());
    QVERIFY(read);
    app::ConsoleWorkspace workspace({*read, nullptr, {}},
                                    {fixture.theme, fixture.times, fixture.clock, fixture.window});
    workspace.engineFailed({base::ErrorCode::NoSpace, "append", "journal.db", "the disk is full", "make room"});
    QTRY_VERIFY(fixture.window.findChild<QWidget*>(u"bar-engine"_s));
    fixture.window.showPage(new QWidget);
}

QTEST_MAIN(ConsoleViewsTest)
#include "console_views_test.moc"
