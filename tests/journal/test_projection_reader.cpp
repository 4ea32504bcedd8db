#include "engine/base/try.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "tests/core/folded_journal.h"
#include "tests/journal/journal_folder.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using base::ErrorCode;
using base::Result;
using core::EntityId;
using core::Seq;
using journal::ProjectionReader;

namespace {

core::Version person(int seq, const std::string& salesforce, const std::string& key) {
    core::Version made = versionOf(seq, kSf, key);
    made.value.salesforce.text = salesforce;
    return made;
}

/// One field of one person, decided.
core::FieldsDecided decided(const std::string& field, core::Outcome outcome, const core::Version& standing,
                            std::optional<core::Version> inHubSpot) {
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = outcome;
    decision.change.standing = standing;
    decision.change.present = {standing, std::move(inHubSpot)};
    return {{decision}};
}

core::ChangeCaptured captured(const core::RecordKey& record) {
    core::ChangeCaptured made;
    made.record = record;
    return made;
}

/// Ada (entity 1) is linked; her phone is due to HubSpot since 6, her title is in conflict, her e-mail in step. Grace
/// (entity 8) is on HubSpot only and at rest; Bob (entity 10) was absorbed by Ada.
std::vector<journal::NewEntry> story() {
    std::vector<journal::NewEntry> entries;
    const auto tell = [&entries](int entity, core::EntryBody body, int cause = 0) {
        journal::NewEntry made;
        made.entry.seq = Seq(static_cast<int>(entries.size()) + 1);
        made.entry.entity = EntityId(entity);
        made.entry.cause = Seq(cause);
        made.entry.body = std::move(body);
        entries.push_back(std::move(made));
    };
    const core::Version doctor = versionOf(3, kSf, "Dr");
    const core::Version mail = person(4, "Ada@Acme.com", "ada@acme.com");
    const core::Version phone = versionOf(5, kHs, "1");
    core::RecordLinked linked{{kAdaInSf.id, kAdaInHs.id}, core::LinkOrigin::MatchKey, EntityId()};

    tell(1, captured(kAdaInSf));
    tell(1, linked, 1);
    tell(1, decided("title", core::Outcome::Baseline, doctor, doctor), 1);
    tell(1, decided("email", core::Outcome::Converged, mail, mail));
    tell(1, decided("phone", core::Outcome::Baseline, phone, phone));
    tell(1, decided("phone", core::Outcome::Applied, versionOf(6, kSf, "2"), phone));
    tell(1, core::ConflictOpened{"title",
                                 core::ConflictType::ConcurrentUpdate,
                                 {{doctor, kSf, false}, {versionOf(7, kHs, "Prof"), kHs, false}}});
    tell(8, captured({kHs, "contact", "777"}));
    core::FieldsDecided grace =
        decided("last_name", core::Outcome::Applied, person(9, "Hopper", "hopper"), std::nullopt);
    grace.fields.push_back(
        decided("first_name", core::Outcome::Applied, versionOf(9, kHs, "Gr\u00e2ce"), std::nullopt).fields.front());
    tell(8, grace, 8);
    tell(10, captured({kHs, "contact", "B0B"}));
    tell(10, decided("email", core::Outcome::Applied, person(11, "bob@acme.com", "bob@acme.com"), std::nullopt), 10);
    tell(0, core::PolicyChanged());
    linked.absorbed = EntityId(10);
    tell(1, linked);
    return entries;
}

std::vector<int> numbers(const std::vector<EntityId>& ids) {
    std::vector<int> found;
    for (const EntityId id : ids)
        found.push_back(static_cast<int>(id.value()));
    return found;
}

std::vector<int> numbers(const std::vector<Seq>& sequences) {
    std::vector<int> found;
    for (const Seq seq : sequences)
        found.push_back(static_cast<int>(seq.value()));
    return found;
}

std::vector<int> idsOf(const std::vector<core::Entity>& entities) {
    std::vector<int> found;
    for (const core::Entity& entity : entities)
        found.push_back(static_cast<int>(entity.id.value()));
    return found;
}

}  // namespace

class TestProjectionReader : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();

    void entity_isAsFolded();
    void link_leadsToItsEntity_data();
    void link_leadsToItsEntity();
    void entities_comeInPages_data();
    void entities_comeInPages();
    void linkedOnes_areThoseWithBothRecords();
    void conflict_isFoundUntilResolved();
    void person_isFoundByWhatPeopleType_data();
    void person_isFoundByWhatPeopleType();
    void beginning_findsWhatBeginsWithIt_data();
    void beginning_findsWhatBeginsWithIt();
    void keyThatIsGone_isForgotten();
    void entries_areThoseThatConcernedTheEntity_data();
    void entries_areThoseThatConcernedTheEntity();
    void due_isCountedUntilItIsSent();
    void outcomesAndKinds_areCounted();
    void workspace_isAsFolded();
    void gap_isAmongTheEntriesOfTheRecordsItNames();

