#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <functional>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

namespace {

/// A cell that both sides agree on, "agreed" of Salesforce with number 10.
Cell agreed() {
    const Version version = versionOf(10, kSf, "agreed", second(-100));
    Cell cell;
    cell.standing = version;
    cell.present = {version, version};
    return cell;
}

Version ofHubSpot(int seq, const std::string& text, SourceTime time) {
    return versionOf(seq, kHs, text, time);
}

Out out(int write, const Version& version) {
    return {.write = Seq(write), .version = version, .answeredAt = std::nullopt, .outcomeUnknown = false};
}

/// An event of HubSpot's phone with number 50, at ten o'clock, by a person.
Change hubspots(const std::string& text) {
    return {.seq = Seq(50),
            .side = kHs,
            .time = point(0),
            .writer = kPerson,
            .writerKnown = true,
            .fields = {{.field = "phone", .value = {valueOf(text), valueOf(text)}}}};
}

/// One row of the table: what is changed of the agreed cell, the event "new" and the default rule, and what comes of
/// it.
struct Row {
    std::function<void(Cell&, Change&, FieldRule&)> given;
    Outcome outcome = Outcome::Applied;
    Reason reason = Reason::None;
    std::string standing;  ///< afterwards
    std::string hubspot;   ///< what HubSpot is known to hold afterwards
    std::string conflict;  ///< its candidates
};

Entity linked(const Cell& phone) {
    Entity entity;
    entity.id = EntityId(1);
    entity.object = "contact";
    entity.record = {"003A", "501"};
    entity.cells["phone"] = phone;
    return entity;
}

RuleSet rulesWith(const FieldRule& phone) {
    RuleSet rules;
    rules.fields["contact"]["phone"] = phone;
    return rules;
}

std::string textOf(const std::optional<Version>& version, Side side) {
    return version ? version->value[side].text.value_or("blank") : "unknown";
}

std::string candidateTexts(const std::vector<ConflictChange>& conflicts) {
    Cell cell;
    if (!conflicts.empty())
        cell.conflict = Conflict{.candidates = conflicts.front().candidates};
    return candidatesOf(cell);
}

}  // namespace

Q_DECLARE_METATYPE(Row)

/// The table of semantics, section 4, row by row.
class TestDecide : public QObject {
    Q_OBJECT

private slots:
    void row_data();
    void row();
    void echo_closesAndNamesItsWrite();
    void deleted_nothingCrosses();
    void unlinked_hasNoPartner();
    void creating_isDecidedAsLinked();
    void fields_areDecidedOneByOne();
    void folded_hasNoEffect();
};

