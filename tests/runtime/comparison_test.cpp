#include "engine/runtime/comparison.h"

#include "tests/runtime/step_world.h"

#include <QTest>
#include <algorithm>

using namespace syncline;
using namespace syncline::test;
using std::chrono::hours;
using std::chrono::seconds;

namespace {

/// A linked contact of which a change waits for its comparison.
class ComparisonWorld : public StepWorld {
public:
    ComparisonWorld() {
        crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
        crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
        static_cast<void>(newKinds());
    }

    core::Seq change(core::ChangeCaptured captured) {
        captured.change.seq = context.nextSeq();
        undecided.add(context.nextSeq(), captured);
        return append(id, captured.change.side, captured);
    }
    runtime::Waiting begin() { return comparison.begin(*ledger->find(id), context.now()); }
    void finish(runtime::Waiting waiting) {
        for (const runtime::ReadWant& want : waiting.wants)
            waiting.read[want.side] = crms.got(want).records.front();
        QVERIFY(comparison.finish(context, id, waiting));
    }
    void run() { finish(begin()); }
    [[nodiscard]] core::Cell cell(const std::string& field) const { return ledger->find(id)->cells.at(field); }
    /// What became of each captured change: "7: baseline".
    std::string folded() {
        std::string text;
        for (const journal::NewEntry& one : context.output().batch.entries) {
            const auto* decided = std::get_if<core::FieldsDecided>(&one.entry.body);
            if (decided == nullptr || decided->fields.size() != 1)
                continue;
            text += text.empty() ? "" : ", ";
            text += std::to_string(one.entry.cause.value()) + ": "
                    + std::string(core::name(decided->fields.front().outcome));
        }
        return text;
    }

    core::EntityId id = linked("contact", {"003", "50"});
    runtime::Undecided undecided{*reader};
    runtime::Comparison comparison{workspace, *ledger, reads, undecided};
};

std::string line(core::Seq seq, const char* outcome) {
    return std::to_string(seq.value()) + ": " + outcome;
}

}  // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

private slots:
    void begin_wantsBothRecords_andHubSpotsHistory();
    void sameOnBothSides_isAgreed();
    void waitingChange_isFolded_data();
    void waitingChange_isFolded();
    void changeCapturedAfterTheReadWasAskedFor_isNotFolded();
    void deletionEndsWhatIsFolded();
    void versionRead_hasTheTimeThatItsSourceTells();
    void versionWithoutATime_isNoOlderThanTheQuestion();
    void versionThatAChangeMade_isTheChanges();
    void versionThatAChangeWithoutATimeMade_hasItsHistorysTime();
    void recordThatIsGone_isBuried_data();
    void recordThatIsGone_isBuried();
    void prepareCreate_takesWhatIsNotBlank();
    void prepareCreate_saysWhatBecameOfAValueClearedSince();
};

void ComparisonTest::begin_wantsBothRecords_andHubSpotsHistory() {
    ComparisonWorld world;
    const core::Seq newest = world.change(changeOf(kSf, "contact", "003", {{"phone", "1"}}));
    const runtime::Waiting waiting = world.begin();
    QCOMPARE(waiting.step, runtime::Waiting::Step::Baseline);
    QCOMPARE(waiting.asOf, newest);
    QCOMPARE(waiting.wants, (std::vector<runtime::ReadWant>{
                                {world.id, kSf, "contact", "003", {}, {}},
                                {world.id, kHs, "contact", "50", {}, {"email", "phone"}},
                            }));
}

void ComparisonTest::sameOnBothSides_isAgreed() {
    ComparisonWorld world;
    world.run();
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided"));
    for (const char* field : {"phone", "email"}) {
        const core::Cell cell = world.cell(field);
        QCOMPARE(cell.present.salesforce->id, cell.standing->id);
        QCOMPARE(cell.present.hubspot->id, cell.standing->id);
        QVERIFY(core::due(cell, kSf) == nullptr);
    }
}

void ComparisonTest::waitingChange_isFolded_data() {
    QTest::addColumn<QString>("told");
    QTest::addColumn<QString>("read");
    QTest::addColumn<QString>("outcome");
    QTest::newRow("what it set is what is read") << "2"
                                                 << "2"
                                                 << "baseline";
    QTest::newRow("something newer is read") << "2"
                                             << "3"
                                             << "superseded";
    QTest::newRow("a clear that is read") << ""
                                          << ""
                                          << "baseline";
    QTest::newRow("a clear that something newer has filled") << ""
                                                             << "3"
                                                             << "superseded";
}

