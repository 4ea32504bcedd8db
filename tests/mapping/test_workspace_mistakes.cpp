#include "engine/core/filter.h"
#include "engine/mapping/workspace.h"
#include "tests/mapping/sample_text.h"

#include <QTest>

using namespace syncline;
using namespace syncline::mapping;
using base::ErrorCode;

namespace {

QByteArray mistakesIn(const QByteArray& text) {
    const auto read = parseWorkspace(text.toStdString(), "w/workspace.json");
    if (read)
        return "(none)";
    if (read.error().code != ErrorCode::InvalidArgument)
        return QByteArray::fromStdString(read.error().message());
    return QByteArray::fromStdString(read.error().detail);
}

}  // namespace

/// Every mistake is told, with its line and with what was expected there.
class TestWorkspaceMistakes : public QObject {
    Q_OBJECT

private slots:
    void mistake_isToldWithItsPlace_data();
    void mistake_isToldWithItsPlace();
    void filter_isToldInTheWordsOfItsLanguage();
    void syntax_isToldWithLineAndColumn_data();
    void syntax_isToldWithLineAndColumn();
    void allMistakes_areToldAtOnce();
    void error_namesTheFile();
    void newerVersion_isRefusedWithBothNumbers();
    void newerVersion_isNotValidated();

private:
    void rowsOfTheTop();
    void rowsOfConnections();
    void rowsOfObjects();
    void rowsOfFields();
    void rowsOfRules();
    void rowsOfStreams();
    /// What becomes of the sample when `part` is replaced.
    void row(const char* name, const char* part, const char* by, const char* expected);
};

void TestWorkspaceMistakes::row(const char* name, const char* part, const char* by, const char* expected) {
    QByteArray text = test::sampleText();
    const auto at = text.indexOf(part);
    QVERIFY2(at >= 0 && text.indexOf(part, at + 1) < 0, part);
    text.replace(part, by);
    QTest::newRow(name) << text << QByteArray(expected);
}

void TestWorkspaceMistakes::mistake_isToldWithItsPlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    rowsOfTheTop();
    rowsOfConnections();
    rowsOfObjects();
    rowsOfFields();
    rowsOfRules();
    rowsOfStreams();
}

void TestWorkspaceMistakes::rowsOfTheTop() {
    QTest::newRow("an empty object") << QByteArray("{}") << QByteArray(R"(line 1, /: "version" is missing
line 1, /: "name" is missing
line 1, /: "id" is missing
line 1, /: "objects" is missing
line 1, /: expected one of "connections", "sandbox", found neither)");
    QTest::newRow("a list") << QByteArray("[]") << QByteArray("line 1, /: expected an object, found an empty list");
    QTest::newRow("a word") << QByteArray("\n\"x\"") << QByteArray("line 2, /: expected an object, found \"x\"");
    row("a member is missing", "  \"name\": \"Test\",\n", "", R"(line 1, /: "name" is missing)");
    row("version as a text", R"("version": 1)", R"("version": "1")", R"(line 2, /version: expected 1, found "1")");
    row("version zero", R"("version": 1)", R"("version": 0)", "line 2, /version: expected 1, found 0");
    row("an empty name", R"("name": "Test")", R"("name": "")",
        R"(line 3, /name: expected a text that is not empty, found "")");
    row("no UUID", "6f2c1f0e-9f5b-4b6e-8a53-0d6a5f1c2b7d", "6f2c1f0e",
        R"(line 4, /id: expected a UUID such as 6f2c1f0e-9f5b-4b6e-8a53-0d6a5f1c2b7d, found "6f2c1f0e")");
    row("an unknown name with a near one", R"("timing": {)", R"("timings": {)",
        R"(line 10, /timings: not known here; did you mean "timing"?)");
    row("an unknown name like no other", R"({ "settleMs": 4000 })", R"({ "patience": 4000 })",
        R"(line 10, /timing/patience: not known here; known are "settleMs")");
    row("a name of another case", "toSalesforce", "tosalesforce",
        R"(line 9, /mode/tosalesforce: not known here; did you mean "toSalesforce"?)");
    row("a mode that is none", R"("observe")", R"("observed")",
        R"(line 9, /mode/toSalesforce: expected one of "live", "observe", found "observed"; did you mean "observe"?)");
    row("a mode that is a truth value", R"("observe")", "false",
        R"(line 9, /mode/toSalesforce: expected one of "live", "observe", found false)");
    row("a time below the least", "4000", "5",
        "line 10, /timing/settleMs: expected a whole number from 100 to 600000, found 5");
    row("a time with a fraction", "4000", "4000.5",
        "line 10, /timing/settleMs: expected a whole number from 100 to 600000, found 4000.5");
    row("a name that stands twice", R"("timing": { "settleMs": 4000 })", "\"name\": \"Again\"",
        "line 3, /name: stands twice, on line 3 and on line 10");
    row("a name with a slash", R"("timing": {)", R"("a/b~c": {)",
        R"(line 10, /a~1b~0c: not known here; known are "$schema", "version", "name", "id", "sandbox", "connections", )"
        R"("mode", "timing", "objects", "streams")");
}

