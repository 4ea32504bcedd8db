#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/cell_painter.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QImage>
#include <QPainter>
#include <QStandardItemModel>
#include <QTableView>
#include <QToolTip>
#include <QTreeView>

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;

namespace {

const QRect kCell(20, 10, 120, 24);
const QSize kPaper(160, 44);
const QColor kOutside(255, 0, 255);

core::Value value(const char* text) {
    return {std::string(text), text};
}

/// Where something else than the surface is seen; empty when nothing is.
QRect inkIn(const QImage& image, const QRect& rect, const QColor& surface) {
    QRect ink;
    for (int y = rect.top(); y <= rect.bottom(); ++y) {
        for (int x = rect.left(); x <= rect.right(); ++x) {
            if (image.pixelColor(x, y) != surface)
                ink |= QRect(x, y, 1, 1);
        }
    }
    return ink;
}

}  // namespace

class TestCellDelegate : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void everyKind_hasInk_andNoneOutside_data();
    void everyKind_hasInk_andNoneOutside();
    void narrowCells_staysInside_data() { everyKind_hasInk_andNoneOutside_data(); }
    void narrowCells_staysInside();
    void absentThings_haveNone_data();
    void absentThings_haveNone();
    void alignment_placesTheInk_data();
    void alignment_placesTheInk();
    void rowStates_haveTheirSurface_data();
    void rowStates_haveTheirSurface();
    void currentRow_hasABar_inItsFirstCellOnly();
    void focusedCell_hasAFrame();
    void tab_choosesNothing();
    void hover_isOfTheWholeRow();
    void tintedValue_hasTheSidesFill_untilSelected();
    void differingParts_haveTheSidesStrongColour();
    void shares_areTrue_andShowTheSmallOnes_data();
    void shares_areTrue_andShowTheSmallOnes();
    void elided_isSaidSo_data();
    void elided_isSaidSo();
    void tooltip_isTheWholeValue_onlyWhenElided();
    void groupRows_areHigher();
    void textScale_growsTheRows();

private:
    void setCell(const Cell& cell, int row = 0, int column = 0) {
        m_model->setData(m_model->index(row, column), QVariant::fromValue(cell), kCellRole);
    }
    /// A cell as the delegate paints it, on paper of kOutside.
    [[nodiscard]] QImage painted(QStyle::State state = {}, const QRect& rect = kCell, int row = 0, int column = 0);
    [[nodiscard]] QColor surfaceOf(const QImage& image) const { return image.pixelColor(kCell.right(), kCell.top()); }

    Theme m_theme;
    std::unique_ptr<QStandardItemModel> m_model;
    std::unique_ptr<QTableView> m_view;
};

void TestCellDelegate::initTestCase() {
    m_theme.setChoice(ThemeChoice::Light);
    m_theme.apply();
}

void TestCellDelegate::init() {
    m_theme.setTextScale(1);
    m_view.reset();
    m_model = std::make_unique<QStandardItemModel>(4, 2);
    m_view = std::make_unique<QTableView>();
    CellDelegate::dress(*m_view, m_theme);
    m_view->setModel(m_model.get());
    m_view->resize(300, 200);
}

QImage TestCellDelegate::painted(QStyle::State state, const QRect& rect, int row, int column) {
    QImage image(kPaper, QImage::Format_ARGB32);
    image.fill(kOutside);
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.initFrom(m_view.get());
    option.widget = m_view.get();
    option.rect = rect;
    option.state = QStyle::State_Enabled | state;
    m_view->itemDelegate()->paint(&painter, option, m_model->index(row, column));
    return image;
}

