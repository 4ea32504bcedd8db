#include "engine/core/letter_case.h"

#include <string>

#include <QtTest/QtTest>

using syncline::core::withoutCase;

class TestLetterCase : public QObject {
    Q_OBJECT

private slots:
    void capitals_becomeSmall_data();
    void capitals_becomeSmall();
    void capitals_areThoseOfUnicode();
    void bytesThatAreNoText_stay();
};

void TestLetterCase::capitals_becomeSmall_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("small");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("ASCII") << QStringLiteral("AZaz09@[") << QStringLiteral("azaz09@[");
    QTest::newRow("German") << QStringLiteral("MÜLLER Straße") << QStringLiteral("müller straße");
    QTest::newRow("French and Spanish") << QStringLiteral("ÉÀÇÑ") << QStringLiteral("éàçñ");
    QTest::newRow("Polish and Czech") << QStringLiteral("ŁÓDŹ ČŘŽ") << QStringLiteral("łódź čřž");
    QTest::newRow("Greek") << QStringLiteral("ΑΩ") << QStringLiteral("αω");
    QTest::newRow("Russian and Serbian") << QStringLiteral("МОСКВА ЁЂ") << QStringLiteral("москва ёђ");
    QTest::newRow("a mark among the capitals") << QStringLiteral("3×4") << QStringLiteral("3×4");
    QTest::newRow("three and four bytes") << QStringLiteral("漢字 😀 A") << QStringLiteral("漢字 😀 a");
}

void TestLetterCase::capitals_becomeSmall() {
    QFETCH(QString, text);
    QFETCH(QString, small);
    QCOMPARE(QString::fromStdString(withoutCase(text.toStdString())), small);
}

/// Every letter that takes two bytes is what Qt's table says, or stays as it is.
void TestLetterCase::capitals_areThoseOfUnicode() {
    int changed = 0;
    for (char16_t code = 0x80; code < 0x800; ++code) {
        const QString letter{QChar(code)};
        const QString small = QString::fromStdString(withoutCase(letter.toStdString()));
        changed += small == letter ? 0 : 1;
        QVERIFY2(small == letter || small == letter.toLower(), qPrintable(QString::number(code, 16)));
    }
    QCOMPARE(changed, 30 + 61 + 24 + 48);
}

void TestLetterCase::bytesThatAreNoText_stay() {
    for (const std::string& bytes :
         {std::string("\xc3"),
          std::string("\xc3"
                      "a"),
          std::string("\x80\xff\xfe"), std::string("\xc0\x80\xc1\xbf"), std::string("a\0b", 3)})
        QCOMPARE(withoutCase(bytes), bytes);
    QCOMPARE(withoutCase("\xc3"
                         "A"),
             std::string("\xc3"
                         "a"));
}

QTEST_APPLESS_MAIN(TestLetterCase)
#include "test_letter_case.moc"
