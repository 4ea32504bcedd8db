#include "tests/sandbox/hubspot/account_bench.h"

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

namespace {

const std::string kContacts = "/crm/objects/2026-09/contacts";
const std::string kBatch = kContacts + "/batch/";

/// "{'inputs':[…]}" of so many equal-looking inputs; # stands for the number.
std::string inputs(std::size_t count, const std::string& one, const std::string& more = {}) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) {
        std::string input = one;
        if (const std::size_t at = input.find('#'); at != std::string::npos)
            input.replace(at, 1, std::to_string(i));
        list += (i == 0 ? "" : ",") + input;
    }
    return "{" + more + "'inputs':[" + list + "]}";
}

}  // namespace

class HubSpotBatchesTest : public QObject {
    Q_OBJECT

private slots:
    void read_tellsWhatIsMissing();
    void read_followsAliasesAndIdProperties();
    void size_isLimited_data();
    void size_isLimited();
    void create_withoutTraceIdsIsAllOrNothing();
    void create_withTraceIdsAnswersByRow();
    void update_answersByRow();
    void update_refusesIdProperties_data();
    void update_refusesIdProperties();
    void update_doesNotFollowAliases();
    void doubles_refuseTheWholeBatch_data();
    void doubles_refuseTheWholeBatch();
    void upsert_byUniqueProperty();
    void upsert_byEmailIsNeverPartial();
    void archive_isQuiet();
    void partial_mayLookWhole();
    void rowsShareOneTransaction();
};

void HubSpotBatchesTest::read_tellsWhatIsMissing() {
    AccountBench bench;
    const std::string id = bench.contact("'email':'ada@example.com','firstname':'Ada'");
    const std::string body = "{'properties':['firstname'],'inputs':[{'id':'1'},{'id':'" + id + "'},{'id':'2'}]}";
    const Answer answer = bench.ask("POST", kBatch + "read", body);
    QCOMPARE(answer.status, 207);
    QCOMPARE(answer.at("/status"), std::string("COMPLETE"));
    QCOMPARE(answer.count("/results"), std::size_t{1});
    QCOMPARE(answer.at("/results/0/properties/firstname"), std::string("Ada"));
    QCOMPARE(answer.at("/numErrors"), std::string("1"));
    QCOMPARE(answer.at("/errors/0/category"), std::string("OBJECT_NOT_FOUND"));
    QCOMPARE(answer.at("/errors/0/context/ids"), quoted("['1','2']"));
    QCOMPARE(bench.ask("POST", kBatch + "read", "{'inputs':[{'id':'" + id + "'}]}").status, 200);
    QCOMPARE(bench.changes, 1);
}

void HubSpotBatchesTest::read_followsAliasesAndIdProperties() {
    AccountBench bench;
    const std::string first = bench.contact("'email':'ada@example.com'");
    const std::string second = bench.contact("'email':'bo@example.com'");
    const std::string merge = "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}";
    const std::string id = bench.ask("POST", kContacts + "/merge", merge).at("/id");
    const std::string both = "{'inputs':[{'id':'" + first + "'},{'id':'" + second + "'}]}";
    const Answer answer = bench.ask("POST", kBatch + "read", both);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.count("/results"), std::size_t{1});
    QCOMPARE(answer.at("/results/0/id"), id);
    const std::string byEmail = "{'idProperty':'email','inputs':[{'id':'BO@example.com'}]}";
    QCOMPARE(bench.ask("POST", kBatch + "read", byEmail).at("/results/0/id"), id);
    QCOMPARE(bench.ask("POST", kBatch + "read", "{'idProperty':'city','inputs':[{'id':'x'}]}").status, 400);
    bench.ask("DELETE", kContacts + "/" + id);
    QCOMPARE(bench.ask("POST", kBatch + "read", both).status, 207);
    const Answer archived = bench.ask("POST", kBatch + "read?archived=true", "{'inputs':[{'id':'" + id + "'}]}");
    QCOMPARE(archived.at("/results/0/archived"), std::string("true"));
}

