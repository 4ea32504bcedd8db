#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/try.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/rename_aside.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::sqlite;
using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

constexpr int kRows = 200;
constexpr qsizetype kPage = 1024;
const base::WallTime kStamp = base::WallTime(std::chrono::milliseconds(1795536000000));

OpenOptions options() {
    return {.wal = false, .pageSize = static_cast<int>(kPage), .busyTimeout = std::chrono::milliseconds(0)};
}

Result<void> makeFile(const std::filesystem::path& path) {
    TRY_ASSIGN(Connection connection, Connection::open(path, options()));
    TRY(
        connection.runScript("CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b BLOB NOT NULL) STRICT;"
                             "CREATE INDEX i ON t(a); BEGIN"));
    for (int id = 1; id <= kRows; ++id)
        TRY(connection.run("INSERT INTO t VALUES(?, ?, ?)", id, std::string(60, 'a'), Blob(100)));
    return connection.runScript("COMMIT");
}

/// Opens, checks and reads everything, as a start of the program does.
Result<void> readAll(const std::filesystem::path& path) {
    TRY_ASSIGN(Connection connection, Connection::open(path, options()));
    TRY(connection.checkIntegrity());
    TRY_ASSIGN(Statement statement, connection.prepare("SELECT id, a, b FROM t ORDER BY a"));
    int count = 0;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            break;
        TRY(statement.row<std::int64_t, std::string, Blob>());
        ++count;
    }
    if (count != kRows)
        return Error{ErrorCode::Corrupt, "read rows", path.string(), std::to_string(count), {}};
    return {};
}

void write(const std::filesystem::path& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path.string()));
    // In place: making thousands of files anew makes the file system write each to the disk.
    QVERIFY(file.open(QIODevice::ReadWrite));
    QCOMPARE(file.write(bytes), bytes.size());
    QVERIFY(file.resize(bytes.size()));
}

QByteArray contents(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

}  // namespace

class TestBrokenFiles : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void brokenFile_isCorrupt_andGoesAside_data();
    void brokenFile_isCorrupt_andGoesAside();
    void flippedBit_isCorruptOrReads_data();
    void flippedBit_isCorruptOrReads();
    void companions_goAsideWithTheirFile();
    void asideWithItsWal_stillReads();
    void aside_overwritesNothing();
    void aside_ofNothing_isNotFound();

private:
    [[nodiscard]] std::filesystem::path file(const char* name = "a.db") const {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QByteArray m_whole;
};

void TestBrokenFiles::initTestCase() {
    const QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString() + "/whole.db";
    QVERIFY(makeFile(path));
    QVERIFY(readAll(path));
    m_whole = contents(path);
    QVERIFY(m_whole.size() > 30 * kPage);
}

void TestBrokenFiles::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestBrokenFiles::brokenFile_isCorrupt_andGoesAside_data() {
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray& whole = m_whole;
    const auto flipped = [&](qsizetype offset) {
        QByteArray bytes = whole;
        bytes[offset] = static_cast<char>(~bytes[offset]);
        return bytes;
    };
    const auto filled = [&](qsizetype page, char with) {
        QByteArray bytes = whole;
        return bytes.replace(page * kPage, kPage, QByteArray(kPage, with));
    };
    QTest::newRow("magic flipped") << flipped(0);
    QTest::newRow("page size flipped") << flipped(16);
    QTest::newRow("page count flipped") << flipped(31);
    QTest::newRow("free list count flipped") << flipped(39);
    QTest::newRow("kind of the first page flipped") << flipped(100);
    QTest::newRow("cell count of the first page flipped") << flipped(104);
    QTest::newRow("kind of a table page flipped") << flipped(kPage);
    QTest::newRow("header of the last page flipped") << flipped(whole.size() - kPage + 3);
    QTest::newRow("a page of zeros") << filled(5, '\0');
    QTest::newRow("a page of ones") << filled(5, '\xFF');
    QTest::newRow("last page of zeros") << filled(whole.size() / kPage - 1, '\0');
    QTest::newRow("two bytes left") << whole.left(2);  // SQLite takes a file of one byte for an empty one.
    QTest::newRow("half a header left") << whole.left(50);
    QTest::newRow("one page left") << whole.left(kPage);
    QTest::newRow("half of it left") << whole.left(whole.size() / 2);
    QTest::newRow("cut inside a page") << whole.left(whole.size() / 2 + 100);
    QTest::newRow("last page missing") << whole.left(whole.size() - kPage);
    QTest::newRow("first page missing") << whole.mid(kPage);
    QTest::newRow("text file") << QByteArray(5000, 'x');
    QTest::newRow("zeros") << QByteArray(8 * kPage, '\0');
}

