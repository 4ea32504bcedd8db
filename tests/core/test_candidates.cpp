#include "engine/core/candidates.h"
#include "tests/core/two_sides.h"

#include <optional>
#include <string>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

namespace {

/// What HubSpot holds, "hs", against what Salesforce holds, "sf".
Conflict conflict() {
    Conflict made;
    made.candidates = {{.version = versionOf(10, kHs, "hs", point(0)), .place = kHs},
                       {.version = versionOf(20, kSf, "sf", point(0)), .place = kSf}};
    return made;
}

std::string shown(const std::vector<Candidate>& candidates) {
    Cell cell;
    cell.conflict = Conflict{.candidates = candidates};
    return candidatesOf(cell);
}

struct Seen {
    std::optional<Version> base;
    const char* arrived = "new";
};

}  // namespace

Q_DECLARE_METATYPE(Seen)

/// The set of candidates (semantics, section 4, row 7, and section 6).
class TestCandidates : public QObject {
    Q_OBJECT

private slots:
    void change_takesThePlaceOfWhatItWasMadeOn_data();
    void change_takesThePlaceOfWhatItWasMadeOn();
    void ourWrite_marksWhatItCovered_data();
    void ourWrite_marksWhatItCovered();
};

void TestCandidates::change_takesThePlaceOfWhatItWasMadeOn_data() {
    QTest::addColumn<Seen>("seen");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, std::optional<Version> base, const char* expected) {
        QTest::newRow(name) << Seen{std::move(base)} << QString::fromLatin1(expected);
    };
    row("nobody knows on what", std::nullopt, "hs sf new");
    row("on Salesforce's candidate", versionOf(20, kSf, "sf", point(0)), "hs new");
    row("on it, as Salesforce spelled it", versionOf(20, kSf, "S.F.", point(0)), "hs new");
    row("on another version of the same value", versionOf(15, kSf, "SF", point(0)), "hs new");
    row("on HubSpot's, which a write of ours had brought", versionOf(10, kHs, "hs", point(0)), "sf new");
    row("on HubSpot's, which Salesforce had spelled otherwise", versionOf(10, kHs, "H.S.", point(0)), "sf new");
    row("on another version of HubSpot's value: HubSpot holds it still", versionOf(15, kSf, "hs", point(0)),
        "hs sf new");
    row("on HubSpot's entry of the same number, another version", versionOf(10, kSf, "x", point(0)), "hs sf new");
    QTest::newRow("to the other's value: nothing is left to settle")
        << Seen{versionOf(20, kSf, "sf", point(0)), "HS"} << QStringLiteral("resolved HS");
    QTest::newRow("to the other's value, but its own is not seen")
        << Seen{std::nullopt, "hs"} << QStringLiteral("hs sf hs");
}

void TestCandidates::change_takesThePlaceOfWhatItWasMadeOn() {
    QFETCH(Seen, seen);
    QFETCH(QString, expected);
    const Version arrived = versionOf(30, kSf, seen.arrived, point(0));
    const ConflictChange change = joined("phone", conflict(), seen.base ? &*seen.base : nullptr, arrived, kSf);
    const bool isResolved = change.kind == ConflictChange::Kind::Resolved;
    QCOMPARE(isResolved, change.standing.has_value());
    const std::string text =
        isResolved ? "resolved " + change.standing->value[kSf].text.value_or("blank") : shown(change.candidates);
    QCOMPARE(QString::fromStdString(text), expected);
}

void TestCandidates::ourWrite_marksWhatItCovered_data() {
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, Side side, int number, const char* text, const char* expected) {
        QTest::newRow(name) << static_cast<int>(side) << number << QString::fromLatin1(text)
                            << QString::fromLatin1(expected);
    };
    row("another value, in Salesforce", kSf, 5, "older", "hs sf*");
    row("another value, in HubSpot", kHs, 5, "older", "hs* sf");
    row("HubSpot's candidate, in Salesforce", kSf, 10, "hs", "hs sf*");
    row("Salesforce's candidate, in Salesforce", kSf, 20, "S.F.", "hs sf");
    row("the same value, in Salesforce", kSf, 5, "SF", "hs sf");
    row("Salesforce's value, in HubSpot", kHs, 5, "sf", "hs* sf");
}

void TestCandidates::ourWrite_marksWhatItCovered() {
    QFETCH(int, side);
    QFETCH(int, number);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    const auto where = static_cast<Side>(side);
    const Version landed = versionOf(number, number == 10 ? kHs : kSf, text.toStdString(), point(0));
    std::vector<Candidate> candidates = conflict().candidates;
    QCOMPARE(markOverwritten(candidates, where, landed), expected.contains(QLatin1Char('*')));
    QCOMPARE(QString::fromStdString(shown(candidates)), expected);
    // It is no news a second time.
    QVERIFY(!markOverwritten(candidates, where, landed));
}

QTEST_APPLESS_MAIN(TestCandidates)
#include "test_candidates.moc"
