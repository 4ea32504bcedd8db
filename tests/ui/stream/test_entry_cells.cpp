#include "tests/ui/support/entries.h"
#include "ui/stream/entry_cells.h"
#include "ui/stream/entry_words.h"
#include "ui/stream/stream_columns.h"

#include <QTest>
#include <array>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using core::Outcome;
using core::Reason;
using core::Side;
using test::decided;
using test::decisionOf;

Q_DECLARE_METATYPE(ui::EntryRow)

namespace {

EntryLook lookOfTheMorning() {
    EntryLook look;
    look.times = {TimeStyle::Utc, QTimeZone::utc(), test::morning()};
    return look;
}

QString said(const EntryRow& row, int column) {
    return plainText(entryCell(row, column, lookOfTheMorning()));
}

core::FieldDecision compared(Outcome outcome, Reason reason) {
    core::FieldDecision decision = decisionOf("phone", outcome, reason);
    decision.margin = std::chrono::milliseconds(150);
    decision.tolerance = std::chrono::milliseconds(500);
    decision.tieBreak = core::TieBreak::Salesforce;
    return decision;
}

void addColumns() {
    QTest::addColumn<EntryRow>("row");
    QTest::addColumn<QString>("entry");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("outcome");
    QTest::addColumn<int>("tone");
    QTest::addColumn<int>("fill");
}

/// Entry, field, change and outcome.
using Said = std::array<const char*, 4>;

void add(const char* name, EntryRow row, const Said& words, Tone tone, Tone fill) {
    QTest::newRow(name) << std::move(row) << words[0] << words[1] << words[2] << words[3] << static_cast<int>(tone)
                        << static_cast<int>(fill);
}

}  // namespace

class TestEntryCells : public QObject {
    Q_OBJECT
private slots:
    void kinds_data() {
        addColumns();
        const auto normal = Tone::Normal;
        EntryRow change = test::rowOf(1, test::phoneChange());
        change.before["phone"] = test::value("+46 8 123 45 60");
        add("a change", change, {"Change", "phone", "+46 8 123 45 60 → +46 8 123 45 67", ""}, normal, normal);
        core::ChangeCaptured ours = test::phoneChange();
        ours.change.writer.kind = core::WriterKind::Us;
        add("our own write seen", test::rowOf(1, ours), {"Change", "phone", "+46 8 123 45 67", "our own write"},
            Tone::Muted, normal);
        core::ChangeCaptured created = test::phoneChange();
        created.change.action = core::Action::Create;
        created.unmapped = {"Fax", "Level__c"};
        add("a new record with two fields that nobody mapped", test::rowOf(1, created),
            {"Change", "phone +2", "+46 8 123 45 67", "created"}, normal, normal);
        add("an opened conflict", test::rowOf(1, test::titleConflict(), std::nullopt),
            {"Conflict", "title", "Salesforce SVP · HubSpot VP", "conflict, you decide"}, Tone::Attention,
            Tone::Attention);
        core::ConflictUpdated updated{core::Seq(5), "title", test::titleConflict().candidates};
        add("an updated conflict", test::rowOf(1, updated),
            {"Conflict", "title", "Salesforce SVP · HubSpot VP", "2 candidates now"}, Tone::Attention, normal);
        core::ConflictResolved resolved;
        resolved.field = "title";
        resolved.standing = test::version(110, Side::HubSpot, "VP");
        resolved.who = "grace";
        add("a resolved conflict", test::rowOf(1, resolved), {"Resolved", "title", "VP", "by grace"}, normal, normal);
        add("a write", test::rowOf(1, test::phoneWrite(), Side::HubSpot), {"Write", "phone", "+46 8 123 45 67", "sent"},
            Tone::Muted, normal);
        core::WriteSent again = test::phoneWrite();
        again.attempt = 3;
        add("a write tried again", test::rowOf(1, again), {"Write", "phone", "+46 8 123 45 67", "sent, try 3"},
            Tone::Muted, normal);
        add("a receipt", test::rowOf(1, core::WriteSucceeded{core::Seq(5), Side::HubSpot, {}, test::morning()}),
            {"Receipt", "", "", "accepted"}, normal, normal);
        core::WriteFailed refused{core::Seq(5),
                                  Side::HubSpot,
                                  core::FailureClass::Permanent,
                                  "INVALID_OPTION",
                                  "gold is not one of the allowed options",
                                  {"tier"}};
        add("a write that the API refuses", test::rowOf(1, refused),
            {"Failure", "tier", "gold is not one of the allowed options", "refused by the API"}, Tone::Failure,
            Tone::Failure);
        core::WriteFailed later = refused;
        later.failure = core::FailureClass::NotSent;
        add("a write that goes again", test::rowOf(1, later),
            {"Failure", "tier", "gold is not one of the allowed options", "not sent, due again"}, Tone::Attention,
            normal);
    }
    void kinds() {
        QFETCH(EntryRow, row);
        QFETCH(int, tone);
        QFETCH(int, fill);
        QTEST(said(row, kEntryColumn), "entry");
        QTEST(said(row, kFieldColumn), "field");
        QTEST(said(row, kChangeColumn), "change");
        QTEST(said(row, kOutcomeColumn), "outcome");
        QCOMPARE(static_cast<int>(outcomeOf(row.entry).tone), tone);
        QCOMPARE(static_cast<int>(entryFill(row)), fill);
    }

