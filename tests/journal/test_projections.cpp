#include "engine/base/try.h"
#include "engine/core/codec.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "tests/journal/journal_folder.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::EntityId;
using core::Seq;
using journal::Anchor;
using journal::ProjectionReader;
using journal::Projector;
using journal::Reader;

namespace {

constexpr int kEntries = 400;

int brokenFiles(const std::filesystem::path& folder) {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
        const std::string name = file.path().filename().string();
        count +=
            name.starts_with("projections.db.broken-") && !name.ends_with("-wal") && !name.ends_with("-shm") ? 1 : 0;
    }
    return count;
}

void removeProjections(const JournalFolder& folder) {
    for (const char* const suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(folder.projections().string() + suffix);
}

Result<Anchor> readAnchor(const JournalFolder& folder) {
    TRY_ASSIGN(auto reader, ProjectionReader::open(folder.path()));
    return reader->readAnchor();
}

/// Files the projector has to begin anew on, and how they come to be.
using Spoil = Result<void> (*)(const JournalFolder&);

Result<void> giveItsProjectionsAnotherJournal(const JournalFolder& folder) {
    std::filesystem::remove(folder.journal());
    return folder.fill(kEntries, 99);
}

Result<void> putBackAnOlderJournal(const JournalFolder& folder) {
    std::filesystem::remove(folder.journal());
    return folder.fill(kEntries / 2);
}

Result<void> rewriteTheEntryAtTheWatermark(const JournalFolder& folder) {
    return JournalFolder::tamper(folder.projections(), "UPDATE anchor SET chain_hash = zeroblob(32)");
}

Result<void> foldAsAnOlderProgram(const JournalFolder& folder) {
    return JournalFolder::tamper(folder.projections(), "UPDATE anchor SET fold_version = fold_version - 1");
}

Result<void> foldAsANewerProgram(const JournalFolder& folder) {
    return JournalFolder::tamper(folder.projections(), "PRAGMA user_version = 77; CREATE TABLE \"a \"\"b\"(c);");
}

Result<void> loseTheAnchor(const JournalFolder& folder) {
    return JournalFolder::tamper(folder.projections(), "DELETE FROM anchor");
}

Result<void> overwriteTheFile(const JournalFolder& folder) {
    QFile file(QString::fromStdString(folder.projections().string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray(5000, '#')) != 5000)
        return base::Error{ErrorCode::Io, "overwrite", {}, {}, {}};
    return {};
}

}  // namespace

class TestProjections : public QObject {
    Q_OBJECT

private slots:
    void step_foldsAtMostItsLimit();
    void sizeOfSteps_makesNoDifference_data();
    void sizeOfSteps_makesNoDifference();
    void deletedProjections_areFoldedAnewToTheSame();
    void whatDoesNotFit_isBegunAnew_data();
    void whatDoesNotFit_isBegunAnew();
    void readersSee_whenTheyAreBegunAnew();
    void brokenRows_endTheProjectorAndGoAside_data();
    void brokenRows_endTheProjectorAndGoAside();
    void gapInTheJournal_isToldAndNothingGoesAside();
    void withoutJournal_thereIsNoProjector();
    void withoutProjections_thereIsNoReader_data();
    void withoutProjections_thereIsNoReader();
};

void TestProjections::step_foldsAtMostItsLimit() {
    const JournalFolder folder;
    QVERIFY(folder.fill(25));
    auto projector = Projector::open(folder.path(), kClock);
    QVERIFY2(projector, why(projector));
    QCOMPARE((*projector)->watermark().value(), 0);
    for (const auto& [folded, watermark] : {std::pair(10, 10), std::pair(10, 20), std::pair(5, 25), std::pair(0, 25)}) {
        const Result<std::size_t> step = (*projector)->step(10);
        QVERIFY2(step, why(step));
        QCOMPARE(*step, static_cast<std::size_t>(folded));
        QCOMPARE((*projector)->watermark().value(), watermark);
        const Result<Anchor> anchor = readAnchor(folder);
        QVERIFY2(anchor, why(anchor));
        QCOMPARE(anchor->watermark.value(), watermark);
        auto reader = Reader::open(folder.path());
        QVERIFY2(reader, why(reader));
        QVERIFY(anchor->chainHash == *(*reader)->readHash(anchor->watermark));
        QCOMPARE(anchor->journalId, *(*reader)->readJournalId());
        QCOMPARE(anchor->foldVersion, journal::kFoldVersion);
    }
}

