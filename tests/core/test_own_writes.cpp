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

/// As HubSpot's journal tells it: a value, and nobody's name.
Change anonymous(Change change) {
    change.writer = kNobodyKnows;
    change.writerKnown = false;
    return change;
}

Change withValue(Change change, const std::string& text) {
    change.fields[0].value = {valueOf(text), valueOf(text)};
    return change;
}

}  // namespace

/// The worked cases of semantics, section 12, in which our own writes come back, or do not.
class TestOwnWrites : public QObject {
    Q_OBJECT

private slots:
    void overwrittenUnseen();
    void staleEchoMovesNothing();
    void crashBetweenSendAndRecord();
    void retryOverNewerEdit();
    void noOpWriteHasNoEcho();
    void flowAfterUs();
    void flowChangesOurValue();
    void flowChangesAnOlderValue_isConcurrent();
    void flowAfterUs_inALaterStep_isNoEcho();
    void echo_ofALaterWrite_closesEarlierOnes();
    void echo_takesTheOldestOfTheSameValue();
    void echo_afterItsClosing_movesOnlyToTheNewest();
    void echo_afterItsClosing_isNoAutomationsWhileTheNextIsOut();
    void echo_ofBeforeARead_closesNoLaterWrite();
    void valueThatAnAutomationReplaced_isTheAutomationsWhenItComesAgain();
    void echo_thatMovedNothing_isTheAutomationsWhenItComesAgain();
    void echo_afterItsClosing_movesWhatAnotherHadSet();
    void echo_afterItsClosing_foundByReading_isWhatIsHeld();
    void echo_isNobodyElsesChange();
    void echo_withoutAName_isToldByItsValue();
    void noName_nothingOut_isAChange();
    void echo_capturedBeforeAWriteWasSent_isNotOfItsStep();
    void settled_afterConvergence_keepsWhatCameLater();
    void settled_onlyAnsweredInTime();
    void settled_notBeforeAnUnknownOne();
    void settled_overALaterChange_keepsIt();
};

