#include "engine/core/judge.h"
#include "tests/runtime/decider_world.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;

namespace {

core::ChangeCaptured withAction(core::Side side, const std::string& id, core::Action action) {
    core::ChangeCaptured captured = changeOf(side, "contact", id, {});
    captured.change.action = action;
    return captured;
}

/// HubSpot set the phone to "2" and gave no usable time.
core::ChangeCaptured withoutTime() {
    core::ChangeCaptured captured = changeOf(kHs, "contact", "50", {{"phone", "2"}});
    captured.change.time = {core::kBeginningOfTime, kStart + std::chrono::seconds(90), false, false};
    return captured;
}

connectors::PastVersion setAt(const std::string& text, int seconds, const core::Writer& writer) {
    const base::WallTime at = kStart + std::chrono::seconds(seconds);
    return {text, {at, at, false, false}, writer};
}

}  // namespace

class DeciderTest : public QObject {
    Q_OBJECT

private slots:
    void unknownSide_isReadBeforeItIsDecided();
    void knownSides_areDecidedAtOnce();
    void changesOfOneRecord_areDecidedInOrder();
    void changesThatPiledUp_areFoldedIntoAnotherRead();
    void changesThatComeBetweenAllReads_areDecidedInOrder();
    void oneThatWaits_holdsBackNobodyElse();
    void writerThatTheSourceDoesNotName_isLookedUp();
    void historyThatIsNotThere_isNotAskedForAgain();
    void changeWithoutATime_isDecidedByItsHistorysTime();
    void changeWithoutATime_isTheNewestOfItsWriter();
    void changeWithoutATime_isTheFirstBehindWhatIsKnown();
    void changeWithoutATime_whoseHistoryIsNotThere_isConcurrent();
    void newRecord_isLinkedThenCompared();
    void newRecord_withoutAPartner_givesItsValuesToOne();
    void newRecord_whosePartnerIsNotMade_isUnlinked();
    void deletion_buriesTheRecord();
    void undeletion_bringsItBack();
    void changeOfNothingMapped_isDecidedWithoutARead();
    void unknownField_isComparedAlone();
    void unknownField_isNotReadAgain_forAChangeOfAKnownOne();
    void changeOfAKnownAndAnUnknownField_isDecidedWhereItIsKnown();
    void flowAfterOurCreate_isAppliedWithoutAConflict();
    void recordThatWentWhileItWasRead_isNotCompared();
    void answerThatNobodyWaitsFor_doesNothing();
};

void DeciderTest::unknownSide_isReadBeforeItIsDecided() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.linked("contact", {"003", "50"});
    static_cast<void>(world.newKinds());
    const core::Seq seq = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    QCOMPARE(world.newKinds(), std::string("ChangeCaptured"));
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    QCOMPARE(world.asked(), std::string());
    QVERIFY(world.newKinds().starts_with("BaselineRead, FieldsDecided"));
    QVERIFY(world.decisions(seq).ends_with(line(seq, "baseline")));
    QVERIFY(world.ledger->find(id)->undecided.empty());
}

void DeciderTest::knownSides_areDecidedAtOnce() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::Seq seq = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    QCOMPARE(world.newKinds(), std::string("ChangeCaptured, FieldsDecided"));
    QCOMPARE(world.asked(), std::string());
    QCOMPARE(world.decisions(seq), line(seq, "applied"));
    QCOMPARE(world.cell(id, "phone").standing->value.hubspot.text, std::optional<std::string>("2"));
}

void DeciderTest::changesOfOneRecord_areDecidedInOrder() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    // The first one waits for a history: a write of ours is out to the cell.
    const core::Version standing = *world.cell(id, "phone").standing;
    world.append(id, kHs, core::WriteSent{kHs, "50", 1, {{"phone", standing}}});
    core::ChangeCaptured unnamed = changeOf(kHs, "contact", "50", {{"phone", "2"}});
    unnamed.change.writerKnown = false;
    unnamed.change.writer = {};
    const core::Seq first = world.change(id, unnamed);
    const core::Seq second = world.change(id, changeOf(kSf, "contact", "003", {{"email", "d@e.f"}}));
    QCOMPARE(world.decisions(first), std::string());
    QCOMPARE(world.ledger->find(id)->undecided, (std::vector<core::Seq>{first, second}));
    world.answerAll();
    QCOMPARE(world.decisions(first), line(first, "applied") + ", " + line(second, "applied"));
}

/// What was read may be of before them or after: both records are read again.
void DeciderTest::changesThatPiledUp_areFoldedIntoAnotherRead() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "3"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.linked("contact", {"003", "50"});
    const core::Seq folded = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "1"}}));
    const core::Seq first = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    const core::Seq second = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "3"}}));
    world.answerAll();
    QVERIFY(world.decisions(folded).ends_with(line(folded, "superseded") + ", " + line(first, "superseded") + ", "
                                              + line(second, "baseline")));
    QCOMPARE(world.cell(id, "phone").standing->id.seq, second);
}