void HubSpotBatchesTest::size_isLimited_data() {
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("input");
    QTest::addColumn<QString>("more");
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("status");
    QTest::newRow("a hundred reads") << "read"
                                     << "{'id':'#'}"
                                     << "" << 100 << 207;
    QTest::newRow("more reads") << "read"
                                << "{'id':'#'}"
                                << "" << 101 << 400;
    QTest::newRow("fifty reads with history") << "read"
                                              << "{'id':'#'}"
                                              << "'propertiesWithHistory':['city']," << 50 << 207;
    QTest::newRow("more reads with history") << "read"
                                             << "{'id':'#'}"
                                             << "'propertiesWithHistory':['city']," << 51 << 400;
    QTest::newRow("a hundred creates") << "create"
                                       << "{'properties':{'email':'p#@example.com'}}"
                                       << "" << 100 << 201;
    QTest::newRow("more creates") << "create"
                                  << "{'properties':{'email':'p#@example.com'}}"
                                  << "" << 101 << 400;
    QTest::newRow("a hundred archives") << "archive"
                                        << "{'id':'#'}"
                                        << "" << 100 << 204;
    QTest::newRow("more archives") << "archive"
                                   << "{'id':'#'}"
                                   << "" << 101 << 400;
    QTest::newRow("no such verb") << "destroy"
                                  << "{'id':'#'}"
                                  << "" << 1 << 404;
}

void HubSpotBatchesTest::size_isLimited() {
    QFETCH(QString, verb);
    QFETCH(QString, input);
    QFETCH(QString, more);
    QFETCH(int, count);
    QFETCH(int, status);
    AccountBench bench;
    const std::string body = inputs(static_cast<std::size_t>(count), input.toStdString(), more.toStdString());
    const Answer answer = bench.ask("POST", kBatch + verb.toStdString(), body);
    QCOMPARE(answer.status, status);
    if (status == 400 && !more.isEmpty())
        QVERIFY(
            answer.at("/message")
                .starts_with("The maximum number of inputs supported in a batch request for property histories is 50"));
}

void HubSpotBatchesTest::create_withoutTraceIdsIsAllOrNothing() {
    AccountBench bench;
    bench.contact("'email':'ada@example.com'");
    const std::string clash =
        "{'inputs':[{'properties':{'email':'bo@example.com'}},{'properties':{'email':'ada@example.com'}}]}";
    const Answer refused = bench.ask("POST", kBatch + "create", clash);
    QCOMPARE(refused.status, 409);
    QCOMPARE(refused.at("/message"), std::string("Contact already exists"));
    QCOMPARE(bench.ask("GET", kContacts + "/bo@example.com?idProperty=email").status, 404);
    const std::string invalid = "{'inputs':[{'properties':{'email':'bo@example.com'}},{'properties':{'nosuch':'1'}}]}";
    QCOMPARE(bench.ask("POST", kBatch + "create", invalid).status, 400);
    QCOMPARE(bench.ask("GET", kContacts + "/bo@example.com?idProperty=email").status, 404);
    const std::string good =
        "{'inputs':[{'properties':{'email':'bo@example.com'}},{'properties':{'email':'cy@example.com'}}]}";
    QCOMPARE(bench.ask("POST", kBatch + "create", good).status, 201);
}

void HubSpotBatchesTest::create_withTraceIdsAnswersByRow() {
    AccountBench bench;
    const std::string id = bench.contact("'email':'ada@example.com'");
    const Answer answer =
        bench.ask("POST", kBatch + "create",
                  "{'inputs':[{'objectWriteTraceId':'j-0','properties':{'email':'ada@example.com'}},"
                  "{'objectWriteTraceId':'j-1','properties':{'email':'bo@example.com'}},"
                  "{'objectWriteTraceId':'j-2','properties':{'email':'cy@example.com','rating':'gold'}}]}");
    QCOMPARE(answer.status, 207);
    QCOMPARE(answer.count("/results"), std::size_t{1});
    QCOMPARE(answer.at("/results/0/properties/email"), std::string("bo@example.com"));
    QCOMPARE(answer.at("/results/0/objectWriteTraceId"), std::string("j-1"));
    QCOMPARE(answer.at("/numErrors"), std::string("2"));
    QCOMPARE(answer.at("/errors/0/category"), std::string("CONFLICT"));
    QCOMPARE(answer.at("/errors/0/message"), "Contact already exists. Existing ID: " + id);
    QCOMPARE(answer.at("/errors/0/context/objectWriteTraceId/0"), std::string("j-0"));
    QCOMPARE(answer.at("/errors/0/context/existingId/0"), id);
    QCOMPARE(answer.at("/errors/1/category"), std::string("VALIDATION_ERROR"));
    QCOMPARE(answer.at("/errors/1/context/objectWriteTraceId/0"), std::string("j-2"));
    QCOMPARE(bench.ask("GET", kContacts + "/cy@example.com?idProperty=email").status, 404);
}

