#include "engine/runtime/query/answers.h"
#include "tests/core/two_sides.h"
#include "tests/runtime/query/query_readers.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using runtime::RulePreview;
using runtime::RuleTable;

namespace {

FieldRule lastWins(int tolerance, TieBreak tieBreak) {
    FieldRule rule;
    rule.choice = {ChoiceKind::LastWriterWins, std::chrono::milliseconds(tolerance), tieBreak};
    return rule;
}

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

FieldRule ownedBySalesforce() {
    FieldRule rule;
    rule.admission.owner = kSf;
    return rule;
}

/// With tolerance 500 and tie-break Salesforce: one change of Salesforce's; one of HubSpot's 150 ms later, lost by the
/// tie-break; one of HubSpot's that had not seen the first either and wins, as it is a minute later.
TwoSides threeEdits() {
    TwoSides sides(lastWins(500, TieBreak::Salesforce));
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(150)));
    sides.see(sides.edit(kHs, "late", point(60'000)));
    return sides;
}

RulePreview previewOf(const FieldRule& rule) {
    return {"contact", "phone", rule};
}

}  // namespace

class RuleQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void table_hasTheRulesAndWhatTheyDid();
    void table_countsAConflictOnce_howeverOftenItIsOpened();
    void table_countsNoEchoes();
    void table_countsTheLatestEntriesOnly();
    void table_ofANewWorkspace_isEmpty();
    void preview_asksAgain_data();
    void preview_asksAgain();
    void preview_hasExamplesNewestFirst();
    void preview_ofAnOwner_hasBothSidesValues();
    void preview_looksAtTheLatestEntriesOnly();
    void preview_ofWhatIsNotMapped_isNotFound_data();
    void preview_ofWhatIsNotMapped_isNotFound();
    void cancelled_endsEarly();
};

void RuleQueriesTest::table_hasTheRulesAndWhatTheyDid() {
    std::vector<Entry> entries = entriesOf(threeEdits());
    RuleSet rules;
    rules.fields["contact"]["phone"] = review();
    const Seq version = addEntry(entries, EntityId(), PolicyChanged{rules, {}, "ada"});
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entries));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), RuleTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->rules.version, version);
    QCOMPARE(table->who, std::string("ada"));
    QCOMPARE(table->since, entries.back().captureTime);
    QCOMPARE(table->countedFrom, Seq(1));
    QCOMPARE(table->objects.size(), std::size_t{2});
    const runtime::RuledObject& contact = table->objects[0];
    QCOMPARE(contact.name, std::string("contact"));
    QCOMPARE(contact.object.hubspot, std::string("contacts"));
    QCOMPARE(contact.fields.size(), std::size_t{2});
    QCOMPARE(contact.fields[0].rule, review());
    QCOMPARE(contact.statistics.at("phone"), (runtime::FieldStatistics{{1, 2}, 0, 1}));
    QVERIFY(table->objects[1].statistics.empty());
}

void RuleQueriesTest::table_countsAConflictOnce_howeverOftenItIsOpened() {
    TwoSides sides(review());
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(5'000)));
    const Resolution resolution{
        .field = "phone", .expected = {}, .take = sides.cell().conflict->candidates.front().version.id, .ownValue = {}};
    QVERIFY(sides.resolve(resolution, 60'000));
    QVERIFY(undo(sides));
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), RuleTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->objects[0].statistics.at("phone"), (runtime::FieldStatistics{{1, 1}, 1, 0}));
}

void RuleQueriesTest::table_countsNoEchoes() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    QVERIFY(finish(sides) > 0);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), RuleTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->objects[0].statistics.at("phone"), (runtime::FieldStatistics{{1, 0}, 0, 0}));
}

void RuleQueriesTest::table_countsTheLatestEntriesOnly() {
    const TwoSides sides = threeEdits();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), RuleTable{2});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->countedFrom.value(), entriesOf(sides).back().seq.value() - 1);
    QCOMPARE(table->objects[0].statistics.at("phone"), (runtime::FieldStatistics{{0, 1}, 0, 0}));
}

void RuleQueriesTest::table_ofANewWorkspace_isEmpty() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write({}));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), RuleTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->rules.version, Seq());
    QVERIFY(table->objects[0].statistics.empty());
}

