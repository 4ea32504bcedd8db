#include "engine/base/random.h"
#include "engine/connectors/rate_budget.h"

#include <QTest>
#include <map>
#include <set>

using namespace syncline;
using namespace std::chrono_literals;
using base::MonotonicTime;
using connectors::BudgetOptions;
using connectors::DailyUse;
using connectors::Headers;
using connectors::Lane;
using connectors::Priority;
using connectors::RateBudget;
using connectors::TicketId;

namespace {

MonotonicTime at(std::chrono::milliseconds time) {
    return MonotonicTime(std::chrono::hours(1) + time);
}

BudgetOptions window(std::size_t requests, std::chrono::milliseconds length, std::size_t onlyLive = 0) {
    BudgetOptions options;
    options.rolling[Lane::General] = {requests, length, onlyLive};
    options.concurrent = 1000;
    options.concurrentReads = 1000;
    return options;
}

std::size_t askMany(RateBudget& budget, int count, Priority priority = Priority::Live, Lane lane = Lane::General) {
    for (int i = 0; i < count; ++i)
        budget.ask(lane, priority);
    return static_cast<std::size_t>(count);
}

/// Sends all that may leave at that time, and has their answers at once; how many.
int sendAll(RateBudget& budget, MonotonicTime now, const Headers& headers = {}) {
    const std::vector<TicketId> left = budget.leave(now);
    for (const TicketId ticket : left)
        budget.answered(ticket, headers, now);
    return static_cast<int>(left.size());
}

/// Milliseconds from `now` until next(); -1: none.
qint64 nextIn(const RateBudget& budget, MonotonicTime now) {
    const auto next = budget.next(now);
    return next ? std::chrono::duration_cast<std::chrono::milliseconds>(*next - now).count() : -1;
}

/// A server that counts arrivals in a rolling window, as HubSpot does.
struct CountingServer {
    std::multiset<MonotonicTime> arrivals;

    /// The most arrivals within any window of that length.
    [[nodiscard]] std::size_t most(std::chrono::milliseconds length) const {
        std::size_t most = 0;
        auto first = arrivals.begin();
        std::size_t inside = 0;
        for (const MonotonicTime arrival : arrivals) {
            ++inside;
            for (; *first + length <= arrival; ++first)
                --inside;
            most = std::max(most, inside);
        }
        return most;
    }
};

}  // namespace

class BudgetTest : public QObject {
    Q_OBJECT

private slots:
    void window_isNeverExceeded_data() {
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("windowMs");
        QTest::addColumn<int>("longestMs");
        QTest::newRow("HubSpot's burst, answers within 3 s") << 100 << 10'000 << 3'000;
        QTest::newRow("HubSpot's search, answers within 2 s") << 4 << 1'000 << 2'000;
        QTest::newRow("a slow network, answers within 20 s") << 20 << 1'000 << 20'000;
        QTest::newRow("one at a time") << 1 << 500 << 900;
    }
    /// Whatever time each request takes to the server and back, in whatever order: no window at the server holds more.
    void window_isNeverExceeded() {
        QFETCH(int, limit);
        QFETCH(int, windowMs);
        QFETCH(int, longestMs);
        base::Random random(7);
        RateBudget budget(window(std::size_t(limit), std::chrono::milliseconds(windowMs)));
        std::size_t left = askMany(budget, limit * 8);
        CountingServer server;
        std::multimap<MonotonicTime, TicketId> answers;
        MonotonicTime now = at(0ms);

        while (left > 0 || !answers.empty()) {
            for (const TicketId ticket : budget.leave(now)) {
                const auto there = std::chrono::milliseconds(random.between(1, longestMs));
                const auto back = std::chrono::milliseconds(random.between(1, longestMs));
                server.arrivals.insert(now + there);
                answers.emplace(now + there + back, ticket);
                --left;
            }
            std::optional<MonotonicTime> next = budget.next(now);
            if (!answers.empty() && (!next || answers.begin()->first < *next))
                next = answers.begin()->first;
            if (!next)
                break;
            QVERIFY2(*next > now, "it does not get on");
            now = *next;
            for (; !answers.empty() && answers.begin()->first <= now; answers.erase(answers.begin()))
                budget.answered(answers.begin()->second, {}, now);
        }

        QCOMPARE(left, std::size_t(0));
        QCOMPARE(server.arrivals.size(), std::size_t(limit * 8));
        QVERIFY2(server.most(std::chrono::milliseconds(windowMs)) <= std::size_t(limit),
                 std::to_string(server.most(std::chrono::milliseconds(windowMs))).c_str());
    }

