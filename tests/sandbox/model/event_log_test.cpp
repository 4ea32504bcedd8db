#include "engine/sandbox/model/event_log.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::sandbox::model;

namespace {

const base::WallTime kStart{std::chrono::milliseconds(1'795'430'400'000)};
constexpr std::uint64_t kMany = 5000;

/// Two at each second, so that a moment has several.
Event eventOf(std::uint64_t number, ActorPool& actors) {
    Event event;
    event.happened = kStart + std::chrono::seconds(number / 2);
    event.stamp = event.happened + std::chrono::milliseconds(number % 7);
    event.object = number % 2 == 0 ? ObjectKind::Contact : ObjectKind::Company;
    event.kind = number % 5 == 0 ? EventKind::Create : EventKind::Update;
    event.recordIds = {"003Hp00002k" + std::to_string(100'000 + number % 40)};
    event.fields = {{"Phone", number % 3 == 0 ? Value() : Value("+49 30 " + std::to_string(number))},
                    {"Title", "VP Ops"}};
    event.automated = {"Title"};
    event.actor =
        actors.share({ActorKind::Integration, "0055e000007AbCdAA0", "rest", number % 4 == 0 ? "Syncline" : ""});
    event.transactionKey = "000" + std::to_string(number);
    event.commitNumber = 1'100'600'000'000 + number;
    event.mergedIds = number % 11 == 0 ? std::vector<std::string>{"1", "2"} : std::vector<std::string>();
    return event;
}

struct Filled {
    base::Random random{7};
    ActorPool actors;
    EventLog log{100, std::make_shared<base::SpillFile>()};
    std::vector<Event> given;  ///< with the number and replay id that the log must have given

    Filled() {
        std::uint64_t before = 100;
        for (std::uint64_t number = 1; number <= kMany; ++number) {
            log.append(eventOf(number, actors), random);
            given.push_back(eventOf(number, actors));
            given.back().number = number;
            given.back().replayId = log.at(number).replayId;
            QVERIFY(given.back().replayId > before);
            before = given.back().replayId;
        }
    }
};

}  // namespace

class EventLogTest : public QObject {
    Q_OBJECT

private slots:
    void everyEvent_isAsItWasGiven();
    void search_findsOldAndNew();
    void retention_endsInTheMiddleOfOldEvents();
    void retention_ofEverything_leavesTheNumbers();
    void restart_forgetsAllAndGoesOn();
    void equalActors_areHeldOnce();
};

void EventLogTest::everyEvent_isAsItWasGiven() {
    const Filled filled;
    QCOMPARE(filled.log.size(), std::size_t{kMany});
    QCOMPARE(filled.log.firstNumber(), std::uint64_t{1});
    for (std::uint64_t number = 1; number <= kMany; ++number)
        QVERIFY2(filled.log.at(number) == filled.given[number - 1], std::to_string(number).c_str());
    // To and fro between old and new ones.
    for (const std::uint64_t number : {kMany, std::uint64_t{1}, kMany - 1, std::uint64_t{600}, std::uint64_t{2}})
        QVERIFY2(filled.log.at(number) == filled.given[number - 1], std::to_string(number).c_str());
    QVERIFY(filled.log.all() == filled.given);
}

void EventLogTest::search_findsOldAndNew() {
    const Filled filled;
    for (const Event& event : filled.given) {
        QCOMPARE(filled.log.happened(event.number), event.happened);
        QCOMPARE(filled.log.withReplayId(event.replayId), std::optional(event.number));
        const std::uint64_t after = filled.log.firstAfter(event.happened);
        QCOMPARE(after, std::min(event.number % 2 == 0 ? event.number + 2 : event.number + 1, kMany + 1));
    }
    QCOMPARE(filled.log.withReplayId(100), std::optional<std::uint64_t>());
    QCOMPARE(filled.log.withReplayId(filled.given.back().replayId + 1), std::optional<std::uint64_t>());
    QCOMPARE(filled.log.firstAfter(kStart - std::chrono::seconds(1)), std::uint64_t{1});
}

void EventLogTest::retention_endsInTheMiddleOfOldEvents() {
    for (const std::uint64_t first : {2U, 301U, 512U, 513U, 514U, 2000U, 4400U, 4999U}) {
        Filled filled;
        const std::uint64_t oldest = first - first % 2;  // the two of a second go together
        filled.log.forgetBefore(filled.given[oldest - 1].happened);
        QCOMPARE(filled.log.firstNumber(), oldest);
        QCOMPARE(filled.log.size(), std::size_t{kMany - oldest + 1});
        QVERIFY(filled.log.at(oldest) == filled.given[oldest - 1]);
        QCOMPARE(filled.log.firstAfter(kStart), oldest);
        QCOMPARE(filled.log.withReplayId(filled.given[oldest - 2].replayId), std::optional<std::uint64_t>());
    }
}

void EventLogTest::retention_ofEverything_leavesTheNumbers() {
    Filled filled;
    filled.log.forgetBefore(base::WallTime::max());
    QVERIFY(filled.log.empty());
    QCOMPARE(filled.log.firstNumber(), kMany + 1);
    filled.log.append(eventOf(kMany + 1, filled.actors), filled.random);
    QCOMPARE(filled.log.size(), std::size_t{1});
    QCOMPARE(filled.log.at(kMany + 1).number, kMany + 1);
}

void EventLogTest::restart_forgetsAllAndGoesOn() {
    Filled filled;
    (void)filled.log.at(3);
    filled.log.restart();
    QVERIFY(filled.log.empty());
    filled.log.append(eventOf(1, filled.actors), filled.random);
    QCOMPARE(filled.log.firstNumber(), kMany + 1);
    QVERIFY(filled.log.at(kMany + 1).replayId <= 41);
}

void EventLogTest::equalActors_areHeldOnce() {
    ActorPool pool;
    const Actor actor{ActorKind::User, "0055e000007AbCdAA0", "", ""};
    QCOMPARE(&*pool.share(actor), &*pool.share(Actor(actor)));
    QVERIFY(pool.share(actor) == SharedActor(actor));
    QVERIFY(!(pool.share(actor) == SharedActor()));
    QVERIFY(*SharedActor() == Actor());
}

QTEST_GUILESS_MAIN(EventLogTest)
#include "event_log_test.moc"