void RuleQueriesTest::preview_asksAgain_data() {
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("differ");
    QTest::addColumn<int>("conflictsMore");
    QTest::addColumn<int>("photoFinishesMore");
    QTest::addColumn<int>("distances");
    // Two of the three changes were concurrent with what stood: 150 ms apart, and a minute.
    QTest::newRow("the same rule") << lastWins(500, TieBreak::Salesforce) << 2 << 0 << 0 << 0 << 2;
    QTest::newRow("a tolerance that tells both") << lastWins(100, TieBreak::Salesforce) << 2 << 1 << 0 << -1 << 2;
    QTest::newRow("a tolerance that tells none") << lastWins(90'000, TieBreak::Salesforce) << 2 << 1 << 0 << 1 << 2;
    QTest::newRow("a person breaks ties") << lastWins(500, TieBreak::Review) << 2 << 1 << 1 << -1 << 2;
    QTest::newRow("always a person") << review() << 2 << 2 << 2 << -1 << 2;
    // The first change is its own; the two of HubSpot's are refused: the one that lost comes to the same.
    QTest::newRow("an owner") << ownedBySalesforce() << 2 << 1 << 0 << -1 << 2;
}

void RuleQueriesTest::preview_asksAgain() {
    QFETCH(FieldRule, rule);
    QFETCH(int, asked);
    QFETCH(int, differ);
    QFETCH(int, conflictsMore);
    QFETCH(int, photoFinishesMore);
    QFETCH(int, distances);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(threeEdits())));
    QueryReaders readers(scripted);
    const auto effect = answer(readers.context(), previewOf(rule));
    QVERIFY2(effect, why(effect).c_str());
    QCOMPARE(effect->asked, static_cast<std::size_t>(asked));
    QCOMPARE(effect->differ, static_cast<std::size_t>(differ));
    QCOMPARE(effect->conflictsMore, conflictsMore);
    QCOMPARE(effect->photoFinishesMore, photoFinishesMore);
    QCOMPARE(effect->distance.size(), static_cast<std::size_t>(distances));
    QCOMPARE(effect->examples.size(), static_cast<std::size_t>(differ));
}

void RuleQueriesTest::preview_hasExamplesNewestFirst() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(threeEdits())));
    QueryReaders readers(scripted);
    const auto effect = answer(readers.context(), previewOf(review()));
    QVERIFY2(effect, why(effect).c_str());
    QCOMPARE(effect->examples.size(), std::size_t{2});
    const runtime::RuleDifference& newest = effect->examples[0];
    QVERIFY(newest.row.entry.seq > effect->examples[1].row.entry.seq);
    QCOMPARE(newest.row.entry.kind(), EntryKind::FieldsDecided);
    QCOMPARE(newest.row.title, std::string("003A"));
    QCOMPARE(newest.decision.outcome, Outcome::Won);
    QCOMPARE(newest.decision.version->value.hubspot.text, std::string("late"));
    QCOMPARE(newest.would, Outcome::Conflicted);
    QCOMPARE(effect->distance[0], std::chrono::milliseconds(60'000));
}

/// What was applied, by its entry in the journal: HubSpot's value won, and Salesforce's would.
void RuleQueriesTest::preview_ofAnOwner_hasBothSidesValues() {
    TwoSides sides(lastWins(500, TieBreak::Salesforce));
    sides.see(sides.edit(kSf, "sf", point(0)));
    QVERIFY(finish(sides) > 0);
    QCOMPARE(sides.see(sides.edit(kHs, "hs", point(60'000))).outcome, Outcome::Applied);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto effect = answer(readers.context(), previewOf(ownedBySalesforce()));
    QVERIFY2(effect, why(effect).c_str());
    QCOMPARE(effect->examples.size(), std::size_t{1});
    const runtime::RuleDifference& one = effect->examples[0];
    QCOMPARE(one.decision.outcome, Outcome::Applied);
    QCOMPARE(one.would, Outcome::Refused);
    QVERIFY(one.decision.version && one.decision.standing);
    QCOMPARE(one.decision.version->value.hubspot.text, std::string("hs"));
    QCOMPARE(one.decision.standing->id.side, kSf);
    QCOMPARE(one.decision.standing->value.salesforce.text, std::string("sf"));
    QCOMPARE(effect->conflictsMore, 0);
}

void RuleQueriesTest::preview_looksAtTheLatestEntriesOnly() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(threeEdits())));
    QueryReaders readers(scripted);
    RulePreview preview = previewOf(review());
    preview.look = 1;
    QCOMPARE(answer(readers.context(), preview)->asked, std::size_t{1});
    preview.look = 0;
    QCOMPARE(answer(readers.context(), preview)->asked, std::size_t{0});
}

void RuleQueriesTest::preview_ofWhatIsNotMapped_isNotFound_data() {
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("field");
    QTest::newRow("an object") << QStringLiteral("deal") << QStringLiteral("phone");
    QTest::newRow("a field") << QStringLiteral("contact") << QStringLiteral("fax");
}

void RuleQueriesTest::preview_ofWhatIsNotMapped_isNotFound() {
    QFETCH(QString, object);
    QFETCH(QString, field);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(threeEdits())));
    QueryReaders readers(scripted);
    const auto effect = answer(readers.context(), RulePreview{object.toStdString(), field.toStdString(), review()});
    QVERIFY(!effect);
    QCOMPARE(effect.error().code, base::ErrorCode::NotFound);
}

void RuleQueriesTest::cancelled_endsEarly() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(threeEdits())));
    QueryReaders readers(scripted);
    readers.cancel();
    QCOMPARE(answer(readers.context(), RuleTable{}).error().code, base::ErrorCode::Cancelled);
    QCOMPARE(answer(readers.context(), previewOf(review())).error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(RuleQueriesTest)
#include "rule_queries_test.moc"
