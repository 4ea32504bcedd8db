#include "engine/core/apply.h"
#include "tests/core/folded_journal.h"

#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

class TestApply : public QObject {
    Q_OBJECT

private slots:
    void capture_makesTheEntityAndItsLink();
    void capture_waitsUntilItIsDecided();
    void capture_underAnAlias_keepsTheRecord();
    void capture_ofNoEntity_changesNothing();
    void decision_assignsWhatItSaysAndNoMore();
    void decision_withoutEffect_makesNoCell();
    void standing_ofAnotherVersion_endsApartAndRefused();
    void standing_ofTheSameVersion_keepsApart();
    void present_thatStands_endsApartOfItsSide();
    void standing_withApartInOneChange_setsBoth();
    void closing_through_closesOlderWritesToo();
    void closing_alone_closesOne();
    void closing_ofOneSide_leavesTheOther();
    void conflict_opens_updates_andIsResolved();
    void conflict_open_holdsBackWhatWasDue();
    void link_absorbs_theOtherEntity();
    void link_ofOneEntity_absorbsNothing();
    void policy_hasItsEntrysVersion();
    void policy_ofTheFile_isRemembered();
    void gap_withRecords_makesTheirSideStale();
    void gap_withoutRecords_isOpenUntilAllAreNamed();
    void baseline_endsStaleness();
    void connector_isRememberedBySide();
    void deleted_nothingIsDue();
    void undeleted_isReadAnew();
    void dueSince_isTheFirstEntryThatMadeItDue();
    void entitiesAndRecords_ofAnEntry();
};

void TestApply::capture_makesTheEntityAndItsLink() {
    FoldedJournal journal;
    journal.capture(kAdaInSf);
    const Entity ada = journal.ada();
    QCOMPARE(ada.id, kAda);
    QCOMPARE(ada.object, std::string("contact"));
    QVERIFY(ada.record[kSf] == "003A");
    QVERIFY(!ada.record[kHs]);
    QVERIFY(journal.state().linkOf(kAdaInSf) == kAda);
    QVERIFY(ada.undecided == std::vector{Seq(1)});
    QCOMPARE(ada.lastEntry, Seq(1));
}

void TestApply::capture_waitsUntilItIsDecided() {
    FoldedJournal journal;
    const Seq first = journal.capture(kAdaInSf);
    const Seq second = journal.capture(kAdaInSf);
    QVERIFY(journal.ada().undecided == (std::vector{first, second}));
    const Seq baseline = journal.add(BaselineRead{});
    journal.decide("phone", {}, baseline);
    QVERIFY(journal.ada().undecided == (std::vector{first, second}));
    journal.decide("phone", {}, first);
    QVERIFY(journal.ada().undecided == std::vector{second});
}

void TestApply::capture_underAnAlias_keepsTheRecord() {
    FoldedJournal journal = linked();
    const RecordKey alias{kHs, "contact", "77"};
    journal.capture(alias);
    QVERIFY(journal.ada().record[kHs] == kAdaInHs.id);
    QVERIFY(journal.state().linkOf(alias) == kAda);
}

void TestApply::capture_ofNoEntity_changesNothing() {
    FoldedJournal journal;
    journal.capture(kAdaInSf, EntityId());
    QVERIFY(journal.state().links().empty());
    QVERIFY(journal.state().at(EntityId()) == Entity{});
}

void TestApply::decision_assignsWhatItSaysAndNoMore() {
    FoldedJournal journal = linked();
    const Cell before = journal.cell("phone");
    CellChange change;
    change.present[kHs] = versionOf(9, kHs, "2");
    change.refusedOn[kHs] = VersionId{Seq(1), kSf};
    change.apart[kHs] = Apart{ApartReason::RefusedKept, Seq(9), "somebody"};
    journal.decide("phone", change);
    Cell expected = before;
    expected.present[kHs] = versionOf(9, kHs, "2");
    expected.refusedOn[kHs] = VersionId{Seq(1), kSf};
    expected.apart[kHs] = Apart{ApartReason::RefusedKept, Seq(9), "somebody"};
    QVERIFY(journal.cell("phone") == expected);
    QVERIFY(journal.cell("title").present[kHs] == versionOf(1, kSf, "Dr"));
}

void TestApply::decision_withoutEffect_makesNoCell() {
    FoldedJournal journal = linked();
    journal.decide("fax", {});
    QVERIFY(!journal.ada().cells.contains("fax"));
}

