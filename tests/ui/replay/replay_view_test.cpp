#include "ui/replay/replay_view.h"

#include "tests/ui/replay/replay_stage.h"
#include "ui/replay/consumer_model.h"
#include "ui/widgets/sentence.h"

#include <QAbstractItemModelTester>
#include <QProgressBar>
#include <QRadioButton>
#include <QSignalSpy>

using namespace syncline;
using namespace syncline::ui;
using core::Side;
using test::kHead;
using test::kOffset;
using test::snapshotAt;

/// Consumers with their offsets, and the way back.
class ReplayViewTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<test::ReplayStage>(); }
    void cleanup() { m_stage.reset(); }

    void empty_listsSidesAndSaysThatThereIsNoStream();
    void loading_showsBlocksAfterAMoment();
    void failed_saysWhatHappenedAndTriesAgain();
    void failedAgain_isSaidAboveWhatIsShown();
    void disconnected_isTheSourcesState();
    void rows_areSourcesWritersAndStreams();
    void rewind_waitsForAChoice();
    void rewind_saysWhichEntriesOfOtherKinds_data();
    void rewind_saysWhichEntriesOfOtherKinds();
    void rewind_isReviewedBeforeItBegins_data();
    void rewind_isReviewedBeforeItBegins();
    void rewind_beginsWhenAPersonSaysSo();
    void rewind_staleSnapshotIsNotItsEnd();
    void rewind_ofAnotherStreamRunsBesideIt();
    void rewind_isCancelled();
    void rewind_keepsTheFocusInThePanel_data();
    void rewind_keepsTheFocusInThePanel();
    void choice_putsTheKeysIntoItsField_data();
    void choice_putsTheKeysIntoItsField();
    void choice_byArrowsOnlyChooses();
    void choice_staysWhenItIsAskedForAgain();
    void rewind_refusalIsSaidAndCanBeTriedAgain();
    void place_mistakesAreSaid_data();
    void place_mistakesAreSaid();
    void keys_openAndClose();
    void place_isShownFromOutside();
    void readOnly_nothingIsRewound();

private:
    [[nodiscard]] std::vector<RewindConsumer> commands() const {
        std::vector<RewindConsumer> all;
        for (const Command& command : m_stage->bridge.commands())
            all.push_back(std::get<RewindConsumer>(command));
        return all;
    }
    [[nodiscard]] QString stateOf(const QString& name) const {
        const auto* const model = m_stage->find<QTableView>("replayConsumers")->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, kConsumer).data().toString().startsWith(name))
                return model->index(row, kState).data().toString();
        }
        return QStringLiteral("(no such row)");
    }

    std::unique_ptr<test::ReplayStage> m_stage;
};

void ReplayViewTest::empty_listsSidesAndSaysThatThereIsNoStream() {
    m_stage->consumers.rows.clear();
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("No stream to rewind"));
    QTRY_COMPARE(stateOf(QStringLiteral("salesforce-writer")), QStringLiteral("running"));
    m_stage->press(Qt::Key_R);
    QVERIFY(!m_stage->shows("rewindPanel"));
}

void ReplayViewTest::loading_showsBlocksAfterAMoment() {
    m_stage->bridge.holdQueries<ConsumerTable>();
    m_stage->open();
    QVERIFY(!m_stage->shows("replayConsumersLoading"));
    QTRY_VERIFY(m_stage->shows("replayConsumersLoading"));
    m_stage->bridge.onQuery<ConsumerTable>([this](const ConsumerTable&) { return m_stage->consumers; });
    QTRY_VERIFY(!m_stage->shows("replayConsumersLoading"));
    QVERIFY(m_stage->shows("rewind_warehouse"));
}

void ReplayViewTest::failed_saysWhatHappenedAndTriesAgain() {
    m_stage->bridge.onQuery<ConsumerTable>(
        [](const ConsumerTable&) -> base::Result<Consumers> { return test::diskFailure(); });
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The consumers cannot be read"));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    m_stage->bridge.onQuery<ConsumerTable>([this](const ConsumerTable&) { return m_stage->consumers; });
    m_stage->click("replayRetry");
    QTRY_VERIFY(m_stage->shows("rewind_warehouse"));
}

