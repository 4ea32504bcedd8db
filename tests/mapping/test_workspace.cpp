#include "engine/mapping/workspace.h"
#include "tests/mapping/sample_text.h"

#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>

using namespace syncline;
using namespace syncline::mapping;
using base::ErrorCode;
using core::Mode;
using core::OnRefused;
using core::Side;
using core::TieBreak;
using std::chrono::milliseconds;

Q_DECLARE_METATYPE(syncline::core::FieldRule)
Q_DECLARE_METATYPE(syncline::core::Mode)

namespace {

Workspace parsed(const QByteArray& text) {
    auto read = parseWorkspace(text.toStdString(), "w/workspace.json");
    if (!read)
        qFatal("%s", read.error().message().c_str());
    return *std::move(read);
}

Workspace sample() {
    return parsed(test::sampleText());
}

const core::FieldRule& ruleOf(const Workspace& workspace, std::string_view field) {
    return workspace.objects.front().find(field)->rule;
}

core::FieldRule lastWriterWins(int toleranceMs, TieBreak tieBreak, TieBreak first = TieBreak::Review) {
    return {{}, {core::ChoiceKind::LastWriterWins, milliseconds(toleranceMs), tieBreak}, first};
}

core::FieldRule owned(Side owner, OnRefused onRefused) {
    const TieBreak preference = owner == Side::Salesforce ? TieBreak::Salesforce : TieBreak::HubSpot;
    return {{owner, onRefused}, {core::ChoiceKind::LastWriterWins, milliseconds(500), preference}, preference};
}

}  // namespace

/// What a workspace file says, as the engine takes it.
class TestWorkspace : public QObject {
    Q_OBJECT

private slots:
    void head_isRead();
    void connections_areRead();
    void connection_takesLoopback_data();
    void connection_takesLoopback();
    void object_isRead();
    void rule_isRead_data();
    void rule_isRead();
    void unsaid_hasItsDefault();
    void unsaidMode_isLiveInASandboxOnly_data();
    void unsaidMode_isLiveInASandboxOnly();
    void caFile_beginsAtTheFolder();
    void options_keepTheFilesOrder();
    void names_areFoundAsTheSideSpellsThem();
    void rules_areThoseOfTheFields();
    void file_isReadFromItsFolder();
    void fileBesideASandboxsData_isRefusedWithAddresses();
    void fileBesideWhatCannotBeSeen_isRefusedWithAddresses();
    void fileThatIsMissing_isNotFound();
    void fileThatIsHuge_isNotRead();
};

void TestWorkspace::head_isRead() {
    const Workspace workspace = sample();
    QCOMPARE(workspace.folder, std::filesystem::path("w"));
    QCOMPARE(workspace.name, std::string("Test"));
    QCOMPARE(workspace.id, std::string("6f2c1f0e-9f5b-4b6e-8a53-0d6a5f1c2b7d"));
    QVERIFY(!workspace.sandbox);
    QCOMPARE(workspace.mode, (core::PerSide<Mode>{Mode::Observe, Mode::Live}));
    QCOMPARE(workspace.timing.settle, milliseconds(4000));
    QCOMPARE(workspace.streams, (std::vector<StreamSettings>{{"events", "streams/events.jsonl", "side == hubspot"}}));
    QCOMPARE(workspace.policyHash.size(), std::size_t{64});
}

void TestWorkspace::connections_areRead() {
    const QByteArray text =
        test::sampleText()
            .replace("\"clientId\": \"3MVG9\"",
                     R"("clientId": "3MVG9", "apiVersion": "61.0", "orgId": "00D", "clientName": "Acme")")
            .replace("\"portalId\": \"4471123\"",
                     R"("portalId": "4471123", "appId": "77", "pollIntervalMs": 250, "clockResolutionMs": 10)");
    const Workspace workspace = parsed(text);
    Connection salesforce;
    salesforce.baseUrl = "https://acme.my.salesforce.com";
    salesforce.clientId = "3MVG9";
    salesforce.apiVersion = "61.0";
    salesforce.account = "00D";
    salesforce.clientName = "Acme";
    salesforce.clockResolution = milliseconds(1000);
    QCOMPARE(workspace.connection.salesforce, salesforce);
    Connection hubspot;
    hubspot.baseUrl = "https://api.hubapi.com";
    hubspot.apiVersion = "2026-09";
    hubspot.account = "4471123";
    hubspot.appId = "77";
    hubspot.clockResolution = milliseconds(10);
    hubspot.pollInterval = milliseconds(250);
    QCOMPARE(workspace.connection.hubspot, hubspot);
}

