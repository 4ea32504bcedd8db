#include "engine/runtime/query/answers.h"
#include "tests/runtime/query/query_readers.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QFile>
#include <algorithm>
#include <set>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using core::Seq;
using runtime::answer;
using runtime::EntriesFrom;
using runtime::MatchingEntries;
using runtime::RewindPreview;

namespace {

constexpr int kEntries = 3000;

/// For QVERIFY2.
template <typename T>
QByteArray wordsOf(const base::Result<T>& result) {
    return result ? QByteArray() : QByteArray::fromStdString(result.error().message());
}

/// Each entry says its own sequence.
std::string markOf(int seq) {
    return "mark-" + std::to_string(10'000 + seq);
}

base::Result<void> tellMany(WorkspaceJournal& told) {
    for (int seq = 1; seq <= kEntries; ++seq)
        told.add(0, core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected, markOf(seq)});
    return told.settle();
}

/// The bytes of those entries are none that decode.
base::Result<void> damage(const std::filesystem::path& folder, const std::string& which) {
    return JournalFolder::tamper(folder / "journal.db", "UPDATE entries SET payload = x'00' WHERE " + which);
}

/// Overwrites the heads of the table's pages that hold the entries `from` to `to`; false: it could not.
bool overwritePages(const std::filesystem::path& journal, int from, int to) {
    if (!JournalFolder::tamper(journal, "PRAGMA wal_checkpoint(TRUNCATE)"))
        return false;
    QFile file(QString::fromStdString(journal.string()));
    if (!file.open(QIODevice::ReadWrite))
        return false;
    QByteArray bytes = file.readAll();
    const auto byteAt = [&](qsizetype at) { return static_cast<unsigned char>(bytes.at(at)); };
    const int pageSize = byteAt(16) == 0 && byteAt(17) == 1 ? 65'536 : byteAt(16) * 256 + byteAt(17);
    constexpr int kLeafOfTable = 0x0d;
    bool isDone = false;
    for (int seq = from; seq <= to; ++seq) {
        const qsizetype place = bytes.indexOf(QByteArray::fromStdString(markOf(seq)));
        const qsizetype page = place / pageSize * pageSize;
        if (place < 0 || byteAt(page) != kLeafOfTable)
            continue;
        bytes.replace(page, 8, QByteArray(8, '#'));
        isDone = true;
    }
    return isDone && file.seek(0) && file.write(bytes) == bytes.size();
}

core::Filter connectorStates() {
    return *core::Filter::parse("kind == ConnectorStateChanged", at(0));
}

std::set<std::int64_t> sequencesOf(const std::vector<runtime::EntryRow>& rows) {
    std::set<std::int64_t> sequences;
    for (const runtime::EntryRow& row : rows)
        sequences.insert(row.entry.seq.value());
    return sequences;
}

}  // namespace

/// A journal of which some entries cannot be read: all others are answered.
class DamagedJournalTest : public QObject {
    Q_OBJECT

private slots:
    void filter_findsWhatCanBeRead_data();
    void filter_findsWhatCanBeRead();
    void filter_slicesJoin_data();
    void filter_slicesJoin();
    void entries_areReadAround();
    void entries_firstIsDamaged();
    void entries_malformedPages();
    void entries_moreDamageThanIsLookedFor();
    void entries_cancelled();
    void row_isShownWithoutItsStory();
    void row_withoutItsStory_isLate_whileTheProjectionsAreBehind();
    void time_isFoundBesideDamage();
    void consumers_areReadWithoutTheMark();
    void rewind_countsWhatCanBeRead();
};

void DamagedJournalTest::filter_findsWhatCanBeRead_data() {
    QTest::addColumn<QString>("damaged");
    QTest::addColumn<bool>("upwards");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("entries");
    for (const bool upwards : {false, true}) {
        const char* const way = upwards ? "upwards" : "downwards";
        QTest::addRow("one in the middle, %s", way) << "seq = 1500" << upwards << 1500 << 1500 << 1;
        QTest::addRow("several, %s", way) << "seq IN (7, 8, 1200, 2999)" << upwards << 7 << 2999 << 4;
        QTest::addRow("both ends, %s", way) << "seq IN (1, 3000)" << upwards << 1 << 3000 << 2;
        QTest::addRow("beside a page's end, %s", way) << "seq IN (1000, 1001)" << upwards << 1000 << 1001 << 2;
    }
}

