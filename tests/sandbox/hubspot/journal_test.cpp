#include "tests/sandbox/hubspot/journal_reader.h"

#include <algorithm>

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

class HubSpotJournalTest : public QObject {
    Q_OBJECT

private slots:
    void subscription_isAnUpsert();
    void subscription_refusals_data();
    void subscription_refusals();
    void subscription_comesAndGoes();
    void actions_areTold();
    void values_areNewOnesOfSubscribedProperties();
    void events_looseFormsAreDialects_data();
    void events_looseFormsAreDialects();
    void merge_namesNewAndOldRecords();
    void merge_hasItsDialects();
    void associations_areToldTwice();
    void secondaryAssociations_areTold();
    void privacyDeletion_isTold();
    void snapshots_comeAsEvents();
    void emptyProperties_hasItsDialect();
};

void HubSpotJournalTest::subscription_isAnUpsert() {
    for (const bool adds : {false, true}) {
        JournalReader reader(with("subscription-post-adds", adds));
        const Answer first = reader.subscribe(objectSubscription("'city'"));
        QCOMPARE(first.status, 200);
        QCOMPARE(first.at("/appId"), std::string("19083857"));
        QCOMPARE(first.at("/objectIds"), std::string("null"));
        QCOMPARE(first.at("/deletedAt"), std::string("null"));
        const Answer second = reader.subscribe(objectSubscription("'city','zip'"));
        QCOMPARE(second.at("/id") == first.at("/id"), !adds);
        QCOMPARE(second.at("/properties"), quoted("['city','zip']"));
        QCOMPARE(reader.bench.askAs(reader.token, "GET", kSubscriptions).count("/results"),
                 std::size_t{adds ? 2U : 1U});
        reader.bench.contact("'lastname':'Lee','zip':'3000'");
        reader.bench.wait(1s);
        QCOMPARE(reader.events().size(), std::size_t{adds ? 2U : 1U});
    }
}

void HubSpotJournalTest::subscription_refusals_data() {
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<int>("status");
    const QString complete = QString::fromStdString(objectSubscription("'city'"));
    QTest::newRow("without objectIds") << complete << "" << 200;
    QTest::newRow("without objectIds, when required") << complete << "subscription-arrays-required" << 400;
    const QString empty =
        QString(complete).replace(QStringLiteral("['city']"), QStringLiteral("['city'],'objectIds':[]"));
    QTest::newRow("empty objectIds") << empty << "" << 200;
    QTest::newRow("empty objectIds, when required") << empty << "subscription-arrays-required" << 200;
    QTest::newRow("empty objectIds, when refused") << empty << "subscription-empty-arrays-refused" << 400;
    const auto changed = [&](const char* from, const char* to) {
        return QString(complete).replace(QString::fromLatin1(from), QString::fromLatin1(to));
    };
    QTest::newRow("another account") << changed("4471123", "1") << "" << 403;
    QTest::newRow("unknown type") << changed("'OBJECT'", "'THING'") << "" << 400;
    QTest::newRow("unknown action") << changed("'MERGE'", "'SPLIT'") << "" << 400;
    QTest::newRow("unknown object type") << changed("0-1", "0-99") << "" << 400;
    QTest::newRow("no JSON") << "{"
                             << "" << 400;
    QTest::newRow("app lifecycle")
        << "{'subscriptionType':'APP_LIFECYCLE_EVENT','eventTypeId':'4-1916193','properties':[]}"
        << "" << 200;
}

void HubSpotJournalTest::subscription_refusals() {
    QFETCH(QString, body);
    QFETCH(QString, dialect);
    QFETCH(int, status);
    JournalReader reader(dialect.isEmpty() ? std::vector<std::string>{}
                                           : std::vector<std::string>{dialect.toStdString()});
    QCOMPARE(reader.subscribe(body.toStdString()).status, status);
    const std::string narrow =
        reader.bench
            .form("/oauth/2026-09/token", "grant_type=client_credentials&client_id=" + reader.bench.options.clientId
                                              + "&client_secret=" + reader.bench.options.clientSecret
                                              + "&scope=developer.webhooks_journal.subscriptions.write")
            .at("/access_token");
    if (status == 200 && body.contains(QLatin1String("OBJECT")))
        QCOMPARE(reader.bench.askAs(narrow, "POST", kSubscriptions, body.toStdString())
                     .at("/context/requiredGranularScopes/0"),
                 std::string("crm.objects.contacts.read"));
}