private:
    /// Appends, folds and looks with new eyes.
    Result<std::unique_ptr<ProjectionReader>> append(const JournalFolder& folder, core::EntryBody body, int entity);

    JournalFolder m_folder;
    std::unique_ptr<ProjectionReader> m_reader;
};

void TestProjectionReader::initTestCase() {
    auto journal = m_folder.open();
    QVERIFY2(journal, why(journal));
    const Result<void> appended = (*journal)->append({story(), {}, {}});
    QVERIFY2(appended, why(appended));
    QVERIFY(m_folder.project());
    auto reader = ProjectionReader::open(m_folder.path());
    QVERIFY2(reader, why(reader));
    m_reader = *std::move(reader);
}

Result<std::unique_ptr<ProjectionReader>> TestProjectionReader::append(const JournalFolder& folder,
                                                                       core::EntryBody body, int entity) {
    std::vector<journal::NewEntry> entries = story();
    journal::NewEntry last;
    last.entry.seq = core::next(entries.back().entry.seq);
    last.entry.entity = EntityId(entity);
    last.entry.body = std::move(body);
    entries.push_back(std::move(last));
    TRY_ASSIGN(auto journal, folder.open());
    TRY(journal->append({std::move(entries), {}, {}}));
    TRY(folder.project(12));
    return ProjectionReader::open(folder.path());
}

void TestProjectionReader::entity_isAsFolded() {
    MemoryState state;
    for (const journal::NewEntry& entry : story())
        core::apply(state, entry.entry);
    for (const int id : {1, 8, 10}) {
        const auto entity = m_reader->readEntity(EntityId(id));
        QVERIFY2(entity, why(entity));
        QVERIFY(entity->has_value());
        QVERIFY(**entity == state.at(EntityId(id)));
    }
    const auto missing = m_reader->readEntity(EntityId(2));
    QVERIFY2(missing, why(missing));
    QVERIFY(!missing->has_value());
}

void TestProjectionReader::link_leadsToItsEntity_data() {
    QTest::addColumn<core::RecordKey>("record");
    QTest::addColumn<int>("entity");
    QTest::newRow("Ada in Salesforce") << kAdaInSf << 1;
    QTest::newRow("Ada in HubSpot") << kAdaInHs << 1;
    QTest::newRow("Grace in HubSpot") << core::RecordKey{kHs, "contact", "777"} << 8;
    QTest::newRow("the same id on the other side") << core::RecordKey{kSf, "contact", "777"} << 0;
    QTest::newRow("the same id of another object") << core::RecordKey{kHs, "company", "777"} << 0;
    QTest::newRow("nobody") << core::RecordKey{kHs, "contact", "778"} << 0;
}

void TestProjectionReader::link_leadsToItsEntity() {
    QFETCH(core::RecordKey, record);
    QFETCH(int, entity);
    const auto found = m_reader->readLink(record);
    QVERIFY2(found, why(found));
    QCOMPARE(found->value_or(EntityId()).value(), entity);
}

void TestProjectionReader::entities_comeInPages_data() {
    QTest::addColumn<int>("after");
    QTest::addColumn<int>("limit");
    QTest::addColumn<bool>("movingOnly");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("all") << 0 << 10 << false << std::vector{1, 8, 10};
    QTest::newRow("first page") << 0 << 2 << false << std::vector{1, 8};
    QTest::newRow("next page") << 8 << 2 << false << std::vector{10};
    QTest::newRow("the end") << 10 << 2 << false << std::vector<int>();
    QTest::newRow("moving: Ada has something due, the eighth wants a partner") << 0 << 10 << true << std::vector{1, 8};
    QTest::newRow("no more that move") << 8 << 10 << true << std::vector<int>();
}

void TestProjectionReader::entities_comeInPages() {
    QFETCH(int, after);
    QFETCH(int, limit);
    QFETCH(bool, movingOnly);
    QFETCH(std::vector<int>, expected);
    const auto page = m_reader->readEntities(EntityId(after), static_cast<std::size_t>(limit), movingOnly);
    QVERIFY2(page, why(page));
    QCOMPARE(idsOf(*page), expected);
}

void TestProjectionReader::linkedOnes_areThoseWithBothRecords() {
    QCOMPARE(numbers(*m_reader->readLinked(EntityId(), 10)), std::vector{1});
    QVERIFY(m_reader->readLinked(EntityId(1), 10)->empty());
}

