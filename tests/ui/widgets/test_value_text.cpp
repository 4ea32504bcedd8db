#include "ui/widgets/theme.h"
#include "ui/widgets/value_text.h"

#include <QApplication>
#include <QClipboard>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;

namespace {

core::Value value(const QString& text) {
    return {text.toStdString(), text.toStdString()};
}

int pixelsOf(const QImage& image, const QColor& color) {
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            pixels += image.pixelColor(x, y) == color ? 1 : 0;
    }
    return pixels;
}

}  // namespace

class TestValueText : public QObject {
    Q_OBJECT

private slots:
    void height_growsByLines_toFour();
    void differingParts_haveTheSidesColour();
    void withoutTheOther_nothingIsMarked();
    void copy_takesTheValueAsItIs();
    void name_and_description_areWords();
};

void TestValueText::height_growsByLines_toFour() {
    Theme theme;
    ValueText text(theme, core::Side::HubSpot);
    text.setValue(value(QStringLiteral("VP")), {});
    QCOMPARE(text.heightForWidth(200), 24);
    text.setValue(value(QStringLiteral("word ").repeated(10)), {});
    const int some = text.heightForWidth(200);
    QVERIFY(some > 24 && some < 4 * 24);
    text.setValue(value(QStringLiteral("word ").repeated(1000)), {});
    QCOMPARE(text.heightForWidth(200), 4 * 24);
    text.setValue({}, {});
    QCOMPARE(text.heightForWidth(200), 24);
}

void TestValueText::differingParts_haveTheSidesColour() {
    Theme theme;
    ValueText text(theme, core::Side::HubSpot);
    text.resize(300, 24);
    text.setValue(value(QStringLiteral("VP Engineering & Data")), value(QStringLiteral("SVP Engineering")));
    QVERIFY(pixelsOf(text.grab().toImage(), theme.colors().hubspot.strong) > 200);
    QVERIFY(pixelsOf(text.grab().toImage(), theme.colors().hubspot.mark) > 60);
    // The part stands in the second line: it is marked there.
    const QString head = QStringLiteral("one two three four five six seven ");
    text.resize(300, 48);
    text.setValue(value(head + QStringLiteral("eight")), value(head + QStringLiteral("nine")));
    const auto image = text.grab().toImage();
    QCOMPARE(pixelsOf(image.copy(0, 0, 300, 24), theme.colors().hubspot.strong), 0);
    QVERIFY(pixelsOf(image.copy(0, 24, 300, 24), theme.colors().hubspot.strong) > 200);
}

void TestValueText::withoutTheOther_nothingIsMarked() {
    Theme theme;
    ValueText text(theme, core::Side::HubSpot);
    text.resize(300, 24);
    text.setValue(value(QStringLiteral("VP")), {});
    QCOMPARE(pixelsOf(text.grab().toImage(), theme.colors().hubspot.strong), 0);
    text.setValue({}, value(QStringLiteral("VP")));
    QCOMPARE(pixelsOf(text.grab().toImage(), theme.colors().hubspot.strong), 0);
}

void TestValueText::copy_takesTheValueAsItIs() {
    Theme theme;
    ValueText text(theme, core::Side::Salesforce);
    text.setValue(value(QStringLiteral(" Ada\nLovelace ")), {});
    QTest::keySequence(&text, QKeySequence(QKeySequence::Copy));
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral(" Ada\nLovelace "));
}

void TestValueText::name_and_description_areWords() {
    Theme theme;
    ValueText text(theme, core::Side::Salesforce);
    QCOMPARE(text.accessibleName(), QStringLiteral("Value in Salesforce"));
    text.setValue(value(QStringLiteral("VP")), {});
    QCOMPARE(text.accessibleDescription(), QStringLiteral("VP"));
    text.setValue({}, {});
    QCOMPARE(text.accessibleDescription(), QStringLiteral("∅"));
    text.setValue(value(QString::fromLatin1("")), {});
    QCOMPARE(text.accessibleDescription(), QStringLiteral("empty"));
}

QTEST_MAIN(TestValueText)
#include "test_value_text.moc"