void HubSpotJournalTest::subscription_comesAndGoes() {
    JournalReader reader;
    const std::string id = reader.subscribe(objectSubscription("'city'")).at("/id");
    const auto ask = [&](const std::string& method, const std::string& tail) {
        return reader.bench.askAs(reader.token, method, kSubscriptions + tail);
    };
    QCOMPARE(ask("GET", "/" + id).at("/subscriptionType"), std::string("OBJECT"));
    QCOMPARE(ask("DELETE", "/" + id).status, 204);
    QCOMPARE(ask("GET", "/" + id).status, 404);
    reader.bench.contact("'lastname':'Lee','city':'Bern'");
    QCOMPARE(reader.told(), std::string(""));
    reader.subscribe(objectSubscription("'city'"));
    QCOMPARE(reader.told(), std::string(""));
    QCOMPARE(ask("DELETE", "/portals/1").status, 204);
    QCOMPARE(ask("GET", "").count("/results"), std::size_t{1});
    QCOMPARE(ask("DELETE", "/portals/4471123").status, 204);
    QCOMPARE(ask("GET", "").count("/results"), std::size_t{0});
}

void HubSpotJournalTest::actions_areTold() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city','lastname'"));
    const std::string id = reader.bench.contact("'lastname':'Lee','city':'Bern'");
    QCOMPARE(reader.told(), std::string("CREATE city lastname"));
    reader.bench.edit(model::ObjectKind::Contact, id, "city", "Basel");
    QCOMPARE(reader.told(), std::string("UPDATE city"));
    reader.bench.edit(model::ObjectKind::Contact, id, "zip", "4000");
    QCOMPARE(reader.told(), std::string(""));
    reader.bench.ask("DELETE", kContacts + "/" + id);
    QCOMPARE(reader.told(), std::string("DELETE"));
    model::Crm& crm = reader.bench.world.crm(model::Side::HubSpot);
    model::Transaction transaction(crm, {model::ActorKind::User, "90021", {}, {}}, reader.bench.world.now());
    QVERIFY(transaction.undelete(model::ObjectKind::Contact, id).ok());
    transaction.commit();
    QCOMPARE(reader.told(), std::string("RESTORE"));
    reader.bench.company("'name':'Hart'");
    QCOMPARE(reader.told(), std::string(""));
}

void HubSpotJournalTest::values_areNewOnesOfSubscribedProperties() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city','phone'"));
    const std::string id = reader.bench.contact("'lastname':'Lee','city':'Bern','phone':'1','zip':'3000'");
    reader.bench.wait(1s);
    reader.events();
    reader.bench.ask("PATCH", kContacts + "/" + id, "{'properties':{'city':'Basel','phone':'','zip':'4000'}}");
    reader.bench.wait(1s);
    const boost::json::array events = reader.events();
    QCOMPARE(events.size(), std::size_t{1});
    const boost::json::object& event = events.front().as_object();
    QCOMPARE(boost::json::serialize(event.at("propertyChanges")), quoted("{'city':'Basel','phone':null}"));
    QCOMPARE(std::string(event.at("type").as_string()), std::string("crmObject"));
    QCOMPARE(std::string(event.at("occurredAt").as_string()), std::string("2026-11-23T10:40:01.000Z"));
    QCOMPARE(boost::json::serialize(event.at("objectId")), id);
    QVERIFY(!event.contains("changeSource"));
}

void HubSpotJournalTest::events_looseFormsAreDialects_data() {
    QTest::addColumn<QString>("dialect");
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("byDefault");
    QTest::addColumn<QString>("inDialect");
    QTest::newRow("ids as text") << "journal-object-id-text"
                                 << "/0/objectId"
                                 << "number"
                                 << "string";
    QTest::newRow("change source") << "journal-has-change-source"
                                   << "/0/changeSource"
                                   << "none"
                                   << "string";
    QTest::newRow("source id") << "journal-has-change-source"
                               << "/0/sourceId"
                               << "none"
                               << "string";
    QTest::newRow("calculated properties") << "journal-calculated"
                                           << "/0/propertyChanges/hs_email_domain"
                                           << "none"
                                           << "string";
}