    void window_isUsedUp() {
        RateBudget budget(window(5, 10s));
        askMany(budget, 12);
        QCOMPARE(sendAll(budget, at(0ms)), 5);
        QCOMPARE(nextIn(budget, at(0ms)), qint64(10'000));
        QCOMPARE(sendAll(budget, at(9'999ms)), 0);
        QCOMPARE(sendAll(budget, at(10s)), 5);
        QCOMPARE(sendAll(budget, at(20s)), 2);
        QCOMPARE(nextIn(budget, at(20s)), qint64(-1));
        QCOMPARE(budget.waiting(), std::size_t(0));
    }

    void place_isTakenWhileTheAnswerIsOut() {
        RateBudget budget(window(1, 1s));
        askMany(budget, 2);
        const std::vector<TicketId> first = budget.leave(at(0ms));
        QCOMPARE(first.size(), std::size_t(1));
        QCOMPARE(nextIn(budget, at(1min)), qint64(-1));  // Only the answer can help.
        QCOMPARE(budget.leave(at(1min)).size(), std::size_t(0));
        budget.answered(first[0], {}, at(1min));
        QCOMPARE(nextIn(budget, at(1min)), qint64(1'000));
        QCOMPARE(budget.leave(at(61s)).size(), std::size_t(1));
    }

    void live_comesBeforeReads() {
        RateBudget budget(window(2, 1s));
        const TicketId read = budget.ask(Lane::General, Priority::Read);
        const TicketId first = budget.ask(Lane::General, Priority::Live);
        const TicketId second = budget.ask(Lane::General, Priority::Live);
        QCOMPARE(budget.leave(at(0ms)), (std::vector<TicketId>{first, second}));
        budget.answered(first, {}, at(0ms));
        budget.answered(second, {}, at(0ms));
        QCOMPARE(budget.leave(at(1s)), (std::vector<TicketId>{read}));
    }

    void reads_leaveRoomForLive() {
        RateBudget budget(window(5, 10s, 2));
        askMany(budget, 9, Priority::Read);
        QCOMPARE(sendAll(budget, at(0ms)), 3);
        askMany(budget, 3, Priority::Live);
        QCOMPARE(sendAll(budget, at(1s)), 2);
        QCOMPARE(nextIn(budget, at(1s)), qint64(9'000));
        QCOMPARE(sendAll(budget, at(10s)),
                 1);  // The third live one: with two of live until 11 s, reads leave the rest.
        QCOMPARE(sendAll(budget, at(11s)), 2);
    }

    void lanes_doNotHoldEachOtherUp() {
        BudgetOptions options = window(10, 10s);
        options.rolling[Lane::Search] = {1, 1s, 0};
        RateBudget budget(options);
        askMany(budget, 3, Priority::Live, Lane::Search);
        askMany(budget, 3, Priority::Read, Lane::General);
        QCOMPARE(sendAll(budget, at(0ms)), 4);
        QCOMPARE(nextIn(budget, at(0ms)), qint64(1'000));
    }

    void wire_holdsSoMany() {
        BudgetOptions options;
        options.concurrent = 3;
        options.concurrentReads = 2;
        RateBudget budget(options);
        askMany(budget, 4, Priority::Read);
        const std::vector<TicketId> reads = budget.leave(at(0ms));
        QCOMPARE(reads.size(), std::size_t(2));
        askMany(budget, 2, Priority::Live);
        QCOMPARE(budget.leave(at(0ms)).size(), std::size_t(1));
        QCOMPARE(nextIn(budget, at(0ms)), qint64(-1));
        budget.answered(reads[0], {}, at(1s));
        QCOMPARE(budget.leave(at(1s)).size(), std::size_t(1));
        askMany(budget, 2, Priority::Live, Lane::Stream);
        QCOMPARE(budget.leave(at(1s)).size(), std::size_t(2));  // What is held for changes takes no place.
    }

    void hubspotsHeaders_setTheWindow() {
        RateBudget budget(connectors::hubspotBudget());
        const Headers headers{{"x-hubspot-ratelimit-max", "190"},
                              {"X-HubSpot-RateLimit-Interval-Milliseconds", "10000"},
                              {"X-HubSpot-RateLimit-Remaining", "189"}};
        budget.ask(Lane::General, Priority::Live);
        QCOMPARE(sendAll(budget, at(0ms), headers), 1);
        int sent = 0;
        for (int round = 0; round < 300; ++round) {
            budget.ask(Lane::General, Priority::Live);
            sent += sendAll(budget, at(0ms));
        }
        QCOMPARE(sent, 189);
    }

    void othersOfTheAccount_takePlaces() {
        RateBudget budget(window(10, 10s));
        askMany(budget, 1);
        QCOMPARE(sendAll(budget, at(0ms), {{"X-HubSpot-RateLimit-Max", "10"}, {"X-HubSpot-RateLimit-Remaining", "3"}}),
                 1);
        askMany(budget, 9);
        QCOMPARE(sendAll(budget, at(1ms)), 3);  // Six are gone to somebody else, one to us.
        QCOMPARE(nextIn(budget, at(1ms)), qint64(9'999));
        QCOMPARE(sendAll(budget, at(10s)), 6);
    }

    void headers_thatMakeNoSenseChangeNothing_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("no number") << QByteArray("X-HubSpot-RateLimit-Max") << QByteArray("many");
        QTest::newRow("nothing at all") << QByteArray("X-HubSpot-RateLimit-Max") << QByteArray("0");
        QTest::newRow("negative") << QByteArray("X-HubSpot-RateLimit-Max") << QByteArray("-5");
        QTest::newRow("half of a usage") << QByteArray("Sforce-Limit-Info") << QByteArray("api-usage=18");
        QTest::newRow("words for a usage") << QByteArray("Sforce-Limit-Info") << QByteArray("api-usage=a/b");
        QTest::newRow("another usage") << QByteArray("Sforce-Limit-Info") << QByteArray("per-app=1/2");
    }
    void headers_thatMakeNoSenseChangeNothing() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        RateBudget budget(window(3, 10s));
        askMany(budget, 1);
        sendAll(budget, at(0ms), {{name.toStdString(), value.toStdString()}});
        askMany(budget, 9);
        QCOMPARE(sendAll(budget, at(0ms)), 2);
        QVERIFY(!budget.daily());
    }

    void daily_isTold_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("remaining");
        QTest::newRow("Salesforce") << QByteArray("Sforce-Limit-Info") << QByteArray("api-usage=18/15000")
                                    << QByteArray("");
        QTest::newRow("Salesforce, with an app's own")
            << QByteArray("Sforce-Limit-Info") << QByteArray("api-usage=18/15000; per-app-api-usage=1/2(x)")
            << QByteArray("");
        QTest::newRow("HubSpot") << QByteArray("X-HubSpot-RateLimit-Daily") << QByteArray("15000")
                                 << QByteArray("14982");
    }
    void daily_isTold() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, remaining);
        RateBudget budget(BudgetOptions{});
        askMany(budget, 1);
        sendAll(budget, at(0ms),
                {{name.toStdString(), value.toStdString()},
                 {"X-HubSpot-RateLimit-Daily-Remaining", remaining.toStdString()}});
        QCOMPARE(budget.daily(), (std::optional<DailyUse>(DailyUse{18, 15000})));
        askMany(budget, 1);
        sendAll(budget, at(1s));
        QCOMPARE(budget.daily()->used, std::uint64_t(19));
    }

    void daily_readsStopFirst() {
        RateBudget budget(BudgetOptions{});
        askMany(budget, 1);
        sendAll(budget, at(0ms), {{"Sforce-Limit-Info", "api-usage=1000/1000"}});
        sendAll(budget, at(0ms));
        askMany(budget, 1);
        QCOMPARE(sendAll(budget, at(1s)), 0);
        QCOMPARE(sendAll(budget, at(15min), {{"Sforce-Limit-Info", "api-usage=960/1000"}}), 1);  // It asks again.
        askMany(budget, 3, Priority::Read);
        QCOMPARE(sendAll(budget, at(15min)), 0);
        askMany(budget, 3, Priority::Live);
        QCOMPARE(sendAll(budget, at(15min)), 3);
    }

    void daily_usedUpAsksOnceInAWhile() {
        RateBudget budget(BudgetOptions{});
        askMany(budget, 9);
        const Headers usedUp{{"Sforce-Limit-Info", "api-usage=15000/15000"}};
        QCOMPARE(sendAll(budget, at(0ms), usedUp), 5);  // What the wire holds: nothing was known before.
        QCOMPARE(sendAll(budget, at(14min)), 0);
        QCOMPARE(nextIn(budget, at(14min)), qint64(60'000));
        QCOMPARE(sendAll(budget, at(15min), usedUp), 1);
        QCOMPARE(sendAll(budget, at(16min), usedUp), 0);
        QCOMPARE(sendAll(budget, at(30min), {{"Sforce-Limit-Info", "api-usage=100/15000"}}), 1);
        QCOMPARE(sendAll(budget, at(30min)), 2);
        askMany(budget, 1, Priority::Live, Lane::Stream);
        QCOMPARE(sendAll(budget, at(30min)), 1);
    }

    void pause_holdsItsLane() {
        RateBudget budget(window(10, 10s));
        askMany(budget, 2);
        askMany(budget, 1, Priority::Live, Lane::Search);
        budget.pause(Lane::General, at(5s));
        budget.pause(Lane::General, at(2s));
        QCOMPARE(sendAll(budget, at(0ms)), 1);
        QCOMPARE(nextIn(budget, at(0ms)), qint64(5'000));
        QCOMPARE(sendAll(budget, at(5s)), 2);
    }

    void withdrawn_neitherLeavesNorHolds() {
        RateBudget budget(window(1, 1s));
        const TicketId out = budget.ask(Lane::General, Priority::Live);
        const TicketId waiting = budget.ask(Lane::General, Priority::Live);
        const TicketId last = budget.ask(Lane::General, Priority::Live);
        QCOMPARE(budget.leave(at(0ms)), (std::vector<TicketId>{out}));
        budget.withdraw(waiting, at(0ms));
        budget.withdraw(out, at(0ms));
        budget.withdraw(out, at(500ms));
        budget.answered(out, {}, at(500ms));
        QCOMPARE(budget.leave(at(1s)), (std::vector<TicketId>{last}));
    }
};

QTEST_APPLESS_MAIN(BudgetTest)
#include "budget_test.moc"
