#include "tests/ui/support/view_stage.h"
#include "ui/record/field_rows.h"
#include "ui/record/record_view.h"
#include "ui/widgets/loading_rows.h"

#include <QListWidget>
#include <QPointer>
#include <QSignalSpy>
#include <QTabBar>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

namespace {

using Stage = test::ViewStage<RecordView>;
constexpr core::EntityId kNoor(7);
constexpr core::EntityId kAda(41);
constexpr int kWhyNotTab = 1;
constexpr int kHistoryTab = 2;
constexpr int kPhone = 0;
constexpr int kTitle = 1;

/// Phone in step, title in conflict.
RecordState recordOf(core::EntityId id) {
    RecordState state;
    state.entity.id = id;
    state.entity.object = "contact";
    state.entity.record = {"003Qy00000Ac4xYIAR", "51"};
    const core::Version phone = test::version(100, Side::Salesforce, "+46 8 123 45 67");
    core::Cell& phoneCell = state.entity.cells["phone"];
    phoneCell.standing = phone;
    phoneCell.present = {phone, phone};
    core::Cell& titleCell = state.entity.cells["title"];
    titleCell.present = {test::version(101, Side::Salesforce, "SVP"), test::version(102, Side::HubSpot, "VP")};
    titleCell.conflict = core::Conflict{core::Seq(1000), core::ConflictType::ConcurrentUpdate, {}};
    state.title = id == kAda ? "Ada Lovelace" : "Noor Haddad";
    state.fields = {{"phone", {"Phone", "phone"}, "phone digits", {}}, {"title", {"Title", "jobtitle"}, "text", {}}};
    state.asOf = core::Seq(5000);
    state.first = core::Seq(100);
    return state;
}

Tone toneOf(const Cell& cell) {
    const auto* const value = std::get_if<ValueCell>(&cell);
    return value != nullptr ? value->tone : std::get<TextCell>(cell).tone;
}

}  // namespace

/// What the view shows while a side does not answer, while something is read, and when it cannot be.
class RecordStatesTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<Stage>();
        goOn();
        answerRecords();
        answerHistory();
        answerStories();
    }
    void cleanup() { m_stage.reset(); }

    void disconnected_mutesWhatSaysNothingElse();
    void disconnected_isDrawnAnewWhenItChanges();
    void failed_namesNoOtherRecord();
    void failed_afterReadingForLongIsStillSaid();
    void failed_theSameAgainLeavesTheButtons();
    void failed_ofTheSameRecordKeepsIt();
    void failed_lookingForAnotherIsNotDisturbed();
    void history_failedIsSaidInItsPlace();
    void history_nothingLoadsBehindItsFailure();
    void history_ofAnotherRecordIsTakenAway();
    void story_failedIsSaidForBoth();
    void story_failedAgainStays();
    void story_isReadForLong();
    void story_slowIsToldWhileEntriesCome();
    void failedPanes_offerToVerifyTheJournal();
    void finder_failedTriesAgain();

