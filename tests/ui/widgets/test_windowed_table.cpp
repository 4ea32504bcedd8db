#include "ui/widgets/position_bar.h"
#include "ui/widgets/row_source.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/windowed_table.h"

#include <QAbstractItemModelTester>
#include <QHeaderView>
#include <QTableView>
#include <algorithm>

#include <QtTest/QtTest>

using namespace syncline::ui;

namespace {

constexpr qint64 kTenBillion = 10'000'000'000;

/// Rows with the keys 1000, 1003, 1006 … as far as asked; remembers what was wanted.
class NumberRows final : public RowSource {
public:
    explicit NumberRows(qint64 count) : m_count(count) {}

    qint64 rowCount() const override { return m_count; }
    Cell cell(qint64 row, int column) const override {
        return TextCell{.text = QString::number(row) + (column == 0 ? QStringLiteral(" a") : QStringLiteral(" b"))};
    }
    Tone rowFill(qint64) const override { return Tone::Normal; }
    qint64 keyOf(qint64 row) const override { return m_firstKey + 3 * row; }
    std::optional<qint64> rowOf(qint64 key) const override {
        if (m_count == 0)
            return std::nullopt;
        return std::clamp<qint64>((key - m_firstKey + 2) / 3, 0, m_count - 1);
    }
    void want(qint64 first, qint64 last) override { wanted = {first, last}; }

    void grow(qint64 by) {
        m_count += by;
        emit grown(m_count);
    }
    void dropOldest(qint64 by) {
        m_count -= by;
        m_firstKey += 3 * by;
        emit replaced();
    }

    std::pair<qint64, qint64> wanted{-1, -1};

private:
    qint64 m_count;
    qint64 m_firstKey = 1000;
};

qint64 keyOfRow(qint64 row) {
    return 1000 + 3 * row;
}

}  // namespace

class TestWindowedTable : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void tenBillionRows_scrollToAnyPlace_data();
    void tenBillionRows_scrollToAnyPlace();
    void bar_movesBySingleRows_whateverTheCount_data();
    void bar_movesBySingleRows_whateverTheCount();
    void bar_draggedToItsEnds_showsTheVeryEnds();
    void bar_isTrueInTheMiddle();
    void wheel_movesThreeRows();
    void keys_goAsInATable_data();
    void keys_goAsInATable();
    void keys_ofTheConsole_areLeftToIt();
    void noRowIsChosenBeforeAPersonDoes();
    void home_and_end_goToTheEndsOfAll();
    void click_choosesTheRow();
    void shift_selectsAStretch_alsoBeyondTheScreen();
    void shift_selectsAtMostAStretch();
    void control_togglesSingleRows();
    void drag_selectsAStretch();
    void selection_staysWithItsKeys_whileRowsArrive();
    void selection_staysWithItsKeys_whileRowsGo();
    void following_keepsTheNewestRowInSight();
    void following_endsWhenScrolledUp_data();
    void following_endsWhenScrolledUp();
    void notFollowing_staysWhereItIs();
    void setCurrentKey_bringsTheRowIntoSight();
    void menu_namesKeyColumnAndPlace();
    void enter_and_doubleClick_activate();
    void onlyRowsOnTheScreenAreWanted();
    void rowsChanged_repaintsThem();
    void source_mayEndAndBeReplaced();
    void fillColumn_takesTheRest();
    void model_isInOrder();

private:
    void show(qint64 rows);
    [[nodiscard]] QTableView* view() const { return m_table->view(); }
    [[nodiscard]] PositionBar* bar() const { return m_table->findChild<PositionBar*>(); }
    [[nodiscard]] QString firstText() const { return view()->model()->index(0, 0).data().toString(); }
    [[nodiscard]] QPoint middleOf(int row, int column = 0) const {
        return view()->visualRect(view()->model()->index(row, column)).center();
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(view(), key, modifiers); }
    void click(int row, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, modifiers, middleOf(row));
    }
    void turnWheel(int angle);

    Theme m_theme;
    std::unique_ptr<NumberRows> m_rows;
    std::unique_ptr<WindowedTable> m_table;
};

