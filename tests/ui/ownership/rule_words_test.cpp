#include "ui/ownership/rule_words.h"

#include <QTest>

using namespace syncline;
using namespace syncline::ui;
using core::FieldRule;
using core::OnRefused;
using core::Side;
using core::TieBreak;

namespace {

FieldRule lastWins(int tolerance, TieBreak tieBreak, TieBreak first = TieBreak::Review) {
    FieldRule rule;
    rule.choice = {core::ChoiceKind::LastWriterWins, std::chrono::milliseconds(tolerance), tieBreak};
    rule.firstComparison = first;
    return rule;
}

FieldRule review(TieBreak first) {
    FieldRule rule;
    rule.choice.kind = core::ChoiceKind::Review;
    rule.firstComparison = first;
    return rule;
}

FieldRule ownedBy(Side owner, TieBreak first) {
    FieldRule rule;
    rule.admission = {owner, OnRefused::Revert};
    rule.firstComparison = first;
    return rule;
}

}  // namespace

/// A rule in words: semantics, section 5, and section 9 for the first comparison.
class RuleWordsTest : public QObject {
    Q_OBJECT
private slots:
    void times_areExactOrOfWholeSeconds_data();
    void times_areExactOrOfWholeSeconds();
    void firstComparison_isSaid_data();
    void firstComparison_isSaid();
};

void RuleWordsTest::times_areExactOrOfWholeSeconds_data() {
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<QString>("words");
    QTest::newRow("a tie-break") << lastWins(500, TieBreak::Salesforce)
                                 << QStringLiteral(
                                        "Both write within 200 ms: Salesforce wins, by the tie-break. More than 500 ms "
                                        "apart, by exact times: the later one wins. Where Salesforce states whole "
                                        "seconds, edits up to 1,500 ms apart can be too close to tell, and then "
                                        "Salesforce wins, by the tie-break.");
    QTest::newRow("a person") << lastWins(500, TieBreak::Review)
                              << QStringLiteral(
                                     "Both write within 200 ms: you are asked. More than 500 ms apart, by exact times: "
                                     "the later one wins. Where Salesforce states whole seconds, edits up to 1,500 ms "
                                     "apart can be too close to tell, and then you are asked.");
    QTest::newRow("a small tolerance")
        << lastWins(100, TieBreak::HubSpot)
        << QStringLiteral(
               "Both write 200 ms apart, by exact times: the later one wins. Up to 100 ms apart nobody can say who was "
               "later: HubSpot wins, by the tie-break. Where Salesforce states whole seconds, edits up to 1,100 ms "
               "apart can be too close to tell, and then HubSpot wins, by the tie-break.");
}

void RuleWordsTest::times_areExactOrOfWholeSeconds() {
    QFETCH(const FieldRule, rule);
    QFETCH(const QString, words);
    QCOMPARE(whoWins(rule), words);
}

void RuleWordsTest::firstComparison_isSaid_data() {
    QTest::addColumn<FieldRule>("rule");
    QTest::addColumn<QString>("words");
    const QString differ = QStringLiteral("Both sides differ when they are compared for the first time: ");
    QTest::newRow("by times, else a side")
        << lastWins(500, TieBreak::HubSpot, TieBreak::Salesforce)
        << differ
               + QStringLiteral(
                   "the later value stands; where the times do not tell, Salesforce’s value stands, even "
                   "where it is blank.");
    QTest::newRow("by times, else a person")
        << lastWins(500, TieBreak::HubSpot)
        << differ + QStringLiteral("the later value stands; where the times do not tell, you are asked.");
    QTest::newRow("a person decides later edits")
        << review(TieBreak::HubSpot) << differ + QStringLiteral("HubSpot’s value stands, even where it is blank.");
    // Whatever else the rule says: the owner's.
    QTest::newRow("an owner") << ownedBy(Side::Salesforce, TieBreak::HubSpot)
                              << differ + QStringLiteral("Salesforce’s value stands, even where it is blank.");
}

void RuleWordsTest::firstComparison_isSaid() {
    QFETCH(const FieldRule, rule);
    QFETCH(const QString, words);
    QCOMPARE(atFirstComparison(rule), words);
}

QTEST_GUILESS_MAIN(RuleWordsTest)
#include "rule_words_test.moc"
