#include "ui/shell/window_menus.h"

#include <QActionGroup>
#include <QMenu>
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace syncline::ui {
namespace {

constexpr std::array<int, 5> kPercent = {90, 100, 110, 125, 150};

QString plain(QString text) {
    text.remove(QLatin1Char('&'));
    return text.remove(QStringLiteral("…"));
}

int percentOf(const Theme& theme) {
    return static_cast<int>(std::lround(theme.textScale() * 100));
}

/// Those of the menu and its submenus.
void collectActions(const QMenu& menu, QList<QAction*>& actions) {
    for (QAction* action : menu.actions()) {
        if (action->menu() != nullptr)
            collectActions(*action->menu(), actions);
        else if (!action->isSeparator() && action->isEnabled())
            actions.append(action);
    }
}

void collect(const QMenu& menu, const QString& path, std::vector<PaletteItem>& items) {
    for (QAction* action : menu.actions()) {
        if (action->menu() != nullptr) {
            collect(*action->menu(), plain(action->text()), items);
        } else if (!action->isSeparator() && action->isEnabled() && action->isVisible()) {
            PaletteItem item;
            item.icon = Icon::ChevronRight;
            item.text = plain(action->text());
            item.detail = path;
            item.key = action->shortcut().toString(QKeySequence::NativeText);
            item.run = [action] { action->trigger(); };
            items.push_back(std::move(item));
        }
    }
}

}  // namespace

WindowMenus::WindowMenus(Theme& theme, Times& times, QMenuBar& bar)
    : QObject(&bar), m_theme(theme), m_times(times), m_bar(bar) {
    QMenu* file = bar.addMenu(tr("&File"));
    connect(add(*file, "actionNew", tr("&New workspace…"), {QKeySequence(tr("Ctrl+N"))}), &QAction::triggered, this,
            &WindowMenus::newWanted);
    connect(add(*file, "actionOpen", tr("&Open workspace…"), {QKeySequence(tr("Ctrl+O"))}), &QAction::triggered, this,
            &WindowMenus::openWanted);
    file->addSeparator();
    QAction* verify = add(*file, "actionVerify", tr("&Verify journal…"), {});
    connect(verify, &QAction::triggered, this, &WindowMenus::verifyWanted);
    file->addSeparator();
    connect(add(*file, "actionQuit", tr("&Quit"), {QKeySequence(tr("Ctrl+Q"))}), &QAction::triggered, this,
            &WindowMenus::quitWanted);

    QMenu* edit = bar.addMenu(tr("&Edit"));
    QAction* find = add(*edit, "actionFind", tr("Find or &run…"), {QKeySequence(tr("Ctrl+K"))});
    QAction* filter = add(*edit, "actionFilter", tr("&Filter"), {QKeySequence(tr("Ctrl+F")), QKeySequence(tr("/"))});
    connect(find, &QAction::triggered, this, &WindowMenus::findWanted);
    connect(filter, &QAction::triggered, this, &WindowMenus::filterWanted);

    QMenu* view = bar.addMenu(tr("&View"));
    addLook(*view);
    addScale(*view);
    addTimes(*view);
    view->addSeparator();
    QAction* inspector = add(*view, "actionInspector", tr("&Inspector"), {QKeySequence(tr("Ctrl+I"))});
    connect(inspector, &QAction::triggered, this, &WindowMenus::inspectorWanted);

    m_go = bar.addMenu(tr("&Go"));
    m_ofView = bar.addMenu(QString());
    m_ofView->menuAction()->setVisible(false);

    QMenu* help = bar.addMenu(tr("&Help"));
    connect(add(*help, "actionKeys", tr("&Keys"), {QKeySequence(Qt::Key_F1)}), &QAction::triggered, this,
            &WindowMenus::keysWanted);
    connect(add(*help, "actionAbout", tr("&About Syncline"), {}), &QAction::triggered, this, &WindowMenus::aboutWanted);
    m_needWorkspace = {verify, find, filter, inspector};
    setPlaces({});
}

QAction* WindowMenus::add(QMenu& menu, const char* name, const QString& text, const QList<QKeySequence>& keys) {
    QAction* action = menu.addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcuts(keys);
    return action;
}

void WindowMenus::addLook(QMenu& view) {
    QMenu* menu = view.addMenu(tr("&Theme"));
    auto* group = new QActionGroup(menu);
    const std::vector<std::tuple<ThemeChoice, const char*, QString>> choices = {
        {ThemeChoice::System, "actionThemeSystem", tr("As the &system")},
        {ThemeChoice::Light, "actionThemeLight", tr("&Light")},
        {ThemeChoice::Dark, "actionThemeDark", tr("&Dark")}};
    for (const auto& [choice, name, text] : choices) {
        QAction* action = add(*menu, name, text, {});
        action->setCheckable(true);
        group->addAction(action);
        const auto mark = [this, action, choice = choice] { action->setChecked(m_theme.choice() == choice); };
        mark();
        connect(action, &QAction::triggered, this, [this, choice = choice] { m_theme.setChoice(choice); });
        connect(&m_theme, &Theme::changed, action, mark);
    }
}

void WindowMenus::addScale(QMenu& view) {
    QMenu* menu = view.addMenu(tr("Te&xt size"));
    auto* group = new QActionGroup(menu);
    for (const int percent : kPercent) {
        QAction* action = menu->addAction(tr("%1 %").arg(percent));
        action->setObjectName(QStringLiteral("actionScale%1").arg(percent));
        action->setCheckable(true);
        group->addAction(action);
        const auto mark = [this, action, percent] { action->setChecked(percentOf(m_theme) == percent); };
        mark();
        connect(action, &QAction::triggered, this, [this, percent] { m_theme.setTextScale(percent / 100.0); });
        connect(&m_theme, &Theme::changed, action, mark);
    }
    menu->addSeparator();
    QAction* larger =
        add(*menu, "actionLarger", tr("&Larger text"), {QKeySequence(tr("Ctrl++")), QKeySequence(tr("Ctrl+="))});
    QAction* smaller = add(*menu, "actionSmaller", tr("&Smaller text"), {QKeySequence(tr("Ctrl+-"))});
    QAction* normal = add(*menu, "actionNormalText", tr("&Normal text"), {QKeySequence(tr("Ctrl+0"))});
    connect(larger, &QAction::triggered, this, [this] { scaleBy(1); });
    connect(smaller, &QAction::triggered, this, [this] { scaleBy(-1); });
    connect(normal, &QAction::triggered, this, [this] { m_theme.setTextScale(1); });
}

void WindowMenus::scaleBy(int steps) {
    const int now = percentOf(m_theme);
    auto place = static_cast<int>(std::lower_bound(kPercent.begin(), kPercent.end(), now) - kPercent.begin());
    place = std::clamp(place + steps, 0, static_cast<int>(kPercent.size()) - 1);
    m_theme.setTextScale(kPercent[static_cast<std::size_t>(place)] / 100.0);
}

void WindowMenus::addTimes(QMenu& view) {
    QMenu* menu = view.addMenu(tr("T&imes"));
    auto* group = new QActionGroup(menu);
    const std::vector<std::tuple<TimeStyle, const char*, QString>> styles = {
        {TimeStyle::Local, "actionTimesLocal", tr("&Local time")},
        {TimeStyle::Utc, "actionTimesUtc", tr("&UTC")},
        {TimeStyle::Relative, "actionTimesRelative", tr("Time &passed")}};
    for (const auto& [style, name, text] : styles) {
        QAction* action = add(*menu, name, text, {});
        action->setCheckable(true);
        group->addAction(action);
        const auto mark = [this, action, style = style] { action->setChecked(m_times.style() == style); };
        mark();
        connect(action, &QAction::triggered, this, [this, style = style] { m_times.setStyle(style); });
        connect(&m_times, &Times::changed, action, mark);
    }
    menu->addSeparator();
    QAction* next = add(*menu, "actionNextTimes", tr("&Next style of times"), {QKeySequence(tr("Ctrl+T"))});
    connect(next, &QAction::triggered, this, [this] {
        const TimeStyle style = m_times.style();
        m_times.setStyle(style == TimeStyle::Local ? TimeStyle::Utc
                         : style == TimeStyle::Utc ? TimeStyle::Relative
                                                   : TimeStyle::Local);
    });
}

void WindowMenus::setPlaces(const std::vector<WorkspaceFrame::Place>& places) {
    m_go->clear();
    int number = 0;
    for (const WorkspaceFrame::Place& place : places) {
        QAction* action = m_go->addAction(place.title);
        action->setObjectName(QStringLiteral("actionGo%1").arg(++number));
        action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)));
        connect(action, &QAction::triggered, this, [this, view = place.name] { emit viewWanted(view); });
    }
    m_go->setEnabled(!places.empty());
    for (QAction* action : m_needWorkspace)
        action->setEnabled(!places.empty());
}

void WindowMenus::setCurrent(const WorkspaceFrame::Place* place) {
    m_ofView->clear();
    const QList<QAction*> own =
        place != nullptr ? static_cast<const QWidget*>(place->view)->actions() : QList<QAction*>();
    m_ofView->addActions(own);
    m_ofView->setTitle(place != nullptr ? place->title : QString());
    m_ofView->menuAction()->setVisible(!own.isEmpty());
}

QList<QAction*> WindowMenus::windowActions() const {
    QList<QAction*> actions;
    for (const QAction* top : m_bar.actions()) {
        if (top->menu() != nullptr && top->menu() != m_ofView && top->isEnabled())
            collectActions(*top->menu(), actions);
    }
    return actions;
}

std::vector<PaletteItem> WindowMenus::paletteItems() const {
    std::vector<PaletteItem> items;
    for (QAction* top : m_bar.actions()) {
        if (top->isVisible() && top->menu() != nullptr)
            collect(*top->menu(), plain(top->text()), items);
    }
    return items;
}

}  // namespace syncline::ui
