#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/due_model.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QDialog>
#include <QLabel>
#include <QMessageBox>
#include <QTableView>
#include <QTest>
#include <algorithm>

using namespace syncline;
using test::WindowFixture;

namespace {

ui::DueValue due(const char* title) {
    ui::DueValue value;
    value.title = title;
    value.field = "phone";
    value.side = core::Side::HubSpot;
    value.now = core::Value{"1", "1"};
    value.after = core::Value{"2", "2"};
    return value;
}

ui::DueReview review(std::size_t cells, std::size_t records) {
    ui::DueReview answer;
    answer.cells.hubspot = cells;
    answer.records.hubspot = records;
    if (cells != 0)
        answer.examples = {due("Ada Lovelace"), due("Noor Haddad")};
    return answer;
}

/// Both directions only observe.
struct Observing : WindowFixture {
    Observing() {
        bridge.onQuery<ui::DuePreview>([this](const ui::DuePreview&) { return answer; });
        ui::Snapshot snapshot = calm();
        for (const core::Side side : core::kSides)
            snapshot.side[side].mode = core::Mode::Observe;
        bridge.setSnapshot(snapshot);
    }

    /// Presses the direction to HubSpot and gives the preview.
    [[nodiscard]] QDialog* preview() const {
        const auto* button = find("directionToHubSpot");
        if (!QTest::qWaitFor([&] { return button->accessibleName().contains(QStringLiteral("Observe")); }))
            return nullptr;
        QTest::mouseClick(find("directionToHubSpot"), Qt::LeftButton);
        return find<QDialog>("modePreview");
    }

    /// So much is due to HubSpot, by the snapshot and by the next count.
    void growTo(std::size_t cells, std::size_t records) {
        answer = review(cells, records);
        ui::Snapshot snapshot = bridge.snapshot();
        snapshot.side.hubspot.dueCells = cells;
        bridge.setSnapshot(snapshot);
    }

    base::Result<ui::DueReview> answer = review(63, 41);
};

QString text(const QDialog* preview, const char* name) {
    return preview->findChild<QLabel*>(QString::fromLatin1(name))->text();
}

}  // namespace

class DirectionsTest : public QObject {
    Q_OBJECT
private slots:
    void model_isSound();
    void state_isSaid_data();
    void state_isSaid();
    void observe_saysWhatIsDueAndWhatIsUndecided_data();
    void observe_saysWhatIsDueAndWhatIsUndecided();
    void observe_needsNoPreview();
    void live_isPreviewed_data();
    void live_isPreviewed();
    void live_followsWhatIsDue();
    void live_slowCountLetsNoOldNumberStand();
    void live_failedCountLetsNothingLeave();
    void live_submitsWhenConfirmed();
    void live_cancelSubmitsNothing();
    void realAccount_isAskedForOnceMore_data();
    void realAccount_isAskedForOnceMore();
    void realAccount_boxFollowsWhatIsDue();
    void realAccount_cancelSubmitsNothing();
    void live_refusalIsSaidAndCanBeTriedAgain();
    void preview_failureIsSaid();
    void bar_leadsToThePreview();
    void readOnly_nothingIsSwitched();
    void held_standsBesideTheMode_data();
    void held_standsBesideTheMode();
};

void DirectionsTest::model_isSound() {
    ui::DueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.set({due("Ada Lovelace"), due("Noor Haddad")});
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("Noor Haddad"));
}

void DirectionsTest::state_isSaid_data() {
    QTest::addColumn<bool>("live");
    QTest::addColumn<int>("due");
    QTest::addColumn<QString>("name");
    QTest::newRow("live, nothing due") << true << 0 << QStringLiteral("Salesforce to HubSpot: Live");
    QTest::newRow("live, some due") << true << 12 << QStringLiteral("Salesforce to HubSpot: Live, 12 due");
    QTest::newRow("observe") << false << 0 << QStringLiteral("Salesforce to HubSpot: Observe");
    QTest::newRow("observe, many due") << false << 1063 << QStringLiteral("Salesforce to HubSpot: Observe, 1,063 due");
}

