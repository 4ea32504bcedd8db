#include "tests/ui/conflicts/conflicts_stage.h"

#include <QScrollBar>

using namespace syncline;
using namespace syncline::ui;
using core::Side;
using test::ConflictsStage;
using test::phone;
using test::title;

namespace {

const auto kAda = QStringLiteral("Ada Lovelace");
const auto kPriya = QStringLiteral("Priya Raman");

/// Another phone, Priya Raman's: it is listed above those that were opened before it.
ConflictRow phoneOfPriya(std::int64_t openedMs = -1000) {
    ConflictRow row = phone();
    row.conflict = core::Seq(1002);
    row.title = "Priya Raman";
    row.openedAt = test::morning(openedMs);
    return row;
}

/// "Person 0" to "Person 59", ten seconds apart, the newest first: more than the list has room for.
std::vector<ConflictRow> sixtyPhones() {
    std::vector<ConflictRow> all(60, phone());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto number = static_cast<std::int64_t>(i);
        all[i].conflict = core::Seq(2000 + number);
        all[i].title = "Person " + std::to_string(i);
        all[i].openedAt = test::morning(-10'000 * (number + 1));
    }
    return all;
}

}  // namespace

/// Rows come and go while a pointer is over the list, or a conflict is chosen.
class InboxListTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<ConflictsStage>(); }
    void cleanup() { m_stage.reset(); }

    void shortList_waitsUntilThePointerLeaves();
    void shortList_takesInWhatComesBelowAll();
    void shortList_takesInWhatTheFilterLooksFor();
    void waiting_renewsTheConflictOnTheSurface();
    void ownResolution_isListedUnderThePointer();
    void nothingLeft_isSaidUnderThePointer();
    void step_listsWhatWaits();
    void askedFor_isShownWhateverWasFiltered();
    void openedAgain_isShownWhateverWasFiltered();
    void askedFor_isOverWithAnotherChoice_data();
    void askedFor_isOverWithAnotherChoice();
    void longList_scrollsUnderThePointer();
    void longList_waitsWithWhatComesBetweenRowsThatAreSeen();
    void longList_keepsTheChosenRowWhereItIs();
    void chosenRow_staysMarked_data();
    void chosenRow_staysMarked();

private:
    void open(int rows = 4) {
        m_stage->open();
        QTRY_COMPARE(m_stage->rows().size(), rows);
    }
    void openSixty() {
        m_stage->openOnes = sixtyPhones();
        open(61);
        QTRY_VERIFY(m_stage->list().verticalScrollBar()->maximum() > 400);
    }
    [[nodiscard]] QString fact() const { return m_stage->text("viewFact"); }

    std::unique_ptr<ConflictsStage> m_stage;
};

void InboxListTest::shortList_waitsUntilThePointerLeaves() {
    open();
    const QRect before = m_stage->placeOf(kAda);
    m_stage->pointAt(kAda);
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_VERIFY2(fact().startsWith(QStringLiteral("3 open, oldest ")), qPrintable(fact()));
    QVERIFY2(fact().endsWith(QStringLiteral("; the list follows when the pointer has left it")), qPrintable(fact()));
    QCOMPARE(m_stage->rows().size(), 4);
    QCOMPARE(m_stage->placeOf(kAda), before);
    m_stage->clickAt(before.center());
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    m_stage->pointAway();
    QTRY_COMPARE(m_stage->rows().size(), 5);
    QVERIFY(!m_stage->placeOf(kPriya).isEmpty());
    QVERIFY2(fact().startsWith(QStringLiteral("3 open, oldest ")), qPrintable(fact()));
    QVERIFY2(!fact().contains(QStringLiteral("pointer")), qPrintable(fact()));
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
}

void InboxListTest::shortList_takesInWhatComesBelowAll() {
    open();
    const QRect before = m_stage->placeOf(kAda);
    m_stage->pointAt(kAda);
    ConflictRow email = title();
    email.conflict = core::Seq(1003);
    email.title = "Priya Raman";
    email.field.name = "email";
    email.openedAt = test::morning(-1000);
    m_stage->openOnes.push_back(email);
    m_stage->goOn();
    QTRY_COMPARE(m_stage->rows().size(), 6);
    QCOMPARE(m_stage->placeOf(kAda), before);
    QVERIFY2(!fact().contains(QStringLiteral("pointer")), qPrintable(fact()));
}

