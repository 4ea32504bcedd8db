#include "engine/mapping/policy_hash.h"
#include "engine/mapping/workspace.h"
#include "tests/mapping/sample_text.h"

#include <QTest>

using namespace syncline;
using namespace syncline::mapping;

namespace {

std::string hashOf(const QByteArray& text) {
    const auto read = parseWorkspace(text.toStdString(), "workspace.json");
    return read ? read->policyHash : read.error().message();
}

}  // namespace

/// The policy's hash tells rules and modes apart, and nothing else.
class TestPolicyHash : public QObject {
    Q_OBJECT

private slots:
    void canonicalForm_isWrittenOut();
    void hash_staysWhenThePolicyDoes_data();
    void hash_staysWhenThePolicyDoes();
    void hash_changesWithThePolicy_data();
    void hash_changesWithThePolicy();

private:
    static void row(const char* name, const char* part, const char* by);
};

void TestPolicyHash::row(const char* name, const char* part, const char* by) {
    QByteArray text = test::sampleText();
    QVERIFY2(text.contains(part), part);
    QTest::newRow(name) << text.replace(part, by);
}

void TestPolicyHash::canonicalForm_isWrittenOut() {
    const auto read = parseWorkspace(test::sampleText().toStdString(), "workspace.json");
    QVERIFY(read.has_value());
    QCOMPARE(canonicalPolicy(read->rules()),
             std::string("policy 1\n"
                         "mode salesforce observe\n"
                         "mode hubspot live\n"
                         "field contact email lastWriterWins toleranceMs=250 tieBreak=hubspot firstComparison=review\n"
                         "field contact phone owner=hubspot onRefused=keep lastWriterWins toleranceMs=500 "
                         "tieBreak=hubspot firstComparison=hubspot\n"
                         "field contact rating lastWriterWins toleranceMs=250 tieBreak=hubspot firstComparison=review\n"
                         "field contact score lastWriterWins toleranceMs=250 tieBreak=hubspot firstComparison=review\n"
                         "field contact title owner=salesforce onRefused=keep lastWriterWins toleranceMs=500 "
                         "tieBreak=salesforce firstComparison=salesforce\n"));
    // The SHA-256 of that text, by another program: a change of the form would make every policy look changed.
    QCOMPARE(read->policyHash, std::string("be06a1de041a03bc9c2b890a696c0f6005e1cfc499f4a3a1adfebf79817976cb"));
}

void TestPolicyHash::hash_staysWhenThePolicyDoes_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("white space") << test::sampleText().replace("  ", "\t").replace("\n", "\r\n");
    row("the order of names", R"("owner": "hubspot", "onRefused": "keep")",
        R"("onRefused": "keep", "owner": "hubspot")");
    row("the order of fields",
        R"({ "name": "email", "salesforce": "Email", "hubspot": "email", "compare": "caseInsensitive" },
        { "name": "phone", "salesforce": "Phone", "hubspot": "phone", "rule": { "owner": "hubspot", "onRefused": "keep" } })",
        R"({ "name": "phone", "salesforce": "Phone", "hubspot": "phone", "rule": { "owner": "hubspot", "onRefused": "keep" } },
        { "name": "email", "salesforce": "Email", "hubspot": "email", "compare": "caseInsensitive" })");
    row("a default said", R"("compare": "caseInsensitive")",
        R"("rule": { "lastWriterWins": { "tieBreak": "hubspot", "toleranceMs": 250 } })");
    row("a direction said as an owner", R"("direction": "toHubspot")",
        R"("rule": { "owner": "salesforce", "onRefused": "keep" })");
    row("an address", "https://api.hubapi.com", "https://api.hubspot.example");
    row("a comparison", "caseInsensitive", "exact");
    row("a field's name on a side", "Score__c", "Points__c");
}

void TestPolicyHash::hash_staysWhenThePolicyDoes() {
    QFETCH(const QByteArray, text);
    QVERIFY(text != test::sampleText());
    QCOMPARE(hashOf(text), hashOf(test::sampleText()));
}

void TestPolicyHash::hash_changesWithThePolicy_data() {
    QTest::addColumn<QByteArray>("text");
    row("a mode", R"("toSalesforce": "observe")", R"("toSalesforce": "live")");
    row("a tolerance", "250", "251");
    row("a tie-break", R"("tieBreak": "hubspot")", R"("tieBreak": "salesforce")");
    row("an owner", R"("owner": "hubspot")", R"("owner": "salesforce")");
    row("onRefused", R"("onRefused": "keep")", R"("onRefused": "revert")");
    row("review", R"({ "owner": "hubspot", "onRefused": "keep" })", R"("review")");
    row("a first comparison", R"("compare": "number")", R"("compare": "number", "firstComparison": "hubspot")");
    row("a direction", R"("toHubspot" })", R"("toSalesforce" })");
    row("a field's canonical name", R"("name": "score")", R"("name": "points")");
    row("an object's name", R"("name": "contact")", R"("name": "person")");
}

void TestPolicyHash::hash_changesWithThePolicy() {
    QFETCH(const QByteArray, text);
    const std::string changed = hashOf(text);
    QCOMPARE(changed.size(), std::size_t{64});
    QVERIFY(changed != hashOf(test::sampleText()));
}

QTEST_APPLESS_MAIN(TestPolicyHash)
#include "test_policy_hash.moc"