void ReplayViewTest::failedAgain_isSaidAboveWhatIsShown() {
    m_stage->openTable();
    m_stage->bridge.onQuery<ConsumerTable>(
        [](const ConsumerTable&) -> base::Result<Consumers> { return test::diskFailure(); });
    m_stage->view().setShown(false);
    m_stage->view().setShown(true);
    QTRY_VERIFY(m_stage->shows("bar-stale"));
    QVERIFY(m_stage->says(QStringLiteral("This is as of 10:41:32: it cannot be read again")));
    QVERIFY(m_stage->says(QStringLiteral("disk I/O error")));
    QVERIFY(m_stage->shows("rewind_warehouse"));
    m_stage->bridge.onQuery<ConsumerTable>([this](const ConsumerTable&) { return m_stage->consumers; });
    m_stage->click("viewTryAgain");
    QTRY_VERIFY(!m_stage->shows("bar-stale"));
}

void ReplayViewTest::disconnected_isTheSourcesState() {
    m_stage->openTable();
    QTRY_COMPARE(stateOf(QStringLiteral("HubSpot")), QStringLiteral("polling"));
    m_stage->disconnect(Side::HubSpot);
    QTRY_COMPARE(stateOf(QStringLiteral("HubSpot")), QStringLiteral("disconnected"));
    QCOMPARE(stateOf(QStringLiteral("Salesforce")), QStringLiteral("streaming"));
    QCOMPARE(stateOf(QStringLiteral("hubspot-writer")), QStringLiteral("waiting"));
    QVERIFY(m_stage->says(QStringLiteral("HubSpot as of 10:41:30.796, Salesforce live")));
}

void ReplayViewTest::rows_areSourcesWritersAndStreams() {
    m_stage->openTable();
    const auto* const model = m_stage->find<QTableView>("replayConsumers")->model();
    const QAbstractItemModelTester tester(const_cast<QAbstractItemModel*>(model),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model->rowCount(), 8);
    QCOMPARE(model->index(6, kCommitted).data().toString(), QStringLiteral("4,000"));
    // The journal is an hour long, and its entries stand evenly in it.
    QCOMPARE(model->index(6, kBehind).data().toString(), QStringLiteral("1,000 entries, 12 min"));
    QCOMPARE(m_stage->text("viewFact"), QStringLiteral("4 consumers, head 5,000"));
    // An offset that moves is told by the snapshot alone.
    m_stage->bridge.setSnapshot(snapshotAt(kHead));
    QTRY_COMPARE(model->index(6, kCommitted).data().toString(), QStringLiteral("5,000"));
    QCOMPARE(model->index(6, kBehind).data().toString(), QStringLiteral("0"));
    QVERIFY(!m_stage->find<QTableView>("replayConsumers")->currentIndex().isValid());
}

void ReplayViewTest::rewind_waitsForAChoice() {
    const auto choices = [this] { return m_stage->view().findChildren<QRadioButton*>(); };
    const auto isAnyChosen = [&] {
        const auto all = choices();
        return std::any_of(all.begin(), all.end(), [](const QRadioButton* one) { return one->isChecked(); });
    };
    m_stage->openTable();
    m_stage->click("rewind_warehouse");
    QCOMPARE(choices().size(), 3);
    QVERIFY(!isAnyChosen());
    QVERIFY(m_stage->find("rewindFromBeginning")->hasFocus());
    QVERIFY(m_stage->says(QStringLiteral("Choose where warehouse begins again")));
    QVERIFY(!m_stage->find("rewindPlace")->isEnabled());
    QVERIFY(!m_stage->start()->isEnabled());
    m_stage->click("rewindStart");
    QVERIFY(m_stage->bridge.commands().empty());
    QVERIFY(m_stage->bridge.asked<RewindPreview>().empty());
    m_stage->press(Qt::Key_Space);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    // What was chosen for one stream is not chosen for another.
    m_stage->click("rewind_audit");
    QVERIFY(!isAnyChosen());
    QVERIFY(!m_stage->start()->isEnabled());
    QVERIFY(m_stage->says(QStringLiteral("Choose where audit begins again")));
}

void ReplayViewTest::rewind_saysWhichEntriesOfOtherKinds_data() {
    QTest::addColumn<int>("kinds");
    QTest::addColumn<QString>("words");
    // Of the kinds in order there are 20, 19, 18 … entries.
    const QString four = QStringLiteral("20 changes, 19 decisions, 18 conflicts, 17 conflict updates");
    QTest::newRow("four kinds") << 4 << four;
    QTest::newRow("a fifth is named") << 5 << four + QStringLiteral(", 16 resolutions");
    QTest::newRow("two more are counted") << 6 << four + QStringLiteral(", 31 entries of 2 other kinds");
    QTest::newRow("eight more are counted") << 12 << four + QStringLiteral(", 100 entries of 8 other kinds");
}

