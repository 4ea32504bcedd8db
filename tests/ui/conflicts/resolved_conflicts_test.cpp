#include "tests/ui/conflicts/conflict_rows.h"
#include "tests/ui/support/view_stage.h"
#include "ui/conflicts/conflicts_view.h"
#include "ui/widgets/controls.h"
#include "ui/widgets/sentence.h"

#include <QListView>
#include <QTabBar>

using namespace syncline;
using namespace syncline::ui;
using core::Side;
using test::openedAgain;
using test::resolvedTitle;
using test::titleOfHubSpotAlone;

namespace {

using Stage = test::ViewStage<ConflictsView>;
constexpr int kResolvedTab = 1;

}  // namespace

/// What was chosen, what was undone, and what the conflict is then.
class ResolvedConflictsTest : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<Stage>();
        m_open = {openedAgain()};
        m_resolved = {resolvedTitle()};
        m_stage->bridge.onQuery<OpenConflicts>([this](const OpenConflicts&) { return m_open; });
        m_stage->bridge.onQuery<ResolvedConflicts>([this](const ResolvedConflicts&) { return m_resolved; });
    }
    void cleanup() { m_stage.reset(); }

    void resolved_sayWhatWasChosen_data();
    void resolved_sayWhatWasChosen();
    void undone_hasNoTick();
    void undo_saysWhyItIsNotThere_data();
    void undo_saysWhyItIsNotThere();
    void oneSide_hasTwoThatAreToldApart();
    void oneSide_appliesWhatItsCardSays_data();
    void oneSide_appliesWhatItsCardSays();
    void openedAgain_saysWhatWasUndoneAndWhoHoldsWhat();
    void openedAgainTwice_hasBeenSeen();
    void held_isNotOverwritten();
    void overwritten_saysWhatThatMeans();
    void none_isSaidInTheFact();
    void laterChange_isSaid_data();
    void laterChange_isSaid();

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
    void openTab(int tab) {
        auto* const tabs = m_stage->find<QTabBar>("conflictTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    }
    /// The sentence on the surface, as it is heard.
    [[nodiscard]] QString why() const { return m_stage->find("conflictWhy")->accessibleName(); }
    [[nodiscard]] QString markOf(int candidate) const {
        const auto* const mark = m_stage->view().findChild<Chip*>(QStringLiteral("candidateMark%1").arg(candidate));
        return mark == nullptr ? QString() : mark->text();
    }
    /// Some pixel of the list has that colour.
    [[nodiscard]] bool paints(const QColor& color) const {
        const QImage image = m_stage->find<QListView>("conflictList")->viewport()->grab().toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == color)
                    return true;
            }
        }
        return false;
    }

    std::unique_ptr<Stage> m_stage;
    std::vector<ConflictRow> m_open;
    std::vector<ConflictRow> m_resolved;
};

void ResolvedConflictsTest::resolved_sayWhatWasChosen_data() {
    QTest::addColumn<ConflictRow>("row");
    QTest::addColumn<QString>("words");
    const auto words = [](const char* text) {
        return QStringLiteral("title of Noor Haddad, %1").arg(QString::fromUtf8(text));
    };
    QTest::newRow("Salesforce's") << resolvedTitle() << words("Salesforce’s SVP by grace");
    ConflictRow row = resolvedTitle();
    row.resolution->standing = row.candidates[1].version;
    QTest::newRow("HubSpot's") << row << words("HubSpot’s VP by grace");
    row.resolution->standing = test::version(1200, Side::Salesforce, "Director");
    QTest::newRow("an own value") << row << words("own value Director by grace");
    row.resolution->who.clear();
    QTest::newRow("nobody knows who") << row << words("own value Director");
    row.resolution->byItself = true;
    QTest::newRow("by itself") << row << words("by itself: Director");
    row = resolvedTitle();
    row.undoing = Undoing{core::Seq(1300), "ada", test::morning()};
    QTest::newRow("undone since") << row << words("Salesforce’s SVP by grace, undone");
}

void ResolvedConflictsTest::resolved_sayWhatWasChosen() {
    QFETCH(ConflictRow, row);
    QFETCH(QString, words);
    m_resolved = {row};
    open();
    openTab(kResolvedTab);
    QTRY_COMPARE(rows().size(), 2);
    QCOMPARE(rows().back(), words);
}

