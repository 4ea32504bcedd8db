#include "app/console.h"

#include "app/console_workspace.h"
#include "app/new_workspace.h"
#include "app/workspace_opening.h"
#include "ui/shell/first_start.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QProcess>
#include <QTimer>
#include <iostream>
#include <utility>

namespace syncline::app {
namespace {

QString qtPath(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

/// A folder that does not exist yet, named by the moment.
std::filesystem::path freshFolder(const std::filesystem::path& sandboxes, base::WallTime now) {
    const QString moment =
        QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).toString(QStringLiteral("yyyyMMdd-HHmmss"));
    std::filesystem::path folder = sandboxes / ("sandbox-" + moment.toStdString());
    std::error_code ignored;
    for (int again = 2; std::filesystem::exists(folder, ignored); ++again)
        folder = sandboxes / ("sandbox-" + moment.toStdString() + "-" + std::to_string(again));
    return folder;
}

/// The folder for real, so that it is found from anywhere at the next start.
std::filesystem::path absoluteFolder(const std::filesystem::path& folder) {
    std::error_code failure;
    const std::filesystem::path absolute = std::filesystem::absolute(folder, failure);
    return failure ? folder : absolute.lexically_normal();
}

}  // namespace

struct Console::Impl {
    Impl(Console& self, const ConsoleOptions& asked, const Files& itsFiles, const base::Clock& itsClock)
        : console(self),
          options(asked),
          files(itsFiles),
          clock(itsClock),
          times(itsClock),
          store(qtPath(itsFiles.layout)),
          window(std::make_unique<ui::MainWindow>(theme, times, store)),
          keyring(std::make_shared<connectors::Keyring>()) {}

    void begin();
    void openSandbox();
    void open(SessionOptions what);
    void opened(const base::Result<std::shared_ptr<OpenedWorkspace>>& result);
    void showFirstStart();
    void make(ui::FirstStart& page, const ui::NewWorkspace& plan);
    void showFailure(const base::Error& error);
    void engineFailed(const base::Error& error);
    void chooseWorkspace();

