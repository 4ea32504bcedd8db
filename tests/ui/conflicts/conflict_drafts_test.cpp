#include "ui/conflicts/conflict_drafts.h"

#include "tests/ui/conflicts/conflicts_stage.h"

using namespace syncline;
using namespace syncline::ui;
using test::ConflictsStage;

namespace {

const auto kNoor = QStringLiteral("Noor Haddad");
const auto kAda = QStringLiteral("Ada Lovelace");

}  // namespace

/// What was begun for one conflict is there when it is chosen again, and never at another one.
class ConflictDraftsTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<ConflictsStage>();
        m_written = 0;
        connect(&m_stage->view(), &ConflictsView::draftsWritten, this,
                [this](std::size_t count) { m_written = count; });
        m_stage->open();
        QTRY_COMPARE(m_stage->rows().size(), 4);
    }
    void cleanup() { m_stage.reset(); }

    void ownValueAndNote_areThereAgain_data();
    void ownValueAndNote_areThereAgain();
    void taken_isTakenAgain();
    void taken_isNotTakenAgainFromOthers();
    void applied_isForgotten();
    void draftOfTheNext_isNotAppliedByOneMoreKey_data();
    void draftOfTheNext_isNotAppliedByOneMoreKey();
    void draftOfTheNext_staysWhileItIsNotChosen();
    void written_isTold_data();
    void written_isTold();
    void written_isToldOfEachConflict();
    void written_isNotToldOfWhatIsTakenBack();
    void written_isNotToldOfWhatWasSettledElsewhere_data();
    void written_isNotToldOfWhatWasSettledElsewhere();
    void written_isNotToldOfWhatIsSettledUnseen_data();
    void written_isNotToldOfWhatIsSettledUnseen();
    void readOnly_takesNothing();
    void drafts_areBounded();

private:
    [[nodiscard]] QString textOf(const char* name) const { return m_stage->find<QLineEdit>(name)->text(); }
    [[nodiscard]] QString applyWords() const { return m_stage->find<QAbstractButton>("conflictApply")->text(); }
    [[nodiscard]] bool canApply() const { return m_stage->find("conflictApply")->isEnabled(); }

    std::unique_ptr<ConflictsStage> m_stage;
    std::size_t m_written = 0;  ///< as the view told it last
};

void ConflictDraftsTest::ownValueAndNote_areThereAgain_data() {
    QTest::addColumn<int>("way");
    QTest::newRow("another conflict was chosen") << 0;
    QTest::newRow("another tab was in front") << 1;
    QTest::newRow("the filter took nothing") << 2;
}

void ConflictDraftsTest::ownValueAndNote_areThereAgain() {
    QFETCH(const int, way);
    m_stage->choose(kNoor);
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    m_stage->type("conflictNote", QStringLiteral("asked both"));
    if (way == 0) {
        m_stage->choose(kAda);
        QCOMPARE(textOf("conflictOwnValue"), QString());
        QCOMPARE(textOf("conflictNote"), QString());
        QVERIFY(!m_stage->find<QAbstractButton>("conflictOwn")->isChecked());
        QVERIFY(!canApply());
    } else if (way == 1) {
        m_stage->openTab(1);
        QTRY_COMPARE(m_stage->rows().size(), 0);
        m_stage->openTab(0);
    } else {
        m_stage->type("conflictFilter", QStringLiteral("nobody"));
        m_stage->type("conflictFilter", QString());
    }
    QTRY_COMPARE(m_stage->rows().size(), 4);
    m_stage->choose(kNoor);
    QCOMPARE(textOf("conflictOwnValue"), QStringLiteral("CTO"));
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked both"));
    QCOMPARE(applyWords(), QStringLiteral("Apply own value"));
    m_stage->click("conflictApply");
    const auto command = std::get<ResolveConflict>(m_stage->bridge.commands().front());
    QCOMPARE(command.conflict, core::Seq(1000));
    QCOMPARE(command.ownValue, std::optional<std::string>("CTO"));
    QCOMPARE(command.note, std::string("asked both"));
}

void ConflictDraftsTest::taken_isTakenAgain() {
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_2);
    m_stage->choose(kAda);
    QVERIFY(!canApply());
    m_stage->choose(kNoor);
    QCOMPARE(applyWords(), QStringLiteral("Apply HubSpot’s value"));
    QVERIFY(canApply());
    QVERIFY(m_stage->find<QAbstractButton>("conflictTake2")->isChecked());
}

void ConflictDraftsTest::taken_isNotTakenAgainFromOthers() {
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_2);
    m_stage->type("conflictNote", QStringLiteral("asked both"));
    m_stage->choose(kAda);
    m_stage->openOnes[0].candidates[1] = {test::version(103, core::Side::HubSpot, "EVP", 900), core::Side::HubSpot,
                                          false};
    const int before = m_stage->answered;
    m_stage->goOn();
    QTRY_VERIFY(m_stage->answered > before);
    m_stage->choose(kNoor);
    QTRY_COMPARE(m_stage->find("candidateValue2")->accessibleDescription(), QStringLiteral("EVP"));
    QVERIFY(!canApply());
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked both"));
}

