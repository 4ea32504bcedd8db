#include "ui/conflicts/conflicts_view.h"

#include "tests/ui/conflicts/conflict_rows.h"
#include "tests/ui/support/view_stage.h"

#include <QComboBox>
#include <QListView>
#include <QScrollBar>
#include <QTabBar>

using namespace syncline;
using namespace syncline::ui;
using core::Side;
using test::phone;
using test::resolvedTitle;
using test::title;

namespace {

using Stage = test::ViewStage<ConflictsView>;
constexpr int kOpenTab = 0;
constexpr int kResolvedTab = 1;
constexpr int kAllTab = 2;

}  // namespace

/// The inbox and its work surface, by keys and mouse.
class ConflictsViewTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<Stage>();
        m_open = {title(), phone()};
        m_stage->bridge.onQuery<OpenConflicts>([this](const OpenConflicts&) { return m_open; });
        m_stage->bridge.onQuery<ResolvedConflicts>([this](const ResolvedConflicts&) { return m_resolved; });
        m_resolved = {};
    }
    void cleanup() { m_stage.reset(); }

    void empty_saysSoAndLeadsOn();
    void empty_saysWhoSettledTheLastOne();
    void loading_showsBlocksAfterAMoment();
    void failed_saysWhatHappenedAndTriesAgain();
    void failedAgain_isSaidAboveWhatIsShown();
    void disconnected_isNotedBelow();
    void nothingIsChosenBeforeAPersonHas();
    void bothVersionsAreShownBeforeAChoice();
    void apply_takesACandidate_data();
    void apply_takesACandidate();
    void apply_takesAnOwnValueThatBothSidesTake();
    void apply_ofAnOwnValueLeavesTheNextWithoutAChoice();
    void escape_givesTheKeysBack_data();
    void escape_givesTheKeysBack();
    void apply_movesToTheNextAndIsUndone();
    void apply_refusedBecauseTheCandidatesAreOthers();
    void apply_refusedForAnotherReasonCanBeTriedAgain();
    void keys_goFromConflictToConflict();
    void filter_narrowsAndSaysWhenNothingMatches();
    void order_byAgeHasNoGroups();
    void resolved_areListedAndUndone();
    void all_areListed();
    void newConflict_leavesTheChoice();
    void newConflict_leavesTheRowsWhereTheyAre();
    void place_isShownFromOutside();
    void record_isShown();

private:
    void open() {
        m_stage->open();
        QTRY_VERIFY(rows().size() > 0);
    }
    [[nodiscard]] QStringList rows() const {
        const auto* const model = m_stage->find<QListView>("conflictList")->model();
        QStringList all;
        for (int row = 0; row < model->rowCount(); ++row)
            all << model->index(row, 0).data().toString();
        return all;
    }
    /// Clicks the first row that says that.
    void choose(const QString& words) {
        auto* const list = m_stage->find<QListView>("conflictList");
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const QModelIndex index = list->model()->index(row, 0);
            if (index.data().toString().contains(words))
                return QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(index).center());
        }
        QFAIL("there is no such row");
    }
    [[nodiscard]] QAbstractButton* applyButton() const { return m_stage->find<QAbstractButton>("conflictApply"); }
    [[nodiscard]] std::vector<ResolveConflict> resolutions() const {
        std::vector<ResolveConflict> all;
        for (const Command& command : m_stage->bridge.commands())
            all.push_back(std::get<ResolveConflict>(command));
        return all;
    }

    std::unique_ptr<Stage> m_stage;
    std::vector<ConflictRow> m_open;
    std::vector<ConflictRow> m_resolved;
};

void ConflictsViewTest::empty_saysSoAndLeadsOn() {
    m_open = {};
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("No open conflicts"));
    QCOMPARE(m_stage->text("viewFact"), QStringLiteral("none open"));
    QVERIFY(m_stage->view().firstFocus()->isVisible());
    m_stage->click("conflictsShowRules");
    QTRY_COMPARE(m_stage->navigator.led, QStringList(QStringLiteral("ownership")));
    m_stage->click("conflictsShowResolved");
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("Nothing has been resolved yet"));
    QCOMPARE(m_stage->find<QTabBar>("conflictTabs")->currentIndex(), kResolvedTab);
}

