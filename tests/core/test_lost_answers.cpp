#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using std::chrono::milliseconds;

namespace {

FieldRule lastWriterWins(TieBreak tieBreak = TieBreak::Review) {
    FieldRule rule;
    rule.choice = {.kind = ChoiceKind::LastWriterWins, .tolerance = milliseconds(500), .tieBreak = tieBreak};
    return rule;
}

}  // namespace

/// Writes whose answer did not come: what a read, an event or a gap tells of them.
class TestLostAnswers : public QObject {
    Q_OBJECT

private slots:
    void answerLost_notLanded_isDueAgain();
    void answerLost_landed_isFound_andAwaitsItsEvent();
    void answerLost_landedOverAnUnseenChange_isNotWhatThatFollows();
    void answerLost_landed_saysNothingOfTheOtherSide();
    void answerLost_landed_eachWriteBeforeItHasItsOwnEvent();
    void answerLost_oneLandedOneNot();
    void answerLost_anotherValue_isAwaited_butNotAfterAGap();
    void gap_mayHideAWriteThatIsOut_soThatNothingIsSurelyMadeOnIt();
    void answerLost_theSameValueByAPersonSince_isTheirs();
};

void TestLostAnswers::answerLost_notLanded_isDueAgain() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Seq write = sides.send(kHs);
    sides.loseAnswer(write);
    QCOMPARE(sides.send(kHs), Seq());

    const Decision decision = sides.readBack(kHs);
    QCOMPARE(decision.fields.size(), std::size_t(1));
    QCOMPARE(decision.fields[0].outcome, Outcome::NotLanded);
    QCOMPARE(explain(decision.fields[0], {}),
             "not landed: our write " + std::to_string(write.value()) + " was not found by reading");
    QVERIFY(sides.cell().out[kHs].empty());
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("sf"));
}

void TestLostAnswers::answerLost_landed_isFound_andAwaitsItsEvent() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Seq write = sides.send(kHs);
    const Change echo = sides.land(write, point(100));
    sides.loseAnswer(write);

    const Decision decision = sides.readBack(kHs);
    QCOMPARE(decision.fields.at(0).outcome, Outcome::Landed);
    QVERIFY(decision.fields.at(0).write == write);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QVERIFY(sides.cell().out[kHs][0].answeredAt && !sides.cell().out[kHs][0].outcomeUnknown);
    QVERIFY(sides.readBack(kHs).fields.empty());
    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(sides.cell().present[kHs]->id, sides.cell().standing->id);
    QVERIFY(!isMoving(sides.cell()));
}

