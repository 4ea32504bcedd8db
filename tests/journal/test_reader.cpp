#include "engine/journal/journal.h"
#include "engine/journal/reader.h"
#include "tests/journal/journal_folder.h"

#include <numeric>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::Seq;
using journal::Reader;

namespace {

constexpr int kEntries = 25;

std::vector<int> sequences(const std::vector<core::Entry>& entries) {
    std::vector<int> found;
    for (const core::Entry& entry : entries)
        found.push_back(static_cast<int>(entry.seq.value()));
    return found;
}

std::vector<int> upwards(int from, int count) {
    std::vector<int> numbers(static_cast<std::size_t>(count));
    std::iota(numbers.begin(), numbers.end(), from);
    return numbers;
}

std::vector<int> downwards(int from, int count) {
    std::vector<int> numbers = upwards(from - count + 1, count);
    return {numbers.rbegin(), numbers.rend()};
}

}  // namespace

class TestReader : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void page_isWhatWasAskedFor_data();
    void page_isWhatWasAskedFor();
    void pageBackwards_isWhatWasAskedFor_data();
    void pageBackwards_isWhatWasAskedFor();
    void readingTwice_givesEqualEntries();
    void missingEntry_isNotFound();
    void identities_areThoseOfCapturedChanges();
    void openReader_seesWhatIsAppendedLater();
    void whereThereIsNoJournal_itIsNotFound_data();
    void whereThereIsNoJournal_itIsNotFound();

private:
    JournalFolder m_folder;
};

void TestReader::initTestCase() {
    const Result<void> filled = m_folder.fill(kEntries);
    QVERIFY2(filled, why(filled));
}

void TestReader::page_isWhatWasAskedFor_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::addColumn<int>("limit");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("all") << 1 << kEntries << 100 << upwards(1, kEntries);
    QTest::newRow("from before the first") << 0 << 3 << 100 << upwards(1, 3);
    QTest::newRow("first page") << 1 << kEntries << 4 << upwards(1, 4);
    QTest::newRow("next page") << 5 << kEntries << 4 << upwards(5, 4);
    QTest::newRow("none above `to`") << 5 << 6 << 4 << upwards(5, 2);
    QTest::newRow("beyond the head") << 24 << 1000 << 10 << upwards(24, 2);
    QTest::newRow("nothing there") << 26 << 1000 << 10 << std::vector<int>();
    QTest::newRow("nothing asked for") << 1 << kEntries << 0 << std::vector<int>();
}

void TestReader::page_isWhatWasAskedFor() {
    QFETCH(int, from);
    QFETCH(int, to);
    QFETCH(int, limit);
    QFETCH(std::vector<int>, expected);
    auto reader = Reader::open(m_folder.path());
    QVERIFY2(reader, why(reader));
    const auto page = (*reader)->readPage(Seq(from), Seq(to), static_cast<std::size_t>(limit));
    QVERIFY2(page, why(page));
    QCOMPARE(sequences(*page), expected);
}

void TestReader::pageBackwards_isWhatWasAskedFor_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("limit");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("newest") << kEntries << 5 << downwards(kEntries, 5);
    QTest::newRow("from beyond the head") << 1000 << 5 << downwards(kEntries, 5);
    QTest::newRow("down to the first") << 3 << 5 << downwards(3, 3);
    QTest::newRow("nothing there") << 0 << 5 << std::vector<int>();
}

void TestReader::pageBackwards_isWhatWasAskedFor() {
    QFETCH(int, from);
    QFETCH(int, limit);
    QFETCH(std::vector<int>, expected);
    auto reader = Reader::open(m_folder.path());
    QVERIFY2(reader, why(reader));
    const auto page = (*reader)->readPageBackwards(Seq(from), static_cast<std::size_t>(limit));
    QVERIFY2(page, why(page));
    QCOMPARE(sequences(*page), expected);
}

