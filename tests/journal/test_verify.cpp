#include "engine/base/try.h"
#include "engine/core/codec.h"
#include "engine/journal/hash_text.h"
#include "engine/journal/journal_file.h"
#include "engine/journal/projection_print.h"
#include "engine/journal/stored_entry.h"
#include "engine/journal/verify.h"
#include "tests/journal/journal_folder.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::EntityId;
using core::Seq;
using journal::Verification;

namespace {

constexpr int kEntries = 300;

/// Somebody who knows how entries are hashed puts one behind the head that no journal would take.
Result<void> forge(const JournalFolder& folder, core::Entry entry) {
    TRY_ASSIGN(sqlite::Connection connection, journal::openForWriting(folder.path(), kClock));
    TRY_ASSIGN(const journal::Head head, journal::readHead(connection));
    entry.seq = core::next(head.seq);
    journal::StoredEntry stored = journal::toStored({std::move(entry), {}}, {});
    journal::Sha256 sha256;
    TRY_ASSIGN(stored.hash, journal::chainHash(sha256, stored, head.hash));
    TRY_ASSIGN(sqlite::Statement statement, connection.prepare(journal::kInsertEntry));
    return journal::insert(statement, stored);
}

}  // namespace

class TestVerify : public QObject {
    Q_OBJECT

private slots:
    void soundJournal_hasNoDifferences_data();
    void soundJournal_hasNoDifferences();
    void stateHash_isThatOfTheEntries();
    void hexText_isTwoDigitsAByte();
    void tamperedEntry_isNamed_data();
    void tamperedEntry_isNamed();
    void causeThatDoesNotLieBefore_isNamed();
    void consumerAheadOfTheHead_isNamed();
    void tamperedProjections_areNamed_data();
    void tamperedProjections_areNamed();
    void projectionsOfAnotherJournal_areNamed();
    void projectionsOfAnotherFold_areNotCompared();
    void brokenPage_isADifference();
    void manyDifferences_areCounted();
    void withoutJournal_itIsNotFound();
    void progress_goesUpToTheHead();
    void cancelled_isSaid_data();
    void cancelled_isSaid();
    void cancelledWhileProjectionsAreRead_isSaid();
    void moreEntitiesThanMayBeHeld_areNotVerified_data();
    void moreEntitiesThanMayBeHeld_areNotVerified();
};

void TestVerify::soundJournal_hasNoDifferences_data() {
    QTest::addColumn<int>("entries");
    QTest::addColumn<int>("folded");
    QTest::newRow("empty, no projections") << 0 << -1;
    QTest::newRow("empty, with projections") << 0 << 0;
    QTest::newRow("no projections") << kEntries << -1;
    QTest::newRow("projections not begun") << kEntries << 0;
    QTest::newRow("projections behind") << kEntries << 111;
    QTest::newRow("projections at the head") << kEntries << kEntries;
}

void TestVerify::soundJournal_hasNoDifferences() {
    QFETCH(int, entries);
    QFETCH(int, folded);
    const JournalFolder folder;
    QVERIFY(folder.fill(static_cast<std::size_t>(entries)));
    if (folded >= 0) {
        auto projector = journal::Projector::open(folder.path(), kClock);
        QVERIFY2(projector, why(projector));
        QVERIFY((*projector)->step(static_cast<std::size_t>(folded)));
    }
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QVERIFY2(found->differences.empty(), all(*found).c_str());
    QCOMPARE(found->head.value(), entries);
    QCOMPARE(found->projectionsAt.value(), std::max(folded, 0));
    QVERIFY(entries == 0 ? found->entities == 0 : found->entities > 10);
}

void TestVerify::stateHash_isThatOfTheEntries() {
    const JournalFolder one;
    const JournalFolder same;
    const JournalFolder longer;
    const JournalFolder different;
    QVERIFY(one.fill(kEntries, 1));
    QVERIFY(same.fill(kEntries, 1));
    QVERIFY(longer.fill(kEntries + 1, 1));
    QVERIFY(different.fill(kEntries, 2));
    QVERIFY(same.project());
    const journal::Hash hash = journal::verify(one.path())->stateHash;
    QVERIFY(journal::verify(same.path())->stateHash == hash);
    QVERIFY(journal::verify(longer.path())->stateHash != hash);
    QVERIFY(journal::verify(different.path())->stateHash != hash);
}

