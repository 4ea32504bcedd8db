#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using std::chrono::milliseconds;

namespace {

FieldRule lastWriterWins(int tolerance, TieBreak tieBreak) {
    FieldRule rule;
    rule.choice = {.kind = ChoiceKind::LastWriterWins, .tolerance = milliseconds(tolerance), .tieBreak = tieBreak};
    return rule;
}

std::string explained(const FieldDecision& decision, const FieldRule& rule) {
    return explain(decision, rule);
}

}  // namespace

/// The worked cases of semantics, section 12, in which people edit on both sides.
class TestConcurrentEdits : public QObject {
    Q_OBJECT

private slots:
    void sameField_within200ms();
    void sameField_outsideTolerance();
    void sameField_review();
    void coarseClock();
    void equalTimes();
    void seenBeforeChanged();
    void clearAgainstChange_data();
    void clearAgainstChange();
    void lateArrival();
    void outOfOrderSameSide();
    void sameSecondTwice();
    void sameValueBothSides();
    void sameByNormalisation();
    void disjointFields();
    void readBackIsNewerThanTheEvent();
    void sameValueUnderAnotherName_isASuccessorsGround();
    void twoOfOneSide_areInThatSidesOrder();
};

void TestConcurrentEdits::sameField_within200ms() {
    const FieldRule rule = lastWriterWins(500, TieBreak::Salesforce);
    TwoSides sides(rule);
    const Change salesforce = sides.edit(kSf, "sf", point(0));
    const Change hubspot = sides.edit(kHs, "hs", point(150));

    QCOMPARE(sides.see(salesforce).outcome, Outcome::Applied);
    const FieldDecision loser = sides.see(hubspot);
    QCOMPARE(loser.outcome, Outcome::Lost);
    QCOMPARE(loser.reason, Reason::PhotoFinish);
    QVERIFY(loser.margin == milliseconds(150));
    QVERIFY(loser.tolerance == milliseconds(500));
    QVERIFY(loser.tieBreak == TieBreak::Salesforce);
    QCOMPARE(explained(loser, rule), std::string("lost: photo finish (150 ms ≤ 500 ms), tie-break Salesforce"));

    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("sf"));
    QCOMPARE(sides.held(kHs), std::string("sf"));
    QCOMPARE(*loser.version->value[kHs].text, std::string("hs"));
}

void TestConcurrentEdits::sameField_outsideTolerance() {
    const FieldRule rule = lastWriterWins(100, TieBreak::Salesforce);
    TwoSides sides(rule);
    const Change salesforce = sides.edit(kSf, "sf", point(0));
    const Change hubspot = sides.edit(kHs, "hs", point(150));

    QCOMPARE(sides.see(salesforce).outcome, Outcome::Applied);
    const FieldDecision winner = sides.see(hubspot);
    QCOMPARE(winner.outcome, Outcome::Won);
    QCOMPARE(winner.reason, Reason::Later);
    QVERIFY(!winner.tieBreak);
    QCOMPARE(explained(winner, rule), std::string("won: later by 150 ms > 100 ms (HubSpot after Salesforce)"));

    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("hs"));
    QCOMPARE(sides.held(kHs), std::string("hs"));
}

void TestConcurrentEdits::sameField_review() {
    const FieldRule rule = lastWriterWins(500, TieBreak::Review);
    TwoSides sides(rule);
    const Change salesforce = sides.edit(kSf, "sf", point(0));
    const Change hubspot = sides.edit(kHs, "hs", point(150));

    sides.see(salesforce);
    const FieldDecision decision = sides.see(hubspot);
    QCOMPARE(decision.outcome, Outcome::Conflicted);
    QCOMPARE(decision.reason, Reason::PhotoFinish);
    QCOMPARE(explained(decision, rule), std::string("conflicted: photo finish (150 ms ≤ 500 ms), tie-break review"));
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf hs"));
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kSf), std::string("sf"));
    QCOMPARE(sides.held(kHs), std::string("hs"));
}

void TestConcurrentEdits::coarseClock() {
    const FieldRule rule = lastWriterWins(100, TieBreak::HubSpot);
    TwoSides sides(rule);
    const Change salesforce = sides.edit(kSf, "sf", second(0));
    const Change hubspot = sides.edit(kHs, "hs", point(400));

    sides.see(salesforce);
    const FieldDecision decision = sides.see(hubspot);
    QCOMPARE(decision.outcome, Outcome::Won);
    QCOMPARE(decision.reason, Reason::CoarseClock);
    QVERIFY(decision.tieBreak == TieBreak::HubSpot);
    QCOMPARE(explained(decision, rule),
             std::string("won: photo finish (0 ms ≤ 100 ms; Salesforce's clock is too coarse to tell), "
                         "tie-break HubSpot"));
    finish(sides);
    QCOMPARE(sides.held(kSf), std::string("hs"));
    QCOMPARE(sides.held(kHs), std::string("hs"));
}

