#include "engine/base/try.h"
#include "engine/journal/fold_state.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/brought_book.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using core::EntityId;
using core::Seq;
using runtime::answer;

namespace {

/// Of a history that is drawn.
constexpr int kEntries = 300;

core::PolicyChanged policy(core::TieBreak tieBreak) {
    core::PolicyChanged changed;
    changed.rules.fields["contact"]["phone"].choice = {core::ChoiceKind::LastWriterWins, std::chrono::milliseconds(500),
                                                       tieBreak};
    return changed;
}

core::FieldsDecided decidedAs(const std::string& field, const core::Version& version, core::Outcome outcome) {
    core::FieldDecision decision = applied(field, version);
    decision.outcome = outcome;
    return {{decision}};
}

/// The rules change at 1 and 6. Ada is entity 2, linked, her phone in conflict; Acme is entity 10; Adam is entity 12.
base::Result<void> tellStory(WorkspaceJournal& told) {
    told.add(0, policy(core::TieBreak::Salesforce));  // 1
    told.add(2, change(kAdaInSf, {{"first_name", "Ada"}, {"email", "Ada@Acme.com"}, {"phone", "1"}}));
    core::FieldsDecided first{
        {applied("first_name", versionOf(2, kSf, "Ada")), applied("last_name", versionOf(2, kSf, "Lovelace")),
         applied("email", versionOf(2, kSf, "Ada@Acme.com")), applied("phone", versionOf(2, kSf, "1"))}};
    told.add(2, first, Seq(2));                                                                           // 3
    told.add(2, core::RecordLinked{{kAdaInSf.id, kAdaInHs.id}, core::LinkOrigin::MatchKey, {}}, Seq(2));  // 4
    told.add(2, core::WriteSent{kHs, kAdaInHs.id, 1, {{"phone", versionOf(2, kSf, "1")}}}, Seq(3));       // 5
    told.add(0, policy(core::TieBreak::HubSpot));                                                         // 6
    told.add(2, core::WriteSucceeded{Seq(5), kHs, std::nullopt, at(7)}, Seq(5));                          // 7
    told.add(2, change(kAdaInHs, {{"phone", "2"}}));                                                      // 8
    told.add(2, decidedAs("phone", versionOf(8, kHs, "2"), core::Outcome::Conflicted), Seq(8));           // 9
    told.add(10, change({kHs, "company", "900"}, {{"name", "Adatum"}}));                                  // 10
    told.add(10,
             core::FieldsDecided{{applied("name", versionOf(10, kHs, "Adatum")),
                                  applied("website", versionOf(10, kHs, "adatum.example"))}},
             Seq(10));                                                                                          // 11
    told.add(12, change({kSf, "contact", "003B"}, {{"email", "adam@nw.example"}}));                             // 12
    told.add(12, core::FieldsDecided{{applied("email", versionOf(12, kSf, "adam@nw.example"))}}, Seq(12));      // 13
    told.add(2, core::ConflictOpened{"phone", core::ConflictType::ConcurrentUpdate, {}}, Seq(9));               // 14
    told.add(2, core::WriteSent{kHs, kAdaInHs.id, 1, {{"email", versionOf(2, kSf, "Ada@Acme.com")}}}, Seq(3));  // 15
    told.add(2, core::WriteFailed{Seq(15), kHs, core::FailureClass::NotSent, "429", "later", {}}, Seq(15));     // 16
    return told.settle();
}

/// The first comparison of a record without a partner.
core::FieldDecision comparedWithNothing(const std::string& field, const std::string& text) {
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Baseline;
    core::Version read = versionOf(2, kSf, text);
    read.value = {valueOf(text), valueOf(text)};
    decision.version = read;
    decision.change.standing = read;
    decision.change.present = {read, read};
    decision.change.present.salesforce->byRead = true;
    if (!text.empty()) {
        decision.change.present.hubspot = core::Version{};
        decision.change.present.hubspot->id = {Seq(2), kHs};
    }
    return decision;
}

core::FieldsDecided echoed(const std::string& field, const core::Version& version, Seq write) {
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Echo;
    decision.version = version;
    decision.write = write;
    decision.change.present.hubspot = version;
    decision.change.closedThrough.hubspot = write;
    return {{decision}};
}

/// Ada is read in Salesforce and made in HubSpot. Her e-mail is written three times behind that: the first lands, the
/// second fails, the last is out.
base::Result<void> tellOfACreate(WorkspaceJournal& told) {
    const core::Version email = versionOf(2, kSf, "ada@acme.example");
    const core::Version phone = versionOf(2, kSf, "1");
    const auto writeOfEmail = [&] { return core::WriteSent{kHs, kAdaInHs.id, 1, {{"email", email}}}; };
    told.add(0, policy(core::TieBreak::Salesforce));  // 1
    told.add(2, change(kAdaInSf, {{"phone", "1"}}));  // 2
    told.add(2,
             core::FieldsDecided{{comparedWithNothing("phone", "1"), comparedWithNothing("title", ""),
                                  comparedWithNothing("last_name", "Lovelace"),
                                  comparedWithNothing("email", "ada@acme.example")}},
             Seq(2));                                                                                        // 3
    told.add(2, core::WriteSent{kHs, std::nullopt, 1, {{"phone", phone}}}, Seq(3));                          // 4
    told.add(2, core::WriteSucceeded{Seq(4), kHs, kAdaInHs.id, at(5)}, Seq(4));                              // 5
    told.add(2, change(kAdaInHs, {{"last_name", "King"}}));                                                  // 6
    told.add(2, core::FieldsDecided{{applied("last_name", versionOf(6, kHs, "King"))}}, Seq(6));             // 7
    told.add(2, writeOfEmail(), Seq(3));                                                                     // 8
    told.add(2, core::WriteSucceeded{Seq(8), kHs, std::nullopt, at(9)}, Seq(8));                             // 9
    told.add(2, change(kAdaInHs, {{"email", "ada@acme.example"}}));                                          // 10
    told.add(2, echoed("email", email, Seq(8)), Seq(10));                                                    // 11
    told.add(2, writeOfEmail(), Seq(3));                                                                     // 12
    told.add(2, core::WriteFailed{Seq(12), kHs, core::FailureClass::NotSent, "429", "later", {}}, Seq(12));  // 13
    told.add(2, writeOfEmail(), Seq(3));                                                                     // 14
    return told.settle();
}

}  // namespace

class RecordQueriesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void record_isFound_data();
    void record_isFound();
    void hit_saysWhatItIs();
    void record_isAsItWas_data();
    void record_isAsItWas();
    void record_hasTheRulesOfThatMoment_data();
    void record_hasTheRulesOfThatMoment();
    void record_saysWhatBroughtItsValues_data();
    void record_saysWhatBroughtItsValues();
    void record_saysWhatBroughtItsValues_fromFarBack_data();
    void record_saysWhatBroughtItsValues_fromFarBack();
    void record_isNotSearchedAgainForNothing();
    void record_thatIsNotThere_data();
    void record_thatIsNotThere();
    void story_isOfOneField_data();
    void story_isOfOneField();
    void story_explainsByTheRulesOfTheTime();
    void history_comesInPages_data();
    void history_comesInPages();
    void history_hasWhatIsNotProjectedYet();
    void totals_areCounted();

private:
    void expectAsFolded(runtime::QueryContext& context, const journal::FoldState& folded,
                        const runtime::RecordAt& query);

    WorkspaceJournal m_told;
};

void RecordQueriesTest::initTestCase() {
    const auto told = tellStory(m_told);
    QVERIFY2(told, why(told));
}

void RecordQueriesTest::record_isFound_data() {
    QTest::addColumn<QString>("sought");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("expected");
    QTest::newRow("beginning of a name, in order of what was found") << "ada" << 20 << "2 12 10";
    QTest::newRow("no more than asked for") << "ADA" << 2 << "2 12";
    QTest::newRow("whole name") << "Ada Lovelace" << 20 << "2";
    QTest::newRow("last name") << "love" << 20 << "2";
    QTest::newRow("e-mail without case") << "ada@ACME.COM" << 20 << "2";
    QTest::newRow("id in HubSpot") << "501" << 20 << "2";
    QTest::newRow("id in Salesforce, pasted with blanks") << "  003B\n" << 20 << "12";
    QTest::newRow("nothing is asked") << " " << 20 << "";
    QTest::newRow("nobody") << "bob" << 20 << "";
}

