#include "tests/ui/replay/replay_stage.h"

#include <QEvent>
#include <QLabel>
#include <QPointer>

using namespace syncline;
using namespace syncline::ui;
using test::kOffset;

namespace {

/// Whether a button could be pressed after each change of that.
class Enabling final : public QObject {
public:
    explicit Enabling(QAbstractButton& button) : m_button(button) { button.installEventFilter(this); }
    [[nodiscard]] const QList<bool>& changes() const { return m_changes; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::EnabledChange)
            m_changes.append(m_button.isEnabled());
        return QObject::eventFilter(watched, event);
    }

private:
    QAbstractButton& m_button;
    QList<bool> m_changes;
};

}  // namespace

/// A review stays true while its stream goes on, or is put back by somebody else.
class RewindReviewTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<test::ReplayStage>(); }
    void cleanup() { m_stage.reset(); }

    void numbers_followAStreamThatGoesOn();
    void numbers_followAStreamThatIsPutBack();
    void numbers_stayUntilTheNewOnesAreThere();
    void press_duringARefreshSendsWhatTheButtonSays();
    void failedRefresh_keepsWhatWasKnown();
    void failedFirst_isTriedAgainByItself();
    void snapshotAheadOfTheJournal_isAskedForOnce();
    void left_cancelsWhatIsAskedFor();
    void refusal_staysWhileTheNumbersFollow();
    void putBackBeforeThePlace_isSaidUntilItIsBehindIt();
    void place_isComparedWithWhereTheStreamIsByNow();
    void place_isNotTheOneBeforeWhileItIsLookedUp();
    void anotherStream_isReviewedByItsOwn();

private:
    [[nodiscard]] QString number(int line) const {
        return m_stage->text(qPrintable(QStringLiteral("rewindReviewNumber%1").arg(line)));
    }
    void answerReviews() const {
        m_stage->bridge.onQuery<RewindPreview>([this](const RewindPreview& asked) { return m_stage->review(asked); });
    }
    void failReviews() const {
        m_stage->bridge.onQuery<RewindPreview>(
            [](const RewindPreview&) -> base::Result<RewindReview> { return test::diskFailure(); });
    }
    [[nodiscard]] std::size_t reviewsAsked() const { return m_stage->bridge.asked<RewindPreview>().size(); }

    std::unique_ptr<test::ReplayStage> m_stage;
};

void RewindReviewTest::numbers_followAStreamThatGoesOn() {
    m_stage->openPanel();
    m_stage->start()->setFocus();
    const Enabling enabling(*m_stage->start());
    const QPointer<QLabel> entries = m_stage->find<QLabel>("rewindReviewNumber1");
    QTRY_COMPARE(number(1), QStringLiteral("1,000"));
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,100 entries"));
    QVERIFY(m_stage->says(QStringLiteral("Send 1,100 entries to warehouse once more")));
    QVERIFY(m_stage->says(QStringLiteral("from 4,400, 4,400 entries")));
    // The rows are the same ones, with other words.
    QVERIFY(entries && entries->isVisible());
    QCOMPARE(entries->text(), QStringLiteral("1,100"));
    m_stage->move(kOffset + 800);
    QTRY_COMPARE(number(1), QStringLiteral("1,200"));
    QVERIFY(m_stage->start()->hasFocus());
    QVERIFY(enabling.changes().isEmpty());
    m_stage->press(Qt::Key_Space);
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{1});
}

void RewindReviewTest::numbers_followAStreamThatIsPutBack() {
    m_stage->openPanel();
    m_stage->start()->setFocus();
    m_stage->move(2000);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 500 entries"));
    QVERIFY(m_stage->start()->hasFocus());
    QVERIFY(!m_stage->shows("rewindMistake"));
}

void RewindReviewTest::numbers_stayUntilTheNewOnesAreThere() {
    m_stage->openPanel();
    m_stage->start()->setFocus();
    const Enabling enabling(*m_stage->start());
    const std::size_t before = reviewsAsked();
    m_stage->bridge.holdQueries<RewindPreview>();
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(reviewsAsked(), before + 1);
    QCOMPARE(m_stage->bridge.asked<RewindPreview>().back().offset, core::Seq(0));
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    QCOMPARE(number(1), QStringLiteral("1,000"));
    QVERIFY(m_stage->start()->isEnabled() && m_stage->start()->hasFocus());
    answerReviews();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,100 entries"));
    QVERIFY(m_stage->start()->hasFocus());
    QVERIFY(enabling.changes().isEmpty());
}

