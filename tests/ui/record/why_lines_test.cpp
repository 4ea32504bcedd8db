#include "ui/record/why_lines.h"

#include "tests/ui/support/entries.h"

#include <QTest>
#include <utility>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

namespace {

core::Version wrote(std::int64_t seq, Side side, const std::string& text) {
    return test::version(seq, side, text, seq);
}

FieldEvent entryOf(std::int64_t seq, core::EntryBody body) {
    return {test::rowOf(seq, std::move(body)), {}, {}};
}

FieldEvent decided(std::int64_t seq, const core::FieldDecision& decision) {
    return {test::rowOf(seq, test::decided({decision})), decision, "it is so"};
}

FieldEvent written(std::int64_t seq, Side side, const core::Version& version) {
    return entryOf(seq, core::WriteSent{side, "51", 1, {{"title", version}}});
}

FieldEvent taken(std::int64_t seq, Side side, std::int64_t write) {
    return entryOf(seq, core::WriteSucceeded{core::Seq(write), side, {}, test::morning(400)});
}

FieldEvent failed(std::int64_t seq, core::FailureClass failure, std::vector<std::string> fields = {}) {
    return entryOf(
        seq, core::WriteFailed{core::Seq(200), Side::HubSpot, failure, "CODE", "Words of the API", std::move(fields)});
}

/// A late echo: no write is recognised by its number.
core::FieldDecision echoOf(const core::Version& version) {
    core::FieldDecision decision;
    decision.field = "title";
    decision.outcome = core::Outcome::Echo;
    decision.version = version;
    decision.version->id.side = Side::HubSpot;
    return decision;
}

/// Salesforce's A against HubSpot's B.
core::FieldDecision conflicted() {
    core::FieldDecision decision;
    decision.field = "title";
    decision.outcome = core::Outcome::Conflicted;
    decision.reason = core::Reason::RuleReview;
    decision.version = wrote(102, Side::HubSpot, "B");
    decision.base = wrote(90, Side::Salesforce, "old");
    decision.standing = wrote(101, Side::Salesforce, "A");
    return decision;
}

core::Cell bothHold(const core::Version& version) {
    core::Cell cell;
    cell.standing = version;
    cell.present = {version, version};
    return cell;
}

/// The two that were compared are to be decided about.
core::Cell inConflict(const core::FieldDecision& decision, const core::Version& salesforce,
                      const core::Version& hubspot) {
    core::Cell cell;
    cell.standing = salesforce;
    cell.present = {salesforce, hubspot};
    cell.conflict = core::Conflict{};
    cell.conflict->candidates = {{*decision.standing, Side::Salesforce, false},
                                 {*decision.version, Side::HubSpot, false}};
    return cell;
}

core::ConflictResolved tookHubSpots(const core::FieldDecision& decision) {
    core::ConflictResolved body;
    body.field = "title";
    body.standing = *decision.version;
    body.candidates = {{*decision.standing, Side::Salesforce, false}, {*decision.version, Side::HubSpot, false}};
    body.who = "ada";
    return body;
}

core::ConflictOpened undone(const core::FieldDecision& decision) {
    return {"title", core::ConflictType::ConcurrentUpdate, tookHubSpots(decision).candidates, "ada"};
}

TimeFormat times() {
    TimeFormat format;
    format.style = TimeStyle::Utc;
    format.now = test::morning(1000);
    return format;
}

Why why(const core::Cell& cell, const std::vector<FieldEvent>& story) {
    return whyThisValue(cell, {"title", {"Title", "jobtitle"}, "text", {}}, story, times());
}

/// What is said of the last write to HubSpot.
QString writeWords(const std::vector<FieldEvent>& story) {
    for (const WhyLine& line : why(bothHold(wrote(101, Side::Salesforce, "A")), story).lines) {
        if (line.text.startsWith(QStringLiteral("Written to HubSpot")))
            return line.text;
    }
    return {};
}

/// The entry of each line; 0: it has none.
std::vector<core::Seq> entriesOf(const Why& why) {
    std::vector<core::Seq> entries;
    for (const WhyLine& line : why.lines)
        entries.push_back(line.entry.value_or(core::Seq()));
    return entries;
}

QStringList notAcross(const core::Cell& cell, const std::vector<FieldEvent>& story) {
    QStringList lines;
    for (const WhyLine& line : whyNot(cell, story, times()))
        lines << line.text.section(QStringLiteral(" of "), 0, 0);
    return lines;
}

}  // namespace

