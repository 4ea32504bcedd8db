#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/reader.h"
#include "engine/sqlite/connection.h"
#include "tests/core/random_values.h"
#include "tests/journal/journal_folder.h"

#include <optional>

#include <QtCore/QCryptographicHash>
#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::EntityId;
using core::Seq;
using journal::Batch;
using journal::Journal;
using journal::NewEntry;
using journal::Reader;

namespace {

NewEntry connected(int seq, int cause = 0) {
    NewEntry made;
    made.entry.seq = Seq(seq);
    made.entry.cause = Seq(cause);
    made.entry.captureTime = kClock.wallNow();
    made.entry.body = core::ConnectorStateChanged{core::Side::HubSpot, core::ConnectorPhase::Connected, "well"};
    return made;
}

/// With and without what an entry may have.
NewEntry anyEntry(int seq, core::EntryKind kind, RandomValues& values, base::Random& random) {
    NewEntry made = connected(seq, static_cast<int>(random.below(static_cast<std::uint64_t>(seq))));
    made.entry.body = values.body(kind);
    made.entry.entity = EntityId(random.between(0, seq));
    if (random.chance(0.5))
        made.entry.side = random.chance(0.5) ? core::Side::Salesforce : core::Side::HubSpot;
    if (random.chance(0.5))
        made.entry.sourceTime = base::WallTime(std::chrono::milliseconds(random.between(-5, 5)));
    if (random.chance(0.5)) {
        made.identity.emplace();
        made.identity->fill(static_cast<std::uint8_t>(seq));
    }
    return made;
}

Batch batchOf(std::vector<NewEntry> entries) {
    return {std::move(entries), {}, {}};
}

QByteArray number(std::int64_t value) {
    QByteArray bytes;
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes += static_cast<char>(static_cast<unsigned char>(static_cast<std::uint64_t>(value) >> shift));
    return bytes;
}

QByteArray sha256(const QByteArray& bytes) {
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

/// What stands in the file, as a row of the entry's head, by other means than the journal's own.
struct Row {
    QByteArray hash;
    QByteArray salt;
    QByteArray payload;
};

Result<Row> readRow(const std::filesystem::path& file, int seq) {
    TRY_ASSIGN(sqlite::Connection connection, sqlite::Connection::open(file, {.mode = sqlite::OpenMode::ReadOnly}));
    TRY_ASSIGN(sqlite::Statement statement,
               connection.prepare("SELECT hash, salt, payload FROM entries WHERE seq = ?"));
    TRY(statement.bind(seq));
    TRY(statement.step());
    TRY_ASSIGN(const auto columns, (statement.row<sqlite::Blob, sqlite::Blob, sqlite::Blob>()));
    const auto bytes = [](const sqlite::Blob& blob) {
        return QByteArray(reinterpret_cast<const char*>(blob.data()), static_cast<qsizetype>(blob.size()));
    };
    return Row{bytes(std::get<0>(columns)), bytes(std::get<1>(columns)), bytes(std::get<2>(columns))};
}

Result<std::int64_t> readNumber(const std::filesystem::path& file, const std::string& sql) {
    TRY_ASSIGN(sqlite::Connection connection, sqlite::Connection::open(file, {.mode = sqlite::OpenMode::ReadOnly}));
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare(sql));
    TRY(statement.step());
    return statement.column<std::int64_t>(0);
}

}  // namespace

class TestJournal : public QObject {
    Q_OBJECT

private slots:
    void entry_readsBackAsAppended_data();
    void entry_readsBackAsAppended();
    void newJournal_isEmptyAndHasAnId();
    void journal_goesOnAfterReopening();
    void append_refusesWhatDoesNotFollow_data();
    void append_refusesWhatDoesNotFollow();
    void append_refusesWhatAnotherProgramHasWritten();
    void positionsAndOffsets_changeWithTheirEntries();
    void positions_canBeMovedAlone();
    void refusedBatch_leavesPositionsAlone();
    void entryHash_coversHeadAndPayloadAndTheHashBefore();
    void sameSeed_givesTheSameFile();
    void file_hasLargePagesAndNoIndex();
};

void TestJournal::entry_readsBackAsAppended_data() {
    QTest::addColumn<int>("kind");
    for (std::size_t kind = 1; kind <= std::variant_size_v<core::EntryBody>; ++kind)
        QTest::newRow(core::name(static_cast<core::EntryKind>(kind)).data()) << static_cast<int>(kind);
}

