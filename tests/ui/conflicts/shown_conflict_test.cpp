#include "tests/ui/conflicts/conflicts_stage.h"
#include "ui/widgets/controls.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <algorithm>

using namespace syncline;
using namespace syncline::ui;
using test::ConflictsStage;
using test::resolvedTitle;

namespace {

constexpr int kResolvedTab = 1;
const auto kNoor = QStringLiteral("Noor Haddad");
const auto kAda = QStringLiteral("Ada Lovelace");

}  // namespace

/// Keys mean what is on the screen: the conflict that is shown, and the line in which somebody writes.
class ShownConflictTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<ConflictsStage>();
        m_stage->resolvedOnes = {resolvedTitle()};
        m_stage->open();
        QTRY_COMPARE(m_stage->rows().size(), 4);
    }
    void cleanup() { m_stage.reset(); }

    void nothingShown_isNotResolvedByKeys_data();
    void nothingShown_isNotResolvedByKeys();
    void heldKey_doesNothing_data();
    void heldKey_doesNothing();
    void settledElsewhere_isNotShown();
    void ownResolution_movesOnWhereItsRowGoesFirst();
    void sides_areRenewedInTheResult();
    void commands_areThereWhileAConflictIsShown();
    void toast_namesWhatIsNotListed();
    void count_followsWhereTheOpenOnesAreNotListed();
    void ownValue_bringsNothingOfAnotherConflictBack();
    void note_bringsNothingOfAnotherConflictBack();
    void emptyLine_leavesCtrlZToTheView_data();
    void emptyLine_leavesCtrlZToTheView();
    void line_undoesWhatWasWrittenInIt();
    void filter_isClearedByEscape();
    void undo_refusedIsASentence_data();
    void undo_refusedIsASentence();
    void hint_saysHowLongItCanBeUndone();
    void note_staysWhereItIsWhenAChoiceIsMade_data();
    void note_staysWhereItIsWhenAChoiceIsMade();

private:
    [[nodiscard]] QLineEdit& line(const char* name) const { return *m_stage->find<QLineEdit>(name); }
    /// Takes Salesforce's value for Noor Haddad's title: the next one is on the surface.
    void resolveTheFirst() {
        m_stage->bridge.setReply(core::Seq(1200));
        m_stage->choose(kNoor);
        m_stage->press(Qt::Key_1);
        m_stage->press(Qt::Key_Return);
        m_stage->openOnes = {test::phone()};
        QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
        QTRY_COMPARE(m_stage->rows().size(), 2);
    }
    /// Of the view's commands.
    [[nodiscard]] bool canRun(const QString& words) const {
        for (const QAction* action : static_cast<const QWidget&>(m_stage->view()).actions()) {
            if (action->text() == words)
                return action->isEnabled();
        }
        return false;
    }
    /// In the tab of the open ones.
    [[nodiscard]] QString count() const {
        const auto* const chip =
            qobject_cast<Chip*>(m_stage->find<QTabBar>("conflictTabs")->tabButton(0, QTabBar::RightSide));
        return chip == nullptr ? QString() : chip->text();
    }

    std::unique_ptr<ConflictsStage> m_stage;
};

void ShownConflictTest::nothingShown_isNotResolvedByKeys_data() {
    QTest::addColumn<bool>("byTab");
    QTest::newRow("another tab is in front") << true;
    QTest::newRow("the filter takes nothing") << false;
}

void ShownConflictTest::nothingShown_isNotResolvedByKeys() {
    QFETCH(const bool, byTab);
    m_stage->choose(kNoor);
    QVERIFY(m_stage->shows("conflictSurface"));
    if (byTab)
        m_stage->openTab(kResolvedTab);
    else
        m_stage->type("conflictFilter", QStringLiteral("nobody"));
    QTRY_COMPARE(m_stage->rows().size(), byTab ? 2 : 0);
    QVERIFY(!m_stage->shows("conflictSurface"));
    m_stage->find("conflictTabs")->setFocus();
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Enter);
    QVERIFY(m_stage->bridge.commands().empty());
}

void ShownConflictTest::heldKey_doesNothing_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("Return") << static_cast<int>(Qt::Key_Return);
    QTest::newRow("Enter") << static_cast<int>(Qt::Key_Enter);
}

void ShownConflictTest::heldKey_doesNothing() {
    QFETCH(const int, key);
    const auto repeat = [this](int held) {
        QTest::simulateEvent(&m_stage->list(), true, held, Qt::NoModifier, QString(), true);
    };
    m_stage->choose(kNoor);
    repeat(Qt::Key_1);
    QVERIFY(!m_stage->find("conflictApply")->isEnabled());
    m_stage->press(Qt::Key_1);
    QVERIFY(m_stage->find("conflictApply")->isEnabled());
    repeat(key);
    QVERIFY(m_stage->bridge.commands().empty());
    m_stage->press(key);
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{1});
}

