#include "engine/runtime/query/answers.h"
#include "tests/core/two_sides.h"
#include "tests/runtime/query/query_readers.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using runtime::ConflictAt;
using runtime::ConflictRow;
using runtime::OpenConflicts;
using runtime::ResolvedConflicts;

namespace {

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

/// A contact whose phone was "old" on both sides, and is in conflict.
TwoSides inConflict() {
    TwoSides sides(review());
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(5'000)));
    return sides;
}

bool takeHubspot(TwoSides& sides) {
    const Cell cell = sides.cell();
    const Resolution resolution{
        .field = "phone", .expected = {}, .take = cell.conflict->candidates.back().version.id, .ownValue = {}};
    return sides.resolve(resolution, 60'000).has_value();
}

std::string textOf(const std::optional<Value>& value) {
    return value ? value->text.value_or("blank") : std::string("unknown");
}

}  // namespace

class ConflictQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void open_hasAllThatAPersonChoosesBy();
    void open_inTheOrderOfOpening_upToTheLimit();
    void open_withoutAny_isEmpty();
    void resolved_newestFirst();
    void resolved_canBeUndone_whileTheChoiceStands();
    void resolved_saysThatItWasUndone();
    void resolved_upToTheLimit();
    void openedAgain_isAsOldAsItsFirstOpening();
    void at_openResolvedAndOpenedAgain();
    void at_whatIsNoConflict_isNotFound_data();
    void at_whatIsNoConflict_isNotFound();
    void cancelled_endsEarly();
};

void ConflictQueriesTest::open_hasAllThatAPersonChoosesBy() {
    const TwoSides sides = inConflict();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto rows = answer(readers.context(), OpenConflicts{});
    QVERIFY2(rows, why(rows).c_str());
    QCOMPARE(rows->size(), std::size_t{1});
    const ConflictRow& row = rows->front();
    const Cell cell = sides.cell();
    QCOMPARE(row.conflict, cell.conflict->id);
    QCOMPARE(row.entity, TwoSides::kContact);
    QCOMPARE(row.object, std::string("contact"));
    QCOMPARE(row.title, std::string("003A"));
    QCOMPARE(row.field.name, std::string("phone"));
    QCOMPARE(row.field.field.salesforce, std::string("Phone"));
    QCOMPARE(row.candidates, cell.conflict->candidates);
    QCOMPARE(textOf(row.now.salesforce), std::string("sf"));
    QCOMPARE(textOf(row.now.hubspot), std::string("hs"));
    QVERIFY(row.base);
    QCOMPARE(textOf(row.base->value.hubspot), std::string("old"));
    QVERIFY(row.decision);
    QCOMPARE(row.decision->outcome, Outcome::Conflicted);
    QCOMPARE(row.decision->reason, Reason::RuleReview);
    const Entry& opened = entriesOf(sides).back();
    QCOMPARE(row.conflict, opened.seq);
    QCOMPARE(row.openedAt, opened.captureTime);
    QVERIFY(!row.resolved && !row.resolution && !row.canUndo);
}

void ConflictQueriesTest::open_inTheOrderOfOpening_upToTheLimit() {
    std::vector<Entry> entries = entriesOf(inConflict());
    const Seq phone = entries.back().seq;
    // A record that came later, with a conflict that came before another one of the first record.
    const Candidate candidate{versionOf(1, kSf, "x", point(0)), kSf};
    ChangeCaptured captured;
    captured.record = {kSf, "company", "001A"};
    const Seq first = next(entries.back().seq);
    addEntry(entries, EntityId(first.value()), captured);
    const Seq company =
        addEntry(entries, EntityId(first.value()), ConflictOpened{"phone", ConflictType::FirstComparison, {candidate}});
    const Seq title =
        addEntry(entries, TwoSides::kContact, ConflictOpened{"title", ConflictType::RefusedChange, {candidate}});
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entries));
    QueryReaders readers(scripted);
    const auto rows = answer(readers.context(), OpenConflicts{});
    QVERIFY2(rows, why(rows).c_str());
    QCOMPARE(rows->size(), std::size_t{3});
    QCOMPARE(rows->at(0).conflict, phone);
    QCOMPARE(rows->at(1).conflict, company);
    QCOMPARE(rows->at(1).object, std::string("company"));
    QCOMPARE(rows->at(2).conflict, title);
    QCOMPARE(rows->at(2).type, ConflictType::RefusedChange);
    // No decision opened these two.
    QVERIFY(!rows->at(1).decision && !rows->at(1).base);
    const auto some = answer(readers.context(), OpenConflicts{2});
    QVERIFY2(some, why(some).c_str());
    QCOMPARE(some->size(), std::size_t{2});
    QCOMPARE(some->back().conflict, company);
}

