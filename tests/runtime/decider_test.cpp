#include "engine/runtime/decider.h"

#include "engine/core/judge.h"
#include "tests/runtime/step_world.h"

#include <QTest>

using namespace syncline;
using namespace syncline::test;

namespace {

constexpr std::chrono::milliseconds kSettle{5'000};  ///< of the workspace

/// A decider in its world; both sides are there and answer when they are told to.
class DeciderWorld : public StepWorld {
public:
    DeciderWorld() {
        for (const core::Side side : core::kSides)
            connect(side, core::ConnectorPhase::Connected);
    }

    void connect(core::Side side, core::ConnectorPhase phase) {
        reads.sideChanged(side, phase);
        decider.sideChanged(side, phase);
        QVERIFY(decider.release(context));
    }
    /// The change becomes an entry of the entity, and is taken as far as it goes.
    core::Seq change(core::EntityId id, core::ChangeCaptured captured) {
        captured.change.seq = context.nextSeq();
        decider.captured(context.nextSeq(), captured);
        const core::Seq seq = append(id, captured.change.side, captured);
        advance();
        return seq;
    }
    /// The change of a record that nobody knows.
    core::EntityId newRecord(core::ChangeCaptured captured) {
        const core::EntityId id(context.nextSeq().value());
        change(id, std::move(captured));
        return id;
    }
    /// A linked contact whose sides hold the same phone and e-mail.
    core::EntityId agreed(const core::PerSide<std::string>& record) {
        crms.put(kSf, "contact", record.salesforce, {{"Phone", "1"}, {"Email", "a@b.c"}});
        crms.put(kHs, "contact", record.hubspot, {{"phone", "1"}, {"email", "a@b.c"}});
        const core::EntityId id = linked("contact", record);
        advance();
        answerAll();
        static_cast<void>(newKinds());
        static_cast<void>(asked());
        return id;
    }

    /// A linked contact whose sides hold the phone "1" of which the e-mail is not known.
    core::EntityId knowsPhone(const core::PerSide<std::string>& record) {
        const core::EntityId id = linked("contact", record);
        core::FieldDecision phone;
        phone.field = "phone";
        phone.change.standing = core::Version{{core::Seq(id.value()), kHs}, {{"1", "1"}, {"1", "1"}}, {}, {}, false};
        phone.change.present = {phone.change.standing, phone.change.standing};
        append(id, kHs, core::FieldsDecided{{phone}});
        static_cast<void>(newKinds());
        return id;
    }
    /// HubSpot's stream may have missed changes of the record.
    void lose(core::EntityId id) {
        append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", *ledger->find(id)->record.hubspot}}, false});
        decider.missed(id);
        advance();
    }
    /// Time goes by, and what was read is compared.
    void pass(std::chrono::milliseconds by) {
        folder.clock().advance(by);
        const runtime::StepOutput kept = context.takeOutput();
        context.begin();
        context.output() = kept;
        QVERIFY(decider.release(context));
        advance();
    }
    void advance() {
        for (std::set<core::EntityId> touched = context.takeTouched(); !touched.empty();
             touched = context.takeTouched()) {
            for (const core::EntityId id : touched) {
                if (id != core::EntityId())
                    QVERIFY(decider.advance(context, id));
            }
        }
        reads.flush(context);
    }
    /// "hubspot read 50": what was asked of the sides since this was called last.
    std::string asked() {
        std::string text;
        for (; m_asked < context.output().requests.size(); ++m_asked) {
            const auto& [side, request] = context.output().requests[m_asked];
            text += text.empty() ? "" : ", ";
            text += core::name(side);
            if (const auto* read = std::get_if<connectors::ReadRequest>(&request))
                text += (read->history.empty() ? " read " : " history of ") + read->ids.front();
            else if (const auto* find = std::get_if<connectors::FindRequest>(&request))
                text += " find " + find->field + " " + find->values.front();
        }
        return text;
    }
    /// Answers everything, and what is asked then.
    void answerAll() {
        for (; m_answered < context.output().requests.size(); ++m_answered)
            answer(m_answered);
    }
    void answer(std::size_t number) {
        const auto [side, request] = context.output().requests.at(number);
        connectors::ReadAnswer answer;
        if (const auto* read = std::get_if<connectors::ReadRequest>(&request))
            answer = crms.answer(side, *read);
        else
            answer = crms.answer(side, std::get<connectors::FindRequest>(request));
        for (const runtime::ReadGot& got : reads.answered(context, side, answer))
            QVERIFY(decider.got(context, got));
        advance();
    }
    /// "7: applied, 9: lost": the decisions on captured changes since `after`, by the change.
    std::string decisions(core::Seq after) {
        std::string text;
        for (const journal::NewEntry& one : context.output().batch.entries) {
            const auto* decided = std::get_if<core::FieldsDecided>(&one.entry.body);
            if (decided == nullptr || one.entry.seq <= after)
                continue;
            for (const core::FieldDecision& field : decided->fields) {
                text += text.empty() ? "" : ", ";
                text += std::to_string(one.entry.cause.value()) + ": " + std::string(core::name(field.outcome));
            }
        }
        return text;
    }
    [[nodiscard]] const core::Cell& cell(core::EntityId id, const std::string& field) const {
        return ledger->find(id)->cells.at(field);
    }

    runtime::Decider decider{workspace, *ledger, reads, *reader};

private:
    std::size_t m_asked = 0;
    std::size_t m_answered = 0;
};

std::string line(core::Seq seq, const char* outcome) {
    return std::to_string(seq.value()) + ": " + outcome;
}

core::ChangeCaptured withAction(core::Side side, const std::string& id, core::Action action) {
    core::ChangeCaptured captured = changeOf(side, "contact", id, {});
    captured.change.action = action;
    return captured;
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
    void newRecord_isLinkedThenCompared();
    void newRecord_withoutAPartner_givesItsValuesToOne();
    void newRecord_whosePartnerIsNotMade_isUnlinked();
    void deletion_buriesTheRecord();
    void undeletion_bringsItBack();
    void changeOfNothingMapped_isDecidedWithoutARead();
    void gap_isReadWithoutAChange();
    void gap_waitsForWritesThatAreOut();
    void gap_whileItIsRead_isReadAgain();
    void gap_whileItsReadsAreHeld_isReadAgainAtOnce();
    void gap_thatRepeats_isComparedInTheEnd_andOnceMore();
    void gap_whileASideIsAway_isNotBelieved();
    void gap_ofManyRecords_isReadInPieces();
    void gap_changeThatComesBeforeTheReadIsBelieved_isReadAgain();
    void gap_ofARecordThatChangesAllTheTime_isComparedInTheEnd();
    void gap_whileTheStreamIsBehind_isNotBelieved();
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

void DeciderTest::gap_isReadWithoutAChange() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.crms.put(kHs, "contact", "50", {{"phone", "2"}});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    QCOMPARE(world.newKinds(), std::string("GapDetected"));
    world.pass(kSettle - std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string());
    world.pass(std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided, ConflictOpened"));
    QVERIFY(world.cell(id, "phone").conflict.has_value());
}

void DeciderTest::gap_waitsForWritesThatAreOut() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::Version standing = *world.cell(id, "phone").standing;
    const core::Seq write = world.append(id, kHs, core::WriteSent{kHs, "50", 1, {{"phone", standing}}});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    QCOMPARE(world.asked(), std::string());
    world.append(id, kHs, core::WriteFailed{write, kHs, core::FailureClass::NotSent, {}, {}, {}});
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
}

/// What is on its way may have been read before the change that is in the gap.
void DeciderTest::gap_whileItIsRead_isReadAgain() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    const core::GapDetected gap{kHs, "test", {{kHs, "contact", "50"}}, false};
    world.append({}, kHs, gap);
    world.advance();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.append({}, kHs, gap);
    world.decider.missed(id);
    world.answerAll();
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.pass(kSettle);
    QCOMPARE(world.newKinds(), std::string("GapDetected, GapDetected, BaselineRead, FieldsDecided"));
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
}

/// It is not waited until they would have been believed.
void DeciderTest::gap_whileItsReadsAreHeld_isReadAgainAtOnce() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.lose(id);
    world.answerAll();
    static_cast<void>(world.asked());
    world.pass(kSettle - std::chrono::milliseconds(1));
    world.lose(id);
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    world.pass(kSettle - std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("GapDetected, GapDetected"));
    world.pass(std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided"));
}

/// A stream that loses its place again and again does not keep a record from ever being compared.
void DeciderTest::gap_thatRepeats_isComparedInTheEnd_andOnceMore() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.lose(id);
    const core::Seq seq = world.change(id, changeOf(kHs, "contact", "50", {{"phone", "1"}}));
    int rounds = 0;
    for (; world.decisions(seq).empty() && rounds < 10; ++rounds) {
        world.answerAll();
        world.lose(id);
        world.pass(kSettle);
    }
    QCOMPARE(rounds, 4);
    QVERIFY(world.ledger->find(id)->undecided.empty());
    QVERIFY(world.ledger->find(id)->stale.hubspot);
    world.answerAll();
    world.pass(kSettle);
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
}

