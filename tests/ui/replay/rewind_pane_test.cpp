#include "tests/ui/replay/replay_stage.h"
#include "ui/replay/consumer_model.h"

using namespace syncline;
using namespace syncline::ui;

/// The pane in which a rewind is chosen, where the window or a person has closed it.
class RewindPaneTest : public QObject {
    Q_OBJECT
private slots:
    void init() { m_stage = std::make_unique<test::ReplayStage>(); }
    void cleanup() { m_stage.reset(); }

    void panel_isShownWhereThePaneIsClosed_data();
    void panel_isShownWhereThePaneIsClosed();

private:
    std::unique_ptr<test::ReplayStage> m_stage;
};

void RewindPaneTest::panel_isShownWhereThePaneIsClosed_data() {
    QTest::addColumn<QByteArray>("how");
    QTest::newRow("by its key") << QByteArray("key");
    QTest::newRow("by its button") << QByteArray("button");
    QTest::newRow("from another view") << QByteArray("outside");
}

/// A small window closes the pane, and so does Ctrl+I.
void RewindPaneTest::panel_isShownWhereThePaneIsClosed() {
    QFETCH(const QByteArray, how);
    m_stage->openTable();
    m_stage->view().resize(852, 560);
    m_stage->view().inspector()->hide();
    m_stage->clickCell("replayConsumers", 6, kConsumer);
    if (how == "key")
        m_stage->press(Qt::Key_R);
    else if (how == "button")
        m_stage->click("rewind_warehouse");
    else
        m_stage->view().showRewind(QStringLiteral("warehouse"), core::Seq(3600));
    QTRY_VERIFY(m_stage->shows("rewindPanel"));
    QVERIFY(m_stage->find("rewindPanel")->height() > 0);
    QVERIFY(m_stage->find("rewindPanel")->isAncestorOf(QApplication::focusWidget()));
    m_stage->press(Qt::Key_Escape);
    QVERIFY(!m_stage->view().inspector()->isVisible());
    QVERIFY(m_stage->find("replayConsumers")->hasFocus());
    // What a person has open stays open.
    m_stage->view().inspector()->show();
    m_stage->press(Qt::Key_R);
    QVERIFY(m_stage->shows("rewindPanel"));
    m_stage->press(Qt::Key_Escape);
    QVERIFY(m_stage->view().inspector()->isVisible());
}

QTEST_MAIN(RewindPaneTest)
#include "rewind_pane_test.moc"
