#include "ui/ownership/ownership_view.h"

#include "tests/ui/support/view_stage.h"
#include "ui/ownership/rule_model.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <chrono>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

namespace {

using Stage = test::ViewStage<OwnershipView>;
using std::chrono::milliseconds;

Rules rulesInForce() {
    Rules rules;
    rules.rules.version = core::Seq(17);
    rules.who = "ada";
    rules.since = test::morning(-60'000);
    RuledObject contact{"contact", {"Contact", "contacts"}, {}, {}};
    contact.fields.push_back({"phone", {"Phone", "phone"}, "phone digits", {}});
    contact.fields.push_back({"title", {"Title", "jobtitle"}, "text", {}});
    contact.statistics["phone"] = {{12, 3}, 4, 2};
    RuledObject company{"company", {"Account", "companies"}, {}, {}};
    company.fields.push_back({"domain", {"Website", "domain"}, "domain", {}});
    for (const RuledObject& object : {contact, company}) {
        for (const MappedField& field : object.fields)
            rules.rules.fields[object.name][field.name] = field.rule;
    }
    rules.objects = {contact, company};
    return rules;
}

}  // namespace

/// Rules: looked at, staged, tried on the journal and applied, by keys and mouse.
class OwnershipViewTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<Stage>();
        m_rules = rulesInForce();
        m_stage->bridge.onQuery<RuleTable>([this](const RuleTable&) { return m_rules; });
        m_stage->bridge.onQuery<RulePreview>([](const RulePreview&) {
            RuleEffect effect;
            effect.asked = 220;
            effect.differ = 9;
            effect.photoFinishesMore = 9;
            effect.conflictsMore = -2;
            return effect;
        });
    }
    void cleanup() { m_stage.reset(); }

    void empty_saysThatNothingIsMapped();
    void loading_showsBlocksAfterAMoment();
    void failed_saysWhatHappenedAndTriesAgain();
    void failedAgain_isSaidAboveWhatIsShown();
    void disconnected_isNotedBelow();
    void table_hasFieldsOfOneObject();
    void filter_takesFields();
    void nothingIsChosenBeforeAPersonHas();
    void tolerance_isStagedAndTried();
    void staged_isWhatDiffersFromTheRuleInForce();
    void apply_submitsTheStagedRules_data();
    void apply_submitsTheStagedRules();
    void apply_ofProductionAsksOnceMore();
    void apply_refusalStaysUntilSomethingIsDone();
    void preview_asksTheJournalAndApplies();
    void discard_forgetsWhatWasStaged();
    void newRules_keepWhatIsStaged();
    void newRules_thatRivalWhatIsStagedAreChosenFrom_data();
    void newRules_thatRivalWhatIsStagedAreChosenFrom();
    void newRules_thatAreWhatIsStagedAreTold();
    void tieBreaks_standOnOneLine();
    void owner_isChosenByKeys();
    void place_isShownFromOutside();
    void counts_followTheJournalAndDisturbNobody();
    void apply_leavesTheKeysWithTheRules_data();
    void apply_leavesTheKeysWithTheRules();
    void readOnly_nothingIsApplied();
    void backtest_showsWhatWouldWin();

private:
    void open() {
        m_stage->open();
        QTRY_VERIFY(fields().rowCount() > 0);
    }
    [[nodiscard]] QAbstractItemModel& fields() const { return *m_stage->find<QTableView>("ownershipFields")->model(); }
    /// The tolerance of the phone's rule, typed.
    void stageTolerance(int ms) {
        m_stage->clickCell("ownershipFields", 0, kRule);
        auto* const tolerance = m_stage->find<QSpinBox>("ruleTolerance");
        tolerance->setFocus();
        tolerance->selectAll();
        QTest::keyClicks(tolerance, QString::number(ms));
        QTest::keyClick(tolerance, Qt::Key_Tab);
        QCOMPARE(tolerance->value(), ms);
    }
    [[nodiscard]] std::vector<ChangeRules> commands() const {
        std::vector<ChangeRules> all;
        for (const Command& command : m_stage->bridge.commands())
            all.push_back(std::get<ChangeRules>(command));
        return all;
    }

    /// Somebody else gives the phone's rule another tolerance, and the view reads the rules again.
    void changePhone(int ms) {
        m_rules.rules.version = core::Seq(18);
        m_rules.who = "grace";
        m_rules.objects[0].fields[0].rule.choice.tolerance = milliseconds(ms);
        m_rules.rules.fields["contact"]["phone"].choice.tolerance = milliseconds(ms);
        m_stage->view().setShown(false);
        m_stage->view().setShown(true);
        QTRY_VERIFY(m_stage->says(QStringLiteral("rules version 18")));
    }

    std::unique_ptr<Stage> m_stage;
    Rules m_rules;
};