void DirectionsTest::state_isSaid() {
    QFETCH(const bool, live);
    QFETCH(const int, due);
    QFETCH(const QString, name);
    WindowFixture fixture;
    ui::Snapshot snapshot = WindowFixture::calm();
    snapshot.side.hubspot.mode = live ? core::Mode::Live : core::Mode::Observe;
    snapshot.side.hubspot.dueCells = static_cast<std::size_t>(due);
    fixture.bridge.setSnapshot(snapshot);
    QTRY_COMPARE(fixture.find("directionToHubSpot")->accessibleName(), name);
    QCOMPARE(fixture.find("directionToSalesforce")->accessibleName(), QStringLiteral("HubSpot to Salesforce: Live"));
}

void DirectionsTest::observe_saysWhatIsDueAndWhatIsUndecided_data() {
    QTest::addColumn<int>("due");
    QTest::addColumn<int>("undecided");
    QTest::addColumn<QString>("told");
    QTest::newRow("nothing") << 0 << 0 << "Everything is read, decided and shown; nothing is due.";
    QTest::newRow("values") << 63 << 0 << "63 values are due and stay here.";
    QTest::newRow("changes") << 0 << 3 << "Nothing is due so far. 3 changes wait to be decided.";
    QTest::newRow("both") << 63 << 1 << "63 values are due and stay here. 1 change waits to be decided.";
}

void DirectionsTest::observe_saysWhatIsDueAndWhatIsUndecided() {
    QFETCH(const int, due);
    QFETCH(const int, undecided);
    QFETCH(const QString, told);
    Observing fixture;
    ui::Snapshot snapshot = fixture.bridge.snapshot();
    snapshot.side.hubspot.dueCells = static_cast<std::size_t>(due);
    snapshot.undecided = static_cast<std::size_t>(undecided);
    fixture.bridge.setSnapshot(snapshot);
    const auto sentence = [&] {
        const auto* bar = fixture.find("bar-observe");
        return bar == nullptr ? QString() : bar->findChild<QLabel*>(QStringLiteral("barSentence"))->text();
    };
    QTRY_COMPARE(sentence(), told);
}

void DirectionsTest::observe_needsNoPreview() {
    const WindowFixture fixture;
    QTRY_VERIFY(fixture.find("directionToHubSpot")->accessibleName().contains(QStringLiteral("Live")));
    QTest::mouseClick(fixture.find("directionToHubSpot"), Qt::LeftButton);
    QCOMPARE(fixture.bridge.commands().size(), std::size_t{1});
    const auto& command = std::get<ui::SetMode>(fixture.bridge.commands().front());
    QCOMPARE(command.mode, core::Mode::Observe);
    QCOMPARE(command.target, std::optional(core::Side::HubSpot));
    QCOMPARE(command.who, std::string("grace"));
}

void DirectionsTest::live_isPreviewed_data() {
    QTest::addColumn<int>("cells");
    QTest::addColumn<int>("records");
    QTest::addColumn<QString>("button");
    QTest::newRow("many") << 1063 << 41 << QStringLiteral("Go live, write 1,063 values of 41 records");
    QTest::newRow("one") << 1 << 1 << QStringLiteral("Go live, write 1 value of 1 record");
    QTest::newRow("nothing") << 0 << 0 << QStringLiteral("Go live");
}

void DirectionsTest::live_isPreviewed() {
    QFETCH(const int, cells);
    QFETCH(const int, records);
    QFETCH(const QString, button);
    Observing fixture;
    fixture.answer = review(static_cast<std::size_t>(cells), static_cast<std::size_t>(records));
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    const auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    QCOMPARE(live->text(), button);
    const auto* examples = preview->findChild<QTableView*>(QStringLiteral("modeExamples"));
    QCOMPARE(examples->model()->rowCount(), cells == 0 ? 0 : 2);
    QCOMPARE(fixture.bridge.asked<ui::DuePreview>().front().sides, (core::PerSide<bool>{false, true}));
    QVERIFY(fixture.bridge.commands().empty());
}

