#include "engine/core/decision.h"
#include "tests/core/two_sides.h"

#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using std::chrono::milliseconds;

namespace {

FieldDecision won(Reason reason) {
    return {.field = "phone",
            .outcome = Outcome::Won,
            .reason = reason,
            .version = versionOf(2, kHs, "hs", point(150)),
            .base = versionOf(1, kSf, "old", point(-100)),
            .standing = versionOf(1, kSf, "sf", point(0)),
            .margin = milliseconds(150),
            .tolerance = milliseconds(500)};
}

FieldDecision of(Outcome outcome) {
    return {.field = "phone", .outcome = outcome, .version = versionOf(2, kHs, "hs", point(0))};
}

}  // namespace

Q_DECLARE_METATYPE(FieldDecision)

/// Decisions in words. Those of the worked cases stand with the cases.
class TestExplain : public QObject {
    Q_OBJECT

private slots:
    void words_data();
    void words();
    void durations_data();
    void durations();
};

void TestExplain::words_data() {
    QTest::addColumn<FieldDecision>("decision");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const FieldDecision& decision, const char* expected) {
        QTest::newRow(name) << decision << QString::fromUtf8(expected);
    };
    row("unmapped", of(Outcome::Unmapped), "unmapped: nothing is mapped to this field");
    row("no change", of(Outcome::NoChange), "no change: HubSpot held this value already");
    row("late echo", of(Outcome::Echo), "echo: a write of ours came back");
    row("deleted", of(Outcome::Deleted), "deleted: the record was deleted on one side; nothing crosses");
    row("unlinked", of(Outcome::Unlinked), "unlinked: the record has no partner");
    FieldDecision decision = of(Outcome::Landed);
    decision.write = Seq(4711);
    row("landed", decision, "landed: our write 4711, whose answer was lost, was found by reading");

    decision = won(Reason::EqualTimes);
    decision.tieBreak = TieBreak::HubSpot;
    row("equal times", decision, "won: equal times, tie-break HubSpot");
    decision = won(Reason::UnknownTime);
    decision.tieBreak = TieBreak::HubSpot;
    decision.tolerance.reset();
    row("unknown time", decision, "won: one side's time is unknown, tie-break HubSpot");
    decision = won(Reason::RuleReview);
    decision.outcome = Outcome::Conflicted;
    row("review", decision, "conflicted: the rule leaves concurrent changes to a person");
    decision = won(Reason::CoarseClock);
    decision.version->time = second(0);
    decision.standing->time = second(0);
    decision.margin = milliseconds(0);
    decision.tieBreak = TieBreak::Salesforce;
    row("both clocks are coarse", decision,
        "won: photo finish (0 ms ≤ 500 ms; both clocks are too coarse to tell), tie-break Salesforce");
    decision = won(Reason::Later);
    decision.tolerance = milliseconds(100);
    decision.version->time.clocksDisagree = true;
    row("the clocks disagree", decision,
        "won: later by 150 ms > 100 ms (HubSpot after Salesforce). The clocks disagree: HubSpot's change was received "
        "before its time.");
    decision.version->time = point(150);
    decision.standing->time.fromFuture = true;
    row("from the future", decision,
        "won: later by 150 ms > 100 ms (HubSpot after Salesforce). Salesforce's time lay in the future and was cut at "
        "its receipt.");
}

void TestExplain::words() {
    QFETCH(FieldDecision, decision);
    QFETCH(QString, expected);
    QCOMPARE(QString::fromStdString(explain(decision, {})), expected);
}

void TestExplain::durations_data() {
    QTest::addColumn<qint64>("margin");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << qint64(0) << "0 ms";
    QTest::newRow("under ten seconds") << qint64(9'999) << "9999 ms";
    QTest::newRow("ten seconds") << qint64(10'000) << "10.0 s";
    QTest::newRow("cut, not rounded") << qint64(19'999) << "19.9 s";
    QTest::newRow("under two minutes") << qint64(119'999) << "119.9 s";
    QTest::newRow("two minutes") << qint64(120'000) << "2 min";
    QTest::newRow("under two hours") << qint64(7'199'999) << "119 min";
    QTest::newRow("two hours") << qint64(7'200'000) << "2 h";
    QTest::newRow("two days") << qint64(172'800'000) << "2 d";
}

void TestExplain::durations() {
    QFETCH(qint64, margin);
    QFETCH(QString, expected);
    FieldDecision decision = won(Reason::Later);
    decision.margin = milliseconds(margin);
    QCOMPARE(QString::fromStdString(explain(decision, {})),
             QStringLiteral("won: later by ") + expected + QStringLiteral(" > 500 ms (HubSpot after Salesforce)"));
}

QTEST_APPLESS_MAIN(TestExplain)
#include "test_explain.moc"