void TestWindowedTable::init() {
    m_table = std::make_unique<WindowedTable>(
        m_theme, std::vector<Column>{{QStringLiteral("First"), 100, Qt::AlignLeft, {}},
                                     {QStringLiteral("Rest"), 0, Qt::AlignRight, QStringLiteral("takes the rest")}});
    // A header of 24, ten rows of 24 and a half.
    m_table->resize(600, 24 + 10 * 24 + 12);
}

void TestWindowedTable::cleanup() {
    m_table.reset();
    m_rows.reset();
}

void TestWindowedTable::show(qint64 rows) {
    m_rows = std::make_unique<NumberRows>(rows);
    m_table->setSource(m_rows.get());
    m_table->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
    QCOMPARE(m_table->visibleRows(), 10);
}

void TestWindowedTable::turnWheel(int angle) {
    const QPointF place(50, 50);
    QWheelEvent event(place, view()->viewport()->mapToGlobal(place), {}, {0, angle}, Qt::NoButton, {},
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view()->viewport(), &event);
}

void TestWindowedTable::tenBillionRows_scrollToAnyPlace_data() {
    QTest::addColumn<qint64>("row");
    QTest::addColumn<qint64>("top");
    QTest::newRow("first") << qint64(0) << qint64(0);
    QTest::newRow("second") << qint64(1) << qint64(1);
    QTest::newRow("beyond 32 bits") << qint64(4'294'967'297) << qint64(4'294'967'297);
    QTest::newRow("last page") << kTenBillion - 10 << kTenBillion - 10;
    QTest::newRow("one more than there is") << kTenBillion - 9 << kTenBillion - 10;
    QTest::newRow("before the first") << qint64(-5) << qint64(0);
}

void TestWindowedTable::tenBillionRows_scrollToAnyPlace() {
    QFETCH(qint64, row);
    QFETCH(qint64, top);
    show(kTenBillion);
    m_table->scrollToRow(row);
    QCOMPARE(m_table->topRow(), top);
    QCOMPARE(firstText(), QString::number(top) + QStringLiteral(" a"));
    QVERIFY(view()->model()->rowCount() <= 11);
    QCOMPARE(view()->verticalScrollBar()->maximum(), 0);
}

void TestWindowedTable::bar_movesBySingleRows_whateverTheCount_data() {
    QTest::addColumn<qint64>("count");
    QTest::addColumn<qint64>("from");
    QTest::newRow("few, at the first") << qint64(100) << qint64(0);
    QTest::newRow("many, at the first") << kTenBillion << qint64(0);
    QTest::newRow("many, in the middle") << kTenBillion << kTenBillion / 2 + 1;
    QTest::newRow("more than any journal") << qint64(1) * 4'000'000'000'000'000'000 << qint64(77);
}

void TestWindowedTable::bar_movesBySingleRows_whateverTheCount() {
    QFETCH(qint64, count);
    QFETCH(qint64, from);
    show(count);
    m_table->scrollToRow(from);
    for (int i = 1; i <= 5; ++i) {
        bar()->triggerAction(QAbstractSlider::SliderSingleStepAdd);
        QCOMPARE(m_table->topRow(), from + i);
    }
    bar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
    QCOMPARE(m_table->topRow(), from + 15);
    bar()->triggerAction(QAbstractSlider::SliderPageStepSub);
    for (int i = 4; i >= 0; --i) {
        bar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
        QCOMPARE(m_table->topRow(), from + i);
    }
}

void TestWindowedTable::bar_draggedToItsEnds_showsTheVeryEnds() {
    show(kTenBillion);
    bar()->setSliderDown(true);
    bar()->setSliderPosition(bar()->maximum());
    QCOMPARE(m_table->topRow(), kTenBillion - 10);
    bar()->setSliderPosition(bar()->maximum() - 1);
    QVERIFY(m_table->topRow() < kTenBillion - 10);
    bar()->setSliderPosition(0);
    QCOMPARE(m_table->topRow(), qint64(0));
    bar()->setSliderDown(false);
    QCOMPARE(m_table->topRow(), qint64(0));
}

