#include "engine/sandbox/model/transaction.h"

#include "engine/sandbox/model/stored_values.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox::model;

namespace {

const base::WallTime kNow{std::chrono::milliseconds(1'795'430'400'123)};
constexpr SourceClock kSecond{std::chrono::milliseconds(0), std::chrono::milliseconds(1000)};
constexpr SourceClock kMillisecond{};

/// A CRM with somebody to act in it.
struct Office {
    explicit Office(Side side) : crm(side, 7, side == Side::Salesforce ? kSecond : kMillisecond) {}

    Actor program() const {
        return crm.side() == Side::Salesforce ? Actor{ActorKind::Integration, crm.users().back().id, "rest", "Syncline"}
                                              : Actor{ActorKind::Integration, "", "19083857", ""};
    }
    std::string contact(const std::string& email) {
        Transaction transaction(crm, program(), kNow);
        const bool salesforce = crm.side() == Side::Salesforce;
        const std::string id = transaction
                                   .create(ObjectKind::Contact, {{salesforce ? "Email" : "email", email},
                                                                 {salesforce ? "LastName" : "lastname", "Stone"}})
                                   .id;
        transaction.commit();
        return id;
    }
    std::string text(const std::string& id, std::string_view field) const {
        return crm.find(ObjectKind::Contact, id)->value(field).value_or("");
    }

    Crm crm;
};

}  // namespace

class TransactionTest : public QObject {
    Q_OBJECT

private slots:
    void severalWritesOfOneRecord_areOneEvent();
    void sameChangeOfSeveralRecords_isOneEvent();
    void unchangedRow_makesNoEvent();
    void refusedRow_changesNothing_othersStand();
    void rolledBack_leavesEverythingAsItWas();
    void flow_changesAnotherFieldInTheSameEvent();
    void flow_changesTheVeryField();
    void workflow_isAnEventOfItsOwn();
    void salesforceMerge_deletesTheLoser();
    void hubspotMerge_makesANewId();
    void accountDelete_takesContactsAlong();
    void undelete_bringsBack_unlessItsKeyIsTaken();
    void purge_isForDeletedRecordsAndSilent();
    void purge_ofAMergedHubspotRecord_leavesItsId();
    void erase_blocksTheAddress();
    void history_keepsItsVersions_data();
    void history_keepsItsVersions();
};

void TransactionTest::severalWritesOfOneRecord_areOneEvent() {
    Office office(Side::Salesforce);
    const std::string id = office.contact("a@b.example");
    const std::size_t before = office.crm.events().size();
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"Title", "Buyer"}}).ok());
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"Title", "Consultant"}, {"Department", "Sales"}}).ok());
    transaction.commit();
    QCOMPARE(office.crm.events().size(), before + 1);
    const Event event = office.crm.events().back();
    const std::vector<FieldValue> expected = {{"Department", "Sales"}, {"Title", "Consultant"}};
    QCOMPARE(event.fields, expected);
    QCOMPARE(event.transactionKey, transaction.key());
    QCOMPARE(event.stamp, std::chrono::floor<std::chrono::seconds>(kNow));
    QCOMPARE(event.actor->client, std::string("Syncline"));
    QVERIFY(!event.newModifier);
}

void TransactionTest::sameChangeOfSeveralRecords_isOneEvent() {
    Office office(Side::Salesforce);
    const std::string first = office.contact("a@b.example");
    const std::string second = office.contact("c@b.example");
    const std::string third = office.contact("d@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.update(ObjectKind::Contact, first, {{"Title", "Buyer"}}).ok());
    QVERIFY(transaction.update(ObjectKind::Contact, second, {{"Title", "Consultant"}}).ok());
    QVERIFY(transaction.update(ObjectKind::Contact, third, {{"Title", "Buyer"}}).ok());
    transaction.commit();
    const std::vector<Event> events = office.crm.events();
    const Event& merged = events[events.size() - 2];
    QCOMPARE(merged.recordIds, (std::vector<std::string>{first, third}));
    QCOMPARE(merged.sequence, 1);
    QCOMPARE(events.back().recordIds, (std::vector<std::string>{second}));
    QCOMPARE(events.back().sequence, 2);
    QVERIFY(events.back().replayId > merged.replayId);
}

void TransactionTest::unchangedRow_makesNoEvent() {
    Office office(Side::HubSpot);
    const std::string id = office.contact("a@b.example");
    const std::size_t before = office.crm.events().size();
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"email", "A@b.example"}}).ok());
    transaction.commit();
    QCOMPARE(office.crm.events().size(), before);
    QCOMPARE(office.crm.find(ObjectKind::Contact, id)->fields.at("email").size(), std::size_t(1));
}