void TestWorkspaceMistakes::rowsOfConnections() {
    row("a connection is missing", R"("hubspot": { "baseUrl": "https://api.hubapi.com", "portalId": "4471123" })",
        R"("salesforce ": {})",
        R"(line 5, /connections: "hubspot" is missing
line 7, /connections/salesforce : not known here; did you mean "salesforce"?)");
    row("an address is missing", R"("baseUrl": "https://api.hubapi.com", )", "",
        R"(line 7, /connections/hubspot: "baseUrl" is missing)");
    row("plain http to a host outside", "https://api.hubapi.com", "http://api.hubapi.com",
        R"(line 7, /connections/hubspot/baseUrl: expected https; plain http is for loopback only, not for "api.hubapi.com")");
    row("plain http to a host that looks like loopback", "https://api.hubapi.com", "http://127.0.0.1.example.com",
        "line 7, /connections/hubspot/baseUrl: expected https; plain http is for loopback only, not for "
        R"("127.0.0.1.example.com")");
    row("an address without a scheme", "https://api.hubapi.com", "api.hubapi.com",
        "line 7, /connections/hubspot/baseUrl: expected an address such as https://acme.my.salesforce.com, found "
        R"("api.hubapi.com")");
    row("an address with a password", "https://api.hubapi.com", "https://me:pass@api.hubapi.com",
        "line 7, /connections/hubspot/baseUrl: expected an address without user name and password; sign-in is kept in "
        "the keyring");
    row("an address with a path", "https://api.hubapi.com", "https://api.hubapi.com/crm",
        "line 7, /connections/hubspot/baseUrl: expected an address that ends behind host and port, found \"/crm\" "
        "there");
    row("another scheme", "https://api.hubapi.com", "ftp://api.hubapi.com",
        R"(line 7, /connections/hubspot/baseUrl: expected https, found "ftp")");
    row("a secret", R"("clientId": "3MVG9")", R"("clientSecret": "hush")",
        "line 6, /connections/salesforce/clientSecret: no secret belongs in this file; it is kept in the keyring or "
        "comes from the environment");
    row("a token", R"("clientId": "3MVG9")", R"("access_token": "hush")",
        "line 6, /connections/salesforce/access_token: no secret belongs in this file; it is kept in the keyring or "
        "comes from the environment");
    row("what belongs to the other side", R"("clientId": "3MVG9")", R"("portalId": "1")",
        "line 6, /connections/salesforce/portalId: not known here; known are \"baseUrl\", \"clientId\", "
        "\"apiVersion\", "
        R"("orgId", "clientName", "caFile", "clockResolutionMs")");
    row("an account as a number", R"("4471123")", "4471123",
        "line 7, /connections/hubspot/portalId: expected a text, found 4471123");
    row("an address beside a sandbox", R"("timing": { "settleMs": 4000 })", R"("sandbox": { "seed": 1 })",
        R"(line 6, /connections/salesforce/baseUrl: the sandbox has its own addresses; take out this one or "sandbox"
line 7, /connections/hubspot/baseUrl: the sandbox has its own addresses; take out this one or "sandbox")");
    row("a negative seed", R"("timing": { "settleMs": 4000 })", R"("sandbox": { "seed": -1 })",
        R"(line 6, /connections/salesforce/baseUrl: the sandbox has its own addresses; take out this one or "sandbox"
line 7, /connections/hubspot/baseUrl: the sandbox has its own addresses; take out this one or "sandbox"
line 10, /sandbox/seed: expected a whole number from 0 to 9007199254740991, found -1)");
}