void RewindReviewTest::press_duringARefreshSendsWhatTheButtonSays() {
    m_stage->openPanel();
    m_stage->start()->setFocus();
    const std::size_t before = reviewsAsked();
    m_stage->bridge.holdQueries<RewindPreview>();
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(reviewsAsked(), before + 1);
    const Enabling enabling(*m_stage->start());
    // The new numbers come behind the press, before the reply to it.
    answerReviews();
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    m_stage->press(Qt::Key_Space);
    QCOMPARE(m_stage->bridge.commands().size(), std::size_t{1});
    QCOMPARE(std::get<RewindConsumer>(m_stage->bridge.commands().front()).offset, core::Seq(0));
    m_stage->consumers.rows[0].committed = core::Seq(0);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 0 of 1,000 entries, 0 %"));
    QCOMPARE(enabling.changes(), QList<bool>{false});
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
}

void RewindReviewTest::failedRefresh_keepsWhatWasKnown() {
    m_stage->openPanel();
    m_stage->start()->setFocus();
    const Enabling enabling(*m_stage->start());
    failReviews();
    m_stage->move(kOffset + 400);
    QTRY_VERIFY(m_stage->shows("rewindMistake"));
    const QString words = m_stage->find<QLabel>("rewindMistake")->accessibleName();
    QVERIFY2(words.startsWith(QStringLiteral("These numbers are as of 10:41:32, when warehouse had committed 4,000")),
             qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("disk I/O error")), qPrintable(words));
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    QCOMPARE(number(1), QStringLiteral("1,000"));
    // It is tried again without anybody's doing.
    answerReviews();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,100 entries"));
    QVERIFY(!m_stage->shows("rewindMistake"));
    QVERIFY(m_stage->start()->hasFocus());
    QVERIFY(enabling.changes().isEmpty());
}

void RewindReviewTest::failedFirst_isTriedAgainByItself() {
    m_stage->openTable();
    failReviews();
    m_stage->click("rewind_warehouse");
    m_stage->click("rewindFromBeginning");
    QTRY_VERIFY(m_stage->shows("rewindMistake"));
    const QString words = m_stage->find<QLabel>("rewindMistake")->accessibleName();
    QVERIFY2(words.contains(QStringLiteral("disk I/O error")), qPrintable(words));
    QVERIFY2(words.contains(QStringLiteral("It is tried again by itself.")), qPrintable(words));
    QVERIFY(!m_stage->start()->isEnabled());
    answerReviews();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    QVERIFY(m_stage->start()->isEnabled());
    QVERIFY(!m_stage->shows("rewindMistake"));
}

/// While the disk is full offsets go on in memory alone, and a review reads those of the journal.
void RewindReviewTest::snapshotAheadOfTheJournal_isAskedForOnce() {
    m_stage->openPanel();
    const std::size_t before = reviewsAsked();
    m_stage->bridge.setSnapshot(test::snapshotAt(kOffset + 400));
    QTRY_COMPARE(reviewsAsked(), before + 1);
    // Each answer of the list tells the pane where the stream is; the second one is after its rest.
    const std::size_t lists = m_stage->bridge.asked<ConsumerTable>().size();
    QTRY_VERIFY(m_stage->bridge.asked<ConsumerTable>().size() >= lists + 2);
    QCOMPARE(reviewsAsked(), before + 1);
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    m_stage->move(kOffset + 800);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,200 entries"));
}

void RewindReviewTest::left_cancelsWhatIsAskedFor() {
    m_stage->openPanel();
    const std::size_t before = reviewsAsked();
    m_stage->bridge.holdQueries<RewindPreview>();
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(reviewsAsked(), before + 1);
    auto& view = static_cast<QWidget&>(m_stage->view());
    view.hide();
    view.show();
    // It was cancelled, or nobody would have to ask for it again.
    QTRY_COMPARE(reviewsAsked(), before + 2);
    answerReviews();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,100 entries"));
}

