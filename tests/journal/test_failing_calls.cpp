#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/reader.h"
#include "engine/journal/verify.h"
#include "tests/journal/journal_folder.h"
#include "tests/sqlite/failing_vfs.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::Error;
using base::ErrorCode;
using base::Result;
using core::Seq;
using journal::Projector;
using journal::Reader;
using journal::Verification;

namespace {

/// More than the work can need; a loop that gets here does not end.
constexpr std::int64_t kMostCalls = 5000;
constexpr int kBefore = 30;
constexpr int kAdded = 40;
constexpr int kFolded = 20;

ErrorCode expectedCode(FailureKind kind) {
    return kind == FailureKind::Space ? ErrorCode::NoSpace : ErrorCode::Io;
}

QByteArray at(std::int64_t nth, const QByteArray& what) {
    return "call " + QByteArray::number(qint64(nth)) + ": " + what;
}

QByteArray differences(const std::filesystem::path& folder) {
    const Result<Verification> found = journal::verify(folder);
    return found ? QByteArray::fromStdString(all(*found)) : why(found);
}

Result<void> openAndFold(const std::filesystem::path& folder) {
    TRY_ASSIGN(auto projector, Projector::open(folder, kClock));
    TRY(projector->step(7));
    TRY(projector->step(1000));
    return {};
}

}  // namespace

class TestFailingCalls : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_vfs.reset(); }

    void failedAppend_leavesTheJournalAsItWas_data() { rows(); }
    void failedAppend_leavesTheJournalAsItWas();
    void failedOpen_canBeRepeated_data() { fewRows(); }
    void failedOpen_canBeRepeated();
    void failedFold_canBeRepeated_data() { fewRows(); }
    void failedFold_canBeRepeated();

private:
    static void rows();
    /// Each word once: all four would take twice the time.
    static void fewRows();

    std::unique_ptr<FailingVfs> m_vfs;
};

void TestFailingCalls::rows() {
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<FailureSpan>("span");
    QTest::newRow("device fails once") << FailureKind::Device << FailureSpan::Once;
    QTest::newRow("device fails for good") << FailureKind::Device << FailureSpan::ForGood;
    QTest::newRow("disk full once") << FailureKind::Space << FailureSpan::Once;
    QTest::newRow("disk full for good") << FailureKind::Space << FailureSpan::ForGood;
}

void TestFailingCalls::fewRows() {
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<FailureSpan>("span");
    QTest::newRow("device fails once") << FailureKind::Device << FailureSpan::Once;
    QTest::newRow("disk full for good") << FailureKind::Space << FailureSpan::ForGood;
}

void TestFailingCalls::init() {
    m_vfs = std::make_unique<FailingVfs>();
    m_vfs->becomeDefault();
}

void TestFailingCalls::failedAppend_leavesTheJournalAsItWas() {
    QFETCH(FailureKind, kind);
    QFETCH(FailureSpan, span);
    const JournalFolder folder;
    int told = 0;
    SampleHistory history(1);
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    QVERIFY((*journal)->append(history.batch(kBefore)));
    for (std::int64_t nth = 1;; ++nth) {
        QVERIFY(nth < kMostCalls);
        const Seq before = (*journal)->head();
        const journal::Batch batch = history.batch(kAdded);
        m_vfs->arm(nth, kind, span);
        const Result<void> first = (*journal)->append(batch);
        m_vfs->disarm();
        const bool hasFailed = m_vfs->failures() != 0;

        if (!first) {
            ++told;
            QVERIFY2(first.error().code == expectedCode(kind), at(nth, why(first)).constData());
            QVERIFY((*journal)->head() == before);
            auto reader = Reader::open(folder.path());
            QVERIFY2(reader, at(nth, why(reader)).constData());
            QVERIFY(*(*reader)->readHead() == before);
            const Result<void> second = (*journal)->append(batch);
            QVERIFY2(second, at(nth, why(second)).constData());
        }
        QCOMPARE((*journal)->head().value(), before.value() + kAdded);
        if (!hasFailed)
            break;
    }
    journal->reset();
    QVERIFY2(differences(folder.path()).isEmpty(), differences(folder.path()).constData());
    QVERIFY(told >= 2);
}

void TestFailingCalls::failedOpen_canBeRepeated() {
    QFETCH(FailureKind, kind);
    QFETCH(FailureSpan, span);
    int told = 0;
    for (std::int64_t nth = 1;; ++nth) {
        QVERIFY(nth < kMostCalls);
        const JournalFolder folder;
        m_vfs->arm(nth, kind, span);
        const auto first = folder.open();
        m_vfs->disarm();
        const bool hasFailed = m_vfs->failures() != 0;
        if (!first) {
            ++told;
            QVERIFY2(first.error().code == expectedCode(kind), at(nth, why(first)).constData());
            const auto second = folder.open();
            QVERIFY2(second, at(nth, why(second)).constData());
            SampleHistory history(1);
            QVERIFY((*second)->append(history.batch(kAdded)));
        }
        if (!hasFailed)
            break;
    }
    QVERIFY(told >= 5);
}

void TestFailingCalls::failedFold_canBeRepeated() {
    QFETCH(FailureKind, kind);
    QFETCH(FailureSpan, span);
    const JournalFolder folder;
    QVERIFY(folder.fill(kFolded));
    int told = 0;
    for (std::int64_t nth = 1;; ++nth) {
        QVERIFY(nth < kMostCalls);
        for (const char* const suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(folder.projections().string() + suffix);
        m_vfs->arm(nth, kind, span);
        const Result<void> first = openAndFold(folder.path());
        m_vfs->disarm();
        const bool hasFailed = m_vfs->failures() != 0;
        if (!first) {
            ++told;
            QVERIFY2(first.error().code == expectedCode(kind), at(nth, why(first)).constData());
        }
        const Result<Seq> second = folder.project();
        QVERIFY2(second, at(nth, why(second)).constData());
        QCOMPARE(second->value(), kFolded);
        if (!hasFailed)
            break;
    }
    QVERIFY2(differences(folder.path()).isEmpty(), differences(folder.path()).constData());
    qInfo("%d failing calls were reported", told);
    QVERIFY(told >= 5);
}

QTEST_APPLESS_MAIN(TestFailingCalls)
#include "test_failing_calls.moc"