/// Of a record that changes all the time what comes after the last read is decided on it.
void DeciderTest::changesThatComeBetweenAllReads_areDecidedInOrder() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.linked("contact", {"003", "50"});
    world.advance();
    core::Seq last;
    for (std::size_t round = 0; round < 4; ++round) {
        const std::string phone = std::to_string(round + 2);
        last = world.change(id, changeOf(kSf, "contact", "003", {{"phone", phone}}));
        QVERIFY(world.ledger->find(id)->cells.empty());
        world.answer(2 * round);
        world.answer(2 * round + 1);
        world.crms.put(kSf, "contact", "003", {{"Phone", phone}});
    }
    QVERIFY(world.decisions(last).ends_with(line(last, "applied")));
    QCOMPARE(world.cell(id, "phone").standing->id.seq, last);
}

void DeciderTest::oneThatWaits_holdsBackNobodyElse() {
    DeciderWorld world;
    const core::EntityId known = world.agreed({"003", "50"});
    const core::EntityId unknown = world.linked("contact", {"004", "51"});
    const core::Seq waits = world.change(unknown, changeOf(kSf, "contact", "004", {{"phone", "2"}}));
    const core::Seq goesOn = world.change(known, changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    QCOMPARE(world.decisions(waits), line(goesOn, "applied"));
}

void DeciderTest::writerThatTheSourceDoesNotName_isLookedUp() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::Seq applied = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    const core::Version standing = *world.cell(id, "phone").standing;
    world.append(id, kHs, core::WriteSent{kHs, "50", 1, {{"phone", standing}}});
    core::ChangeCaptured unnamed = changeOf(kHs, "contact", "50", {{"phone", "2"}});
    unnamed.change.writerKnown = false;
    unnamed.change.writer = {};
    unnamed.change.time = {kStart + std::chrono::seconds(60), kStart + std::chrono::seconds(60), false, false};
    const base::WallTime at = kStart + std::chrono::seconds(59);
    // The same value was there long before, by a person: what the event told of is the one nearest to its time.
    world.crms.setHistory("contact", "50", "phone",
                          {{"2", {at, at, false, false}, {core::WriterKind::Us, "Syncline"}},
                           {"1", {kStart, kStart, false, false}, {}},
                           {"2", {kStart, kStart, false, false}, {core::WriterKind::Person, "77"}}});
    const core::Seq seq = world.change(id, unnamed);
    QCOMPARE(world.asked(), std::string("hubspot history of 50"));
    QCOMPARE(world.decisions(applied), line(applied, "applied"));
    world.answerAll();
    QVERIFY(world.decisions(applied).ends_with(line(seq, "echo")));
    QVERIFY(world.cell(id, "phone").out.hubspot.empty());
}

void DeciderTest::historyThatIsNotThere_isNotAskedForAgain() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::Version standing = *world.cell(id, "phone").standing;
    world.append(id, kHs, core::WriteSent{kHs, "50", 1, {{"phone", standing}}});
    core::ChangeCaptured unnamed = changeOf(kHs, "contact", "50", {{"phone", "2"}});
    unnamed.change.writerKnown = false;
    unnamed.change.writer = {};
    const core::Seq seq = world.change(id, unnamed);
    world.answerAll();
    QCOMPARE(world.asked(), std::string("hubspot history of 50"));
    QCOMPARE(world.decisions(seq), line(seq, "applied"));
}

/// Though the source names who wrote: without the history it would be a photo finish.
void DeciderTest::changeWithoutATime_isDecidedByItsHistorysTime() {
    const core::Writer person{core::WriterKind::Person, "77"};
    for (const int seconds : {10, 59}) {
        DeciderWorld world;
        const core::EntityId id = world.agreed({"003", "50"});
        core::ChangeCaptured salesforces = changeOf(kSf, "contact", "003", {{"phone", "3"}});
        const base::WallTime at = kStart + std::chrono::seconds(30);
        salesforces.change.time = {at, at, false, false};
        world.change(id, salesforces);
        // The same value was there long before as well.
        world.crms.setHistory("contact", "50", "phone",
                              {setAt("2", seconds, person), setAt("1", 0, person), setAt("2", -7200, person)});
        const core::Seq seq = world.change(id, withoutTime());
        QCOMPARE(world.asked(), std::string("hubspot history of 50"));
        QCOMPARE(world.decisions(seq), std::string());
        world.answerAll();
        QCOMPARE(world.decisions(seq), line(seq, seconds > 30 ? "won" : "lost"));
        const core::Version present = *world.cell(id, "phone").present.hubspot;
        QCOMPARE(present.time.from, kStart + std::chrono::seconds(seconds));
        QCOMPARE(present.time.last, present.time.from);
        QCOMPARE(present.writer.id, std::string("77"));
    }
}

