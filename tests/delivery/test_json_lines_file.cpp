#include "engine/delivery/json_lines_file.h"
#include "tests/support/full_disk.h"

#include <filesystem>

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

using namespace syncline;
using base::ErrorCode;
using delivery::JsonLinesFile;

namespace {

constexpr std::int64_t kFarBack = 1 << 30;

QByteArray contents(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(not there)");
}

void write(const std::filesystem::path& path, const QByteArray& bytes) {
    QFile file(QString::fromStdString(path.string()));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(bytes), bytes.size());
}

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
    void linesBackwards_areThoseOfTheFile_data();
    void linesBackwards_areThoseOfTheFile();
    void linesBackwards_goNoFartherThanIsAskedFor_data();
    void linesBackwards_goNoFartherThanIsAskedFor();
    void linesBackwards_ofAFileThatIsCut_areAnError();
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
        const test::FullDisk limit(10);
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

void TestJsonLinesFile::linesBackwards_areThoseOfTheFile_data() {
    constexpr int kBlock = 64 * 1024;
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one line") << QByteArray("1\n");
    QTest::newRow("empty lines") << QByteArray("\n\n1\n\n");
    QTest::newRow("a torn line behind") << QByteArray("1\n2\nhal");
    QTest::newRow("many blocks") << QByteArray("line of some length\n").repeated(20'000);
    QTest::newRow("a line longer than a block") << "1\n" + QByteArray(3 * kBlock, 'x') + "\n2\n";
    QTest::newRow("the end of a line at the edge of a block")
        << QByteArray(100, 'y') + "\n" + QByteArray(kBlock - 1, 'x') + "\n";
    QTest::newRow("the end of a line behind the edge of a block")
        << QByteArray(100, 'y') + "\n" + QByteArray(kBlock - 2, 'x') + "\n";
}

void TestJsonLinesFile::linesBackwards_areThoseOfTheFile() {
    QFETCH(QByteArray, bytes);
    write(file(), bytes);
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines);
    QByteArrayList found;
    const auto isWhole = lines->readBackwards(kFarBack, [&](std::string_view line) {
        found.push_front(QByteArray(line.data(), static_cast<qsizetype>(line.size())));
        return true;
    });
    QVERIFY(isWhole && *isWhole);
    QByteArrayList expected = bytes.split('\n');
    expected.removeLast();
    QCOMPARE(found, expected);
    // And only as many as are asked for.
    int count = 0;
    QVERIFY(lines->readBackwards(kFarBack, [&](std::string_view) { return ++count < 2; }));
    QCOMPARE(count, std::min(2, int(expected.size())));
}

void TestJsonLinesFile::linesBackwards_goNoFartherThanIsAskedFor_data() {
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("seen");
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("all of the file") << 12 << 9 << 3 << true;
    QTest::newRow("a line begins before") << 9 << 9 << 2 << false;
    QTest::newRow("a line begins there, which is not known") << 8 << 9 << 1 << false;
    QTest::newRow("no whole line") << 2 << 9 << 0 << false;
    QTest::newRow("enough was seen before") << 9 << 2 << 2 << true;
}

void TestJsonLinesFile::linesBackwards_goNoFartherThanIsAskedFor() {
    QFETCH(int, most);
    QFETCH(int, wanted);
    QFETCH(int, seen);
    QFETCH(bool, isKnown);
    write(file(), "111\n222\n333\n");
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines);
    int count = 0;
    const auto known =
        lines->readBackwards(most, [&](std::string_view line) { return ++count < wanted && line.size() == 3; });
    QVERIFY(known);
    QCOMPARE(*known, isKnown);
    QCOMPARE(count, seen);
}

/// Another program is at it.
void TestJsonLinesFile::linesBackwards_ofAFileThatIsCut_areAnError() {
    write(file(), QByteArray("line of some length\n").repeated(20'000));
    auto lines = JsonLinesFile::open(file());
    QVERIFY(lines);
    const auto known = lines->readBackwards(kFarBack, [&](std::string_view) {
        std::filesystem::resize_file(file(), 20);
        return true;
    });
    QVERIFY(!known);
    QCOMPARE(known.error().code, ErrorCode::Io);
    QCOMPARE(known.error().detail, std::string("the file ends early"));
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