void TestWorkspaceMistakes::rowsOfObjects() {
    row("no objects", "\"objects\": [\n", "\"objects\": [], \"streams \": [\n",
        R"(line 11, /objects: expected a list that is not empty, found an empty list
line 11, /streams : not known here; did you mean "streams"?)");
    row("a name with a blank", R"("name": "contact")", R"("name": "a contact")",
        R"(line 13, /objects/0/name: expected letters, digits and underscores, found "a contact")");
    row("a name that begins with a digit", R"("name": "contact")", R"("name": "1st")",
        R"(line 13, /objects/0/name: expected letters, digits and underscores, found "1st")");
    row("an object without its HubSpot name", R"("hubspot": "contacts",)", "",
        R"(line 12, /objects/0: "hubspot" is missing)");
    row("no API name", R"("salesforce": "Contact")", R"("salesforce": "Contact; DROP")",
        R"(line 14, /objects/0/salesforce: expected an API name, found "Contact; DROP")");
    row("a match key that is not mapped", R"(["email"])", R"(["emial"])",
        R"(line 17, /objects/0/match/0: expected the name of a mapped field, found "emial"; did you mean "email"?)");
    row("a match key twice", R"(["email"])", R"(["email", "phone", "email"])",
        R"(line 17, /objects/0/match/2: "email" stands at /objects/0/match/0 already)");
    row("a match key by its API name", R"(["email"])", R"(["Score__c"])",
        R"(line 17, /objects/0/match/0: expected the name of a mapped field, found "Score__c"; did you mean "score"?)");
    row("match that is no list", R"(["email"])", R"("email")",
        R"(line 17, /objects/0/match: expected a list, found "email")");
    row("create by a word", R"("hubspot": false)", R"("hubspot": "no")",
        R"(line 18, /objects/0/create/hubspot: expected true or false, found "no")");
    row("the partner's id is mapped", R"("salesforce": "Title")", R"("salesforce": "hubspot_id__C")",
        R"(line 16, /objects/0/partnerId/salesforce: "HubSpot_Id__c" holds the partner's id and cannot be mapped at )"
        "/objects/0/fields/4/salesforce as well");
    row("an object twice", "    }\n  ],\n  \"streams\"",
        R"(    }, { "name": "contact", "salesforce": "CONTACT", "hubspot": "contacts", "fields": [
        { "name": "a", "salesforce": "A", "hubspot": "a" }
    ] }
  ],
  "streams")",
        R"(line 27, /objects/1/name: "contact" stands at /objects/0/name already
line 27, /objects/1/salesforce: "CONTACT" stands at /objects/0/salesforce already
line 27, /objects/1/hubspot: "contacts" stands at /objects/0/hubspot already)");
}