void TestCellDelegate::everyKind_hasInk_andNoneOutside_data() {
    using Place = ChainCell::Place;
    QTest::addColumn<Cell>("cell");
    const QString longText = QStringLiteral("a text that is longer than its cell can show");
    QTest::newRow("text") << Cell(TextCell{.text = QStringLiteral("applied")});
    QTest::newRow("text with an icon") << Cell(TextCell{.text = longText, .icon = Icon::ArrowRight});
    QTest::newRow("an icon alone") << Cell(TextCell{.icon = Icon::Flag});
    QTest::newRow("a time and who") << Cell(TextCell{.text = longText, .isMono = true, .after = longText});
    QTest::newRow("a name and its type") << Cell(
        TextCell{.text = longText, .isMono = true, .after = QStringLiteral("pick"), .isAfterAtEnd = true});
    QTest::newRow("a side") << Cell(SideCell{core::Side::HubSpot});
    QTest::newRow("ours") << Cell(SideCell{});
    QTest::newRow("a value") << Cell(ValueCell{value("VP Engineering & Data, all of it"), {}, {}, {}});
    QTest::newRow("a blank") << Cell(ValueCell{core::Value{}, {}, {}, {}});
    QTest::newRow("an empty text") << Cell(ValueCell{value(""), {}, {}, {}});
    QTest::newRow("a differing value") << Cell(ValueCell{value("SVP"), core::Side::Salesforce, value("VP"), {}});
    QTest::newRow("before and after") << Cell(
        ChangeCell{value("lena@initech.com"), value("l.fischer@initech.com"), {}});
    QTest::newRow("after only") << Cell(ChangeCell{{}, value("VP"), {}});
    QTest::newRow("shares") << Cell(SharesCell{964, 878});
    QTest::newRow("progress") << Cell(ProgressCell{0.62, Tone::Normal});
    QTest::newRow("first of a chain") << Cell(ChainCell{Place::First, true});
    QTest::newRow("middle of a chain") << Cell(ChainCell{Place::Middle, false});
    QTest::newRow("beside a chain") << Cell(ChainCell{Place::Through, false});
    QTest::newRow("alone") << Cell(ChainCell{Place::Alone, true});
    QTest::newRow("loading") << Cell(BlockCell{0.7});
}

void TestCellDelegate::everyKind_hasInk_andNoneOutside() {
    QFETCH(Cell, cell);
    setCell(cell);
    const auto image = painted();
    const QRect withoutGrid = kCell.adjusted(0, 0, 0, -1);
    QVERIFY(!inkIn(image, withoutGrid, surfaceOf(image)).isEmpty());
    QCOMPARE(inkIn(image, image.rect(), kOutside), kCell);
}

void TestCellDelegate::narrowCells_staysInside() {
    QFETCH(Cell, cell);
    setCell(cell);
    for (const int width : {1, 5, 12, 30}) {
        const QRect narrow(kCell.topLeft(), QSize(width, kCell.height()));
        QCOMPARE(inkIn(painted({}, narrow), QRect({0, 0}, kPaper), kOutside), narrow);
    }
}

void TestCellDelegate::absentThings_haveNone_data() {
    QTest::addColumn<Cell>("cell");
    QTest::newRow("no text") << Cell(TextCell{});
    QTest::newRow("no value") << Cell(ValueCell{});
    QTest::newRow("no change") << Cell(ChangeCell{});
    QTest::newRow("no chain") << Cell(ChainCell{});
}

void TestCellDelegate::absentThings_haveNone() {
    QFETCH(Cell, cell);
    setCell(cell);
    const auto image = painted();
    QVERIFY(inkIn(image, kCell.adjusted(0, 0, 0, -1), surfaceOf(image)).isEmpty());
}

void TestCellDelegate::alignment_placesTheInk_data() {
    QTest::addColumn<Cell>("cell");
    QTest::newRow("text") << Cell(TextCell{.text = QStringLiteral("4,718")});
    QTest::newRow("text with an icon") << Cell(TextCell{.text = QStringLiteral("4"), .icon = Icon::Flag});
    QTest::newRow("a value") << Cell(ValueCell{value("VP"), {}, {}, {}});
    QTest::newRow("a block") << Cell(BlockCell{0.4});
}

