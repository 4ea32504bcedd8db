#include "engine/delivery/entry_json.h"
#include "tests/ui/stream/stream_stage.h"
#include "ui/stream/entry_copy.h"
#include "ui/stream/stream_columns.h"
#include "ui/widgets/cell.h"

#include <QAbstractButton>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using test::StreamStage;

namespace {

ChainCell chainAt(const StreamStage& stage, qint64 key) {
    const auto cell = stage.table().model()->index(stage.rowOf(key), kChainColumn).data(kCellRole).value<Cell>();
    return std::get<ChainCell>(cell);
}

/// What the decoded entry says, line by line: "label: value".
QStringList linesOf(const StreamStage& stage) {
    const auto* const model = stage.find<QTreeView>("streamEntry")->model();
    QStringList lines;
    for (int section = 0; section < model->rowCount(); ++section) {
        const QModelIndex parent = model->index(section, 0);
        lines.append(parent.data().toString());
        for (int row = 0; row < model->rowCount(parent); ++row)
            lines.append(model->index(row, 0, parent).data().toString() + QStringLiteral(": ")
                         + model->index(row, 1, parent).data().toString());
    }
    return lines;
}

QString litIn(const StreamStage& stage) {
    const auto selections = stage.find<QPlainTextEdit>("streamPayload")->extraSelections();
    return selections.isEmpty() ? QString() : selections.first().cursor.selectedText();
}

/// Right of the head, so that chains of five are on the screen whole.
constexpr qint64 kHead = 4'999;
constexpr qint64 kChange = 4'990;

}  // namespace