/// What another has set the property to since is told by an event of its own.
void DeciderTest::changeWithoutATime_isTheNewestOfItsWriter() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.crms.setHistory("contact", "50", "phone",
                          {setAt("2", 70, {core::WriterKind::Integration, "9"}), setAt("1", 65, {}),
                           setAt("2", 59, {core::WriterKind::Person, "77"})});
    const core::Seq seq = world.change(id, withoutTime());
    world.answerAll();
    QCOMPARE(world.decisions(seq), line(seq, "applied"));
    QCOMPARE(world.cell(id, "phone").standing->time.from, kStart + std::chrono::seconds(59));
    QCOMPARE(world.cell(id, "phone").standing->writer.id, std::string("77"));
}

/// Ours of the same value has landed behind it, and its own event is still to come.
void DeciderTest::changeWithoutATime_isTheFirstBehindWhatIsKnown() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    core::ChangeCaptured seen = changeOf(kHs, "contact", "50", {{"phone", "5"}});
    const base::WallTime at = kStart + std::chrono::seconds(20);
    seen.change.time = {at, at, false, false};
    world.change(id, seen);
    world.answerAll();
    world.crms.setHistory("contact", "50", "phone",
                          {setAt("2", 70, {core::WriterKind::Us, "19083857"}), setAt("1", 65, {}),
                           setAt("2", 59, {core::WriterKind::Person, "77"}), setAt("5", 20, {}), setAt("2", 10, {})});
    core::ChangeCaptured untimed = withoutTime();
    untimed.change.writerKnown = false;
    world.change(id, untimed);
    world.answerAll();
    const core::Version present = *world.cell(id, "phone").present.hubspot;
    QCOMPARE(present.time.from, kStart + std::chrono::seconds(59));
    QCOMPARE(present.writer.id, std::string("77"));
}

void DeciderTest::changeWithoutATime_whoseHistoryIsNotThere_isConcurrent() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::Seq first = world.change(id, withoutTime());
    world.answerAll();
    QCOMPARE(world.asked(), std::string("hubspot history of 50"));
    // What it was made on was found by a read, which may be newer.
    QCOMPARE(world.decisions(first), line(first, "conflicted"));
    QVERIFY(world.cell(id, "phone").conflict.has_value());
}

void DeciderTest::newRecord_isLinkedThenCompared() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}, {"HubSpot_Id__c", "50"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.newRecord(changeOf(kSf, "contact", "003", {{"phone", "1"}}));
    QCOMPARE(world.asked(), std::string("salesforce read 003"));
    world.answerAll();
    QCOMPARE(world.asked(), std::string("hubspot read 50, salesforce read 003, hubspot history of 50"));
    QCOMPARE(world.newKinds(), std::string("ChangeCaptured, RecordLinked, BaselineRead, FieldsDecided, FieldsDecided"));
    QVERIFY(world.ledger->find(id)->isLinked());
    QVERIFY(!core::isMoving(*world.ledger->find(id)));
}

void DeciderTest::newRecord_withoutAPartner_givesItsValuesToOne() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", ""}});
    const core::EntityId id = world.newRecord(changeOf(kSf, "contact", "003", {{"phone", "1"}}));
    world.answerAll();
    QCOMPARE(world.newKinds(), std::string("ChangeCaptured, FieldsDecided"));
    QCOMPARE(world.cell(id, "phone").standing->value.hubspot.text, std::optional<std::string>("1"));
    // Waits to be made: the writer sees it by the standing values.
    QVERIFY(core::isMoving(*world.ledger->find(id)));
    QVERIFY(world.ledger->find(id)->undecided.empty());
}

void DeciderTest::newRecord_whosePartnerIsNotMade_isUnlinked() {
    DeciderWorld world;
    world.crms.put(kSf, "company", "001", {{"Name", "Acme"}});
    const core::EntityId id = world.newRecord(changeOf(kSf, "company", "001", {{"name", "Acme"}}));
    world.answerAll();
    QCOMPARE(world.decisions(core::Seq()), line(core::Seq(id.value()), "unlinked"));
    QVERIFY(!core::isMoving(*world.ledger->find(id)));
}

void DeciderTest::deletion_buriesTheRecord() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.change(id, withAction(kSf, "003", core::Action::Delete));
    QCOMPARE(world.newKinds(), std::string("ChangeCaptured, RecordDeleted, FieldsDecided"));
    QVERIFY(world.ledger->find(id)->deleted.salesforce);
    const core::Seq late = world.change(id, changeOf(kHs, "contact", "50", {{"phone", "2"}}));
    QCOMPARE(world.decisions(late), line(late, "deleted"));
    QCOMPARE(world.asked(), std::string());
}

