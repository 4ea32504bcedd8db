#include "tests/support/sandbox_process.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>
#include <csignal>

using syncline::test::HttpAnswer;
using syncline::test::SandboxProcess;

namespace {

constexpr int kEdits = 120;

QStringList arguments(const QString& file, const QString& start) {
    return {QStringLiteral("--state"),
            file,
            QStringLiteral("--start"),
            start,
            QStringLiteral("--seed"),
            QStringLiteral("11"),
            QStringLiteral("--edits"),
            QString::number(kEdits),
            QStringLiteral("--edits-per-second"),
            QStringLiteral("150")};
}

QJsonObject worldOf(const SandboxProcess& sandbox) {
    return sandbox.control("GET", QStringLiteral("/world")).json();
}

/// The client id of a new session of the Streaming API.
QString streamingClient(const SandboxProcess& sandbox) {
    const QJsonObject salesforce = sandbox.ready().value(QStringLiteral("salesforce")).toObject();
    const QByteArray token = salesforce.value(QStringLiteral("accessToken")).toString().toLatin1();
    const HttpAnswer answer = syncline::test::request(
        QUrl(sandbox.url(QStringLiteral("salesforce")).toString() + QStringLiteral("/cometd/66.0")), "POST",
        R"([{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}])",
        {"Authorization: Bearer " + token, "Content-Type: application/json"});
    return QJsonDocument::fromJson(answer.body).array().at(0)[QStringLiteral("clientId")].toString();
}

}  // namespace

class ProcessTest : public QObject {
    Q_OBJECT

private slots:
    void readyLine_namesServersThatAnswer();
    void sigterm_endsCleanly();
    void sigterm_endsCleanly_whileAnswersAreHeldAndSlow();
    void sameSeedAndStart_giveTheSameWorld();
    void killedTenTimes_goesOnAsIfNothingHadBeen();
    void openTransaction_keepsReplicationBehind();
    void killed_neverGivesTheSameSecretTwice();
    void wrongUse_isSaidAndDocumented_data();
    void wrongUse_isSaidAndDocumented();
    void takenPort_isSaid();
    void lockedState_isSaid();
};

void ProcessTest::readyLine_namesServersThatAnswer() {
    SandboxProcess sandbox({QStringLiteral("--edits-per-second"), QStringLiteral("0")});
    QVERIFY(sandbox.isReady());
    const HttpAnswer discovery = syncline::test::request(
        QUrl(sandbox.url(QStringLiteral("salesforce")).toString() + QStringLiteral("/services/data/")), "GET");
    QCOMPARE(discovery.status, 200);
    const QByteArray token = sandbox.ready()
                                 .value(QStringLiteral("hubspot"))
                                 .toObject()
                                 .value(QStringLiteral("accessToken"))
                                 .toString()
                                 .toLatin1();
    const QUrl contacts(sandbox.url(QStringLiteral("hubspot")).toString()
                        + QStringLiteral("/crm/v3/objects/contacts?limit=2"));
    QCOMPARE(syncline::test::request(contacts, "GET").status, 401);
    const HttpAnswer list = syncline::test::request(contacts, "GET", {}, {"Authorization: Bearer " + token});
    QCOMPARE(list.status, 200);
    QCOMPARE(list.json().value(QStringLiteral("results")).toArray().size(), 2);
    QCOMPARE(sandbox.stop(), 0);
}

void ProcessTest::sigterm_endsCleanly() {
    SandboxProcess sandbox({});
    QVERIFY(sandbox.isReady());
    QCOMPARE(sandbox.stop(), 0);
    QCOMPARE(sandbox.standardError(), QByteArray());
}

