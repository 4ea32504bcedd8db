#include "ui/widgets/overview_strip.h"
#include "ui/widgets/theme.h"

#include <QAccessible>
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
    void click_takesNoFocus();
    void keys_goFromMarkToMark_data();
    void keys_goFromMarkToMark();
    void keys_beginAtWhatIsInSight();
    void keys_stayWhereTheyWereAsMarksCome();
    void enter_wantsToBeThere_data();
    void enter_wantsToBeThere();
    void place_isHeard();
    void place_isReadAfterAStep();
    void focus_isShown();

private:
    [[nodiscard]] QImage painted() { return m_strip->grab().toImage(); }
    /// So many pixels of that colour are below each other in the middle column.
    [[nodiscard]] int countOf(const QColor& color);
    /// The uppermost of them; -1 when there is none.
    [[nodiscard]] int topOf(const QColor& color);
    void click(int y) { QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, QPoint(8, y)); }
    /// With the left button held down.
    void dragTo(int y);
    void focus();

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

void TestOverviewStrip::focus() {
    m_strip->show();
    m_strip->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_strip.get()));
    m_strip->setFocus(Qt::TabFocusReason);
    QVERIFY(m_strip->hasFocus());
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

void TestOverviewStrip::click_takesNoFocus() {
    m_strip->setMarks({{kHundredMillion / 2, false}});
    m_strip->show();
    m_strip->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_strip.get()));
    m_strip->clearFocus();
    click(100);
    QVERIFY(!m_strip->hasFocus());
}

void TestOverviewStrip::keys_goFromMarkToMark_data() {
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<int>("number");
    QTest::newRow("none") << QList<int>{} << 14;
    QTest::newRow("up") << QList<int>{Qt::Key_Up} << 13;
    QTest::newRow("down at the end") << QList<int>{Qt::Key_Down} << 14;
    QTest::newRow("up and down") << QList<int>{Qt::Key_Up, Qt::Key_Up, Qt::Key_Down} << 13;
    QTest::newRow("a page up") << QList<int>{Qt::Key_PageUp} << 4;
    QTest::newRow("two pages up") << QList<int>{Qt::Key_PageUp, Qt::Key_PageUp} << 1;
    QTest::newRow("a page down") << QList<int>{Qt::Key_Home, Qt::Key_PageDown} << 11;
    QTest::newRow("home") << QList<int>{Qt::Key_Home} << 1;
    QTest::newRow("up at the beginning") << QList<int>{Qt::Key_Home, Qt::Key_Up} << 1;
    QTest::newRow("end") << QList<int>{Qt::Key_Home, Qt::Key_End} << 14;
}

/// The part on the screen is at the very end; marks outside of the rows are none to go to.
void TestOverviewStrip::keys_goFromMarkToMark() {
    QFETCH(QList<int>, keys);
    std::vector<OverviewStrip::Mark> marks{{-1, true}};
    for (int i = 0; i < 14; ++i)
        marks.push_back({i * 1'000'000, i % 3 == 0});
    marks.push_back({kHundredMillion, false});
    m_strip->setMarks(marks);
    focus();
    QSignalSpy wanted(m_strip.get(), &OverviewStrip::rowWanted);
    for (const int key : keys)
        QTest::keyClick(m_strip.get(), static_cast<Qt::Key>(key));
    QCOMPARE(m_strip->markCount(), 14);
    QTEST(m_strip->currentMark(), "number");
    QCOMPARE(wanted.count(), 0);
}

void TestOverviewStrip::keys_beginAtWhatIsInSight() {
    m_strip->setMarks({{1'000'000, false}, {50'000'000, true}, {90'000'000, false}});
    m_strip->setRows({kHundredMillion, 40'000'000, 20});
    QCOMPARE(m_strip->currentMark(), 0);
    focus();
    QCOMPARE(m_strip->currentMark(), 2);
}

