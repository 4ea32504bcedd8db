#include "engine/sqlite/connection.h"
#include "engine/sqlite/transaction.h"

#include <optional>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::sqlite;
using base::ErrorCode;
using base::Result;

class TestTransaction : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void committed_isKept();
    void forgotten_isRolledBack();
    void rolledBack_isGone();
    void moved_isStillOne();
    void over_isOver();
    void nested_isRefused();
    void immediate_takesTheLockAtOnce_deferredDoesNot();
    void busyCommit_canBeTriedAgain();
    void failedCommit_isRolledBack();
    void rollbackBySqlite_isNoticed();
    void reader_seesOneState();

private:
    Connection connect(bool wal = true) {
        Result<Connection> opened = Connection::open(m_folder->path().toStdString() + "/a.db",
                                                     {.wal = wal, .busyTimeout = std::chrono::milliseconds(0)});
        return *std::move(opened);
    }
    [[nodiscard]] static std::int64_t count(Connection& connection) {
        Result<Statement> statement = connection.prepare("SELECT count(*) FROM t");
        return *statement->step() ? *statement->column<std::int64_t>(0) : -1;
    }
    [[nodiscard]] static bool insert(Connection& connection) {
        return connection.run("INSERT INTO t(a) VALUES(1)").has_value();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<Connection> m_connection;
};

void TestTransaction::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_connection = connect();
    QVERIFY(m_connection->runScript("CREATE TABLE t(a INTEGER) STRICT"));
}

void TestTransaction::cleanup() {
    m_connection.reset();
}

void TestTransaction::committed_isKept() {
    {
        Result<Transaction> transaction = Transaction::begin(*m_connection);
        QVERIFY(transaction && m_connection->inTransaction() && insert(*m_connection));
        QVERIFY(transaction->commit());
        QVERIFY(!m_connection->inTransaction());
    }
    QCOMPARE(count(*m_connection), std::int64_t(1));
}

void TestTransaction::forgotten_isRolledBack() {
    {
        const Result<Transaction> transaction = Transaction::begin(*m_connection);
        QVERIFY(transaction && insert(*m_connection));
    }
    QVERIFY(!m_connection->inTransaction());
    QCOMPARE(count(*m_connection), std::int64_t(0));
}

void TestTransaction::rolledBack_isGone() {
    Result<Transaction> transaction = Transaction::begin(*m_connection);
    QVERIFY(transaction && insert(*m_connection));
    QVERIFY(transaction->rollBack());
    QVERIFY(!m_connection->inTransaction());
    QCOMPARE(count(*m_connection), std::int64_t(0));
}

void TestTransaction::moved_isStillOne() {
    Result<Transaction> transaction = Transaction::begin(*m_connection);
    QVERIFY(transaction && insert(*m_connection));
    {
        Transaction taken = *std::move(transaction);
        QVERIFY(m_connection->inTransaction());
        QVERIFY(taken.commit());
    }
    QCOMPARE(count(*m_connection), std::int64_t(1));
}

void TestTransaction::over_isOver() {
    Result<Transaction> transaction = Transaction::begin(*m_connection);
    QVERIFY(transaction && transaction->commit());
    QCOMPARE(transaction->commit().error().code, ErrorCode::Internal);
    QCOMPARE(transaction->rollBack().error().code, ErrorCode::Internal);
}

void TestTransaction::nested_isRefused() {
    Result<Transaction> outer = Transaction::begin(*m_connection);
    QVERIFY(outer && insert(*m_connection));
    const Result<Transaction> inner = Transaction::begin(*m_connection);
    QVERIFY(!inner);
    QCOMPARE(inner.error().code, ErrorCode::Internal);
    QVERIFY(outer->commit());
    QCOMPARE(count(*m_connection), std::int64_t(1));
}

void TestTransaction::immediate_takesTheLockAtOnce_deferredDoesNot() {
    Connection other = connect();
    {
        const Result<Transaction> immediate = Transaction::begin(*m_connection);
        QVERIFY(immediate);
        QVERIFY(!insert(other));
    }
    const Result<Transaction> deferred = Transaction::begin(*m_connection, TransactionKind::Deferred);
    QVERIFY(deferred);
    QVERIFY(insert(other));
}

void TestTransaction::busyCommit_canBeTriedAgain() {
    // With a rollback journal a reader keeps a writer from committing.
    m_connection.reset();
    m_connection = connect(false);
    Connection reader = connect(false);
    QVERIFY(insert(*m_connection));
    Result<Transaction> transaction = Transaction::begin(*m_connection);
    QVERIFY(transaction && insert(*m_connection));
    {
        Result<Statement> reading = reader.prepare("SELECT a FROM t");
        QVERIFY(reading && *reading->step());
        const Result<void> refused = transaction->commit();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Busy);
        QVERIFY(m_connection->inTransaction());
    }
    QVERIFY(transaction->commit());
    QCOMPARE(count(reader), std::int64_t(2));
}

void TestTransaction::failedCommit_isRolledBack() {
    QVERIFY(
        m_connection->runScript("CREATE TABLE c(p INTEGER REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED) STRICT;"
                                "CREATE TABLE p(id INTEGER PRIMARY KEY) STRICT"));
    Result<Transaction> transaction = Transaction::begin(*m_connection);
    QVERIFY(transaction && insert(*m_connection));
    QVERIFY(m_connection->run("INSERT INTO c(p) VALUES(7)"));
    const Result<void> committed = transaction->commit();
    QVERIFY(!committed);
    QCOMPARE(committed.error().code, ErrorCode::InvalidArgument);
    QVERIFY(!m_connection->inTransaction());
    QCOMPARE(count(*m_connection), std::int64_t(0));
}

void TestTransaction::rollbackBySqlite_isNoticed() {
    QVERIFY(m_connection->runScript("CREATE TABLE u(a INTEGER UNIQUE ON CONFLICT ROLLBACK) STRICT"));
    QVERIFY(m_connection->run("INSERT INTO u(a) VALUES(1)"));
    Result<Transaction> transaction = Transaction::begin(*m_connection);
    QVERIFY(transaction && insert(*m_connection));
    QVERIFY(!m_connection->run("INSERT INTO u(a) VALUES(1)"));
    QVERIFY(!m_connection->inTransaction());
    const Result<void> committed = transaction->commit();
    QVERIFY(!committed);
    QCOMPARE(count(*m_connection), std::int64_t(0));
}

void TestTransaction::reader_seesOneState() {
    Connection reader = connect();
    const Result<Transaction> reading = Transaction::begin(reader, TransactionKind::Deferred);
    QVERIFY(reading);
    QCOMPARE(count(reader), std::int64_t(0));
    QVERIFY(insert(*m_connection));
    QCOMPARE(count(reader), std::int64_t(0));
}

QTEST_APPLESS_MAIN(TestTransaction)
#include "test_transaction.moc"
