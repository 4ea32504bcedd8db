#pragma once

#include "engine/base/clock.h"
#include "tests/ui/shell/fake_view.h"
#include "tests/ui/support/fake_bridge.h"
#include "ui/shell/layout_store.h"
#include "ui/shell/main_window.h"

#include <QTemporaryDir>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace syncline::test {

/// Notes where it was asked to lead.
class FakeNavigator final : public ui::Navigator {
public:
    void showView(ui::ViewName view) override { views.push_back(view); }
    void verifyJournal() override {}
    void showStream(const ui::StreamPlace& place) override { filters << place.filter.value_or(QString()); }
    void showRecord(core::EntityId entity, const QString& field) override {
        Q_UNUSED(field)
        records.push_back(entity);
    }
    void showConflict(core::Seq conflict) override { conflicts.push_back(conflict); }
    void showRule(const QString& object, const QString& field) override { rules << object + QLatin1Char('.') + field; }
    void showRewind(const QString& consumer, std::optional<core::Seq> offset) override {
        Q_UNUSED(offset)
        rewinds << consumer;
    }
    void toast(const QString& text, const QString& action, std::function<void()> run) override {
        Q_UNUSED(action)
        Q_UNUSED(run)
        toasts << text;
    }

    std::vector<ui::ViewName> views;
    QStringList filters;
    std::vector<core::EntityId> records;
    std::vector<core::Seq> conflicts;
    QStringList rules;
    QStringList rewinds;
    QStringList toasts;
};

/// A window on a workspace without an engine, with three small views.
class WindowFixture {
private:
    // First, since the store writes to it when it ends.
    QTemporaryDir m_folder;
    QString m_storeFile;

public:
    /// `store`: an INI file; a fresh one by default. `workspace`: its id.
    explicit WindowFixture(const QString& store = {}, const QString& workspace = QStringLiteral("acme"));
    ~WindowFixture();

    /// A widget of the window by its name; null when it is not there.
    template <typename T = QWidget>
    [[nodiscard]] T* find(const char* name) const {
        return window->findChild<T*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString storeFile() const { return m_storeFile; }
    /// Both sides connected, both directions live, head 100.
    [[nodiscard]] static ui::Snapshot calm();

    base::ManualClock clock;
    ui::Theme theme;
    ui::Times times;
    FakeBridge bridge;
    FakeNavigator navigator;
    std::unique_ptr<ui::LayoutStore> store;
    std::unique_ptr<ui::MainWindow> window;
    FakeView* stream = nullptr;
    FakeView* conflicts = nullptr;
    FakeView* ownership = nullptr;
};

}  // namespace syncline::test
