#include "tests/ui/replay/replay_stage.h"

using namespace syncline;
using namespace syncline::ui;
using test::kOffset;
using test::snapshotAt;

/// What a person is told when a rewind has come to its end.
class RewindEndTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<test::ReplayStage>(); }
    void cleanup() { m_stage.reset(); }

    void end_ofOneEntry();
    void end_tellsWhatCameAgainAndWhatIsNew();
    void end_ofAStreamThatNeverStandsStill();
    void anew_fromElsewhereWhileItIsCounted();
    void anew_endsTheCountOfTheOneBefore();
    void end_ofOneThatBeganLaterThanItsReview();
    void end_atOnceIsSeen();

private:
    std::unique_ptr<test::ReplayStage> m_stage;
};

void RewindEndTest::end_ofOneEntry() {
    m_stage->bridge.onQuery<RewindPreview>([this](const RewindPreview& asked) {
        RewindReview review;
        review.from = asked.until.value_or(m_stage->consumers.rows[0].committed);
        review.to = asked.offset;
        review.matching = review.entries = asked.offset < review.from ? 1 : 0;
        return review;
    });
    m_stage->consumers.rows[0].committed = core::Seq(1);
    m_stage->bridge.setSnapshot(snapshotAt(1));
    m_stage->bridge.setReply(core::Seq(1));
    m_stage->openPanel();
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1 entry"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("from 1, 1 entry")));
    QVERIFY(m_stage->says(QStringLiteral("Send 1 entry to warehouse once more")));
    m_stage->click("rewindStart");
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1 entry sent again"));
}

/// The stream goes on with what is new before anybody looks: both are said, each by its number.
void RewindEndTest::end_tellsWhatCameAgainAndWhatIsNew() {
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->move(kOffset + 84);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again, 21 new since then"));
    QVERIFY(m_stage->says(QStringLiteral("4,000")) && m_stage->says(QStringLiteral("4,084")));
}

/// Each part is counted by one question, so a stream that has moved with every one is counted too.
void RewindEndTest::end_ofAStreamThatNeverStandsStill() {
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    const std::size_t before = m_stage->bridge.asked<RewindPreview>().size();
    m_stage->bridge.onQuery<RewindPreview>([this](const RewindPreview& asked) {
        m_stage->consumers.rows[0].committed = core::Seq(m_stage->consumers.rows[0].committed.value() + 40);
        return m_stage->review(asked);
    });
    m_stage->move(kOffset + 4);
    // By the second question the stream has come to 4,084.
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again, 21 new since then"));
    QVERIFY(m_stage->says(QStringLiteral("4,084")));
    const std::vector<RewindPreview> asked = m_stage->bridge.asked<RewindPreview>();
    QCOMPARE(asked.size() - before, std::size_t{2});
    QCOMPARE(asked[before].offset, core::Seq(0));
    QCOMPARE(asked[before].until, std::optional(core::Seq(kOffset)));
    // The journal's part that came again is not read once more for what is new.
    QCOMPARE(asked[before + 1].offset, core::Seq(kOffset));
}

/// The command line has put the stream back again: what had come again by then has, and nothing new.
void RewindEndTest::anew_fromElsewhereWhileItIsCounted() {
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->bridge.holdQueries<RewindPreview>();
    m_stage->move(kOffset);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("All is sent again, and being counted"));
    m_stage->consumers.rows[0].committed = core::Seq(2000);
    m_stage->bridge.onQuery<RewindPreview>([this](const RewindPreview& asked) { return m_stage->review(asked); });
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again"));
    QVERIFY(m_stage->says(QStringLiteral("From there on the stream goes on with what is new")));
}

void RewindEndTest::anew_endsTheCountOfTheOneBefore() {
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->bridge.holdQueries<RewindPreview>();
    m_stage->move(kOffset);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("All is sent again, and being counted"));
    m_stage->click("rewind_warehouse");
    m_stage->click("rewindFromBeginning");
    // The review is answered, and what the count asks next is not.
    m_stage->bridge.onQuery<RewindPreview>([this](const RewindPreview& asked) {
        if (!asked.until)
            m_stage->bridge.holdQueries<RewindPreview>();
        return m_stage->review(asked);
    });
    QTRY_VERIFY(m_stage->start()->isEnabled());
    QCOMPARE(m_stage->bridge.asked<RewindPreview>().back().offset, core::Seq(kOffset));
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->move(1000);
    const QString progress = QStringLiteral("about 250 of 1,000 entries, 25 %");
    QTRY_COMPARE(m_stage->text("rewindProgressText"), progress);
    m_stage->bridge.onQuery<RewindPreview>([this](const RewindPreview& asked) { return m_stage->review(asked); });
    // What was asked behind it is answered, so the count would have been.
    bool isAnswered = false;
    const Ticket behind = m_stage->bridge.query(Totals{}, [&](const base::Result<TotalCounts>&) { isAnswered = true; });
    m_stage->bridge.onQuery<Totals>([](const Totals&) { return TotalCounts{}; });
    QTRY_VERIFY(isAnswered);
    QCOMPARE(m_stage->text("rewindProgressText"), progress);
    QVERIFY(m_stage->navigator.toasts.isEmpty());
    // It has a count of its own.
    m_stage->move(kOffset + 84);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again, 21 new since then"));
}

/// What was sent between review and start comes again too.
void RewindEndTest::end_ofOneThatBeganLaterThanItsReview() {
    m_stage->openPanel();
    m_stage->bridge.setReply(core::Seq(kOffset + 400));
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->move(kOffset + 200);
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->move(kOffset + 440);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,100 entries sent again, 10 new since then"));
}

void RewindEndTest::end_atOnceIsSeen() {
    m_stage->openPanel();
    m_stage->click("rewindStart");
    // Nothing is seen between: the table, asked after the rewind began, has it at its end.
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again"));
}

QTEST_MAIN(RewindEndTest)
#include "rewind_end_test.moc"
