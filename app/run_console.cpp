#include "app/run_console.h"

#include "app/console.h"
#include "app/stop_signal.h"
#include "engine/base/log.h"
#include "ui/widgets/plurals.h"

#include <QApplication>
#include <QStandardPaths>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <thread>

namespace syncline::app {
namespace {

/// Between here and its end Qt looks for a display. Where there is none it says so at length and aborts; this says it
/// in our words, and what to do, and ends the program with its exit code.
class DisplayWatch {
public:
    DisplayWatch() : m_before(qInstallMessageHandler(&DisplayWatch::told)) {}
    ~DisplayWatch() { qInstallMessageHandler(m_before); }
    DisplayWatch(const DisplayWatch&) = delete;
    DisplayWatch& operator=(const DisplayWatch&) = delete;

private:
    static void told(QtMsgType type, const QMessageLogContext& context, const QString& message) {
        Q_UNUSED(context)
        Q_UNUSED(message)
        if (type != QtFatalMsg)
            return;
        std::cerr << "syncline: the console needs a display, and neither DISPLAY nor WAYLAND_DISPLAY leads to one. "
                     "Without a display, run the engine alone: syncline run WORKSPACE, or syncline run WORKSPACE "
                     "--sandbox to try it; syncline --help lists what else works without one."
                  << std::endl;
        std::_Exit(static_cast<int>(ExitCode::CouldNot));
    }

    QtMessageHandler m_before;
};

/// What throws in an event's handler ends the program with words; Qt itself would end it without.
class ConsoleApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override {
        try {
            return QApplication::notify(receiver, event);
        } catch (const std::exception& error) {
            stop(error.what());
        } catch (...) {
            stop("an exception of an unknown type");
        }
        return true;
    }

private:
    static void stop(const char* words) {
        base::log::error(
            "console", "a fault of the program",
            {base::ErrorCode::Internal, "handle an event", "console", words, "restart the program, and report this"});
        QCoreApplication::exit(static_cast<int>(ExitCode::CouldNot));
    }
};

std::filesystem::path folderOf(QStandardPaths::StandardLocation location) {
    return QStandardPaths::writableLocation(location).toStdString();
}

}  // namespace

ExitCode runConsole(const ConsoleOptions& options) {
    StopSignal stop;
    char name[] = "syncline";
    char* arguments[] = {name, nullptr};
    int count = 1;
    std::unique_ptr<ConsoleApplication> application;
    {
        const DisplayWatch watch;
        application = std::make_unique<ConsoleApplication>(count, arguments);
    }
    ui::EnglishPlurals plurals;
    QCoreApplication::installTranslator(&plurals);
    QCoreApplication::setApplicationName(QStringLiteral("syncline"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SYNCLINE_VERSION));
    std::jthread waiting([&] {
        stop.wait();
        // Not quit(): that asks the windows, and one may ask back.
        QMetaObject::invokeMethod(
            qApp, [] { QCoreApplication::exit(0); }, Qt::QueuedConnection);
    });
    int code = 0;
    {
        const base::SystemClock clock;
        Console console(options,
                        {folderOf(QStandardPaths::AppConfigLocation) / "console.ini",
                         folderOf(QStandardPaths::AppDataLocation) / "sandboxes"},
                        clock);
        console.start();
        code = QCoreApplication::exec();
    }
    stop.stop();
    return static_cast<ExitCode>(code);
}

}  // namespace syncline::app
