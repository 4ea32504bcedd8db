#include "tests/ui/conflicts/conflicts_stage.h"

#include <QPointer>

using namespace syncline;
using namespace syncline::ui;
using core::Side;
using test::ConflictsStage;

namespace {

constexpr int kResolvedTab = 1;
const auto kNoor = QStringLiteral("Noor Haddad");

base::Result<std::vector<ConflictRow>> unread() {
    return test::diskFailure();
}

}  // namespace

/// What the inbox shows while a side does not answer, and when it cannot be read.
class InboxStatesTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<ConflictsStage>(); }
    void cleanup() { m_stage.reset(); }

    void disconnected_mutesTheRows_data();
    void disconnected_mutesTheRows();
    void failed_theSameAgainLeavesTheButtons();
    void failed_tellsNoNumbersOfAnotherPart();

private:
    void open() {
        m_stage->open();
        QTRY_COMPARE(m_stage->rows().size(), 4);
    }
    /// The darkest grey of the words in a row's upper line, from behind its indent.
    [[nodiscard]] int darkest(const QString& words) const {
        const QImage image = m_stage->list().viewport()->grab().toImage();
        const QRect row = m_stage->placeOf(words);
        int least = 255;
        for (int y = row.top() + 2; y < row.center().y(); ++y) {
            for (int x = row.left() + 24; x < row.right() - 4; ++x)
                least = std::min(least, qGray(image.pixel(x, y)));
        }
        return least;
    }
    [[nodiscard]] int muted() const { return qGray(m_stage->theme.colors().muted.rgb()); }

    std::unique_ptr<ConflictsStage> m_stage;
};

void InboxStatesTest::disconnected_mutesTheRows_data() {
    QTest::addColumn<bool>("isChosen");
    QTest::newRow("a row") << false;
    QTest::newRow("the chosen row") << true;
}

void InboxStatesTest::disconnected_mutesTheRows() {
    QFETCH(const bool, isChosen);
    open();
    if (isChosen)
        m_stage->choose(kNoor);
    QVERIFY2(darkest(kNoor) < muted() - 20, qPrintable(QString::number(darkest(kNoor))));
    m_stage->disconnect(Side::Salesforce);
    QTRY_VERIFY2(darkest(kNoor) >= muted() - 2, qPrintable(QString::number(darkest(kNoor))));
    Snapshot back = m_stage->bridge.snapshot();
    back.side.salesforce.phase = core::ConnectorPhase::Connected;
    m_stage->bridge.setSnapshot(back);
    QTRY_VERIFY(darkest(kNoor) < muted() - 20);
}

void InboxStatesTest::failed_theSameAgainLeavesTheButtons() {
    m_stage->bridge.onQuery<OpenConflicts>([](const OpenConflicts&) { return unread(); });
    m_stage->open();
    QTRY_VERIFY(m_stage->shows("conflictsRetry"));
    const QPointer<QWidget> button = m_stage->find("conflictsRetry");
    const auto before = m_stage->bridge.asked<OpenConflicts>().size();
    for (std::size_t again = 1; again <= 2; ++again) {
        m_stage->goOn();
        QTRY_COMPARE(m_stage->bridge.asked<OpenConflicts>().size(), before + again);
    }
    QVERIFY(button);
    QVERIFY(m_stage->shows("conflictsRetry"));
}

void InboxStatesTest::failed_tellsNoNumbersOfAnotherPart() {
    open();
    QVERIFY(m_stage->text("viewFact").startsWith(QStringLiteral("2 open")));
    m_stage->bridge.onQuery<ResolvedConflicts>([](const ResolvedConflicts&) { return unread(); });
    m_stage->openTab(kResolvedTab);
    QTRY_COMPARE(m_stage->text("stateStatement"), QStringLiteral("The conflicts cannot be read"));
    QCOMPARE(m_stage->text("viewFact"), QString());
}

QTEST_MAIN(InboxStatesTest)
#include "inbox_states_test.moc"
