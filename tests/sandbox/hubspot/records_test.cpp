#include "tests/sandbox/hubspot/account_bench.h"

#include <set>

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

const std::string kContacts = "/crm/objects/2026-09/contacts";
const std::string kCompanies = "/crm/objects/2026-09/companies";

std::string properties(const std::string& members) {
    return "{'properties':{" + members + "}}";
}

}  // namespace

class HubSpotRecordsTest : public QObject {
    Q_OBJECT

private slots:
    void paths_serveOneStore_data();
    void paths_serveOneStore();
    void create_answersTheWholeRecord();
    void otherApp_isTheSourceOfWhatItWrites();
    void write_refusals_data();
    void write_refusals();
    void invalidValues_areToldTwice();
    void emailClash_namesTheOther();
    void uniqueClash_hasItsDialect();
    void values_areStoredInTheirForm_data();
    void values_areStoredInTheirForm();
    void semicolon_appends();
    void lifecycleStage_goesForwardOnly();
    void nullWrite_clearsOrIsRefused();
    void read_showsWhatIsAskedFor();
    void blank_isNullOrLeftOut();
    void history_isNewestFirstWithItsSources();
    void history_isShorterInItsDialect();
    void list_pages();
    void list_refusals_data();
    void list_refusals();
    void archive_isQuietAboutUnknownIds();
    void merge_makesANewRecordWithAliases();
    void privacyDeletion_blocksTheAddress();
    void writes_tellsWhatChangesRecords_data();
    void writes_tellsWhatChangesRecords();
};

void HubSpotRecordsTest::paths_serveOneStore_data() {
    QTest::addColumn<QString>("prefix");
    QTest::newRow("v3 by name") << "/crm/v3/objects/contacts";
    QTest::newRow("v3 by type id") << "/crm/v3/objects/0-1";
    QTest::newRow("2026-03") << "/crm/objects/2026-03/contacts";
    QTest::newRow("2026-09 by type id") << "/crm/objects/2026-09/0-1";
}

void HubSpotRecordsTest::paths_serveOneStore() {
    QFETCH(QString, prefix);
    AccountBench bench;
    const std::string id = bench.contact("'email':'ada@example.com'");
    const Answer read = bench.ask("GET", prefix.toStdString() + "/" + id);
    QCOMPARE(read.status, 200);
    QCOMPARE(read.at("/properties/email"), std::string("ada@example.com"));
    const Answer wrong = bench.ask("GET", prefix.left(prefix.lastIndexOf(QLatin1Char('/'))).toStdString() + "/pets");
    QCOMPARE(wrong.status, 400);
    QCOMPARE(wrong.at("/message"), std::string("Unable to infer object type from: pets"));
}

void HubSpotRecordsTest::create_answersTheWholeRecord() {
    AccountBench bench;
    const Answer made = bench.ask("POST", kContacts, properties("'email':'ADA@Example.com','score':12.5"));
    QCOMPARE(made.status, 201);
    QCOMPARE(made.header("Content-Type"), std::string("application/json;charset=utf-8"));
    QCOMPARE(made.at("/properties/email"), std::string("ada@example.com"));
    QCOMPARE(made.at("/properties/score"), std::string("12.5"));
    QCOMPARE(made.at("/properties/hs_object_id"), made.at("/id"));
    QCOMPARE(made.at("/properties/lastmodifieddate"), made.at("/updatedAt"));
    QCOMPARE(made.at("/archived"), std::string("false"));
    QVERIFY(made.json.at("id").is_string());
    const Answer read =
        bench.ask("GET", kContacts + "/" + made.at("/id") + "?properties=hs_object_source,hs_object_source_id");
    QCOMPARE(read.at("/properties/hs_object_source"), std::string("INTEGRATION"));
    QCOMPARE(read.at("/properties/hs_object_source_id"), std::string("19083857"));
    QCOMPARE(bench.changes, 1);
    const Answer company = bench.ask("POST", kCompanies, properties("'name':'Hart & Co'"));
    QCOMPARE(company.at("/properties/hs_lastmodifieddate"), company.at("/updatedAt"));
    QCOMPARE(company.at("/properties/lastmodifieddate"), std::string("(none)"));
}