void TestConcurrentEdits::equalTimes() {
    for (const TieBreak tieBreak : {TieBreak::Salesforce, TieBreak::HubSpot}) {
        for (const Side first : kSides) {
            // Whoever is seen first: only the tie-break decides.
            const FieldRule rule = lastWriterWins(0, tieBreak);
            TwoSides sides(rule);
            const PerSide<Change> changes{sides.edit(kSf, "sf", point(7)), sides.edit(kHs, "hs", point(7))};
            sides.see(changes[first]);
            const FieldDecision decision = sides.see(changes[other(first)]);
            QCOMPARE(decision.reason, Reason::EqualTimes);
            finish(sides);
            const std::string winner = tieBreak == TieBreak::Salesforce ? "sf" : "hs";
            QCOMPARE(sides.held(kSf), winner);
            QCOMPARE(sides.held(kHs), winner);
        }
    }
}

void TestConcurrentEdits::seenBeforeChanged() {
    TwoSides sides(lastWriterWins(500, TieBreak::HubSpot));
    sides.see(sides.edit(kHs, "hs", point(0)));
    const Seq write = sides.send(kSf);
    const Change echo = sides.land(write, point(20));
    const Change person = sides.edit(kSf, "sf", point(50));

    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    const FieldDecision decision = sides.see(person);
    QCOMPARE(decision.outcome, Outcome::Applied);
    QCOMPARE(explain(decision, {}), std::string("applied: made on the value that stood, which it follows"));
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("sf"));
    QCOMPARE(sides.held(kSf), std::string("sf"));
}

void TestConcurrentEdits::clearAgainstChange_data() {
    QTest::addColumn<int>("hubspotsTime");
    QTest::addColumn<QString>("winner");
    QTest::newRow("the clear is later") << -2000 << "";
    QTest::newRow("the change is later") << 2000 << "hs";
}

void TestConcurrentEdits::clearAgainstChange() {
    QFETCH(int, hubspotsTime);
    QFETCH(QString, winner);
    TwoSides sides(lastWriterWins(500, TieBreak::Review));
    const Change clear = sides.edit(kSf, "", point(0));
    const Change change = sides.edit(kHs, "hs", point(hubspotsTime));
    sides.see(clear);
    sides.see(change);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), winner.toStdString());
    QCOMPARE(sides.held(kHs), winner.toStdString());
}

