#include "tests/sandbox/hubspot/account_bench.h"

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;

namespace {

const std::string kV4 = "/crm/v4/objects/contacts/";
const std::string kPlain = "[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':279}]";
const std::string kPrimary = "[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':1}]";

}  // namespace

/// What describes records and what joins them: properties, owners, the account, associations.
class HubSpotCatalogTest : public QObject {
    Q_OBJECT

private slots:
    void properties_areDefined_data();
    void properties_areDefined();
    void properties_cannotBeMade();
    void owners_areFoundInAllWays();
    void account_isTold();
    void association_firstIsPrimary();
    void association_primaryMoves();
    void association_reads_data();
    void association_reads();
    void association_listOf202609IsADialect();
    void association_batchReadTellsOfNone();
    void association_batchWrites();
    void association_refusals_data();
    void association_refusals();
    void association_withCreate();
};

void HubSpotCatalogTest::properties_areDefined_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* name, const char* target, const char* pointer, const char* value) {
        QTest::newRow(name) << QString::fromLatin1(target) << QString::fromLatin1(pointer)
                            << QString::fromLatin1(value);
    };
    row("option", "/crm/v3/properties/contacts/rating", "/options/0/value", "hot");
    row("option label", "/crm/v3/properties/contacts/rating", "/options/0/label", "Hot");
    row("several options", "/crm/properties/2026-09/contacts/interests", "/fieldType", "checkbox");
    row("unique", "/crm/properties/2026-09/contacts/sf_contact_id", "/hasUniqueValue", "true");
    row("custom", "/crm/properties/2026-09/contacts/sf_contact_id", "/hubspotDefined", "false");
    row("owner", "/crm/properties/2026-09/contacts/hubspot_owner_id", "/externalOptions", "true");
    row("owner's type", "/crm/properties/2026-09/contacts/hubspot_owner_id", "/referencedObjectType", "OWNER");
    row("calculated", "/crm/properties/2026-09/contacts/hs_email_domain", "/calculated", "true");
    row("read-only", "/crm/properties/2026-09/contacts/createdate", "/modificationMetadata/readOnlyValue", "true");
    row("date-time", "/crm/properties/2026-09/contacts/lastmodifieddate", "/type", "datetime");
    row("date", "/crm/properties/2026-03/contacts/birthdate", "/type", "date");
    row("number", "/crm/properties/2026-09/companies/annualrevenue", "/type", "number");
    row("boolean", "/crm/properties/2026-09/0-1/do_not_call", "/fieldType", "booleancheckbox");
    row("group", "/crm/properties/2026-09/contacts/city", "/groupName", "contactinformation");
}

void HubSpotCatalogTest::properties_areDefined() {
    QFETCH(QString, target);
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    AccountBench bench;
    const Answer answer = bench.ask("GET", target.toStdString());
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.at(pointer.toStdString()), value.toStdString());
}

void HubSpotCatalogTest::properties_cannotBeMade() {
    AccountBench bench;
    const std::string path = "/crm/properties/2026-09/contacts";
    QVERIFY(bench.ask("GET", path).count("/results") > 30);
    QCOMPARE(bench.ask("GET", path + "?archived=true").count("/results"), std::size_t{0});
    const std::string rest = "','label':'L','groupName':'contactinformation','type':'string','fieldType':'text'}";
    const Answer clash = bench.ask("POST", path, "{'name':'sf_contact_id" + rest);
    QCOMPARE(clash.status, 409);
    QCOMPARE(clash.at("/category"), std::string("OBJECT_ALREADY_EXISTS"));
    QCOMPARE(clash.at("/subCategory"), std::string("Properties.PROPERTY_WITH_NAME_EXISTS"));
    QCOMPARE(bench.ask("POST", path, "{'name':'brand_new" + rest).status, 400);
    QCOMPARE(bench.ask("POST", path, "{'name':'brand_new'}").status, 400);
    QCOMPARE(bench.ask("GET", path + "/nosuch").status, 404);
    QCOMPARE(bench.ask("DELETE", path + "/rating").status, 400);
    const Answer batch = bench.ask("POST", path + "/batch/read", "{'inputs':[{'name':'rating'},{'name':'nosuch'}]}");
    QCOMPARE(batch.status, 207);
    QCOMPARE(batch.count("/results"), std::size_t{1});
    QCOMPARE(bench.ask("GET", "/crm/properties/2026-09/pets").status, 400);
}