void OwnershipViewTest::empty_saysThatNothingIsMapped() {
    m_rules.objects.clear();
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("No field is mapped"));
    QVERIFY(!m_stage->shows("stagedBar"));
    QVERIFY(m_stage->view().firstFocus()->isVisible());
}

void OwnershipViewTest::loading_showsBlocksAfterAMoment() {
    m_stage->bridge.holdQueries<RuleTable>();
    m_stage->open();
    QVERIFY(!m_stage->shows("ownershipFieldsLoading"));
    QTRY_VERIFY(m_stage->shows("ownershipFieldsLoading"));
    m_stage->bridge.onQuery<RuleTable>([this](const RuleTable&) { return m_rules; });
    QTRY_VERIFY(!m_stage->shows("ownershipFieldsLoading"));
    QCOMPARE(fields().rowCount(), 2);
}

void OwnershipViewTest::failed_saysWhatHappenedAndTriesAgain() {
    m_stage->bridge.onQuery<RuleTable>([](const RuleTable&) -> base::Result<Rules> { return test::diskFailure(); });
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The rules cannot be read"));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    m_stage->bridge.onQuery<RuleTable>([this](const RuleTable&) { return m_rules; });
    m_stage->click("ownershipRetry");
    QTRY_VERIFY(m_stage->shows("ownershipFields"));
    QCOMPARE(fields().rowCount(), 2);
}

void OwnershipViewTest::failedAgain_isSaidAboveWhatIsShown() {
    open();
    m_stage->bridge.onQuery<RuleTable>([](const RuleTable&) -> base::Result<Rules> { return test::diskFailure(); });
    m_stage->view().setShown(false);
    m_stage->view().setShown(true);
    QTRY_VERIFY(m_stage->shows("bar-stale"));
    QVERIFY(m_stage->says(QStringLiteral("This is as of 10:41:32: it cannot be read again")));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    QCOMPARE(fields().rowCount(), 2);
    m_stage->bridge.onQuery<RuleTable>([this](const RuleTable&) { return m_rules; });
    m_stage->click("viewTryAgain");
    QTRY_VERIFY(!m_stage->shows("bar-stale"));
}

void OwnershipViewTest::disconnected_isNotedBelow() {
    open();
    m_stage->disconnect(Side::Salesforce);
    QTRY_VERIFY(m_stage->says(QStringLiteral("Salesforce as of 10:41:30.796, HubSpot live")));
    m_stage->bridge.setSnapshot({});
    QTRY_VERIFY(!m_stage->shows("ownershipNote"));
}

