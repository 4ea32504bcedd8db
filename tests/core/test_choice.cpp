#include "engine/core/choice.h"
#include "tests/core/two_sides.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using std::chrono::milliseconds;
using Winner = Verdict::Winner;

Q_DECLARE_METATYPE(SourceTime)
Q_DECLARE_METATYPE(Winner)
Q_DECLARE_METATYPE(Reason)

/// Which of two concurrent versions stands (semantics, section 5).
class TestChoice : public QObject {
    Q_OBJECT

private slots:
    void times_data();
    void times();
    void times_theOtherWayRound_data();
    void times_theOtherWayRound();
    void tieBreak_preferredSide_data();
    void tieBreak_preferredSide();
    void review_asksNoClock();
    void resolution_isNotOverruled();
    void sameSide_itsOwnOrder();
};

void TestChoice::times_data() {
    QTest::addColumn<SourceTime>("standing");
    QTest::addColumn<SourceTime>("arrived");
    QTest::addColumn<int>("tolerance");
    QTest::addColumn<Winner>("winner");
    QTest::addColumn<Reason>("reason");
    QTest::addColumn<int>("margin");  // -1: none
    const auto arrived = Winner::Arrived;
    const auto nobody = Winner::Nobody;
    QTest::newRow("points, 150 ms, T 100") << point(0) << point(150) << 100 << arrived << Reason::Later << 150;
    QTest::newRow("points, 150 ms, T 500") << point(0) << point(150) << 500 << nobody << Reason::PhotoFinish << 150;
    QTest::newRow("points, exactly T") << point(0) << point(100) << 100 << nobody << Reason::PhotoFinish << 100;
    QTest::newRow("points, T and one") << point(0) << point(101) << 100 << arrived << Reason::Later << 101;
    QTest::newRow("points, T 0") << point(0) << point(1) << 0 << arrived << Reason::Later << 1;
    QTest::newRow("equal points, T 0") << point(5) << point(5) << 0 << nobody << Reason::EqualTimes << 0;
    QTest::newRow("equal points, T 500") << point(5) << point(5) << 500 << nobody << Reason::EqualTimes << 0;
    QTest::newRow("in the second") << second(0) << point(400) << 100 << nobody << Reason::CoarseClock << 0;
    QTest::newRow("just after the second") << second(0) << point(1'050) << 100 << nobody << Reason::CoarseClock << 51;
    QTest::newRow("surely after the second") << second(0) << point(1'100) << 100 << arrived << Reason::Later << 101;
    QTest::newRow("in the second, T wider than it")
        << second(0) << point(400) << 5'000 << nobody << Reason::PhotoFinish << 0;
    QTest::newRow("two equal seconds") << second(3) << second(3) << 500 << nobody << Reason::CoarseClock << 0;
    QTest::newRow("two seconds in a row") << second(3) << second(4) << 500 << nobody << Reason::CoarseClock << 1;
    QTest::newRow("two seconds apart") << second(3) << second(5) << 500 << arrived << Reason::Later << 1'001;
    QTest::newRow("known only to be older") << until(0) << point(600) << 500 << arrived << Reason::Later << 600;
    QTest::newRow("known to be older than nearly now")
        << until(200) << point(600) << 500 << nobody << Reason::UnknownTime << -1;
    QTest::newRow("older than what was later")
        << until(900) << point(600) << 500 << nobody << Reason::UnknownTime << -1;
    QTest::newRow("no time at all") << SourceTime{} << point(600) << 500 << nobody << Reason::UnknownTime << -1;
    QTest::newRow("no times") << SourceTime{} << SourceTime{} << 500 << nobody << Reason::UnknownTime << -1;
}

void TestChoice::times() {
    QFETCH(SourceTime, standing);
    QFETCH(SourceTime, arrived);
    QFETCH(int, tolerance);
    QFETCH(Winner, winner);
    QFETCH(Reason, reason);
    QFETCH(int, margin);
    const Verdict verdict = compareTimes(standing, arrived, milliseconds(tolerance));
    QCOMPARE(static_cast<int>(verdict.winner), static_cast<int>(winner));
    QCOMPARE(name(verdict.reason), name(reason));
    QVERIFY(verdict.margin.value_or(milliseconds(-1)) == milliseconds(margin));
    QCOMPARE(verdict.tolerance.has_value(), margin >= 0);
}

void TestChoice::times_theOtherWayRound_data() {
    times_data();
}

void TestChoice::times_theOtherWayRound() {
    QFETCH(SourceTime, standing);
    QFETCH(SourceTime, arrived);
    QFETCH(int, tolerance);
    QFETCH(Winner, winner);
    QFETCH(Reason, reason);
    QFETCH(int, margin);
    const Winner expected = winner == Winner::Arrived ? Winner::Standing : winner;
    const Verdict verdict = compareTimes(arrived, standing, milliseconds(tolerance));
    QCOMPARE(static_cast<int>(verdict.winner), static_cast<int>(expected));
    QCOMPARE(name(verdict.reason), name(reason));
    QVERIFY(verdict.margin.value_or(milliseconds(-1)) == milliseconds(margin));
}

void TestChoice::tieBreak_preferredSide_data() {
    QTest::addColumn<int>("tieBreak");
    QTest::addColumn<int>("arrivedOn");
    QTest::addColumn<Winner>("winner");
    const auto row = [](const char* name, TieBreak tieBreak, Side arrivedOn, Winner winner) {
        QTest::newRow(name) << static_cast<int>(tieBreak) << static_cast<int>(arrivedOn) << winner;
    };
    row("Salesforce, arrived there", TieBreak::Salesforce, kSf, Winner::Arrived);
    row("Salesforce, arrived on HubSpot", TieBreak::Salesforce, kHs, Winner::Standing);
    row("HubSpot, arrived there", TieBreak::HubSpot, kHs, Winner::Arrived);
    row("HubSpot, arrived on Salesforce", TieBreak::HubSpot, kSf, Winner::Standing);
    row("review, arrived on Salesforce", TieBreak::Review, kSf, Winner::Nobody);
    row("review, arrived on HubSpot", TieBreak::Review, kHs, Winner::Nobody);
}

void TestChoice::tieBreak_preferredSide() {
    QFETCH(int, tieBreak);
    QFETCH(int, arrivedOn);
    QFETCH(Winner, winner);
    const Side side = static_cast<Side>(arrivedOn);
    const Choice choice{.kind = ChoiceKind::LastWriterWins,
                        .tolerance = milliseconds(500),
                        .tieBreak = static_cast<TieBreak>(tieBreak)};
    const Verdict verdict =
        choose(choice, versionOf(1, other(side), "a", point(0)), versionOf(2, side, "b", point(100)));
    QCOMPARE(static_cast<int>(verdict.winner), static_cast<int>(winner));
    QVERIFY(verdict.tieBreak == choice.tieBreak);
    QCOMPARE(verdict.reason, Reason::PhotoFinish);
}

void TestChoice::review_asksNoClock() {
    const Choice choice{.kind = ChoiceKind::Review, .tolerance = milliseconds(1), .tieBreak = TieBreak::Salesforce};
    const Verdict verdict = choose(choice, versionOf(1, kSf, "a", point(0)), versionOf(2, kHs, "b", point(90'000)));
    QCOMPARE(verdict.winner, Winner::Nobody);
    QCOMPARE(verdict.reason, Reason::RuleReview);
    QVERIFY(!verdict.margin);
    QVERIFY(!verdict.tieBreak);
}

void TestChoice::resolution_isNotOverruled() {
    Version standing = versionOf(1, kSf, "a", point(0));
    standing.writer = {.kind = WriterKind::Operator, .id = "ada"};
    for (const Side side : kSides) {
        const Verdict verdict = choose({}, standing, versionOf(2, side, "b", point(90'000)));
        QCOMPARE(verdict.winner, Winner::Nobody);
        QCOMPARE(verdict.reason, Reason::None);
    }
}

void TestChoice::sameSide_itsOwnOrder() {
    const Choice choice{
        .kind = ChoiceKind::LastWriterWins, .tolerance = milliseconds(1), .tieBreak = TieBreak::HubSpot};
    const Verdict verdict = choose(choice, versionOf(1, kSf, "a", point(90'000)), versionOf(2, kSf, "b", point(0)));
    QCOMPARE(verdict.winner, Winner::Arrived);
    QCOMPARE(verdict.reason, Reason::Later);
    QVERIFY(!verdict.margin);
}

QTEST_APPLESS_MAIN(TestChoice)
#include "test_choice.moc"
