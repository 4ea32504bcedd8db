#include "ui/record/record_view.h"

#include "tests/ui/support/view_stage.h"
#include "ui/record/field_rows.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QListWidget>
#include <QTabBar>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

namespace {

using Stage = test::ViewStage<RecordView>;
constexpr core::EntityId kNoor(7);
constexpr core::EntityId kAda(41);
constexpr std::int64_t kHead = 5000;

core::Version wrote(std::int64_t seq, Side side, const std::string& text) {
    return test::version(seq, side, text, seq);
}

/// Phone in step, title in conflict 1000.
RecordState noor() {
    RecordState state;
    state.entity.id = kNoor;
    state.entity.object = "contact";
    state.entity.record = {"003Qy00000Ac4xYIAR", "51"};
    const core::Version phone = wrote(100, Side::Salesforce, "+46 8 123 45 67");
    core::Cell& phoneCell = state.entity.cells["phone"];
    phoneCell.standing = phone;
    phoneCell.present = {phone, phone};
    core::Cell& titleCell = state.entity.cells["title"];
    titleCell.standing = wrote(90, Side::Salesforce, "Director");
    titleCell.present = {wrote(101, Side::Salesforce, "SVP"), wrote(102, Side::HubSpot, "VP")};
    titleCell.conflict = core::Conflict{core::Seq(1000), core::ConflictType::ConcurrentUpdate, {}};
    state.title = "Noor Haddad";
    state.fields = {{"phone", {"Phone", "phone"}, "phone digits", {}}, {"title", {"Title", "jobtitle"}, "text", {}}};
    state.asOf = core::Seq(kHead);
    state.first = core::Seq(100);
    return state;
}

RecordState ada() {
    RecordState state = noor();
    state.entity.id = kAda;
    state.entity.record = {"003Qy00000Ab1CdIAJ", std::nullopt};
    state.entity.cells.clear();
    state.title = "Ada Lovelace";
    return state;
}

std::vector<EntryRow> history() {
    return {test::rowOf(1000, test::titleConflict(), std::nullopt, 102),
            test::rowOf(120, test::decided({test::decisionOf("phone", core::Outcome::Applied)}), Side::Salesforce, 100),
            test::rowOf(100, test::phoneChange())};
}

/// The phone's: a change that came through, and one that lost.
std::vector<FieldEvent> story() {
    FieldEvent change{test::rowOf(100, test::phoneChange()), {}, {}};
    FieldEvent lost{test::rowOf(110, test::decided({test::decisionOf("phone", core::Outcome::Lost)})),
                    test::decisionOf("phone", core::Outcome::Lost, core::Reason::Later), "It is older by 800 ms."};
    FieldEvent applied{test::rowOf(120, test::decided({test::decisionOf("phone", core::Outcome::Applied)})),
                       test::decisionOf("phone", core::Outcome::Applied), "it follows what stood"};
    return {change, lost, applied};
}

FieldEvent chosen(std::int64_t seq, Side side, const std::string& who) {
    core::ConflictResolved body;
    body.conflict = core::Seq(1000);
    body.field = "title";
    body.candidates = test::titleConflict().candidates;
    body.standing = body.candidates[side == Side::Salesforce ? 0 : 1].version;
    body.who = who;
    return {test::rowOf(seq, body, std::nullopt, 1000), {}, {}};
}

/// Left to a person; ada took Salesforce's value, and grace undid that.
std::vector<FieldEvent> undone() {
    const core::FieldDecision decision = test::decisionOf("title", core::Outcome::Conflicted, core::Reason::RuleReview);
    core::ConflictOpened again = test::titleConflict();
    again.who = "grace";
    return {{test::rowOf(999, test::decided({decision})), decision, "it is for a person"},
            {test::rowOf(1000, test::titleConflict(), std::nullopt, 999), {}, {}},
            chosen(1010, Side::Salesforce, "ada"),
            {test::rowOf(1020, again, std::nullopt, 1010), {}, {}}};
}

/// The title: HubSpot's value was chosen and written to both sides, then grace undid that.
void showChosenAndUndone(test::FakeBridge& bridge) {
    core::FieldDecision decision = test::decisionOf("title", core::Outcome::Conflicted, core::Reason::RuleReview);
    decision.version = wrote(102, Side::HubSpot, "VP");
    decision.standing = wrote(101, Side::Salesforce, "SVP");
    core::Version taken = wrote(1010, Side::HubSpot, "VP");
    taken.writer = {core::WriterKind::Operator, "ada"};
    std::vector<FieldEvent> all = undone();
    all[0] = {test::rowOf(999, test::decided({decision})), decision, "it is for a person"};
    all[2] = chosen(1010, Side::HubSpot, "ada");
    const std::vector<FieldEvent> writes{
        {test::rowOf(1011, core::WriteSent{Side::Salesforce, "003", 1, {{"title", taken}}}), {}, {}},
        {test::rowOf(1012, core::WriteSucceeded{core::Seq(1011), Side::Salesforce, {}, test::morning()}), {}, {}},
        {test::rowOf(1013, core::WriteSent{Side::HubSpot, "51", 1, {{"title", taken}}}), {}, {}}};
    all.insert(all.begin() + 3, writes.begin(), writes.end());
    bridge.onQuery<FieldStory>([all](const FieldStory&) { return all; });
    RecordState state = noor();
    state.entity.cells["title"].standing = taken;
    state.entity.cells["title"].present = {taken, taken};
    bridge.onQuery<RecordAt>([state](const RecordAt&) { return state; });
}

}  // namespace

