#include "tests/ui/support/view_stage.h"
#include "ui/ownership/ownership_view.h"
#include "ui/ownership/rule_model.h"

#include <QAbstractItemModelTester>
#include <QPointer>
#include <QSignalSpy>
#include <QSpinBox>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

namespace {

using Stage = test::ViewStage<OwnershipView>;

RuledObject contact() {
    RuledObject object{"contact", {"Contact", "contacts"}, {}, {}};
    object.fields.push_back({"phone", {"Phone", "phone"}, "phone digits", {}});
    object.fields.push_back({"title", {"Title", "jobtitle"}, "text", {}});
    object.statistics["phone"] = {{12, 3}, 4, 2};
    return object;
}

Rules rulesInForce() {
    Rules rules;
    rules.rules.version = core::Seq(17);
    rules.who = "ada";
    rules.since = test::morning(-60'000);
    rules.objects = {contact()};
    for (const MappedField& field : rules.objects.front().fields)
        rules.rules.fields["contact"][field.name] = field.rule;
    return rules;
}

Tone toneAt(const QAbstractItemModel& model, int row, int column) {
    return std::get<TextCell>(model.index(row, column).data(kCellRole).value<Cell>()).tone;
}

}  // namespace

/// What the view shows while a side does not answer, while something is read, and when it cannot be.
class OwnershipStatesTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<Stage>();
        answerRules();
    }
    void cleanup() { m_stage.reset(); }

    void old_mutesWhatSaysNothingElse();
    void disconnected_mutesTheFields();
    void failed_isReadAgainVisibly();
    void failed_againKeepsTheKeys();
    void filter_thatTakesNoneSaysSo();
    void filter_keepsTheChosenField();
    void filter_leavesAClosedDockClosed();
    void backtest_failedShowsNoNumbersOfAnotherRule();
    void backtest_readForLongShowsNoNumbersOfAnotherRule();

private:
    void answerRules() {
        m_stage->bridge.onQuery<RuleTable>([](const RuleTable&) { return rulesInForce(); });
    }
    void answerBacktests() {
        m_stage->bridge.onQuery<RulePreview>([](const RulePreview&) {
            RuleEffect effect;
            effect.asked = 220;
            effect.differ = 9;
            return effect;
        });
    }
    void open() {
        m_stage->open();
        QTRY_COMPARE(fields().rowCount(), 2);
    }
    [[nodiscard]] QAbstractItemModel& fields() const { return *m_stage->find<QTableView>("ownershipFields")->model(); }
    /// Of the chosen field's rule, typed.
    void typeTolerance(int ms) {
        auto* const tolerance = m_stage->find<QSpinBox>("ruleTolerance");
        tolerance->setFocus();
        tolerance->selectAll();
        QTest::keyClicks(tolerance, QString::number(ms));
        QTest::keyClick(tolerance, Qt::Key_Tab);
        QCOMPARE(tolerance->value(), ms);
    }
    void openTried() {
        answerBacktests();
        open();
        m_stage->clickCell("ownershipFields", 0, kRule);
        typeTolerance(700);
        QTRY_COMPARE(m_stage->text("backtestDiffer"), QStringLiteral("9"));
    }

    std::unique_ptr<Stage> m_stage;
};

void OwnershipStatesTest::old_mutesWhatSaysNothingElse() {
    RuleModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setObject(contact());
    StagedRules staged;
    core::FieldRule after;
    after.choice.tolerance = std::chrono::milliseconds(700);
    staged.stage("contact", "title", {}, after);
    model.setStaged(staged);
    const QSignalSpy drawn(&model, &QAbstractItemModel::dataChanged);
    model.setOld(true);
    model.setOld(true);
    QCOMPARE(drawn.count(), 1);
    for (const int column : {kField, kSalesforceField, kDirection, kHubSpotField, kRule, kConflicts, kPhotoFinishes})
        QVERIFY2(toneAt(model, 0, column) == Tone::Muted, qPrintable(QString::number(column)));
    QCOMPARE(toneAt(model, 1, kRule), Tone::Attention);
    model.setOld(false);
    QCOMPARE(drawn.count(), 2);
    QCOMPARE(toneAt(model, 0, kRule), Tone::Normal);
}

void OwnershipStatesTest::disconnected_mutesTheFields() {
    open();
    QCOMPARE(toneAt(fields(), 0, kField), Tone::Normal);
    m_stage->disconnect(Side::HubSpot);
    QTRY_COMPARE(toneAt(fields(), 0, kField), Tone::Muted);
    m_stage->bridge.setSnapshot({});
    QTRY_COMPARE(toneAt(fields(), 0, kField), Tone::Normal);
}

