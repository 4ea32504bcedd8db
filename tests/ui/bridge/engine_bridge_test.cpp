#include "ui/bridge/engine_bridge.h"

#include "tests/core/two_sides.h"
#include "tests/runtime/scripted_workspace.h"

#include <QSignalSpy>
#include <QTest>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

using namespace syncline;
using core::Seq;
using test::ScriptedWorkspace;

namespace {

const base::SystemClock kClock;

std::vector<core::Entry> entriesWithAConflict() {
    core::FieldRule rule;
    rule.choice.kind = core::ChoiceKind::Review;
    test::TwoSides sides(rule);
    sides.see(sides.edit(test::kSf, "sf", test::point(0)));
    sides.see(sides.edit(test::kHs, "hs", test::point(5'000)));
    return entriesOf(sides);
}

/// A bridge over a workspace with a conflict, and its engine, which has no connectors.
struct World {
    World() : queries(scripted.workspace(), kClock), ownValues(scripted.workspace()) {
        written = scripted.write(entriesWithAConflict());
        makeBridge();
    }

    void makeBridge() {
        bridge = std::make_unique<ui::EngineBridge>(
            ui::EngineBridge::Parts{queries, ownValues, "grace", scripted.workspace().name, false});
    }
    [[nodiscard]] bool start() {
        auto started = scripted.start();
        if (!started)
            return false;
        engine = *std::move(started);
        bridge->attach(*engine);
        return true;
    }

    ScriptedWorkspace scripted;
    base::Result<void> written;
    runtime::QueryPool queries;
    runtime::OwnValues ownValues;
    std::unique_ptr<runtime::Engine> engine;
    std::unique_ptr<ui::EngineBridge> bridge;  ///< goes before what it refers to
};

ui::ResolveConflict takeHubspot(Seq conflict) {
    ui::ResolveConflict command;
    command.conflict = conflict;
    command.takeSide = core::Side::HubSpot;
    command.who = "grace";
    return command;
}

}  // namespace

/// The bridge over a real engine and the real reader threads.
class EngineBridgeTest : public QObject {
    Q_OBJECT

private slots:
    void command_isRepliedToFromTheEventLoop();
    void command_refusedByTheEngine_saysWhy();
    void command_withoutAnEngine_isRefused();
    void query_isAnsweredFromTheEventLoop();
    void query_withoutAnEngine_isAnswered();
    void query_thatFails_tellsTheError();
    void ticket_cancelled_isNeverAnswered();
    void ticket_newerTakesTheOldersPlace();
    void snapshot_isToldWithWhatHasHappened();
    void snapshot_isToldTwentyTimesASecondAtMost();
    void ownValue_isCheckedByTheMapping();
    void failure_isToldOnTheGuiThread();
    void destroyed_whileQueriesRun();
    void destroyed_beforeAReply();
};

void EngineBridgeTest::command_isRepliedToFromTheEventLoop() {
    World world;
    QVERIFY(world.written);
    QVERIFY(world.start());
    std::optional<base::Result<Seq>> got;
    world.bridge->submit(takeHubspot(Seq(10)), [&](const base::Result<Seq>& reply) { got = reply; });
    QVERIFY(!got);
    QTRY_VERIFY(got);
    QVERIFY2(*got, got->has_value() ? "" : got->error().message().c_str());
    const auto entries = world.scripted.read(got->value());
    QVERIFY(entries);
    QCOMPARE(std::get<core::ConflictResolved>(entries->front().body).who, std::string("grace"));
}

void EngineBridgeTest::command_refusedByTheEngine_saysWhy() {
    World world;
    QVERIFY(world.start());
    std::optional<base::Result<Seq>> got;
    world.bridge->submit(takeHubspot(Seq(2)), [&](const base::Result<Seq>& reply) { got = reply; });
    QTRY_VERIFY(got);
    QVERIFY(!*got);
    QCOMPARE(got->error().code, base::ErrorCode::NotFound);
}

void EngineBridgeTest::command_withoutAnEngine_isRefused() {
    World world;
    std::optional<base::Result<Seq>> got;
    world.bridge->submit(takeHubspot(Seq(10)), [&](const base::Result<Seq>& reply) { got = reply; });
    QVERIFY(!got);
    QTRY_VERIFY(got);
    QVERIFY(!*got);
    QCOMPARE(got->error().code, base::ErrorCode::Unavailable);
}

void EngineBridgeTest::query_isAnsweredFromTheEventLoop() {
    World world;
    QVERIFY(world.start());
    std::optional<std::vector<ui::ConflictRow>> got;
    std::thread::id thread;
    const ui::Ticket ticket =
        world.bridge->query(ui::OpenConflicts{}, [&](base::Result<std::vector<ui::ConflictRow>> answer) {
            thread = std::this_thread::get_id();
            got = std::move(answer).value_or(std::vector<ui::ConflictRow>());
        });
    QVERIFY(!got);
    QVERIFY(ticket.isOut());
    QTRY_VERIFY(got);
    QVERIFY(!ticket.isOut());
    QVERIFY(thread == std::this_thread::get_id());
    QCOMPARE(got->size(), std::size_t{1});
    QCOMPARE(got->front().conflict, Seq(10));
}

void EngineBridgeTest::query_withoutAnEngine_isAnswered() {
    World world;
    std::optional<ui::TotalCounts> got;
    const ui::Ticket ticket =
        world.bridge->query(ui::Totals{}, [&](base::Result<ui::TotalCounts> answer) { got = *answer; });
    QTRY_VERIFY(got);
    QCOMPARE(got->openConflicts, std::size_t{1});
}

void EngineBridgeTest::query_thatFails_tellsTheError() {
    World world;
    std::optional<base::ErrorCode> got;
    const ui::Ticket ticket = world.bridge->query(ui::ConflictAt{Seq(1)}, [&](base::Result<ui::ConflictRow> answer) {
        if (!answer)
            got = answer.error().code;
    });
    QTRY_COMPARE(got, base::ErrorCode::NotFound);
}

void EngineBridgeTest::ticket_cancelled_isNeverAnswered() {
    World world;
    int answered = 0;
    const auto count = [&](const base::Result<ui::TotalCounts>&) { ++answered; };
    std::vector<ui::Ticket> kept;
    for (int i = 0; i < 20; ++i) {
        ui::Ticket cancelled = world.bridge->query(ui::Totals{}, [&](auto&&) { answered += 1000; });
        cancelled.cancel();
        QVERIFY(!cancelled.isOut());
        kept.push_back(world.bridge->query(ui::Totals{}, count));
    }
    QTRY_COMPARE(answered, 20);
}

void EngineBridgeTest::ticket_newerTakesTheOldersPlace() {
    World world;
    std::vector<std::size_t> got;
    ui::Ticket ticket;
    for (std::size_t limit = 1; limit <= 5; ++limit) {
        ticket = world.bridge->query(ui::EntriesFrom{Seq(1), limit},
                                     [&](base::Result<ui::EntryRows> answer) { got.push_back(answer->rows.size()); });
    }
    QTRY_COMPARE(got.size(), std::size_t{1});
    QCOMPARE(got.front(), std::size_t{5});
}

void EngineBridgeTest::snapshot_isToldWithWhatHasHappened() {
    World world;
    const QSignalSpy told(world.bridge.get(), &ui::Bridge::snapshotChanged);
    QCOMPARE(world.bridge->snapshot(), ui::Snapshot());
    QVERIFY(world.start());
    QTRY_VERIFY(!told.isEmpty());
    // The workspace file's policy was taken in.
    QTRY_COMPARE(world.bridge->snapshot().head, Seq(11));
    std::optional<Seq> resolved;
    world.bridge->submit(takeHubspot(Seq(10)), [&](const base::Result<Seq>& reply) { resolved = reply.value(); });
    QTRY_VERIFY(resolved);
    QTRY_VERIFY(world.bridge->snapshot().head >= *resolved);
}

void EngineBridgeTest::snapshot_isToldTwentyTimesASecondAtMost() {
    World world;
    const QSignalSpy told(world.bridge.get(), &ui::Bridge::snapshotChanged);
    const base::MonotonicTime begun = kClock.monotonicNow();
    QVERIFY(world.start());
    QTRY_VERIFY(told.count() >= 1);
    int replies = 0;
    for (int i = 0; i < 200; ++i)
        world.bridge->submit(ui::SetMode{}, [&](const base::Result<Seq>&) { ++replies; });
    QTRY_COMPARE(replies, 200);
    QTRY_VERIFY(told.count() > 1);
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(kClock.monotonicNow() - begun);
    QVERIFY2(told.count() <= passed.count() / 50 + 1, std::to_string(told.count()).c_str());
}

void EngineBridgeTest::ownValue_isCheckedByTheMapping() {
    const World world;
    QVERIFY(world.bridge->checkOwnValue("company", "phone", "+1 555").mistake.hubspot.empty());
    QCOMPARE(world.bridge->checkOwnValue("company", "phone", "+1 555").value.hubspot.key, std::string("1555"));
    QVERIFY(!world.bridge->checkOwnValue("company", "phone", "call me").mistake.hubspot.empty());
}

void EngineBridgeTest::failure_isToldOnTheGuiThread() {
    World world;
    QSignalSpy told(world.bridge.get(), &ui::Bridge::failed);
    const auto sink = world.bridge->failureSink();
    const base::Error error{base::ErrorCode::Corrupt, "read the journal", "entry 7", "its hash differs", "verify it"};
    std::jthread([&] { sink(error); }).join();
    QCOMPARE(told.count(), 0);
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(told.front().at(0).toString(), QStringLiteral("read the journal: entry 7: its hash differs"));
    QCOMPARE(told.front().at(1).toString(), QStringLiteral("verify it"));
    world.bridge.reset();
    std::jthread([&] { sink(error); }).join();
}

void EngineBridgeTest::destroyed_whileQueriesRun() {
    World world;
    bool answered = false;
    for (int round = 0; round < 20; ++round) {
        std::vector<ui::Ticket> tickets;
        for (int i = 0; i < 10; ++i) {
            tickets.push_back(world.bridge->query(ui::RuleTable{}, [&](base::Result<ui::Rules>) { answered = true; }));
        }
        world.makeBridge();
    }
    // This one is answered; by then most that was out has been, or was cancelled.
    bool done = false;
    const ui::Ticket ticket = world.bridge->query(ui::RuleTable{}, [&](base::Result<ui::Rules>) { done = true; });
    QTRY_VERIFY(done);
    QVERIFY(!answered);
}

void EngineBridgeTest::destroyed_beforeAReply() {
    World world;
    QVERIFY(world.start());
    bool replied = false;
    for (int i = 0; i < 50; ++i)
        world.bridge->submit(ui::SetMode{}, [&](const base::Result<Seq>&) { replied = true; });
    world.makeBridge();
    world.bridge->attach(*world.engine);
    bool done = false;
    world.bridge->submit(ui::SetMode{}, [&](const base::Result<Seq>&) { done = true; });
    QTRY_VERIFY(done);
    QVERIFY(!replied);
}

QTEST_GUILESS_MAIN(EngineBridgeTest)
#include "engine_bridge_test.moc"
