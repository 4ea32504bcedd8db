#include "tests/ui/support/fake_bridge.h"

#include <QSignalSpy>
#include <QTest>
#include <optional>

using namespace syncline;
using test::FakeBridge;

namespace {

std::function<base::Result<core::Seq>(const ui::SeqAtTime&)> always(std::int64_t seq) {
    return [seq](const ui::SeqAtTime&) { return core::Seq(seq); };
}

}  // namespace

/// What tests of views stand on.
class FakeBridgeTest : public QObject {
    Q_OBJECT
private slots:
    void query_isAnsweredFromTheEventLoop();
    void query_withoutHandlerStaysOutUntilThereIsOne();
    void query_cancelledIsNeverAnswered();
    void ticket_newerTakesTheOldersPlace();
    void command_isKeptAndRepliedTo();
    void snapshot_isTold();
};

void FakeBridgeTest::query_isAnsweredFromTheEventLoop() {
    FakeBridge bridge;
    bridge.onQuery<ui::SeqAtTime>(always(7));
    std::optional<core::Seq> got;
    const ui::Ticket ticket =
        bridge.query(ui::SeqAtTime{}, [&](const base::Result<core::Seq>& answer) { got = answer.value(); });
    QVERIFY(!got);
    QVERIFY(ticket.isOut());
    QTRY_COMPARE(got, core::Seq(7));
    QVERIFY(!ticket.isOut());
    QCOMPARE(bridge.asked<ui::SeqAtTime>().size(), std::size_t{1});
}

void FakeBridgeTest::query_withoutHandlerStaysOutUntilThereIsOne() {
    FakeBridge bridge;
    int answers = 0;
    std::vector<ui::Ticket> tickets;
    tickets.push_back(bridge.query(ui::SeqAtTime{}, [&](const base::Result<core::Seq>&) { ++answers; }));
    bridge.onQuery<ui::Totals>([](const ui::Totals&) { return ui::TotalCounts{}; });
    tickets.push_back(bridge.query(ui::Totals{}, [&](const base::Result<ui::TotalCounts>&) { answers += 10; }));
    QTRY_COMPARE(answers, 10);
    QVERIFY(tickets.front().isOut());
    bridge.onQuery<ui::SeqAtTime>(always(7));
    QTRY_COMPARE(answers, 11);
}

void FakeBridgeTest::query_cancelledIsNeverAnswered() {
    FakeBridge bridge;
    bridge.onQuery<ui::SeqAtTime>(always(7));
    bool answered = false;
    bool later = false;
    (void)bridge.query(ui::SeqAtTime{}, [&](const base::Result<core::Seq>&) { answered = true; });
    const ui::Ticket ticket = bridge.query(ui::SeqAtTime{}, [&](const base::Result<core::Seq>&) { later = true; });
    QTRY_VERIFY(later);
    QVERIFY(!answered);
}

void FakeBridgeTest::ticket_newerTakesTheOldersPlace() {
    FakeBridge bridge;
    std::vector<std::int64_t> got;
    const auto keep = [&](const base::Result<core::Seq>& answer) { got.push_back(answer.value().value()); };
    ui::Ticket ticket = bridge.query(ui::SeqAtTime{}, keep);
    ticket = bridge.query(ui::SeqAtTime{}, keep);
    bridge.onQuery<ui::SeqAtTime>(always(8));
    QTRY_COMPARE(got, std::vector<std::int64_t>{8});
    QCOMPARE(bridge.asked<ui::SeqAtTime>().size(), std::size_t{2});
}

void FakeBridgeTest::command_isKeptAndRepliedTo() {
    FakeBridge bridge;
    std::vector<base::Result<core::Seq>> replies;
    const auto keep = [&](const base::Result<core::Seq>& reply) { replies.push_back(reply); };
    bridge.submit(ui::SetMode{core::Mode::Live, core::Side::HubSpot, "grace"}, keep);
    QVERIFY(replies.empty());
    QTRY_COMPARE(replies.size(), std::size_t{1});
    QCOMPARE(replies[0], base::Result<core::Seq>(core::Seq(1)));
    bridge.setReply(base::Error{base::ErrorCode::AlreadyExists, "resolve", "conflict 4", "it has changed", ""});
    bridge.submit(ui::SetMode{}, keep);
    QTRY_COMPARE(replies.size(), std::size_t{2});
    QVERIFY(!replies[1]);
    QCOMPARE(bridge.commands().size(), std::size_t{2});
    QCOMPARE(std::get<ui::SetMode>(bridge.commands()[0]).target, core::Side::HubSpot);
}

void FakeBridgeTest::snapshot_isTold() {
    FakeBridge bridge;
    const QSignalSpy told(&bridge, &ui::Bridge::snapshotChanged);
    ui::Snapshot snapshot;
    snapshot.head = core::Seq(12);
    bridge.setSnapshot(snapshot);
    QCOMPARE(told.count(), 0);
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(bridge.snapshot(), snapshot);
}

QTEST_MAIN(FakeBridgeTest)
#include "fake_bridge_test.moc"
