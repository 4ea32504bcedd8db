#include "engine/base/clock.h"
#include "engine/base/try.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/migrator.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::sqlite;
using base::ErrorCode;
using base::Result;

namespace {

const base::ManualClock kClock(base::WallTime(std::chrono::milliseconds(1795536000000)));

/// Version 3 of something small, and how it came about.
const Schema kSchema{
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL) STRICT;"
    "CREATE TABLE visit(person INTEGER NOT NULL REFERENCES person(id)) STRICT;",
    {"CREATE TABLE visit(person INTEGER NOT NULL REFERENCES person(id)) STRICT;"
     "INSERT INTO visit SELECT id FROM person;",
     "CREATE TABLE newer(id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL) STRICT;"
     "INSERT INTO newer SELECT id, name, 'none' FROM person;"
     "DROP TABLE person; ALTER TABLE newer RENAME TO person;"},
};
const char* const kVersion1 =
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
    "INSERT INTO person VALUES(1, 'Ada'), (2, 'Grace'); PRAGMA user_version=1;";
const char* const kVersion2 =
    "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
    "CREATE TABLE visit(person INTEGER NOT NULL REFERENCES person(id)) STRICT;"
    "INSERT INTO person VALUES(1, 'Ada'); INSERT INTO visit VALUES(1), (1);"
    "PRAGMA user_version=2;";

/// Names, kinds and columns of all that the file holds.
Result<std::string> shape(Connection& connection) {
    TRY_ASSIGN(
        Statement statement,
        connection.prepare("SELECT m.type || ' ' || m.name || '(' || group_concat(c.name || ' ' || c.type) || ')'"
                           " FROM sqlite_schema m, pragma_table_info(m.name) c GROUP BY m.name ORDER BY m.name"));
    std::string all;
    while (true) {
        TRY_ASSIGN(const bool more, statement.step());
        if (!more)
            return all;
        TRY_ASSIGN(const std::string line, statement.column<std::string>(0));
        all += line + "\n";
    }
}

Result<std::int64_t> number(Connection& connection, const std::string& sql) {
    TRY_ASSIGN(Statement statement, connection.prepare(sql));
    TRY(statement.step());
    return statement.column<std::int64_t>(0);
}

}  // namespace

class TestMigrator : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void version_decides_data();
    void version_decides();
    void upgraded_looksLikeCreated_data();
    void upgraded_looksLikeCreated();
    void upgrade_keepsTheRowsAndACopy();
    void upgrade_doesNotOverwriteAnOlderCopy();
    void failingStep_leavesEverythingAsItWas_data();
    void failingStep_leavesEverythingAsItWas();
    void failingCreation_leavesAnEmptyFile();
    void foreignKeys_areOnAgainAfterwards_data();
    void foreignKeys_areOnAgainAfterwards();
    void readOnly_isNotUpgraded_data();
    void readOnly_isNotUpgraded();

private:
    [[nodiscard]] std::filesystem::path file() const { return m_folder->path().toStdString() + "/a.db"; }
    [[nodiscard]] int copies() const {
        return static_cast<int>(QDir(m_folder->path()).entryList({QStringLiteral("a.db.version*")}).size());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Connection> m_connection;
};

void TestMigrator::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    Result<Connection> opened = Connection::open(file(), {});
    QVERIFY(opened);
    m_connection = *std::move(opened);
}

void TestMigrator::cleanup() {
    m_connection.reset();
}

void TestMigrator::version_decides_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("kind");  // -1: refused
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* name, const char* before, std::optional<MigrationKind> kind, const char* detail) {
        QTest::newRow(name) << QString::fromUtf8(before) << (kind ? static_cast<int>(*kind) : -1)
                            << QString::fromUtf8(detail);
    };
    row("empty file: create", "", MigrationKind::Created, "");
    row("same version: nothing", "CREATE TABLE x(a) ; PRAGMA user_version=3", MigrationKind::Current, "");
    row("older by one: upgrade", kVersion2, MigrationKind::Upgraded, "");
    row("older by two: upgrade", kVersion1, MigrationKind::Upgraded, "");
    row("newer by one: refuse", "PRAGMA user_version=4", {}, "version 4 is newer than this program's version 3");
    row("much newer: refuse", "CREATE TABLE x(a); PRAGMA user_version=2147483647", {},
        "version 2147483647 is newer than this program's version 3");
    row("tables without version: refuse", "CREATE TABLE x(a)", {}, "the file holds tables, but no version");
    row("negative: refuse", "PRAGMA user_version=-1", {}, "version -1 is none of ours");
}

