#include "app/run_command.h"

#include "app/command_json.h"
#include "app/engine_session.h"
#include "app/run_time.h"
#include "app/stop_signal.h"
#include "engine/base/log.h"
#include "engine/base/try.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTimer>
#include <algorithm>
#include <atomic>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include <unistd.h>

namespace syncline::app {
namespace {

struct RunOptions {
    SessionOptions session;
    std::optional<std::chrono::milliseconds> runFor;
    bool jsonLog = false;
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
    ExitCode close();
    void look();
    void tellOfSides(const runtime::Snapshot& snapshot);
    void timeIsOver(base::MonotonicTime now);
    void end(const runtime::Snapshot& snapshot);
    void clearStatus();
    void printStatus(const runtime::Snapshot& snapshot);
    void failed(const base::Error& error);

    const RunOptions& m_options;
    const base::Clock& m_clock;
    std::unique_ptr<EngineSession> m_session;
    base::MonotonicTime m_started{};
    std::optional<base::MonotonicTime> m_draining;
    base::MonotonicTime m_printed{};
    core::PerSide<std::string> m_told;  ///< why a side is disconnected, while it is
    core::PerSide<bool> m_isConnected;
    bool m_drained = true;
    bool m_unreached = false;
    bool m_isStatusShown = false;  ///< on the terminal's last line
    std::atomic<bool> m_broken{false};
};

base::Result<void> EngineRun::open() {
    TRY_ASSIGN(mapping::Workspace workspace, EngineSession::openWorkspace(m_options.session, m_clock.wallNow()));
    TRY_ASSIGN(m_session, EngineSession::open(m_options.session, std::move(workspace),
                                              {m_clock, nullptr, [this](const base::Error& error) { failed(error); }}));
    return m_session->listen();
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
        base::log::info("run", "the engine carries changes across; Ctrl-C ends it");
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
    m_session.reset();
    if (std::exchange(m_isStatusShown, false))
        std::cout << std::endl;
    if (m_broken || m_unreached)
        return ExitCode::CouldNot;
    return m_drained ? ExitCode::Done : ExitCode::No;
}

/// Every look: the status line each second, and whether it is time to go.
void EngineRun::look() {
    const base::MonotonicTime now = m_clock.monotonicNow();
    const auto snapshot = m_session->engine().snapshots().latest().value;
    if (snapshot)
        tellOfSides(*snapshot);
    if (snapshot && now - m_printed >= std::chrono::seconds(1)) {
        m_printed = now;
        printStatus(*snapshot);
    }
    if (m_options.runFor && now - m_started >= *m_options.runFor)
        timeIsOver(now);
}

/// A server has nobody at a window: what keeps a side away is in the log, once for each reason.
void EngineRun::tellOfSides(const runtime::Snapshot& snapshot) {
    for (const core::Side side : core::kSides) {
        const runtime::SideSnapshot& one = snapshot.side[side];
        if (one.phase == core::ConnectorPhase::Disconnected && one.message != m_told[side]) {
            m_told[side] = one.message;
            clearStatus();
            base::log::warning(core::name(side), "disconnected: " + one.message);
        } else if (one.phase == core::ConnectorPhase::Connected && !std::exchange(m_isConnected[side], true)) {
            clearStatus();
            base::log::info(core::name(side), m_told[side].empty() ? "connected" : "connected again");
            m_told[side].clear();
        }
        if (one.phase != core::ConnectorPhase::Connected)
            m_isConnected[side] = false;
    }
}

/// The people go home, what they did is worked off, and that is it.
void EngineRun::timeIsOver(base::MonotonicTime now) {
    if (!m_draining) {
        m_draining = now;
        m_drained = false;
        if (m_session->sandbox() != nullptr)
            m_session->sandbox()->stopPeople();
    }
    const auto snapshot = m_session->engine().snapshots().latest().value;
    // What was done at the last moment has to come by the streams first.
    const mapping::Workspace& workspace = m_session->workspace();
    const bool isConnecting = std::any_of(std::begin(core::kSides), std::end(core::kSides), [&](core::Side side) {
        return snapshot->side[side].phase == core::ConnectorPhase::Connecting;
    });
    const bool quiet =
        !isConnecting && now - *m_draining >= quietTime(workspace) && isQuiet(*snapshot, m_clock, workspace);
    if (quiet && snapshot->isDrained()) {
        m_drained = true;
        end(*snapshot);
    } else if (now - *m_draining >= kDrain) {
        clearStatus();
        std::cerr << "syncline: not all was worked off in time: " << leftOver(*snapshot) << std::endl;
        end(*snapshot);
    }
}

/// Nothing was due for a side that was never there: that is no success.
void EngineRun::end(const runtime::Snapshot& snapshot) {
    for (const core::Side side : core::kSides) {
        const runtime::SideSnapshot& one = snapshot.side[side];
        if (one.phase == core::ConnectorPhase::Connected)
            continue;
        m_unreached = true;
        clearStatus();
        const std::string why = one.message.empty() ? std::string("there was no connection in time") : one.message;
        std::cerr << "syncline: " << core::name(side) << " is not connected: " << why << std::endl;
    }
    QCoreApplication::quit();
}

/// Before something of our own is told beside it.
void EngineRun::clearStatus() {
    if (std::exchange(m_isStatusShown, false))
        std::cout << "\r\x1b[K" << std::flush;
}

void EngineRun::printStatus(const runtime::Snapshot& snapshot) {
    if (m_options.jsonLog) {
        std::cout << QJsonDocument(toJson(snapshot)).toJson(QJsonDocument::Compact).toStdString() << std::endl;
    } else if (::isatty(STDOUT_FILENO) != 0) {
        // The cursor goes back, so that a line of the log begins over this one and not behind it.
        std::cout << "\r\x1b[K" << statusLine(snapshot) << '\r' << std::flush;
        m_isStatusShown = true;
    }
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
    command->add_option("workspace", options->session.workspace, "The workspace's folder")->required();
    command->add_flag("--sandbox", options->session.sandbox,
                      "Make a sandbox workspace there if there is none: two local servers, people editing");
    command
        ->add_option("--for", *duration,
                     "Stop after this time: the sandbox's people stop, what is due is worked off (at most 30 s more)")
        ->check(checkDuration);
    command
        ->add_option("--edits-per-second", options->session.editsPerSecond, "Of the sandbox's people (workspace.json)")
        ->check(CLI::Range(0.0, 500.0));
    command->add_option("--seed", options->session.seed, "Of a sandbox workspace that is made now (1)");
    command->add_option("--log", *log, "text, or json: status and log as lines of JSON")
        ->check(CLI::IsMember({"text", "json"}));
    // For tests of what a kill leaves behind: not in the help.
    command->add_option("--kill-at-commit", options->session.kill.atCommit)->group("");
    command->add_option("--kill-at-answer", options->session.kill.atAnswer)->group("");
    command->callback([options, duration, log, &run] {
        options->runFor = parseDuration(*duration);
        options->jsonLog = *log == "json";
        options->session.firstMinute = !options->session.seed;
        run = [options] {
            if (options->jsonLog)
                base::log::setFormat(base::log::Format::JsonLines);
            const base::SystemClock clock;
            return EngineRun(*options, clock).run();
        };
    });
}

}  // namespace syncline::app