void TestApply::standing_ofAnotherVersion_endsApartAndRefused() {
    FoldedJournal journal = linked();
    CellChange change;
    change.apart = {Apart{}, Apart{}};
    change.refusedOn = {VersionId{Seq(1), kSf}, VersionId{Seq(1), kSf}};
    journal.decide("phone", change);
    QVERIFY(journal.cell("phone").apart[kSf] && journal.cell("phone").refusedOn[kHs]);
    journal.changeInSalesforce("phone", versionOf(9, kSf, "2"));
    const Cell cell = journal.cell("phone");
    QVERIFY(!cell.apart[kSf] && !cell.apart[kHs] && !cell.refusedOn[kSf] && !cell.refusedOn[kHs]);
}

void TestApply::standing_ofTheSameVersion_keepsApart() {
    FoldedJournal journal = linked();
    CellChange change;
    change.apart[kHs] = Apart{ApartReason::RejectedByApi, Seq(4), "no"};
    change.refusedOn[kSf] = VersionId{Seq(1), kSf};
    journal.decide("phone", change);
    Version again = versionOf(1, kSf, "1");
    again.value[kHs] = {"+1", "1"};
    journal.changeInSalesforce("phone", again);
    QVERIFY(journal.cell("phone").standing == again);
    QVERIFY(journal.cell("phone").apart[kHs] == change.apart[kHs]);
    QVERIFY(journal.cell("phone").refusedOn[kSf] == change.refusedOn[kSf]);
}

void TestApply::present_thatStands_endsApartOfItsSide() {
    FoldedJournal journal = linked();
    CellChange change;
    change.apart = {Apart{ApartReason::RejectedByApi, Seq(4), "no"}, Apart{ApartReason::RejectedByApi, Seq(4), "no"}};
    change.present[kSf] = versionOf(9, kSf, "2");
    change.present[kHs] = versionOf(9, kHs, "3");
    journal.decide("phone", change);
    CellChange other;
    other.present[kHs] = versionOf(12, kHs, "1");
    journal.decide("phone", other);
    QVERIFY(journal.cell("phone").apart[kSf] && journal.cell("phone").apart[kHs]);
    CellChange back;
    back.present[kHs] = versionOf(1, kSf, "1");
    journal.decide("phone", back);
    QVERIFY(journal.cell("phone").apart[kSf]);
    QVERIFY(!journal.cell("phone").apart[kHs]);
}

void TestApply::standing_withApartInOneChange_setsBoth() {
    FoldedJournal journal = linked();
    CellChange change;
    change.standing = versionOf(9, kSf, "2");
    change.apart[kHs] = Apart{ApartReason::RefusedKept, Seq(9), "somebody"};
    journal.decide("phone", change);
    QVERIFY(journal.cell("phone").apart[kHs] == change.apart[kHs]);
    QVERIFY(journal.cell("phone").standing == change.standing);
}

void TestApply::closing_through_closesOlderWritesToo() {
    FoldedJournal journal = linked();
    journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    const Seq second = journal.send(kHs, "phone", versionOf(6, kSf, "3"));
    const Seq third = journal.send(kHs, "phone", versionOf(7, kSf, "4"));
    CellChange change;
    change.closedThrough[kHs] = second;
    journal.decide("phone", change);
    const std::vector<Out> out = journal.cell("phone").out[kHs];
    QCOMPARE(out.size(), std::size_t{1});
    QCOMPARE(out[0].write, third);
}

void TestApply::closing_alone_closesOne() {
    FoldedJournal journal = linked();
    const Seq first = journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    const Seq second = journal.send(kHs, "phone", versionOf(6, kSf, "3"));
    CellChange change;
    change.closedAlone[kHs] = second;
    journal.decide("phone", change);
    const std::vector<Out> out = journal.cell("phone").out[kHs];
    QCOMPARE(out.size(), std::size_t{1});
    QCOMPARE(out[0].write, first);
}

void TestApply::closing_ofOneSide_leavesTheOther() {
    FoldedJournal journal = linked();
    journal.send(kSf, "phone", versionOf(5, kHs, "2"));
    const Seq write = journal.send(kHs, "phone", versionOf(6, kSf, "3"));
    CellChange change;
    change.closedThrough[kHs] = write;
    journal.decide("phone", change);
    QVERIFY(journal.cell("phone").out[kHs].empty());
    QCOMPARE(journal.cell("phone").out[kSf].size(), std::size_t{1});
}