void RecordQueriesTest::record_isFound() {
    QFETCH(QString, sought);
    QFETCH(int, limit);
    QFETCH(QString, expected);
    runtime::QueryContext context = m_told.context();
    const auto hits = answer(context, runtime::RecordSearch{sought.toStdString(), static_cast<std::size_t>(limit)});
    QVERIFY2(hits, why(hits));
    std::vector<Seq> found;
    for (const runtime::RecordHit& hit : *hits)
        found.push_back(Seq(hit.entity.value()));
    QCOMPARE(QString::fromStdString(text(found)), expected);
}

void RecordQueriesTest::hit_saysWhatItIs() {
    runtime::QueryContext context = m_told.context();
    const auto ada = answer(context, runtime::RecordSearch{"003A", 1});
    QVERIFY2(ada, why(ada));
    const runtime::RecordHit expected{EntityId(2),
                                      "contact",
                                      "Ada Lovelace",
                                      "Ada@Acme.com",
                                      {"003A", "501"},
                                      {"phone"},
                                      {"Ada", "Ada Lovelace", "Lovelace"}};
    QVERIFY(ada->front() == expected);
    const auto company = answer(context, runtime::RecordSearch{"900", 1});
    QVERIFY2(company, why(company));
    QCOMPARE(QString::fromStdString(company->front().title), QStringLiteral("Adatum"));
    QCOMPARE(QString::fromStdString(company->front().key), QStringLiteral("adatum.example"));
}

void RecordQueriesTest::record_isAsItWas_data() {
    QTest::addColumn<int>("projected");
    QTest::newRow("all is projected") << 300;
    QTest::newRow("the last part is not") << 220;
    QTest::newRow("hardly anything is") << 20;
}

void RecordQueriesTest::record_isAsItWas() {
    QFETCH(int, projected);
    WorkspaceJournal told;
    SampleHistory history(11);
    for (int i = 0; i < kEntries; ++i)
        told.add(history.next());
    QVERIFY(told.append());
    QVERIFY(told.project(static_cast<std::size_t>(projected)));
    QVERIFY(told.open());
    runtime::QueryContext context = told.context();
    const auto entries = context.journal.readPage(Seq(1), Seq(kEntries), kEntries);
    QVERIFY2(entries, why(entries));

    std::set<EntityId> known;
    for (const core::Entry& entry : *entries)
        known.insert(entry.entity);
    known.erase(EntityId());
    journal::FoldState folded;
    for (const core::Entry& entry : *entries) {
        QVERIFY(folded.fold(entry));
        if (entry.seq.value() % 29 != 0 && entry.seq.value() != kEntries)
            continue;
        for (const EntityId id : known)
            expectAsFolded(context, folded, {id, entry.seq});
    }
    for (const EntityId id : known)
        expectAsFolded(context, folded, {id, std::nullopt});
}

/// Or not found, if it was not there.
void RecordQueriesTest::expectAsFolded(runtime::QueryContext& context, const journal::FoldState& folded,
                                       const runtime::RecordAt& query) {
    const auto expected = folded.entities().find(query.entity);
    const auto found = answer(context, query);
    QCOMPARE(found.has_value(), expected != folded.entities().end());
    if (!found)
        return;
    const QString where =
        QStringLiteral("entity %1 at %2").arg(query.entity.value()).arg(query.at.value_or(Seq()).value());
    QVERIFY2(found->entity == expected->second, qPrintable(where));
    QCOMPARE(found->asOf.value(), query.at.value_or(Seq(kEntries)).value());
}