/// One record on both sides, why its values stand, and how it was.
class RecordViewTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<Stage>();
        Snapshot snapshot;
        snapshot.head = core::Seq(kHead);
        m_stage->bridge.setSnapshot(snapshot);
        answerRecords();
        m_stage->bridge.onQuery<RecordHistory>([](const RecordHistory&) { return history(); });
        m_stage->bridge.onQuery<FieldStory>(
            [](const FieldStory& asked) { return asked.field == "phone" ? story() : std::vector<FieldEvent>(); });
        m_stage->bridge.onQuery<RecordSearch>([](const RecordSearch& asked) -> base::Result<std::vector<RecordHit>> {
            if (asked.text == "fail")
                return test::diskFailure();
            if (asked.text != "ada")
                return std::vector<RecordHit>();
            return std::vector<RecordHit>{{kAda, "contact", "Ada Lovelace", "ada@acme.com", ada().entity.record, {}},
                                          {kNoor, "contact", "Adam Haddad", "", noor().entity.record, {}}};
        });
    }
    void cleanup() { m_stage.reset(); }

    void empty_looksARecordUp();
    void finder_saysWhatItDoesNotFind();
    void loading_showsBlocksAfterAMoment();
    void loading_anotherRecordTakesTheOldOneAway();
    void failed_saysWhatHappenedAndTriesAgain();
    void failedAgain_isSaidAboveWhatIsShown();
    void disconnected_isNotedBelow();
    void fields_standBesideEachOther();
    void unlinked_saysWhereItIsMissing();
    void why_isToldOfTheChosenField();
    void why_tellsOfWhatPeopleDecidedAndUndid();
    void why_ofAConflictThatWasOpenedAgain();
    void why_ofAConflictWhoseChoiceWasWrittenAndUndone();
    void whyNot_ofAConflictNamesWhatIsNotAcross();
    void why_isCopied();
    void history_isCopied();
    void whyNot_listsWhatDidNotCross();
    void history_leadsToTheStream();
    void field_leadsToItsConflictOrItsRule();
    void moment_isTyped();
    void moment_stepsThroughItsEntries();
    void entries_areReadAsTheyCome();
    void follow_leadsToTheStream();

private:
    void answerRecords() {
        m_stage->bridge.onQuery<RecordAt>([](const RecordAt& asked) {
            RecordState state = asked.entity == kAda ? ada() : noor();
            state.asOf = asked.at.value_or(state.asOf);
            return state;
        });
    }
    void openNoor(const QString& field = {}) {
        m_stage->view().showRecord(kNoor, field);
        m_stage->open();
        QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Noor Haddad"));
    }
    void openTab(int tab) {
        auto* const tabs = m_stage->find<QTabBar>("recordTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
        QCOMPARE(tabs->currentIndex(), tab);
    }
    /// As they are heard, in order.
    [[nodiscard]] QStringList whyLines() const {
        QStringList lines;
        for (const auto* label : m_stage->view().findChildren<QLabel*>(QStringLiteral("whyLine"))) {
            if (label->isVisible())
                lines << label->accessibleName();
        }
        return lines;
    }
    [[nodiscard]] std::optional<core::Seq> askedAt() const {
        const std::vector<RecordAt> asked = m_stage->bridge.asked<RecordAt>();
        return asked.empty() ? std::nullopt : asked.back().at;
    }

    std::unique_ptr<Stage> m_stage;
};

