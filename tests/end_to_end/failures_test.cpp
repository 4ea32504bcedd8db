#include "engine/sqlite/connection.h"
#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"

#include <QFile>
#include <QScopeGuard>
#include <QTest>
#include <memory>

using syncline::test::CommandResult;
using syncline::test::EngineProcess;
using syncline::test::Pair;
using syncline::test::SandboxProcess;
using syncline::test::TwoCrms;
using namespace Qt::StringLiterals;

namespace {

/// The state of a side and what it says, "disconnected: …".
QString stateOf(const EngineProcess& engine, const char* side) {
    const QJsonObject one = engine.status().value(QLatin1String(side)).toObject();
    return one["state"_L1].toString() + u": "_s + one["message"_L1].toString();
}

QString portOf(const SandboxProcess& sandbox, const QString& server) {
    return QString::number(sandbox.url(server).port());
}

/// The texts of the sandbox's credentials, none of which may be written anywhere.
QList<QByteArray> secretsOf(const TwoCrms& crms) {
    QList<QByteArray> secrets;
    for (const char* side : {"salesforce", "hubspot"}) {
        for (const char* key : {"accessToken", "refreshToken", "clientSecret"})
            secrets.append(crms.ready()[QLatin1String(side)][QLatin1String(key)].toString().toLatin1());
    }
    return secrets;
}

}  // namespace

/// What goes wrong, and what the program says and does then: what, why, what to do, the documented exit code, nothing
/// lost.
class FailuresTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void wrongUse_isExitCode2_data();
    void wrongUse_isExitCode2();
    void wrongToken_isSaidAndRetried();
    void serverThatComesLate_isWaitedFor();
    void outage_losesNothing_andIsShown();
    void secondEngine_isRefused();
    void brokenWorkspaceFile_namesLineAndPath();
    void newerWorkspaceFile_isRefused();
    void newerJournal_isRefusedWithBothNumbers();
    void brokenJournal_isSaid_andLeftAsItIs();
    void auditWithoutServers_couldNot();
    void consumer_rewound_givesTheSameBytesAgain();
    void cleanupTestCase();

private:
    std::unique_ptr<TwoCrms> m_crms;
};

void FailuresTest::initTestCase() {
    m_crms = std::make_unique<TwoCrms>();
    QVERIFY(m_crms->isReady());
}

void FailuresTest::wrongUse_isExitCode2_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("no workspace") << QStringList{u"run"_s};
    QTest::newRow("no such command") << QStringList{u"fly"_s};
    QTest::newRow("a duration that is none") << QStringList{u"run"_s, u"x"_s, u"--for"_s, u"soon"_s};
    QTest::newRow("a conflict without a choice") << QStringList{u"conflicts"_s, u"resolve"_s, u"x"_s, u"1"_s};
    QTest::newRow("a mode that is none") << QStringList{u"mode"_s, u"x"_s, u"asleep"_s};
}

void FailuresTest::wrongUse_isExitCode2() {
    QFETCH(QStringList, arguments);
    const CommandResult result = EngineProcess(*m_crms).command(arguments);
    QCOMPARE(result.exitCode, 2);
    QVERIFY(!result.errors.isEmpty());
}

void FailuresTest::wrongToken_isSaidAndRetried() {
    EngineProcess engine(*m_crms);
    engine.setEnvironment(u"SYNCLINE_SALESFORCE_TOKEN"_s, u"00Dwrong!token"_s);
    engine.setEnvironment(u"SYNCLINE_SALESFORCE_REFRESH_TOKEN"_s, u"wrong.refresh.token"_s);
    QVERIFY(engine.launch());
    QVERIFY(engine.waitFor([&] { return stateOf(engine, "hubspot").startsWith(u"connected"_s); }));
    QVERIFY(engine.waitFor([&] { return stateOf(engine, "salesforce").startsWith(u"disconnected: "_s); }));
    const QString state = stateOf(engine, "salesforce");
    QVERIFY2(state.contains(u"sign in"_s), qPrintable(state));
    QVERIFY(!state.contains(u"wrong.refresh.token"_s));
    QVERIFY(engine.isRunning());
    QCOMPARE(engine.stop(), 0);
    QVERIFY(!engine.log().contains("wrong.refresh.token"));
    QVERIFY(!engine.log().contains("00Dwrong!token"));
}

