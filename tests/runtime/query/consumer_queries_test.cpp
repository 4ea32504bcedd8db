#include "engine/runtime/query/answers.h"
#include "tests/core/two_sides.h"
#include "tests/runtime/query/query_readers.h"

#include <limits>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using runtime::ConsumerTable;
using runtime::DuePreview;
using runtime::RewindPreview;
using runtime::Totals;

namespace {

/// A contact in conflict.
std::vector<Entry> someEntries() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    TwoSides sides(rule);
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(5'000)));
    return entriesOf(sides);
}

/// Salesforce's change is due to HubSpot.
TwoSides withDueWork() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    return sides;
}

}  // namespace

class ConsumerQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void table_hasStreamsWithTheirOffsets();
    void table_hasMarksEvenlyOverTheJournal();
    void table_ofAnEmptyJournal();
    void rewind_countsWhatIsSentAgain_data();
    void rewind_countsWhatIsSentAgain();
    void rewind_countsUpToTheOldOffset_data();
    void rewind_countsUpToTheOldOffset();
    void rewind_isRefused_data();
    void rewind_isRefused();
    void rewind_cancelled_endsEarly();
    void due_countsAndShows();
    void due_ofASideThatIsNotAsked_isNothing();
    void due_showsNoMoreThanAskedFor();
    void totals_countKindsAndOutcomes();
};

void ConsumerQueriesTest::table_hasStreamsWithTheirOffsets() {
    const std::vector<Entry> entries = someEntries();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entries));
    QVERIFY(scripted.commit({{"conflicts", Seq(3)}, {"of another time", Seq(2)}}));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), ConsumerTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->rows.size(), std::size_t{2});
    QCOMPARE(table->rows[0], (runtime::ConsumerRow{"events", "streams/events.jsonl", "", Seq(), {}}));
    QCOMPARE(table->rows[1], (runtime::ConsumerRow{"conflicts", "streams/conflicts.jsonl", "kind == ConflictOpened",
                                                   Seq(3), entries[2].captureTime}));
    QCOMPARE(table->head, entries.back().seq);
    QCOMPARE(table->headAt, entries.back().captureTime);
    QCOMPARE(table->first, Seq(1));
    QCOMPARE(table->firstAt, entries.front().captureTime);
}

void ConsumerQueriesTest::table_hasMarksEvenlyOverTheJournal() {
    std::vector<Entry> entries = someEntries();
    while (entries.size() < 500)
        addEntry(entries, EntityId(), ConnectorStateChanged{kSf, ConnectorPhase::Connected, {}});
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entries));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), ConsumerTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->marks.size(), std::size_t{200});
    QCOMPARE(table->marks.front().first, Seq(1));
    QCOMPARE(table->marks.back().first, Seq(500));
    for (std::size_t i = 1; i < table->marks.size(); ++i) {
        const std::int64_t step = table->marks[i].first.value() - table->marks[i - 1].first.value();
        QVERIFY(step == 2 || step == 3);
        QVERIFY(table->marks[i].second > table->marks[i - 1].second);
    }
}

void ConsumerQueriesTest::table_ofAnEmptyJournal() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write({}));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), ConsumerTable{});
    QVERIFY2(table, why(table).c_str());
    QCOMPARE(table->rows.size(), std::size_t{2});
    QCOMPARE(table->head, Seq());
    QVERIFY(table->marks.empty() && !table->firstAt && !table->headAt);
}

void ConsumerQueriesTest::rewind_countsWhatIsSentAgain_data() {
    QTest::addColumn<QString>("stream");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("entries");
    QTest::addColumn<int>("matching");
    // Both streams have come to the head, entry 10, which opened the one conflict.
    QTest::newRow("all, without a filter") << QStringLiteral("events") << 0 << 10 << 10;
    QTest::newRow("all, of which a filter takes one") << QStringLiteral("conflicts") << 0 << 10 << 1;
    QTest::newRow("the last") << QStringLiteral("conflicts") << 9 << 1 << 1;
    QTest::newRow("nothing") << QStringLiteral("events") << 10 << 0 << 0;
}

void ConsumerQueriesTest::rewind_countsWhatIsSentAgain() {
    QFETCH(QString, stream);
    QFETCH(int, offset);
    QFETCH(int, entries);
    QFETCH(int, matching);
    const std::vector<Entry> written = someEntries();
    QCOMPARE(written.size(), std::size_t{10});
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(written));
    QVERIFY(scripted.commit({{"conflicts", Seq(10)}, {"events", Seq(10)}}));
    QueryReaders readers(scripted);
    const auto review = answer(readers.context(), RewindPreview{stream.toStdString(), Seq(offset)});
    QVERIFY2(review, why(review).c_str());
    QCOMPARE(review->from, Seq(10));
    QCOMPARE(review->to, Seq(offset));
    QCOMPARE(review->fromAt, written.back().captureTime);
    QCOMPARE(review->toAt.has_value(), offset > 0);
    QCOMPARE(review->entries, entries);
    QCOMPARE(review->matching, matching);
    QCOMPARE(review->records, matching > 0 ? 1 : 0);
    std::int64_t kinds = 0;
    for (const auto& [kind, count] : review->kinds)
        kinds += count;
    QCOMPARE(kinds, matching);
    if (matching > 0)
        QCOMPARE(review->kinds.at("ConflictOpened"), 1);
}

