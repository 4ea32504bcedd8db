#include "tests/sandbox/hubspot/journal_reader.h"

#include <QRegularExpression>

using namespace syncline::sandbox;
using namespace syncline::sandbox::hubspot;
using namespace std::chrono_literals;

class HubSpotJournalFilesTest : public QObject {
    Q_OBJECT

private slots:
    void files_areCutByTheWorldsTime();
    void files_doNotDependOnWhenTheyAreMade();
    void files_areTheSameAfterARestart();
    void files_keptByAFormerVersion_areServed();
    void files_areSplitAtTenThousandEvents();
    void files_goAfterThreeDays();
    void links_expireAndRefuseAuthorization();
    void offsets_unknownOnes();
    void reads_inAllWays();
    void legacyPaths_work();
    void staticToken_readsInItsDialect();
    void faults_duplicateReorderAndDelay();
    void expiredHistory_isGoneOnce();
    void pendingEvents_surviveARestart();
};

void HubSpotJournalFilesTest::files_areCutByTheWorldsTime() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.wait(400ms);
    reader.bench.contact("'lastname':'Lee'");
    QCOMPARE(reader.bench.server->untilDue(), std::optional(600ms));
    reader.bench.wait(500ms);
    reader.bench.contact("'lastname':'Moe'");
    QCOMPARE(reader.next().status, 204);
    reader.bench.wait(100ms);
    QCOMPARE(reader.events().size(), std::size_t{2});
    QCOMPARE(reader.files, 1);
    QCOMPARE(reader.bench.server->untilDue(), std::optional<std::chrono::milliseconds>());
    reader.bench.contact("'lastname':'Noe'");
    reader.bench.wait(1s);
    reader.bench.contact("'lastname':'Poe'");
    reader.bench.wait(1s);
    QCOMPARE(reader.events().size(), std::size_t{2});
    QCOMPARE(reader.files, 3);
}

void HubSpotJournalFilesTest::files_doNotDependOnWhenTheyAreMade() {
    std::vector<KeyValues::Map> files;
    for (const bool late : {false, true}) {
        JournalReader reader;
        reader.subscribe(objectSubscription("'city'"));
        for (int i = 0; i < 5; ++i) {
            reader.bench.contact("'lastname':'Lee'");
            reader.bench.clock.advance(700ms);
            reader.bench.world.advanceTo(reader.bench.clock.wallNow());
            if (!late)
                reader.bench.server->pump();
        }
        reader.bench.wait(1s);
        files.push_back(reader.bench.values.withPrefix("hubspot/journal/file/"));
    }
    QCOMPARE(files[0].size(), std::size_t{3});
    QVERIFY(files[0] == files[1]);
}

void HubSpotJournalFilesTest::files_areTheSameAfterARestart() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.contact("'lastname':'Lee','city':'Bern'");
    reader.bench.wait(1s);
    const Answer before = reader.journal("/latest");
    const std::string bytes = reader.bench.askAs("", "GET", pathOf(before.at("/url"))).text;
    reader.bench.restart();
    const Answer after = reader.journal("/latest");
    QCOMPARE(after.at("/currentOffset"), before.at("/currentOffset"));
    QCOMPARE(reader.bench.askAs("", "GET", pathOf(after.at("/url"))).text, bytes);
    QCOMPARE(reader.bench.askAs("", "GET", pathOf(before.at("/url"))).text, bytes);
    reader.bench.contact("'lastname':'Moe'");
    reader.bench.wait(1s);
    QCOMPARE(reader.journal("/offset/" + before.at("/currentOffset") + "/next").status, 200);
    QCOMPARE(boost::json::parse(bytes).at("offset").as_string(), boost::json::string(before.at("/currentOffset")));
    QVERIFY(QRegularExpression(QStringLiteral("^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"))
                .match(QString::fromStdString(before.at("/currentOffset")))
                .hasMatch());
}

/// It kept them as they are served. What cannot be read is not there.
void HubSpotJournalFilesTest::files_keptByAFormerVersion_areServed() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.contact("'lastname':'Lee'");
    reader.bench.wait(1s);
    const std::string path = pathOf(reader.journal("/latest").at("/url"));
    const std::string bytes = reader.bench.askAs("", "GET", path).text;
    const std::string key = reader.bench.values.withPrefix("hubspot/journal/file/").begin()->first;
    QVERIFY(*reader.bench.values.read(key) != bytes);
    reader.bench.values.put(key, bytes);
    QCOMPARE(reader.bench.askAs("", "GET", path).text, bytes);
    reader.bench.values.put(key, "broken");
    QCOMPARE(reader.bench.askAs("", "GET", path).status, 404);
}