/// While a person reads, more becomes due: the button promises what would leave now.
void DirectionsTest::live_followsWhatIsDue() {
    Observing fixture;
    fixture.growTo(7, 6);
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    const auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_COMPARE(live->text(), QStringLiteral("Go live, write 7 values of 6 records"));
    auto* cancel = preview->findChild<QAbstractButton*>(QStringLiteral("modeCancel"));
    cancel->setFocus();
    fixture.growTo(30, 12);
    QTRY_COMPARE(live->text(), QStringLiteral("Go live, write 30 values of 12 records"));
    QVERIFY(text(preview, "modeSentence").startsWith(QStringLiteral("30 values of 12 records due to HubSpot")));
    QVERIFY(live->isEnabled());
    // Whoever is elsewhere in the dialog stays there.
    QVERIFY(cancel->hasFocus());
    // It is not asked with each snapshot.
    const std::size_t asked = fixture.bridge.asked<ui::DuePreview>().size();
    QVERIFY2(asked <= 3, std::to_string(asked).c_str());
    fixture.growTo(0, 0);
    QTRY_COMPARE(live->text(), QStringLiteral("Go live"));
}

void DirectionsTest::live_slowCountLetsNoOldNumberStand() {
    Observing fixture;
    fixture.growTo(7, 6);
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    const auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_COMPARE(live->text(), QStringLiteral("Go live, write 7 values of 6 records"));
    fixture.bridge.holdQueries<ui::DuePreview>();
    fixture.growTo(30, 12);
    QTRY_COMPARE(live->text(), QStringLiteral("Go live, write 30 values"));
    fixture.bridge.onQuery<ui::DuePreview>([&](const ui::DuePreview&) { return fixture.answer; });
    QTRY_COMPARE(live->text(), QStringLiteral("Go live, write 30 values of 12 records"));
}

void DirectionsTest::live_failedCountLetsNothingLeave() {
    Observing fixture;
    fixture.growTo(7, 6);
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    fixture.growTo(30, 12);
    fixture.answer = base::Error{base::ErrorCode::Io, "count what is due", "projections.db", "disk I/O error", ""};
    QTRY_VERIFY(!live->isEnabled());
    QTRY_VERIFY(text(preview, "modeMistake").contains(QStringLiteral("isk I/O error")));
    QTest::mouseClick(live, Qt::LeftButton);
    QVERIFY(fixture.bridge.commands().empty());
}

void DirectionsTest::live_submitsWhenConfirmed() {
    const Observing fixture;
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    QTest::mouseClick(live, Qt::LeftButton);
    QTRY_VERIFY(fixture.find("modePreview") == nullptr);
    QCOMPARE(fixture.bridge.commands().size(), std::size_t{1});
    const auto& command = std::get<ui::SetMode>(fixture.bridge.commands().front());
    QCOMPARE(command.mode, core::Mode::Live);
    QCOMPARE(command.target, std::optional(core::Side::HubSpot));
}

void DirectionsTest::live_cancelSubmitsNothing() {
    const Observing fixture;
    QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    QTest::keyClick(preview, Qt::Key_Escape);
    QTRY_VERIFY(fixture.find("modePreview") == nullptr);
    QVERIFY(fixture.bridge.commands().empty());
}

void DirectionsTest::realAccount_isAskedForOnceMore_data() {
    QTest::addColumn<int>("cells");
    QTest::addColumn<int>("records");
    QTest::addColumn<QString>("statement");
    QTest::addColumn<QString>("button");
    QTest::newRow("many") << 1063 << 41
                          << QStringLiteral("HubSpot, portal 4711, is given 1,063 values of 41 records at once.")
                          << QStringLiteral("Go live, write 1,063 values of 41 records");
    QTest::newRow("nothing") << 0 << 0
                             << QStringLiteral("From here on every change is written to HubSpot, portal 4711.")
                             << QStringLiteral("Go live");
}