void TestWorkspaceMistakes::rowsOfFields() {
    row("a field's name twice", R"("name": "phone")", R"("name": "email")",
        R"(line 22, /objects/0/fields/1/name: "email" stands at /objects/0/fields/0/name already)");
    row("a Salesforce field twice, in another case", R"("salesforce": "Phone")", R"("salesforce": "EMAIL")",
        R"(line 22, /objects/0/fields/1/salesforce: "EMAIL" stands at /objects/0/fields/0/salesforce already)");
    row("a HubSpot property twice", R"("hubspot": "phone")", R"("hubspot": "email")",
        R"(line 22, /objects/0/fields/1/hubspot: "email" stands at /objects/0/fields/0/hubspot already)");
    row("a field without its name", R"("name": "score", )", "", R"(line 23, /objects/0/fields/2: "name" is missing)");
    row("a field that is none", R"("match": ["email"])", R"("match": ["email", 7])",
        "line 17, /objects/0/match/1: expected a text that is not empty, found 7");
    row("an unknown comparison", R"("caseInsensitive")", R"("caseinsensitve")",
        R"(line 21, /objects/0/fields/0/compare: expected one of "exact", "trimmed", "caseInsensitive", "phoneDigits", )"
        R"("number", "boolean", "date", "instant", "set", found "caseinsensitve"; did you mean "caseInsensitive"?)");
    row("comparison for compare", R"("compare": "caseInsensitive")", R"("comparison": "caseInsensitive")",
        R"(line 21, /objects/0/fields/0/comparison: not known here; did you mean "compare"?)");
    row("a scale too fine", R"("scale": 2)", R"("scale": 40)",
        "line 23, /objects/0/fields/2/scale: expected a whole number from 0 to 18, found 40");
    row("a scale for a text", R"("compare": "number", )", "",
        R"(line 23, /objects/0/fields/2/scale: "scale" is for fields that compare as "number")");
    row("no options", R"({ "Hot": "hot", "Cold": "cold" })", "{}",
        "line 24, /objects/0/fields/3/options: expected an object that is not empty, found an empty object");
    row("an option to a number", R"("hot")", "1",
        "line 24, /objects/0/fields/3/options/Hot: expected a text that is not empty, found 1");
    row("an option to a blank", R"("hot")", R"(" ")",
        R"(line 24, /objects/0/fields/3/options/Hot: an option cannot be blank; "blankAs" stands for a blank)");
    row("two options that count as one", R"("Cold": "cold")", R"("Hot ": "cold")",
        R"(line 24, /objects/0/fields/3/options/Hot : this comparison cannot tell "Hot " from "Hot")");
    row("an option of a set with a semicolon", R"("options": { "Hot": "hot",)",
        R"("compare": "set", "options": { "a;b": "hot",)",
        R"(line 24, /objects/0/fields/3/options/a;b: an option of a set cannot hold a semicolon, as in "a;b")");
    row("a blank stand-in", R"("direction": "toHubspot")", R"("blankAs": { "salesforce": " " })",
        "line 25, /objects/0/fields/4/blankAs/salesforce: a stand-in for a blank cannot be blank itself");
}

void TestWorkspaceMistakes::rowsOfRules() {
    row("a rule of a word", R"({ "owner": "hubspot", "onRefused": "keep" })", R"("lww")",
        R"(line 22, /objects/0/fields/1/rule: expected one of "lastWriterWins", "owner", "review", found "lww")");
    row("a rule of a misspelt word", R"({ "owner": "hubspot", "onRefused": "keep" })", R"("reveiw")",
        R"(line 22, /objects/0/fields/1/rule: expected one of "lastWriterWins", "owner", "review", found "reveiw"; )"
        R"(did you mean "review"?)");
    row("a rule of a number", R"({ "owner": "hubspot", "onRefused": "keep" })", "500",
        R"(line 22, /objects/0/fields/1/rule: expected one of "lastWriterWins", "owner", "review", found 500)");
    row("an empty rule", R"({ "owner": "hubspot", "onRefused": "keep" })", "{}",
        R"(line 22, /objects/0/fields/1/rule: expected one of "lastWriterWins", "owner", found neither)");
    row("a rule of both kinds", R"({ "owner": "hubspot", "onRefused": "keep" })",
        R"({ "owner": "hubspot", "lastWriterWins": {} })",
        R"(line 22, /objects/0/fields/1/rule: expected only one of "lastWriterWins", "owner")");
    row("an unknown rule", R"({ "owner": "hubspot", "onRefused": "keep" })", R"({ "lastWriteWins": {} })",
        R"(line 22, /objects/0/fields/1/rule/lastWriteWins: not known here; did you mean "lastWriterWins"?)");
    row("an owner that is none", R"("owner": "hubspot")", R"("owner": "marketing")",
        R"(line 22, /objects/0/fields/1/rule/owner: expected one of "salesforce", "hubspot", found "marketing")");
    row("an owner in capitals", R"("owner": "hubspot")", R"("owner": "HubSpot")",
        R"(line 22, /objects/0/fields/1/rule/owner: expected one of "salesforce", "hubspot", found "HubSpot"; )"
        R"(did you mean "hubspot"?)");
    row("onRefused without an owner", R"({ "owner": "hubspot", "onRefused": "keep" })",
        R"({ "lastWriterWins": {}, "onRefused": "keep" })",
        R"(line 22, /objects/0/fields/1/rule/onRefused: "onRefused" needs "owner" beside it)");
    row("an unknown onRefused", R"("keep")", R"("kept")",
        R"(line 22, /objects/0/fields/1/rule/onRefused: expected one of "revert", "keep", "review", found "kept")");
    row("a tolerance as a text", "250", R"("250 ms")",
        "line 19, /objects/0/defaults/rule/lastWriterWins/toleranceMs: expected a whole number from 0 to 86400000, "
        R"(found "250 ms")");
    row("a negative tolerance", "250", "-1",
        "line 19, /objects/0/defaults/rule/lastWriterWins/toleranceMs: expected a whole number from 0 to 86400000, "
        "found -1");
    row("an unknown tie-break", R"("tieBreak": "hubspot")", R"("tieBreak": "later")",
        R"(line 19, /objects/0/defaults/rule/lastWriterWins/tieBreak: expected one of "salesforce", "hubspot", "review", )"
        R"(found "later")");
    row("a comparison among the defaults", R"("defaults": { )", R"("defaults": { "compare": "exact", )",
        R"(line 19, /objects/0/defaults/compare: not known here; known are "rule", "firstComparison")");
    row("an unknown direction", R"("toHubspot" })", R"("hubspot" })",
        R"(line 25, /objects/0/fields/4/direction: expected one of "both", "toSalesforce", "toHubspot", found "hubspot"; )"
        R"(did you mean "toHubspot"?)");
    row("a direction and a rule", R"("direction": "toHubspot")", R"("direction": "toHubspot", "rule": "review")",
        R"(line 25, /objects/0/fields/4/direction: "toHubspot" says who owns the field, and "rule" beside it says it )"
        "again; take out one");
    row("onRefused with both directions", R"("direction": "toHubspot")", R"("direction": "both", "onRefused": "keep")",
        R"(line 25, /objects/0/fields/4/onRefused: with "both" directions nothing is refused here)");
    row("onRefused without a direction", R"("direction": "toHubspot")", R"("onRefused": "keep")",
        R"(line 25, /objects/0/fields/4/onRefused: "onRefused" needs "direction" beside it)");
}