void HubSpotRecordsTest::otherApp_isTheSourceOfWhatItWrites() {
    AccountBench bench;
    const std::string other = bench.options.otherStaticToken;
    const Answer made = bench.askAs(other, "POST", kContacts, properties("'email':'ada@example.com'"));
    QCOMPARE(made.status, 201);
    const Answer read =
        bench.ask("GET", kContacts + "/" + made.at("/id") + "?properties=hs_object_source,hs_object_source_id");
    QCOMPARE(read.at("/properties/hs_object_source"), std::string("INTEGRATION"));
    QCOMPARE(read.at("/properties/hs_object_source_id"), std::to_string(bench.options.otherAppId));
}

void HubSpotRecordsTest::write_refusals_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("property");
    QTest::newRow("unknown property") << "'nosuch':'1'"
                                      << "PROPERTY_DOESNT_EXIST"
                                      << "nosuch";
    QTest::newRow("unknown option") << "'rating':'gold'"
                                    << "INVALID_OPTION"
                                    << "rating";
    QTest::newRow("option in other case") << "'rating':'Hot'"
                                          << "INVALID_OPTION"
                                          << "rating";
    QTest::newRow("number with comma") << "'score':'1,5'"
                                       << "INVALID_INTEGER"
                                       << "score";
    QTest::newRow("boolean") << "'do_not_call':'yes'"
                             << "INVALID_OPTION"
                             << "do_not_call";
    QTest::newRow("date with time") << "'birthdate':1795430400001"
                                    << "INVALID_DATE"
                                    << "birthdate";
    QTest::newRow("date-time in words") << "'last_meeting':'monday'"
                                        << "INVALID_DATE"
                                        << "last_meeting";
    QTest::newRow("e-mail") << "'email':'no address'"
                            << "INVALID_EMAIL"
                            << "email";
    QTest::newRow("owner that is none") << "'hubspot_owner_id':'1'"
                                        << "INVALID_OPTION"
                                        << "hubspot_owner_id";
    QTest::newRow("user id for owner id") << "'hubspot_owner_id':'90021'"
                                          << "INVALID_OPTION"
                                          << "hubspot_owner_id";
    QTest::newRow("calculated") << "'hs_email_domain':'x'"
                                << "READ_ONLY_VALUE"
                                << "hs_email_domain";
    QTest::newRow("the system's own") << "'createdate':'2026-01-01'"
                                      << "READ_ONLY_VALUE"
                                      << "createdate";
    QTest::newRow("nothing to know it by") << "'city':'Bern'"
                                           << "MISSING_REQUIRED_PROPERTY"
                                           << "email";
}

void HubSpotRecordsTest::write_refusals() {
    QFETCH(QString, body);
    QFETCH(QString, code);
    QFETCH(QString, property);
    AccountBench bench;
    const std::string known = code == QLatin1String("MISSING_REQUIRED_PROPERTY") ? "" : ",'lastname':'Lee'";
    const Answer refused = bench.ask("POST", kContacts, properties(body.toStdString() + known));
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.at("/category"), std::string("VALIDATION_ERROR"));
    QCOMPARE(refused.at("/errors/0/code"), code.toStdString());
    QCOMPARE(refused.at("/errors/0/context/propertyName/0"), property.toStdString());
    QCOMPARE(bench.changes, 0);
}

void HubSpotRecordsTest::invalidValues_areToldTwice() {
    for (const bool shortened : {false, true}) {
        AccountBench bench(shortened ? std::vector<std::string>{"validation-errors-shortened"}
                                     : std::vector<std::string>{});
        const Answer refused =
            bench.ask("POST", kContacts, properties("'lastname':'Lee','rating':'gold','nosuch':'1'"));
        const std::string message = refused.at("/message");
        QVERIFY(message.starts_with("Property values were not valid: [{"));
        const auto embedded = boost::json::parse(message.substr(message.find("[{"))).as_array();
        QCOMPARE(embedded.size(), std::size_t{2});
        QCOMPARE(refused.count("/errors"), std::size_t{shortened ? 1U : 2U});
        QVERIFY(message.find("gold was not one of the allowed options: [hot, warm, cold]") != std::string::npos);
    }
}