void RewindReviewTest::refusal_staysWhileTheNumbersFollow() {
    m_stage->openPanel();
    m_stage->bridge.setReply(base::Error{base::ErrorCode::Busy, "rewind", "warehouse", "too much waits", ""});
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->says(QStringLiteral("too much waits")));
    QVERIFY(m_stage->start()->isEnabled());
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,100 entries"));
    QVERIFY(m_stage->says(QStringLiteral("too much waits")));
    m_stage->click("rewindFromSequence");
    m_stage->type("rewindPlace", QStringLiteral("3,601"));
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 200 entries"));
    QVERIFY(!m_stage->says(QStringLiteral("too much waits")));
}

/// By the command line, say.
void RewindReviewTest::putBackBeforeThePlace_isSaidUntilItIsBehindIt() {
    m_stage->view().showRewind(QStringLiteral("warehouse"), core::Seq(3600));
    m_stage->openTable();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 100 entries"));
    QTRY_VERIFY(m_stage->start()->isEnabled());
    m_stage->start()->setFocus();
    m_stage->move(2000);
    QTRY_VERIFY(m_stage->says(QStringLiteral("warehouse has committed 2,000: from there on everything is still")));
    QVERIFY(!m_stage->start()->isEnabled());
    QVERIFY(!m_stage->shows("rewindReviewNumber1"));
    QVERIFY(m_stage->find("rewindPanel")->isAncestorOf(QApplication::focusWidget()));
    m_stage->move(3600);
    QTRY_VERIFY(m_stage->says(QStringLiteral("warehouse has committed 3,600: from there on everything is still")));
    m_stage->move(kOffset);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 100 entries"));
    QVERIFY(m_stage->start()->isEnabled());
    QVERIFY(!m_stage->shows("rewindMistake"));
}

/// While a place is being chosen the stream goes on as well.
void RewindReviewTest::place_isComparedWithWhereTheStreamIsByNow() {
    m_stage->openTable();
    m_stage->click("rewind_warehouse");
    // The list is not asked for again: a snapshot alone tells it.
    m_stage->bridge.holdQueries<ConsumerTable>();
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(m_stage->cell("replayConsumers", 6, 2), QStringLiteral("4,400"));
    m_stage->click("rewindFromSequence");
    m_stage->type("rewindPlace", QStringLiteral("4,001"));
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 100 entries"));
    m_stage->type("rewindPlace", QStringLiteral("4,401"));
    QTRY_VERIFY(m_stage->says(QStringLiteral("warehouse has committed 4,400")));
}

void RewindReviewTest::place_isNotTheOneBeforeWhileItIsLookedUp() {
    m_stage->openPanel();
    m_stage->click("rewindFromTime");
    m_stage->type("rewindPlace", QStringLiteral("10:27:00"));
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 250 entries"));
    QVERIFY(m_stage->start()->isEnabled());
    m_stage->bridge.holdQueries<SeqAtTime>();
    m_stage->type("rewindPlace", QStringLiteral("10:21:00"));
    m_stage->press(Qt::Key_Return);
    QVERIFY(!m_stage->start()->isEnabled());
    m_stage->bridge.onQuery<SeqAtTime>([](const SeqAtTime&) { return core::Seq(2001); });
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 500 entries"));
    QVERIFY(m_stage->start()->isEnabled());
}

void RewindReviewTest::anotherStream_isReviewedByItsOwn() {
    m_stage->openPanel();
    m_stage->bridge.holdQueries<RewindPreview>();
    const std::size_t before = reviewsAsked();
    m_stage->move(kOffset + 400);
    QTRY_COMPARE(reviewsAsked(), before + 1);
    // What is out for warehouse is not told of audit.
    m_stage->click("rewind_audit");
    answerReviews();
    m_stage->click("rewindFromBeginning");
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind audit, send 2 entries"));
    m_stage->move(kOffset + 800);
    QTRY_COMPARE(m_stage->cell("replayConsumers", 6, 2), QStringLiteral("4,800"));
    QCOMPARE(m_stage->bridge.asked<RewindPreview>().back().consumer, std::string("audit"));
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind audit, send 2 entries"));
}

QTEST_MAIN(RewindReviewTest)
#include "rewind_review_test.moc"