private:
    void answerRecords() {
        m_stage->bridge.onQuery<RecordAt>([](const RecordAt& asked) { return recordOf(asked.entity); });
    }
    void failRecords() {
        m_stage->bridge.onQuery<RecordAt>(
            [](const RecordAt&) -> base::Result<RecordState> { return test::diskFailure(); });
    }
    void answerHistory() {
        m_stage->bridge.onQuery<RecordHistory>(
            [](const RecordHistory&) { return std::vector<EntryRow>{test::rowOf(100, test::phoneChange())}; });
    }
    void answerStories() {
        m_stage->bridge.onQuery<FieldStory>([](const FieldStory&) {
            return std::vector<FieldEvent>{{test::rowOf(100, test::phoneChange()), {}, {}}};
        });
    }
    void failStories() {
        m_stage->bridge.onQuery<FieldStory>(
            [](const FieldStory&) -> base::Result<std::vector<FieldEvent>> { return test::diskFailure(); });
    }
    /// The engine has gone on, and the view reads again.
    void goOn() {
        Snapshot snapshot = m_stage->bridge.snapshot();
        snapshot.head = core::Seq(++m_head);
        snapshot.projected = snapshot.head;
        m_stage->bridge.setSnapshot(snapshot);
    }
    void open(const QString& field = {}) {
        m_stage->view().showRecord(kNoor, field);
        m_stage->open();
        QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Noor Haddad"));
    }
    void openFailed() {
        failRecords();
        m_stage->view().showRecord(kNoor, {});
        m_stage->open();
        QTRY_VERIFY(m_stage->shows("recordRetry"));
    }
    void openTab(int tab) const {
        auto* const tabs = m_stage->find<QTabBar>("recordTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    }
    [[nodiscard]] QAbstractItemModel& fields() const { return *m_stage->find<QTableView>("recordFields")->model(); }
    [[nodiscard]] Cell cell(int row, int column) const {
        return fields().index(row, column).data(kCellRole).value<Cell>();
    }
    [[nodiscard]] std::vector<Cell> cells() const {
        std::vector<Cell> all;
        for (int row = 0; row < fields().rowCount(); ++row) {
            for (int column = 0; column < kRecordColumns; ++column)
                all.push_back(cell(row, column));
        }
        return all;
    }
    [[nodiscard]] int questions() const { return static_cast<int>(m_stage->bridge.asked<RecordAt>().size()); }

    std::unique_ptr<Stage> m_stage;
    std::int64_t m_head = 5000;
};

void RecordStatesTest::disconnected_mutesWhatSaysNothingElse() {
    open();
    const std::vector<Cell> before = cells();
    QCOMPARE(toneOf(cell(kPhone, kField)), Tone::Normal);
    m_stage->disconnect(Side::HubSpot);
    QTRY_COMPARE(toneOf(cell(kPhone, kField)), Tone::Muted);
    for (const int column : {kSalesforceValue, kSalesforceWritten, kState, kRule, kHubSpotValue, kHubSpotWritten})
        QVERIFY2(toneOf(cell(kPhone, column)) == Tone::Muted, qPrintable(QString::number(column)));
    QCOMPARE(toneOf(cell(kTitle, kState)), Tone::Attention);
    // They stand on the tint of what differs.
    for (const int column : {kSalesforceValue, kHubSpotValue}) {
        QCOMPARE(toneOf(cell(kTitle, column)), Tone::Normal);
        QVERIFY(std::get<ValueCell>(cell(kTitle, column)).tinted);
    }
    Snapshot back = m_stage->bridge.snapshot();
    back.side.hubspot.phase = core::ConnectorPhase::Connected;
    m_stage->bridge.setSnapshot(back);
    QTRY_VERIFY(cells() == before);
}

void RecordStatesTest::disconnected_isDrawnAnewWhenItChanges() {
    open();
    const QSignalSpy drawn(&fields(), &QAbstractItemModel::dataChanged);
    const QSignalSpy told(&m_stage->bridge, &Bridge::snapshotChanged);
    m_stage->disconnect(Side::HubSpot);
    m_stage->bridge.setSnapshot(m_stage->bridge.snapshot());
    m_stage->bridge.setSnapshot(m_stage->bridge.snapshot());
    QTRY_COMPARE(told.count(), 3);
    QCOMPARE(drawn.count(), 1);
}

void RecordStatesTest::failed_namesNoOtherRecord() {
    open();
    QVERIFY(m_stage->shows("recordFollow"));
    failRecords();
    m_stage->view().showRecord(kAda, {});
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("This record cannot be shown"));
    QCOMPARE(m_stage->text("viewTitle"), QStringLiteral("Record"));
    QCOMPARE(m_stage->text("viewFact"), QString());
    QVERIFY(!m_stage->shows("recordFollow"));
    m_stage->click("recordOther");
    QTRY_VERIFY(m_stage->find("recordFind")->hasFocus());
}

void RecordStatesTest::failed_afterReadingForLongIsStillSaid() {
    openFailed();
    m_stage->bridge.holdQueries<RecordAt>();
    m_stage->click("recordRetry");
    QTRY_VERIFY(m_stage->shows("recordFieldsLoading"));
    failRecords();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("This record cannot be shown"));
    QVERIFY(!m_stage->shows("bar-stale"));
}

void RecordStatesTest::failed_theSameAgainLeavesTheButtons() {
    openFailed();
    const QPointer<QWidget> button = m_stage->find("recordRetry");
    const int before = questions();
    for (int again = 1; again <= 2; ++again) {
        goOn();
        QTRY_COMPARE(questions(), before + again);
    }
    QVERIFY(button);
    QVERIFY(m_stage->shows("recordRetry"));
}