void RecordViewTest::empty_looksARecordUp() {
    m_stage->open();
    QVERIFY(m_stage->says(QStringLiteral("Which record?")));
    QTRY_VERIFY(m_stage->find("recordFind")->hasFocus());
    QVERIFY(!m_stage->shows("recordFields"));
    m_stage->type("recordFind", QStringLiteral("ada"));
    auto* const hits = m_stage->find<QListWidget>("recordHits");
    QTRY_COMPARE(hits->count(), 2);
    QCOMPARE(hits->item(0)->text(), QStringLiteral("Ada Lovelace   Contact, ada@acme.com, not in HubSpot"));
    m_stage->press(Qt::Key_Down);
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Noor Haddad"));
    QCOMPARE(m_stage->bridge.asked<RecordAt>().front().entity, kNoor);
    m_stage->click("recordAnother");
    QVERIFY(m_stage->find("recordFind")->hasFocus());
    m_stage->type("recordFind", QStringLiteral("ada"));
    QTRY_COMPARE(hits->currentRow(), 0);
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Ada Lovelace"));
}

void RecordViewTest::finder_saysWhatItDoesNotFind() {
    m_stage->open();
    m_stage->type("recordFind", QStringLiteral("nobody"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("No record begins so")));
    QVERIFY(!m_stage->shows("recordHits"));
    m_stage->type("recordFind", QStringLiteral("fail"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("disk I/O error")));
}

void RecordViewTest::loading_showsBlocksAfterAMoment() {
    m_stage->bridge.holdQueries<RecordAt>();
    m_stage->view().showRecord(kNoor, {});
    m_stage->open();
    QVERIFY(!m_stage->shows("recordFieldsLoading"));
    QTRY_VERIFY(m_stage->shows("recordFieldsLoading"));
    answerRecords();
    QTRY_VERIFY(!m_stage->shows("recordFieldsLoading"));
    QCOMPARE(m_stage->cell("recordFields", 0, kField), QStringLiteral("phone"));
}

void RecordViewTest::loading_anotherRecordTakesTheOldOneAway() {
    openNoor(QStringLiteral("phone"));
    m_stage->bridge.holdQueries<RecordAt>();
    m_stage->view().showRecord(kAda, {});
    QCOMPARE(m_stage->text("viewTitle"), QStringLiteral("Noor Haddad"));
    QTRY_VERIFY(m_stage->shows("recordFieldsLoading"));
    QCOMPARE(m_stage->text("viewTitle"), QStringLiteral("Record"));
    QCOMPARE(m_stage->find<QTableView>("recordFields")->model()->rowCount(), 0);
    QVERIFY(!m_stage->says(QStringLiteral("stands")));
    answerRecords();
    QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Ada Lovelace"));
}

void RecordViewTest::failed_saysWhatHappenedAndTriesAgain() {
    m_stage->bridge.onQuery<RecordAt>([](const RecordAt&) -> base::Result<RecordState> { return test::diskFailure(); });
    m_stage->view().showRecord(kNoor, {});
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("This record cannot be shown"));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    answerRecords();
    m_stage->click("recordRetry");
    QTRY_COMPARE(m_stage->text("viewTitle"), QStringLiteral("Noor Haddad"));
    QVERIFY(m_stage->shows("recordFields"));
}

void RecordViewTest::failedAgain_isSaidAboveWhatIsShown() {
    openNoor();
    m_stage->bridge.onQuery<RecordAt>([](const RecordAt&) -> base::Result<RecordState> { return test::diskFailure(); });
    Snapshot snapshot;
    snapshot.head = core::Seq(kHead + 1);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_VERIFY(m_stage->shows("bar-stale"));
    QVERIFY(m_stage->says(QStringLiteral("This is as of 10:41:32: it cannot be read again")));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    QVERIFY(m_stage->shows("recordFields"));
    answerRecords();
    m_stage->click("viewTryAgain");
    QTRY_VERIFY(!m_stage->shows("bar-stale"));
}

