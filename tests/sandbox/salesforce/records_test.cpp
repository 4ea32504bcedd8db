#include "engine/sandbox/model/identifiers.h"
#include "engine/sandbox/salesforce/times.h"
#include "tests/sandbox/salesforce/org_fixture.h"

#include <QTest>

using namespace syncline;
using namespace syncline::sandbox;
using namespace std::chrono_literals;

/// Single records: what is done, what is refused and with which words.
class RecordsTest : public QObject {
    Q_OBJECT

private slots:
    void create_answers201AndStores();
    void read_showsWireFormatsAndCompounds();
    void read_namesFields();
    void update_changesOnlyWhatIsNamed();
    void update_byPostWithHttpMethod();
    void delete_putsIntoTheRecycleBin();
    void refusedWrites_data();
    void refusedWrites();
    void refusedReads_data();
    void refusedReads();
    void duplicate_namesTheOtherRecord();
    void externalId_upsertCreatesThenUpdates();
    void externalId_updateOnlyRefusesUnknown();
    void externalId_readDeleteAndEscapes();
    void externalId_blanksAroundItDoNotCount();
    void externalId_severalAreListed();
    void externalId_unknownFieldIsAnObject();
    void relationship_byExternalId();
    void ids_of15CharactersWork();
    void unmodifiedSince_guardsTheWrite();
    void modifiedSince_savesTheRead();
    void callOptions_becomeTheOrigin_data();
    void callOptions_becomeTheOrigin();
    void lockedRows_areRefusedCounted();
    void users_areReadOnly();
    void bytesThatAreNoText_areRefused_data();
    void bytesThatAreNoText_areRefused();
};

void RecordsTest::create_answers201AndStores() {
    OrgFixture org;
    const Answer made = org.api("POST", "sobjects/Contact", R"({"LastName":" Stone ","Phone":"","Score__c":12.509})");
    QCOMPARE(made.status(), 201);
    QCOMPARE(made.at("/success"), QByteArray("true"));
    QCOMPARE(made.at("/errors"), QByteArray("[]"));
    const std::string id = made.at("/id").toStdString();
    QCOMPARE(id.size(), 18U);
    QCOMPARE(made.header("Location"), QByteArray("/services/data/v66.0/sobjects/Contact/") + id.c_str());
    QCOMPARE(org.value(id, "LastName"), model::Value("Stone"));
    QCOMPARE(org.value(id, "Phone"), model::Value());
    QCOMPARE(org.value(id, "Score__c"), model::Value("12.5"));
    QCOMPARE(org.value(id, "OwnerId"), model::Value(org.crm().users().back().id));
    QCOMPARE(org.changes, 1);
}

void RecordsTest::read_showsWireFormatsAndCompounds() {
    OrgFixture org;
    const std::string id = org.person({{"FirstName", "Mia"},
                                       {"LastName", "Stone"},
                                       {"MailingCity", "Graz"},
                                       {"Score__c", "7"},
                                       {"Interests__c", "product;events"},
                                       {"Birthdate", "1990-02-28"},
                                       {"Last_Meeting__c", "2026-11-24T10:00:00.000Z"}});
    const Answer record = org.api("GET", "sobjects/Contact/" + id);
    QCOMPARE(record.status(), 200);
    const std::pair<const char*, QByteArray> kExpected[] = {
        {"/attributes/type", "Contact"},
        {"/attributes/url", QByteArray("/services/data/v66.0/sobjects/Contact/") + id.c_str()},
        {"/Id", id.c_str()},
        {"/Name", "Mia Stone"},
        {"/MailingAddress",
         R"({"geocodeAccuracy":null,"latitude":null,"longitude":null,"street":null,"city":"Graz","state":null,"postalCode":null,"country":null})"},
        {"/MailingCity", "Graz"},
        {"/Interests__c", "events;product"},
        {"/Birthdate", "1990-02-28"},
        {"/Last_Meeting__c", "2026-11-24T10:00:00.000+0000"},
        {"/DoNotCall", "false"},
        {"/Email", "null"},
        {"/IsDeleted", "false"},
        {"/MasterRecordId", "null"},
        {"/CreatedDate", "2026-11-24T12:00:30.000+0000"},
        {"/LastModifiedById", org.crm().users().front().id.c_str()},
        {"/SystemModstamp", "2026-11-24T12:00:30.000+0000"},
        {"/Internal_Note__c", "absent"},
    };
    for (const auto& [pointer, expected] : kExpected)
        QCOMPARE(record.at(pointer), expected);
    QVERIFY2(record.body().contains("\"Score__c\":7.0,"), record.body());
}

