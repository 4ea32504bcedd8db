#pragma once

#include "ui/widgets/format.h"
#include "ui/widgets/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QString>

namespace syncline::ui {

/// What a window is to look like at the next start, in an INI file. A value that does not read back counts as not
/// there. On the GUI thread; QSettings writes behind it and when it ends.
class LayoutStore {
public:
    /// The file need not exist; its folder is made when it is written.
    explicit LayoutStore(const QString& file) : m_settings(file, QSettings::IniFormat) {}

    struct Look {
        ThemeChoice theme = ThemeChoice::System;
        double textScale = 1;
        TimeStyle times = TimeStyle::Local;
        bool operator==(const Look&) const = default;
    };
    [[nodiscard]] Look look() const;
    void setLook(const Look& look);

    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);

    /// Which workspace the views are of from now on: what one is filtered by fits no other. Those of the last twenty
    /// are kept.
    void setWorkspace(const QString& id);
    /// By the name that addView() was given for the store.
    [[nodiscard]] QString currentView() const;
    void setCurrentView(const QString& name);
    [[nodiscard]] QByteArray viewLayout(const QString& name) const;
    void setViewLayout(const QString& name, const QByteArray& layout);

    /// The columns of a view's tables, in every workspace.
    [[nodiscard]] QByteArray columns(const QString& view) const;
    void setColumns(const QString& view, const QByteArray& columns);

    /// A workspace's folder; "" before the first.
    [[nodiscard]] QString lastWorkspace() const;
    void setLastWorkspace(const QString& folder);
    /// At once, for another process that reads the file.
    void write() { m_settings.sync(); }

private:
    [[nodiscard]] QString workspaceKey(const QString& name) const;

    QSettings m_settings;
    QString m_workspace = QStringLiteral("none");
};

}  // namespace syncline::ui