    void kindsOfTheWorkspace_data() {
        addColumns();
        const auto normal = Tone::Normal;
        core::RecordLinked linked{{"003A", "51"}, core::LinkOrigin::MatchKey, {}};
        add("a link", test::rowOf(1, linked, std::nullopt), {"Link", "", "003A and 51", "by match key"}, normal,
            normal);
        core::BaselineRead read{
            {{"phone", {test::version(1, Side::Salesforce, "1"), test::version(1, Side::HubSpot, "2")}}}};
        add("a baseline", test::rowOf(1, read, std::nullopt),
            {"Baseline", "phone", "Salesforce 1 · HubSpot 2", "both sides read"}, Tone::Muted, normal);
        core::BaselineRead alike{
            {{"phone", {test::version(1, Side::Salesforce, "1"), test::version(1, Side::HubSpot, "1")}}}};
        add("a baseline of sides that hold the same", test::rowOf(1, alike, std::nullopt),
            {"Baseline", "phone", "read: 1", "both sides read"}, Tone::Muted, normal);
        core::FieldDecision compared = test::decisionOf("phone", core::Outcome::Baseline);
        compared.standing = read.fields.front().read.salesforce;
        compared.version = read.fields.front().read.hubspot;
        add("a first comparison", test::rowOf(2, test::decided({compared})),
            {"Decision", "phone", "Salesforce 1 · HubSpot 2", "compared"}, Tone::Muted, normal);
        core::FieldDecision again = test::decisionOf("phone", core::Outcome::Baseline);
        again.standing = alike.fields.front().read.salesforce;
        again.version.reset();
        add("a comparison that found nothing new", test::rowOf(2, test::decided({again})),
            {"Decision", "phone", "read: 1", "compared"}, Tone::Muted, normal);
        core::PolicyChanged policy;
        policy.who = "grace";
        add("other rules", test::rowOf(1, policy, std::nullopt), {"Rules", "", "", "by grace"}, normal, normal);
        EntryRow owned = test::rowOf(2, policy, std::nullopt);
        owned.changedRules = {{"contact", "department", "owner none → Salesforce (refused: revert)"},
                              {{}, {}, "to HubSpot live → observe"}};
        add("other rules in the place of some", owned,
            {"Rules", "department +1", "owner none → Salesforce (refused: revert)", "by grace"}, normal, normal);
        EntryRow unchanged = test::rowOf(3, policy, std::nullopt);
        unchanged.changedRules.emplace();
        add("the same rules again", unchanged, {"Rules", "", "nothing was changed", "by grace"}, normal, normal);
        core::GapDetected gap{Side::Salesforce, "the position is too old", {{}, {}}, false};
        add("a gap", test::rowOf(1, gap), {"Gap", "", "the position is too old", "2 records to read"}, Tone::Attention,
            normal);
        core::ConnectorStateChanged gone{Side::HubSpot, core::ConnectorPhase::Disconnected, "503"};
        add("a lost side", test::rowOf(1, gone), {"State", "", "503", "disconnected"}, Tone::Attention, normal);
        core::RecordDeleted deleted{{Side::HubSpot, "contact", "51"}, false};
        add("a deleted record", test::rowOf(1, deleted), {"Delete", "", "51", "nothing crosses"}, normal, normal);
    }
    void kindsOfTheWorkspace() { kinds(); }