void ReplayViewTest::rewind_saysWhichEntriesOfOtherKinds() {
    QFETCH(const int, kinds);
    QFETCH(const QString, words);
    m_stage->bridge.onQuery<RewindPreview>([kinds](const RewindPreview& asked) {
        RewindReview review;
        review.from = core::Seq(kOffset);
        review.to = asked.offset;
        for (int kind = 1; kind <= kinds; ++kind)
            review.kinds[std::string(core::name(static_cast<core::EntryKind>(kind)))] = 21 - kind;
        return review;
    });
    m_stage->openPanel();
    QTRY_VERIFY(m_stage->says(words));
    QVERIFY(kinds > 5 || !m_stage->says(QStringLiteral("other kinds")));
}

void ReplayViewTest::rewind_isReviewedBeforeItBegins_data() {
    QTest::addColumn<QByteArray>("choice");
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("offset");
    QTest::addColumn<QString>("button");
    QTest::newRow("from the first entry") << QByteArray("rewindFromBeginning") << QString() << 0
                                          << QStringLiteral("Rewind warehouse, send 1,000 entries");
    QTest::newRow("from a sequence") << QByteArray("rewindFromSequence") << QStringLiteral("3,601") << 3600
                                     << QStringLiteral("Rewind warehouse, send 100 entries");
    QTest::newRow("from a time") << QByteArray("rewindFromTime") << QStringLiteral("10:27:00") << 3000
                                 << QStringLiteral("Rewind warehouse, send 250 entries");
}

void ReplayViewTest::rewind_isReviewedBeforeItBegins() {
    QFETCH(const QByteArray, choice);
    QFETCH(const QString, place);
    QFETCH(const int, offset);
    QFETCH(const QString, button);
    m_stage->openPanel();
    auto* const radio = m_stage->find<QRadioButton>(choice.constData());
    radio->setFocus();
    m_stage->press(Qt::Key_Space);
    QVERIFY(radio->isChecked());
    if (!place.isEmpty()) {
        QVERIFY(!m_stage->start()->isEnabled());
        QVERIFY(m_stage->find("rewindPlace")->toolTip().contains(QStringLiteral("sent again")));
        m_stage->type("rewindPlace", place);
        m_stage->press(Qt::Key_Return);
    }
    QTRY_COMPARE(m_stage->start()->text(), button);
    QVERIFY(m_stage->start()->isEnabled());
    QCOMPARE(m_stage->bridge.asked<RewindPreview>().back().consumer, std::string("warehouse"));
    QCOMPARE(m_stage->bridge.asked<RewindPreview>().back().offset, core::Seq(offset));
    // The entry that was named is the first of them.
    const QString first = sequence(core::Seq(offset + 1));
    const auto sentences = m_stage->view().findChildren<Sentence*>();
    QVERIFY(std::any_of(sentences.begin(), sentences.end(), [&](const Sentence* one) {
        return one->isVisible() && one->plainText().contains(QStringLiteral("from entry `%1` on").arg(first));
    }));
    QVERIFY(m_stage->bridge.commands().empty());
    m_stage->click("rewindStart");
    QCOMPARE(commands().size(), std::size_t{1});
    QCOMPARE(commands().front().offset, core::Seq(offset));
}

void ReplayViewTest::rewind_beginsWhenAPersonSaysSo() {
    m_stage->openPanel();
    QVERIFY(m_stage->says(QStringLiteral("Nothing is sent before you start")));
    QTRY_VERIFY(m_stage->says(QStringLiteral("12 writes, 2 changes of connections, 1 decision")));
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QCOMPARE(commands().size(), std::size_t{1});
    QCOMPARE(commands().front().consumer, std::string("warehouse"));
    QCOMPARE(commands().front().offset, core::Seq(0));
    QCOMPARE(commands().front().who, std::string("grace"));
    // Twice is once.
    m_stage->click("rewindStart");
    QCOMPARE(commands().size(), std::size_t{1});
    QTRY_VERIFY(m_stage->shows("rewindProgress"));
    m_stage->move(1000);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 250 of 1,000 entries, 25 %"));
    QCOMPARE(m_stage->find<QProgressBar>("rewindProgress")->value(), 250);
    QCOMPARE(stateOf(QStringLiteral("warehouse")), QStringLiteral("replaying"));
    m_stage->move(kOffset);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again"));
    QTRY_COMPARE(stateOf(QStringLiteral("warehouse")), QStringLiteral("running"));
    QVERIFY(!m_stage->shows("rewindStop"));
}

