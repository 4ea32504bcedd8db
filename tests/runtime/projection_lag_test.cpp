#include "engine/runtime/projection_lag.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kEntries = 100;
constexpr base::MonotonicTime kStart{};

}  // namespace

class ProjectionLagTest : public QObject {
    Q_OBJECT

private slots:
    void nothingCommitted_anyWatermarkDoes();
    void fewAndYoung_anyWatermarkDoes();
    void manyEntries_areWaitedForAtOnce();
    void oldEntries_areWaitedFor_youngOnesNot();
    void manyCommitsClose_noEntryIsForgotten();
};

void ProjectionLagTest::nothingCommitted_anyWatermarkDoes() {
    runtime::ProjectionLag lag(kEntries, 2s);
    QCOMPARE(lag.least(kStart + 1h).value(), 0);
}

void ProjectionLagTest::fewAndYoung_anyWatermarkDoes() {
    runtime::ProjectionLag lag(kEntries, 2s);
    lag.committed(core::Seq(kEntries), kStart);
    QCOMPARE(lag.least(kStart + 2s).value(), 0);
}

void ProjectionLagTest::manyEntries_areWaitedForAtOnce() {
    runtime::ProjectionLag lag(kEntries, 2s);
    lag.committed(core::Seq(kEntries + 7), kStart);
    QCOMPARE(lag.least(kStart).value(), 7);
}

void ProjectionLagTest::oldEntries_areWaitedFor_youngOnesNot() {
    runtime::ProjectionLag lag(kEntries, 2s);
    lag.committed(core::Seq(5), kStart);
    lag.committed(core::Seq(9), kStart + 1s);
    QCOMPARE(lag.least(kStart + 2001ms).value(), 5);
    QCOMPARE(lag.least(kStart + 3001ms).value(), 9);
}

void ProjectionLagTest::manyCommitsClose_noEntryIsForgotten() {
    runtime::ProjectionLag lag(1'000'000, 2s);
    for (int commit = 1; commit <= 5000; ++commit)
        lag.committed(core::Seq(commit), kStart + std::chrono::milliseconds(commit));
    // At most one mark's distance younger than two seconds.
    const std::int64_t least = lag.least(kStart + 5000ms).value();
    QVERIFY2(least > 2950 && least < 3000, qPrintable(QString::number(least)));
    QCOMPARE(lag.least(kStart + 7001ms).value(), 5000);
}

QTEST_GUILESS_MAIN(ProjectionLagTest)
#include "projection_lag_test.moc"