void InboxListTest::shortList_takesInWhatTheFilterLooksFor() {
    open();
    m_stage->pointAt(kAda);
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_VERIFY2(fact().startsWith(QStringLiteral("3 open")), qPrintable(fact()));
    QCOMPARE(m_stage->rows().size(), 4);
    m_stage->type("conflictFilter", QStringLiteral("acme"));
    QCOMPARE(m_stage->rows().size(), 3);
    QVERIFY(!m_stage->placeOf(kPriya).isEmpty());
}

void InboxListTest::waiting_renewsTheConflictOnTheSurface() {
    open();
    m_stage->choose(QStringLiteral("Noor Haddad"));
    m_stage->pointAt(kAda);
    m_stage->openOnes[0].candidates[1] = {test::version(103, Side::HubSpot, "EVP", 900), Side::HubSpot, false};
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_COMPARE(m_stage->find("candidateValue2")->accessibleDescription(), QStringLiteral("EVP"));
    QCOMPARE(m_stage->rows().size(), 4);
    QVERIFY2(fact().startsWith(QStringLiteral("3 open")), qPrintable(fact()));
}

/// Also where the projections do not have it yet when the view reads again.
void InboxListTest::ownResolution_isListedUnderThePointer() {
    open();
    m_stage->choose(QStringLiteral("Noor Haddad"));
    m_stage->pointAt(kAda);
    m_stage->bridge.setReply(core::Seq(1200));
    const int before = m_stage->answered;
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->answered, before + 1);
    QCOMPARE(m_stage->rows().size(), 4);
    m_stage->openOnes = {phone()};
    m_stage->goOn();
    QTRY_COMPARE(m_stage->rows().size(), 2);
    // What comes of itself from now on waits.
    m_stage->pointAt(kAda);
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_VERIFY2(fact().startsWith(QStringLiteral("2 open")), qPrintable(fact()));
    QCOMPARE(m_stage->rows().size(), 2);
}

void InboxListTest::nothingLeft_isSaidUnderThePointer() {
    open();
    m_stage->pointAt(kAda);
    m_stage->openOnes = {};
    m_stage->goOn();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("No open conflicts"));
    QCOMPARE(fact(), QStringLiteral("none open"));
}

/// Who goes by keys has the pointer resting anywhere.
void InboxListTest::step_listsWhatWaits() {
    open();
    m_stage->choose(kAda);
    m_stage->pointAt(kAda);
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_VERIFY2(fact().startsWith(QStringLiteral("3 open")), qPrintable(fact()));
    QCOMPARE(m_stage->rows().size(), 4);
    m_stage->press(Qt::Key_K);
    QCOMPARE(m_stage->rows().size(), 5);
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Priya Raman"));
    QVERIFY2(!fact().contains(QStringLiteral("pointer")), qPrintable(fact()));
}

void InboxListTest::askedFor_isShownWhateverWasFiltered() {
    open();
    m_stage->type("conflictFilter", QStringLiteral("acme"));
    QCOMPARE(m_stage->rows().size(), 2);
    m_stage->view().showConflict(core::Seq(1000));
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QCOMPARE(m_stage->find<QLineEdit>("conflictFilter")->text(), QString());
    QCOMPARE(m_stage->rows().size(), 4);
}

void InboxListTest::openedAgain_isShownWhateverWasFiltered() {
    open();
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->choose(QStringLiteral("Noor Haddad"));
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    m_stage->openOnes = {phone()};
    QTRY_COMPARE(m_stage->rows().size(), 2);
    m_stage->type("conflictFilter", QStringLiteral("acme"));
    m_stage->bridge.setReply(test::openedAgain().conflict);
    m_stage->openOnes = {test::openedAgain(), phone()};
    m_stage->list().setFocus();
    m_stage->press(Qt::Key_Z, Qt::ControlModifier);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QCOMPARE(m_stage->find<QLineEdit>("conflictFilter")->text(), QString());
}

void InboxListTest::askedFor_isOverWithAnotherChoice_data() {
    QTest::addColumn<bool>("byKey");
    QTest::newRow("by a key") << true;
    QTest::newRow("by a click") << false;
}

