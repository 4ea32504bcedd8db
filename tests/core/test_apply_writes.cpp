#include "engine/core/apply.h"
#include "tests/core/folded_journal.h"

#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using namespace syncline::test;

namespace {

/// Phone and title were changed in Salesforce and sent in one request, which was refused.
FoldedJournal refused(std::vector<std::string> named, Seq& failed) {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    journal.changeInSalesforce("title", versionOf(6, kSf, "Prof"));
    const Seq write = journal.add(
        WriteSent{kHs, kAdaInHs.id, 1, {{"phone", versionOf(5, kSf, "2")}, {"title", versionOf(6, kSf, "Prof")}}});
    failed = journal.fail(write, FailureClass::Permanent, std::move(named));
    return journal;
}

/// A Salesforce contact without partner, whose create for HubSpot has left.
FoldedJournal creating(Seq& write) {
    FoldedJournal journal;
    journal.capture(kAdaInSf);
    CellChange change;
    change.standing = versionOf(1, kSf, "1");
    change.present = {versionOf(1, kSf, "1"), Version{{Seq(1), kHs}, {}, {}, {}, true}};
    journal.decide("phone", change, Seq(1));
    write = journal.add(WriteSent{kHs, std::nullopt, 1, {{"phone", versionOf(1, kSf, "1")}}});
    return journal;
}

}  // namespace

class TestApplyWrites : public QObject {
    Q_OBJECT

private slots:
    void write_sent_isOutAndRemembered();
    void write_sentAgain_isRememberedOnce();
    void write_sentMoreThanIsKept_forgetsTheOldest();
    void write_taken_isOutUntilItsEvent();
    void write_taken_afterDoubt_isSure();
    void write_notSent_isDueAgain();
    void write_inDoubt_staysOut();
    void write_refused_setsTheNamedFieldsApart();
    void write_refused_withoutNames_setsAllApart();
    void write_refused_namingOthers_setsAllApart();
    void write_refused_whenAnotherStands_holdsNothingBack();
    void write_refused_words_data();
    void write_refused_words();
    void create_sent_taken_linksAndClosesItself();
    void create_taken_isNoReading();
    void create_taken_afterItsEvent_changesNoCell();
    void create_notSent_isOver();
    void create_inDoubt_isStillOn();
};

void TestApplyWrites::write_sent_isOutAndRemembered() {
    FoldedJournal journal = linked();
    const Version version = versionOf(5, kSf, "2");
    journal.changeInSalesforce("phone", version);
    const Seq write = journal.send(kHs, "phone", version);
    const Cell cell = journal.cell("phone");
    QVERIFY(cell.out[kHs] == (std::vector{Out{write, version, std::nullopt, false}}));
    QVERIFY(cell.sent[kHs] == std::vector{version});
    QVERIFY(cell.out[kSf].empty() && cell.sent[kSf].empty());
    QVERIFY(cell.present[kHs] == versionOf(1, kSf, "1"));
    QVERIFY(!journal.ada().creating);
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
}

void TestApplyWrites::write_sentAgain_isRememberedOnce() {
    FoldedJournal journal = linked();
    journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    journal.send(kHs, "phone", versionOf(6, kSf, "3"));
    journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    QCOMPARE(journal.cell("phone").out[kHs].size(), std::size_t{3});
    QVERIFY(journal.cell("phone").sent[kHs] == (std::vector{versionOf(6, kSf, "3"), versionOf(5, kSf, "2")}));
}

void TestApplyWrites::write_sentMoreThanIsKept_forgetsTheOldest() {
    FoldedJournal journal = linked();
    std::vector<Version> expected;
    for (int i = 0; i < 6; ++i) {
        const Version version = versionOf(20 + i, kSf, std::to_string(i));
        journal.send(kHs, "phone", version);
        if (i >= 2)
            expected.push_back(version);
    }
    QCOMPARE(expected.size(), kSentKept);
    QVERIFY(journal.cell("phone").sent[kHs] == expected);
}