void TransactionTest::refusedRow_changesNothing_othersStand() {
    Office office(Side::Salesforce);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    const WriteOutcome bad = transaction.update(ObjectKind::Contact, id, {{"Title", "Buyer"}, {"Rating__c", "Blue"}});
    QVERIFY(!bad.ok());
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"Department", "Legal"}}).ok());
    QVERIFY(!transaction.update(ObjectKind::Contact, "0035f0000000000AAA", {{"Title", "x"}}).ok());
    transaction.commit();
    QCOMPARE(office.text(id, "Title"), std::string());
    QCOMPARE(office.text(id, "Department"), std::string("Legal"));
}

void TransactionTest::rolledBack_leavesEverythingAsItWas() {
    Office office(Side::HubSpot);
    const std::string id = office.contact("a@b.example");
    const std::string other = office.contact("c@b.example");
    const std::string before = bytesOf(*office.crm.find(ObjectKind::Contact, id));
    const std::size_t events = office.crm.events().size();
    std::string unused;
    std::string key;
    {
        Transaction transaction(office.crm, office.program(), kNow);
        key = transaction.key();
        QVERIFY(transaction.update(ObjectKind::Contact, id, {{"email", "new@b.example"}}).ok());
        unused = transaction.create(ObjectKind::Contact, {{"email", "fresh@b.example"}}).id;
        QVERIFY(transaction.erase(ObjectKind::Contact, other).ok());
    }
    QCOMPARE(bytesOf(*office.crm.find(ObjectKind::Contact, id)), before);
    QCOMPARE(office.crm.events().size(), events);
    QVERIFY(office.crm.blockedEmails().empty());
    QCOMPARE(office.crm.findByUnique(ObjectKind::Contact, "email", "a@b.example")->id, id);
    QCOMPARE(office.crm.findByUnique(ObjectKind::Contact, "email", "c@b.example")->id, other);
    QVERIFY(office.crm.findByUnique(ObjectKind::Contact, "email", "new@b.example") == nullptr);
    QVERIFY(office.crm.findByUnique(ObjectKind::Contact, "email", "fresh@b.example") == nullptr);
    Transaction next(office.crm, office.program(), kNow);
    QCOMPARE(next.key(), key);
    QCOMPARE(next.create(ObjectKind::Contact, {{"email", "fresh@b.example"}}).id, unused);
}

void TransactionTest::flow_changesAnotherFieldInTheSameEvent() {
    Office office(Side::Salesforce);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"LifecycleStage__c", "customer"}}).ok());
    transaction.commit();
    const Event event = office.crm.events().back();
    const std::vector<FieldValue> expected = {{"LifecycleStage__c", "customer"}, {"Rating__c", "Hot"}};
    QCOMPARE(event.fields, expected);
    QCOMPARE(event.automated, (std::vector<std::string>{"Rating__c"}));
    QCOMPARE(event.actor->client, std::string("Syncline"));
}

void TransactionTest::flow_changesTheVeryField() {
    Office office(Side::Salesforce);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"Title", "VP Sales"}}).ok());
    transaction.commit();
    QCOMPARE(office.text(id, "Title"), std::string("Vice President Sales"));
    const std::vector<FieldValue> expected = {{"Title", "Vice President Sales"}};
    QCOMPARE(office.crm.events().back().fields, expected);
}

void TransactionTest::workflow_isAnEventOfItsOwn() {
    Office office(Side::HubSpot);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"city", "NYC"}, {"zip", "10001"}}).ok());
    transaction.commit();
    const std::vector<Event> events = office.crm.events();
    QCOMPARE(int(events.back().actor->kind), int(ActorKind::Automation));
    const std::vector<FieldValue> expected = {{"city", "New York"}};
    QCOMPARE(events.back().fields, expected);
    QCOMPARE(int(events[events.size() - 2].actor->kind), int(ActorKind::Integration));
    const std::vector<Version>& city = office.crm.find(ObjectKind::Contact, id)->fields.at("city");
    QCOMPARE(city.size(), std::size_t(2));
    QCOMPARE(*city.front().value, std::string("NYC"));
}

