#include "tests/ui/shell/window_fixture.h"
#include "ui/shell/palette_model.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTest>
#include <algorithm>

using namespace syncline;
using test::WindowFixture;

namespace {

ui::RecordHit ada() {
    ui::RecordHit hit;
    hit.entity = core::EntityId(41);
    hit.object = "contact";
    hit.title = "Ada Lovelace";
    hit.key = "ada@acme.com";
    hit.record = {"003Qy00000Ab1CdIAJ", "171596044870"};
    return hit;
}

ui::RecordHit adatum() {
    ui::RecordHit hit;
    hit.entity = core::EntityId(77);
    hit.object = "company";
    hit.title = "Adatum Corp";
    hit.key = "adatum.example";
    hit.record = {"001Qy", std::nullopt};
    return hit;
}

ui::RecordHit quoting() {
    ui::RecordHit hit = ada();
    hit.key = "say \"hi\"";
    return hit;
}

ui::ConflictRow conflict() {
    ui::ConflictRow row;
    row.conflict = core::Seq(990);
    row.title = "Ada Lovelace";
    row.company = "Acme";
    row.field.name = "job_title";
    return row;
}

/// A window with the palette's answers, and the palette open.
struct OpenPalette : WindowFixture {
    OpenPalette() {
        bridge.onQuery<ui::RecordSearch>([](const ui::RecordSearch& asked) -> base::Result<std::vector<ui::RecordHit>> {
            if (asked.text == "fail")
                return base::Error{base::ErrorCode::Unavailable, "search records", "", "no journal", ""};
            if (asked.text == "ada")
                return std::vector{ada(), adatum()};
            if (asked.text == "say")
                return std::vector{quoting()};
            return std::vector<ui::RecordHit>();
        });
        bridge.onQuery<ui::OpenConflicts>([](const ui::OpenConflicts&) { return std::vector{conflict()}; });
        QTest::keyClick(window->focusWidget(), Qt::Key_K, Qt::ControlModifier);
        input = find<QLineEdit>("paletteInput");
        list = find<QListView>("paletteList");
    }

    [[nodiscard]] QStringList rows() const {
        QStringList all;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            all << list->model()->index(row, 0).data().toString();
        return all;
    }
    [[nodiscard]] QString current() const { return list->currentIndex().data().toString(); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const {
        QTest::keyClick(input, key, modifiers);
    }

    QLineEdit* input = nullptr;
    QListView* list = nullptr;
};

}  // namespace

class PaletteTest : public QObject {
    Q_OBJECT
private slots:
    void model_isSound();
    void open_takesTheFocusAndGivesItBack();
    void records_comeFirstAfterAPause();
    void enter_opensTheCurrentRow_data();
    void enter_opensTheCurrentRow();
    void arrows_passOverHeadings();
    void prefix_narrows_data();
    void prefix_narrows();
    void action_runsByItsName();
    void ctrlEnter_filtersTheStream_data();
    void ctrlEnter_filtersTheStream();
    void unknownName_isSaidAndLeadsNowhere_data();
    void unknownName_isSaidAndLeadsNowhere();
    void unknownName_isSaidBelowWhatFits();
    void mouse_opensARow();
    void focusElsewhere_closesIt();
    void failure_isSaid();
    void place_isAsDrawn();
};

void PaletteTest::model_isSound() {
    ui::PaletteModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    ui::PaletteItem one;
    one.text = QStringLiteral("Keys");
    ui::PaletteItem other = one;
    other.group = ui::PaletteGroup::Filters;
    ui::PaletteItem note = one;
    note.group = ui::PaletteGroup::Records;
    note.isNote = true;
    model.set({note, one}, {});
    QCOMPARE(model.itemFrom(0, 1), 3);
    QCOMPARE(model.itemFrom(2, -1), -1);
    model.set({one, one, other}, QStringLiteral("k"));
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.itemAt(0), nullptr);
    QCOMPARE(model.itemFrom(0, 1), 1);
    QCOMPARE(model.itemFrom(3, 1), 4);
    QCOMPARE(model.itemFrom(3, -1), 2);
    QCOMPARE(model.itemFrom(0, -1), -1);
    model.set({}, {});
    QCOMPARE(model.rowCount(), 0);
    QCOMPARE(model.itemFrom(0, 1), -1);
}

