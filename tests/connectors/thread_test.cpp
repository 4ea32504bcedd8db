#include "engine/connectors/connector_thread.h"
#include "engine/connectors/memory_secrets.h"
#include "engine/connectors/qt_timers.h"
#include "engine/connectors/threaded_connector.h"
#include "tests/connectors/test_server.h"

#include <QTest>
#include <QThread>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <thread>

using namespace syncline;
using namespace std::chrono_literals;
using connectors::ConnectorThread;
using connectors::QtTimers;
using connectors::ThreadedConnector;
using core::Side;

namespace {

const auto kUnexpected = [](const base::Error& error) { QFAIL(error.message().c_str()); };

/// What a client did, as seen from outside.
struct Seen {
    std::mutex mutex;
    std::vector<std::string> calls;
    std::atomic<int> threads{0};  ///< calls on another thread than the first
    std::atomic<bool> isGone{false};

    void note(const std::string& call) {
        const std::lock_guard lock(mutex);
        calls.push_back(call);
    }
    [[nodiscard]] std::vector<std::string> all() {
        const std::lock_guard lock(mutex);
        return calls;
    }
};

/// Answers a read by an HTTP request to the URL that is its object, and a find after a timer.
class SmallClient final : public connectors::SideClient {
public:
    SmallClient(connectors::SideTools tools, Seen& seen)
        : m_tools(tools), m_seen(seen), m_thread(QThread::currentThread()) {}
    ~SmallClient() override {
        note("gone");
        m_seen.isGone = true;
    }

    void start(connectors::ConnectorListener& listener, std::vector<core::Position> positions) override {
        m_listener = &listener;
        note("start " + (positions.empty() ? "" : positions[0].text));
        m_listener->stateChanged(Side::HubSpot, core::ConnectorPhase::Connected, {});
    }
    void acknowledge(core::Position position) override { note("acknowledge " + position.text); }
    void request(connectors::ReadRequest request) override {
        if (request.object == "throw")
            throw std::runtime_error("a fault of the client");
        connectors::HttpRequest http;
        http.url = request.object;
        m_tools.http.send(http, [this, id = request.id](const connectors::HttpAnswer& answer) {
            const auto* response = std::get_if<connectors::HttpResponse>(&answer);
            note("answer " + (response ? response->body : "none"));
            m_listener->answered(Side::HubSpot, connectors::ReadAnswer{id, {}, {}, {}});
        });
    }
    void request(connectors::FindRequest) override {
        m_tools.timers.after(1ms, [this] {
            note("timer");
            throw std::runtime_error("a fault in a timer");
        });
    }
    void request(connectors::WriteRequest request) override {
        note("write " + request.object);
        m_listener->answered(Side::HubSpot, connectors::WriteAnswer{request.id, {}, {}, {}});
    }
    void tryNow() override { note("try now"); }
    void stop() override { note("stop"); }

private:
    void note(const std::string& call) {
        m_seen.threads += QThread::currentThread() == m_thread ? 0 : 1;
        m_seen.note(call);
    }

    const connectors::SideTools m_tools;
    Seen& m_seen;
    const QThread* m_thread;
    connectors::ConnectorListener* m_listener = nullptr;
};

class Listener final : public connectors::ConnectorListener {
public:
    void captured(Side, connectors::Captured) override {}
    void missed(Side, connectors::MissedChanges) override {}
    void stateChanged(Side, core::ConnectorPhase phase, std::optional<base::Error> why) override {
        const std::lock_guard lock(m_mutex);
        m_phases.push_back(phase);
        m_why = std::move(why);
    }
    void outageChanged(Side, connectors::Outage) override {}
    void answered(Side, connectors::ReadAnswer) override { ++answers; }
    void answered(Side, connectors::WriteAnswer) override { ++answers; }