void TransactionTest::salesforceMerge_deletesTheLoser() {
    Office office(Side::Salesforce);
    const std::string winner = office.contact("a@b.example");
    const std::string loser = office.contact("c@b.example");
    {
        Transaction fill(office.crm, office.program(), kNow);
        QVERIFY(fill.update(ObjectKind::Contact, loser, {{"Department", "Legal"}}).ok());
        fill.commit();
    }
    Transaction transaction(office.crm, office.program(), kNow);
    QCOMPARE(transaction.merge(ObjectKind::Contact, winner, {loser}).id, winner);
    transaction.commit();
    QCOMPARE(office.text(winner, "Department"), std::string("Legal"));
    const Record& gone = *office.crm.find(ObjectKind::Contact, loser);
    QCOMPARE(int(gone.state), int(RecordState::Merged));
    QCOMPARE(gone.mergedInto, winner);
    const std::vector<Event> events = office.crm.events();
    QCOMPARE(int(events[events.size() - 2].kind), int(EventKind::Delete));
    QCOMPARE(int(events.back().kind), int(EventKind::Update));
    QVERIFY(!transaction.key().empty());
}

void TransactionTest::hubspotMerge_makesANewId() {
    Office office(Side::HubSpot);
    const std::string winner = office.contact("a@b.example");
    const std::string loser = office.contact("c@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    const std::string merged = transaction.merge(ObjectKind::Contact, winner, {loser}).id;
    transaction.commit();
    QVERIFY(merged != winner && merged != loser);
    QCOMPARE(office.crm.resolve(ObjectKind::Contact, winner)->id, merged);
    QCOMPARE(office.crm.resolve(ObjectKind::Contact, loser)->id, merged);
    QCOMPARE(office.text(merged, "hs_additional_emails"), std::string("c@b.example"));
    const std::vector<Event> events = office.crm.events();
    QCOMPARE(int(events[events.size() - 2].kind), int(EventKind::Delete));
    QCOMPARE(events[events.size() - 2].recordIds, (std::vector<std::string>{loser}));
    QCOMPARE(int(events.back().kind), int(EventKind::Merge));
    QCOMPARE(events.back().mergedIds, (std::vector<std::string>{winner, loser}));
    Transaction late(office.crm, office.program(), kNow);
    const WriteOutcome refused = late.update(ObjectKind::Contact, loser, {{"city", "Graz"}});
    QCOMPARE(int(refused.rejections.front().code), int(RejectionCode::Deleted));
    QCOMPARE(refused.rejections.front().existingId, merged);
}

void TransactionTest::accountDelete_takesContactsAlong() {
    Office office(Side::Salesforce);
    Transaction make(office.crm, office.program(), kNow);
    const std::string account = make.create(ObjectKind::Company, {{"Name", "Cedar"}}).id;
    const std::string contact =
        make.create(ObjectKind::Contact, {{"LastName", "Stone"}, {"AccountId", account.substr(0, 15)}}).id;
    make.commit();
    QCOMPARE(office.text(contact, "AccountId"), account);
    Transaction remove(office.crm, office.program(), kNow);
    QVERIFY(remove.remove(ObjectKind::Company, account).ok());
    remove.commit();
    QCOMPARE(int(office.crm.find(ObjectKind::Contact, contact)->state), int(RecordState::Deleted));
    QCOMPARE(office.crm.events().back().recordIds, (std::vector<std::string>{contact}));
}

void TransactionTest::undelete_bringsBack_unlessItsKeyIsTaken() {
    Office office(Side::HubSpot);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(!transaction.undelete(ObjectKind::Contact, id).ok());
    QVERIFY(transaction.remove(ObjectKind::Contact, id).ok());
    QVERIFY(!transaction.remove(ObjectKind::Contact, id).ok());
    const std::string second = transaction.create(ObjectKind::Contact, {{"email", "a@b.example"}}).id;
    const WriteOutcome taken = transaction.undelete(ObjectKind::Contact, id);
    QCOMPARE(int(taken.rejections.front().code), int(RejectionCode::NotUnique));
    QVERIFY(transaction.remove(ObjectKind::Contact, second).ok());
    QVERIFY(transaction.undelete(ObjectKind::Contact, id).ok());
    transaction.commit();
    QCOMPARE(office.crm.findByUnique(ObjectKind::Contact, "email", "a@b.example")->id, id);
}

void TransactionTest::purge_isForDeletedRecordsAndSilent() {
    Office office(Side::Salesforce);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    const WriteOutcome live = transaction.purge(ObjectKind::Contact, id);
    QCOMPARE(live.rejections.at(0).code, RejectionCode::NotDeleted);
    QVERIFY(transaction.remove(ObjectKind::Contact, id).ok());
    transaction.commit();
    const std::size_t before = office.crm.events().size();
    {
        Transaction second(office.crm, office.program(), kNow);
        QVERIFY(second.purge(ObjectKind::Contact, id).ok());
        QCOMPARE(second.undelete(ObjectKind::Contact, id).rejections.at(0).code, RejectionCode::NotFound);
    }
    QCOMPARE(office.crm.find(ObjectKind::Contact, id)->state, RecordState::Deleted);
    QCOMPARE(office.text(id, "Email"), std::string("a@b.example"));
    Transaction third(office.crm, office.program(), kNow);
    QVERIFY(third.purge(ObjectKind::Contact, id).ok());
    third.commit();
    QCOMPARE(office.crm.events().size(), before);
    QVERIFY(office.crm.find(ObjectKind::Contact, id) == nullptr);
}

void TransactionTest::purge_ofAMergedHubspotRecord_leavesItsId() {
    Office office(Side::HubSpot);
    const std::string winner = office.contact("a@b.example");
    const std::string loser = office.contact("c@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    const std::string merged = transaction.merge(ObjectKind::Contact, winner, {loser}).id;
    QVERIFY(!transaction.purge(ObjectKind::Contact, loser).ok());
    transaction.commit();
    Transaction second(office.crm, office.program(), kNow);
    QVERIFY(second.purge(ObjectKind::Contact, loser).ok());
    second.commit();
    QCOMPARE(office.crm.resolve(ObjectKind::Contact, loser)->id, merged);
    QVERIFY(office.crm.find(ObjectKind::Contact, loser)->fields.empty());
}

void TransactionTest::erase_blocksTheAddress() {
    Office office(Side::HubSpot);
    const std::string id = office.contact("a@b.example");
    Transaction transaction(office.crm, office.program(), kNow);
    QVERIFY(transaction.erase(ObjectKind::Contact, id).ok());
    transaction.commit();
    QCOMPARE(int(office.crm.events().back().kind), int(EventKind::Erase));
    Transaction again(office.crm, office.program(), kNow);
    const WriteOutcome blocked = again.create(ObjectKind::Contact, {{"email", "A@B.example"}});
    QCOMPARE(int(blocked.rejections.front().code), int(RejectionCode::Blocked));
}

void TransactionTest::history_keepsItsVersions_data() {
    QTest::addColumn<bool>("salesforce");
    QTest::addColumn<std::size_t>("kept");
    QTest::newRow("salesforce") << true << std::size_t(20);
    QTest::newRow("hubspot") << false << std::size_t(45);
}

void TransactionTest::history_keepsItsVersions() {
    QFETCH(bool, salesforce);
    QFETCH(std::size_t, kept);
    Office office(salesforce ? Side::Salesforce : Side::HubSpot);
    const std::string score = salesforce ? "Score__c" : "score";
    const std::string id = office.contact("a@b.example");
    for (int i = 0; i < 60; ++i) {
        Transaction transaction(office.crm, office.program(), kNow + std::chrono::seconds(i));
        QVERIFY(transaction.update(ObjectKind::Contact, id, {{score, std::to_string(i)}}).ok());
        transaction.commit();
    }
    const std::vector<Version> versions = office.crm.find(ObjectKind::Contact, id)->history(score);
    QCOMPARE(versions.size(), kept);
    QCOMPARE(*versions.back().value, std::string("59"));
    QCOMPARE(versions.back().stamp, office.crm.clock().stamp(kNow + std::chrono::seconds(59)));
    for (std::size_t i = 0; i < versions.size(); ++i)
        QCOMPARE(*versions[i].value, std::to_string(60 - kept + i));
    // Of which few are in memory.
    QVERIFY(office.crm.find(ObjectKind::Contact, id)->fields.at(score).size() < 3);
}

QTEST_APPLESS_MAIN(TransactionTest)
#include "transaction_test.moc"
