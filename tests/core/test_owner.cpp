#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

namespace {

FieldRule ownedByHubSpot(OnRefused onRefused) {
    FieldRule rule;
    rule.admission = {.owner = kHs, .onRefused = onRefused};
    return rule;
}

}  // namespace

/// Admission: the field has an owner (semantics, section 5).
class TestOwner : public QObject {
    Q_OBJECT

private slots:
    void owned_email_revert();
    void editOnTheReadOnlySide();
    void review_opensAConflict();
    void ownersChange_crosses();
    void ownersNextChange_endsBeingApart();
    void comingBackByItself_endsBeingApart();
    void ownersValue_isNotRefused();
    void refusedTwice_isStillMadeOnWhatStands();
    void ruleIsLifted_theNextChangeFollows();
    void refused_onAnOlderVersion_isConcurrentOnceLifted();
};

void TestOwner::owned_email_revert() {
    const FieldRule rule = ownedByHubSpot(OnRefused::Revert);
    TwoSides sides(rule);
    sides.see(sides.edit(kHs, "ada@acme.com", point(0)));
    finish(sides);
    const FieldDecision decision = sides.see(sides.edit(kSf, "eva@acme.com", point(60'000)));
    QCOMPARE(decision.outcome, Outcome::Refused);
    QCOMPARE(decision.reason, Reason::Owner);
    QCOMPARE(explain(decision, rule),
             std::string("refused: HubSpot owns the field; Salesforce gets HubSpot's value back. "
                         "Tried by: person 005P"));
    QVERIFY(due(sides.cell(), kHs) == nullptr);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("ada@acme.com"));
    QCOMPARE(sides.held(kHs), std::string("ada@acme.com"));
}

void TestOwner::editOnTheReadOnlySide() {
    const FieldRule rule = ownedByHubSpot(OnRefused::Keep);
    TwoSides sides(rule);
    const FieldDecision decision = sides.see(sides.edit(kSf, "eva", point(0)));
    QCOMPARE(decision.outcome, Outcome::Refused);
    QCOMPARE(explain(decision, rule),
             std::string("refused: HubSpot owns the field; Salesforce may keep its value, which does not cross. "
                         "Tried by: person 005P"));
    const std::optional<Apart> apart = sides.cell().apart[kSf];
    QVERIFY(apart);
    QCOMPARE(apart->reason, ApartReason::RefusedKept);
    QCOMPARE(apart->cause, decision.version->id.seq);
    QCOMPARE(apart->text, std::string("person 005P"));
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kSf), std::string("eva"));
    QCOMPARE(sides.held(kHs), std::string("old"));
}

void TestOwner::review_opensAConflict() {
    const FieldRule rule = ownedByHubSpot(OnRefused::Review);
    TwoSides sides(rule);
    const FieldDecision decision = sides.see(sides.edit(kSf, "eva", point(0)));
    QCOMPARE(decision.outcome, Outcome::Conflicted);
    QCOMPARE(explain(decision, rule),
             std::string("conflicted: HubSpot owns the field, and the rule leaves what it refuses to a person"));
    QCOMPARE(sides.cell().conflict->type, ConflictType::RefusedChange);
    QCOMPARE(candidatesOf(sides.cell()), std::string("old eva"));
    QCOMPARE(finish(sides), 0);
}

void TestOwner::ownersChange_crosses() {
    TwoSides sides(ownedByHubSpot(OnRefused::Revert));
    QCOMPARE(sides.see(sides.edit(kHs, "ada", point(0))).outcome, Outcome::Applied);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("ada"));
}

void TestOwner::ownersNextChange_endsBeingApart() {
    TwoSides sides(ownedByHubSpot(OnRefused::Keep));
    sides.see(sides.edit(kSf, "eva", point(0)));
    QCOMPARE(sides.see(sides.edit(kHs, "ada", point(1))).outcome, Outcome::Applied);
    QVERIFY(!sides.cell().apart[kSf]);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("ada"));
}

void TestOwner::comingBackByItself_endsBeingApart() {
    TwoSides sides(ownedByHubSpot(OnRefused::Keep));
    sides.see(sides.edit(kSf, "eva", point(0)));
    QVERIFY(sides.cell().apart[kSf]);
    QCOMPARE(sides.see(sides.edit(kSf, "OLD", point(1))).outcome, Outcome::Converged);
    // Nothing differs any more, so nothing says why it may.
    QVERIFY(!sides.cell().apart[kSf]);
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.see(sides.edit(kSf, "eva", point(2))).outcome, Outcome::Refused);
    QVERIFY(sides.cell().apart[kSf]);
    QVERIFY(!sides.cell().apart[kHs]);
}

void TestOwner::ownersValue_isNotRefused() {
    TwoSides sides(ownedByHubSpot(OnRefused::Review));
    sides.see(sides.edit(kHs, "ada", point(0)));
    QCOMPARE(sides.see(sides.edit(kSf, "ADA", point(1))).outcome, Outcome::Converged);
    QCOMPARE(finish(sides), 0);
    QVERIFY(!sides.cell().conflict);
}

void TestOwner::refusedTwice_isStillMadeOnWhatStands() {
    TwoSides sides(ownedByHubSpot(OnRefused::Keep));
    sides.see(sides.edit(kSf, "one", point(0)));
    sides.see(sides.edit(kSf, "two", point(1)));
    QVERIFY(sides.cell().refusedOn[kSf] == sides.cell().standing->id);
}

void TestOwner::ruleIsLifted_theNextChangeFollows() {
    TwoSides sides(ownedByHubSpot(OnRefused::Keep));
    sides.see(sides.edit(kSf, "one", point(0)));
    sides.rules().fields["contact"]["phone"] = {};
    QCOMPARE(sides.see(sides.edit(kSf, "two", point(1))).outcome, Outcome::Applied);
    finish(sides);
    QCOMPARE(sides.held(kHs), std::string("two"));
}

void TestOwner::refused_onAnOlderVersion_isConcurrentOnceLifted() {
    TwoSides sides(ownedByHubSpot(OnRefused::Revert));
    sides.see(sides.edit(kHs, "ada", point(0)));
    sides.see(sides.edit(kSf, "one", point(1)));  // has not seen ada
    QVERIFY(!sides.cell().refusedOn[kSf]);
    sides.rules().fields["contact"]["phone"] = {};
    QCOMPARE(sides.see(sides.edit(kSf, "two", point(2))).outcome, Outcome::Conflicted);
}

QTEST_APPLESS_MAIN(TestOwner)
#include "test_owner.moc"
