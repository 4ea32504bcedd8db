#include "engine/http_server/event_loop.h"

#include <QTest>
#include <future>

#include <pthread.h>

using namespace syncline::http_server;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

/// Tells when the function that holds it has been destroyed.
std::shared_ptr<void> onDestroyed(std::atomic<int>& counter) {
    return {&counter, [](void* pointer) { ++*static_cast<std::atomic<int>*>(pointer); }};
}

}  // namespace

class EventLoopTest : public QObject {
    Q_OBJECT

private slots:
    void functions_runInTheOrderPosted() {
        std::vector<int> order;
        const auto loop = EventLoop::start("test");
        for (int i = 0; i < 1000; ++i)
            loop->post([&order, i] { order.push_back(i); });
        std::size_t seen = 0;
        loop->call([&] { seen = order.size(); });
        QCOMPARE(seen, std::size_t(1000));
        QVERIFY(std::is_sorted(order.begin(), order.end()));
    }

    void call_returnsBehindTheFunction() {
        const auto loop = EventLoop::start("a name longer than fifteen");
        std::string name(32, '\0');
        loop->call([&] { pthread_getname_np(pthread_self(), name.data(), name.size()); });
        QCOMPARE(name.c_str(), "a name longer t");
    }

    void timers_fireInTheOrderOfTheirTimes() {
        const auto loop = EventLoop::start("test");
        std::vector<int> order;
        std::promise<void> done;
        const auto start = Clock::now();
        loop->after(60ms, [&] {
            order.push_back(60);
            done.set_value();
        });
        loop->after(20ms, [&] { order.push_back(20); });
        loop->after(-5ms, [&] { order.push_back(-5); });
        loop->after(std::chrono::milliseconds::max(), [&] { order.push_back(-1); });
        QCOMPARE(done.get_future().wait_for(5s), std::future_status::ready);
        QVERIFY(Clock::now() - start >= 60ms);
        QCOMPARE(order, (std::vector<int>{-5, 20, 60}));
    }

    void timer_cancelledOnTheLoopDoesNotFire() {
        const auto loop = EventLoop::start("test");
        std::atomic<int> fired = 0;
        std::atomic<int> destroyed = 0;
        loop->call([&] {
            const TimerId timer = loop->after(0ms, [&, alive = onDestroyed(destroyed)] { ++fired; });
            const auto due = Clock::now() + 5ms;
            while (Clock::now() < due) {  // the timer is long over when it is cancelled
            }
            loop->cancel(timer);
            loop->cancel(timer);
            loop->cancel(987654);
        });
        QCOMPARE(destroyed.load(), 1);
        std::promise<void> later;
        loop->after(10ms, [&] { later.set_value(); });
        QCOMPARE(later.get_future().wait_for(5s), std::future_status::ready);
        QCOMPARE(fired.load(), 0);
    }

    void timer_cancelledBeforeTheLoopKnowsIt() {
        const auto loop = EventLoop::start("test");
        std::promise<TimerId> made;
        std::atomic<int> fired = 0;
        std::promise<void> blocked;
        loop->post([&] {
            blocked.set_value();
            loop->cancel(made.get_future().get());  // made on the other thread while this function runs
        });
        blocked.get_future().wait();
        made.set_value(loop->after(0ms, [&] { ++fired; }));
        std::promise<void> later;
        loop->after(10ms, [&] { later.set_value(); });
        QCOMPARE(later.get_future().wait_for(5s), std::future_status::ready);
        QCOMPARE(fired.load(), 0);
    }

    void timer_mayCancelItselfAndMakeAnother() {
        const auto loop = EventLoop::start("test");
        std::promise<void> done;
        TimerId first = 0;
        loop->call([&] {
            first = loop->after(1ms, [&] {
                loop->cancel(first);
                loop->after(1ms, [&] { done.set_value(); });
            });
        });
        QCOMPARE(done.get_future().wait_for(5s), std::future_status::ready);
    }

    void stopping_dropsWhatHasNotBegun() {
        std::atomic<int> ran = 0;
        std::atomic<int> destroyed = 0;
        {
            const auto loop = EventLoop::start("test");
            std::promise<void> begun;
            std::promise<void> goOn;
            loop->post([&] {
                begun.set_value();
                goOn.get_future().wait();
            });
            begun.get_future().wait();
            loop->after(1h, [&, alive = onDestroyed(destroyed)] { ++ran; });
            for (int i = 0; i < 10; ++i)
                loop->post([&, alive = onDestroyed(destroyed)] { ++ran; });
            // Waiting callers are let go as well.
            auto caller = std::async(std::launch::async, [&] { loop->call([&] { ++ran; }); });
            auto stopper = std::async(std::launch::async, [&goOn] { goOn.set_value(); });
            stopper.wait();
            caller.wait();
        }
        QCOMPARE(destroyed.load(), 11);
        QVERIFY(ran.load() <= 11);
    }

    void stopping_doesNotWaitForTimers() {
        const auto start = Clock::now();
        {
            EventLoop::start("test")->after(1h, [] {});
        }
        QVERIFY(Clock::now() - start < 5s);
    }
};

QTEST_APPLESS_MAIN(EventLoopTest)
#include "event_loop_test.moc"