void RecordsTest::read_namesFields() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    const Answer record = org.api("GET", "sobjects/contact/" + id + "?fields=id,%20lastname");
    const QByteArray expected = R"({"attributes":{"type":"Contact","url":"/services/data/v66.0/sobjects/Contact/%1"},)"
                                R"("Id":"%1","LastName":"Stone"})";
    QCOMPARE(record.body(), QByteArray(expected).replace("%1", id.c_str()));
}

void RecordsTest::update_changesOnlyWhatIsNamed() {
    OrgFixture org;
    const std::string id = org.person({{"FirstName", "Mia"}, {"LastName", "Stone"}, {"Phone", "1"}});
    org.advance(5s);
    const Answer done =
        org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"VP Sales","Phone":null,"DoNotCall":true})");
    QCOMPARE(done.status(), 204);
    QCOMPARE(done.body(), QByteArray());
    QCOMPARE(org.value(id, "FirstName"), model::Value("Mia"));
    QCOMPARE(org.value(id, "Phone"), model::Value());
    QCOMPARE(org.value(id, "DoNotCall"), model::Value("true"));
    QCOMPARE(org.value(id, "Title"), model::Value("Vice President Sales"));
    QCOMPARE(org.api("GET", "sobjects/Contact/" + id).at("/LastModifiedDate"),
             QByteArray("2026-11-24T12:00:35.000+0000"));
}

void RecordsTest::update_byPostWithHttpMethod() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    QCOMPARE(org.api("POST", "sobjects/Contact/" + id + "?_HttpMethod=PATCH", R"({"Title":"x"})").status(), 204);
    QCOMPARE(org.value(id, "Title"), model::Value("x"));
}

void RecordsTest::delete_putsIntoTheRecycleBin() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    QCOMPARE(org.api("DELETE", "sobjects/Contact/" + id).status(), 204);
    QCOMPARE(org.api("GET", "sobjects/Contact/" + id).at("/0/errorCode"), QByteArray("ENTITY_IS_DELETED"));
    const Answer again = org.api("DELETE", "sobjects/Contact/" + id);
    QCOMPARE(again.status(), 404);
    QCOMPARE(again.body(), QByteArray(R"([{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED"}])"));
}

