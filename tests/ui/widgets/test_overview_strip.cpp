#include "ui/widgets/overview_strip.h"
#include "ui/widgets/theme.h"

#include <QImage>
#include <QToolTip>
#include <memory>

#include <QtTest/QtTest>

using namespace syncline::ui;

namespace {

constexpr int kHeight = 200;
constexpr qint64 kHundredMillion = 100'000'000;

}  // namespace

class TestOverviewStrip : public QObject {
    Q_OBJECT

private slots:
    void init();
    void marks_standAtTheirRows_data();
    void marks_standAtTheirRows();
    void failure_isAboveAttention();
    void marksOfRowsThatAreNotThere_areLeftOut();
    void frame_isAroundTheVisiblePart_data();
    void frame_isAroundTheVisiblePart();
    void shade_standsWhereNothingIsKnown();
    void click_wantsTheRowOfThatPlace_data();
    void click_wantsTheRowOfThatPlace();
    void drag_wantsTheRowsOnItsWay();
    void withoutRows_aClickWantsNothing();
    void tooltip_tellsOfTheRowsThere();
    void takesNoFocus();

private:
    [[nodiscard]] QImage painted() { return m_strip->grab().toImage(); }
    /// So many pixels of that colour are below each other in the middle column.
    [[nodiscard]] int countOf(const QColor& color);
    /// The uppermost of them; -1 when there is none.
    [[nodiscard]] int topOf(const QColor& color);
    void click(int y) { QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, QPoint(8, y)); }
    /// With the left button held down.
    void dragTo(int y);

    Theme m_theme;
    std::unique_ptr<OverviewStrip> m_strip;
};

int TestOverviewStrip::countOf(const QColor& color) {
    const QImage image = painted();
    int count = 0;
    for (int y = 0; y < image.height(); ++y)
        count += image.pixelColor(8, y) == color ? 1 : 0;
    return count;
}

int TestOverviewStrip::topOf(const QColor& color) {
    const QImage image = painted();
    for (int y = 0; y < image.height(); ++y) {
        if (image.pixelColor(8, y) == color)
            return y;
    }
    return -1;
}

