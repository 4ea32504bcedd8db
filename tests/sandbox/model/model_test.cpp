#include "engine/sandbox/model/crm.h"
#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/model/transaction.h"
#include "engine/sandbox/model/validation.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox::model;

namespace {

const base::WallTime kNow{std::chrono::milliseconds(1'795'430'400'123)};
constexpr SourceClock kSecond{std::chrono::milliseconds(0), std::chrono::milliseconds(1000)};
constexpr SourceClock kMillisecond{};

Side sideOf(const char* name) {
    return QByteArray(name) == "hubspot" ? Side::HubSpot : Side::Salesforce;
}

}  // namespace

class ModelTest : public QObject {
    Q_OBJECT

private slots:
    void salesforceId_getsItsChecksum_data();
    void salesforceId_getsItsChecksum();
    void clock_showsSkewAndResolution_data();
    void clock_showsSkewAndResolution();
    void value_isBroughtIntoForm_data();
    void value_isBroughtIntoForm();
    void value_isRefused_data();
    void value_isRefused();
    void optionsBeginningWithSemicolon_areAppended();
    void stage_goesForwardOnly_forPrograms();
    void secondaryEmail_isUniqueToo();
};

void ModelTest::salesforceId_getsItsChecksum_data() {
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("lower-case letters") << QByteArray("0015f00002J9YaU") << QByteArray("0015f00002J9YaUAAV");
    QTest::newRow("many capitals") << QByteArray("001D000000IqhSL") << QByteArray("001D000000IqhSLIAZ");
    QTest::newRow("middle group") << QByteArray("001ZM000001n4n5") << QByteArray("001ZM000001n4n5YAA");
    QTest::newRow("no letters") << QByteArray("000000000000000") << QByteArray("000000000000000AAA");
    QTest::newRow("18 already") << QByteArray("0015f00002J9YaUAAV") << QByteArray("0015f00002J9YaUAAV");
    QTest::newRow("too short") << QByteArray("0015f0") << QByteArray();
    QTest::newRow("not alphanumeric") << QByteArray("0015f00002J9Y-U") << QByteArray();
}

void ModelTest::salesforceId_getsItsChecksum() {
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, expected);
    QCOMPARE(QByteArray::fromStdString(salesforceId18(given.toStdString())), expected);
}

void ModelTest::clock_showsSkewAndResolution_data() {
    QTest::addColumn<int>("skew");
    QTest::addColumn<int>("resolution");
    QTest::addColumn<qint64>("time");
    QTest::addColumn<qint64>("shown");
    QTest::newRow("fine") << 0 << 1 << qint64(1500) << qint64(1500);
    QTest::newRow("whole seconds") << 0 << 1000 << qint64(1999) << qint64(1000);
    QTest::newRow("ahead") << 300 << 1 << qint64(1500) << qint64(1800);
    QTest::newRow("behind, whole seconds") << -600 << 1000 << qint64(1500) << qint64(0);
    QTest::newRow("before the epoch") << 0 << 1000 << qint64(-1) << qint64(-1000);
}

void ModelTest::clock_showsSkewAndResolution() {
    QFETCH(int, skew);
    QFETCH(int, resolution);
    QFETCH(qint64, time);
    QFETCH(qint64, shown);
    const SourceClock clock{std::chrono::milliseconds(skew), std::chrono::milliseconds(resolution)};
    QCOMPARE(qint64(clock.stamp(base::WallTime(std::chrono::milliseconds(time))).time_since_epoch().count()), shown);
}

void ModelTest::value_isBroughtIntoForm_data() {
    QTest::addColumn<QByteArray>("side");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("stored");
    const auto row = [](const char* name, const char* side, const char* field, const char* given, const char* stored) {
        QTest::newRow(name) << QByteArray(side) << QByteArray(field) << QByteArray(given) << QByteArray(stored);
    };
    row("Salesforce trims", "salesforce", "Title", "  Buyer ", "Buyer");
    row("HubSpot keeps blanks inside a text", "hubspot", "jobtitle", " Buyer ", " Buyer ");
    row("white space is blank", "hubspot", "jobtitle", "   ", "");
    row("HubSpot folds e-mail", "hubspot", "email", "Ada@Example.COM", "ada@example.com");
    row("Salesforce keeps the case of e-mail", "salesforce", "Email", "Ada@Example.com", "Ada@Example.com");
    row("Salesforce cuts decimals", "salesforce", "Score__c", "12.509", "12.5");
    row("Salesforce numbers lose zeros", "salesforce", "Score__c", "+007.00", "7");
    row("HubSpot numbers stay as written", "hubspot", "score", "12.50", "12.50");
    row("field names match without case on Salesforce", "salesforce", "title", "Buyer", "Buyer");
    row("dates", "salesforce", "Birthdate", "1988-02-29", "1988-02-29");
    row("HubSpot dates from midnight", "hubspot", "birthdate", "1764028800000", "2025-11-25");
    row("Salesforce date-times to the second", "salesforce", "Last_Meeting__c", "2026-11-24T16:00:00.900+01:00",
        "2026-11-24T15:00:00.000Z");
    row("options in the list's order", "salesforce", "Interests__c", "training;events;training", "events;training");
}

void ModelTest::value_isBroughtIntoForm() {
    QFETCH(QByteArray, side);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, stored);
    Crm crm(sideOf(side.constData()), 1, kMillisecond);
    std::vector<FieldValue> fields = {{field.toStdString(), given.toStdString()}};
    const Record before;
    QVERIFY(checkRow(crm, ObjectKind::Contact, &before, {}, fields).empty());
    QCOMPARE(QByteArray::fromStdString(fields.front().value.value_or("")), stored);
}

