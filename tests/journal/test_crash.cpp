#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/reader.h"
#include "engine/journal/verify.h"
#include "tests/journal/journal_folder.h"

#include <QtCore/QProcess>
#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::Result;
using core::Seq;
using journal::Projector;
using journal::Reader;
using journal::Verification;

namespace {

constexpr int kPatience = 30000;

/// What a program has said before it was killed.
struct Told {
    bool wasKilled = false;
    qint64 committed = 0;
    qint64 folded = 0;
    QByteArray complaint;
};

Told writeUntilKilled(const std::filesystem::path& folder, std::uint64_t seed, std::int64_t calls) {
    QProcess process;
    process.start(QStringLiteral(SYNCLINE_JOURNAL_CHILD),
                  {QStringLiteral("write"), QString::fromStdString(folder.string()), QString::number(seed),
                   QString::number(qint64(calls))});
    Told told;
    if (!process.waitForFinished(kPatience))
        return told;
    told.wasKilled = process.exitStatus() == QProcess::CrashExit;
    told.complaint = process.readAllStandardError();
    for (const QByteArray& line : process.readAllStandardOutput().split('\n')) {
        if (line.startsWith("committed "))
            told.committed = line.mid(10).toLongLong();
        if (line.startsWith("folded "))
            told.folded = line.mid(7).toLongLong();
    }
    return told;
}

/// Gap-free from 1 to the head that it gives.
Result<Seq> readAll(Reader& reader) {
    Seq last;
    while (true) {
        TRY_ASSIGN(const auto page, reader.readPage(core::next(last), Seq(1000000), 100));
        if (page.empty())
            return last;
        for (const core::Entry& entry : page) {
            if (entry.seq != core::next(last))
                return base::Error{base::ErrorCode::Corrupt, "read all", {}, "a gap", {}};
            last = entry.seq;
        }
    }
}

}  // namespace

class TestCrash : public QObject {
    Q_OBJECT

private slots:
    void killedWriter_losesNothingItHadCommitted_data();
    void killedWriter_losesNothingItHadCommitted();
};

void TestCrash::killedWriter_losesNothingItHadCommitted_data() {
    QTest::addColumn<int>("kills");
    for (int seed = 1; seed <= SYNCLINE_SEEDS; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TestCrash::killedWriter_losesNothingItHadCommitted() {
    QFETCH(int, kills);
    base::Random random(static_cast<std::uint64_t>(kills));
    const JournalFolder folder;
    Seq head;
    // Twice on the same workspace: what a crash leaves behind is what the next one finds.
    for (int crash = 0; crash < 2; ++crash) {
        const std::int64_t calls = random.between(120, 1500);
        const Told told = writeUntilKilled(folder.path(), random.next(), calls);
        QVERIFY2(told.wasKilled, told.complaint.constData());

        // First without a writer: the WAL is as the killed one left it.
        auto reader = Reader::open(folder.path());
        QVERIFY2(reader, why(reader));
        const Result<Seq> read = readAll(**reader);
        QVERIFY2(read, why(read));
        QVERIFY(read->value() >= told.committed);
        QVERIFY(*read >= head);
        const Result<Verification> found = journal::verify(folder.path());
        QVERIFY2(found, why(found));
        QVERIFY2(found->differences.empty(), all(*found).c_str());
        QVERIFY(found->projectionsAt.value() >= told.folded);

        auto journal = folder.open();
        QVERIFY2(journal, why(journal));
        QVERIFY((*journal)->head() == *read);
        SampleHistory history(random.next(), (*journal)->head());
        const Result<void> appended = (*journal)->append(history.batch(5));
        QVERIFY2(appended, why(appended));
        head = (*journal)->head();
        QCOMPARE(head.value(), read->value() + 5);
        const Result<Seq> folded = folder.project(37);
        QVERIFY2(folded, why(folded));
        QVERIFY(*folded == head);
    }
    const Result<Verification> found = journal::verify(folder.path());
    QVERIFY2(found, why(found));
    QVERIFY2(found->differences.empty(), all(*found).c_str());
    QVERIFY(found->projectionsAt == head && found->head == head);
}

QTEST_GUILESS_MAIN(TestCrash)
#include "test_crash.moc"