void TestBrokenFiles::brokenFile_isCorrupt_andGoesAside() {
    QFETCH(QByteArray, bytes);
    write(file(), bytes);
    const Result<void> read = readAll(file());
    QVERIFY(!read);
    QVERIFY2(read.error().code == ErrorCode::Corrupt, read.error().message().c_str());

    const Result<std::filesystem::path> aside = renameAside(file(), kStamp);
    QVERIFY(aside);
    QCOMPARE(aside->filename().string(), std::string("a.db.broken-2026-11-24T160000.000Z"));
    QCOMPARE(contents(*aside), bytes);
    QVERIFY(!std::filesystem::exists(file()));
    QVERIFY(makeFile(file()));
    QVERIFY(readAll(file()));
    QCOMPARE(contents(*aside), bytes);
}

void TestBrokenFiles::flippedBit_isCorruptOrReads_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("count");
    QTest::newRow("each bit of the header") << 0 << 800;
    QTest::newRow("bits all over the file") << 800 << 500;
}

void TestBrokenFiles::flippedBit_isCorruptOrReads() {
    QFETCH(int, first);
    QFETCH(int, count);
    base::Random random(20261124);
    int noticed = 0;
    for (int i = 0; i < count; ++i) {
        const auto bits = static_cast<std::uint64_t>(m_whole.size()) * 8;
        const auto bit = first == 0 ? i : static_cast<int>(random.below(bits));
        QByteArray bytes = m_whole;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
        write(file(), bytes);
        const Result<void> read = readAll(file());
        noticed += read ? 0 : 1;
        // A schema format above 4 is what a later SQLite would write.
        const bool isFormat = bit / 8 == 47 && static_cast<unsigned char>(bytes[47]) > 4;
        if (!read)
            QVERIFY2(read.error().code == (isFormat ? ErrorCode::UnsupportedVersion : ErrorCode::Corrupt),
                     qPrintable(QStringLiteral("bit %1: ").arg(bit) + QString::fromStdString(read.error().message())));
    }
    qInfo("%d of %d flips were noticed", noticed, count);
    QVERIFY(noticed > count / 10);
}

void TestBrokenFiles::companions_goAsideWithTheirFile() {
    for (const char* const name : {"a.db", "a.db-wal", "a.db-journal", "a.db-shm", "a.db.other", "b.db-wal"})
        write(file(name), QByteArray(name));
    const Result<std::filesystem::path> aside = renameAside(file(), kStamp);
    QVERIFY(aside);
    for (const char* const suffix : {"", "-wal", "-journal", "-shm"})
        QCOMPARE(contents(aside->string() + suffix), QByteArray("a.db") + suffix);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 6);
    QCOMPARE(contents(file("b.db-wal")), QByteArray("b.db-wal"));
}

void TestBrokenFiles::asideWithItsWal_stillReads() {
    QByteArray database;
    QByteArray wal;
    {
        Result<Connection> connection = Connection::open(file("live.db"), {});
        QVERIFY(connection);
        QVERIFY(connection->runScript("CREATE TABLE t(a INTEGER) STRICT; INSERT INTO t VALUES(5)"));
        database = contents(file("live.db"));
        wal = contents(file("live.db-wal"));
    }
    // As a kill would have left them: the row is in the WAL only.
    write(file(), database);
    write(file("a.db-wal"), wal);
    const Result<std::filesystem::path> aside = renameAside(file(), kStamp);
    QVERIFY(aside);
    Result<Connection> reopened = Connection::open(*aside, {});
    QVERIFY(reopened);
    Result<Statement> statement = reopened->prepare("SELECT a FROM t");
    QVERIFY(statement && *statement->step());
    QCOMPARE(*statement->column<std::int64_t>(0), std::int64_t(5));
}

void TestBrokenFiles::aside_overwritesNothing() {
    for (int i = 1; i <= 3; ++i) {
        write(file(), QByteArray::number(i));
        QVERIFY(renameAside(file(), kStamp));
    }
    QCOMPARE(contents(file("a.db.broken-2026-11-24T160000.000Z")), QByteArray("1"));
    QCOMPARE(contents(file("a.db.broken-2026-11-24T160000.000Z-2")), QByteArray("2"));
    QCOMPARE(contents(file("a.db.broken-2026-11-24T160000.000Z-3")), QByteArray("3"));
}

void TestBrokenFiles::aside_ofNothing_isNotFound() {
    const Result<std::filesystem::path> aside = renameAside(file(), kStamp);
    QVERIFY(!aside);
    QCOMPARE(aside.error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestBrokenFiles)
#include "test_broken_files.moc"