void TestWindowedTable::bar_isTrueInTheMiddle() {
    show(kTenBillion);
    m_table->scrollToRow(kTenBillion / 4);
    const double share = static_cast<double>(bar()->value()) / bar()->maximum();
    QVERIFY(qAbs(share - 0.25) < 0.001);
    bar()->setSliderPosition(bar()->maximum() / 2);
    const double shown = static_cast<double>(m_table->topRow()) / static_cast<double>(kTenBillion);
    QVERIFY(qAbs(shown - 0.5) < 0.001);
}

void TestWindowedTable::wheel_movesThreeRows() {
    show(kTenBillion);
    m_table->scrollToRow(1000);
    turnWheel(-120);
    QCOMPARE(m_table->topRow(), qint64(1000 + QApplication::wheelScrollLines()));
    turnWheel(120);
    QCOMPARE(m_table->topRow(), qint64(1000));
    // A fine wheel: parts add up.
    for (int i = 0; i < 4; ++i)
        turnWheel(-30);
    QCOMPARE(m_table->topRow(), qint64(1000 + QApplication::wheelScrollLines()));
}

void TestWindowedTable::keys_goAsInATable_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<qint64>("top");
    // The rows 100 to 109 are on the screen.
    QTest::newRow("down") << int(Qt::Key_Down) << qint64(104) << qint64(105) << qint64(100);
    QTest::newRow("down from the lowest") << int(Qt::Key_Down) << qint64(109) << qint64(110) << qint64(101);
    QTest::newRow("up") << int(Qt::Key_Up) << qint64(104) << qint64(103) << qint64(100);
    QTest::newRow("up from the topmost") << int(Qt::Key_Up) << qint64(100) << qint64(99) << qint64(99);
    QTest::newRow("page down") << int(Qt::Key_PageDown) << qint64(104) << qint64(114) << qint64(105);
    QTest::newRow("page up") << int(Qt::Key_PageUp) << qint64(104) << qint64(94) << qint64(94);
    QTest::newRow("home") << int(Qt::Key_Home) << qint64(104) << qint64(0) << qint64(0);
    QTest::newRow("end") << int(Qt::Key_End) << qint64(104) << qint64(999) << qint64(990);
}

void TestWindowedTable::keys_goAsInATable() {
    QFETCH(int, key);
    QFETCH(qint64, from);
    QFETCH(qint64, to);
    QFETCH(qint64, top);
    show(1000);
    m_table->scrollToRow(100);
    m_table->setCurrentKey(keyOfRow(from));
    press(static_cast<Qt::Key>(key));
    QCOMPARE(m_table->currentKey(), keyOfRow(to));
    QCOMPARE(m_table->selectedKeys(), std::set<qint64>{keyOfRow(to)});
    QCOMPARE(m_table->topRow(), top);
}

void TestWindowedTable::keys_ofTheConsole_areLeftToIt() {
    show(1000);
    for (const auto key : {Qt::Key_J, Qt::Key_K, Qt::Key_F, Qt::Key_Space, Qt::Key_Slash}) {
        QKeyEvent event(QEvent::KeyPress, key, Qt::NoModifier);
        QCoreApplication::sendEvent(view(), &event);
        QVERIFY(!event.isAccepted());
    }
}

void TestWindowedTable::noRowIsChosenBeforeAPersonDoes() {
    show(1000);
    view()->setFocus();
    QCOMPARE(m_table->currentKey(), std::nullopt);
    QVERIFY(m_table->selectedKeys().empty());
    QVERIFY(!view()->currentIndex().isValid());
    m_table->scrollToRow(50);
    press(Qt::Key_Down);
    QCOMPARE(m_table->currentKey(), keyOfRow(50));
}

void TestWindowedTable::home_and_end_goToTheEndsOfAll() {
    show(kTenBillion);
    press(Qt::Key_End);
    QCOMPARE(m_table->currentKey(), keyOfRow(kTenBillion - 1));
    QCOMPARE(m_table->topRow(), kTenBillion - 10);
    QVERIFY(view()->selectionModel()->isRowSelected(9, {}));
    press(Qt::Key_Home);
    QCOMPARE(m_table->currentKey(), keyOfRow(0));
    QCOMPARE(m_table->topRow(), qint64(0));
}