void TestProjectionReader::conflict_isFoundUntilResolved() {
    QCOMPARE(*m_reader->readOpenConflicts(), std::size_t{1});
    QCOMPARE(idsOf(*m_reader->readConflicted(EntityId(), 10)), std::vector{1});
    QVERIFY(*m_reader->readEntityOfConflict(Seq(7)) == std::optional(EntityId(1)));
    QVERIFY(!m_reader->readEntityOfConflict(Seq(6))->has_value());

    const JournalFolder folder;
    const auto reader =
        append(folder, core::ConflictResolved{Seq(7), "title", versionOf(14, kSf, "Prof"), {}, false, "grace", ""}, 1);
    QVERIFY2(reader, why(reader));
    QCOMPARE(*(*reader)->readOpenConflicts(), std::size_t{0});
    QVERIFY((*reader)->readConflicted(EntityId(), 10)->empty());
    QVERIFY(!(*reader)->readEntityOfConflict(Seq(7))->has_value());
}

void TestProjectionReader::person_isFoundByWhatPeopleType_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("e-mail") << QByteArray("ada@acme.com") << std::vector{1};
    QTest::newRow("e-mail in capitals") << QByteArray("ADA@acme.com") << std::vector{1};
    QTest::newRow("last name") << QByteArray("Hopper") << std::vector{8};
    QTest::newRow("Salesforce's id") << QByteArray("003A") << std::vector{1};
    QTest::newRow("HubSpot's id") << QByteArray("777") << std::vector{8};
    QTest::newRow("a phone number is no key") << QByteArray("2") << std::vector<int>();
    QTest::newRow("a part is not enough") << QByteArray("ada@") << std::vector<int>();
    QTest::newRow("the absorbed one is gone") << QByteArray("bob@acme.com") << std::vector<int>();
}

void TestProjectionReader::person_isFoundByWhatPeopleType() {
    QFETCH(QByteArray, key);
    QFETCH(std::vector<int>, expected);
    const auto found =
        m_reader->readEntitiesByKey(std::string_view(key.constData(), static_cast<std::size_t>(key.size())), 10);
    QVERIFY2(found, why(found));
    QCOMPARE(numbers(*found), expected);
}

void TestProjectionReader::beginning_findsWhatBeginsWithIt_data() {
    QTest::addColumn<QByteArray>("beginning");
    QTest::addColumn<int>("limit");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("of an e-mail") << QByteArray("Ada@") << 10 << std::vector{1};
    QTest::newRow("of a first name: by the whole name") << QByteArray("gr\u00e2") << 10 << std::vector{8};
    QTest::newRow("of the whole name, in capitals beyond ASCII") << QByteArray("GR\u00c2CE HO") << 10 << std::vector{8};
    QTest::newRow("of a last name") << QByteArray("hop") << 10 << std::vector{8};
    QTest::newRow("of a record id") << QByteArray("50") << 10 << std::vector{1};
    QTest::newRow("the whole of it") << QByteArray("ada@acme.com") << 10 << std::vector{1};
    QTest::newRow("of several, in order of what was found") << QByteArray("") << 10 << std::vector{1, 8};
    QTest::newRow("no more than asked for") << QByteArray("") << 1 << std::vector{1};
    QTest::newRow("a middle is no beginning") << QByteArray("acme") << 10 << std::vector<int>();
    QTest::newRow("more than there is") << QByteArray("ada@acme.com.") << 10 << std::vector<int>();
}

void TestProjectionReader::beginning_findsWhatBeginsWithIt() {
    QFETCH(QByteArray, beginning);
    QFETCH(int, limit);
    QFETCH(std::vector<int>, expected);
    const auto found =
        m_reader->readEntitiesByKey(std::string_view(beginning.constData(), static_cast<std::size_t>(beginning.size())),
                                    static_cast<std::size_t>(limit), journal::KeyMatch::Beginning);
    QVERIFY2(found, why(found));
    QCOMPARE(numbers(*found), expected);
}

void TestProjectionReader::keyThatIsGone_isForgotten() {
    const JournalFolder folder;
    const core::Version mail = person(14, "countess@acme.com", "countess@acme.com");
    const auto reader = append(folder, decided("email", core::Outcome::Applied, mail, mail), 1);
    QVERIFY2(reader, why(reader));
    QVERIFY((*reader)->readEntitiesByKey("ada@acme.com", 10)->empty());
    QCOMPARE(numbers(*(*reader)->readEntitiesByKey("countess@acme.com", 10)), std::vector{1});
}