void TestApply::conflict_opens_updates_andIsResolved() {
    FoldedJournal journal = linked();
    const Candidate one{versionOf(8, kSf, "2"), kSf, false};
    const Candidate two{versionOf(9, kHs, "3"), kHs, false};
    const Seq opened = journal.add(ConflictOpened{"phone", ConflictType::RefusedChange, {one, two}});
    QVERIFY(journal.cell("phone").conflict == (Conflict{opened, ConflictType::RefusedChange, {one, two}}));

    const Candidate overwritten{one.version, kSf, true};
    journal.add(ConflictUpdated{opened, "phone", {overwritten, two}});
    QVERIFY(journal.cell("phone").conflict == (Conflict{opened, ConflictType::RefusedChange, {overwritten, two}}));

    const Cell before = journal.cell("phone");
    const Version own = versionOf(12, kSf, "4");
    journal.add(ConflictResolved{opened, "phone", own, {one, two}, false, "me", "as agreed"});
    Cell expected = before;
    expected.standing = own;
    expected.conflict.reset();
    QVERIFY(journal.cell("phone") == expected);
}

void TestApply::conflict_open_holdsBackWhatWasDue() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    QVERIFY(journal.ada().dueSince[kHs] != Seq());
    const Seq opened = journal.add(ConflictOpened{"phone", ConflictType::ConcurrentUpdate, {}});
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
    const Seq resolved = journal.add(ConflictResolved{opened, "phone", versionOf(7, kSf, "7"), {}, false, "me", ""});
    QVERIFY(journal.ada().dueSince == (PerSide<Seq>{resolved, resolved}));
}

void TestApply::link_absorbs_theOtherEntity() {
    FoldedJournal journal;
    const Seq adaFirst = journal.capture(kAdaInSf, kAda);
    const Seq other = journal.capture(kAdaInHs, kGrace);
    const Seq adaSecond = journal.capture(kAdaInSf, kAda);
    const Seq last = journal.add(RecordLinked{{kAdaInSf.id, kAdaInHs.id}, LinkOrigin::MatchKey, kGrace}, kAda);
    const Entity ada = journal.ada();
    QVERIFY(ada.isLinked());
    QVERIFY(ada.undecided == (std::vector{adaFirst, other, adaSecond}));
    QVERIFY(!ada.mergedInto);
    QCOMPARE(ada.lastEntry, last);
    const Entity absorbed = journal.state().at(kGrace);
    QVERIFY(absorbed.mergedInto == Seq(kAda.value()));
    QVERIFY(absorbed.undecided.empty());
    QCOMPARE(absorbed.lastEntry, last);
    QVERIFY(!isMoving(absorbed));
    QVERIFY(journal.state().linkOf(kAdaInSf) == kAda);
    QVERIFY(journal.state().linkOf(kAdaInHs) == kAda);
}

void TestApply::link_ofOneEntity_absorbsNothing() {
    FoldedJournal journal;
    journal.capture(kAdaInSf);
    journal.add(RecordLinked{{kAdaInSf.id, kAdaInHs.id}, LinkOrigin::StoredId, EntityId()});
    QVERIFY(journal.ada().isLinked());
    QVERIFY(journal.state().linkOf(kAdaInHs) == kAda);
    QVERIFY(journal.ada().undecided == std::vector{Seq(1)});
    QVERIFY(journal.state().at(EntityId()) == Entity{});
}

void TestApply::policy_hasItsEntrysVersion() {
    FoldedJournal journal;
    RuleSet rules;
    rules.version = Seq(77);
    rules.fields["contact"]["email"].admission.owner = kHs;
    rules.mode[kHs] = Mode::Live;
    const Seq seq = journal.add(PolicyChanged{rules, "mode", "me"}, EntityId());
    rules.version = seq;
    QVERIFY(journal.state().workspace().rules == rules);
}

void TestApply::policy_ofTheFile_isRemembered() {
    const std::string hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    FoldedJournal journal;
    PolicyChanged changed;
    changed.source = hash;
    journal.add(changed, EntityId());
    changed.source = changed.who = "ada";
    journal.add(changed, EntityId());
    QCOMPARE(journal.state().workspace().policySource, hash);
}

void TestApply::gap_withRecords_makesTheirSideStale() {
    FoldedJournal journal = linked();
    const RecordKey unheardOf{kHs, "contact", "9"};
    const Seq gap = journal.add(GapDetected{kHs, "expired", {unheardOf, kAdaInHs}, false}, EntityId());
    QVERIFY(journal.ada().stale == (PerSide<bool>{false, true}));
    QCOMPARE(journal.ada().lastEntry, gap);
    QVERIFY(!journal.state().linkOf(unheardOf));
    QCOMPARE(journal.state().workspace().gap[kHs], Seq());
}