void HubSpotBatchesTest::update_answersByRow() {
    AccountBench bench;
    const std::string first = bench.contact("'email':'ada@example.com','sf_contact_id':'003A'");
    const std::string second = bench.contact("'email':'bo@example.com'");
    const Answer missing = bench.ask(
        "POST", kBatch + "update",
        "{'inputs':[{'id':'1','properties':{'city':'x'}},{'id':'" + first + "','properties':{'city':'Bern'}}]}");
    QCOMPARE(missing.status, 207);
    QCOMPARE(missing.at("/results/0/properties/city"), std::string("Bern"));
    QCOMPARE(missing.at("/errors/0/context/ids/0"), std::string("1"));
    const std::string traced = "{'inputs':[{'id':'" + first + "','objectWriteTraceId':'t','properties':{'rating':'x'}},"
                               + "{'id':'" + second + "','properties':{'rating':'hot'}}]}";
    const Answer partial = bench.ask("POST", kBatch + "update", traced);
    QCOMPARE(partial.status, 207);
    QCOMPARE(partial.at("/errors/0/context/objectWriteTraceId/0"), std::string("t"));
    const std::string bare = "{'inputs':[{'id':'" + second + "','properties':{'rating':'cold'}},{'id':'" + first
                             + "','properties':{'rating':'x'}}]}";
    QCOMPARE(bench.ask("POST", kBatch + "update", bare).status, 400);
    QCOMPARE(bench.ask("GET", kContacts + "/" + second + "?properties=rating").at("/properties/rating"),
             std::string("hot"));
    const std::string unique = "{'inputs':[{'id':'003A','idProperty':'sf_contact_id','properties':{'city':'Basel'}}]}";
    QCOMPARE(bench.ask("POST", kBatch + "update", unique).at("/results/0/id"), first);
}

void HubSpotBatchesTest::update_refusesIdProperties_data() {
    QTest::addColumn<QString>("idProperty");
    for (const char* name : {"email", "hs_object_id", "city", "nosuch"})
        QTest::newRow(name) << name;
}

void HubSpotBatchesTest::update_refusesIdProperties() {
    QFETCH(QString, idProperty);
    AccountBench bench;
    bench.contact("'email':'ada@example.com'");
    const Answer refused = bench.ask("POST", kBatch + "update",
                                     "{'inputs':[{'id':'ada@example.com','idProperty':'" + idProperty.toStdString()
                                         + "','properties':{'city':'Bern'}}]}");
    QCOMPARE(refused.status, 400);
    QCOMPARE(refused.at("/message"), "Unable to perform update by non-unique 0-1 property " + idProperty.toStdString());
}

void HubSpotBatchesTest::update_doesNotFollowAliases() {
    AccountBench bench;
    const std::string first = bench.contact("'email':'ada@example.com'");
    const std::string second = bench.contact("'email':'bo@example.com'");
    bench.ask("POST", kContacts + "/merge", "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}");
    const Answer answer =
        bench.ask("POST", kBatch + "update", "{'inputs':[{'id':'" + first + "','properties':{'city':'Bern'}}]}");
    QCOMPARE(answer.status, 207);
    QCOMPARE(answer.count("/results"), std::size_t{0});
    QCOMPARE(answer.at("/errors/0/context/ids/0"), first);
}

void HubSpotBatchesTest::doubles_refuseTheWholeBatch_data() {
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("more");
    QTest::newRow("update") << "update"
                            << "";
    QTest::newRow("upsert") << "upsert"
                            << "'idProperty':'hs_object_id',";
    QTest::newRow("archive") << "archive"
                             << "";
}

void HubSpotBatchesTest::doubles_refuseTheWholeBatch() {
    QFETCH(QString, verb);
    QFETCH(QString, more);
    AccountBench bench;
    const std::string id = bench.contact("'email':'ada@example.com','city':'Bern'");
    const std::string input = "{'id':'" + id + "'," + more.toStdString() + "'properties':{'city':'Basel'}}";
    const Answer refused = bench.ask("POST", kBatch + verb.toStdString(), "{'inputs':[" + input + "," + input + "]}");
    QCOMPARE(refused.status, 400);
    QVERIFY(refused.at("/message").starts_with("Duplicate IDs found in batch input: ["));
    QVERIFY(refused.at("/message").ends_with("[" + id + "]. IDs must be unique"));
    QCOMPARE(refused.at("/context/ids"), quoted("['" + id + "']"));
    QCOMPARE(bench.ask("GET", kContacts + "/" + id + "?properties=city").at("/properties/city"), std::string("Bern"));
}