void OwnershipStatesTest::failed_isReadAgainVisibly() {
    m_stage->bridge.onQuery<RuleTable>([](const RuleTable&) -> base::Result<Rules> { return test::diskFailure(); });
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The rules cannot be read"));
    m_stage->bridge.holdQueries<RuleTable>();
    m_stage->click("ownershipRetry");
    QTRY_VERIFY(m_stage->shows("ownershipFieldsLoading"));
    answerRules();
    QTRY_COMPARE(fields().rowCount(), 2);
    QVERIFY(!m_stage->shows("ownershipFieldsLoading"));
}

void OwnershipStatesTest::failed_againKeepsTheKeys() {
    m_stage->bridge.onQuery<RuleTable>([](const RuleTable&) -> base::Result<Rules> { return test::diskFailure(); });
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The rules cannot be read"));
    for (int time = 0; time < 2; ++time) {
        const QPointer<QWidget> retry = m_stage->find("ownershipRetry");
        retry->setFocus();
        m_stage->press(Qt::Key_Space);
        QTRY_VERIFY(retry.isNull());
        QVERIFY(m_stage->find("ownershipRetry")->hasFocus());
    }
}

void OwnershipStatesTest::filter_thatTakesNoneSaysSo() {
    open();
    m_stage->type("ownershipFilter", QStringLiteral("zzz"));
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("No field matches"));
    QVERIFY(!m_stage->shows("ownershipFields"));
    m_stage->click("ownershipClearFilter");
    QTRY_VERIFY(m_stage->shows("ownershipFields"));
    QCOMPARE(fields().rowCount(), 2);
    QVERIFY(m_stage->find("ownershipFilter")->hasFocus());
}

void OwnershipStatesTest::filter_keepsTheChosenField() {
    answerBacktests();
    open();
    m_stage->clickCell("ownershipFields", 1, kRule);
    QCOMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for title"));
    m_stage->type("ownershipFilter", QStringLiteral("title"));
    QCOMPARE(fields().rowCount(), 1);
    QCOMPARE(m_stage->find<QTableView>("ownershipFields")->currentIndex().row(), 0);
    typeTolerance(700);
    QTRY_VERIFY(m_stage->shows("stagedBar"));
    m_stage->type("ownershipFilter", QStringLiteral("phone"));
    QVERIFY(!m_stage->shows("ownershipDock"));
}

/// It is closed as Ctrl+I closes it.
void OwnershipStatesTest::filter_leavesAClosedDockClosed() {
    openTried();
    m_stage->view().inspector()->hide();
    m_stage->type("ownershipFilter", QStringLiteral("phone"));
    QCOMPARE(fields().rowCount(), 1);
    QVERIFY(!m_stage->shows("ownershipDock"));
    QCOMPARE(m_stage->find<QTableView>("ownershipFields")->currentIndex().row(), 0);
    // The chosen field's numbers are there as they were.
    m_stage->view().inspector()->show();
    QCOMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for phone"));
    QCOMPARE(m_stage->text("backtestDiffer"), QStringLiteral("9"));
    m_stage->view().inspector()->hide();
    m_stage->type("ownershipFilter", {});
    QCOMPARE(fields().rowCount(), 2);
    QVERIFY(!m_stage->shows("ownershipDock"));
    m_stage->clickCell("ownershipFields", 1, kRule);
    QVERIFY(m_stage->shows("ownershipDock"));
    QCOMPARE(m_stage->text("ruleTitle"), QStringLiteral("Rule for title"));
}

void OwnershipStatesTest::backtest_failedShowsNoNumbersOfAnotherRule() {
    openTried();
    m_stage->bridge.onQuery<RulePreview>(
        [](const RulePreview&) -> base::Result<RuleEffect> { return test::diskFailure(); });
    typeTolerance(800);
    QTRY_COMPARE(m_stage->text("backtestDiffer"), QStringLiteral("–"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("could not be asked")));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    answerBacktests();
    typeTolerance(900);
    QTRY_COMPARE(m_stage->text("backtestDiffer"), QStringLiteral("9"));
    QVERIFY(!m_stage->says(QStringLiteral("disk I/O error")));
}

void OwnershipStatesTest::backtest_readForLongShowsNoNumbersOfAnotherRule() {
    openTried();
    m_stage->bridge.holdQueries<RulePreview>();
    typeTolerance(800);
    QTRY_COMPARE(m_stage->text("backtestDiffer"), QStringLiteral("–"));
    answerBacktests();
    QTRY_COMPARE(m_stage->text("backtestDiffer"), QStringLiteral("9"));
}

QTEST_MAIN(OwnershipStatesTest)
#include "ownership_states_test.moc"