void ConflictsViewTest::empty_saysWhoSettledTheLastOne() {
    m_open = {};
    m_resolved = {resolvedTitle()};
    m_stage->open();
    QTRY_VERIFY(m_stage->says(QStringLiteral("The last one was settled at 10:41:31.000 by grace.")));
    QCOMPARE(m_stage->bridge.asked<ResolvedConflicts>().back().limit, std::size_t{1});
}

void ConflictsViewTest::loading_showsBlocksAfterAMoment() {
    m_stage->bridge.holdQueries<OpenConflicts>();
    m_stage->open();
    QVERIFY(!m_stage->shows("conflictListLoading"));
    QTRY_VERIFY(m_stage->shows("conflictListLoading"));
    m_stage->bridge.onQuery<OpenConflicts>([this](const OpenConflicts&) { return m_open; });
    QTRY_VERIFY(!m_stage->shows("conflictListLoading"));
    QCOMPARE(rows().size(), 4);
}

void ConflictsViewTest::failed_saysWhatHappenedAndTriesAgain() {
    m_stage->bridge.onQuery<OpenConflicts>(
        [](const OpenConflicts&) -> base::Result<std::vector<ConflictRow>> { return test::diskFailure(); });
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The conflicts cannot be read"));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    QVERIFY(!m_stage->shows("conflictListLoading"));
    m_stage->bridge.onQuery<OpenConflicts>([this](const OpenConflicts&) { return m_open; });
    m_stage->click("conflictsRetry");
    QTRY_COMPARE(rows().size(), 4);
    QVERIFY(m_stage->shows("conflictList"));
}

void ConflictsViewTest::failedAgain_isSaidAboveWhatIsShown() {
    open();
    QVERIFY(!m_stage->shows("bar-stale"));
    m_stage->bridge.onQuery<OpenConflicts>(
        [](const OpenConflicts&) -> base::Result<std::vector<ConflictRow>> { return test::diskFailure(); });
    Snapshot snapshot;
    snapshot.head = core::Seq(2000);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_VERIFY(m_stage->shows("bar-stale"));
    QVERIFY(m_stage->says(QStringLiteral("This is as of 10:41:32: it cannot be read again")));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    QCOMPARE(rows().size(), 4);
    m_stage->click("viewTryAgain");
    QTRY_COMPARE(m_stage->bridge.asked<OpenConflicts>().size(), std::size_t{3});
    QVERIFY(m_stage->shows("bar-stale"));
    m_open = {phone()};
    m_stage->bridge.onQuery<OpenConflicts>([this](const OpenConflicts&) { return m_open; });
    m_stage->click("viewTryAgain");
    QTRY_VERIFY(!m_stage->shows("bar-stale"));
    QCOMPARE(rows().size(), 2);
}

void ConflictsViewTest::disconnected_isNotedBelow() {
    open();
    QVERIFY(!m_stage->shows("conflictsNote"));
    m_stage->disconnect(Side::HubSpot);
    QTRY_VERIFY(m_stage->says(QStringLiteral("HubSpot as of 10:41:30.796, Salesforce live")));
    m_stage->bridge.setSnapshot({});
    QTRY_VERIFY(!m_stage->shows("conflictsNote"));
}

void ConflictsViewTest::nothingIsChosenBeforeAPersonHas() {
    open();
    QCOMPARE(rows(), (QStringList{QStringLiteral("Photo finish on title, 1 conflict"),
                                  QStringLiteral("title of Noor Haddad, open for 1 min"),
                                  QStringLiteral("Left to a person: phone, 1 conflict"),
                                  QStringLiteral("phone of Ada Lovelace, open for 31 s")}));
    QVERIFY(!m_stage->shows("conflictSurface"));
    QCOMPARE(m_stage->text("stateStatement"), QStringLiteral("Choose a conflict"));
    QVERIFY(m_stage->find<QListView>("conflictList")->selectionModel()->selectedIndexes().isEmpty());
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QVERIFY(m_stage->bridge.commands().empty());
}