void RecordsTest::refusedWrites_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char* name, const char* body, int status, const char* code, const char* message) {
        QTest::newRow(name) << QByteArray(body) << status << QByteArray(code) << QByteArray(message);
    };
    row("no last name", R"({"FirstName":"x"})", 400, "REQUIRED_FIELD_MISSING",
        "Required fields are missing: [LastName]");
    row("unknown field", R"({"LastName":"x","Foo":1})", 400, "INVALID_FIELD",
        "No such column 'Foo' on sobject of type Contact");
    row("hidden field", R"({"LastName":"x","Internal_Note__c":"y"})", 400, "INVALID_FIELD",
        "No such column 'Internal_Note__c' on sobject of type Contact");
    row("system field", R"({"LastName":"x","CreatedDate":"2026-11-24T16:00:00Z"})", 400,
        "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: CreatedDate.");
    row("compound", R"({"LastName":"x","MailingAddress":{"city":"y"}})", 400, "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: MailingAddress.");
    row("compound name", R"({"Name":"x"})", 400, "INVALID_FIELD_FOR_INSERT_UPDATE",
        "Unable to create/update fields: Name.");
    row("too long", R"({"LastName":"x","Phone":"01234567890123456789012345678901234567890"})", 400, "STRING_TOO_LONG",
        "Business Phone: data value too large: (max length=40)");
    row("bad mail", R"({"LastName":"x","Email":"no"})", 400, "INVALID_EMAIL_ADDRESS",
        "Email: invalid email address: no");
    row("restricted picklist", R"({"LastName":"x","Rating__c":"Boiling"})", 400,
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Rating: bad value for restricted picklist field: Boiling");
    row("validation rule", R"({"LastName":"x","Score__c":101})", 400, "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "Score must be between 0 and 100");
    row("foreign key", R"({"LastName":"x","AccountId":"0015f00000000009AA"})", 400, "INVALID_CROSS_REFERENCE_KEY",
        "invalid cross reference id");
    row("number in a text", R"({"LastName":5})", 400, "JSON_PARSER_ERROR", "Cannot deserialize instance of string");
    row("text in a boolean", R"({"LastName":"x","DoNotCall":"perhaps"})", 400, "JSON_PARSER_ERROR",
        "Cannot deserialize instance of boolean");
    row("null in a boolean", R"({"LastName":"x","DoNotCall":null})", 400, "JSON_PARSER_ERROR",
        "Cannot deserialize instance of boolean");
    row("array in a field", R"({"LastName":["x"]})", 400, "JSON_PARSER_ERROR", "Cannot deserialize instance of string");
    row("no JSON", R"({"LastName":)", 400, "JSON_PARSER_ERROR", "The HTTP entity body");
    row("an array", R"([{"LastName":"x"}])", 400, "JSON_PARSER_ERROR", "Cannot deserialize instance of sobject");
}

void RecordsTest::refusedWrites() {
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, message);
    OrgFixture org;
    const std::uint64_t before = org.crm().log().nextNumber();
    const Answer answer = org.api("POST", "sobjects/Contact", body.toStdString());
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.at("/0/errorCode"), code);
    QVERIFY2(answer.at("/0/message").startsWith(message), answer.at("/0/message"));
    QCOMPARE(org.crm().log().nextNumber(), before);
    QCOMPARE(org.changes, 0);
}

void RecordsTest::refusedReads_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("resource");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const char* method, const char* resource, int status, const char* code) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(resource) << status << QByteArray(code);
    };
    row("unknown type", "GET", "sobjects/Lead", 404, "NOT_FOUND");
    row("unknown id", "GET", "sobjects/Contact/0035f0000000009AAA", 404, "NOT_FOUND");
    row("id of another type", "GET", "sobjects/Account/0035f0000000009AAA", 404, "NOT_FOUND");
    row("delete of an unknown id", "DELETE", "sobjects/Contact/0035f0000000009AAA", 400, "INVALID_CROSS_REFERENCE_KEY");
    row("delete of a malformed id", "DELETE", "sobjects/Contact/x", 400, "MALFORMED_ID");
    row("unknown resource", "GET", "nothing", 404, "NOT_FOUND");
    row("too deep", "GET", "sobjects/Contact/a/b/c", 404, "NOT_FOUND");
    row("wrong method", "PUT", "sobjects/Contact", 405, "METHOD_NOT_ALLOWED");
    row("replication by POST", "POST", "sobjects/Contact/updated", 405, "METHOD_NOT_ALLOWED");
    row("wrong method on a record", "PUT", "sobjects/Contact/0035f0000000009AAA", 405, "METHOD_NOT_ALLOWED");
}

void RecordsTest::refusedReads() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, resource);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    OrgFixture org;
    const Answer answer = org.api(method.toStdString(), resource.toStdString());
    QCOMPARE(answer.status(), status);
    QCOMPARE(answer.at("/0/errorCode"), code);
    QCOMPARE(org.changes, 0);
}

