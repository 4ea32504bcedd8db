#include "engine/sandbox/fault_gate.h"

#include <QElapsedTimer>
#include <QTest>
#include <future>
#include <memory>
#include <optional>

using namespace syncline;
using namespace syncline::sandbox;

namespace {

/// Answers with a body of eight bytes, "/empty" with none, and keeps "/held"; what is no GET writes.
class EchoService final : public Service {
public:
    void handle(http_server::Request request, http_server::Exchange exchange) override {
        ++handled;
        if (request.target == "/held")
            held.emplace(std::move(exchange));
        else if (request.target == "/empty")
            exchange.send({204, {}, {}});
        else
            exchange.send({request.target == "/refused" ? 400 : 200, {}, "12345678"});
    }
    void pump() override {}
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const override { return std::nullopt; }
    [[nodiscard]] bool writes(const http_server::Request& request) const override { return request.method != "GET"; }

    int handled = 0;
    std::optional<http_server::Exchange> held;
};

QByteArray described(const http_server::Outcome& outcome) {
    if (const auto* whole = std::get_if<http_server::SendWhole>(&outcome))
        return QByteArray::number(whole->response.status);
    if (const auto* cut = std::get_if<http_server::SendCut>(&outcome))
        return "cut after " + QByteArray::number(qulonglong(cut->bodyBytes));
    return "abort";
}

}  // namespace

class FaultGateTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_gate.reset(); }
    void faults_changeTheAnswer_data();
    void faults_changeTheAnswer();
    void lostAnswers_areThoseOfDoneWrites();
    void slowness_delaysTheAnswer();
    void heldRequests_endWithAnOutage_data();
    void heldRequests_endWithAnOutage();
    void lateAnswers_areLostInAnOutage();

private:
    [[nodiscard]] std::future<http_server::Outcome> start(const char* method, const char* target);
    [[nodiscard]] http_server::Outcome ask(const char* method, const char* target) {
        return start(method, target).get();
    }

    std::unique_ptr<http_server::EventLoop> m_loop = http_server::EventLoop::start("gate-test");
    EchoService m_service;
    Faults m_faults;
    std::unique_ptr<FaultGate> m_gate;
};

void FaultGateTest::init() {
    m_faults = {};
    m_service.handled = 0;
    m_gate = std::make_unique<FaultGate>(*m_loop, m_service, m_faults);
}

std::future<http_server::Outcome> FaultGateTest::start(const char* method, const char* target) {
    auto answered = std::make_shared<std::promise<http_server::Outcome>>();
    m_loop->call([&] {
        http_server::Request request;
        request.method = method;
        request.target = target;
        m_gate->handle(std::move(request), http_server::Exchange([answered](http_server::Outcome outcome) {
                           answered->set_value(std::move(outcome));
                       }));
    });
    return answered->get_future();
}

void FaultGateTest::faults_changeTheAnswer_data() {
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("handled");
    const auto row = [](const char* name, const char* fault, const char* target, const char* answer, int handled) {
        QTest::newRow(name) << QByteArray(fault) << QByteArray(target) << QByteArray(answer) << handled;
    };
    row("none", "none", "/", "200", 1);
    row("outage", "outage", "/", "503", 0);
    row("refused connections", "refuse", "/", "abort", 0);
    row("cut answer", "cut", "/", "cut after 4", 1);
    row("cut answer that has no body", "cut", "/empty", "abort", 1);
}

void FaultGateTest::faults_changeTheAnswer() {
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, answer);
    QFETCH(int, handled);
    m_faults.outage = fault == "outage";
    m_faults.refuseConnections = fault == "refuse";
    m_faults.cutAnswers = fault == "cut" ? 1 : 0;
    QCOMPARE(described(ask("GET", target.constData())), answer);
    QCOMPARE(m_service.handled, handled);
}

void FaultGateTest::lostAnswers_areThoseOfDoneWrites() {
    m_faults.loseAnswers = 1;
    QVERIFY(std::holds_alternative<http_server::SendWhole>(ask("GET", "/")));
    QVERIFY(std::holds_alternative<http_server::SendWhole>(ask("POST", "/refused")));
    QVERIFY(std::holds_alternative<http_server::Abort>(ask("POST", "/")));
    QVERIFY(std::holds_alternative<http_server::SendWhole>(ask("POST", "/")));
    QCOMPARE(m_service.handled, 4);
    QCOMPARE(m_gate->counters(), (GateCounters{4, 2, 1, 0}));
}

void FaultGateTest::slowness_delaysTheAnswer() {
    m_faults.slowness = std::chrono::milliseconds(30);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(std::holds_alternative<http_server::SendWhole>(ask("GET", "/")));
    QVERIFY(timer.elapsed() >= 30);
}

void FaultGateTest::heldRequests_endWithAnOutage_data() {
    QTest::addColumn<bool>("refuse");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("outage") << false << QByteArray("503");
    QTest::newRow("refused connections") << true << QByteArray("abort");
}

void FaultGateTest::heldRequests_endWithAnOutage() {
    QFETCH(bool, refuse);
    QFETCH(QByteArray, answer);
    std::future<http_server::Outcome> held = start("POST", "/held");
    m_loop->call([this] { m_gate->enforce(); });
    QVERIFY(m_service.held->isOpen());
    m_loop->call([&] {
        (refuse ? m_faults.refuseConnections : m_faults.outage) = true;
        m_gate->enforce();
    });
    QCOMPARE(described(held.get()), answer);
    QVERIFY(!m_service.held->isOpen());
    m_loop->call([this] { m_service.held.reset(); });
    QCOMPARE(m_gate->counters().outages, std::uint64_t{1});
}

void FaultGateTest::lateAnswers_areLostInAnOutage() {
    m_faults.slowness = std::chrono::milliseconds(30);
    std::future<http_server::Outcome> late = start("POST", "/");
    m_loop->call([this] { m_faults.outage = true; });
    QCOMPARE(described(late.get()), QByteArray("503"));
    QCOMPARE(m_service.handled, 1);
}

QTEST_GUILESS_MAIN(FaultGateTest)
#include "fault_gate_test.moc"
