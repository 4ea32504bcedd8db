#include "engine/runtime/projector_thread.h"

#include "engine/runtime/engine.h"
#include "engine/sqlite/connection.h"
#include "engine/sqlite/transaction.h"
#include "tests/journal/sample_history.h"
#include "tests/runtime/step_world.h"
#include "tests/support/full_disk.h"
#include "tests/support/must.h"

#include <QTest>
#include <atomic>
#include <filesystem>
#include <future>

using namespace syncline;
using namespace syncline::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t kEntries = 6000;  ///< more than the projector takes in one step

/// A journal with a history that a projector on its thread has not been told of.
class FollowedJournal {
public:
    explicit FollowedJournal(std::chrono::milliseconds retry = 1ms) {
        SampleHistory history(1);
        m_journal = must(journal::Journal::open(path(), m_clock, base::Random(1)));
        must(m_journal->append(history.batch(kEntries)));
        auto projector = must(journal::Projector::open(path(), m_clock));
        auto reader = must(journal::ProjectionReader::open(path()));
        thread = std::make_unique<runtime::ProjectorThread>(
            std::move(projector), std::move(reader),
            runtime::ProjectorThread::Told{
                [this](const runtime::ProjectorThread::Progress& progress) { watermark = progress.watermark.value(); },
                [this](const base::Error& error) { troubles += error.code == base::ErrorCode::NoSpace ? 1 : 100; },
                [this](const base::Error&) { ++failures; }},
            retry);
    }

    /// It tells of itself into what is below.
    ~FollowedJournal() { thread.reset(); }
    FollowedJournal(const FollowedJournal&) = delete;
    FollowedJournal& operator=(const FollowedJournal&) = delete;

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }
    [[nodiscard]] core::Seq head() const { return m_journal->head(); }
    /// No byte more than the projections take now.
    [[nodiscard]] std::unique_ptr<FullDisk> fillDisk() const {
        return std::make_unique<FullDisk>(std::filesystem::file_size(path() / "projections.db-wal"));
    }

    std::atomic<std::int64_t> watermark{0};
    std::atomic<int> troubles{0};
    std::atomic<int> failures{0};
    std::unique_ptr<runtime::ProjectorThread> thread;

private:
    QTemporaryDir m_folder;
    base::ManualClock m_clock{kStart};
    std::unique_ptr<journal::Journal> m_journal;
};

}  // namespace

class ProjectorThreadTest : public QObject {
    Q_OBJECT

private slots:
    void farEnough_nobodyWaits();
    void tooFarBehind_waitsUntilItIsNot();
    void stop_endsTheWait();
    void failure_endsTheWait();
    void fullDisk_isTriedAgainUntilThereIsRoom();
    void fullDisk_isToldToWhoWaits_andWhenItIsOver();
    void stopInThePause_endsAtOnce();
    void lockedProjections_areTheEnginesTrouble();
};

void ProjectorThreadTest::farEnough_nobodyWaits() {
    const FollowedJournal followed;
    followed.thread->waitFor(core::Seq(), {});
    QCOMPARE(followed.watermark.load(), 0);
}

void ProjectorThreadTest::tooFarBehind_waitsUntilItIsNot() {
    const FollowedJournal followed;
    const core::Seq least(followed.head().value() - 100);
    std::future<std::int64_t> seen = std::async(std::launch::async, [&] {
        followed.thread->waitFor(least, {});
        return followed.thread->watermark().value();
    });
    QVERIFY(seen.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout);
    followed.thread->follow(followed.head());
    QVERIFY(seen.get() >= least.value());
}

void ProjectorThreadTest::stop_endsTheWait() {
    FollowedJournal followed;
    std::jthread waiting([&](const std::stop_token& stop) { followed.thread->waitFor(followed.head(), stop); });
    waiting.request_stop();
    waiting.join();
    QCOMPARE(followed.watermark.load(), 0);
}

/// Somebody else has been at the file.
void ProjectorThreadTest::failure_endsTheWait() {
    FollowedJournal followed;
    sqlite::Connection other = must(sqlite::Connection::open(followed.path() / "projections.db", {}));
    must(other.runScript("DROP TABLE entities"));
    followed.thread->follow(followed.head());
    followed.thread->waitFor(followed.head(), {});
    QTRY_COMPARE(followed.failures.load(), 1);
    QVERIFY(followed.watermark.load() < followed.head().value());
}

