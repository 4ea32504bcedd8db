#include "ui/widgets/value_text.h"

#include <QtTest/QtTest>

using namespace syncline::ui;

namespace {

/// The text with its differing parts in brackets.
QString marked(const QString& text, const QString& other) {
    QString result = text;
    const auto parts = differingParts(text, other);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        result.insert(part->start + part->length, u']');
        result.insert(part->start, u'[');
    }
    return result;
}

}  // namespace

class TestDifferingParts : public QObject {
    Q_OBJECT

private slots:
    void parts_areThoseThatAPersonWouldMark_data();
    void parts_areThoseThatAPersonWouldMark();
    void parts_ofLongTexts_takeNoLongTime();
};

void TestDifferingParts::parts_areThoseThatAPersonWouldMark_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("other");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("expectedOfOther");
    const auto row = [](const char* name, const char* text, const char* other, const char* expected,
                        const char* expectedOfOther) {
        QTest::newRow(name) << text << other << expected << expectedOfOther;
    };
    row("the same", "VP", "VP", "VP", "VP");
    row("both empty", "", "", "", "");
    row("one empty", "", "VP of Sales", "", "[VP of Sales]");
    row("a letter before, words behind", "SVP Engineering", "VP Engineering & Data", "[S]VP Engineering",
        "VP Engineering[ & Data]");
    row("another word", "Head of Analytics", "Head of Analysis", "Head of [Analytics]", "Head of [Analysis]");
    row("nothing in common", "Webinar", "Trade Show", "[Webinar]", "[Trade Show]");
    row("only a space in common", "Ops Manager", "Purchasing Lead", "[Ops Manager]", "[Purchasing Lead]");
    row("one digit of a number", "+49 30 901820", "+49 30 901829", "+49 30 90182[0]", "+49 30 90182[9]");
    row("an address before the at", "lena@initech.com", "l.fischer@initech.com", "[lena]@initech.com",
        "[l.fischer]@initech.com");
    row("a word between", "Jane Cole", "Jane M. Cole", "Jane Cole", "Jane [M. ]Cole");
    row("two places", "red fox, blue sky", "old fox, grey sky", "[red] fox, [blue] sky", "[old] fox, [grey] sky");
    row("short numbers", "87", "91", "[87]", "[91]");
    row("an end added", "1", "1000", "1", "1[000]");
    row("a trailing space shown as a dot", "Ada·", "Ada", "Ada[·]", "Ada");
    row("letter case", "mlind", "MLind", "[mlind]", "[MLind]");
    row("umlauts", "Müller", "Mueller", "[Müller]", "[Mueller]");
    row("emoji are not cut in two", "x😀y", "x😁y", "[x😀y]", "[x😁y]");
    row("emoji in a long word", "abcdefgh😀", "abcdefgh😁", "abcdefgh[😀]", "abcdefgh[😁]");
}

void TestDifferingParts::parts_areThoseThatAPersonWouldMark() {
    QFETCH(QString, text);
    QFETCH(QString, other);
    QFETCH(QString, expected);
    QFETCH(QString, expectedOfOther);
    QCOMPARE(marked(text, other), expected);
    QCOMPARE(marked(other, text), expectedOfOther);
}

void TestDifferingParts::parts_ofLongTexts_takeNoLongTime() {
    const QString head = QStringLiteral("word ").repeated(20'000);
    const QString tail = QStringLiteral(" end").repeated(20'000);
    const auto parts = differingParts(head + QStringLiteral("one") + tail, head + QStringLiteral("two") + tail);
    QCOMPARE(parts.size(), std::size_t(1));
    QCOMPARE(parts[0], (DifferingPart{static_cast<int>(head.size()), 3}));
}

QTEST_GUILESS_MAIN(TestDifferingParts)
#include "test_differing_parts.moc"
