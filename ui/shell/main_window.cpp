#include "ui/shell/main_window.h"

#include "ui/shell/command_palette.h"
#include "ui/shell/keys_page.h"
#include "ui/shell/table_columns.h"
#include "ui/shell/toast.h"
#include "ui/shell/unfinished_work.h"
#include "ui/shell/window_menus.h"
#include "ui/shell/workspace_frame.h"

#include <QCloseEvent>
#include <QCoreApplication>
#include <QDir>
#include <QMenuBar>
#include <QMessageBox>
#include <QPointer>
#include <QScreen>
#include <QStackedWidget>
#include <map>
#include <optional>
#include <utility>

namespace syncline::ui {
namespace {

constexpr int kNarrowUpTo = 1200;
constexpr QSize kFirstSize(1440, 900);
constexpr QSize kLeastSize(640, 400);
constexpr QSize kFrame(4, 40);
constexpr QPoint kBeside(32, 32);

QString keyOf(ViewName name) {
    static const std::map<ViewName, QString> kKeys = {{ViewName::Stream, QStringLiteral("stream")},
                                                      {ViewName::Record, QStringLiteral("record")},
                                                      {ViewName::Conflicts, QStringLiteral("conflicts")},
                                                      {ViewName::Replay, QStringLiteral("replay")},
                                                      {ViewName::Ownership, QStringLiteral("ownership")}};
    return kKeys.at(name);
}

/// Where the screen is smaller than what we would like, with room left for a frame that nobody has told us of yet.
QSize firstSize(const QScreen& screen) {
    const QSize room = screen.availableGeometry().size() - kFrame;
    return kFirstSize.boundedTo(room).expandedTo(kLeastSize);
}

/// "Sandbox – sandbox-20261129-061610 – Syncline"
QString titleOf(const QString& name, const QString& folder) {
    QStringList parts = {name};
    if (const QString last = QDir(folder).dirName(); !folder.isEmpty() && !last.isEmpty())
        parts << last;
    parts << QStringLiteral("Syncline");
    return parts.join(QStringLiteral(" – "));
}

}  // namespace

struct MainWindow::Impl {
    Impl(MainWindow& self, Theme& itsTheme, Times& itsTimes, LayoutStore& itsStore)
        : window(self),
          theme(itsTheme),
          times(itsTimes),
          store(itsStore),
          menus(*new WindowMenus(itsTheme, itsTimes, *self.menuBar())),
          toast(*new Toast(itsTheme, self)) {}

    void connectMenus();
    void restore();
    void save();
    void openAbout();
    void openKeys();
    bool hasToAsk(EndOfViews wanted, const std::function<void()>& discard);
    void renewQuestion();
    void setContent(QWidget* content);
    [[nodiscard]] View* view() const;

