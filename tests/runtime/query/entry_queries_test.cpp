#include "engine/delivery/entry_json.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/rules_at.h"
#include "tests/runtime/query/workspace_journal.h"

#include <algorithm>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using core::Seq;
using runtime::answer;

namespace {

core::FieldsDecided decided(std::vector<core::FieldDecision> fields) {
    return {std::move(fields)};
}

core::FieldDecision echo(const std::string& field, Seq write, const core::Version& version, const core::Version& base) {
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Echo;
    decision.version = version;
    decision.base = base;
    decision.write = write;
    decision.change.present[version.id.side] = version;
    decision.change.closedThrough[version.id.side] = write;
    return decision;
}

/// Ada (entity 2) is made in Salesforce, linked, and changed: her title in HubSpot at 7, her phone in Salesforce at 9,
/// whose write (11) comes back at 13. Her e-mail waits since 15 for its decision.
base::Result<void> tellStory(WorkspaceJournal& told) {
    const core::Version phone = versionOf(2, kSf, "1");
    const core::Version title = versionOf(2, kSf, "Countess");
    told.add(0, core::PolicyChanged());  // 1
    told.add(2, change(kAdaInSf, {{"first_name", "Ada"}, {"last_name", "Lovelace"}, {"phone", "1"}}));
    const core::FieldDecision first = applied("first_name", versionOf(2, kSf, "Ada"));
    core::FieldDecision known = applied("phone", phone);
    known.change.present.hubspot = phone;
    core::FieldDecision called = applied("title", title);
    called.change.present.hubspot = title;
    told.add(2, decided({first, applied("last_name", versionOf(2, kSf, "Lovelace")), known, called}), Seq(2));  // 3
    told.add(2, core::RecordLinked{{kAdaInSf.id, kAdaInHs.id}, core::LinkOrigin::MatchKey, {}}, Seq(2));        // 4
    told.add(0, core::ConnectorStateChanged{kHs, core::ConnectorPhase::Connected, ""});                         // 5
    told.add(6, change({kHs, "company", "900"}, {{"name", "Acme"}}));                                           // 6
    told.add(2, change(kAdaInHs, {{"title", "Programmer"}}));                                                   // 7
    told.add(2, decided({applied("title", versionOf(7, kHs, "Programmer"), title)}), Seq(7));                   // 8
    told.add(2, change(kAdaInSf, {{"phone", "2"}}));                                                            // 9
    told.add(2, decided({applied("phone", versionOf(9, kSf, "2"), phone)}), Seq(9));                            // 10
    told.add(2, core::WriteSent{kHs, kAdaInHs.id, 1, {{"phone", versionOf(9, kSf, "2")}}}, Seq(10));            // 11
    told.add(2, core::WriteSucceeded{Seq(11), kHs, std::nullopt, at(12)}, Seq(11));                             // 12
    told.add(2, change(kAdaInHs, {{"phone", "2"}}));                                                            // 13
    core::Version back = versionOf(9, kHs, "2");
    told.add(2, decided({echo("phone", Seq(11), back, phone)}), Seq(13));                                     // 14
    told.add(2, change(kAdaInSf, {{"phone", "3"}}));                                                          // 15
    told.add(2, core::WriteSent{kSf, kAdaInSf.id, 1, {{"title", versionOf(7, kHs, "Programmer")}}}, Seq(8));  // 16
    return told.settle();
}

core::PolicyChanged tolerating(int milliseconds) {
    core::PolicyChanged changed;
    changed.rules.fields["contact"]["phone"].choice.tolerance = std::chrono::milliseconds(milliseconds);
    return changed;
}

/// A decision by each of two policies, whose tolerance is a hundred times their version.
base::Result<void> tellOfRules(WorkspaceJournal& told) {
    told.add(0, tolerating(100));                                              // 1
    told.add(2, change(kAdaInSf, {{"phone", "1"}}));                           // 2
    told.add(2, decided({applied("phone", versionOf(2, kSf, "1"))}), Seq(2));  // 3
    told.add(0, tolerating(400));                                              // 4
    told.add(2, change(kAdaInSf, {{"phone", "2"}}));                           // 5
    const core::Version before = versionOf(2, kSf, "1");
    told.add(2, decided({applied("phone", versionOf(5, kSf, "2"), before)}), Seq(5));    // 6
    told.add(0, core::ConnectorStateChanged{kHs, core::ConnectorPhase::Connected, ""});  // 7
    return told.append();
}

std::string textOf(const std::map<std::string, core::Value>& before) {
    std::string line;
    for (const auto& [field, value] : before)
        line += (line.empty() ? "" : " ") + field + "=" + value.text.value_or("(blank)");
    return line;
}

}  // namespace

class EntryQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void entries_comeUpwards_data();
    void entries_comeUpwards();
    void rows_areNamed_data();
    void rows_areNamed();
    void rows_haveNoRawPayload();
    void rows_areWrittenDownWholeWhereThatIsAsked();
    void rows_sayWhatWasBefore_data();
    void rows_sayWhatWasBefore();
    void decisionBehindThePage_isFound();
    void rows_areAlikeHoweverTheyAreAskedFor();
    void writeWithoutEcho_overWhatWasSeenBefore();
    void rules_areThoseOfTheMoment_data();
    void rules_areThoseOfTheMoment();
    void rules_areReadOnceForManyRows();
    void otherRules_sayWhatChanged();
    void entryOfOurs_hasItsWholeJson();
    void changeThatIsNotDecided_isLate();
    void entityThatIsNotProjected_isNamedByItsChange();
    void entry_isTold_data();
    void entry_isTold();
    void entry_hasRawPayloadAndIdentity();
    void entry_thatIsNotThere();
    void effectsOfOtherEntities_areFound();
    void effectsAboveTheWatermark_areFound();
    void moment_leadsToAnEntry_data();
    void moment_leadsToAnEntry();
    void moment_inAnEmptyJournal();

private:
    WorkspaceJournal m_told;
};

void EntryQueriesTest::initTestCase() {
    const auto told = tellStory(m_told);
    QVERIFY2(told, why(told));
}

void EntryQueriesTest::entries_comeUpwards_data() {
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("expected");
    QTest::newRow("from the first") << 1 << 3 << "1 2 3";
    QTest::newRow("from within") << 6 << 2 << "6 7";
    QTest::newRow("up to the head") << 15 << 200 << "15 16";
    QTest::newRow("above the head") << 17 << 200 << "";
    QTest::newRow("below the first") << -5 << 2 << "1 2";
    QTest::newRow("none") << 3 << 0 << "";
}

void EntryQueriesTest::entries_comeUpwards() {
    QFETCH(int, from);
    QFETCH(int, count);
    QFETCH(QString, expected);
    runtime::QueryContext context = m_told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(from), static_cast<std::size_t>(count)});
    QVERIFY2(rows, why(rows));
    QCOMPARE(QString::fromStdString(text(rows->rows)), expected);
    QCOMPARE(rows->head.value(), 16);
}

void EntryQueriesTest::rows_areNamed_data() {
    QTest::addColumn<int>("seq");
    QTest::addColumn<QString>("object");
    QTest::addColumn<QString>("title");
    QTest::newRow("of the workspace") << 5 << ""
                                      << "";
    QTest::newRow("a person, by both names") << 12 << "contact"
                                             << "Ada Lovelace";
    QTest::newRow("a record that has no version yet, by its id") << 6 << "company"
                                                                 << "900";
}

void EntryQueriesTest::rows_areNamed() {
    QFETCH(int, seq);
    QFETCH(QString, object);
    QFETCH(QString, title);
    runtime::QueryContext context = m_told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(seq), 1});
    QVERIFY2(rows, why(rows));
    QCOMPARE(QString::fromStdString(rows->rows.front().object), object);
    QCOMPARE(QString::fromStdString(rows->rows.front().title), title);
}

void EntryQueriesTest::rows_haveNoRawPayload() {
    runtime::QueryContext context = m_told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(2), 1});
    QVERIFY2(rows, why(rows));
    const auto& captured = std::get<core::ChangeCaptured>(rows->rows.front().entry.body);
    QVERIFY(captured.raw.empty());
    QCOMPARE(captured.change.fields.size(), std::size_t{3});
}

