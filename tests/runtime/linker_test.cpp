#include "engine/runtime/linker.h"

#include "tests/connectors/log_file.h"
#include "tests/runtime/step_world.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;

namespace {

std::string shown(runtime::Linker::Progress progress, StepWorld& world) {
    using Progress = runtime::Linker::Progress;
    switch (progress) {
        case Progress::Waiting:
            return "waiting";
        case Progress::Linked: {
            const auto linked = world.last<core::RecordLinked>();
            return linked.record.salesforce + " = " + linked.record.hubspot + " by "
                   + std::string(core::name(linked.origin));
        }
        case Progress::Creating:
            return "creating";
        case Progress::NoPartner:
            return "no partner";
        case Progress::Gone:
            return "gone";
    }
    return {};
}

/// From the beginning until nothing more is to be read.
std::string link(StepWorld& world, runtime::Linker& linker, core::EntityId id) {
    const core::Entity entity = *world.ledger->find(id);
    runtime::Waiting waiting = linker.begin(entity, entity.record.salesforce ? kSf : kHs, kStart);
    for (int reads = 0; reads < 10; ++reads) {
        const auto progress = linker.got(world.context, id, waiting, world.crms.got(waiting.wants.front()));
        if (!progress)
            return progress.error().message();
        if (*progress != runtime::Linker::Progress::Waiting)
            return shown(*progress, world);
    }
    return "it reads for ever";
}

}  // namespace

class LinkerTest : public QObject {
    Q_OBJECT

private slots:
    void contact_findsItsPartner_data();
    void contact_findsItsPartner();
    void company_isMatchedByNameOnly_data();
    void company_isMatchedByNameOnly();
    void ambiguousCompany_isLoggedOnce();
    void creation_onlyWhereTheMappingAllows();
    void twoThatWait_becomeOneEntity();
    void theOneThatIsMakingItsPartner_goesOn();
    void newRecord_ofWhichSomethingIsDecided_isCompared();
    void recordAtRest_isFoundByTheWriters();
};

void LinkerTest::contact_findsItsPartner_data() {
    QTest::addColumn<QString>("expected");
    QTest::newRow("it names its partner") << "003 = 50 by storedId";
    QTest::newRow("it names a partner that names another") << "no partner";
    QTest::newRow("it names a partner that is gone, another names it") << "003 = 51 by storedId";
    QTest::newRow("it names a partner that was merged away, nobody else") << "creating";
    QTest::newRow("one names it, another has its e-mail") << "003 = 51 by storedId";
    QTest::newRow("two name it") << "no partner";
    QTest::newRow("one has its e-mail") << "003 = 52 by matchKey";
    QTest::newRow("two have its e-mail") << "no partner";
    QTest::newRow("one has its e-mail, and belongs to another") << "no partner";
    QTest::newRow("one has its e-mail, and its partner is a tombstone") << "no partner";
    QTest::newRow("one has its e-mail, and is a tombstone without a partner") << "no partner";
    QTest::newRow("one has its e-mail, and names another") << "no partner";
    QTest::newRow("nobody has its e-mail") << "creating";
    QTest::newRow("it has no e-mail, and others have none") << "creating";
    QTest::newRow("it is gone itself") << "gone";
    QTest::newRow("it was merged away itself") << "gone";
}