void TestConcurrentEdits::lateArrival() {
    const FieldRule rule = lastWriterWins(500, TieBreak::Review);
    TwoSides sides(rule);
    const Change late = sides.edit(kHs, "hs", point(0));
    sides.see(sides.edit(kSf, "sf", point(300'000)));
    const FieldDecision decision = sides.see(late);
    QCOMPARE(decision.outcome, Outcome::Lost);
    QCOMPARE(decision.reason, Reason::Later);
    QCOMPARE(explained(decision, rule), std::string("lost: later by 5 min > 500 ms (Salesforce after HubSpot)"));
    QCOMPARE(sides.send(kSf), Seq());
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("sf"));
}

void TestConcurrentEdits::outOfOrderSameSide() {
    TwoSides sides;
    Change older = sides.edit(kHs, "older", point(60'000));
    sides.see(sides.edit(kHs, "newer", point(120'000)));
    older.fields[0].time = point(60'000);
    older.fields[0].writer = kPerson;

    const FieldDecision decision = sides.see(older);
    QCOMPARE(decision.outcome, Outcome::Superseded);
    QCOMPARE(decision.change, CellChange{});
    QCOMPARE(explain(decision, {}), std::string("superseded: HubSpot was already seen to hold something newer"));
    finish(sides);
    QCOMPARE(sides.held(kSf), std::string("newer"));
}

void TestConcurrentEdits::sameSecondTwice() {
    TwoSides sides;
    QCOMPARE(sides.see(sides.edit(kSf, "first", second(5))).outcome, Outcome::Applied);
    QCOMPARE(sides.see(sides.edit(kSf, "second", second(5))).outcome, Outcome::Applied);
    QCOMPARE(sides.see(sides.edit(kSf, "third", second(4))).outcome, Outcome::Applied);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("third"));
}

void TestConcurrentEdits::sameValueBothSides() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "Berlin", point(0)));
    const FieldDecision decision = sides.see(sides.edit(kHs, "Berlin", point(100)));
    QCOMPARE(decision.outcome, Outcome::Converged);
    QCOMPARE(explain(decision, {}), std::string("converged: HubSpot came to the value that stands; nothing is sent"));
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.cell().standing->writer, kPerson);
    QCOMPARE(sides.cell().present[kHs]->time, point(100));

    // What follows on either side is made on the common version.
    QCOMPARE(sides.see(sides.edit(kHs, "Bern", point(110))).outcome, Outcome::Applied);
}

void TestConcurrentEdits::sameByNormalisation() {
    TwoSides sides;
    sides.see(sides.edit(kSf, "Ada@Acme.Com", point(0)));
    Change echo = sides.land(sides.send(kHs), point(10));
    echo.fields[0].value[kHs].text = "ada@acme.com";
    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(*sides.cell().present[kHs]->value[kHs].text, std::string("ada@acme.com"));
    QCOMPARE(*sides.cell().standing->value[kSf].text, std::string("Ada@Acme.Com"));
    QCOMPARE(finish(sides), 0);

    // The source names nobody, and the spelling comes once more.
    echo.writer = kNobodyKnows;
    echo.writerKnown = false;
    QCOMPARE(sides.see(echo).outcome, Outcome::NoChange);
    QCOMPARE(finish(sides), 0);
}

void TestConcurrentEdits::disjointFields() {
    TwoSides sides(lastWriterWins(500, TieBreak::Review));
    const Change phone = sides.edit(kSf, "sf", second(0));
    Change title = sides.edit(kHs, "Dr", point(300));
    title.fields[0].field = "title";
    QCOMPARE(sides.see(phone).outcome, Outcome::Applied);
    QCOMPARE(sides.see(title).outcome, Outcome::Applied);
    QVERIFY(sides.send(kSf) != Seq());
    QVERIFY(sides.send(kHs) != Seq());
    QVERIFY(!sides.cell("phone").conflict);
    QVERIFY(!sides.cell("title").conflict);
}

void TestConcurrentEdits::readBackIsNewerThanTheEvent() {
    TwoSides sides(lastWriterWins(500, TieBreak::Review));
    const Change first = sides.edit(kHs, "P1", point(0));
    const Change middle = sides.edit(kSf, "Q", point(5'000));
    const Change last = sides.edit(kHs, "P2", point(10'000));

    sides.see(middle);
    QCOMPARE(sides.see(first).outcome, Outcome::Lost);
    const FieldDecision winner = sides.see(last);
    QCOMPARE(winner.outcome, Outcome::Won);
    QCOMPARE(winner.version->time, point(10'000));
    finish(sides);
    QCOMPARE(sides.held(kSf), std::string("P2"));
    QCOMPARE(sides.held(kHs), std::string("P2"));
}

void TestConcurrentEdits::sameValueUnderAnotherName_isASuccessorsGround() {
    // HubSpot's x loses to Salesforce's y, which then becomes x too: nothing is sent to where it is.
    TwoSides sides(lastWriterWins(500, TieBreak::Salesforce));
    const Change hubspot = sides.edit(kHs, "x", point(0));
    sides.see(sides.edit(kSf, "y", point(10)));
    QCOMPARE(sides.see(hubspot).outcome, Outcome::Lost);
    sides.see(sides.edit(kSf, "x", point(20)));
    QCOMPARE(finish(sides), 0);
    QVERIFY(sides.cell().present[kHs]->id != sides.cell().standing->id);

    QCOMPARE(sides.see(sides.edit(kHs, "z", point(30))).outcome, Outcome::Applied);
    finish(sides);
    QCOMPARE(sides.held(kSf), std::string("z"));
}

void TestConcurrentEdits::twoOfOneSide_areInThatSidesOrder() {
    const FieldRule rule = lastWriterWins(500, TieBreak::HubSpot);
    TwoSides sides(rule);
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    const Change mine = sides.edit(kSf, "c", point(9'000));
    const Change echo = sides.land(write, point(9'001));
    QCOMPARE(sides.see(mine).outcome, Outcome::Won);
    sides.see(echo);
    // Salesforce's clock has been put back since: its own order holds all the same.
    const FieldDecision decision = sides.see(sides.edit(kSf, "d", point(1'000)));
    QCOMPARE(decision.outcome, Outcome::Won);
    QCOMPARE(explained(decision, rule), std::string("won: later in Salesforce's own order"));
    finish(sides);
    QCOMPARE(sides.held(kHs), std::string("d"));
    QCOMPARE(sides.held(kSf), std::string("d"));
}

QTEST_APPLESS_MAIN(TestConcurrentEdits)
#include "test_concurrent_edits.moc"
