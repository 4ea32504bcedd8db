#include "tests/delivery/storm.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <QtTest/QtTest>

using syncline::test::Storm;

namespace {

constexpr int kActs = 250;
constexpr std::size_t kMostShown = 12;

/// What went wrong in a storm of so many acts; empty: nothing. `hasStory`: with all that the journal has on it.
std::string troubleOf(std::uint64_t seed, int acts, bool hasStory = false) {
    Storm storm(seed);
    storm.rage(acts);
    const bool hasEnded = storm.calm();
    const std::string mistakes = storm.mistakes();
    if (hasEnded && mistakes.empty())
        return {};
    const std::string story = hasStory ? "\n" + storm.story() : std::string();
    return (hasEnded ? "" : "does not end: ") + mistakes + story;
}

std::string shortestTrouble(std::uint64_t seed) {
    for (int acts = 0; acts <= kActs; ++acts) {
        const std::string trouble = troubleOf(seed, acts);
        if (!trouble.empty())
            return "seed " + std::to_string(seed) + ", " + std::to_string(acts)
                   + " acts (to see it all: SYNCLINE_TEST_STORM=" + std::to_string(seed) + "/" + std::to_string(acts)
                   + "): " + trouble;
    }
    return {};
}

}  // namespace

/// SYNCLINE_TEST_SEEDS: so many seeds in place of 200. SYNCLINE_TEST_STORM=seed/acts: only this one, with its journal.
class TestWriterStorm : public QObject {
    Q_OBJECT

private slots:
    void afterEveryStorm_bothSidesHoldWhatStands();
};

void TestWriterStorm::afterEveryStorm_bothSidesHoldWhatStands() {
    const QStringList one = qEnvironmentVariable("SYNCLINE_TEST_STORM").split(QLatin1Char('/'));
    if (one.size() == 2) {
        const std::string trouble = troubleOf(one[0].toULongLong(), one[1].toInt(), true);
        std::fputs(trouble.c_str(), stdout);
        QVERIFY(trouble.empty());
        return;
    }
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("SYNCLINE_TEST_SEEDS", &isGiven);
    const auto seeds = static_cast<std::uint64_t>(isGiven ? given : 200);
    std::vector<std::uint64_t> bad;
    std::size_t writes = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        Storm storm(seed);
        storm.rage(kActs);
        if (!storm.calm() || !storm.mistakes().empty())
            bad.push_back(seed);
        writes += storm.writes();
    }
    for (std::size_t i = 0; i < std::min(bad.size(), kMostShown); ++i)
        std::puts(shortestTrouble(bad[i]).c_str());
    QVERIFY2(bad.empty(), (std::to_string(bad.size()) + " of " + std::to_string(seeds) + " seeds").c_str());
    QVERIFY(writes > 10 * seeds);
}

QTEST_APPLESS_MAIN(TestWriterStorm)
#include "test_writer_storm.moc"
