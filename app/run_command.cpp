#include "app/run_command.h"

#include "app/command_json.h"
#include "app/connections.h"
#include "app/control_socket.h"
#include "app/run_time.h"
#include "app/stop_signal.h"
#include "engine/base/log.h"
#include "engine/base/try.h"
#include "engine/runtime/engine.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTimer>
#include <atomic>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <unistd.h>

namespace syncline::app {
namespace {

struct RunOptions {
    std::filesystem::path workspace;
    bool sandbox = false;
    std::optional<std::chrono::milliseconds> runFor;
    std::optional<double> editsPerSecond;
    std::optional<std::uint64_t> seed;
    bool jsonLog = false;
    runtime::KillPlan kill;
};

constexpr std::chrono::seconds kDrain{30};
constexpr std::chrono::milliseconds kLook{50};

/// The engine between its start and its end: status lines, the time that is over, signals. On the main thread.
class EngineRun {
public:
    EngineRun(const RunOptions& options, const base::Clock& clock) : m_options(options), m_clock(clock) {}

    ExitCode run();

private:
    base::Result<void> open();
    base::Result<void> openWorkspace();
    ExitCode close();
    void look();
    void timeIsOver(base::MonotonicTime now);
    void printStatus(const runtime::Snapshot& snapshot);
    void failed(const base::Error& error);

