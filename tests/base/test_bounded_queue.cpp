#include "engine/base/bounded_queue.h"

#include <atomic>
#include <limits>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline::base;

namespace {

using Queue = BoundedQueue<std::unique_ptr<int>>;

std::unique_ptr<int> item(int number) {
    return std::make_unique<int>(number);
}

std::vector<int> numbers(const std::vector<std::unique_ptr<int>>& items) {
    std::vector<int> found;
    for (const auto& each : items)
        found.push_back(*each);
    return found;
}

const Error kSourceFailed{ErrorCode::Unauthenticated, "read stream", "salesforce", "the session is over", {}};
constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();

/// How often a race between a wait and its end is run, so that either comes first now and then.
constexpr int kRaces = 200;

}  // namespace

class TestBoundedQueue : public QObject {
    Q_OBJECT

private slots:
    void room_isLimitedInItemsAndBytes_data();
    void room_isLimitedInItemsAndBytes();
    void refusedItem_isLeftWithTheCaller();
    void items_comeOutInOrder();
    void popAll_takesWhatIsThereUpToAMost_data();
    void popAll_takesWhatIsThereUpToAMost();
    void push_waitsForRoom();
    void largeItem_waitsForTheQueueToBeEmpty();
    void pop_waitsForAnItem();
    void stop_endsWaiting_data();
    void stop_endsWaiting();
    void stop_doesNotRefuseWhatCanBeDoneAtOnce();
    void close_givesOutWhatArrivedThenTheError();
    void close_wakesThoseWhoWait();
    void close_firstReasonCounts();
};

void TestBoundedQueue::room_isLimitedInItemsAndBytes_data() {
    QTest::addColumn<quint64>("mostItems");
    QTest::addColumn<quint64>("mostBytes");
    QTest::addColumn<QList<quint64>>("sizes");
    QTest::addColumn<QList<bool>>("taken");
    const auto row = [](const char* name, std::size_t items, std::size_t bytes, QList<quint64> sizes,
                        QList<bool> taken) {
        QTest::newRow(name) << quint64(items) << quint64(bytes) << sizes << taken;
    };
    row("items", 2, 100, {1, 1, 1}, {true, true, false});
    row("bytes, exactly full", 9, 10, {4, 6, 1}, {true, true, false});
    row("bytes, one too many", 9, 10, {4, 7, 6}, {true, false, true});
    row("no bytes when full of bytes", 9, 10, {10, 0}, {true, true});
    row("larger than the limit, queue empty", 9, 10, {11, 0, 1}, {true, false, false});
    row("larger than the limit, queue not empty", 9, 10, {1, 11, 9}, {true, false, true});
    row("limit of no items", 0, 10, {1, 1}, {true, false});
    row("limit of no bytes", 9, 0, {1, 0}, {true, false});
    row("greatest sizes do not overflow", 9, kNoLimit, {kNoLimit, 1, 0}, {true, false, true});
}

void TestBoundedQueue::room_isLimitedInItemsAndBytes() {
    QFETCH(quint64, mostItems);
    QFETCH(quint64, mostBytes);
    QFETCH(QList<quint64>, sizes);
    QFETCH(QList<bool>, taken);
    Queue queue({mostItems, mostBytes});
    QueueSize expected;
    for (qsizetype i = 0; i < sizes.size(); ++i) {
        const Result<bool> pushed = queue.tryPush(item(1), sizes[i]);
        QVERIFY(pushed);
        QCOMPARE(*pushed, taken[i]);
        if (!taken[i])
            continue;
        expected.items += 1;
        expected.bytes += sizes[i];
    }
    QVERIFY(queue.size() == expected);
    for (std::size_t i = 0; i < expected.items; ++i)
        QVERIFY(queue.tryPop()->has_value());
    QVERIFY(!queue.tryPop()->has_value());
    QVERIFY(queue.size() == QueueSize{});
}

void TestBoundedQueue::refusedItem_isLeftWithTheCaller() {
    Queue queue({1, 10});
    QVERIFY(*queue.tryPush(item(1), 1));
    std::unique_ptr<int> mine = item(2);
    QVERIFY(!*queue.tryPush(std::move(mine), 1));
    QCOMPARE(*mine, 2);

    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(queue.push(std::move(mine), 1, stop.get_token()).error().code, ErrorCode::Cancelled);
    QCOMPARE(*mine, 2);

    queue.close(kSourceFailed);
    QCOMPARE(queue.push(std::move(mine), 1, {}).error(), kSourceFailed);
    QCOMPARE(queue.tryPush(std::move(mine), 1).error(), kSourceFailed);
    QCOMPARE(*mine, 2);
}

void TestBoundedQueue::items_comeOutInOrder() {
    Queue queue({100, kNoLimit});
    for (int i = 0; i < 10; ++i)
        QVERIFY(queue.push(item(i), 1, {}));
    QCOMPARE(**queue.pop({}), 0);
    QCOMPARE(***queue.tryPop(), 1);
    QCOMPARE(numbers(*queue.popAll(3, {})), (std::vector{2, 3, 4}));
    QCOMPARE(numbers(*queue.popAll(100, {})), (std::vector{5, 6, 7, 8, 9}));
}

void TestBoundedQueue::popAll_takesWhatIsThereUpToAMost_data() {
    QTest::addColumn<quint64>("atMost");
    QTest::addColumn<quint64>("taken");
    QTest::newRow("none counts as one") << quint64(0) << quint64(1);
    QTest::newRow("one") << quint64(1) << quint64(1);
    QTest::newRow("some") << quint64(4) << quint64(4);
    QTest::newRow("exactly all") << quint64(5) << quint64(5);
    QTest::newRow("more than there are") << quint64(kNoLimit) << quint64(5);
}

