#pragma once

#include "tests/support/two_crms.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <functional>
#include <memory>

namespace syncline::test {

/// What a command printed and its exit code; -1 when it did not end in time.
struct CommandResult {
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QJsonObject json() const;
    /// Lines of JSON.
    [[nodiscard]] QJsonArray lines() const;
};

/// A workspace between the two CRMs of a sandbox, `syncline run` on it, and the commands that look at it. The running
/// engine is ended by its own process id.
class EngineProcess {
public:
    /// `fields`: the rules of the mapped fields by their names, as in workspace.json; what is not named has last writer
    /// wins with 500 ms and Salesforce as the tie-break. `mode`: "live" or "observe".
    explicit EngineProcess(const TwoCrms& crms, const QJsonObject& rules = {},
                           const QString& mode = QStringLiteral("live"));
    ~EngineProcess();

    /// Starts `syncline run`, with further arguments; true when both sides are connected in time.
    bool start(const QStringList& arguments = {});
    /// Starts it and does not look how it gets on.
    bool launch(const QStringList& arguments = {});
    /// Its end by SIGKILL, in time; false when it ended otherwise, or goes on.
    bool endsByKill(int milliseconds);
    /// SIGTERM; the exit code.
    int stop();
    /// SIGKILL.
    void kill();
    [[nodiscard]] bool isRunning() const;

    /// Waits, up to `milliseconds`, until nothing is due, out, undecided or on its way by a stream.
    bool waitUntilDrained(int milliseconds = 20'000);
    bool waitFor(const std::function<bool()>& condition, int milliseconds = 10'000);

    CommandResult command(const QStringList& arguments, int milliseconds = 30'000) const;
    [[nodiscard]] QJsonObject status() const;
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QByteArray log() const { return m_log; }
    /// The same while it runs, as far as it has come.
    [[nodiscard]] QByteArray logSoFar();
    /// Of the processes that it starts: the secrets are in it.
    [[nodiscard]] const QProcessEnvironment& environment() const { return m_environment; }
    void setEnvironment(const QString& name, const QString& value) { m_environment.insert(name, value); }

private:
    void writeWorkspace(const QJsonObject& rules, const QString& mode);
    void readLog();

    const TwoCrms& m_crms;
    QTemporaryDir m_folder;
    QProcessEnvironment m_environment;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_log;
};

/// The workspace file of an engine that does not run is read, changed and written.
void changeWorkspace(const EngineProcess& engine, const std::function<void(QJsonObject& workspace)>& change);
/// `journal list --json` with that filter.
[[nodiscard]] QJsonArray entries(const EngineProcess& engine, const QString& filter);
/// Decisions of a field of the record with that id, in order.
[[nodiscard]] QJsonArray decisions(const EngineProcess& engine, const QString& recordId, const QString& field);
/// What `record --why` tells of a field.
[[nodiscard]] QString why(const EngineProcess& engine, const QString& recordId, const QString& field);
[[nodiscard]] QJsonArray conflicts(const EngineProcess& engine);

}  // namespace syncline::test