void PaletteTest::open_takesTheFocusAndGivesItBack() {
    const OpenPalette palette;
    QVERIFY(palette.find("commandPalette")->isVisible());
    QVERIFY(palette.window->focusWidget() == palette.input);
    palette.press(Qt::Key_Escape);
    QVERIFY(!palette.find("commandPalette")->isVisible());
    QCOMPARE(palette.window->focusWidget(), palette.find("streamRows"));
}

void PaletteTest::records_comeFirstAfterAPause() {
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral("ada"));
    QVERIFY(palette.bridge.asked<ui::RecordSearch>().empty());
    QTRY_COMPARE(palette.bridge.asked<ui::RecordSearch>().size(), std::size_t{1});
    QCOMPARE(palette.bridge.asked<ui::RecordSearch>().front().text, std::string("ada"));
    const QStringList expected = {QStringLiteral("Records"),
                                  QStringLiteral("Ada Lovelace"),
                                  QStringLiteral("Adatum Corp"),
                                  QStringLiteral("Needs you"),
                                  QStringLiteral("Conflict: job_title of Ada Lovelace"),
                                  QStringLiteral("Actions"),
                                  QStringLiteral("Follow Ada Lovelace"),
                                  QStringLiteral("Filters"),
                                  QStringLiteral("record == \"ada@acme.com\"")};
    QTRY_COMPARE(palette.rows(), expected);
    QCOMPARE(palette.current(), QStringLiteral("Ada Lovelace"));
}

void PaletteTest::enter_opensTheCurrentRow_data() {
    QTest::addColumn<int>("down");
    QTest::addColumn<QString>("leads");
    QTest::newRow("the first record") << 0 << QStringLiteral("record 41");
    QTest::newRow("the second record") << 1 << QStringLiteral("record 77");
    QTest::newRow("what needs the person") << 2 << QStringLiteral("conflict 990");
    QTest::newRow("an action for the record") << 3 << QStringLiteral("filter record == \"ada@acme.com\"");
    QTest::newRow("the filter") << 4 << QStringLiteral("filter record == \"ada@acme.com\"");
    QTest::newRow("below the last it stays") << 9 << QStringLiteral("filter record == \"ada@acme.com\"");
}

void PaletteTest::enter_opensTheCurrentRow() {
    QFETCH(const int, down);
    QFETCH(const QString, leads);
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral("ada"));
    QTRY_COMPARE(palette.rows().size(), 9);
    for (int i = 0; i < down; ++i)
        palette.press(Qt::Key_Down);
    palette.press(Qt::Key_Return);
    QStringList led;
    for (const core::EntityId entity : palette.navigator.records)
        led << QStringLiteral("record %1").arg(entity.value());
    for (const core::Seq seq : palette.navigator.conflicts)
        led << QStringLiteral("conflict %1").arg(seq.value());
    for (const QString& filter : palette.navigator.filters)
        led << QStringLiteral("filter ") + filter;
    QCOMPARE(led, QStringList(leads));
    QVERIFY(!palette.find("commandPalette")->isVisible());
}

void PaletteTest::arrows_passOverHeadings() {
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral("ada"));
    QTRY_COMPARE(palette.rows().size(), 9);
    palette.press(Qt::Key_Up);
    QCOMPARE(palette.current(), QStringLiteral("Ada Lovelace"));
    palette.press(Qt::Key_Down);
    palette.press(Qt::Key_Down);
    QCOMPARE(palette.current(), QStringLiteral("Conflict: job_title of Ada Lovelace"));
    palette.press(Qt::Key_Up);
    QCOMPARE(palette.current(), QStringLiteral("Adatum Corp"));
    palette.press(Qt::Key_PageDown);
    QCOMPARE(palette.current(), QStringLiteral("record == \"ada@acme.com\""));
}

void PaletteTest::prefix_narrows_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("groups");
    QTest::newRow("nothing typed") << QString() << QStringLiteral("Needs you, Actions");
    QTest::newRow("actions by their menu") << QStringLiteral(">theme") << QStringLiteral("Actions");
    QTest::newRow("actions by word") << QStringLiteral(">dark") << QStringLiteral("Actions");
    QTest::newRow("records only") << QStringLiteral("@ada") << QStringLiteral("Records, Filters");
}

void PaletteTest::prefix_narrows() {
    QFETCH(const QString, text);
    QFETCH(const QString, groups);
    const OpenPalette palette;
    QTest::keyClicks(palette.input, text);
    const auto shown = [&] {
        QStringList headings;
        for (int row = 0; row < palette.list->model()->rowCount(); ++row) {
            const QModelIndex index = palette.list->model()->index(row, 0);
            if (!index.flags().testFlag(Qt::ItemIsSelectable))
                headings << index.data().toString();
        }
        return headings.join(QStringLiteral(", "));
    };
    QTRY_COMPARE(shown(), groups);
}