/// Others are still listed.
void ShownConflictTest::settledElsewhere_isNotShown() {
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_1);
    m_stage->openOnes = {test::phone()};
    m_stage->goOn();
    QTRY_COMPARE(m_stage->rows().size(), 2);
    QVERIFY(!m_stage->shows("conflictSurface"));
    QVERIFY(!canRun(QStringLiteral("Apply")));
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QVERIFY(m_stage->bridge.commands().empty());
}

/// The projections may have the resolution before its reply is here.
void ShownConflictTest::ownResolution_movesOnWhereItsRowGoesFirst() {
    bool wasGone = false;
    m_stage->bridge.setReply([&](const Command&) {
        m_stage->openOnes = {test::phone()};
        m_stage->goOn();
        wasGone = QTest::qWaitFor([this] { return m_stage->rows().size() == 2; });
        return base::Result<core::Seq>(core::Seq(1200));
    });
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    QVERIFY(wasGone);
}

/// What a side holds has changed without another candidate; what is chosen and written stays.
void ShownConflictTest::sides_areRenewedInTheResult() {
    const auto says = [this](const QString& words) {
        const auto labels = m_stage->find("resultPanel")->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->isVisible() && label->text() == words; });
    };
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_1);
    m_stage->type("conflictNote", QStringLiteral("as agreed"));
    QVERIFY(says(QStringLiteral("will write")));
    m_stage->openOnes[0].now[core::Side::HubSpot] = test::value("SVP");
    m_stage->goOn();
    QTRY_VERIFY(!says(QStringLiteral("will write")));
    QVERIFY(says(QStringLiteral("stays")));
    QCOMPARE(line("conflictNote").text(), QStringLiteral("as agreed"));
    QVERIFY(m_stage->find<QAbstractButton>("conflictTake1")->isChecked());
    QVERIFY(m_stage->find("conflictApply")->isEnabled());
}

void ShownConflictTest::commands_areThereWhileAConflictIsShown() {
    const auto canChoose = [this] {
        return std::pair(canRun(QStringLiteral("Write an own value")), canRun(QStringLiteral("Apply")));
    };
    QCOMPARE(canChoose(), std::pair(false, false));
    m_stage->choose(kNoor);
    QCOMPARE(canChoose(), std::pair(true, true));
    m_stage->openTab(kResolvedTab);
    QCOMPARE(canChoose(), std::pair(false, false));
    QTRY_COMPARE(m_stage->rows().size(), 2);
    m_stage->choose(kNoor);
    QVERIFY(m_stage->shows("conflictSurface"));
    QCOMPARE(canChoose(), std::pair(false, false));
}

/// The answer comes when another tab is in front.
void ShownConflictTest::toast_namesWhatIsNotListed() {
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->choose(kAda);
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    m_stage->openTab(kResolvedTab);
    QTRY_COMPARE(m_stage->navigator.toasts, QStringList(QStringLiteral("Resolved, Ada Lovelace")));
}

void ShownConflictTest::count_followsWhereTheOpenOnesAreNotListed() {
    QCOMPARE(count(), QStringLiteral("2"));
    Snapshot snapshot = m_stage->bridge.snapshot();
    snapshot.openConflicts = 2;
    m_stage->bridge.setSnapshot(snapshot);
    m_stage->openTab(kResolvedTab);
    QTRY_COMPARE(m_stage->rows().size(), 2);
    QCOMPARE(count(), QStringLiteral("2"));
    snapshot.openConflicts = 1;
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_COMPARE(count(), QStringLiteral("1"));
    snapshot.openConflicts = 0;
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_COMPARE(count(), QString());
}

