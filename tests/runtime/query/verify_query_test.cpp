#include "engine/base/bounded_queue.h"
#include "engine/base/try.h"
#include "engine/runtime/query/query_pool.h"
#include "tests/runtime/query/workspace_journal.h"

#include <filesystem>
#include <latch>
#include <memory>
#include <stop_token>
#include <utility>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::Seq;
using runtime::Answer;
using runtime::QueryPool;
using runtime::VerifiedJournal;
using runtime::VerifyJournal;

namespace {

constexpr int kEntries = 400;

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
    [[nodiscard]] Result<VerifiedJournal> nextVerified() {
        TRY_ASSIGN(Answer answer, next());
        return std::get<VerifiedJournal>(std::move(answer));
    }

private:
    /// A Result may not hold a Result.
    struct Told {
        Result<Answer> answer;
    };
    base::BoundedQueue<Told> m_queue{{100, 1'000'000}};
};

/// Entries without projections.
Result<void> tellEntries(WorkspaceJournal& told) {
    SampleHistory history(3);
    for (int i = 0; i < kEntries; ++i)
        told.add(history.next());
    return told.append();
}

/// Whole, and read by nobody any more.
Result<void> tellAll(WorkspaceJournal& told) {
    TRY(tellEntries(told));
    return told.settle();
}

Result<VerifiedJournal> verified(const WorkspaceJournal& told, VerifyJournal asked = {}) {
    const base::SystemClock clock;
    mapping::Workspace workspace;
    workspace.folder = told.path();
    Answers answers;
    QueryPool pool(workspace, clock);
    pool.ask(std::move(asked), {}, answers.taker());
    return answers.nextVerified();
}

/// Queries of a workspace whose first verification has been done, and holds its lane until it is let go.
class HeldVerification {
public:
    explicit HeldVerification(const WorkspaceJournal& told) : m_pool(told.workspace(), m_clock) {
        m_pool.ask(VerifyJournal(), {}, [this](const Result<Answer>&) {
            m_taken.count_down();
            m_open.wait();
        });
        m_taken.wait();
    }
    ~HeldVerification() { letGo(); }
    HeldVerification(const HeldVerification&) = delete;
    HeldVerification& operator=(const HeldVerification&) = delete;

    [[nodiscard]] QueryPool& pool() { return m_pool; }
    void letGo() {
        if (!std::exchange(m_isLetGo, true))
            m_open.count_down();
    }
    /// Holds the lane as well, when its turn comes.
    [[nodiscard]] QueryPool::Done holder() {
        return [this](const Result<Answer>&) { m_open.wait(); };
    }

private:
    const base::SystemClock m_clock;
    std::latch m_taken{1};
    std::latch m_open{1};
    bool m_isLetGo = false;
    QueryPool m_pool;  ///< last: it ends before what it waits for goes
};

std::string differences(const VerifiedJournal& found) {
    std::string lines;
    for (const std::string& difference : found.differences)
        lines += difference + '\n';
    return lines;
}

}  // namespace

class VerifyQueryTest : public QObject {
    Q_OBJECT

private slots:
    void soundJournal_hasNoDifferences();
    void progress_isPublished();
    void damagedEntries_areNamed();
    void damagedProjections_areNamedAsSuch();
    void withoutProjections_entriesAreVerified();
    void withoutJournal_itIsNotFound();
    void moreThanAnEnginesProcessMayHold_isForTheTerminal();
    void cancelledBeforeItsTurn_isSaid();
    void verifying_letsNoOtherQueryWait();
};

void VerifyQueryTest::soundJournal_hasNoDifferences() {
    WorkspaceJournal told;
    const auto made = tellAll(told);
    QVERIFY2(made, why(made));
    const auto found = verified(told);
    QVERIFY2(found, why(found));
    QVERIFY2(found->differences.empty(), differences(*found).c_str());
    QVERIFY(!found->entriesDiffer);
    QCOMPARE(found->head.value(), kEntries);
    QCOMPARE(found->projectionsAt.value(), kEntries);
    QVERIFY(found->entities > 10);
    QCOMPARE(found->stateHash.size(), std::size_t{64});
    QCOMPARE(found->stateHash.find_first_not_of("0123456789abcdef"), std::string::npos);
}