void TestCellDelegate::alignment_placesTheInk() {
    QFETCH(Cell, cell);
    setCell(cell);
    const auto inkAt = [this](Qt::Alignment alignment) {
        m_model->setData(m_model->index(0, 0), static_cast<int>(alignment | Qt::AlignVCenter), Qt::TextAlignmentRole);
        const auto image = painted();
        return inkIn(image, kCell.adjusted(0, 0, 0, -1), surfaceOf(image));
    };
    // The padding is 8; letters begin a pixel or two inside their box.
    QVERIFY(qAbs(inkAt(Qt::AlignLeft).left() - kCell.left() - 8) <= 3);
    QVERIFY(qAbs(kCell.right() - inkAt(Qt::AlignRight).right() - 8) <= 3);
    QVERIFY(qAbs(inkAt(Qt::AlignHCenter).center().x() - kCell.center().x()) <= 3);
}

void TestCellDelegate::rowStates_haveTheirSurface_data() {
    const Colors colors = Theme::colorsOf(Brightness::Light);
    const QPalette palette = Theme::paletteOf(Brightness::Light);
    QTest::addColumn<int>("state");
    QTest::addColumn<Tone>("fill");
    QTest::addColumn<RowKind>("kind");
    QTest::addColumn<QColor>("surface");
    const int rest = 0;
    const int selected = QStyle::State_Selected;
    QTest::newRow("normal") << rest << Tone::Normal << RowKind::Normal << palette.color(QPalette::Base);
    QTest::newRow("group") << rest << Tone::Normal << RowKind::Group << palette.color(QPalette::AlternateBase);
    QTest::newRow("attention") << rest << Tone::Attention << RowKind::Normal << colors.attention.fill;
    QTest::newRow("failure") << rest << Tone::Failure << RowKind::Normal << colors.failure.fill;
    QTest::newRow("ours") << rest << Tone::Muted << RowKind::Normal << colors.ours.fill;
    QTest::newRow("selected, the view without focus")
        << selected << Tone::Normal << RowKind::Normal << colors.highlightInactive;
    QTest::newRow("selected and attention")
        << selected << Tone::Attention << RowKind::Normal << colors.highlightInactive;
}

void TestCellDelegate::rowStates_haveTheirSurface() {
    QFETCH(int, state);
    QFETCH(Tone, fill);
    QFETCH(RowKind, kind);
    QFETCH(QColor, surface);
    setCell(TextCell{.text = QStringLiteral("x")});
    m_model->setData(m_model->index(0, 0), QVariant::fromValue(fill), kRowFillRole);
    m_model->setData(m_model->index(0, 0), QVariant::fromValue(kind), kRowKindRole);
    QCOMPARE(surfaceOf(painted(QStyle::State(state))), surface);
}

void TestCellDelegate::currentRow_hasABar_inItsFirstCellOnly() {
    const QColor bar = m_theme.colors().focus;
    m_view->selectionModel()->setCurrentIndex(m_model->index(1, 1),
                                              QItemSelectionModel::Rows | QItemSelectionModel::ClearAndSelect);
    const auto leftOf = [this](int row, int column) {
        return painted(QStyle::State_Selected, kCell, row, column).pixelColor(kCell.left() + 2, kCell.top() + 12);
    };
    QCOMPARE(leftOf(1, 0), bar);
    QVERIFY(leftOf(1, 1) != bar);
    QVERIFY(leftOf(2, 0) != bar);
    m_view->horizontalHeader()->moveSection(1, 0);
    QCOMPARE(leftOf(1, 1), bar);
    QVERIFY(leftOf(1, 0) != bar);
}

void TestCellDelegate::tab_choosesNothing() {
    QStandardItemModel model(3, 2);
    QWidget window;
    QTableView table(&window);
    table.setModel(&model);
    CellDelegate::dress(table, m_theme);
    QTreeView tree(&window);
    tree.setModel(&model);
    CellDelegate::leaveUnchosen(tree);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    for (QAbstractItemView* view : std::initializer_list<QAbstractItemView*>{&table, &tree}) {
        view->setFocus(Qt::TabFocusReason);
        QVERIFY(view->hasFocus());
        QVERIFY(!view->currentIndex().isValid());
        // Then the first key chooses.
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(view->currentIndex().row(), 0);
    }
    model.clear();
    model.setRowCount(2);
    model.setColumnCount(2);
    table.setFocus(Qt::TabFocusReason);
    QVERIFY(!table.currentIndex().isValid());
}

