#include "tests/ui/stream/stream_stage.h"
#include "tests/ui/support/entries.h"
#include "ui/stream/stream_columns.h"
#include "ui/widgets/overview_strip.h"
#include "ui/widgets/windowed_table.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QImage>
#include <QTest>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <utility>

using namespace syncline;
using namespace syncline::ui;
using test::StreamStage;

namespace {

constexpr qint64 kHead = 5000;
constexpr qint64 kTenMillion = 10'000'000;
constexpr qint64 kPiece = 20'000;
constexpr int kMostSteps = 60;  ///< more than the view has controls

std::vector<std::pair<qint64, qint64>> askedRanges(const test::FakeBridge& bridge) {
    std::vector<std::pair<qint64, qint64>> ranges;
    for (const Troubles& question : bridge.asked<Troubles>())
        ranges.emplace_back(question.from.value(), question.to.value());
    return ranges;
}

}  // namespace

/// The strip beside the scroll bar: where problems lie, and what a click there does. Each thousandth entry is a
/// conflict, and 4,500 a failed write.
class TestStreamStrip : public QObject {
    Q_OBJECT
private slots:
    void init() {
        m_stage = std::make_unique<StreamStage>(kHead);
        m_stage->journal.put(test::rowOf(4500, core::WriteFailed{}));
    }
    void cleanup() { m_stage.reset(); }

