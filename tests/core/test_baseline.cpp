#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

namespace {

struct Row {
    std::string salesforce;
    std::string hubspot;
    SourceTime salesforcesTime;
    SourceTime hubspotsTime;
    FieldRule rule;
    Outcome outcome = Outcome::Baseline;
    Reason reason = Reason::None;
    Side standing = kSf;
    bool conflicted = false;
    std::string words;
};

Version read(Side side, const std::string& text, SourceTime time) {
    Version version = versionOf(60, side, text, time);
    version.writer = kNobodyKnows;
    version.byRead = true;
    return version;
}

Entity linked() {
    Entity entity;
    entity.object = "contact";
    entity.record = {"003A", "501"};
    return entity;
}

RuleSet rulesWith(const FieldRule& phone) {
    RuleSet rules;
    rules.fields["contact"]["phone"] = phone;
    return rules;
}

FieldRule prefers(TieBreak firstComparison) {
    FieldRule rule;
    rule.firstComparison = firstComparison;
    return rule;
}

FieldRule owned(Side owner) {
    FieldRule rule;
    rule.admission.owner = owner;
    return rule;
}

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

}  // namespace

Q_DECLARE_METATYPE(Row)

/// The first comparison of both sides, and the one after a gap (semantics, section 9).
class TestBaseline : public QObject {
    Q_OBJECT

private slots:
    void first_data();
    void first();
    void same_isOneVersionWithTwoSpellings();
    void same_anOlderEventIsSuperseded();
    void partnerIsMissing_itsRecordTakesAllAlong();
    void partnerIsMissing_itIsNotComparedAgain();
    void unmapped_isLeftOut();
    void gap_nothingDiffers();
    void gap_oneSideDiffers();
    void eventOfWhatWasRead_changesNothing_data();
    void eventOfWhatWasRead_changesNothing();
    void gap_bothDiffer();
    void gap_bothDifferAndAreTheSame();
    void gap_ownedSideIsReverted();
    void gap_joinsAnOpenConflict();
};