void TestJournal::entry_readsBackAsAppended() {
    QFETCH(int, kind);
    base::Random random(static_cast<std::uint64_t>(kind));
    RandomValues values(random.next());
    std::vector<NewEntry> made;
    for (int seq = 1; seq <= 20; ++seq)
        made.push_back(anyEntry(seq, static_cast<core::EntryKind>(kind), values, random));
    const JournalFolder folder;
    {
        auto journal = folder.open();
        QVERIFY2(journal, why(journal));
        const Result<void> appended = (*journal)->append(batchOf(made));
        QVERIFY2(appended, why(appended));
    }
    auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
    for (const NewEntry& one : made) {
        const Result<core::Entry> read = (*reader)->readEntry(one.entry.seq);
        QVERIFY2(read, why(read));
        QVERIFY(*read == one.entry);
        QVERIFY(*(*reader)->readIdentity(one.entry.seq) == one.identity);
    }
}

void TestJournal::newJournal_isEmptyAndHasAnId() {
    const JournalFolder folder;
    const auto journal = folder.open(7);
    QVERIFY2(journal, why(journal));
    QCOMPARE((*journal)->head().value(), 0);
    const QRegularExpression uuid(
        QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
    QVERIFY(uuid.match(QString::fromStdString((*journal)->id())).hasMatch());
    const JournalFolder other;
    QVERIFY((*other.open(8))->id() != (*journal)->id());
}

void TestJournal::journal_goesOnAfterReopening() {
    const JournalFolder folder;
    std::string id;
    {
        auto journal = folder.open();
        QVERIFY2(journal, why(journal));
        id = (*journal)->id();
        QVERIFY((*journal)->append(batchOf({connected(1), connected(2)})));
        QCOMPARE((*journal)->head().value(), 2);
    }
    auto journal = folder.open(99);
    QVERIFY2(journal, why(journal));
    QCOMPARE((*journal)->head().value(), 2);
    QCOMPARE((*journal)->id(), id);
    QVERIFY((*journal)->append(batchOf({connected(3, 2)})));
    QCOMPARE((*journal)->head().value(), 3);
}

void TestJournal::append_refusesWhatDoesNotFollow_data() {
    QTest::addColumn<std::vector<NewEntry>>("entries");
    QTest::addColumn<int>("committed");
    QTest::newRow("a gap behind the head") << std::vector{connected(4)} << 0;
    QTest::newRow("the head once more") << std::vector{connected(2)} << 0;
    QTest::newRow("a gap inside the batch") << std::vector{connected(3), connected(5)} << 0;
    QTest::newRow("backwards inside the batch") << std::vector{connected(3), connected(3)} << 0;
    QTest::newRow("caused by itself") << std::vector{connected(3, 3)} << 0;
    QTest::newRow("caused by what comes later") << std::vector{connected(3, 4), connected(4)} << 0;
    QTest::newRow("a consumer ahead of its entries") << std::vector{connected(3)} << 4;
}

void TestJournal::append_refusesWhatDoesNotFollow() {
    QFETCH(std::vector<NewEntry>, entries);
    QFETCH(int, committed);
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    QVERIFY((*journal)->append(batchOf({connected(1), connected(2)})));
    Batch batch = batchOf(entries);
    if (committed != 0)
        batch.offsets = {{"hubspot", Seq(committed)}};

    const Result<void> appended = (*journal)->append(batch);

    QVERIFY(!appended);
    QCOMPARE(appended.error().code, ErrorCode::Internal);
    QCOMPARE((*journal)->head().value(), 2);
    QCOMPARE((*(*Reader::open(folder.path()))->readHead()).value(), 2);
    const Result<void> next = (*journal)->append(batchOf({connected(3)}));
    QVERIFY2(next, why(next));
}

void TestJournal::append_refusesWhatAnotherProgramHasWritten() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    QVERIFY((*journal)->append(batchOf({connected(1)})));
    QVERIFY(JournalFolder::tamper(folder.journal(),
                                  "INSERT INTO entries SELECT 2, kind, side, entity, source_time, capture_time, cause,"
                                  " identity, hash, salt, payload FROM entries WHERE seq = 1"));
    const Result<void> appended = (*journal)->append(batchOf({connected(2)}));
    QVERIFY(!appended);
    QCOMPARE(appended.error().code, ErrorCode::AlreadyExists);
    QCOMPARE((*journal)->head().value(), 1);
}

void TestJournal::positionsAndOffsets_changeWithTheirEntries() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    QVERIFY((*journal)->append({{connected(1)}, {{"salesforce", "a"}, {"hubspot", "1"}}, {{"hubspot", Seq(0)}}}));
    QVERIFY((*journal)->append({{connected(2)}, {{"salesforce", "b"}}, {{"hubspot", Seq(2)}, {"audit", Seq(1)}}}));
    auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
    QVERIFY(*(*reader)->readPositions() == (std::vector<core::Position>{{"hubspot", "1"}, {"salesforce", "b"}}));
    QVERIFY(*(*reader)->readConsumers()
            == (std::vector<journal::ConsumerOffset>{{"audit", Seq(1)}, {"hubspot", Seq(2)}}));
}

