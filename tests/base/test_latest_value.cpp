#include "engine/base/latest_value.h"

#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include <QtTest/QtTest>

using namespace syncline::base;

namespace {

constexpr int kRaces = 200;

}  // namespace

class TestLatestValue : public QObject {
    Q_OBJECT

private slots:
    void beforeTheFirst_thereIsNothing();
    void publish_replacesAndCounts();
    void snapshot_livesOnAfterItWasReplaced();
    void waitForNewer_returnsAtOnceWhenThereIsOne();
    void waitForNewer_wakesOnPublication();
    void waitForNewer_endsWhenAskedToStop();
};

void TestLatestValue::beforeTheFirst_thereIsNothing() {
    const LatestValue<int> slot;
    QVERIFY(!slot.latest().value);
    QCOMPARE(slot.latest().generation.value(), std::uint64_t(0));
}

void TestLatestValue::publish_replacesAndCounts() {
    LatestValue<std::string> slot;
    QVERIFY(slot.publish(std::make_shared<const std::string>("a")) == Generation(1));
    QVERIFY(slot.publish(std::make_shared<const std::string>("b")) == Generation(2));
    QCOMPARE(*slot.latest().value, std::string("b"));
    QVERIFY(slot.latest().generation == Generation(2));
}

void TestLatestValue::snapshot_livesOnAfterItWasReplaced() {
    LatestValue<std::string> slot;
    slot.publish(std::make_shared<const std::string>("a"));
    const auto held = slot.latest();
    std::weak_ptr<const std::string> second;
    {
        const auto value = std::make_shared<const std::string>("b");
        second = value;
        slot.publish(value);
    }
    QCOMPARE(*held.value, std::string("a"));
    QVERIFY(!second.expired());
    slot.publish(std::make_shared<const std::string>("c"));
    QVERIFY(second.expired());
}

void TestLatestValue::waitForNewer_returnsAtOnceWhenThereIsOne() {
    LatestValue<int> slot;
    slot.publish(std::make_shared<const int>(1));
    slot.publish(std::make_shared<const int>(2));
    const auto newer = slot.waitForNewer(Generation(1), {});
    QVERIFY(newer);
    QCOMPARE(*newer->value, 2);
    QVERIFY(newer->generation == Generation(2));
}

void TestLatestValue::waitForNewer_wakesOnPublication() {
    LatestValue<int> slot;
    Generation seen;
    for (int race = 1; race <= kRaces; ++race) {
        std::jthread publisher([&] { slot.publish(std::make_shared<const int>(race)); });
        const auto newer = slot.waitForNewer(seen, {});
        QVERIFY(newer);
        QCOMPARE(*newer->value, race);
        seen = newer->generation;
    }
    QVERIFY(seen == Generation(kRaces));
}

void TestLatestValue::waitForNewer_endsWhenAskedToStop() {
    for (int race = 0; race < kRaces; ++race) {
        LatestValue<int> slot;
        const Generation seen = slot.publish(std::make_shared<const int>(1));
        ErrorCode code = ErrorCode::Internal;
        std::jthread waiting([&](const std::stop_token& stop) { code = slot.waitForNewer(seen, stop).error().code; });
        waiting.request_stop();
        waiting.join();
        QCOMPARE(code, ErrorCode::Cancelled);
    }
}

QTEST_APPLESS_MAIN(TestLatestValue)
#include "test_latest_value.moc"
