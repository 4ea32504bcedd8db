#include "tests/ui/stream/fake_journal.h"
#include "tests/ui/support/entries.h"
#include "ui/stream/matching_source.h"

#include <QSignalSpy>
#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using test::FakeBridge;
using test::FakeJournal;

namespace {

core::Filter filterOf(const char* text) {
    return *core::Filter::parse(text, {});
}

std::vector<qint64> keysOf(const MatchingSource& source) {
    std::vector<qint64> keys;
    for (qint64 row = 0; row < source.rowCount(); ++row)
        keys.push_back(source.keyOf(row));
    return keys;
}

}  // namespace

/// What a filter finds, as rows.
class TestMatchingSource : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_bridge = std::make_unique<FakeBridge>();
        m_journal = std::make_unique<FakeJournal>(*m_bridge);
    }
    void cleanup() {
        m_source.reset();
        m_bridge.reset();
    }

    void search_goesBackToTheFirstEntry() {
        make(100'000, "kind == ConflictOpened");
        QTRY_COMPARE(m_source->rowCount(), 100);
        QTRY_VERIFY(m_source->progress().isWhole);
        QCOMPARE(m_source->keyOf(0), 1000);
        QCOMPARE(m_source->keyOf(99), 100'000);
        const std::vector<qint64> keys = keysOf(*m_source);
        QVERIFY(std::is_sorted(keys.begin(), keys.end()));
        // Slice by slice, each from where the one before ended.
        const std::vector<MatchingEntries> asked = m_bridge->asked<MatchingEntries>();
        QCOMPARE(asked.front().from, core::Seq(100'001));
        QCOMPARE(asked.at(1).from, core::Seq(80'001));
        for (const MatchingEntries& question : asked)
            QVERIFY(question.look <= MatchingSource::kLook);
    }

    void lateRow_isReadAgainWhenAllIsKnown() {
        EntryRow row = m_journal->row(50);
        row.isLate = true;
        row.before.clear();
        m_journal->put(row);
        make(100, "kind == ChangeCaptured");
        m_journal->answerEntries();
        QTRY_COMPARE(m_source->rowCount(), 20);
        m_source->want(0, 19);
        row.isLate = false;
        row.before["phone"] = test::value("+46 8 123 45 60");
        m_journal->put(row);
        m_journal->setHead(101);
        QTRY_COMPARE(m_source->entryOf(core::Seq(50))->before, row.before);
    }

    void search_passesByWhatCannotBeRead() {
        for (const std::int64_t seq : {30'000, 30'001, 70'000})
            m_journal->damage(seq);
        make(100'000, "kind == ConflictOpened");
        QTRY_VERIFY(m_source->progress().isWhole);
        QCOMPARE(m_source->rowCount(), 98);
        QVERIFY(m_source->unreadable());
        QCOMPARE(m_source->unreadable()->first, core::Seq(30'000));
        QCOMPARE(m_source->unreadable()->last, core::Seq(70'000));
        QCOMPARE(m_source->unreadable()->entries, 3);
    }

    /// It was found, and is damaged when its page is read again.
    void foundRow_thatCannotBeReadAnyMoreIsNotLoadingForEver() {
        makeWithEveryEntry(40'000);
        QTRY_COMPARE(m_source->rowCount(), 40'000);
        m_journal->answerEntries();
        m_journal->damage(10);
        m_source->want(0, 30);
        QTRY_VERIFY(m_source->entryAt(30) != nullptr);
        QVERIFY(m_source->entryAt(9) == nullptr && m_source->isUnreadable(9));
        QVERIFY(m_source->entryAt(8) != nullptr && m_source->entryAt(10) != nullptr);
        QCOMPARE(m_source->unreadable()->entries, 1);
        const auto asked = m_bridge->asked<EntriesFrom>().size();
        m_source->want(1, 31);
        QCOMPARE(m_bridge->asked<EntriesFrom>().size(), asked);
    }

    void search_showsTheFirstRowsBeforeItHasEnded() {
        make(10'000'000, "kind == ChangeCaptured", false);
        int slices = 0;
        m_bridge->onQuery<MatchingEntries>([&](const MatchingEntries& question) -> base::Result<Matches> {
            Matches answer;
            if (++slices > 1) {
                answer.next = question.from;
                return answer;
            }
            for (qint64 seq = 9'999'995; answer.rows.size() < question.limit; seq -= 5)
                answer.rows.push_back(m_journal->row(seq));
            answer.next = core::Seq(9'999'000);
            m_bridge->holdQueries<MatchingEntries>();
            return answer;
        });
        QTRY_COMPARE(m_source->rowCount(), 200);
        QVERIFY(!m_source->progress().isWhole);
        QVERIFY(m_source->progress().isSearching);
        QCOMPARE(m_source->progress().back, core::Seq(9'999'000));
        QTRY_VERIFY(m_source->progress().at.has_value());
        QCOMPARE(*m_source->progress().at, m_journal->row(9'999'000).entry.captureTime);
    }

    /// The time of the place before would be told beside the new one.
    void progress_isWithoutTheTimeOfAnEntryThatCannotBeRead() {
        m_journal->answerEntries();
        m_journal->damage(9'900'000);
        std::int64_t back = 9'950'000;
        make(10'000'000, "kind == ConflictOpened", false);
        m_bridge->onQuery<MatchingEntries>([this, &back](const MatchingEntries& question) {
            Matches answer;
            answer.next = question.upwards ? core::next(core::Seq(m_journal->head())) : core::Seq(back);
            if (!question.upwards && question.from > answer.next)
                answer.rows.push_back(m_journal->row(question.from.value() - 1));
            return answer;
        });
        QTRY_VERIFY(m_source->progress().back == core::Seq(9'950'000) && m_source->progress().at.has_value());
        back = 9'900'000;
        QTRY_COMPARE(m_source->progress().back, core::Seq(9'900'000));
        QTRY_VERIFY(!m_source->progress().at.has_value());
    }

    void search_endsAtItsLimitAndGoesOnWhenSomebodyScrollsThere() {
        makeWithEveryEntry(1'000'000);
        QTRY_VERIFY_WITH_TIMEOUT(m_source->rowCount() >= MatchingSource::kMostRows, 20'000);
        QTRY_VERIFY(!m_source->progress().isSearching);
        const qint64 before = m_source->rowCount();
        m_source->want(5000, 5030);
        QVERIFY(!m_source->progress().isSearching);
        m_source->want(0, 30);
        QTRY_VERIFY(m_source->rowCount() >= before + 10'000);
    }

    void rows_areReadAgainWhenTheyAreWanted() {
        makeWithEveryEntry(40'000);
        QTRY_COMPARE(m_source->rowCount(), 40'000);
        const qint64 far = 1000;
        QVERIFY(m_source->entryAt(far) == nullptr);
        m_source->want(far, far + 30);
        QTRY_VERIFY(m_source->entryAt(far) != nullptr && m_source->entryAt(far + 30) != nullptr);
        QCOMPARE(m_source->entryAt(far)->entry.seq.value(), m_source->keyOf(far));
        for (const EntriesFrom& question : m_bridge->asked<EntriesFrom>())
            QVERIFY(question.count <= 400);
    }

    void growth_isSearchedAtTheTail() {
        make(5000, "kind == ConflictOpened");
        QTRY_COMPARE(m_source->rowCount(), 5);
        QSignalSpy grown(m_source.get(), &RowSource::grown);
        m_journal->setHead(7500);
        QTRY_COMPARE(m_source->rowCount(), 7);
        QCOMPARE(keysOf(*m_source), (std::vector<qint64>{1000, 2000, 3000, 4000, 5000, 6000, 7000}));
        QCOMPARE(grown.last().first().toLongLong(), 7);
        // What was looked at is not looked at again.
        m_journal->setHead(8000);
        QTRY_COMPARE(m_source->rowCount(), 8);
        QCOMPARE(m_bridge->asked<MatchingEntries>().back().from, core::Seq(7501));
    }

    void nothingMatches_isAnAnswer() {
        make(50'000, "value == nothing");
        QTRY_VERIFY(m_source->hasAnswer());
        QCOMPARE(m_source->rowCount(), 0);
        QVERIFY(m_source->progress().isWhole);
    }

    void emptyJournal_isAnAnswer() {
        make(0, "kind == ConflictOpened");
        QTRY_VERIFY(m_source->hasAnswer());
        m_journal->setHead(1000);
        QTRY_COMPARE(m_source->rowCount(), 1);
    }

    void end_hearsOfNothing() {
        make(100'000, "kind == ConflictOpened", false);
        m_source.reset();
        m_journal->answerMatches();
        // A question behind those of the source that has gone is answered last.
        std::optional<core::Seq> answered;
        m_bridge->onQuery<SeqAtTime>([](const SeqAtTime&) { return core::Seq(1); });
        const Ticket last = m_bridge->query<SeqAtTime>({}, [&](base::Result<core::Seq> seq) { answered = *seq; });
        QTRY_VERIFY(answered.has_value());
        QCOMPARE(m_bridge->asked<MatchingEntries>().size(), std::size_t{1});
    }

    void inactive_stopsSearching() {
        make(10'000'000, "value == nothing", false);
        m_source->setActive(false);
        m_journal->answerMatches();
        m_source->setActive(true);
        QTRY_VERIFY(m_source->progress().back < core::Seq(9'900'000));
        m_source->setActive(false);
        QVERIFY(!m_source->progress().isSearching);
    }

    void failure_isToldAndTriedAgain() {
        make(3000, "kind == ConflictOpened", false);
        m_bridge->onQuery<MatchingEntries>([](const MatchingEntries&) -> base::Result<Matches> {
            return base::Error{base::ErrorCode::Io, "search", "journal.db", "disk I/O error", ""};
        });
        QSignalSpy failed(m_source.get(), &EntryTable::readFailed);
        QTRY_COMPARE(failed.count(), 1);
        m_journal->answerMatches();
        m_source->tryAgain();
        QTRY_COMPARE(m_source->rowCount(), 3);
    }

    void rowOf_isTheNearestAbove_data() {
        QTest::addColumn<qint64>("key");
        QTest::addColumn<qint64>("row");
        QTest::newRow("below all") << qint64{1} << qint64{0};
        QTest::newRow("found") << qint64{2000} << qint64{1};
        QTest::newRow("between") << qint64{2001} << qint64{2};
        QTest::newRow("the newest at the start") << qint64{3000} << qint64{2};
        QTest::newRow("between start and growth") << qint64{3500} << qint64{3};
        QTest::newRow("grown") << qint64{4000} << qint64{3};
        QTest::newRow("above all") << qint64{9000} << qint64{3};
    }
    void rowOf_isTheNearestAbove() {
        make(3000, "kind == ConflictOpened");
        QTRY_COMPARE(m_source->rowCount(), 3);
        m_journal->setHead(4000);
        QTRY_COMPARE(m_source->rowCount(), 4);
        QFETCH(qint64, key);
        QFETCH(qint64, row);
        QCOMPARE(m_source->rowOf(key), std::optional(row));
    }

private:
    void make(std::int64_t head, const char* filter, bool answers = true) {
        m_journal->setHead(head);
        m_journal->answerEntries();
        if (answers)
            m_journal->answerMatches();
        m_source = std::make_unique<MatchingSource>(*m_bridge, filterOf(filter));
        m_source->setActive(true);
    }

    /// Every entry matches, and costs nothing to make.
    void makeWithEveryEntry(std::int64_t head) {
        make(head, "side == hubspot", false);
        m_bridge->onQuery<MatchingEntries>([](const MatchingEntries& question) {
            Matches answer;
            std::int64_t seq = question.from.value();
            while (answer.rows.size() < std::min(question.limit, question.look) && seq > 1) {
                answer.rows.emplace_back().entry.seq = core::Seq(--seq);
                ++answer.looked;
            }
            answer.next = core::Seq(seq);
            answer.isAtEnd = seq <= 1;
            return answer;
        });
    }

    std::unique_ptr<FakeBridge> m_bridge;
    std::unique_ptr<FakeJournal> m_journal;
    std::unique_ptr<MatchingSource> m_source;
};

QTEST_GUILESS_MAIN(TestMatchingSource)
#include "test_matching_source.moc"