void ConflictsViewTest::bothVersionsAreShownBeforeAChoice() {
    open();
    choose(QStringLiteral("Noor Haddad"));
    QVERIFY(m_stage->shows("conflictSurface"));
    QCOMPARE(m_stage->text("conflictField"), QStringLiteral("title"));
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QCOMPARE(m_stage->text("conflictBase"), QStringLiteral("Director"));
    // It was HubSpot's change that opened it, and only of HubSpot it is known what it held then.
    QCOMPARE(m_stage->text("conflictBaseFrom"), QStringLiteral("what HubSpot held before its change, entry 90"));
    // Field and record stand on one row.
    const auto bottom = [&](const char* name) {
        QWidget* const label = m_stage->find(name);
        return label->mapTo(&m_stage->view(), QPoint(0, label->height())).y();
    };
    QVERIFY(std::abs(bottom("conflictField") - bottom("conflictRecord")) < 8);
    QVERIFY(m_stage->shows("candidate1"));
    QVERIFY(m_stage->shows("candidate2"));
    QCOMPARE(m_stage->find("candidateValue1")->accessibleDescription(), QStringLiteral("SVP"));
    QCOMPARE(m_stage->find("candidateValue2")->accessibleDescription(), QStringLiteral("VP"));
    QVERIFY(m_stage->says(QStringLiteral("1 of 2")));
    QVERIFY(!applyButton()->isEnabled());
    m_stage->press(Qt::Key_Return);
    QVERIFY(m_stage->bridge.commands().empty());
}

void ConflictsViewTest::apply_takesACandidate_data() {
    QTest::addColumn<bool>("byKeys");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("taken");
    QTest::newRow("Salesforce, by the mouse") << false << 1 << QStringLiteral("Apply Salesforce’s value") << 101;
    QTest::newRow("Salesforce, by keys") << true << 1 << QStringLiteral("Apply Salesforce’s value") << 101;
    QTest::newRow("HubSpot, by the mouse") << false << 2 << QStringLiteral("Apply HubSpot’s value") << 102;
    QTest::newRow("HubSpot, by keys") << true << 2 << QStringLiteral("Apply HubSpot’s value") << 102;
}

void ConflictsViewTest::apply_takesACandidate() {
    QFETCH(const bool, byKeys);
    QFETCH(const int, number);
    QFETCH(const QString, button);
    QFETCH(const int, taken);
    open();
    choose(QStringLiteral("Noor Haddad"));
    if (byKeys)
        m_stage->press(Qt::Key_0 + number);
    else
        m_stage->click(number == 1 ? "conflictTake1" : "conflictTake2");
    QCOMPARE(applyButton()->text(), button);
    QVERIFY(applyButton()->isEnabled());
    QVERIFY(m_stage->bridge.commands().empty());
    m_stage->type("conflictNote", QStringLiteral(" as agreed "));
    if (byKeys)
        m_stage->press(Qt::Key_Return);
    else
        QTest::mouseClick(applyButton(), Qt::LeftButton);
    QCOMPARE(resolutions().size(), std::size_t{1});
    const ResolveConflict command = resolutions().front();
    QCOMPARE(command.conflict, core::Seq(1000));
    QCOMPARE(command.take, std::optional(core::Seq(taken)));
    QVERIFY(!command.takeSide && !command.ownValue);
    QCOMPARE(command.expected, (std::vector{core::Seq(101), core::Seq(102)}));
    QCOMPARE(command.note, std::string("as agreed"));
    QCOMPARE(command.who, std::string("grace"));
}

void ConflictsViewTest::apply_takesAnOwnValueThatBothSidesTake() {
    m_stage->bridge.setCheck([](const std::string& object, const std::string& field, const std::string& text) {
        Bridge::CheckedValue checked{test::both(text), {}};
        if (object == "contact" && field == "title" && text.size() > 4)
            checked.mistake.hubspot = "at most 4 letters";
        return checked;
    });
    open();
    choose(QStringLiteral("Noor Haddad"));
    m_stage->press(Qt::Key_0);
    QVERIFY(m_stage->find("conflictOwnValue")->hasFocus());
    m_stage->type("conflictOwnValue", QStringLiteral("Chief 1"));
    QTRY_COMPARE(m_stage->text("conflictCheckHubSpot"), QStringLiteral("at most 4 letters"));
    QVERIFY(!applyButton()->isEnabled());
    m_stage->press(Qt::Key_Return);
    QVERIFY(m_stage->bridge.commands().empty());
    m_stage->type("conflictOwnValue", QStringLiteral("CTO2"));
    QVERIFY(!m_stage->shows("conflictCheckHubSpot"));
    QCOMPARE(applyButton()->text(), QStringLiteral("Apply own value"));
    m_stage->press(Qt::Key_Return);
    QCOMPARE(resolutions().size(), std::size_t{1});
    QCOMPARE(resolutions().front().ownValue, std::optional<std::string>("CTO2"));
    QVERIFY(!resolutions().front().take);
}

