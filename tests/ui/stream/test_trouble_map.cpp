#include "ui/stream/trouble_map.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using core::Seq;

namespace {

constexpr std::int64_t kHundredMillion = 100'000'000;

}  // namespace

class TestTroubleMap : public QObject {
    Q_OBJECT
private slots:
    void shortJournal_keepsEachEntryApart() {
        TroubleMap map;
        map.growTo(Seq(TroubleMap::kMostBuckets));
        map.add({Seq(3), Trouble::Conflict});
        map.add({Seq(TroubleMap::kMostBuckets), Trouble::Gap});
        QCOMPARE(map.width(), 1);
        QCOMPARE(map.near(Seq(1), Seq(2)).isEmpty(), true);
        QCOMPARE(map.near(Seq(3), Seq(3)).conflicts, 1);
        QCOMPARE(map.near(Seq(4), Seq(TroubleMap::kMostBuckets - 1)).isEmpty(), true);
        QCOMPARE(map.near(Seq(4), Seq(2'000'000)).gaps, 1);
    }

    /// The same troubles, whether they were known before the journal grew or were found in the long one.
    void growth_losesNone() {
        TroubleMap before;
        TroubleMap behind;
        std::vector<TroubleAt> all;
        for (std::int64_t seq = 1; seq <= 3000; seq += 7)
            all.push_back({Seq(seq), static_cast<Trouble>(seq % 4)});
        for (const TroubleAt& at : all)
            before.add(at);
        before.growTo(Seq(1'000'000));
        behind.growTo(Seq(1'000'000));
        std::reverse(all.begin(), all.end());
        for (const TroubleAt& at : all)
            behind.add(at);
        QCOMPARE(before.width(), 1024);
        QCOMPARE(behind.width(), 1024);
        QVERIFY(before.buckets() == behind.buckets());
        const TroubleCounts counts = before.all();
        QCOMPARE(counts.conflicts + counts.failures(), static_cast<std::int64_t>(all.size()));
        QCOMPARE(counts.newestFailure.value(), newestOf(all, false));
        QCOMPARE(counts.newestConflict.value(), newestOf(all, true));
    }

    void longJournal_staysSmall() {
        TroubleMap map;
        map.growTo(Seq(kHundredMillion));
        for (std::int64_t seq = 1; seq <= kHundredMillion; seq += 997)
            map.add({Seq(seq), Trouble::FailedWrite});
        QVERIFY(map.buckets().size() <= static_cast<std::size_t>(TroubleMap::kMostBuckets));
        QVERIFY(map.buckets().size() > static_cast<std::size_t>(TroubleMap::kMostBuckets) / 2);
        QCOMPARE(map.all().failedWrites, (kHundredMillion - 1) / 997 + 1);
    }

    void growingByOne_keepsItsPlaces() {
        TroubleMap map;
        std::int64_t conflicts = 0;
        for (std::int64_t seq = 1; seq <= 10'000; ++seq) {
            map.growTo(Seq(seq));
            if (seq % 100 != 0)
                continue;
            map.add({Seq(seq), Trouble::Conflict});
            ++conflicts;
        }
        QCOMPARE(map.width(), 16);
        QCOMPARE(map.all().conflicts, conflicts);
        for (std::int64_t seq = 100; seq <= 10'000; seq += 100)
            QCOMPARE(map.near(Seq(seq), Seq(seq)).newestConflict.value(), seq);
        QVERIFY(map.near(Seq(131), Seq(160)).isEmpty());
    }

    void words_data() {
        QTest::addColumn<std::vector<int>>("troubles");
        QTest::addColumn<QString>("words");
        QTest::newRow("none") << std::vector<int>{} << "";
        QTest::newRow("one of each") << std::vector<int>{0, 1, 2, 3}
                                     << "1 conflict, 1 failed write, 1 gap, once not reached";
        QTest::newRow("several") << std::vector<int>{0, 0, 1} << "2 conflicts, 1 failed write";
        QTest::newRow("an outage whose reason changed") << std::vector<int>{3, 3} << "2 times not reached";
        QTest::newRow("thousands") << std::vector<int>(1234, 1) << "1,234 failed writes";
    }
    void words() {
        QFETCH(std::vector<int>, troubles);
        QFETCH(QString, words);
        TroubleCounts counts;
        for (const int trouble : troubles)
            counts.add({Seq(1), static_cast<Trouble>(trouble)});
        QCOMPARE(troubleWords(counts), words);
    }

private:
    static std::int64_t newestOf(const std::vector<TroubleAt>& all, bool isConflict) {
        std::int64_t newest = 0;
        for (const TroubleAt& at : all) {
            if ((at.trouble == Trouble::Conflict) == isConflict)
                newest = std::max(newest, at.seq.value());
        }
        return newest;
    }
};

QTEST_APPLESS_MAIN(TestTroubleMap)
#include "test_trouble_map.moc"
