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
    void mistake_ofWordsWithoutQuotes_data();
    void mistake_ofWordsWithoutQuotes();
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
    // What the console calls it.
    row("kind == rules", "PolicyChanged", "there is no kind 'rules'; did you mean 'PolicyChanged'? kind is one of");
    row("kind in (WriteSent, RECEIPT)", "WriteSucceeded", "there is no kind 'RECEIPT'; did you mean 'WriteSucceeded'?");
    row("kind != \"Rules changed\"", "PolicyChanged",
        "there is no kind 'Rules changed'; did you mean 'PolicyChanged'?");
    row("kind == decision", "FieldsDecided", "there is no kind 'decision'; did you mean 'FieldsDecided'?");
    row("kind == Conflict", "ConflictOpened", "there is no kind 'Conflict'; did you mean 'ConflictOpened'?");
    row("outcome == same", "noChange", "there is no outcome 'same'; did you mean 'noChange'? outcome is one of");
    row("outcome == \"no partner\"", "unlinked", "there is no outcome 'no partner'; did you mean 'unlinked'?");
    row("rule == receipt", "", "rule is one of none, later");
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

/// The whole text between quotes, and which part of the filter it takes the place of.
void TestFilterMistakes::mistake_ofWordsWithoutQuotes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("mended");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char* text, const char* mended, const char* begin) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(mended) << QString::fromUtf8(begin);
    };
    row("phone", "value ~ \"phone\"",
        "there is no name 'phone'; a text is searched for by value ~ \"phone\"; the names are seq");
    row("Ilse Rossi", "value ~ \"Ilse Rossi\"",
        "there is no name 'Ilse'; a text is searched for by value ~ \"Ilse Rossi\"; the names are seq");
    row("  Åsa  Öberg  && seq > 5", "  value ~ \"Åsa Öberg\"  && seq > 5",
        "there is no name 'Åsa'; a text is searched");
    row("seq > 5 && Ilse Maria Rossi", "seq > 5 && value ~ \"Ilse Maria Rossi\"", "there is no name 'Ilse'; a text");
    row("(Ilse Rossi) || seq > 5", "(value ~ \"Ilse Rossi\") || seq > 5", "there is no name 'Ilse'; a text");
    row("Ilse Rossi and side == hubspot", "value ~ \"Ilse Rossi\" and side == hubspot", "there is no name 'Ilse'");
    row("Ilse Rossi and (seq > 5 || seq < 3)", "value ~ \"Ilse Rossi\" and (seq > 5 || seq < 3)", "there is no name");
    row("Ilse Rossi and", "value ~ \"Ilse Rossi\" and", "there is no name 'Ilse'");
    row("value ~ Ilse Rossi or !(seq > 5)", "value ~ \"Ilse Rossi\" or !(seq > 5)", "a text of several words");
    row("Made in Milano", "value ~ \"Made in Milano\"", "there is no name 'Made'; a text is searched for by value ~");
    row("\"a\\\"b\"", "value ~ \"a\\\"b\"",
        "here a comparison begins; a text is searched for by value ~ \"a\\\"b\"; the names");
    row("value ~ Ilse Rossi", "value ~ \"Ilse Rossi\"",
        "a text of several words stands between quotes: \"Ilse Rossi\"");
    row("value ~ Ilse \"von Rossi\" || seq > 5", "value ~ \"Ilse von Rossi\" || seq > 5", "a text of several words");
    row("value == Åsa Öberg side == hubspot", "value == \"Åsa Öberg\" side == hubspot", "a text of several words");
    row("(record == Ilse Rossi and seq > 5)", "(record == \"Ilse Rossi\" and seq > 5)", "a text of several words");
    // One word, and then another comparison.
    row("value ~ Ilse side == hubspot", "", "here && or || goes on, or the filter ends");
    row("value ~ Ilse and side == hubspot", "value ~ Ilse && side == hubspot", "'and' is written &&");
    row("field in (email phone)", "", "here a comma goes on, or ) ends the list");
    row("Ilse Rossi & Söhne", "", "there is no name 'Ilse'; the names are seq");
}

void TestFilterMistakes::mistake_ofWordsWithoutQuotes() {
    QFETCH(QString, text);
    QFETCH(QString, mended);
    QFETCH(QString, begin);
    std::string whole = text.toStdString();
    const std::optional<FilterMistake> found = mistakeIn(whole);
    QVERIFY(found);
    QVERIFY2(QString::fromStdString(found->message).startsWith(begin), found->message.c_str());
    QCOMPARE(found->meant.empty(), mended.isEmpty());
    if (found->meant.empty())
        return;
    const std::size_t length = found->length > 0 ? found->length : std::string("and").size();
    QCOMPARE(QString::fromStdString(whole.replace(found->column - 1, length, found->meant)), mended);
    // What comes next may be another mistake.
    const bool goesOn = text.contains(QStringLiteral(" and")) || text.contains(QStringLiteral(" or "));
    if (!goesOn && !text.contains(QStringLiteral(" side")))
        QVERIFY(!mistakeIn(whole));
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
