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
    std::function<void(Cell&, Change&, FieldRule&)> given = {};
    Outcome outcome = Outcome::Applied;
    Reason reason = Reason::None;
    std::string standing = {};  ///< afterwards
    std::string hubspot = {};   ///< what HubSpot is known to hold afterwards
    std::string conflict = {};  ///< its candidates
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

namespace {

using Given = std::function<void(Cell&, Change&, FieldRule&)>;

void add(const char* name, Given given, Row row) {
    row.given = std::move(given);
    QTest::newRow(name) << row;
}

Version salesforces() {
    return versionOf(20, kSf, "sf", point(-50));
}

/// Salesforce's "sf" stands, and HubSpot has not been given it.
void sfStands(Cell& cell) {
    cell.standing = salesforces();
}

/// It is on its way to HubSpot.
void sfIsOut(Cell& cell) {
    sfStands(cell);
    cell.out[kHs] = {out(30, salesforces())};
}

void becomesSf(Change& change) {
    change.fields[0].value = salesforces().value;
}

void namesNobody(Change& change) {
    change.writer = kNobodyKnows;
    change.writerKnown = false;
}

void addOwnWrites() {
    const Row applied{.standing = "new", .hubspot = "new"};
    const Row echo{.outcome = Outcome::Echo, .standing = "sf", .hubspot = "sf"};
    const auto isOursBack = [](Cell& cell, Change& change, FieldRule&) {
        sfIsOut(cell);
        becomesSf(change);
        change.writer = kUs;
    };
    add("4 ours", isOursBack, echo);
    const auto changed = [](Cell& cell, Change& change, FieldRule&) {
        sfIsOut(cell);
        change.writer = kUs;
    };
    add("4 ours, changed in the same step", changed,
        {.reason = Reason::AutomationAfterUs, .standing = "new", .hubspot = "new"});
    const auto neverWritten = [](Cell&, Change& change, FieldRule&) { change.writer = kUs; };
    add("4 names us, the field was never written", neverWritten, applied);
    const auto nobody = [](Cell&, Change& change, FieldRule&) { namesNobody(change); };
    add("4 names nobody, nothing is out", nobody, applied);
    const auto nobodyOurValue = [](Cell& cell, Change& change, FieldRule&) {
        sfIsOut(cell);
        becomesSf(change);
        namesNobody(change);
    };
    add("4 names nobody, our value", nobodyOurValue, echo);
    const auto personOurValue = [](Cell& cell, Change& change, FieldRule&) {
        sfIsOut(cell);
        becomesSf(change);
    };
    add("4 names a person, our value", personOurValue,
        {.outcome = Outcome::Converged, .standing = "sf", .hubspot = "sf"});
    const auto historyNamesUs = [](Cell& cell, Change& change, FieldRule&) {
        sfIsOut(cell);
        becomesSf(change);
        namesNobody(change);
        change.fields[0].writer = kUs;
    };
    add("4 the history names us", historyNamesUs, echo);
}

void addOldOnes() {
    const Row applied{.standing = "new", .hubspot = "new"};
    const Row nothing{.outcome = Outcome::NoChange, .standing = "agreed", .hubspot = "agreed"};
    const auto readAt = [](int time) {
        return [time](Cell& cell, Change&, FieldRule&) {
            cell.present[kHs]->byRead = true;
            cell.present[kHs]->time = point(time);
        };
    };
    add("5 older than what was read", readAt(1),
        {.outcome = Outcome::Superseded, .standing = "agreed", .hubspot = "agreed"});
    add("5 as old as what was read", readAt(0), applied);
    const auto seenAtOne = [](Cell& cell, Change&, FieldRule&) {
        cell.present[kHs] = versionOf(40, kHs, "seen", point(1));
        cell.standing = cell.present[kHs];
    };
    add("5 older by the clock alone", seenAtOne, applied);
    const auto byHistory = [=](Cell& cell, Change& change, FieldRule& rule) {
        seenAtOne(cell, change, rule);
        change.fields[0].time = point(0);
    };
    add("5 older by the history", byHistory, {.outcome = Outcome::Superseded, .standing = "seen", .hubspot = "seen"});
    const auto observed = [=](Cell& cell, Change& change, FieldRule& rule) {
        readAt(1)(cell, change, rule);
        change.kind = ChangeKind::Observed;
    };
    add("5 a difference found by reading is not old", observed,
        {.outcome = Outcome::Won, .reason = Reason::Later, .standing = "new", .hubspot = "new"});
    const auto becomes = [](const char* text) {
        return [text](Cell&, Change& change, FieldRule&) { change.fields[0].value = {valueOf(text), valueOf(text)}; };
    };
    add("6 the same as before", becomes("agreed"), nothing);
    add("6 the same as before in another case", becomes("AGREED"), nothing);
    const auto unmapped = [](Cell&, Change& change, FieldRule&) { change.fields[0].field = "fax"; };
    add("2 not mapped", unmapped, {.outcome = Outcome::Unmapped, .standing = "agreed", .hubspot = "agreed"});
}

void addAdmission() {
    const Row refused{.outcome = Outcome::Refused, .reason = Reason::Owner, .standing = "agreed", .hubspot = "new"};
    const auto conflict = [](Cell& cell, Change&, FieldRule&) {
        cell.conflict = Conflict{.candidates = {{.version = salesforces(), .place = kSf}}};
    };
    add("7 a conflict is open", conflict,
        {.outcome = Outcome::Candidate, .standing = "agreed", .hubspot = "new", .conflict = "sf new"});
    const auto ownedBySalesforce = [](OnRefused onRefused) {
        return
            [onRefused](Cell&, Change&, FieldRule& rule) { rule.admission = {.owner = kSf, .onRefused = onRefused}; };
    };
    add("8 the other side owns it, revert", ownedBySalesforce(OnRefused::Revert), refused);
    add("8 the other side owns it, keep", ownedBySalesforce(OnRefused::Keep), refused);
    Row reviewed = refused;
    reviewed.outcome = Outcome::Conflicted;
    reviewed.conflict = "agreed new";
    add("8 the other side owns it, review", ownedBySalesforce(OnRefused::Review), reviewed);
    const auto ownersValue = [](Cell& cell, Change& change, FieldRule& rule) {
        sfStands(cell);
        becomesSf(change);
        rule.admission.owner = kSf;
    };
    add("8 the other side owns it, and holds the same", ownersValue,
        {.outcome = Outcome::Converged, .standing = "sf", .hubspot = "sf"});
}

void addSuccessors() {
    const Row applied{.standing = "new", .hubspot = "new"};
    const auto plain = [](Cell&, Change&, FieldRule&) {};
    add("9 made on what stands", plain, applied);
    const auto older = [](Cell&, Change& change, FieldRule&) { change.time = point(-1'000'000); };
    add("9 made on what stands, with an older time", older, applied);
    const auto onRefused = [](Cell& cell, Change&, FieldRule&) {
        cell.present[kHs] = versionOf(40, kHs, "refused", point(-10));
        cell.refusedOn[kHs] = cell.standing->id;
    };
    add("9 made on a refused one", onRefused, applied);
    const auto onCovered = [](Cell& cell, Change&, FieldRule& rule) {
        cell.present[kHs] = versionOf(40, kSf, "covered", point(-10));
        cell.refusedOn[kHs] = cell.standing->id;
        rule.choice.kind = ChoiceKind::Review;
    };
    add("9 not made on a refused one: a write of ours has covered it", onCovered,
        {.outcome = Outcome::Conflicted,
         .reason = Reason::RuleReview,
         .standing = "agreed",
         .hubspot = "new",
         .conflict = "agreed new"});
    const auto refusedThere = [](Cell& cell, Change&, FieldRule& rule) {
        cell.present[kHs] = versionOf(40, kHs, "other", point(-10));
        cell.refusedOn[kSf] = cell.standing->id;
        rule.choice.kind = ChoiceKind::Review;
    };
    add("9 not made on a refused one: the other side's was refused", refusedThere,
        {.outcome = Outcome::Conflicted,
         .reason = Reason::RuleReview,
         .standing = "agreed",
         .hubspot = "new",
         .conflict = "agreed new"});
}

void addConcurrent() {
    const auto sameAsStanding = [](Cell& cell, Change& change, FieldRule&) {
        sfStands(cell);
        becomesSf(change);
    };
    add("10 the same as what stands", sameAsStanding,
        {.outcome = Outcome::Converged, .standing = "sf", .hubspot = "sf"});
    const auto concurrent = [](int time, TieBreak tieBreak) {
        return [time, tieBreak](Cell& cell, Change& change, FieldRule& rule) {
            sfStands(cell);
            change.time = point(time);
            rule.choice.tieBreak = tieBreak;
        };
    };
    Row won{.outcome = Outcome::Won, .reason = Reason::Later, .standing = "new", .hubspot = "new"};
    Row lost{.outcome = Outcome::Lost, .reason = Reason::Later, .standing = "sf", .hubspot = "new"};
    add("11 concurrent, and later", concurrent(10'000, TieBreak::Salesforce), won);
    add("11 concurrent, and earlier", concurrent(-10'000, TieBreak::HubSpot), lost);
    won.reason = lost.reason = Reason::PhotoFinish;
    add("11 concurrent, photo finish, HubSpot", concurrent(0, TieBreak::HubSpot), won);
    add("11 concurrent, photo finish, Salesforce", concurrent(0, TieBreak::Salesforce), lost);
    Row conflicted = lost;
    conflicted.outcome = Outcome::Conflicted;
    conflicted.conflict = "sf new";
    add("11 concurrent, photo finish, a person", concurrent(0, TieBreak::Review), conflicted);
    const auto review = [=](Cell& cell, Change& change, FieldRule& rule) {
        concurrent(10'000, TieBreak::HubSpot)(cell, change, rule);
        rule.choice.kind = ChoiceKind::Review;
    };
    conflicted.reason = Reason::RuleReview;
    add("11 concurrent, the rule is review", review, conflicted);
    const auto observed = [](Cell&, Change& change, FieldRule&) {
        change.kind = ChangeKind::Observed;
        change.time = until(5'000);
    };
    add("11 found by reading, though on what stands", observed,
        {.outcome = Outcome::Conflicted,
         .reason = Reason::UnknownTime,
         .standing = "agreed",
         .hubspot = "new",
         .conflict = "agreed new"});
}

/// Events whose source gave no usable time.
void addWithoutTime() {
    const Row applied{.standing = "new", .hubspot = "new"};
    const auto onStanding = [](Cell&, Change& change, FieldRule&) { change.time = until(5'000); };
    add("9 without a time, made on what stands in its side's order", onStanding, applied);
    // It was received before what was read was made, by clocks that nobody compared.
    const auto onRead = [](TieBreak tieBreak) {
        return [tieBreak](Cell& cell, Change& change, FieldRule& rule) {
            cell.present[kHs]->byRead = true;
            cell.present[kHs]->time = point(9'000);
            change.time = until(5'000);
            rule.choice.tieBreak = tieBreak;
        };
    };
    Row won{.outcome = Outcome::Won, .reason = Reason::UnknownTime, .standing = "new", .hubspot = "new"};
    Row lost{.outcome = Outcome::Lost, .reason = Reason::UnknownTime, .standing = "agreed", .hubspot = "new"};
    add("11 without a time, on what a read found, HubSpot", onRead(TieBreak::HubSpot), won);
    add("11 without a time, on what a read found, Salesforce", onRead(TieBreak::Salesforce), lost);
    const auto concurrent = [](TieBreak tieBreak) {
        return [tieBreak](Cell& cell, Change& change, FieldRule& rule) {
            sfStands(cell);
            change.time = until(10'000);
            rule.choice.tieBreak = tieBreak;
        };
    };
    lost.standing = "sf";
    add("11 without a time, HubSpot", concurrent(TieBreak::HubSpot), won);
    add("11 without a time, Salesforce", concurrent(TieBreak::Salesforce), lost);
    Row conflicted = lost;
    conflicted.outcome = Outcome::Conflicted;
    conflicted.conflict = "sf new";
    add("11 without a time, a person", concurrent(TieBreak::Review), conflicted);
    const auto byHistory = [=](int time, TieBreak tieBreak) {
        return [=](Cell& cell, Change& change, FieldRule& rule) {
            concurrent(tieBreak)(cell, change, rule);
            change.fields[0].time = point(time);
        };
    };
    won.reason = lost.reason = Reason::Later;
    add("11 without a time, later by its history", byHistory(9'000, TieBreak::Salesforce), won);
    add("11 without a time, earlier by its history", byHistory(-9'000, TieBreak::HubSpot), lost);
}

}  // namespace

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
    addOwnWrites();
    addOldOnes();
    addAdmission();
    addSuccessors();
    addConcurrent();
    addWithoutTime();
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
