#include "ui/widgets/cell.h"

#include <QtTest/QtTest>

using namespace syncline;
using namespace syncline::ui;

namespace {

core::Value value(const char* text) {
    return {std::string(text), text};
}

}  // namespace

class TestCell : public QObject {
    Q_OBJECT

private slots:
    void plainText_isTheCellInWords_data();
    void plainText_isTheCellInWords();
};

void TestCell::plainText_isTheCellInWords_data() {
    QTest::addColumn<Cell>("cell");
    QTest::addColumn<QString>("text");
    QTest::newRow("words") << Cell(TextCell{QStringLiteral("applied")}) << "applied";
    TextCell written{QStringLiteral("10:21:07")};
    written.after = QStringLiteral("Jane Cole");
    QTest::newRow("words with more behind") << Cell(written) << "10:21:07 Jane Cole";
    QTest::newRow("Salesforce") << Cell(SideCell{core::Side::Salesforce}) << "Salesforce";
    QTest::newRow("HubSpot") << Cell(SideCell{core::Side::HubSpot}) << "HubSpot";
    QTest::newRow("ours") << Cell(SideCell{}) << "Syncline";
    QTest::newRow("a value") << Cell(ValueCell{value("Ada "), {}, {}, {}}) << "Ada ";
    QTest::newRow("a blank") << Cell(ValueCell{core::Value{}, {}, {}, {}}) << "∅";
    QTest::newRow("no value") << Cell(ValueCell{}) << "";
    QTest::newRow("before and after") << Cell(ChangeCell{value("SVP"), value("VP"), {}}) << "SVP → VP";
    QTest::newRow("cleared") << Cell(ChangeCell{value("SVP"), core::Value{}, {}}) << "SVP → ∅";
    QTest::newRow("after only") << Cell(ChangeCell{{}, value("VP"), {}}) << "VP";
    QTest::newRow("before only") << Cell(ChangeCell{value("VP"), {}, {}}) << "VP";
    QTest::newRow("shares") << Cell(SharesCell{7, 1204}) << "Salesforce 7, HubSpot 1,204";
    QTest::newRow("progress") << Cell(ProgressCell{0.62, {}}) << "62 %";
    QTest::newRow("in a chain") << Cell(ChainCell{ChainCell::Place::Middle, false})
                                << "of the chain of the chosen entry";
    QTest::newRow("in no chain") << Cell(ChainCell{}) << "";
    QTest::newRow("loading") << Cell(BlockCell{}) << "loading";
}

void TestCell::plainText_isTheCellInWords() {
    QFETCH(Cell, cell);
    QFETCH(QString, text);
    QCOMPARE(plainText(cell), text);
}

QTEST_GUILESS_MAIN(TestCell)
#include "test_cell.moc"
