#include "engine/sqlite/connection.h"
#include "tests/support/engine_process.h"
#include "tests/support/two_crms.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QMap>
#include <QScopeGuard>
#include <QTest>
#include <algorithm>
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
    void whatMayNotBeReadOrWritten_saysWhatToDo_data();
    void whatMayNotBeReadOrWritten_saysWhatToDo();
    void brokenProjections_areMadeAnew();
    void modeBeforeTheFirstRun_isSet();
    void whatIsNotInTheWorkspace_isTheAnswerNo();
    void consumer_rewound_givesTheSameBytesAgain();
    void consumer_rewoundWithoutAnEngine_isMarked();
    void consumer_rewound_fromTheEntryThatIsNamed();
    void consumer_cannotBeRewoundOutsideTheJournal();
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
    QVERIFY2(state.contains(u"SYNCLINE_SALESFORCE_REFRESH_TOKEN"_s), qPrintable(state));
    QVERIFY(!state.contains(u"wrong.refresh.token"_s));
    // The log follows what `status` has known before it.
    const QByteArray told = R"("component":"salesforce","message":"disconnected: )";
    QVERIFY2(engine.waitFor([&] { return engine.logSoFar().contains(told); }), engine.log().constData());
    QVERIFY(engine.isRunning());
    QCOMPARE(engine.stop(), 0);
    QVERIFY(engine.log().contains("SYNCLINE_SALESFORCE_REFRESH_TOKEN"));
    QVERIFY(!engine.log().contains("wrong.refresh.token"));
    QVERIFY(!engine.log().contains("00Dwrong!token"));
    // For a while only: that a side was never there is no success. The audit knows at once that waiting is no help.
    const CommandResult whole = engine.command({u"run"_s, engine.folder(), u"--for"_s, u"1s"_s}, 60'000);
    QCOMPARE(whole.exitCode, 3);
    QVERIFY2(whole.errors.contains("salesforce is not connected: "), whole.errors.constData());
    QElapsedTimer started;
    started.start();
    const CommandResult audit = engine.command({u"audit"_s, engine.folder()}, 60'000);
    QCOMPARE(audit.exitCode, 3);
    QVERIFY(started.elapsed() < 20'000);
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

void FailuresTest::whatMayNotBeReadOrWritten_saysWhatToDo_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("said");
    QTest::newRow("the workspace file") << u"workspace.json"_s << u"check who may read the file and its folder"_s;
    QTest::newRow("the lock") << u"workspace.lock"_s << u"check who may write the file and its folder"_s;
    QTest::newRow("the stream") << u"events.jsonl"_s << u"check who may write the file and its folder"_s;
}

/// A folder stands where the file belongs: even root cannot open that.
void FailuresTest::whatMayNotBeReadOrWritten_saysWhatToDo() {
    QFETCH(QString, name);
    QFETCH(QString, said);
    const EngineProcess engine(*m_crms);
    QDir folder(engine.folder());
    folder.remove(name);
    QVERIFY(folder.mkdir(name));
    const CommandResult result = engine.command({u"run"_s, engine.folder(), u"--for"_s, u"1s"_s}, 60'000);
    QVERIFY2(result.errors.contains(said.toUtf8()), result.errors.constData());
}

void FailuresTest::brokenProjections_areMadeAnew() {
    EngineProcess engine(*m_crms);
    QVERIFY(engine.start());
    QCOMPARE(engine.stop(), 0);
    QDir folder(engine.folder());
    for (const QString& one : folder.entryList({u"projections.db-*"_s}))
        QVERIFY(folder.remove(one));
    QFile file(engine.folder() + u"/projections.db"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(QByteArray(8192, 'x')), qint64(8192));
    file.close();
    const CommandResult status = engine.command({u"status"_s, engine.folder()});
    QVERIFY2(status.exitCode == 0, status.errors.constData());
    QCOMPARE(engine.command({u"journal"_s, u"verify"_s, engine.folder()}).exitCode, 0);
}

void FailuresTest::modeBeforeTheFirstRun_isSet() {
    const EngineProcess engine(*m_crms);
    const CommandResult result = engine.command({u"mode"_s, engine.folder(), u"observe"_s});
    QVERIFY2(result.exitCode == 0, result.errors.constData());
    QCOMPARE(engine.status().value("salesforce"_L1).toObject().value("mode"_L1).toString(), u"observe"_s);
}

void FailuresTest::whatIsNotInTheWorkspace_isTheAnswerNo() {
    EngineProcess engine(*m_crms);
    QVERIFY(engine.start());
    QCOMPARE(engine.stop(), 0);
    const QString nowhere = engine.folder() + u"/nowhere"_s;
    for (const bool there : {true, false}) {
        const QString folder = there ? engine.folder() : nowhere;
        const int expected = there ? 1 : 3;
        for (const QStringList& arguments :
             {QStringList{u"record"_s, folder, u"nobody@example.org"_s},
              QStringList{u"conflicts"_s, u"show"_s, folder, u"9999"_s},
              QStringList{u"conflicts"_s, u"resolve"_s, folder, u"#9999"_s, u"--take"_s, u"hubspot"_s},
              QStringList{u"conflicts"_s, u"undo"_s, folder, u"9999"_s},
              QStringList{u"consumers"_s, u"rewind"_s, folder, u"none"_s, u"--to-seq"_s, u"1"_s}}) {
            const CommandResult result = engine.command(arguments);
            QVERIFY2(result.exitCode == expected,
                     qPrintable(arguments.join(u' ') + u": "_s + QString::fromUtf8(result.errors)));
        }
    }
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
        engine.command({u"consumers"_s, u"rewind"_s, engine.folder(), u"events"_s, u"--to-seq"_s, u"1"_s});
    QVERIFY2(rewound.exitCode == 0, rewound.errors.constData());
    QVERIFY2(rewound.output.contains("come again, from entry 1 on"), rewound.output.constData());
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

/// Lines that are marked as a replay, and those that are not, each twice or more often.
int repeatedUnmarked(const QByteArray& lines) {
    QMap<QByteArray, int> times;
    for (const QByteArray& line : lines.trimmed().split('\n')) {
        if (!line.contains("\"replay\":"))
            ++times[line];
    }
    return static_cast<int>(std::count_if(times.begin(), times.end(), [](int count) { return count > 1; }));
}

/// A clean end commits what the stream has written; a command that finds no engine sends again itself, marked.
void FailuresTest::consumer_rewoundWithoutAnEngine_isMarked() {
    EngineProcess engine(*m_crms);
    const QString file = engine.folder() + u"/events.jsonl"_s;
    const auto lines = [&] {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    };
    for (int run = 0; run < 2; ++run) {
        QVERIFY(engine.start());
        QVERIFY(engine.waitUntilDrained());
        QCOMPARE(engine.stop(), 0);
        QCOMPARE(repeatedUnmarked(lines()), 0);
    }
    const QByteArray before = lines();
    const CommandResult rewound =
        engine.command({u"consumers"_s, u"rewind"_s, engine.folder(), u"events"_s, u"--to-seq"_s, u"1"_s});
    QVERIFY2(rewound.exitCode == 0, rewound.errors.constData());
    QVERIFY2(!rewound.output.contains("next run"), rewound.output.constData());
    // What was still to come before the rewind comes first.
    QList<QByteArray> again = lines().mid(before.size()).trimmed().split('\n');
    again.removeIf([](const QByteArray& line) { return !line.contains("\"replay\":"); });
    const QList<QByteArray> first = before.trimmed().split('\n');
    QVERIFY(first.size() > 3 && again.size() >= first.size());
    for (qsizetype i = 0; i < first.size(); ++i)
        QVERIFY2(again.at(i).startsWith(QByteArray(first.at(i).chopped(1) + ",\"replay\":")), again.at(i).constData());
    QVERIFY(engine.start());
    QVERIFY(engine.waitUntilDrained());
    QCOMPARE(engine.stop(), 0);
    QCOMPARE(repeatedUnmarked(lines()), 0);
}

void FailuresTest::consumer_rewound_fromTheEntryThatIsNamed() {
    EngineProcess engine(*m_crms);
    QVERIFY(engine.start());
    QVERIFY(engine.waitUntilDrained());
    QFile file(engine.folder() + u"/events.jsonl"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> before = file.readAll().trimmed().split('\n');
    QVERIFY(before.size() > 3);
    // The stream has no filter: its third line is entry 3.
    const CommandResult rewound =
        engine.command({u"consumers"_s, u"rewind"_s, engine.folder(), u"events"_s, u"--to-seq"_s, u"3"_s});
    QVERIFY2(rewound.exitCode == 0, rewound.errors.constData());
    QVERIFY2(rewound.output.contains(" -> 2, ") && rewound.output.contains("from entry 3 on"),
             rewound.output.constData());
    // Lines that were still to come before the rewind may come first; those of the replay are marked.
    QByteArray again;
    QByteArray first;
    QVERIFY(engine.waitFor([&] {
        again += file.readAll();
        for (const QByteArray& line : again.left(again.lastIndexOf('\n') + 1).split('\n')) {
            if (first.isEmpty() && line.contains("\"replay\":"))
                first = line;
        }
        return !first.isEmpty();
    }));
    QVERIFY2(first.startsWith(before.at(2).chopped(1)), first.constData());
    QCOMPARE(engine.stop(), 0);
}

/// What is refused is refused before anything is promised.
void FailuresTest::consumer_cannotBeRewoundOutsideTheJournal() {
    EngineProcess engine(*m_crms);
    QVERIFY(engine.start());
    QVERIFY(engine.waitUntilDrained());
    QCOMPARE(engine.stop(), 0);
    const QByteArray head = QByteArray::number(engine.status().value("head"_L1).toInteger());
    for (const QStringList& target : {QStringList{u"--to-seq"_s, u"99999"_s}, QStringList{u"--to-seq"_s, u"0"_s},
                                      QStringList{u"--to-time"_s, u"2999-01-01T00:00:00Z"_s}}) {
        const CommandResult refused = engine.command(
            QStringList{u"consumers"_s, u"rewind"_s, engine.folder(), u"events"_s, u"--dry-run"_s} + target);
        QCOMPARE(refused.exitCode, 2);
        QCOMPARE(refused.output, QByteArray());
        QVERIFY2(refused.errors.contains(QByteArray("1 to ").append(head)), refused.errors.constData());
    }
}

void FailuresTest::cleanupTestCase() {
    m_crms.reset();
}

QTEST_GUILESS_MAIN(FailuresTest)
#include "failures_test.moc"
