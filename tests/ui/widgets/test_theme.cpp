#include "ui/widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontInfo>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace syncline::ui;

Q_DECLARE_METATYPE(Face)

class TestTheme : public QObject {
    Q_OBJECT

private slots:
    void init() { QApplication::setPalette(Theme::paletteOf(Brightness::Light)); }

    void system_withoutAPortal_isAsTheStartPalette_data() {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light desktop") << false;
        QTest::newRow("dark desktop") << true;
    }
    void system_withoutAPortal_isAsTheStartPalette() {
        QFETCH(bool, isDark);
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("XDG_RUNTIME_DIR");
        const Brightness expected = isDark ? Brightness::Dark : Brightness::Light;
        QApplication::setPalette(Theme::paletteOf(expected));
        Theme theme;
        theme.apply();
        QCOMPARE(theme.choice(), ThemeChoice::System);
        QCOMPARE(theme.brightness(), expected);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::paletteOf(expected).color(QPalette::Window));
    }

    void choice_changesColoursAndPaletteAndTellsOnce() {
        Theme theme;
        theme.apply();
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(theme.colors().ink, Theme::colorsOf(Brightness::Dark).ink);
        QCOMPARE(QApplication::palette().color(QPalette::Base),
                 Theme::paletteOf(Brightness::Dark).color(QPalette::Base));

        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.size(), 1);
        theme.setChoice(ThemeChoice::System);  // light, as the start palette
        QCOMPARE(changed.size(), 2);
        theme.setChoice(ThemeChoice::Light);  // the same colours: nobody need repaint
        QCOMPARE(changed.size(), 2);
        QCOMPARE(theme.choice(), ThemeChoice::Light);
    }

    void choice_repaintsWhatIsOnTheScreen() {
        Theme theme;
        theme.apply();
        QWidget window;
        QLineEdit edit(&window);
        edit.setGeometry(10, 10, 100, 28);
        window.resize(200, 60);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const auto at = [&](int x, int y) { return window.grab().toImage().pixelColor(x, y); };
        QCOMPARE(at(2, 2), Theme::paletteOf(Brightness::Light).color(QPalette::Window));
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(at(2, 2), Theme::paletteOf(Brightness::Dark).color(QPalette::Window));
        QCOMPARE(at(60, 24), Theme::paletteOf(Brightness::Dark).color(QPalette::Base));
    }

    void textScale_isClampedAndScalesSizesAndFaces_data() {
        QTest::addColumn<double>("asked");
        QTest::addColumn<double>("taken");
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("body");
        QTest::newRow("as drawn") << 1.0 << 1.0 << 24 << 13;
        QTest::newRow("smallest") << 0.9 << 0.9 << 22 << 12;
        QTest::newRow("largest") << 1.5 << 1.5 << 36 << 20;
        QTest::newRow("below the smallest") << 0.2 << 0.9 << 22 << 12;
        QTest::newRow("above the largest") << 4.0 << 1.5 << 36 << 20;
    }
    void textScale_isClampedAndScalesSizesAndFaces() {
        QFETCH(double, asked);
        Theme theme;
        theme.apply();
        theme.setTextScale(asked);
        QTEST(theme.textScale(), "taken");
        QTEST(theme.scaled(24), "row");
        QTEST(theme.font(Face::Body).pixelSize(), "body");
        QTEST(QApplication::font().pixelSize(), "body");
    }

    void textScale_tellsAndScalesWhatTheStyleSizes() {
        Theme theme;
        theme.apply();
        QLineEdit edit;
        QCOMPARE(edit.sizeHint().height(), 28);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setTextScale(1.5);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(edit.sizeHint().height(), 42);
        theme.setTextScale(1.5);
        QCOMPARE(changed.size(), 1);
    }

    void face_isFromTheResources_data() {
        QTest::addColumn<Face>("face");
        QTest::addColumn<QString>("family");
        QTest::addColumn<int>("pixels");
        QTest::addColumn<int>("weight");
        const auto sans = QStringLiteral("Inter");
        const auto mono = QStringLiteral("JetBrains Mono");
        QTest::newRow("statement") << Face::Statement << sans << 20 << 600;
        QTest::newRow("title") << Face::Title << sans << 15 << 600;
        QTest::newRow("title of a field") << Face::TitleMono << mono << 15 << 600;
        QTest::newRow("body") << Face::Body << sans << 13 << 400;
        QTest::newRow("secondary") << Face::Secondary << sans << 12 << 400;
        QTest::newRow("axis") << Face::Axis << sans << 11 << 400;
        QTest::newRow("count") << Face::AxisStrong << sans << 11 << 600;
        QTest::newRow("value") << Face::Mono << mono << 13 << 400;
        QTest::newRow("payload") << Face::MonoDense << mono << 12 << 400;
        QTest::newRow("compared value") << Face::Compared << mono << 15 << 400;
    }
    void face_isFromTheResources() {
        QFETCH(Face, face);
        const Theme theme;
        const QFontInfo info(theme.font(face));
        QTEST(info.family(), "family");
        QTEST(info.pixelSize(), "pixels");
        QTEST(info.weight(), "weight");
    }

    void mono_showsValuesAsTheyAre() {
        const Theme theme;
        for (const Face face : {Face::Mono, Face::MonoStrong, Face::MonoDense, Face::MonoAxis, Face::Compared})
            QVERIFY(theme.font(face).styleStrategy() & QFont::PreferNoShaping);
    }

    void licencesOfTheFaces_areBuiltIn_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("Inter") << QStringLiteral(":/fonts/fonts-inter.copyright") << QByteArray("OFL-1.1");
        QTest::newRow("JetBrains Mono") << QStringLiteral(":/fonts/fonts-jetbrains-mono.copyright")
                                        << QByteArray("JetBrains s.r.o.");
    }
    void licencesOfTheFaces_areBuiltIn() {
        QFETCH(QString, path);
        QFETCH(QByteArray, words);
        const Theme theme;
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains(words));
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