void OwnershipViewTest::table_hasFieldsOfOneObject() {
    open();
    const QAbstractItemModelTester tester(&fields(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto row = [&](int at) {
        QStringList cells;
        for (int column = 0; column < kRuleColumns; ++column)
            cells << m_stage->cell("ownershipFields", at, column);
        return cells;
    };
    QCOMPARE(row(0).value(kField), QStringLiteral("phone"));
    QVERIFY(row(0).value(kSalesforceField).startsWith(QStringLiteral("Phone")));
    QCOMPARE(row(0).value(kDirection), QStringLiteral("both ways"));
    QCOMPARE(row(0).value(kHubSpotField), QStringLiteral("phone"));
    QCOMPARE(row(0).value(kRule), QStringLiteral("LWW 500 ms, review"));
    QCOMPARE(row(0).value(kConflicts), QStringLiteral("4"));
    QCOMPARE(row(0).value(kPhotoFinishes), QStringLiteral("2"));
    QCOMPARE(row(1).value(kConflicts), QStringLiteral("–"));
    auto* const tabs = m_stage->find<QTabBar>("ownershipObjects");
    QCOMPARE(tabs->count(), 2);
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(1).center());
    QCOMPARE(fields().rowCount(), 1);
    QCOMPARE(row(0).value(kField), QStringLiteral("domain"));
    QVERIFY(m_stage->text("viewFact").startsWith(QStringLiteral("rules version 17, ada")));
}

void OwnershipViewTest::filter_takesFields() {
    open();
    m_stage->view().focusFilter();
    QVERIFY(m_stage->find("ownershipFilter")->hasFocus());
    m_stage->type("ownershipFilter", QStringLiteral("jobt"));
    QCOMPARE(fields().rowCount(), 1);
    QCOMPARE(m_stage->cell("ownershipFields", 0, kField), QStringLiteral("title"));
}

void OwnershipViewTest::nothingIsChosenBeforeAPersonHas() {
    open();
    QVERIFY(!m_stage->find<QTableView>("ownershipFields")->currentIndex().isValid());
    QVERIFY(!m_stage->shows("ownershipDock"));
    m_stage->clickCell("ownershipFields", 1, kRule);
    QVERIFY(m_stage->shows("ownershipDock"));
    QCOMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for title"));
    QVERIFY(!m_stage->shows("stagedBar"));
}

void OwnershipViewTest::tolerance_isStagedAndTried() {
    open();
    stageTolerance(1500);
    QVERIFY(m_stage->shows("stagedBar"));
    QVERIFY(m_stage->says(QStringLiteral("1 rule staged")));
    QCOMPARE(m_stage->cell("ownershipFields", 0, kRule), QStringLiteral("LWW 1,500 ms, review"));
    QVERIFY(m_stage->text("ruleWords").contains(QStringLiteral("More than 1,500 ms apart")));
    QVERIFY(m_stage->text("ruleFirstWords").contains(QStringLiteral("compared for the first time")));
    QTRY_COMPARE(m_stage->text("backtestDiffer"), QStringLiteral("9"));
    QCOMPARE(m_stage->text("backtestPhoto"), QStringLiteral("+9"));
    QCOMPARE(m_stage->text("backtestConflicts"), QStringLiteral("−2"));
    const RulePreview asked = m_stage->bridge.asked<RulePreview>().back();
    QCOMPARE(asked.object, std::string("contact"));
    QCOMPARE(asked.field, std::string("phone"));
    QCOMPARE(asked.rule.choice.tolerance, milliseconds(1500));
    QVERIFY(m_stage->bridge.commands().empty());
}

void OwnershipViewTest::staged_isWhatDiffersFromTheRuleInForce() {
    open();
    stageTolerance(1500);
    stageTolerance(500);
    QVERIFY(!m_stage->shows("stagedBar"));
    QCOMPARE(m_stage->text("backtestDiffer"), QStringLiteral("–"));
}

void OwnershipViewTest::apply_submitsTheStagedRules_data() {
    QTest::addColumn<bool>("byKeys");
    QTest::newRow("by the mouse") << false;
    QTest::newRow("by keys") << true;
}

void OwnershipViewTest::apply_submitsTheStagedRules() {
    QFETCH(const bool, byKeys);
    m_stage->bridge.setReply(core::Seq(5001));
    open();
    const QSignalSpy staged(&m_stage->view(), &OwnershipView::rulesStaged);
    stageTolerance(1500);
    m_stage->clickCell("ownershipFields", 1, kRule);
    m_stage->click("tieBreakHubSpot");
    QVERIFY(m_stage->says(QStringLiteral("2 rules staged")));
    if (byKeys)
        m_stage->press(Qt::Key_Return, Qt::ControlModifier);
    else
        m_stage->click("rulesApply");
    QCOMPARE(commands().size(), std::size_t{1});
    const ChangeRules command = commands().front();
    QCOMPARE(command.expected, core::Seq(17));
    QCOMPARE(command.who, std::string("grace"));
    QCOMPARE(command.fields.size(), std::size_t{1});
    QCOMPARE(command.fields.at("contact").size(), std::size_t{2});
    QCOMPARE(command.fields.at("contact").at("phone").choice.tolerance, milliseconds(1500));
    QCOMPARE(command.fields.at("contact").at("title").choice.tieBreak, core::TieBreak::HubSpot);
    // While it is out it is not given again.
    m_stage->press(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(commands().size(), std::size_t{1});
    QTRY_COMPARE(m_stage->navigator.toasts, QStringList(QStringLiteral("2 rules applied")));
    QCOMPARE(staged.back().front().toULongLong(), 0ULL);
    QVERIFY(!m_stage->shows("stagedBar"));
    m_stage->navigator.lastAction();
    QCOMPARE(m_stage->navigator.led, QStringList(QStringLiteral("stream  at 5001")));
}

void OwnershipViewTest::apply_ofProductionAsksOnceMore() {
    m_stage->bridge.setSandbox(false);
    open();
    stageTolerance(1500);
    m_stage->click("rulesApply");
    auto* box = m_stage->find<QMessageBox>("rulesConfirm");
    QVERIFY(box != nullptr);
    QVERIFY(box->text().contains(QStringLiteral("1 rule of Acme")));
    QVERIFY(m_stage->bridge.commands().empty());
    QTest::keyClick(box, Qt::Key_Escape);
    QTRY_VERIFY(m_stage->find("rulesConfirm") == nullptr);
    QVERIFY(m_stage->bridge.commands().empty());
    QVERIFY(m_stage->shows("stagedBar"));

    m_stage->click("rulesApply");
    box = m_stage->find<QMessageBox>("rulesConfirm");
    QVERIFY(box != nullptr);
    for (QAbstractButton* button : box->buttons()) {
        if (box->buttonRole(button) == QMessageBox::AcceptRole)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_COMPARE(commands().size(), std::size_t{1});
}

void OwnershipViewTest::apply_refusalStaysUntilSomethingIsDone() {
    open();
    stageTolerance(1500);
    m_stage->bridge.setReply(
        base::Error{base::ErrorCode::AlreadyExists, "change the rules", "acme", "they are of version 18 by now", ""});
    m_rules.rules.version = core::Seq(18);
    m_stage->click("rulesApply");
    QTRY_VERIFY(m_stage->says(QStringLiteral("rules version 18")));
    QVERIFY(m_stage->text("stagedMistake").contains(QStringLiteral("they are of version 18 by now")));
    QVERIFY(m_stage->shows("rulesApply"));
    m_stage->bridge.setReply(core::Seq(5001));
    m_stage->click("rulesApply");
    QCOMPARE(commands().back().expected, core::Seq(18));
    QTRY_VERIFY(!m_stage->shows("stagedBar"));
}

void OwnershipViewTest::preview_asksTheJournalAndApplies() {
    open();
    stageTolerance(1500);
    m_stage->click("rulesPreview");
    auto* const dialog = m_stage->find<QDialog>("rulesPreviewDialog");
    QVERIFY(dialog != nullptr);
    QTRY_COMPARE(m_stage->text("previewEffect_phone"),
                 QStringLiteral("9 of 220 decisions would differ, photo finishes +9, conflicts −2"));
    QVERIFY(m_stage->bridge.commands().empty());
    m_stage->click("previewApply");
    QTRY_COMPARE(commands().size(), std::size_t{1});
    QCOMPARE(commands().front().fields.at("contact").at("phone").choice.tolerance, milliseconds(1500));
}

void OwnershipViewTest::discard_forgetsWhatWasStaged() {
    open();
    const QSignalSpy staged(&m_stage->view(), &OwnershipView::rulesStaged);
    stageTolerance(1500);
    QCOMPARE(staged.back().front().toULongLong(), 1ULL);
    m_stage->click("rulesDiscard");
    QCOMPARE(staged.back().front().toULongLong(), 0ULL);
    QVERIFY(!m_stage->shows("stagedBar"));
    QCOMPARE(m_stage->find<QSpinBox>("ruleTolerance")->value(), 500);
    QCOMPARE(m_stage->cell("ownershipFields", 0, kRule), QStringLiteral("LWW 500 ms, review"));
    m_stage->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_stage->bridge.commands().empty());
}

void OwnershipViewTest::newRules_keepWhatIsStaged() {
    open();
    stageTolerance(1500);
    m_rules.rules.version = core::Seq(18);
    m_rules.objects[0].fields[1].rule.choice.tolerance = milliseconds(700);
    m_rules.rules.fields["contact"]["title"].choice.tolerance = milliseconds(700);
    m_stage->view().setShown(false);
    m_stage->view().setShown(true);
    QTRY_COMPARE(m_stage->cell("ownershipFields", 1, kRule), QStringLiteral("LWW 700 ms, review"));
    QCOMPARE(m_stage->cell("ownershipFields", 0, kRule), QStringLiteral("LWW 1,500 ms, review"));
    QCOMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for phone"));
    QCOMPARE(m_stage->find<QSpinBox>("ruleTolerance")->value(), 1500);
    QVERIFY(m_stage->says(QStringLiteral("ada has changed rules meanwhile, version 18")));
    QVERIFY(m_stage->says(QStringLiteral("title LWW 500 ms, review → LWW 700 ms, review")));
    QVERIFY(m_stage->find("rulesApply")->isEnabled());
    m_stage->click("rulesNoted");
    QTRY_VERIFY(!m_stage->shows("bar-news"));
    QVERIFY(m_stage->shows("stagedBar"));
}

void OwnershipViewTest::newRules_thatRivalWhatIsStagedAreChosenFrom_data() {
    QTest::addColumn<QByteArray>("button");
    QTest::addColumn<int>("stands");
    QTest::newRow("yours") << QByteArray("rulesKeepYours") << 1500;
    QTest::newRow("theirs") << QByteArray("rulesTakeTheirs") << 700;
}

void OwnershipViewTest::newRules_thatRivalWhatIsStagedAreChosenFrom() {
    QFETCH(const QByteArray, button);
    QFETCH(const int, stands);
    open();
    stageTolerance(1500);
    changePhone(700);
    QVERIFY(m_stage->says(QStringLiteral("grace has changed rules that are staged here: yours or theirs?")));
    QVERIFY(m_stage->says(QStringLiteral("phone: theirs LWW 700 ms, review, yours LWW 1,500 ms, review")));
    // Nothing goes over theirs unseen.
    QVERIFY(!m_stage->find("rulesApply")->isEnabled());
    m_stage->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_stage->bridge.commands().empty());
    QVERIFY(m_stage->text("stagedMistake").contains(QStringLiteral("keep yours or take theirs first")));
    m_stage->click(button.constData());
    QTRY_VERIFY(!m_stage->shows("bar-news"));
    QCOMPARE(m_stage->find<QSpinBox>("ruleTolerance")->value(), stands);
    QCOMPARE(m_stage->shows("stagedBar"), stands == 1500);
    if (stands != 1500)
        return;
    m_stage->click("rulesApply");
    QCOMPARE(commands().size(), std::size_t{1});
    QCOMPARE(commands().front().expected, core::Seq(18));
    QCOMPARE(commands().front().fields.at("contact").at("phone").choice.tolerance, milliseconds(1500));
}

void OwnershipViewTest::newRules_thatAreWhatIsStagedAreTold() {
    open();
    stageTolerance(1500);
    changePhone(1500);
    QVERIFY(m_stage->says(QStringLiteral("phone is LWW 1,500 ms, review by now, as staged here")));
    QVERIFY(!m_stage->shows("stagedBar"));
    m_stage->click("rulesNoted");
    QTRY_VERIFY(!m_stage->shows("bar-news"));
}

void OwnershipViewTest::tieBreaks_standOnOneLine() {
    open();
    m_stage->clickCell("ownershipFields", 0, kRule);
    int wanted = 0;
    for (const char* name : {"tieBreakSalesforce", "tieBreakHubSpot", "tieBreakReview"})
        wanted += m_stage->find(name)->sizeHint().width();
    const int room = m_stage->find("tieBreakReview")->parentWidget()->width();
    QVERIFY2(m_stage->find("tieBreakSalesforce")->y() == m_stage->find("tieBreakReview")->y(),
             qPrintable(QStringLiteral("%1 wide, room for %2 in a dock of %3 of %4")
                            .arg(wanted)
                            .arg(room)
                            .arg(m_stage->find("ownershipDock")->width())
                            .arg(m_stage->view().width())));
}

void OwnershipViewTest::owner_isChosenByKeys() {
    open();
    m_stage->clickCell("ownershipFields", 1, kRule);
    auto* const choice = m_stage->find<QComboBox>("ruleChoice");
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_End);
    QVERIFY(!m_stage->shows("ruleTolerance"));
    QVERIFY(m_stage->shows("ruleOnRefused"));
    QCOMPARE(m_stage->cell("ownershipFields", 1, kDirection), QStringLiteral("from HubSpot to Salesforce"));
    m_stage->click("rulesApply");
    QCOMPARE(commands().size(), std::size_t{1});
    QCOMPARE(commands().front().fields.at("contact").at("title").admission.owner, std::optional(Side::HubSpot));
}