void ReplayViewTest::rewind_staleSnapshotIsNotItsEnd() {
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    // The snapshot still has the offset of before, and so has one that was made before the rewind and comes behind it.
    QTRY_VERIFY(m_stage->shows("rewindProgress"));
    QCOMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 0 of 1,000 entries, 0 %"));
    const QSignalSpy told(&m_stage->bridge, &Bridge::snapshotChanged);
    m_stage->bridge.setSnapshot(snapshotAt(kOffset));
    QTRY_COMPARE(told.count(), 1);
    QCOMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 0 of 1,000 entries, 0 %"));
    QVERIFY(m_stage->shows("rewindStop"));
    m_stage->move(2000);
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 500 of 1,000 entries, 50 %"));
}

void ReplayViewTest::rewind_ofAnotherStreamRunsBesideIt() {
    m_stage->bridge.onQuery<RewindPreview>([](const RewindPreview& asked) {
        RewindReview review;
        review.from = asked.until.value_or(asked.consumer == "audit" ? core::Seq(10) : core::Seq(kOffset));
        review.to = asked.offset;
        review.matching = review.from.value() - asked.offset.value();
        return review;
    });
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindProgress"));
    m_stage->move(1000);
    QTRY_COMPARE(m_stage->find<QProgressBar>("rewindProgress")->value(), 250);

    m_stage->click("rewind_audit");
    QVERIFY(m_stage->says(QStringLiteral("Rewind audit")));
    m_stage->click("rewindFromBeginning");
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind audit, send 10 entries"));
    m_stage->consumers.rows[1].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QCOMPARE(commands().back().consumer, std::string("audit"));
    QTRY_COMPARE(stateOf(QStringLiteral("audit")), QStringLiteral("replaying"));
    QCOMPARE(stateOf(QStringLiteral("warehouse")), QStringLiteral("replaying"));
    QCOMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 0 of 10 entries, 0 %"));
    QCOMPARE(m_stage->find<QAbstractButton>("rewind_audit")->text(), QStringLiteral("Progress"));

    m_stage->click("rewind_warehouse");
    QCOMPARE(m_stage->text("rewindProgressText"), QStringLiteral("about 1,000 of 4,000 entries, 25 %"));
    m_stage->consumers.rows[1].committed = core::Seq(10);
    m_stage->view().setShown(true);
    QTRY_COMPARE(m_stage->navigator.toasts, QStringList(QStringLiteral("audit: 10 entries sent again")));
    QCOMPARE(stateOf(QStringLiteral("audit")), QStringLiteral("running"));
    QCOMPARE(m_stage->find<QAbstractButton>("rewind_audit")->text(), QStringLiteral("Rewind…"));
    // Closed, it goes on, and is found again.
    m_stage->click("rewindClose");
    QVERIFY(!m_stage->shows("rewindPanel"));
    QCOMPARE(stateOf(QStringLiteral("warehouse")), QStringLiteral("replaying"));
    m_stage->click("rewind_warehouse");
    QVERIFY(m_stage->shows("rewindStop"));
}

void ReplayViewTest::rewind_isCancelled() {
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    m_stage->move(1000);
    QTRY_COMPARE(m_stage->find<QProgressBar>("rewindProgress")->value(), 250);
    m_stage->bridge.setReply(core::Seq(1040));
    m_stage->click("rewindStop");
    QCOMPARE(commands().size(), std::size_t{2});
    QCOMPARE(commands().back().offset, core::Seq(kOffset));
    QCOMPARE(commands().back().consumer, std::string("warehouse"));
    QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("Cancelled"));
    QVERIFY(m_stage->says(QStringLiteral("1,040")) && m_stage->says(QStringLiteral("4,001")));
    m_stage->click("rewindClose");
    QTRY_VERIFY(!m_stage->shows("rewindPanel"));
}

void ReplayViewTest::rewind_keepsTheFocusInThePanel_data() {
    QTest::addColumn<bool>("isCancelled");
    QTest::newRow("to its end") << false;
    QTest::newRow("cancelled") << true;
}