void HubSpotCatalogTest::owners_areFoundInAllWays() {
    AccountBench bench;
    const Answer all = bench.ask("GET", "/crm/v3/owners");
    QCOMPARE(all.count("/results"), std::size_t{7});
    QCOMPARE(all.at("/results/0/type"), std::string("PERSON"));
    const std::string id = all.at("/results/0/id");
    const std::string email = all.at("/results/0/email");
    QVERIFY(id != all.at("/results/0/userId"));
    QCOMPARE(bench.ask("GET", "/crm/owners/2026-09?email=" + email).at("/results/0/id"), id);
    QCOMPARE(bench.ask("GET", "/crm/owners/2026-09/" + id).at("/email"), email);
    QCOMPARE(bench.ask("GET", "/crm/owners/2026-09/" + all.at("/results/0/userId") + "?idProperty=userId").at("/id"),
             id);
    QCOMPARE(bench.ask("GET", "/crm/owners/2026-09/1").status, 404);
    const Answer archived = bench.ask("GET", "/crm/owners/2026-09?archived=true");
    QCOMPARE(archived.count("/results"), std::size_t{1});
    QCOMPARE(archived.at("/results/0/userId"), std::string("(none)"));
    QVERIFY(archived.at("/results/0/userIdIncludingInactive") != "(none)");
    const Answer first = bench.ask("GET", "/crm/v3/owners?limit=4");
    const Answer second = bench.ask("GET", "/crm/v3/owners?limit=4&after=" + first.at("/paging/next/after"));
    QCOMPARE(second.count("/results"), std::size_t{3});
    QCOMPARE(second.at("/results/0/id"), all.at("/results/4/id"));
    QCOMPARE(second.at("/paging"), std::string("(none)"));
}

void HubSpotCatalogTest::account_isTold() {
    AccountBench bench;
    for (const char* path : {"/account-info/v3/details", "/account-info/2026-09/details"}) {
        const Answer answer = bench.ask("GET", path);
        QCOMPARE(answer.at("/portalId"), std::string("4471123"));
        QCOMPARE(answer.at("/utcOffset"), std::string("-05:00"));
        QCOMPARE(answer.at("/utcOffsetMilliseconds"), std::string("-18000000"));
    }
    const Answer usage = bench.ask("GET", "/account-info/2026-09/api-usage/daily/private-apps");
    QCOMPARE(usage.at("/results/0/usageLimit"), std::string("625000"));
    QCOMPARE(usage.at("/results/0/resetsAt"), std::string("2026-11-24T05:00:00.000Z"));
}

void HubSpotCatalogTest::association_firstIsPrimary() {
    AccountBench bench;
    const std::string contact = bench.contact("'lastname':'Lee'");
    const std::string company = bench.company("'name':'Hart'");
    const Answer put = bench.ask("PUT", kV4 + contact + "/associations/companies/" + company, kPlain);
    QCOMPARE(put.status, 201);
    QCOMPARE(put.at("/fromObjectTypeId"), std::string("0-1"));
    QCOMPARE(put.at("/toObjectId"), company);
    QCOMPARE(bench.ask("GET", "/crm/v3/objects/contacts/" + contact + "?properties=associatedcompanyid")
                 .at("/properties/associatedcompanyid"),
             company);
    const Answer list = bench.ask("GET", kV4 + contact + "/associations/companies");
    QCOMPARE(list.at("/results/0/associationTypes/0/typeId"), std::string("1"));
    QCOMPARE(list.at("/results/0/associationTypes/0/label"), std::string("Primary"));
    QCOMPARE(list.at("/results/0/associationTypes/1/typeId"), std::string("279"));
    const Answer back = bench.ask("GET", "/crm/v4/objects/companies/" + company + "/associations/contacts");
    QCOMPARE(back.at("/results/0/associationTypes/1/typeId"), std::string("280"));
    const Answer again = bench.ask("PUT", kV4 + contact + "/associations/default/companies/" + company);
    QCOMPARE(again.status, 200);
    QCOMPARE(again.at("/results/0/from/id"), contact);
    QCOMPARE(bench.ask("DELETE", kV4 + contact + "/associations/companies/" + company).status, 204);
    QCOMPARE(bench.ask("GET", kV4 + contact + "/associations/companies").count("/results"), std::size_t{0});
}

