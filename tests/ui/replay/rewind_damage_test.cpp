#include "tests/ui/replay/replay_stage.h"
#include "ui/replay/consumer_model.h"

#include <QLabel>

using namespace syncline;
using namespace syncline::ui;
using test::kOffset;

/// Replay over a journal of which some entries cannot be read: they are named, and nothing else is missing.
class RewindDamageTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<test::ReplayStage>(); }
    void cleanup() { m_stage.reset(); }

    void review_namesWhatCannotBeRead_data();
    void review_namesWhatCannotBeRead();
    void review_saysItNoMoreOfAnotherPlace();
    void review_withoutTheTimeBeforeIt();
    void list_withoutTimesIsCurrent();
    void place_isLookedUpAgain_data();
    void place_isLookedUpAgain();
    void place_failsAgainAndIsLeft();

private:
    /// "": nothing is said in red.
    [[nodiscard]] QString mistake() const {
        const auto* const label = m_stage->find<QLabel>("rewindMistake");
        return label->isVisible() ? label->accessibleName() : QString();
    }
    void answerWith(std::int64_t first, std::int64_t last, std::int64_t entries) const {
        m_stage->bridge.onQuery<RewindPreview>([this, first, last, entries](const RewindPreview& asked) {
            RewindReview review = m_stage->review(asked);
            if (asked.offset < core::Seq(first)) {
                review.entries -= entries;
                review.unreadable = runtime::Unreadable{core::Seq(first),
                                                        core::Seq(last),
                                                        entries,
                                                        {base::ErrorCode::Corrupt, "read entry", "5", "no bytes", ""}};
            }
            return review;
        });
    }
    void failPlaces() const {
        m_stage->bridge.onQuery<SeqAtTime>(
            [](const SeqAtTime&) -> base::Result<core::Seq> { return test::diskFailure(); });
    }
    void answerPlaces() const {
        m_stage->bridge.onQuery<SeqAtTime>([](const SeqAtTime&) { return core::Seq(3001); });
    }
    /// A time was written, and could not be looked up.
    void failPlace() const {
        failPlaces();
        m_stage->openTable();
        m_stage->click("rewind_warehouse");
        m_stage->click("rewindFromTime");
        m_stage->type("rewindPlace", QStringLiteral("10:27:00"));
        m_stage->press(Qt::Key_Return);
        QTRY_VERIFY(m_stage->shows("rewindTryAgain"));
        QVERIFY2(mistake().contains(QStringLiteral("disk I/O error")), qPrintable(mistake()));
        QVERIFY(!m_stage->start()->isEnabled());
    }

    std::unique_ptr<test::ReplayStage> m_stage;
};

void RewindDamageTest::review_namesWhatCannotBeRead_data() {
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("entries");
    QTest::addColumn<QString>("words");
    QTest::newRow("one") << 5 << 1
                         << QStringLiteral(
                                "Entry 5 cannot be read: the stream stops before it, and sends what is behind it only "
                                "after the journal is mended. Verify the journal.");
    QTest::newRow("several") << 1'200 << 64
                             << QStringLiteral(
                                    "64 entries cannot be read, the first of them is entry 5: the stream stops before "
                                    "it, and sends what is behind it only after the journal is mended. Verify the "
                                    "journal.");
}

/// The rewind is not kept from anybody.
void RewindDamageTest::review_namesWhatCannotBeRead() {
    QFETCH(int, last);
    QFETCH(int, entries);
    QFETCH(QString, words);
    answerWith(5, last, entries);
    m_stage->openPanel();
    QTRY_COMPARE(mistake(), words);
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    QVERIFY(m_stage->start()->isEnabled());
    QVERIFY(!m_stage->says(QStringLiteral("tried again by itself")));
    m_stage->click("rewindStart");
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{1});
}

void RewindDamageTest::review_saysItNoMoreOfAnotherPlace() {
    answerWith(5, 5, 1);
    m_stage->openPanel();
    QTRY_VERIFY(!mistake().isEmpty());
    m_stage->click("rewindFromSequence");
    m_stage->type("rewindPlace", QStringLiteral("3,601"));
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 100 entries"));
    QCOMPARE(mistake(), QString());
}

/// The entry before the first one cannot be read: its time is not known, and no other is said.
void RewindDamageTest::review_withoutTheTimeBeforeIt() {
    m_stage->view().showRewind(QStringLiteral("warehouse"), core::Seq(3600));
    m_stage->openTable();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 100 entries"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("sent again as well; the time of the entry before it is unknown")));
    QVERIFY(!m_stage->says(QStringLiteral("1970")));
}

/// The time line has its marks by the entries; where those cannot be read it has none.
void RewindDamageTest::list_withoutTimesIsCurrent() {
    m_stage->consumers.firstAt.reset();
    m_stage->consumers.headAt.reset();
    m_stage->consumers.marks.clear();
    for (ConsumerRow& row : m_stage->consumers.rows)
        row.committedAt.reset();
    m_stage->openTable();
    QCOMPARE(m_stage->cell("replayConsumers", 6, kCommitted), QStringLiteral("4,000"));
    QCOMPARE(m_stage->cell("replayConsumers", 6, kBehind), QStringLiteral("1,000 entries"));
    QVERIFY(!m_stage->says(QStringLiteral("cannot be read")));
}

void RewindDamageTest::place_isLookedUpAgain_data() {
    QTest::addColumn<QByteArray>("how");
    QTest::newRow("by the button") << QByteArray("button");
    QTest::newRow("by the button's key") << QByteArray("space");
    QTest::newRow("where it is written") << QByteArray("return");
    QTest::newRow("by its choice") << QByteArray("choice");
    QTest::newRow("by another time") << QByteArray("text");
}

void RewindDamageTest::place_isLookedUpAgain() {
    QFETCH(const QByteArray, how);
    failPlace();
    answerPlaces();
    if (how == "button") {
        m_stage->click("rewindTryAgain");
    } else if (how == "space") {
        m_stage->find("rewindTryAgain")->setFocus();
        m_stage->press(Qt::Key_Space);
    } else if (how == "return") {
        m_stage->find("rewindPlace")->setFocus();
        m_stage->press(Qt::Key_Return);
    } else if (how == "choice") {
        m_stage->click("rewindFromTime");
    } else {
        m_stage->type("rewindPlace", QStringLiteral("10:28:00"));
    }
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 250 entries"));
    QVERIFY(m_stage->start()->isEnabled());
    QVERIFY(!m_stage->shows("rewindTryAgain"));
    QCOMPARE(mistake(), QString());
    QVERIFY(m_stage->find("rewindPanel")->isAncestorOf(QApplication::focusWidget()));
}

/// The button keeps the keys while it fails, and goes with what it is about.
void RewindDamageTest::place_failsAgainAndIsLeft() {
    failPlace();
    m_stage->find("rewindTryAgain")->setFocus();
    const std::size_t before = m_stage->bridge.asked<SeqAtTime>().size();
    m_stage->press(Qt::Key_Space);
    QTRY_COMPARE(m_stage->bridge.asked<SeqAtTime>().size(), before + 1);
    QTRY_VERIFY(m_stage->shows("rewindTryAgain") && !mistake().isEmpty());
    QVERIFY(m_stage->find("rewindTryAgain")->hasFocus());
    m_stage->click("rewindFromBeginning");
    QVERIFY(!m_stage->shows("rewindTryAgain"));
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    QCOMPARE(mistake(), QString());
}

QTEST_MAIN(RewindDamageTest)
#include "rewind_damage_test.moc"