void HubSpotJournalFilesTest::files_areSplitAtTenThousandEvents() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'zip'"));
    const std::string id = reader.bench.contact("'lastname':'Lee'");
    reader.bench.faults.duplicates = 10'000;
    reader.bench.wait(1s);
    QCOMPARE(reader.events().size(), std::size_t{10'001});
    QCOMPARE(reader.files, 2);
}

void HubSpotJournalFilesTest::files_goAfterThreeDays() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.contact("'lastname':'Lee'");
    reader.bench.wait(1s);
    const std::string old = reader.journal("/latest").at("/currentOffset");
    reader.bench.wait(72h);
    reader.token = reader.bench.appToken();
    QCOMPARE(reader.journal("/latest").at("/currentOffset"), old);
    reader.bench.contact("'lastname':'Moe'");
    reader.bench.wait(1s);
    QVERIFY(reader.journal("/earliest").at("/currentOffset") != old);
    QCOMPARE(reader.bench.values.withPrefix("hubspot/journal/file/").size(), std::size_t{1});
}

void HubSpotJournalFilesTest::links_expireAndRefuseAuthorization() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.contact("'lastname':'Lee'");
    reader.bench.wait(1s);
    const Answer entry = reader.journal("/latest");
    QCOMPARE(entry.at("/expiresAt"), std::string("2026-11-23T10:55:01.000Z"));
    QVERIFY(entry.at("/url").starts_with("http://127.0.0.1:4000/journal-files/4471123/"));
    const std::string path = pathOf(entry.at("/url"));
    QCOMPARE(reader.bench.askAs("", "GET", path).status, 200);
    const Answer leaked = reader.bench.askAs(reader.token, "GET", path);
    QCOMPARE(leaked.status, 400);
    QVERIFY(leaked.text.find("Only one auth mechanism allowed") != std::string::npos);
    std::string forged = path;
    forged.back() = forged.back() == '0' ? '1' : '0';
    QCOMPARE(reader.bench.askAs("", "GET", forged).status, 403);
    QCOMPARE(reader.bench.askAs("", "GET", path.substr(0, path.find('?'))).status, 403);
    QCOMPARE(reader.bench.askAs("", "POST", path).status, 405);
    reader.bench.wait(900s);
    QCOMPARE(reader.bench.askAs("", "GET", path).status, 403);
    QCOMPARE(reader.bench.askAs("", "GET", pathOf(reader.journal("/latest").at("/url"))).status, 200);
}

void HubSpotJournalFilesTest::offsets_unknownOnes() {
    for (const bool dialect : {false, true}) {
        JournalReader reader(with("journal-bad-offset-404", dialect));
        reader.subscribe(objectSubscription("'city'"));
        reader.bench.contact("'lastname':'Lee'");
        reader.bench.wait(1s);
        const Answer answer = reader.journal("/offset/0199c1f2-6f0a-7b6e-9c1e-3b1a6a0f9d51/next");
        QCOMPARE(answer.status, dialect ? 404 : 200);
        if (!dialect)
            QCOMPARE(answer.at("/currentOffset"), reader.journal("/earliest").at("/currentOffset"));
    }
}