void TestBaseline::first_data() {
    QTest::addColumn<Row>("row");
    const auto add = [](const char* name, Row row) { QTest::newRow(name) << std::move(row); };
    const SourceTime unknown;
    add("the same", {"x",
                     "x",
                     unknown,
                     unknown,
                     {},
                     Outcome::Baseline,
                     Reason::None,
                     kSf,
                     false,
                     "baseline: both sides hold the same"});
    add("the same, whatever the rule", {"x", "x", unknown, unknown, owned(kHs), Outcome::Baseline, Reason::None, kSf,
                                        false, "baseline: both sides hold the same"});
    add("both blank", {"",
                       "",
                       unknown,
                       unknown,
                       {},
                       Outcome::Baseline,
                       Reason::None,
                       kSf,
                       false,
                       "baseline: both sides hold the same"});
    add("Salesforce owns", {"x", "y", unknown, point(0), owned(kSf), Outcome::Baseline, Reason::Owner, kSf, false,
                            "baseline: both sides differed, and the field's owner stands"});
    add("HubSpot owns", {"x", "", point(0), unknown, owned(kHs), Outcome::Baseline, Reason::Owner, kHs, false,
                         "baseline: both sides differed, and the field's owner stands"});
    add("HubSpot's is surely later",
        {"x", "y", until(0), point(600), prefers(TieBreak::Salesforce), Outcome::Baseline, Reason::Later, kHs, false,
         "baseline: both sides differed; later by 600 ms > 500 ms (HubSpot after Salesforce)"});
    add("Salesforce's is surely later",
        {"x", "y", point(20'000), point(600), prefers(TieBreak::HubSpot), Outcome::Baseline, Reason::Later, kSf, false,
         "baseline: both sides differed; later by 19.4 s > 500 ms (Salesforce after HubSpot)"});
    add("no telling, Salesforce first",
        {"x", "y", until(0), point(-600), prefers(TieBreak::Salesforce), Outcome::Baseline, Reason::UnknownTime, kSf,
         false, "baseline: both sides differ and their times do not tell, first comparison: Salesforce"});
    add("no telling, HubSpot first",
        {"x", "y", until(0), unknown, prefers(TieBreak::HubSpot), Outcome::Baseline, Reason::UnknownTime, kHs, false,
         "baseline: both sides differ and their times do not tell, first comparison: HubSpot"});
    add("no telling, a person",
        {"x",
         "y",
         until(0),
         unknown,
         {},
         Outcome::Conflicted,
         Reason::UnknownTime,
         kSf,
         true,
         "conflicted: both sides differ and their times do not tell, first comparison: review"});
    add("times tell, but the rule asks a person",
        {"x", "y", point(0), point(90'000), review(), Outcome::Conflicted, Reason::UnknownTime, kSf, true,
         "conflicted: both sides differ and their times do not tell, first comparison: review"});
}

void TestBaseline::first() {
    QFETCH(Row, row);
    const BaselineField field{
        .field = "phone",
        .read = {read(kSf, row.salesforce, row.salesforcesTime), read(kHs, row.hubspot, row.hubspotsTime)}};
    const Decision decision = decideBaseline(linked(), {field}, rulesWith(row.rule));
    QCOMPARE(decision.fields.size(), std::size_t(1));
    const FieldDecision& made = decision.fields[0];
    QCOMPARE(name(made.outcome), name(row.outcome));
    QCOMPARE(name(made.reason), name(row.reason));
    QCOMPARE(made.change.standing->id, (VersionId{Seq(60), row.standing}));
    QVERIFY(!made.change.standing->byRead);
    for (const Side side : kSides) {
        QCOMPARE(made.change.present[side]->value[side], field.read[side].value[side]);
        QCOMPARE(made.change.present[side]->time, field.read[side].time);
        QVERIFY(made.change.present[side]->byRead);
    }
    QCOMPARE(explain(made, row.rule), row.words);

    QCOMPARE(!decision.conflicts.empty(), row.conflicted);
    if (row.conflicted) {
        QCOMPARE(decision.conflicts[0].type, ConflictType::FirstComparison);
        QCOMPARE(decision.conflicts[0].candidates.size(), std::size_t(2));
        QCOMPARE(decision.conflicts[0].candidates[0].place, kSf);
        QCOMPARE(decision.conflicts[0].candidates[1].place, kHs);
    }
}

void TestBaseline::same_isOneVersionWithTwoSpellings() {
    const Decision decision =
        decideBaseline(linked(), {{.field = "phone", .read = {read(kSf, "ADA", until(0)), read(kHs, "ada", point(7))}}},
                       rulesWith({}));
    const CellChange& change = decision.fields.at(0).change;
    QCOMPARE(change.present[kHs]->id, change.standing->id);
    QCOMPARE(change.present[kSf]->id, change.standing->id);
    QCOMPARE(*change.standing->value[kSf].text, std::string("ADA"));
    QCOMPARE(*change.standing->value[kHs].text, std::string("ada"));
    QCOMPARE(*change.present[kHs]->value[kHs].text, std::string("ada"));
    QCOMPARE(change.present[kHs]->time, point(7));
}

void TestBaseline::same_anOlderEventIsSuperseded() {
    TwoSides sides({}, "now");
    Change stale = sides.edit(kHs, "before", point(-70'000));
    QCOMPARE(sides.see(stale).outcome, Outcome::Superseded);
    stale.time = point(0);
    QCOMPARE(sides.see(stale).outcome, Outcome::Applied);
}

void TestBaseline::partnerIsMissing_itsRecordTakesAllAlong() {
    for (const Side side : kSides) {
        Entity entity = linked();
        entity.record[other(side)].reset();
        const BaselineField phone{.field = "phone", .read = {read(kSf, "1", until(0)), read(kHs, "1", until(0))}};
        const BaselineField blank{.field = "title", .read = {read(kSf, "", until(0)), read(kHs, "", until(0))}};
        RuleSet rules = rulesWith(owned(other(side)));
        rules.fields["contact"]["title"] = {};
        const Decision decision = decideBaseline(entity, {phone, blank}, rules);
        QVERIFY(decision.conflicts.empty());
        for (const FieldDecision& field : decision.fields) {
            entity.cells[field.field].standing = field.change.standing;
            entity.cells[field.field].present = field.change.present;
        }
        QVERIFY(due(entity.cells["phone"], other(side)) != nullptr);
        QVERIFY(due(entity.cells["phone"], side) == nullptr);
        QVERIFY(due(entity.cells["title"], other(side)) == nullptr);
        QCOMPARE(explain(decision.fields[0], {}),
                 std::string("baseline: taken as it is; the partner is yet to be made"));

        // What the new record fills in by itself is made on the blank that was agreed.
        Change change{.seq = Seq(70), .side = other(side), .time = point(0), .writer = kPerson, .writerKnown = true};
        change.fields = {{.field = "title", .value = {valueOf("Dr"), valueOf("Dr")}}};
        QCOMPARE(decide(entity, change, rules).fields.at(0).outcome, Outcome::Applied);
    }
}

void TestBaseline::partnerIsMissing_itIsNotComparedAgain() {
    TwoSides sides;
    Entity entity = sides.entity();
    entity.record.hubspot.reset();
    const BaselineField field{.field = "phone", .read = {read(kSf, "old", until(0)), read(kHs, "", until(0))}};
    const Decision decision = decideBaseline(entity, {field}, sides.rules());
    QCOMPARE(decision.fields.at(0).outcome, Outcome::Baseline);
    QCOMPARE(decision.fields.at(0).change, CellChange{});
}

void TestBaseline::unmapped_isLeftOut() {
    const BaselineField fax{.field = "fax", .read = {read(kSf, "1", until(0)), read(kHs, "2", until(0))}};
    QCOMPARE(decideBaseline(linked(), {fax}, rulesWith({})), Decision{});
}

void TestBaseline::gap_nothingDiffers() {
    TwoSides sides;
    const Cell before = sides.cell();
    const Decision decision = sides.compareAgain(until(0), until(0));
    QCOMPARE(decision.fields.size(), std::size_t(2));
    QCOMPARE(decision.fields[0].outcome, Outcome::Baseline);
    QCOMPARE(explain(decision.fields[0], {}), std::string("baseline: read again; both sides hold what they held"));
    QCOMPARE(sides.cell(), before);
}

void TestBaseline::gap_oneSideDiffers() {
    TwoSides sides;
    sides.edit(kHs, "missed", point(0));
    const FieldDecision decision = sides.compareAgain(until(-60'000), point(0)).fields.at(0);
    // What it was made on is unknown; its time is not.
    QCOMPARE(decision.outcome, Outcome::Won);
    QCOMPARE(decision.reason, Reason::Later);
    QVERIFY(sides.cell().present[kHs]->byRead);
    QVERIFY(!sides.cell().standing->byRead);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("missed"));
}

void TestBaseline::eventOfWhatWasRead_changesNothing_data() {
    QTest::addColumn<bool>("isOut");
    QTest::newRow("nothing is out") << false;
    QTest::newRow("a write to the side is out") << true;
}

/// It was judged when it was read, and is not judged a second time.
void TestBaseline::eventOfWhatWasRead_changesNothing() {
    QFETCH(bool, isOut);
    FieldRule rule;
    rule.admission.owner = kSf;
    TwoSides sides(rule);
    const Change change = sides.edit(kHs, "theirs", point(0));
    QCOMPARE(sides.compareAgain(until(-60'000), point(0)).fields.at(0).outcome, Outcome::Refused);
    if (isOut)
        QVERIFY(sides.send(kHs) != Seq());
    const Cell before = sides.cell();
    QVERIFY(before.present[kHs]->byRead);
    QCOMPARE(sides.see(change).outcome, Outcome::NoChange);
    QCOMPARE(sides.cell(), before);
}

void TestBaseline::gap_bothDiffer() {
    TwoSides sides;
    sides.see(sides.edit(kHs, "seen", point(-10'000)));
    finish(sides);
    sides.edit(kSf, "sf", second(0));
    sides.edit(kHs, "hs", point(0));
    const Decision decision = sides.compareAgain(until(999), point(0));
    QCOMPARE(decision.fields[0].outcome, Outcome::Conflicted);
    QCOMPARE(decision.fields[0].reason, Reason::UnknownTime);
    QCOMPARE(decision.fields[1].outcome, Outcome::Candidate);
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf hs"));
    QCOMPARE(finish(sides), 0);
}

void TestBaseline::gap_bothDifferAndAreTheSame() {
    TwoSides sides;
    sides.see(sides.edit(kHs, "seen", point(-10'000)));
    finish(sides);
    sides.edit(kSf, "both", second(0));
    sides.edit(kHs, "both", point(0));
    sides.compareAgain(until(999), point(0));
    QVERIFY(!sides.cell().conflict);
    QCOMPARE(*sides.cell().standing->value[kHs].text, std::string("both"));
    QCOMPARE(finish(sides), 0);
}

void TestBaseline::gap_ownedSideIsReverted() {
    TwoSides sides(owned(kSf));
    sides.edit(kHs, "missed", point(0));
    QCOMPARE(sides.compareAgain(until(0), point(0)).fields.at(0).outcome, Outcome::Refused);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kHs), std::string("old"));
}

void TestBaseline::gap_joinsAnOpenConflict() {
    TwoSides sides(review());
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(10)));
    sides.edit(kHs, "missed", point(20));
    QCOMPARE(sides.compareAgain(until(0), point(20)).fields.at(0).outcome, Outcome::Candidate);
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf missed"));
}

QTEST_APPLESS_MAIN(TestBaseline)
#include "test_baseline.moc"