void RecordsTest::duplicate_namesTheOtherRecord() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}, {"HubSpot_Id__c", "77"}});
    const Answer answer = org.api("POST", "sobjects/Contact", R"({"LastName":"x","HubSpot_Id__c":"77"})");
    QCOMPARE(answer.status(), 400);
    QCOMPARE(answer.at("/0/errorCode"), QByteArray("DUPLICATE_VALUE"));
    QCOMPARE(answer.at("/0/message"),
             QByteArray("duplicate value found: HubSpot_Id__c duplicates value on record with id: ")
                 + id.substr(0, 15).c_str());
}

void RecordsTest::externalId_upsertCreatesThenUpdates() {
    OrgFixture org;
    const std::string resource = "sobjects/Contact/HubSpot_Id__c/a%2Fb";
    const Answer made = org.api("PATCH", resource, R"({"LastName":"Stone"})");
    QCOMPARE(made.status(), 201);
    QCOMPARE(made.at("/created"), QByteArray("true"));
    const std::string id = made.at("/id").toStdString();
    QCOMPARE(org.value(id, "HubSpot_Id__c"), model::Value("a/b"));
    const Answer again = org.api("PATCH", resource, R"({"Title":"x"})");
    QCOMPARE(again.status(), 200);
    QCOMPARE(again.at("/created"), QByteArray("false"));
    QCOMPARE(again.at("/id").toStdString(), id);
    const Answer old = *org.send("PATCH", "/services/data/v45.0/" + resource, R"({"Title":"y"})",
                                 {{"Content-Type", "application/json"}});
    QCOMPARE(old.status(), 204);
    const Answer repeated = org.api("PATCH", resource, R"({"HubSpot_Id__c":"a/b","Title":"z"})");
    QCOMPARE(repeated.at("/0/errorCode"), QByteArray("INVALID_FIELD"));
    QCOMPARE(org.value(id, "Title"), model::Value("y"));
}

void RecordsTest::externalId_updateOnlyRefusesUnknown() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}, {"HubSpot_Id__c", "77"}});
    QCOMPARE(org.api("PATCH", "sobjects/Contact/HubSpot_Id__c/78?updateOnly=true", R"({"LastName":"x"})").status(),
             404);
    QCOMPARE(org.api("PATCH", "sobjects/Contact/HubSpot_Id__c/77?updateOnly=true", R"({"LastName":"x"})").status(),
             200);
    QCOMPARE(org.value(id, "LastName"), model::Value("x"));
}

void RecordsTest::externalId_readDeleteAndEscapes() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}, {"HubSpot_Id__c", "a b"}});
    QCOMPARE(org.api("GET", "sobjects/Contact/HubSpot_Id__c/a%20b").at("/Id").toStdString(), id);
    QCOMPARE(org.api("DELETE", "sobjects/Contact/HubSpot_Id__c/a%20b").status(), 204);
    QCOMPARE(org.api("GET", "sobjects/Contact/HubSpot_Id__c/a%20b").status(), 404);
}

void RecordsTest::externalId_blanksAroundItDoNotCount() {
    OrgFixture org;
    const std::string spaced = "sobjects/Contact/HubSpot_Id__c/%20h1%20";
    const Answer first = org.api("PATCH", spaced, R"({"LastName":"Ray"})");
    QCOMPARE(first.status(), 201);
    QCOMPARE(org.value(first.at("/id").toStdString(), "HubSpot_Id__c"), model::Value("h1"));
    QCOMPARE(org.api("PATCH", spaced, R"({"Title":"Again"})").status(), 200);
    QCOMPARE(org.api("PATCH", "sobjects/Contact/HubSpot_Id__c/%20", R"({"LastName":"Nobody"})").status(), 404);
    QCOMPARE(org.query("SELECT COUNT() FROM Contact WHERE LastName = 'Nobody'").at("/totalSize"), QByteArray("0"));
}