void RecordStatesTest::failed_ofTheSameRecordKeepsIt() {
    open();
    failRecords();
    m_stage->view().showRecord(kNoor, QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->shows("bar-stale"));
    QVERIFY(m_stage->shows("recordFields"));
    QCOMPARE(m_stage->text("viewTitle"), QStringLiteral("Noor Haddad"));
}

void RecordStatesTest::failed_lookingForAnotherIsNotDisturbed() {
    openFailed();
    m_stage->click("recordOther");
    QTRY_VERIFY(m_stage->find("recordFind")->hasFocus());
    const int before = questions();
    for (int again = 1; again <= 2; ++again) {
        goOn();
        QTRY_COMPARE(questions(), before + again);
    }
    QVERIFY(m_stage->find("recordFind")->hasFocus());
    QVERIFY(!m_stage->shows("bar-stale"));
}

void RecordStatesTest::history_failedIsSaidInItsPlace() {
    m_stage->bridge.onQuery<RecordHistory>(
        [](const RecordHistory&) -> base::Result<std::vector<EntryRow>> { return test::diskFailure(); });
    open();
    openTab(kHistoryTab);
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The history of this record cannot be read"));
    QVERIFY(m_stage->text("stateWords").contains(QStringLiteral("disk I/O error")));
    QVERIFY(!m_stage->shows("bar-stale"));
    QVERIFY(!m_stage->shows("recordHistory"));
    answerHistory();
    m_stage->click("recordHistoryRetry");
    QTRY_VERIFY(m_stage->shows("recordHistory"));
    QCOMPARE(m_stage->find<QTableView>("recordHistory")->model()->rowCount(), 1);
    QCOMPARE(m_stage->find<QTabBar>("recordTabs")->tabText(kHistoryTab), QStringLiteral("History, 1"));
}

void RecordStatesTest::history_nothingLoadsBehindItsFailure() {
    m_stage->bridge.onQuery<RecordHistory>(
        [](const RecordHistory&) -> base::Result<std::vector<EntryRow>> { return test::diskFailure(); });
    open();
    openTab(kHistoryTab);
    QTRY_VERIFY(m_stage->shows("recordHistoryRetry"));
    m_stage->bridge.holdQueries<RecordHistory>();
    const int before = questions();
    goOn();
    QTRY_COMPARE(questions(), before + 1);
    // By when another list, which began to be read later, shows that it is, this one would too.
    QTableView other;
    other.setObjectName(QStringLiteral("other"));
    auto* const later = new LoadingRows(m_stage->theme, other, 24);
    const QSignalSpy lasted(later, &LoadingRows::lasted);
    for (int turn = 1; turn <= 2; ++turn) {
        later->stop();
        later->start();
        QTRY_COMPARE(lasted.count(), turn);
    }
    QVERIFY(m_stage->find("recordHistoryLoading")->isHidden());
    QVERIFY(m_stage->shows("recordHistoryRetry"));
    answerHistory();
    QTRY_VERIFY(m_stage->shows("recordHistory"));
}

void RecordStatesTest::history_ofAnotherRecordIsTakenAway() {
    open();
    openTab(kHistoryTab);
    QTRY_COMPARE(m_stage->find<QTabBar>("recordTabs")->tabText(kHistoryTab), QStringLiteral("History, 1"));
    m_stage->bridge.holdQueries<RecordHistory>();
    m_stage->view().showRecord(kAda, {});
    QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Ada Lovelace"));
    QCOMPARE(m_stage->find<QTabBar>("recordTabs")->tabText(kHistoryTab), QStringLiteral("History"));
    QCOMPARE(m_stage->find<QTableView>("recordHistory")->model()->rowCount(), 0);
    QTRY_VERIFY(m_stage->shows("recordHistoryLoading"));
    answerHistory();
    QTRY_VERIFY(!m_stage->shows("recordHistoryLoading"));
    QCOMPARE(m_stage->find<QTableView>("recordHistory")->model()->rowCount(), 1);
}