/// The sentences of a field's story.
class WhyLinesTest : public QObject {
    Q_OBJECT
private slots:
    /// The lines that lead to a decision on what Salesforce held or wrote.
    void change_saysWhoWroteIt_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("writer");
        QTest::addColumn<bool>("isRead");
        QTest::addColumn<QString>("expected");
        QTest::newRow("an id that is read as a name by nobody")
            << QStringLiteral("A") << QStringLiteral("0055g00000A1b2cAAB") << false
            << QStringLiteral(
                   "Salesforce user 0055g00000A1b2cAAB, whose name Syncline does not read, wrote `A` at "
                   "`10:41:31.102`, to the millisecond.");
        QTest::newRow("what was found there")
            << QStringLiteral("A") << QString() << true
            << QStringLiteral("Salesforce held `A` when it was read, written before `10:41:31.102`.");
        QTest::newRow("what was found empty")
            << QString() << QString() << true
            << QStringLiteral(
                   "Salesforce was empty when it was read, since `10:41:31.102` or before. Nobody is known "
                   "to have written it.");
    }
    void change_saysWhoWroteIt() {
        QFETCH(QString, value);
        QFETCH(QString, writer);
        QFETCH(bool, isRead);
        QFETCH(QString, expected);
        core::FieldDecision decision;
        decision.field = "title";
        decision.outcome = core::Outcome::Applied;
        decision.version = wrote(102, Side::Salesforce, "A");
        if (value.isEmpty())
            decision.version->value = {};
        decision.version->writer.id = writer.toStdString();
        if (isRead) {
            decision.version->writer = {};
            decision.version->time.from = core::kBeginningOfTime;
        }
        QCOMPARE(why(bothHold(*decision.version), {decided(110, decision)}).lines.front().text, expected);
    }

    /// HubSpot's change was refused, and a person is asked: both sides held what stood before it.
    void whyNot_ofARefusedChangeLeavesOutWhatWasAgreed() {
        const core::Version agreed = wrote(90, Side::Salesforce, "agreed");
        core::FieldDecision decision = conflicted();
        decision.reason = core::Reason::Owner;
        decision.base = agreed;
        decision.standing = agreed;
        core::Cell cell;
        cell.standing = agreed;
        cell.present = {agreed, decision.version};
        QCOMPARE(notAcross(cell, {decided(110, decision)}), QStringList(QStringLiteral("`B`")));
    }

    /// A was taken and written to HubSpot; Salesforce's C crossed after that.
    void whyNot_leavesOutWhatCrossedAndWasReplaced() {
        const core::Cell cell = bothHold(wrote(300, Side::Salesforce, "C"));
        std::vector<FieldEvent> story{decided(110, conflicted()),
                                      written(200, Side::HubSpot, wrote(150, Side::Salesforce, "A")),
                                      taken(210, Side::HubSpot, 200)};
        QCOMPARE(notAcross(cell, story), QStringList(QStringLiteral("`B`")));
        // A write that failed has brought nothing, unless it was found there.
        story.back() = failed(210, core::FailureClass::Unknown);
        QCOMPARE(notAcross(cell, story), QStringList({QStringLiteral("`B`"), QStringLiteral("`A`")}));
        core::FieldDecision landed = echoOf(wrote(150, Side::Salesforce, "A"));
        landed.outcome = core::Outcome::Landed;
        landed.write = core::Seq(200);
        story.push_back(decided(220, landed));
        QCOMPARE(notAcross(cell, story), QStringList(QStringLiteral("`B`")));
    }

    /// What was written there before the change was made is not that change.
    void whyNot_keepsWhatOnlyAnOlderWriteBrought() {
        const core::Cell cell = bothHold(wrote(300, Side::Salesforce, "C"));
        QCOMPARE(
            notAcross(cell, {written(50, Side::HubSpot, wrote(40, Side::Salesforce, "A")), decided(110, conflicted())}),
            QStringList({QStringLiteral("`B`"), QStringLiteral("`A`")}));
    }

    /// A was written to HubSpot, B replaced it there and was taken, and that was undone: both hold B.
    void whyNot_ofAnOpenConflictKeepsWhatIsHeldNoMore() {
        const core::FieldDecision decision = conflicted();
        const core::Version& kept = *decision.version;
        const std::vector<FieldEvent> story{written(105, Side::HubSpot, *decision.standing),
                                            taken(106, Side::HubSpot, 105),
                                            decided(110, decision),
                                            entryOf(120, tookHubSpots(decision)),
                                            written(121, Side::Salesforce, kept),
                                            taken(122, Side::Salesforce, 121),
                                            entryOf(130, undone(decision))};
        QCOMPARE(notAcross(inConflict(decision, kept, kept), story), QStringList(QStringLiteral("`A`")));
        // Each side has got its own value back.
        QCOMPARE(notAcross(inConflict(decision, *decision.standing, kept), story),
                 QStringList({QStringLiteral("`B`"), QStringLiteral("`A`")}));
        // Once it is decided, both have crossed.
        QCOMPARE(notAcross(bothHold(kept), story), QStringList());
    }

    /// What both held is to be chosen again, and neither holds it any more.
    void whyNot_ofAnOpenConflictKeepsWhatWasAgreedAndIsGone() {
        const core::Version agreed = wrote(90, Side::Salesforce, "agreed");
        core::FieldDecision decision = conflicted();
        decision.base = agreed;
        decision.standing = agreed;
        const core::Version& kept = *decision.version;
        QCOMPARE(notAcross(inConflict(decision, agreed, kept), {decided(110, decision)}),
                 QStringList(QStringLiteral("`B`")));
        QCOMPARE(notAcross(inConflict(decision, kept, kept),
                           {decided(110, decision), entryOf(120, tookHubSpots(decision)),
                            written(121, Side::Salesforce, kept), entryOf(130, undone(decision))}),
                 QStringList(QStringLiteral("`agreed`")));
    }

    void lines_ofAnOpenConflictAreInOrder() {
        core::FieldDecision decision = conflicted();
        decision.version = wrote(108, Side::HubSpot, "B");
        const core::Version& standing = *decision.standing;
        const std::vector<FieldEvent> story{written(103, Side::HubSpot, standing), taken(104, Side::HubSpot, 103),
                                            decided(110, decision)};
        // A, its write, B, that they are concurrent, the decision, the rule.
        QCOMPARE(entriesOf(why(inConflict(decision, standing, standing), story)),
                 std::vector<core::Seq>(
                     {core::Seq(101), core::Seq(103), core::Seq(108), core::Seq(), core::Seq(110), core::Seq()}));
    }

    void headline_ofAConflictThatResolvedItself() {
        core::ConflictResolved body;
        body.field = "title";
        body.standing = wrote(130, Side::Salesforce, "B");
        body.candidates = {{wrote(102, Side::HubSpot, "B"), Side::HubSpot, false}};
        body.byItself = true;
        const core::Cell cell = bothHold(body.standing);
        QCOMPARE(why(cell, {decided(110, conflicted()), entryOf(131, body)}).headline,
                 QStringLiteral("Salesforce’s `B` stands: all values became the same."));
        body.byItself = false;
        body.who = "ada";
        QCOMPARE(why(cell, {decided(110, conflicted()), entryOf(131, body)}).headline,
                 QStringLiteral("Salesforce’s `B` stands: a person decided."));
    }

    void write_isNotConfirmedByTheEchoOfAnOlderOne() {
        const core::Version older = wrote(90, Side::Salesforce, "old");
        const core::Version newest = wrote(101, Side::Salesforce, "A");
        std::vector<FieldEvent> story{written(190, Side::HubSpot, older), written(200, Side::HubSpot, newest),
                                      taken(210, Side::HubSpot, 200), decided(220, echoOf(older))};
        QVERIFY(writeWords(story).contains(QStringLiteral("answered in")));
        QVERIFY2(!writeWords(story).contains(QStringLiteral("confirmed")), qPrintable(writeWords(story)));
        story.push_back(decided(230, echoOf(newest)));
        QVERIFY2(writeWords(story).contains(QStringLiteral("confirmed by its echo")), qPrintable(writeWords(story)));
    }

    void write_thatFailedIsCalledRefusedOnlyWhereItWas_data() {
        using core::FailureClass;
        QTest::addColumn<FailureClass>("failure");
        QTest::addColumn<QString>("named");
        QTest::addColumn<QString>("words");
        const QString api = QStringLiteral(": “Words of the API” `CODE`.");
        QTest::newRow("not sent") << FailureClass::NotSent << QString()
                                  << QStringLiteral(", without effect") + api
                                         + QStringLiteral(" It is sent again later.");
        QTest::newRow("unknown") << FailureClass::Unknown << QString()
                                 << QStringLiteral(", the answer was lost") + api
                                        + QStringLiteral(" The record is read before anything is sent again.");
        QTest::newRow("refused") << FailureClass::Permanent << QString() << QStringLiteral(", refused") + api;
        QTest::newRow("refused by name") << FailureClass::Permanent << QStringLiteral("title")
                                         << QStringLiteral(", refused") + api;
        QTest::newRow("another refused") << FailureClass::Permanent << QStringLiteral("phone")
                                         << QStringLiteral(", not taken, since another field was refused") + api;
    }
    void write_thatFailedIsCalledRefusedOnlyWhereItWas() {
        QFETCH(const core::FailureClass, failure);
        QFETCH(const QString, named);
        QFETCH(const QString, words);
        std::vector<std::string> fields;
        if (!named.isEmpty())
            fields.push_back(named.toStdString());
        QCOMPARE(
            writeWords({written(200, Side::HubSpot, wrote(101, Side::Salesforce, "A")), failed(210, failure, fields)}),
            QStringLiteral("Written to HubSpot at `10:41:31.500`") + words);
    }

    void write_whoseAnswerWasLostCameBack() {
        const core::Version version = wrote(101, Side::Salesforce, "A");
        QCOMPARE(writeWords({written(200, Side::HubSpot, version), failed(210, core::FailureClass::Unknown),
                             decided(220, echoOf(version))}),
                 QStringLiteral("Written to HubSpot at `10:41:31.500`, the answer was lost, but its echo came at "
                                "`10:41:31.500`."));
    }
};

QTEST_MAIN(WhyLinesTest)
#include "why_lines_test.moc"