void TestCellDelegate::focusedCell_hasAFrame() {
    const auto image = painted(QStyle::State_Selected | QStyle::State_HasFocus);
    const QColor frame = m_theme.colors().focus;
    for (const QPoint& at :
         {kCell.topLeft(), kCell.topRight() - QPoint(1, -1), QPoint(kCell.center().x(), kCell.top())})
        QCOMPARE(image.pixelColor(at), frame);
    QVERIFY(image.pixelColor(kCell.center()) != frame);
}

void TestCellDelegate::hover_isOfTheWholeRow() {
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    const QPoint place = m_view->visualRect(m_model->index(2, 0)).center();
    QMouseEvent move(QEvent::MouseMove, place, m_view->viewport()->mapToGlobal(place), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(m_view->viewport(), &move);
    QCOMPARE(surfaceOf(painted({}, kCell, 2, 0)), m_theme.colors().hover);
    QCOMPARE(surfaceOf(painted({}, kCell, 2, 1)), m_theme.colors().hover);
    QVERIFY(surfaceOf(painted({}, kCell, 1, 0)) != m_theme.colors().hover);
    QEvent leave(QEvent::Leave);
    QCoreApplication::sendEvent(m_view->viewport(), &leave);
    QVERIFY(surfaceOf(painted({}, kCell, 2, 0)) != m_theme.colors().hover);
}

void TestCellDelegate::tintedValue_hasTheSidesFill_untilSelected() {
    setCell(ValueCell{value("silver"), core::Side::HubSpot, {}, {}});
    QCOMPARE(surfaceOf(painted()), m_theme.colors().hubspot.fill);
    QCOMPARE(surfaceOf(painted(QStyle::State_Selected)), m_theme.colors().highlightInactive);
}

void TestCellDelegate::differingParts_haveTheSidesStrongColour() {
    const QColor strong = m_theme.colors().salesforce.strong;
    const QColor line = m_theme.colors().salesforce.mark;
    const auto count = [&](const QImage& image, const QColor& color) {
        int pixels = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                pixels += image.pixelColor(x, y) == color ? 1 : 0;
        }
        return pixels;
    };
    setCell(ValueCell{value("SVP"), core::Side::Salesforce, value("VP"), {}});
    const auto part = painted(QStyle::State_Selected);
    QVERIFY(count(part, strong) > 30);
    QVERIFY(count(part, line) >= 12);
    setCell(ValueCell{value("gold"), core::Side::Salesforce, value("silver"), {}});
    QVERIFY(count(painted(), strong) > count(part, strong));
    setCell(ValueCell{value("gold"), core::Side::Salesforce, value("gold"), {}});
    QCOMPARE(count(painted(), strong), 0);
}

void TestCellDelegate::shares_areTrue_andShowTheSmallOnes_data() {
    QTest::addColumn<qint64>("salesforce");
    QTest::addColumn<qint64>("hubspot");
    QTest::addColumn<int>("ofSalesforce");
    QTest::addColumn<int>("ofHubSpot");
    QTest::newRow("halves") << qint64(50) << qint64(50) << 28 << 27;
    QTest::newRow("one in a thousand") << qint64(1) << qint64(999) << 1 << 54;
    QTest::newRow("all but one in a thousand") << qint64(999) << qint64(1) << 54 << 1;
    QTest::newRow("Salesforce only") << qint64(64) << qint64(0) << 56 << 0;
    QTest::newRow("HubSpot only") << qint64(0) << qint64(64) << 0 << 56;
    QTest::newRow("nothing") << qint64(0) << qint64(0) << 0 << 0;
}