void OwnershipViewTest::place_isShownFromOutside() {
    m_stage->view().showRule(QStringLiteral("company"), QStringLiteral("domain"));
    m_stage->open();
    QTRY_COMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for domain"));
    m_stage->view().showRule(QStringLiteral("contact"), QStringLiteral("title"));
    QCOMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for title"));
}

void OwnershipViewTest::counts_followTheJournalAndDisturbNobody() {
    open();
    m_stage->clickCell("ownershipFields", 0, kRule);
    auto* const tolerance = m_stage->find<QSpinBox>("ruleTolerance");
    tolerance->setFocus();
    tolerance->selectAll();
    QTest::keyClicks(tolerance, QStringLiteral("15"));
    const auto asked = [&] { return m_stage->bridge.asked<RuleTable>().size(); };
    const auto before = asked();
    m_rules.objects[0].statistics["phone"].conflicts = 5;
    const QSignalSpy told(&m_stage->bridge, &Bridge::snapshotChanged);
    const auto grow = [&](core::Seq head) {
        Snapshot snapshot = m_stage->bridge.snapshot();
        snapshot.head = head;
        m_stage->bridge.setSnapshot(snapshot);
    };
    grow(core::Seq(20));
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(asked(), before);  // It has been asked just now.
    m_stage->clock.advance(std::chrono::seconds(5));
    grow(core::Seq(21));
    QTRY_COMPARE(m_stage->cell("ownershipFields", 0, kConflicts), QStringLiteral("5"));
    QCOMPARE(asked(), before + 1);
    QCOMPARE(m_stage->find<QTableView>("ownershipFields")->currentIndex().row(), 0);
    QVERIFY(tolerance->hasFocus());
    QVERIFY(tolerance->text().startsWith(QStringLiteral("15")));
    // Nothing came since then.
    m_stage->clock.advance(std::chrono::seconds(5));
    grow(core::Seq(21));
    QTRY_COMPARE(told.count(), 3);
    QCOMPARE(asked(), before + 1);
}