void TestWorkspaceMistakes::rowsOfStreams() {
    row("a stream outside the folder", "streams/events.jsonl", "../events.jsonl",
        R"(line 29, /streams/0/file: expected a path below the workspace's folder, found "../events.jsonl")");
    row("a stream that climbs out", "streams/events.jsonl", "streams/../../events.jsonl",
        R"(line 29, /streams/0/file: expected a path below the workspace's folder, found "streams/../../events.jsonl")");
    row("a stream at an absolute path", "streams/events.jsonl", "/var/events.jsonl",
        R"(line 29, /streams/0/file: expected a path below the workspace's folder, found "/var/events.jsonl")");
    row("a stream that is a folder", "streams/events.jsonl", "streams/",
        R"(line 29, /streams/0/file: expected a path below the workspace's folder, found "streams/")");
    row("a stream over the journal", "streams/events.jsonl", "journal.db-wal",
        R"(line 29, /streams/0/file: "journal.db-wal" is where the workspace keeps its own data)");
    row("a stream among the segments", "streams/events.jsonl", "segments/1.db",
        R"(line 29, /streams/0/file: "segments/1.db" is where the workspace keeps its own data)");
    row("a stream named as a side", R"("name": "events")", R"("name": "hubspot")",
        R"(line 29, /streams/0/name: "hubspot" is the name of a side's own consumer)");
    row("a stream's name with a blank", R"("name": "events")", R"("name": "my events")",
        R"(line 29, /streams/0/name: expected letters, digits, underscores and dashes, found "my events")");
    row("two streams into one file", R"("filter": "side == hubspot" })",
        R"("filter": "" }, { "name": "events", "file": "streams/events.jsonl" })",
        R"(line 29, /streams/1/name: "events" stands at /streams/0/name already
line 29, /streams/1/file: "streams/events.jsonl" stands at /streams/0/file already)");
    row("a filter that is no text", R"("side == hubspot")", "7",
        "line 29, /streams/0/filter: expected a text, found 7");
}

void TestWorkspaceMistakes::mistake_isToldWithItsPlace() {
    QFETCH(const QByteArray, text);
    QTEST(mistakesIn(text), "expected");
}

void TestWorkspaceMistakes::filter_isToldInTheWordsOfItsLanguage() {
    const char* const filter = "side == hubspot &&";
    const auto mistake = core::mistakeIn(filter);
    QVERIFY(mistake.has_value());
    QCOMPARE(mistakesIn(test::sampleText().replace("side == hubspot", filter)),
             "line 29, /streams/0/filter: column 19: " + QByteArray::fromStdString(mistake->message));
}

