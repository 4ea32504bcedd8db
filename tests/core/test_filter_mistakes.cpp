#include "engine/core/filter.h"

#include <optional>
#include <string>
#include <vector>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::core;
using base::ErrorCode;
using base::Result;

namespace {

const base::WallTime kNow(std::chrono::milliseconds(1795536000000));

}  // namespace

class TestFilterMistakes : public QObject {
    Q_OBJECT

private slots:
    void mistake_data();
    void mistake();
    void mistake_saysWhatWasMeant_data();
    void mistake_saysWhatWasMeant();
    void mistake_ofOtherLanguages_data();
    void mistake_ofOtherLanguages();
    void mistake_ofDeepBrackets();
    void mistake_ofALongText();
    void mistake_neverCrashes();
    void parse_saysColumnAndText();
};

void TestFilterMistakes::mistake_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("part");
    // The column, and what the message has to speak of.
    const auto row = [](const char* text, int column, const char* part) {
        QTest::newRow(text) << QString::fromUtf8(text) << column << QString::fromUtf8(part);
    };
    row("foo == 1", 1, "no name 'foo'; the names are seq, time");
    row("Seq == 1", 1, "no name 'Seq'");
    row("  foo", 3, "no name 'foo'");
    row("\"seq\" == 1", 1, "a comparison begins");
    row("== 1", 1, "a comparison begins");
    row(")", 1, "a comparison begins");
    row("seq", 4, "behind seq stands one of == != < <= > >= in");
    row("seq 5", 5, "behind seq stands");
    row("seq = 5", 5, "== compares");
    row("seq ~ 5", 5, "behind seq stands one of == != < <= > >= in");
    row("value < 5", 7, "behind value stands one of == != ~ in");
    row("side > hubspot", 6, "behind side stands");
    row("seq ==", 7, "a value stands");
    row("seq == && side == hubspot", 8, "a value stands");
    row("seq == abc", 8, "seq is a whole number");
    row("seq == -5", 8, "seq is a whole number");
    row("seq == 5.0", 8, "seq is a whole number");
    row("seq == 99999999999999999999", 8, "seq is a whole number");
    row("seq == \"\"", 8, "seq is a whole number");
    row("time > yesterday", 8, "time is a time like");
    row("time > -1w", 8, "an age like");
    row("time > -h", 8, "an age like");
    row("time > --1h", 8, "an age like");
    row("captured > -99999999999999d", 12, "an age like");
    row("time > 2026-11-24", 8, "time is a time like");
    row("time > 2026-02-30T00:00:00Z", 8, "time is a time like");
    row("side == pipedrive", 9, "side is one of salesforce, hubspot");
    row("kind == Conflict", 9, "kind is one of ChangeCaptured");
    row("outcome in (lost, forgotten)", 19, "outcome is one of unmapped");
    row("rule == magic", 9, "rule is one of none, later");
    row("field in email", 10, "stands a list");
    row("field in ()", 11, "a value stands");
    row("field in (email", 16, "a comma goes on, or ) ends the list");
    row("field in (email phone)", 17, "a comma goes on");
    row("field in (email,)", 17, "a value stands");
    row("seq == 1 seq == 2", 10, "&& or || goes on, or the filter ends");
    row("seq == 1 & seq == 2", 10, "&& joins");
    row("seq == 1 | seq == 2", 10, "|| joins");
    row("seq == 1 &&", 12, "a comparison begins");
    row("seq == 1 || ", 13, "a comparison begins");
    row("seq == 1 and seq == 2", 10, "&& or || goes on");
    row("(seq == 1", 10, ") ends the bracket");
    row("(seq == 1))", 11, "the filter ends");
    row("()", 2, "a comparison begins");
    row("!", 2, "a comparison begins");
    row("value == \"open", 10, "no second quote");
    row("value == \"a\\nb\"", 12, "stands before");
    row("value == \"a\\", 12, "stands before");
    row("value == 'a'", 10, "double quotes");
    row("value == 50%", 12, "the mark %");
    row("value == a\x01", 11, "this byte");
    row("field == größe && foo", 21, "no name 'foo'");
    row("seq == 1 && foo == 2 && bar == 3", 13, "no name 'foo'");
}

void TestFilterMistakes::mistake() {
    QFETCH(QString, text);
    QFETCH(int, column);
    QFETCH(QString, part);
    const std::optional<FilterMistake> found = mistakeIn(text.toStdString());
    QVERIFY(found);
    QVERIFY2(QString::fromStdString(found->message).contains(part), found->message.c_str());
    QCOMPARE(static_cast<int>(found->column), column);
    QVERIFY(!Filter::parse(text.toStdString(), kNow));
}

void TestFilterMistakes::mistake_saysWhatWasMeant_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char* text, const char* meant, const char* begin) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(meant) << QString::fromUtf8(begin);
    };
    row("outcom == won", "outcome", "there is no name 'outcom'; did you mean 'outcome'? the names are seq, time");
    row("outcom = won", "outcome", "there is no name 'outcom'; did you mean 'outcome'? the names");
    row("seq > 5 && Field == email", "field", "there is no name 'Field'; did you mean 'field'? the names");
    row("colour == red", "", "there is no name 'colour'; the names are seq, time");
    row("\"outcom\" == won", "", "here a comparison begins; the names are seq");
    row("outcome == wonn", "won", "there is no outcome 'wonn'; did you mean 'won'? outcome is one of unmapped, echo");
    row("outcome in (lost, \"Conflictd\")", "conflicted",
        "there is no outcome 'Conflictd'; did you mean 'conflicted'? outcome is");
    row("side == hubspott", "hubspot",
        "there is no side 'hubspott'; did you mean 'hubspot'? side is one of salesforce, hubspot");
    row("kind != WriteSend", "WriteSent", "there is no kind 'WriteSend'; did you mean 'WriteSent'? kind is one of");
    row("rule == photofinnish", "photoFinish", "there is no rule 'photofinnish'; did you mean 'photoFinish'? rule is");
    row("outcome == lsot", "lost", "there is no outcome 'lsot'; did you mean 'lost'? outcome is one of");
    row("side == pipedrive", "", "side is one of salesforce, hubspot");
    // One mistake after the other: the first is another one.
    row("outcome = wonn", "", "'=' alone means nothing: == compares");
}

