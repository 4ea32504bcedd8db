#include "engine/base/random.h"
#include "engine/mapping/json_scanner.h"
#include "engine/mapping/workspace.h"
#include "tests/mapping/sample_text.h"

#include <QTest>

#include <boost/json.hpp>

using namespace syncline;
using namespace syncline::mapping;

namespace {

std::size_t lineOf(const JsonOutline& outline, const char* pointer) {
    const auto found = outline.spots.find(pointer);
    return found == outline.spots.end() ? 0 : found->second.line;
}

bool boostTakes(const QByteArray& text) {
    boost::json::error_code error;
    const auto value = boost::json::parse({text.data(), static_cast<std::size_t>(text.size())}, error);
    static_cast<void>(value);
    return !error;
}

}  // namespace

/// Lines of JSON pointers, and where a text stops being JSON.
class TestJsonScanner : public QObject {
    Q_OBJECT

private slots:
    void value_hasTheLineOfItsName();
    void repeatedName_isListed();
    void place_isCountedInCharacters();
    void grammar_isThatOfOtherParsers_data();
    void grammar_isThatOfOtherParsers();
    void everyPrefix_isAMistake();
    void damagedText_isReadOrRefused();
};

void TestJsonScanner::value_hasTheLineOfItsName() {
    const JsonOutline outline = outlineOf("{\n \"a\":\n\n  [1,\n   {\"b/c\": null}],\n \"\\u0064~\": {} }");
    QVERIFY(!outline.mistake);
    QCOMPARE(lineOf(outline, ""), std::size_t{1});
    QCOMPARE(lineOf(outline, "/a"), std::size_t{2});
    QCOMPARE(lineOf(outline, "/a/0"), std::size_t{4});
    QCOMPARE(lineOf(outline, "/a/1"), std::size_t{5});
    QCOMPARE(lineOf(outline, "/a/1/b~1c"), std::size_t{5});
    QCOMPARE(lineOf(outline, "/d~0"), std::size_t{6});
    QCOMPARE(outline.spots.size(), std::size_t{6});
    QCOMPARE(outline.spots.at("/a").offset, std::size_t{3});
}

void TestJsonScanner::repeatedName_isListed() {
    const JsonOutline outline = outlineOf("{\"a\": {\"b\": 1,\n\"b\": 2}, \"\\u0061\": 3}");
    QVERIFY(!outline.mistake);
    QCOMPARE(outline.repeated.size(), std::size_t{2});
    QCOMPARE(outline.repeated[0].pointer, std::string("/a/b"));
    QCOMPARE(outline.repeated[0].firstLine, std::size_t{1});
    QCOMPARE(outline.repeated[0].line, std::size_t{2});
    QCOMPARE(outline.repeated[1].pointer, std::string("/a"));
}

void TestJsonScanner::place_isCountedInCharacters() {
    const std::string text = "a\n\xc3\xbc\xf0\x9f\x98\x80x\n";
    QCOMPARE(placeOf(text, 0), (TextPlace{1, 1}));
    QCOMPARE(placeOf(text, 2), (TextPlace{2, 1}));
    QCOMPARE(placeOf(text, 8), (TextPlace{2, 3}));
    QCOMPARE(placeOf(text, text.size()), (TextPlace{3, 1}));
}

void TestJsonScanner::grammar_isThatOfOtherParsers_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("taken");
    const auto row = [](const char* text, bool taken) { QTest::newRow(text) << QByteArray(text) << taken; };
    for (const char* const text :
         {"0", "-0", "1.5e-3", "1E+2", "\"\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\"", "\"\\ud83d\\ude00\"", "[]",
          "{}", " [ 1 , 2 ] ", "{\"a\":{\"b\":[true,false,null]}}", "\"\xc3\xbc\"", "\r\n\t1"})
        row(text, true);
    for (const char* const text : {"",
                                   " ",
                                   "01",
                                   "+1",
                                   "1.",
                                   ".5",
                                   "1e",
                                   "1e+",
                                   "-",
                                   "--1",
                                   "'a'",
                                   "\"a",
                                   "\"\\x\"",
                                   "\"\\u12g4\"",
                                   "\"\\ud83d\"",
                                   "\"\\ude00\"",
                                   "\"\\ud83d\\u0041\"",
                                   "\"\t\"",
                                   "[1,]",
                                   "[,1]",
                                   "[1 2]",
                                   "[1",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "{a:1}",
                                   "{\"a\":1 \"b\":2}",
                                   "{1:2}",
                                   "tru",
                                   "nul",
                                   "True",
                                   "NaN",
                                   "1 2",
                                   "[]]",
                                   "// x\n1",
                                   "\"\xff\"",
                                   "\"\xc3\"",
                                   "\"\xed\xa0\x80\"",
                                   "\xef\xbb\xbf{}"})
        row(text, false);
}

void TestJsonScanner::grammar_isThatOfOtherParsers() {
    QFETCH(const QByteArray, text);
    const bool taken = !outlineOf(text.toStdString()).mistake;
    QTEST(taken, "taken");
    QTEST(boostTakes(text), "taken");
}

void TestJsonScanner::everyPrefix_isAMistake() {
    const std::string text = test::sampleText().trimmed().toStdString();
    for (std::size_t length = 0; length < text.size(); ++length)
        QVERIFY2(outlineOf(text.substr(0, length)).mistake, text.substr(0, length).c_str());
    QVERIFY(!outlineOf(text).mistake);
    const std::string deep(33, '[');
    QCOMPARE(outlineOf(deep).mistake->place, (TextPlace{1, 33}));
}

void TestJsonScanner::damagedText_isReadOrRefused() {
    constexpr std::uint64_t kSeed = 20'261'123;
    base::Random random(kSeed);
    constexpr std::string_view kBytes = "{}[]\",:0-e\\u/ tx\n\xff";
    for (int i = 0; i < 400; ++i) {
        std::string text = test::sampleText().toStdString();
        const std::size_t at = random.below(text.size());
        const char byte = kBytes[random.below(kBytes.size())];
        if (random.chance(0.3))
            text.erase(at, 1 + random.below(20));
        else
            text[at] = byte;
        const bool mistaken = outlineOf(text).mistake.has_value();
        QCOMPARE(!boostTakes(QByteArray::fromStdString(text)), mistaken);
        const auto read = parseWorkspace(text, "workspace.json");
        if (!read && read.error().code != base::ErrorCode::UnsupportedVersion) {
            QCOMPARE(read.error().code, base::ErrorCode::InvalidArgument);
            QVERIFY2(read.error().detail.starts_with("line "), read.error().detail.c_str());
        }
        QVERIFY(read || mistaken || !read.error().detail.empty());
    }
}

QTEST_APPLESS_MAIN(TestJsonScanner)
#include "test_json_scanner.moc"