void TestApply::gap_withoutRecords_isOpenUntilAllAreNamed() {
    FoldedJournal journal = linked();
    const Seq gap = journal.add(GapDetected{kSf, "stream restarted", {}, false}, EntityId());
    QCOMPARE(journal.state().workspace().gap[kSf], gap);
    QCOMPARE(journal.state().workspace().gap[kHs], Seq());
    journal.add(GapDetected{kSf, "stream restarted", {kAdaInSf}, false}, EntityId());
    QCOMPARE(journal.state().workspace().gap[kSf], gap);
    journal.add(GapDetected{kSf, "stream restarted", {kAdaInSf}, true}, EntityId());
    QCOMPARE(journal.state().workspace().gap[kSf], Seq());
}

void TestApply::baseline_endsStaleness() {
    FoldedJournal journal = linked();
    journal.add(GapDetected{kSf, "expired", {kAdaInSf}, false}, EntityId());
    QVERIFY(journal.ada().stale[kSf]);
    const Cell before = journal.cell("phone");
    journal.add(BaselineRead{{{"phone", {versionOf(9, kSf, "8"), versionOf(9, kHs, "9")}}}});
    QVERIFY(!journal.ada().stale[kSf] && !journal.ada().stale[kHs]);
    QVERIFY(journal.cell("phone") == before);
}

void TestApply::connector_isRememberedBySide() {
    FoldedJournal journal;
    const ConnectorStateChanged hubspot{kHs, ConnectorPhase::Disconnected, "the network is gone"};
    journal.add(ConnectorStateChanged{kSf, ConnectorPhase::Connected, ""}, EntityId());
    journal.add(hubspot, EntityId());
    QCOMPARE(journal.state().workspace().connector[kSf].phase, ConnectorPhase::Connected);
    QVERIFY(journal.state().workspace().connector[kHs] == hubspot);
}

void TestApply::deleted_nothingIsDue() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    QVERIFY(journal.ada().dueSince[kHs] != Seq());
    journal.add(RecordDeleted{kAdaInSf, false});
    QVERIFY(journal.ada().deleted == (PerSide<bool>{true, false}));
    QVERIFY(journal.ada().dueSince == PerSide<Seq>{});
    QVERIFY(!isMoving(journal.ada()));
}

void TestApply::undeleted_isReadAnew() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    journal.add(RecordDeleted{kAdaInHs, false});
    const Seq back = journal.add(RecordDeleted{kAdaInHs, true});
    const Entity ada = journal.ada();
    QVERIFY(ada.deleted == (PerSide<bool>{false, false}));
    QVERIFY(ada.stale == (PerSide<bool>{false, true}));
    QCOMPARE(ada.dueSince[kHs], back);
}

void TestApply::dueSince_isTheFirstEntryThatMadeItDue() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    const Seq since = journal.ada().lastEntry;
    QVERIFY(journal.ada().dueSince == (PerSide<Seq>{Seq(), since}));
    journal.changeInSalesforce("title", versionOf(6, kSf, "Prof"));
    QCOMPARE(journal.ada().dueSince[kHs], since);
    const Seq write = journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    QCOMPARE(journal.ada().dueSince[kHs], since);
    journal.send(kHs, "title", versionOf(6, kSf, "Prof"));
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
    const Seq failed = journal.fail(write, FailureClass::NotSent);
    QCOMPARE(journal.ada().dueSince[kHs], failed);
}

void TestApply::entitiesAndRecords_ofAnEntry() {
    Entry entry;
    entry.body = GapDetected{kHs, "expired", {kAdaInHs, kAdaInSf}, false};
    QVERIFY(entitiesOf(entry).empty());
    QVERIFY(recordsOf(entry) == (std::vector{kAdaInHs, kAdaInSf}));
    entry.entity = kAda;
    entry.body = RecordLinked{{"003A", "501"}, LinkOrigin::MatchKey, kGrace};
    QVERIFY(entitiesOf(entry) == (std::vector{kAda, kGrace}));
    entry.body = RecordLinked{{"003A", "501"}, LinkOrigin::MatchKey, EntityId()};
    QVERIFY(entitiesOf(entry) == std::vector{kAda});
    entry.body = RecordDeleted{kAdaInSf, false};
    QVERIFY(entitiesOf(entry) == std::vector{kAda});
    QVERIFY(recordsOf(entry) == std::vector{kAdaInSf});
    ChangeCaptured captured;
    captured.record = kAdaInHs;
    entry.body = captured;
    QVERIFY(recordsOf(entry) == std::vector{kAdaInHs});
    entry.body = WriteSent{};
    QVERIFY(recordsOf(entry).empty());
}

QTEST_APPLESS_MAIN(TestApply)
#include "test_apply.moc"