void VerifyQueryTest::progress_isPublished() {
    WorkspaceJournal told;
    const auto made = tellAll(told);
    QVERIFY2(made, why(made));
    const auto progress = std::make_shared<runtime::VerifyProgress>();
    const auto found = verified(told, {progress});
    QVERIFY2(found, why(found));
    const auto latest = progress->latest().value;
    QVERIFY(latest != nullptr);
    QCOMPARE(latest->head.value(), kEntries);
    QCOMPARE(latest->read, latest->head);
}

void VerifyQueryTest::damagedEntries_areNamed() {
    WorkspaceJournal told;
    const auto made = tellAll(told);
    QVERIFY2(made, why(made));
    QVERIFY(JournalFolder::tamper(told.path() / "journal.db", "DELETE FROM entries WHERE seq = 37"));
    const auto found = verified(told);
    QVERIFY2(found, why(found));
    QVERIFY(found->entriesDiffer);
    QVERIFY2(differences(*found).find("entry 37 is missing") != std::string::npos, differences(*found).c_str());
}

void VerifyQueryTest::damagedProjections_areNamedAsSuch() {
    WorkspaceJournal told;
    const auto made = tellAll(told);
    QVERIFY2(made, why(made));
    QVERIFY(JournalFolder::tamper(told.path() / "projections.db", "DELETE FROM links WHERE entity = 1"));
    const auto found = verified(told);
    QVERIFY2(found, why(found));
    QVERIFY(!found->entriesDiffer);
    QVERIFY2(differences(*found).find("projections: links of entity 1") != std::string::npos,
             differences(*found).c_str());
}

/// Every other query needs them.
void VerifyQueryTest::withoutProjections_entriesAreVerified() {
    WorkspaceJournal told;
    const auto made = tellEntries(told);
    QVERIFY2(made, why(made));
    const auto found = verified(told);
    QVERIFY2(found, why(found));
    QVERIFY2(found->differences.empty(), differences(*found).c_str());
    QCOMPARE(found->head.value(), kEntries);
    QCOMPARE(found->projectionsAt.value(), 0);
}

void VerifyQueryTest::withoutJournal_itIsNotFound() {
    const WorkspaceJournal told;
    const auto found = verified(told);
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::NotFound);
}

/// A second copy of every entity beside the engine's, at about 15 KB each.
void VerifyQueryTest::moreThanAnEnginesProcessMayHold_isForTheTerminal() {
    constexpr int kMost = 20'000;
    WorkspaceJournal told;
    for (int i = 1; i <= kMost + 1; ++i)
        told.add(i, change({core::Side::Salesforce, "contact", std::to_string(i)}, {}));
    const auto made = told.append();
    QVERIFY2(made, why(made));
    const auto found = verified(told);
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::LimitExceeded);
    QVERIFY2(found.error().detail.find("more than 20000 entities") != std::string::npos, why(found));
    QVERIFY2(found.error().hint.find("`syncline journal verify`") != std::string::npos, why(found));
}

void VerifyQueryTest::cancelledBeforeItsTurn_isSaid() {
    WorkspaceJournal told;
    const auto made = tellAll(told);
    QVERIFY2(made, why(made));
    Answers answers;
    std::stop_source stop;
    HeldVerification held(told);
    held.pool().ask(VerifyJournal(), stop.get_token(), answers.taker());
    stop.request_stop();
    held.letGo();
    const auto found = answers.next();
    QVERIFY(!found);
    QVERIFY(found.error().code == ErrorCode::Cancelled);
}

/// However many are asked for, and however long they take.
void VerifyQueryTest::verifying_letsNoOtherQueryWait() {
    constexpr int kVerifications = 8;
    WorkspaceJournal told;
    const auto made = tellAll(told);
    QVERIFY2(made, why(made));
    Answers answers;
    std::stop_source stop;
    HeldVerification held(told);
    for (int i = 0; i < kVerifications; ++i)
        held.pool().ask(VerifyJournal(), stop.get_token(), held.holder());
    held.pool().ask(runtime::MatchingEntries{*core::Filter::parse("", at(0)), Seq(), false, 10, 10}, {},
                    answers.taker());
    const auto found = answers.next();
    held.pool().ask(runtime::EntriesFrom{Seq(1), 10}, {}, answers.taker());
    const auto rows = answers.next();
    stop.request_stop();
    held.letGo();
    QVERIFY2(found, why(found));
    QVERIFY(std::holds_alternative<runtime::Matches>(*found));
    QVERIFY2(rows, why(rows));
    QCOMPARE(std::get<runtime::EntryRows>(*rows).rows.size(), std::size_t{10});
}

QTEST_APPLESS_MAIN(VerifyQueryTest)
#include "verify_query_test.moc"