    Console& console;
    const ConsoleOptions options;
    const Files files;
    const base::Clock& clock;
    ui::Theme theme;
    ui::Times times;
    ui::LayoutStore store;
    std::unique_ptr<ui::MainWindow> window;
    std::shared_ptr<connectors::Keyring> keyring;
    SessionOptions session;  ///< what was opened last
    std::unique_ptr<WorkspaceOpening> opening;
    std::unique_ptr<ConsoleWorkspace> workspace;  ///< null while there is none
};

Console::Console(const ConsoleOptions& options, const Files& files, const base::Clock& clock)
    : m_impl(std::make_unique<Impl>(*this, options, files, clock)) {
    m_impl->theme.apply();
    connect(m_impl->window.get(), &ui::MainWindow::openWanted, this, [this] { m_impl->chooseWorkspace(); });
    // Queued: the bar whose button it is ends with the window's content.
    connect(
        m_impl->window.get(), &ui::MainWindow::reopenWanted, this, [this] { m_impl->open(m_impl->session); },
        Qt::QueuedConnection);
}

Console::~Console() {
    m_impl->opening.reset();
    // Views ask the bridge, and the bridge the engine, until they have ended.
    m_impl->window.reset();
    m_impl->workspace.reset();
}

ui::MainWindow& Console::window() const {
    return *m_impl->window;
}

void Console::start() {
    m_impl->window->show();
    m_impl->begin();
}

void Console::Impl::begin() {
    if (!options.workspace.empty())
        return open({options.workspace, options.sandbox, options.seed, options.editsPerSecond, {}});
    if (options.sandbox)
        return openSandbox();
    const std::filesystem::path last = store.lastWorkspace().toStdString();
    std::error_code ignored;
    if (!last.empty() && std::filesystem::exists(last / mapping::kWorkspaceFile, ignored))
        return open({last, false, {}, {}, {}});
    showFirstStart();
}

void Console::Impl::openSandbox() {
    open({freshFolder(files.sandboxes, clock.wallNow()), true, options.seed, options.editsPerSecond, {}});
}

void Console::Impl::open(SessionOptions what) {
    session = std::move(what);
    session.workspace = absoluteFolder(session.workspace);
    auto* page = new ui::StatePage(theme);
    page->setObjectName(QStringLiteral("openingPage"));
    ui::StatePage::Content content;
    content.icon = ui::Icon::Hourglass;
    content.statement = tr("Opening the workspace");
    content.sentence = qtPath(session.workspace);
    page->show(std::move(content));
    window->showPage(page);
    workspace.reset();
    // When the window has been painted.
    QTimer::singleShot(0, &console, [this] {
        opening = std::make_unique<WorkspaceOpening>(
            session,
            EngineSession::Tools{clock, keyring,
                                 [this](const base::Error& error) {
                                     QMetaObject::invokeMethod(
                                         &console, [this, error] { engineFailed(error); }, Qt::QueuedConnection);
                                 }},
            console, [this](const auto& result) { opened(result); });
    });
}

void Console::Impl::opened(const base::Result<std::shared_ptr<OpenedWorkspace>>& result) {
    opening.reset();
    if (!result)
        return showFailure(result.error());
    const std::shared_ptr<OpenedWorkspace>& one = result.value();
    if (one->session) {
        if (const auto listens = one->session->listen(); !listens)
            return showFailure(listens.error());
    }
    store.setLastWorkspace(qtPath(session.workspace));
    std::cerr << "syncline: the workspace is " << session.workspace.string() << std::endl;
    workspace =
        std::make_unique<ConsoleWorkspace>(std::move(*one), ConsoleWorkspace::Tools{theme, times, clock, *window});
}

void Console::Impl::engineFailed(const base::Error& error) {
    report(error);
    if (workspace)
        workspace->engineFailed(error);
}

void Console::Impl::showFirstStart() {
    auto* page = new ui::FirstStart(theme);
    connect(
        page, &ui::FirstStart::sandboxWanted, &console, [this] { openSandbox(); }, Qt::QueuedConnection);
    connect(page, &ui::FirstStart::workspaceWanted, &console,
            [this, page](const ui::NewWorkspace& plan) { make(*page, plan); });
    connect(
        page, &ui::FirstStart::openWanted, &console,
        [this](const QString& folder) {
            open({folder.toStdString(), false, {}, {}, {}});
        },
        Qt::QueuedConnection);
    window->showPage(page);
}

void Console::Impl::make(ui::FirstStart& page, const ui::NewWorkspace& plan) {
    const std::filesystem::path folder = absoluteFolder(plan.folder.toStdString());
    const auto made = createWorkspace(
        {folder, plan.name.toStdString(), {plan.salesforceUrl.toStdString(), plan.hubspotUrl.toStdString()}});
    if (made)
        page.showMade(qtPath(folder));
    else
        page.showMistake(QString::fromStdString(made.error().message()));
}

void Console::Impl::showFailure(const base::Error& error) {
    report(error);
    auto* page = new ui::StatePage(theme);
    page->setObjectName(QStringLiteral("failedPage"));
    ui::StatePage::Content content;
    content.icon = ui::Icon::Fail;
    content.isFailure = true;
    content.statement = tr("The workspace cannot be opened");
    content.sentence = tr("Nothing is read or written. What the journal holds is as it was.");
    content.words = QString::fromStdString(error.operation + ": " + error.object + "\n" + error.detail);
    content.advice = QString::fromStdString(error.hint);
    // Queued: the page that the button stands on ends with what it asks for.
    const auto later = [this](auto then) {
        return [this, then] { QMetaObject::invokeMethod(&console, then, Qt::QueuedConnection); };
    };
    content.actions = {
        {tr("Try again"), later([this] { open(session); }), true, {}, QStringLiteral("tryAgain")},
        {tr("Another workspace…"), later([this] { showFirstStart(); }), false, {}, QStringLiteral("anotherWorkspace")}};
    page->show(std::move(content));
    window->showPage(page);
}

/// In a window, and a process, of its own; in this one while there is no workspace here.
void Console::Impl::chooseWorkspace() {
    auto* dialog = new QFileDialog(window.get(), tr("Open a workspace"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, &console, [this](const QString& folder) {
        if (workspace)
            QProcess::startDetached(QCoreApplication::applicationFilePath(), {folder});
        else
            open({folder.toStdString(), false, {}, {}, {}});
    });
    dialog->open();
}

}  // namespace syncline::app
