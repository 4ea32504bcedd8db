#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/first_start.h"
#include <QApplication>
#include <QLineEdit>
#include <QDialog>
#include <QTest>
using namespace syncline;
using test::WindowFixture;
int main(int argc, char** argv) {
    QApplication app(argc, argv);
    for (const bool dark : {false, true}) {
        WindowFixture f;
        const QString suffix = dark ? "-dark.png" : ".png";
        f.theme.setChoice(dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        ui::Snapshot s = WindowFixture::calm();
        s.head = core::Seq(4718913); s.openConflicts = 34; s.side.salesforce.lastReceived = f.clock.wallNow() - std::chrono::milliseconds(400);
        s.side.hubspot.lastReceived = f.clock.wallNow() - std::chrono::milliseconds(2100);
        s.side.hubspot.dueCells = 12; s.undecided = 2;
        f.bridge.setSnapshot(s);
        f.bridge.onQuery<ui::RecordSearch>([](const ui::RecordSearch&) {
            std::vector<ui::RecordHit> hits(3);
            hits[0].title = "Ada Lovelace"; hits[0].object = "contact"; hits[0].key = "ada@acme.com"; hits[0].record = {"1", "2"};
            hits[1].title = "Adam Wójcik"; hits[1].object = "contact"; hits[1].key = "adam@northwind.example"; hits[1].record = {"1", "2"};
            hits[2].title = "Adatum Corp"; hits[2].object = "company"; hits[2].key = "adatum.example"; hits[2].record = {"1", std::nullopt};
            return hits; });
        f.bridge.onQuery<ui::OpenConflicts>([](const ui::OpenConflicts&) { ui::ConflictRow r; r.title = "Ada Lovelace"; r.company = "Acme GmbH"; r.field.name = "job_title"; return std::vector{r}; });
        f.bridge.onQuery<ui::DuePreview>([](const ui::DuePreview&) { ui::DueReview r; r.cells.hubspot = 63; r.records.hubspot = 41;
            for (int i = 0; i < 20; ++i) { ui::DueValue v; v.title = "Noor Haddad"; v.field = "phone"; v.now = core::Value{"+46 8 123 45 60", "+46 8 123 45 60"}; v.after = core::Value{"+46 8 123 45 67", "+46 8 123 45 67"}; r.examples.push_back(v);} return r; });
        f.window->resize(1440, 900);
        QTest::qWait(300);
        f.window->grab().save("/tmp/shell-window" + suffix);
        f.window->toast("24 conflicts resolved", "Undo", [] {});
        QTest::keyClick(f.window->focusWidget(), Qt::Key_K, Qt::ControlModifier);
        QTest::keyClicks(f.find<QLineEdit>("paletteInput"), "ada");
        QTest::qWait(500);
        f.window->grab().save("/tmp/shell-palette" + suffix);
        QTest::keyClick(f.find<QLineEdit>("paletteInput"), Qt::Key_Escape);
        s.side.hubspot.mode = core::Mode::Observe; s.side.salesforce.phase = core::ConnectorPhase::Disconnected; s.side.salesforce.message = "503 since 10:31:07. It is tried again in 38 s.";
        f.bridge.setSnapshot(s);
        QTest::qWait(200);
        f.window->resize(1200, 800);
        QTest::qWait(200);
        f.window->grab().save("/tmp/shell-narrow" + suffix);
        QTest::mouseClick(f.find("directionToHubSpot"), Qt::LeftButton);
        QTest::qWait(300);
        f.find("modePreview")->grab().save("/tmp/shell-mode" + suffix);
        delete f.find("modePreview");
        QTest::keyClick(f.window->focusWidget(), Qt::Key_F1);
        QTest::qWait(200);
        f.find("keysPage")->grab().save("/tmp/shell-keys" + suffix);
        delete f.find("keysPage");
        auto* first = new ui::FirstStart(f.theme);
        f.window->showPage(first);
        QTest::qWait(200);
        f.window->grab().save("/tmp/shell-first" + suffix);
        QTest::mouseClick(f.find("connectSides"), Qt::LeftButton);
        QTest::qWait(200);
        f.window->grab().save("/tmp/shell-connect" + suffix);
        first->showMade("/home/eva/acme");
        QTest::qWait(200);
        f.window->grab().save("/tmp/shell-made" + suffix);
    }
}
