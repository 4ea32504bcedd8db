#include "app/wire_times.h"

#include "engine/connectors/budgeted_sender.h"
#include "tests/support/fake_http.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using app::WireTimes;
using connectors::BudgetedSender;
using connectors::HttpAnswer;
using connectors::HttpRequest;

namespace {

/// Salesforce's budget over a sender that notes marks, over no network.
struct Wire {
    base::ManualClock clock{base::WallTime{}};
    test::FakeTimers timers{clock};
    test::FakeHttp http;
    WireTimes times{clock};
    app::TimedSender timed{http, times};
    BudgetedSender sender{core::Side::Salesforce, timed, timers, clock};

    void send(const std::string& body) {
        HttpRequest request;
        request.method = "PATCH";
        request.url = "https://a.my.salesforce.com/services/data/v66.0/composite/sobjects";
        request.body = body;
        sender.send(std::move(request), [](const HttpAnswer&) {});
    }
};

}  // namespace

class WireTimesTest : public QObject {
    Q_OBJECT

private slots:
    void marks_areNotedAsTheyComeAndGo() {
        Wire wire;
        const base::MonotonicTime start = wire.clock.monotonicNow();
        wire.send("no mark");
        wire.timers.advance(1ms);
        wire.http.answerTo(wire.http.open().front(), test::answer(200, "here is mark 7."));
        wire.timers.advance(1ms);
        wire.send("there goes mark 7.");
        wire.timers.advance(1ms);
        wire.http.answerTo(wire.http.open().front(), test::answer(200, "{}"));
        const auto all = wire.times.all();
        QCOMPARE(all.size(), std::size_t{1});
        QVERIFY(all.at(7).in == start + 1ms);
        QVERIFY(all.at(7).out == start + 2ms);
        QVERIFY(all.at(7).done == start + 3ms);
    }

    /// The wait is ours.
    void write_thatTheBudgetHoldsBack_leavesWhenItLeaves() {
        constexpr int kAtOnce = 5;
        Wire wire;
        const base::MonotonicTime start = wire.clock.monotonicNow();
        for (int i = 0; i < kAtOnce; ++i)
            wire.send("no mark");
        wire.send("there goes mark 7.");
        QVERIFY(wire.times.all().empty());
        wire.timers.advance(40ms);
        wire.http.answerTo(wire.http.open().front(), test::answer(200, "{}"));
        const auto all = wire.times.all();
        QCOMPARE(all.size(), std::size_t{1});
        QVERIFY(all.at(7).out == start + 40ms);
    }
};

QTEST_GUILESS_MAIN(WireTimesTest)
#include "wire_times_test.moc"
