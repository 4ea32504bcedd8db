#include "engine/base/random.h"
#include "engine/http_server/client.h"
#include "engine/http_server/server.h"
#include "tests/http_server/tcp_client.h"

#include <QTest>
#include <future>
#include <mutex>
#include <thread>

using namespace syncline::http_server;
using namespace std::chrono_literals;
using syncline::base::Random;
using syncline::base::Result;

namespace {

/// Exchanges on their way from the loop to the threads that answer them.
class Pool {
public:
    void put(Exchange exchange) {
        const std::lock_guard lock(m_mutex);
        m_exchanges.push_back(std::move(exchange));
    }
    [[nodiscard]] std::optional<Exchange> take() {
        const std::lock_guard lock(m_mutex);
        if (m_exchanges.empty())
            return std::nullopt;
        std::optional<Exchange> exchange(std::move(m_exchanges.back()));
        m_exchanges.pop_back();
        return exchange;
    }

private:
    std::mutex m_mutex;
    std::vector<Exchange> m_exchanges;
};

/// Threads that run one function until they are stopped.
class Crew {
public:
    Crew(int count, const std::function<void(std::uint64_t seed)>& work) {
        for (int i = 0; i < count; ++i)
            m_threads.emplace_back([this, work, i] {
                for (std::uint64_t round = 0; !m_stop; ++round)
                    work(round * 100 + std::uint64_t(i));
            });
    }
    ~Crew() {
        m_stop = true;
        for (std::thread& thread : m_threads)
            thread.join();
    }
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

private:
    std::atomic<bool> m_stop{false};
    std::vector<std::thread> m_threads;
};

void answerOne(Pool& pool, std::uint64_t seed) {
    auto exchange = pool.take();
    if (!exchange) {
        std::this_thread::yield();
        return;
    }
    Random random(seed);
    if (exchange->isOpen() && random.chance(0.9))
        exchange->send({200, {}, "answer"});
    else if (random.chance(0.5))
        exchange->abort();
}

/// Asks, and now and then does not wait for the answer. The number of answers.
int ask(std::uint16_t port, std::uint64_t seed) {
    Random random(seed);
    TcpClient client(port);
    int answers = 0;
    for (int i = 0; i < 5 && client.isConnected() && client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n"); ++i) {
        if (random.chance(0.1)) {
            client.reset();
            break;
        }
        const auto answer = client.answer(2s);
        if (!answer)
            break;
        answers += answer->status == 200 ? 1 : 0;
    }
    return answers;
}

}  // namespace

/// Many threads at the things that may be used from any thread. Says little by itself; ThreadSanitizer does.
class ThreadsTest : public QObject {
    Q_OBJECT

private slots:
    void loop_takesFunctionsAndTimersFromAllThreads() {
        constexpr int kThreads = 4;
        constexpr int kEach = 200 * SYNCLINE_ROUNDS;
        const auto loop = EventLoop::start("test");
        int ran = 0;  // on the loop only: a race shows that it was not
        std::vector<std::thread> threads;
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back([&] {
                for (int n = 0; n < kEach; ++n) {
                    loop->post([&ran] { ++ran; });
                    loop->after(0ms, [&ran] { ++ran; });
                    const TimerId never = loop->after(0ms, [] {});
                    loop->post([&loop, never] { loop->cancel(never); });
                    if (n % 20 == 0)
                        loop->call([&ran] { ++ran; });
                }
            });
        for (std::thread& thread : threads)
            thread.join();
        int seen = 0;
        constexpr int kExpected = kThreads * (2 * kEach + kEach / 20);
        QTRY_VERIFY_WITH_TIMEOUT((loop->call([&] { seen = ran; }), seen == kExpected), 20000);
    }

    void exchanges_areAnsweredFromAllThreadsWhileClientsComeAndGo() {
        for (int round = 0; round < SYNCLINE_ROUNDS; ++round) {
            Pool pool;
            std::atomic<int> answers = 0;
            auto loop = EventLoop::start("test");
            auto server = *Server::start(*loop, {},
                                         [&pool](const Request&, Exchange exchange) { pool.put(std::move(exchange)); });
            const auto port = server->port();
            {
                const Crew answering(2, [&pool](std::uint64_t seed) { answerOne(pool, seed); });
                const Crew asking(3, [&answers, port](std::uint64_t seed) { answers += ask(port, seed); });
                QTRY_VERIFY_WITH_TIMEOUT(answers > 60, 20000);
                QVERIFY(server->counters().requests >= 60);
                // Either goes while both crews are at work.
                if (round % 2 == 0)
                    server.reset();
                loop.reset();
            }
            server.reset();
            while (auto exchange = pool.take())
                QVERIFY(!exchange->isOpen());
        }
    }

    void clients_mayBeDestroyedOnAnyThread() {
        const auto loop = EventLoop::start("test");
        const auto server = *Server::start(*loop, {}, [](const Request&, Exchange exchange) {
            exchange.send({200, {}, "answer"});
        });
        const std::string url = "http://127.0.0.1:" + std::to_string(server->port()) + "/";
        for (int round = 0; round < 20 * SYNCLINE_ROUNDS; ++round) {
            int called = 0;  // on the loop only, and never behind the client's end
            auto client = std::make_unique<Client>(*loop);
            std::promise<void> first;
            loop->call([&] {
                client->send({"GET", url, {}, {}, 5s}, [&](const Result<Response>&) { first.set_value(); });
                for (int i = 0; i < 3; ++i)
                    client->send({"POST", url, {}, "body", 5s}, [&](const Result<Response>&) { ++called; });
            });
            QCOMPARE(first.get_future().wait_for(5s), std::future_status::ready);
            client.reset();
            QVERIFY(called <= 3);
        }
    }
};

QTEST_GUILESS_MAIN(ThreadsTest)
#include "threads_test.moc"