/// However often: it is told once.
void ProjectorThreadTest::fullDisk_isTriedAgainUntilThereIsRoom() {
    FollowedJournal followed;
    auto full = followed.fillDisk();
    followed.thread->follow(followed.head());
    std::promise<void> told;
    const std::future<void> caughtUp = told.get_future();
    const std::jthread waiting([&](const std::stop_token& stop) {
        followed.thread->waitFor(followed.head(), stop);
        told.set_value();
    });
    QTRY_COMPARE(followed.troubles.load(), 1);
    // Time for many tries.
    QVERIFY(caughtUp.wait_for(50ms) == std::future_status::timeout);
    QCOMPARE(followed.watermark.load(), 0);
    QVERIFY(followed.thread->trouble().has_value());
    QCOMPARE(followed.thread->trouble()->code, base::ErrorCode::NoSpace);
    full.reset();
    QTRY_COMPARE(followed.watermark.load(), followed.head().value());
    QVERIFY(caughtUp.wait_for(10s) == std::future_status::ready);
    QVERIFY(!followed.thread->trouble().has_value());
    QCOMPARE(followed.troubles.load(), 1);
    QCOMPARE(followed.failures.load(), 0);
}

void ProjectorThreadTest::fullDisk_isToldToWhoWaits_andWhenItIsOver() {
    FollowedJournal followed;
    auto full = followed.fillDisk();
    followed.thread->follow(followed.head());
    std::atomic<int> inTrouble{0};
    std::atomic<int> outOfTrouble{0};
    std::jthread waiting([&](const std::stop_token& stop) {
        // Further than the journal goes.
        followed.thread->waitFor(core::Seq(followed.head().value() + 1), stop,
                                 [&] { ++(followed.thread->trouble() ? inTrouble : outOfTrouble); });
    });
    QTRY_COMPARE(inTrouble.load(), 1);
    full.reset();
    QTRY_COMPARE(outOfTrouble.load(), 1);
    QCOMPARE(inTrouble.load(), 1);
}

void ProjectorThreadTest::stopInThePause_endsAtOnce() {
    FollowedJournal followed(24h);
    const auto full = followed.fillDisk();
    followed.thread->follow(followed.head());
    QTRY_COMPARE(followed.troubles.load(), 1);
    std::jthread waiting([&](const std::stop_token& stop) { followed.thread->waitFor(followed.head(), stop); });
    waiting.request_stop();
    waiting.join();
    followed.thread.reset();
    QCOMPARE(followed.watermark.load(), 0);
    QCOMPARE(followed.failures.load(), 0);
}

/// It goes on as soon as they are free.
void ProjectorThreadTest::lockedProjections_areTheEnginesTrouble() {
    constexpr int kPatience = 20'000;  ///< SQLite waits for five seconds itself
    const QTemporaryDir folder;
    const base::SystemClock clock;
    std::atomic<int> failures{0};
    mapping::Workspace workspace;
    workspace.folder = folder.path().toStdString();
    const auto engine =
        must(runtime::Engine::start({workspace, {}, clock, base::Random(1), [&](const base::Error&) { ++failures; }}));
    const auto latest = [&] { return engine->snapshots().latest().value; };
    const auto isCaughtUp = [&] { return latest()->projected == latest()->head && !latest()->trouble; };
    QTRY_VERIFY(latest() && isCaughtUp());
    const core::Seq before = latest()->head;

    sqlite::Connection other = must(sqlite::Connection::open(workspace.folder / "projections.db", {}));
    std::optional<sqlite::Transaction> lock(must(sqlite::Transaction::begin(other)));
    engine->submit(runtime::SetMode{core::Mode::Live, {}, "ada"}, [](const auto&) {});
    QTRY_VERIFY_WITH_TIMEOUT(latest()->trouble.has_value(), kPatience);
    QCOMPARE(latest()->trouble->code, base::ErrorCode::Busy);
    QVERIFY(latest()->head > before && latest()->projected == before);
    lock.reset();
    QTRY_VERIFY_WITH_TIMEOUT(isCaughtUp(), kPatience);
    QVERIFY(latest()->head > before);
    QCOMPARE(failures.load(), 0);
}

QTEST_GUILESS_MAIN(ProjectorThreadTest)
#include "projector_thread_test.moc"