void TestCellDelegate::shares_areTrue_andShowTheSmallOnes() {
    QFETCH(qint64, salesforce);
    QFETCH(qint64, hubspot);
    QFETCH(int, ofSalesforce);
    QFETCH(int, ofHubSpot);
    setCell(SharesCell{salesforce, hubspot});
    const QRect wide(0, 10, 160, 24);
    const auto image = painted({}, wide);
    int blue = 0;
    int orange = 0;
    for (int x = 0; x < image.width(); ++x) {
        const QColor color = image.pixelColor(x, wide.center().y());
        blue += color == m_theme.colors().salesforce.mark ? 1 : 0;
        orange += color == m_theme.colors().hubspotGraph ? 1 : 0;
    }
    QCOMPARE(blue, ofSalesforce);
    QCOMPARE(orange, ofHubSpot);
}

void TestCellDelegate::elided_isSaidSo_data() {
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<bool>("isElided");
    const QString longText = QStringLiteral("a text that is longer than its cell can show");
    QTest::newRow("short text") << Cell(TextCell{.text = QStringLiteral("short")}) << false;
    QTest::newRow("long text") << Cell(TextCell{.text = longText}) << true;
    QTest::newRow("long text behind") << Cell(TextCell{.text = QStringLiteral("x"), .after = longText}) << true;
    QTest::newRow("short value") << Cell(ValueCell{value("VP"), {}, {}, {}}) << false;
    QTest::newRow("long value") << Cell(ValueCell{value("VP Engineering & Data"), {}, {}, {}}) << true;
    QTest::newRow("short change") << Cell(ChangeCell{value("VP"), value("SVP"), {}}) << false;
    QTest::newRow("long before") << Cell(ChangeCell{value("l.fischer@initech.com"), core::Value{}, {}}) << true;
    QTest::newRow("long after") << Cell(ChangeCell{core::Value{}, value("l.fischer@initech.com"), {}}) << true;
    QTest::newRow("a side") << Cell(SideCell{core::Side::Salesforce}) << false;
    QTest::newRow("shares without room") << Cell(SharesCell{7, 312}) << true;
}

void TestCellDelegate::elided_isSaidSo() {
    QFETCH(Cell, cell);
    QFETCH(bool, isElided);
    const CellPlace place{
        .theme = m_theme, .palette = QApplication::palette(), .cell = kCell, .content = kCell.adjusted(8, 0, -8, -1)};
    QCOMPARE(ui::isElided(cell, place), isElided);
}

void TestCellDelegate::tooltip_isTheWholeValue_onlyWhenElided() {
    const auto helped = [this](const char* text) {
        setCell(ValueCell{value(text), {}, {}, {}});
        QStyleOptionViewItem option;
        option.initFrom(m_view.get());
        option.widget = m_view.get();
        option.rect = kCell;
        QHelpEvent event(QEvent::ToolTip, kCell.center(), m_view->mapToGlobal(kCell.center()));
        return m_view->itemDelegate()->helpEvent(&event, m_view.get(), option, m_model->index(0, 0));
    };
    m_view->show();
    QVERIFY(!helped("VP"));
    QVERIFY(!QToolTip::isVisible());
    QVERIFY(helped("VP Engineering <b>& Data</b>"));
    QVERIFY(QToolTip::text().contains(QStringLiteral("VP Engineering &lt;b&gt;&amp; Data&lt;/b&gt;")));
    QToolTip::hideText();
}

void TestCellDelegate::groupRows_areHigher() {
    QStyleOptionViewItem option;
    option.initFrom(m_view.get());
    setCell(TextCell{.text = QStringLiteral("x")});
    const auto* delegate = m_view->itemDelegate();
    QCOMPARE(delegate->sizeHint(option, m_model->index(0, 0)).height(), 24);
    m_model->setData(m_model->index(0, 0), QVariant::fromValue(RowKind::Group), kRowKindRole);
    QCOMPARE(delegate->sizeHint(option, m_model->index(0, 0)).height(), 28);
}

void TestCellDelegate::textScale_growsTheRows() {
    QCOMPARE(m_view->verticalHeader()->defaultSectionSize(), 24);
    m_theme.setTextScale(1.5);
    QCOMPARE(m_view->verticalHeader()->defaultSectionSize(), 36);
    QCOMPARE(m_view->horizontalHeader()->sizeHint().height(), 36);
}

QTEST_MAIN(TestCellDelegate)
#include "test_cell_delegate.moc"