/// As the command line prints them, which reads the journal itself.
void EntryQueriesTest::rows_areWrittenDownWholeWhereThatIsAsked() {
    runtime::QueryContext context = m_told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(1), 200, true});
    QVERIFY2(rows, why(rows));
    QCOMPARE(rows->json.size(), std::size_t{16});
    for (std::size_t at = 0; at < rows->json.size(); ++at) {
        const auto entry = context.journal.readEntry(rows->rows[at].entry.seq);
        QVERIFY2(entry, why(entry));
        QCOMPARE(rows->json[at], delivery::entryJson(*entry));
    }
    // The change's payload, which its row is without.
    const auto detail = answer(context, runtime::EntryAt{Seq(2)});
    QVERIFY2(detail, why(detail));
    QVERIFY(!detail->raw.empty());
    QVERIFY(rows->json[1].find("\"raw\":" + delivery::quotedJson(detail->raw)) != std::string::npos);
    const auto plain = answer(context, runtime::EntriesFrom{Seq(1), 200});
    QVERIFY2(plain, why(plain));
    QVERIFY(plain->json.empty());
}

void EntryQueriesTest::rows_sayWhatWasBefore_data() {
    QTest::addColumn<int>("seq");
    QTest::addColumn<QString>("before");
    QTest::newRow("a new record held nothing") << 2 << "";
    QTest::newRow("a decision, by what the side held") << 8 << "title=Countess";
    QTest::newRow("a change, by its decision") << 9 << "phone=1";
    QTest::newRow("a write that has come back, by its echo") << 11 << "phone=1";
    QTest::newRow("the echo") << 13 << "phone=1";
    QTest::newRow("a change that waits, by the ledger") << 15 << "phone=2";
    QTest::newRow("a write that is out, by the ledger") << 16 << "title=Countess";
    QTest::newRow("an answer") << 12 << "";
}

void EntryQueriesTest::rows_sayWhatWasBefore() {
    QFETCH(int, seq);
    QFETCH(QString, before);
    runtime::QueryContext context = m_told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(1), 200});
    QVERIFY2(rows, why(rows));
    QCOMPARE(QString::fromStdString(textOf(rows->rows.at(static_cast<std::size_t>(seq) - 1).before)), before);
}

void EntryQueriesTest::decisionBehindThePage_isFound() {
    runtime::QueryContext context = m_told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(9), 1});
    QVERIFY2(rows, why(rows));
    QCOMPARE(QString::fromStdString(textOf(rows->rows.front().before)), QStringLiteral("phone=1"));
}

void EntryQueriesTest::rows_areAlikeHoweverTheyAreAskedFor() {
    runtime::QueryContext context = m_told.context();
    const auto all = answer(context, runtime::EntriesFrom{Seq(1), 200});
    QVERIFY2(all, why(all));
    for (const runtime::EntryRow& row : all->rows) {
        const Seq seq = row.entry.seq;
        const auto alone = answer(context, runtime::EntriesFrom{seq, 1});
        QVERIFY2(alone, why(alone));
        QVERIFY2(alone->rows.front() == row, std::to_string(seq.value()).c_str());
        const auto detail = answer(context, runtime::EntryAt{seq});
        QVERIFY2(detail, why(detail));
        QVERIFY2(detail->row == row, std::to_string(seq.value()).c_str());
    }
}