void ConflictsViewTest::apply_ofAnOwnValueLeavesTheNextWithoutAChoice() {
    open();
    choose(QStringLiteral("Noor Haddad"));
    auto* const own = m_stage->find<QAbstractButton>("conflictOwn");
    const QString before = own->text();
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    QVERIFY(own->isChecked());
    QCOMPARE(own->text(), QStringLiteral("Own value chosen"));
    m_stage->bridge.setReply(core::Seq(1200));
    m_open = {phone()};
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    QCOMPARE(own->text(), before);
    QVERIFY(!own->isChecked());
    QVERIFY(m_stage->find<QLineEdit>("conflictOwnValue")->text().isEmpty());
    QVERIFY(!applyButton()->isEnabled());
}

void ConflictsViewTest::escape_givesTheKeysBack_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("the own value") << QByteArray("conflictOwnValue");
    QTest::newRow("the note") << QByteArray("conflictNote");
}

void ConflictsViewTest::escape_givesTheKeysBack() {
    QFETCH(const QByteArray, name);
    open();
    choose(QStringLiteral("Noor Haddad"));
    auto* const line = m_stage->find<QLineEdit>(name.constData());
    m_stage->click(name.constData());
    QVERIFY(line->hasFocus());
    QTest::keyClicks(line, QStringLiteral("My own"));
    m_stage->press(Qt::Key_Escape);
    QCOMPARE(line->text(), QStringLiteral("My own"));
    QVERIFY(m_stage->find("conflictList")->hasFocus());
    m_stage->press(Qt::Key_J);
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    m_stage->press(Qt::Key_K);
    m_stage->press(Qt::Key_2);
    m_stage->press(Qt::Key_Return);
    QCOMPARE(resolutions().size(), std::size_t{1});
    QCOMPARE(resolutions().front().take, std::optional(core::Seq(102)));
}

void ConflictsViewTest::apply_movesToTheNextAndIsUndone() {
    m_stage->bridge.setReply(core::Seq(1200));
    auto* const undo = m_stage->find<QAbstractButton>("conflictUndo");
    open();
    QVERIFY(!undo->isEnabled());
    choose(QStringLiteral("Noor Haddad"));
    m_stage->press(Qt::Key_2);
    m_stage->press(Qt::Key_Return);
    m_open = {phone()};
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    QTRY_COMPARE(rows().size(), 2);
    QCOMPARE(m_stage->navigator.toasts, QStringList(QStringLiteral("Resolved, Noor Haddad")));
    // The other one is nobody's choice yet.
    QVERIFY(!applyButton()->isEnabled());

    m_stage->bridge.setReply(core::Seq(1300));
    ConflictRow again = title();
    again.conflict = core::Seq(1300);
    m_open = {phone(), again};
    QVERIFY(undo->isEnabled());
    m_stage->press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{2});
    const auto command = std::get<UndoResolution>(m_stage->bridge.commands().back());
    QCOMPARE(command.resolved, core::Seq(1200));
    QCOMPARE(command.who, std::string("grace"));
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QVERIFY(!undo->isEnabled());
}

void ConflictsViewTest::apply_refusedBecauseTheCandidatesAreOthers() {
    open();
    choose(QStringLiteral("Noor Haddad"));
    m_stage->press(Qt::Key_1);
    QVERIFY(applyButton()->isEnabled());
    m_stage->bridge.setReply(
        base::Error{base::ErrorCode::AlreadyExists, "resolve", "conflict 1000", "it has other candidates by now", ""});
    m_open[0].candidates[1] = {test::version(103, Side::HubSpot, "EVP", 900), Side::HubSpot, false};
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->find("candidateValue2")->accessibleDescription(), QStringLiteral("EVP"));
    // What was chosen was chosen against another value.
    QVERIFY(!applyButton()->isEnabled());
    QVERIFY(m_stage->says(QStringLiteral("it has other candidates by now")));
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QCOMPARE(resolutions().back().expected, (std::vector{core::Seq(101), core::Seq(103)}));
}

