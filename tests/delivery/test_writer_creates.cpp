#include "tests/delivery/writer_world.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::test;
using connectors::WriteEffect;
using core::EntityId;
using core::FailureClass;
using core::Seq;
using std::chrono::milliseconds;

namespace {

std::string here(EntityId id) {
    return "003-" + std::to_string(id.value());
}

mapping::Workspace without(const std::string& what) {
    mapping::Workspace workspace = workspaceOfContacts();
    if (what == "create")
        workspace.objects.front().create[kHs] = false;
    if (what == "partnerId")
        workspace.objects.front().partnerId[kHs].clear();
    return workspace;
}

/// A contact is being made in HubSpot, and the answer was lost.
struct LostCreate {
    explicit LostCreate(mapping::Workspace workspace = workspaceOfContacts(), const std::string& email = "a@b")
        : world({}, std::move(workspace)), id(world.unlinked("1", email)) {
        world.answer(world.sendOne(), WriteEffect::Unknown);
        world.step();
    }
    connectors::FindRequest find(milliseconds after = milliseconds(1000)) {
        world.advance(after);
        auto finds = world.step().finds;
        return finds.size() == 1 ? finds.front() : connectors::FindRequest{};
    }

    WriterWorld world;
    EntityId id;
};

/// A record of ours is on its way to HubSpot, and HubSpot's stream tells of it before the answer comes.
struct TooEarly {
    WriterWorld world;
    EntityId id = world.unlinked("1");
    connectors::WriteRequest request = world.sendOne();
    EntityId stranger{core::next(world.head()).value()};  ///< as long as nobody knows that it is the same
    Seq seq = again();

    /// Its next change.
    Seq again() {
        core::ChangeCaptured captured;
        captured.record = {kHs, "contact", "50-9"};
        return world.append(stranger, kHs, {}, captured);
    }
};

}  // namespace

class TestWriterCreates : public QObject {
    Q_OBJECT

private slots:
    void create_isAnUpsertOnThePartnersId();
    void create_withoutAPartnerField_hasNoKey();
    void create_whereTheMappingMakesNone_isNotDue();
    void create_ofATombstonesPartner_isNotDue();
    void gap_isNoReason_notToMakeThePartner();
    void creates_andUpdates_goInRequestsOfTheirOwn();
    void create_isOutOnce_andNewerValuesFollowAsAnUpdate();
    void answer_linksTheRecord();
    void eventBeforeAnswer_isOneLink();
    void eventBeforeAnswer_thatIsNotLinkedYet_waitsInFrontOfWhatFollows_data();
    void eventBeforeAnswer_thatIsNotLinkedYet_waitsInFrontOfWhatFollows();
    void eventBeforeAnswer_thatWasDecidedAlready_isCompared_data();
    void eventBeforeAnswer_thatWasDecidedAlready_isCompared();
    void deleteBeforeAnswer_thatWasDecidedAlready_buriesTheRecord();
    void recordOfSomebodyElse_isCompared();
    void upsertThatMetARecord_isCompared();
    void newRecord_isBlankWhereNothingWasSent();
    void none_isTriedAgain();
    void permanent_unnamed_isNotTriedAgain_untilSomethingChanges();
    void permanent_named_goesAgainWithoutTheField();
    void permanent_named_andThenAnotherValue_carriesWhatWasRefusedToo();
    void lostAnswer_isLookedFor();
    void found_isLinked_andToBeCompared();
    void notFound_isTriedAgain_afterTheSettleTime();
    void twoFound_isNotGuessed();
    void withoutAKey_isLookedForByMatchKey_longer();
    void withoutAnyKey_waitsForTheStream();
    void lostAnswer_thenItsEvent_isOver();
    void adoptedCreate_isLookedFor();
};

void TestWriterCreates::create_isAnUpsertOnThePartnersId() {
    WriterWorld world;
    const EntityId id = world.unlinked("1", "a@b");
    const connectors::WriteRequest request = world.sendOne();
    QCOMPARE(shown(request), "new for " + here(id) + ": phone=1 email=a@b");
    QCOMPARE(request.object, std::string("contacts"));
    QVERIFY(!request.records.front().id);
    QCOMPARE(request.records.front().key->name, std::string("sf_contact_id"));
    QVERIFY(!world.last<core::WriteSent>().record);
    QVERIFY(world.entity(id).creating == world.head());
    QVERIFY(world.step().writes.empty());
}