void OwnershipViewTest::apply_leavesTheKeysWithTheRules_data() {
    QTest::addColumn<QByteArray>("button");
    QTest::newRow("apply") << QByteArray("rulesApply");
    QTest::newRow("discard") << QByteArray("rulesDiscard");
}

void OwnershipViewTest::apply_leavesTheKeysWithTheRules() {
    QFETCH(const QByteArray, button);
    open();
    stageTolerance(1500);
    m_stage->find(button.constData())->setFocus();
    m_stage->press(Qt::Key_Space);
    QTRY_VERIFY(!m_stage->shows("stagedBar"));
    QVERIFY(m_stage->find("ownershipFields")->hasFocus());
}

void OwnershipViewTest::readOnly_nothingIsApplied() {
    m_stage->view().setReadOnly(true);
    open();
    stageTolerance(1500);
    QVERIFY(!m_stage->find("rulesApply")->isEnabled());
    QVERIFY(m_stage->find("rulesPreview")->isEnabled());
    QCOMPARE(m_stage->find("rulesApply")->toolTip(),
             QStringLiteral("Read-only: do it in the window that has this workspace open; where “syncline run” has it, "
                            "end that first"));
    m_stage->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_stage->bridge.commands().empty());
    QVERIFY(m_stage->text("stagedMistake").contains(QStringLiteral("Read-only")));
    // Words that have become false do not stay.
    m_stage->view().setReadOnly(true, false);
    QCOMPARE(m_stage->text("stagedMistake"), QString());
    m_stage->press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_stage->text("stagedMistake").contains(QStringLiteral("nobody runs this workspace any more")));
    m_stage->click("rulesPreview");
    QVERIFY(m_stage->shows("previewApply") && !m_stage->find("previewApply")->isEnabled());
}

void OwnershipViewTest::backtest_showsWhatWouldWin() {
    m_stage->bridge.onQuery<RulePreview>([](const RulePreview&) {
        RuleEffect effect;
        effect.asked = 2;
        effect.differ = 1;
        effect.examples.emplace_back();
        return effect;
    });
    open();
    stageTolerance(1500);
    QTRY_VERIFY(m_stage->shows("backtestExamples"));
    const auto* const table = m_stage->find<QTableView>("backtestExamples");
    // Nothing of it lies beyond the edge of the dock.
    QTRY_COMPARE(table->horizontalScrollBar()->maximum(), 0);
    QVERIFY(table->columnWidth(3) >= 92);
}

QTEST_MAIN(OwnershipViewTest)
#include "ownership_view_test.moc"