    [[nodiscard]] core::ConnectorPhase phase() {
        const std::lock_guard lock(m_mutex);
        return m_phases.empty() ? core::ConnectorPhase::Stopped : m_phases.back();
    }
    [[nodiscard]] std::string why() {
        const std::lock_guard lock(m_mutex);
        return m_why ? m_why->detail : std::string();
    }
    [[nodiscard]] std::size_t changes() {
        const std::lock_guard lock(m_mutex);
        return m_phases.size();
    }
    std::atomic<int> answers{0};

private:
    std::mutex m_mutex;
    std::vector<core::ConnectorPhase> m_phases;
    std::optional<base::Error> m_why;
};

/// Counts what leaves for the network.
class CountingSender final : public connectors::HttpSender {
public:
    CountingSender(connectors::HttpSender& out, std::atomic<int>& left) : m_out(out), m_left(left) {}

    connectors::SendId send(connectors::HttpRequest request,
                            std::function<void(connectors::HttpAnswer)> done) override {
        ++m_left;
        return m_out.send(std::move(request), std::move(done));
    }
    void cancel(connectors::SendId id) override { m_out.cancel(id); }

private:
    connectors::HttpSender& m_out;
    std::atomic<int>& m_left;
};

/// Answers nothing by itself.
class HeldAnswers {
public:
    [[nodiscard]] test::TestServer::Answer taker() {
        return [this](const http_server::Request&, http_server::Exchange exchange) {
            const std::lock_guard lock(m_mutex);
            m_held.push_back(std::move(exchange));
        };
    }
    [[nodiscard]] std::size_t count() {
        const std::lock_guard lock(m_mutex);
        return m_held.size();
    }
    void answerFirst() {
        const std::lock_guard lock(m_mutex);
        m_held.at(0).send(http_server::Response{200, {}, "at last"});
    }

private:
    std::mutex m_mutex;
    std::vector<http_server::Exchange> m_held;
};

connectors::ConnectorParts partsWith(Seen& seen) {
    connectors::ConnectorParts parts;
    parts.side = Side::HubSpot;
    parts.limits = {100, 50, 10};
    parts.makeSecrets = [] { return std::make_unique<connectors::MemorySecrets>(); };
    parts.makeClient = [&seen](connectors::SideTools tools) { return std::make_unique<SmallClient>(tools, seen); };
    return parts;
}

connectors::ReadRequest readOf(std::string object) {
    connectors::ReadRequest request;
    request.object = std::move(object);
    return request;
}

connectors::WriteRequest writeOf(std::string object) {
    connectors::WriteRequest request;
    request.object = std::move(object);
    return request;
}

}  // namespace

class ThreadTest : public QObject {
    Q_OBJECT

private slots:
    void functions_runInOrderOnTheThread() {
        std::vector<int> order;
        const QThread* thread = nullptr;
        bool isCurrent = false;
        ConnectorThread worker("test", kUnexpected);
        QVERIFY(!worker.isCurrent());
        for (int i = 0; i < 100; ++i)
            worker.post([&order, i] { order.push_back(i); });
        worker.post([&] {
            thread = QThread::currentThread();
            isCurrent = worker.isCurrent();
        });
        worker.stop([&] { order.push_back(-1); });
        QCOMPARE(order.size(), std::size_t(101));
        for (std::size_t i = 0; i < 100; ++i)
            QCOMPARE(order[i], int(i));
        QCOMPARE(order.back(), -1);
        QVERIFY(thread != QThread::currentThread());
        QVERIFY(isCurrent);
    }

    void functions_fromManyThreadsAllRun() {
        std::atomic<int> count{0};
        ConnectorThread worker("test", kUnexpected);
        {
            std::vector<std::jthread> posters;
            for (int poster = 0; poster < 4; ++poster) {
                posters.emplace_back([&] {
                    for (int i = 0; i < 500; ++i)
                        worker.post([&count] { ++count; });
                });
            }
        }
        worker.stop();
        QCOMPARE(count.load(), 2000);
    }