void ResolvedConflictsTest::undone_hasNoTick() {
    m_resolved = {resolvedTitle()};
    open();
    openTab(kResolvedTab);
    QTRY_COMPARE(rows().size(), 2);
    const QColor tick = m_stage->theme.colors().success.mark;
    QVERIFY(paints(tick));
    m_resolved.front().undoing = Undoing{core::Seq(1300), "ada", test::morning()};
    m_resolved.front().canUndo = false;
    Snapshot snapshot;
    snapshot.head = core::Seq(2000);
    m_stage->bridge.setSnapshot(snapshot);
    QTRY_VERIFY(rows().back().endsWith(QStringLiteral("undone")));
    QVERIFY(!paints(tick));
    choose(QStringLiteral("Noor Haddad"));
    QVERIFY(why().contains(QStringLiteral("grace took Salesforce’s value SVP at 10:41:31.000.")));
    QVERIFY(why().contains(QStringLiteral("ada undid that at 10:41:31.000: it was opened again as 1,300.")));
    QVERIFY(!m_stage->find("conflictUndoThis")->isEnabled());
    QVERIFY(m_stage->find("conflictUndoThis")->toolTip().contains(QStringLiteral("It was undone already")));
}

void ResolvedConflictsTest::undo_saysWhyItIsNotThere_data() {
    QTest::addColumn<ConflictRow>("row");
    QTest::addColumn<QString>("why");
    ConflictRow row = resolvedTitle();
    row.canUndo = false;
    QTest::newRow("another value since") << row << QStringLiteral("does not stand any more");
    row.resolution->byItself = true;
    QTest::newRow("nobody chose") << row << QStringLiteral("It resolved itself");
    row = resolvedTitle();
    row.canUndo = false;
    for (core::Candidate& candidate : row.candidates)
        candidate.version = core::Version{.id = candidate.version.id};
    QTest::newRow("an entry without values") << row << QStringLiteral("does not hold the values");
}

void ResolvedConflictsTest::undo_saysWhyItIsNotThere() {
    QFETCH(ConflictRow, row);
    QFETCH(QString, why);
    m_resolved = {row};
    open();
    openTab(kResolvedTab);
    QTRY_COMPARE(rows().size(), 2);
    choose(QStringLiteral("Noor Haddad"));
    const QWidget* const undo = m_stage->find("conflictUndoThis");
    QVERIFY(undo->isVisible() && !undo->isEnabled());
    QVERIFY2(undo->toolTip().contains(why), qPrintable(undo->toolTip()));
    QCOMPARE(undo->accessibleDescription(), undo->toolTip());
}

void ResolvedConflictsTest::oneSide_hasTwoThatAreToldApart() {
    m_open = {titleOfHubSpotAlone()};
    open();
    choose(QStringLiteral("Noor Haddad"));
    auto* const first = m_stage->find<QAbstractButton>("conflictTake1");
    auto* const second = m_stage->find<QAbstractButton>("conflictTake2");
    QCOMPARE(first->text(), QStringLiteral("Take Consultant"));
    QCOMPARE(second->text(), QStringLiteral("Take Advisor"));
    QCOMPARE(first->accessibleName(), QStringLiteral("Take HubSpot’s Consultant, candidate 1"));
    QCOMPARE(second->accessibleName(), QStringLiteral("Take HubSpot’s Advisor, candidate 2"));
    QVERIFY(m_stage->shows("conflictAbsent"));
    QCOMPARE(m_stage->find<Sentence>("conflictAbsent")->plainText(),
             QStringLiteral("Salesforce has no candidate: it holds `SVP`."));
    QTRY_VERIFY(m_stage->find("conflictAbsent")->x() < m_stage->find("candidate1")->x());
    QVERIFY2(why().endsWith(QStringLiteral("Since then Salesforce’s value was seen in HubSpot and changed there: the "
                                           "values left to choose between are all HubSpot’s.")),
             qPrintable(why()));
    m_stage->click("conflictTake1");
    m_stage->click("conflictApply");
    QCOMPARE(std::get<ResolveConflict>(m_stage->bridge.commands().front()).take, std::optional(core::Seq(101)));
}