void HubSpotRecordsTest::emailClash_namesTheOther() {
    for (const bool dialect : {false, true}) {
        AccountBench bench(dialect ? std::vector<std::string>{"email-clash-400"} : std::vector<std::string>{});
        const std::string first = bench.contact("'email':'ada@example.com'");
        const std::string second = bench.contact("'email':'bo@example.com'");
        const Answer created = bench.ask("POST", kContacts, properties("'email':'Ada@example.com'"));
        QCOMPARE(created.status, 409);
        QCOMPARE(created.at("/message"), "Contact already exists. Existing ID: " + first);
        QCOMPARE(created.at("/category"), std::string("CONFLICT"));
        QCOMPARE(created.at("/context"), std::string("(none)"));
        const Answer changed = bench.ask("PATCH", kContacts + "/" + second, properties("'email':'ada@example.com'"));
        QCOMPARE(changed.status, dialect ? 400 : 409);
    }
}

void HubSpotRecordsTest::uniqueClash_hasItsDialect() {
    for (const bool dialect : {false, true}) {
        AccountBench bench(dialect ? std::vector<std::string>{"unique-clash-409"} : std::vector<std::string>{});
        const std::string first = bench.company("'name':'A','sf_account_id':'001A'");
        const Answer refused = bench.ask("POST", kCompanies, properties("'name':'B','sf_account_id':'001A'"));
        QCOMPARE(refused.status, dialect ? 409 : 400);
        QVERIFY(refused.at("/message").find(first) != std::string::npos);
        QCOMPARE(bench.ask("POST", kCompanies, properties("'name':'A','domain':'a.example'")).status, 201);
        QCOMPARE(bench.ask("POST", kCompanies, properties("'name':'A','domain':'a.example'")).status, 201);
    }
}

void HubSpotRecordsTest::values_areStoredInTheirForm_data() {
    QTest::addColumn<QString>("property");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("read");
    QTest::newRow("date in milliseconds") << "birthdate"
                                          << "1795392000000"
                                          << "2026-11-23";
    QTest::newRow("date as text") << "birthdate"
                                  << "'1990-02-28'"
                                  << "1990-02-28";
    QTest::newRow("date-time in milliseconds") << "last_meeting"
                                               << "1795430400123"
                                               << "2026-11-23T10:40:00.123Z";
    QTest::newRow("date-time with offset") << "last_meeting"
                                           << "'2026-11-23T11:00:00+01:00'"
                                           << "2026-11-23T10:00:00.000Z";
    QTest::newRow("boolean") << "do_not_call"
                             << "true"
                             << "true";
    QTest::newRow("whole number") << "score"
                                  << "7"
                                  << "7";
    QTest::newRow("several options, in the list's order") << "interests"
                                                          << "'training;events'"
                                                          << "events;training";
    QTest::newRow("umlauts") << "firstname"
                             << "'J\u00fcrgen'" << QString::fromUtf8("J\xc3\xbcrgen");
    QTest::newRow("cleared") << "firstname"
                             << "''"
                             << "null";
}

void HubSpotRecordsTest::values_areStoredInTheirForm() {
    QFETCH(QString, property);
    QFETCH(QString, written);
    QFETCH(QString, read);
    AccountBench bench;
    const std::string id = bench.contact("'lastname':'Lee','firstname':'X'");
    const std::string body = properties("'" + property.toStdString() + "':" + written.toStdString());
    const Answer changed = bench.ask("PATCH", kContacts + "/" + id, body);
    QCOMPARE(changed.status, 200);
    QCOMPARE(changed.at("/properties/" + property.toStdString()), read.toStdString());
}

