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

Resolution takeOf(const TwoSides& sides, Side side) {
    Resolution resolution{.field = "phone", .expected = {}, .take = std::nullopt, .ownValue = std::nullopt};
    const Cell cell = sides.cell();
    for (const Candidate& candidate : cell.conflict->candidates) {
        if (candidate.place == side)
            resolution.take = candidate.version.id;
    }
    return resolution;
}

/// Both sides have changed the phone, neither seen by the other, and a person has taken HubSpot's "hs".
TwoSides resolved() {
    TwoSides sides(review());
    sides.see(sides.edit(kSf, "sf", point(0)));
    sides.see(sides.edit(kHs, "hs", point(5'000)));
    if (!sides.resolve(takeOf(sides, kHs), 10'000))
        qFatal("the conflict could not be resolved");
    return sides;
}

}  // namespace

/// Semantics, section 6: undo makes the candidates an open conflict again and writes nothing.
class TestUndo : public QObject {
    Q_OBJECT

private slots:
    void beforeTheWrite_withdrawsIt();
    void undoAfterWrites();
    void whileTheWriteIsOut_itsLandingMarksTheCandidate();
    void resolvedTheOtherWay_bothSidesGetIt();
    void aLaterChange_joins();
    void isRefused_whenAnotherValueStands();
    void isRefused_whenAConflictIsOpen();
    void isRefused_forAnotherField();
    void isRefused_whereOnlyIdsAreKnown();
};

void TestUndo::beforeTheWrite_withdrawsIt() {
    TwoSides sides = resolved();
    QVERIFY(due(sides.cell(), kSf) != nullptr);
    const auto opened = undo(sides);
    QVERIFY(opened);
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf hs"));
    QCOMPARE(sides.cell().conflict->id, *opened);
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kSf), std::string("sf"));
}

void TestUndo::undoAfterWrites() {
    TwoSides sides = resolved();
    QCOMPARE(finish(sides), 1);
    QCOMPARE(sides.held(kSf), std::string("hs"));
    QVERIFY(undo(sides));
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf* hs"));
    QCOMPARE(finish(sides), 0);
    QCOMPARE(sides.held(kSf), std::string("hs"));
    QCOMPARE(sides.held(kHs), std::string("hs"));
}

void TestUndo::whileTheWriteIsOut_itsLandingMarksTheCandidate() {
    TwoSides sides = resolved();
    const Seq write = sides.send(kSf);
    QVERIFY(undo(sides));
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf hs"));
    sides.see(sides.land(write, point(11'000)));
    QCOMPARE(candidatesOf(sides.cell()), std::string("sf* hs"));
    QCOMPARE(finish(sides), 0);
}

void TestUndo::resolvedTheOtherWay_bothSidesGetIt() {
    TwoSides sides = resolved();
    finish(sides);
    QVERIFY(undo(sides));
    QVERIFY(sides.resolve(takeOf(sides, kSf), 20'000));
    QCOMPARE(finish(sides), 2);
    QCOMPARE(sides.held(kSf), std::string("sf"));
    QCOMPARE(sides.held(kHs), std::string("sf"));
}

void TestUndo::aLaterChange_joins() {
    TwoSides sides = resolved();
    QVERIFY(undo(sides));
    QCOMPARE(sides.see(sides.edit(kSf, "sf2", point(20'000))).outcome, Outcome::Candidate);
    QCOMPARE(candidatesOf(sides.cell()), std::string("hs sf2"));
}

void TestUndo::isRefused_whenAnotherValueStands() {
    TwoSides sides = resolved();
    finish(sides);
    QCOMPARE(sides.see(sides.edit(kSf, "newer", point(20'000))).outcome, Outcome::Applied);
    const auto refused = undo(sides);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
    QVERIFY2(refused.error().detail.ends_with(": \"newer\", by person on salesforce"), refused.error().detail.c_str());
    QVERIFY(!sides.cell().conflict);
}

void TestUndo::isRefused_whenAConflictIsOpen() {
    TwoSides sides = resolved();
    QVERIFY(undo(sides));
    const auto again = undo(sides);
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AlreadyExists);
    QVERIFY(again.error().detail.find("\"hs\"") != std::string::npos);
}

void TestUndo::isRefused_forAnotherField() {
    const TwoSides sides = resolved();
    const Version standing = *sides.cell().standing;
    const std::vector<Candidate> candidates{{versionOf(3, kSf, "sf", point(0)), kSf}};
    for (const char* field : {"title", "no field"}) {
        const auto refused = undo(sides.entity(), field, standing, candidates);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::AlreadyExists);
    }
}

void TestUndo::isRefused_whereOnlyIdsAreKnown() {
    const TwoSides sides = resolved();
    const std::vector<Candidate> candidates{{.version = {.id = {Seq(3), kSf}}, .place = kSf},
                                            {.version = {.id = {Seq(4), kHs}}, .place = kHs}};
    const auto refused = undo(sides.entity(), "phone", *sides.cell().standing, candidates);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(TestUndo)
#include "test_undo.moc"