    void stop_refusesWhatComesLater() {
        bool isRun = false;
        ConnectorThread worker("test", kUnexpected);
        worker.stop();
        QVERIFY(!worker.post([&] { isRun = true; }));
        worker.stop([&] { isRun = true; });
        QVERIFY(!isRun);
    }

    void exception_endsTheWorkButNotTheEnd() {
        std::vector<std::string> seen;
        std::string told;
        ConnectorThread worker("test", [&](const base::Error& error) { told = error.detail; });
        worker.post([] { throw std::runtime_error("boom"); });
        worker.post([&] { seen.emplace_back("after"); });
        worker.stop([&] { seen.emplace_back("last"); });
        QCOMPARE(told, std::string("boom"));
        QCOMPARE(seen, (std::vector<std::string>{"last"}));
    }

    void exception_fromTheEventLoopIsCaught() {
        std::string told;
        int last = 0;
        std::mutex mutex;
        std::condition_variable arrived;
        ConnectorThread worker("test", [&](const base::Error& error) {
            const std::lock_guard lock(mutex);
            told = error.detail;
            arrived.notify_all();
        });
        worker.post([] { QTimer::singleShot(0, [] { throw 42; }); });
        {
            std::unique_lock lock(mutex);
            QVERIFY(arrived.wait_for(lock, 10s, [&] { return !told.empty(); }));
        }
        worker.stop([&] { ++last; });
        QCOMPARE(last, 1);
    }

    void timers_runInTheOrderOfTheirTimes() {
        const base::SystemClock clock;
        QtTimers timers(clock);
        std::vector<int> order;
        const base::MonotonicTime start = clock.monotonicNow();
        base::MonotonicTime third{};
        timers.after(30ms, [&] {
            order.push_back(3);
            third = clock.monotonicNow();
        });
        timers.after(0ms, [&] { order.push_back(1); });
        timers.after(-5ms, [&] { order.push_back(1); });
        timers.after(10ms, [&] { order.push_back(2); });
        timers.after(24h * 365 * 1000, [&] { order.push_back(9); });
        const connectors::TimerId cancelled = timers.after(5ms, [&] { order.push_back(7); });
        timers.cancel(cancelled);
        timers.cancel(cancelled);
        QVERIFY(order.empty());
        QTRY_COMPARE(order.size(), std::size_t(4));
        QCOMPARE(order, (std::vector<int>{1, 1, 2, 3}));
        QVERIFY(third - start >= 30ms);
    }

    void timers_waitForTheClock() {
        base::ManualClock clock{base::WallTime{}};
        QtTimers timers(clock);
        const base::SystemClock real;
        QtTimers realTimers(real);
        bool isRun = false;
        bool isLater = false;
        timers.after(10ms, [&] { isRun = true; });
        realTimers.after(40ms, [&] { isLater = true; });
        QTRY_VERIFY(isLater);
        QVERIFY(!isRun);
        clock.advance(10ms);
        QTRY_VERIFY(isRun);
    }

    void timers_mayBeMadeAndCancelledInACallback() {
        const base::SystemClock clock;
        QtTimers timers(clock);
        int runs = 0;
        connectors::TimerId other = timers.after(20ms, [&] { runs += 100; });
        timers.after(1ms, [&] {
            timers.cancel(other);
            timers.after(1ms, [&] { ++runs; });
            ++runs;
        });
        QTRY_COMPARE(runs, 2);
    }