void ReplayViewTest::rewind_keepsTheFocusInThePanel() {
    QFETCH(const bool, isCancelled);
    const auto isInPanel = [this] {
        const QWidget* const focus = QApplication::focusWidget();
        return focus != nullptr && focus->isVisible() && m_stage->find("rewindPanel")->isAncestorOf(focus);
    };
    m_stage->openPanel();
    m_stage->consumers.rows[0].committed = core::Seq(0);
    m_stage->start()->setFocus();
    m_stage->press(Qt::Key_Space);
    QVERIFY(isInPanel());
    QTRY_VERIFY(m_stage->shows("rewindStop"));
    QVERIFY(isInPanel());
    // A second press of the same key is not the end of what the first one has begun.
    QVERIFY(!m_stage->find("rewindStop")->hasFocus());
    m_stage->find("rewindStop")->setFocus();
    if (isCancelled) {
        m_stage->bridge.setReply(core::Seq(40));
        m_stage->press(Qt::Key_Space);
        QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("Cancelled"));
    } else {
        m_stage->move(1000);
        QTRY_COMPARE(m_stage->find<QProgressBar>("rewindProgress")->value(), 250);
        m_stage->move(kOffset);
        QTRY_COMPARE(m_stage->text("rewindProgressText"), QStringLiteral("1,000 entries sent again"));
    }
    QVERIFY(!m_stage->shows("rewindStop"));
    QVERIFY(isInPanel());
}

void ReplayViewTest::choice_putsTheKeysIntoItsField_data() {
    QTest::addColumn<bool>("byKeys");
    QTest::newRow("by the mouse") << false;
    QTest::newRow("by Space") << true;
}

void ReplayViewTest::choice_putsTheKeysIntoItsField() {
    QFETCH(const bool, byKeys);
    m_stage->openTable();
    m_stage->click("rewind_warehouse");
    if (byKeys) {
        m_stage->find("rewindFromTime")->setFocus();
        m_stage->press(Qt::Key_Space);
    } else {
        m_stage->click("rewindFromTime");
    }
    QVERIFY(m_stage->find("rewindPlace")->hasFocus());
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("10:27:00"));
    QVERIFY(m_stage->find<QRadioButton>("rewindFromTime")->isChecked());
    m_stage->press(Qt::Key_Return);
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 250 entries"));
}

void ReplayViewTest::choice_byArrowsOnlyChooses() {
    m_stage->openPanel();
    m_stage->find("rewindFromBeginning")->setFocus();
    for (const char* name : {"rewindFromSequence", "rewindFromTime"}) {
        m_stage->press(Qt::Key_Right);
        QVERIFY2(m_stage->find<QRadioButton>(name)->isChecked(), name);
        QVERIFY2(m_stage->find(name)->hasFocus(), name);
    }
    m_stage->press(Qt::Key_Space);
    QVERIFY(m_stage->find("rewindPlace")->hasFocus());
}

void ReplayViewTest::choice_staysWhenItIsAskedForAgain() {
    m_stage->openTable();
    m_stage->clickCell("replayConsumers", 6, kConsumer);
    m_stage->press(Qt::Key_R);
    m_stage->click("rewindFromTime");
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("10:27:00"));
    m_stage->find("replayConsumers")->setFocus();
    m_stage->press(Qt::Key_R);
    QVERIFY(m_stage->find<QRadioButton>("rewindFromTime")->isChecked());
    QVERIFY(m_stage->find("rewindFromTime")->hasFocus());
    QCOMPARE(m_stage->find<QLineEdit>("rewindPlace")->text(), QStringLiteral("10:27:00"));
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 250 entries"));
    // Closed, it begins anew.
    m_stage->press(Qt::Key_Escape);
    m_stage->press(Qt::Key_R);
    QVERIFY(!m_stage->find<QRadioButton>("rewindFromTime")->isChecked());
    QVERIFY(m_stage->find<QLineEdit>("rewindPlace")->text().isEmpty());
}

void ReplayViewTest::rewind_refusalIsSaidAndCanBeTriedAgain() {
    m_stage->openPanel();
    m_stage->bridge.setReply(base::Error{base::ErrorCode::Busy, "rewind", "warehouse", "too much waits", ""});
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->says(QStringLiteral("too much waits")));
    QVERIFY(!m_stage->shows("rewindProgress"));
    m_stage->bridge.setReply(core::Seq(kOffset));
    m_stage->consumers.rows[0].committed = core::Seq(0);
    QVERIFY(m_stage->start()->isEnabled());
    QCOMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 1,000 entries"));
    m_stage->click("rewindStart");
    QTRY_VERIFY(m_stage->shows("rewindProgress"));
    QCOMPARE(commands().size(), std::size_t{2});
}