void TestApplyWrites::write_taken_isOutUntilItsEvent() {
    FoldedJournal journal = linked();
    const Seq write = journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    const Seq later = journal.send(kHs, "phone", versionOf(6, kSf, "3"));
    journal.add(WriteSucceeded{write, kHs, std::nullopt, at(99)});
    const Cell cell = journal.cell("phone");
    QCOMPARE(cell.out[kHs].size(), std::size_t{2});
    QVERIFY(cell.out[kHs][0].answeredAt == at(99));
    QCOMPARE(cell.out[kHs][1].write, later);
    QVERIFY(!cell.out[kHs][1].answeredAt);
    QVERIFY(cell.present[kHs] == versionOf(1, kSf, "1"));
}

void TestApplyWrites::write_taken_afterDoubt_isSure() {
    FoldedJournal journal = linked();
    const Seq write = journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    journal.fail(write, FailureClass::Unknown);
    journal.add(WriteSucceeded{write, kHs, std::nullopt, at(99)});
    QVERIFY(!journal.cell("phone").out[kHs].front().outcomeUnknown);
}

void TestApplyWrites::write_notSent_isDueAgain() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    const Seq older = journal.send(kHs, "phone", versionOf(4, kSf, "old"));
    const Seq write = journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
    const Seq failed = journal.fail(write, FailureClass::NotSent);
    QCOMPARE(journal.cell("phone").out[kHs].size(), std::size_t{1});
    QCOMPARE(journal.cell("phone").out[kHs][0].write, older);
    QVERIFY(!journal.cell("phone").apart[kHs]);
    QCOMPARE(journal.ada().dueSince[kHs], failed);
}

void TestApplyWrites::write_inDoubt_staysOut() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "2"));
    const Seq write = journal.send(kHs, "phone", versionOf(5, kSf, "2"));
    journal.changeInSalesforce("title", versionOf(6, kSf, "Prof"));
    journal.send(kHs, "title", versionOf(6, kSf, "Prof"));
    journal.fail(write, FailureClass::Unknown);
    QVERIFY(journal.cell("phone").out[kHs].front().outcomeUnknown);
    QVERIFY(!journal.cell("title").out[kHs].front().outcomeUnknown);
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
}

void TestApplyWrites::write_refused_setsTheNamedFieldsApart() {
    Seq failed;
    const FoldedJournal journal = refused({"title"}, failed);
    QVERIFY(journal.cell("title").apart[kHs] == (Apart{ApartReason::RejectedByApi, failed, "400: no such option"}));
    QVERIFY(!journal.cell("title").apart[kSf]);
    QVERIFY(!journal.cell("phone").apart[kHs]);
    QVERIFY(journal.cell("title").out[kHs].empty() && journal.cell("phone").out[kHs].empty());
    QCOMPARE(journal.ada().dueSince[kHs], failed);
}

void TestApplyWrites::write_refused_withoutNames_setsAllApart() {
    Seq failed;
    const FoldedJournal journal = refused({}, failed);
    QVERIFY(journal.cell("title").apart[kHs] && journal.cell("phone").apart[kHs]);
    QVERIFY(journal.cell("title").out[kHs].empty() && journal.cell("phone").out[kHs].empty());
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
}

void TestApplyWrites::write_refused_namingOthers_setsAllApart() {
    Seq failed;
    const FoldedJournal journal = refused({"email"}, failed);
    QVERIFY(journal.cell("title").apart[kHs] && journal.cell("phone").apart[kHs]);
    QVERIFY(!journal.ada().cells.contains("email"));
}

void TestApplyWrites::write_refused_whenAnotherStands_holdsNothingBack() {
    FoldedJournal journal = linked();
    journal.changeInSalesforce("phone", versionOf(5, kSf, "bad"));
    const Seq write = journal.send(kHs, "phone", versionOf(5, kSf, "bad"));
    journal.changeInSalesforce("phone", versionOf(8, kSf, "good"));
    journal.fail(write, FailureClass::Permanent, {"phone"});
    const Cell cell = journal.cell("phone");
    QVERIFY(!cell.apart[kHs]);
    QVERIFY(core::due(cell, kHs) != nullptr);
    QVERIFY(*core::due(cell, kHs) == versionOf(8, kSf, "good"));
}

