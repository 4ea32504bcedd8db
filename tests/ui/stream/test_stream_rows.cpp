#include "tests/ui/stream/stream_stage.h"
#include "ui/stream/stream_columns.h"
#include "ui/widgets/cell.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QFontMetrics>
#include <QTest>
#include <QWheelEvent>

using namespace syncline;
using namespace syncline::ui;
using namespace syncline::ui::stream;
using test::noteOf;
using test::showsConflictsOnly;
using test::StreamStage;

namespace {

constexpr qint64 kTenMillion = 10'000'000;

std::size_t entriesAsked(const test::FakeBridge& bridge) {
    std::size_t count = 0;
    for (const EntriesFrom& question : bridge.asked<EntriesFrom>())
        count += question.count;
    return count;
}

}  // namespace

/// Which rows the stream shows, by keys and mouse.
class TestStreamRows : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<StreamStage>(kTenMillion); }
    void cleanup() { m_stage.reset(); }

    void opensAtTheTail() {
        m_stage->open();
        const QAbstractItemModelTester tester(m_stage->table().model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(m_stage->lastKey(), kTenMillion);
        QVERIFY(m_stage->find<QAbstractButton>("streamFollow")->isChecked());
        // Nothing is chosen before a person has chosen.
        QVERIFY(!m_stage->table().currentIndex().isValid());
        QCOMPARE(m_stage->text(0, kEntryColumn).isEmpty(), false);
    }

    void tenMillionEntries_askOnlyForWhatIsShown() {
        m_stage->open();
        m_stage->press(Qt::Key_Home);
        QTRY_COMPARE(m_stage->firstKey(), 1);
        QTRY_VERIFY(m_stage->isLoaded());
        m_stage->press(Qt::Key_PageDown);
        QTRY_VERIFY(m_stage->isLoaded());
        QVERIFY(entriesAsked(m_stage->bridge) < 2500);
        QVERIFY(!m_stage->find<QAbstractButton>("streamFollow")->isChecked());
    }

    void tail_followsAndPauses() {
        m_stage->open();
        m_stage->journal.setHead(kTenMillion + 3);
        QTRY_COMPARE(m_stage->lastKey(), kTenMillion + 3);
        m_stage->press(Qt::Key_Space);
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
        auto* const fresh = m_stage->find<QAbstractButton>("streamNew");
        QVERIFY(!fresh->isVisible());
        const std::vector<qint64> before = m_stage->keys();
        m_stage->journal.setHead(kTenMillion + 4);
        QTRY_VERIFY(fresh->isVisible());
        QCOMPARE(fresh->accessibleName(), QStringLiteral("1 new entry, follow the tail"));
        m_stage->journal.setHead(kTenMillion + 45);
        QTRY_COMPARE(fresh->text(), QStringLiteral("42 new"));
        QCOMPARE(fresh->accessibleName(), QStringLiteral("42 new entries, follow the tail"));
        // The rows stay where they are; the last line of the screen may show the first new one in part.
        std::vector<qint64> now = m_stage->keys();
        now.resize(before.size());
        QCOMPARE(now, before);
        QTest::mouseClick(fresh, Qt::LeftButton);
        QTRY_COMPARE(m_stage->lastKey(), kTenMillion + 45);
        QVERIFY(!fresh->isVisible());
        QVERIFY(m_stage->find<QAbstractButton>("streamFollow")->isChecked());
    }

    /// What says that there are new entries neither covers a row nor moves one.
    void tail_newHaveAPlaceOfTheirOwn() {
        m_stage->open();
        m_stage->press(Qt::Key_Space);
        const QSize before = m_stage->table().viewport()->size();
        m_stage->journal.setHead(kTenMillion + 42);
        const auto* const fresh = m_stage->find<QAbstractButton>("streamNew");
        QTRY_COMPARE(fresh->text(), QStringLiteral("42 new"));
        QVERIFY(fresh->isVisible());
        const auto placeOf = [](const QWidget& widget) {
            return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size());
        };
        // Nor is it covered, or cut, itself.
        QTRY_VERIFY(placeOf(*fresh->parentWidget()).contains(placeOf(*fresh)) && fresh->height() >= 24);
        const QRect rows = placeOf(m_stage->table());
        QVERIFY(rows.width() > 0 && !rows.intersects(placeOf(*fresh)));
        QCOMPARE(m_stage->table().viewport()->size(), before);
    }

    /// What a filter has shown was not all that came before it.
    void tail_newAreAsManyBehindAFilter() {
        m_stage->journal.setHead(2000);
        m_stage->open();
        m_stage->click(3, kTimeColumn);
        m_stage->journal.setHead(2500);
        const auto* const fresh = m_stage->find<QAbstractButton>("streamNew");
        QTRY_COMPARE(fresh->text(), QStringLiteral("500 new"));
        m_stage->type(QStringLiteral("seq in (7, 2400)"));
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{7, 2400}));
        m_stage->filter().setFocus();
        m_stage->press(Qt::Key_Escape);
        QTRY_VERIFY(m_stage->keys().size() > 2 && m_stage->isLoaded());
        // The row that was chosen is in sight again, and perhaps some of the new ones below it.
        const int count = fresh->text().section(QLatin1Char(' '), 0, 0).toInt();
        QVERIFY2(fresh->isVisible() && count > 400, qPrintable(fresh->text()));
    }

    void tail_pausesWhenScrolledUp() {
        m_stage->open();
        QTest::mouseMove(m_stage->table().viewport());
        QWheelEvent wheel(QPointF(50, 50), m_stage->table().viewport()->mapToGlobal(QPointF(50, 50)), {}, {0, 120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_stage->table().viewport(), &wheel);
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
        m_stage->press(Qt::Key_F);
        QTRY_COMPARE(m_stage->lastKey(), kTenMillion);
        QVERIFY(m_stage->find<QAbstractButton>("streamFollow")->isChecked());
    }

    void nothingMatches_offersToRemoveTheTime() {
        m_stage->journal.setHead(30'000);
        m_stage->open();
        m_stage->type(QStringLiteral("kind == ConflictOpened && captured > 2030-01-01T00:00:00Z"));
        m_stage->press(Qt::Key_Return);
        QTRY_VERIFY(m_stage->find<QWidget>("streamState")->isVisible());
        auto* const remove = m_stage->find<QAbstractButton>("streamRemoveTime");
        QVERIFY(remove != nullptr);
        // The page is made anew when the number of those without the time is known.
        QTRY_VERIFY(m_stage->find<QWidget>("streamState")
                        ->accessibleDescription()
                        .startsWith(QStringLiteral("No entry matches\nAt least 20 match without")));
        QTest::mouseClick(m_stage->find<QAbstractButton>("streamRemoveTime"), Qt::LeftButton);
        QTRY_COMPARE(m_stage->filter().text(), QStringLiteral("kind == ConflictOpened"));
        QTRY_VERIFY(!m_stage->find<QWidget>("streamState")->isVisible());
        QTRY_COMPARE(m_stage->lastKey(), 30'000);
    }

    void nothingMatches_isCleared() {
        m_stage->journal.setHead(2000);
        m_stage->open();
        m_stage->type(QStringLiteral("value == nothing"));
        m_stage->press(Qt::Key_Return);
        QTRY_VERIFY(m_stage->find<QAbstractButton>("streamClearFilter") != nullptr);
        QTRY_VERIFY(m_stage->find<QWidget>("streamState")->isVisible());
        QTest::mouseClick(m_stage->find<QAbstractButton>("streamClearFilter"), Qt::LeftButton);
        QTRY_COMPARE(m_stage->lastKey(), 2000);
        QVERIFY(m_stage->filter().text().isEmpty());
    }

    void emptyJournal_saysSoUntilTheFirstEntry() {
        m_stage->journal.setHead(0);
        m_stage->open();
        QVERIFY(m_stage->find<QWidget>("streamState")->isVisible());
        m_stage->journal.setHead(3);
        QTRY_VERIFY(!m_stage->find<QWidget>("streamState")->isVisible());
        QTRY_COMPARE(m_stage->keys(), (std::vector<qint64>{1, 2, 3}));
    }

    void failure_saysWhatHappenedAndTriesAgain() {
        m_stage->bridge.onQuery<EntriesFrom>([](const EntriesFrom&) -> base::Result<EntryRows> {
            return base::Error{base::ErrorCode::Io, "read entries", "journal.db", "disk I/O error", ""};
        });
        m_stage->view().QWidget::show();
        m_stage->view().setShown(true);
        QTRY_VERIFY(m_stage->find<QWidget>("streamState")->isVisible());
        m_stage->journal.answerEntries();
        QTest::mouseClick(m_stage->find<QAbstractButton>("streamTryAgain"), Qt::LeftButton);
        QTRY_VERIFY(m_stage->isLoaded());
        QVERIFY(!m_stage->find<QWidget>("streamState")->isVisible());
    }

    void loading_showsBlocksWithTrueSequences() {
        m_stage->bridge.holdQueries<EntriesFrom>();
        m_stage->view().QWidget::show();
        m_stage->view().setShown(true);
        QTRY_COMPARE(m_stage->lastKey(), kTenMillion);
        QVERIFY(!m_stage->isLoaded());
        const int last = m_stage->table().model()->rowCount() - 1;
        QCOMPARE(m_stage->text(last, kSequenceColumn), QStringLiteral("10,000,000"));
    }

    void disconnectedSide_isNotedBelow() {
        m_stage->open();
        QVERIFY(noteOf(*m_stage).isEmpty());
        Snapshot snapshot = m_stage->bridge.snapshot();
        snapshot.side.hubspot.phase = core::ConnectorPhase::Disconnected;
        snapshot.side.hubspot.lastAnswered = test::morning(-204);
        m_stage->bridge.setSnapshot(snapshot);
        QTRY_COMPARE(noteOf(*m_stage), QStringLiteral("HubSpot as of 10:41:30.796, Salesforce live"));
    }

    void disconnectedSide_mutesTheRows() {
        m_stage->open();
        const auto toneAt = [&](int column) {
            const auto cell = m_stage->table().model()->index(0, column).data(kCellRole).value<Cell>();
            return std::get<TextCell>(cell).tone;
        };
        const Tone before = toneAt(kTimeColumn);
        QCOMPARE(toneAt(kSequenceColumn), Tone::Normal);
        const Snapshot connected = m_stage->bridge.snapshot();
        Snapshot gone = connected;
        gone.side.salesforce.phase = core::ConnectorPhase::Disconnected;
        m_stage->bridge.setSnapshot(gone);
        QTRY_COMPARE(toneAt(kSequenceColumn), Tone::Muted);
        QCOMPARE(toneAt(kTimeColumn), Tone::Muted);
        QCOMPARE(toneAt(kRecordColumn), Tone::Muted);
        m_stage->bridge.setSnapshot(connected);
        QTRY_COMPARE(toneAt(kSequenceColumn), Tone::Normal);
        // The note below gives its place back first: it is the same row again then.
        QTRY_COMPARE(toneAt(kTimeColumn), before);
    }

    /// The words that stand in most rows (look.md, Tables: Rule is 104 wide).
    void columns_areAsWideAsTheUsualWords() {
        const std::vector<Column> columns = streamColumns();
        QCOMPARE(columns[kRuleColumn].width, 104);
        const std::vector<std::pair<int, QString>> usual{{kObjectColumn, QStringLiteral("Contact")},
                                                         {kObjectColumn, QStringLiteral("Company")},
                                                         {kRuleColumn, QStringLiteral("LWW 500 ms")},
                                                         {kRuleColumn, QStringLiteral("Owner HS")}};
        Theme& theme = m_stage->theme;
        for (const double scale : {1.0, 1.25, 1.4}) {
            theme.setTextScale(scale);
            for (const auto& [column, text] : usual) {
                const Column& one = columns[static_cast<std::size_t>(column)];
                const int room = theme.scaled(one.width) - 2 * theme.scaled(8);
                QVERIFY2(QFontMetrics(theme.font(Face::Body)).horizontalAdvance(text) <= room, qPrintable(text));
                QVERIFY2(QFontMetrics(theme.font(Face::Secondary)).horizontalAdvance(one.title) <= room,
                         qPrintable(one.title));
            }
        }
    }

    void notInFront_asksForNothing() {
        m_stage->open();
        m_stage->view().setShown(false);
        const auto asked = m_stage->bridge.asked<EntriesFrom>().size();
        m_stage->journal.setHead(kTenMillion + 500);
        QTRY_COMPARE(m_stage->bridge.snapshot().head, core::Seq(kTenMillion + 500));
        m_stage->view().setShown(true);
        QTRY_COMPARE(m_stage->lastKey(), kTenMillion + 500);
        QVERIFY(m_stage->bridge.asked<EntriesFrom>().size() <= asked + 3);
    }

    void layout_isAsItWas() {
        m_stage->journal.setHead(5003);
        m_stage->open();
        m_stage->type(QStringLiteral("kind == ConflictOpened"));
        m_stage->press(Qt::Key_Return);
        m_stage->view().inspector()->hide();
        QVERIFY(!m_stage->find<QWidget>("streamInspector")->isVisible());
        const QByteArray layout = m_stage->view().saveLayout();
        StreamStage again(5003);
        again.view().restoreLayout(layout);
        again.open();
        QVERIFY(!again.find<QWidget>("streamInspector")->isVisible());
        QCOMPARE(again.filter().text(), QStringLiteral("kind == ConflictOpened"));
        QTRY_VERIFY(showsConflictsOnly(again));
    }

private:
    std::unique_ptr<StreamStage> m_stage;
};

QTEST_MAIN(TestStreamRows)
#include "test_stream_rows.moc"
