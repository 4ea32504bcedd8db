#include "ui/widgets/filter_edit.h"
#include "ui/widgets/filter_words.h"
#include "ui/widgets/input_state.h"
#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

using namespace syncline;
using namespace syncline::ui;

Q_DECLARE_METATYPE(std::vector<FilterWord>)

class TestFilterEdit : public QObject {
    Q_OBJECT

private slots:
    void words_haveTheColourOfWhatTheyAre_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<std::vector<FilterWord>>("words");
        using Words = std::vector<FilterWord>;
        QTest::newRow("nothing") << QString() << Words{};
        QTest::newRow("a side") << QStringLiteral("side == salesforce")
                                << Words{{5, 2, Tone::Muted}, {8, 10, Tone::Salesforce}};
        QTest::newRow("the other, and an or")
            << QStringLiteral("side==hubspot || x")
            << Words{{4, 2, Tone::Muted}, {6, 7, Tone::HubSpot}, {14, 2, Tone::Muted}};
        QTest::newRow("in") << QStringLiteral("field in (email, phone)")
                            << Words{{6, 2, Tone::Muted},
                                     {9, 1, Tone::Muted},
                                     {15, 1, Tone::Muted},
                                     {22, 1, Tone::Muted}};
        QTest::newRow("a side within quotes is text")
            << QStringLiteral("value ~ \"hubspot && x\"") << Words{{6, 1, Tone::Muted}};
        QTest::newRow("quotes that do not close") << QStringLiteral("value ~ \"a\\\"b") << Words{{6, 1, Tone::Muted}};
        QTest::newRow("a longer word is no side")
            << QStringLiteral("record == hubspotter") << Words{{7, 2, Tone::Muted}};
    }
    void words_haveTheColourOfWhatTheyAre() {
        QFETCH(QString, text);
        const std::vector<FilterWord> found = wordsOfFilter(text);
        QTEST(found, "words");
    }

    void mistakenWords_areAllOfTheirLength() {
        const QString text = QStringLiteral("\"ä\" Åsa Öberg && x");
        const FilterWord words = wordsOf(text, {6, {}, {}, 11});
        QCOMPARE(text.mid(words.start, words.length), QStringLiteral("Åsa Öberg"));
        const FilterWord word = wordsOf(text, {6, {}, {}, 0});
        QCOMPARE(text.mid(word.start, word.length), QStringLiteral("Åsa"));
    }

    void mistakenWord_isFoundByItsColumn_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("word");
        QTest::newRow("first") << QStringLiteral("outcom == lost") << 1 << QStringLiteral("outcom");
        QTest::newRow("in the middle of it") << QStringLiteral("outcom == lost") << 4 << QStringLiteral("outcom");
        QTest::newRow("a text") << QStringLiteral("record == \"Ada L\" && x") << 11 << QStringLiteral("\"Ada L\"");
        QTest::newRow("a text that does not close")
            << QStringLiteral("value ~ \"Ada L") << 9 << QStringLiteral("\"Ada L");
        QTest::newRow("an operator") << QStringLiteral("side = hubspot") << 6 << QStringLiteral("=");
        QTest::newRow("columns are bytes") << QStringLiteral("\"äöü\" foo") << 10 << QStringLiteral("foo");
        QTest::newRow("behind the end: the last word") << QStringLiteral("side == ") << 9 << QStringLiteral("=");
        QTest::newRow("far behind the end") << QStringLiteral("side") << 400 << QStringLiteral("side");
        QTest::newRow("an empty text") << QString() << 1 << QString();
    }
    void mistakenWord_isFoundByItsColumn() {
        QFETCH(QString, text);
        QFETCH(int, column);
        const FilterWord word = wordAt(text, static_cast<std::size_t>(column));
        QTEST(text.mid(word.start, word.length), "word");
    }

    void mistake_marksTheLineUntilTheTextChanges() {
        FilterEdit edit(m_theme);
        edit.setText(QStringLiteral("outcom == lost"));
        const std::optional<core::FilterMistake> mistake = core::mistakeIn(edit.text().toStdString());
        QVERIFY(mistake.has_value());
        edit.setMistake(mistake);
        QVERIFY(edit.hasMistake());
        QCOMPARE(inputState(edit), InputState::Mistaken);
        QCOMPARE(edit.accessibleDescription(), QString::fromStdString(mistake->message));
        edit.setCursorPosition(6);
        QTest::keyClicks(&edit, QStringLiteral("e"));
        QCOMPARE(edit.text(), QStringLiteral("outcome == lost"));
        QVERIFY(!edit.hasMistake());
        QCOMPARE(inputState(edit), InputState::Good);
    }

    void doubt_marksTheLineInAmberAndIsNoMistake() {
        FilterEdit edit(m_theme);
        edit.resize(400, 28);
        edit.setText(QStringLiteral("object == lead"));
        const QImage good = edit.grab().toImage();
        edit.setDoubt(core::FilterMistake{11, "no object is called lead"});
        QVERIFY(!edit.hasMistake());
        QCOMPARE(inputState(edit), InputState::Warning);
        QCOMPARE(edit.accessibleDescription(), QStringLiteral("no object is called lead"));
        const QImage doubted = edit.grab().toImage();
        QVERIFY(doubted != good);
        edit.setMistake(core::FilterMistake{11, "no object is called lead"});
        QVERIFY(edit.hasMistake());
        QVERIFY(edit.grab().toImage() != doubted);
        edit.setDoubt(core::FilterMistake{11, "no object is called lead"});
        QCOMPARE(edit.grab().toImage(), doubted);
        QTest::keyClicks(&edit, QStringLiteral("s"));
        QCOMPARE(inputState(edit), InputState::Good);
    }

    void colouring_changesNeitherTextNorCursorNorTells() {
        FilterEdit edit(m_theme);
        edit.setText(QStringLiteral("side == hubspot && x"));
        edit.setCursorPosition(4);
        QSignalSpy changed(&edit, &QLineEdit::textChanged);
        QSignalSpy moved(&edit, &QLineEdit::cursorPositionChanged);
        edit.setMistake(core::FilterMistake{20, "a field"});
        edit.setCount(QStringLiteral("2,338 match"));
        QCOMPARE(changed.size(), 0);
        QCOMPARE(moved.size(), 0);
        QCOMPARE(edit.text(), QStringLiteral("side == hubspot && x"));
        QCOMPARE(edit.cursorPosition(), 4);
        QTest::keyClick(&edit, Qt::Key_Z, Qt::ControlModifier);  // and is nothing to undo
        QCOMPARE(edit.text(), QStringLiteral("side == hubspot && x"));
    }

    void side_isPaintedInItsColour() {
        FilterEdit edit(m_theme);
        edit.resize(400, 28);
        edit.setText(QStringLiteral("side == salesforce"));
        const QColor expected = m_theme.colors().salesforce.text;
        QVERIFY(paints(edit, expected));
        edit.setText(QStringLiteral("side == sales"));
        QVERIFY(!paints(edit, expected));
    }

    void clearButton_isThereWithATextAndClearsIt() {
        FilterEdit edit(m_theme);
        edit.resize(400, 28);
        edit.show();
        auto* clear = edit.findChild<QAbstractButton*>(QStringLiteral("filterClear"));
        QVERIFY(clear != nullptr);
        QVERIFY(!clear->isVisible());
        QTest::keyClicks(&edit, QStringLiteral("x"));
        QVERIFY(clear->isVisible());
        QVERIFY(!clear->accessibleName().isEmpty());
        QSignalSpy cleared(&edit, &FilterEdit::cleared);
        QTest::mouseClick(clear, Qt::LeftButton);
        QCOMPARE(cleared.size(), 1);
        QCOMPARE(edit.text(), QString());
        QVERIFY(!clear->isVisible());
    }

private:
    /// A pixel is close to that colour: letters are drawn with smooth edges.
    static bool paints(QWidget& widget, const QColor& color) {
        const QImage image = widget.grab().toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                const QColor pixel = image.pixelColor(x, y);
                const int distance = qAbs(pixel.red() - color.red()) + qAbs(pixel.green() - color.green())
                                     + qAbs(pixel.blue() - color.blue());
                if (distance < 60)
                    return true;
            }
        }
        return false;
    }

    const Theme m_theme;
};

QTEST_MAIN(TestFilterEdit)
#include "test_filter_edit.moc"