void TestMigrator::version_decides() {
    QFETCH(QString, before);
    QFETCH(int, kind);
    QFETCH(QString, detail);
    QVERIFY(m_connection->runScript(before.toStdString()));
    const std::string shapeBefore = *shape(*m_connection);
    const int versionBefore = *readVersion(*m_connection);

    const Result<Migration> migrated = Migrator(kSchema, kClock).migrate(*m_connection);
    QCOMPARE(migrated.has_value(), kind >= 0);
    if (migrated) {
        QCOMPARE(static_cast<int>(migrated->kind), kind);
        QCOMPARE(migrated->from, versionBefore);
        QCOMPARE(migrated->saved.has_value(), migrated->kind == MigrationKind::Upgraded);
        QCOMPARE(*readVersion(*m_connection), 3);
    } else {
        QCOMPARE(migrated.error().code, ErrorCode::UnsupportedVersion);
        QCOMPARE(QString::fromStdString(migrated.error().detail), detail);
        QCOMPARE(migrated.error().object, file().string());
        QCOMPARE(*readVersion(*m_connection), versionBefore);
        QCOMPARE(*shape(*m_connection), shapeBefore);
    }
    QCOMPARE(copies(), kind == static_cast<int>(MigrationKind::Upgraded) ? 1 : 0);
    if (migrated)
        QVERIFY(Migrator(kSchema, kClock).migrate(*m_connection)->kind == MigrationKind::Current);
}

void TestMigrator::upgraded_looksLikeCreated_data() {
    QTest::addColumn<QString>("before");
    QTest::newRow("from 1") << QString::fromUtf8(kVersion1);
    QTest::newRow("from 2") << QString::fromUtf8(kVersion2);
}

void TestMigrator::upgraded_looksLikeCreated() {
    QFETCH(QString, before);
    QVERIFY(m_connection->runScript(before.toStdString()));
    QVERIFY(Migrator(kSchema, kClock).migrate(*m_connection));
    Result<Connection> created = Connection::open(file().parent_path() / "created.db", {});
    QVERIFY(created && Migrator(kSchema, kClock).migrate(*created));
    QCOMPARE(*shape(*m_connection), *shape(*created));
    QVERIFY(shape(*created)->find("table visit(person INTEGER)") != std::string::npos);
}

void TestMigrator::upgrade_keepsTheRowsAndACopy() {
    QVERIFY(m_connection->runScript(kVersion1));
    const Result<Migration> migrated = Migrator(kSchema, kClock).migrate(*m_connection);
    QVERIFY(migrated);
    QCOMPARE(*number(*m_connection, "SELECT count(*) FROM person WHERE note = 'none'"), std::int64_t(2));
    QCOMPARE(*number(*m_connection, "SELECT count(*) FROM visit"), std::int64_t(2));

    QCOMPARE(migrated->saved->filename().string(), std::string("a.db.version-1-2026-11-24T160000.000Z"));
    Result<Connection> copy = Connection::open(*migrated->saved, {.mode = OpenMode::ReadOnly});
    QVERIFY(copy && copy->checkIntegrity());
    QCOMPARE(*readVersion(*copy), 1);
    QCOMPARE(*number(*copy, "SELECT count(*) FROM person"), std::int64_t(2));
    QVERIFY(!copy->prepare("SELECT note FROM person"));
}

void TestMigrator::upgrade_doesNotOverwriteAnOlderCopy() {
    QFile older(QString::fromStdString(file().string()) + QStringLiteral(".version-1-2026-11-24T160000.000Z"));
    QVERIFY(older.open(QIODevice::WriteOnly));
    older.write("precious");
    older.close();
    QVERIFY(m_connection->runScript(kVersion1));
    const Result<Migration> migrated = Migrator(kSchema, kClock).migrate(*m_connection);
    QVERIFY(migrated);
    QCOMPARE(migrated->saved->filename().string(), std::string("a.db.version-1-2026-11-24T160000.000Z-2"));
    QVERIFY(older.open(QIODevice::ReadOnly));
    QCOMPARE(older.readAll(), QByteArray("precious"));
}