void TestWriterCreates::create_withoutAPartnerField_hasNoKey() {
    WriterWorld world({}, without("partnerId"));
    world.unlinked("1", "");
    const connectors::WriteRequest request = world.sendOne();
    QCOMPARE(shown(request), std::string("new: phone=1 email=(blank)"));
    QVERIFY(!request.records.front().key);
}

void TestWriterCreates::create_whereTheMappingMakesNone_isNotDue() {
    WriterWorld world({}, without("create"));
    world.unlinked("1");
    QVERIFY(world.step().writes.empty());
}

void TestWriterCreates::create_ofATombstonesPartner_isNotDue() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    world.append(id, kSf, {}, core::RecordDeleted{{kSf, "contact", here(id)}, false});
    QVERIFY(world.step().writes.empty());
}

/// Only linked records are compared, so that nothing would ever end the gap.
void TestWriterCreates::gap_isNoReason_notToMakeThePartner() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    world.append(id, kSf, {}, core::GapDetected{kSf, "reset", {{kSf, "contact", here(id)}}, false});
    const connectors::WriteRequest request = world.sendOne();
    QCOMPARE(shown(request), "new for " + here(id) + ": phone=1 email=(blank)");
    world.answer(request, taken("50-9", true));
    world.change(id, "phone", "2");
    QVERIFY(world.entity(id).stale[kSf]);
    QVERIFY(world.step().writes.empty());  // now both records can be read, and are before anything is updated
}

void TestWriterCreates::creates_andUpdates_goInRequestsOfTheirOwn() {
    WriterWorld world;
    const EntityId fresh = world.unlinked("1");
    const EntityId known = world.linked();
    world.change(known, "phone", "2");
    QCOMPARE(shown(world.step().writes), "contacts new for " + here(fresh) + ": phone=1 email=(blank) + contacts 50-"
                                             + std::to_string(known.value()) + ": phone=2");
}

void TestWriterCreates::create_isOutOnce_andNewerValuesFollowAsAnUpdate() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    const connectors::WriteRequest request = world.sendOne();
    world.change(id, "phone", "2");
    QVERIFY(world.step().writes.empty());
    world.answer(request, taken("50-9", true));
    QCOMPARE(shown(world.sendOne()), std::string("50-9: phone=2"));
}

void TestWriterCreates::answer_linksTheRecord() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    world.answer(world.sendOne(), taken("50-9", true));
    QCOMPARE(*world.last<core::WriteSucceeded>().created, std::string("50-9"));
    QVERIFY(world.entity(id).isLinked());
    QVERIFY(!world.entity(id).creating);
    QVERIFY(world.cell(id, "phone").out[kHs].empty());
    const delivery::WriterOutput output = world.step();
    QVERIFY(output.writes.empty() && !output.wakeAt);
}

void TestWriterCreates::eventBeforeAnswer_isOneLink() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    const connectors::WriteRequest request = world.sendOne();
    world.append(id, kHs, {}, core::RecordLinked{{here(id), "50-9"}, core::LinkOrigin::Created, {}});
    QVERIFY(world.step().writes.empty());
    world.answer(request, taken("50-9", true));
    QVERIFY(!world.entity(id).creating);
    QCOMPARE(*world.entity(id).record[kHs], std::string("50-9"));
    QVERIFY(world.step().writes.empty());
}

void TestWriterCreates::eventBeforeAnswer_thatIsNotLinkedYet_waitsInFrontOfWhatFollows_data() {
    QTest::addColumn<bool>("isLost");
    QTest::newRow("the answer comes") << false;
    QTest::newRow("the answer is lost, and the record is found") << true;
}