/// Its row may stand in the list until the engine has told that it is settled.
void ConflictDraftsTest::applied_isForgotten() {
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->choose(kNoor);
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    m_stage->type("conflictNote", QStringLiteral("asked both"));
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    QCOMPARE(textOf("conflictNote"), QString());
    m_stage->choose(kNoor);
    QCOMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Noor Haddad"));
    QCOMPARE(textOf("conflictOwnValue"), QString());
    QCOMPARE(textOf("conflictNote"), QString());
    QVERIFY(!canApply());
}

void ConflictDraftsTest::draftOfTheNext_isNotAppliedByOneMoreKey_data() {
    QTest::addColumn<bool>("isOwn");
    QTest::newRow("a candidate was taken") << false;
    QTest::newRow("an own value was written") << true;
}

/// The view moves on by itself: the next conflict is chosen by a person.
void ConflictDraftsTest::draftOfTheNext_isNotAppliedByOneMoreKey() {
    QFETCH(const bool, isOwn);
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->choose(kAda);
    if (isOwn)
        m_stage->type("conflictOwnValue", QStringLiteral("+46 3"));
    else
        m_stage->press(Qt::Key_2);
    m_stage->type("conflictNote", QStringLiteral("asked her"));
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    m_stage->press(Qt::Key_Return);
    m_stage->press(Qt::Key_Enter);
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{1});
    QVERIFY(!canApply());
    QCOMPARE(textOf("conflictOwnValue"), isOwn ? QStringLiteral("+46 3") : QString());
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked her"));
    m_stage->choose(kNoor);
    m_stage->choose(kAda);
    QVERIFY(canApply());
    QCOMPARE(applyWords(), isOwn ? QStringLiteral("Apply own value") : QStringLiteral("Apply HubSpot’s value"));
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked her"));
}

/// Also when the candidates are others meanwhile, and when the note was gone on with.
void ConflictDraftsTest::draftOfTheNext_staysWhileItIsNotChosen() {
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->choose(kAda);
    m_stage->type("conflictOwnValue", QStringLiteral("+46 3"));
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_1);
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    m_stage->type("conflictNote", QStringLiteral("asked her"));
    m_stage->openOnes = {test::phone()};
    m_stage->openOnes[0].candidates[1] = {test::version(203, core::Side::HubSpot, "+46 4", 900), core::Side::HubSpot,
                                          false};
    m_stage->goOn();
    QTRY_COMPARE(m_stage->find("candidateValue2")->accessibleDescription(), QStringLiteral("+46 4"));
    QCOMPARE(textOf("conflictOwnValue"), QStringLiteral("+46 3"));
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked her"));
    QVERIFY(!canApply());
    m_stage->click("conflictOwn");
    QVERIFY(canApply());
    m_stage->click("conflictApply");
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{2});
    const auto command = std::get<ResolveConflict>(m_stage->bridge.commands().back());
    QCOMPARE(command.ownValue, std::optional<std::string>("+46 3"));
    QCOMPARE(command.note, std::string("asked her"));
}

void ConflictDraftsTest::written_isTold_data() {
    QTest::addColumn<QString>("ownValue");
    QTest::addColumn<QString>("note");
    QTest::addColumn<std::size_t>("count");
    QTest::newRow("an own value") << QStringLiteral("CTO") << QString() << std::size_t{1};
    QTest::newRow("a note") << QString() << QStringLiteral("asked both") << std::size_t{1};
    QTest::newRow("both of one conflict") << QStringLiteral("CTO") << QStringLiteral("asked both") << std::size_t{1};
    // A key, or two, brings it back.
    QTest::newRow("a candidate is taken, and nothing written") << QString() << QString() << std::size_t{0};
    QTest::newRow("the value taken as an own one") << QStringLiteral("VP") << QString() << std::size_t{0};
    QTest::newRow("the other candidate's as an own one") << QStringLiteral("SVP") << QString() << std::size_t{0};
    QTest::newRow("a candidate's as an own one, and a note")
        << QStringLiteral("VP") << QStringLiteral("asked both") << std::size_t{1};
}

void ConflictDraftsTest::written_isTold() {
    QFETCH(const QString, ownValue);
    QFETCH(const QString, note);
    QFETCH(const std::size_t, count);
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_2);
    if (!ownValue.isEmpty())
        m_stage->type("conflictOwnValue", ownValue);
    if (!note.isEmpty())
        m_stage->type("conflictNote", note);
    QCOMPARE(m_written, count);
    // It is not forgotten where it is not seen.
    m_stage->choose(kAda);
    QCOMPARE(m_written, count);
    m_stage->openTab(1);
    QCOMPARE(m_written, count);
}

void ConflictDraftsTest::written_isToldOfEachConflict() {
    m_stage->bridge.setReply(core::Seq(1200));
    m_stage->choose(kAda);
    m_stage->type("conflictNote", QStringLiteral("asked her"));
    m_stage->choose(kNoor);
    QCOMPARE(m_written, std::size_t{1});
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    QCOMPARE(m_written, std::size_t{2});
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->text("conflictRecord"), QStringLiteral("of Ada Lovelace"));
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked her"));
    QCOMPARE(m_written, std::size_t{1});
}