void RecordQueriesTest::record_hasTheRulesOfThatMoment_data() {
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("title");
    QTest::addColumn<int>("tieBreak");
    QTest::addColumn<int>("asOf");
    QTest::newRow("made, and not decided yet") << 2 << "003A" << static_cast<int>(core::TieBreak::Salesforce) << 2;
    QTest::newRow("before the rules changed")
        << 5 << "Ada Lovelace" << static_cast<int>(core::TieBreak::Salesforce) << 5;
    QTest::newRow("as they changed") << 6 << "Ada Lovelace" << static_cast<int>(core::TieBreak::HubSpot) << 6;
    QTest::newRow("now") << 0 << "Ada Lovelace" << static_cast<int>(core::TieBreak::HubSpot) << 16;
    QTest::newRow("later than now is now") << 99 << "Ada Lovelace" << static_cast<int>(core::TieBreak::HubSpot) << 16;
}

void RecordQueriesTest::record_hasTheRulesOfThatMoment() {
    QFETCH(int, at);
    QFETCH(QString, title);
    QFETCH(int, tieBreak);
    QFETCH(int, asOf);
    runtime::QueryContext context = m_told.context();
    const auto state = answer(context, runtime::RecordAt{EntityId(2), at == 0 ? std::nullopt : std::optional(Seq(at))});
    QVERIFY2(state, why(state));
    QCOMPARE(QString::fromStdString(state->title), title);
    QCOMPARE(state->asOf.value(), asOf);
    QCOMPARE(state->first.value(), 2);
    const auto phone = std::find_if(state->fields.begin(), state->fields.end(),
                                    [](const runtime::MappedField& field) { return field.name == "phone"; });
    QVERIFY(phone != state->fields.end());
    QCOMPARE(static_cast<int>(phone->rule.choice.tieBreak), tieBreak);
    QCOMPARE(QString::fromStdString(phone->comparison), QStringLiteral("phone digits"));
    QVERIFY(phone->field == (core::PerSide<std::string>{"Phone", "phone"}));
    QCOMPARE(QString::fromStdString(state->fields.front().name), QStringLiteral("email"));
}

void RecordQueriesTest::record_saysWhatBroughtItsValues_data() {
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("entry");
    QTest::addColumn<bool>("isOurs");
    QTest::newRow("missing when it was compared") << 3 << "phone" << 3 << false;
    QTest::newRow("the create is out") << 4 << "phone" << 3 << false;
    QTest::newRow("written by the create") << 0 << "phone" << 4 << true;
    QTest::newRow("blank, and not in the create") << 0 << "title" << 3 << false;
    QTest::newRow("what a person has changed there") << 0 << "last_name" << 0 << false;
    QTest::newRow("by the write that landed, not by one that failed or is out") << 0 << "email" << 8 << true;
    QTest::newRow("not yet by the write that is out") << 9 << "email" << 3 << false;
}

void RecordQueriesTest::record_saysWhatBroughtItsValues() {
    QFETCH(int, at);
    QFETCH(QString, field);
    QFETCH(int, entry);
    QFETCH(bool, isOurs);
    WorkspaceJournal told;
    const auto settled = tellOfACreate(told);
    QVERIFY2(settled, why(settled));
    runtime::QueryContext context = told.context();
    const auto state = answer(context, runtime::RecordAt{EntityId(2), at == 0 ? std::nullopt : std::optional(Seq(at))});
    QVERIFY2(state, why(state));
    const auto found = state->brought.find(field.toStdString());
    QCOMPARE(found != state->brought.end(), entry != 0);
    if (entry == 0)
        return;
    QVERIFY(!found->second.salesforce);
    QVERIFY(found->second.hubspot);
    const auto by =
        isOurs ? runtime::RecordState::Brought::By::OurWrite : runtime::RecordState::Brought::By::Comparison;
    QVERIFY(*found->second.hubspot == (runtime::RecordState::Brought{by, Seq(entry), test::at(entry)}));
}

void RecordQueriesTest::record_saysWhatBroughtItsValues_fromFarBack_data() {
    QTest::addColumn<int>("behind");
    QTest::addColumn<bool>("isFound");
    QTest::newRow("on the third page") << 500 << true;
    QTest::newRow("further than is looked") << 2'100 << false;
}