/// What a person does with an entry, by keys and mouse.
class TestStreamEntry : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<StreamStage>(kHead);
        m_stage->open();
    }
    void cleanup() { m_stage.reset(); }

    void choosing_decodesTheEntryAndLightsItsField() {
        choose(kChange);
        QTRY_VERIFY(linesOf(*m_stage).contains(QStringLiteral("record: Contact 003Qy00000Ac4xYIAR updated")));
        QVERIFY(linesOf(*m_stage).contains(QStringLiteral("Fields, 1 of 1 mapped")));
        QVERIFY(linesOf(*m_stage).contains(QStringLiteral("written by: Jane a person")));
        QCOMPARE(litIn(*m_stage), QStringLiteral("\"Phone\": \"+46 8 123 45 67\""));
        // Who reads does not want the list to move.
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
    }

    void choosing_rulesTellsWhatChangedFirst() {
        core::PolicyChanged policy;
        policy.who = "root";
        for (const char* const field : {"department", "email", "lifecycle_stage"})
            policy.rules.fields["contact"][field] = {};
        EntryRow row = test::rowOf(kChange, policy, std::nullopt);
        row.changedRules = {{"contact", "department", "owner none → Salesforce (refused: revert)"}};
        replace(row);
        QTRY_VERIFY(linesOf(*m_stage).contains(QStringLiteral("Changed")));
        const QStringList lines = linesOf(*m_stage);
        const auto at = lines.indexOf(QStringLiteral("Changed"));
        QCOMPARE(lines.value(at + 1), QStringLiteral("contact.department: owner none → Salesforce (refused: revert)"));
        QCOMPARE(lines.value(at + 2), QStringLiteral("others: the rules of 2 fields are as they were"));
        QVERIFY(!lines.join(QLatin1Char('|')).contains(QStringLiteral("lifecycle_stage")));
        QVERIFY(litIn(*m_stage).startsWith(QStringLiteral("\"department\": {")));
    }

    void choosing_ownEntryShowsItsWholeJson() {
        core::BaselineRead read;
        for (const char* const field : {"email", "phone"}) {
            core::Version hubspot = test::version(kChange, core::Side::HubSpot, field);
            hubspot.writer = {core::WriterKind::Person, "90025"};
            read.fields.push_back({field, {test::version(kChange, core::Side::Salesforce, field), hubspot}});
        }
        const EntryRow row = test::rowOf(kChange, read);
        replace(row);
        QTRY_VERIFY(litIn(*m_stage).contains(QStringLiteral("\"email\"")));
        QVERIFY(litIn(*m_stage).contains(QStringLiteral("90025")));
        QVERIFY(!litIn(*m_stage).contains(QStringLiteral("phone")));
        QTest::mouseClick(m_stage->find<QAbstractButton>("payloadCopy"), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text().toStdString(), delivery::entryJson(row.entry));
    }

    void choosing_drawsTheChain() {
        choose(kChange + 1);
        QTRY_VERIFY(chainAt(*m_stage, kChange).place == ChainCell::Place::First);
        QVERIFY(chainAt(*m_stage, kChange + 1).isSelf);
        QVERIFY(chainAt(*m_stage, kChange + 2).place == ChainCell::Place::Middle);
        QVERIFY(chainAt(*m_stage, kChange + 4).place == ChainCell::Place::Last);
        QVERIFY(chainAt(*m_stage, kChange - 1).place == ChainCell::Place::None);
    }

    void effect_isGoneToAndCauseIsGoneBackTo() {
        choose(kChange);
        QTRY_VERIFY(m_stage->find<QAbstractButton>("streamEffect")->isVisible());
        QVERIFY(!m_stage->find<QAbstractButton>("streamCause")->isVisible());
        QTest::mouseClick(m_stage->find<QAbstractButton>("streamEffect"), Qt::LeftButton);
        QCOMPARE(m_stage->currentKey(), kChange + 1);
        QTRY_VERIFY(m_stage->find<QAbstractButton>("streamCause")->isVisible());
        m_stage->table().setFocus();
        m_stage->press(Qt::Key_Right, Qt::ControlModifier);
        QTRY_COMPARE(m_stage->currentKey(), kChange + 2);
        QTRY_VERIFY(linesOf(*m_stage).contains(QStringLiteral("to: HubSpot")));
        m_stage->press(Qt::Key_Left, Qt::ControlModifier);
        QTRY_COMPARE(m_stage->currentKey(), kChange + 1);
    }

    void entryOutsideTheFilter_clearsItAndOffersItBack() {
        m_stage->type(QStringLiteral("kind == ChangeCaptured"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->lastKey() % 5, 0);
        QTRY_VERIFY(m_stage->isLoaded());
        m_stage->table().setFocus();
        choose(kChange);
        QTRY_VERIFY(m_stage->find<QAbstractButton>("streamEffect")->isVisible());
        m_stage->press(Qt::Key_Right, Qt::ControlModifier);
        QTRY_COMPARE(m_stage->currentKey(), kChange + 1);
        QVERIFY(m_stage->filter().text().isEmpty());
        QCOMPARE(m_stage->navigator.toasts.last(), QStringLiteral("Filter cleared to show 4,991"));
        m_stage->navigator.lastAction();
        QCOMPARE(m_stage->filter().text(), QStringLiteral("kind == ChangeCaptured"));
    }

    void keys_goFromRowToRow() {
        choose(kChange);
        m_stage->press(Qt::Key_J);
        QCOMPARE(m_stage->currentKey(), kChange + 1);
        m_stage->press(Qt::Key_K);
        m_stage->press(Qt::Key_K);
        QCOMPARE(m_stage->currentKey(), kChange - 1);
    }

    void keys_goFromProblemToProblem() {
        m_stage->press(Qt::Key_Home);
        QTRY_COMPARE(m_stage->currentKey(), 1);
        m_stage->press(Qt::Key_E);
        QTRY_COMPARE(m_stage->currentKey(), 1000);
        m_stage->press(Qt::Key_E);
        QTRY_COMPARE(m_stage->currentKey(), 2000);
        m_stage->press(Qt::Key_E, Qt::ShiftModifier);
        QTRY_COMPARE(m_stage->currentKey(), 1000);
        m_stage->press(Qt::Key_E, Qt::ShiftModifier);
        QTRY_COMPARE(m_stage->navigator.toasts.value(0), QStringLiteral("No earlier problem"));
        QCOMPARE(m_stage->currentKey(), 1000);
    }

    void opening_leadsToRecordOrConflict() {
        choose(kChange);
        m_stage->press(Qt::Key_Return);
        QCOMPARE(m_stage->navigator.led.last(), QStringLiteral("record 7 phone"));
        m_stage->press(Qt::Key_Home);
        m_stage->press(Qt::Key_E);
        QTRY_COMPARE(m_stage->currentKey(), 1000);
        QTRY_VERIFY(m_stage->isLoaded());
        const QRect place = m_stage->table().visualRect(m_stage->table().currentIndex());
        QTest::mouseDClick(m_stage->table().viewport(), Qt::LeftButton, Qt::NoModifier, place.center());
        QCOMPARE(m_stage->navigator.led.last(), QStringLiteral("conflict 1000"));
    }

    void menu_filtersByTheCell() {
        run(kChange, kFieldColumn, "menuFilterBy");
        QCOMPARE(m_stage->filter().text(), QStringLiteral("field == phone"));
        QTRY_COMPARE(m_stage->text(0, kFieldColumn), QStringLiteral("phone"));
        QTRY_VERIFY(m_stage->isLoaded());
        run(kChange + 1, kOutcomeColumn, "menuAndNot");
        QVERIFY2(m_stage->filter().text().startsWith(QStringLiteral("field == phone && !(outcome == ")),
                 qPrintable(m_stage->filter().text()));
    }

    void menu_followsTheRecord() {
        run(kChange, kRecordColumn, "menuFollowRecord");
        QCOMPARE(m_stage->filter().text(), QStringLiteral("entity == 7"));
        QVERIFY(m_stage->find<QAbstractButton>("streamFollow")->isChecked());
    }

    void menu_showsTheRecord() {
        run(kChange, kRecordColumn, "menuShowRecord");
        QCOMPARE(m_stage->navigator.led, QStringList{QStringLiteral("record 7 phone")});
    }

    void menu_goesToTheCause() {
        run(kChange + 2, kRecordColumn, "menuCause");
        QTRY_COMPARE(m_stage->currentKey(), kChange + 1);
    }

    void menu_copiesTheFilter() {
        run(kChange, kSideColumn, "menuCopyFilter");
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("side == salesforce"));
    }

    void menu_copiesJsonAsTheJournalHasIt() {
        QApplication::clipboard()->clear();
        run(kChange, kSideColumn, "menuCopyJson");
        QTRY_COMPARE(QApplication::clipboard()->text().toStdString(), m_stage->journal.json(kChange));
        QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("37904301")));
    }

    void menu_copiesTheJsonThatThePanelShows() {
        choose(kChange + 1);
        auto* const panel = m_stage->find<QAbstractButton>("payloadCopy");
        QTRY_VERIFY(panel->isEnabled());
        QTest::mouseClick(panel, Qt::LeftButton);
        const QString shown = QApplication::clipboard()->text();
        QVERIFY(shown.startsWith(QStringLiteral("{\"seq\":4991,\"kind\":\"FieldsDecided\"")));
        QApplication::clipboard()->clear();
        run(kChange + 1, kSideColumn, "menuCopyJson");
        QTRY_COMPARE(QApplication::clipboard()->text(), shown);
    }

    void menu_copiesSeveralAsLinesOfJson() {
        choose(kChange);
        const int last = m_stage->rowOf(kChange + 2);
        const QRect place = m_stage->table().visualRect(m_stage->table().model()->index(last, kTimeColumn));
        QTest::mouseClick(m_stage->table().viewport(), Qt::LeftButton, Qt::ShiftModifier, place.center());
        QApplication::clipboard()->clear();
        run(kChange + 1, kSideColumn, "menuCopyJson");
        const auto json = [this](qint64 seq) { return m_stage->journal.json(seq); };
        QTRY_COMPARE(QApplication::clipboard()->text().toStdString(),
                     json(kChange) + '\n' + json(kChange + 1) + '\n' + json(kChange + 2));
    }

    void copy_saysWhyItCannot() {
        choose(kChange);
        QApplication::clipboard()->setText(QStringLiteral("before"));
        m_stage->bridge.onQuery<EntriesFrom>([](const EntriesFrom&) -> base::Result<EntryRows> {
            return base::Error{base::ErrorCode::Io, "read entries", "journal.db", "disk I/O error", ""};
        });
        run(kChange, kSideColumn, "menuCopyJson");
        QTRY_VERIFY(!m_stage->navigator.toasts.isEmpty());
        QVERIFY2(m_stage->navigator.toasts.last().startsWith(
                     QStringLiteral("Nothing was copied, as the entries cannot be read: read entries journal.db: "
                                    "disk I/O error. ")),
                 qPrintable(m_stage->navigator.toasts.last()));
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
    }

    void copy_saysWhatIsNotHeldAnyMore() {
        choose(kChange);
        const int last = m_stage->rowOf(kChange + 2);
        const QRect place = m_stage->table().visualRect(m_stage->table().model()->index(last, kTimeColumn));
        QTest::mouseClick(m_stage->table().viewport(), Qt::LeftButton, Qt::ShiftModifier, place.center());
        m_stage->bridge.onQuery<EntriesFrom>([this](const EntriesFrom&) {
            EntryRows held;
            held.rows.push_back(m_stage->journal.row(kChange + 2));
            return held;
        });
        m_stage->press(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(m_stage->navigator.toasts.value(0),
                     QStringLiteral("1 of 3 entries copied: the journal does not hold the others any more."));
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("4,992\t")));
    }

    void copy_takesAllThatIsChosen() {
        choose(kChange);
        const int last = m_stage->rowOf(kChange + 2);
        const QRect place = m_stage->table().visualRect(m_stage->table().model()->index(last, kTimeColumn));
        QTest::mouseClick(m_stage->table().viewport(), Qt::LeftButton, Qt::ShiftModifier, place.center());
        QApplication::clipboard()->clear();
        m_stage->press(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::clipboard()->text().split(QLatin1Char('\n')).size(), 3);
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral("4,990\t")));
        QCOMPARE(m_stage->navigator.toasts.last(), QStringLiteral("3 entries copied"));
    }

    void copy_ofManyGoesByParts() {
        choose(kChange);
        m_stage->press(Qt::Key_Home, Qt::ShiftModifier);
        QTRY_VERIFY(m_stage->isLoaded() && m_stage->firstKey() == 1);
        const std::size_t before = m_stage->bridge.asked<EntriesFrom>().size();
        QApplication::clipboard()->clear();
        m_stage->press(Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::clipboard()->text().split(QLatin1Char('\n')).size(), kChange);
        const auto asked = m_stage->bridge.asked<EntriesFrom>();
        // Each answer is written down in one turn of the window.
        QCOMPARE(asked.size() - before, std::size_t{50});
        for (std::size_t i = before; i < asked.size(); ++i)
            QVERIFY(asked[i].count <= 100);
        QCOMPARE(m_stage->navigator.toasts.last(), QStringLiteral("4,990 entries copied"));
    }

    void copy_ofSeveralAsJsonIsALineEach() {
        EntryCopy copy(m_stage->bridge);
        QSignalSpy made(&copy, &EntryCopy::made);
        copy.start({1, 2, 250}, true, {});
        QTRY_COMPARE(made.count(), 1);
        const auto json = [this](qint64 seq) { return m_stage->journal.json(seq); };
        QCOMPARE(made.front().front().toString().toStdString(), json(1) + '\n' + json(2) + '\n' + json(250));
        QCOMPARE(made.front().at(1).toLongLong(), 3);
        QCOMPARE(made.front().at(2).toLongLong(), 0);
    }

    void payload_isCopiedAsItCame() {
        choose(kChange);
        auto* const copy = m_stage->find<QAbstractButton>("payloadCopy");
        QTRY_VERIFY(copy->isEnabled());
        QTest::mouseClick(copy, Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().startsWith(QStringLiteral(R"({"payload":{"ChangeEventHeader")")));
    }

    void place_isShownFromOutside() {
        m_stage->view().show({QStringLiteral("side == hubspot"), core::Seq(kChange + 1)});
        QTRY_COMPARE(m_stage->currentKey(), kChange + 1);
        QCOMPARE(m_stage->filter().text(), QStringLiteral("side == hubspot"));
    }

    void effects_thatComeLaterAreShown() {
        m_stage->journal.setHead(kHead + 2);
        QTRY_COMPARE(m_stage->lastKey(), kHead + 2);
        QTRY_VERIFY(m_stage->isLoaded());
        choose(kHead + 2);
        QTRY_VERIFY(linesOf(*m_stage).contains(QStringLiteral("Causes")));
        QVERIFY(!linesOf(*m_stage).contains(QStringLiteral("Effects")));
        m_stage->journal.setHead(kHead + 5);
        QTRY_VERIFY(linesOf(*m_stage).contains(QStringLiteral("Effects")));
        QCOMPARE(m_stage->currentKey(), kHead + 2);
    }

