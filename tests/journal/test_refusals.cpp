#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/reader.h"
#include "engine/journal/workspace_lock.h"
#include "tests/journal/journal_folder.h"

#include <QtCore/QProcess>
#include <QtTest/QtTest>
#include <sys/stat.h>
#include <unistd.h>

using namespace syncline;
using namespace syncline::test;
using base::Error;
using base::ErrorCode;
using base::Result;
using journal::Journal;
using journal::Reader;
using journal::WorkspaceLock;

namespace {

constexpr int kPatience = 20000;

QByteArray contents(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

void write(const std::filesystem::path& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// Makes a folder that its user may not write, for a user whom that stops: root is asked to be nobody meanwhile.
class ReadOnlyFolder {
public:
    explicit ReadOnlyFolder(std::filesystem::path folder) : m_folder(std::move(folder)) {
        m_isGood = chmod(m_folder.c_str(), 0555) == 0;
        if (geteuid() != 0)
            return;
        constexpr uid_t kNobody = 65534;
        m_isGood = m_isGood && seteuid(kNobody) == 0;
        m_wasRoot = true;
    }
    ~ReadOnlyFolder() {
        if (m_wasRoot && seteuid(0) != 0)
            qFatal("cannot be root again");
        chmod(m_folder.c_str(), 0755);
    }
    ReadOnlyFolder(const ReadOnlyFolder&) = delete;
    ReadOnlyFolder& operator=(const ReadOnlyFolder&) = delete;
    [[nodiscard]] bool isGood() const { return m_isGood; }

private:
    std::filesystem::path m_folder;
    bool m_isGood = false;
    bool m_wasRoot = false;
};

/// The other program: has the workspace's lock until it is killed.
class Holder {
public:
    explicit Holder(const std::filesystem::path& folder) {
        m_process.start(QStringLiteral(SYNCLINE_JOURNAL_CHILD),
                        {QStringLiteral("hold"), QString::fromStdString(folder.string())});
    }
    ~Holder() { kill(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    [[nodiscard]] bool hasIt() { return m_process.waitForReadyRead(kPatience) && m_process.readLine() == "holding\n"; }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    void kill() {
        m_process.kill();
        m_process.waitForFinished(kPatience);
    }

private:
    QProcess m_process;
};

}  // namespace

class TestRefusals : public QObject {
    Q_OBJECT

private slots:
    void newerSchema_isRefusedWithBothNumbers();
    void tablesOfSomebodyElse_areRefused();
    void lockedWorkspace_isBusyAndNamesTheProcess();
    void lock_isFreeWhenItsHolderIsGone();
    void lock_isRefusedTwiceInOneProcess();
    void journal_opensUnderTheLockOfItsEngine();
    void journalWithoutEngine_takesTheLock();
    void missingFolder_isNotFound();
    void folderInPlaceOfAFile_isNamed_data();
    void folderInPlaceOfAFile_isNamed();
    void readOnlyFolder_isPermissionDenied();
    void readOnlyFolder_canBeReadWhileAWriterIsThere();
    void brokenFile_isCorruptAndStays_data();
    void brokenFile_isCorruptAndStays();
    void tamperedHead_isCorrupt();
};

void TestRefusals::newerSchema_isRefusedWithBothNumbers() {
    const JournalFolder folder;
    QVERIFY(folder.fill(10));
    QVERIFY(JournalFolder::tamper(folder.journal(), "PRAGMA user_version = 7"));
    const QByteArray before = contents(folder.journal());
    const auto journal = folder.open();
    const auto reader = Reader::open(folder.path());
    QVERIFY(!journal && !reader);
    for (const Error& error : {journal.error(), reader.error()}) {
        QCOMPARE(error.code, ErrorCode::UnsupportedVersion);
        QVERIFY2(error.detail.find("version 7") != std::string::npos, error.detail.c_str());
        QVERIFY2(error.detail.find("version 1") != std::string::npos, error.detail.c_str());
        QCOMPARE(error.hint, std::string("use the program that wrote it, or a newer one"));
    }
    QVERIFY(contents(folder.journal()) == before);
}

void TestRefusals::tablesOfSomebodyElse_areRefused() {
    const JournalFolder folder;
    QVERIFY(folder.fill(1));
    QVERIFY(JournalFolder::tamper(folder.journal(), "PRAGMA user_version = 0"));
    QCOMPARE(folder.open().error().code, ErrorCode::UnsupportedVersion);
    QCOMPARE(Reader::open(folder.path()).error().code, ErrorCode::UnsupportedVersion);
}

void TestRefusals::lockedWorkspace_isBusyAndNamesTheProcess() {
    const JournalFolder folder;
    QVERIFY(folder.fill(1));
    Holder holder(folder.path());
    QVERIFY(holder.hasIt());
    const auto lock = WorkspaceLock::acquire(folder.path());
    const auto journal = folder.open();
    QVERIFY(!lock && !journal);
    for (const Error& error : {lock.error(), journal.error()}) {
        QCOMPARE(error.code, ErrorCode::Busy);
        QCOMPARE(error.detail, "process " + std::to_string(holder.pid()) + " runs this workspace");
        QVERIFY(!error.hint.empty());
    }
    const auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
}

void TestRefusals::lock_isFreeWhenItsHolderIsGone() {
    const JournalFolder folder;
    Holder holder(folder.path());
    QVERIFY(holder.hasIt());
    holder.kill();
    const auto lock = WorkspaceLock::acquire(folder.path());
    QVERIFY2(lock, why(lock));
    QCOMPARE(WorkspaceLock::lastHolder(folder.path()), std::optional<int>(getpid()));
}

void TestRefusals::lock_isRefusedTwiceInOneProcess() {
    const JournalFolder folder;
    {
        const auto lock = WorkspaceLock::acquire(folder.path());
        QVERIFY2(lock, why(lock));
        QCOMPARE(WorkspaceLock::acquire(folder.path()).error().code, ErrorCode::Busy);
    }
    const auto again = WorkspaceLock::acquire(folder.path());
    QVERIFY2(again, why(again));
}

void TestRefusals::journal_opensUnderTheLockOfItsEngine() {
    const JournalFolder folder;
    const auto lock = WorkspaceLock::acquire(folder.path());
    QVERIFY2(lock, why(lock));
    const auto journal = folder.open();
    QVERIFY2(journal, why(journal));
}

void TestRefusals::journalWithoutEngine_takesTheLock() {
    const JournalFolder folder;
    {
        const auto journal = folder.open();
        QVERIFY2(journal, why(journal));
        QCOMPARE(WorkspaceLock::acquire(folder.path()).error().code, ErrorCode::Busy);
    }
    const auto lock = WorkspaceLock::acquire(folder.path());
    QVERIFY2(lock, why(lock));
}

void TestRefusals::missingFolder_isNotFound() {
    const JournalFolder folder;
    const auto journal = Journal::open(folder.path() / "workspace", kClock, base::Random(1));
    QVERIFY(!journal);
    QCOMPARE(journal.error().code, ErrorCode::NotFound);
}

void TestRefusals::folderInPlaceOfAFile_isNamed_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("the journal") << "journal.db";
    QTest::newRow("the journal's log") << "journal.db-wal";
    QTest::newRow("the projections") << "projections.db";
    QTest::newRow("the projections' log") << "projections.db-wal";
}

void TestRefusals::folderInPlaceOfAFile_isNamed() {
    QFETCH(const QString, name);
    const JournalFolder folder;
    const bool isOfJournal = name.startsWith(QLatin1String("journal"));
    if (!isOfJournal || name.endsWith(QLatin1String("-wal")))
        QVERIFY(folder.fill(3));
    if (name == QLatin1String("projections.db-wal"))
        QVERIFY(folder.project());
    const std::filesystem::path inTheWay = folder.path() / name.toStdString();
    QVERIFY(std::filesystem::create_directory(inTheWay));
    std::vector<Error> errors;
    if (isOfJournal) {
        const auto journal = folder.open();
        const auto reader = Reader::open(folder.path());
        QVERIFY(!journal && !reader);
        errors = {journal.error(), reader.error()};
    } else {
        const auto projector = journal::Projector::open(folder.path(), kClock);
        const auto reader = journal::ProjectionReader::open(folder.path());
        QVERIFY(!projector && !reader);
        errors = {projector.error(), reader.error()};
    }
    for (const Error& error : errors) {
        QCOMPARE(error.code, ErrorCode::Io);
        QCOMPARE(error.object, inTheWay.string());
        QCOMPARE(error.detail, std::string("there is a folder where this file belongs"));
        QVERIFY2(error.hint.find("move the folder away") != std::string::npos, error.hint.c_str());
    }
}

void TestRefusals::readOnlyFolder_isPermissionDenied() {
    const JournalFolder folder;
    QVERIFY(folder.fill(10));
    const JournalFolder empty;
    for (const JournalFolder* const one : {&folder, &empty}) {
        const ReadOnlyFolder readOnly(one->path());
        QVERIFY(readOnly.isGood());
        const auto journal = one->open();
        QVERIFY(!journal);
        QCOMPARE(journal.error().code, ErrorCode::PermissionDenied);
        QVERIFY(!journal.error().hint.empty());
    }
    const ReadOnlyFolder readOnly(folder.path());
    QVERIFY(readOnly.isGood());
    const auto reader = Reader::open(folder.path());
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, ErrorCode::PermissionDenied);
    QVERIFY(!reader.error().hint.empty());
}

void TestRefusals::readOnlyFolder_canBeReadWhileAWriterIsThere() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    SampleHistory history(1);
    QVERIFY((*journal)->append(history.batch(3)));
    const ReadOnlyFolder readOnly(folder.path());
    QVERIFY(readOnly.isGood());
    const auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
    QCOMPARE((*(*reader)->readHead()).value(), 3);
}

void TestRefusals::brokenFile_isCorruptAndStays_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("size");
    QTest::newRow("overwritten from the start") << 0 << 4096;
    QTest::newRow("the header's name is gone") << 0 << 16;
    QTest::newRow("the schema's page is no page") << 100 << 8;
}

