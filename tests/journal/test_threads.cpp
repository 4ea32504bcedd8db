#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/journal/verify.h"
#include "tests/journal/journal_folder.h"

#include <atomic>
#include <thread>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::EntityId;
using core::Seq;
using journal::ProjectionReader;
using journal::Projector;
using journal::Reader;

namespace {

constexpr int kBatches = 60;
constexpr std::uint64_t kMostEntries = 40;

base::Error fault(std::string detail) {
    return {ErrorCode::Corrupt, "read while writing", {}, std::move(detail), {}};
}

/// The sequencer's part: appends, and says how far it has come.
Result<void> write(const JournalFolder& folder, std::atomic<std::int64_t>& head) {
    TRY_ASSIGN(auto journal, folder.open());
    SampleHistory history(1);
    base::Random random(2);
    for (int batch = 0; batch < kBatches; ++batch) {
        TRY(journal->append(history.batch(1 + random.below(kMostEntries))));
        head = journal->head().value();
    }
    return {};
}

/// The projector's part: until the writer has ended and everything is folded.
Result<void> project(const JournalFolder& folder, const std::atomic<bool>& isWritten) {
    TRY_ASSIGN(auto projector, Projector::open(folder.path(), kClock));
    while (true) {
        const bool isLast = isWritten;
        TRY_ASSIGN(const std::size_t folded, projector->step(25));
        if (isLast && folded == 0)
            return {};
    }
}

/// The console's part: what is committed is there and stays as it is; nothing else is.
Result<void> read(const JournalFolder& folder, const std::atomic<std::int64_t>& head,
                  const std::atomic<bool>& isWritten) {
    TRY_ASSIGN(auto reader, Reader::open(folder.path()));
    Seq last;
    while (true) {
        const bool isLast = isWritten;
        const Seq committed(head);
        TRY_ASSIGN(const Seq found, reader->readHead());
        if (found < committed)
            return fault("a committed entry is not there");
        TRY_ASSIGN(const auto page, reader->readPage(core::next(last), found, 100));
        for (const core::Entry& entry : page) {
            if (entry.seq != core::next(last))
                return fault("a gap");
            last = entry.seq;
        }
        TRY_ASSIGN(const auto consumers, reader->readConsumers());
        if (last != Seq() && consumers.front().committed < found)
            return fault("an offset that is older than the entries of its transaction");
        if (isLast && page.empty())
            return {};
    }
}

/// Also the console's: the anchor never goes back, and entities are never older than it.
Result<void> readProjections(const JournalFolder& folder, const std::atomic<bool>& isProjected) {
    TRY_ASSIGN(auto reader, ProjectionReader::open(folder.path()));
    Seq last;
    while (true) {
        const bool isLast = isProjected;
        TRY_ASSIGN(const journal::Anchor anchor, reader->readAnchor());
        if (anchor.watermark < last)
            return fault("the watermark went back");
        last = anchor.watermark;
        TRY_ASSIGN(const auto entities, reader->readEntities(EntityId(), 10));
        if (last != Seq() && entities.empty())
            return fault("entities older than the watermark");
        TRY(reader->readDue(core::Side::HubSpot));
        TRY(reader->readOutcomes());
        if (isLast)
            return {};
    }
}

/// A person's part: whatever is appended and projected meanwhile is no difference.
Result<void> verifyOn(const JournalFolder& folder, const std::atomic<bool>& isProjected) {
    while (true) {
        const bool isLast = isProjected;
        TRY_ASSIGN(const journal::Verification found, journal::verify(folder.path()));
        if (!found.differences.empty())
            return fault(all(found));
        if (isLast)
            return {};
    }
}

}  // namespace

class TestThreads : public QObject {
    Q_OBJECT

private slots:
    void everybodyReads_whileOneWrites();
};

void TestThreads::everybodyReads_whileOneWrites() {
    const JournalFolder folder;
    // So that the others find something to open.
    QVERIFY(folder.open());
    QVERIFY(folder.project());
    std::atomic<std::int64_t> head = 0;
    std::atomic<bool> isWritten = false;
    std::atomic<bool> isProjected = false;
    Result<void> written;
    Result<void> projected;
    Result<void> found;
    Result<void> foundInProjections;
    std::thread projector([&] {
        projected = project(folder, isWritten);
        isProjected = true;
    });
    std::thread reader([&] { found = read(folder, head, isWritten); });
    std::thread projectionReader([&] { foundInProjections = readProjections(folder, isProjected); });
    Result<void> verifiedBeside;
    std::thread verifier([&] { verifiedBeside = verifyOn(folder, isProjected); });
    std::thread writer([&] {
        written = write(folder, head);
        isWritten = true;
    });
    for (std::thread* const thread : {&writer, &projector, &reader, &projectionReader, &verifier})
        thread->join();

    QVERIFY2(written, why(written));
    QVERIFY2(projected, why(projected));
    QVERIFY2(found, why(found));
    QVERIFY2(foundInProjections, why(foundInProjections));
    QVERIFY2(verifiedBeside, why(verifiedBeside));
    const auto verified = journal::verify(folder.path());
    QVERIFY2(verified, why(verified));
    QVERIFY2(verified->differences.empty(), all(*verified).c_str());
    QVERIFY(verified->head.value() == head && verified->projectionsAt == verified->head);
}

QTEST_APPLESS_MAIN(TestThreads)
#include "test_threads.moc"