void RecordQueriesTest::record_saysWhatBroughtItsValues_fromFarBack() {
    QFETCH(int, behind);
    QFETCH(bool, isFound);
    WorkspaceJournal told;
    QVERIFY(tellOfACreate(told));
    for (int i = 0; i < behind; ++i)
        told.add(2, change(kAdaInSf, {{"first_name", "Ada"}}));
    QVERIFY(told.settle());
    runtime::QueryContext context = told.context();
    const auto state = answer(context, runtime::RecordAt{EntityId(2), std::nullopt});
    QVERIFY2(state, why(state));
    QCOMPARE(state->brought.contains("phone"), isFound);
    if (isFound)
        QVERIFY(state->brought.at("phone").hubspot->entry == Seq(4));
}

/// While no entry of the record has come, there is nothing to be read.
void RecordQueriesTest::record_isNotSearchedAgainForNothing() {
    WorkspaceJournal told;
    QVERIFY(tellOfACreate(told));
    runtime::BroughtBook book;
    runtime::QueryContext context = told.context();
    context.broughtBook = &book;
    const auto state = answer(context, runtime::RecordAt{EntityId(2), std::nullopt});
    QVERIFY2(state, why(state));
    QVERIFY(state->brought.contains("phone"));
    told.cancel();
    const auto again = book.find(context, state->entity, state->asOf);
    QVERIFY2(again, why(again));
    QVERIFY(*again == state->brought);
    core::Entity moved = state->entity;
    moved.lastEntry = core::next(moved.lastEntry);
    const auto cancelled = book.find(context, moved, state->asOf);
    QVERIFY(!cancelled && cancelled.error().code == base::ErrorCode::Cancelled);
}

void RecordQueriesTest::record_thatIsNotThere_data() {
    QTest::addColumn<int>("entity");
    QTest::addColumn<int>("at");
    QTest::newRow("no such entity") << 5 << 0;
    QTest::newRow("the workspace is none") << 0 << 0;
    QTest::newRow("not made yet") << 10 << 9;
}

void RecordQueriesTest::record_thatIsNotThere() {
    QFETCH(int, entity);
    QFETCH(int, at);
    runtime::QueryContext context = m_told.context();
    const auto state =
        answer(context, runtime::RecordAt{EntityId(entity), at == 0 ? std::nullopt : std::optional(Seq(at))});
    QVERIFY(!state);
    QVERIFY(state.error().code == ErrorCode::NotFound);
}

void RecordQueriesTest::story_isOfOneField_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("expected");
    QTest::newRow("changes, decisions, a write with its answer, a conflict") << "phone" << 0 << "2 3 5 7 8 9 14";
    QTest::newRow("as far as it had come") << "phone" << 7 << "2 3 5 7";
    QTest::newRow("answers to its own writes only") << "email" << 0 << "2 3 15 16";
    QTest::newRow("a field without a story") << "title" << 0 << "";
}

void RecordQueriesTest::story_isOfOneField() {
    QFETCH(QString, field);
    QFETCH(int, at);
    QFETCH(QString, expected);
    runtime::QueryContext context = m_told.context();
    const auto events = answer(context, runtime::FieldStory{EntityId(2), field.toStdString(),
                                                            at == 0 ? std::nullopt : std::optional(Seq(at))});
    QVERIFY2(events, why(events));
    std::vector<Seq> found;
    for (const runtime::FieldEvent& event : *events) {
        found.push_back(event.row.entry.seq);
        QCOMPARE(event.decision.has_value(), event.row.entry.kind() == core::EntryKind::FieldsDecided);
        QCOMPARE(event.sentence.empty(), !event.decision.has_value());
    }
    QCOMPARE(QString::fromStdString(text(found)), expected);
}