void ModelTest::value_isRefused_data() {
    QTest::addColumn<QByteArray>("side");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* side, const char* field, const QByteArray& given,
                        RejectionCode code) {
        QTest::newRow(name) << QByteArray(side) << QByteArray(field) << given << int(code);
    };
    row("no such field", "salesforce", "Shoe_Size__c", "44", RejectionCode::UnknownField);
    row("HubSpot names have a case", "hubspot", "Phone", "1", RejectionCode::UnknownField);
    row("hidden from the integration", "salesforce", "Internal_Note__c", "x", RejectionCode::UnknownField);
    row("calculated", "hubspot", "hs_email_domain", "x", RejectionCode::ReadOnly);
    row("required", "salesforce", "LastName", " ", RejectionCode::Required);
    row("too long", "salesforce", "FirstName", QByteArray(41, 'x'), RejectionCode::TooLong);
    row("restricted list", "salesforce", "Rating__c", "Boiling", RejectionCode::InvalidOption);
    row("restricted list of several", "hubspot", "interests", "events;chess", RejectionCode::InvalidOption);
    row("case of an option", "hubspot", "rating", "Hot", RejectionCode::InvalidOption);
    row("number", "hubspot", "score", "1,5", RejectionCode::InvalidNumber);
    row("number with exponent", "salesforce", "Score__c", "1e3", RejectionCode::InvalidNumber);
    row("boolean", "hubspot", "do_not_call", "yes", RejectionCode::InvalidBoolean);
    row("boolean without a value", "salesforce", "DoNotCall", "", RejectionCode::InvalidBoolean);
    row("day", "salesforce", "Birthdate", "1989-02-29", RejectionCode::InvalidDate);
    row("HubSpot date off midnight", "hubspot", "birthdate", "1764028800001", RejectionCode::InvalidDate);
    row("date-time without offset", "salesforce", "Last_Meeting__c", "2026-11-24T16:00:00", RejectionCode::InvalidDate);
    row("e-mail", "salesforce", "Email", "ada@", RejectionCode::InvalidEmail);
    row("owner", "hubspot", "hubspot_owner_id", "90021", RejectionCode::InvalidReference);
    row("account", "salesforce", "AccountId", "0015f00002J9YaU", RejectionCode::InvalidReference);
    row("validation rule", "salesforce", "Score__c", "100.5", RejectionCode::RuleViolated);
}

void ModelTest::value_isRefused() {
    QFETCH(QByteArray, side);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, given);
    QFETCH(int, code);
    Crm crm(sideOf(side.constData()), 1, kMillisecond);
    std::vector<FieldValue> fields = {{field.toStdString(), given.toStdString()}};
    const Record before;
    const Actor program{ActorKind::Integration, crm.users().back().id, "rest", ""};
    const std::vector<Rejection> rejections = checkRow(crm, ObjectKind::Contact, &before, program, fields);
    QCOMPARE(rejections.size(), std::size_t(1));
    QCOMPARE(int(rejections.front().code), code);
    QCOMPARE(QByteArray::fromStdString(rejections.front().field).toLower(), field.toLower());
}

void ModelTest::optionsBeginningWithSemicolon_areAppended() {
    Crm crm(Side::HubSpot, 1, kMillisecond);
    Transaction transaction(crm, {}, kNow);
    const std::string id =
        transaction.create(ObjectKind::Contact, {{"email", "a@b.example"}, {"interests", "events"}}).id;
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"interests", ";pricing"}}).ok());
    QCOMPARE(*crm.find(ObjectKind::Contact, id)->value("interests"), std::string("events;pricing"));
    QVERIFY(transaction.update(ObjectKind::Contact, id, {{"interests", "training"}}).ok());
    QCOMPARE(*crm.find(ObjectKind::Contact, id)->value("interests"), std::string("training"));
}

void ModelTest::stage_goesForwardOnly_forPrograms() {
    Crm crm(Side::HubSpot, 1, kMillisecond);
    const Actor program{ActorKind::Integration, "90021", "19083857", ""};
    std::string id;
    {
        Transaction transaction(crm, program, kNow);
        id = transaction.create(ObjectKind::Contact, {{"email", "a@b.example"}, {"lifecyclestage", "customer"}}).id;
        const WriteOutcome back = transaction.update(ObjectKind::Contact, id, {{"lifecyclestage", "lead"}});
        QCOMPARE(back.rejections.size(), std::size_t(1));
        QCOMPARE(int(back.rejections.front().code), int(RejectionCode::StepBack));
        transaction.commit();
    }
    Transaction byHand(crm, {ActorKind::User, "90021", "", ""}, kNow);
    QVERIFY(byHand.update(ObjectKind::Contact, id, {{"lifecyclestage", "lead"}}).ok());
}

void ModelTest::secondaryEmail_isUniqueToo() {
    Crm crm(Side::HubSpot, 1, kMillisecond);
    Transaction transaction(crm, {}, kNow);
    const std::string first = transaction.create(ObjectKind::Contact, {{"email", "a@b.example"}}).id;
    const std::string second = transaction.create(ObjectKind::Contact, {{"email", "c@b.example"}}).id;
    const std::string merged = transaction.merge(ObjectKind::Contact, first, {second}).id;
    const WriteOutcome clash = transaction.create(ObjectKind::Contact, {{"email", "C@B.example"}});
    QCOMPARE(clash.rejections.size(), std::size_t(1));
    QCOMPARE(int(clash.rejections.front().code), int(RejectionCode::NotUnique));
    QCOMPARE(clash.rejections.front().existingId, merged);
    QCOMPARE(crm.resolve(ObjectKind::Contact, second)->id, merged);
}

QTEST_APPLESS_MAIN(ModelTest)
#include "model_test.moc"
