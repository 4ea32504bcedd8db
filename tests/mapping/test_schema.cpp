#include "engine/mapping/nearest_name.h"
#include "engine/mapping/schema_check.h"
#include "engine/mapping/schema_words.h"
#include "engine/mapping/workspace.h"

#include <QTest>
#include <set>

#include <boost/json.hpp>

using namespace syncline;
using namespace syncline::mapping;
namespace json = boost::json;

namespace {

/// A node's members that are nodes themselves, by the way to them.
std::vector<std::pair<std::string, const json::object*>> childrenOf(const json::object& node) {
    std::vector<std::pair<std::string, const json::object*>> children;
    for (const char* const keyword : {"properties", "definitions"}) {
        const json::value* const found = node.if_contains(keyword);
        if (found == nullptr)
            continue;
        for (const auto& member : found->as_object())
            children.emplace_back(std::string(keyword) + "/" + std::string(member.key()), &member.value().as_object());
    }
    for (const char* const keyword : {"items", "additionalProperties", "if", "then", "else"}) {
        const json::value* const found = node.if_contains(keyword);
        if (found != nullptr && found->is_object())
            children.emplace_back(keyword, &found->as_object());
    }
    return children;
}

template <typename Visit>
void visitAll(const json::object& node, const std::string& path, const Visit& visit) {
    visit(node, path);
    for (const auto& [name, child] : childrenOf(node))
        visitAll(*child, path + "/" + name, visit);
}

}  // namespace

/// The published schema, and the words for what does not fit it.
class TestSchema : public QObject {
    Q_OBJECT

private slots:
    void init() { m_schema = json::parse(workspaceSchema()); }
    void keyword_isOneThatTheWordsKnow();
    void property_hasATitle();
    void reference_leadsToADefinition();
    void mode_hasNoDefaultOfItsOwn();
    void nearestName_data();
    void nearestName();
    void failure_isToldInTheWordsOfTheSchemaOnly();

private:
    json::value m_schema;
};

void TestSchema::keyword_isOneThatTheWordsKnow() {
    const std::set<std::string> known = {
        "$schema", "$ref",       "title",         "description", "default",     "type",
        "const",   "enum",       "minimum",       "maximum",     "minLength",   "minItems",
        "items",   "properties", "minProperties", "required",    "oneOf",       "additionalProperties",
        "anyOf",   "if",         "then",          "else",        "definitions", "dependencies"};
    visitAll(m_schema.as_object(), "", [&](const json::object& node, const std::string& path) {
        for (const auto& member : node)
            QVERIFY2(known.contains(std::string(member.key())), (path + " " + std::string(member.key())).c_str());
    });
}

void TestSchema::property_hasATitle() {
    const json::object& definitions = m_schema.as_object().at("definitions").as_object();
    const std::set<std::string> bySideOnly = {"salesforce", "hubspot"};
    visitAll(m_schema.as_object(), "", [&](const json::object& node, const std::string& path) {
        const std::size_t slash = path.rfind('/');
        const std::string name = path.substr(slash + 1);
        if (slash == std::string::npos || !path.substr(0, slash).ends_with("properties") || bySideOnly.contains(name))
            return;
        std::string reference = node.contains("$ref") ? std::string(node.at("$ref").as_string()) : "";
        reference = reference.substr(std::min(reference.size(), std::string_view("#/definitions/").size()));
        const bool titled =
            node.contains("title") || (!reference.empty() && definitions.at(reference).as_object().contains("title"));
        QVERIFY2(titled, path.c_str());
    });
}

void TestSchema::reference_leadsToADefinition() {
    const json::object& definitions = m_schema.as_object().at("definitions").as_object();
    int references = 0;
    visitAll(m_schema.as_object(), "", [&](const json::object& node, const std::string& path) {
        if (!node.contains("$ref"))
            return;
        ++references;
        const std::string reference(node.at("$ref").as_string());
        QVERIFY2(reference.starts_with("#/definitions/") && definitions.contains(reference.substr(14)), path.c_str());
    });
    QVERIFY(references > 10);
}

/// It depends on the workspace, and an editor that reads the schema fills in what stands there.
void TestSchema::mode_hasNoDefaultOfItsOwn() {
    const json::object& root = m_schema.as_object();
    const json::object& modes = root.at("properties").as_object().at("mode").as_object();
    QVERIFY(!modes.contains("default"));
    QVERIFY(!root.at("definitions").as_object().at("mode").as_object().contains("default"));
    const std::string says(modes.at("description").as_string());
    QVERIFY(says.find("live in a sandbox workspace, and in observe in any other") != std::string::npos);
}

void TestSchema::nearestName_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("nearest");
    QTest::newRow("the name itself") << QByteArray("email") << QByteArray("email");
    QTest::newRow("another case") << QByteArray("EMAIL") << QByteArray("email");
    QTest::newRow("two letters exchanged") << QByteArray("emial") << QByteArray("email");
    QTest::newRow("a letter more") << QByteArray("emaill") << QByteArray("email");
    QTest::newRow("a letter less") << QByteArray("emil") << QByteArray("email");
    QTest::newRow("half of it") << QByteArray("ema") << QByteArray("");
    QTest::newRow("the same beginning") << QByteArray("comparison") << QByteArray("compare");
    QTest::newRow("nothing like it") << QByteArray("zebra") << QByteArray("");
    QTest::newRow("empty") << QByteArray("") << QByteArray("");
    QTest::newRow("endless") << QByteArray(100'000, 'e') << QByteArray("");
}

void TestSchema::nearestName() {
    QFETCH(const QByteArray, name);
    const auto nearest = mapping::nearestName(name.toStdString(), {"phone", "email", "compare", std::string(90, 'e')});
    QTEST(QByteArray::fromStdString(nearest.value_or("")), "nearest");
}

void TestSchema::failure_isToldInTheWordsOfTheSchemaOnly() {
    // Wrong in every place at once: none of it is told in the validator's own words, which begin with a capital.
    const json::value document = json::parse(R"({"version": {}, "name": [], "id": null, "sandbox": 1,
        "connections": {"salesforce": [], "hubspot": {"baseUrl": 1, "pollIntervalMs": -1, "x": 1}}, "mode": "live",
        "timing": {"settleMs": "x"}, "streams": [{"file": ""}, 7],
        "objects": [{"name": 1, "match": [1], "create": {"salesforce": 1}, "defaults": {"rule": []},
                     "fields": [{"options": {"a": {}}, "blankAs": {}, "rule": {"owner": 1, "lastWriterWins": 1},
                                 "onRefused": {}, "scale": 1.5}]}, []]})");
    Mistakes mistakes;
    QVERIFY(checkSchema(document, mistakes).has_value());
    const QByteArray lines = QByteArray::fromStdString(mistakes.lines({}));
    QVERIFY(lines.count('\n') > 25);
    for (const QByteArray& line : lines.split('\n')) {
        const auto colon = line.indexOf(": ");
        QVERIFY2(colon > 0 && !QChar::fromLatin1(line.at(colon + 2)).isUpper(), line.constData());
    }
}

QTEST_APPLESS_MAIN(TestSchema)
#include "test_schema.moc"