void TestWindowedTable::click_choosesTheRow() {
    show(1000);
    m_table->scrollToRow(500);
    QSignalSpy changes(m_table.get(), &WindowedTable::currentKeyChanged);
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, middleOf(3, 1));
    QCOMPARE(m_table->currentKey(), keyOfRow(503));
    QCOMPARE(m_table->currentColumn(), 1);
    QCOMPARE(changes.count(), 1);
    QVERIFY(view()->selectionModel()->isRowSelected(3, {}));
    press(Qt::Key_Left);
    QCOMPARE(m_table->currentColumn(), 0);
    QCOMPARE(m_table->currentKey(), keyOfRow(503));
    QCOMPARE(changes.count(), 1);
}

void TestWindowedTable::shift_selectsAStretch_alsoBeyondTheScreen() {
    show(kTenBillion);
    m_table->scrollToRow(500);
    click(2);
    press(Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_table->selectedKeys(), (std::set<qint64>{keyOfRow(502), keyOfRow(503)}));
    press(Qt::Key_Up, Qt::ShiftModifier);
    press(Qt::Key_Up, Qt::ShiftModifier);
    QCOMPARE(m_table->selectedKeys(), (std::set<qint64>{keyOfRow(501), keyOfRow(502)}));
    m_table->scrollToRow(600);
    click(0, Qt::ShiftModifier);
    QCOMPARE(m_table->selectedKeys().size(), std::size_t(99));
    QCOMPARE(*m_table->selectedKeys().begin(), keyOfRow(502));
    QCOMPARE(*m_table->selectedKeys().rbegin(), keyOfRow(600));
    QCOMPARE(m_table->currentKey(), keyOfRow(600));
}

void TestWindowedTable::shift_selectsAtMostAStretch() {
    show(kTenBillion);
    click(0);
    press(Qt::Key_End, Qt::ShiftModifier);
    const auto selected = m_table->selectedKeys();
    QCOMPARE(selected.size(), static_cast<std::size_t>(WindowedTable::kMostSelected));
    QCOMPARE(*selected.begin(), keyOfRow(0));
    QCOMPARE(m_table->currentKey(), keyOfRow(kTenBillion - 1));
}

void TestWindowedTable::control_togglesSingleRows() {
    show(1000);
    click(2);
    click(5, Qt::ControlModifier);
    QCOMPARE(m_table->selectedKeys(), (std::set<qint64>{keyOfRow(2), keyOfRow(5)}));
    click(2, Qt::ControlModifier);
    QCOMPARE(m_table->selectedKeys(), std::set<qint64>{keyOfRow(5)});
    QCOMPARE(m_table->currentKey(), keyOfRow(2));
    press(Qt::Key_Down, Qt::ControlModifier);
    press(Qt::Key_Space, Qt::ControlModifier);
    QCOMPARE(m_table->selectedKeys(), (std::set<qint64>{keyOfRow(3), keyOfRow(5)}));
}

void TestWindowedTable::drag_selectsAStretch() {
    show(1000);
    QTest::mousePress(view()->viewport(), Qt::LeftButton, {}, middleOf(2));
    QMouseEvent move(QEvent::MouseMove, middleOf(4), view()->viewport()->mapToGlobal(middleOf(4)), Qt::NoButton,
                     Qt::LeftButton, {});
    QCoreApplication::sendEvent(view()->viewport(), &move);
    QCOMPARE(m_table->selectedKeys().size(), std::size_t(3));
    const QPoint below(20, view()->viewport()->height() + 30);
    QMouseEvent beyond(QEvent::MouseMove, below, view()->viewport()->mapToGlobal(below), Qt::NoButton, Qt::LeftButton,
                       {});
    QCoreApplication::sendEvent(view()->viewport(), &beyond);
    QTRY_VERIFY(m_table->topRow() > 5);
    QVERIFY(m_table->selectedKeys().size() > 10);
    QTest::mouseRelease(view()->viewport(), Qt::LeftButton, {}, below);
    QCOMPARE(*m_table->selectedKeys().begin(), keyOfRow(2));
}