void ConflictsViewTest::apply_refusedForAnotherReasonCanBeTriedAgain() {
    open();
    choose(QStringLiteral("Noor Haddad"));
    m_stage->press(Qt::Key_1);
    m_stage->bridge.setReply(base::Error{base::ErrorCode::Busy, "resolve", "conflict 1000", "too much waits", ""});
    m_stage->press(Qt::Key_Return);
    QTRY_VERIFY(m_stage->text("conflictMistake").contains(QStringLiteral("too much waits")));
    QVERIFY(applyButton()->isEnabled());
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->navigator.toasts, QStringList(QStringLiteral("Resolved, Noor Haddad")));
}

void ConflictsViewTest::keys_goFromConflictToConflict() {
    open();
    const auto record = [&] { return m_stage->text("conflictRecord"); };
    m_stage->press(Qt::Key_J);
    QCOMPARE(record(), QStringLiteral("of Noor Haddad"));
    m_stage->press(Qt::Key_J);
    QCOMPARE(record(), QStringLiteral("of Ada Lovelace"));
    m_stage->press(Qt::Key_J);
    QCOMPARE(record(), QStringLiteral("of Ada Lovelace"));
    m_stage->press(Qt::Key_K);
    QCOMPARE(record(), QStringLiteral("of Noor Haddad"));
    m_stage->click("conflictNext");
    QCOMPARE(record(), QStringLiteral("of Ada Lovelace"));
    m_stage->click("conflictPrevious");
    QCOMPARE(record(), QStringLiteral("of Noor Haddad"));
    m_stage->click("conflictLeave");
    QCOMPARE(record(), QStringLiteral("of Ada Lovelace"));
    QVERIFY(m_stage->bridge.commands().empty());
}

void ConflictsViewTest::filter_narrowsAndSaysWhenNothingMatches() {
    open();
    m_stage->view().focusFilter();
    QVERIFY(m_stage->find("conflictFilter")->hasFocus());
    m_stage->type("conflictFilter", QStringLiteral("acme"));
    QCOMPARE(rows().size(), 2);
    QVERIFY(rows().back().startsWith(QStringLiteral("phone of Ada Lovelace")));
    m_stage->type("conflictFilter", QStringLiteral("nobody"));
    QCOMPARE(rows().size(), 0);
    QVERIFY(m_stage->says(QStringLiteral("No conflict matches")));
    m_stage->click("conflictsClearFilter");
    QTRY_COMPARE(rows().size(), 4);
    QVERIFY(m_stage->shows("conflictList"));
    QVERIFY(m_stage->find<QLineEdit>("conflictFilter")->text().isEmpty());
}

void ConflictsViewTest::order_byAgeHasNoGroups() {
    open();
    auto* const order = m_stage->find<QComboBox>("conflictOrder");
    order->setFocus();
    m_stage->press(Qt::Key_Down);
    QCOMPARE(order->currentIndex(), 1);
    QCOMPARE(rows(), (QStringList{QStringLiteral("phone of Ada Lovelace, open for 31 s"),
                                  QStringLiteral("title of Noor Haddad, open for 1 min")}));
}

void ConflictsViewTest::resolved_areListedAndUndone() {
    m_resolved = {resolvedTitle()};
    open();
    auto* const tabs = m_stage->find<QTabBar>("conflictTabs");
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(kResolvedTab).center());
    QTRY_COMPARE(rows().size(), 2);
    choose(QStringLiteral("Noor Haddad"));
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QVERIFY(m_stage->says(QStringLiteral("“as agreed”")));
    QVERIFY(!m_stage->shows("conflictApply"));
    QVERIFY(!m_stage->shows("conflictTake1"));
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QVERIFY(m_stage->bridge.commands().empty());
    m_stage->bridge.setReply(core::Seq(1000));
    m_stage->click("conflictUndoThis");
    QCOMPARE(std::get<UndoResolution>(m_stage->bridge.commands().front()).resolved, core::Seq(1200));
    QTRY_COMPARE(tabs->currentIndex(), kOpenTab);
    QTRY_VERIFY(m_stage->shows("conflictApply"));
}

