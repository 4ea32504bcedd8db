#include "engine/core/what_if.h"
#include "tests/core/two_sides.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using std::chrono::milliseconds;

namespace {

FieldRule lastWins(int tolerance, TieBreak tieBreak) {
    FieldRule rule;
    rule.choice = {ChoiceKind::LastWriterWins, milliseconds(tolerance), tieBreak};
    return rule;
}

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

FieldRule owned(Side owner, OnRefused onRefused) {
    FieldRule rule = lastWins(500, TieBreak::Salesforce);
    rule.admission = {owner, onRefused};
    return rule;
}

/// Salesforce's change, then HubSpot's so much later, which had not seen it; what became of HubSpot's.
FieldDecision concurrent(const FieldRule& rule, int milliseconds) {
    TwoSides sides(rule);
    sides.see(sides.edit(kSf, "sf", point(0)));
    return sides.see(sides.edit(kHs, "hs", point(milliseconds)));
}

/// A person changes on HubSpot what stands on both sides.
FieldDecision sequential(const FieldRule& rule) {
    TwoSides sides(rule);
    return sides.see(sides.edit(kHs, "hs", point(0)));
}

}  // namespace

/// Semantics, section 8, What-if, and section 12's times.
class TestWhatIf : public QObject {
    Q_OBJECT

private slots:
    void concurrent_isAskedAgain_data();
    void concurrent_isAskedAgain();
    void sequential_isAskedForAdmissionOnly_data();
    void sequential_isAskedForAdmissionOnly();
    void refused_thatWasConcurrent_isChosenOnceItMayCross();
    void owner_comparesBothSidesValues_data();
    void owner_comparesBothSidesValues();
    void differs_isAnotherEnd_data();
    void differs_isAnotherEnd();
    void theSameRule_saysTheSame_data();
    void theSameRule_saysTheSame();
    void distance_isThatOfTheTimes_data();
    void distance_isThatOfTheTimes();
    void notAsked_whereNoRuleDecided();
};

void TestWhatIf::concurrent_isAskedAgain_data() {
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<bool>("byTieBreak");
    // It was decided as sameField_within200ms: 150 ms apart, T 500, tie Salesforce.
    QTest::newRow("a tolerance that tells them apart") << lastWins(100, TieBreak::Salesforce) << Outcome::Won << false;
    QTest::newRow("a tolerance of just the distance") << lastWins(150, TieBreak::Salesforce) << Outcome::Lost << true;
    QTest::newRow("the other tie-break") << lastWins(500, TieBreak::HubSpot) << Outcome::Won << true;
    QTest::newRow("a person breaks ties") << lastWins(500, TieBreak::Review) << Outcome::Conflicted << false;
    QTest::newRow("always a person") << review() << Outcome::Conflicted << false;
    QTest::newRow("owned by its side") << owned(kHs, OnRefused::Revert) << Outcome::Lost << true;
    QTest::newRow("owned by the other side") << owned(kSf, OnRefused::Revert) << Outcome::Refused << false;
    QTest::newRow("owned by the other side, kept") << owned(kSf, OnRefused::Keep) << Outcome::Refused << false;
    QTest::newRow("owned by the other side, reviewed") << owned(kSf, OnRefused::Review) << Outcome::Conflicted << false;
}

void TestWhatIf::concurrent_isAskedAgain() {
    QFETCH(FieldRule, rule);
    QFETCH(Outcome, outcome);
    QFETCH(bool, byTieBreak);
    const FieldDecision decision = concurrent(lastWins(500, TieBreak::Salesforce), 150);
    QCOMPARE(decision.outcome, Outcome::Lost);
    QVERIFY(wasConcurrent(decision));
    QVERIFY(wasTieBroken(decision));
    const auto would = reconsider(decision, rule);
    QVERIFY(would);
    QCOMPARE(would->outcome, outcome);
    QCOMPARE(would->byTieBreak, byTieBreak);
    QCOMPARE(would->distance, milliseconds(150));
}