void TestProjections::sizeOfSteps_makesNoDifference_data() {
    QTest::addColumn<int>("limit");
    QTest::newRow("one entry") << 1;
    QTest::newRow("seven entries") << 7;
    QTest::newRow("a hundred entries") << 100;
}

void TestProjections::sizeOfSteps_makesNoDifference() {
    QFETCH(int, limit);
    const JournalFolder folder;
    const JournalFolder whole;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(whole.fill(kEntries));
    QCOMPARE(folder.project(static_cast<std::size_t>(limit))->value(), kEntries);
    QCOMPARE(whole.project(kEntries)->value(), kEntries);
    const Result<std::string> rows = JournalFolder::dump(folder.projections());
    QVERIFY2(rows, why(rows));
    QVERIFY(rows->size() > 10000);
    QVERIFY(*rows == *JournalFolder::dump(whole.projections()));
}

void TestProjections::deletedProjections_areFoldedAnewToTheSame() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QCOMPARE(folder.project(50)->value(), kEntries);
    const Result<std::string> before = JournalFolder::dump(folder.projections());
    QVERIFY2(before, why(before));
    removeProjections(folder);
    QCOMPARE(folder.project(33)->value(), kEntries);
    QVERIFY(*before == *JournalFolder::dump(folder.projections()));
}

void TestProjections::whatDoesNotFit_isBegunAnew_data() {
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<int>("aside");
    QTest::newRow("another journal") << Spoil(giveItsProjectionsAnotherJournal) << 0;
    QTest::newRow("the journal of an earlier day") << Spoil(putBackAnOlderJournal) << 0;
    QTest::newRow("another entry at the watermark") << Spoil(rewriteTheEntryAtTheWatermark) << 0;
    QTest::newRow("folded by an older program") << Spoil(foldAsAnOlderProgram) << 0;
    QTest::newRow("tables of a newer program") << Spoil(foldAsANewerProgram) << 0;
    QTest::newRow("no anchor") << Spoil(loseTheAnchor) << 0;
    QTest::newRow("no database") << Spoil(overwriteTheFile) << 1;
}

void TestProjections::whatDoesNotFit_isBegunAnew() {
    QFETCH(Spoil, spoil);
    QFETCH(int, aside);
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    const Result<void> spoilt = spoil(folder);
    QVERIFY2(spoilt, why(spoilt));
    {
        const auto projector = Projector::open(folder.path(), kClock);
        QVERIFY2(projector, why(projector));
        QCOMPARE((*projector)->watermark().value(), 0);
    }
    QCOMPARE(brokenFiles(folder.path()), aside);
    const Result<Seq> folded = folder.project();
    QVERIFY2(folded, why(folded));
    const Result<std::string> rows = JournalFolder::dump(folder.projections());
    removeProjections(folder);
    QVERIFY(*folder.project() == *folded);
    QVERIFY(*rows == *JournalFolder::dump(folder.projections()));
}

void TestProjections::readersSee_whenTheyAreBegunAnew() {
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    QVERIFY(folder.project());
    auto reader = ProjectionReader::open(folder.path());
    QVERIFY2(reader, why(reader));
    QCOMPARE((*reader)->readAnchor()->watermark.value(), kEntries);
    QVERIFY(foldAsAnOlderProgram(folder));
    auto projector = Projector::open(folder.path(), kClock);
    QVERIFY2(projector, why(projector));
    QCOMPARE((*reader)->readAnchor()->watermark.value(), 0);
    QVERIFY((*reader)->readEntities(EntityId(), 10)->empty());
    QVERIFY((*projector)->step(10));
    QCOMPARE((*reader)->readAnchor()->watermark.value(), 10);
}