    void outcomes_data() {
        QTest::addColumn<EntryRow>("row");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("icon");
        QTest::addColumn<int>("tone");
        QTest::addColumn<int>("fill");
        const auto addOutcome = [](const char* name, core::FieldDecision decision, const char* words, Icon icon,
                                   Tone tone) {
            const Tone fill = tone == Tone::Failure ? Tone::Failure : Tone::Normal;
            QTest::newRow(name) << test::rowOf(1, decided({std::move(decision)})) << QString::fromUtf8(words)
                                << static_cast<int>(icon) << static_cast<int>(tone) << static_cast<int>(fill);
        };
        core::FieldDecision echo = decisionOf("phone", Outcome::Echo);
        echo.write = core::Seq(4'718'773);
        addOutcome("echo", echo, "echo of 4,718,773", Icon::Echo, Tone::Muted);
        addOutcome("applied", decisionOf("phone", Outcome::Applied), "applied to HubSpot", Icon::ArrowRight,
                   Tone::Normal);
        core::FieldDecision back = decisionOf("phone", Outcome::Applied);
        back.version->id.side = Side::HubSpot;
        addOutcome("applied the other way", back, "applied to Salesforce", Icon::ArrowLeft, Tone::Normal);
        addOutcome("won", compared(Outcome::Won, Reason::Later), "won, 150 ms later", Icon::ArrowRight, Tone::Normal);
        addOutcome("won by tie-break", compared(Outcome::Won, Reason::PhotoFinish), "won, photo finish", Icon::Photo,
                   Tone::Normal);
        addOutcome("lost", compared(Outcome::Lost, Reason::Later), "lost, 150 ms earlier", Icon::Lost, Tone::Normal);
        addOutcome("lost by tie-break", compared(Outcome::Lost, Reason::CoarseClock), "lost, photo finish", Icon::Lost,
                   Tone::Normal);
        addOutcome("a conflict", compared(Outcome::Conflicted, Reason::PhotoFinish), "conflict, you decide",
                   Icon::Conflicts, Tone::Attention);
        addOutcome("reverted", decisionOf("phone", Outcome::Refused, Reason::Owner), "reverted to owner", Icon::Undo,
                   Tone::Normal);
        core::FieldDecision kept = decisionOf("phone", Outcome::Refused, Reason::Owner);
        kept.change.apart.salesforce = core::Apart{};
        addOutcome("refused and kept", kept, "refused, left apart", Icon::Fail, Tone::Failure);
        addOutcome("superseded", decisionOf("phone", Outcome::Superseded), "superseded", Icon::Superseded, Tone::Muted);
        addOutcome("same", decisionOf("phone", Outcome::NoChange), "same", Icon::Equals, Tone::Muted);
        addOutcome("converged", decisionOf("phone", Outcome::Converged), "converged", Icon::Equals, Tone::Normal);
        addOutcome("candidate", decisionOf("phone", Outcome::Candidate), "joined the conflict", Icon::Conflicts,
                   Tone::Attention);
        addOutcome("unmapped", decisionOf("phone", Outcome::Unmapped), "not mapped", Icon::Slash, Tone::Muted);
        addOutcome("not landed", decisionOf("phone", Outcome::NotLanded), "not written, due again", Icon::Hourglass,
                   Tone::Attention);
    }
    void outcomes() {
        QFETCH(EntryRow, row);
        QFETCH(int, icon);
        QFETCH(int, tone);
        QFETCH(int, fill);
        const auto cell = std::get<TextCell>(entryCell(row, kOutcomeColumn, lookOfTheMorning()));
        QTEST(cell.text, "words");
        QCOMPARE(static_cast<int>(cell.icon), icon);
        QCOMPARE(static_cast<int>(cell.tone), tone);
        QCOMPARE(static_cast<int>(entryFill(row)), fill);
    }

