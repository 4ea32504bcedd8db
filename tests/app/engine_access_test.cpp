#include "app/control_socket.h"
#include "app/run_time.h"
#include "engine/base/try.h"
#include "engine/journal/workspace_lock.h"
#include "engine/runtime/engine.h"
#include "tests/runtime/query/workspace_journal.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <filesystem>
#include <memory>

using namespace syncline;
using namespace syncline::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;

struct Told {
    int exitCode = -1;
    QString output;
    QString errors;
};

/// Who has the workspace while a command is given.
enum class Holder { Nobody, Engine, Mute };

/// Ada's title is in conflict since entry 3, between Salesforce's and HubSpot's.
base::Result<void> tellConflict(WorkspaceJournal& told) {
    told.add(1, change(kAdaInSf, {{"email", "ada@acme.com"}, {"title", "Dr"}}));
    told.add(1,
             core::FieldsDecided{
                 {applied("email", versionOf(1, kSf, "ada@acme.com")), applied("title", versionOf(1, kSf, "Dr"))}},
             core::Seq(1));
    told.add(1,
             core::ConflictOpened{"title",
                                  core::ConflictType::ConcurrentUpdate,
                                  {{versionOf(1, kSf, "Dr"), kSf, false}, {versionOf(2, kHs, "Prof"), kHs, false}}},
             core::Seq(2));
    return told.settle();
}

/// An engine without connectors that others can command, as a console and `syncline run` have one.
class RunningEngine {
public:
    [[nodiscard]] base::Result<void> start(const std::filesystem::path& folder) {
        TRY_ASSIGN(mapping::Workspace workspace, mapping::readWorkspace(folder));
        TRY_ASSIGN(m_engine, runtime::Engine::start({std::move(workspace), {}, m_clock, base::Random(1), {}}));
        TRY_ASSIGN(m_socket, app::ControlSocket::listen(folder, *m_engine, nullptr));
        return {};
    }
    ~RunningEngine() {
        // It still answers while it stops, to the socket.
        m_engine.reset();
        m_socket.reset();
    }

private:
    const base::SystemClock m_clock;
    std::unique_ptr<runtime::Engine> m_engine;
    std::unique_ptr<app::ControlSocket> m_socket;
};

}  // namespace

/// The words of a command that changes something: by the workspace's running engine, by one of its own, or refused.
class EngineAccessTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void command_saysWhatCameOfIt_data();
    void command_saysWhatCameOfIt();
    void folderInPlaceOfTheJournal_isToldAndCouldNotBeDone();

private:
    [[nodiscard]] bool hold(Holder holder);
    [[nodiscard]] Told give(const QString& command);

    std::unique_ptr<WorkspaceJournal> m_told;
    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<journal::WorkspaceLock> m_lock;
};

void EngineAccessTest::init() {
    m_told = std::make_unique<WorkspaceJournal>();
    const auto told = tellConflict(*m_told);
    QVERIFY2(told, why(told));
}

void EngineAccessTest::cleanup() {
    m_engine.reset();
    m_lock.reset();
    m_told.reset();
}

bool EngineAccessTest::hold(Holder holder) {
    if (holder == Holder::Engine) {
        m_engine = std::make_unique<RunningEngine>();
        return m_engine->start(m_told->path()).has_value();
    }
    if (holder == Holder::Mute) {
        auto lock = journal::WorkspaceLock::acquire(m_told->path());
        if (lock)
            m_lock = std::make_unique<journal::WorkspaceLock>(*std::move(lock));
        return m_lock != nullptr;
    }
    return true;
}

