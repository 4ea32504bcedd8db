#include "ui/shell/layout_store.h"

#include <QStringList>
#include <QUrl>
#include <array>
#include <utility>

namespace syncline::ui {
namespace {

constexpr auto kThemeKey = "look/theme";
constexpr auto kScaleKey = "look/textScale";
constexpr auto kTimesKey = "look/times";
constexpr auto kGeometryKey = "window/geometry";
constexpr auto kWorkspaceKey = "workspace/last";
constexpr auto kRecentKey = "workspaces/recent";
constexpr int kWorkspacesKept = 20;

constexpr std::array<std::pair<ThemeChoice, const char*>, 3> kThemes = {
    {{ThemeChoice::System, "system"}, {ThemeChoice::Light, "light"}, {ThemeChoice::Dark, "dark"}}};
constexpr std::array<std::pair<TimeStyle, const char*>, 3> kTimes = {
    {{TimeStyle::Local, "local"}, {TimeStyle::Utc, "utc"}, {TimeStyle::Relative, "relative"}}};

template <typename T>
T valueNamed(const std::array<std::pair<T, const char*>, 3>& names, const QString& name) {
    for (const auto& [value, known] : names) {
        if (name == QLatin1String(known))
            return value;
    }
    return names.front().first;
}

template <typename T>
QString nameOf(const std::array<std::pair<T, const char*>, 3>& names, T value) {
    for (const auto& [known, name] : names) {
        if (known == value)
            return QString::fromLatin1(name);
    }
    return {};
}

QString key(const char* text) {
    return QString::fromLatin1(text);
}

QString groupOf(const QString& workspace) {
    return QStringLiteral("workspaces/") + workspace;
}

QString columnsKey(const QString& view) {
    return QStringLiteral("columns/") + view;
}

}  // namespace

LayoutStore::Look LayoutStore::look() const {
    bool isNumber = false;
    const double scale = m_settings.value(key(kScaleKey)).toDouble(&isNumber);
    return {valueNamed(kThemes, m_settings.value(key(kThemeKey)).toString()), isNumber && scale > 0 ? scale : 1,
            valueNamed(kTimes, m_settings.value(key(kTimesKey)).toString())};
}

void LayoutStore::setLook(const Look& look) {
    m_settings.setValue(key(kThemeKey), nameOf(kThemes, look.theme));
    m_settings.setValue(key(kScaleKey), look.textScale);
    m_settings.setValue(key(kTimesKey), nameOf(kTimes, look.times));
}

QByteArray LayoutStore::geometry() const {
    return m_settings.value(key(kGeometryKey)).toByteArray();
}

void LayoutStore::setGeometry(const QByteArray& geometry) {
    m_settings.setValue(key(kGeometryKey), geometry);
}

void LayoutStore::setWorkspace(const QString& id) {
    // A slash in it would be a group of its own.
    m_workspace = QStringLiteral("id-") + QString::fromLatin1(QUrl::toPercentEncoding(id));
    QStringList recent = m_settings.value(key(kRecentKey)).toStringList();
    recent.removeAll(m_workspace);
    recent.prepend(m_workspace);
    while (recent.size() > kWorkspacesKept)
        m_settings.remove(groupOf(recent.takeLast()));
    m_settings.setValue(key(kRecentKey), recent);
}

QString LayoutStore::workspaceKey(const QString& name) const {
    return groupOf(m_workspace) + QLatin1Char('/') + name;
}

QString LayoutStore::currentView() const {
    return m_settings.value(workspaceKey(QStringLiteral("view"))).toString();
}

void LayoutStore::setCurrentView(const QString& name) {
    m_settings.setValue(workspaceKey(QStringLiteral("view")), name);
}

QByteArray LayoutStore::viewLayout(const QString& name) const {
    return m_settings.value(workspaceKey(QStringLiteral("views/") + name)).toByteArray();
}

void LayoutStore::setViewLayout(const QString& name, const QByteArray& layout) {
    m_settings.setValue(workspaceKey(QStringLiteral("views/") + name), layout);
}

QByteArray LayoutStore::columns(const QString& view) const {
    return m_settings.value(columnsKey(view)).toByteArray();
}

void LayoutStore::setColumns(const QString& view, const QByteArray& columns) {
    m_settings.setValue(columnsKey(view), columns);
}

QString LayoutStore::lastWorkspace() const {
    return m_settings.value(key(kWorkspaceKey)).toString();
}

void LayoutStore::setLastWorkspace(const QString& folder) {
    m_settings.setValue(key(kWorkspaceKey), folder);
}

}  // namespace syncline::ui