    void everyOutcomeHasWords() {
        for (const Outcome outcome : core::allOutcomes())
            QVERIFY2(!outcomeOf(decisionOf("phone", outcome)).text.isEmpty(), core::name(outcome).data());
    }

    void headOfARow() {
        const EntryRow row = test::rowOf(4'718'822, test::phoneChange());
        QCOMPARE(said(row, kSequenceColumn), QStringLiteral("4,718,822"));
        QCOMPARE(said(row, kTimeColumn), QStringLiteral("10:41:31.500"));
        QCOMPARE(said(row, kSideColumn), QStringLiteral("Salesforce"));
        QCOMPARE(said(row, kObjectColumn), QStringLiteral("Contact"));
        QCOMPARE(said(row, kRecordColumn), QStringLiteral("Noor Haddad"));
    }

    void gravestFieldSpeaks() {
        const EntryRow row =
            test::rowOf(1, decided({decisionOf("email", Outcome::Applied), decisionOf("title", Outcome::Conflicted),
                                    decisionOf("phone", Outcome::Echo)}));
        QCOMPARE(said(row, kFieldColumn), QStringLiteral("title +2"));
        QCOMPARE(said(row, kOutcomeColumn), QStringLiteral("conflict, you decide"));
    }

    void quietRowsAreMuted() {
        const EntryRow echo = test::rowOf(1, decided({decisionOf("phone", Outcome::Echo)}));
        const EntryRow applied = test::rowOf(1, decided({decisionOf("phone", Outcome::Applied)}));
        const auto toneOf = [](const EntryRow& row) {
            return std::get<TextCell>(entryCell(row, kRecordColumn, lookOfTheMorning())).tone;
        };
        QVERIFY(toneOf(echo) == Tone::Muted);
        QVERIFY(toneOf(applied) == Tone::Normal);
    }

    void ruleIsThatOfItsMoment_data() {
        QTest::addColumn<bool>("isKnown");
        QTest::addColumn<int>("outcome");
        QTest::addColumn<QString>("rule");
        const auto applied = static_cast<int>(Outcome::Applied);
        const auto won = static_cast<int>(Outcome::Won);
        QTest::newRow("known") << true << applied << "LWW 250 ms";
        QTest::newRow("known, and the decision tells less") << true << won << "LWW 250 ms";
        QTest::newRow("not known yet") << false << applied << "";
        QTest::newRow("not known yet, but the decision tells") << false << won << "LWW 500 ms";
        QTest::newRow("an echo asks no rule") << true << static_cast<int>(Outcome::Echo) << "";
    }
    void ruleIsThatOfItsMoment() {
        QFETCH(bool, isKnown);
        QFETCH(int, outcome);
        const auto kind = static_cast<Outcome>(outcome);
        const core::FieldDecision decision =
            kind == Outcome::Won ? compared(kind, Reason::PhotoFinish) : decisionOf("phone", kind);
        EntryRow row = test::rowOf(50, decided({decision}));
        core::FieldRule rule;
        rule.choice.tolerance = std::chrono::milliseconds(250);
        rule.choice.tieBreak = core::TieBreak::HubSpot;
        if (isKnown)
            row.rules["phone"] = rule;
        QTEST(ruleWords(row), "rule");
    }

    void unloadedRowsHaveTrueSequences() {
        const EntryLook look = lookOfTheMorning();
        QCOMPARE(plainText(unloadedCell(11, kSequenceColumn, core::Seq(12), look)), QStringLiteral("12"));
        QVERIFY(std::holds_alternative<BlockCell>(unloadedCell(11, kTimeColumn, core::Seq(12), look)));
        QVERIFY(std::holds_alternative<BlockCell>(unloadedCell(11, kChangeColumn, core::Seq(12), look)));
    }

    void textOfARow() {
        EntryRow row = test::rowOf(4'718'822, test::phoneChange());
        QCOMPARE(entryText(row, lookOfTheMorning()),
                 QStringLiteral("4,718,822\t10:41:31.500\tChange\tSalesforce\tContact\tNoor Haddad\tphone\t"
                                "+46 8 123 45 67\t\t"));
    }
};

QTEST_GUILESS_MAIN(TestEntryCells)
#include "test_entry_cells.moc"