void ConflictQueriesTest::open_withoutAny_isEmpty() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(TwoSides())));
    QueryReaders readers(scripted);
    QVERIFY(answer(readers.context(), OpenConflicts{})->empty());
    QVERIFY(answer(readers.context(), ResolvedConflicts{})->empty());
}

void ConflictQueriesTest::resolved_newestFirst() {
    TwoSides sides = inConflict();
    const Seq first = sides.cell().conflict->id;
    QVERIFY(takeHubspot(sides));
    finish(sides);
    const auto second = undo(sides);
    QVERIFY(second);
    QVERIFY(takeHubspot(sides));
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto rows = answer(readers.context(), ResolvedConflicts{});
    QVERIFY2(rows, why(rows).c_str());
    QCOMPARE(rows->size(), std::size_t{2});
    QCOMPARE(rows->at(0).conflict, *second);
    QCOMPARE(rows->at(1).conflict, first);
    QCOMPARE(rows->at(0).resolved, entriesOf(sides).back().seq);
    QCOMPARE(rows->at(0).resolvedAt, entriesOf(sides).back().captureTime);
    QCOMPARE(rows->at(0).resolution->who, std::string("ada"));
    QCOMPARE(rows->at(0).candidates.size(), std::size_t{2});
    // What led to the conflict that was opened again is what had led to the first one.
    QVERIFY(rows->at(0).decision);
    QCOMPARE(rows->at(0).decision, rows->at(1).decision);
    QVERIFY(rows->at(0).canUndo);
    QVERIFY(!rows->at(1).canUndo);
}