void TestWorkspace::connection_takesLoopback_data() {
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("taken");
    QTest::newRow("localhost with a port") << QByteArray("http://localhost:40001") << true;
    QTest::newRow("capitals") << QByteArray("HTTP://LOCALHOST") << true;
    QTest::newRow("127.0.0.1") << QByteArray("http://127.0.0.1:8080") << true;
    QTest::newRow("all of 127") << QByteArray("http://127.255.0.9") << true;
    QTest::newRow("IPv6") << QByteArray("http://[::1]:8080") << true;
    QTest::newRow("https anywhere") << QByteArray("https://example.com:8443/") << true;
    QTest::newRow("https to an IPv6 address") << QByteArray("https://[2001:db8::7]:443") << true;
    QTest::newRow("a neighbour") << QByteArray("http://128.0.0.1") << false;
    QTest::newRow("another IPv6 address") << QByteArray("http://[2001:db8::1]") << false;
    QTest::newRow("three numbers") << QByteArray("http://127.0.1") << false;
    QTest::newRow("five numbers") << QByteArray("http://127.0.0.0.1") << false;
    QTest::newRow("a number too large") << QByteArray("http://127.0.0.256") << false;
    QTest::newRow("a host that begins like it") << QByteArray("http://localhost.example.com") << false;
    QTest::newRow("a user name that looks like it") << QByteArray("http://localhost@example.com") << false;
    QTest::newRow("a port too large") << QByteArray("https://example.com:65536") << false;
    QTest::newRow("port zero") << QByteArray("https://example.com:0") << false;
    QTest::newRow("a port of letters") << QByteArray("https://example.com:https") << false;
    QTest::newRow("no host") << QByteArray("https://") << false;
    QTest::newRow("a blank in the host") << QByteArray("https://exam ple.com") << false;
    QTest::newRow("a query") << QByteArray("https://example.com?x=1") << false;
}

void TestWorkspace::connection_takesLoopback() {
    QFETCH(const QByteArray, address);
    const QByteArray text = test::sampleText().replace("https://api.hubapi.com", address);
    const bool taken = parseWorkspace(text.toStdString(), "w/workspace.json").has_value();
    QTEST(taken, "taken");
}

void TestWorkspace::object_isRead() {
    const ObjectMapping object = sample().objects.front();
    QCOMPARE(object.name, std::string("contact"));
    QCOMPARE(object.object, (core::PerSide<std::string>{"Contact", "contacts"}));
    QCOMPARE(object.partnerId, (core::PerSide<std::string>{"HubSpot_Id__c", "sf_contact_id"}));
    QCOMPARE(object.matchKeys, (std::vector<MatchKey>{{"email"}}));
    QCOMPARE(object.create, (core::PerSide<bool>{true, false}));
    QCOMPARE(object.fields.size(), std::size_t{5});
    FieldMapping score;
    score.name = "score";
    score.field = {"Score__c", "score"};
    score.comparison = Comparison::Number;
    score.scale = 2;
    score.rule = lastWriterWins(250, TieBreak::HubSpot);
    QCOMPARE(object.fields[2], score);
}

void TestWorkspace::rule_isRead_data() {
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<core::FieldRule>("rule");
    const auto row = [](const char* name, const char* says, core::FieldRule rule) {
        QTest::newRow(name) << QByteArray(says) << std::move(rule);
    };
    row("nothing: the object's default", R"("compare": "exact")", lastWriterWins(250, TieBreak::HubSpot));
    row("last writer wins, by its own numbers",
        R"("rule": { "lastWriterWins": { "toleranceMs": 0, "tieBreak": "salesforce" } })",
        lastWriterWins(0, TieBreak::Salesforce));
    row("last writer wins, without numbers", R"("rule": { "lastWriterWins": {} })",
        lastWriterWins(500, TieBreak::Review));
    core::FieldRule review;
    review.choice.kind = core::ChoiceKind::Review;
    row("review", R"("rule": "review")", review);
    row("an owner", R"("rule": { "owner": "salesforce" })", owned(Side::Salesforce, OnRefused::Revert));
    row("an owner who lets the other keep", R"("rule": { "owner": "hubspot", "onRefused": "keep" })",
        owned(Side::HubSpot, OnRefused::Keep));
    row("to HubSpot only", R"("direction": "toHubspot")", owned(Side::Salesforce, OnRefused::Keep));
    row("to Salesforce only, put back", R"("direction": "toSalesforce", "onRefused": "revert")",
        owned(Side::HubSpot, OnRefused::Revert));
    row("both directions", R"("direction": "both")", lastWriterWins(250, TieBreak::HubSpot));
    row("both directions by a rule", R"("direction": "both", "rule": { "owner": "hubspot", "onRefused": "review" })",
        owned(Side::HubSpot, OnRefused::Review));
    row("a first comparison", R"("firstComparison": "salesforce")",
        lastWriterWins(250, TieBreak::HubSpot, TieBreak::Salesforce));
    core::FieldRule otherFirst = owned(Side::HubSpot, OnRefused::Revert);
    otherFirst.firstComparison = TieBreak::Review;
    row("an owner with another first comparison", R"("rule": { "owner": "hubspot" }, "firstComparison": "review")",
        otherFirst);
}