void HubSpotJournalFilesTest::reads_inAllWays() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    for (int i = 0; i < 3; ++i) {
        reader.bench.contact("'lastname':'Lee'");
        reader.bench.wait(1s);
    }
    const std::string first = reader.journal("/earliest").at("/currentOffset");
    const std::string second = reader.journal("/offset/" + first + "/next").at("/currentOffset");
    const std::string third = reader.journal("/latest").at("/currentOffset");
    QVERIFY(first < second && second < third);
    QCOMPARE(reader.journal("/offset/" + third + "/next").status, 204);
    QCOMPARE(reader.journal("/batch/earliest/2").at("/results/1/currentOffset"), second);
    QCOMPARE(reader.journal("/batch/latest/2").at("/results/1/currentOffset"), third);
    QCOMPARE(reader.journal("/batch/" + first + "/next/100").count("/results"), std::size_t{2});
    QCOMPARE(reader.journal("/batch/earliest/101").status, 400);
    QCOMPARE(reader.journal("/batch/earliest/0").status, 400);
    QCOMPARE(reader.journal("/earliest?installPortalId=4471123").status, 200);
    QCOMPARE(reader.journal("/earliest?installPortalId=1").status, 403);
    const Answer batch =
        reader.bench.askAs(reader.token, "POST", kJournal + "/batch/read", "{'inputs':['" + second + "','unknown']}");
    QCOMPARE(batch.status, 207);
    QCOMPARE(batch.at("/results/0/currentOffset"), second);
    QCOMPARE(reader.bench.askAs(reader.token, "GET", "/webhooks-journal/journal-local/2027-03-beta/latest").status,
             200);
}

void HubSpotJournalFilesTest::legacyPaths_work() {
    JournalReader reader;
    const std::string body = objectSubscription("'city'");
    QCOMPARE(reader.bench.askAs(reader.token, "POST", "/webhooks/v4/subscriptions", body).status, 200);
    reader.bench.contact("'lastname':'Lee'");
    reader.bench.wait(1s);
    for (const char* path : {"/webhooks/v4/journal/latest", "/webhooks-journal/journal/v4/latest"})
        QCOMPARE(reader.bench.askAs(reader.token, "GET", path).status, 200);
}

void HubSpotJournalFilesTest::staticToken_readsInItsDialect() {
    for (const bool allowed : {false, true}) {
        AccountBench bench(with("journal-static-token", allowed));
        QCOMPARE(bench.ask("GET", kJournal + "/latest").status, allowed ? 204 : 403);
        QCOMPARE(bench.ask("POST", kSubscriptions, objectSubscription("'city'")).status, allowed ? 200 : 403);
        QCOMPARE(bench.askAs(bench.userToken(), "GET", kJournal + "/latest").status, 403);
    }
}

void HubSpotJournalFilesTest::faults_duplicateReorderAndDelay() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.faults.duplicates = 1;
    reader.bench.faults.reorder = true;
    reader.bench.faults.publishingDelay = 2s;
    const std::string id = reader.bench.contact("'lastname':'Lee','city':'Bern'");
    reader.bench.edit(model::ObjectKind::Contact, id, "city", "Basel");
    QCOMPARE(reader.told(), std::string(""));
    QCOMPARE(reader.bench.server->untilDue(), std::optional(2000ms));
    QCOMPARE(reader.told(), std::string(""));
    QCOMPARE(reader.told(), std::string("UPDATE city, CREATE city, UPDATE city, CREATE city"));
    const Answer file = reader.bench.askAs("", "GET", pathOf(reader.journal("/latest").at("/url")));
    QCOMPARE(file.at("/publishedAt"), std::string("2026-11-23T10:40:03.000Z"));
}

void HubSpotJournalFilesTest::expiredHistory_isGoneOnce() {
    JournalReader reader({"journal-bad-offset-404"});
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.contact("'lastname':'Lee'");
    reader.bench.wait(1s);
    const std::string old = reader.journal("/latest").at("/currentOffset");
    reader.bench.faults.historyExpired = true;
    QCOMPARE(reader.journal("/offset/" + old + "/next").status, 404);
    QCOMPARE(reader.journal("/latest").status, 204);
    reader.bench.contact("'lastname':'Moe'");
    reader.bench.wait(1s);
    const std::string fresh = reader.journal("/latest").at("/currentOffset");
    QCOMPARE(reader.journal("/offset/" + fresh + "/next").status, 204);
}

void HubSpotJournalFilesTest::pendingEvents_surviveARestart() {
    JournalReader reader;
    reader.subscribe(objectSubscription("'city'"));
    reader.bench.contact("'lastname':'Lee'");
    reader.bench.restart();
    QCOMPARE(reader.told(), std::string("CREATE"));
    reader.bench.contact("'lastname':'Moe'");
    reader.bench.restart();
    QCOMPARE(reader.told(), std::string("CREATE"));
}

QTEST_APPLESS_MAIN(HubSpotJournalFilesTest)
#include "journal_files_test.moc"
