#include "engine/base/bounded_queue.h"
#include "engine/base/latest_value.h"
#include "engine/base/random.h"
#include "engine/base/try.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <thread>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline::base;

namespace {

constexpr int kProducers = 4;
constexpr int kConsumers = 3;
constexpr int kPerProducer = 20000;
constexpr std::size_t kMostItems = 16;
constexpr std::size_t kMostBytes = 1000;

struct Item {
    int producer = 0;
    int number = 0;
    std::size_t bytes = 0;
    std::unique_ptr<int> onTheHeap;
};

using Queue = BoundedQueue<Item>;

const Error kDone{ErrorCode::Cancelled, "produce", "load", "all is produced", {}};

Item makeItem(int producer, int number, Random& random) {
    // Every hundredth is larger than the whole queue.
    const std::size_t bytes = random.chance(0.01) ? kMostBytes * 2 : random.below(200);
    return {producer, number, bytes, std::make_unique<int>(number)};
}

void produce(Queue& queue, int producer, std::atomic<int>& failures) {
    Random random(static_cast<std::uint64_t>(producer));
    for (int number = 0; number < kPerProducer; ++number) {
        Item item = makeItem(producer, number, random);
        const std::size_t bytes = item.bytes;
        const bool patient = random.chance(0.5);
        const Result<bool> taken = patient ? Result<bool>(false) : queue.tryPush(std::move(item), bytes);
        if (!taken || (!*taken && !queue.push(std::move(item), bytes, {})))
            ++failures;
    }
}

/// What one consumer has seen: of each producer the last number, and how many in all.
struct Seen {
    std::array<int, kProducers> last;
    std::array<int, kProducers> count{};
    int outOfOrder = 0;
    Error end;

    Seen() { last.fill(-1); }
    void add(const Item& item) {
        const auto producer = static_cast<std::size_t>(item.producer);
        if (item.number <= last[producer] || *item.onTheHeap != item.number)
            ++outOfOrder;
        last[producer] = item.number;
        ++count[producer];
    }
};

Result<void> consumeOnce(Queue& queue, int way, Seen& seen) {
    if (way == 0) {
        TRY_ASSIGN(const Item item, queue.pop({}));
        seen.add(item);
        return {};
    }
    if (way == 1) {
        TRY_ASSIGN(const std::optional<Item> item, queue.tryPop());
        if (item)
            seen.add(*item);
        return {};
    }
    TRY_ASSIGN(const std::vector<Item> items, queue.popAll(5, {}));
    for (const Item& item : items)
        seen.add(item);
    return {};
}

void consume(Queue& queue, int consumer, Seen& seen) {
    Random random(static_cast<std::uint64_t>(1000 + consumer));
    while (true) {
        const Result<void> consumed = consumeOnce(queue, static_cast<int>(random.below(3)), seen);
        if (!consumed) {
            seen.end = consumed.error();
            return;
        }
    }
}

/// A snapshot whose two halves must agree.
struct Pair {
    std::uint64_t one = 0;
    std::uint64_t two = 0;
};

}  // namespace

class TestThreadsUnderLoad : public QObject {
    Q_OBJECT

private slots:
    void queue_losesAndDoublesNothing();
    void queue_stopsWhoeverWaits();
    void slot_showsWholeSnapshotsInOrder();
};

void TestThreadsUnderLoad::queue_losesAndDoublesNothing() {
    Queue queue({kMostItems, kMostBytes});
    std::vector<Seen> seen(kConsumers);
    std::atomic<int> failures = 0;
    {
        std::vector<std::jthread> consumers;
        for (int i = 0; i < kConsumers; ++i)
            consumers.emplace_back([&, i] { consume(queue, i, seen[static_cast<std::size_t>(i)]); });
        {
            std::vector<std::jthread> producers;
            for (int i = 0; i < kProducers; ++i)
                producers.emplace_back([&, i] { produce(queue, i, failures); });
        }
        queue.close(kDone);
    }
    QCOMPARE(failures.load(), 0);
    for (std::size_t producer = 0; producer < kProducers; ++producer) {
        int count = 0;
        for (const Seen& each : seen)
            count += each.count[producer];
        QCOMPARE(count, kPerProducer);
    }
    for (const Seen& each : seen) {
        QCOMPARE(each.outOfOrder, 0);
        QCOMPARE(each.end, kDone);
    }
    QVERIFY(queue.size() == QueueSize{});
}

void TestThreadsUnderLoad::queue_stopsWhoeverWaits() {
    for (int round = 0; round < 300; ++round) {
        Queue full({1, 1});
        Queue empty({1, 1});
        QVERIFY(full.push(Item(), 1, {}));
        std::atomic<int> cancelled = 0;
        {
            std::vector<std::jthread> waiting;
            for (int i = 0; i < 3; ++i) {
                waiting.emplace_back(
                    [&](const std::stop_token& stop) { cancelled += full.push(Item(), 1, stop).has_value() ? 0 : 1; });
                waiting.emplace_back(
                    [&](const std::stop_token& stop) { cancelled += empty.pop(stop).has_value() ? 0 : 1; });
            }
            // The destructors ask each to stop, then wait for it.
        }
        QCOMPARE(cancelled.load(), 6);
    }
}

void TestThreadsUnderLoad::slot_showsWholeSnapshotsInOrder() {
    constexpr int kPublications = 20000;
    LatestValue<Pair> slot;
    std::atomic<int> wrong = 0;
    {
        std::vector<std::jthread> readers;
        for (int i = 0; i < 3; ++i)
            readers.emplace_back([&](const std::stop_token& stop) {
                Generation seen;
                while (true) {
                    const auto newer = slot.waitForNewer(seen, stop);
                    if (!newer)
                        return;
                    if (newer->generation <= seen || newer->value->one + newer->value->two != 1000000)
                        ++wrong;
                    seen = newer->generation;
                }
            });
        std::vector<std::jthread> publishers;
        for (int i = 0; i < 2; ++i)
            publishers.emplace_back([&] {
                for (std::uint64_t n = 0; n < kPublications; ++n)
                    slot.publish(std::make_shared<const Pair>(Pair{n, 1000000 - n}));
            });
    }
    QCOMPARE(wrong.load(), 0);
    QVERIFY(slot.latest().generation == Generation(2 * kPublications));
}

QTEST_APPLESS_MAIN(TestThreadsUnderLoad)
#include "test_threads_under_load.moc"