void DirectionsTest::realAccount_isAskedForOnceMore() {
    QFETCH(const int, cells);
    QFETCH(const int, records);
    QFETCH(const QString, statement);
    QFETCH(const QString, button);
    Observing fixture;
    fixture.bridge.setSandbox(false);
    fixture.answer = review(static_cast<std::size_t>(cells), static_cast<std::size_t>(records));
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    QTest::mouseClick(live, Qt::LeftButton);
    const auto* box = fixture.find<QMessageBox>("modeConfirm");
    QVERIFY(box != nullptr);
    QVERIFY(fixture.bridge.commands().empty());
    QCOMPARE(box->text(), statement);
    auto* yes = box->findChild<QAbstractButton*>(QStringLiteral("modeConfirmLive"));
    QCOMPARE(yes->text(), button);
    QTest::mouseClick(yes, Qt::LeftButton);
    QTRY_VERIFY(fixture.find("modePreview") == nullptr);
    QCOMPARE(fixture.bridge.commands().size(), std::size_t{1});
}

void DirectionsTest::realAccount_boxFollowsWhatIsDue() {
    Observing fixture;
    fixture.bridge.setSandbox(false);
    fixture.growTo(7, 6);
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    QTest::mouseClick(live, Qt::LeftButton);
    const auto* box = fixture.find<QMessageBox>("modeConfirm");
    QVERIFY(box != nullptr);
    fixture.growTo(30, 12);
    QTRY_COMPARE(box->text(), QStringLiteral("HubSpot, portal 4711, is given 30 values of 12 records at once."));
    QCOMPARE(box->findChild<QAbstractButton*>(QStringLiteral("modeConfirmLive"))->text(),
             QStringLiteral("Go live, write 30 values of 12 records"));
    QVERIFY(box->isVisible());
}

void DirectionsTest::realAccount_cancelSubmitsNothing() {
    Observing fixture;
    fixture.bridge.setSandbox(false);
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    QTest::mouseClick(live, Qt::LeftButton);
    // Enter alone does not let anything leave.
    QTest::keyClick(fixture.find("modeConfirm"), Qt::Key_Return);
    QTRY_VERIFY(fixture.find("modeConfirm") == nullptr);
    QVERIFY(fixture.bridge.commands().empty());
    QVERIFY(preview->isVisible());
    QVERIFY(live->isEnabled());
}

void DirectionsTest::live_refusalIsSaidAndCanBeTriedAgain() {
    Observing fixture;
    fixture.bridge.setReply(base::Error{base::ErrorCode::Busy, "run a command", "acme", "another console writes", ""});
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QTRY_VERIFY(live->isEnabled());
    QTest::mouseClick(live, Qt::LeftButton);
    QTRY_VERIFY(text(preview, "modeMistake").contains(QStringLiteral("another console writes")));
    QVERIFY(preview->isVisible());
    fixture.bridge.setReply(core::Seq(101));
    QTest::mouseClick(live, Qt::LeftButton);
    QTRY_VERIFY(fixture.find("modePreview") == nullptr);
    QCOMPARE(fixture.bridge.commands().size(), std::size_t{2});
}

void DirectionsTest::preview_failureIsSaid() {
    Observing fixture;
    fixture.answer = base::Error{base::ErrorCode::Io, "count what is due", "projections.db", "disk I/O error", ""};
    const QDialog* preview = fixture.preview();
    QVERIFY(preview != nullptr);
    QTRY_VERIFY(text(preview, "modeMistake").contains(QStringLiteral("disk I/O error")));
    const auto* live = preview->findChild<QAbstractButton*>(QStringLiteral("modeGoLive"));
    QVERIFY(!live->isEnabled());
    fixture.answer = review(2, 1);
    QTest::mouseClick(preview->findChild<QAbstractButton*>(QStringLiteral("modeAgain")), Qt::LeftButton);
    QTRY_VERIFY(live->isEnabled());
    QVERIFY(!preview->findChild<QLabel*>(QStringLiteral("modeMistake"))->isVisible());
}

