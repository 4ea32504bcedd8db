#include "engine/delivery/json_lines_file.h"

#include <csignal>
#include <filesystem>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <sys/resource.h>

using namespace syncline;
using base::ErrorCode;
using delivery::JsonLinesFile;

namespace {

QByteArray contents(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

void write(const std::filesystem::path& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

/// No file of this process may become larger than this, until the end of the scope: a disk that is full.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

}  // namespace

class TestJsonLinesFile : public QObject {
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void file_isMade_withItsFolders_forItsOwner();
    void lines_areAppended();
    void unfinishedLine_isCut_data();
    void unfinishedLine_isCut();
    void fullDisk_isNoSpace_andLeavesNothing();
    void fullDevice_isNoSpace_andMayBeTriedAgain();
    void movedAway_isMadeAnew();
    void folderInThePlaceOfTheFile_isAnError();
    void fileInThePlaceOfAFolder_isAnError();

private:
    [[nodiscard]] std::filesystem::path file(const char* name = "a.jsonl") const {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestJsonLinesFile::file_isMade_withItsFolders_forItsOwner() {
    const std::filesystem::path path = file("streams/of/events.jsonl");
    QVERIFY(JsonLinesFile::open(path));
    QCOMPARE(contents(path), QByteArray());
    QVERIFY(std::filesystem::status(path).permissions()
            == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

void TestJsonLinesFile::lines_areAppended() {
    {
        auto lines = JsonLinesFile::open(file());
        QVERIFY(lines->append("1\n2\n"));
        QVERIFY(lines->append(""));
        QVERIFY(lines->append("3\n"));
    }
    auto again = JsonLinesFile::open(file());
    QVERIFY(again->append("4\n"));
    QCOMPARE(contents(file()), QByteArray("1\n2\n3\n4\n"));
}

void TestJsonLinesFile::unfinishedLine_isCut_data() {
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("empty") << QByteArray() << QByteArray("new\n");
    QTest::newRow("whole lines") << QByteArray("1\n2\n") << QByteArray("1\n2\nnew\n");
    QTest::newRow("half a line") << QByteArray("1\n{\"a\":") << QByteArray("1\nnew\n");
    QTest::newRow("nothing but half a line") << QByteArray("{\"a\":") << QByteArray("new\n");
    QTest::newRow("a long half line") << QByteArray("1\n") + QByteArray(10'000, 'x') << QByteArray("1\nnew\n");
    QTest::newRow("only a long half line") << QByteArray(9'000, 'x') << QByteArray("new\n");
    QTest::newRow("the end of a line at the edge of a block")
        << QByteArray(4095, 'y') + "\n" + QByteArray(4096, 'x') << QByteArray(4095, 'y') + "\nnew\n";
}

void TestJsonLinesFile::unfinishedLine_isCut() {
    QFETCH(QByteArray, before);
    write(file(), before);
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines);
    QVERIFY(lines->append("new\n"));
    QTEST(contents(file()), "after");
}

void TestJsonLinesFile::fullDisk_isNoSpace_andLeavesNothing() {
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines->append("1\n"));
    {
        const FileSizeLimit limit(10);
        const auto written = lines->append("0123456\n0123456\n");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::NoSpace);
    }
    QCOMPARE(contents(file()), QByteArray("1\n"));
    QVERIFY(lines->append("0123456\n0123456\n"));
    QCOMPARE(contents(file()), QByteArray("1\n0123456\n0123456\n"));
}

void TestJsonLinesFile::fullDevice_isNoSpace_andMayBeTriedAgain() {
    std::filesystem::create_symlink("/dev/full", file());
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines);
    for (int i = 0; i < 2; ++i) {
        const auto written = lines->append("1\n");
        QVERIFY(!written);
        QCOMPARE(written.error().code, ErrorCode::NoSpace);
        QCOMPARE(written.error().object, file().string());
    }
    std::filesystem::remove(file());
    QVERIFY(lines->append("1\n"));
    QCOMPARE(contents(file()), QByteArray("1\n"));
}

void TestJsonLinesFile::movedAway_isMadeAnew() {
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines->append("1\n"));
    std::filesystem::rename(file(), file("a.jsonl.1"));
    QVERIFY(lines->append("2\n"));
    QCOMPARE(contents(file("a.jsonl.1")), QByteArray("1\n"));
    QCOMPARE(contents(file()), QByteArray("2\n"));
    // Another file came into its place, with the end of it missing.
    std::filesystem::remove(file());
    write(file(), "3\nhalf");
    QVERIFY(lines->append("4\n"));
    QCOMPARE(contents(file()), QByteArray("3\n4\n"));
}

void TestJsonLinesFile::folderInThePlaceOfTheFile_isAnError() {
    std::filesystem::create_directory(file());
    const auto lines = JsonLinesFile::open(file());
    QVERIFY(!lines);
    QCOMPARE(lines.error().code, ErrorCode::Io);
}

void TestJsonLinesFile::fileInThePlaceOfAFolder_isAnError() {
    write(file(), "");
    const auto lines = JsonLinesFile::open(file("a.jsonl/b.jsonl"));
    QVERIFY(!lines);
    QCOMPARE(lines.error().code, ErrorCode::Io);
    QVERIFY(!lines.error().detail.empty());
}

QTEST_APPLESS_MAIN(TestJsonLinesFile)
#include "test_json_lines_file.moc"