void EntryQueriesTest::writeWithoutEcho_overWhatWasSeenBefore() {
    WorkspaceJournal told;
    told.add(2, change(kAdaInHs, {{"phone", "1"}}));                                                 // 1
    told.add(2, decided({applied("phone", versionOf(1, kHs, "1"))}), Seq(1));                        // 2
    told.add(2, change(kAdaInSf, {{"phone", "2"}}));                                                 // 3
    told.add(2, decided({applied("phone", versionOf(3, kSf, "2"))}), Seq(3));                        // 4
    told.add(2, core::WriteSent{kHs, kAdaInHs.id, 1, {{"phone", versionOf(3, kSf, "2")}}}, Seq(4));  // 5
    core::WriteFailed refused;
    refused.write = Seq(5);
    refused.side = kHs;
    refused.failure = core::FailureClass::Permanent;
    told.add(2, refused, Seq(5));                     // 6
    told.add(2, change(kAdaInHs, {{"phone", "9"}}));  // 7
    told.add(2, decided({applied("phone", versionOf(7, kHs, "9"), versionOf(1, kHs, "1"))}), Seq(7));
    QVERIFY(told.settle());
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    for (const int from : {1, 5}) {
        const auto rows = answer(context, runtime::EntriesFrom{Seq(from), 6 - static_cast<std::size_t>(from)});
        QVERIFY2(rows, why(rows));
        QCOMPARE(QString::fromStdString(textOf(rows->rows.back().before)), QStringLiteral("phone=1"));
        QVERIFY(!rows->rows.back().isLate);
    }
}

void EntryQueriesTest::rules_areThoseOfTheMoment_data() {
    QTest::addColumn<int>("projected");
    QTest::addColumn<int>("seq");
    QTest::addColumn<int>("version");
    for (const int projected : {3, 4, 5, 7}) {
        QTest::addRow("before the change, %d projected", projected) << projected << 3 << 1;
        QTest::addRow("since the change, %d projected", projected) << projected << 6 << 4;
    }
}

void EntryQueriesTest::rules_areThoseOfTheMoment() {
    QFETCH(int, projected);
    QFETCH(int, seq);
    QFETCH(int, version);
    WorkspaceJournal told;
    QVERIFY(tellOfRules(told));
    QVERIFY(told.project(static_cast<std::size_t>(projected)));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(seq), 1});
    QVERIFY2(rows, why(rows));
    const runtime::EntryRow& row = rows->rows.front();
    QCOMPARE(row.ruleVersion.value(), version);
    QCOMPARE(row.rules.at("phone").choice.tolerance.count(), version * 100);
}

void EntryQueriesTest::rules_areReadOnceForManyRows() {
    WorkspaceJournal told;
    QVERIFY(tellOfRules(told));
    QVERIFY(told.project(5));
    QVERIFY(told.open());
    runtime::RuleBook book;
    runtime::QueryContext context = told.context();
    context.ruleBook = &book;
    for (const int from : {6, 1, 3, 6}) {
        const auto rows = answer(context, runtime::EntriesFrom{Seq(from), 200});
        QVERIFY2(rows, why(rows));
        for (const runtime::EntryRow& row : rows->rows) {
            const bool isDecision = row.entry.kind() == core::EntryKind::FieldsDecided;
            QCOMPARE(row.ruleVersion.value(), isDecision ? (row.entry.seq < Seq(4) ? 1 : 4) : 0);
        }
    }
}

/// 1 sets the first rules, 4 others; whichever of them is asked for, and from wherever.
void EntryQueriesTest::otherRules_sayWhatChanged() {
    WorkspaceJournal told;
    QVERIFY(tellOfRules(told));
    QVERIFY(told.project(7));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    for (const int from : {1, 4}) {
        const auto rows = answer(context, runtime::EntriesFrom{Seq(from), 200});
        QVERIFY2(rows, why(rows));
        const auto others = std::find_if(rows->rows.begin(), rows->rows.end(),
                                         [](const runtime::EntryRow& row) { return row.entry.seq == Seq(4); });
        QVERIFY(others->changedRules.has_value());
        QCOMPARE(others->changedRules->size(), std::size_t{1});
        QVERIFY(
            (others->changedRules->front() == runtime::RuleChange{"contact", "phone", "tolerance 100 ms → 400 ms"}));
        QVERIFY(!others->isLate);
        QVERIFY(from != 1 || !rows->rows.front().changedRules);
    }
}

void EntryQueriesTest::entryOfOurs_hasItsWholeJson() {
    WorkspaceJournal told;
    QVERIFY(tellOfRules(told));
    QVERIFY(told.project(7));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    const auto detail = answer(context, runtime::EntryAt{Seq(4)});
    QVERIFY2(detail, why(detail));
    QCOMPARE(detail->json, delivery::entryJson(detail->row.entry));
    QVERIFY(detail->json.find("\"toleranceMs\":400") != std::string::npos);
}