void TestWindowedTable::selection_staysWithItsKeys_whileRowsArrive() {
    show(1000);
    m_table->setFollowing(true);
    click(9);
    const auto chosen = m_table->currentKey();
    QCOMPARE(chosen, keyOfRow(999));
    m_rows->grow(4);
    QCOMPARE(m_table->currentKey(), chosen);
    QCOMPARE(m_table->topRow(), qint64(994));
    QVERIFY(view()->selectionModel()->isRowSelected(5, {}));
    QCOMPARE(view()->selectionModel()->selectedRows().size(), 1);
    m_rows->grow(100);
    QVERIFY(view()->selectionModel()->selectedRows().isEmpty());
    QCOMPARE(m_table->currentKey(), chosen);
    m_table->setCurrentKey(chosen);
    QCOMPARE(view()->selectionModel()->selectedRows().size(), 1);
}

void TestWindowedTable::selection_staysWithItsKeys_whileRowsGo() {
    show(1000);
    m_table->scrollToRow(500);
    click(3);
    m_rows->dropOldest(200);
    QCOMPARE(m_table->currentKey(), qint64(1000 + 3 * 503));
    QCOMPARE(m_table->topRow(), qint64(300));
    QVERIFY(view()->selectionModel()->isRowSelected(3, {}));
    m_rows->dropOldest(790);
    QCOMPARE(m_table->topRow(), qint64(0));
    QVERIFY(view()->selectionModel()->selectedRows().isEmpty());
}

void TestWindowedTable::following_keepsTheNewestRowInSight() {
    show(3);
    QSignalSpy changes(m_table.get(), &WindowedTable::followingChanged);
    m_table->setFollowing(true);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(m_table->topRow(), qint64(0));
    m_rows->grow(4);
    QCOMPARE(m_table->topRow(), qint64(0));
    m_rows->grow(1000);
    QCOMPARE(m_table->topRow(), qint64(997));
    QCOMPARE(firstText(), QStringLiteral("997 a"));
    m_table->resize(600, 24 + 5 * 24);
    QCOMPARE(m_table->topRow(), qint64(1002));
    QVERIFY(m_table->isFollowing());
}

void TestWindowedTable::following_endsWhenScrolledUp_data() {
    QTest::addColumn<QString>("way");
    QTest::newRow("with the wheel") << "wheel";
    QTest::newRow("with the bar") << "bar";
    QTest::newRow("with a key") << "key";
    QTest::newRow("to a chosen row") << "choice";
}

void TestWindowedTable::following_endsWhenScrolledUp() {
    QFETCH(QString, way);
    show(1000);
    m_table->setFollowing(true);
    QSignalSpy changes(m_table.get(), &WindowedTable::followingChanged);
    if (way == QStringLiteral("wheel"))
        turnWheel(120);
    else if (way == QStringLiteral("bar"))
        bar()->triggerAction(QAbstractSlider::SliderSingleStepSub);
    else if (way == QStringLiteral("key"))
        press(Qt::Key_Home);
    else
        m_table->setCurrentKey(keyOfRow(5));
    QVERIFY(!m_table->isFollowing());
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes[0][0].toBool(), false);
    const qint64 top = m_table->topRow();
    m_rows->grow(10);
    QCOMPARE(m_table->topRow(), top);
}