/// overwrittenUnseen, where the answer was lost: HubSpot's stream is behind the read.
void TestLostAnswers::answerLost_landedOverAnUnseenChange_isNotWhatThatFollows() {
    TwoSides sides(lastWriterWins());
    const Change unseen = sides.edit(kHs, "hs", point(0));
    sides.see(sides.edit(kSf, "sf", point(5'000)));
    const Seq write = sides.send(kHs);
    const Change echo = sides.land(write, point(6'000));
    sides.loseAnswer(write);
    QCOMPARE(sides.readBack(kHs).fields.at(0).outcome, Outcome::Landed);

    QCOMPARE(sides.see(unseen).outcome, Outcome::Lost);
    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kHs), std::string("sf"));
}

void TestLostAnswers::answerLost_landed_saysNothingOfTheOtherSide() {
    TwoSides sides(lastWriterWins());
    sides.see(sides.edit(kHs, "hs", point(0)));
    sides.loseAnswer(sides.send(kSf));
    QCOMPARE(sides.see(sides.edit(kSf, "sf", point(5'000))).outcome, Outcome::Won);
    const Seq write = sides.send(kHs);
    sides.land(write, point(7'000));
    sides.loseAnswer(write);
    QCOMPARE(sides.readBack(kHs).fields.at(0).outcome, Outcome::Landed);
    QVERIFY(sides.cell().out[kSf].front().outcomeUnknown);
}

/// HubSpot: our "a", a person's "b", our "a" again, which is found by reading before any of their events comes.
void TestLostAnswers::answerLost_landed_eachWriteBeforeItHasItsOwnEvent() {
    TwoSides sides(lastWriterWins(TieBreak::Salesforce));
    sides.see(sides.edit(kSf, "a", point(0)));
    const Seq first = sides.send(kHs);
    const Change firstEcho = sides.land(first, point(100));
    sides.answer(first, 110);
    const Change person = sides.edit(kHs, "b", point(200));
    sides.see(sides.edit(kSf, "c", point(300)));
    sides.see(sides.edit(kSf, "a", point(400)));
    const Seq second = sides.send(kHs);
    const Change secondEcho = sides.land(second, point(500));
    sides.loseAnswer(second);
    QCOMPARE(sides.readBack(kHs).fields.at(0).outcome, Outcome::Landed);

    QVERIFY(sides.see(firstEcho).write == first);
    QCOMPARE(sides.see(person).outcome, Outcome::Applied);  // on the value that stands
    const FieldDecision last = sides.see(secondEcho);
    QCOMPARE(last.outcome, Outcome::Echo);
    QVERIFY(last.write == second);
    QCOMPARE(finish(sides), 2);
    QCOMPARE(sides.held(kSf), std::string("b"));
    QCOMPARE(sides.held(kHs), std::string("b"));
}

void TestLostAnswers::answerLost_oneLandedOneNot() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    sides.land(first, point(1'100));
    sides.loseAnswer(first);
    sides.loseAnswer(second);

    const Decision decision = sides.readBack(kHs);
    QCOMPARE(decision.fields.size(), std::size_t(2));
    QCOMPARE(decision.fields[0].outcome, Outcome::Landed);
    QVERIFY(decision.fields[0].write == first);
    QCOMPARE(decision.fields[1].outcome, Outcome::NotLanded);
    QVERIFY(decision.fields[1].write == second);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("two"));
}

void TestLostAnswers::answerLost_anotherValue_isAwaited_butNotAfterAGap() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Seq write = sides.send(kHs);
    sides.loseAnswer(write);
    sides.edit(kHs, "somebody's", point(100));
    QVERIFY(sides.readBack(kHs).fields.empty());

    Entity contact = sides.entity();
    contact.stale[kHs] = true;  // its event may never come, and the comparison waits for the end of the write
    const Decision decision = decideReadBack(contact, kHs, {{"phone", valueOf("somebody's")}});
    QCOMPARE(decision.fields.size(), std::size_t(1));
    QCOMPARE(decision.fields[0].outcome, Outcome::NotLanded);
    QVERIFY(decision.fields[0].change.closedAlone[kHs] == write);
    QVERIFY(!decision.fields[0].change.present[kHs]);

    contact.undecided = {Seq(50)};  // it may be the write's own event
    QVERIFY(decideReadBack(contact, kHs, {{"phone", valueOf("somebody's")}}).fields.empty());
}

/// The write lands over "sf" where nobody sees it, and "next" is made on that.
void TestLostAnswers::gap_mayHideAWriteThatIsOut_soThatNothingIsSurelyMadeOnIt() {
    TwoSides sides(lastWriterWins());
    sides.see(sides.edit(kHs, "hs", point(0)));
    sides.send(kSf);
    QCOMPARE(sides.see(sides.edit(kSf, "sf", point(5'000))).outcome, Outcome::Won);
    Change next = sides.edit(kSf, "next", point(6'000));
    next.seq = Seq(90);

    Entity contact = sides.entity();
    QCOMPARE(decide(contact, next, sides.rules()).fields.at(0).outcome, Outcome::Applied);
    contact.stale[kSf] = true;
    const FieldDecision decision = decide(contact, next, sides.rules()).fields.at(0);
    QCOMPARE(decision.outcome, Outcome::Won);
    QCOMPARE(*decision.standing->value[kSf].text, std::string("sf"));
    contact.cells["phone"].out[kSf].clear();
    QCOMPARE(decide(contact, next, sides.rules()).fields.at(0).outcome, Outcome::Applied);
}

void TestLostAnswers::answerLost_theSameValueByAPersonSince_isTheirs() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq lost = sides.send(kHs);
    sides.loseAnswer(lost);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    sides.land(second, point(1'100));
    sides.answer(second, 1'200);
    // The event of the second write has been lost, that of the person who goes back to one has not.
    sides.see(sides.edit(kHs, "one", point(2'000)));
    QCOMPARE(sides.readBack(kHs).fields.at(0).outcome, Outcome::Landed);
    sides.settle(kHs, 60'000);
    QVERIFY(sides.cell().out[kHs].empty());
    QCOMPARE(*sides.cell().present[kHs]->value[kHs].text, std::string("one"));
}

QTEST_APPLESS_MAIN(TestLostAnswers)
#include "test_lost_answers.moc"