void TestFilterMistakes::mistake_saysWhatWasMeant() {
    QFETCH(QString, text);
    QFETCH(QString, begin);
    const std::optional<FilterMistake> found = mistakeIn(text.toStdString());
    QVERIFY(found);
    QTEST(QString::fromStdString(found->meant), "meant");
    const QString message = QString::fromStdString(found->message);
    QVERIFY2(message.startsWith(begin), found->message.c_str());
    QCOMPARE(message.contains(QStringLiteral("did you mean")), !found->meant.empty());
}

/// Words for what is written by symbols here, and a text that stands alone.
void TestFilterMistakes::mistake_ofOtherLanguages_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("meant");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char* text, const char* meant, const char* begin) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(meant) << QString::fromUtf8(begin);
    };
    row("seq == 1 and seq == 2", "&&", "'and' is written &&; here && or || goes on, or the filter ends");
    row("seq == 1 OR seq == 2", "||", "'OR' is written ||; here && or || goes on, or the filter ends");
    row("(seq == 1 or seq == 2)", "||", "'or' is written ||; here && or || goes on, or ) ends the bracket");
    row("seq == 1 && not seq == 2", "!", "'not' is written !; here a comparison begins");
    row("seq == 1 not seq == 2", "", "here && or || goes on, or the filter ends");
    row("phone", "", "there is no name 'phone'; a text is searched for by value ~ \"phone\"; the names are seq");
    row("Ilse Rossi", "", "there is no name 'Ilse'; a text is searched for by value ~ \"Ilse\"; the names are seq");
    row("\"a\\\"b\"", "", "here a comparison begins; a text is searched for by value ~ \"a\\\"b\"; the names");
    row("phone == 1", "", "there is no name 'phone'; the names are seq");
    row("phone = 1", "", "there is no name 'phone'; the names are seq");
}

void TestFilterMistakes::mistake_ofOtherLanguages() {
    QFETCH(QString, text);
    QFETCH(QString, begin);
    const std::optional<FilterMistake> found = mistakeIn(text.toStdString());
    QVERIFY(found);
    QTEST(QString::fromStdString(found->meant), "meant");
    QVERIFY2(QString::fromStdString(found->message).startsWith(begin), found->message.c_str());
}

void TestFilterMistakes::mistake_ofDeepBrackets() {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "seq == 1" + std::string(depth, ')');
    };
    QVERIFY(!mistakeIn(nested(64)));
    const std::optional<FilterMistake> found = mistakeIn(nested(65));
    QVERIFY(found);
    QCOMPARE(found->column, std::size_t{65});
    QVERIFY(!mistakeIn(std::string(64, '!') + "seq == 1"));
    QCOMPARE(mistakeIn(std::string(5000, '!') + "seq == 1").value_or(FilterMistake{}).column, std::size_t{65});
    QCOMPARE(mistakeIn(std::string(9999, '(')).value_or(FilterMistake{}).column, std::size_t{65});
}

void TestFilterMistakes::mistake_ofALongText() {
    const std::string list = "seq in (1";
    std::string fits = list;
    while (fits.size() < 9998)
        fits += ",1";
    fits += ")";
    QVERIFY(fits.size() <= 10000);
    QVERIFY(!mistakeIn(fits));
    const std::optional<FilterMistake> found = mistakeIn(fits + std::string(10001 - fits.size(), ' '));
    QVERIFY(found);
    QCOMPARE(found->column, std::size_t{10001});
}

void TestFilterMistakes::mistake_neverCrashes() {
    // Pieces of filters in any order, and bytes in any place.
    const std::vector<std::string> pieces{"seq",
                                          "==",
                                          "!=",
                                          "<",
                                          "~",
                                          "in",
                                          "(",
                                          ")",
                                          ",",
                                          "&&",
                                          "||",
                                          "!",
                                          "value",
                                          "\"",
                                          "\\",
                                          "-1h",
                                          "5",
                                          "side",
                                          "hubspot",
                                          " ",
                                          "=",
                                          "\xff",
                                          std::string(1, '\0')};
    base::WallTime now = kNow;
    std::uint64_t state = 1;
    const auto below = [&](std::size_t bound) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<std::size_t>(state >> 33) % bound;
    };
    int good = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (std::size_t left = below(12); left > 0; --left)
            text += pieces[below(pieces.size())];
        const std::optional<FilterMistake> found = mistakeIn(text);
        QCOMPARE(Filter::parse(text, now).has_value(), !found);
        if (!found) {
            ++good;
            continue;
        }
        QVERIFY(found->column >= 1 && found->column <= text.size() + 1);
        QVERIFY(!found->message.empty());
    }
    QVERIFY(good > 100);
}

void TestFilterMistakes::parse_saysColumnAndText() {
    const Result<Filter> filter = Filter::parse("seq == 1 && foo", kNow);
    QVERIFY(!filter);
    QCOMPARE(filter.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(filter.error().object, std::string("seq == 1 && foo"));
    QVERIFY(filter.error().detail.starts_with("column 13: there is no name 'foo'"));
}

QTEST_APPLESS_MAIN(TestFilterMistakes)
#include "test_filter_mistakes.moc"