void TestReader::readingTwice_givesEqualEntries() {
    auto reader = Reader::open(m_folder.path());
    auto other = Reader::open(m_folder.path());
    QVERIFY2(reader, why(reader));
    QVERIFY2(other, why(other));
    const auto entries = (*reader)->readPage(Seq(1), Seq(kEntries), 100);
    QVERIFY2(entries, why(entries));
    QVERIFY(*entries == *(*other)->readPage(Seq(1), Seq(kEntries), 100));
    SampleHistory history(1);
    for (const core::Entry& entry : *entries) {
        QVERIFY(entry == history.next().entry);
        QVERIFY(entry == *(*reader)->readEntry(entry.seq));
    }
}

void TestReader::missingEntry_isNotFound() {
    auto reader = Reader::open(m_folder.path());
    QVERIFY2(reader, why(reader));
    for (const Seq missing : {Seq(0), Seq(kEntries + 1)}) {
        QCOMPARE((*reader)->readEntry(missing).error().code, ErrorCode::NotFound);
        QCOMPARE((*reader)->readIdentity(missing).error().code, ErrorCode::NotFound);
    }
    QCOMPARE((*reader)->readHash(Seq(kEntries + 1)).error().code, ErrorCode::NotFound);
    QVERIFY(*(*reader)->readHash(Seq()) == journal::Hash());
}

void TestReader::identities_areThoseOfCapturedChanges() {
    SampleHistory history(1);
    std::vector<journal::NewEntry> captured;
    for (int count = 0; count < kEntries; ++count) {
        journal::NewEntry entry = history.next();
        if (entry.identity)
            captured.push_back(std::move(entry));
    }
    QVERIFY(captured.size() > 4);
    auto reader = Reader::open(m_folder.path());
    QVERIFY2(reader, why(reader));
    const auto known = (*reader)->readIdentities(Seq(), 1000);
    QVERIFY2(known, why(known));
    QCOMPARE(known->size(), captured.size());
    for (std::size_t at = 0; at < captured.size(); ++at) {
        QCOMPARE((*known)[at].seq.value(), captured[at].entry.seq.value());
        QCOMPARE((*known)[at].entity.value(), captured[at].entry.entity.value());
        QVERIFY((*known)[at].identity == captured[at].identity);
    }
    const auto page = (*reader)->readIdentities(captured[1].entry.seq, 2);
    QVERIFY2(page, why(page));
    QCOMPARE(page->size(), std::size_t{2});
    QCOMPARE(page->front().seq.value(), captured[2].entry.seq.value());
}

void TestReader::openReader_seesWhatIsAppendedLater() {
    const JournalFolder folder;
    auto journal = folder.open();
    QVERIFY2(journal, why(journal));
    auto reader = Reader::open(folder.path());
    QVERIFY2(reader, why(reader));
    QCOMPARE((*(*reader)->readHead()).value(), 0);
    QCOMPARE(*(*reader)->readJournalId(), (*journal)->id());
    SampleHistory history(1);
    for (int count = 1; count <= 5; ++count) {
        QVERIFY((*journal)->append(history.batch(1)));
        QCOMPARE((*(*reader)->readHead()).value(), count);
    }
    journal->reset();
    QCOMPARE((*(*reader)->readPage(Seq(1), Seq(10), 10)).size(), std::size_t{5});
}

void TestReader::whereThereIsNoJournal_itIsNotFound_data() {
    QTest::addColumn<bool>("hasFolder");
    QTest::addColumn<bool>("hasEmptyFile");
    QTest::newRow("no folder") << false << false;
    QTest::newRow("an empty folder") << true << false;
    QTest::newRow("a file that nobody has written to") << true << true;
}

void TestReader::whereThereIsNoJournal_itIsNotFound() {
    QFETCH(bool, hasFolder);
    QFETCH(bool, hasEmptyFile);
    const JournalFolder root;
    const std::filesystem::path folder = root.path() / "workspace";
    if (hasFolder)
        std::filesystem::create_directory(folder);
    if (hasEmptyFile) {
        QFile file(QString::fromStdString((folder / "journal.db").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto reader = Reader::open(folder);
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, ErrorCode::NotFound);
    QVERIFY(!reader.error().hint.empty());
}

QTEST_APPLESS_MAIN(TestReader)
#include "test_reader.moc"