void HubSpotCatalogTest::association_primaryMoves() {
    AccountBench bench;
    const std::string contact = bench.contact("'lastname':'Lee'");
    const std::string first = bench.company("'name':'First'");
    const std::string second = bench.company("'name':'Second'");
    const std::string path = kV4 + contact + "/associations/companies";
    bench.ask("PUT", path + "/" + first, kPlain);
    bench.ask("PUT", path + "/" + second, kPlain);
    const auto listed = [&] {
        const Answer list = bench.ask("GET", path);
        return list.at("/results/0/toObjectId") + " " + list.at("/results/0/associationTypes/0/label") + " "
               + list.at("/results/1/toObjectId") + " " + list.at("/results/1/associationTypes/0/label");
    };
    QCOMPARE(listed(), first + " Primary " + second + " null");
    bench.ask("PUT", path + "/" + second, kPrimary);
    QCOMPARE(listed(), second + " Primary " + first + " null");
    bench.restart();
    QCOMPARE(listed(), second + " Primary " + first + " null");
    QCOMPARE(
        bench.ask("GET", "/crm/v4/objects/companies/" + first + "/associations/contacts").at("/results/0/toObjectId"),
        contact);
    bench.ask("DELETE", path + "/" + first);
    QCOMPARE(bench.ask("GET", path).count("/results"), std::size_t{1});
}

void HubSpotCatalogTest::association_reads_data() {
    QTest::addColumn<bool>("text");
    QTest::newRow("ids as numbers") << false;
    QTest::newRow("ids as text") << true;
}

void HubSpotCatalogTest::association_reads() {
    QFETCH(bool, text);
    AccountBench bench(text ? std::vector<std::string>{"association-ids-text"} : std::vector<std::string>{});
    const std::string company = bench.company("'name':'Hart'");
    const std::string contact = bench.contact("'lastname':'Lee','associatedcompanyid':'" + company + "'");
    const Answer list = bench.ask("GET", kV4 + contact + "/associations/0-2");
    QCOMPARE(list.json.at("results").at(0).at("toObjectId").is_string(), text);
    QCOMPARE(bench.ask("GET", kV4 + "1/associations/companies").status, 404);
    QCOMPARE(bench.ask("GET", kV4 + contact + "/associations/deals").status, 400);
    QCOMPARE(bench.ask("GET", "/crm/v4/associations/contacts/companies/labels").at("/results/1/typeId"),
             std::string("279"));
}

void HubSpotCatalogTest::association_listOf202609IsADialect() {
    for (const bool dialect : {false, true}) {
        AccountBench bench(dialect ? std::vector<std::string>{"association-list-2026-09"} : std::vector<std::string>{});
        const std::string contact = bench.contact("'lastname':'Lee'");
        const std::string tail = "/contacts/" + contact + "/associations/companies";
        QCOMPARE(bench.ask("GET", "/crm/objects/2026-03" + tail).status, 200);
        QCOMPARE(bench.ask("GET", "/crm/objects/2026-09" + tail).status, dialect ? 200 : 404);
    }
}

void HubSpotCatalogTest::association_batchReadTellsOfNone() {
    AccountBench bench;
    const std::string company = bench.company("'name':'Hart'");
    const std::string with = bench.contact("'lastname':'Lee','associatedcompanyid':'" + company + "'");
    const std::string without = bench.contact("'lastname':'Moe'");
    for (const char* prefix : {"/crm/v4/associations", "/crm/associations/2026-09", "/crm/associations/2026-03"}) {
        const Answer answer = bench.ask("POST", std::string(prefix) + "/contacts/companies/batch/read",
                                        "{'inputs':[{'id':'" + without + "'},{'id':'" + with + "'}]}");
        QCOMPARE(answer.status, 207);
        QCOMPARE(answer.at("/results/0/from/id"), with);
        QCOMPARE(answer.at("/results/0/to/0/toObjectId"), company);
        QCOMPARE(answer.at("/numErrors"), std::string("1"));
        QCOMPARE(answer.at("/errors/0/subCategory"), std::string("crm.associations.NO_ASSOCIATIONS_FOUND"));
        QCOMPARE(answer.at("/errors/0/message"), "No company is associated with contact " + without + ".");
        QCOMPARE(answer.at("/errors/0/context/fromObjectId/0"), without);
    }
}