void HubSpotRecordsTest::semicolon_appends() {
    AccountBench bench;
    const std::string id = bench.contact("'lastname':'Lee','interests':'events;pricing'");
    const auto written = [&](const std::string& value) {
        return bench.ask("PATCH", kContacts + "/" + id, properties("'interests':'" + value + "'"))
            .at("/properties/interests");
    };
    QCOMPARE(written(";training"), std::string("events;pricing;training"));
    QCOMPARE(written("product"), std::string("product"));
    QCOMPARE(written(";product"), std::string("product"));
}

void HubSpotRecordsTest::lifecycleStage_goesForwardOnly() {
    for (const bool refused : {false, true}) {
        AccountBench bench(refused ? std::vector<std::string>{"stage-back-refused"} : std::vector<std::string>{});
        const std::string id = bench.contact("'lastname':'Lee','lifecyclestage':'opportunity'");
        const auto write = [&](const std::string& members) {
            return bench.ask("PATCH", kContacts + "/" + id, properties(members));
        };
        const Answer back = write("'lifecyclestage':'lead','city':'Bern'");
        QCOMPARE(back.status, refused ? 400 : 200);
        if (!refused) {
            QCOMPARE(back.at("/properties/lifecyclestage"), std::string("opportunity"));
            QCOMPARE(back.at("/properties/city"), std::string("Bern"));
        }
        QCOMPARE(write("'lifecyclestage':''").at("/properties/lifecyclestage"), std::string("null"));
        QCOMPARE(write("'lifecyclestage':'lead'").at("/properties/lifecyclestage"), std::string("lead"));
        QCOMPARE(write("'lifecyclestage':'customer'").status, 200);
    }
}

void HubSpotRecordsTest::nullWrite_clearsOrIsRefused() {
    for (const bool refused : {false, true}) {
        AccountBench bench(refused ? std::vector<std::string>{"null-write-refused"} : std::vector<std::string>{});
        const std::string id = bench.contact("'lastname':'Lee','city':'Bern'");
        const Answer answer = bench.ask("PATCH", kContacts + "/" + id, properties("'city':null"));
        QCOMPARE(answer.status, refused ? 400 : 200);
        const Answer read = bench.ask("GET", kContacts + "/" + id + "?properties=city");
        QCOMPARE(read.at("/properties/city"), std::string(refused ? "Bern" : "null"));
        QCOMPARE(bench.ask("PATCH", kContacts + "/" + id, properties("'city':{'a':1}")).status, 400);
        QCOMPARE(bench.ask("PATCH", kContacts + "/" + id, "{").status, 400);
        QCOMPARE(bench.ask("PATCH", kContacts + "/" + id, "{}").status, 400);
    }
}

void HubSpotRecordsTest::read_showsWhatIsAskedFor() {
    AccountBench bench;
    const std::string company = bench.company("'name':'Hart'");
    const std::string id = bench.contact(
        "'email':'ada@example.com','firstname':'Ada','sf_contact_id':'003A',"
        "'associatedcompanyid':'"
        + company + "'");
    const std::string base = kContacts + "/";
    const Answer byDefault = bench.ask("GET", base + id);
    QCOMPARE(byDefault.count("/properties"), std::size_t{6});
    QCOMPARE(bench.ask("GET", base + id + "?properties=firstname,city&properties=zip").count("/properties"),
             std::size_t{6});
    QCOMPARE(bench.ask("GET", base + id + "?properties=nosuch").count("/properties"), std::size_t{3});
    QCOMPARE(bench.ask("GET", base + "ADA%40example.com?idProperty=email").at("/id"), id);
    QCOMPARE(bench.ask("GET", base + "003A?idProperty=sf_contact_id").at("/id"), id);
    QCOMPARE(bench.ask("GET", base + "Ada?idProperty=firstname").status, 400);
    QCOMPARE(bench.ask("GET", base + "1").at("/category"), std::string("OBJECT_NOT_FOUND"));
    const Answer linked = bench.ask("GET", base + id + "?associations=companies,deals");
    QCOMPARE(linked.at("/associations/companies/results/0/id"), company);
    QCOMPARE(linked.at("/associations/companies/results/0/type"), std::string("contact_to_company"));
    QCOMPARE(byDefault.at("/associations"), std::string("(none)"));
}

