#include "tests/ui/quality/places.h"

#include "tests/ui/support/entries.h"
#include "ui/shell/first_start.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <memory>
#include <string>

namespace syncline::test {
namespace {

using ui::ViewName;

void click(QWidget& widget) {
    QTest::mouseClick(&widget, Qt::LeftButton);
    WholeWindow::settle();
}

void type(QWidget& input, const QString& text) {
    input.setFocus();
    QTest::keyClick(&input, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&input, Qt::Key_Delete);
    QTest::keyClicks(&input, text);
    WholeWindow::settle();
}

void show(WholeWindow& console, ViewName view) {
    console.window().showView(view);
    WholeWindow::settle();
}

void setTab(WholeWindow& console, const char* tabs, int tab) {
    auto& bar = console.find<QTabBar>(tabs);
    QTest::mouseClick(&bar, Qt::LeftButton, Qt::NoModifier, bar.tabRect(tab).center());
    WholeWindow::settle();
}

void showEntry(WholeWindow& console, core::Seq seq) {
    console.navigator().showStream({QString(), seq});
    WholeWindow::settle();
}

void showRecord(WholeWindow& console, const char* field, int tab) {
    console.navigator().showRecord(Acme::kRecord, QString::fromLatin1(field));
    WholeWindow::settle();
    setTab(console, "recordTabs", tab);
}

void showConflict(WholeWindow& console, core::Seq conflict) {
    show(console, ViewName::Conflicts);
    setTab(console, "conflictTabs", 0);
    console.navigator().showConflict(conflict);
    WholeWindow::settle();
}

void showRule(WholeWindow& console, const char* field) {
    console.navigator().showRule(QStringLiteral("contact"), QString::fromLatin1(field));
    WholeWindow::settle();
}

/// Another tolerance, so that there is something to discard, preview and apply.
void stageRule(WholeWindow& console) {
    showRule(console, Acme::kLongField);
    auto& tolerance = console.find<QSpinBox>("ruleTolerance");
    tolerance.setValue(tolerance.value() == 1'200'000 ? 1'300'000 : 1'200'000);
    const auto asked = console.bridge().asked<ui::RulePreview>().size();
    QTRY_VERIFY(console.bridge().asked<ui::RulePreview>().size() > asked);
    WholeWindow::settle();
}

void showRewind(WholeWindow& console) {
    console.navigator().showRewind(QString::fromLatin1(Acme::kConsumer), core::Seq(4'602'118));
    WholeWindow::settle();
}

std::vector<Place> fullPlaces() {
    std::vector<Place> places = {
        {"stream", [](WholeWindow& console) { show(console, ViewName::Stream); }},
        {"stream, a change chosen", [](WholeWindow& console) { showEntry(console, Acme::kChange); }},
        {"stream, a decision chosen",
         [](WholeWindow& console) { showEntry(console, core::Seq(Acme::kChange.value() + 1)); }},
        {"stream, a refused write chosen",
         [](WholeWindow& console) { showEntry(console, core::Seq(Acme::kChange.value() + 3)); }},
        {"stream, a resolution chosen",
         [](WholeWindow& console) { showEntry(console, core::Seq(Acme::kChange.value() + 5)); }},
        {"stream, words offered",
         [](WholeWindow& console) {
             show(console, ViewName::Stream);
             type(console.find("streamFilter"), QStringLiteral("outcome == "));
         }},
        {"stream, a mistake in the filter",
         [](WholeWindow& console) {
             show(console, ViewName::Stream);
             type(console.find("streamFilter"), QStringLiteral("side == hubspot && fild == phone"));
         }},
        {"stream, a doubted word in the filter",
         [](WholeWindow& console) {
             show(console, ViewName::Stream);
             type(console.find("streamFilter"), QStringLiteral("side == hubspot && field == shoe_size"));
         }},
        {"stream, nothing matches",
         [](WholeWindow& console) {
             console.navigator().showStream({QStringLiteral("record == \"nobody\" && time > -1h"), {}});
             WholeWindow::settle();
             QTRY_VERIFY(console.window().findChild<QWidget*>(QStringLiteral("streamClearFilter")) != nullptr);
             WholeWindow::settle();
         }},
    };
    const std::vector<Place> record = {
        {"record, which one",
         [](WholeWindow& console) {
             show(console, ViewName::Record);
             QTest::keyClick(&console.window(), Qt::Key_F, Qt::ControlModifier);
             WholeWindow::settle();
             type(console.find("recordFind"), QStringLiteral("konst"));
             QTRY_VERIFY(console.window().findChild<QWidget*>(QStringLiteral("recordHits"))->isVisible());
             WholeWindow::settle();
         }},
        {"record", [](WholeWindow& console) { showRecord(console, "", 0); }},
        {"record, why this value", [](WholeWindow& console) { showRecord(console, "phone", 0); }},
        {"record, why not", [](WholeWindow& console) { showRecord(console, "job_title", 1); }},
        {"record, its history", [](WholeWindow& console) { showRecord(console, Acme::kLongField, 2); }},
        {"record, as it was",
         [](WholeWindow& console) {
             showRecord(console, "customer_tier", 0);
             type(console.find("recordMoment"), QStringLiteral("4679410"));
             QTest::keyClick(&console.find("recordMoment"), Qt::Key_Return);
             WholeWindow::settle();
         }},
    };
    places.insert(places.end(), record.begin(), record.end());
    return places;
}

void typeOwnValue(WholeWindow& console, const QString& text) {
    showConflict(console, Acme::kTwoCandidates);
    type(console.find("conflictOwnValue"), text);
}

std::vector<Place> conflictPlaces() {
    return {
        {"conflicts",
         [](WholeWindow& console) {
             show(console, ViewName::Conflicts);
             setTab(console, "conflictTabs", 1);
             setTab(console, "conflictTabs", 0);
         }},
        {"conflicts, two candidates", [](WholeWindow& console) { showConflict(console, Acme::kTwoCandidates); }},
        {"conflicts, three candidates", [](WholeWindow& console) { showConflict(console, Acme::kThreeCandidates); }},
        {"conflicts, a side taken",
         [](WholeWindow& console) {
             showConflict(console, Acme::kThreeCandidates);
             click(console.find("conflictTake3"));
         }},
        {"conflicts, a refused change", [](WholeWindow& console) { showConflict(console, Acme::kRefused); }},
        {"conflicts, a first comparison", [](WholeWindow& console) { showConflict(console, Acme::kFirstComparison); }},
        {"conflicts, an own value",
         [](WholeWindow& console) { typeOwnValue(console, QStringLiteral("Head of Analytics, EMEA and Americas")); }},
        {"conflicts, an own value that cannot be",
         [](WholeWindow& console) { typeOwnValue(console, QStringLiteral("Head of what?")); }},
        {"conflicts, all",
         [](WholeWindow& console) {
             show(console, ViewName::Conflicts);
             setTab(console, "conflictTabs", 2);
             QTest::keyClick(&console.find("conflictList"), Qt::Key_J);
             WholeWindow::settle();
         }},
        {"conflicts, resolved",
         [](WholeWindow& console) {
             show(console, ViewName::Conflicts);
             setTab(console, "conflictTabs", 1);
             QTest::keyClick(&console.find("conflictList"), Qt::Key_J);
             WholeWindow::settle();
         }},
    };
}

std::vector<Place> ownershipAndReplayPlaces() {
    return {
        {"ownership",
         [](WholeWindow& console) {
             show(console, ViewName::Ownership);
             setTab(console, "ownershipObjects", 1);
             setTab(console, "ownershipObjects", 0);
         }},
        {"ownership, by time", [](WholeWindow& console) { showRule(console, "phone"); }},
        {"ownership, a person decides", [](WholeWindow& console) { showRule(console, "lifecycle_stage"); }},
        {"ownership, an owner", [](WholeWindow& console) { showRule(console, "customer_tier"); }},
        {"ownership, a rule staged", [](WholeWindow& console) { stageRule(console); }},
        {"ownership, preview",
         [](WholeWindow& console) {
             stageRule(console);
             click(console.find("rulesPreview"));
         }},
        {"replay", [](WholeWindow& console) { show(console, ViewName::Replay); }},
        {"replay, a rewind reviewed", [](WholeWindow& console) { showRewind(console); }},
        {"replay, a time that is none",
         [](WholeWindow& console) {
             showRewind(console);
             click(console.find("rewindFromTime"));
             type(console.find("rewindPlace"), QStringLiteral("half past ten"));
             QTest::keyClick(&console.find("rewindPlace"), Qt::Key_Return);
             WholeWindow::settle();
         }},
        {"replay, running",
         [](WholeWindow& console) {
             if (console.window().findChild<QWidget*>(QStringLiteral("rewindStart"))->isVisible()) {
                 showRewind(console);
                 click(console.find("rewindFromBeginning"));
                 click(console.find("rewindStart"));
             }
             show(console, ViewName::Replay);
         }},
    };
}

std::vector<Place> allViews(const char* const (&names)[5]) {
    return {{names[0], [](WholeWindow& console) { show(console, ViewName::Stream); }},
            {names[1], [](WholeWindow& console) { show(console, ViewName::Record); }},
            {names[2], [](WholeWindow& console) { show(console, ViewName::Conflicts); }},
            {names[3], [](WholeWindow& console) { show(console, ViewName::Replay); }},
            {names[4], [](WholeWindow& console) { show(console, ViewName::Ownership); }}};
}

std::vector<Place> emptyPlaces() {
    return allViews(
        {"stream, empty", "record, none chosen", "conflicts, none", "replay, no consumer", "ownership, no field"});
}

std::vector<Place> failingPlaces() {
    std::vector<Place> places =
        allViews({"stream, failed", "record, in trouble", "conflicts, failed", "replay, failed", "ownership, failed"});
    places.push_back({"record, failed", [](WholeWindow& console) {
                          console.navigator().showRecord(Acme::kRecord, {});
                          WholeWindow::settle();
                      }});
    return places;
}

void trigger(WholeWindow& console, const char* action) {
    console.window().findChild<QAction*>(QString::fromLatin1(action))->trigger();
    WholeWindow::settle();
}

ui::VerifiedJournal verified() {
    return {core::Seq(4'718'913), core::Seq(4'718'900), 138'865, std::string(64, 'e'), {}, false};
}

void verify(WholeWindow& console, const ui::VerifiedJournal& found) {
    console.bridge().onQuery<ui::VerifyJournal>([found](const ui::VerifyJournal&) { return found; });
    trigger(console, "actionVerify");
    const auto* again = console.window().findChild<QWidget*>(QStringLiteral("verifyAgain"));
    QTRY_VERIFY(again->isVisible());
    WholeWindow::settle();
}

}  // namespace

const std::vector<Place>& placesOf(Acme::Kind kind) {
    static const std::vector<Place> kFull = [] {
        std::vector<Place> all = fullPlaces();
        for (const auto& more : {conflictPlaces(), ownershipAndReplayPlaces()})
            all.insert(all.end(), more.begin(), more.end());
        return all;
    }();
    static const std::vector<Place> kEmpty = emptyPlaces();
    static const std::vector<Place> kFailing = failingPlaces();
    return kind == Acme::Kind::Full ? kFull : kind == Acme::Kind::Empty ? kEmpty : kFailing;
}

const std::vector<Place>& placesAbove() {
    static const std::vector<Place> kPlaces = {
        {"command palette",
         [](WholeWindow& console) {
             trigger(console, "actionFind");
             const auto asked = console.bridge().asked<ui::RecordSearch>().size();
             type(console.find("paletteInput"), QStringLiteral("ko"));
             QTRY_VERIFY(console.bridge().asked<ui::RecordSearch>().size() > asked);
             WholeWindow::settle();
         }},
        {"keys", [](WholeWindow& console) { trigger(console, "actionKeys"); }},
        {"about", [](WholeWindow& console) { trigger(console, "actionAbout"); }},
        {"verifying the journal",
         [](WholeWindow& console) {
             console.bridge().holdQueries<ui::VerifyJournal>();
             trigger(console, "actionVerify");
             console.bridge().asked<ui::VerifyJournal>().back().progress->publish(
                 std::make_shared<const ui::VerifiedSoFar>(
                     ui::VerifiedSoFar{core::Seq(3'088'420), core::Seq(4'718'913)}));
             const auto* count = console.window().findChild<QLabel*>(QStringLiteral("verifyCount"));
             QTRY_VERIFY(count->text().startsWith(QStringLiteral("3,088,420")));
             WholeWindow::settle();
         }},
        {"a sound journal", [](WholeWindow& console) { verify(console, verified()); }},
        {"a damaged journal",
         [](WholeWindow& console) {
             ui::VerifiedJournal found = verified();
             found.entriesDiffer = true;
             found.differences = {"entries 4102338 to 4102401 are missing",
                                  "entry 4102402: what it says, or the hash before it, does not fit its hash"};
             verify(console, found);
         }},
        {"going live",
         [](WholeWindow& console) {
             console.bridge().setSnapshot(Acme::snapshot(true));
             WholeWindow::settle();
             click(console.find("directionToSalesforce"));
         }},
        {"toast",
         [](WholeWindow& console) {
             console.bridge().setSnapshot(Acme::snapshot(false));
             console.window().toast(QStringLiteral("Resolved, Konstantina Papadopoulou-Wolfeschlegelstein"),
                                    QStringLiteral("Undo"), [] {});
             WholeWindow::settle();
         }},
    };
    return kPlaces;
}

const std::vector<Place>& placesBefore() {
    static const std::vector<Place> kPlaces = {
        {"first start",
         [](WholeWindow& console) {
             console.window().showPage(new ui::FirstStart(console.theme()));
             WholeWindow::settle();
         }},
        {"new workspace",
         [](WholeWindow& console) {
             auto* page = new ui::FirstStart(console.theme());
             console.window().showPage(page);
             WholeWindow::settle();
             page->showMistake(QStringLiteral("create the folder: /srv/syncline/acme-production: Permission denied"));
             WholeWindow::settle();
         }},
        {"workspace made",
         [](WholeWindow& console) {
             auto* page = new ui::FirstStart(console.theme());
             console.window().showPage(page);
             page->showMade(QStringLiteral("/srv/syncline/acme-production"));
             WholeWindow::settle();
         }},
    };
    return kPlaces;
}

void closeAbove(WholeWindow& console) {
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (widget != &console.window() && widget->isVisible())
            widget->close();
    }
    if (auto* palette = console.window().findChild<QWidget*>(QStringLiteral("commandPalette")))
        palette->hide();
    if (auto* toast = console.window().findChild<QWidget*>(QStringLiteral("toast")))
        toast->hide();
    WholeWindow::settle();
}

std::vector<QMenu*> menusOf(WholeWindow& console) {
    std::vector<QMenu*> menus;
    for (QMenu* menu : console.window().menuBar()->findChildren<QMenu*>()) {
        if (menu->menuAction()->isVisible() && !menu->isEmpty())
            menus.push_back(menu);
    }
    return menus;
}

}  // namespace syncline::test