void TestWorkspace::rule_isRead() {
    QFETCH(const QByteArray, says);
    const QByteArray text = test::sampleText().replace("\"direction\": \"toHubspot\"", says);
    QFETCH(const core::FieldRule, rule);
    QVERIFY(ruleOf(parsed(text), "title") == rule);
}

void TestWorkspace::unsaid_hasItsDefault() {
    const Workspace workspace = parsed(R"({ "version": 1, "name": "n", "id": "6F2C1F0E-9F5B-4B6E-8A53-0D6A5F1C2B7D",
        "sandbox": {}, "objects": [{ "name": "company", "salesforce": "Account", "hubspot": "companies",
        "fields": [{ "name": "name", "salesforce": "Name", "hubspot": "name" }] }] })");
    QCOMPARE(workspace.sandbox, std::optional(SandboxSettings{1, 2}));
    QCOMPARE(workspace.mode, (core::PerSide<Mode>{Mode::Live, Mode::Live}));
    QCOMPARE(workspace.timing.settle, milliseconds(5000));
    QVERIFY(workspace.streams.empty());
    QCOMPARE(workspace.connection.salesforce.clockResolution, milliseconds(1000));
    QCOMPARE(workspace.connection.salesforce.apiVersion, std::string("66.0"));
    QCOMPARE(workspace.connection.salesforce.clientName, std::string("Syncline"));
    QCOMPARE(workspace.connection.hubspot.clockResolution, milliseconds(1));
    QCOMPARE(workspace.connection.hubspot.pollInterval, milliseconds(1000));
    const ObjectMapping& object = workspace.objects.front();
    QCOMPARE(object.create, (core::PerSide<bool>{false, false}));
    QVERIFY(object.matchKeys.empty());
    QCOMPARE(object.fields.front().comparison, Comparison::Trimmed);
    QCOMPARE(object.fields.front().scale, -1);
    QVERIFY(object.fields.front().rule == lastWriterWins(500, TieBreak::Review));
}

void TestWorkspace::unsaidMode_isLiveInASandboxOnly_data() {
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<bool>("sandbox");
    QTest::addColumn<Mode>("toSalesforce");
    QTest::addColumn<Mode>("toHubspot");
    const auto row = [](const char* name, const char* says, bool sandbox, Mode toSalesforce, Mode toHubspot) {
        QTest::newRow(name) << QByteArray(says) << sandbox << toSalesforce << toHubspot;
    };
    row("sandbox, nothing", "", true, Mode::Live, Mode::Live);
    row("sandbox, no direction", R"("mode": {},)", true, Mode::Live, Mode::Live);
    row("sandbox, one observes", R"("mode": { "toSalesforce": "observe" },)", true, Mode::Observe, Mode::Live);
    row("sandbox, both observe", R"("mode": { "toSalesforce": "observe", "toHubspot": "observe" },)", true,
        Mode::Observe, Mode::Observe);
    row("real, nothing", "", false, Mode::Observe, Mode::Observe);
    row("real, no direction", R"("mode": {},)", false, Mode::Observe, Mode::Observe);
    row("real, one live", R"("mode": { "toHubspot": "live" },)", false, Mode::Observe, Mode::Live);
}