/// Its stream passes no read: a change that it has still to tell of would be taken for one of which nothing is known.
void DeciderTest::gap_whileASideIsAway_isNotBelieved() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.lose(id);
    world.answerAll();
    world.crms.put(kSf, "contact", "003", {{"Phone", "2"}});
    world.connect(kSf, core::ConnectorPhase::Disconnected);
    world.pass(2 * kSettle);
    QCOMPARE(world.newKinds(), std::string("GapDetected"));
    world.connect(kSf, core::ConnectorPhase::Connected);
    world.pass(kSettle - std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string());
    world.pass(std::chrono::milliseconds(1));
    QCOMPARE(world.newKinds(), std::string("BaselineRead, FieldsDecided"));
}

/// What was read is kept in memory until it is believed: only so much of it.
void DeciderTest::gap_ofManyRecords_isReadInPieces() {
    constexpr int kRecords = 1'200;
    DeciderWorld world;
    std::vector<core::EntityId> ids;
    for (int i = 0; i < kRecords; ++i)
        ids.push_back(world.linked("contact", {"003" + std::to_string(i), "50" + std::to_string(i)}));
    core::GapDetected gap{kHs, "test", {}, false};
    for (int i = 0; i < kRecords; ++i)
        gap.records.push_back({kHs, "contact", "50" + std::to_string(i)});
    world.append({}, kHs, gap);
    world.advance();
    world.answerAll();
    QVERIFY(!world.reads.isIdle());
    world.crms.put(kSf, "contact", "003", {{"Phone", "1"}, {"Email", "a@b.c"}});
    world.crms.put(kHs, "contact", "50", {{"phone", "1"}, {"email", "a@b.c"}});
    const core::EntityId live = world.linked("contact", {"003", "50"});
    const core::Seq seq = world.change(live, changeOf(kSf, "contact", "003", {{"phone", "1"}}));
    world.answerAll();
    QVERIFY(world.decisions(seq).ends_with(line(seq, "baseline")));
    world.pass(kSettle);
    world.answerAll();
    QVERIFY(world.reads.isIdle());
}