void LinkerTest::contact_findsItsPartner() {
    QFETCH(QString, expected);
    const std::string row = QTest::currentDataTag();
    const auto has = [&](std::string_view words) { return row.find(words) != std::string::npos; };
    StepWorld world;
    TwoCrms& crms = world.crms;
    const bool hasNoEmail = has("it has no e-mail");
    crms.put(kSf, "contact", "003", {{"Email", hasNoEmail ? "" : "a@b.c"}});
    if (has("it names"))
        crms.put(kSf, "contact", "003", {{"HubSpot_Id__c", "50"}});
    if (has("it names its partner"))
        crms.put(kHs, "contact", "50", {{"phone", "1"}});
    if (has("that names another"))
        crms.put(kHs, "contact", "50", {{"sf_contact_id", "004"}});
    if (has("partner that was merged away"))
        crms.merge(kHs, "contact", "50", "59");
    if (has("another names it") || has("one names it") || has("two name it"))
        crms.put(kHs, "contact", "51", {{"sf_contact_id", "003"}});
    if (has("two name it"))
        crms.put(kHs, "contact", "53", {{"sf_contact_id", "003"}});
    if (has("one has its e-mail") || has("another has its e-mail") || has("two have its e-mail"))
        crms.put(kHs, "contact", "52", {{"email", "a@b.c"}});
    if (has("two have its e-mail"))
        crms.put(kHs, "contact", "54", {{"email", "a@b.c"}});
    if (has("and names another"))
        crms.put(kHs, "contact", "52", {{"sf_contact_id", "004"}});
    if (has("others have none"))
        crms.put(kHs, "contact", "55", {{"email", ""}});
    if (has("nobody has its e-mail"))
        crms.put(kHs, "contact", "55", {{"email", "another@b.c"}});
    if (has("it is gone itself"))
        crms.remove(kSf, "contact", "003");
    if (has("it was merged away itself"))
        crms.merge(kSf, "contact", "003", "009");
    if (has("belongs to another") || has("its partner is a tombstone")) {
        const core::EntityId other = world.linked("contact", {"004", "52"});
        if (has("its partner is a tombstone"))
            world.append(other, kSf, core::RecordDeleted{{kSf, "contact", "004"}, false});
    }
    if (has("without a partner"))
        world.append(world.captured(kHs, "contact", "52"), kHs, core::RecordDeleted{{kHs, "contact", "52"}, false});
    const core::EntityId id = world.captured(kSf, "contact", "003");
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    QCOMPARE(link(world, linker, id), expected.toStdString());
    QCOMPARE(world.ledger->find(id)->isLinked(), expected.contains(QLatin1String(" = ")));
}

void LinkerTest::company_isMatchedByNameOnly_data() {
    QTest::addColumn<int>("namesakes");
    QTest::addColumn<QString>("expected");
    QTest::newRow("none") << 0 << "no partner";
    QTest::newRow("one") << 1 << "001 = c1 by matchKey";
    QTest::newRow("two: never guessed between") << 2 << "no partner";
}

void LinkerTest::company_isMatchedByNameOnly() {
    QFETCH(int, namesakes);
    QFETCH(QString, expected);
    StepWorld world;
    world.crms.put(kSf, "company", "001", {{"Name", "Acme"}});
    for (int i = 1; i <= namesakes; ++i)
        world.crms.put(kHs, "company", "c" + std::to_string(i), {{"name", "Acme"}});
    const core::EntityId id = world.captured(kSf, "company", "001");
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    QCOMPARE(link(world, linker, id), expected.toStdString());
}

void LinkerTest::ambiguousCompany_isLoggedOnce() {
    const LogFile log;
    QVERIFY(log.isOpen());
    StepWorld world;
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    for (const char* name : {"Acme", "Globex"}) {
        for (const char* suffix : {" 1", " 2"}) {
            world.crms.put(kSf, "company", std::string("001 ") + name + suffix, {{"Name", name}});
            world.crms.put(kHs, "company", std::string("c ") + name + suffix, {{"name", name}});
        }
    }
    // Four changes of two records of each name.
    for (const char* record : {"001 Acme 1", "001 Acme 2", "001 Globex 1", "001 Globex 2"}) {
        const core::EntityId id = world.captured(kSf, "company", record);
        for (int change = 0; change < 2; ++change)
            QCOMPARE(link(world, linker, id), std::string("no partner"));
    }
    const QByteArray text = log.text();
    QCOMPARE(text.count("several records could be the partner"), 2);
    QCOMPARE(text.count("record=\"001 Acme"), 1);
}

