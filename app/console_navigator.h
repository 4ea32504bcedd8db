#pragma once

#include "ui/bridge/navigator.h"
#include "ui/shell/main_window.h"

#include <functional>
#include <optional>
#include <utility>

namespace syncline::app {

/// Leads from one view to another: brings it to the front and tells it what to show. On the GUI thread.
class ConsoleNavigator final : public ui::Navigator {
public:
    explicit ConsoleNavigator(ui::MainWindow& window) : m_window(window) {}

    /// What is called when a view is to show something; empty while there is no such view.
    struct Targets {
        std::function<void(const ui::StreamPlace&)> stream;
        std::function<void(core::EntityId, const QString&)> record;
        std::function<void(core::Seq)> conflict;
        std::function<void(const QString&, const QString&)> rule;
        std::function<void(const QString&, std::optional<core::Seq>)> rewind;
    };
    void setTargets(Targets targets) { m_targets = std::move(targets); }

    void showView(ui::ViewName view) override { m_window.showView(view); }
    void verifyJournal() override { m_window.verifyJournal(); }
    void showStream(const ui::StreamPlace& place) override;
    void showRecord(core::EntityId entity, const QString& field) override;
    void showConflict(core::Seq conflict) override;
    void showRule(const QString& object, const QString& field) override;
    void showRewind(const QString& consumer, std::optional<core::Seq> offset) override;
    void toast(const QString& text, const QString& action, std::function<void()> run) override;

private:
    ui::MainWindow& m_window;
    Targets m_targets;
};

}  // namespace syncline::app
