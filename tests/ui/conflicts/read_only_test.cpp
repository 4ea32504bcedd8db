#include "tests/ui/conflicts/conflicts_stage.h"

#include <QAction>

using namespace syncline;
using namespace syncline::ui;
using test::ConflictsStage;
using test::resolvedTitle;

namespace {

constexpr int kResolvedTab = 1;
const auto kNoor = QStringLiteral("Noor Haddad");
const auto kWhy = QStringLiteral(
    "Read-only: resolve and undo in the window that has this workspace open, or with “syncline conflicts”");

}  // namespace

/// Another process has the workspace: conflicts are looked at, and settled there.
class ReadOnlyTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<ConflictsStage>();
        m_stage->view().setReadOnly(true);
        m_stage->resolvedOnes = {resolvedTitle()};
        m_stage->open();
        QTRY_COMPARE(m_stage->rows().size(), 4);
    }
    void cleanup() { m_stage.reset(); }

    void why_isSaidBeforeAnythingIsChosen();
    void why_isAnotherWhenTheHolderHasEnded();
    void open_offersNoChoice_data();
    void open_offersNoChoice();
    void open_answersNoKeyThatChooses();
    void resolved_isNotUndone();
    void resolved_thatCannotBeUndoneSaysItsOwnReason();
    void writableAgain_takesAChoice();

private:
    std::unique_ptr<ConflictsStage> m_stage;
};

void ReadOnlyTest::why_isSaidBeforeAnythingIsChosen() {
    QVERIFY(!m_stage->shows("conflictSurface"));
    QCOMPARE(m_stage->text("conflictsReadOnly"), kWhy);
}

void ReadOnlyTest::why_isAnotherWhenTheHolderHasEnded() {
    const auto gone = QStringLiteral(
        "Read-only: nobody runs this workspace any more. Resolve and undo here after Open for writing, or with "
        "“syncline conflicts”");
    m_stage->choose(kNoor);
    m_stage->view().setReadOnly(true, false);
    QCOMPARE(m_stage->text("conflictsReadOnly"), gone);
    for (const char* name : {"conflictTake1", "conflictOwnValue", "conflictApply", "conflictUndo"}) {
        QVERIFY2(!m_stage->find(name)->isEnabled(), name);
        QCOMPARE(m_stage->find(name)->toolTip(), gone);
    }
    m_stage->view().setReadOnly(true);
    QCOMPARE(m_stage->text("conflictsReadOnly"), kWhy);
    QCOMPARE(m_stage->find("conflictApply")->toolTip(), kWhy);
}

void ReadOnlyTest::open_offersNoChoice_data() {
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"conflictTake1", "conflictTake2", "conflictOwnValue", "conflictOwn", "conflictNote",
                             "conflictApply", "conflictUndo"})
        QTest::newRow(name) << QByteArray(name);
}

void ReadOnlyTest::open_offersNoChoice() {
    QFETCH(const QByteArray, name);
    m_stage->choose(kNoor);
    const QWidget* const control = m_stage->find(name.constData());
    QVERIFY(control->isVisible());
    QVERIFY(!control->isEnabled());
    QCOMPARE(control->toolTip(), kWhy);
    QCOMPARE(m_stage->text("conflictsReadOnly"), kWhy);
}

void ReadOnlyTest::open_answersNoKeyThatChooses() {
    m_stage->choose(kNoor);
    QCOMPARE(m_stage->find("candidateValue1")->accessibleDescription(), QStringLiteral("SVP"));
    QCOMPARE(m_stage->find("candidateValue2")->accessibleDescription(), QStringLiteral("VP"));
    m_stage->press(Qt::Key_1);
    QVERIFY(!m_stage->find<QAbstractButton>("conflictTake1")->isChecked());
    m_stage->press(Qt::Key_0);
    QVERIFY(m_stage->list().hasFocus());
    m_stage->press(Qt::Key_Return);
    m_stage->press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_stage->bridge.commands().empty());
    int refused = 0;
    for (const QAction* action : static_cast<const QWidget&>(m_stage->view()).actions())
        refused += action->isEnabled() ? 0 : 1;
    QCOMPARE(refused, 3);
    // Looking at the others goes on.
    m_stage->press(Qt::Key_J);
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
}

void ReadOnlyTest::resolved_isNotUndone() {
    m_stage->openTab(kResolvedTab);
    QTRY_COMPARE(m_stage->rows().size(), 2);
    m_stage->choose(kNoor);
    const QWidget* const undo = m_stage->find("conflictUndoThis");
    QVERIFY(undo->isVisible());
    QVERIFY(!undo->isEnabled());
    QCOMPARE(undo->toolTip(), kWhy);
}

void ReadOnlyTest::resolved_thatCannotBeUndoneSaysItsOwnReason() {
    m_stage->resolvedOnes.front().canUndo = false;
    m_stage->openTab(kResolvedTab);
    QTRY_COMPARE(m_stage->rows().size(), 2);
    m_stage->choose(kNoor);
    const QWidget* const undo = m_stage->find("conflictUndoThis");
    QVERIFY(!undo->isEnabled());
    QVERIFY2(undo->toolTip().contains(QStringLiteral("does not stand any more")), qPrintable(undo->toolTip()));
}

void ReadOnlyTest::writableAgain_takesAChoice() {
    m_stage->choose(kNoor);
    m_stage->view().setReadOnly(false);
    QVERIFY(!m_stage->shows("conflictsReadOnly"));
    m_stage->press(Qt::Key_1);
    const QWidget* const apply = m_stage->find("conflictApply");
    QVERIFY(apply->isEnabled());
    QCOMPARE(apply->toolTip(), QStringLiteral("Apply Salesforce’s value (Enter)"));
    m_stage->press(Qt::Key_Return);
    QCOMPARE(std::get<ResolveConflict>(m_stage->bridge.commands().front()).take, std::optional(core::Seq(101)));
}

QTEST_MAIN(ReadOnlyTest)
#include "read_only_test.moc"