void TestVerify::hexText_isTwoDigitsAByte() {
    journal::Hash hash{0x00, 0x01, 0x9a, 0xf0};
    hash.back() = 0xff;
    QCOMPARE(journal::hexText(hash), "00019af0" + std::string(54, '0') + "ff");
}

void TestVerify::tamperedEntry_isNamed_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray doesNotFit = ": what it says, or the hash before it, does not fit its hash";
    const auto row = [&](const char* name, const char* sql, const QByteArray& expected) {
        QTest::newRow(name) << QByteArray(sql) << expected;
    };
    row("side", "UPDATE entries SET side = 1 - coalesce(side, 0) WHERE seq = 37", "entry 37" + doesNotFit);
    row("entity", "UPDATE entries SET entity = entity + 1 WHERE seq = 37", "entry 37" + doesNotFit);
    row("source time", "UPDATE entries SET source_time = 5 WHERE seq = 37", "entry 37" + doesNotFit);
    row("capture time", "UPDATE entries SET capture_time = capture_time + 1 WHERE seq = 37", "entry 37" + doesNotFit);
    row("cause", "UPDATE entries SET cause = 36 - cause WHERE seq = 37", "entry 37" + doesNotFit);
    row("identity", "UPDATE entries SET identity = zeroblob(16) WHERE seq = 37", "entry 37" + doesNotFit);
    row("salt", "UPDATE entries SET salt = zeroblob(16) WHERE seq = 37", "entry 37" + doesNotFit);
    row("hash", "UPDATE entries SET hash = zeroblob(32) WHERE seq = 37",
        "entry 37" + doesNotFit + "\nentry 38" + doesNotFit);
    row("a kind that is none", "UPDATE entries SET kind = 99 WHERE seq = 37", "entry 37" + doesNotFit);
    row("a side that is none", "UPDATE entries SET side = 2 WHERE seq = 37", "entry 37" + doesNotFit);
    row("payload", "UPDATE entries SET payload = (SELECT payload FROM entries WHERE seq = 36) WHERE seq = 37",
        "entry 37" + doesNotFit);
    row("no payload", "UPDATE entries SET payload = x'' WHERE seq = 37", "entry 37 cannot be read");
    row("a hash of another length", "UPDATE entries SET hash = x'00' WHERE seq = 37", "entry 37 cannot be read");
    row("removed", "DELETE FROM entries WHERE seq = 37", "entry 37 is missing");
    row("several removed", "DELETE FROM entries WHERE seq BETWEEN 37 AND 41", "entries 37 to 41 are missing");
    row("the first removed", "DELETE FROM entries WHERE seq = 1", "entry 1 is missing");
    row("the last removed", "DELETE FROM entries WHERE seq > 299",
        "projections: they have come to entry 300, and the journal ends with entry 299");
    row("all removed", "DELETE FROM entries",
        "projections: they have come to entry 300, and the journal ends with entry 0");
    row("an entry from before the first",
        "INSERT INTO entries SELECT 0, kind, side, entity, source_time, capture_time, "
        "cause, identity, hash, salt, payload FROM entries WHERE seq = 1",
        "entry 0 comes before the first");
}

void TestVerify::tamperedEntry_isNamed() {
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, expected);
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    const Result<void> tampered = JournalFolder::tamper(folder.journal(), sql.toStdString());
    QVERIFY2(tampered, why(tampered));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QVERIFY(!found->differences.empty());
    QVERIFY(found->entriesDiffer);
    QVERIFY2(all(*found).find(expected.toStdString()) != std::string::npos, all(*found).c_str());
}

void TestVerify::causeThatDoesNotLieBefore_isNamed() {
    const JournalFolder folder;
    QVERIFY(folder.fill(20));
    core::Entry entry;
    entry.cause = Seq(21);
    entry.body = core::ConnectorStateChanged();
    const Result<void> forged = forge(folder, entry);
    QVERIFY2(forged, why(forged));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QCOMPARE(all(*found), std::string("entry 21: its cause, entry 21, does not lie before it\n"));
}