void RecordViewTest::disconnected_isNotedBelow() {
    openNoor();
    QVERIFY(!m_stage->shows("recordNote"));
    Snapshot snapshot = m_stage->bridge.snapshot();
    snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
    // Up to when it answered that nothing had changed, what is shown of it is known: the bar above says that time.
    snapshot.side.hubspot.lastReceived = test::morning(-90'000);
    snapshot.side.hubspot.lastAnswered = test::morning(-204);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_VERIFY(m_stage->says(QStringLiteral("HubSpot as of 10:41:30.796, Salesforce live")));
    // Not in this run.
    snapshot.side.hubspot.lastAnswered.reset();
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_VERIFY(m_stage->says(QStringLiteral("HubSpot disconnected, Salesforce live")));
}

void RecordViewTest::fields_standBesideEachOther() {
    openNoor();
    auto* const model = m_stage->find<QTableView>("recordFields")->model();
    const QAbstractItemModelTester tester(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model->rowCount(), 2);
    const auto cell = [&](int row, int column) { return m_stage->cell("recordFields", row, column); };
    QCOMPARE(cell(0, kSalesforceValue), QStringLiteral("+46 8 123 45 67"));
    QCOMPARE(cell(0, kAgreed), QStringLiteral("+46 8 123 45 67"));
    QCOMPARE(cell(0, kHubSpotValue), QStringLiteral("+46 8 123 45 67"));
    QCOMPARE(cell(0, kState), QStringLiteral("in step"));
    QCOMPARE(cell(0, kRule), QStringLiteral("LWW 500 ms"));
    QCOMPARE(cell(1, kSalesforceValue), QStringLiteral("SVP"));
    QCOMPARE(cell(1, kAgreed), QStringLiteral("Director"));
    QCOMPARE(cell(1, kHubSpotValue), QStringLiteral("VP"));
    QCOMPARE(cell(1, kState), QStringLiteral("conflict"));
    QVERIFY(!m_stage->find<QTableView>("recordFields")->currentIndex().isValid());
    QVERIFY(m_stage->bridge.asked<FieldStory>().empty());
}

void RecordViewTest::unlinked_saysWhereItIsMissing() {
    m_stage->view().showRecord(kAda, {});
    m_stage->open();
    QTRY_COMPARE(m_stage->text("viewFact"), QStringLiteral("Contact, not in HubSpot"));
    QCOMPARE(m_stage->cell("recordFields", 0, kHubSpotValue), QStringLiteral("not read yet"));
}

void RecordViewTest::why_isToldOfTheChosenField() {
    openNoor();
    QVERIFY(m_stage->says(QStringLiteral("Choose a field")));
    m_stage->clickCell("recordFields", 0, kSalesforceValue);
    QTRY_VERIFY(m_stage->text("whyHeadline")
                    .contains(QStringLiteral("stands: the latest of changes that followed each other.")));
    QVERIFY(m_stage->says(QStringLiteral("It follows what stood.")));
    QVERIFY(m_stage->says(QStringLiteral("Rule: last writer wins, tolerance 500 ms, tie-break ask a person.")));
    QCOMPARE(m_stage->bridge.asked<FieldStory>().back().field, std::string("phone"));
    m_stage->press(Qt::Key_Down);
    QTRY_VERIFY(m_stage->text("whyHeadline").contains(QStringLiteral("a person has to decide")));
    QCOMPARE(m_stage->bridge.asked<FieldStory>().back().field, std::string("title"));
}

/// grace's choice stood when the phone was changed once more.
void RecordViewTest::why_tellsOfWhatPeopleDecidedAndUndid() {
    std::vector<FieldEvent> all = undone();
    all.push_back(chosen(1030, Side::HubSpot, "grace"));
    all.push_back({test::rowOf(1040, test::decided({test::decisionOf("phone", core::Outcome::Applied)})),
                   test::decisionOf("phone", core::Outcome::Applied), "it follows what stood"});
    m_stage->bridge.onQuery<FieldStory>([all](const FieldStory&) { return all; });
    openNoor(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("It follows what stood.")));
    const QStringList lines = whyLines();
    // The version that the last decision compared is of an older entry.
    QVERIFY2(lines.value(0).startsWith(QStringLiteral("Jane wrote new at")), qPrintable(lines.join(QLatin1Char('\n'))));
    QVERIFY2(lines.value(1).startsWith(QStringLiteral("ada took Salesforce’s value SVP at 10:41:31.500.")),
             qPrintable(lines.value(1)));
    QVERIFY2(lines.value(2).startsWith(QStringLiteral("grace undid that at 10:41:31.500: the conflict was open again")),
             qPrintable(lines.value(2)));
    QVERIFY2(lines.value(3).startsWith(QStringLiteral("grace took HubSpot’s value VP at")), qPrintable(lines.value(3)));
    QVERIFY(lines.indexOf(QStringLiteral("It follows what stood.")) > 3);
}

