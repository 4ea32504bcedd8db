#include "engine/core/decide.h"
#include "tests/core/two_sides.h"

#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;
using base::ErrorCode;

namespace {

FieldRule review() {
    FieldRule rule;
    rule.choice.kind = ChoiceKind::Review;
    return rule;
}

/// Both sides have changed the phone, neither seen by the other: the conflict {sf, hs}.
TwoSides inConflict(const FieldRule& rule = review()) {
    TwoSides sides(rule);
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(5'000)));
    return sides;
}

std::vector<VersionId> onScreen(const TwoSides& sides) {
    std::vector<VersionId> ids;
    const Cell cell = sides.cell();
    for (const Candidate& candidate : cell.conflict->candidates)
        ids.push_back(candidate.version.id);
    return ids;
}

Resolution take(VersionId id, std::vector<VersionId> expected) {
    return {.field = "phone", .expected = std::move(expected), .take = id, .ownValue = std::nullopt};
}

Resolution own(const std::string& text) {
    return {.field = "phone",
            .expected = {},
            .take = std::nullopt,
            .ownValue = PerSide<Value>{valueOf(text), valueOf(text)}};
}

}  // namespace

/// The worked cases of semantics, section 12, in which a person decides.
class TestConflicts : public QObject {
    Q_OBJECT

private slots:
    void open_nothingIsSent();
    void open_aLaterChangeTakesThePlaceOfWhatItWasMadeOn();
    void open_sameValues_resolvesByItself();
    void writeLandsAfterConflictOpened();
    void ourWrite_resolvesNothing();
    void overwritten_stays_whenTheOtherIsChanged();
    void olderWriteOfOurs_coversOnlyWhatItsSideHeld();
    void automationOnOurWrite_coversTheCandidate();
    void resolve_takesACandidate();
    void resolve_takesAnOwnValue();
    void resolveStaleScreen();
    void resolve_isRefused_data();
    void resolve_isRefused();
    void lateChangeAfterResolution();
    void changeAfterResolution_onTheTakenSide_follows();
};

void TestConflicts::open_nothingIsSent() {
    TwoSides sides = inConflict();
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf hs"));
    const std::vector<Candidate> candidates = sides.cell().conflict->candidates;
    QCOMPARE(candidates[0].place, kSf);
    QCOMPARE(candidates[1].place, kHs);
    QCOMPARE(sides.cell().conflict->type, ConflictType::ConcurrentUpdate);
    QCOMPARE(sides.send(kSf), Seq());
    QCOMPARE(sides.send(kHs), Seq());
}

void TestConflicts::open_aLaterChangeTakesThePlaceOfWhatItWasMadeOn() {
    TwoSides sides = inConflict();
    const Seq conflict = sides.cell().conflict->id;
    const FieldDecision decision = sides.see(sides.edit(kHs, "hs2", point(6'000)));
    QCOMPARE(decision.outcome, Outcome::Candidate);
    QCOMPARE(explain(decision, review()), std::string("candidate: it joined the open conflict"));
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf hs2"));
    sides.see(sides.edit(kSf, "sf2", point(7'000)));
    QCOMPARE(candidatesOf(sides.cell()), std::string("hs2 sf2"));
    QCOMPARE(sides.cell().conflict->id, conflict);
}

void TestConflicts::open_sameValues_resolvesByItself() {
    TwoSides sides = inConflict();
    const FieldDecision decision = sides.see(sides.edit(kHs, "SF", point(6'000)));
    QCOMPARE(decision.outcome, Outcome::Candidate);
    QVERIFY(!sides.cell().conflict);
    QCOMPARE(*sides.cell().standing->value[kHs].text, std::string("SF"));
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.see(sides.edit(kSf, "on", point(7'000))).outcome, Outcome::Applied);
}

void TestConflicts::writeLandsAfterConflictOpened() {
    TwoSides sides(review());
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    const Change person = sides.edit(kSf, "b", point(5'000));
    const Change echo = sides.land(write, point(5'100));

    QCOMPARE(sides.see(person).outcome, Outcome::Conflicted);
    QCOMPARE(candidatesOf(sides.cell()), std::string("a b"));
    QCOMPARE(sides.see(echo).outcome, Outcome::Echo);
    QCOMPARE(candidatesOf(sides.cell()), std::string("a b*"));
    QCOMPARE(sides.cell().conflict->candidates[1].place, kSf);
    QCOMPARE(finish(sides), 0);

    // The person's b is taken: it is written to both sides.
    QVERIFY(sides.resolve(take(onScreen(sides)[1], onScreen(sides)), 9'000));
    QCOMPARE(finish(sides), 2);
    QCOMPARE(sides.held(kSf), std::string("b"));
    QCOMPARE(sides.held(kHs), std::string("b"));
}

void TestConflicts::ourWrite_resolvesNothing() {
    TwoSides sides(review());
    sides.see(sides.edit(kHs, "a", point(0)));
    const Change echo = sides.land(sides.send(kSf), point(100));
    sides.see(sides.edit(kSf, "b", point(200)));
    sides.see(echo);
    sides.see(echo);
    QCOMPARE(candidatesOf(sides.cell()), std::string("a b*"));
    QVERIFY(!sides.cell().conflict->candidates[0].overwritten);
}

void TestConflicts::overwritten_stays_whenTheOtherIsChanged() {
    TwoSides sides(review());
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    const Change person = sides.edit(kSf, "b", point(5'000));
    const Change echo = sides.land(write, point(5'100));
    sides.see(person);
    sides.see(echo);
    // Made on our a, which its writer saw; nobody has seen b.
    sides.see(sides.edit(kSf, "c", point(6'000)));
    QCOMPARE(candidatesOf(sides.cell()), std::string("b* c"));
}

void TestConflicts::olderWriteOfOurs_coversOnlyWhatItsSideHeld() {
    TwoSides sides(review());
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    sides.see(sides.edit(kHs, "a2", point(1'000)));
    const Change person = sides.edit(kSf, "b", point(5'000));
    const Change echo = sides.land(write, point(5'100));
    sides.see(person);
    sides.see(echo);
    // HubSpot holds its a2 still; it is Salesforce that lost b.
    QCOMPARE(candidatesOf(sides.cell()), std::string("a2 b*"));
}

void TestConflicts::automationOnOurWrite_coversTheCandidate() {
    TwoSides sides(review());
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    const Change person = sides.edit(kSf, "b", point(5'000));
    Change told = sides.land(write, point(5'100));
    told.fields[0].value = {valueOf("A!"), valueOf("A!")};
    sides.see(person);
    QCOMPARE(sides.see(told).outcome, Outcome::Candidate);
    QCOMPARE(candidatesOf(sides.cell()), std::string("b* A!"));
    QVERIFY(sides.cell().out[kSf].empty());
}

void TestConflicts::resolve_takesACandidate() {
    TwoSides sides = inConflict();
    const base::Result<Version> standing = sides.resolve(take(onScreen(sides)[1], onScreen(sides)), 60'000);
    QVERIFY(standing);
    QCOMPARE(standing->id.side, kHs);
    QCOMPARE(standing->time, point(60'000));
    QCOMPARE(standing->writer.kind, WriterKind::Operator);
    QCOMPARE(sides.cell().standing->id, standing->id);
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("hs"));
}

void TestConflicts::resolve_takesAnOwnValue() {
    TwoSides sides = inConflict();
    const base::Result<Version> standing = sides.resolve(own("both"), 60'000);
    QVERIFY(standing);
    QCOMPARE(standing->id.side, kSf);
    QCOMPARE(finish(sides), 2);
    QCOMPARE(sides.held(kSf), std::string("both"));
    QCOMPARE(sides.held(kHs), std::string("both"));
    QCOMPARE(sides.see(sides.edit(kHs, "on", point(61'000))).outcome, Outcome::Applied);
}

void TestConflicts::resolveStaleScreen() {
    TwoSides sides = inConflict();
    const std::vector<VersionId> screen = onScreen(sides);
    sides.see(sides.edit(kSf, "sf2", point(6'000)));
    const base::Result<Version> refused = sides.resolve(take(screen[1], screen), 9'000);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
    const QString detail = QString::fromStdString(refused.error().detail);
    QVERIFY2(detail.contains(QStringLiteral("(hubspot) \"hs\"")), qPrintable(detail));
    QVERIFY2(detail.contains(QStringLiteral("(salesforce) \"sf2\"")), qPrintable(detail));
    QCOMPARE(candidatesOf(sides.cell()), std::string("hs sf2"));
    QVERIFY(sides.resolve(take(onScreen(sides)[0], onScreen(sides)), 9'000));
}

void TestConflicts::resolve_isRefused_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<int>("code");
    QTest::newRow("nothing is chosen") << 0 << static_cast<int>(ErrorCode::InvalidArgument);
    QTest::newRow("two things are chosen") << 1 << static_cast<int>(ErrorCode::InvalidArgument);
    QTest::newRow("no conflict in that field") << 2 << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("no such field") << 3 << static_cast<int>(ErrorCode::NotFound);
    QTest::newRow("taken is no candidate") << 4 << static_cast<int>(ErrorCode::AlreadyExists);
    QTest::newRow("one of two was on screen") << 5 << static_cast<int>(ErrorCode::AlreadyExists);
}

void TestConflicts::resolve_isRefused() {
    QFETCH(int, which);
    QFETCH(int, code);
    TwoSides sides = inConflict();
    const VersionId hubspots = onScreen(sides)[1];
    Resolution nothing = own("x");
    nothing.ownValue.reset();
    Resolution both = own("x");
    both.take = hubspots;
    Resolution title = own("x");
    title.field = "title";
    Resolution unknown = own("x");
    unknown.field = "no field";
    const std::vector<Resolution> resolutions{
        nothing, both, title, unknown, take({Seq(999), kSf}, {}), take(hubspots, {hubspots})};
    const base::Result<Version> refused = resolve(sides.entity(), resolutions.at(static_cast<std::size_t>(which)),
                                                  Seq(500), ten(0), {.kind = WriterKind::Operator, .id = "ada"});
    QVERIFY(!refused);
    QCOMPARE(static_cast<int>(refused.error().code), code);
}

void TestConflicts::lateChangeAfterResolution() {
    // By time the late change would lose: the rule is not asked.
    FieldRule rule;
    rule.choice = {.kind = ChoiceKind::LastWriterWins, .tolerance = {}, .tieBreak = TieBreak::Review};
    TwoSides sides(rule);
    sides.see(sides.edit(kHs, "a", point(0)));
    const Seq write = sides.send(kSf);
    const Change person = sides.edit(kSf, "b", point(0));
    const Change echo = sides.land(write, point(10));
    const Change unseen = sides.edit(kSf, "late", point(20));
    QCOMPARE(sides.see(person).outcome, Outcome::Conflicted);
    sides.see(echo);
    QVERIFY(sides.resolve(own("resolved"), 60'000));

    const FieldDecision decision = sides.see(unseen);
    QCOMPARE(decision.outcome, Outcome::Conflicted);
    QCOMPARE(explain(decision, rule), std::string("conflicted: made without having seen what a person had resolved"));
    QCOMPARE(candidatesOf(sides.cell()), std::string("resolved late"));
    QCOMPARE(finish(sides), 0);
}

void TestConflicts::changeAfterResolution_onTheTakenSide_follows() {
    TwoSides sides = inConflict();
    QVERIFY(sides.resolve(take(onScreen(sides)[1], {}), 60'000));
    // HubSpot holds what was taken, so nothing is sent there, and who changes it there has seen it.
    QVERIFY(due(sides.cell(), kHs) == nullptr);
    QCOMPARE(sides.see(sides.edit(kHs, "hs2", point(61'000))).outcome, Outcome::Applied);
    finish(sides);
    QCOMPARE(sides.held(kSf), std::string("hs2"));
}

QTEST_APPLESS_MAIN(TestConflicts)
#include "test_conflicts.moc"