void EntryQueriesTest::changeThatIsNotDecided_isLate() {
    WorkspaceJournal told;
    told.add(2, change(kAdaInSf, {{"phone", "1"}}));                           // 1
    told.add(2, decided({applied("phone", versionOf(1, kSf, "1"))}), Seq(1));  // 2
    told.add(2, change(kAdaInSf, {{"phone", "2"}}));                           // 3
    QVERIFY(told.append());
    QVERIFY(told.project(2));
    QVERIFY(told.open());
    runtime::QueryContext early = told.context();
    const auto before = answer(early, runtime::EntriesFrom{Seq(3), 1});
    QVERIFY2(before, why(before));
    QVERIFY(before->rows.front().isLate);
    QVERIFY(told.project(1));
    QVERIFY(told.open());
    runtime::QueryContext later = told.context();
    const auto after = answer(later, runtime::EntriesFrom{Seq(3), 1});
    QVERIFY2(after, why(after));
    QVERIFY(!after->rows.front().isLate);
    QCOMPARE(QString::fromStdString(textOf(after->rows.front().before)), QStringLiteral("phone=1"));
}

void EntryQueriesTest::entityThatIsNotProjected_isNamedByItsChange() {
    WorkspaceJournal told;
    told.add(0, core::PolicyChanged());
    told.add(2, change(kAdaInSf, {{"email", "ada@acme.com"}}));
    told.add(2, decided({applied("email", versionOf(2, kSf, "ada@acme.com"))}), Seq(2));
    QVERIFY(told.append());
    QVERIFY(told.project(1));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    const auto rows = answer(context, runtime::EntriesFrom{Seq(2), 2});
    QVERIFY2(rows, why(rows));
    QCOMPARE(rows->rows.size(), std::size_t{2});
    for (const runtime::EntryRow& row : rows->rows) {
        QCOMPARE(QString::fromStdString(row.object), QStringLiteral("contact"));
        QCOMPARE(QString::fromStdString(row.title), QStringLiteral("ada@acme.com"));
    }
}

void EntryQueriesTest::entry_isTold_data() {
    QTest::addColumn<int>("seq");
    QTest::addColumn<QString>("causes");
    QTest::addColumn<QString>("effects");
    QTest::newRow("a change, its decision, the write and the answer") << 9 << ""
                                                                      << "10 11 12";
    QTest::newRow("a decision in the middle") << 10 << "9"
                                              << "11 12";
    QTest::newRow("the last of a chain") << 12 << "11 10 9"
                                         << "";
    QTest::newRow("a change that waits") << 15 << ""
                                         << "";
    QTest::newRow("without cause and effect") << 5 << ""
                                              << "";
}

void EntryQueriesTest::entry_isTold() {
    QFETCH(int, seq);
    QFETCH(QString, causes);
    QFETCH(QString, effects);
    runtime::QueryContext context = m_told.context();
    const auto detail = answer(context, runtime::EntryAt{Seq(seq)});
    QVERIFY2(detail, why(detail));
    QCOMPARE(detail->row.entry.seq.value(), seq);
    QCOMPARE(QString::fromStdString(text(detail->causes)), causes);
    QCOMPARE(QString::fromStdString(text(detail->effects)), effects);
}

void EntryQueriesTest::entry_hasRawPayloadAndIdentity() {
    WorkspaceJournal told;
    journal::NewEntry made;
    made.entry.body = change(kAdaInSf, {{"phone", "1"}});
    made.entry.entity = core::EntityId(1);
    made.identity = core::Identity{7};
    told.add(std::move(made));
    told.add(0, core::PolicyChanged());
    QVERIFY(told.settle());
    runtime::QueryContext context = told.context();
    const auto detail = answer(context, runtime::EntryAt{Seq(1)});
    QVERIFY2(detail, why(detail));
    QCOMPARE(QString::fromStdString(detail->raw), QStringLiteral("{\"event\":1}"));
    QVERIFY(detail->identity == core::Identity{7});
    QVERIFY(std::get<core::ChangeCaptured>(detail->row.entry.body).raw.empty());
    const auto other = answer(context, runtime::EntryAt{Seq(2)});
    QVERIFY2(other, why(other));
    QVERIFY(other->raw.empty());
    QVERIFY(!other->identity);
}