/// Its stream had not passed the reads: they are made again, and the change is folded into them.
void DeciderTest::gap_changeThatComesBeforeTheReadIsBelieved_isReadAgain() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.crms.put(kHs, "contact", "50", {{"phone", "3"}});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    world.answerAll();
    const core::Seq seq = world.change(id, changeOf(kHs, "contact", "50", {{"phone", "2"}}));
    static_cast<void>(world.asked());
    world.pass(kSettle);
    QCOMPARE(world.asked(), std::string("salesforce read 003, hubspot history of 50"));
    world.answerAll();
    QCOMPARE(world.decisions(seq), std::string());
    world.pass(kSettle);
    QVERIFY(world.decisions(seq).ends_with(line(seq, "superseded")));
    QCOMPARE(world.cell(id, "phone").present.hubspot->value.hubspot.text, std::optional<std::string>("3"));
}

/// One that changes all the time is compared in the end.
void DeciderTest::gap_ofARecordThatChangesAllTheTime_isComparedInTheEnd() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    int rounds = 0;
    for (; world.ledger->find(id)->stale.hubspot && rounds < 10; ++rounds) {
        world.answerAll();
        world.change(id, changeOf(kHs, "contact", "50", {{"email", "d@e.f" + std::to_string(rounds)}}));
        world.pass(kSettle);
    }
    QCOMPARE(rounds, 4);
    QVERIFY(world.ledger->find(id)->undecided.empty());
}

/// A stream that tells of old changes has not passed the reads, whatever their age.
void DeciderTest::gap_whileTheStreamIsBehind_isNotBelieved() {
    DeciderWorld world;
    const core::EntityId id = world.agreed({"003", "50"});
    world.append({}, kHs, core::GapDetected{kHs, "test", {{kHs, "contact", "50"}}, false});
    world.advance();
    world.answerAll();
    world.pass(kSettle - std::chrono::seconds(1));
    world.decider.streamTold(world.context, kHs, world.context.now() - kSettle - std::chrono::seconds(1));
    world.pass(kSettle - std::chrono::seconds(1));
    QVERIFY(world.ledger->find(id)->stale.hubspot);
    world.pass(std::chrono::seconds(1));
    QVERIFY(!world.ledger->find(id)->stale.hubspot);
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