void ConsumerQueriesTest::rewind_countsUpToTheOldOffset_data() {
    QTest::addColumn<QString>("stream");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("until");
    QTest::addColumn<int>("entries");
    QTest::addColumn<int>("matching");
    // Both streams have committed entry 5; entry 10, the head, opened the one conflict.
    QTest::newRow("below what is committed") << QStringLiteral("events") << 1 << 3 << 2 << 2;
    QTest::newRow("beyond what is committed") << QStringLiteral("events") << 3 << 9 << 6 << 6;
    QTest::newRow("up to the head") << QStringLiteral("conflicts") << 8 << 10 << 2 << 1;
    QTest::newRow("just below the one a filter takes") << QStringLiteral("conflicts") << 0 << 9 << 9 << 0;
    QTest::newRow("from there on") << QStringLiteral("events") << 3 << 3 << 0 << 0;
    QTest::newRow("forwards") << QStringLiteral("events") << 4 << 2 << 0 << 0;
    QTest::newRow("nothing had been sent") << QStringLiteral("events") << 0 << 0 << 0 << 0;
}

void ConsumerQueriesTest::rewind_countsUpToTheOldOffset() {
    QFETCH(QString, stream);
    QFETCH(int, offset);
    QFETCH(int, until);
    QFETCH(int, entries);
    QFETCH(int, matching);
    const std::vector<Entry> written = someEntries();
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(written));
    QVERIFY(scripted.commit({{"conflicts", Seq(5)}, {"events", Seq(5)}}));
    QueryReaders readers(scripted);
    const auto review = answer(readers.context(), RewindPreview{stream.toStdString(), Seq(offset), Seq(until)});
    QVERIFY2(review, why(review).c_str());
    QCOMPARE(review->from, Seq(until));
    QCOMPARE(review->to, Seq(offset));
    QCOMPARE(review->fromAt.has_value(), until > 0);
    if (until > 0)
        QCOMPARE(*review->fromAt, written[static_cast<std::size_t>(until - 1)].captureTime);
    QCOMPARE(review->entries, entries);
    QCOMPARE(review->matching, matching);
}

void ConsumerQueriesTest::rewind_isRefused_data() {
    QTest::addColumn<QString>("stream");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("until");
    QTest::addColumn<base::ErrorCode>("code");
    QTest::newRow("no such stream") << QStringLiteral("none") << 0 << 10 << base::ErrorCode::NotFound;
    QTest::newRow("above the head") << QStringLiteral("events") << 11 << 10 << base::ErrorCode::InvalidArgument;
    QTest::newRow("below nought") << QStringLiteral("events") << -1 << 10 << base::ErrorCode::InvalidArgument;
    QTest::newRow("until above the head") << QStringLiteral("events") << 0 << 11 << base::ErrorCode::InvalidArgument;
    QTest::newRow("until below nought") << QStringLiteral("events") << 0 << -1 << base::ErrorCode::InvalidArgument;
}

void ConsumerQueriesTest::rewind_isRefused() {
    QFETCH(QString, stream);
    QFETCH(int, offset);
    QFETCH(int, until);
    QFETCH(base::ErrorCode, code);
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(someEntries()));
    QueryReaders readers(scripted);
    const auto review = answer(readers.context(), RewindPreview{stream.toStdString(), Seq(offset), Seq(until)});
    QVERIFY(!review);
    QCOMPARE(review.error().code, code);
}

void ConsumerQueriesTest::rewind_cancelled_endsEarly() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(someEntries()));
    QVERIFY(scripted.commit({{"events", Seq(10)}}));
    QueryReaders readers(scripted);
    readers.cancel();
    const auto review = answer(readers.context(), RewindPreview{"events", Seq(0)});
    QVERIFY(!review);
    QCOMPARE(review.error().code, base::ErrorCode::Cancelled);
}

void ConsumerQueriesTest::due_countsAndShows() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(withDueWork())));
    QueryReaders readers(scripted);
    const auto review = answer(readers.context(), DuePreview{});
    QVERIFY2(review, why(review).c_str());
    QCOMPARE(review->cells, (PerSide<std::size_t>{0, 1}));
    QCOMPARE(review->records, (PerSide<std::size_t>{0, 1}));
    QCOMPARE(review->examples.size(), std::size_t{1});
    QCOMPARE(review->examples[0],
             (runtime::DueValue{TwoSides::kContact, "003A", "phone", kHs, valueOf("old"), valueOf("sf")}));
}

void ConsumerQueriesTest::due_ofASideThatIsNotAsked_isNothing() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(withDueWork())));
    QueryReaders readers(scripted);
    const auto review = answer(readers.context(), DuePreview{{true, false}});
    QVERIFY2(review, why(review).c_str());
    QCOMPARE(review->cells, (PerSide<std::size_t>{0, 0}));
    QVERIFY(review->examples.empty());
}

void ConsumerQueriesTest::due_showsNoMoreThanAskedFor() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entriesOf(withDueWork())));
    QueryReaders readers(scripted);
    const auto review = answer(readers.context(), DuePreview{{true, true}, 0});
    QVERIFY2(review, why(review).c_str());
    QCOMPARE(review->cells.hubspot, std::size_t{1});
    QVERIFY(review->examples.empty());
}

void ConsumerQueriesTest::totals_countKindsAndOutcomes() {
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(someEntries()));
    QueryReaders readers(scripted);
    const auto totals = answer(readers.context(), Totals{});
    QVERIFY2(totals, why(totals).c_str());
    QCOMPARE(totals->kinds.at("ConflictOpened"), 1);
    QCOMPARE(totals->outcomes.at("conflicted"), 1);
    QCOMPARE(totals->openConflicts, std::size_t{1});
}

QTEST_GUILESS_MAIN(ConsumerQueriesTest)
#include "consumer_queries_test.moc"