void PaletteTest::action_runsByItsName() {
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral(">mark row"));
    QCOMPARE(palette.current(), QStringLiteral("Mark a row of Stream"));
    palette.press(Qt::Key_Return);
    QCOMPARE(palette.stream->marked(), 1);
    QVERIFY(palette.bridge.asked<ui::RecordSearch>().empty());
}

void PaletteTest::ctrlEnter_filtersTheStream_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("filter");
    QTest::newRow("a record") << QStringLiteral("ada") << QStringLiteral("record == \"ada@acme.com\"");
    QTest::newRow("a record with quotes") << QStringLiteral("say") << QStringLiteral("record == \"say \\\"hi\\\"\"");
    QTest::newRow("a filter") << QStringLiteral("outcome == lost") << QStringLiteral("outcome == lost");
}

void PaletteTest::ctrlEnter_filtersTheStream() {
    QFETCH(const QString, text);
    QFETCH(const QString, filter);
    const OpenPalette palette;
    QTest::keyClicks(palette.input, text);
    // Faster than the search: it is done when the record is found.
    palette.press(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(palette.navigator.filters, QStringList(filter));
    QVERIFY(!palette.find("commandPalette")->isVisible());
}

void PaletteTest::unknownName_isSaidAndLeadsNowhere_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("anything") << QStringLiteral("zzyzx");
    QTest::newRow("records only") << QStringLiteral("@zzyzx");
}

void PaletteTest::unknownName_isSaidAndLeadsNowhere() {
    QFETCH(const QString, text);
    const OpenPalette palette;
    QTest::keyClicks(palette.input, text);
    QVERIFY(palette.rows().isEmpty());  // It is not known yet.
    QTRY_COMPARE(palette.rows(), QStringList({QStringLiteral("Records"), QStringLiteral("No record found")}));
    QVERIFY(!palette.list->model()->index(1, 0).flags().testFlag(Qt::ItemIsSelectable));
    for (const Qt::KeyboardModifiers modifiers : {Qt::KeyboardModifiers(), Qt::KeyboardModifiers(Qt::ControlModifier)})
        palette.press(Qt::Key_Return, modifiers);
    const QRect note = palette.list->visualRect(palette.list->model()->index(1, 0));
    QTest::mouseClick(palette.list->viewport(), Qt::LeftButton, {}, note.center());
    QVERIFY(palette.navigator.filters.isEmpty());
    QVERIFY(palette.navigator.records.empty());
    QVERIFY(palette.find("commandPalette")->isVisible());
}

void PaletteTest::unknownName_isSaidBelowWhatFits() {
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral("mark"));
    QTRY_COMPARE(palette.rows().last(), QStringLiteral("No record found"));
    QCOMPARE(palette.current(), QStringLiteral("Mark a row of Stream"));
}

void PaletteTest::mouse_opensARow() {
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral("@ada"));
    QTRY_COMPARE(palette.rows().size(), 5);
    const QRect second = palette.list->visualRect(palette.list->model()->index(2, 0));
    QTest::mouseClick(palette.list->viewport(), Qt::LeftButton, {}, second.center());
    QCOMPARE(palette.navigator.records, std::vector{core::EntityId(77)});
}

void PaletteTest::focusElsewhere_closesIt() {
    const OpenPalette palette;
    palette.find("streamRows")->setFocus();
    QTRY_VERIFY(!palette.find("commandPalette")->isVisible());
}

void PaletteTest::failure_isSaid() {
    const OpenPalette palette;
    QTest::keyClicks(palette.input, QStringLiteral("fail"));
    const auto saysIt = [&] {
        const auto labels = palette.find("commandPalette")->findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(),
                           [](const QLabel* label) { return label->text().contains(QStringLiteral("no journal")); });
    };
    QTRY_VERIFY(saysIt());
}

void PaletteTest::place_isAsDrawn() {
    const OpenPalette palette;
    palette.window->resize(1440, 900);
    const QWidget* box = palette.find("commandPalette");
    QTRY_COMPARE(box->x(), 400);
    QCOMPARE(box->width(), 640);
    QCOMPARE(box->y(), 72);
    QVERIFY(box->geometry().bottom() < palette.window->height());
}

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
