#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QDir>
#include <QSet>
#include <QTest>

using namespace syncline::ui;

Q_DECLARE_METATYPE(Icon)

namespace {

constexpr int kIcons = static_cast<int>(Icon::Plus);

int inked(const QImage& image) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += qAlpha(image.pixel(x, y)) > 0 ? 1 : 0;
    }
    return count;
}

}  // namespace

class TestIcons : public QObject {
    Q_OBJECT

private slots:
    void everyIcon_drawsSomethingInsideItsEdges_data() {
        QTest::addColumn<Icon>("icon");
        for (int i = 1; i <= kIcons; ++i)
            QTest::addRow("icon %d", i) << static_cast<Icon>(i);
    }
    void everyIcon_drawsSomethingInsideItsEdges() {
        QFETCH(Icon, icon);
        const QImage image = pixmap(icon, 64, Qt::black, 1).toImage();
        QVERIFY(inked(image) > 64);
        QVERIFY(inked(image) < 64 * 64 / 2);  // lines, no surfaces
        for (int i = 0; i < 64; ++i) {
            QCOMPARE(qAlpha(image.pixel(i, 0)), 0);
            QCOMPARE(qAlpha(image.pixel(i, 63)), 0);
            QCOMPARE(qAlpha(image.pixel(0, i)), 0);
            QCOMPARE(qAlpha(image.pixel(63, i)), 0);
        }
    }

    void everyIcon_differsFromEveryOther() {
        QHash<QByteArray, int> seen;
        for (int i = 1; i <= kIcons; ++i) {
            const QImage image = pixmap(static_cast<Icon>(i), 16, Qt::black, 1).toImage();
            const QByteArray pixels(reinterpret_cast<const char*>(image.constBits()),
                                    static_cast<qsizetype>(image.sizeInBytes()));
            QVERIFY2(!seen.contains(pixels), qPrintable(QStringLiteral("%1 and %2").arg(i).arg(seen.value(pixels))));
            seen.insert(pixels, i);
        }
    }

    void everyFile_isAnIcon() {
        QCOMPARE(QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")}).size(), kIcons);
    }

    void icon_hasTheColourThatIsAskedFor() {
        const QColor color(10, 120, 200);
        const QImage image = pixmap(Icon::Equals, 64, color, 1).toImage().convertToFormat(QImage::Format_ARGB32);
        QCOMPARE(image.pixelColor(32, 24), color);  // in the middle of the upper line
    }

    void icon_isSharpAtTheDevicesRatio() {
        const QPixmap twice = pixmap(Icon::Star, 16, Qt::black, 2);
        QCOMPARE(twice.size(), QSize(32, 32));
        QCOMPARE(twice.deviceIndependentSize(), QSizeF(16, 16));
    }

    void iconForActions_hasItsDisabledColour() {
        const QIcon made = icon(Icon::Equals, Qt::red, Qt::blue);
        QCOMPARE(made.pixmap(QSize(64, 64), QIcon::Normal).toImage().pixelColor(32, 24), QColor(Qt::red));
        QCOMPARE(made.pixmap(QSize(64, 64), QIcon::Disabled).toImage().pixelColor(32, 24), QColor(Qt::blue));
        QVERIFY(icon(Icon::None, Qt::red, Qt::blue).isNull());
    }

private:
    const Theme m_theme;  // loads the resources
};

QTEST_MAIN(TestIcons)
#include "test_icons.moc"