void ConflictsViewTest::all_areListed() {
    m_open = {phone()};
    m_resolved = {resolvedTitle()};
    open();
    auto* const tabs = m_stage->find<QTabBar>("conflictTabs");
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(kAllTab).center());
    QTRY_COMPARE(rows().size(), 4);
    QVERIFY(rows().contains(QStringLiteral("title of Noor Haddad, Salesforce’s SVP by grace")));
    QVERIFY(rows().contains(QStringLiteral("phone of Ada Lovelace, open for 31 s")));
    QCOMPARE(m_stage->text("viewFact"), QStringLiteral("1 open, oldest 31 s; the latest 1 resolution"));
    choose(QStringLiteral("Noor Haddad"));
    QVERIFY(!m_stage->shows("conflictApply"));
    choose(QStringLiteral("Ada Lovelace"));
    QVERIFY(m_stage->shows("conflictApply"));
}

void ConflictsViewTest::newConflict_leavesTheChoice() {
    open();
    choose(QStringLiteral("Noor Haddad"));
    m_stage->press(Qt::Key_2);
    ConflictRow older = phone();
    older.conflict = core::Seq(900);
    older.title = "Priya Raman";
    older.openedAt = test::morning(-3'600'000);
    m_open.insert(m_open.begin(), older);
    Snapshot snapshot;
    snapshot.head = core::Seq(2000);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_COMPARE(rows().size(), 5);
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QCOMPARE(applyButton()->text(), QStringLiteral("Apply HubSpot’s value"));
    m_stage->press(Qt::Key_Return);
    QCOMPARE(resolutions().front().conflict, core::Seq(1000));
}

void ConflictsViewTest::newConflict_leavesTheRowsWhereTheyAre() {
    m_open.assign(60, phone());
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        m_open[i].conflict = core::Seq(static_cast<std::int64_t>(2000 + i));
        m_open[i].title = "Person " + std::to_string(i);
    }
    open();
    auto* const list = m_stage->find<QListView>("conflictList");
    QTRY_VERIFY(list->verticalScrollBar()->maximum() > 400);
    list->verticalScrollBar()->setValue(400);
    const auto place = [&](const QString& words) {
        return static_cast<int>(rows().indexOf(rows().filter(words).value(0)));
    };
    const auto top = [&] {
        return list->visualRect(list->model()->index(place(QStringLiteral("Person 20,")), 0)).top();
    };
    const int before = top();
    ConflictRow newer = phone();
    newer.title = "Priya Raman";
    newer.openedAt = test::morning(-1000);
    m_open.push_back(newer);
    Snapshot snapshot;
    snapshot.head = core::Seq(3000);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_COMPARE(rows().size(), 62);
    QVERIFY(place(QStringLiteral("Priya Raman")) < place(QStringLiteral("Person 20,")));
    QCOMPARE(top(), before);
}

void ConflictsViewTest::place_isShownFromOutside() {
    m_stage->bridge.onQuery<ConflictAt>([](const ConflictAt& asked) -> base::Result<ConflictRow> {
        return asked.conflict == core::Seq(1001) ? phone() : resolvedTitle();
    });
    m_stage->view().showConflict(core::Seq(1001));
    m_stage->open();
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    const auto selected = m_stage->find<QListView>("conflictList")->selectionModel()->selectedIndexes();
    QCOMPARE(selected.size(), 1);
    QVERIFY(selected.front().data().toString().contains(QStringLiteral("Ada Lovelace")));
    m_open = {phone()};
    m_resolved = {resolvedTitle()};
    m_stage->view().showConflict(core::Seq(1000));
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QCOMPARE(m_stage->find<QTabBar>("conflictTabs")->currentIndex(), kResolvedTab);
}

void ConflictsViewTest::record_isShown() {
    open();
    choose(QStringLiteral("Noor Haddad"));
    m_stage->click("conflictShowRecord");
    QCOMPARE(m_stage->navigator.led, QStringList(QStringLiteral("record 7 title")));
}

QTEST_MAIN(ConflictsViewTest)
#include "conflicts_view_test.moc"