void TestJournal::positions_canBeMovedAlone() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    QVERIFY((*journal)->append({{}, {{"salesforce", "a"}}, {}}));
    QCOMPARE((*journal)->head().value(), 0);
    QVERIFY(*(*Reader::open(folder.path()))->readPositions() == (std::vector<core::Position>{{"salesforce", "a"}}));
}

void TestJournal::refusedBatch_leavesPositionsAlone() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    QVERIFY((*journal)->append({{connected(1)}, {{"salesforce", "a"}}, {{"hubspot", Seq(1)}}}));
    QVERIFY(JournalFolder::tamper(folder.journal(),
                                  "CREATE TRIGGER t BEFORE INSERT ON consumers BEGIN SELECT RAISE(FAIL, 'no'); END"));
    QVERIFY(!(*journal)->append({{connected(2)}, {{"salesforce", "b"}}, {{"audit", Seq(2)}}}));
    QCOMPARE((*journal)->head().value(), 1);
    auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
    QCOMPARE((*(*reader)->readHead()).value(), 1);
    QVERIFY(*(*reader)->readPositions() == (std::vector<core::Position>{{"salesforce", "a"}}));
    QVERIFY(*(*reader)->readConsumers() == (std::vector<journal::ConsumerOffset>{{"hubspot", Seq(1)}}));
}

void TestJournal::entryHash_coversHeadAndPayloadAndTheHashBefore() {
    NewEntry bare = connected(1);
    bare.entry.captureTime = base::WallTime(std::chrono::milliseconds(111));
    NewEntry full = connected(2, 1);
    full.entry.entity = EntityId(1);
    full.entry.side = core::Side::HubSpot;
    full.entry.sourceTime = base::WallTime(std::chrono::milliseconds(-222));
    full.entry.captureTime = base::WallTime(std::chrono::milliseconds(333));
    full.identity = core::Identity{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    const JournalFolder folder;
    {
        auto journal = folder.open();
        QVERIFY2(journal, why(journal));
        QVERIFY((*journal)->append(batchOf({bare, full})));
    }
    const Result<Row> first = readRow(folder.journal(), 1);
    const Result<Row> second = readRow(folder.journal(), 2);
    QVERIFY2(first, why(first));
    QVERIFY2(second, why(second));
    QCOMPARE(first->salt.size(), 16);
    QVERIFY(first->salt != second->salt);

    // Sequence, kind, side (is there, which), entity, source time (is there, when), capture time, cause, identity.
    const QByteArray bareHead = number(1) + number(13) + number(0) + number(0) + number(0) + number(0) + number(0)
                                + number(111) + number(0) + number(0);
    QCOMPARE(first->hash.toHex(),
             sha256(bareHead + QByteArray(32, '\0') + sha256(first->salt + first->payload)).toHex());
    const QByteArray identity = QByteArray::fromHex("0102030405060708090a0b0c0d0e0f10");
    const QByteArray fullHead = number(2) + number(13) + number(1) + number(1) + number(1) + number(1) + number(-222)
                                + number(333) + number(1) + number(16) + identity;
    QCOMPARE(second->hash.toHex(), sha256(fullHead + first->hash + sha256(second->salt + second->payload)).toHex());
    auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
    const Result<journal::Hash> hash = (*reader)->readHash(Seq(2));
    QVERIFY2(hash, why(hash));
    QCOMPARE(QByteArray(reinterpret_cast<const char*>(hash->data()), 32).toHex(), second->hash.toHex());
}

void TestJournal::sameSeed_givesTheSameFile() {
    const JournalFolder one;
    const JournalFolder other;
    const JournalFolder third;
    QVERIFY(one.fill(100, 5));
    QVERIFY(other.fill(100, 5));
    QVERIFY(third.fill(100, 6));
    const Result<std::string> rows = JournalFolder::dump(one.journal());
    QVERIFY2(rows, why(rows));
    QVERIFY(rows->size() > 10000);
    QVERIFY(*rows == *JournalFolder::dump(other.journal()));
    QVERIFY(*rows != *JournalFolder::dump(third.journal()));
}

void TestJournal::file_hasLargePagesAndNoIndex() {
    const JournalFolder folder;
    QVERIFY(folder.fill(10));
    QCOMPARE(*readNumber(folder.journal(), "PRAGMA page_size"), 16384);
    QCOMPARE(*readNumber(folder.journal(), "SELECT count(*) FROM sqlite_schema WHERE type = 'index'"), 0);
    QCOMPARE(*readNumber(folder.journal(), "SELECT count(*) FROM entries"), 10);
}

QTEST_APPLESS_MAIN(TestJournal)
#include "test_journal.moc"