void DamagedJournalTest::filter_findsWhatCanBeRead() {
    QFETCH(QString, damaged);
    QFETCH(bool, upwards);
    QFETCH(int, first);
    QFETCH(int, last);
    QFETCH(int, entries);
    WorkspaceJournal told;
    const auto made = tellMany(told);
    QVERIFY2(made, wordsOf(made));
    QVERIFY(damage(told.path(), damaged.toStdString()));
    runtime::QueryContext context = told.context();
    const auto found =
        answer(context, MatchingEntries{connectorStates(), upwards ? Seq(1) : Seq(), upwards, 5000, 5000});
    QVERIFY2(found, wordsOf(found));
    QCOMPARE(found->rows.size(), static_cast<std::size_t>(kEntries - entries));
    QVERIFY(std::ranges::is_sorted(found->rows, [&](const auto& a, const auto& b) {
        return upwards ? a.entry.seq < b.entry.seq : a.entry.seq > b.entry.seq;
    }));
    QVERIFY(found->isAtEnd);
    QCOMPARE(found->looked, std::size_t{kEntries});
    QVERIFY(found->unreadable);
    QCOMPARE(found->unreadable->first, Seq(first));
    QCOMPARE(found->unreadable->last, Seq(last));
    QCOMPARE(found->unreadable->entries, entries);
    QCOMPARE(found->unreadable->why.code, base::ErrorCode::Corrupt);
}

void DamagedJournalTest::filter_slicesJoin_data() {
    QTest::addColumn<bool>("upwards");
    QTest::newRow("downwards") << false;
    QTest::newRow("upwards") << true;
}

/// What cannot be read is told by the slice that comes by it, once.
void DamagedJournalTest::filter_slicesJoin() {
    QFETCH(bool, upwards);
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    QVERIFY(damage(told.path(), "seq IN (1, 400, 401, 1500, 3000)"));
    runtime::QueryContext context = told.context();
    MatchingEntries query{connectorStates(), upwards ? Seq(1) : Seq(), upwards, 399, 700};
    std::size_t rows = 0;
    std::int64_t unreadable = 0;
    bool isAtEnd = false;
    for (int slice = 0; slice < kEntries && !isAtEnd; ++slice) {
        const auto found = answer(context, query);
        QVERIFY2(found, wordsOf(found));
        QVERIFY(found->rows.size() <= query.limit && found->looked <= query.look);
        QVERIFY(found->isAtEnd || found->next != query.from);
        rows += found->rows.size();
        unreadable += found->unreadable ? found->unreadable->entries : 0;
        query.from = found->next;
        isAtEnd = found->isAtEnd;
    }
    QVERIFY(isAtEnd);
    QCOMPARE(rows, std::size_t{kEntries - 5});
    QCOMPARE(unreadable, 5);
}

void DamagedJournalTest::entries_areReadAround() {
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    QVERIFY(damage(told.path(), "seq IN (1450, 1500)"));
    runtime::QueryContext context = told.context();
    const auto found = answer(context, EntriesFrom{Seq(1401), 200, true});
    QVERIFY2(found, wordsOf(found));
    QCOMPARE(found->rows.size(), std::size_t{198});
    QCOMPARE(found->json.size(), std::size_t{198});
    QCOMPARE(found->rows.front().entry.seq, Seq(1401));
    QCOMPARE(found->rows.back().entry.seq, Seq(1600));
    const std::set<std::int64_t> sequences = sequencesOf(found->rows);
    QVERIFY(!sequences.contains(1450) && !sequences.contains(1500));
    QVERIFY(found->unreadable);
    QCOMPARE(found->unreadable->first, Seq(1450));
    QCOMPARE(found->unreadable->last, Seq(1500));
    QCOMPARE(found->unreadable->entries, 2);
    const auto beside = answer(context, EntriesFrom{Seq(1501), 200});
    QVERIFY(beside && !beside->unreadable);
}