void HubSpotBatchesTest::upsert_byUniqueProperty() {
    AccountBench bench;
    const std::string known = bench.contact("'email':'ada@example.com','sf_contact_id':'003A'");
    const Answer answer = bench.ask(
        "POST", kBatch + "upsert",
        "{'inputs':[{'id':'003A','idProperty':'sf_contact_id','objectWriteTraceId':'a','properties':{'city':'Bern'}},"
        "{'id':'003B','idProperty':'sf_contact_id','objectWriteTraceId':'b','properties':{'email':'bo@example.com'}},"
        "{'id':'003C','idProperty':'sf_contact_id','objectWriteTraceId':'c','properties':{'email':'ada@example.com'}}]"
        "}");
    QCOMPARE(answer.status, 207);
    QCOMPARE(answer.at("/results/0/id"), known);
    QCOMPARE(answer.at("/results/0/new"), std::string("false"));
    QCOMPARE(answer.at("/results/1/new"), std::string("true"));
    QCOMPARE(answer.at("/errors/0/context/objectWriteTraceId/0"), std::string("c"));
    QCOMPARE(bench.ask("GET", kContacts + "/003B?idProperty=sf_contact_id").at("/id"), answer.at("/results/1/id"));
    const std::string again = "{'inputs':[{'id':'003B','idProperty':'sf_contact_id','properties':{'city':'Basel'}}]}";
    const Answer second = bench.ask("POST", kBatch + "upsert", again);
    QCOMPARE(second.status, 200);
    QCOMPARE(second.at("/results/0/id"), answer.at("/results/1/id"));
    QCOMPARE(bench.ask("POST", kBatch + "upsert", "{'inputs':[{'id':'x','idProperty':'city','properties':{}}]}").status,
             400);
}

void HubSpotBatchesTest::upsert_byEmailIsNeverPartial() {
    AccountBench bench;
    const std::string first = bench.contact("'email':'ada@example.com'");
    const std::string second = bench.contact("'email':'bo@example.com'");
    bench.ask("POST", kContacts + "/merge", "{'primaryObjectId':'" + first + "','objectIdToMerge':'" + second + "'}");
    const Answer refused = bench.ask(
        "POST", kBatch + "upsert",
        "{'inputs':[{'id':'new@example.com','idProperty':'email','objectWriteTraceId':'a','properties':{}},"
        "{'id':'bo@example.com','idProperty':'email','objectWriteTraceId':'b','properties':{'city':'Bern'}}]}");
    QCOMPARE(refused.status, 409);
    QCOMPARE(bench.ask("GET", kContacts + "/new@example.com?idProperty=email").status, 404);
    const std::string good = "{'inputs':[{'id':'ADA@example.com','idProperty':'email','properties':{'city':'Bern'}}]}";
    QCOMPARE(bench.ask("POST", kBatch + "upsert", good).at("/results/0/new"), std::string("false"));
}

void HubSpotBatchesTest::archive_isQuiet() {
    AccountBench bench;
    const std::string id = bench.contact("'email':'ada@example.com'");
    const std::string body = "{'inputs':[{'id':'" + id + "'},{'id':'1'}]}";
    QCOMPARE(bench.ask("POST", kBatch + "archive", body).status, 204);
    QCOMPARE(bench.ask("GET", kContacts + "/" + id).status, 404);
    QCOMPARE(bench.ask("POST", kBatch + "archive", body).status, 204);
}

void HubSpotBatchesTest::partial_mayLookWhole() {
    AccountBench bench({"batch-partial-200"});
    const Answer answer = bench.ask("POST", kBatch + "read", "{'inputs':[{'id':'1'}]}");
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.at("/numErrors"), std::string("1"));
    const Answer created =
        bench.ask("POST", kBatch + "create", "{'inputs':[{'objectWriteTraceId':'a','properties':{'nosuch':'1'}}]}");
    QCOMPARE(created.status, 201);
    QCOMPARE(created.at("/numErrors"), std::string("1"));
}

void HubSpotBatchesTest::rowsShareOneTransaction() {
    AccountBench bench;
    const std::uint64_t before = bench.world.crm(model::Side::HubSpot).log().nextNumber();
    bench.ask("POST", kBatch + "create", inputs(3, "{'properties':{'email':'p#@example.com'}}"));
    const std::vector<model::Event> events = bench.world.crm(model::Side::HubSpot).events();
    QCOMPARE(bench.world.crm(model::Side::HubSpot).log().nextNumber(), before + 3);
    QCOMPARE(events.back().transactionKey, events[events.size() - 3].transactionKey);
    QCOMPARE(events.back().actor->application, std::string("19083857"));
    QCOMPARE(bench.changes, 1);
}

QTEST_APPLESS_MAIN(HubSpotBatchesTest)
#include "batches_test.moc"
