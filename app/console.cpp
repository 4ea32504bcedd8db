#include "app/console.h"

#include "app/console_workspace.h"
#include "app/new_workspace.h"
#include "app/sandbox_folders.h"
#include "app/workspace_closing.h"
#include "app/workspace_opening.h"
#include "ui/shell/first_start.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QPointer>
#include <QProcess>
#include <iostream>
#include <optional>
#include <thread>
#include <utility>

namespace syncline::app {
namespace {

QString qtPath(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
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
    void open(SessionOptions what, std::filesystem::path sandboxes = {});
    void chooseWorkspace();
    void beginAnother();

    Console& console;
    const ConsoleOptions options;
    const Files files;
    const base::Clock& clock;
    ui::Theme theme;
    ui::Times times;
    ui::LayoutStore store;
    std::unique_ptr<ui::MainWindow> window;
    std::shared_ptr<connectors::Keyring> keyring;
    SessionOptions session;             ///< what was opened last, or is to be
    std::filesystem::path freshIn;      ///< where it is a fresh sandbox's; empty: it is none
    bool isWanted = false;              ///< as soon as what is under way has come to its end
    std::uint64_t number = 0;           ///< of the opening: what an engine before it tells is no matter any more
    std::optional<base::Error> broken;  ///< the engine cannot go on, and there are no views yet that could say so
    std::shared_ptr<void> before;       ///< what is to end before the next opening, not on this thread
    std::unique_ptr<WorkspaceOpening> opening;
    std::unique_ptr<WorkspaceClosing> closing;    ///< ends before what it closes
    std::unique_ptr<ConsoleWorkspace> workspace;  ///< null while there is none
    bool isMaking = false;                        ///< a workspace's folder, by the thread `making`
    std::jthread making;

private:
    void openSandbox();
    void startBeside(const QString& what);
    void showWaiting(const QString& statement);
    void goOn();
    void close();
    void stop(EngineSession* engine);
    void drop(OpenedWorkspace one);
    void opened(const base::Result<std::shared_ptr<OpenedWorkspace>>& result);
    void show(OpenedWorkspace one);
    void showFirstStart();
    void make(ui::FirstStart& page, const ui::NewWorkspace& plan);
    void made(ui::FirstStart& page, const std::filesystem::path& folder, const base::Result<void>& result);
    void showFailure(const base::Error& error);
    void engineFailed(std::uint64_t number, const base::Error& error);
    [[nodiscard]] EngineSession::Tools sessionTools();
};

Console::Console(const ConsoleOptions& options, const Files& files, const base::Clock& clock)
    : m_impl(std::make_unique<Impl>(*this, options, files, clock)) {
    m_impl->theme.apply();
    connect(m_impl->window.get(), &ui::MainWindow::openWanted, this, [this] { m_impl->chooseWorkspace(); });
    connect(m_impl->window.get(), &ui::MainWindow::newWanted, this, [this] { m_impl->beginAnother(); });
    // Queued: the bar whose button it is ends with the window's content.
    connect(
        m_impl->window.get(), &ui::MainWindow::reopenWanted, this, [this] { m_impl->open(m_impl->session); },
        Qt::QueuedConnection);
}

Console::~Console() {
    m_impl->making = {};
    m_impl->opening.reset();
    m_impl->closing.reset();
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
    if (options.isNew)
        return showFirstStart();
    if (options.sandbox)
        return openSandbox();
    const std::filesystem::path last = store.lastWorkspace().toStdString();
    std::error_code ignored;
    if (!last.empty() && std::filesystem::exists(last / mapping::kWorkspaceFile, ignored))
        return open({last, false, {}, {}, {}});
    showFirstStart();
}

void Console::Impl::openSandbox() {
    SessionOptions fresh{
        freshSandboxFolder(files.sandboxes, clock.wallNow()), true, options.seed, options.editsPerSecond, {}};
    fresh.firstMinute = true;
    open(std::move(fresh), files.sandboxes);
}

void Console::Impl::open(SessionOptions what, std::filesystem::path sandboxes) {
    session = std::move(what);
    session.workspace = absoluteFolder(session.workspace);
    freshIn = std::move(sandboxes);
    isWanted = true;
    showWaiting(workspace ? tr("Closing the workspace that was open") : tr("Opening the workspace"));
    // When the window has been painted.
    QMetaObject::invokeMethod(
        &console, [this] { goOn(); }, Qt::QueuedConnection);
}

void Console::Impl::showWaiting(const QString& statement) {
    auto* page = new ui::StatePage(theme);
    page->setObjectName(QStringLiteral("openingPage"));
    ui::StatePage::Content content;
    content.icon = ui::Icon::Hourglass;
    content.statement = statement;
    content.sentence = qtPath(session.workspace);
    page->show(std::move(content));
    window->showPage(page);
}

/// Opening and closing wait on threads of their own, one after the other: what is wanted meanwhile comes after them.
void Console::Impl::goOn() {
    if (!isWanted || opening || closing)
        return;
    if (workspace)
        return close();
    isWanted = false;
    broken.reset();
    ++number;
    opening =
        std::make_unique<WorkspaceOpening>(WorkspaceOpening::Plan{session, freshIn, std::exchange(before, {})},
                                           sessionTools(), console, [this](const auto& result) { opened(result); });
}

EngineSession::Tools Console::Impl::sessionTools() {
    return {clock, keyring, [this, of = number](const base::Error& error) {
                QMetaObject::invokeMethod(
                    &console, [this, of, error] { engineFailed(of, error); }, Qt::QueuedConnection);
            }};
}

void Console::Impl::close() {
    auto remains = std::make_shared<ConsoleWorkspace::Remains>(workspace->end());
    workspace.reset();
    EngineSession* const engine = remains->session.get();
    before = std::move(remains);
    stop(engine);
}

/// Null: there is none.
void Console::Impl::stop(EngineSession* engine) {
    ++number;
    if (engine == nullptr)
        return goOn();
    closing = std::make_unique<WorkspaceClosing>(*engine, console, [this, engine] {
        closing.reset();
        engine->hangUp();
        if (isWanted)
            showWaiting(tr("Opening the workspace"));
        goOn();
    });
}

/// It is open, and not to be shown.
void Console::Impl::drop(OpenedWorkspace one) {
    auto held = std::make_shared<OpenedWorkspace>(std::move(one));
    EngineSession* const engine = held->session.get();
    before = std::move(held);
    stop(engine);
}

void Console::Impl::opened(const base::Result<std::shared_ptr<OpenedWorkspace>>& result) {
    opening.reset();
    if (!result && !isWanted)
        return showFailure(result.error());
    if (!result)
        return goOn();
    OpenedWorkspace& one = *result.value();
    if (!broken && !isWanted && one.session) {
        if (const auto listens = one.session->listen(); !listens)
            broken = listens.error();
    }
    if (!broken && !isWanted)
        return show(std::move(one));
    if (!isWanted)
        showFailure(*broken);
    drop(std::move(one));
}

void Console::Impl::show(OpenedWorkspace one) {
    store.setLastWorkspace(qtPath(session.workspace));
    std::cerr << "syncline: the workspace is " << session.workspace.string() << std::endl;
    workspace =
        std::make_unique<ConsoleWorkspace>(std::move(one), ConsoleWorkspace::Tools{theme, times, clock, *window});
}

void Console::Impl::engineFailed(std::uint64_t of, const base::Error& error) {
    report(error);
    if (of != number)
        return;
    if (workspace)
        workspace->engineFailed(error);
    else if (!broken)
        broken = error;
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
    if (std::exchange(isMaking, true))
        return;
    const NewWorkspaceSettings settings{absoluteFolder(plan.folder.toStdString()),
                                        plan.name.toStdString(),
                                        {plan.salesforceUrl.toStdString(), plan.hubspotUrl.toStdString()}};
    making = std::jthread([this, settings, shown = QPointer(&page)] {
        const auto answer = [this, shown, folder = settings.folder, result = createWorkspace(settings)] {
            isMaking = false;
            if (shown)
                made(*shown, folder, result);
        };
        QMetaObject::invokeMethod(&console, answer, Qt::QueuedConnection);
    });
}

void Console::Impl::made(ui::FirstStart& page, const std::filesystem::path& folder, const base::Result<void>& result) {
    if (result)
        page.showMade(qtPath(folder));
    else
        page.showMistake(QString::fromStdString(result.error().message()));
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
    const QString beside = qtPath(session.workspace.parent_path());
    auto* dialog = new QFileDialog(window.get(), tr("Open a workspace"),
                                   workspace && !beside.isEmpty() ? beside : QDir::homePath());
    dialog->setObjectName(QStringLiteral("openWorkspaceDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, &console, [this](const QString& folder) {
        if (workspace)
            startBeside(folder);
        else
            open({folder.toStdString(), false, {}, {}, {}});
    });
    dialog->open();
}

void Console::Impl::startBeside(const QString& what) {
    window->makeRoomForAnother();
    QProcess::startDetached(QCoreApplication::applicationFilePath(), {what});
}

/// The first start's choice, where a workspace is open in a window of its own.
void Console::Impl::beginAnother() {
    if (workspace)
        startBeside(QStringLiteral("--new"));
    else if (!opening && !closing)
        showFirstStart();
}

}  // namespace syncline::app