void TestOverviewStrip::keys_stayWhereTheyWereAsMarksCome() {
    m_strip->setMarks({{1'000'000, false}, {50'000'000, true}, {90'000'000, false}});
    focus();
    QTest::keyClick(m_strip.get(), Qt::Key_Up);
    QCOMPARE(m_strip->currentMark(), 2);
    m_strip->setMarks({{1'000'000, false}, {2'000'000, true}, {50'000'000, true}, {90'000'000, false}});
    QCOMPARE(m_strip->currentMark(), 3);
    // Of its place there is a newer one.
    m_strip->setMarks({{1'000'000, false}, {2'000'000, true}, {50'000'100, true}, {90'000'000, false}});
    QCOMPARE(m_strip->currentMark(), 3);
    m_strip->setMarks({});
    QCOMPARE(m_strip->currentMark(), 0);
    m_strip->setMarks({{90'000'000, false}});
    QCOMPARE(m_strip->currentMark(), 1);
}

void TestOverviewStrip::enter_wantsToBeThere_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("Return") << static_cast<int>(Qt::Key_Return);
    QTest::newRow("Enter") << static_cast<int>(Qt::Key_Enter);
}

void TestOverviewStrip::enter_wantsToBeThere() {
    QFETCH(int, key);
    QSignalSpy entered(m_strip.get(), &OverviewStrip::markEntered);
    focus();
    QTest::keyClick(m_strip.get(), static_cast<Qt::Key>(key));
    QCOMPARE(entered.count(), 0);
    m_strip->setMarks({{1'000'000, false}, {50'000'000, true}});
    QTest::keyClick(m_strip.get(), Qt::Key_Up);
    QTest::keyClick(m_strip.get(), static_cast<Qt::Key>(key));
    QCOMPARE(entered.count(), 1);
    QCOMPARE(entered.front().front().toLongLong(), 1'000'000);
}

void TestOverviewStrip::place_isHeard() {
    m_theme.apply();
    m_strip->setMarkWords([](const OverviewStrip::Mark& mark) {
        return QStringLiteral("%1 at %2")
            .arg(mark.isFailure ? QStringLiteral("1 gap") : QStringLiteral("1 conflict"))
            .arg(mark.row);
    });
    m_strip->setMarks({{7, false}, {50'000'000, true}});
    QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(m_strip.get());
    QVERIFY(spoken != nullptr);
    QCOMPARE(spoken->role(), QAccessible::Slider);
    QCOMPARE(spoken->text(QAccessible::Value), QString());
    focus();
    QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("2 of 2: 1 gap at 50000000"));
    QTest::keyClick(m_strip.get(), Qt::Key_Up);
    QCOMPARE(spoken->text(QAccessible::Value), QStringLiteral("1 of 2: 1 conflict at 7"));
    QAccessibleValueInterface* value = spoken->valueInterface();
    QVERIFY(value != nullptr);
    QCOMPARE(value->currentValue().toInt(), 1);
    QCOMPARE(value->maximumValue().toInt(), 2);
    value->setCurrentValue(2);
    QCOMPARE(m_strip->currentMark(), 2);
}

void TestOverviewStrip::place_isReadAfterAStep() {
    m_strip->setMarkWords([](const OverviewStrip::Mark& mark) { return QStringLiteral("row %1").arg(mark.row); });
    m_strip->setMarks({{1'000'000, false}, {50'000'000, true}, {90'000'000, false}});
    focus();
    QTest::keyClick(m_strip.get(), Qt::Key_Home);
    QCOMPARE(QToolTip::text(), QStringLiteral("1 of 3: row 1000000"));
    QTest::keyClick(m_strip.get(), Qt::Key_Down);
    QCOMPARE(QToolTip::text(), QStringLiteral("2 of 3: row 50000000"));
    QToolTip::hideText();
}

void TestOverviewStrip::focus_isShown() {
    m_strip->setMarks({{kHundredMillion / 2, false}});
    const QColor ring = m_theme.colors().focus;
    QVERIFY(painted().pixelColor(0, kHeight / 4) != ring);
    focus();
    QCOMPARE(painted().pixelColor(0, kHeight / 4), ring);
    // Across at the mark, which is seen between.
    QCOMPARE(painted().pixelColor(8, 97), ring);
    QCOMPARE(painted().pixelColor(8, 100), m_theme.colors().attention.mark);
}

QTEST_MAIN(TestOverviewStrip)
#include "test_overview_strip.moc"