void RecordViewTest::why_ofAConflictThatWasOpenedAgain() {
    const std::vector<FieldEvent> all = undone();
    m_stage->bridge.onQuery<FieldStory>([all](const FieldStory&) { return all; });
    openNoor(QStringLiteral("title"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("It is for a person.")));
    QVERIFY(m_stage->text("whyHeadline").contains(QStringLiteral("a person has to decide")));
    const QStringList lines = whyLines();
    const auto place = [&](const QString& part) {
        return std::distance(lines.begin(), std::find_if(lines.begin(), lines.end(),
                                                         [&](const QString& line) { return line.startsWith(part); }));
    };
    const auto decided = place(QStringLiteral("It is for a person."));
    QCOMPARE(place(QStringLiteral("ada took Salesforce’s value SVP")), decided + 1);
    QCOMPARE(place(QStringLiteral("grace undid that")), decided + 2);
}

/// Both sides hold what was chosen; the writes stand where they happened, each with its own answer and echo.
void RecordViewTest::why_ofAConflictWhoseChoiceWasWrittenAndUndone() {
    showChosenAndUndone(m_stage->bridge);
    openNoor(QStringLiteral("title"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("It is for a person.")));
    QCOMPARE(m_stage->find<QLabel>("whyHeadline")->accessibleName(),
             QStringLiteral("In conflict, a person has to decide: until then both sides keep VP."));
    const QStringList lines = whyLines();
    const auto begin = lines.indexOf(QStringLiteral("It is for a person."));
    QVERIFY2(begin >= 0 && lines.size() >= begin + 5, qPrintable(lines.join(QLatin1Char('\n'))));
    QVERIFY(lines[begin + 1].startsWith(QStringLiteral("ada took HubSpot’s value VP")));
    QVERIFY(lines[begin + 2].startsWith(QStringLiteral("Written to Salesforce at 10:41:31.500, answered in ")));
    QVERIFY(lines[begin + 3].startsWith(QStringLiteral("Written to HubSpot at 10:41:31.500, no answer yet.")));
    QVERIFY(lines[begin + 4].startsWith(QStringLiteral("grace undid that")));
}

void RecordViewTest::whyNot_ofAConflictNamesWhatIsNotAcross() {
    showChosenAndUndone(m_stage->bridge);
    openNoor(QStringLiteral("title"));
    openTab(1);
    QTRY_COMPARE(whyLines(), QStringList(QStringLiteral("SVP of 10:41:31.101: it is for a person")));
}

void RecordViewTest::why_isCopied() {
    openNoor(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("It follows what stood.")));
    QApplication::clipboard()->clear();
    m_stage->click("recordCopyWhy");
    const QString copied = QApplication::clipboard()->text();
    QVERIFY(copied.startsWith(QStringLiteral("Salesforce’s +46 8 123 45 67 stands: ")));
    QVERIFY(copied.contains(QStringLiteral("It follows what stood.\n")));
    QVERIFY(!copied.contains(QLatin1Char('`')));
}

void RecordViewTest::history_isCopied() {
    openNoor(QStringLiteral("phone"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("It follows what stood.")));
    openTab(2);
    QApplication::clipboard()->clear();
    m_stage->click("recordCopyWhy");
    QStringList lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].startsWith(QStringLiteral("1,000\t")));
    QVERIFY2(lines[1].startsWith(QStringLiteral("120\t")) && lines[1].endsWith(QStringLiteral("\tphone applied")),
             qPrintable(lines[1]));
    QCOMPARE(m_stage->find("recordCopyWhy")->accessibleName(), QStringLiteral("Copy the history"));
    m_stage->clickCell("recordHistory", 2, 2);
    m_stage->click("recordCopyWhy");
    lines = QApplication::clipboard()->text().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 1);
    QVERIFY(lines[0].startsWith(QStringLiteral("100\t")));
}

void RecordViewTest::whyNot_listsWhatDidNotCross() {
    openNoor(QStringLiteral("phone"));
    openTab(1);
    QTRY_VERIFY(m_stage->says(QStringLiteral("It is older by 800 ms.")));
    QVERIFY(!m_stage->says(QStringLiteral("It follows what stood.")));
    m_stage->clickCell("recordFields", 1, kField);
    QTRY_VERIFY(m_stage->says(QStringLiteral("Every change of this field has crossed.")));
}