void TestVerify::consumerAheadOfTheHead_isNamed() {
    const JournalFolder folder;
    QVERIFY(folder.fill(20));
    QVERIFY(JournalFolder::tamper(folder.journal(), "UPDATE consumers SET committed = 21"));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QCOMPARE(all(*found), std::string("consumer hubspot has committed entry 21, which is not there\n"));
}

void TestVerify::tamperedProjections_areNamed_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const char* sql, const char* expected) {
        QTest::newRow(name) << QByteArray(sql) << QByteArray(expected);
    };
    row("an entity's bytes", "UPDATE entities SET bytes = x'00' WHERE id = 1", "entities of entity 1");
    row("an entity's flag", "UPDATE entities SET moving = 1 - moving WHERE id = 1", "entities of entity 1");
    row("an entity's conflict flag", "UPDATE entities SET conflicted = 1 - conflicted WHERE id = 1",
        "entities of entity 1");
    row("what is due", "UPDATE entities SET due_hubspot = due_hubspot + 1 WHERE id = 1", "entities of entity 1");
    row("how much is due", "UPDATE entities SET due_cells_salesforce = 77 WHERE id = 1", "entities of entity 1");
    row("an entity is missing", "DELETE FROM entities WHERE id = 1", "entities of entity 1");
    row("an entity too many",
        "INSERT INTO entities SELECT 999, object, 0, 0, 0, 0, 0, 0, 0, bytes FROM entities LIMIT 1",
        "entities of entity 999");
    row("a link leads elsewhere", "UPDATE links SET entity = 1 WHERE entity <> 1", "links of entity 1");
    row("a link is missing", "DELETE FROM links WHERE entity = 1", "links of entity 1");
    row("a conflict is missing", "DELETE FROM conflicts", "conflicts of entity");
    row("a conflict of another field", "UPDATE conflicts SET field = 'fax'", "conflicts of entity");
    row("a key is missing", "DELETE FROM match_keys WHERE entity = 1", "match_keys of entity 1");
    row("a key too many", "INSERT INTO match_keys VALUES('ada', 1)", "match_keys of entity 1");
    row("an entry is missing", "DELETE FROM entity_entries WHERE seq = 1", "entity_entries of entity 1");
    row("an outcome's count", "UPDATE outcomes SET count = count + 1", "outcomes");
    row("a kind's count", "DELETE FROM kinds WHERE kind = 'ChangeCaptured'", "kinds");
    row("the workspace's state", "UPDATE workspace SET state = x'00'", "workspace");
}

void TestVerify::tamperedProjections_areNamed() {
    QFETCH(QByteArray, sql);
    QFETCH(QByteArray, expected);
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    const Result<void> tampered = JournalFolder::tamper(folder.projections(), sql.toStdString());
    QVERIFY2(tampered, why(tampered));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QVERIFY2(all(*found).find("projections: " + expected.toStdString()) != std::string::npos, all(*found).c_str());
    QVERIFY(!found->entriesDiffer);
    QCOMPARE(found->projectionsAt.value(), kEntries);
}

void TestVerify::projectionsOfAnotherJournal_areNamed() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    std::filesystem::remove(folder.journal());
    QVERIFY(folder.fill(kEntries, 2));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QCOMPARE(all(*found), std::string("projections: they were made of another journal\n"));
    QCOMPARE(found->projectionsAt.value(), 0);
}

void TestVerify::projectionsOfAnotherFold_areNotCompared() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    QVERIFY(JournalFolder::tamper(folder.projections(), "UPDATE anchor SET fold_version = 0; DELETE FROM entities"));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QVERIFY2(found->differences.empty(), all(*found).c_str());
    QCOMPARE(found->projectionsAt.value(), 0);
}

void TestVerify::brokenPage_isADifference() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QFile file(QString::fromStdString(folder.journal().string()));
    QVERIFY(file.open(QIODevice::ReadWrite));
    constexpr qint64 kPage = 16384;
    QVERIFY(file.size() > 8 * kPage);
    QVERIFY(file.seek(file.size() - 2 * kPage));
    QCOMPARE(file.write(QByteArray(kPage, '#')), kPage);
    file.close();
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QCOMPARE(found->differences.size(), std::size_t{1});
    const QRegularExpression named(QStringLiteral("^entry ([0-9]+) cannot be read: "));
    const QRegularExpressionMatch match = named.match(QString::fromStdString(found->differences.front()));
    QVERIFY2(match.hasMatch(), all(*found).c_str());
    QVERIFY(match.captured(1).toInt() > kEntries / 2);
}

