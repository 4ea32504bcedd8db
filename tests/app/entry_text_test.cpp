#include "app/entry_text.h"

#include "app/counted.h"
#include "app/run_time.h"

#include <QTest>

using namespace syncline;
using namespace std::chrono_literals;
using core::Side;

namespace {

/// A phone by the later writer, a stage that Salesforce owns; both directions observe.
core::RuleSet rules() {
    core::RuleSet rules;
    rules.fields["contact"]["phone"] = core::FieldRule();
    rules.fields["deal"]["stage"].admission.owner = Side::Salesforce;
    return rules;
}

using Change = void (*)(core::RuleSet&);

}  // namespace
Q_DECLARE_METATYPE(Change)

/// Entries and counts in words, as the command line prints them.
class EntryTextTest : public QObject {
    Q_OBJECT
private slots:
    void policyChanged_saysWhatChanged_data();
    void policyChanged_saysWhatChanged();
    void policyChanged_thatIsTheFirst();
    void entries_countInTheRightNumber_data();
    void entries_countInTheRightNumber();
    void leftOver_countsInTheRightNumber();
    void statusLine_tellsTheNextTry();
};

void EntryTextTest::policyChanged_saysWhatChanged_data() {
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, Change change, const char* words) {
        QTest::newRow(name) << change << QString::fromUtf8(words);
    };
    row(
        "a tolerance", [](core::RuleSet& to) { to.fields["contact"]["phone"].choice.tolerance = 2s; },
        "by ada: contact.phone tolerance 500 ms → 2000 ms");
    row(
        "a tie-break",
        [](core::RuleSet& to) { to.fields["contact"]["phone"].choice.tieBreak = core::TieBreak::HubSpot; },
        "by ada: contact.phone tie review → hubspot");
    row(
        "the rule and the first comparison",
        [](core::RuleSet& to) {
            to.fields["contact"]["phone"].choice.kind = core::ChoiceKind::Review;
            to.fields["contact"]["phone"].firstComparison = core::TieBreak::Salesforce;
        },
        "by ada: contact.phone rule lastWriterWins → review, first comparison review → salesforce");
    row(
        "an owner", [](core::RuleSet& to) { to.fields["contact"]["phone"].admission.owner = Side::HubSpot; },
        "by ada: contact.phone owner none → HubSpot (refused: revert)");
    row(
        "what becomes of what is refused",
        [](core::RuleSet& to) { to.fields["deal"]["stage"].admission.onRefused = core::OnRefused::Keep; },
        "by ada: deal.stage owner Salesforce (refused: revert) → Salesforce (refused: keep)");
    row(
        "a direction", [](core::RuleSet& to) { to.mode.hubspot = core::Mode::Live; },
        "by ada: to HubSpot observe → live");
    row(
        "two fields and a direction",
        [](core::RuleSet& to) {
            to.fields["contact"]["phone"].choice.tolerance = 0ms;
            to.fields["deal"]["stage"].admission.owner.reset();
            to.mode.salesforce = core::Mode::Live;
        },
        "by ada: contact.phone tolerance 500 ms → 0 ms; deal.stage owner Salesforce (refused: revert) → none; "
        "to Salesforce observe → live");
    row(
        "a field more, and one less",
        [](core::RuleSet& to) {
            to.fields["contact"]["fax"] = core::FieldRule();
            to.fields["deal"].clear();
        },
        "by ada: contact.fax mapped (lastWriterWins, tolerance 500 ms, tie review, first comparison review); "
        "deal.stage not mapped any more");
    row(
        "nothing", [](core::RuleSet&) {}, "by ada: nothing");
}

void EntryTextTest::policyChanged_saysWhatChanged() {
    QFETCH(const Change, change);
    QFETCH(const QString, words);
    const core::RuleSet before = rules();
    core::PolicyChanged changed{before, {}, "ada"};
    change(changed.rules);
    changed.rules.version = core::Seq(77);
    core::Entry entry;
    entry.seq = core::Seq(77);
    entry.body = changed;
    QVERIFY2(QString::fromStdString(app::lineOf(entry, {}, &before)).endsWith(words),
             app::lineOf(entry, {}, &before).c_str());
}

void EntryTextTest::policyChanged_thatIsTheFirst() {
    core::Entry entry;
    entry.body = core::PolicyChanged{rules(), {}, "workspace file"};
    QCOMPARE(app::wordsOf(entry),
             std::string("by workspace file: the first rules, of 2 fields; to Salesforce observe, to HubSpot observe"));
}

void EntryTextTest::entries_countInTheRightNumber_data() {
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("baseline");
    QTest::addColumn<QString>("gap");
    QTest::newRow("one") << 1 << QStringLiteral("1 field read on both sides") << QStringLiteral("away, 1 record");
    QTest::newRow("two") << 2 << QStringLiteral("2 fields read on both sides") << QStringLiteral("away, 2 records");
}

void EntryTextTest::entries_countInTheRightNumber() {
    QFETCH(const int, count);
    QFETCH(const QString, baseline);
    QFETCH(const QString, gap);
    core::BaselineRead read;
    read.fields.resize(static_cast<std::size_t>(count));
    core::GapDetected detected;
    detected.reason = "away";
    detected.records.resize(static_cast<std::size_t>(count));
    core::Entry entry;
    entry.body = read;
    QCOMPARE(QString::fromStdString(app::wordsOf(entry)), baseline);
    entry.body = detected;
    QCOMPARE(QString::fromStdString(app::wordsOf(entry)), gap);
}

void EntryTextTest::leftOver_countsInTheRightNumber() {
    runtime::Snapshot snapshot;
    snapshot.undecided = 1;
    snapshot.unsettled = 2;
    snapshot.side.hubspot.dueCells = 1;
    QCOMPARE(app::leftOver(snapshot),
             std::string("1 change without a decision, 2 records with writes of unknown outcome, 0 fields due to "
                         "salesforce, 1 field due to hubspot"));
    snapshot.openConflicts = 1;
    QVERIFY(QString::fromStdString(app::statusLine(snapshot)).endsWith(QStringLiteral("| 1 conflict")));
    QCOMPARE(app::counted(0, "entry", "entries"), std::string("0 entries"));
}

void EntryTextTest::statusLine_tellsTheNextTry() {
    runtime::Snapshot snapshot;
    snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
    snapshot.side.hubspot.nextTry = base::WallTime(std::chrono::milliseconds(1'795'513'338'000));
    QCOMPARE(app::statusLine(snapshot), std::string("head 0 | salesforce stopped | hubspot disconnected, next try "
                                                    "2026-11-24T09:42:18.000Z | 0 conflicts"));
}

QTEST_GUILESS_MAIN(EntryTextTest)
#include "entry_text_test.moc"