    const RunOptions& m_options;
    const base::Clock& m_clock;
    mapping::Workspace m_workspace;
    std::unique_ptr<EmbeddedSandbox> m_sandbox;
    std::unique_ptr<runtime::Engine> m_engine;
    std::unique_ptr<ControlSocket> m_socket;
    base::MonotonicTime m_started{};
    std::optional<base::MonotonicTime> m_draining;
    base::MonotonicTime m_printed{};
    bool m_drained = true;
    std::atomic<bool> m_broken{false};
};

base::Result<void> EngineRun::openWorkspace() {
    const std::filesystem::path& folder = m_options.workspace;
    if (m_options.sandbox && !std::filesystem::exists(folder / "workspace.json")) {
        mapping::SandboxSettings settings;
        settings.seed = m_options.seed.value_or(settings.seed);
        settings.editsPerSecond = m_options.editsPerSecond.value_or(settings.editsPerSecond);
        TRY(mapping::createSandboxWorkspace(folder, settings, m_clock.wallNow()));
    }
    TRY_ASSIGN(m_workspace, mapping::readWorkspace(folder));
    if (m_options.sandbox && !m_workspace.sandbox)
        return base::Error{base::ErrorCode::InvalidArgument, "run on the sandbox", folder.string(),
                           "the workspace has real connections", "leave --sandbox away, or name another folder"};
    if (!m_workspace.sandbox && m_options.editsPerSecond)
        return base::Error{base::ErrorCode::InvalidArgument, "run", folder.string(),
                           "--edits-per-second is for a sandbox workspace", "leave it away"};
    return {};
}

base::Result<void> EngineRun::open() {
    TRY(openWorkspace());
    const SideAccess* access = nullptr;
    if (m_workspace.sandbox) {
        const double rate = m_options.editsPerSecond.value_or(m_workspace.sandbox->editsPerSecond);
        TRY_ASSIGN(m_sandbox, EmbeddedSandbox::start(m_workspace, rate, m_clock,
                                                     [this](const base::Error& error) { failed(error); }));
        access = &m_sandbox->access();
        m_workspace = withAccess(std::move(m_workspace), *access);
    }
    TRY_ASSIGN(auto connectors, makeConnectors(m_workspace, access, m_clock));
    runtime::EngineParts parts{m_workspace,
                               std::move(connectors),
                               m_clock,
                               base::Random(startSeed(m_clock)),
                               [this](const base::Error& error) { failed(error); },
                               m_options.kill};
    TRY_ASSIGN(m_engine, runtime::Engine::start(std::move(parts)));
    TRY_ASSIGN(m_socket, ControlSocket::listen(m_workspace.folder, *m_engine, access));
    return {};
}

void EngineRun::failed(const base::Error& error) {
    if (m_broken.exchange(true))
        return;
    report(error);
    QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

ExitCode EngineRun::run() {
    StopSignal stop;
    std::jthread waiting([&] {
        stop.wait();
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    ExitCode code = ExitCode::CouldNot;
    if (const auto opened = open(); !opened) {
        code = report(opened.error());
    } else {
        m_started = m_clock.monotonicNow();
        QTimer timer;
        QObject::connect(&timer, &QTimer::timeout, &timer, [this] { look(); });
        timer.start(kLook);
        QCoreApplication::exec();
        timer.stop();
        code = close();
    }
    stop.stop();
    return code;
}

ExitCode EngineRun::close() {
    m_socket.reset();
    m_engine->stop();
    m_sandbox.reset();
    if (m_broken)
        return ExitCode::CouldNot;
    return m_drained ? ExitCode::Done : ExitCode::No;
}

/// Every look: the status line each second, and whether it is time to go.
void EngineRun::look() {
    const base::MonotonicTime now = m_clock.monotonicNow();
    const auto snapshot = m_engine->snapshots().latest().value;
    if (snapshot && now - m_printed >= std::chrono::seconds(1)) {
        m_printed = now;
        printStatus(*snapshot);
    }
    if (m_options.runFor && now - m_started >= *m_options.runFor)
        timeIsOver(now);
}

/// The people go home, what they did is worked off, and that is it.
void EngineRun::timeIsOver(base::MonotonicTime now) {
    if (!m_draining) {
        m_draining = now;
        m_drained = false;
        if (m_sandbox)
            m_sandbox->stopPeople();
    }
    const auto snapshot = m_engine->snapshots().latest().value;
    // What was done at the last moment has to come by the streams first.
    const bool quiet = now - *m_draining >= quietTime(m_workspace) && isQuiet(*snapshot, m_clock, m_workspace);
    if (quiet && snapshot->isDrained()) {
        m_drained = true;
        QCoreApplication::quit();
    } else if (now - *m_draining >= kDrain) {
        std::cerr << "syncline: not all was worked off in time: " << leftOver(*snapshot) << std::endl;
        QCoreApplication::quit();
    }
}

void EngineRun::printStatus(const runtime::Snapshot& snapshot) {
    if (m_options.jsonLog)
        std::cout << QJsonDocument(toJson(snapshot)).toJson(QJsonDocument::Compact).toStdString() << std::endl;
    else if (::isatty(STDOUT_FILENO) != 0)
        std::cout << "\r\x1b[K" << statusLine(snapshot) << std::flush;
}

std::string checkDuration(const std::string& text) {
    return parseDuration(text) ? std::string() : "not a duration such as 90s, 15m or 500ms";
}

}  // namespace

void addRunCommand(CLI::App& program, Run& run) {
    CLI::App* command = program.add_subcommand("run", "The engine without a window, until SIGTERM or SIGINT");
    auto options = std::make_shared<RunOptions>();
    auto duration = std::make_shared<std::string>();
    auto log = std::make_shared<std::string>("text");
    command->add_option("workspace", options->workspace, "The workspace's folder")->required();
    command->add_flag("--sandbox", options->sandbox,
                      "Make a sandbox workspace there if there is none: two local servers, people editing");
    command
        ->add_option("--for", *duration,
                     "Stop after this time: the sandbox's people stop, what is due is worked off (at most 30 s more)")
        ->check(checkDuration);
    command->add_option("--edits-per-second", options->editsPerSecond, "Of the sandbox's people (workspace.json)")
        ->check(CLI::Range(0.0, 500.0));
    command->add_option("--seed", options->seed, "Of a sandbox workspace that is made now (1)");
    command->add_option("--log", *log, "text, or json: status and log as lines of JSON")
        ->check(CLI::IsMember({"text", "json"}));
    command->add_option("--kill-at-commit", options->kill.atCommit,
                        "Kill this process right behind that commit (for tests)");
    command->add_option("--kill-at-answer", options->kill.atAnswer,
                        "Kill this process when that answer to a write comes (for tests)");
    command->callback([options, duration, log, &run] {
        options->runFor = parseDuration(*duration);
        options->jsonLog = *log == "json";
        run = [options] {
            if (options->jsonLog)
                base::log::setFormat(base::log::Format::JsonLines);
            const base::SystemClock clock;
            return EngineRun(*options, clock).run();
        };
    });
}

}  // namespace syncline::app