void TestVerify::manyDifferences_areCounted() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(JournalFolder::tamper(folder.journal(), "UPDATE entries SET salt = zeroblob(16)"));
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QCOMPARE(found->differences.size(), std::size_t{101});
    QCOMPARE(found->differences.back(), std::string("and 200 more"));
}

void TestVerify::withoutJournal_itIsNotFound() {
    const JournalFolder folder;
    QCOMPARE(journal::verify(folder.path()).error().code, ErrorCode::NotFound);
}

void TestVerify::progress_goesUpToTheHead() {
    constexpr int kMany = 2500;
    const JournalFolder folder;
    QVERIFY(folder.fill(kMany));
    QVERIFY(folder.project(700));
    std::vector<std::int64_t> read;
    bool isToTheHead = true;
    const Result<Verification> found = journal::verify(folder.path(), {{}, [&](Seq come, Seq head) {
                                                                           read.push_back(come.value());
                                                                           isToTheHead =
                                                                               isToTheHead && head == Seq(kMany);
                                                                       }});
    QVERIFY2(found, why(found));
    QVERIFY(isToTheHead);
    QCOMPARE(read, (std::vector<std::int64_t>{0, 1000, 2000, kMany}));
}

void TestVerify::cancelled_isSaid_data() {
    QTest::addColumn<int>("after");
    QTest::newRow("before it begins") << -1;
    QTest::newRow("at the first page") << 0;
    QTest::newRow("later") << 1000;
    QTest::newRow("behind the last entry, while the state is hashed") << 2500;
}

void TestVerify::cancelled_isSaid() {
    QFETCH(int, after);
    const JournalFolder folder;
    QVERIFY(folder.fill(2500));
    std::stop_source stop;
    if (after < 0)
        stop.request_stop();
    std::int64_t last = -1;
    const Result<Verification> found = journal::verify(folder.path(), {stop.get_token(), [&](Seq come, Seq) {
                                                                           last = come.value();
                                                                           if (last == after)
                                                                               stop.request_stop();
                                                                       }});
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Cancelled);
    QCOMPARE(last, std::int64_t{after});
}

/// They are read in one transaction, which keeps the file's log from being emptied.
void TestVerify::cancelledWhileProjectionsAreRead_isSaid() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    auto connection = sqlite::Connection::open(folder.projections(), {.mode = sqlite::OpenMode::ReadOnly});
    QVERIFY2(connection, why(connection));
    std::stop_source stop;
    QVERIFY(journal::ProjectionPrint::read(*connection, stop.get_token()));
    stop.request_stop();
    const auto print = journal::ProjectionPrint::read(*connection, stop.get_token());
    QVERIFY(!print);
    QCOMPARE(print.error().code, ErrorCode::Cancelled);
}

void TestVerify::moreEntitiesThanMayBeHeld_areNotVerified_data() {
    QTest::addColumn<bool>("projected");
    QTest::newRow("told by the projections, before an entry is read") << true;
    QTest::newRow("told by the entries") << false;
}

void TestVerify::moreEntitiesThanMayBeHeld_areNotVerified() {
    QFETCH(bool, projected);
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    if (projected)
        QVERIFY(folder.project());
    const Result<Verification> whole = journal::verify(folder.path());
    QVERIFY2(whole, why(whole));
    bool hasBegun = false;
    const auto verified = [&](std::size_t most) {
        hasBegun = false;
        return journal::verify(folder.path(), {{}, [&](Seq, Seq) { hasBegun = true; }, most});
    };
    const Result<Verification> asMany = verified(whole->entities);
    QVERIFY2(asMany, why(asMany));
    QVERIFY(asMany->stateHash == whole->stateHash);
    const std::size_t fewer = whole->entities - 1;
    const Result<Verification> found = verified(fewer);
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::LimitExceeded);
    QVERIFY2(found.error().detail.find(std::to_string(fewer)) != std::string::npos, why(found));
    QVERIFY2(found.error().hint.find("syncline journal verify") != std::string::npos, why(found));
    QCOMPARE(hasBegun, !projected);
}

QTEST_APPLESS_MAIN(TestVerify)
#include "test_verify.moc"