/// It was not listed yet when it was asked for.
void InboxListTest::askedFor_isOverWithAnotherChoice() {
    QFETCH(const bool, byKey);
    open();
    const int before = m_stage->answered;
    m_stage->view().showConflict(phoneOfPriya().conflict);
    QTRY_VERIFY(m_stage->answered > before);
    if (byKey)
        m_stage->press(Qt::Key_J);
    else
        m_stage->choose(kAda);
    const QString record = m_stage->text("conflictRecord");
    QVERIFY(!record.isEmpty());
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    m_stage->pointAway();
    QTRY_COMPARE(m_stage->rows().size(), 5);
    QCOMPARE(m_stage->text("conflictRecord"), record);
}

void InboxListTest::longList_scrollsUnderThePointer() {
    openSixty();
    m_stage->list().verticalScrollBar()->setValue(400);
    m_stage->pointAt(QStringLiteral("Person 20,"));
    const QRect before = m_stage->placeOf(QStringLiteral("Person 20,"));
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_COMPARE(m_stage->rows().size(), 62);
    QCOMPARE(m_stage->placeOf(QStringLiteral("Person 20,")), before);
    QVERIFY(m_stage->placeOf(kPriya).bottom() < 0);
    QVERIFY2(!fact().contains(QStringLiteral("pointer")), qPrintable(fact()));
}

void InboxListTest::longList_waitsWithWhatComesBetweenRowsThatAreSeen() {
    openSixty();
    m_stage->list().verticalScrollBar()->setValue(400);
    m_stage->pointAt(QStringLiteral("Person 16,"));
    const QRect above = m_stage->placeOf(QStringLiteral("Person 16,"));
    const QRect below = m_stage->placeOf(QStringLiteral("Person 20,"));
    m_stage->openOnes.push_back(phoneOfPriya(-195'000));
    m_stage->goOn();
    QTRY_VERIFY2(fact().startsWith(QStringLiteral("61 open")), qPrintable(fact()));
    QCOMPARE(m_stage->rows().size(), 61);
    QCOMPARE(m_stage->placeOf(QStringLiteral("Person 16,")), above);
    QCOMPARE(m_stage->placeOf(QStringLiteral("Person 20,")), below);
    m_stage->pointAway();
    QTRY_COMPARE(m_stage->rows().size(), 62);
    QVERIFY(m_stage->placeOf(kPriya).top() > m_stage->placeOf(QStringLiteral("Person 18,")).top());
    QVERIFY(m_stage->placeOf(kPriya).top() < m_stage->placeOf(QStringLiteral("Person 19,")).top());
}

void InboxListTest::longList_keepsTheChosenRowWhereItIs() {
    openSixty();
    m_stage->choose(QStringLiteral("Person 5,"));
    const QRect before = m_stage->placeOf(QStringLiteral("Person 5,"));
    m_stage->openOnes.push_back(phoneOfPriya());
    m_stage->goOn();
    QTRY_COMPARE(m_stage->rows().size(), 62);
    QCOMPARE(m_stage->placeOf(QStringLiteral("Person 5,")), before);
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Person 5"));
}

void InboxListTest::chosenRow_staysMarked_data() {
    QTest::addColumn<QString>("where");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    const Qt::KeyboardModifiers none;
    QTest::newRow("a click below the last row") << QString() << none;
    QTest::newRow("a click on a group's line") << QStringLiteral("Left to a person") << none;
    QTest::newRow("Ctrl and a click on itself") << kAda << Qt::KeyboardModifiers(Qt::ControlModifier);
}

/// Enter resolves what is on the surface: the list says which that is.
void InboxListTest::chosenRow_staysMarked() {
    QFETCH(const QString, where);
    QFETCH(const Qt::KeyboardModifiers, modifiers);
    open();
    m_stage->choose(kAda);
    const QListView& list = m_stage->list();
    const auto marked = [&list] { return list.selectionModel()->selectedIndexes().value(0).data().toString(); };
    QVERIFY2(marked().contains(kAda), qPrintable(marked()));
    const QPoint below(list.viewport()->width() / 2, list.viewport()->height() - 4);
    QVERIFY(!list.indexAt(below).isValid());
    const QPoint place = where.isEmpty() ? below : m_stage->placeOf(where).center();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, modifiers, place);
    QVERIFY2(marked().contains(kAda), qPrintable(marked()));
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    m_stage->choose(QStringLiteral("Noor Haddad"));
    QVERIFY2(marked().contains(QStringLiteral("Noor Haddad")), qPrintable(marked()));
    QCOMPARE(list.selectionModel()->selectedIndexes().size(), 1);
}

QTEST_MAIN(InboxListTest)
#include "inbox_list_test.moc"