void ProcessTest::sigterm_endsCleanly_whileAnswersAreHeldAndSlow() {
    SandboxProcess sandbox({});
    QVERIFY(sandbox.isReady());
    const QJsonObject slow{{QStringLiteral("slownessMs"), 60000}};
    QCOMPARE(sandbox.control("PATCH", QStringLiteral("/faults"), {{QStringLiteral("salesforce"), slow}}).status, 200);
    QTcpSocket waiting;
    waiting.connectToHost(QStringLiteral("127.0.0.1"),
                          static_cast<quint16>(sandbox.url(QStringLiteral("salesforce")).port()));
    waiting.write("GET /services/data/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(waiting.waitForBytesWritten(5000));
    const auto requests = [&] {
        return sandbox.control("GET", QStringLiteral("/counters"))
            .json()[QStringLiteral("salesforce")]
            .toObject()[QStringLiteral("requests")]
            .toInt();
    };
    QTRY_COMPARE(requests(), 1);
    QCOMPARE(sandbox.stop(), 0);
}

void ProcessTest::sameSeedAndStart_giveTheSameWorld() {
    const QString start = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    QTemporaryDir directory;
    SandboxProcess first(arguments(directory.filePath(QStringLiteral("a.db")), start));
    SandboxProcess second(arguments(directory.filePath(QStringLiteral("b.db")), start));
    QVERIFY(first.isReady() && second.isReady());
    QTRY_COMPARE_WITH_TIMEOUT(worldOf(first)[QStringLiteral("edits")].toInt(), kEdits, 10000);
    QTRY_COMPARE_WITH_TIMEOUT(worldOf(second)[QStringLiteral("edits")].toInt(), kEdits, 10000);
    const QString hash = worldOf(first)[QStringLiteral("sha256")].toString();
    QCOMPARE(hash.size(), 64);
    QCOMPARE(worldOf(second)[QStringLiteral("sha256")].toString(), hash);
}

void ProcessTest::killedTenTimes_goesOnAsIfNothingHadBeen() {
    const QString start = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    QTemporaryDir directory;
    SandboxProcess whole(arguments(directory.filePath(QStringLiteral("whole.db")), start));
    QVERIFY(whole.isReady());
    const QString file = directory.filePath(QStringLiteral("killed.db"));
    int kills = 0;
    for (const int edit : {1, 2, 9, 23, 24, 41, 60, 77, 100, 119}) {
        const QString how = ++kills % 2 == 0 ? QStringLiteral("--kill-behind") : QStringLiteral("--kill-at");
        SandboxProcess killed(arguments(file, start) << how << QString::number(edit));
        QVERIFY2(killed.endsByKill(), QByteArray::number(edit).constData());
    }
    SandboxProcess last(arguments(file, start));
    QVERIFY(last.isReady());
    QTRY_COMPARE_WITH_TIMEOUT(worldOf(last)[QStringLiteral("edits")].toInt(), kEdits, 10000);
    QTRY_COMPARE_WITH_TIMEOUT(worldOf(whole)[QStringLiteral("edits")].toInt(), kEdits, 10000);
    QCOMPARE(worldOf(last)[QStringLiteral("sha256")].toString(), worldOf(whole)[QStringLiteral("sha256")].toString());
    QCOMPARE(worldOf(last)[QStringLiteral("hubspot")], worldOf(whole)[QStringLiteral("hubspot")]);
}

void ProcessTest::openTransaction_keepsReplicationBehind() {
    SandboxProcess sandbox({QStringLiteral("--edits-per-second"), QStringLiteral("0"),
                            QStringLiteral("--open-transaction-ms"), QStringLiteral("600000")});
    QVERIFY(sandbox.isReady());
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QByteArray token =
        sandbox.ready()[QStringLiteral("salesforce")].toObject()[QStringLiteral("accessToken")].toString().toLatin1();
    const QString target = QStringLiteral("/services/data/v66.0/sobjects/Contact/updated?start=%1&end=%2")
                               .arg(now.addSecs(-3600).toString(Qt::ISODate), now.addSecs(60).toString(Qt::ISODate));
    const HttpAnswer answer =
        syncline::test::request(QUrl(sandbox.url(QStringLiteral("salesforce")).toString() + target), "GET", {},
                                {"Authorization: Bearer " + token});
    QCOMPARE(answer.status, 200);
    QString covered = answer.json()[QStringLiteral("latestDateCovered")].toString();
    covered.replace(QStringLiteral("+0000"), QStringLiteral("Z"));
    const qint64 behind = QDateTime::fromString(covered, Qt::ISODateWithMs).secsTo(now);
    QVERIFY2(behind >= 590 && behind <= 670, QByteArray::number(behind).constData());
}

void ProcessTest::killed_neverGivesTheSameSecretTwice() {
    QTemporaryDir directory;
    const QStringList given{QStringLiteral("--state"), directory.filePath(QStringLiteral("world.db")),
                            QStringLiteral("--edits-per-second"), QStringLiteral("0")};
    QSet<QString> clients;
    for (int run = 1; run <= 3; ++run) {
        SandboxProcess sandbox(given);
        QVERIFY(sandbox.isReady());
        clients.insert(streamingClient(sandbox));
        QCOMPARE(::kill(static_cast<pid_t>(sandbox.processId()), SIGKILL), 0);
        QVERIFY(sandbox.endsByKill());
        QCOMPARE(clients.size(), qsizetype(run));
    }
    QVERIFY(!clients.contains(QString()));
}

void ProcessTest::wrongUse_isSaidAndDocumented_data() {
    QTest::addColumn<QStringList>("given");
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown option") << QStringList{QStringLiteral("--moon")} << QByteArray("--moon") << 2;
    QTest::newRow("unknown dialect") << QStringList{QStringLiteral("--dialect"), QStringLiteral("klingon")}
                                     << QByteArray("journal-bad-offset-404") << 2;
    QTest::newRow("negative rate") << QStringList{QStringLiteral("--edits-per-second"), QStringLiteral("-1")}
                                   << QByteArray("--edits-per-second") << 2;
    QTest::newRow("no time") << QStringList{QStringLiteral("--start"), QStringLiteral("noon")} << QByteArray("--start")
                             << 2;
    QTest::newRow("state in a folder that is not there")
        << QStringList{QStringLiteral("--state"), QStringLiteral("/nowhere/at/all.db")}
        << QByteArray("/nowhere/at/all.db") << 3;
}

void ProcessTest::wrongUse_isSaidAndDocumented() {
    QFETCH(QStringList, given);
    QFETCH(QByteArray, said);
    QFETCH(int, code);
    SandboxProcess sandbox(given);
    QVERIFY(!sandbox.isReady());
    QCOMPARE(sandbox.exitCode(), code);
    const QByteArray words = sandbox.standardError();
    QVERIFY2(words.contains(said), words.constData());
}

void ProcessTest::takenPort_isSaid() {
    SandboxProcess first({QStringLiteral("--edits-per-second"), QStringLiteral("0")});
    QVERIFY(first.isReady());
    const QString port = QString::number(first.url(QStringLiteral("hubspot")).port());
    SandboxProcess second({QStringLiteral("--hubspot-port"), port});
    QVERIFY(!second.isReady());
    QCOMPARE(second.exitCode(), 3);
    const QByteArray words = second.standardError();
    QVERIFY2(words.contains(port.toLatin1()), words.constData());
}

void ProcessTest::lockedState_isSaid() {
    QTemporaryDir directory;
    const QStringList state{QStringLiteral("--state"), directory.filePath(QStringLiteral("world.db"))};
    SandboxProcess first(state);
    QVERIFY(first.isReady());
    SandboxProcess second(state);
    QVERIFY(!second.isReady());
    QCOMPARE(second.exitCode(), 3);
    QVERIFY(second.standardError().contains("world.db"));
    QCOMPARE(first.stop(), 0);
    SandboxProcess third(QStringList(state) << QStringLiteral("--seed") << QStringLiteral("99"));
    QCOMPARE(third.exitCode(), 2);
}

QTEST_GUILESS_MAIN(ProcessTest)
#include "process_test.moc"