void ComparisonTest::waitingChange_isFolded() {
    QFETCH(QString, told);
    QFETCH(QString, read);
    QFETCH(QString, outcome);
    ComparisonWorld world;
    const core::Seq seq = world.change(changeOf(kHs, "contact", "50", {{"phone", told.toStdString()}}));
    world.crms.put(kHs, "contact", "50", {{"phone", read.toStdString()}});
    world.run();
    QCOMPARE(world.folded(), line(seq, outcome.toLatin1().constData()));
    QVERIFY(world.ledger->find(world.id)->undecided.empty());
}

void ComparisonTest::changeCapturedAfterTheReadWasAskedFor_isNotFolded() {
    ComparisonWorld world;
    const core::Seq before = world.change(changeOf(kHs, "contact", "50", {{"phone", "1"}}));
    const runtime::Waiting waiting = world.begin();
    const core::Seq after = world.change(changeOf(kHs, "contact", "50", {{"phone", "2"}}));
    world.finish(waiting);
    QCOMPARE(world.folded(), line(before, "baseline"));
    QCOMPARE(world.ledger->find(world.id)->undecided, std::vector<core::Seq>{after});
}

void ComparisonTest::deletionEndsWhatIsFolded() {
    ComparisonWorld world;
    const core::Seq change = world.change(changeOf(kHs, "contact", "50", {{"phone", "1"}}));
    core::ChangeCaptured deletion = changeOf(kHs, "contact", "50", {});
    deletion.change.action = core::Action::Delete;
    const core::Seq deleted = world.change(deletion);
    const core::Seq behind = world.change(changeOf(kHs, "contact", "50", {{"phone", "1"}}));
    world.run();
    QCOMPARE(world.folded(), line(change, "baseline"));
    QCOMPARE(world.ledger->find(world.id)->undecided, (std::vector<core::Seq>{deleted, behind}));
}

void ComparisonTest::versionRead_hasTheTimeThatItsSourceTells() {
    ComparisonWorld world;
    const base::WallTime changed = kStart - seconds(30);
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}, {"email", "d@e.f"}});
    world.crms.setHistory("contact", "50", "phone",
                          {{"2", {changed, changed, false, false}, {core::WriterKind::Person, "77"}}});
    // A history that does not end in what the record holds tells nothing of it.
    world.crms.setHistory("contact", "50", "email",
                          {{"x@y.z", {changed, changed, false, false}, {core::WriterKind::Person, "77"}}});
    world.run();
    const core::Version phone = *world.cell("phone").present.hubspot;
    QCOMPARE(phone.time.from, changed);
    QCOMPARE(phone.time.last, changed);
    QCOMPARE(phone.writer.id, std::string("77"));
    const core::Version email = *world.cell("email").present.hubspot;
    QCOMPARE(email.time.from, core::kBeginningOfTime);
    QCOMPARE(email.time.last, kStart - hours(1));
    QCOMPARE(email.writer.kind, core::WriterKind::Unknown);
    // Salesforce has one time for the whole record, told as late as it may be.
    const core::Version there = *world.cell("phone").present.salesforce;
    QCOMPARE(there.time.from, core::kBeginningOfTime);
    QCOMPARE(there.time.last, kStart - hours(1));
    QVERIFY(there.byRead);
}

/// A comparison may come long after its reads: what was edited in between, and is told later, is newer.
void ComparisonTest::versionWithoutATime_isNoOlderThanTheQuestion() {
    ComparisonWorld world;
    runtime::Waiting waiting = world.begin();
    for (const runtime::ReadWant& want : waiting.wants) {
        waiting.read[want.side] = world.crms.got(want).records.front();
        waiting.read[want.side]->modified.reset();
    }
    world.folder.clock().advance(seconds(65));
    world.context.begin();
    QVERIFY(world.comparison.finish(world.context, world.id, waiting));
    for (const core::Side side : core::kSides)
        QCOMPARE(world.cell("phone").present[side]->time.last, kStart);
}

void ComparisonTest::versionThatAChangeMade_isTheChanges() {
    ComparisonWorld world;
    world.change(changeOf(kHs, "contact", "50", {{"phone", "2"}}));
    core::ChangeCaptured captured = changeOf(kHs, "contact", "50", {{"phone", "2"}});
    captured.change.writer.id = "the last one";
    const core::Seq seq = world.change(captured);
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
    world.run();
    const core::Version phone = *world.cell("phone").present.hubspot;
    QCOMPARE(phone.id, (core::VersionId{seq, kHs}));
    QCOMPARE(phone.writer.id, std::string("the last one"));
    QCOMPARE(phone.time.from, kStart);
    // Later than all that Salesforce's record can have been given: it stands, and Salesforce gets it.
    QCOMPARE(world.cell("phone").standing->id, phone.id);
    QVERIFY(core::due(world.cell("phone"), kSf) != nullptr);
}