    MainWindow& window;
    Theme& theme;
    Times& times;
    LayoutStore& store;
    WindowMenus& menus;
    Toast& toast;
    WorkspaceFrame* frame = nullptr;  ///< null without a workspace
    CommandPalette* palette = nullptr;
    int others = 0;  ///< windows for which there was made room
    bool isDiscarding = false;
    QPointer<QMessageBox> question;          ///< before what a person has begun is forgotten
    EndOfViews asked = EndOfViews::Closing;  ///< by it
};

MainWindow::MainWindow(Theme& theme, Times& times, LayoutStore& store)
    : m_impl(std::make_unique<Impl>(*this, theme, times, store)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Syncline"));
    setMinimumSize(kLeastSize);
    m_impl->restore();
    m_impl->connectMenus();
}

MainWindow::~MainWindow() {
    // Views let go of the bridge while there is still a window around them.
    m_impl->setContent(nullptr);
}

void MainWindow::Impl::connectMenus() {
    connect(&menus, &WindowMenus::openWanted, &window, &MainWindow::openWanted);
    connect(&menus, &WindowMenus::newWanted, &window, &MainWindow::newWanted);
    connect(&menus, &WindowMenus::verifyWanted, &window, &MainWindow::verifyJournal);
    connect(&menus, &WindowMenus::quitWanted, &window, &QWidget::close);
    connect(&menus, &WindowMenus::viewWanted, &window, &MainWindow::showView);
    connect(&menus, &WindowMenus::inspectorWanted, &window, [this] {
        if (frame != nullptr)
            frame->toggleInspector();
    });
    connect(&menus, &WindowMenus::aboutWanted, &window, [this] { openAbout(); });
    connect(&menus, &WindowMenus::keysWanted, &window, [this] { openKeys(); });
    connect(&menus, &WindowMenus::findWanted, &window, [this] {
        if (palette != nullptr)
            palette->open();
    });
    connect(&menus, &WindowMenus::filterWanted, &window, [this] {
        if (View* shown = view())
            shown->focusFilter();
    });
}

void MainWindow::Impl::restore() {
    const LayoutStore::Look look = store.look();
    theme.setChoice(look.theme);
    theme.setTextScale(look.textScale);
    times.setStyle(look.times);
    if (!window.restoreGeometry(store.geometry()))
        window.resize(firstSize(*window.screen()));
}

void MainWindow::Impl::save() {
    store.setLook({theme.choice(), theme.textScale(), times.style()});
    store.setGeometry(window.saveGeometry());
    if (frame == nullptr)
        return;
    frame->reopenInspectors();
    for (const WorkspaceFrame::Place& place : frame->places()) {
        store.setViewLayout(place.key, place.view->saveLayout());
        store.setColumns(place.key, savedColumns(*place.view));
    }
    if (const auto* place = frame->current())
        store.setCurrentView(place->key);
}

void MainWindow::Impl::openAbout() {
    auto* about = new QMessageBox(&window);
    about->setObjectName(QStringLiteral("about"));
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setWindowTitle(tr("About Syncline"));
    about->setText(tr("Syncline %1").arg(QCoreApplication::applicationVersion()));
    about->setInformativeText(tr("Keeps Salesforce and HubSpot in step, field by field. Apache License 2.0."));
    about->open();
}

void MainWindow::Impl::openKeys() {
    const auto places = frame != nullptr ? frame->places() : std::vector<WorkspaceFrame::Place>();
    (new KeysPage(theme, keysInForce(menus.windowActions(), places), &window))->open();
}

/// False: nothing would be forgotten, and nothing is asked.
bool MainWindow::Impl::hasToAsk(EndOfViews wanted, const std::function<void()>& discard) {
    if (frame == nullptr || !frame->unfinished().isAny())
        return false;
    if (question) {
        question->raise();
        return true;
    }
    asked = wanted;
    question = askBeforeForgetting(frame->unfinished(), wanted, window, discard);
    return true;
}

/// While it is asked, work may be applied or become impossible to apply.
void MainWindow::Impl::renewQuestion() {
    if (!question)
        return;
    if (frame->unfinished().isAny())
        tellUnfinished(frame->unfinished(), asked, *question);
    else
        question->close();
}

View* MainWindow::Impl::view() const {
    const auto* place = frame != nullptr ? frame->current() : nullptr;
    return place != nullptr ? place->view : nullptr;
}

void MainWindow::Impl::setContent(QWidget* next) {
    if (frame != nullptr)
        save();
    menus.setCurrent(nullptr);
    menus.setPlaces({});
    delete std::exchange(palette, nullptr);
    frame = nullptr;
    toast.dismiss();
    // At once: what the content asks may end with the next line of who put another in its place.
    delete window.takeCentralWidget();
    if (next != nullptr) {
        window.setCentralWidget(next);
        next->show();
    }
    toast.raise();
}

void MainWindow::showPage(QWidget* page) {
    m_impl->setContent(page);
    setWindowTitle(QStringLiteral("Syncline"));
}

void MainWindow::openWorkspace(Bridge& bridge, Navigator& navigator, const WorkspaceIdentity& identity) {
    auto* frame = new WorkspaceFrame(m_impl->theme, m_impl->times, bridge, identity);
    m_impl->setContent(frame);
    m_impl->store.setWorkspace(identity.id);
    m_impl->frame = frame;
    m_impl->palette = new CommandPalette(
        m_impl->theme, bridge, navigator, [impl = m_impl.get()] { return impl->menus.paletteItems(); }, *this);
    setWindowTitle(titleOf(QString::fromStdString(bridge.workspaceName()), identity.folder));
    frame->setNarrow(width() <= kNarrowUpTo);
    connect(frame, &WorkspaceFrame::reopenWanted, this, [this] { reopen(); });
    connect(frame, &WorkspaceFrame::unfinishedChanged, this, [this] { m_impl->renewQuestion(); });
    connect(frame, &WorkspaceFrame::findPressed, m_impl->palette, &CommandPalette::open);
    connect(frame, &WorkspaceFrame::currentChanged, this,
            [this, frame] { m_impl->menus.setCurrent(frame->current()); });
}

void MainWindow::addView(ViewName name, Icon icon, const QString& title, View* view) {
    WorkspaceFrame* frame = m_impl->frame;
    if (frame == nullptr)
        return;
    const QString key = keyOf(name);
    view->restoreLayout(m_impl->store.viewLayout(key));
    restoreColumns(*view, m_impl->store.columns(key));
    frame->add({name, key, title, icon, view});
    m_impl->menus.setPlaces(frame->places());
    if (frame->places().size() == 1 || m_impl->store.currentView() == key)
        frame->show(name);
}

void MainWindow::reopen() {
    const bool isReadOnly = m_impl->frame != nullptr && m_impl->frame->isReadOnly();
    const EndOfViews wanted = isReadOnly ? EndOfViews::Opening : EndOfViews::Restarting;
    if (!m_impl->hasToAsk(wanted, [this] { emit reopenWanted(); }))
        emit reopenWanted();
}

void MainWindow::showView(ViewName name) {
    if (m_impl->frame != nullptr)
        m_impl->frame->show(name);
}

void MainWindow::verifyJournal() {
    if (m_impl->frame != nullptr)
        m_impl->frame->verifyJournal();
}

std::optional<ViewName> MainWindow::currentView() const {
    const auto* place = m_impl->frame != nullptr ? m_impl->frame->current() : nullptr;
    return place != nullptr ? std::optional(place->name) : std::nullopt;
}

void MainWindow::toast(const QString& text, const QString& action, std::function<void()> run) {
    m_impl->toast.say(text, action, std::move(run));
}

void MainWindow::setBar(BarStack::Bar bar) {
    if (m_impl->frame != nullptr)
        m_impl->frame->setBar(std::move(bar));
}

void MainWindow::setStagedRules(std::size_t count) {
    if (m_impl->frame != nullptr)
        m_impl->frame->setStagedRules(count);
}

void MainWindow::setConflictDrafts(std::size_t count) {
    if (m_impl->frame != nullptr)
        m_impl->frame->setConflictDrafts(count);
}

void MainWindow::setHeld(bool held) {
    if (m_impl->frame != nullptr)
        m_impl->frame->setHeld(held);
}

void MainWindow::makeRoomForAnother() {
    QWidget place;
    if (!place.restoreGeometry(saveGeometry()))
        return;
    place.move(place.pos() + kBeside * ++m_impl->others);
    m_impl->store.setGeometry(place.saveGeometry());
    m_impl->store.write();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    const auto discard = [this] {
        m_impl->isDiscarding = true;
        close();
    };
    if (!m_impl->isDiscarding && m_impl->hasToAsk(EndOfViews::Closing, discard))
        return event->ignore();
    m_impl->save();
    event->accept();
    emit closed();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_impl->frame != nullptr)
        m_impl->frame->setNarrow(width() <= kNarrowUpTo);
}

}  // namespace syncline::ui