void TestOverviewStrip::dragTo(int y) {
    QMouseEvent move(QEvent::MouseMove, QPointF(8, y), m_strip->mapToGlobal(QPointF(8, y)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_strip.get(), &move);
}

/// One pixel is half a million rows; the part on the screen is at the very end.
void TestOverviewStrip::init() {
    m_strip = std::make_unique<OverviewStrip>(m_theme);
    m_strip->resize(m_strip->sizeHint().width(), kHeight);
    m_strip->setRows({kHundredMillion, kHundredMillion - 20, 20});
    QCOMPARE(m_strip->width(), 16);
}

void TestOverviewStrip::marks_standAtTheirRows_data() {
    QTest::addColumn<qint64>("row");
    QTest::addColumn<bool>("isFailure");
    QTest::addColumn<int>("top");
    QTest::addColumn<int>("height");
    QTest::newRow("attention in the middle") << kHundredMillion / 2 << false << 99 << 2;
    QTest::newRow("failure in the middle") << kHundredMillion / 2 << true << 99 << 3;
    QTest::newRow("attention at a quarter") << kHundredMillion / 4 << false << 49 << 2;
    QTest::newRow("the first row") << qint64{0} << true << 0 << 3;
    QTest::newRow("the last row, inside of the frame") << kHundredMillion - 1 << true << 197 << 2;
}

void TestOverviewStrip::marks_standAtTheirRows() {
    QFETCH(qint64, row);
    QFETCH(bool, isFailure);
    QFETCH(int, top);
    QFETCH(int, height);
    const Colors& colors = m_theme.colors();
    const QColor color = isFailure ? colors.failure.mark : colors.attention.mark;
    QCOMPARE(countOf(color), 0);
    m_strip->setMarks({{row, isFailure}});
    QCOMPARE(topOf(color), top);
    QCOMPARE(countOf(color), height);
}

void TestOverviewStrip::failure_isAboveAttention() {
    m_strip->setMarks({{kHundredMillion / 2, true}, {kHundredMillion / 2 + 1, false}});
    QCOMPARE(countOf(m_theme.colors().failure.mark), 3);
    QCOMPARE(countOf(m_theme.colors().attention.mark), 0);
}

void TestOverviewStrip::marksOfRowsThatAreNotThere_areLeftOut() {
    m_strip->setMarks({{-1, true}, {kHundredMillion, true}});
    QCOMPARE(countOf(m_theme.colors().failure.mark), 0);
    // They are there once the table has grown.
    m_strip->setRows({2 * kHundredMillion, 0, 20});
    QCOMPARE(topOf(m_theme.colors().failure.mark), 99);
}

void TestOverviewStrip::frame_isAroundTheVisiblePart_data() {
    QTest::addColumn<qint64>("count");
    QTest::addColumn<qint64>("top");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    QTest::newRow("all rows are visible") << qint64{10} << qint64{0} << 0 << kHeight - 1;
    QTest::newRow("the second quarter") << qint64{80} << qint64{20} << 50 << 99;
    QTest::newRow("a part too small to be seen") << kHundredMillion << kHundredMillion / 2 << 100 << 105;
    QTest::newRow("the end of many") << kHundredMillion << kHundredMillion - 20 << 194 << 199;
}

void TestOverviewStrip::frame_isAroundTheVisiblePart() {
    QFETCH(qint64, count);
    QFETCH(qint64, top);
    QFETCH(int, from);
    QFETCH(int, to);
    m_strip->setRows({count, top, 20});
    const QImage image = painted();
    const QColor ink = m_theme.colors().ink;
    for (const int y : {from, to})
        QVERIFY2(image.pixelColor(8, y) == ink, qPrintable(QString::number(y)));
    QVERIFY(from == 0 || image.pixelColor(8, from - 1) != ink);
    QVERIFY(to == kHeight - 1 || image.pixelColor(8, to + 1) != ink);
    QVERIFY(image.pixelColor(8, (from + to) / 2) != ink);
}

void TestOverviewStrip::shade_standsWhereNothingIsKnown() {
    const QColor shade = m_theme.colors().hair;
    QCOMPARE(countOf(shade), 0);
    m_strip->setShades({{0, kHundredMillion / 4}});
    QCOMPARE(topOf(shade), 0);
    QCOMPARE(countOf(shade), kHeight / 4);
}

void TestOverviewStrip::click_wantsTheRowOfThatPlace_data() {
    QTest::addColumn<int>("y");
    QTest::addColumn<qint64>("row");
    QTest::newRow("at the top") << 0 << kHundredMillion / 400;
    QTest::newRow("at the bottom") << kHeight - 1 << kHundredMillion - kHundredMillion / 400;
    QTest::newRow("on a mark") << 100 << kHundredMillion / 2 + 7;
    QTest::newRow("beside a mark") << 103 << kHundredMillion / 2 + 7;
    QTest::newRow("further away") << 106 << qint64{53'250'000};
    QTest::newRow("on two marks at once") << 20 << qint64{10'000'000};
}

void TestOverviewStrip::click_wantsTheRowOfThatPlace() {
    QFETCH(int, y);
    QFETCH(qint64, row);
    m_strip->setMarks({{10'000'000, true}, {10'000'001, false}, {kHundredMillion / 2 + 7, false}});
    QSignalSpy wanted(m_strip.get(), &OverviewStrip::rowWanted);
    click(y);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.front().front().toLongLong(), row);
}

void TestOverviewStrip::drag_wantsTheRowsOnItsWay() {
    m_strip->setMarks({{kHundredMillion / 2, false}});
    QSignalSpy wanted(m_strip.get(), &OverviewStrip::rowWanted);
    QTest::mousePress(m_strip.get(), Qt::LeftButton, {}, QPoint(8, 101));
    // A hand that shakes does not leave the mark.
    dragTo(103);
    QCOMPARE(wanted.count(), 1);
    dragTo(150);
    QCOMPARE(wanted.count(), 2);
    QCOMPARE(wanted.back().front().toLongLong(), 75'250'000);
    dragTo(900);
    QCOMPARE(wanted.back().front().toLongLong(), kHundredMillion - 1);
}

void TestOverviewStrip::withoutRows_aClickWantsNothing() {
    m_strip->setRows({0, 0, 20});
    QSignalSpy wanted(m_strip.get(), &OverviewStrip::rowWanted);
    click(50);
    QCOMPARE(wanted.count(), 0);
    QCOMPARE(countOf(m_theme.colors().ink), 0);
}

void TestOverviewStrip::tooltip_tellsOfTheRowsThere() {
    std::pair<qint64, qint64> asked;
    m_strip->setWords([&](qint64 first, qint64 last) {
        asked = {first, last};
        return QStringLiteral("2 conflicts");
    });
    m_strip->show();
    QHelpEvent help(QEvent::ToolTip, QPoint(8, 100), m_strip->mapToGlobal(QPoint(8, 100)));
    QApplication::sendEvent(m_strip.get(), &help);
    QCOMPARE(QToolTip::text(), QStringLiteral("2 conflicts"));
    QVERIFY(asked.first < kHundredMillion / 2 && asked.second > kHundredMillion / 2);
    QVERIFY(asked.second - asked.first < kHundredMillion / 20);
    QToolTip::hideText();
}

void TestOverviewStrip::takesNoFocus() {
    QCOMPARE(m_strip->focusPolicy(), Qt::NoFocus);
}

QTEST_MAIN(TestOverviewStrip)
#include "test_overview_strip.moc"
