#include "tests/support/sandbox_process.h"

#include <QDeadlineTimer>
#include <QJsonDocument>
#include <QTcpSocket>
#include <QUrl>
#include <csignal>

#include <sys/prctl.h>
#include <unistd.h>

namespace syncline::test {
namespace {

constexpr int kStartTime = 20'000;
constexpr int kEndTime = 10'000;
constexpr int kAnswerTime = 10'000;

/// Content-Length, or what came until the connection was closed.
bool isWhole(const QByteArray& answer) {
    const qsizetype head = answer.indexOf("\r\n\r\n");
    const qsizetype length = answer.toLower().indexOf("content-length:");
    if (head < 0 || length < 0 || length > head)
        return false;
    const qsizetype from = length + QByteArrayView("content-length:").size();
    return answer.size() - head - 4 >= answer.mid(from, answer.indexOf('\r', from) - from).trimmed().toLongLong();
}

}  // namespace

QJsonObject HttpAnswer::json() const {
    return QJsonDocument::fromJson(body).object();
}

HttpAnswer request(const QUrl& url, const QByteArray& method, const QByteArray& body,
                   const QList<QByteArray>& headers) {
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(url.port()));
    QByteArray message = method + ' ' + url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority)
                         + " HTTP/1.1\r\nHost: " + url.authority().toLatin1() + "\r\nConnection: close\r\n";
    for (const QByteArray& header : headers)
        message += header + "\r\n";
    if (!body.isEmpty() || method != "GET")
        message += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    socket.write(message + "\r\n" + body);
    const QDeadlineTimer deadline(kAnswerTime);
    QByteArray answer;
    while (!isWhole(answer) && socket.waitForReadyRead(static_cast<int>(deadline.remainingTime())))
        answer += socket.readAll();
    const qsizetype head = answer.indexOf("\r\n\r\n");
    if (head < 0)
        return {};
    return {answer.mid(QByteArrayView("HTTP/1.1 ").size(), 3).toInt(), answer.mid(head + 4)};
}

void dieWithTheTest(QProcess& process) {
    process.setChildProcessModifier([test = ::getpid()] {
        // The test may have died before this was asked for.
        if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || ::getppid() != test)
            ::_exit(1);
    });
}

bool wasKilled(const QProcess& process) {
    // Where a signal ended it, Qt's exit code is the signal's number.
    return process.exitStatus() == QProcess::CrashExit && process.exitCode() == SIGKILL;
}

SandboxProcess::SandboxProcess(const QStringList& arguments) {
    dieWithTheTest(m_process);
    m_process.start(QStringLiteral(SYNCLINE_PROGRAM), QStringList{QStringLiteral("sandbox")} + arguments);
    const QDeadlineTimer deadline(kStartTime);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()))) {
    }
    m_ready = QJsonDocument::fromJson(m_process.readLine()).object();
}

SandboxProcess::~SandboxProcess() {
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished(kEndTime);
    }
}

QUrl SandboxProcess::url(const QString& server) const {
    return QUrl(m_ready.value(server).toObject().value(QStringLiteral("url")).toString());
}

QByteArray SandboxProcess::standardError() {
    return m_process.readAllStandardError();
}

HttpAnswer SandboxProcess::control(const QByteArray& method, const QString& path, const QJsonObject& body) const {
    const QUrl target(url(QStringLiteral("control")).toString() + path);
    const QByteArray text = body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    return request(target, method, text);
}

int SandboxProcess::stop() {
    m_process.terminate();
    return exitCode();
}

bool SandboxProcess::endsByKill() {
    const bool ended = m_process.state() == QProcess::NotRunning || m_process.waitForFinished(kEndTime);
    return ended && wasKilled(m_process);
}

int SandboxProcess::exitCode() {
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(kEndTime))
        return -1;
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

}  // namespace syncline::test