void TestProjectionReader::entries_areThoseThatConcernedTheEntity_data() {
    QTest::addColumn<int>("entity");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("limit");
    QTest::addColumn<bool>("oldestFirst");
    QTest::addColumn<std::vector<int>>("expected");
    QTest::newRow("Ada's") << 1 << 0 << 100 << false << std::vector{13, 7, 6, 5, 4, 3, 2, 1};
    QTest::newRow("first page") << 1 << 0 << 3 << false << std::vector{13, 7, 6};
    QTest::newRow("next page") << 1 << 6 << 3 << false << std::vector{5, 4, 3};
    QTest::newRow("Ada's, oldest first") << 1 << 0 << 3 << true << std::vector{1, 2, 3};
    QTest::newRow("the next that are newer") << 1 << 3 << 3 << true << std::vector{4, 5, 6};
    QTest::newRow("none are newer") << 1 << 13 << 3 << true << std::vector<int>();
    QTest::newRow("Grace's") << 8 << 0 << 100 << false << std::vector{9, 8};
    QTest::newRow("Bob's, with the one that absorbed him") << 10 << 0 << 100 << false << std::vector{13, 11, 10};
    QTest::newRow("the workspace's") << 0 << 0 << 100 << false << std::vector{12};
    QTest::newRow("nobody's") << 2 << 0 << 100 << false << std::vector<int>();
}

void TestProjectionReader::entries_areThoseThatConcernedTheEntity() {
    QFETCH(int, entity);
    QFETCH(int, from);
    QFETCH(int, limit);
    QFETCH(bool, oldestFirst);
    QFETCH(std::vector<int>, expected);
    const auto order = oldestFirst ? journal::EntryOrder::OldestFirst : journal::EntryOrder::NewestFirst;
    const auto found = m_reader->readEntriesOf(EntityId(entity), Seq(from), static_cast<std::size_t>(limit), order);
    QVERIFY2(found, why(found));
    QCOMPARE(numbers(*found), expected);
}

void TestProjectionReader::due_isCountedUntilItIsSent() {
    const auto due = m_reader->readDue(kHs);
    QVERIFY2(due, why(due));
    QCOMPARE(due->entities, std::size_t{1});
    QCOMPARE(due->cells, std::size_t{1});
    QCOMPARE(due->oldest.value(), 6);
    const auto other = m_reader->readDue(kSf);
    QVERIFY2(other, why(other));
    QCOMPARE(other->entities, std::size_t{0});
    QCOMPARE(other->cells, std::size_t{0});
    QCOMPARE(other->oldest.value(), 0);

    const JournalFolder folder;
    const auto reader = append(folder, core::WriteSent{kHs, kAdaInHs.id, 1, {{"phone", versionOf(6, kSf, "2")}}}, 1);
    QVERIFY2(reader, why(reader));
    QCOMPARE((*reader)->readDue(kHs)->entities, std::size_t{0});
    QCOMPARE((*reader)->readDue(kHs)->oldest.value(), 0);
}

void TestProjectionReader::outcomesAndKinds_areCounted() {
    const auto outcomes = m_reader->readOutcomes();
    QVERIFY2(outcomes, why(outcomes));
    const std::map<std::string, std::int64_t> expected{{std::string(core::name(core::Outcome::Applied)), 4},
                                                       {std::string(core::name(core::Outcome::Baseline)), 2},
                                                       {std::string(core::name(core::Outcome::Converged)), 1}};
    QVERIFY(*outcomes == expected);
    const auto kinds = m_reader->readKinds();
    QVERIFY2(kinds, why(kinds));
    const std::map<std::string, std::int64_t> expectedKinds{
        {"ChangeCaptured", 3}, {"FieldsDecided", 6}, {"RecordLinked", 2}, {"ConflictOpened", 1}, {"PolicyChanged", 1}};
    QVERIFY(*kinds == expectedKinds);
}

void TestProjectionReader::workspace_isAsFolded() {
    const auto workspace = m_reader->readWorkspace();
    QVERIFY2(workspace, why(workspace));
    QCOMPARE(workspace->rules.version.value(), 12);
}

void TestProjectionReader::gap_isAmongTheEntriesOfTheRecordsItNames() {
    const JournalFolder folder;
    const auto reader =
        append(folder, core::GapDetected{kHs, "lost", {{kHs, "contact", "777"}, {kHs, "contact", "0"}}, true}, 0);
    QVERIFY2(reader, why(reader));
    QCOMPARE(numbers(*(*reader)->readEntriesOf(EntityId(8), Seq(), 10)), (std::vector{14, 9, 8}));
    QVERIFY((*(*reader)->readEntity(EntityId(8)))->stale.hubspot);
    QCOMPARE(idsOf(*(*reader)->readEntities(EntityId(), 10, true)), (std::vector{1, 8}));
}

QTEST_APPLESS_MAIN(TestProjectionReader)
#include "test_projection_reader.moc"