void DirectionsTest::bar_leadsToThePreview() {
    const Observing fixture;
    QTRY_VERIFY(fixture.find("barGoLiveToSalesforce") != nullptr);
    QTest::mouseClick(fixture.find("barGoLiveToSalesforce"), Qt::LeftButton);
    QTRY_VERIFY(fixture.find("modePreview") != nullptr);
    QCOMPARE(fixture.bridge.asked<ui::DuePreview>().front().sides, (core::PerSide<bool>{true, false}));
}

void DirectionsTest::readOnly_nothingIsSwitched() {
    const Observing fixture;
    QTRY_VERIFY(fixture.find("barGoLiveToSalesforce") != nullptr);
    ui::BarStack::Bar bar;
    bar.key = QStringLiteral("readOnly");
    bar.statement = QStringLiteral("Read-only: another Syncline writes");
    fixture.window->setBar(bar);
    QTRY_VERIFY(fixture.find("barGoLiveToSalesforce") == nullptr);
    for (const char* name : {"directionToHubSpot", "directionToSalesforce"}) {
        QVERIFY(!fixture.find(name)->isEnabled());
        QVERIFY(fixture.find(name)->toolTip().contains(
            QStringLiteral("Read-only: do it in the window that has this workspace open, or with “syncline mode”.")));
        QTest::mouseClick(fixture.find(name), Qt::LeftButton);
    }
    QVERIFY(fixture.find("modePreview") == nullptr);
    QVERIFY(fixture.bridge.commands().empty());
    // The other one has ended.
    fixture.window->setHeld(false);
    for (const char* name : {"directionToHubSpot", "directionToSalesforce"}) {
        QVERIFY(!fixture.find(name)->isEnabled());
        QVERIFY(fixture.find(name)->toolTip().contains(
            QStringLiteral("Read-only: nobody runs this workspace any more. Do it here after Open for writing, or with "
                           "“syncline mode”.")));
    }
}

void DirectionsTest::held_standsBesideTheMode_data() {
    QTest::addColumn<double>("scale");
    QTest::newRow("text at 100 %") << 1.0;
    QTest::newRow("text at 150 %") << 1.5;
}

void DirectionsTest::held_standsBesideTheMode() {
    QFETCH(const double, scale);
    Observing fixture;
    fixture.theme.setTextScale(scale);
    fixture.window->resize(1280, 800);
    ui::Snapshot snapshot = fixture.bridge.snapshot();
    snapshot.side.hubspot.dueCells = 12'063;
    fixture.bridge.setSnapshot(snapshot);
    const auto* button = fixture.find("directionToHubSpot");
    QTRY_VERIFY(button->accessibleName().endsWith(QStringLiteral("Observe, 12,063 due")));
    for (const QString& words : {QStringLiteral("Observe"), QStringLiteral("12,063 held")}) {
        const auto labels = button->findChildren<QLabel*>();
        const auto label =
            std::find_if(labels.begin(), labels.end(), [&](const QLabel* one) { return one->text() == words; });
        QVERIFY2(label != labels.end(), qPrintable(words));
        QTRY_VERIFY((*label)->isVisible());
        QTRY_VERIFY2((*label)->fontMetrics().horizontalAdvance(words) <= (*label)->contentsRect().width(),
                     qPrintable(words));
        QTRY_VERIFY2((*label)->fontMetrics().height() <= (*label)->height(), qPrintable(words));
        QVERIFY(button->rect().contains((*label)->geometry()));
    }
}

QTEST_MAIN(DirectionsTest)
#include "directions_test.moc"