/// The program itself. Its engine, if it runs in this process, answers from the event loop.
Told EngineAccessTest::give(const QString& command) {
    QStringList arguments = command.split(u' ');
    arguments.replaceInStrings(u"WS"_s, QString::fromStdString(m_told->path().string()));
    QProcess program;
    program.start(QStringLiteral(SYNCLINE_PROGRAM), arguments);
    const bool hasEnded = QTest::qWaitFor([&] { return program.state() == QProcess::NotRunning; }, kPatience);
    if (!hasEnded || program.exitStatus() != QProcess::NormalExit)
        return {};
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

void EngineAccessTest::command_saysWhatCameOfIt_data() {
    QTest::addColumn<Holder>("holder");
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("exitCode");
    // The whole of what is said: on standard output when it is done, else on standard error.
    QTest::addColumn<QString>("words");
    const QString take = u"conflicts resolve WS 3 --take hubspot"_s;
    const QString live = u"mode WS live --direction to-hubspot"_s;
    QTest::newRow("resolve, no engine") << Holder::Nobody << take << 0
                                        << u"resolved by entry \\d+; no engine runs: what it makes due leaves with "
                                           "the next run\n"_s;
    QTest::newRow("resolve, an engine") << Holder::Engine << take << 0 << u"resolved by entry \\d+\n"_s;
    QTest::newRow("live, no engine") << Holder::Nobody << live << 0
                                     << u"\\d+ fields? of \\d+ records? (is|are) due to hubspot and leaves? with the "
                                        "next run\nchanged by entry \\d+; no engine runs: it counts from the next "
                                        "run on\n"_s;
    QTest::newRow("live, an engine") << Holder::Engine << live << 0
                                     << u"\\d+ fields? of \\d+ records? (is|are) due to hubspot and leaves? now\n"
                                        "changed by entry \\d+\n"_s;
    QTest::newRow("observe, no engine")
        << Holder::Nobody << u"mode WS observe --direction to-hubspot"_s << 0
        << u".* due to hubspot and stays?\nchanged by entry \\d+; no engine runs: it counts from the next run "
           "on\n"_s;
    // What, why, and what to do.
    const QString notOpen =
        u"syncline: resolve a conflict 2: the entry is no conflict \\(syncline conflicts list names "
        "the open ones\\)\n"_s;
    const QString noChoice = u"conflicts resolve WS 2 --take hubspot"_s;
    QTest::newRow("refused, no engine") << Holder::Nobody << noChoice << 1 << notOpen;
    QTest::newRow("refused, an engine") << Holder::Engine << noChoice << 1 << notOpen;
    const QString held =
        u"syncline: lock workspace .*/workspace\\.lock: process \\d+ runs this workspace \\(close it "
        "there; .*\\)\n"_s;
    QTest::newRow("resolve, held and mute") << Holder::Mute << take << 3 << held;
    QTest::newRow("live, held and mute") << Holder::Mute << live << 3 << held;
}

void EngineAccessTest::command_saysWhatCameOfIt() {
    QFETCH(const Holder, holder);
    QFETCH(const QString, command);
    QFETCH(const int, exitCode);
    QFETCH(const QString, words);
    QVERIFY(hold(holder));
    const Told told = give(command);
    const QString said = told.output + told.errors;
    QVERIFY2(told.exitCode == exitCode, qPrintable(said));
    QCOMPARE((exitCode == 0 ? told.errors : told.output), QString());
    const QRegularExpression whole(QRegularExpression::anchoredPattern(words));
    QVERIFY2(whole.match(said).hasMatch(), qPrintable(said));
}

/// It is no wrong use of the command.
void EngineAccessTest::folderInPlaceOfTheJournal_isToldAndCouldNotBeDone() {
    const std::filesystem::path file = m_told->path() / "journal.db";
    std::filesystem::remove(file);
    QVERIFY(std::filesystem::create_directory(file));
    for (const QString& command : {u"status WS"_s, u"journal list WS"_s, u"mode WS live"_s}) {
        const Told told = give(command);
        QCOMPARE(told.output, QString());
        QVERIFY2(told.exitCode == 3, qPrintable(told.errors));
        QVERIFY2(told.errors.contains(u"there is a folder where this file belongs (move the folder away"_s),
                 qPrintable(told.errors));
    }
}

QTEST_GUILESS_MAIN(EngineAccessTest)
#include "engine_access_test.moc"