void TestDecide::row_data() {
    QTest::addColumn<Row>("row");
    const auto add = [](const char* name, Row row) { QTest::newRow(name) << std::move(row); };
    using C = Cell;
    using Ch = Change;
    using R = FieldRule;
    const Version sfNew = versionOf(20, kSf, "sf", point(-50));

    add("2 not mapped", {[](C&, Ch& change, R&) { change.fields[0].field = "fax"; }, Outcome::Unmapped, Reason::None,
                         "agreed", "agreed", ""});
    add("4 ours", {[=](C& cell, Ch& change, R&) {
                       cell.standing = sfNew;
                       cell.out[kHs] = {out(30, sfNew)};
                       change.writer = kUs;
                       change.fields[0].value = sfNew.value;
                   },
                   Outcome::Echo, Reason::None, "sf", "sf", ""});
    add("4 ours, changed in the same step", {[=](C& cell, Ch& change, R&) {
                                                 cell.standing = sfNew;
                                                 cell.out[kHs] = {out(30, sfNew)};
                                                 change.writer = kUs;
                                             },
                                             Outcome::Applied, Reason::AutomationAfterUs, "new", "new", ""});
    add("4 names us, the field was never written",
        {[](C&, Ch& change, R&) { change.writer = kUs; }, Outcome::Applied, Reason::None, "new", "new", ""});
    add("4 names nobody, nothing is out",
        {[](C&, Ch& change, R&) { change.writerKnown = false; }, Outcome::Applied, Reason::None, "new", "new", ""});
    add("4 names nobody, our value", {[=](C& cell, Ch& change, R&) {
                                          cell.standing = sfNew;
                                          cell.out[kHs] = {out(30, sfNew)};
                                          change.writer = kNobodyKnows;
                                          change.writerKnown = false;
                                          change.fields[0].value = sfNew.value;
                                      },
                                      Outcome::Echo, Reason::None, "sf", "sf", ""});
    add("4 names a person, our value", {[=](C& cell, Ch& change, R&) {
                                            cell.standing = sfNew;
                                            cell.out[kHs] = {out(30, sfNew)};
                                            change.fields[0].value = sfNew.value;
                                        },
                                        Outcome::Converged, Reason::None, "sf", "sf", ""});
    add("4 the history names us", {[=](C& cell, Ch& change, R&) {
                                       cell.standing = sfNew;
                                       cell.out[kHs] = {out(30, sfNew)};
                                       change.writer = kNobodyKnows;
                                       change.writerKnown = false;
                                       change.fields[0].writer = kUs;
                                       change.fields[0].value = sfNew.value;
                                   },
                                   Outcome::Echo, Reason::None, "sf", "sf", ""});
    add("5 older than what was read", {[](C& cell, Ch&, R&) {
                                           cell.present[kHs]->byRead = true;
                                           cell.present[kHs]->time = point(1);
                                       },
                                       Outcome::Superseded, Reason::None, "agreed", "agreed", ""});
    add("5 as old as what was read", {[](C& cell, Ch&, R&) {
                                          cell.present[kHs]->byRead = true;
                                          cell.present[kHs]->time = point(0);
                                      },
                                      Outcome::Applied, Reason::None, "new", "new", ""});
    add("5 older by the history", {[](C& cell, Ch& change, R&) {
                                       cell.present[kHs] = ofHubSpot(40, "seen", point(1));
                                       cell.standing = cell.present[kHs];
                                       change.fields[0].time = point(0);
                                   },
                                   Outcome::Superseded, Reason::None, "seen", "seen", ""});
    add("5 older by the clock alone", {[](C& cell, Ch&, R&) {
                                           cell.present[kHs] = ofHubSpot(40, "seen", point(1));
                                           cell.standing = cell.present[kHs];
                                       },
                                       Outcome::Applied, Reason::None, "new", "new", ""});
    add("5 a difference found by reading is not old", {[](C& cell, Ch& change, R& rule) {
                                                           cell.present[kHs]->byRead = true;
                                                           cell.present[kHs]->time = point(1);
                                                           change.kind = ChangeKind::Observed;
                                                           rule.choice.tieBreak = TieBreak::HubSpot;
                                                       },
                                                       Outcome::Won, Reason::Later, "new", "new", ""});
    add("6 the same as before", {[](C& cell, Ch& change, R&) { change.fields[0].value = cell.standing->value; },
                                 Outcome::NoChange, Reason::None, "agreed", "agreed", ""});
    add("6 the same as before in another case", {[](C&, Ch& change, R&) {
                                                     change.fields[0].value = {valueOf("AGREED"), valueOf("AGREED")};
                                                 },
                                                 Outcome::NoChange, Reason::None, "agreed", "agreed", ""});
    add("7 a conflict is open",
        {[=](C& cell, Ch&, R&) { cell.conflict = Conflict{.candidates = {{.version = sfNew, .place = kSf}}}; },
         Outcome::Candidate, Reason::None, "agreed", "new", "sf new"});
    add("8 the other side owns it, revert",
        {[](C&, Ch&, R& rule) { rule.admission.owner = kSf; }, Outcome::Refused, Reason::Owner, "agreed", "new", ""});
    add("8 the other side owns it, keep",
        {[](C&, Ch&, R& rule) { rule.admission = {.owner = kSf, .onRefused = OnRefused::Keep}; }, Outcome::Refused,
         Reason::Owner, "agreed", "new", ""});
    add("8 the other side owns it, review",
        {[](C&, Ch&, R& rule) { rule.admission = {.owner = kSf, .onRefused = OnRefused::Review}; }, Outcome::Conflicted,
         Reason::Owner, "agreed", "new", "agreed new"});
    add("8 the other side owns it, and holds the same", {[=](C& cell, Ch& change, R& rule) {
                                                             cell.standing = sfNew;
                                                             change.fields[0].value = sfNew.value;
                                                             rule.admission.owner = kSf;
                                                         },
                                                         Outcome::Converged, Reason::None, "sf", "sf", ""});
    add("9 made on what stands", {[](C&, Ch&, R&) {}, Outcome::Applied, Reason::None, "new", "new", ""});
    add("9 made on what stands, with an older time", {[](C&, Ch& change, R&) { change.time = point(-1'000'000); },
                                                      Outcome::Applied, Reason::None, "new", "new", ""});
    add("9 made on a refused one", {[](C& cell, Ch&, R&) {
                                        cell.present[kHs] = ofHubSpot(40, "refused", point(-10));
                                        cell.refusedOn[kHs] = cell.standing->id;
                                    },
                                    Outcome::Applied, Reason::None, "new", "new", ""});
    add("10 the same as what stands", {[=](C& cell, Ch& change, R&) {
                                           cell.standing = sfNew;
                                           change.fields[0].value = sfNew.value;
                                       },
                                       Outcome::Converged, Reason::None, "sf", "sf", ""});
    add("11 concurrent, and later", {[=](C& cell, Ch& change, R&) {
                                         cell.standing = sfNew;
                                         change.time = point(10'000);
                                     },
                                     Outcome::Won, Reason::Later, "new", "new", ""});
    add("11 concurrent, and earlier", {[=](C& cell, Ch& change, R&) {
                                           cell.standing = sfNew;
                                           change.time = point(-10'000);
                                       },
                                       Outcome::Lost, Reason::Later, "sf", "new", ""});
    add("11 concurrent, photo finish, HubSpot", {[=](C& cell, Ch&, R& rule) {
                                                     cell.standing = sfNew;
                                                     rule.choice.tieBreak = TieBreak::HubSpot;
                                                 },
                                                 Outcome::Won, Reason::PhotoFinish, "new", "new", ""});
    add("11 concurrent, photo finish, Salesforce", {[=](C& cell, Ch&, R& rule) {
                                                        cell.standing = sfNew;
                                                        rule.choice.tieBreak = TieBreak::Salesforce;
                                                    },
                                                    Outcome::Lost, Reason::PhotoFinish, "sf", "new", ""});
    add("11 concurrent, photo finish, a person", {[=](C& cell, Ch&, R&) { cell.standing = sfNew; }, Outcome::Conflicted,
                                                  Reason::PhotoFinish, "sf", "new", "sf new"});
    add("11 concurrent, the rule is review", {[=](C& cell, Ch& change, R& rule) {
                                                  cell.standing = sfNew;
                                                  change.time = point(10'000);
                                                  rule.choice.kind = ChoiceKind::Review;
                                              },
                                              Outcome::Conflicted, Reason::RuleReview, "sf", "new", "sf new"});
    add("11 found by reading, though on what stands",
        {[](C&, Ch& change, R&) {
             change.kind = ChangeKind::Observed;
             change.time = until(5'000);
         },
         Outcome::Conflicted, Reason::UnknownTime, "agreed", "new", "agreed new"});
}

void TestDecide::row() {
    QFETCH(Row, row);
    Cell cell = agreed();
    Change change = hubspots("new");
    FieldRule rule;
    row.given(cell, change, rule);
    const Entity entity = linked(cell);

    const Decision decision = decide(entity, change, rulesWith(rule));
    QCOMPARE(decision.fields.size(), std::size_t(1));
    const FieldDecision& field = decision.fields[0];
    QCOMPARE(name(field.outcome), name(row.outcome));
    QCOMPARE(name(field.reason), name(row.reason));
    QCOMPARE(textOf(field.change.standing ? field.change.standing : cell.standing, kHs), row.standing);
    QCOMPARE(textOf(field.change.present[kHs] ? field.change.present[kHs] : cell.present[kHs], kHs), row.hubspot);
    QVERIFY(!field.change.present[kSf]);
    QCOMPARE(candidateTexts(decision.conflicts), row.conflict);
    QVERIFY(field.version);
    QCOMPARE(field.version->id.seq, Seq(50));
    QVERIFY(!field.change.standing || !field.change.standing->byRead);
    QCOMPARE(field.change.apart[kHs].has_value(), rule.admission.onRefused == OnRefused::Keep);
}

void TestDecide::echo_closesAndNamesItsWrite() {
    Cell cell = agreed();
    const Version first = versionOf(20, kSf, "one", point(-50));
    const Version second = versionOf(21, kSf, "two", point(-40));
    cell.out[kHs] = {out(30, first), out(31, second)};
    Change change = hubspots("two");
    change.writer = kUs;
    const FieldDecision decision = decide(linked(cell), change, rulesWith({})).fields.at(0);
    QVERIFY(decision.write == Seq(31));
    QVERIFY(decision.change.closedThrough[kHs] == Seq(31));
    QVERIFY(!decision.change.closedThrough[kSf]);
    QCOMPARE(decision.change.present[kHs]->id, second.id);
    QCOMPARE(explain(decision, {}), std::string("echo: our write 31 came back"));
}

void TestDecide::deleted_nothingCrosses() {
    for (const Side side : kSides) {
        Entity entity = linked(agreed());
        entity.deleted[side] = true;
        const Decision decision = decide(entity, hubspots("new"), rulesWith({}));
        QCOMPARE(decision.fields.at(0).outcome, Outcome::Deleted);
        QCOMPARE(decision.fields.at(0).change, CellChange{});
        QVERIFY(decision.conflicts.empty());
    }
}

void TestDecide::unlinked_hasNoPartner() {
    Entity entity;
    entity.object = "contact";
    entity.record.hubspot = "501";
    const Decision decision = decide(entity, hubspots("new"), rulesWith({}));
    QCOMPARE(decision.fields.at(0).outcome, Outcome::Unlinked);
    QCOMPARE(decision.fields.at(0).change, CellChange{});
}

void TestDecide::creating_isDecidedAsLinked() {
    // The partner in Salesforce is being made from what HubSpot held.
    Entity entity = linked(agreed());
    entity.record.salesforce.reset();
    entity.creating = Seq(40);
    QCOMPARE(decide(entity, hubspots("new"), rulesWith({})).fields.at(0).outcome, Outcome::Applied);
}

void TestDecide::fields_areDecidedOneByOne() {
    Entity entity = linked(agreed());
    entity.cells["title"] = agreed();
    entity.cells["title"].standing = versionOf(20, kSf, "Dr", point(0));
    RuleSet rules = rulesWith({});
    rules.fields["contact"]["title"] = {};
    Change change = hubspots("new");
    change.fields.push_back({.field = "title", .value = {valueOf("Prof"), valueOf("Prof")}});
    change.fields.push_back({.field = "fax", .value = {valueOf("1"), valueOf("1")}});

    const Decision decision = decide(entity, change, rules);
    QCOMPARE(decision.fields.size(), std::size_t(3));
    QCOMPARE(decision.fields[0].outcome, Outcome::Applied);
    QCOMPARE(decision.fields[1].outcome, Outcome::Conflicted);
    QCOMPARE(decision.fields[2].outcome, Outcome::Unmapped);
    QCOMPARE(decision.conflicts.size(), std::size_t(1));
    QCOMPARE(decision.conflicts[0].field, std::string("title"));
}

void TestDecide::folded_hasNoEffect() {
    Change change = hubspots("new");
    change.fields.push_back({.field = "fax", .value = {}});
    const Decision decision = decideFolded(linked(agreed()), change, rulesWith({}));
    QCOMPARE(decision.fields.size(), std::size_t(2));
    QCOMPARE(decision.fields[0].outcome, Outcome::Baseline);
    QCOMPARE(decision.fields[0].change, CellChange{});
    QCOMPARE(explain(decision.fields[0], {}), std::string("baseline: folded into the comparison of both sides"));
    QCOMPARE(decision.fields[1].outcome, Outcome::Unmapped);
    QVERIFY(decision.conflicts.empty());
}

QTEST_APPLESS_MAIN(TestDecide)
#include "test_decide.moc"