void HubSpotRecordsTest::blank_isNullOrLeftOut() {
    for (const bool leftOut : {false, true}) {
        AccountBench bench(leftOut ? std::vector<std::string>{"requested-blank-left-out"} : std::vector<std::string>{});
        const std::string id = bench.contact("'lastname':'Lee'");
        const Answer read = bench.ask("GET", kContacts + "/" + id + "?properties=phone");
        QCOMPARE(read.at("/properties/phone"), std::string(leftOut ? "(none)" : "null"));
    }
}

void HubSpotRecordsTest::history_isNewestFirstWithItsSources() {
    for (const bool api : {false, true}) {
        AccountBench bench(api ? std::vector<std::string>{"app-writes-source-api"} : std::vector<std::string>{});
        const std::string id = bench.contact("'lastname':'Lee','city':'Bern'");
        bench.wait(1s);
        bench.edit(model::ObjectKind::Contact, id, "city", "Basel");
        bench.wait(1s);
        const std::string target = kContacts + "/" + id;
        QCOMPARE(bench.askAs(bench.userToken(), "PATCH", target, properties("'city':'NYC'")).status, 200);
        bench.wait(1s);
        bench.ask("PATCH", target, properties("'city':''"));
        const Answer read = bench.ask("GET", target + "?propertiesWithHistory=city");
        const std::string at = "/propertiesWithHistory/city/";
        QCOMPARE(read.count(at.substr(0, at.size() - 1)), std::size_t{5});
        QCOMPARE(read.at(at + "0/value"), std::string(""));
        QCOMPARE(read.at(at + "0/sourceType"), std::string(api ? "API" : "INTEGRATION"));
        QCOMPARE(read.at(at + "1/value"), std::string("New York"));
        QCOMPARE(read.at(at + "1/sourceType"), std::string("AUTOMATION_PLATFORM"));
        QCOMPARE(read.at(at + "1/sourceId"), std::string("480012"));
        QCOMPARE(read.at(at + "2/value"), std::string("NYC"));
        QCOMPARE(read.at(at + "2/sourceType"), std::string("INTEGRATION"));
        QCOMPARE(read.at(at + "2/sourceId"), std::string("19083857"));
        QCOMPARE(read.at(at + "3/value"), std::string("Basel"));
        QCOMPARE(read.at(at + "3/sourceType"), std::string("CRM_UI"));
        QCOMPARE(read.at(at + "3/sourceId"), std::string("userId:90021"));
        QCOMPARE(read.at(at + "3/updatedByUserId"), std::string("90021"));
        QCOMPARE(read.at(at + "3/timestamp"), std::string("2026-11-23T10:40:01.000Z"));
        QCOMPARE(read.at(at + "4/value"), std::string("Bern"));
    }
}

void HubSpotRecordsTest::history_isShorterInItsDialect() {
    for (const bool dialect : {false, true}) {
        AccountBench bench(dialect ? std::vector<std::string>{"history-depth-20"} : std::vector<std::string>{});
        const std::string id = bench.contact("'lastname':'Lee'");
        for (int i = 0; i < 50; ++i)
            bench.edit(model::ObjectKind::Contact, id, "zip", std::to_string(1000 + i));
        const Answer read = bench.ask("GET", kContacts + "/" + id + "?propertiesWithHistory=zip");
        QCOMPARE(read.count("/propertiesWithHistory/zip"), std::size_t{dialect ? 20U : 45U});
        QCOMPARE(read.at("/propertiesWithHistory/zip/0/value"), std::string("1049"));
    }
}

