#include "ui/shell/layout_store.h"

#include <array>
#include <utility>

namespace syncline::ui {
namespace {

constexpr auto kThemeKey = "look/theme";
constexpr auto kScaleKey = "look/textScale";
constexpr auto kTimesKey = "look/times";
constexpr auto kGeometryKey = "window/geometry";
constexpr auto kViewKey = "window/view";
constexpr auto kWorkspaceKey = "workspace/last";

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

QString layoutKey(const QString& name) {
    return QStringLiteral("views/") + name;
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

QString LayoutStore::currentView() const {
    return m_settings.value(key(kViewKey)).toString();
}

void LayoutStore::setCurrentView(const QString& name) {
    m_settings.setValue(key(kViewKey), name);
}

QByteArray LayoutStore::viewLayout(const QString& name) const {
    return m_settings.value(layoutKey(name)).toByteArray();
}

void LayoutStore::setViewLayout(const QString& name, const QByteArray& layout) {
    m_settings.setValue(layoutKey(name), layout);
}

QString LayoutStore::lastWorkspace() const {
    return m_settings.value(key(kWorkspaceKey)).toString();
}

void LayoutStore::setLastWorkspace(const QString& folder) {
    m_settings.setValue(key(kWorkspaceKey), folder);
}

}  // namespace syncline::ui
