#include "ui/widgets/column_widths.h"
#include "ui/widgets/theme.h"

#include <QHeaderView>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>
#include <memory>

using namespace syncline::ui;

namespace {

std::vector<Column> threeColumns() {
    return {{QStringLiteral("One"), 100, Qt::AlignLeft, {}},
            {QStringLiteral("Rest"), 0, Qt::AlignLeft, {}},
            {QStringLiteral("Three"), 60, Qt::AlignLeft, {}}};
}

/// A table of three columns, of which the middle one takes the rest, 700 wide.
struct Shown {
    explicit Shown(const Theme& theme) : model(1, 3) {
        table.setModel(&model);
        widths = new ColumnWidths(theme, table, threeColumns());
        table.resize(700, 200);
        table.show();
    }
    [[nodiscard]] int width(int column) const { return table.columnWidth(column); }
    [[nodiscard]] int rest() const { return table.viewport()->width() - width(0) - width(2); }

    QStandardItemModel model;
    QTableView table;
    ColumnWidths* widths = nullptr;
};

}  // namespace

class TestColumnWidths : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme.apply(); }
    void cleanup() { m_theme.setTextScale(1); }

    void widened_isNoPersonsChoice() {
        const Shown shown(m_theme);
        shown.widths->widen(0, 120);
        QCOMPARE(shown.width(0), 120);
        shown.widths->widen(0, 90);
        QCOMPARE(shown.width(0), 120);
        QVERIFY(shown.widths->save().isEmpty());
        m_theme.setTextScale(1.5);
        QCOMPARE(shown.width(0), 180);
        QCOMPARE(shown.width(1), shown.rest());
    }

    void personsWidths_goWithTheText() {
        const Shown shown(m_theme);
        shown.table.horizontalHeader()->resizeSection(0, 200);
        QCOMPARE(shown.width(1), shown.rest());
        const QByteArray saved = shown.widths->save();
        m_theme.setTextScale(1.5);
        QCOMPARE(shown.width(0), 300);
        QCOMPARE(shown.width(2), 90);
        QCOMPARE(shown.width(1), shown.rest());

        // What was saved at one size of the text fits at another.
        const Shown other(m_theme);
        QCOMPARE(other.width(0), 150);
        other.widths->restore(saved);
        QCOMPARE(other.width(0), 300);
        QCOMPARE(other.width(1), other.rest());
    }

    void order_isKept() {
        const Shown shown(m_theme);
        QVERIFY(shown.widths->save().isEmpty());
        shown.table.horizontalHeader()->moveSection(2, 0);
        const Shown other(m_theme);
        other.widths->restore(shown.widths->save());
        QCOMPARE(other.table.horizontalHeader()->visualIndex(2), 0);
        QCOMPARE(other.table.horizontalHeader()->visualIndex(0), 1);
        QCOMPARE(other.width(0), 100);
    }

    void brokenText_changesNothing_data() {
        QTest::addColumn<QByteArray>("saved");
        for (const char* text :
             {"", ";", "200", "200,10,x;", "200,10,-1;", "200,10,99999;", ";0,0,1", ";0,1", ";3,1,2", "a;b;c"})
            QTest::newRow(text) << QByteArray(text);
    }
    void brokenText_changesNothing() {
        QFETCH(const QByteArray, saved);
        const Shown shown(m_theme);
        shown.widths->restore(saved);
        QCOMPARE(shown.width(0), 100);
        QCOMPARE(shown.width(2), 60);
        QCOMPARE(shown.table.horizontalHeader()->visualIndex(0), 0);
        QVERIFY(shown.widths->save().isEmpty());
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TestColumnWidths)
#include "test_column_widths.moc"