void TestWorkspaceMistakes::syntax_isToldWithLineAndColumn_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("an empty file") << QByteArray("")
                                   << QByteArray("line 1, column 1: expected a value, found the end of the file");
    row("a comma is missing", "\"version\": 1,", "\"version\": 1",
        R"(line 3, column 3: expected "," or "}", found """)");
    row("a comma too many", "\"toHubspot\": \"live\" }", "\"toHubspot\": \"live\", }",
        R"(line 9, column 61: expected a name in quotes, found "}")");
    row("a comment", "  \"name\": \"Test\",", "  // a name\n  \"name\": \"Test\",",
        R"(line 3, column 3: expected a name in quotes, found "/"; JSON has no comments)");
    row("a quote is missing", "\"Test\"", "\"Test",
        "line 3, column 17: expected a closing quote, found the end of the line");
    row("the end is missing", "\"side == hubspot\" }]\n}\n", "\"side == hubspot\" }]\n",
        R"(line 30, column 1: expected "," or "}", found the end of the file)");
    row("more behind the end", "hubspot\" }]\n}", "hubspot\" }]\n}}",
        R"(line 30, column 2: expected the end of the file, found "}")");
    row("bytes that are no UTF-8", "\"Test\"", "\"T\xff\"",
        "line 3, column 13: expected text in UTF-8, found a byte that is none");
    row("curly quotes", "\"Test\"", "\xe2\x80\x9cTest\xe2\x80\x9d",
        "line 3, column 11: expected a value, found \"\xe2\x80\x9c\"");
    row("a number beyond all bounds", "4000", "1e999999999999", "line 10, column 38: exponent overflow");
    row("columns are counted in characters", "\"Test\",", "\"M\xc3\xbcller\" x",
        R"(line 3, column 20: expected "," or "}", found "x")");
    row("an escape that is none", "\"Test\"", "\"a\\x\"",
        R"(line 3, column 14: expected an escape such as \n or \\, found "x")");
    row("half a pair of surrogates", "\"Test\"", "\"\\ud83d\"",
        R"(line 3, column 18: expected \ud83d\ude00 or another whole pair, found """)");
}

void TestWorkspaceMistakes::syntax_isToldWithLineAndColumn() {
    mistake_isToldWithItsPlace();
}

void TestWorkspaceMistakes::allMistakes_areToldAtOnce() {
    QByteArray text = test::sampleText();
    text.replace("\"Test\"", "7")
        .replace("https://api.hubapi.com", "http://api.hubapi.com")
        .replace("[\"email\"]", "[\"mail\"]")
        .replace("\"toHubspot\" }", "\"upwards\" }")
        .replace("streams/events.jsonl", "/events.jsonl");
    QCOMPARE(mistakesIn(text), QByteArray(R"(line 3, /name: expected a text that is not empty, found 7
line 7, /connections/hubspot/baseUrl: expected https; plain http is for loopback only, not for "api.hubapi.com"
line 17, /objects/0/match/0: expected the name of a mapped field, found "mail"; did you mean "email"?
line 25, /objects/0/fields/4/direction: expected one of "both", "toSalesforce", "toHubspot", found "upwards"
line 29, /streams/0/file: expected a path below the workspace's folder, found "/events.jsonl")"));
}

void TestWorkspaceMistakes::error_namesTheFile() {
    const auto read = parseWorkspace("{}", "w/workspace.json");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(read.error().object, std::string("w/workspace.json"));
}

void TestWorkspaceMistakes::newerVersion_isRefusedWithBothNumbers() {
    const auto read =
        parseWorkspace(test::sampleText().replace("\"version\": 1", "\"version\": 3").toStdString(), "w.json");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::UnsupportedVersion);
    QCOMPARE(read.error().detail, std::string("the file is of version 3, this program knows up to version 1"));
}

void TestWorkspaceMistakes::newerVersion_isNotValidated() {
    const auto read = parseWorkspace(R"({"version": 2, "teams": []})", "w.json");
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::UnsupportedVersion);
}

QTEST_APPLESS_MAIN(TestWorkspaceMistakes)
#include "test_workspace_mistakes.moc"
