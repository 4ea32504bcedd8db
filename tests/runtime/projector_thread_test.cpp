#include "engine/runtime/projector_thread.h"

#include "engine/sqlite/connection.h"
#include "tests/journal/sample_history.h"
#include "tests/runtime/step_world.h"
#include "tests/support/must.h"

#include <QTest>
#include <atomic>
#include <future>

using namespace syncline;
using namespace syncline::test;

namespace {

constexpr std::size_t kEntries = 6000;  ///< more than the projector takes in one step

/// A journal with a history that a projector on its thread has not been told of.
class FollowedJournal {
public:
    FollowedJournal() {
        SampleHistory history(1);
        m_journal = must(journal::Journal::open(path(), m_clock, base::Random(1)));
        must(m_journal->append(history.batch(kEntries)));
        auto projector = must(journal::Projector::open(path(), m_clock));
        auto reader = must(journal::ProjectionReader::open(path()));
        thread = std::make_unique<runtime::ProjectorThread>(
            std::move(projector), std::move(reader),
            runtime::ProjectorThread::Told{
                [this](const runtime::ProjectorThread::Progress& progress) { watermark = progress.watermark.value(); },
                [this](const base::Error&) { ++failures; }});
    }

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }
    [[nodiscard]] core::Seq head() const { return m_journal->head(); }

    std::atomic<std::int64_t> watermark{0};
    std::atomic<int> failures{0};
    std::unique_ptr<runtime::ProjectorThread> thread;  ///< ends first

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

QTEST_GUILESS_MAIN(ProjectorThreadTest)
#include "projector_thread_test.moc"