void TestWriterCreates::eventBeforeAnswer_thatIsNotLinkedYet_waitsInFrontOfWhatFollows() {
    QFETCH(bool, isLost);
    TooEarly told;
    if (isLost) {
        told.world.answer(told.request, WriteEffect::Unknown);
        told.world.advance(milliseconds(1000));
        told.world.step();
        told.world.advance(milliseconds(1000));
        const auto finds = told.world.step().finds;
        QCOMPARE(finds.size(), std::size_t(1));
        QVERIFY(told.world.answer(finds.front(), {"50-9"}));
    } else {
        told.world.answer(told.request, taken("50-9", true));
    }
    QVERIFY(told.world.entity(told.stranger).mergedInto.has_value());
    QCOMPARE(told.world.entity(told.id).undecided, std::vector<Seq>{told.seq});
    QVERIFY(told.world.entity(told.id).isLinked());
    QVERIFY(!told.world.entity(told.id).creating);
}

void TestWriterCreates::eventBeforeAnswer_thatWasDecidedAlready_isCompared_data() {
    QTest::addColumn<bool>("isFollowed");
    QTest::newRow("nothing follows") << false;
    QTest::newRow("another change waits") << true;
}

/// What the stream told was decided as that of a record without a partner, a flow's "2" after our "1": nothing but a
/// read tells what the record holds.
void TestWriterCreates::eventBeforeAnswer_thatWasDecidedAlready_isCompared() {
    QFETCH(bool, isFollowed);
    TooEarly told;
    const Seq follows = isFollowed ? told.again() : Seq();
    core::FieldDecision unlinked;
    unlinked.field = "phone";
    unlinked.outcome = core::Outcome::Unlinked;
    told.world.append(told.stranger, kHs, told.seq, core::FieldsDecided{{unlinked}});
    told.world.answer(told.request, taken("50-9", true));
    QVERIFY(told.world.entity(told.stranger).mergedInto.has_value());
    QCOMPARE(told.world.entity(told.id).undecided, isFollowed ? std::vector<Seq>{follows} : std::vector<Seq>());
    QVERIFY(told.world.last<core::GapDetected>().records == (std::vector<core::RecordKey>{{kHs, "contact", "50-9"}}));
    QVERIFY(told.world.entity(told.id).stale[kHs]);
}

void TestWriterCreates::deleteBeforeAnswer_thatWasDecidedAlready_buriesTheRecord() {
    TooEarly told;
    told.world.append(told.stranger, kHs, told.seq, core::RecordDeleted{{kHs, "contact", "50-9"}, false});
    told.world.append(told.stranger, kHs, told.seq, core::FieldsDecided{});
    told.world.answer(told.request, taken("50-9", true));
    QVERIFY(told.world.entity(told.stranger).mergedInto.has_value());
    QVERIFY(told.world.entity(told.id).deleted[kHs]);
    told.world.change(told.id, "phone", "2");
    QVERIFY(told.world.step().writes.empty());
}

void TestWriterCreates::recordOfSomebodyElse_isCompared() {
    WriterWorld world;
    const EntityId known = world.linked();
    const EntityId id = world.unlinked("1");
    const std::string record = *world.entity(known).record[kHs];
    world.answer(world.sendOne(), taken(record, true));
    QVERIFY(!world.entity(known).mergedInto);
    QVERIFY(world.entity(id).stale[kHs]);
}

/// It holds what it held before, beside what was sent.
void TestWriterCreates::upsertThatMetARecord_isCompared() {
    WriterWorld world;
    const EntityId id = world.unlinked("1", "bad");
    world.answer(world.sendOne(), refused(WriteEffect::Permanent, {"email"}));
    world.answer(world.sendOne(), taken("50-9", false));
    QVERIFY(world.last<core::GapDetected>().records == (std::vector<core::RecordKey>{{kHs, "contact", "50-9"}}));
    QVERIFY(world.entity(id).stale[kHs]);
    QVERIFY(!world.cell(id, "email").present[kHs]);
}

void TestWriterCreates::newRecord_isBlankWhereNothingWasSent() {
    WriterWorld world;
    const EntityId id = world.unlinked("1", "bad");
    world.answer(world.sendOne(), refused(WriteEffect::Permanent, {"email"}));
    world.answer(world.sendOne(), taken("50-9", true));
    const core::Cell email = world.cell(id, "email");
    QVERIFY(email.present[kHs] && email.present[kHs]->value[kHs].isBlank());
    QVERIFY(email.present[kHs]->id != email.standing->id);
    QCOMPARE(*email.standing->value[kHs].text, std::string("bad"));
    QVERIFY(email.apart[kHs]);
    QVERIFY(!world.entity(id).stale[kHs]);
    // What nobody has set is still to be compared, also after a restart.
    QVERIFY(world.cell(id, "title").present[kHs] && !world.cell(id, "title").standing);
    QVERIFY(core::isMoving(world.entity(id)));
    QVERIFY(world.step().writes.empty());
}