    void connector_runsItsClientOnOneThread() {
        const base::SystemClock clock;
        test::TestServer server;
        server.on("/a", http_server::Response{200, {}, "over http"});
        Seen seen;
        Listener listener;
        {
            ThreadedConnector connector(partsWith(seen), clock);
            QCOMPARE(connector.readLimit(), std::size_t(100));
            QCOMPARE(connector.historyLimit(), std::size_t(50));
            QCOMPARE(connector.writeLimit(), std::size_t(10));
            connector.request(writeOf("too early"));
            connector.start(listener, {{"journal", "p1"}});
            connector.acknowledge({"journal", "p2"});
            connector.request(writeOf("contacts"));
            connector.tryNow();
            connector.request(readOf(server.url("/a")));
            QTRY_COMPARE(listener.answers.load(), 2);
            connector.stop();
            connector.request(writeOf("too late"));
            connector.stop();
        }
        QCOMPARE(seen.all(), (std::vector<std::string>{"start p1", "acknowledge p2", "write contacts", "try now",
                                                       "answer over http", "stop", "gone"}));
        QCOMPARE(seen.threads.load(), 0);
    }

    void connector_endsWithRequestsUnderWay() {
        const base::SystemClock clock;
        test::TestServer server;
        std::vector<http_server::Exchange> held;
        server.on("/a", [&](const http_server::Request&, http_server::Exchange exchange) {
            held.push_back(std::move(exchange));
        });
        Seen seen;
        Listener listener;
        {
            ThreadedConnector connector(partsWith(seen), clock);
            connector.start(listener, {});
            connector.request(readOf(server.url("/a")));
            QTRY_COMPARE(server.count("/a"), std::size_t(1));
        }
        QVERIFY(seen.isGone);
        QCOMPARE(listener.answers.load(), 0);
        QTRY_VERIFY(!held.at(0).isOpen());
    }

    /// Not when the client asks, but when the side's budget lets it go: Salesforce has five requests at once.
    void wrappedSender_seesARequestWhenItLeaves() {
        constexpr int kAtOnce = 5;
        const base::SystemClock clock;
        HeldAnswers held;
        test::TestServer server;
        server.on("/a", held.taker());
        Seen seen;
        Listener listener;
        std::atomic<int> left{0};
        connectors::ConnectorParts parts = partsWith(seen);
        parts.side = Side::Salesforce;
        parts.wrapSender = [&left](connectors::HttpSender& out) { return std::make_unique<CountingSender>(out, left); };
        ThreadedConnector connector(std::move(parts), clock);
        connector.start(listener, {});
        for (int i = 0; i <= kAtOnce; ++i)
            connector.request(readOf(server.url("/a")));
        connector.tryNow();
        QTRY_COMPARE(seen.all(), (std::vector<std::string>{"start ", "try now"}));
        QTRY_COMPARE(held.count(), std::size_t(kAtOnce));
        QCOMPARE(left.load(), kAtOnce);
        held.answerFirst();
        QTRY_COMPARE(held.count(), std::size_t(kAtOnce) + 1);
        QCOMPARE(left.load(), kAtOnce + 1);
    }

    void connector_neverStartedEnds() {
        const base::SystemClock clock;
        Seen seen;
        { const ThreadedConnector connector(partsWith(seen), clock); }
        QVERIFY(seen.all().empty());
    }

    void client_thatThrowsIsStopped_data() {
        QTest::addColumn<bool>("inTimer");
        QTest::addColumn<QString>("why");
        QTest::newRow("in a call") << false << "a fault of the client";
        QTest::newRow("in a callback") << true << "a fault in a timer";
    }
    void client_thatThrowsIsStopped() {
        QFETCH(bool, inTimer);
        QFETCH(QString, why);
        const base::SystemClock clock;
        Seen seen;
        Listener listener;
        ThreadedConnector connector(partsWith(seen), clock);
        connector.start(listener, {});
        if (inTimer)
            connector.request(connectors::FindRequest{});
        else
            connector.request(readOf("throw"));
        QTRY_COMPARE(listener.changes(), std::size_t(2));
        connector.request(writeOf("later"));
        connector.stop();
        QVERIFY(listener.phase() == core::ConnectorPhase::Stopped);
        QCOMPARE(listener.why(), why.toStdString());
        QVERIFY(seen.isGone);
        QCOMPARE(listener.answers.load(), 0);
    }
};

QTEST_GUILESS_MAIN(ThreadTest)
#include "thread_test.moc"
