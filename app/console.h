#pragma once

#include "app/console_command.h"
#include "engine/base/clock.h"
#include "ui/shell/main_window.h"

#include <QObject>
#include <filesystem>
#include <memory>

namespace syncline::app {

/// The console: window, workspace and engine, put together. The window is there at once; the engine opens behind it,
/// and what goes wrong then is said in the window. The destructor ends engine and sandbox cleanly and waits for that.
/// On the main thread, whose event loop runs between start() and the destructor.
class Console final : public QObject {
    Q_OBJECT
public:
    struct Files {
        std::filesystem::path layout;     ///< INI: how the window looked, and the last workspace
        std::filesystem::path sandboxes;  ///< a folder for fresh sandbox workspaces
    };
    /// The clock outlives it.
    Console(const ConsoleOptions& options, const Files& files, const base::Clock& clock);
    ~Console() override;

    /// Shows the window, and opens what the options say.
    void start();
    [[nodiscard]] ui::MainWindow& window() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::app