void RecordStatesTest::story_failedIsSaidForBoth() {
    open(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->shows("whyHeadline"));
    failStories();
    m_stage->clickCell("recordFields", kTitle, kField);
    QTRY_VERIFY(m_stage->shows("recordWhyRetry"));
    QVERIFY(!m_stage->shows("whyHeadline"));
    QVERIFY(!m_stage->shows("recordTimes"));
    QVERIFY(!m_stage->shows("bar-stale"));
    openTab(kWhyNotTab);
    QVERIFY(m_stage->shows("recordWhyNotRetry"));
    answerStories();
    m_stage->click("recordWhyNotRetry");
    QTRY_VERIFY(m_stage->find("recordWhyNotRetry") == nullptr);
    QVERIFY(m_stage->find("recordWhyRetry") == nullptr);
}

void RecordStatesTest::story_failedAgainStays() {
    open(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->shows("whyHeadline"));
    failStories();
    goOn();
    QTRY_VERIFY(m_stage->shows("bar-stale"));
    QVERIFY(m_stage->shows("whyHeadline"));
    answerStories();
    m_stage->click("viewTryAgain");
    QTRY_VERIFY(!m_stage->shows("bar-stale"));
    QVERIFY(m_stage->shows("whyHeadline"));
}

void RecordStatesTest::story_isReadForLong() {
    open(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->shows("whyHeadline"));
    m_stage->bridge.holdQueries<FieldStory>();
    m_stage->clickCell("recordFields", kTitle, kField);
    QTRY_VERIFY(m_stage->says(QStringLiteral("Reading the journal…")));
    QVERIFY(!m_stage->shows("whyHeadline"));
    answerStories();
    QTRY_VERIFY(!m_stage->says(QStringLiteral("Reading the journal…")));
}

/// One that is out to the same question is waited for, and asked for once more behind it.
void RecordStatesTest::story_slowIsToldWhileEntriesCome() {
    const auto stories = [this] { return m_stage->bridge.asked<FieldStory>().size(); };
    open(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->shows("whyHeadline"));
    m_stage->bridge.holdQueries<FieldStory>();
    m_stage->clickCell("recordFields", kTitle, kField);
    QTRY_VERIFY(m_stage->says(QStringLiteral("Reading the journal…")));
    const std::size_t before = stories();
    const int records = questions();
    for (int again = 1; again <= 2; ++again) {
        goOn();
        QTRY_COMPARE(questions(), records + again);
    }
    QCOMPARE(stories(), before);
    answerStories();
    QTRY_VERIFY(!m_stage->says(QStringLiteral("Reading the journal…")));
    QTRY_VERIFY(stories() > before);
}

void RecordStatesTest::failedPanes_offerToVerifyTheJournal() {
    m_stage->bridge.onQuery<RecordHistory>(
        [](const RecordHistory&) -> base::Result<std::vector<EntryRow>> { return test::diskFailure(); });
    failStories();
    open(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->shows("recordWhyRetry"));
    openTab(kHistoryTab);
    QTRY_VERIFY(m_stage->shows("recordHistoryRetry"));
    const auto pressVisible = [this] {
        for (auto* const button :
             m_stage->view().findChildren<QAbstractButton*>(QStringLiteral("stateVerifyJournal"))) {
            if (button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    pressVisible();
    QTRY_COMPARE(m_stage->navigator.led, QStringList{QStringLiteral("verify")});
    openTab(kWhyNotTab);
    pressVisible();
    QTRY_COMPARE(m_stage->navigator.led.size(), 2);
    QCOMPARE(m_stage->navigator.led.back(), QStringLiteral("verify"));
}

void RecordStatesTest::finder_failedTriesAgain() {
    bool fails = false;
    m_stage->bridge.onQuery<RecordSearch>([&](const RecordSearch&) -> base::Result<std::vector<RecordHit>> {
        if (fails)
            return test::diskFailure();
        return std::vector<RecordHit>{{kAda, "contact", "Ada Lovelace", "", recordOf(kAda).entity.record, {}}};
    });
    m_stage->open();
    m_stage->type("recordFind", QStringLiteral("ad"));
    QTRY_VERIFY(m_stage->shows("recordHits"));
    fails = true;
    m_stage->type("recordFind", QStringLiteral("ada"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("Records cannot be looked up now")));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    QVERIFY(!m_stage->shows("recordHits"));
    fails = false;
    m_stage->press(Qt::Key_Return);
    QTRY_VERIFY(m_stage->shows("recordHits"));
}

QTEST_MAIN(RecordStatesTest)
#include "record_states_test.moc"
