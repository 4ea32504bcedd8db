#include "engine/core/decision.h"
#include "engine/core/entity.h"

#include <set>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;

/// Names for filters, JSON and the command line, and the look-up of rules.
class TestRules : public QObject {
    Q_OBJECT

private slots:
    void rule_isFoundByObjectAndField();
    void outcomes_areNamedOnce();
    void outcome_isFoundByItsName();
    void names();
};

void TestRules::rule_isFoundByObjectAndField() {
    RuleSet rules;
    rules.fields["contact"]["phone"].choice.tieBreak = TieBreak::HubSpot;
    rules.fields["company"]["name"] = {};
    QVERIFY(rules.find("contact", "phone") != nullptr);
    QCOMPARE(rules.find("contact", "phone")->choice.tieBreak, TieBreak::HubSpot);
    QVERIFY(rules.find("contact", "name") == nullptr);
    QVERIFY(rules.find("deal", "phone") == nullptr);
    QVERIFY(rules.find("", "") == nullptr);
}

void TestRules::outcomes_areNamedOnce() {
    std::set<std::string_view> seen;
    for (const Outcome outcome : allOutcomes()) {
        QVERIFY2(name(outcome) != "unknown", std::to_string(static_cast<int>(outcome)).c_str());
        QVERIFY(seen.insert(name(outcome)).second);
    }
    QCOMPARE(allOutcomes().front(), Outcome::Unmapped);
    QCOMPARE(allOutcomes().back(), Outcome::Unlinked);
    QCOMPARE(allOutcomes().size(), static_cast<std::size_t>(Outcome::Unlinked) + 1);
}

void TestRules::outcome_isFoundByItsName() {
    for (const Outcome outcome : allOutcomes())
        QVERIFY(outcomeNamed(name(outcome)) == outcome);
    QVERIFY(outcomeNamed("noChange") == Outcome::NoChange);
    QVERIFY(!outcomeNamed(""));
    QVERIFY(!outcomeNamed("Won"));
    QVERIFY(!outcomeNamed("unknown"));
}

void TestRules::names() {
    QVERIFY(name(Reason::None) == "none");
    QVERIFY(name(Reason::AutomationAfterUs) == "automationAfterUs");
    QVERIFY(name(Reason::PhotoFinish) == "photoFinish");
    QVERIFY(name(Reason::CoarseClock) == "coarseClock");
    QVERIFY(name(ConflictType::ConcurrentUpdate) == "concurrentUpdate");
    QVERIFY(name(ConflictType::RefusedChange) == "refusedChange");
    QVERIFY(name(ConflictType::FirstComparison) == "firstComparison");
    QVERIFY(name(ApartReason::RefusedKept) == "refusedKept");
    QVERIFY(name(ApartReason::RejectedByApi) == "rejectedByApi");
    QVERIFY(name(OnRefused::Revert) == "revert");
    QVERIFY(name(OnRefused::Keep) == "keep");
    QVERIFY(name(OnRefused::Review) == "review");
    QVERIFY(name(TieBreak::Salesforce) == "salesforce");
    QVERIFY(name(TieBreak::HubSpot) == "hubspot");
    QVERIFY(name(TieBreak::Review) == "review");
    QVERIFY(name(ChoiceKind::LastWriterWins) == "lastWriterWins");
    QVERIFY(name(ChoiceKind::Review) == "review");
    QVERIFY(name(Mode::Observe) == "observe");
    QVERIFY(name(Mode::Live) == "live");
    QVERIFY(name(LinkOrigin::StoredId) == "storedId");
    QVERIFY(name(LinkOrigin::MatchKey) == "matchKey");
    QVERIFY(name(LinkOrigin::Created) == "created");
    QVERIFY(name(LinkOrigin::Operator) == "operator");
}

QTEST_APPLESS_MAIN(TestRules)
#include "test_rules.moc"