void TestMigrator::failingStep_leavesEverythingAsItWas_data() {
    QTest::addColumn<QString>("step");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("SQL that fails in its middle") << "DELETE FROM person; FROBNICATE" << ErrorCode::Internal;
    QTest::newRow("constraint") << "INSERT INTO person VALUES(1, 'again')" << ErrorCode::AlreadyExists;
    QTest::newRow("row that refers to nothing") << "DELETE FROM person WHERE id = 2" << ErrorCode::Corrupt;
}

void TestMigrator::failingStep_leavesEverythingAsItWas() {
    QFETCH(QString, step);
    QFETCH(ErrorCode, code);
    Schema schema = kSchema;
    schema.steps[1] = step.toStdString();
    QVERIFY(m_connection->runScript(kVersion1));
    const std::string before = *shape(*m_connection);

    const Result<Migration> migrated = Migrator(schema, kClock).migrate(*m_connection);
    QVERIFY(!migrated);
    QCOMPARE(migrated.error().code, code);
    QVERIFY(migrated.error().operation.starts_with("upgrade database"));
    QVERIFY(!m_connection->inTransaction());
    QCOMPARE(*readVersion(*m_connection), 1);
    QCOMPARE(*shape(*m_connection), before);
    QCOMPARE(*number(*m_connection, "SELECT count(*) FROM person"), std::int64_t(2));
    QVERIFY(Migrator(kSchema, kClock).migrate(*m_connection));
}

void TestMigrator::failingCreation_leavesAnEmptyFile() {
    const Schema broken{"CREATE TABLE x(a INTEGER) STRICT; FROBNICATE", {}};
    QVERIFY(!Migrator(broken, kClock).migrate(*m_connection));
    QCOMPARE(*readVersion(*m_connection), 0);
    QCOMPARE(*shape(*m_connection), std::string());
    QVERIFY(Migrator(kSchema, kClock).migrate(*m_connection)->kind == MigrationKind::Created);
}

void TestMigrator::foreignKeys_areOnAgainAfterwards_data() {
    QTest::addColumn<bool>("on");
    QTest::addColumn<bool>("fails");
    QTest::newRow("on, upgrade works") << true << false;
    QTest::newRow("on, upgrade fails") << true << true;
    QTest::newRow("off, upgrade works") << false << false;
}

void TestMigrator::foreignKeys_areOnAgainAfterwards() {
    QFETCH(bool, on);
    QFETCH(bool, fails);
    Schema schema = kSchema;
    if (fails)
        schema.steps[1] = "FROBNICATE";
    QVERIFY(m_connection->runScript(kVersion1));
    QVERIFY(m_connection->run(on ? "PRAGMA foreign_keys=ON" : "PRAGMA foreign_keys=OFF"));
    QCOMPARE(Migrator(schema, kClock).migrate(*m_connection).has_value(), !fails);
    QCOMPARE(*number(*m_connection, "PRAGMA foreign_keys"), std::int64_t(on ? 1 : 0));
}

void TestMigrator::readOnly_isNotUpgraded_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("works");
    QTest::newRow("older") << QString::fromUtf8(kVersion1) << false;
    QTest::newRow("empty") << "" << false;
    QTest::newRow("same") << "CREATE TABLE x(a); PRAGMA user_version=3" << true;
}

void TestMigrator::readOnly_isNotUpgraded() {
    QFETCH(QString, before);
    QFETCH(bool, works);
    QVERIFY(m_connection->runScript(before.toStdString()));
    Result<Connection> reader = Connection::open(file(), {.mode = OpenMode::ReadOnly});
    QVERIFY(reader);
    const Result<Migration> migrated = Migrator(kSchema, kClock).migrate(*reader);
    QCOMPARE(migrated.has_value(), works);
    if (!works)
        QCOMPARE(migrated.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(copies(), 0);
}

QTEST_APPLESS_MAIN(TestMigrator)
#include "test_migrator.moc"