void TestWriterCreates::none_isTriedAgain() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    world.answer(world.sendOne(), WriteEffect::None);
    QVERIFY(!world.entity(id).creating);
    QVERIFY(world.step().writes.empty());
    world.advance(milliseconds(500));
    QCOMPARE(shown(world.sendOne()), "new for " + here(id) + ": phone=1 email=(blank)");
    QCOMPARE(world.last<core::WriteSent>().attempt, 2);
}

void TestWriterCreates::permanent_unnamed_isNotTriedAgain_untilSomethingChanges() {
    WriterWorld world;
    const EntityId id = world.unlinked("1", "bad");
    world.answer(world.sendOne(), WriteEffect::Permanent);
    QCOMPARE(world.last<core::WriteFailed>().failure, FailureClass::Permanent);
    QVERIFY(world.cell(id, "phone").apart[kHs] && world.cell(id, "email").apart[kHs]);
    world.advance(milliseconds(600'000));
    const delivery::WriterOutput output = world.step();
    QVERIFY(output.writes.empty() && !output.wakeAt);
    world.change(id, "email", "a@b");
    // The record is made of all that it has, not of what was changed last.
    const connectors::WriteRequest again = world.sendOne();
    QCOMPARE(shown(again), "new for " + here(id) + ": phone=1 email=a@b");
    world.answer(again, WriteEffect::Permanent);
    QVERIFY(world.step().writes.empty());
}

void TestWriterCreates::permanent_named_goesAgainWithoutTheField() {
    WriterWorld world;
    const EntityId id = world.unlinked("1", "bad");
    world.answer(world.sendOne(), refused(WriteEffect::Permanent, {"email"}));
    const connectors::WriteRequest rest = world.sendOne();
    QCOMPARE(shown(rest), "new for " + here(id) + ": phone=1");
    world.answer(rest, taken("50-9", true));
    QVERIFY(world.step().writes.empty());
}

void TestWriterCreates::permanent_named_andThenAnotherValue_carriesWhatWasRefusedToo() {
    WriterWorld world;
    const EntityId id = world.unlinked("1", "bad");
    world.answer(world.sendOne(), refused(WriteEffect::Permanent, {"email"}));
    world.answer(world.sendOne(), WriteEffect::Permanent);
    QVERIFY(world.step().writes.empty());
    world.change(id, "phone", "2");
    QCOMPARE(shown(world.sendOne()), "new for " + here(id) + ": phone=2 email=bad");
}

void TestWriterCreates::lostAnswer_isLookedFor() {
    LostCreate lost;
    QVERIFY(lost.world.step().finds.empty());
    const connectors::FindRequest find = lost.find();
    QCOMPARE(find.object, std::string("contacts"));
    QCOMPARE(find.field, std::string("sf_contact_id"));
    QCOMPARE(find.values, std::vector{here(lost.id)});
    QVERIFY(lost.world.step().writes.empty());
}

void TestWriterCreates::found_isLinked_andToBeCompared() {
    LostCreate lost;
    const Seq write = lost.world.entries<core::WriteSent>().back().seq;
    QVERIFY(lost.world.answer(lost.find(), {"50-9"}));
    const core::WriteSucceeded succeeded = lost.world.last<core::WriteSucceeded>();
    QCOMPARE(succeeded.write, write);
    QCOMPARE(*succeeded.created, std::string("50-9"));
    const core::RecordLinked linked = lost.world.last<core::RecordLinked>();
    QCOMPARE(linked.origin, core::LinkOrigin::Created);
    QCOMPARE(linked.record.salesforce, here(lost.id));
    QCOMPARE(linked.record.hubspot, std::string("50-9"));
    QVERIFY(!lost.world.entity(lost.id).creating);
    QVERIFY(lost.world.last<core::GapDetected>().records == (std::vector<core::RecordKey>{{kHs, "contact", "50-9"}}));
    QVERIFY(lost.world.entity(lost.id).stale[kHs]);
    // Nothing is written before they are compared.
    lost.world.change(lost.id, "phone", "2");
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.writes.empty() && output.finds.empty() && !output.wakeAt);
    lost.world.append(lost.id, kHs, {}, core::BaselineRead{});
    QCOMPARE(shown(lost.world.sendOne()), std::string("50-9: phone=2"));
}

void TestWriterCreates::notFound_isTriedAgain_afterTheSettleTime() {
    LostCreate lost;
    QVERIFY(lost.world.answer(lost.find(), {}));
    QVERIFY(lost.world.entity(lost.id).creating);
    QVERIFY(lost.world.step().writes.empty());
    QVERIFY(lost.world.answer(lost.find(milliseconds(4000)), {}));
    QCOMPARE(lost.world.last<core::WriteFailed>().failure, FailureClass::NotSent);
    QCOMPARE(shown(lost.world.sendOne()), "new for " + here(lost.id) + ": phone=1 email=a@b");
}

void TestWriterCreates::twoFound_isNotGuessed() {
    LostCreate lost;
    const Seq head = lost.world.head();
    QVERIFY(lost.world.answer(lost.find(), {"50-9", "50-8"}));
    QVERIFY(lost.world.answer(lost.find(milliseconds(90'000)), {"50-9", "50-8"}));
    QCOMPARE(lost.world.head(), head);
    QVERIFY(lost.world.step().writes.empty());
}

void TestWriterCreates::withoutAKey_isLookedForByMatchKey_longer() {
    LostCreate lost(without("partnerId"));
    const connectors::FindRequest find = lost.find();
    QCOMPARE(find.field, std::string("email"));
    QCOMPARE(find.values, std::vector<std::string>{"a@b"});
    QVERIFY(lost.world.answer(find, {}));
    // A search may miss a new record for long, and a second create would make a second record.
    QVERIFY(lost.world.answer(lost.find(milliseconds(30'000)), {}));
    QVERIFY(lost.world.entity(lost.id).creating);
    QVERIFY(lost.world.answer(lost.find(milliseconds(30'000)), {}));
    QVERIFY(!lost.world.entity(lost.id).creating);
}

void TestWriterCreates::withoutAnyKey_waitsForTheStream() {
    LostCreate lost(without("partnerId"), "");
    lost.world.advance(milliseconds(600'000));
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.writes.empty() && output.finds.empty() && output.reads.empty() && !output.wakeAt);
    lost.world.append(lost.id, kHs, {}, core::RecordLinked{{here(lost.id), "50-9"}, core::LinkOrigin::MatchKey, {}});
    lost.world.step();
    QVERIFY(!lost.world.entity(lost.id).creating);
}

void TestWriterCreates::lostAnswer_thenItsEvent_isOver() {
    LostCreate lost;
    const connectors::FindRequest find = lost.find();
    lost.world.append(lost.id, kHs, {}, core::RecordLinked{{here(lost.id), "50-9"}, core::LinkOrigin::Created, {}});
    const delivery::WriterOutput output = lost.world.step();
    QVERIFY(output.writes.empty() && output.reads.empty() && !output.wakeAt);
    QVERIFY(!lost.world.entity(lost.id).creating);
    QCOMPARE(*lost.world.last<core::WriteSucceeded>().created, std::string("50-9"));
    // Whether it was made then or had been there before nobody has said.
    QVERIFY(lost.world.entity(lost.id).stale[kHs]);
    const Seq head = lost.world.head();
    QVERIFY(lost.world.answer(find, {"50-9"}));
    QCOMPARE(lost.world.head(), head);
}

void TestWriterCreates::adoptedCreate_isLookedFor() {
    WriterWorld world;
    const EntityId id = world.unlinked("1");
    world.sendOne();
    world.restart();
    world.writer().adopt(world, id);
    world.step();
    world.advance(milliseconds(1000));
    const auto finds = world.step().finds;
    QCOMPARE(finds.size(), std::size_t(1));
    QVERIFY(world.answer(finds.front(), {"50-9"}));
    QVERIFY(world.entity(id).isLinked());
}

QTEST_APPLESS_MAIN(TestWriterCreates)
#include "test_writer_creates.moc"