void TestWindowedTable::notFollowing_staysWhereItIs() {
    show(1000);
    m_table->scrollToRow(500);
    m_rows->grow(5000);
    QCOMPARE(m_table->topRow(), qint64(500));
    m_table->scrollToRow(10'000);
    QCOMPARE(m_table->topRow(), qint64(5990));
    QVERIFY(!m_table->isFollowing());
}

void TestWindowedTable::setCurrentKey_bringsTheRowIntoSight() {
    show(kTenBillion);
    m_table->setCurrentKey(keyOfRow(7'000'000'000));
    QCOMPARE(m_table->topRow(), qint64(7'000'000'000 - 9));
    QVERIFY(view()->selectionModel()->isRowSelected(9, {}));
    m_table->setCurrentKey(std::nullopt);
    QCOMPARE(m_table->currentKey(), std::nullopt);
    QVERIFY(view()->selectionModel()->selectedRows().isEmpty());
    QCOMPARE(m_table->topRow(), qint64(7'000'000'000 - 9));
}

void TestWindowedTable::menu_namesKeyColumnAndPlace() {
    show(1000);
    m_table->scrollToRow(100);
    QSignalSpy menus(m_table.get(), &WindowedTable::menuRequested);
    const QPoint place = middleOf(4, 1);
    QTest::mousePress(view()->viewport(), Qt::RightButton, {}, place);
    QContextMenuEvent event(QContextMenuEvent::Mouse, place, view()->viewport()->mapToGlobal(place));
    QCoreApplication::sendEvent(view()->viewport(), &event);
    QCOMPARE(menus.count(), 1);
    QCOMPARE(menus[0][0].toLongLong(), keyOfRow(104));
    QCOMPARE(menus[0][1].toInt(), 1);
    QCOMPARE(menus[0][2].toPoint(), view()->viewport()->mapToGlobal(place));
    QCOMPARE(m_table->currentKey(), keyOfRow(104));
}

void TestWindowedTable::enter_and_doubleClick_activate() {
    show(1000);
    QSignalSpy opened(m_table.get(), &WindowedTable::activated);
    press(Qt::Key_Return);
    QCOMPARE(opened.count(), 0);
    click(4);
    press(Qt::Key_Return);
    QCOMPARE(opened.count(), 1);
    QTest::mouseDClick(view()->viewport(), Qt::LeftButton, {}, middleOf(4));
    QCOMPARE(opened.count(), 2);
    QCOMPARE(opened[1][0].toLongLong(), keyOfRow(4));
}

void TestWindowedTable::onlyRowsOnTheScreenAreWanted() {
    show(kTenBillion);
    m_table->scrollToRow(5'000'000'000);
    QCOMPARE(m_rows->wanted, (std::pair<qint64, qint64>(5'000'000'000, 5'000'000'010)));
}

void TestWindowedTable::rowsChanged_repaintsThem() {
    show(1000);
    m_table->scrollToRow(100);
    QSignalSpy changes(view()->model(), &QAbstractItemModel::dataChanged);
    emit m_rows->rowsChanged(0, 99);
    emit m_rows->rowsChanged(111, 500);
    QCOMPARE(changes.count(), 0);
    emit m_rows->rowsChanged(50, 102);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(changes[0][0].toModelIndex().row(), 0);
    QCOMPARE(changes[0][1].toModelIndex().row(), 2);
}

void TestWindowedTable::source_mayEndAndBeReplaced() {
    show(1000);
    click(4);
    m_rows.reset();
    QCOMPARE(view()->model()->index(0, 0).data().toString(), QString());
    press(Qt::Key_Down);
    m_table->setSource(nullptr);
    QCOMPARE(view()->model()->rowCount(), 0);
    NumberRows few(2);
    m_table->setSource(&few);
    QCOMPARE(view()->model()->rowCount(), 2);
    m_table->setSource(nullptr);
}

void TestWindowedTable::fillColumn_takesTheRest() {
    show(1000);
    const auto* header = view()->horizontalHeader();
    QCOMPARE(header->sectionSize(0), 100);
    QCOMPARE(header->sectionSize(1), view()->viewport()->width() - 100);
    m_table->resize(800, m_table->height());
    QCOMPARE(header->sectionSize(1), view()->viewport()->width() - 100);
    m_table->resize(150, m_table->height());
    QCOMPARE(header->sectionSize(1), 96);
}

void TestWindowedTable::model_isInOrder() {
    QAbstractItemModelTester tester(view()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    show(40);
    m_table->scrollToRow(7);
    m_table->setFollowing(true);
    m_rows->grow(5);
    m_table->resize(600, 24 + 30 * 24);
    m_rows->dropOldest(20);
    m_table->resize(600, 24 + 3 * 24);
    m_rows->dropOldest(25);
    m_rows->grow(1);
    m_table->setSource(nullptr);
}

QTEST_MAIN(TestWindowedTable)
#include "test_windowed_table.moc"