void ComparisonTest::versionThatAChangeWithoutATimeMade_hasItsHistorysTime() {
    ComparisonWorld world;
    core::ChangeCaptured captured = changeOf(kHs, "contact", "50", {{"phone", "2"}});
    captured.change.time = {core::kBeginningOfTime, kStart, false, false};
    const core::Seq seq = world.change(captured);
    const base::WallTime changed = kStart - seconds(30);
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
    world.crms.setHistory("contact", "50", "phone",
                          {{"2", {changed, changed, false, false}, {core::WriterKind::Person, "77"}}});
    world.run();
    const core::Version phone = *world.cell("phone").present.hubspot;
    QCOMPARE(phone.id, (core::VersionId{seq, kHs}));
    QCOMPARE(phone.time.from, changed);
    QCOMPARE(phone.time.last, changed);
    QCOMPARE(phone.writer.id, std::string("77"));
    QVERIFY(phone.byRead);
}

void ComparisonTest::recordThatIsGone_isBuried_data() {
    QTest::addColumn<int>("side");
    QTest::addColumn<bool>("isMerged");
    QTest::newRow("deleted in Salesforce") << static_cast<int>(kSf) << false;
    QTest::newRow("deleted in HubSpot") << static_cast<int>(kHs) << false;
    QTest::newRow("merged into another in HubSpot") << static_cast<int>(kHs) << true;
}

void ComparisonTest::recordThatIsGone_isBuried() {
    QFETCH(int, side);
    QFETCH(bool, isMerged);
    ComparisonWorld world;
    const auto gone = static_cast<core::Side>(side);
    const std::string record = gone == kSf ? "003" : "50";
    if (isMerged)
        world.crms.merge(gone, "contact", record, "59");
    else
        world.crms.remove(gone, "contact", record);
    const core::Seq seq = world.change(changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    world.run();
    QCOMPARE(world.newKinds(), std::string("ChangeCaptured, RecordDeleted"));
    QCOMPARE(world.last<core::RecordDeleted>(), (core::RecordDeleted{{gone, "contact", record}, false}));
    QVERIFY(world.ledger->find(world.id)->deleted[gone]);
    QVERIFY(!world.ledger->find(world.id)->deleted[core::other(gone)]);
    QCOMPARE(world.ledger->find(world.id)->undecided, std::vector<core::Seq>{seq});
}

void ComparisonTest::prepareCreate_takesWhatIsNotBlank() {
    ComparisonWorld world;
    world.crms.put(kSf, "contact", "004", {{"Phone", "7"}, {"Email", " "}});
    world.id = core::EntityId(world.context.nextSeq().value());
    core::ChangeCaptured captured = changeOf(kSf, "contact", "004", {{"phone", "7"}});
    captured.unmapped = {"Rating__c"};
    const core::Seq seq = world.change(captured);
    runtime::Waiting waiting;
    waiting.read.salesforce = world.crms.got({world.id, kSf, "contact", "004", {}, {}}).records.front();
    QVERIFY(world.comparison.prepareCreate(world.context, world.id, waiting));
    const core::Entity& entity = *world.ledger->find(world.id);
    QVERIFY(entity.undecided.empty());
    QCOMPARE(entity.cells.size(), std::size_t(1));
    const core::Cell& phone = entity.cells.at("phone");
    QCOMPARE(phone.standing->id, (core::VersionId{seq, kSf}));
    QCOMPARE(phone.standing->value.hubspot.text, std::optional<std::string>("7"));
    QVERIFY(!phone.present.hubspot);
    const auto decided = world.last<core::FieldsDecided>();
    QCOMPARE(decided.fields.size(), std::size_t(2));
    QCOMPARE(decided.fields.back().field, std::string("Rating__c"));
    QCOMPARE(decided.fields.back().outcome, core::Outcome::Unmapped);
}

void ComparisonTest::prepareCreate_saysWhatBecameOfAValueClearedSince() {
    ComparisonWorld world;
    world.crms.put(kSf, "contact", "004", {{"Phone", "7"}, {"Email", " "}});
    world.id = core::EntityId(world.context.nextSeq().value());
    world.change(changeOf(kSf, "contact", "004", {{"phone", "7"}, {"email", "a@b.c"}}));
    runtime::Waiting waiting;
    waiting.read.salesforce = world.crms.got({world.id, kSf, "contact", "004", {}, {}}).records.front();
    QVERIFY(world.comparison.prepareCreate(world.context, world.id, waiting));
    const auto decided = world.last<core::FieldsDecided>();
    const auto email = std::find_if(decided.fields.begin(), decided.fields.end(),
                                    [](const core::FieldDecision& one) { return one.field == "email"; });
    QVERIFY(email != decided.fields.end());
    QCOMPARE(email->outcome, core::Outcome::Superseded);
    QCOMPARE(email->version->value.salesforce.text, std::optional<std::string>("a@b.c"));
    QVERIFY(!world.ledger->find(world.id)->cells.contains("email"));
}

QTEST_GUILESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