void RecordViewTest::history_leadsToTheStream() {
    openNoor();
    QTRY_COMPARE(m_stage->find<QTabBar>("recordTabs")->tabText(2), QStringLiteral("History, 3"));
    openTab(2);
    auto* const table = m_stage->find<QTableView>("recordHistory");
    QCOMPARE(table->model()->rowCount(), 3);
    QCOMPARE(m_stage->cell("recordHistory", 0, 2), QStringLiteral("Conflict"));
    QCOMPARE(m_stage->cell("recordHistory", 1, 2), QStringLiteral("Decision"));
    QCOMPARE(m_stage->cell("recordHistory", 2, 2), QStringLiteral("Change"));
    QCOMPARE(m_stage->cell("recordHistory", 1, 4), QStringLiteral("phone applied"));
    const QPoint place = table->visualRect(table->model()->index(1, 2)).center();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(m_stage->navigator.led.value(0), QStringLiteral("stream  at 120"));
}

void RecordViewTest::field_leadsToItsConflictOrItsRule() {
    openNoor();
    m_stage->clickCell("recordFields", 1, kField);
    m_stage->press(Qt::Key_Return);
    QCOMPARE(m_stage->navigator.led, QStringList(QStringLiteral("conflict 1000")));
    m_stage->press(Qt::Key_Up);
    m_stage->press(Qt::Key_Return);
    QCOMPARE(m_stage->navigator.led.back(), QStringLiteral("rule contact phone"));
}

void RecordViewTest::moment_isTyped() {
    openNoor(QStringLiteral("phone"));
    auto* const line = m_stage->find<QLineEdit>("recordMoment");
    QTRY_COMPARE(line->text(), QStringLiteral("5,000"));
    m_stage->type("recordMoment", QStringLiteral("99"));
    m_stage->press(Qt::Key_Return);
    QVERIFY(m_stage->says(QStringLiteral("100 to 5,000")));
    QVERIFY(!askedAt());
    m_stage->type("recordMoment", QStringLiteral("1,234"));
    m_stage->press(Qt::Key_Return);
    QCOMPARE(askedAt(), std::optional(core::Seq(1234)));
    QTRY_COMPARE(m_stage->text("recordMomentLabel"), QStringLiteral("As it was at sequence"));
    // The reasons are those of that moment.
    QTRY_COMPARE(m_stage->bridge.asked<FieldStory>().back().at, std::optional(core::Seq(1234)));
    QTRY_VERIFY(!m_stage->find<QAbstractButton>("recordNow")->isChecked());
    m_stage->click("recordNow");
    QVERIFY(!askedAt());
    QTRY_VERIFY(m_stage->find<QAbstractButton>("recordNow")->isChecked());
}

void RecordViewTest::moment_stepsThroughItsEntries() {
    openNoor();
    QTRY_COMPARE(m_stage->find<QTabBar>("recordTabs")->tabText(2), QStringLiteral("History, 3"));
    QVERIFY(!m_stage->find("recordForward")->isEnabled());
    m_stage->click("recordBack");
    QCOMPARE(askedAt(), std::optional(core::Seq(1000)));
    QTRY_VERIFY(m_stage->find("recordForward")->isEnabled());
    m_stage->click("recordBack");
    QCOMPARE(askedAt(), std::optional(core::Seq(120)));
    QTRY_COMPARE(m_stage->find<QLineEdit>("recordMoment")->text(), QStringLiteral("120"));
    m_stage->click("recordForward");
    QCOMPARE(askedAt(), std::optional(core::Seq(1000)));
    QTRY_COMPARE(m_stage->find<QLineEdit>("recordMoment")->text(), QStringLiteral("1,000"));
    m_stage->click("recordForward");
    QVERIFY(!askedAt());
}

void RecordViewTest::entries_areReadAsTheyCome() {
    openNoor();
    m_stage->clickCell("recordFields", 1, kField);
    const auto asked = m_stage->bridge.asked<RecordAt>().size();
    Snapshot snapshot;
    snapshot.head = core::Seq(kHead + 1);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_COMPARE(m_stage->bridge.asked<RecordAt>().size(), asked + 1);
    QTRY_COMPARE(m_stage->find<QTableView>("recordFields")->currentIndex().row(), 1);
}

void RecordViewTest::follow_leadsToTheStream() {
    openNoor();
    m_stage->click("recordFollow");
    QCOMPARE(m_stage->navigator.led, QStringList(QStringLiteral("stream entity == 7")));
}

QTEST_MAIN(RecordViewTest)
#include "record_view_test.moc"
