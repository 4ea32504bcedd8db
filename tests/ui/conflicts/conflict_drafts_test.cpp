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
    void readOnly_takesNothing();
    void drafts_areBounded();

private:
    [[nodiscard]] QString textOf(const char* name) const { return m_stage->find<QLineEdit>(name)->text(); }
    [[nodiscard]] QString applyWords() const { return m_stage->find<QAbstractButton>("conflictApply")->text(); }
    [[nodiscard]] bool canApply() const { return m_stage->find("conflictApply")->isEnabled(); }

    std::unique_ptr<ConflictsStage> m_stage;
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