void HubSpotJournalTest::events_looseFormsAreDialects() {
    QFETCH(QString, dialect);
    QFETCH(QString, member);
    QFETCH(QString, byDefault);
    QFETCH(QString, inDialect);
    for (const bool on : {false, true}) {
        const QString expected = on ? inDialect : byDefault;
        const std::string name = dialect.toStdString();
        JournalReader reader(with(name.c_str(), on));
        reader.subscribe(objectSubscription("'email','hs_email_domain'"));
        reader.bench.contact("'email':'ada@example.com'");
        reader.bench.wait(1s);
        const boost::json::value events = reader.events();
        boost::json::error_code error;
        const boost::json::value* found = events.find_pointer(member.toStdString(), error);
        const QString kind = found == nullptr     ? QStringLiteral("none")
                             : found->is_string() ? QStringLiteral("string")
                                                  : QStringLiteral("number");
        QCOMPARE(kind, expected);
    }
}

void HubSpotJournalTest::merge_namesNewAndOldRecords() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    const std::string first = reader.bench.contact("'lastname':'Lee'");
    const std::string second = reader.bench.contact("'lastname':'Moe','city':'Bern'");
    reader.bench.wait(1s);
    reader.events();
    const std::string id =
        reader.bench
            .ask("POST", kContacts + "/merge", "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}")
            .at("/id");
    reader.bench.wait(1s);
    const boost::json::array events = reader.events();
    std::string told;
    for (const boost::json::value& event : events)
        told += std::string(event.at("action").as_string()) + " " + boost::json::serialize(event.at("objectId")) + " ";
    QVERIFY2(told == "DELETE " + second + " MERGE " + id + " " || told == "MERGE " + id + " DELETE " + second + " ",
             told.c_str());
    const auto merge = std::find_if(events.begin(), events.end(), [](const boost::json::value& event) {
        return event.at("action").as_string() == "MERGE";
    });
    QCOMPARE(boost::json::serialize(merge->at("mergedObjectIds")), "[" + first + "," + second + "]");
    QCOMPARE(merge->at("propertyChanges").as_object().size(), std::size_t{0});
}

void HubSpotJournalTest::merge_hasItsDialects() {
    JournalReader reader({"journal-merge-primary-id", "journal-merged-ids-absent", "journal-merge-no-deletes"});
    reader.subscribe(objectSubscription("'city'"));
    const std::string first = reader.bench.contact("'lastname':'Lee'");
    const std::string second = reader.bench.contact("'lastname':'Moe'");
    const std::string third = reader.bench.contact("'lastname':'Noe'");
    reader.bench.wait(1s);
    reader.events();
    reader.bench.ask("POST", kContacts + "/merge",
                     "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}");
    reader.bench.ask("DELETE", kContacts + "/" + third);
    reader.bench.wait(1s);
    const boost::json::array events = reader.events();
    QCOMPARE(events.size(), std::size_t{2});
    QCOMPARE(boost::json::serialize(events[0].at("objectId")), first);
    QVERIFY(!events[0].as_object().contains("mergedObjectIds"));
    QCOMPARE(boost::json::serialize(events[1].at("objectId")), third);
}

void HubSpotJournalTest::associations_areToldTwice() {
    JournalReader reader;
    reader.subscribe(kAssociations);
    const std::string first = reader.bench.company("'name':'First'");
    const std::string second = reader.bench.company("'name':'Second'");
    const std::string contact = reader.bench.contact("'lastname':'Lee','associatedcompanyid':'" + first + "'");
    reader.bench.wait(1s);
    const boost::json::array added = reader.events();
    QCOMPARE(added.size(), std::size_t{2});
    QCOMPARE(std::string(added[0].at("action").as_string()), std::string("ASSOCIATION_ADDED"));
    QCOMPARE(boost::json::serialize(added[0].at("associationTypeId")), std::string("279"));
    QCOMPARE(added[0].at("isPrimary").as_bool(), false);
    QCOMPARE(boost::json::serialize(added[1].at("associationTypeId")), std::string("1"));
    QCOMPARE(added[1].at("isPrimary").as_bool(), true);
    QCOMPARE(boost::json::serialize(added[1].at("fromObjectId")), contact);
    QCOMPARE(boost::json::serialize(added[1].at("toObjectId")), first);
    reader.bench.ask("PATCH", kContacts + "/" + contact, "{'properties':{'associatedcompanyid':'" + second + "'}}");
    reader.bench.wait(1s);
    const boost::json::array moved = reader.events();
    QCOMPARE(moved.size(), std::size_t{4});
    QCOMPARE(std::string(moved[0].at("action").as_string()), std::string("ASSOCIATION_REMOVED"));
    QCOMPARE(boost::json::serialize(moved[0].at("toObjectId")), first);
    QCOMPARE(boost::json::serialize(moved[3].at("toObjectId")), second);
}

