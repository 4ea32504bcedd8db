#include "engine/runtime/query/query_pool.h"

#include "engine/base/bounded_queue.h"
#include "engine/base/try.h"
#include "tests/runtime/query/workspace_journal.h"

#include <atomic>
#include <latch>
#include <memory>
#include <thread>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::Seq;
using runtime::Answer;
using runtime::QueryPool;

namespace {

/// Answers as they come; a test waits for them.
class Answers {
public:
    [[nodiscard]] QueryPool::Done taker() {
        return [this](Result<Answer> answer) { static_cast<void>(m_queue.tryPush(Told{std::move(answer)}, 1)); };
    }
    [[nodiscard]] Result<Answer> next() {
        auto told = m_queue.pop({});
        return told ? std::move(told->answer) : Result<Answer>(told.error());
    }
    [[nodiscard]] std::size_t count() const { return m_queue.size().items; }

private:
    /// A Result may not hold a Result.
    struct Told {
        Result<Answer> answer;
    };
    base::BoundedQueue<Told> m_queue{{10'000, 10'000'000}};
};

runtime::MatchingEntries everything() {
    return {*core::Filter::parse("", at(0)), Seq(), false, 10, 10};
}

/// A long query whose answer holds its thread until the test lets it go.
class Held {
public:
    explicit Held(QueryPool& pool) {
        pool.ask(everything(), {}, [gate = m_gate](const Result<Answer>&) {
            gate->taken.count_down();
            gate->open.wait();
        });
        m_gate->taken.wait();
    }
    ~Held() { letGo(); }
    void letGo() {
        if (!m_gate->open.try_wait())
            m_gate->open.count_down();
    }

private:
    struct Gate {
        std::latch taken{1};
        std::latch open{1};
    };
    std::shared_ptr<Gate> m_gate = std::make_shared<Gate>();
};

Result<void> tellSome(WorkspaceJournal& told, std::uint64_t seed, int entries) {
    SampleHistory history(seed);
    for (int i = 0; i < entries; ++i)
        told.add(history.next());
    return told.settle();
}

}  // namespace

class QueryPoolTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void query_isAnsweredInItsPlace_data();
    void query_isAnsweredInItsPlace();
    void withoutAJournal_isNotFoundUntilThereIsOne();
    void shortOne_doesNotWaitForLongOnes();
    void cancelledBeforeItsTurn_isSaid();
    void end_tellsAllThatWait();
    void askedFromManyThreads_isAnsweredOnceEach();
    void askedWhileTheJournalGrows_hasNoGap();

private:
    WorkspaceJournal m_told;
    base::SystemClock m_clock;
};

void QueryPoolTest::initTestCase() {
    const auto told = tellSome(m_told, 3, 400);
    QVERIFY2(told, why(told));
}

void QueryPoolTest::query_isAnsweredInItsPlace_data() {
    QTest::addColumn<int>("query");
    for (std::size_t i = 0; i < std::variant_size_v<runtime::Query>; ++i)
        QTest::addRow("query %zu", i) << static_cast<int>(i);
}

void QueryPoolTest::query_isAnsweredInItsPlace() {
    QFETCH(int, query);
    const std::vector<runtime::Query> all{runtime::EntriesFrom{Seq(1), 10},
                                          everything(),
                                          runtime::EntryAt{Seq(1)},
                                          runtime::SeqAtTime{at(0)},
                                          runtime::RecordSearch{"p", 5},
                                          runtime::RecordAt{core::EntityId(1), std::nullopt},
                                          runtime::FieldStory{core::EntityId(1), "email", std::nullopt},
                                          runtime::RecordHistory{core::EntityId(1), Seq(), 10},
                                          runtime::OpenConflicts(),
                                          runtime::ResolvedConflicts(),
                                          runtime::ConflictAt{Seq(1)},
                                          runtime::RuleTable(),
                                          runtime::RulePreview{"contact", "email", {}, 100},
                                          runtime::ConsumerTable(),
                                          runtime::RewindPreview{"events", Seq(0)},
                                          runtime::DuePreview(),
                                          runtime::Totals(),
                                          runtime::Troubles{Seq(1), Seq(100)},
                                          runtime::VerifyJournal()};
    QCOMPARE(all.size(), std::variant_size_v<runtime::Query>);
    const runtime::Query& asked = all.at(static_cast<std::size_t>(query));
    QCOMPARE(asked.index(), static_cast<std::size_t>(query));
    Answers answers;
    QueryPool pool(m_told.workspace(), m_clock);
    pool.ask(asked, {}, answers.taker());
    const auto answer = answers.next();
    if (!answer) {
        QVERIFY2(answer.error().code == ErrorCode::NotFound, why(answer));
        return;
    }
    QCOMPARE(answer->index(), asked.index());
}

void QueryPoolTest::withoutAJournal_isNotFoundUntilThereIsOne() {
    WorkspaceJournal told;
    mapping::Workspace workspace = m_told.workspace();
    workspace.folder = told.path();
    Answers answers;
    QueryPool pool(workspace, m_clock);
    pool.ask(runtime::EntriesFrom{Seq(1), 10}, {}, answers.taker());
    const auto before = answers.next();
    QVERIFY(!before);
    QVERIFY(before.error().code == ErrorCode::NotFound);
    const auto made = tellSome(told, 4, 5);
    QVERIFY2(made, why(made));
    pool.ask(runtime::EntriesFrom{Seq(1), 10}, {}, answers.taker());
    const auto after = answers.next();
    QVERIFY2(after, why(after));
    QCOMPARE(std::get<runtime::EntryRows>(*after).rows.size(), std::size_t{5});
}

void QueryPoolTest::shortOne_doesNotWaitForLongOnes() {
    Answers answers;
    Answers shortAnswers;
    QueryPool pool(m_told.workspace(), m_clock);
    Held first(pool);
    const Held second(pool);
    pool.ask(everything(), {}, answers.taker());
    pool.ask(runtime::EntriesFrom{Seq(1), 10}, {}, shortAnswers.taker());
    const auto answer = shortAnswers.next();
    QVERIFY2(answer, why(answer));
    QCOMPARE(answers.count(), std::size_t{0});
    first.letGo();
    QVERIFY(answers.next());
}

void QueryPoolTest::cancelledBeforeItsTurn_isSaid() {
    Answers answers;
    QueryPool pool(m_told.workspace(), m_clock);
    Held first(pool);
    const Held second(pool);
    std::stop_source stop;
    pool.ask(everything(), stop.get_token(), answers.taker());
    stop.request_stop();
    first.letGo();
    const auto answer = answers.next();
    QVERIFY(!answer);
    QVERIFY(answer.error().code == ErrorCode::Cancelled);
}

void QueryPoolTest::end_tellsAllThatWait() {
    constexpr int kWaiting = 20;
    Answers answers;
    {
        QueryPool pool(m_told.workspace(), m_clock);
        const Held first(pool);
        const Held second(pool);
        for (int i = 0; i < kWaiting; ++i)
            pool.ask(everything(), {}, answers.taker());
    }
    QCOMPARE(answers.count(), std::size_t{kWaiting});
    for (int i = 0; i < kWaiting; ++i) {
        const auto answer = answers.next();
        QVERIFY2(answer || answer.error().code == ErrorCode::Cancelled, why(answer));
    }
}

void QueryPoolTest::askedFromManyThreads_isAnsweredOnceEach() {
    constexpr int kAskers = 4;
    constexpr int kQueries = 50;
    std::atomic<int> answered = 0;
    std::atomic<int> failed = 0;
    {
        std::latch all(kAskers * kQueries);
        QueryPool pool(m_told.workspace(), m_clock);
        std::vector<std::jthread> askers;
        for (int asker = 0; asker < kAskers; ++asker) {
            askers.emplace_back([&, asker] {
                for (int i = 0; i < kQueries; ++i) {
                    const runtime::Query query = i % 2 == 0 ? runtime::Query(runtime::EntriesFrom{Seq(i + asker), 5})
                                                            : runtime::Query(everything());
                    std::stop_source stop;
                    pool.ask(query, stop.get_token(), [&](const Result<Answer>& answer) {
                        ++answered;
                        if (!answer && answer.error().code != ErrorCode::Cancelled)
                            ++failed;
                        all.count_down();
                    });
                    if (i % 7 == 0)
                        stop.request_stop();
                }
            });
        }
        all.wait();
    }
    QCOMPARE(answered.load(), kAskers * kQueries);
    QCOMPARE(failed.load(), 0);
}

void QueryPoolTest::askedWhileTheJournalGrows_hasNoGap() {
    WorkspaceJournal told;
    const auto begun = tellSome(told, 5, 20);
    QVERIFY2(begun, why(begun));
    std::atomic<bool> isWritten = false;
    Result<void> written;
    std::jthread writer([&] {
        for (int batch = 0; batch < 40 && written; ++batch) {
            for (int i = 0; i < 5; ++i)
                told.add(1, change({kSf, "contact", "003X1"}, {{"phone", std::to_string(batch)}}));
            written = told.append();
            if (written && batch % 2 == 0)
                written = told.project(7);
        }
        isWritten = true;
    });
    Answers answers;
    QueryPool pool(told.workspace(), m_clock);
    Seq last;
    for (bool isLast = false; !isLast;) {
        isLast = isWritten;
        pool.ask(runtime::EntriesFrom{core::next(last), 30}, {}, answers.taker());
        const auto answer = answers.next();
        QVERIFY2(answer, why(answer));
        const auto& rows = std::get<runtime::EntryRows>(*answer).rows;
        for (const runtime::EntryRow& row : rows) {
            QCOMPARE(row.entry.seq.value(), last.value() + 1);
            last = row.entry.seq;
        }
        isLast = isLast && rows.empty();
    }
    writer.join();
    QVERIFY2(written, why(written));
    QCOMPARE(last.value(), 220);
}

QTEST_APPLESS_MAIN(QueryPoolTest)
#include "query_pool_test.moc"