void RecordsTest::externalId_severalAreListed() {
    OrgFixture org;
    const std::string one = org.person({{"LastName", "Stone"}, {"Email", "same@x.example"}});
    const std::string two = org.person({{"LastName", "Berg"}, {"Email", "SAME@x.example"}});
    for (const char* method : {"GET", "PATCH", "DELETE"}) {
        const Answer answer = org.api(method, "sobjects/Contact/Email/same@x.example", R"({"Title":"x"})");
        QCOMPARE(answer.status(), 300);
        QCOMPARE(answer.at("/0"), QByteArray("/services/data/v66.0/sobjects/Contact/") + one.c_str());
        QCOMPARE(answer.at("/1"), QByteArray("/services/data/v66.0/sobjects/Contact/") + two.c_str());
    }
    QCOMPARE(org.value(one, "Title"), model::Value());
}

void RecordsTest::externalId_unknownFieldIsAnObject() {
    OrgFixture org;
    const Answer answer = org.api("PATCH", "sobjects/Contact/Title/x", R"({"LastName":"x"})");
    QCOMPARE(answer.status(), 404);
    QCOMPARE(answer.at("/errorCode"), QByteArray("NOT_FOUND"));
    QCOMPARE(answer.at("/message"),
             QByteArray("Provided external ID field does not exist or is not accessible: Title"));
}

void RecordsTest::relationship_byExternalId() {
    OrgFixture org;
    const std::string account =
        org.api("PATCH", "sobjects/Account/HubSpot_Id__c/9", R"({"Name":"Acme"})").at("/id").toStdString();
    const Answer made = org.api("POST", "sobjects/Contact", R"({"LastName":"x","Account":{"HubSpot_Id__c":"9"}})");
    QCOMPARE(org.value(made.at("/id").toStdString(), "AccountId"), model::Value(account));
    const Answer missing = org.api("POST", "sobjects/Contact", R"({"LastName":"x","Account":{"HubSpot_Id__c":"8"}})");
    QCOMPARE(missing.at("/0/errorCode"), QByteArray("INVALID_FIELD"));
    QCOMPARE(missing.at("/0/message"),
             QByteArray("Foreign key external ID: 8 not found for field HubSpot_Id__c in entity Account"));
}

void RecordsTest::ids_of15CharactersWork() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    QCOMPARE(org.api("GET", "sobjects/Contact/" + id.substr(0, 15)).at("/Id").toStdString(), id);
    QCOMPARE(org.api("PATCH", "sobjects/Contact/" + id.substr(0, 15), R"({"Title":"x"})").status(), 204);
}

void RecordsTest::unmodifiedSince_guardsTheWrite() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    const std::string seen = salesforce::httpDate(org.world.now());
    QCOMPARE(seen, std::string("Tue, 24 Nov 2026 12:00:30 GMT"));
    const std::string resource = "sobjects/Contact/" + id;
    const auto write = [&](const std::string& since) {
        return org.api("PATCH", resource, R"({"Title":"x"})", {{"If-Unmodified-Since", since}});
    };
    QCOMPARE(write(seen).status(), 204);
    org.advance(2s);
    org.edit(id, {{"Phone", "1"}});
    const Answer refused = write(seen);
    QCOMPARE(refused.status(), 412);
    QCOMPARE(refused.at("/0/errorCode"), QByteArray("ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE"));
    QCOMPARE(write("yesterday").status(), 400);
}

void RecordsTest::modifiedSince_savesTheRead() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    const std::string seen = salesforce::httpDate(org.world.now());
    const auto read = [&](const char* method = "GET") {
        return org.api(method, "sobjects/Contact/" + id, {}, {{"If-Modified-Since", seen}}).status();
    };
    QCOMPARE(read(), 304);
    QCOMPARE(read("HEAD"), 304);
    org.advance(2s);
    org.edit(id, {{"Phone", "1"}});
    QCOMPARE(read(), 200);
}