void TestWhatIf::sequential_isAskedForAdmissionOnly_data() {
    QTest::addColumn<FieldRule>("was");
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<Outcome>("outcome");
    const FieldRule free = lastWins(500, TieBreak::Salesforce);
    QTest::newRow("applied, and nobody asks who is later") << free << review() << Outcome::Applied;
    QTest::newRow("applied, to be refused") << free << owned(kSf, OnRefused::Revert) << Outcome::Refused;
    QTest::newRow("applied, to be reviewed") << free << owned(kSf, OnRefused::Review) << Outcome::Conflicted;
    QTest::newRow("applied by its owner") << free << owned(kHs, OnRefused::Revert) << Outcome::Applied;
    QTest::newRow("refused, to be applied") << owned(kSf, OnRefused::Revert) << free << Outcome::Applied;
    QTest::newRow("reviewed, to be applied") << owned(kSf, OnRefused::Review) << free << Outcome::Applied;
    QTest::newRow("refused, to be kept") << owned(kSf, OnRefused::Revert) << owned(kSf, OnRefused::Keep)
                                         << Outcome::Refused;
}

void TestWhatIf::sequential_isAskedForAdmissionOnly() {
    QFETCH(FieldRule, was);
    QFETCH(FieldRule, rule);
    QFETCH(Outcome, outcome);
    const FieldDecision decision = sequential(was);
    QVERIFY(!wasConcurrent(decision));
    const auto would = reconsider(decision, rule);
    QVERIFY(would);
    QCOMPARE(would->outcome, outcome);
    QVERIFY(!would->byTieBreak);
}

void TestWhatIf::refused_thatWasConcurrent_isChosenOnceItMayCross() {
    const FieldDecision decision = concurrent(owned(kSf, OnRefused::Revert), 150);
    QCOMPARE(decision.outcome, Outcome::Refused);
    const auto would = reconsider(decision, lastWins(100, TieBreak::Salesforce));
    QVERIFY(would);
    QCOMPARE(would->outcome, Outcome::Won);
}

/// Whoever looks at the answer is shown both values: that of the refused change, and the owner's that stands.
void TestWhatIf::owner_comparesBothSidesValues_data() {
    QTest::addColumn<bool>("isConcurrent");
    QTest::addColumn<Outcome>("was");
    QTest::newRow("made on the owner's") << false << Outcome::Applied;
    QTest::newRow("later than the owner's") << true << Outcome::Won;
}

