#pragma once

#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

namespace syncline::test {

/// An answer of a server: status 0 when there was none.
struct HttpAnswer {
    int status = 0;
    QByteArray body;

    [[nodiscard]] QJsonObject json() const;
};

/// One request on a connection of its own; waits for the answer, at most ten seconds.
[[nodiscard]] HttpAnswer request(const QUrl& url, const QByteArray& method, const QByteArray& body = {},
                                 const QList<QByteArray>& headers = {});

/// Before it is started: it is killed when the test dies, however that comes, and not left behind. Of a process that
/// the main thread starts, which lives as long as the test.
void dieWithTheTest(QProcess& process);
/// Of one that has ended: by SIGKILL, not by a crash.
[[nodiscard]] bool wasKilled(const QProcess& process);

/// A running `syncline sandbox`. Ended by its own process id in the destructor if it still runs.
class SandboxProcess {
public:
    /// Starts and waits for the line that says it is ready, at most 20 seconds; see ready().
    explicit SandboxProcess(const QStringList& arguments);
    ~SandboxProcess();
    SandboxProcess(const SandboxProcess&) = delete;
    SandboxProcess& operator=(const SandboxProcess&) = delete;

    /// False when it ended, or said nothing in time.
    [[nodiscard]] bool isReady() const { return !m_ready.isEmpty(); }
    [[nodiscard]] const QJsonObject& ready() const { return m_ready; }
    [[nodiscard]] QUrl url(const QString& server) const;
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] QByteArray standardError();

    HttpAnswer control(const QByteArray& method, const QString& path, const QJsonObject& body = {}) const;

    /// SIGTERM, then its end: the exit code, or -1 when it did not end in ten seconds or crashed.
    int stop();
    /// Its end by itself, within ten seconds; true when SIGKILL ended it.
    bool endsByKill();
    /// Its end by itself, within ten seconds; -1 when it did not.
    int exitCode();

private:
    mutable QProcess m_process;
    QJsonObject m_ready;
};

}  // namespace syncline::test