void FailuresTest::serverThatComesLate_isWaitedFor() {
    // Ports of a sandbox that has ended are where the late one will listen.
    auto early = std::make_unique<TwoCrms>();
    QVERIFY(early->isReady());
    EngineProcess engine(*early);
    const QStringList ports{u"--salesforce-port"_s, portOf(early->process(), u"salesforce"_s), u"--hubspot-port"_s,
                            portOf(early->process(), u"hubspot"_s)};
    QCOMPARE(early->process().stop(), 0);
    QVERIFY(engine.launch());
    QVERIFY(engine.waitFor([&] {
        return stateOf(engine, "salesforce").startsWith(u"disconnected: "_s)
               && stateOf(engine, "hubspot").startsWith(u"disconnected: "_s);
    }));
    const TwoCrms late(ports);
    QVERIFY(late.isReady());
    QVERIFY(engine.waitFor(
        [&] {
            return stateOf(engine, "salesforce").startsWith(u"connected"_s)
                   && stateOf(engine, "hubspot").startsWith(u"connected"_s);
        },
        40'000));
    QCOMPARE(engine.stop(), 0);
}

void FailuresTest::outage_losesNothing_andIsShown() {
    EngineProcess engine(*m_crms);
    const Pair pair = m_crms->createPair(u"Outage"_s);
    QVERIFY(engine.start());
    m_crms->setFault(u"hubspot"_s, u"outage"_s, true);
    const auto isOver = qScopeGuard([&] { m_crms->setFault(u"hubspot"_s, u"outage"_s, false); });
    QVERIFY(engine.waitFor([&] { return stateOf(engine, "hubspot").startsWith(u"disconnected: "_s); }, 20'000));
    for (int i = 1; i <= 5; ++i)
        m_crms->edit(u"salesforce"_s, pair.salesforce, {{u"Title"_s, QString(u"title "_s + QString::number(i))}});
    m_crms->setFault(u"hubspot"_s, u"outage"_s, false);
    QVERIFY(engine.waitFor(
        [&] { return m_crms->value(u"hubspot"_s, pair.hubspot, u"jobtitle"_s).toString() == u"title 5"_s; }, 40'000));
    QCOMPARE(engine.stop(), 0);
    for (const QByteArray& secret : secretsOf(*m_crms))
        QVERIFY2(!engine.log().contains(secret), "a secret is in the log");
}

void FailuresTest::secondEngine_isRefused() {
    EngineProcess engine(*m_crms);
    QVERIFY(engine.start());
    const CommandResult second = engine.command({u"run"_s, engine.folder()});
    QCOMPARE(second.exitCode, 3);
    QVERIFY2(second.errors.contains("runs this workspace"), second.errors.constData());
    QVERIFY(engine.isRunning());
    QCOMPARE(engine.stop(), 0);
}

void FailuresTest::brokenWorkspaceFile_namesLineAndPath() {
    const EngineProcess engine(*m_crms);
    QFile file(engine.folder() + u"/workspace.json"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    text.replace("\"toleranceMs\"", "\"tolerance\"");
    file.resize(0);
    file.seek(0);
    file.write(text);
    file.close();
    const CommandResult result = engine.command({u"run"_s, engine.folder()});
    QCOMPARE(result.exitCode, 2);
    QVERIFY2(result.errors.contains("line ") && result.errors.contains("/objects/0"), result.errors.constData());
}

void FailuresTest::newerWorkspaceFile_isRefused() {
    const EngineProcess engine(*m_crms);
    QFile file(engine.folder() + u"/workspace.json"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    text.replace("\"version\": 1", "\"version\": 7");
    file.resize(0);
    file.seek(0);
    file.write(text);
    file.close();
    const CommandResult result = engine.command({u"run"_s, engine.folder()});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errors.contains('7') && result.errors.contains('1'), result.errors.constData());
}

void FailuresTest::newerJournal_isRefusedWithBothNumbers() {
    EngineProcess engine(*m_crms);
    QVERIFY(engine.start());
    QCOMPARE(engine.stop(), 0);
    {
        auto journal =
            syncline::sqlite::Connection::open(QString(engine.folder() + u"/journal.db"_s).toStdString(), {});
        QVERIFY(journal);
        QVERIFY(journal->runScript("PRAGMA user_version = 99"));
    }
    const CommandResult result = engine.command({u"run"_s, engine.folder()});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errors.contains("99"), result.errors.constData());
}

void FailuresTest::brokenJournal_isSaid_andLeftAsItIs() {
    const EngineProcess engine(*m_crms);
    QFile file(engine.folder() + u"/journal.db"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray garbage(8192, 'x');
    QCOMPARE(file.write(garbage), garbage.size());
    file.close();
    const CommandResult result = engine.command({u"run"_s, engine.folder()});
    QCOMPARE(result.exitCode, 3);
    QVERIFY2(result.errors.contains("journal.db"), result.errors.constData());
    // It is left as it is.
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), garbage);
}

void FailuresTest::auditWithoutServers_couldNot() {
    auto gone = std::make_unique<TwoCrms>();
    EngineProcess engine(*gone);
    QVERIFY(engine.start());
    QCOMPARE(engine.stop(), 0);
    gone->process().stop();
    const CommandResult result = engine.command({u"audit"_s, engine.folder()}, 60'000);
    QCOMPARE(result.exitCode, 3);
    QVERIFY(!result.errors.isEmpty());
}

void FailuresTest::consumer_rewound_givesTheSameBytesAgain() {
    EngineProcess engine(*m_crms);
    const Pair pair = m_crms->createPair(u"Rewound"_s);
    QVERIFY(engine.start());
    m_crms->edit(u"salesforce"_s, pair.salesforce, {{u"Title"_s, u"Rewound"_s}});
    QVERIFY(engine.waitUntilDrained());
    QFile file(engine.folder() + u"/events.jsonl"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray before = file.readAll();
    QVERIFY(before.count('\n') > 5);
    const CommandResult rewound =
        engine.command({u"consumers"_s, u"rewind"_s, engine.folder(), u"events"_s, u"--to-seq"_s, u"0"_s});
    QVERIFY2(rewound.exitCode == 0, rewound.errors.constData());
    QByteArray again;
    QVERIFY(engine.waitFor([&] {
        again += file.readAll();
        return again.count('\n') >= before.count('\n');
    }));
    QCOMPARE(engine.stop(), 0);
    const QList<QByteArray> first = before.trimmed().split('\n');
    const QList<QByteArray> second = again.split('\n');
    for (qsizetype i = 0; i < first.size(); ++i) {
        // The same bytes, but for the mark of the replay at the end.
        const QByteArray line = first.at(i).chopped(1);
        QVERIFY2(second.at(i).startsWith(line) && second.at(i).contains("\"replay\":"), second.at(i).constData());
    }
}

void FailuresTest::cleanupTestCase() {
    m_crms.reset();
}

QTEST_GUILESS_MAIN(FailuresTest)
#include "failures_test.moc"