/// A table learns by this question where the journal begins.
void DamagedJournalTest::entries_firstIsDamaged() {
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    QVERIFY(damage(told.path(), "seq = 1"));
    runtime::QueryContext context = told.context();
    const auto found = answer(context, EntriesFrom{Seq(1), 1});
    QVERIFY2(found, wordsOf(found));
    QVERIFY(found->rows.empty());
    QVERIFY(found->unreadable);
    QCOMPARE(found->unreadable->first, Seq(1));
    QCOMPARE(found->unreadable->entries, 1);
}

/// SQLite says that pages of the table are malformed.
void DamagedJournalTest::entries_malformedPages() {
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    QVERIFY(overwritePages(told.path() / "journal.db", 1300, 1700));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    for (const bool upwards : {false, true}) {
        const auto found =
            answer(context, MatchingEntries{connectorStates(), upwards ? Seq(1) : Seq(), upwards, 5000, 5000});
        QVERIFY2(found, wordsOf(found));
        QVERIFY(found->isAtEnd);
        QVERIFY(found->unreadable);
        QVERIFY(found->unreadable->entries >= 401);
        QCOMPARE(static_cast<std::int64_t>(found->rows.size()) + found->unreadable->entries, std::int64_t{kEntries});
        // Pages are overwritten whole, and what is beside them is read.
        QVERIFY(found->unreadable->first > Seq(1100) && found->unreadable->last < Seq(1900));
    }
}

/// Each second entry of a thousand is damaged: not each of them is found alone, the regions beside are whole.
void DamagedJournalTest::entries_moreDamageThanIsLookedFor() {
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    QVERIFY(damage(told.path(), "seq > 1000 AND seq <= 2000 AND seq % 2 = 0"));
    runtime::QueryContext context = told.context();
    const auto found = answer(context, MatchingEntries{connectorStates(), Seq(1), true, 5000, 5000});
    QVERIFY2(found, wordsOf(found));
    QVERIFY(found->isAtEnd);
    QVERIFY(found->unreadable);
    QVERIFY(found->unreadable->entries > 500);
    QVERIFY(found->unreadable->entries <= 1000);
    const std::set<std::int64_t> sequences = sequencesOf(found->rows);
    for (int seq = 1; seq <= kEntries; ++seq)
        QVERIFY2(sequences.contains(seq) || (seq > 1000 && seq <= 2000), qPrintable(QString::number(seq)));
}

void DamagedJournalTest::entries_cancelled() {
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    QVERIFY(damage(told.path(), "seq = 1500"));
    told.cancel();
    runtime::QueryContext context = told.context();
    const auto found = answer(context, EntriesFrom{Seq(1401), 200});
    QVERIFY(!found);
    QCOMPARE(found.error().code, base::ErrorCode::Cancelled);
}

/// What a change's side held before is told by its decision, which cannot be read.
void DamagedJournalTest::row_isShownWithoutItsStory() {
    WorkspaceJournal told;
    told.add(1, change(kAdaInSf, {{"email", "ada@acme.com"}}));
    told.add(1, core::FieldsDecided{{applied("email", versionOf(2, kSf, "ada@acme.com"))}}, Seq(1));
    QVERIFY(told.settle());
    QVERIFY(damage(told.path(), "seq = 2"));
    runtime::QueryContext context = told.context();
    const auto found = answer(context, EntriesFrom{Seq(1), 1});
    QVERIFY2(found, wordsOf(found));
    QCOMPARE(found->rows.size(), std::size_t{1});
    QVERIFY(found->rows.front().before.empty());
    QVERIFY(!found->unreadable);
}