void TestOwnWrites::overwrittenUnseen() {
    TwoSides sides(lastWriterWins());
    sides.see(sides.edit(kHs, "hs", point(0)));
    const Seq write = sides.send(kSf);
    const Change person = sides.edit(kSf, "sf", point(1'000));
    const Change echo = sides.land(write, point(1'100));
    QCOMPARE(sides.held(kSf), std::string("hs"));

    QCOMPARE(sides.see(person).outcome, Outcome::Won);
    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(finish(sides), 2);
    QCOMPARE(sides.held(kSf), std::string("sf"));
    QCOMPARE(sides.held(kHs), std::string("sf"));
}

void TestOwnWrites::staleEchoMovesNothing() {
    TwoSides sides(lastWriterWins());
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    const Change unseen = sides.edit(kHs, "b", point(3'000));
    const Change person = sides.edit(kSf, "c", point(2'000));
    const Change echo = sides.land(write, point(2'100));

    QCOMPARE(sides.see(person).outcome, Outcome::Won);
    const Version standing = *sides.cell().standing;
    const FieldDecision echoed = sides.see(echo);
    QCOMPARE(echoed.outcome, Outcome::Echo);
    QVERIFY(echoed.write == write);
    QCOMPARE(*sides.cell().standing, standing);
    QVERIFY(sides.cell().out[kSf].empty());

    // b was made on a, c on what was before: neither knew of the other.
    const FieldDecision decision = sides.see(unseen);
    QCOMPARE(decision.outcome, Outcome::Won);
    QCOMPARE(decision.reason, Reason::Later);
    QVERIFY(finish(sides) > 0);
    QCOMPARE(sides.held(kSf), std::string("b"));
    QCOMPARE(sides.held(kHs), std::string("b"));
}

void TestOwnWrites::crashBetweenSendAndRecord() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Seq write = sides.send(kHs);
    const Change echo = sides.land(write, point(100));
    sides.loseAnswer(write);  // as the engine does with what was out when it ended
    QVERIFY(sides.cell().out[kHs].at(0).outcomeUnknown);

    const FieldDecision decision = sides.see(anonymous(echo));
    QCOMPARE(decision.outcome, Outcome::Echo);
    QVERIFY(decision.write == write);
    QVERIFY(!sides.cell().conflict);
    QCOMPARE(finish(sides), 0);
    QVERIFY(!isMoving(sides.cell()));
}

void TestOwnWrites::retryOverNewerEdit() {
    TwoSides sides(lastWriterWins());
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Seq write = sides.send(kHs);
    const Change echo = sides.land(write, point(100));
    sides.loseAnswer(write);
    const Change person = sides.edit(kHs, "person", point(200));

    // It reads neither what was there nor what was sent: an event will tell, and nothing is sent again.
    QCOMPARE(sides.readBack(kHs), Decision{});
    QCOMPARE(sides.send(kHs), Seq());
    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(sides.see(person).outcome, Outcome::Applied);
    finish(sides);
    QCOMPARE(sides.held(kHs), std::string("person"));
    QCOMPARE(sides.held(kSf), std::string("person"));
}

void TestOwnWrites::noOpWriteHasNoEcho() {
    TwoSides sides(lastWriterWins());
    // Our b is on its way to Salesforce when a person there makes it a, which wins: a is asserted again.
    sides.see(sides.edit(kHs, "b", point(0)));
    const Seq first = sides.send(kSf);
    const Change echo = sides.land(first, point(10));
    const Change person = sides.edit(kSf, "a", point(5'000));
    sides.see(person);  // seen before the echo, as by another way
    const Seq again = sides.send(kSf);
    QVERIFY(again != Seq());
    sides.see(echo);
    sides.answer(first, 20);
    sides.answer(again, 5'010);
    QVERIFY(sides.settle(kSf, 5'009).fields.empty());

    const Decision settled = sides.settle(kSf, 5'010);
    QCOMPARE(settled.fields.at(0).outcome, Outcome::Settled);
    QCOMPARE(explain(settled.fields.at(0), {}), "settled: Salesforce's stream has passed the answer to our write "
                                                    + std::to_string(again.value()) + " and told of no change");
    QVERIFY(sides.cell().out[kSf].empty());
    QVERIFY(due(sides.cell(), kSf) == nullptr);

    // A person sets something else, and then the same value that we had written: both are theirs.
    QCOMPARE(sides.see(sides.edit(kSf, "c", point(9'000))).outcome, Outcome::Applied);
    QCOMPARE(sides.see(sides.edit(kSf, "a", point(9'500))).outcome, Outcome::Applied);
    finish(sides);
    QCOMPARE(sides.held(kHs), std::string("a"));
}

void TestOwnWrites::flowAfterUs() {
    TwoSides sides;
    sides.see(sides.edit(kHs, "hs", point(0)));
    Change echo = sides.land(sides.send(kSf), second(1));
    echo.fields.push_back({.field = "title", .value = {valueOf("Hot"), valueOf("Hot")}});

    const std::vector<FieldDecision> decisions = sides.seeAll(echo);
    QCOMPARE(decisions.at(0).outcome, Outcome::Echo);
    QCOMPARE(decisions.at(1).outcome, Outcome::Applied);
    QCOMPARE(decisions.at(1).version->writer.kind, WriterKind::Automation);
    QVERIFY(due(sides.cell("title"), kHs) != nullptr);
    QVERIFY(due(sides.cell("phone"), kHs) == nullptr);
}

void TestOwnWrites::flowChangesOurValue() {
    TwoSides sides;
    sides.see(sides.edit(kHs, "B", point(0)));
    const Seq write = sides.send(kSf);
    const Change told = withValue(sides.land(write, second(1)), "B'");

    const FieldDecision decision = sides.see(told);
    QCOMPARE(decision.outcome, Outcome::Applied);
    QCOMPARE(decision.reason, Reason::AutomationAfterUs);
    QVERIFY(decision.version->writer == Writer{WriterKind::Automation});
    QVERIFY(decision.write == write);
    QCOMPARE(explain(decision, {}), "applied: an automation of Salesforce changed our write "
                                        + std::to_string(write.value()) + " in the same step");
    QVERIFY(sides.cell().out[kSf].empty());
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("B'"));
}

void TestOwnWrites::flowChangesAnOlderValue_isConcurrent() {
    TwoSides sides(lastWriterWins(TieBreak::HubSpot));
    sides.see(sides.edit(kHs, "B", point(0)));
    const Seq write = sides.send(kSf);
    const Change told = withValue(sides.land(write, point(100)), "B'");
    sides.see(sides.edit(kHs, "C", point(200)));

    const FieldDecision decision = sides.see(told);
    QCOMPARE(decision.outcome, Outcome::Lost);
    QCOMPARE(decision.version->writer.kind, WriterKind::Automation);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("C"));
}

void TestOwnWrites::flowAfterUs_inALaterStep_isNoEcho() {
    TwoSides sides;
    sides.see(sides.edit(kHs, "B", point(0)));
    Change echo = sides.land(sides.send(kSf), point(100));
    sides.see(echo);
    const FieldDecision decision = sides.see(withValue(echo, "rewritten"));
    QCOMPARE(decision.outcome, Outcome::Applied);
    QCOMPARE(decision.version->writer.kind, WriterKind::Automation);
}

void TestOwnWrites::echo_ofALaterWrite_closesEarlierOnes() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    sides.land(first, point(1'100));
    const Change echo = sides.land(second, point(1'200));
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(2));
    QVERIFY(sides.see(echo).write == second);
    QVERIFY(sides.cell().out[kHs].empty());
    QCOMPARE(sides.cell().present[kHs]->id, sides.cell().standing->id);
}

void TestOwnWrites::echo_takesTheOldestOfTheSameValue() {
    TwoSides sides;
    PerSide<std::vector<Seq>> sent;
    std::vector<Change> echoes;
    for (const char* text : {"a", "b", "a"}) {
        sides.see(sides.edit(kSf, text, point(0)));
        const Seq write = sides.send(kHs);
        sent[kHs].push_back(write);
        echoes.push_back(sides.land(write, point(10)));
    }
    for (std::size_t i = 0; i < echoes.size(); ++i) {
        QVERIFY(sides.see(echoes[i]).write == sent[kHs][i]);
        QCOMPARE(sides.cell().out[kHs].size(), echoes.size() - 1 - i);
    }
    QCOMPARE(finish(sides), 0);
}

void TestOwnWrites::echo_afterItsClosing_movesOnlyToTheNewest() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    const Change firstEcho = sides.land(first, point(100));
    sides.answer(first, 110);
    sides.settle(kHs, 110);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    const Change secondEcho = sides.land(second, point(1'100));
    sides.answer(second, 1'110);
    sides.settle(kHs, 1'110);

    QCOMPARE(sides.see(firstEcho).outcome, Outcome::Echo);
    QCOMPARE(sides.cell().present[kHs]->id, sides.cell().standing->id);
    QCOMPARE(sides.see(secondEcho).outcome, Outcome::Echo);
    QCOMPARE(sides.cell().present[kHs]->id, sides.cell().standing->id);
    QCOMPARE(finish(sides), 0);
}

void TestOwnWrites::echo_afterItsClosing_isNoAutomationsWhileTheNextIsOut() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    const Change firstEcho = sides.land(first, point(100));
    sides.loseAnswer(first);
    sides.readBack(kHs);
    // Landed is as good as answered: the settle time closes it.
    QCOMPARE(sides.settle(kHs, 60'000).fields.at(0).outcome, Outcome::Settled);
    QVERIFY(sides.cell().out[kHs].empty());
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);

    QCOMPARE(sides.see(firstEcho).outcome, Outcome::Echo);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QCOMPARE(sides.see(sides.land(second, point(1'100))).outcome, Outcome::Echo);
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kHs), std::string("two"));
}

/// Our "ours" has come back as "theirs": whoever sets "ours" later is an automation in the step of another write.
void TestOwnWrites::valueThatAnAutomationReplaced_isTheAutomationsWhenItComesAgain() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "ours", point(0)));
    static_cast<void>(sides.send(kHs));
    QCOMPARE(sides.see(sides.edit(kHs, "theirs", point(100), kUs)).reason, Reason::AutomationAfterUs);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("theirs"));
    const FieldDecision again = sides.see(sides.edit(kHs, "ours", point(2'000), kUs));
    QCOMPARE(again.outcome, Outcome::Applied);
    QCOMPARE(again.version->writer.kind, WriterKind::Automation);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("ours"));
}

/// A late echo that something newer had overtaken has come back all the same.
void TestOwnWrites::echo_thatMovedNothing_isTheAutomationsWhenItComesAgain() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    const Change firstEcho = sides.land(first, point(100));
    sides.answer(first, 110);
    sides.settle(kHs, 110);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    sides.land(second, point(1'100));
    sides.answer(second, 1'110);
    sides.settle(kHs, 1'110);
    QCOMPARE(sides.see(firstEcho).outcome, Outcome::Echo);
    QCOMPARE(*sides.cell().present[kHs]->value[kHs].text, std::string("two"));

    QCOMPARE(sides.see(sides.edit(kHs, "one", point(2'000), kUs)).outcome, Outcome::Applied);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("one"));
}

/// What a read has overtaken is no event of a write that was sent after it, even if the values are the same.
void TestOwnWrites::echo_ofBeforeARead_closesNoLaterWrite() {
    TwoSides sides(lastWriterWins(TieBreak::Salesforce));
    sides.see(sides.edit(kSf, "ours", second(0)));
    sides.see(sides.land(sides.send(kHs), point(100)));
    const Change older = sides.edit(kHs, "ours", point(200), kUs);
    sides.edit(kHs, "theirs", point(300));
    sides.compareAgain(until(999), until(300));
    const Seq write = sides.send(kHs);
    QVERIFY(write != Seq());

    QCOMPARE(sides.see(older).outcome, Outcome::Superseded);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QCOMPARE(sides.see(sides.land(write, point(900))).outcome, Outcome::Echo);
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kHs), std::string("ours"));
}

/// HubSpot: a person's "hs", then our "sf". "hs" wins and is sent again, which does not land; the stream is late.
void TestOwnWrites::echo_afterItsClosing_movesWhatAnotherHadSet() {
    TwoSides sides(lastWriterWins(TieBreak::HubSpot));
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Change person = sides.edit(kHs, "hs", point(100));
    const Seq write = sides.send(kHs);
    const Change echo = sides.land(write, point(200));
    sides.answer(write, 210);
    QCOMPARE(sides.see(person).outcome, Outcome::Won);
    const Seq again = sides.send(kHs);
    sides.loseAnswer(again);
    sides.settle(kHs, 210);

    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(*sides.cell().present[kHs]->value[kHs].text, std::string("sf"));
    QCOMPARE(sides.readBack(kHs).fields.at(0).outcome, Outcome::NotLanded);
    finish(sides);
    QCOMPARE(sides.held(kHs), std::string("hs"));
}

void TestOwnWrites::echo_afterItsClosing_foundByReading_isWhatIsHeld() {
    TwoSides sides;
    for (const char* text : {"one", "two"}) {
        sides.see(sides.edit(kSf, text, point(0)));
        const Seq write = sides.send(kHs);
        sides.answer(write, 110);
        sides.settle(kHs, 110);
    }
    BaselineField phone{.field = "phone", .read = {*sides.cell().present[kSf], versionOf(99, kHs, "one", point(200))}};
    phone.read[kHs].writer = kUs;
    const Decision decision = decideBaseline(sides.entity(), {phone}, sides.rules());
    QCOMPARE(decision.fields.at(0).outcome, Outcome::Echo);
    QVERIFY(decision.fields.at(0).change.present[kHs]);
    QCOMPARE(*decision.fields.at(0).change.present[kHs]->value[kHs].text, std::string("one"));
    QVERIFY(!decision.fields.at(0).change.standing);
}

void TestOwnWrites::echo_isNobodyElsesChange() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    QVERIFY(sides.send(kHs) != Seq());
    const FieldDecision decision = sides.see(sides.edit(kHs, "sf", point(100)));
    QCOMPARE(decision.outcome, Outcome::Converged);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QCOMPARE(sides.send(kHs), Seq());
}

void TestOwnWrites::echo_withoutAName_isToldByItsValue() {
    TwoSides sides(lastWriterWins(TieBreak::HubSpot));
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Change echo = sides.land(sides.send(kHs), point(100));
    QCOMPARE(sides.see(anonymous(withValue(echo, "something else"))).outcome, Outcome::Won);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QCOMPARE(sides.see(anonymous(echo)).outcome, Outcome::Echo);
    QVERIFY(sides.cell().out[kHs].empty());
}

void TestOwnWrites::noName_nothingOut_isAChange() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "sf", point(0)));
    const Change echo = sides.land(sides.send(kHs), point(100));
    sides.see(anonymous(echo));
    QCOMPARE(sides.see(anonymous(sides.edit(kHs, "person", point(200)))).outcome, Outcome::Applied);
    finish(sides);
    // What we wrote once comes again, and nothing of ours is out: somebody went back to it.
    QCOMPARE(sides.see(anonymous(sides.edit(kHs, "sf", point(300)))).outcome, Outcome::Applied);
}

/// An automation changed what a record was made of; its event is decided when the next write has left.
void TestOwnWrites::echo_capturedBeforeAWriteWasSent_isNotOfItsStep() {
    TwoSides sides(lastWriterWins(TieBreak::Salesforce));
    Change automation = sides.edit(kHs, "automation", point(0), kUs);
    automation.writerKnown = true;
    sides.see(sides.edit(kSf, "sf", point(100)));
    const Seq write = sides.send(kHs);
    automation.seq = Seq(write.value() - 1);
    const FieldDecision decision = decide(sides.entity(), automation, sides.rules()).fields.at(0);
    QCOMPARE(decision.outcome, Outcome::Lost);
    QVERIFY(!decision.write);
    automation.seq = next(write);
    QCOMPARE(decide(sides.entity(), automation, sides.rules()).fields.at(0).reason, Reason::AutomationAfterUs);
}

void TestOwnWrites::settled_afterConvergence_keepsWhatCameLater() {
    TwoSides sides(lastWriterWins(TieBreak::HubSpot));
    sides.see(sides.edit(kHs, "b", point(0)));
    const Change person = sides.edit(kSf, "b", point(100));
    const Seq write = sides.send(kSf);
    sides.land(write, point(200));  // changes nothing, and Salesforce tells of nothing
    sides.answer(write, 210);
    sides.see(person);
    sides.see(sides.edit(kHs, "c", point(1'000)));
    QCOMPARE(sides.see(sides.edit(kSf, "c", point(1'100))).outcome, Outcome::Converged);
    QCOMPARE(sides.settle(kSf, 210).fields.at(0).outcome, Outcome::Settled);
    QCOMPARE(*sides.cell().present[kSf]->value[kSf].text, std::string("c"));
    QCOMPARE(finish(sides), 0);
}

void TestOwnWrites::settled_onlyAnsweredInTime() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    QVERIFY(sides.settle(kHs, 1'000'000).fields.empty());
    sides.answer(first, 1'500);
    sides.answer(second, 1'600);
    const Decision decision = sides.settle(kHs, 1'599);
    QCOMPARE(decision.fields.size(), std::size_t(1));
    QVERIFY(decision.fields[0].write == first);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(1));
    QCOMPARE(sides.send(kHs), Seq());
}

void TestOwnWrites::settled_notBeforeAnUnknownOne() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "one", point(0)));
    const Seq first = sides.send(kHs);
    sides.loseAnswer(first);
    sides.see(sides.edit(kSf, "two", point(1'000)));
    const Seq second = sides.send(kHs);
    sides.land(second, point(1'500));
    sides.answer(second, 1'600);
    QVERIFY(sides.settle(kHs, 2'000).fields.empty());
    // The read that the first one waits for shows the second one's value.
    QCOMPARE(sides.readBack(kHs).fields.at(0).outcome, Outcome::Landed);
    QCOMPARE(sides.cell().out[kHs].size(), std::size_t(2));
    QVERIFY(sides.readBack(kHs).fields.empty());
    QCOMPARE(sides.settle(kHs, 60'000).fields.at(0).outcome, Outcome::Settled);
    QVERIFY(sides.cell().out[kHs].empty());
}

void TestOwnWrites::settled_overALaterChange_keepsIt() {
    TwoSides sides(lastWriterWins(TieBreak::Salesforce));
    sides.see(sides.edit(kSf, "sf", point(10'000)));
    const Seq write = sides.send(kHs);
    sides.land(write, point(10'100));
    // The event of our write is lost; one of a person is not. It may have come before our write landed, or after.
    QCOMPARE(sides.see(sides.edit(kHs, "person", point(9'000))).outcome, Outcome::Lost);
    sides.answer(write, 10'200);
    QCOMPARE(sides.settle(kHs, 10'200).fields.at(0).outcome, Outcome::Settled);
    QCOMPARE(*sides.cell().present[kHs]->value[kHs].text, std::string("person"));
    // So it is sent once more, which is right in both cases.
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("sf"));
}

QTEST_APPLESS_MAIN(TestOwnWrites)
#include "test_own_writes.moc"