void TestBoundedQueue::popAll_takesWhatIsThereUpToAMost() {
    QFETCH(quint64, atMost);
    QFETCH(quint64, taken);
    Queue queue({100, 100});
    for (int i = 0; i < 5; ++i)
        QVERIFY(queue.push(item(i), 3, {}));
    QCOMPARE(quint64(queue.popAll(atMost, {})->size()), taken);
    QVERIFY(queue.size() == QueueSize({5 - taken, (5 - taken) * 3}));
}

void TestBoundedQueue::push_waitsForRoom() {
    for (int race = 0; race < kRaces; ++race) {
        Queue queue({1, 100});
        QVERIFY(queue.push(item(1), 1, {}));
        std::atomic<bool> pushed = false;
        std::jthread producer([&] { pushed = queue.push(item(2), 1, {}).has_value(); });
        QVERIFY(!pushed);
        QCOMPARE(**queue.pop({}), 1);
        producer.join();
        QVERIFY(pushed);
        QCOMPARE(**queue.pop({}), 2);
    }
}

void TestBoundedQueue::largeItem_waitsForTheQueueToBeEmpty() {
    for (int race = 0; race < kRaces; ++race) {
        Queue queue({10, 10});
        QVERIFY(queue.push(item(1), 1, {}));
        QVERIFY(queue.push(item(2), 1, {}));
        std::atomic<bool> pushed = false;
        std::jthread producer([&] { pushed = queue.push(item(3), 1000, {}).has_value(); });
        QCOMPARE(**queue.pop({}), 1);
        QVERIFY(!pushed);
        QCOMPARE(**queue.pop({}), 2);
        QCOMPARE(**queue.pop({}), 3);
        producer.join();
        QVERIFY(pushed);
    }
}

void TestBoundedQueue::pop_waitsForAnItem() {
    for (int race = 0; race < kRaces; ++race) {
        Queue queue({10, 10});
        std::vector<int> found;
        std::jthread consumer([&] {
            found.push_back(**queue.pop({}));
            found.push_back(*queue.popAll(1, {})->front());
        });
        QVERIFY(queue.push(item(1), 1, {}));
        QVERIFY(queue.push(item(2), 1, {}));
        consumer.join();
        QCOMPARE(found, (std::vector{1, 2}));
    }
}

void TestBoundedQueue::stop_endsWaiting_data() {
    QTest::addColumn<int>("call");
    QTest::newRow("push") << 0;
    QTest::newRow("pop") << 1;
    QTest::newRow("popAll") << 2;
}

void TestBoundedQueue::stop_endsWaiting() {
    QFETCH(int, call);
    for (int race = 0; race < kRaces; ++race) {
        Queue queue({1, 1});
        if (call == 0)
            QVERIFY(queue.push(item(1), 1, {}));
        std::optional<Error> error;
        std::jthread waiting([&](const std::stop_token& stop) {
            if (call == 0)
                error = queue.push(item(2), 1, stop).error();
            else if (call == 1)
                error = queue.pop(stop).error();
            else
                error = queue.popAll(1, stop).error();
        });
        waiting.request_stop();
        waiting.join();
        QCOMPARE(error->code, ErrorCode::Cancelled);
    }
}

void TestBoundedQueue::stop_doesNotRefuseWhatCanBeDoneAtOnce() {
    Queue queue({10, 10});
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(queue.push(item(1), 1, stop.get_token()));
    QVERIFY(queue.push(item(2), 1, stop.get_token()));
    QCOMPARE(**queue.pop(stop.get_token()), 1);
    QCOMPARE(numbers(*queue.popAll(5, stop.get_token())), (std::vector{2}));
}

void TestBoundedQueue::close_givesOutWhatArrivedThenTheError() {
    Queue queue({10, 10});
    for (int i = 0; i < 4; ++i)
        QVERIFY(queue.push(item(i), 1, {}));
    queue.close(kSourceFailed);
    QCOMPARE(**queue.pop({}), 0);
    QCOMPARE(***queue.tryPop(), 1);
    QCOMPARE(numbers(*queue.popAll(9, {})), (std::vector{2, 3}));
    for (int again = 0; again < 2; ++again) {
        QCOMPARE(queue.pop({}).error(), kSourceFailed);
        QCOMPARE(queue.tryPop().error(), kSourceFailed);
        QCOMPARE(queue.popAll(9, {}).error(), kSourceFailed);
    }
}

void TestBoundedQueue::close_wakesThoseWhoWait() {
    for (int race = 0; race < kRaces; ++race) {
        Queue full({1, 1});
        Queue empty({1, 1});
        QVERIFY(full.push(item(1), 1, {}));
        std::optional<Error> producerError;
        std::optional<Error> consumerError;
        std::jthread producer([&] { producerError = full.push(item(2), 1, {}).error(); });
        std::jthread consumer([&] { consumerError = empty.pop({}).error(); });
        full.close(kSourceFailed);
        empty.close(kSourceFailed);
        producer.join();
        consumer.join();
        QCOMPARE(*producerError, kSourceFailed);
        QCOMPARE(*consumerError, kSourceFailed);
    }
}

void TestBoundedQueue::close_firstReasonCounts() {
    Queue queue({1, 1});
    queue.close(kSourceFailed);
    queue.close({ErrorCode::Cancelled, "end", {}, {}, {}});
    QCOMPARE(queue.pop({}).error(), kSourceFailed);
}

QTEST_APPLESS_MAIN(TestBoundedQueue)
#include "test_bounded_queue.moc"
