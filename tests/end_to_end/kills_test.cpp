#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"

#include <QJsonArray>
#include <QSet>
#include <QTest>
#include <memory>

using syncline::test::CommandResult;
using syncline::test::EngineProcess;
using syncline::test::Pair;
using syncline::test::TwoCrms;
using namespace Qt::StringLiterals;

namespace {

const QString kSalesforce = u"salesforce"_s;
const QString kHubspot = u"hubspot"_s;
constexpr int kPairs = 6;
constexpr int kKilledIn = 30'000;

/// How often the engine is killed: five times, or as the environment says.
int kills() {
    bool given = false;
    const int count = qEnvironmentVariableIntValue("SYNCLINE_TEST_KILLS", &given);
    return given ? count : 5;
}

}  // namespace

/// The engine is killed at counts of commits and of answers to its writes, again and again, while people work. Each
/// value is written by a person once, so that a write that was done twice shows at the servers.
class KillsTest : public QObject {
    Q_OBJECT

private slots:
    void killed_losesNothingAndWritesNothingTwice();

private:
    void edit();
    [[nodiscard]] int openWrites() const;
    [[nodiscard]] QStringList writtenTwice(const QString& side, const QString& field) const;

    std::unique_ptr<TwoCrms> m_crms;
    std::unique_ptr<EngineProcess> m_engine;
    QList<Pair> m_pairs;
    int m_edits = 0;
};

/// Somebody edits a contact, on one side or the other, a field of the side's own, so that all that is written is seen.
void KillsTest::edit() {
    const Pair& pair = m_pairs.at(m_edits % kPairs);
    const QString value = u"value "_s + QString::number(++m_edits);
    if (m_edits % 2 == 0)
        m_crms->edit(kSalesforce, pair.salesforce, {{u"Title"_s, value}});
    else
        m_crms->edit(kHubspot, pair.hubspot, {{u"department"_s, value}});
}

/// Writes that the journal sent and knows no end of.
int KillsTest::openWrites() const {
    QSet<qint64> open;
    for (const QJsonValue& entry :
         syncline::test::entries(*m_engine, u"kind in (WriteSent, WriteSucceeded, WriteFailed)"_s)) {
        if (entry["kind"_L1].toString() == u"WriteSent"_s)
            open.insert(entry["seq"_L1].toInteger());
        else
            open.remove(entry["body"_L1]["write"_L1].toInteger());
    }
    return static_cast<int>(open.size());
}

QStringList KillsTest::writtenTwice(const QString& side, const QString& field) const {
    QStringList twice;
    for (const Pair& pair : m_pairs) {
        QSet<QString> seen;
        for (const QJsonValue& version : m_crms->versions(side, pair.on(side), field)) {
            const QString value = version["value"_L1].toString();
            if (seen.contains(value))
                twice.append(value);
            seen.insert(value);
        }
    }
    return twice;
}

void KillsTest::killed_losesNothingAndWritesNothingTwice() {
    m_crms = std::make_unique<TwoCrms>();
    QVERIFY(m_crms->isReady());
    m_engine = std::make_unique<EngineProcess>(*m_crms);
    for (int i = 0; i < kPairs; ++i)
        m_pairs.append(m_crms->createPair(u"Killed"_s + QString::number(i)));
    QVERIFY(m_engine->start());
    for (int i = 0; i < kPairs; ++i)
        edit();
    QVERIFY(m_engine->waitUntilDrained());
    QCOMPARE(m_engine->stop(), 0);

    int metOpenWrites = 0;
    for (int kill = 0; kill < kills(); ++kill) {
        // Every second one dies with the answer to a write in its hands, the others behind a commit.
        const bool atAnswer = kill % 2 == 0;
        const QString plan = atAnswer ? u"--kill-at-answer"_s : u"--kill-at-commit"_s;
        QVERIFY(m_engine->launch({plan, QString::number(atAnswer ? 1 + kill % 3 : 4 + (kill * 5) % 11)}));
        // People go on until it dies: however it batches what it sees, the count is reached.
        const bool hasEnded = m_engine->waitFor(
            [&] {
                edit();
                return !m_engine->isRunning();
            },
            kKilledIn);
        QVERIFY2(hasEnded && m_engine->endsByKill(kKilledIn), m_engine->log().constData());
        const int open = openWrites();
        metOpenWrites += open > 0 ? 1 : 0;
        qInfo("killed at %s %s: %d writes were open", qPrintable(plan), atAnswer ? "of a write" : "of the journal",
              open);
    }
    QVERIFY2(3 * metOpenWrites >= kills(), qPrintable(QString::number(metOpenWrites)));

    QVERIFY(m_engine->start());
    QVERIFY(m_engine->waitUntilDrained(60'000));
    QCOMPARE(m_engine->stop(), 0);
    const CommandResult verified = m_engine->command({u"journal"_s, u"verify"_s, m_engine->folder()});
    QVERIFY2(verified.exitCode == 0, verified.errors.constData());
    const CommandResult audited = m_engine->command({u"audit"_s, m_engine->folder(), u"--json"_s});
    QVERIFY2(audited.exitCode == 0, audited.output.constData());
    QCOMPARE(audited.json()["total"_L1]["inStep"_L1], audited.json()["total"_L1]["compared"_L1]);
    QCOMPARE(writtenTwice(kSalesforce, u"Department"_s), QStringList());
    QCOMPARE(writtenTwice(kHubspot, u"jobtitle"_s), QStringList());
}

QTEST_GUILESS_MAIN(KillsTest)
#include "kills_test.moc"