void HubSpotJournalTest::secondaryAssociations_areTold() {
    JournalReader reader;
    const std::string first = reader.bench.company("'name':'First'");
    const std::string second = reader.bench.company("'name':'Second'");
    const std::string contact = reader.bench.contact("'lastname':'Lee','associatedcompanyid':'" + first + "'");
    reader.bench.wait(1s);
    reader.subscribe(kAssociations);
    const std::string path = "/crm/v4/objects/contacts/" + contact + "/associations/";
    reader.bench.ask("PUT", path + "default/companies/" + second);
    QCOMPARE(reader.told(), std::string("ASSOCIATION_ADDED"));
    reader.bench.ask("PUT", path + "companies/" + second,
                     "[{'associationCategory':'HUBSPOT_DEFINED','associationTypeId':1}]");
    QCOMPARE(reader.told(), std::string("ASSOCIATION_REMOVED, ASSOCIATION_ADDED, ASSOCIATION_ADDED"));
    reader.bench.ask("DELETE", path + "companies/" + first);
    QCOMPARE(reader.told(), std::string("ASSOCIATION_REMOVED"));
}

void HubSpotJournalTest::privacyDeletion_isTold() {
    JournalReader reader;
    const std::string id = reader.bench.contact("'lastname':'Lee'");
    reader.bench.wait(1s);
    reader.subscribe(objectSubscription("'city'"));
    reader.subscribe(
        "{'subscriptionType':'GDPR_PRIVACY_DELETION','portalId':4471123,'objectTypeId':'0-1',"
        "'actions':['GDPR_DELETE']}");
    reader.bench.ask("POST", kContacts + "/gdpr-delete", "{'objectId':'" + id + "'}");
    QCOMPARE(reader.told(), std::string("DELETE, GDPR_DELETE"));
}

void HubSpotJournalTest::snapshots_comeAsEvents() {
    JournalReader reader;
    const std::string id = reader.bench.contact("'lastname':'Lee','city':'Bern'");
    const Answer asked = reader.bench.askAs(
        reader.token, "POST", "/webhooks-journal/snapshots/2026-09/crm",
        "{'snapshotRequests':[{'portalId':4471123,'objectId':" + id
            + ",'objectTypeId':'0-1','properties':['city','zip']},{'portalId':4471123,'objectId':1,'objectTypeId':'0-1',"
              "'properties':[]}]}");
    QCOMPARE(asked.status, 200);
    const std::string status = asked.at("/snapshotResponses/0/snapshotStatusId");
    QCOMPARE(reader.journal("/status/" + status).at("/status"), std::string("PENDING"));
    QCOMPARE(reader.told(), std::string("SNAPSHOT city zip"));
    QCOMPARE(reader.journal("/status/" + status).at("/status"), std::string("SUCCESS"));
    const std::string failed = asked.at("/snapshotResponses/1/snapshotStatusId");
    QCOMPARE(reader.journal("/status/" + failed).at("/errorCode"), std::string("VALIDATION_ERROR"));
    QCOMPARE(reader.journal("/status/unknown").status, 404);
}

void HubSpotJournalTest::emptyProperties_hasItsDialect() {
    for (const bool all : {false, true}) {
        JournalReader reader(with("subscription-empty-means-all", all));
        reader.subscribe(objectSubscription(""));
        const std::string id = reader.bench.contact("'lastname':'Lee'");
        QCOMPARE(reader.told(), std::string(all ? "CREATE lastname" : "CREATE"));
        reader.bench.edit(model::ObjectKind::Contact, id, "city", "Bern");
        QCOMPARE(reader.told(), std::string(all ? "UPDATE city" : ""));
    }
}

QTEST_APPLESS_MAIN(HubSpotJournalTest)
#include "journal_test.moc"