void TestWhatIf::owner_comparesBothSidesValues() {
    QFETCH(bool, isConcurrent);
    QFETCH(Outcome, was);
    TwoSides sides(lastWins(500, TieBreak::Salesforce));
    sides.see(sides.edit(kSf, "sf", point(0)));
    if (!isConcurrent) {
        const Change echo = sides.land(sides.send(kHs), point(100));
        QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    }
    const FieldDecision decision = sides.see(sides.edit(kHs, "hs", point(60'000)));
    QCOMPARE(decision.outcome, was);
    QCOMPARE(decision.version->value.hubspot.text, std::string("hs"));
    QVERIFY(decision.standing);
    QCOMPARE(decision.standing->id.side, kSf);
    QCOMPARE(decision.standing->value.salesforce.text, std::string("sf"));
    const auto would = reconsider(decision, owned(kSf, OnRefused::Revert));
    QVERIFY(would);
    QCOMPARE(would->outcome, Outcome::Refused);
    QVERIFY(would->differs);
}

void TestWhatIf::differs_isAnotherEnd_data() {
    QTest::addColumn<FieldRule>("was");
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<bool>("differs");
    // HubSpot's is 150 ms later and had not seen Salesforce's.
    const FieldRule lost = lastWins(500, TieBreak::Salesforce);
    const FieldRule won = lastWins(100, TieBreak::Salesforce);
    const FieldRule reverted = owned(kSf, OnRefused::Revert);
    const FieldRule kept = owned(kSf, OnRefused::Keep);
    QTest::newRow("lost, and reverted all the same") << lost << reverted << false;
    QTest::newRow("reverted, and lost all the same") << reverted << lost << false;
    QTest::newRow("lost, to be kept apart") << lost << kept << true;
    QTest::newRow("kept apart, to be lost") << kept << lost << true;
    QTest::newRow("reverted, to be kept apart") << reverted << kept << true;
    QTest::newRow("kept apart, to be reverted") << kept << reverted << true;
    QTest::newRow("won, to be reverted") << won << reverted << true;
    QTest::newRow("lost, to be reviewed") << lost << owned(kSf, OnRefused::Review) << true;
    QTest::newRow("the same") << lost << lost << false;
}

void TestWhatIf::differs_isAnotherEnd() {
    QFETCH(FieldRule, was);
    QFETCH(FieldRule, rule);
    QFETCH(bool, differs);
    const auto would = reconsider(concurrent(was, 150), rule);
    QVERIFY(would);
    QCOMPARE(would->differs, differs);
}

void TestWhatIf::theSameRule_saysTheSame_data() {
    QTest::addColumn<FieldRule>("rule");
    QTest::newRow("by time") << lastWins(100, TieBreak::Salesforce);
    QTest::newRow("by the tie-break") << lastWins(500, TieBreak::HubSpot);
    QTest::newRow("by a person, for a tie") << lastWins(500, TieBreak::Review);
    QTest::newRow("by a person") << review();
    QTest::newRow("by the owner") << owned(kSf, OnRefused::Revert);
    QTest::newRow("by the owner, kept") << owned(kSf, OnRefused::Keep);
    QTest::newRow("by the owner, reviewed") << owned(kSf, OnRefused::Review);
}

void TestWhatIf::theSameRule_saysTheSame() {
    QFETCH(FieldRule, rule);
    for (const FieldDecision& decision : {concurrent(rule, 150), concurrent(rule, 5'000), sequential(rule)}) {
        const auto would = reconsider(decision, rule);
        QVERIFY(would);
        QCOMPARE(would->outcome, decision.outcome);
        QVERIFY(!would->differs);
        QCOMPARE(would->byTieBreak, wasTieBroken(decision));
    }
}

void TestWhatIf::distance_isThatOfTheTimes_data() {
    QTest::addColumn<SourceTime>("standing");
    QTest::addColumn<SourceTime>("arrived");
    QTest::addColumn<int>("distance");  // -1: none
    QTest::newRow("later") << point(0) << point(150) << 150;
    QTest::newRow("earlier") << point(150) << point(0) << 150;
    QTest::newRow("the same") << point(7) << point(7) << 0;
    QTest::newRow("within a whole second") << second(0) << point(400) << 0;
    QTest::newRow("behind a whole second") << second(0) << point(1'400) << 401;
    QTest::newRow("one is unknown") << SourceTime{} << point(0) << -1;
}

void TestWhatIf::distance_isThatOfTheTimes() {
    QFETCH(SourceTime, standing);
    QFETCH(SourceTime, arrived);
    QFETCH(int, distance);
    FieldDecision decision{.field = "phone", .outcome = Outcome::Lost};
    decision.standing = versionOf(3, kSf, "sf", standing);
    decision.version = versionOf(4, kHs, "hs", arrived);
    const auto would = reconsider(decision, lastWins(500, TieBreak::Salesforce));
    QVERIFY(would);
    QCOMPARE(would->distance, distance < 0 ? std::nullopt : std::optional(milliseconds(distance)));
}

void TestWhatIf::notAsked_whereNoRuleDecided() {
    TwoSides sides(review());
    const FieldDecision applied = sides.see(sides.edit(kHs, "a", point(0)));
    const Change echo = sides.land(sides.send(kSf), point(100));
    const FieldDecision echoed = sides.see(echo);
    QCOMPARE(echoed.outcome, Outcome::Echo);
    QVERIFY(reconsider(applied, review()));
    QVERIFY(!reconsider(echoed, review()));
    const FieldDecision same = sides.see(sides.edit(kHs, "a", point(200)));
    QCOMPARE(same.outcome, Outcome::NoChange);
    QVERIFY(!reconsider(same, review()));
    // What one read found on both sides.
    FieldDecision first{.field = "phone", .outcome = Outcome::Conflicted};
    first.standing = versionOf(3, kSf, "sf", until(0));
    first.version = versionOf(3, kHs, "hs", until(0));
    QVERIFY(!reconsider(first, review()));
    QVERIFY(!wasConcurrent(first));
    QVERIFY(!reconsider(FieldDecision{.field = "phone", .outcome = Outcome::Won}, review()));
}

QTEST_APPLESS_MAIN(TestWhatIf)
#include "test_what_if.moc"