void ReplayViewTest::place_mistakesAreSaid_data() {
    QTest::addColumn<QByteArray>("choice");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("words");
    const QByteArray bySequence("rewindFromSequence");
    QTest::newRow("not a number") << bySequence << QStringLiteral("first")
                                  << QStringLiteral("the sequences 1 to 5,000");
    QTest::newRow("behind the head") << bySequence << QStringLiteral("5001")
                                     << QStringLiteral("the sequences 1 to 5,000");
    QTest::newRow("still to come") << bySequence << QStringLiteral("4,001")
                                   << QStringLiteral("warehouse has committed 4,000");
    QTest::newRow("no time") << QByteArray("rewindFromTime") << QStringLiteral("noon")
                             << QStringLiteral("A time is written as");
}

void ReplayViewTest::place_mistakesAreSaid() {
    QFETCH(const QByteArray, choice);
    QFETCH(const QString, place);
    QFETCH(const QString, words);
    m_stage->openPanel();
    m_stage->click(choice.constData());
    m_stage->type("rewindPlace", place);
    QTRY_VERIFY(m_stage->shows("rewindMistake"));
    QVERIFY2(m_stage->says(words), qPrintable(words));
    QVERIFY(!m_stage->start()->isEnabled());
    m_stage->click("rewindStart");
    QVERIFY(m_stage->bridge.commands().empty());
    // What is mended is reviewed.
    m_stage->click("rewindFromBeginning");
    QTRY_VERIFY(m_stage->start()->isEnabled());
    QVERIFY(!m_stage->shows("rewindMistake"));
}

void ReplayViewTest::keys_openAndClose() {
    m_stage->openTable();
    m_stage->press(Qt::Key_R);
    QVERIFY(!m_stage->shows("rewindPanel"));
    m_stage->clickCell("replayConsumers", 7, kConsumer);
    m_stage->press(Qt::Key_R);
    QVERIFY(m_stage->shows("rewindPanel"));
    QVERIFY(m_stage->says(QStringLiteral("Rewind audit")));
    m_stage->press(Qt::Key_Escape);
    QVERIFY(!m_stage->shows("rewindPanel"));
    QVERIFY(m_stage->find("replayConsumers")->hasFocus());
}

void ReplayViewTest::place_isShownFromOutside() {
    m_stage->view().showRewind(QStringLiteral("warehouse"), core::Seq(3600));
    m_stage->openTable();
    QTRY_COMPARE(m_stage->start()->text(), QStringLiteral("Rewind warehouse, send 100 entries"));
    QCOMPARE(m_stage->find<QLineEdit>("rewindPlace")->text(), QStringLiteral("3,601"));
}

void ReplayViewTest::readOnly_nothingIsRewound() {
    const QString words = QStringLiteral("Read-only: rewind in the window that has this workspace open");
    m_stage->view().setReadOnly(true);
    m_stage->openTable();
    QVERIFY(m_stage->shows("replayReadOnly") && m_stage->says(words));
    for (const char* name : {"rewind_warehouse", "rewind_audit"}) {
        QVERIFY2(!m_stage->find(name)->isEnabled(), name);
        QVERIFY2(m_stage->find(name)->toolTip().startsWith(words), name);
    }
    // Neither by mouse nor by key nor from another view.
    m_stage->click("rewind_warehouse");
    m_stage->clickCell("replayConsumers", 7, kConsumer);
    m_stage->press(Qt::Key_R);
    m_stage->view().showRewind(QStringLiteral("warehouse"), core::Seq(3600));
    QVERIFY(!m_stage->shows("rewindPanel"));
    QCOMPARE(m_stage->find<QTableView>("replayConsumers")->currentIndex().row(), 6);
    QVERIFY(m_stage->bridge.asked<RewindPreview>().empty());
    // The workspace can be taken for writing.
    m_stage->view().setReadOnly(false);
    QVERIFY(!m_stage->shows("replayReadOnly"));
    QVERIFY(!m_stage->find("rewind_warehouse")->toolTip().contains(QStringLiteral("Read-only")));
    m_stage->click("rewind_warehouse");
    QVERIFY(m_stage->shows("rewindPanel"));
    m_stage->view().setReadOnly(true);
    QVERIFY(!m_stage->shows("rewindPanel"));
}

QTEST_MAIN(ReplayViewTest)
#include "replay_view_test.moc"