void ConflictQueriesTest::resolved_canBeUndone_whileTheChoiceStands() {
    TwoSides sides = inConflict();
    QVERIFY(takeHubspot(sides));
    finish(sides);
    {
        const ScriptedWorkspace scripted;
        QVERIFY(scripted.write(entriesOf(sides)));
        QueryReaders readers(scripted);
        QVERIFY(answer(readers.context(), ResolvedConflicts{})->front().canUndo);
    }
    sides.see(sides.edit(kSf, "newer", point(70'000)));
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    QVERIFY(!answer(readers.context(), ResolvedConflicts{})->front().canUndo);

    TwoSides byItself = inConflict();
    byItself.see(byItself.edit(kHs, "sf", point(6'000)));
    const ScriptedWorkspace other;
    QVERIFY(other.write(entriesOf(byItself)));
    QueryReaders otherReaders(other);
    const auto rows = answer(otherReaders.context(), ResolvedConflicts{});
    QVERIFY(rows->front().resolution->byItself);
    QVERIFY(!rows->front().canUndo);
}

void ConflictQueriesTest::resolved_saysThatItWasUndone() {
    TwoSides sides = inConflict();
    const Seq first = sides.cell().conflict->id;
    QVERIFY(takeHubspot(sides));
    finish(sides);
    const auto second = undo(sides);
    QVERIFY(second);
    const Entry undoEntry = entriesOf(sides).back();
    QVERIFY(takeHubspot(sides));
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto rows = answer(readers.context(), ResolvedConflicts{});
    QVERIFY2(rows, why(rows).c_str());
    QVERIFY(!rows->at(0).undoing);
    QVERIFY(rows->at(1).undoing);
    QCOMPARE(*rows->at(1).undoing, (runtime::Undoing{*second, "ada", undoEntry.captureTime}));
    QVERIFY(!rows->at(1).canUndo);
    const auto alone = answer(readers.context(), ConflictAt{first});
    QVERIFY2(alone, why(alone).c_str());
    QCOMPARE(alone->undoing, rows->at(1).undoing);
    QVERIFY(!answer(readers.context(), ConflictAt{*second})->undoing);
}

/// Undone twice: it tells of the last choice, and counts from the first opening.
void ConflictQueriesTest::openedAgain_isAsOldAsItsFirstOpening() {
    TwoSides sides = inConflict();
    const Entry opened = entriesOf(sides).back();
    QVERIFY(takeHubspot(sides));
    finish(sides);
    QVERIFY(undo(sides));
    QVERIFY(takeHubspot(sides));
    const Entry resolved = entriesOf(sides).back();
    const auto third = undo(sides);
    QVERIFY(third);
    const Entry undoEntry = entriesOf(sides).back();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto rows = answer(readers.context(), OpenConflicts{});
    QVERIFY2(rows, why(rows).c_str());
    QCOMPARE(rows->size(), std::size_t{1});
    const ConflictRow& row = rows->front();
    QCOMPARE(row.conflict, *third);
    QCOMPARE(row.openedAt, opened.captureTime);
    QVERIFY(row.undone);
    QCOMPARE(row.undone->resolution, std::get<ConflictResolved>(resolved.body));
    QCOMPARE(row.undone->resolvedAt, resolved.captureTime);
    QCOMPARE(row.undone->undoing, (runtime::Undoing{*third, "ada", undoEntry.captureTime}));
    QVERIFY(row.decision);
    // What was never undone says nothing of the kind.
    const auto latest = answer(readers.context(), ResolvedConflicts{});
    QVERIFY2(latest, why(latest).c_str());
    QVERIFY(!latest->back().undone);
    QCOMPARE(latest->front().openedAt, opened.captureTime);
}

void ConflictQueriesTest::resolved_upToTheLimit() {
    TwoSides sides = inConflict();
    QVERIFY(takeHubspot(sides));
    QVERIFY(undo(sides));
    QVERIFY(takeHubspot(sides));
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto rows = answer(readers.context(), ResolvedConflicts{1});
    QVERIFY2(rows, why(rows).c_str());
    QCOMPARE(rows->size(), std::size_t{1});
    QCOMPARE(rows->front().resolved, entriesOf(sides).back().seq);
}

void ConflictQueriesTest::at_openResolvedAndOpenedAgain() {
    TwoSides sides = inConflict();
    const Seq first = sides.cell().conflict->id;
    QVERIFY(takeHubspot(sides));
    finish(sides);
    const auto second = undo(sides);
    QVERIFY(second);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    const auto was = answer(readers.context(), ConflictAt{first});
    QVERIFY2(was, why(was).c_str());
    QVERIFY(was->resolved);
    QVERIFY(!was->candidates.front().overwritten);
    const auto open = answer(readers.context(), ConflictAt{*second});
    QVERIFY2(open, why(open).c_str());
    QVERIFY(!open->resolved);
    QVERIFY(open->candidates.front().overwritten);
    QCOMPARE(textOf(open->now.salesforce), std::string("hs"));
}

void ConflictQueriesTest::at_whatIsNoConflict_isNotFound_data() {
    QTest::addColumn<int>("seq");
    QTest::newRow("an entry of another kind") << 1;
    QTest::newRow("an entry that is not there") << 500;
    QTest::newRow("no entry") << 0;
}

void ConflictQueriesTest::at_whatIsNoConflict_isNotFound() {
    QFETCH(int, seq);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(inConflict())));
    QueryReaders readers(scripted);
    const auto row = answer(readers.context(), ConflictAt{Seq(seq)});
    QVERIFY(!row);
    QCOMPARE(row.error().code, base::ErrorCode::NotFound);
}

void ConflictQueriesTest::cancelled_endsEarly() {
    TwoSides sides = inConflict();
    QVERIFY(takeHubspot(sides));
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(sides)));
    QueryReaders readers(scripted);
    readers.cancel();
    QCOMPARE(answer(readers.context(), OpenConflicts{}).error().code, base::ErrorCode::Cancelled);
    QCOMPARE(answer(readers.context(), ResolvedConflicts{}).error().code, base::ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(ConflictQueriesTest)
#include "conflict_queries_test.moc"