void TestWorkspace::unsaidMode_isLiveInASandboxOnly() {
    QFETCH(const QByteArray, says);
    QFETCH(const bool, sandbox);
    QByteArray text =
        test::sampleText().replace(R"("mode": { "toSalesforce": "observe", "toHubspot": "live" },)", says);
    if (sandbox)
        text.replace(R"("baseUrl": "https://acme.my.salesforce.com/", )", "")
            .replace(R"("baseUrl": "https://api.hubapi.com", )", "")
            .replace(R"("connections": {)", R"("sandbox": {}, "connections": {)");
    const Workspace workspace = parsed(text);
    QCOMPARE(workspace.sandbox.has_value(), sandbox);
    QTEST(workspace.mode.salesforce, "toSalesforce");
    QTEST(workspace.mode.hubspot, "toHubspot");
}

void TestWorkspace::caFile_beginsAtTheFolder() {
    const auto caFile = [](const char* path) {
        const QByteArray says = QByteArray(R"("clientId": "3MVG9", "caFile": ")") + path + "\"";
        return parsed(test::sampleText().replace("\"clientId\": \"3MVG9\"", says)).connection.salesforce.caFile;
    };
    QCOMPARE(caFile("ca.pem"), (std::filesystem::current_path() / "w/ca.pem").string());
    QCOMPARE(caFile("/etc/ssl/ca.pem"), std::string("/etc/ssl/ca.pem"));
}

void TestWorkspace::options_keepTheFilesOrder() {
    const QByteArray says = R"("options": { "Very hot": "hot", "Hot": "hot", "\u00c4": "a" })";
    const Workspace workspace =
        parsed(test::sampleText().replace(R"("options": { "Hot": "hot", "Cold": "cold" })", says));
    QCOMPARE(workspace.objects.front().find("rating")->options,
             (std::vector<OptionPair>{{"Very hot", "hot"}, {"Hot", "hot"}, {"\xc3\x84", "a"}}));
}

void TestWorkspace::names_areFoundAsTheSideSpellsThem() {
    const Workspace workspace = sample();
    QCOMPARE(workspace.find("contact"), &workspace.objects.front());
    QCOMPARE(workspace.find("Contact"), nullptr);
    QCOMPARE(workspace.findOn(Side::Salesforce, "CONTACT"), &workspace.objects.front());
    QCOMPARE(workspace.findOn(Side::HubSpot, "contacts"), &workspace.objects.front());
    QCOMPARE(workspace.findOn(Side::HubSpot, "Contacts"), nullptr);
    const ObjectMapping& object = workspace.objects.front();
    QCOMPARE(object.find("title"), &object.fields[4]);
    QCOMPARE(object.find("jobtitle"), nullptr);
    QCOMPARE(object.findOn(Side::HubSpot, "jobtitle"), &object.fields[4]);
    QCOMPARE(object.findOn(Side::Salesforce, "title"), &object.fields[4]);
    QCOMPARE(object.findOn(Side::HubSpot, "Title"), nullptr);
}

void TestWorkspace::rules_areThoseOfTheFields() {
    const Workspace workspace = sample();
    const core::RuleSet rules = workspace.rules();
    QCOMPARE(rules.version, core::Seq());
    QVERIFY(rules.mode == workspace.mode);
    QCOMPARE(rules.fields.size(), std::size_t{1});
    QCOMPARE(rules.fields.at("contact").size(), std::size_t{5});
    for (const FieldMapping& field : workspace.objects.front().fields)
        QVERIFY(rules.fields.at("contact").at(field.name) == field.rule);
}

void TestWorkspace::file_isReadFromItsFolder() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    std::ofstream(folder / "workspace.json") << test::sampleText().toStdString();
    const auto read = readWorkspace(folder);
    QVERIFY(read.has_value());
    QCOMPARE(read->folder, folder);
    QCOMPARE(read->policyHash, sample().policyHash);
}

/// The directions of that journal may be live.
void TestWorkspace::fileBesideASandboxsData_isRefusedWithAddresses() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    QVERIFY(createSandboxWorkspace(folder, {}, base::WallTime()));
    std::ofstream(folder / "sandbox.db") << "people";
    QVERIFY(readWorkspace(folder));

    std::ofstream(folder / "workspace.json") << test::sampleText().toStdString();
    const auto read = readWorkspace(folder);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(read.error().object, (folder / "workspace.json").string());
    QVERIFY(read.error().detail.find("was kept with a sandbox") != std::string::npos);
}

/// A sandbox's data may be there.
void TestWorkspace::fileBesideWhatCannotBeSeen_isRefusedWithAddresses() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    std::filesystem::create_symlink("sandbox.db", folder / "sandbox.db");
    std::ofstream(folder / "workspace.json") << test::sampleText().toStdString();
    const auto read = readWorkspace(folder);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Io);
    QCOMPARE(read.error().object, (folder / "sandbox.db").string());
    QVERIFY(read.error().detail.find("cannot be told") != std::string::npos);
}

void TestWorkspace::fileThatIsMissing_isNotFound() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    const auto read = readWorkspace(folder / "nowhere");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::NotFound);
    QCOMPARE(read.error().object, (folder / "nowhere/workspace.json").string());
    std::filesystem::create_directory(folder / "workspace.json");
    const auto folderInPlace = readWorkspace(folder);
    QVERIFY(!folderInPlace);
    QCOMPARE(folderInPlace.error().code, ErrorCode::Io);
}

void TestWorkspace::fileThatIsHuge_isNotRead() {
    const QTemporaryDir directory;
    const std::filesystem::path folder = directory.path().toStdString();
    std::ofstream(folder / "workspace.json") << std::string((std::size_t{4} << 20U) + 1, ' ');
    const auto read = readWorkspace(folder);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::LimitExceeded);
}

QTEST_APPLESS_MAIN(TestWorkspace)
#include "test_workspace.moc"