void RecordsTest::callOptions_becomeTheOrigin_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("client");
    QTest::newRow("alone") << QByteArray("client=QtSync") << QByteArray("QtSync");
    QTest::newRow("with a comma") << QByteArray("client=QtSync, defaultNamespace=x") << QByteArray("QtSync");
    QTest::newRow("with a semicolon") << QByteArray("defaultNamespace=x; client=QtSync") << QByteArray("QtSync");
    QTest::newRow("something else") << QByteArray("defaultNamespace=x") << QByteArray("");
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("bytes that are no text") << QByteArray("client=Qt\xFFSync") << QByteArray("");
}

void RecordsTest::callOptions_becomeTheOrigin() {
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, client);
    OrgFixture org;
    org.api("POST", "sobjects/Contact", R"({"LastName":"x"})", {{"Sforce-Call-Options", header.toStdString()}});
    const model::Actor actor = *org.crm().events().back().actor;
    QCOMPARE(actor.client, client.toStdString());
    QCOMPARE(actor.application, std::string("rest/66.0"));
    QVERIFY(actor.kind == model::ActorKind::Integration);
    QCOMPARE(actor.userId, org.crm().users().back().id);
}

void RecordsTest::lockedRows_areRefusedCounted() {
    OrgFixture org;
    const std::string id = org.person({{"LastName", "Stone"}});
    org.faults.lockRows = 2;
    const Answer locked = org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"x"})");
    QCOMPARE(locked.status(), 400);
    QCOMPARE(locked.at("/0/errorCode"), QByteArray("UNABLE_TO_LOCK_ROW"));
    QCOMPARE(org.api("DELETE", "sobjects/Contact/" + id).at("/0/errorCode"), QByteArray("UNABLE_TO_LOCK_ROW"));
    QCOMPARE(org.api("PATCH", "sobjects/Contact/" + id, R"({"Title":"x"})").status(), 204);
}

void RecordsTest::users_areReadOnly() {
    OrgFixture org;
    const std::string id = org.crm().users().front().id;
    QCOMPARE(org.api("GET", "sobjects/User/" + id + "?fields=Name,IsActive").at("/Name"), QByteArray("Ines Walter"));
    const Answer refused = org.api("PATCH", "sobjects/User/" + id, R"({"Email":"x@y.example"})");
    QCOMPARE(refused.status(), 403);
    QCOMPARE(refused.at("/0/errorCode"), QByteArray("INSUFFICIENT_ACCESS_OR_READONLY"));
}

void RecordsTest::bytesThatAreNoText_areRefused_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("resource");
    QTest::newRow("external id") << QByteArray("PATCH") << QByteArray("sobjects/Contact/HubSpot_Id__c/%FF");
    QTest::newRow("NUL in an external id") << QByteArray("PATCH") << QByteArray("sobjects/Contact/HubSpot_Id__c/a%00");
    QTest::newRow("half a letter") << QByteArray("GET") << QByteArray("sobjects/Contact/HubSpot_Id__c/%C3");
    QTest::newRow("query") << QByteArray("GET") << QByteArray("query?q=SELECT+Id+FROM+Contact+WHERE+Title='%FF'");
    QTest::newRow("not even encoded") << QByteArray("GET") << QByteArray("sobjects/Contact\xFF");
}

void RecordsTest::bytesThatAreNoText_areRefused() {
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, resource);
    OrgFixture org;
    const Answer answer = org.api(method.toStdString(), resource.toStdString(), R"({"LastName":"X"})");
    QCOMPARE(answer.status(), 400);
    QCOMPARE(answer.at("/0/errorCode"), QByteArray("BAD_REQUEST"));
    QCOMPARE(org.changes, 0);
}

QTEST_APPLESS_MAIN(RecordsTest)
#include "records_test.moc"
