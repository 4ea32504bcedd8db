#include "engine/base/random.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline::base;

namespace {

constexpr int kDraws = 30000;

/// Pearson's statistic for counts that should all be alike.
double chiSquare(const std::vector<int>& counts) {
    double total = 0;
    for (const int count : counts)
        total += count;
    const double expected = total / static_cast<double>(counts.size());
    double sum = 0;
    for (const int count : counts)
        sum += (count - expected) * (count - expected) / expected;
    return sum;
}

}  // namespace

class TestRandom : public QObject {
    Q_OBJECT

private slots:
    void next_givesThePublishedNumbers();
    void state_resumesTheStream();
    void copy_forksTheStream();
    void below_isEven_data();
    void below_isEven();
    void between_staysInside_andReachesBothEnds_data();
    void between_staysInside_andReachesBothEnds();
    void chance_comesTrueAsOftenAsAsked_data();
    void chance_comesTrueAsOftenAsAsked();
    void unit_staysBelowOne();
    void exponential_hasItsDistribution();
    void waitAtRate_hasItsMean_data();
    void waitAtRate_hasItsMean();
};

void TestRandom::next_givesThePublishedNumbers() {
    // The numbers that go with the reference implementation, prng.di.unimi.it/splitmix64.c, for this seed.
    constexpr std::array<std::uint64_t, 5> kPublished{6457827717110365317U, 3203168211198807973U, 9817491932198370423U,
                                                      4593380528125082431U, 16408922859458223821U};
    Random random(1234567);
    for (const std::uint64_t expected : kPublished)
        QCOMPARE(random.next(), expected);
}

void TestRandom::state_resumesTheStream() {
    Random random(42);
    static_cast<void>(random.unit());
    Random resumed(random.state());
    QVERIFY(random == resumed);
    for (int i = 0; i < 100; ++i)
        QCOMPARE(resumed.next(), random.next());
}

void TestRandom::copy_forksTheStream() {
    Random random(42);
    Random fork = random;
    const std::uint64_t first = fork.next();
    QCOMPARE(random.next(), first);
}

void TestRandom::below_isEven_data() {
    QTest::addColumn<quint64>("bound");
    QTest::addColumn<int>("buckets");
    QTest::newRow("dice") << quint64(6) << 6;
    QTest::newRow("a hundred") << quint64(100) << 100;
    QTest::newRow("power of two") << (quint64(1) << 62U) << 16;
    // A plain remainder would give the lowest third twice as often as the others.
    QTest::newRow("three quarters of all") << 3 * (quint64(1) << 62U) << 3;
    QTest::newRow("half and one") << (quint64(1) << 63U) + 1 << 10;
    QTest::newRow("greatest") << std::numeric_limits<quint64>::max() << 10;
}

void TestRandom::below_isEven() {
    QFETCH(quint64, bound);
    QFETCH(int, buckets);
    Random random(20261124);
    std::vector<int> counts(static_cast<std::size_t>(buckets));
    for (int i = 0; i < kDraws; ++i) {
        const std::uint64_t value = random.below(bound);
        QVERIFY(value < bound);
        const double share = static_cast<double>(value) / static_cast<double>(bound);
        ++counts[std::min(static_cast<std::size_t>(share * buckets + 1e-9), counts.size() - 1)];
    }
    // Five standard deviations above the mean of the statistic.
    const double freedom = buckets - 1;
    const double found = chiSquare(counts);
    QVERIFY2(found < freedom + 5 * std::sqrt(2 * freedom), qPrintable(QString::number(found)));
}

void TestRandom::between_staysInside_andReachesBothEnds_data() {
    QTest::addColumn<qint64>("low");
    QTest::addColumn<qint64>("high");
    QTest::newRow("one value") << qint64(7) << qint64(7);
    QTest::newRow("around zero") << qint64(-2) << qint64(2);
    QTest::newRow("lowest") << std::numeric_limits<qint64>::min() << std::numeric_limits<qint64>::min() + 3;
    QTest::newRow("highest") << std::numeric_limits<qint64>::max() - 3 << std::numeric_limits<qint64>::max();
}

void TestRandom::between_staysInside_andReachesBothEnds() {
    QFETCH(qint64, low);
    QFETCH(qint64, high);
    Random random(5);
    std::set<std::int64_t> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(random.between(low, high));
    QCOMPARE(qint64(*seen.begin()), low);
    QCOMPARE(qint64(*seen.rbegin()), high);
    QCOMPARE(qint64(seen.size()), high - low + 1);
    // Over all numbers there is nothing to stay inside of; it must take the draw as it is.
    Random whole(5);
    Random plain(5);
    QCOMPARE(static_cast<std::uint64_t>(whole.between(INT64_MIN, INT64_MAX)), plain.next() + (std::uint64_t(1) << 63U));
}

void TestRandom::chance_comesTrueAsOftenAsAsked_data() {
    QTest::addColumn<double>("probability");
    QTest::newRow("never") << 0.0;
    QTest::newRow("seldom") << 0.01;
    QTest::newRow("half") << 0.5;
    QTest::newRow("always") << 1.0;
}

void TestRandom::chance_comesTrueAsOftenAsAsked() {
    QFETCH(double, probability);
    Random random(77);
    int count = 0;
    for (int i = 0; i < kDraws; ++i)
        count += random.chance(probability) ? 1 : 0;
    const double deviation = std::sqrt(kDraws * probability * (1 - probability));
    QVERIFY2(std::abs(count - kDraws * probability) <= 5 * deviation, qPrintable(QString::number(count)));
}

void TestRandom::unit_staysBelowOne() {
    Random random(3);
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) {
        const double value = random.unit();
        QVERIFY(value >= 0.0 && value < 1.0);
        sum += value;
    }
    QVERIFY(std::abs(sum / kDraws - 0.5) < 5 * std::sqrt(1.0 / 12 / kDraws));
}

void TestRandom::exponential_hasItsDistribution() {
    Random random(9);
    constexpr std::size_t kBuckets = 20;
    std::vector<int> counts(kBuckets);
    for (int i = 0; i < kDraws; ++i) {
        // The distribution function makes it even.
        const double share = 1 - std::exp(-random.exponential());
        ++counts[std::min(static_cast<std::size_t>(share * kBuckets), kBuckets - 1)];
    }
    const double found = chiSquare(counts);
    QVERIFY2(found < 19 + 5 * std::sqrt(2 * 19.0), qPrintable(QString::number(found)));
}

void TestRandom::waitAtRate_hasItsMean_data() {
    QTest::addColumn<double>("rate");
    QTest::newRow("ten a second") << 10.0;
    QTest::newRow("one a minute") << 1.0 / 60;
    QTest::newRow("once in 31 years") << 1e-9;
}

void TestRandom::waitAtRate_hasItsMean() {
    QFETCH(double, rate);
    Random random(1);
    double sum = 0;
    for (int i = 0; i < kDraws; ++i) {
        const auto wait = random.waitAtRate(rate).count();
        QVERIFY(wait >= 1);
        sum += static_cast<double>(wait);
    }
    const double mean = 1000 / rate;
    // Rounding up adds half a millisecond.
    QVERIFY2(std::abs(sum / kDraws - mean - 0.5) < 5 * mean / std::sqrt(kDraws), qPrintable(QString::number(sum)));
    QVERIFY(Random(1).waitAtRate(1e12).count() == 1);
    QVERIFY(Random(1).waitAtRate(1e-300).count() == 1000000000000000);
}

QTEST_APPLESS_MAIN(TestRandom)
#include "test_random.moc"