void DeciderTest::undeletion_bringsItBack() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.change(id, withAction(kSf, "003", core::Action::Delete));
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
    world.change(id, withAction(kSf, "003", core::Action::Undelete));
    QVERIFY(!world.ledger->find(id)->deleted.salesforce);
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    world.pass(kSettle);
    QVERIFY(!world.ledger->find(id)->stale.salesforce);
    QCOMPARE(world.cell(id, "phone").present.hubspot->value.hubspot.text, std::optional<std::string>("2"));
}

void DeciderTest::changeOfNothingMapped_isDecidedWithoutARead() {
    DeciderWorld world;
    core::ChangeCaptured captured = changeOf(kSf, "contact", "003", {});
    captured.unmapped = {"Rating__c"};
    const core::EntityId id = world.newRecord(captured);
    QCOMPARE(world.decisions(core::Seq()), line(core::Seq(id.value()), "unmapped"));
    QCOMPARE(world.asked(), std::string());
}

/// What is known is told by the streams: a value that was read beside a write of ours would be taken for a change.
void DeciderTest::unknownField_isComparedAlone() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.knowsPhone({"003", "50"});
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.append(id, kSf, core::WriteSent{kSf, "003", 1, {{"phone", *world.cell(id, "phone").standing}}});
    world.answerAll();
    const core::BaselineRead read = world.last<core::BaselineRead>();
    QCOMPARE(read.fields.size(), std::size_t(1));
    QCOMPARE(read.fields.front().field, std::string("email"));
    QCOMPARE(world.cell(id, "phone").present.salesforce->value.salesforce.text, std::optional<std::string>("1"));
    QVERIFY(core::isKnown(world.cell(id, "email")));
}

/// The echo of our own create tells of nothing that is read.
void DeciderTest::unknownField_isNotReadAgain_forAChangeOfAKnownOne() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.knowsPhone({"003", "50"});
    world.advance();
    static_cast<void>(world.asked());
    const core::Seq seq = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "2"}}));
    world.answerAll();
    QCOMPARE(world.asked(), std::string());
    QVERIFY(core::isKnown(world.cell(id, "email")));
    QVERIFY(world.decisions(seq).ends_with(line(seq, "applied")));
}

/// The known field of a change that waits for another one's comparison is decided on what the side held.
void DeciderTest::changeOfAKnownAndAnUnknownField_isDecidedWhereItIsKnown() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.knowsPhone({"003", "50"});
    const core::Seq seq = world.change(id, changeOf(kSf, "contact", "003", {{"phone", "2"}, {"email", "a@b.c"}}));
    world.answerAll();
    QVERIFY(world.decisions(seq).ends_with(line(seq, "applied") + ", " + line(seq, "baseline")));
    QVERIFY(!world.cell(id, "phone").conflict.has_value());
}

/// The flow of an org changes what a create of ours has written, in the same step: its change follows ours.
void DeciderTest::flowAfterOurCreate_isAppliedWithoutAConflict() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}});
    const core::EntityId id = world.knowsPhone({"003", "50"});
    world.advance();
    core::ChangeCaptured made = changeOf(kSf, "contact", "003", {{"phone", "2"}});
    made.change.writer = {core::WriterKind::Us, "Syncline"};
    const core::Seq seq = world.change(id, made);
    world.answerAll();
    QVERIFY(world.decisions(seq).ends_with(line(seq, "applied")));
    QVERIFY(!world.cell(id, "phone").conflict.has_value());
    QCOMPARE(world.cell(id, "phone").standing->id, (core::VersionId{seq, kSf}));
}

/// A record that went while it was read is not compared.
void DeciderTest::recordThatWentWhileItWasRead_isNotCompared() {
    DeciderWorld world;
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId id = world.linked("contact", {"003", "50"});
    world.advance();
    world.append(id, kSf, core::RecordDeleted{{kSf, "contact", "003"}, false});
    static_cast<void>(world.newKinds());
    world.answerAll();
    QCOMPARE(world.newKinds(), std::string());
    QVERIFY(world.ledger->find(id)->cells.empty());
}

void DeciderTest::answerThatNobodyWaitsFor_doesNothing() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const runtime::ReadWant want{id, kHs, "contact", "50", {}, {}};
    QVERIFY(world.decider.got(world.context, world.crms.got(want)));
    world.advance();
    QCOMPARE(world.newKinds(), std::string());
}

QTEST_GUILESS_MAIN(DeciderTest)
#include "decider_test.moc"