void HubSpotRecordsTest::list_pages() {
    AccountBench bench;
    std::set<std::string> ids;
    std::size_t pages = 0;
    std::string after;
    for (;;) {
        const Answer page = bench.ask("GET", kContacts + "?limit=5" + (after.empty() ? "" : "&after=" + after));
        QCOMPARE(page.status, 200);
        ++pages;
        for (const auto& record : page.json.at("results").as_array())
            QVERIFY(ids.insert(std::string(record.at("id").as_string())).second);
        after = page.at("/paging/next/after");
        if (after == "(none)")
            break;
        QVERIFY(page.at("/paging/next/link").starts_with("http://127.0.0.1:4000/crm/objects/2026-09/contacts?"));
    }
    std::size_t live = 0;
    for (const auto& [id, record] : bench.world.crm(model::Side::HubSpot).records(model::ObjectKind::Contact))
        live += record.state == model::RecordState::Live ? 1 : 0;
    QCOMPARE(ids.size(), live);
    QCOMPARE(pages, (live + 4) / 5);
}

void HubSpotRecordsTest::list_refusals_data() {
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("a hundred") << "limit=100" << 200;
    QTest::newRow("more than a hundred") << "limit=101" << 400;
    QTest::newRow("fifty with history") << "limit=50&propertiesWithHistory=city" << 200;
    QTest::newRow("more than fifty with history") << "limit=51&propertiesWithHistory=city" << 400;
    QTest::newRow("none") << "limit=0" << 400;
    QTest::newRow("no number") << "limit=x" << 400;
    QTest::newRow("no cursor") << "after=x" << 400;
    QTest::newRow("many properties") << QStringLiteral("properties=") + QString(15'000, QLatin1Char('x')) << 200;
    QTest::newRow("too many properties") << QStringLiteral("properties=") + QString(16'000, QLatin1Char('x')) << 414;
    QTest::newRow("cursor beyond the end") << "after=999999999999" << 200;
}

void HubSpotRecordsTest::list_refusals() {
    QFETCH(QString, query);
    QFETCH(int, status);
    AccountBench bench;
    QCOMPARE(bench.ask("GET", kContacts + "?" + query.toStdString()).status, status);
}

void HubSpotRecordsTest::archive_isQuietAboutUnknownIds() {
    for (const bool dialect : {false, true}) {
        AccountBench bench(dialect ? std::vector<std::string>{"archive-unknown-404"} : std::vector<std::string>{});
        const std::string id = bench.contact("'email':'ada@example.com'");
        const Answer archived = bench.ask("DELETE", kContacts + "/" + id);
        QCOMPARE(archived.status, 204);
        QVERIFY(archived.text.empty());
        QCOMPARE(bench.ask("GET", kContacts + "/" + id).status, 404);
        const Answer found = bench.ask("GET", kContacts + "/" + id + "?archived=true");
        QCOMPARE(found.at("/archived"), std::string("true"));
        QVERIFY(found.at("/archivedAt") != "(none)");
        QCOMPARE(bench.ask("GET", kContacts + "/ada@example.com?archived=true&idProperty=email").at("/id"), id);
        QCOMPARE(bench.ask("GET", kContacts + "?archived=true").count("/results"), std::size_t{1});
        QCOMPARE(bench.ask("DELETE", kContacts + "/" + id).status, dialect ? 404 : 204);
        QCOMPARE(bench.ask("DELETE", kContacts + "/1").status, dialect ? 404 : 204);
        QCOMPARE(bench.ask("PATCH", kContacts + "/" + id, properties("'city':'Bern'")).status, 404);
    }
}

void HubSpotRecordsTest::merge_makesANewRecordWithAliases() {
    AccountBench bench;
    const std::string first = bench.contact("'email':'ada@example.com','firstname':'Ada'");
    const std::string second = bench.contact("'email':'bo@example.com','firstname':'Bo','city':'Bern'");
    const std::string body = "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}";
    const Answer merged = bench.ask("POST", kContacts + "/merge", body);
    QCOMPARE(merged.status, 200);
    const std::string id = merged.at("/id");
    QVERIFY(id != first && id != second);
    for (const std::string& old : {first, second}) {
        const Answer read = bench.ask("GET", kContacts + "/" + old + "?properties=city,hs_merged_object_ids,firstname");
        QCOMPARE(read.at("/id"), id);
        QCOMPARE(read.at("/properties/city"), std::string("Bern"));
        QCOMPARE(read.at("/properties/firstname"), std::string("Ada"));
        QCOMPARE(read.at("/properties/hs_merged_object_ids"), first + ";" + second);
        QCOMPARE(bench.ask("PATCH", kContacts + "/" + old, properties("'zip':'3000'")).at("/id"), id);
    }
    QCOMPARE(bench.ask("POST", kContacts, properties("'email':'bo@example.com'")).at("/message"),
             "Contact already exists. Existing ID: " + id);
    QCOMPARE(bench.ask("GET", kContacts + "/bo@example.com?idProperty=email").at("/id"), id);
    QCOMPARE(bench.ask("POST", kContacts + "/merge", body).status, 404);
    QCOMPARE(bench.ask("POST", kContacts + "/merge", "{'primaryObjectId':'1','objectIdToMerge':'1'}").status, 400);
}

void HubSpotRecordsTest::privacyDeletion_blocksTheAddress() {
    AccountBench bench;
    const std::string id = bench.contact("'email':'ada@example.com'");
    QCOMPARE(bench.ask("POST", kContacts + "/gdpr-delete", "{'objectId':'" + id + "'}").status, 204);
    QCOMPARE(bench.ask("GET", kContacts + "/" + id).status, 404);
    QCOMPARE(bench.ask("GET", kContacts + "/" + id + "?archived=true").status, 404);
    QCOMPARE(bench.ask("POST", kContacts, properties("'email':'ada@example.com'")).status, 400);
    const std::string unknown = "{'objectId':'Bo@example.com','idProperty':'email'}";
    QCOMPARE(bench.ask("POST", kContacts + "/gdpr-delete", unknown).status, 204);
    bench.restart();
    QCOMPARE(bench.ask("POST", kContacts, properties("'email':'bo@example.com'")).status, 400);
    QCOMPARE(bench.ask("POST", kContacts + "/gdpr-delete", "{'objectId':'1'}").status, 404);
}

void HubSpotRecordsTest::writes_tellsWhatChangesRecords_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<bool>("writes");
    QTest::newRow("read") << "GET"
                          << "/crm/v3/objects/contacts/1" << false;
    QTest::newRow("create") << "POST"
                            << "/crm/v3/objects/contacts" << true;
    QTest::newRow("update") << "PATCH"
                            << "/crm/objects/2026-09/contacts/1?idProperty=email" << true;
    QTest::newRow("search") << "POST"
                            << "/crm/objects/2026-09/contacts/search" << false;
    QTest::newRow("batch read") << "POST"
                                << "/crm/objects/2026-09/contacts/batch/read" << false;
    QTest::newRow("batch upsert") << "POST"
                                  << "/crm/objects/2026-09/contacts/batch/upsert" << true;
    QTest::newRow("associate") << "PUT"
                               << "/crm/v4/objects/contacts/1/associations/default/companies/2" << true;
    QTest::newRow("associations") << "POST"
                                  << "/crm/v4/associations/contacts/companies/batch/read" << false;
    QTest::newRow("associations created") << "POST"
                                          << "/crm/v4/associations/contacts/companies/batch/create" << true;
    QTest::newRow("token") << "POST"
                           << "/oauth/v1/token" << false;
    QTest::newRow("journal subscription") << "POST"
                                          << "/webhooks-journal/subscriptions/2026-09" << false;
}

void HubSpotRecordsTest::writes_tellsWhatChangesRecords() {
    QFETCH(QString, method);
    QFETCH(QString, target);
    QFETCH(bool, writes);
    AccountBench bench;
    syncline::http_server::Request request;
    request.method = method.toStdString();
    request.target = target.toStdString();
    QCOMPARE(bench.server->writes(request), writes);
}

QTEST_APPLESS_MAIN(HubSpotRecordsTest)
#include "records_test.moc"
