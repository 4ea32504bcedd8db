#include "tests/ui/stream/fake_journal.h"
#include "tests/ui/support/entries.h"
#include "ui/stream/entry_source.h"
#include "ui/stream/late_titles.h"
#include "ui/stream/stream_columns.h"

#include <QSignalSpy>
#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using test::FakeBridge;
using test::FakeJournal;

namespace {

constexpr qint64 kTenMillion = 10'000'000;

bool isLoaded(const EntrySource& source, qint64 first, qint64 last) {
    for (qint64 row = first; row <= last; ++row) {
        if (source.entryAt(row) == nullptr)
            return false;
    }
    return true;
}

}  // namespace

/// The whole journal as rows.
class TestEntrySource : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_bridge = std::make_unique<FakeBridge>();
        m_journal = std::make_unique<FakeJournal>(*m_bridge);
        m_journal->setHead(kTenMillion);
        m_journal->answerEntries();
        m_source = std::make_unique<EntrySource>(*m_bridge);
    }
    void cleanup() {
        m_source.reset();
        m_bridge.reset();
    }

    void want_asksOnlyForWhatIsShownAndNearIt() {
        m_source->setActive(true);
        QCOMPARE(m_source->rowCount(), kTenMillion);
        m_source->want(5'000'100, 5'000'130);
        QVERIFY(m_source->entryAt(5'000'100) == nullptr);
        QTRY_VERIFY(isLoaded(*m_source, 5'000'100, 5'000'130));
        QTRY_VERIFY(isLoaded(*m_source, 4'999'800, 5'000'399));
        // The journal's first entry, and three pages.
        QCOMPARE(m_bridge->asked<EntriesFrom>().size(), std::size_t{4});
        QCOMPARE(m_source->entryAt(5'000'100)->entry.seq, core::Seq(5'000'101));
    }

    void want_doesNotAskAgainForWhatIsHeld() {
        m_source->setActive(true);
        m_source->want(0, 30);
        QTRY_VERIFY(isLoaded(*m_source, 0, 399));
        const auto asked = m_bridge->asked<EntriesFrom>().size();
        m_source->want(5, 35);
        m_source->want(0, 30);
        QCOMPARE(m_bridge->asked<EntriesFrom>().size(), asked);
    }

    void want_letsGoOfWhatWasScrolledPast() {
        m_bridge->holdQueries<EntriesFrom>();
        m_source->setActive(true);
        m_source->want(0, 30);
        m_source->want(1'000'000, 1'000'030);
        QSignalSpy changed(m_source.get(), &RowSource::rowsChanged);
        m_journal->answerEntries();
        QTRY_VERIFY(isLoaded(*m_source, 1'000'000, 1'000'030));
        QVERIFY(m_source->entryAt(0) == nullptr);
        for (const QList<QVariant>& change : changed)
            QVERIFY(change.at(0).toLongLong() >= 999'800);
    }

    void pages_areBounded() {
        m_source->setActive(true);
        for (qint64 page = 0; page < 100; ++page) {
            m_source->want(page * 600, page * 600 + 30);
            QTRY_VERIFY(isLoaded(*m_source, page * 600, page * 600 + 30));
        }
        QCOMPARE(m_source->pages(), EntrySource::kMostPages);
        QVERIFY(m_source->entryAt(0) == nullptr);
    }

    void growth_comesWithTheSnapshot() {
        m_journal->setHead(100);
        m_source->setActive(true);
        QTRY_COMPARE(m_source->rowCount(), 100);
        m_source->want(70, 99);
        QTRY_VERIFY(isLoaded(*m_source, 0, 99));
        QSignalSpy grown(m_source.get(), &RowSource::grown);
        m_journal->setHead(110);
        QTRY_COMPARE(grown.count(), 1);
        QCOMPARE(grown.first().first().toLongLong(), 110);
        m_source->want(80, 109);
        QTRY_VERIFY(isLoaded(*m_source, 100, 109));
        // Only what came: the page is not read anew.
        QCOMPARE(m_bridge->asked<EntriesFrom>().back().from, core::Seq(101));
    }

    void growth_ofSeveralSnapshotsIsToldOnce() {
        m_journal->setHead(100);
        m_source->setActive(true);
        QTRY_COMPARE(m_source->rowCount(), 100);
        QSignalSpy grown(m_source.get(), &RowSource::grown);
        for (int head = 101; head <= 150; ++head)
            m_journal->setHead(head);
        QTRY_COMPARE(m_source->rowCount(), 150);
        QCOMPARE(grown.count(), 1);
    }

    void inactive_asksForNothingAndDoesNotGrow() {
        m_source->want(0, 30);
        QCOMPARE(m_source->rowCount(), 0);
        QVERIFY(m_bridge->asked<EntriesFrom>().empty());
        m_source->setActive(true);
        QCOMPARE(m_source->rowCount(), kTenMillion);
    }

    void journalMayBeginLater() {
        m_bridge->onQuery<EntriesFrom>([this](const EntriesFrom& question) {
            EntryRows answer;
            for (qint64 seq = std::max<qint64>(question.from.value(), 501); answer.rows.size() < question.count; ++seq)
                answer.rows.push_back(m_journal->row(seq));
            return answer;
        });
        QSignalSpy replaced(m_source.get(), &RowSource::replaced);
        m_source->setActive(true);
        QTRY_COMPARE(replaced.count(), 1);
        QCOMPARE(m_source->rowCount(), kTenMillion - 500);
        QCOMPARE(m_source->keyOf(0), 501);
        QCOMPARE(m_source->rowOf(501), std::optional<qint64>(0));
    }

    void failure_isToldOnceAndTriedAgain() {
        m_bridge->onQuery<EntriesFrom>([](const EntriesFrom&) -> base::Result<EntryRows> {
            return base::Error{base::ErrorCode::Io, "read entries", "journal.db", "disk I/O error", ""};
        });
        QSignalSpy failed(m_source.get(), &EntryTable::readFailed);
        m_source->setActive(true);
        m_source->want(1000, 1030);
        QTRY_COMPARE(failed.count(), 1);
        m_source->want(1001, 1031);
        m_journal->answerEntries();
        m_source->tryAgain();
        QTRY_VERIFY(isLoaded(*m_source, 1001, 1031));
        QCOMPARE(failed.count(), 1);
    }

    /// As while a filter was in force.
    void failedPage_isReadWhenItIsShownAgain() {
        m_source->setActive(true);
        m_bridge->onQuery<EntriesFrom>([](const EntriesFrom&) -> base::Result<EntryRows> {
            return base::Error{base::ErrorCode::Busy, "read entries", "journal.db", "locked", ""};
        });
        m_source->want(1000, 1030);
        QTRY_VERIFY(m_source->isStuck(1000));
        QVERIFY(!m_source->isStuck(5000));
        m_source->setActive(false);
        m_journal->answerEntries();
        m_source->setActive(true);
        QTRY_VERIFY(isLoaded(*m_source, 1000, 1030));
        QVERIFY(!m_source->isStuck(1000));
    }

    void title_isReadAgainWhenItIsKnown() {
        EntryRow row = m_journal->row(50);
        row.title.clear();
        m_journal->put(row);
        Snapshot snapshot;
        snapshot.head = core::Seq(100);
        snapshot.projected = core::Seq(49);
        m_journal->setHead(100);
        m_bridge->setSnapshot(snapshot);
        m_source->setActive(true);
        m_source->want(40, 60);
        QTRY_VERIFY(isLoaded(*m_source, 40, 60));
        QVERIFY(m_source->entryAt(49)->title.empty());
        row.title = "Ada Lovelace";
        m_journal->put(row);
        snapshot.projected = core::Seq(60);
        m_bridge->setSnapshot(snapshot);
        QTRY_COMPARE(m_source->entryAt(49)->title, std::string("Ada Lovelace"));
    }

    void lateRow_isReadAgainUntilAllIsKnown() {
        EntryRow row = m_journal->row(50);
        row.isLate = true;
        row.before.clear();
        m_journal->setHead(100);
        m_journal->put(row);
        project(49);
        m_source->setActive(true);
        m_source->want(40, 60);
        QTRY_VERIFY(isLoaded(*m_source, 0, 99));
        const auto asked = m_bridge->asked<EntriesFrom>().size();
        project(50);
        QTRY_COMPARE(m_bridge->asked<EntriesFrom>().size(), asked + 1);
        QTRY_VERIFY(m_source->entryAt(49)->isLate);
        row.isLate = false;
        row.before["phone"] = test::value("+46 8 123 45 60");
        m_journal->put(row);
        project(52);
        QTRY_COMPARE(m_source->entryAt(49)->before, row.before);
        const auto atLast = m_bridge->asked<EntriesFrom>().size();
        project(60);
        bool isTurnOver = false;
        QMetaObject::invokeMethod(
            m_source.get(), [&] { isTurnOver = true; }, Qt::QueuedConnection);
        QTRY_VERIFY(isTurnOver);
        QCOMPARE(m_bridge->asked<EntriesFrom>().size(), atLast);
    }

    /// Rows that stay late come and go with every answer: what is not remembered may not be asked for at once again.
    void lateRows_beyondWhatIsRemembered_areNotReadForEver() {
        LateTitles late;
        EntryRow row;
        row.isLate = true;
        for (std::int64_t seq = 3'000; seq < 5'000; ++seq) {
            row.entry.seq = core::Seq(seq);
            late.notice(row);
        }
        QCOMPARE(late.takeKnownBy(core::Seq(9'000)).size(), std::size_t{2'000});
        for (int answer = 0; answer < 3; ++answer) {
            for (const std::int64_t seq : {100, 101}) {
                row.entry.seq = core::Seq(seq);
                late.notice(row);
            }
            QVERIFY(late.takeKnownBy(core::Seq(9'000)).empty());
        }
    }

    /// Also where the journal's first entry is among them, which tells where it begins.
    void damagedRows_keepTheirPlaceAndAreNotAskedForAgain() {
        for (const std::int64_t seq : {1, 7, 8, 150})
            m_journal->damage(seq);
        m_source->setActive(true);
        m_source->want(0, 30);
        QTRY_VERIFY(m_source->entryAt(399) != nullptr);
        QTRY_VERIFY(m_source->unreadable().has_value());
        for (const qint64 row : {0, 6, 7, 149}) {
            QVERIFY(m_source->entryAt(row) == nullptr && m_source->isUnreadable(row));
            QCOMPARE(m_source->keyOf(row), row + 1);
            QCOMPARE(m_source->rowFill(row), Tone::Failure);
        }
        QVERIFY(isLoaded(*m_source, 8, 148));
        QCOMPARE(m_source->entryAt(8)->entry.seq, core::Seq(9));
        QCOMPARE(m_source->unreadable()->first, core::Seq(1));
        QCOMPARE(m_source->unreadable()->last, core::Seq(150));
        QCOMPARE(m_source->unreadable()->entries, 4);
        const auto asked = m_bridge->asked<EntriesFrom>().size();
        m_source->want(5, 35);
        m_source->want(0, 30);
        QCOMPARE(m_bridge->asked<EntriesFrom>().size(), asked);
        m_journal->repair();
        m_source->tryAgain();
        QTRY_VERIFY(!m_source->unreadable());
        QVERIFY(isLoaded(*m_source, 0, 399));
    }

    void rowOf_isTheNearest() {
        m_source->setActive(true);
        QCOMPARE(m_source->rowOf(1), std::optional<qint64>(0));
        QCOMPARE(m_source->rowOf(4711), std::optional<qint64>(4710));
        QCOMPARE(m_source->rowOf(kTenMillion + 5), std::optional<qint64>(kTenMillion - 1));
    }

private:
    void project(qint64 seq) {
        Snapshot snapshot;
        snapshot.head = core::Seq(100);
        snapshot.projected = core::Seq(seq);
        m_bridge->setSnapshot(snapshot);
    }

    std::unique_ptr<FakeBridge> m_bridge;
    std::unique_ptr<FakeJournal> m_journal;
    std::unique_ptr<EntrySource> m_source;
};

QTEST_GUILESS_MAIN(TestEntrySource)
#include "test_entry_source.moc"