void TestRefusals::brokenFile_isCorruptAndStays() {
    QFETCH(int, from);
    QFETCH(int, size);
    const JournalFolder folder;
    QVERIFY(folder.fill(100));
    QByteArray bytes = contents(folder.journal());
    bytes.replace(from, size, QByteArray(size, '#'));
    write(folder.journal(), bytes);

    const auto journal = folder.open();
    const auto reader = Reader::open(folder.path());

    QVERIFY(!journal && !reader);
    for (const Error& error : {journal.error(), reader.error()}) {
        QVERIFY2(error.code == ErrorCode::Corrupt, error.message().c_str());
        QVERIFY2(error.hint.find("keep the file") != std::string::npos, error.hint.c_str());
    }
    QVERIFY(contents(folder.journal()) == bytes);
}

void TestRefusals::tamperedHead_isCorrupt() {
    const JournalFolder folder;
    QVERIFY(folder.fill(10));
    QVERIFY(
        JournalFolder::tamper(folder.journal(), "UPDATE entries SET capture_time = capture_time + 1 WHERE seq = 10"));
    const auto journal = folder.open();
    QVERIFY(!journal);
    QCOMPARE(journal.error().code, ErrorCode::Corrupt);
    QVERIFY2(journal.error().detail.find("entry 10") != std::string::npos, journal.error().detail.c_str());
}

QTEST_GUILESS_MAIN(TestRefusals)
#include "test_refusals.moc"