void RecordQueriesTest::story_explainsByTheRulesOfTheTime() {
    WorkspaceJournal told;
    const auto onRefused = [](core::OnRefused consequence) {
        core::PolicyChanged changed;
        changed.rules.fields["contact"]["phone"].admission = {kSf, consequence};
        return changed;
    };
    core::FieldDecision refused = applied("phone", versionOf(3, kHs, "2"));
    refused.outcome = core::Outcome::Refused;
    refused.reason = core::Reason::Owner;
    core::FieldRule keep;
    keep.admission = {kSf, core::OnRefused::Keep};
    core::FieldRule revert;
    revert.admission = {kSf, core::OnRefused::Revert};

    told.add(2, change(kAdaInHs, {{"phone", "2"}}));
    told.add(0, onRefused(core::OnRefused::Keep));
    told.add(2, core::FieldsDecided{{refused}}, Seq(1));
    told.add(0, onRefused(core::OnRefused::Revert));
    told.add(2, core::FieldsDecided{{refused}}, Seq(1));
    QVERIFY(told.settle());
    runtime::QueryContext context = told.context();
    const auto events = answer(context, runtime::FieldStory{EntityId(2), "phone", std::nullopt});
    QVERIFY2(events, why(events));
    QCOMPARE(events->size(), std::size_t{3});
    QVERIFY(core::explain(refused, keep) != core::explain(refused, revert));
    QCOMPARE(events->at(1).sentence, core::explain(refused, keep));
    QCOMPARE(events->at(2).sentence, core::explain(refused, revert));
}

void RecordQueriesTest::history_comesInPages_data() {
    QTest::addColumn<int>("entity");
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QString>("expected");
    QTest::newRow("from the newest on") << 2 << 0 << 3 << "16 15 14";
    QTest::newRow("the next page") << 2 << 14 << 3 << "9 8 7";
    QTest::newRow("down to the first") << 2 << 4 << 100 << "3 2";
    QTest::newRow("nothing before it") << 2 << 2 << 100 << "";
    QTest::newRow("the workspace's own") << 0 << 0 << 100 << "6 1";
    QTest::newRow("nobody's") << 5 << 0 << 100 << "";
}

void RecordQueriesTest::history_comesInPages() {
    QFETCH(int, entity);
    QFETCH(int, before);
    QFETCH(int, limit);
    QFETCH(QString, expected);
    runtime::QueryContext context = m_told.context();
    const auto rows =
        answer(context, runtime::RecordHistory{EntityId(entity), Seq(before), static_cast<std::size_t>(limit)});
    QVERIFY2(rows, why(rows));
    QCOMPARE(QString::fromStdString(text(*rows)), expected);
}

void RecordQueriesTest::history_hasWhatIsNotProjectedYet() {
    WorkspaceJournal told;
    told.add(1, change(kAdaInHs, {{"phone", "1"}}));
    told.add(2, change({kHs, "contact", "502"}, {{"phone", "1"}}));
    told.add(0, core::GapDetected{kHs, "lost", {kAdaInHs}, true});
    told.add(2, core::RecordLinked{{"003C", "502"}, core::LinkOrigin::MatchKey, EntityId(1)});
    told.add(2, change({kHs, "contact", "502"}, {{"phone", "2"}}));
    QVERIFY(told.append());
    for (const std::size_t projected : {1U, 1U, 1U, 1U, 1U}) {
        QVERIFY(told.project(projected));
        QVERIFY(told.open());
        runtime::QueryContext context = told.context();
        const auto ada = answer(context, runtime::RecordHistory{EntityId(1), Seq(), 100});
        QVERIFY2(ada, why(ada));
        QCOMPARE(QString::fromStdString(text(*ada)), QStringLiteral("4 3 1"));
        const auto other = answer(context, runtime::RecordHistory{EntityId(2), Seq(5), 100});
        QVERIFY2(other, why(other));
        QCOMPARE(QString::fromStdString(text(*other)), QStringLiteral("4 2"));
    }
}

void RecordQueriesTest::totals_areCounted() {
    runtime::QueryContext context = m_told.context();
    const auto totals = answer(context, runtime::Totals());
    QVERIFY2(totals, why(totals));
    QCOMPARE(totals->openConflicts, std::size_t{1});
    QCOMPARE(totals->kinds.at("ChangeCaptured"), std::int64_t{4});
    QCOMPARE(totals->outcomes.at("applied"), std::int64_t{7});
    QCOMPARE(totals->outcomes.at("conflicted"), std::int64_t{1});
}

QTEST_APPLESS_MAIN(RecordQueriesTest)
#include "record_queries_test.moc"