void HubSpotCatalogTest::association_batchWrites() {
    AccountBench bench;
    const std::string path = "/crm/v4/associations/contacts/companies/batch/";
    const std::string contact = bench.contact("'lastname':'Lee'");
    const std::string company = bench.company("'name':'Hart'");
    const std::string pair = "{'from':{'id':'" + contact + "'},'to':{'id':'" + company + "'}";
    const Answer created = bench.ask("POST", path + "create", "{'inputs':[" + pair + ",'types':" + kPlain + "}]}");
    QCOMPARE(created.status, 201);
    const std::string labels = "{'inputs':[" + pair + ",'types':" + kPrimary + "}]}";
    QCOMPARE(bench.ask("POST", path + "labels/archive", labels).status, 204);
    const Answer list = bench.ask("GET", kV4 + contact + "/associations/companies");
    QCOMPARE(list.count("/results/0/associationTypes"), std::size_t{1});
    const std::string many = "{'inputs':[{'from':{'id':'" + contact + "'},'to':[{'id':'" + company + "'}]}]}";
    QCOMPARE(bench.ask("POST", path + "archive", many).status, 204);
    QCOMPARE(bench.ask("GET", kV4 + contact + "/associations/companies").count("/results"), std::size_t{0});
    const Answer partial = bench.ask("POST", path + "associate/default",
                                     "{'inputs':[" + pair + "},{'from':{'id':'1'},'to':{'id':'" + company + "'}}]}");
    QCOMPARE(partial.status, 207);
    QCOMPARE(partial.count("/results"), std::size_t{1});
    QCOMPARE(partial.at("/numErrors"), std::string("1"));
}

void HubSpotCatalogTest::association_refusals_data() {
    QTest::addColumn<QString>("tail");
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("type of the other direction")
        << "companies/#"
        << "[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':280}]" << 400;
    QTest::newRow("other category") << "companies/#"
                                    << "[{'associationCategory':'USER_DEFINED','associationTypeId':279}]" << 400;
    QTest::newRow("no types") << "companies/#"
                              << "[]" << 400;
    QTest::newRow("no list") << "companies/#"
                             << "{}" << 400;
    QTest::newRow("no such company") << "companies/1"
                                     << "[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':279}]" << 404;
    QTest::newRow("no such type") << "pets/1"
                                  << "[]" << 400;
}

void HubSpotCatalogTest::association_refusals() {
    QFETCH(QString, tail);
    QFETCH(QString, body);
    QFETCH(int, status);
    AccountBench bench;
    const std::string contact = bench.contact("'lastname':'Lee'");
    const std::string company = bench.company("'name':'Hart'");
    tail.replace(QLatin1Char('#'), QString::fromStdString(company));
    const Answer answer = bench.ask("PUT", kV4 + contact + "/associations/" + tail.toStdString(), body.toStdString());
    QCOMPARE(answer.status, status);
    QCOMPARE(bench.changes, 2);
}

void HubSpotCatalogTest::association_withCreate() {
    AccountBench bench;
    const std::string company = bench.company("'name':'Hart'");
    const auto create = [&](const std::string& id) {
        return bench.ask(
            "POST", "/crm/v3/objects/contacts",
            "{'properties':{'lastname':'Lee'},'associations':[{'to':{'id':'" + id + "'},'types':" + kPlain + "}]}");
    };
    const Answer made = create(company);
    QCOMPARE(made.status, 201);
    QCOMPARE(bench.ask("GET", kV4 + made.at("/id") + "/associations/companies").at("/results/0/toObjectId"), company);
    const std::size_t before = bench.world.crm(model::Side::HubSpot).records(model::ObjectKind::Contact).size();
    QCOMPARE(create("1").status, 400);
    QCOMPARE(bench.world.crm(model::Side::HubSpot).records(model::ObjectKind::Contact).size(), before);
}

QTEST_APPLESS_MAIN(HubSpotCatalogTest)
#include "catalog_test.moc"
