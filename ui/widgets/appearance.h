#pragma once

#include "ui/widgets/theme.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>
#include <QVariant>
#include <optional>

namespace syncline::ui {

/// Whether the desktop is light or dark, as the portal says it: `color-scheme` of `org.freedesktop.appearance` in
/// org.freedesktop.portal.Settings (flatpak.github.io/xdg-desktop-portal: 0 no preference, 1 dark, 2 light). Asked
/// without waiting for the answer; on the GUI thread. Without a portal nothing is ever said.
class Appearance : public QObject {
    Q_OBJECT
public:
    explicit Appearance(const QDBusConnection& bus, QObject* parent = nullptr);

    /// The session's bus if there is one to be had without starting it; unconnected otherwise.
    [[nodiscard]] static QDBusConnection sessionBus();
    /// Of the setting's value, which Read() wraps in two variants; none: no preference, or not a value of the portal.
    [[nodiscard]] static std::optional<Brightness> brightnessOf(QVariant value);

signals:
    /// The answer to the first question, and every change from then on.
    void told(std::optional<Brightness> brightness);

private slots:
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask();

    QDBusConnection m_bus;
};

}  // namespace syncline::ui