void LinkerTest::creation_onlyWhereTheMappingAllows() {
    mapping::Workspace workspace = contactsAndCompanies();
    workspace.objects.front().create = {false, true};
    StepWorld world(workspace);
    world.crms.put(kSf, "contact", "003", {{"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"email", "d@e.f"}});
    const core::EntityId fromSalesforce = world.captured(kSf, "contact", "003");
    const core::EntityId fromHubSpot = world.captured(kHs, "contact", "50");
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    QCOMPARE(link(world, linker, fromSalesforce), std::string("creating"));
    QCOMPARE(link(world, linker, fromHubSpot), std::string("no partner"));
}

void LinkerTest::twoThatWait_becomeOneEntity() {
    StepWorld world;
    world.crms.put(kSf, "contact", "003", {{"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"email", "a@b.c"}});
    const core::EntityId older = world.captured(kHs, "contact", "50");
    const core::EntityId younger = world.captured(kSf, "contact", "003");
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    QCOMPARE(link(world, linker, younger), std::string("003 = 50 by matchKey"));
    QCOMPARE(world.last<core::RecordLinked>().absorbed, younger);
    QCOMPARE(world.ledger->find(younger)->mergedInto, std::optional(core::Seq(older.value())));
    // What both waited for, the one that goes on waits for.
    QCOMPARE(world.ledger->find(older)->undecided,
             (std::vector<core::Seq>{core::Seq(older.value()), core::Seq(younger.value())}));
}

void LinkerTest::theOneThatIsMakingItsPartner_goesOn() {
    StepWorld world;
    world.crms.put(kSf, "contact", "003", {{"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"email", "a@b.c"}, {"sf_contact_id", "003"}});
    const core::EntityId older = world.captured(kHs, "contact", "50");
    const core::EntityId making = world.captured(kSf, "contact", "003");
    world.append(making, kHs, core::WriteSent{kHs, std::nullopt, 1, {}});
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    QCOMPARE(link(world, linker, older), std::string("003 = 50 by created"));
    QCOMPARE(world.last<core::RecordLinked>().absorbed, older);
    QVERIFY(world.ledger->find(making)->isLinked());
}

/// It had no e-mail yet when its first change was decided.
void LinkerTest::newRecord_ofWhichSomethingIsDecided_isCompared() {
    StepWorld world;
    world.crms.put(kSf, "contact", "003", {{"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"email", "a@b.c"}, {"sf_contact_id", "003"}});
    const core::EntityId making = world.captured(kSf, "contact", "003");
    world.append(making, kHs, core::WriteSent{kHs, std::nullopt, 1, {}});
    const core::EntityId told = world.captured(kHs, "contact", "50");
    world.context.append(told, kHs, core::Seq(told.value()), core::FieldsDecided{});
    core::ChangeCaptured later;
    later.record = {kHs, "contact", "50"};
    world.append(told, kHs, later);
    runtime::Linker linker(world.workspace, *world.ledger, world.reads);
    QCOMPARE(link(world, linker, told), std::string("003 = 50 by created"));
    QVERIFY(world.last<core::GapDetected>().records == (std::vector<core::RecordKey>{{kHs, "contact", "50"}}));
    QVERIFY(world.ledger->find(making)->stale[kHs]);
}

/// One that is not in memory any more has its record all the same.
void LinkerTest::recordAtRest_isFoundByTheWriters() {
    StepWorld world;
    const core::EntityId told = world.captured(kHs, "contact", "50");
    world.context.append(told, kHs, core::Seq(told.value()), core::FieldsDecided{});
    world.folder.append(world.context.takeOutput().batch);
    world.folder.project();
    const auto ledger = world.folder.openLedger();
    runtime::StepContext context(*ledger, world.folder.clock(), world.folder.journal().head());
    QVERIFY(context.find(told) == nullptr);
    const auto holder = context.entityOf({kHs, "contact", "50"});
    QVERIFY(holder && *holder == told);
    QVERIFY(context.find(told) != nullptr);
}

QTEST_GUILESS_MAIN(LinkerTest)
#include "linker_test.moc"