void ShownConflictTest::ownValue_bringsNothingOfAnotherConflictBack() {
    resolveTheFirst();
    m_stage->press(Qt::Key_0);
    QVERIFY(line("conflictOwnValue").hasFocus());
    QVERIFY(!line("conflictOwnValue").isUndoAvailable());
    QTest::keyClick(&line("conflictOwnValue"), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(line("conflictOwnValue").text(), QString());
    QVERIFY(!m_stage->find<QAbstractButton>("conflictOwn")->isChecked());
}

void ShownConflictTest::note_bringsNothingOfAnotherConflictBack() {
    m_stage->choose(kNoor);
    m_stage->type("conflictNote", QStringLiteral("as agreed"));
    m_stage->choose(kAda);
    QCOMPARE(line("conflictNote").text(), QString());
    QVERIFY(!line("conflictNote").isUndoAvailable());
    line("conflictNote").setFocus();
    QTest::keyClick(&line("conflictNote"), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(line("conflictNote").text(), QString());
}

void ShownConflictTest::emptyLine_leavesCtrlZToTheView_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("the own value") << QByteArray("conflictOwnValue");
    QTest::newRow("the note") << QByteArray("conflictNote");
}

void ShownConflictTest::emptyLine_leavesCtrlZToTheView() {
    QFETCH(const QByteArray, name);
    resolveTheFirst();
    m_stage->click(name.constData());
    QVERIFY(line(name.constData()).hasFocus());
    m_stage->press(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{2});
    QCOMPARE(std::get<UndoResolution>(m_stage->bridge.commands().back()).resolved, core::Seq(1200));
}

void ShownConflictTest::line_undoesWhatWasWrittenInIt() {
    resolveTheFirst();
    m_stage->press(Qt::Key_0);
    QTest::keyClicks(&line("conflictOwnValue"), QStringLiteral("+46 3"));
    m_stage->press(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(line("conflictOwnValue").text() != QStringLiteral("+46 3"));
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{1});
}

void ShownConflictTest::filter_isClearedByEscape() {
    m_stage->view().focusFilter();
    m_stage->type("conflictFilter", QStringLiteral("nobody"));
    QCOMPARE(m_stage->rows().size(), 0);
    m_stage->press(Qt::Key_Escape);
    QCOMPARE(line("conflictFilter").text(), QString());
    QCOMPARE(m_stage->rows().size(), 4);
    QVERIFY(line("conflictFilter").hasFocus());
    m_stage->press(Qt::Key_Escape);
    QVERIFY(m_stage->list().hasFocus());
}

void ShownConflictTest::undo_refusedIsASentence_data() {
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    QTest::newRow("another value since")
        << static_cast<int>(base::ErrorCode::AlreadyExists)
        << QStringLiteral(
               "The choice for title of Noor Haddad cannot be undone any more: the field has got a newer "
               "value since, or is in conflict again. Change it in Salesforce or HubSpot, or resolve the "
               "new conflict.");
    QTest::newRow("no entry") << static_cast<int>(base::ErrorCode::NotFound)
                              << QStringLiteral("The choice for title of Noor Haddad could not be undone: it failed.");
    QTest::newRow("for the moment") << static_cast<int>(base::ErrorCode::Busy)
                                    << QStringLiteral(
                                           "The choice for title of Noor Haddad could not be undone: it failed. "
                                           "Try again.");
}

void ShownConflictTest::undo_refusedIsASentence() {
    QFETCH(const int, code);
    QFETCH(const QString, words);
    resolveTheFirst();
    m_stage->bridge.setReply(
        base::Error{static_cast<base::ErrorCode>(code), "undo a resolution", "title", "it failed", "do something"});
    m_stage->press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(m_stage->navigator.toasts.size(), 2);
    QCOMPARE(m_stage->navigator.toasts.back(), words);
}

void ShownConflictTest::hint_saysHowLongItCanBeUndone() {
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_1);
    QVERIFY2(m_stage->text("conflictHint").contains(QStringLiteral("as long as the field has got no newer value")),
             qPrintable(m_stage->text("conflictHint")));
}

void ShownConflictTest::note_staysWhereItIsWhenAChoiceIsMade_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("a candidate") << static_cast<int>(Qt::Key_1);
    QTest::newRow("an own value") << static_cast<int>(Qt::Key_0);
}

void ShownConflictTest::note_staysWhereItIsWhenAChoiceIsMade() {
    QFETCH(const int, key);
    const auto top = [this] {
        QCoreApplication::sendPostedEvents();
        return line("conflictNote").mapTo(&m_stage->view(), QPoint()).y();
    };
    m_stage->choose(kNoor);
    QTRY_VERIFY(top() > m_stage->find("conflictOwnValue")->mapTo(&m_stage->view(), QPoint()).y());
    const int before = top();
    m_stage->press(key);
    if (key == Qt::Key_0)
        QTest::keyClicks(&line("conflictOwnValue"), QStringLiteral("CTO"));
    QVERIFY(m_stage->find("conflictApply")->isEnabled());
    // Laid out, and laid out again.
    for (int round = 0; round < 3; ++round)
        QCOMPARE(top(), before);
    QVERIFY(m_stage->says(QStringLiteral("will write")));
    QCOMPARE(top(), before);
}

QTEST_MAIN(ShownConflictTest)
#include "shown_conflict_test.moc"