void TestApplyWrites::write_refused_words_data() {
    QTest::addColumn<std::string>("code");
    QTest::addColumn<std::string>("message");
    QTest::addColumn<std::string>("text");
    const auto row = [](const char* name, std::string code, std::string message, std::string text) {
        QTest::newRow(name) << std::move(code) << std::move(message) << std::move(text);
    };
    row("both", "INVALID_EMAIL_ADDRESS", "no address", "INVALID_EMAIL_ADDRESS: no address");
    row("no code", "", "no address", "no address");
    row("no message", "INVALID_EMAIL_ADDRESS", "", "INVALID_EMAIL_ADDRESS");
}

void TestApplyWrites::write_refused_words() {
    QFETCH(std::string, code);
    QFETCH(std::string, message);
    QFETCH(std::string, text);
    FoldedJournal journal = linked();
    journal.changeInSalesforce("email", versionOf(5, kSf, "x"));
    const Seq write = journal.send(kHs, "email", versionOf(5, kSf, "x"));
    journal.add(WriteFailed{write, kHs, FailureClass::Permanent, code, message, {}});
    QCOMPARE(journal.cell("email").apart[kHs].value_or(Apart{}).text, text);
}

void TestApplyWrites::create_sent_taken_linksAndClosesItself() {
    Seq write;
    FoldedJournal journal = creating(write);
    QVERIFY(journal.ada().creating == write);
    journal.add(WriteSucceeded{write, kHs, kAdaInHs.id, at(99)});
    const Entity ada = journal.ada();
    QVERIFY(!ada.creating);
    QVERIFY(ada.isLinked());
    QVERIFY(ada.record[kHs] == kAdaInHs.id);
    QVERIFY(journal.state().linkOf(kAdaInHs) == kAda);
    QVERIFY(ada.cells.at("phone").out[kHs].empty());
    QVERIFY(ada.cells.at("phone").present[kHs] == versionOf(1, kSf, "1"));
    QVERIFY(!isMoving(ada));
}

/// Salesforce's side was read and stamped by Salesforce's clock, by which nothing that HubSpot tells is old.
void TestApplyWrites::create_taken_isNoReading() {
    FoldedJournal journal;
    journal.capture(kAdaInSf);
    Version read = versionOf(1, kSf, "1");
    read.byRead = true;
    const Seq write = journal.add(WriteSent{kHs, std::nullopt, 1, {{"phone", read}}});
    journal.add(WriteSucceeded{write, kHs, kAdaInHs.id, at(99)});
    QVERIFY(journal.cell("phone").present[kHs] == versionOf(1, kSf, "1"));
}

void TestApplyWrites::create_taken_afterItsEvent_changesNoCell() {
    Seq write;
    FoldedJournal journal = creating(write);
    CellChange echo;
    echo.present[kHs] = versionOf(50, kHs, "edited since");
    echo.closedThrough[kHs] = write;
    journal.decide("phone", echo);
    const Cell before = journal.cell("phone");
    journal.add(WriteSucceeded{write, kHs, kAdaInHs.id, at(99)});
    QVERIFY(journal.cell("phone") == before);
    QVERIFY(journal.ada().isLinked());
}

void TestApplyWrites::create_notSent_isOver() {
    Seq write;
    FoldedJournal journal = creating(write);
    const Seq failed = journal.fail(write, FailureClass::NotSent);
    QVERIFY(!journal.ada().creating);
    QVERIFY(!journal.ada().record[kHs]);
    QCOMPARE(journal.ada().dueSince[kHs], failed);
}

void TestApplyWrites::create_inDoubt_isStillOn() {
    Seq write;
    FoldedJournal journal = creating(write);
    journal.fail(write, FailureClass::Unknown);
    QVERIFY(journal.ada().creating == write);
    QCOMPARE(journal.ada().dueSince[kHs], Seq());
}

QTEST_APPLESS_MAIN(TestApplyWrites)
#include "test_apply_writes.moc"
