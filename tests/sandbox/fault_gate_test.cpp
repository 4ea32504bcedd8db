#include "engine/sandbox/fault_gate.h"

#include <QElapsedTimer>
#include <QTest>
#include <future>

using namespace syncline;
using namespace syncline::sandbox;

namespace {

/// Answers every request with a body of eight bytes; what is no GET writes.
class EchoService final : public Service {
public:
    void handle(http_server::Request request, http_server::Exchange exchange) override {
        ++handled;
        exchange.send({request.target == "/refused" ? 400 : 200, {}, "12345678"});
    }
    void pump() override {}
    [[nodiscard]] std::optional<std::chrono::milliseconds> untilDue() const override { return std::nullopt; }
    [[nodiscard]] bool writes(const http_server::Request& request) const override { return request.method != "GET"; }

    int handled = 0;
};

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

private:
    [[nodiscard]] http_server::Outcome ask(const char* method, const char* target);

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

http_server::Outcome FaultGateTest::ask(const char* method, const char* target) {
    std::promise<http_server::Outcome> answered;
    m_loop->call([&] {
        http_server::Request request;
        request.method = method;
        request.target = target;
        m_gate->handle(std::move(request), http_server::Exchange([&](http_server::Outcome outcome) {
                           answered.set_value(std::move(outcome));
                       }));
    });
    return answered.get_future().get();
}

void FaultGateTest::faults_changeTheAnswer_data() {
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("handled");
    QTest::newRow("none") << QByteArray("none") << QByteArray("200") << 1;
    QTest::newRow("outage") << QByteArray("outage") << QByteArray("503") << 0;
    QTest::newRow("refused connections") << QByteArray("refuse") << QByteArray("abort") << 0;
    QTest::newRow("cut answer") << QByteArray("cut") << QByteArray("cut after 4") << 1;
}

void FaultGateTest::faults_changeTheAnswer() {
    QFETCH(QByteArray, fault);
    QFETCH(QByteArray, answer);
    QFETCH(int, handled);
    m_faults.outage = fault == "outage";
    m_faults.refuseConnections = fault == "refuse";
    m_faults.cutAnswers = fault == "cut" ? 1 : 0;
    const http_server::Outcome outcome = ask("GET", "/");
    QByteArray seen = "abort";
    if (const auto* whole = std::get_if<http_server::SendWhole>(&outcome))
        seen = QByteArray::number(whole->response.status);
    if (const auto* cut = std::get_if<http_server::SendCut>(&outcome))
        seen = "cut after " + QByteArray::number(qulonglong(cut->bodyBytes));
    QCOMPARE(seen, answer);
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

QTEST_GUILESS_MAIN(FaultGateTest)
#include "fault_gate_test.moc"