void ConflictDraftsTest::written_isNotToldOfWhatIsTakenBack() {
    m_stage->choose(kNoor);
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    m_stage->type("conflictNote", QStringLiteral("asked both"));
    QCOMPARE(m_written, std::size_t{1});
    m_stage->type("conflictNote", QString());
    QCOMPARE(m_written, std::size_t{1});
    m_stage->click("conflictTake1");
    QCOMPARE(m_written, std::size_t{0});
}

void ConflictDraftsTest::written_isNotToldOfWhatWasSettledElsewhere_data() {
    QTest::addColumn<bool>("isOnTheSurface");
    QTest::newRow("another one is on the surface") << false;
    QTest::newRow("it is on the surface") << true;
}

/// It cannot be applied any more.
void ConflictDraftsTest::written_isNotToldOfWhatWasSettledElsewhere() {
    QFETCH(const bool, isOnTheSurface);
    m_stage->choose(kNoor);
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    if (!isOnTheSurface)
        m_stage->choose(kAda);
    QCOMPARE(m_written, std::size_t{1});
    m_stage->pointAway();
    m_stage->openOnes = {test::phone()};
    m_stage->goOn();
    QTRY_COMPARE(m_stage->rows().size(), 2);
    QTRY_COMPARE(m_written, std::size_t{0});
}

void ConflictDraftsTest::written_isNotToldOfWhatIsSettledUnseen_data() {
    QTest::addColumn<int>("tab");
    QTest::addColumn<bool>("isHidden");
    QTest::addColumn<bool>("isOnTheSurface");
    QTest::newRow("hidden, another one is on the surface") << 0 << true << false;
    QTest::newRow("hidden, it is on the surface") << 0 << true << true;
    QTest::newRow("hidden, Resolved was listed") << 1 << true << false;
    QTest::newRow("hidden, all were listed") << 2 << true << false;
    QTest::newRow("Resolved is listed") << 1 << false << false;
}

/// The window asks about it before it closes, wherever a person is.
void ConflictDraftsTest::written_isNotToldOfWhatIsSettledUnseen() {
    QFETCH(const int, tab);
    QFETCH(const bool, isHidden);
    QFETCH(const bool, isOnTheSurface);
    for (const QString& one : isOnTheSurface ? QStringList{kAda, kNoor} : QStringList{kNoor, kAda}) {
        m_stage->choose(one);
        m_stage->type("conflictNote", QStringLiteral("asked"));
    }
    QCOMPARE(m_written, std::size_t{2});
    if (tab != 0)
        m_stage->openTab(tab);
    m_stage->pointAway();
    if (isHidden)
        m_stage->view().setShown(false);
    m_stage->openOnes = {test::phone()};
    m_stage->goOn();
    QTRY_COMPARE(m_written, std::size_t{1});
    // The other one is there as it was.
    if (isHidden)
        m_stage->view().setShown(true);
    if (tab != 0)
        m_stage->openTab(0);
    QTRY_COMPARE(m_stage->rows().size(), 2);
    QCOMPARE(m_stage->shows("conflictSurface"), isHidden && tab == 0 && !isOnTheSurface);
    m_stage->choose(kAda);
    QCOMPARE(textOf("conflictNote"), QStringLiteral("asked"));
    QCOMPARE(m_written, std::size_t{1});
}

void ConflictDraftsTest::readOnly_takesNothing() {
    m_stage->choose(kNoor);
    m_stage->press(Qt::Key_2);
    m_stage->choose(kAda);
    m_stage->view().setReadOnly(true);
    m_stage->choose(kNoor);
    QVERIFY(!m_stage->find<QAbstractButton>("conflictTake2")->isChecked());
    QVERIFY(!canApply());
    m_stage->view().setReadOnly(false);
    QVERIFY(m_stage->find<QAbstractButton>("conflictTake2")->isChecked());
    QVERIFY(canApply());
}

void ConflictDraftsTest::drafts_areBounded() {
    ConflictDrafts drafts;
    const auto draft = [](std::size_t number) {
        return ConflictDraft{core::Seq(static_cast<std::int64_t>(number)), {}, {}, {}, QStringLiteral("note")};
    };
    for (std::size_t number = 1; number <= ConflictDrafts::kMostDrafts + 1; ++number) {
        drafts.keep(draft(number));
        drafts.keep(draft(2));  // the one that is used all the time
    }
    QVERIFY(!drafts.of(core::Seq(1)));
    QCOMPARE(drafts.of(core::Seq(2)), std::optional(draft(2)));
    QVERIFY(drafts.of(core::Seq(ConflictDrafts::kMostDrafts + 1)));
    drafts.keep({core::Seq(2), {}, {}, {}, {}});
    QVERIFY(!drafts.of(core::Seq(2)));
}

QTEST_MAIN(ConflictDraftsTest)
#include "conflict_drafts_test.moc"
