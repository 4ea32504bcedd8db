#include "app/engine_watch.h"

#include "app/control_socket.h"
#include "app/holder_signs.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>
#include <vector>

using namespace syncline;
using namespace Qt::StringLiterals;
using app::EngineWatch;
using app::HolderSigns;

namespace {

constexpr int kPatience = 20'000;

/// What askEngine() gives: A an answer, 0 no engine, L no answer in time, R a refusal in the answer.
base::Result<QJsonObject> answerOf(QChar one) {
    if (one == u'A')
        return QJsonObject();
    if (one == u'R')
        return base::Error{base::ErrorCode::NotFound, "read a record", "7", "there is none", {}};
    const auto code = one == u'0' ? base::ErrorCode::NotFound : base::ErrorCode::Unavailable;
    return base::Error{code, app::kAskOperation, "/ws", "", {}};
}

QChar letterOf(HolderSigns::Sign sign) {
    switch (sign) {
        case HolderSigns::Sign::Answers:
            return u'a';
        case HolderSigns::Sign::Ended:
            return u'e';
        case HolderSigns::Sign::Unclear:
            break;
    }
    return u'-';
}

}  // namespace

/// Whether the process that has a workspace has ended, as far as its socket tells.
class EngineWatchTest : public QObject {
    Q_OBJECT
private slots:
    void signs_ofOneLookAfterAnother_data();
    void signs_ofOneLookAfterAnother();
    void watch_tellsNothingOfALookWithoutAnAnswer();
};

void EngineWatchTest::signs_ofOneLookAfterAnother_data() {
    QTest::addColumn<QString>("looks");
    QTest::addColumn<QString>("signs");
    QTest::newRow("it runs") << u"AA"_s << u"aa"_s;
    QTest::newRow("it has ended") << u"A00"_s << u"aee"_s;
    QTest::newRow("another one took it") << u"A0A0"_s << u"aeae"_s;
    QTest::newRow("it has the lock and does not listen yet") << u"00A"_s << u"--a"_s;
    QTest::newRow("it ended before the first look") << u"0000"_s << u"--ee"_s;
    QTest::newRow("it is late") << u"ALLA"_s << u"a--a"_s;
    QTest::newRow("it is late and has ended") << u"AL0"_s << u"a-e"_s;
    QTest::newRow("it is late from the start on") << u"LLLL"_s << u"----"_s;
    QTest::newRow("somebody listened in between") << u"00L000"_s << u"-----e"_s;
    QTest::newRow("it refuses") << u"ARRR"_s << u"a---"_s;
}

void EngineWatchTest::signs_ofOneLookAfterAnother() {
    QFETCH(const QString, looks);
    QFETCH(const QString, signs);
    HolderSigns holder;
    QString told;
    for (const QChar look : looks)
        told += letterOf(holder.after(answerOf(look)));
    QCOMPARE(told, signs);
}

/// In the place of an engine: one that hangs up on the second who asks.
void EngineWatchTest::watch_tellsNothingOfALookWithoutAnAnswer() {
    const QTemporaryDir folder;
    QLocalServer server;
    int asked = 0;
    const auto answer = [&asked](QLocalSocket* socket) {
        if (!socket->canReadLine())
            return;
        if (++asked == 2)
            return socket->abort();
        socket->write("{}\n");
        socket->flush();
        socket->disconnectFromServer();
    };
    connect(&server, &QLocalServer::newConnection, &server, [&] {
        while (QLocalSocket* const socket = server.nextPendingConnection())
            connect(socket, &QLocalSocket::readyRead, socket, [answer, socket] { answer(socket); });
    });
    QVERIFY(server.listen(folder.filePath(u"engine.sock"_s)));
    std::vector<EngineWatch::Seen> told;
    QObject context;
    EngineWatch watch(folder.path().toStdString(), context,
                      [&told](const EngineWatch::Seen& seen) { told.push_back(seen); });
    QTRY_COMPARE_WITH_TIMEOUT(told.size(), std::size_t{2}, kPatience);
    QCOMPARE(asked, 3);
    QVERIFY(told[0].snapshot && told[1].snapshot);
    server.close();
    QTRY_VERIFY_WITH_TIMEOUT(!told.back().snapshot, kPatience);
    watch.close();
}

QTEST_GUILESS_MAIN(EngineWatchTest)
#include "engine_watch_test.moc"