    void standsBetweenRowsAndScrollBar() {
        m_stage->open();
        const auto placeOf = [](const QWidget& widget) {
            return QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size());
        };
        const QRect at = placeOf(strip());
        const QRect bar = placeOf(*m_stage->find<QWidget>("tablePosition"));
        const QRect rows = placeOf(*m_stage->table().viewport());
        QCOMPARE(at.width(), 16);
        QCOMPARE(at.left(), placeOf(m_stage->table()).right() + 1);
        QCOMPARE(at.right() + 1, bar.left());
        QCOMPARE(at.top(), rows.top());
        QCOMPARE(strip().focusPolicy(), Qt::TabFocus);
        QCOMPARE(strip().accessibleName(), QStringLiteral("Problems over the whole journal"));
    }

    void marksTheWholeJournal() {
        m_stage->journal.answerTroubles();
        m_stage->open();
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("5 conflicts, 1 failed write"));
        const Colors& colors = m_stage->theme.colors();
        for (const qint64 seq : {1000, 2000, 3000, 4000})
            QCOMPARE(colorAt(placeOf(seq)), colors.attention.mark);
        QCOMPARE(colorAt(placeOf(4500)), colors.failure.mark);
        QVERIFY(colorAt(placeOf(2500)) != colors.attention.mark);
        QCOMPARE(colorAt(placeOf(2500)), strip().palette().color(QPalette::Base));
        QCOMPARE(askedRanges(m_stage->bridge), (std::vector<std::pair<qint64, qint64>>{{1, kHead}}));
    }

    /// The rows that a person waits for are read before it.
    void asksOnceTheFirstRowsAreThere() {
        m_stage->bridge.holdQueries<EntriesFrom>();
        m_stage->view().QWidget::show();
        m_stage->view().setShown(true);
        QTRY_COMPARE(m_stage->lastKey(), kHead);
        QVERIFY(askedRanges(m_stage->bridge).empty());
        m_stage->journal.answerEntries();
        QTRY_COMPARE(askedRanges(m_stage->bridge).size(), std::size_t{1});
        QVERIFY(m_stage->isLoaded());
    }

    /// From the newest on, and the next piece only when the one before has been answered.
    void longJournal_isReadPieceByPiece() {
        m_stage->journal.setHead(kTenMillion);
        m_stage->open();
        QTRY_COMPARE(askedRanges(m_stage->bridge).size(), std::size_t{1});
        // What has not been looked at is shaded, and said.
        QCOMPARE(colorAt(strip().height() / 2), m_stage->theme.colors().hair);
        QVERIFY(toolTipAt(strip().height() / 2).startsWith(QStringLiteral("Not searched for problems yet near ")));
        m_stage->journal.answerTroubles();
        QTRY_VERIFY(askedRanges(m_stage->bridge).size() >= 4);
        qint64 below = kTenMillion + 1;
        for (const auto& [from, to] : askedRanges(m_stage->bridge)) {
            QCOMPARE(to, below - 1);
            QCOMPARE(from, below - kPiece);
            below = from;
        }
        QVERIFY(strip().accessibleDescription().contains(QStringLiteral("searched back to 9,")));
    }

    /// Of a row that cannot be read nothing more is waited for.
    void damagedRowOnTop_doesNotKeepItFromBeingRead() {
        m_stage->journal.setHead(kTenMillion);
        m_stage->journal.damage(1);
        m_stage->open();
        m_stage->press(Qt::Key_Home);
        QTRY_COMPARE(m_stage->text(0, stream::kChangeColumn), QStringLiteral("cannot be read"));
        const std::size_t asked = askedRanges(m_stage->bridge).size();
        m_stage->journal.answerTroubles();
        QTRY_VERIFY(askedRanges(m_stage->bridge).size() >= asked + 3);
    }

    void newEntries_areAskedForAlone() {
        m_stage->journal.answerTroubles();
        m_stage->open();
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("5 conflicts, 1 failed write"));
        m_stage->journal.setHead(kHead + 1500);
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("6 conflicts, 1 failed write"));
        QCOMPARE(askedRanges(m_stage->bridge),
                 (std::vector<std::pair<qint64, qint64>>{{1, kHead}, {kHead + 1, kHead + 1500}}));
    }

    /// What the snapshot counts is written a moment later.
    void headAheadOfTheJournal_isLookedAtOnceWritten() {
        qint64 written = kHead - 10;
        m_stage->bridge.onQuery<Troubles>([&written](const Troubles& asked) -> base::Result<FoundTroubles> {
            FoundTroubles found;
            found.from = asked.from;
            found.through = std::min(asked.to, core::Seq(written));
            for (qint64 seq = 1000; seq <= found.through.value(); seq += 1000) {
                if (seq >= asked.from.value())
                    found.troubles.push_back({core::Seq(seq), Trouble::Conflict});
            }
            return found;
        });
        m_stage->open();
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("4 conflicts"));
        written = kHead;
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("5 conflicts"));
        QCOMPARE(askedRanges(m_stage->bridge).back(), std::make_pair(kHead - 9, kHead));
    }

    void click_goesToTheProblem() {
        m_stage->journal.answerTroubles();
        m_stage->open();
        QTRY_VERIFY(!strip().accessibleDescription().isEmpty());
        QTRY_COMPARE(colorAt(placeOf(2000)), m_stage->theme.colors().attention.mark);
        QVERIFY(m_stage->find<QAbstractButton>("streamFollow")->isChecked());
        QTest::mouseClick(&strip(), Qt::LeftButton, {}, QPoint(8, placeOf(2000) + 2));
        QTRY_VERIFY(m_stage->rowOf(2000) > 0 && m_stage->isLoaded());
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
        QVERIFY(m_stage->table().hasFocus());
        // Nothing is chosen by it.
        QVERIFY(!m_stage->table().currentIndex().isValid());
    }

    void keys_goFromMarkToMark() {
        openMarked();
        reachByTab();
        // At the one in sight.
        QCOMPARE(spoken(), QStringLiteral("6 of 6: 1 conflict at 5,000"));
        m_stage->press(Qt::Key_Up);
        QCOMPARE(spoken(), QStringLiteral("5 of 6: 1 failed write at 4,500"));
        m_stage->press(Qt::Key_Home);
        m_stage->press(Qt::Key_Up);
        QCOMPARE(spoken(), QStringLiteral("1 of 6: 1 conflict at 1,000"));
        m_stage->press(Qt::Key_Down);
        QCOMPARE(spoken(), QStringLiteral("2 of 6: 1 conflict at 2,000"));
        m_stage->press(Qt::Key_End);
        QCOMPARE(spoken(), QStringLiteral("6 of 6: 1 conflict at 5,000"));
        // To look around moves no rows.
        QVERIFY(m_stage->find<QAbstractButton>("streamFollow")->isChecked());
        QCOMPARE(m_stage->lastKey(), kHead);
    }

    void enter_goesToTheMark() {
        openMarked();
        reachByTab();
        for (const int key : {Qt::Key_Home, Qt::Key_Down, Qt::Key_Return})
            m_stage->press(key);
        QTRY_COMPARE(m_stage->currentKey(), 2000);
        QTRY_VERIFY(m_stage->rowOf(2000) > 0 && m_stage->isLoaded());
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
        // The keys go on from there.
        QVERIFY(m_stage->table().hasFocus());
        m_stage->press(Qt::Key_J);
        QTRY_COMPARE(m_stage->currentKey(), 2001);
    }

    void withoutMarks_keysGoNowhere() {
        openMarked();
        m_stage->type(QStringLiteral("kind == WriteSent"));
        m_stage->press(Qt::Key_Return);
        QTRY_VERIFY(strip().accessibleDescription().startsWith(QStringLiteral("No problems are marked")));
        reachByTab();
        QCOMPARE(spoken(), QString());
        const qint64 before = m_stage->currentKey();
        for (const int key : {Qt::Key_Down, Qt::Key_End, Qt::Key_Return})
            m_stage->press(key);
        QVERIFY(strip().hasFocus());
        QCOMPARE(m_stage->currentKey(), before);
    }

    /// There and back: to lost connections and to gaps, too, but not to what belongs to one that was told, to a
    /// connection that is there again or to a decision that was refused.
    void problemKey_goesToWhatTheStripMarks() {
        const auto put = [this](qint64 seq, core::EntryBody body, qint64 cause = 0) {
            m_stage->journal.put(test::rowOf(seq, std::move(body), core::Side::HubSpot, cause));
        };
        const core::GapDetected gap{core::Side::HubSpot, "the change log does not reach back", {}, false};
        put(4600, core::ConnectorStateChanged{core::Side::HubSpot, core::ConnectorPhase::Disconnected, "503"});
        put(4610, core::ConnectorStateChanged{core::Side::HubSpot, core::ConnectorPhase::Connected, {}});
        put(4620, gap);
        put(4630, gap, 4620);
        put(4640, test::decided({test::decisionOf("phone", core::Outcome::Refused)}));
        m_stage->open();
        m_stage->press(Qt::Key_Home);
        QTRY_COMPARE(m_stage->currentKey(), 1);
        for (const qint64 seq : {1000, 2000, 3000, 4000, 4500, 4600, 4620, 5000}) {
            m_stage->press(Qt::Key_E);
            QTRY_COMPARE(m_stage->currentKey(), seq);
        }
        for (const qint64 seq : {4620, 4600, 4500}) {
            m_stage->press(Qt::Key_E, Qt::ShiftModifier);
            QTRY_COMPARE(m_stage->currentKey(), seq);
        }
    }

    /// They come in runs, as while a side is away and is tried again and again.
    void problemKey_passesByStatesOfAConnectionTogether() {
        for (qint64 seq = 4601; seq < 4619; ++seq)
            m_stage->journal.put(test::rowOf(
                seq, core::ConnectorStateChanged{core::Side::HubSpot, core::ConnectorPhase::Connected, {}}));
        m_stage->open();
        m_stage->press(Qt::Key_End);
        QTRY_COMPARE(m_stage->currentKey(), kHead);
        const std::size_t asked = m_stage->bridge.asked<MatchingEntries>().size();
        m_stage->press(Qt::Key_E, Qt::ShiftModifier);
        QTRY_COMPARE(m_stage->currentKey(), 4500);
        QCOMPARE(m_stage->bridge.asked<MatchingEntries>().size(), asked + 1);
    }

    void problemKey_goesOnBehindManyStatesOfAConnection() {
        for (qint64 seq = 4601; seq < 4650; ++seq)
            m_stage->journal.put(test::rowOf(
                seq, core::ConnectorStateChanged{core::Side::HubSpot, core::ConnectorPhase::Connected, {}}));
        m_stage->open();
        m_stage->press(Qt::Key_End);
        QTRY_COMPARE(m_stage->currentKey(), kHead);
        for (const qint64 seq : {4500, 4000}) {
            m_stage->press(Qt::Key_E, Qt::ShiftModifier);
            QTRY_COMPARE(m_stage->currentKey(), seq);
        }
        for (const qint64 seq : {qint64{4500}, kHead}) {
            m_stage->press(Qt::Key_E);
            QTRY_COMPARE(m_stage->currentKey(), seq);
        }
    }

    /// One of those may be a problem.
    void problemKey_saysThatItPassedByWhatCannotBeRead_data() {
        QTest::addColumn<qint64>("damaged");
        QTest::addColumn<QString>("said");
        QTest::newRow("on the way") << qint64{4800}
                                    << QStringLiteral("No later problem among the entries that can be read");
        QTest::newRow("elsewhere") << qint64{200} << QStringLiteral("No later problem");
    }
    void problemKey_saysThatItPassedByWhatCannotBeRead() {
        QFETCH(const qint64, damaged);
        QFETCH(const QString, said);
        m_stage->journal.setHead(kHead - 10);
        m_stage->journal.damage(damaged);
        m_stage->open();
        m_stage->press(Qt::Key_End);
        QTRY_COMPARE(m_stage->currentKey(), kHead - 10);
        m_stage->press(Qt::Key_E, Qt::ShiftModifier);
        QTRY_COMPARE(m_stage->currentKey(), 4500);
        m_stage->press(Qt::Key_E);
        QTRY_COMPARE(m_stage->navigator.toasts.value(0), said);
    }

    void drag_scrollsAlong() {
        m_stage->open();
        QTest::mousePress(&strip(), Qt::LeftButton, {}, QPoint(8, strip().height() - 1));
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
        QMouseEvent move(QEvent::MouseMove, QPointF(8, -50), strip().mapToGlobal(QPointF(8, -50)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&strip(), &move);
        QTRY_COMPARE(m_stage->firstKey(), 1);
        QCOMPARE(colorAt(0), m_stage->theme.colors().ink);  // the frame of the visible part
    }

    void wheel_turnsTheRows() {
        m_stage->open();
        const qint64 before = m_stage->firstKey();
        QWheelEvent wheel(QPointF(8, 50), strip().mapToGlobal(QPointF(8, 50)), {}, {0, 120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&strip(), &wheel);
        QVERIFY(m_stage->firstKey() < before);
        QVERIFY(m_stage->find<QAbstractButton>("streamPause")->isChecked());
    }

    void tooltip_tellsWhatLiesThere() {
        m_stage->journal.answerTroubles();
        m_stage->open();
        QTRY_COMPARE(colorAt(placeOf(2000)), m_stage->theme.colors().attention.mark);
        QCOMPARE(toolTipAt(placeOf(2000)), QStringLiteral("1 conflict near 2,000"));
        QCOMPARE(toolTipAt(placeOf(4500)), QStringLiteral("1 failed write near 4,500"));
        QVERIFY(toolTipAt(placeOf(2500)).startsWith(QStringLiteral("No problem near 2,")));
    }

    /// Where a problem would stand among the matches is not known, so none is marked there.
    void filter_hidesTheMarks() {
        m_stage->journal.answerTroubles();
        m_stage->open();
        QTRY_COMPARE(colorAt(placeOf(2000)), m_stage->theme.colors().attention.mark);
        const auto asked = askedRanges(m_stage->bridge).size();
        m_stage->type(QStringLiteral("kind == WriteSent"));
        m_stage->press(Qt::Key_Return);
        QTRY_VERIFY(strip().accessibleDescription().startsWith(QStringLiteral("No problems are marked")));
        for (int y = 0; y < strip().height(); ++y)
            QVERIFY(colorAt(y) != m_stage->theme.colors().attention.mark);
        QVERIFY(toolTipAt(20).contains(QStringLiteral("Clear the filter")));
        QCOMPARE(askedRanges(m_stage->bridge).size(), asked);
        m_stage->type({});
        m_stage->press(Qt::Key_Return);
        QTRY_COMPARE(colorAt(placeOf(2000)), m_stage->theme.colors().attention.mark);
    }

    void notInFront_isCancelledAndGoesOn() {
        m_stage->open();
        QTRY_COMPARE(askedRanges(m_stage->bridge).size(), std::size_t{1});
        m_stage->view().setShown(false);
        m_stage->journal.answerTroubles();
        m_stage->view().setShown(true);
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("5 conflicts, 1 failed write"));
        QCOMPARE(askedRanges(m_stage->bridge), (std::vector<std::pair<qint64, qint64>>{{1, kHead}, {1, kHead}}));
    }

    void whatCannotBeRead_staysShaded() {
        m_stage->bridge.onQuery<Troubles>([](const Troubles&) -> base::Result<FoundTroubles> {
            return base::Error{base::ErrorCode::Io, "read entries", "journal.db", "disk I/O error", ""};
        });
        m_stage->open();
        QTRY_COMPARE(colorAt(strip().height() / 2), m_stage->theme.colors().hair);
        // The rows are there all the same.
        QVERIFY(m_stage->isLoaded());
        QVERIFY(!m_stage->find<QWidget>("streamState")->isVisible());
    }

private:
    void openMarked() {
        m_stage->journal.answerTroubles();
        m_stage->open();
        QTRY_COMPARE(strip().accessibleDescription(), QStringLiteral("5 conflicts, 1 failed write"));
    }
    void reachByTab() {
        m_stage->table().setFocus();
        for (int step = 0; step < kMostSteps && !strip().hasFocus(); ++step)
            m_stage->press(Qt::Key_Tab);
        QVERIFY(strip().hasFocus());
    }
    /// Where it stands, as a person hears it.
    [[nodiscard]] QString spoken() const {
        return QAccessible::queryAccessibleInterface(&strip())->text(QAccessible::Value);
    }
    [[nodiscard]] OverviewStrip& strip() const { return *m_stage->find<OverviewStrip>("streamStrip"); }
    /// The line of an entry in the strip.
    [[nodiscard]] int placeOf(qint64 seq) const {
        const auto head = static_cast<double>(m_stage->journal.head());
        return static_cast<int>((static_cast<double>(seq) - 0.5) / head * strip().height());
    }
    [[nodiscard]] QColor colorAt(int y) const { return strip().grab().toImage().pixelColor(8, y); }
    [[nodiscard]] QString toolTipAt(int y) const {
        QHelpEvent help(QEvent::ToolTip, QPoint(8, y), strip().mapToGlobal(QPoint(8, y)));
        QApplication::sendEvent(&strip(), &help);
        const QString text = QToolTip::text();
        QToolTip::hideText();
        return text;
    }

    std::unique_ptr<StreamStage> m_stage;
};

QTEST_MAIN(TestStreamStrip)
#include "test_stream_strip.moc"