void TestProjections::brokenRows_endTheProjectorAndGoAside_data() {
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("entities of an unknown format") << QByteArray("UPDATE entities SET bytes = x'ff'");
    QTest::newRow("entities cut short") << QByteArray("UPDATE entities SET bytes = substr(bytes, 1, 5)");
    QTest::newRow("no state of the workspace") << QByteArray("UPDATE workspace SET state = x''");
    QTest::newRow("entries that are not folded yet") << QByteArray(
        "INSERT INTO entity_entries SELECT entities.id, anchor.watermark + entries.value FROM anchor,"
        " entities, (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 200)"
        " SELECT value FROM n) AS entries");
}

void TestProjections::brokenRows_endTheProjectorAndGoAside() {
    QFETCH(QByteArray, sql);
    const JournalFolder folder;
    QVERIFY(folder.fill(kEntries));
    auto projector = Projector::open(folder.path(), kClock);
    QVERIFY2(projector, why(projector));
    QVERIFY((*projector)->step(kEntries / 2));
    QVERIFY(JournalFolder::tamper(folder.projections(), sql.toStdString()));
    for (int attempt = 0; attempt < 2; ++attempt) {
        const Result<std::size_t> step = (*projector)->step(kEntries);
        QVERIFY(!step);
        QVERIFY2(step.error().code == ErrorCode::Corrupt, why(step).constData());
        QCOMPARE((*projector)->watermark().value(), kEntries / 2);
    }
    QCOMPARE(brokenFiles(folder.path()), 1);
    projector->reset();
    QCOMPARE(folder.project()->value(), kEntries);
}

void TestProjections::gapInTheJournal_isToldAndNothingGoesAside() {
    const JournalFolder folder;
    QVERIFY(folder.fill(30));
    QVERIFY(JournalFolder::tamper(folder.journal(), "DELETE FROM entries WHERE seq = 20"));
    auto projector = Projector::open(folder.path(), kClock);
    QVERIFY2(projector, why(projector));
    QVERIFY((*projector)->step(15));
    const Result<std::size_t> step = (*projector)->step(15);
    QVERIFY(!step);
    QCOMPARE(step.error().code, ErrorCode::Corrupt);
    QCOMPARE(step.error().object, std::string("20"));
    QCOMPARE((*projector)->watermark().value(), 15);
    QCOMPARE(brokenFiles(folder.path()), 0);
    QVERIFY((*projector)->step(4));
}

void TestProjections::withoutJournal_thereIsNoProjector() {
    const JournalFolder folder;
    const auto projector = Projector::open(folder.path(), kClock);
    QVERIFY(!projector);
    QCOMPARE(projector.error().code, ErrorCode::NotFound);
    QVERIFY(!std::filesystem::exists(folder.projections()));
}

void TestProjections::withoutProjections_thereIsNoReader_data() {
    QTest::addColumn<bool>("hasEmptyFile");
    QTest::newRow("no file") << false;
    QTest::newRow("a file that nobody has written to") << true;
}

void TestProjections::withoutProjections_thereIsNoReader() {
    QFETCH(bool, hasEmptyFile);
    const JournalFolder folder;
    QVERIFY(folder.fill(10));
    QFile file(QString::fromStdString(folder.projections().string()));
    if (hasEmptyFile)
        QVERIFY(file.open(QIODevice::WriteOnly));
    const auto reader = ProjectionReader::open(folder.path());
    QVERIFY(!reader);
    QCOMPARE(reader.error().code, ErrorCode::NotFound);
    QVERIFY(!reader.error().hint.empty());
}

QTEST_APPLESS_MAIN(TestProjections)
#include "test_projections.moc"
