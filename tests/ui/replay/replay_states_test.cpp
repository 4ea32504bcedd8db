#include "tests/ui/replay/replay_stage.h"
#include "ui/replay/consumer_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPointer>

using namespace syncline;
using namespace syncline::ui;
using core::Side;

/// The Replay view while a side does not answer, while its list cannot be read, and without a stream.
class ReplayStatesTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<test::ReplayStage>(); }
    void cleanup() { m_stage.reset(); }

    void disconnected_mutesTheRows();
    void failed_saysWhatItMeansAndKeepsTheKeys();
    void failed_isReadAgainVisibly();
    void empty_givesAnExample();

private:
    [[nodiscard]] Tone toneAt(int row, int column) const {
        const auto* const model = m_stage->find<QTableView>("replayConsumers")->model();
        return std::get<TextCell>(model->index(row, column).data(kCellRole).value<Cell>()).tone;
    }

    std::unique_ptr<test::ReplayStage> m_stage;
};

/// Sources are the rows 1 and 2, writers 4 and 5, streams 6 and 7; 0 and 3 are titles.
void ReplayStatesTest::disconnected_mutesTheRows() {
    m_stage->openTable();
    QCOMPARE(toneAt(6, kConsumer), Tone::Normal);
    QCOMPARE(toneAt(6, kCommitted), Tone::Normal);
    QCOMPARE(toneAt(6, kState), Tone::Success);
    const Snapshot connected = m_stage->bridge.snapshot();
    m_stage->disconnect(Side::HubSpot);
    QTRY_COMPARE(toneAt(6, kConsumer), Tone::Muted);
    for (const int row : {1, 2, 4, 5, 6, 7}) {
        QCOMPARE(toneAt(row, kConsumer), Tone::Muted);
        QCOMPARE(toneAt(row, kBehind), Tone::Muted);
    }
    QCOMPARE(toneAt(6, kCommitted), Tone::Muted);
    QCOMPARE(toneAt(6, kState), Tone::Muted);
    // What needs a person does so all the same, and titles are no rows.
    QCOMPARE(toneAt(2, kState), Tone::Attention);
    QCOMPARE(toneAt(5, kState), Tone::Attention);
    QCOMPARE(toneAt(0, kConsumer), Tone::Normal);
    m_stage->bridge.setSnapshot(connected);
    QTRY_COMPARE(toneAt(6, kConsumer), Tone::Normal);
    QCOMPARE(toneAt(6, kState), Tone::Success);
    QCOMPARE(toneAt(2, kBehind), Tone::Normal);
}

/// The list is asked for every two seconds: a page that says the same is not made anew under somebody's keys.
void ReplayStatesTest::failed_saysWhatItMeansAndKeepsTheKeys() {
    const auto fail = [this](const char* detail) {
        m_stage->bridge.onQuery<ConsumerTable>([detail](const ConsumerTable&) -> base::Result<Consumers> {
            return base::Error{base::ErrorCode::Io, "read", "journal.db", detail, "check the disk"};
        });
    };
    const auto asked = [this] { return m_stage->bridge.asked<ConsumerTable>().size(); };
    fail("disk I/O error");
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The consumers cannot be read"));
    QVERIFY(m_stage->says(QStringLiteral("no stream can be rewound here until it is read")));
    QCOMPARE(m_stage->text("stateWords"), QStringLiteral("read journal.db: disk I/O error"));
    QVERIFY(m_stage->says(QStringLiteral("check the disk")));
    QVERIFY(m_stage->shows("stateCopyReport"));
    const QPointer<QWidget> retry = m_stage->find("replayRetry");
    retry->setFocus();
    const std::size_t before = asked();
    m_stage->press(Qt::Key_Space);
    QTRY_VERIFY(asked() > before);
    // By then the answer to the first one has been told.
    QTRY_VERIFY(asked() > before + 1);
    QVERIFY(retry && retry->hasFocus());
    // Other words are, and the keys stay on its button.
    fail("database disk image is malformed");
    QTRY_VERIFY(m_stage->text("stateWords").contains(QStringLiteral("malformed")));
    QTRY_VERIFY(m_stage->find("replayRetry") != nullptr && m_stage->find("replayRetry")->hasFocus());
    m_stage->bridge.onQuery<ConsumerTable>([this](const ConsumerTable&) { return m_stage->consumers; });
    m_stage->press(Qt::Key_Space);
    QTRY_VERIFY(m_stage->shows("rewind_warehouse"));
    QVERIFY(!m_stage->shows("stateWords"));
}

void ReplayStatesTest::failed_isReadAgainVisibly() {
    const auto fail = [this] {
        m_stage->bridge.onQuery<ConsumerTable>(
            [](const ConsumerTable&) -> base::Result<Consumers> { return test::diskFailure(); });
    };
    fail();
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The consumers cannot be read"));
    m_stage->bridge.holdQueries<ConsumerTable>();
    m_stage->click("replayRetry");
    QTRY_VERIFY(m_stage->shows("replayConsumersLoading"));
    // The same failure is said again, and the keys are at its button.
    fail();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The consumers cannot be read"));
    QVERIFY(!m_stage->shows("replayConsumersLoading"));
    QVERIFY(m_stage->find("replayRetry")->hasFocus());
}

void ReplayStatesTest::empty_givesAnExample() {
    m_stage->consumers.rows.clear();
    m_stage->open();
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("No stream to rewind"));
    m_stage->click("replayCopyExample");
    QTRY_COMPARE(m_stage->navigator.toasts,
                 QStringList(QStringLiteral("Copied: a stream of all entries into streams/events.jsonl")));
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral(R"("streams": [{ "name": "events", "file": "streams/events.jsonl", "filter": "" }])"));
}

QTEST_MAIN(ReplayStatesTest)
#include "replay_states_test.moc"