void ResolvedConflictsTest::oneSide_appliesWhatItsCardSays_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("spoken");
    const auto row = [](const char* name, const char* first, const char* second, const char* words,
                        const char* spoken) {
        QTest::newRow(name) << QString::fromUtf8(first) << QString::fromUtf8(second) << QString::fromUtf8(words)
                            << QString::fromUtf8(spoken);
    };
    row("short ones", "Consultant", "Advisor", "Apply HubSpot’s Advisor", "Apply HubSpot’s Advisor, candidate 2");
    row("a long one", "Consultant", "Principal Advisor", "Apply HubSpot’s Principal A…",
        "Apply HubSpot’s Principal Advisor, candidate 2");
    row("two that begin alike", "Head of Analytics", "Head of Analysis", "Apply HubSpot’s Head of Ana… (2)",
        "Apply HubSpot’s Head of Analysis, candidate 2");
    row("a sign that would be a key", "Advisor", "SVP & Data", "Apply HubSpot’s SVP && Data",
        "Apply HubSpot’s SVP & Data, candidate 2");
}

void ResolvedConflictsTest::oneSide_appliesWhatItsCardSays() {
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(QString, words);
    QFETCH(QString, spoken);
    ConflictRow row = titleOfHubSpotAlone();
    row.candidates[0].version = test::version(101, Side::HubSpot, first.toStdString());
    row.candidates[1].version = test::version(102, Side::HubSpot, second.toStdString(), 9'000);
    m_open = {row};
    open();
    choose(QStringLiteral("Noor Haddad"));
    m_stage->click("conflictTake2");
    auto* const apply = m_stage->find<QAbstractButton>("conflictApply");
    QCOMPARE(apply->text(), words);
    QCOMPARE(apply->accessibleName(), spoken + QStringLiteral(", Enter"));
    QCOMPARE(apply->toolTip(), spoken + QStringLiteral(" (Enter)"));
    m_stage->click("conflictTake1");
    QVERIFY(apply->text() != words);
    m_stage->type("conflictOwnValue", QStringLiteral("CTO"));
    QCOMPARE(apply->text(), QStringLiteral("Apply own value"));
    QCOMPARE(apply->toolTip(), QStringLiteral("Apply own value (Enter)"));
}

void ResolvedConflictsTest::openedAgain_saysWhatWasUndoneAndWhoHoldsWhat() {
    m_open = {openedAgain()};
    open();
    QVERIFY(rows().back().endsWith(QStringLiteral("open for 1 min")));
    choose(QStringLiteral("Noor Haddad"));
    QVERIFY2(why().startsWith(QStringLiteral("ada gave the own value SVP & Data at 10:40:51.000. grace undid that at "
                                             "10:41:21.000; nothing was written back. Both sides changed it 337 ms")),
             qPrintable(why()));
    QVERIFY(m_stage->says(QStringLiteral("opened 10:40:31.000, again 10:41:21.000 by 1,300")));
    QCOMPARE(markOf(1), QStringLiteral("replaced by a choice"));
    QCOMPARE(m_stage->text("candidateNow1"), QStringLiteral("SVP & Data"));
    QCOMPARE(m_stage->text("candidateNow2"), QStringLiteral("SVP & Data"));
}

/// A candidate of the second undo was marked by the first: whoever chose has seen it all the same.
void ResolvedConflictsTest::openedAgainTwice_hasBeenSeen() {
    ConflictRow row = openedAgain();
    core::ConflictResolved& choice = row.undone->resolution;
    choice.candidates = row.candidates;
    choice.standing.value = row.candidates[1].version.value;
    row.now = {test::value("VP"), test::value("VP")};
    m_open = {row};
    open();
    choose(QStringLiteral("Noor Haddad"));
    QCOMPARE(markOf(1), QStringLiteral("replaced by a choice"));
    QVERIFY(!m_stage->shows("candidateMark2") && !m_stage->shows("candidateMeaning2"));
    QVERIFY(m_stage->says(QStringLiteral("HubSpot holds it")));
    // While the same candidates are to be chosen from, the cards stay and follow what is held.
    row.now.hubspot = test::value("CTO");
    m_open = {row};
    m_stage->view().setShown(true);
    QTRY_VERIFY(m_stage->shows("candidateMark2") && m_stage->shows("candidateMeaning2"));
    QCOMPARE(markOf(2), QStringLiteral("overwritten"));
    QCOMPARE(m_stage->text("candidateMeaning2"),
             QStringLiteral("It was chosen, and that was undone. Another value was written over it there."));
}

void ResolvedConflictsTest::held_isNotOverwritten() {
    ConflictRow row = test::title();
    QVERIFY(row.candidates[1].overwritten);
    m_open = {row};
    open();
    choose(QStringLiteral("Noor Haddad"));
    QVERIFY(!m_stage->shows("candidateMark2") && !m_stage->shows("candidateMeaning2"));
    row.now.hubspot = test::value("SVP");
    m_open = {row};
    m_stage->view().setShown(true);
    QTRY_VERIFY(m_stage->shows("candidateMark2"));
    QCOMPARE(markOf(2), QStringLiteral("overwritten unseen"));
}

/// Of what came after the undo nobody has chosen yet.
void ResolvedConflictsTest::overwritten_saysWhatThatMeans() {
    ConflictRow row = openedAgain();
    row.candidates[1].version = test::version(1310, Side::HubSpot, "Buyer", 81'000);
    m_open = {row};
    open();
    choose(QStringLiteral("Noor Haddad"));
    QCOMPARE(m_stage->text("candidateMeaning1"),
             QStringLiteral("Replaced by a choice that was undone: whoever made it had seen this value, and chose "
                            "another."));
    QCOMPARE(markOf(2), QStringLiteral("overwritten unseen"));
    QCOMPARE(m_stage->text("candidateMeaning2"),
             QStringLiteral("Only Syncline’s own write has covered it there: nobody who saw it has replaced it, so it "
                            "can still be chosen."));
    m_open = {test::phone()};
    m_stage->view().setShown(true);
    QTRY_VERIFY(rows().back().startsWith(QStringLiteral("phone")));
    choose(QStringLiteral("Ada Lovelace"));
    QVERIFY(!m_stage->shows("candidateMeaning1"));
}

void ResolvedConflictsTest::none_isSaidInTheFact() {
    m_open = {test::phone()};
    m_resolved = {};
    open();
    openTab(kResolvedTab);
    QTRY_COMPARE(m_stage->text("viewFact"), QStringLiteral("no resolutions yet"));
    openTab(kResolvedTab + 1);
    QTRY_VERIFY2(m_stage->text("viewFact").endsWith(QStringLiteral("; no resolutions yet")),
                 qPrintable(m_stage->text("viewFact")));
}

void ResolvedConflictsTest::laterChange_isSaid_data() {
    QTest::addColumn<ConflictRow>("row");
    QTest::addColumn<QString>("words");
    const ConflictRow first = test::title();
    QTest::newRow("none") << first << QString();
    ConflictRow row = first;
    row.candidates[0].version = test::version(1633, Side::Salesforce, "Account Manager", 80'000);
    QTest::newRow("Salesforce's") << row
                                  << QStringLiteral(
                                         " Since the conflict was opened Salesforce has changed its value "
                                         "again: its card shows the latest one.");
    row.candidates[1].version = test::version(1640, Side::HubSpot, "Buyer", 81'000);
    QTest::newRow("both") << row
                          << QStringLiteral(
                                 " Since the conflict was opened both sides have changed their values again: "
                                 "the cards show the latest ones.");
    row = openedAgain();
    row.candidates[1].version = test::version(1250, Side::HubSpot, "Buyer", 81'000);
    QTest::newRow("before it was opened again")
        << row
        << QStringLiteral(
               " Since the conflict was opened HubSpot has changed its value again: its card shows the latest "
               "one.");
}

void ResolvedConflictsTest::laterChange_isSaid() {
    QFETCH(ConflictRow, row);
    QFETCH(QString, words);
    m_open = {row};
    open();
    choose(QStringLiteral("Noor Haddad"));
    QVERIFY2(why().endsWith(words) && why().contains(QStringLiteral("Since the conflict")) != words.isEmpty(),
             qPrintable(why()));
}

QTEST_MAIN(ResolvedConflictsTest)
#include "resolved_conflicts_test.moc"