/// More of them than failing reads are gone through for a list.
void DamagedJournalTest::row_withoutItsStory_isLate_whileTheProjectionsAreBehind() {
    constexpr int kChanges = 20;
    WorkspaceJournal told;
    told.add(1, change(kAdaInSf, {{"email", "ada@acme.com"}}));
    told.add(1, core::FieldsDecided{{applied("email", versionOf(1, kSf, "ada@acme.com"))}}, Seq(1));
    for (int i = 0; i < kChanges; ++i)
        told.add(1, change(kAdaInSf, {{"email", std::to_string(i)}}));
    told.add(1, core::FieldsDecided{{applied("email", versionOf(22, kSf, "19"))}}, Seq(22));
    QVERIFY(told.append());
    QVERIFY(told.project(2));
    QVERIFY(damage(told.path(), "seq = 23"));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    const auto found = answer(context, EntriesFrom{Seq(3), kChanges});
    QVERIFY2(found, wordsOf(found));
    QCOMPARE(found->rows.size(), std::size_t{kChanges});
    for (const runtime::EntryRow& row : found->rows)
        QVERIFY2(row.isLate, qPrintable(QString::number(row.entry.seq.value())));
}

void DamagedJournalTest::time_isFoundBesideDamage() {
    WorkspaceJournal told;
    QVERIFY(tellMany(told));
    // Half way through the journal is where it is looked at first.
    QVERIFY(damage(told.path(), "seq >= 1490 AND seq <= 1510"));
    runtime::QueryContext context = told.context();
    for (const int seq : {1, 700, 1489, 1511, 2000, 3000}) {
        const auto found = answer(context, runtime::SeqAtTime{at(seq)});
        QVERIFY2(found, wordsOf(found));
        // Of which of the damaged ones it may be is not known: it is the first of them.
        QCOMPARE(*found, Seq(seq == 1511 ? 1490 : seq));
    }
}

void DamagedJournalTest::consumers_areReadWithoutTheMark() {
    std::vector<core::Entry> entries(1);
    entries.front().seq = Seq(1);
    entries.front().captureTime = at(1);
    entries.front().body = core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected, {}};
    while (entries.size() < 100)
        addEntry(entries, core::EntityId(), core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected, {}});
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entries));
    QVERIFY(scripted.commit({{"events", Seq(50)}}));
    QVERIFY(damage(scripted.path(), "seq IN (1, 50, 100)"));
    QueryReaders readers(scripted);
    const auto table = answer(readers.context(), runtime::ConsumerTable{});
    QVERIFY2(table, wordsOf(table));
    QCOMPARE(table->first, Seq(1));
    QVERIFY(!table->firstAt && !table->headAt);
    QCOMPARE(table->marks.size(), std::size_t{97});
    QCOMPARE(table->marks.front().first, Seq(2));
    QCOMPARE(table->marks.back().first, Seq(99));
    const auto events =
        std::ranges::find(table->rows, std::string("events"), [](const runtime::ConsumerRow& row) { return row.name; });
    QVERIFY(events != table->rows.end());
    QCOMPARE(events->committed, Seq(50));
    QVERIFY(!events->committedAt);
}

void DamagedJournalTest::rewind_countsWhatCanBeRead() {
    std::vector<core::Entry> entries(1);
    entries.front().seq = Seq(1);
    entries.front().captureTime = at(1);
    entries.front().body = core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected, {}};
    while (entries.size() < 1500)
        addEntry(entries, core::EntityId(), core::ConnectorStateChanged{kSf, core::ConnectorPhase::Connected, {}});
    const ScriptedWorkspace scripted;
    QVERIFY(scripted.write(entries));
    QVERIFY(scripted.commit({{"events", Seq(1500)}}));
    QVERIFY(damage(scripted.path(), "seq IN (5, 1000, 1001)"));
    QueryReaders readers(scripted);
    const auto all = answer(readers.context(), RewindPreview{"events", Seq()});
    QVERIFY2(all, wordsOf(all));
    QCOMPARE(all->entries, 1497);
    QCOMPARE(all->matching, 1497);
    QVERIFY(all->unreadable);
    QCOMPARE(all->unreadable->first, Seq(5));
    QCOMPARE(all->unreadable->last, Seq(1001));
    QCOMPARE(all->unreadable->entries, 3);
    const auto behind = answer(readers.context(), RewindPreview{"events", Seq(1001)});
    QVERIFY2(behind, wordsOf(behind));
    QCOMPARE(behind->entries, 499);
    QVERIFY(!behind->unreadable && !behind->toAt);
}

QTEST_APPLESS_MAIN(DamagedJournalTest)
#include "damaged_journal_test.moc"