private:
    void choose(qint64 key) {
        QTRY_VERIFY(m_stage->rowOf(key) >= 0);
        m_stage->click(m_stage->rowOf(key), kTimeColumn);
        QCOMPARE(m_stage->currentKey(), key);
    }

    /// Stands in the journal in the place of what was there, and is chosen.
    void replace(const EntryRow& row) {
        m_stage = std::make_unique<StreamStage>(kHead);
        m_stage->journal.put(row);
        m_stage->open();
        choose(row.entry.seq.value());
    }

    /// The menu of a cell by the right button, then one of its actions.
    void run(qint64 key, int column, const char* action) {
        QTRY_VERIFY(m_stage->rowOf(key) >= 0);
        const QRect place = m_stage->table().visualRect(m_stage->table().model()->index(m_stage->rowOf(key), column));
        QTest::mouseClick(m_stage->table().viewport(), Qt::RightButton, Qt::NoModifier, place.center());
        QContextMenuEvent event(QContextMenuEvent::Mouse, place.center(),
                                m_stage->table().viewport()->mapToGlobal(place.center()));
        QApplication::sendEvent(m_stage->table().viewport(), &event);
        auto* const menu = m_stage->view().findChild<QMenu*>(QStringLiteral("streamMenu"));
        QVERIFY(menu != nullptr);
        auto* const chosen = menu->findChild<QAction*>(QLatin1String(action));
        QVERIFY(chosen != nullptr && chosen->isEnabled());
        QTest::mouseClick(menu, Qt::LeftButton, Qt::NoModifier, menu->actionGeometry(chosen).center());
        QTRY_VERIFY(m_stage->view().findChild<QMenu*>(QStringLiteral("streamMenu")) == nullptr);
    }

    std::unique_ptr<StreamStage> m_stage;
};

QTEST_MAIN(TestStreamEntry)
#include "test_stream_entry.moc"