void EntryQueriesTest::entry_thatIsNotThere() {
    runtime::QueryContext context = m_told.context();
    for (const int seq : {0, 17}) {
        const auto detail = answer(context, runtime::EntryAt{Seq(seq)});
        QVERIFY(!detail);
        QVERIFY(detail.error().code == ErrorCode::NotFound);
    }
}

void EntryQueriesTest::effectsOfOtherEntities_areFound() {
    WorkspaceJournal told;
    told.add(1, change(kAdaInSf, {{"phone", "1"}}));
    told.add(2, change(kAdaInHs, {{"phone", "1"}}));
    told.add(1, core::RecordLinked{{kAdaInSf.id, kAdaInHs.id}, core::LinkOrigin::MatchKey, core::EntityId(2)}, Seq(2));
    told.add(1, core::BaselineRead(), Seq(3));
    told.add(0, core::GapDetected{kHs, "lost", {}, false});
    told.add(0, core::GapDetected{kHs, "lost", {kAdaInHs}, true}, Seq(5));
    told.add(1, core::BaselineRead(), Seq(6));
    QVERIFY(told.settle());
    runtime::QueryContext context = told.context();
    const auto linked = answer(context, runtime::EntryAt{Seq(2)});
    QVERIFY2(linked, why(linked));
    QCOMPARE(QString::fromStdString(text(linked->effects)), QStringLiteral("3 4"));
    const auto gap = answer(context, runtime::EntryAt{Seq(5)});
    QVERIFY2(gap, why(gap));
    QCOMPARE(QString::fromStdString(text(gap->effects)), QStringLiteral("6 7"));
}

void EntryQueriesTest::effectsAboveTheWatermark_areFound() {
    for (const std::size_t projected : {1U, 2U, 3U}) {
        WorkspaceJournal told;
        told.add(1, change(kAdaInSf, {{"phone", "1"}}));
        told.add(1, decided({applied("phone", versionOf(1, kSf, "1"))}), Seq(1));
        told.add(1, core::WriteSent{kHs, std::nullopt, 1, {{"phone", versionOf(1, kSf, "1")}}}, Seq(2));
        QVERIFY(told.append());
        QVERIFY(told.project(projected));
        QVERIFY(told.open());
        runtime::QueryContext context = told.context();
        const auto detail = answer(context, runtime::EntryAt{Seq(1)});
        QVERIFY2(detail, why(detail));
        QCOMPARE(QString::fromStdString(text(detail->effects)), QStringLiteral("2 3"));
    }
}

void EntryQueriesTest::moment_leadsToAnEntry_data() {
    QTest::addColumn<int>("seconds");
    QTest::addColumn<int>("expected");
    QTest::newRow("before the first") << -100 << 1;
    QTest::newRow("at the first") << 1 << 1;
    QTest::newRow("at one of them") << 9 << 9;
    QTest::newRow("at the last") << 16 << 16;
    QTest::newRow("behind the last") << 17 << 17;
}

void EntryQueriesTest::moment_leadsToAnEntry() {
    QFETCH(int, seconds);
    QFETCH(int, expected);
    runtime::QueryContext context = m_told.context();
    const auto found = answer(context, runtime::SeqAtTime{at(seconds)});
    QVERIFY2(found, why(found));
    QCOMPARE(found->value(), expected);
    const auto between = answer(context, runtime::SeqAtTime{at(seconds) - std::chrono::milliseconds(1)});
    QVERIFY2(between, why(between));
    QCOMPARE(between->value(), expected);
}

void EntryQueriesTest::moment_inAnEmptyJournal() {
    WorkspaceJournal told;
    QVERIFY(told.settle());
    runtime::QueryContext context = told.context();
    const auto found = answer(context, runtime::SeqAtTime{at(0)});
    QVERIFY2(found, why(found));
    QCOMPARE(found->value(), 1);
}

QTEST_APPLESS_MAIN(EntryQueriesTest)
#include "entry_queries_test.moc"
