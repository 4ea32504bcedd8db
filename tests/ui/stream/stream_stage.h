#pragma once

#include "engine/base/clock.h"
#include "tests/ui/stream/fake_journal.h"
#include "tests/ui/support/entries.h"
#include "tests/ui/support/written_navigator.h"
#include "ui/stream/stream_view.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/times.h"

#include <QLineEdit>
#include <QString>
#include <QTableView>
#include <QTest>
#include <memory>
#include <vector>

namespace syncline::test {

/// The stream in a window of 1248 by 800, over a made journal.
class StreamStage {
public:
    explicit StreamStage(std::int64_t head);

    /// The view is in front and its first rows are loaded.
    void open();
    [[nodiscard]] ui::StreamView& view() { return *m_view; }
    [[nodiscard]] QTableView& table() const;
    [[nodiscard]] QLineEdit& filter() const;
    template <typename T>
    [[nodiscard]] T* find(const char* name) const {
        return m_view->findChild<T*>(QLatin1String(name));
    }

    /// What the table shows in that row of the screen.
    [[nodiscard]] QString text(int row, int column) const;
    /// Sequences on the screen, from the top; 0: not loaded.
    [[nodiscard]] std::vector<qint64> keys() const;
    /// The first and the last of them; -1 when there are none.
    [[nodiscard]] qint64 firstKey() const;
    [[nodiscard]] qint64 lastKey() const;
    [[nodiscard]] qint64 currentKey() const;
    /// The row of that sequence on the screen; -1 when it is not there.
    [[nodiscard]] int rowOf(qint64 key) const;
    /// Every row on the screen is loaded.
    [[nodiscard]] bool isLoaded() const;
    void click(int row, int column, Qt::MouseButton button = Qt::LeftButton);
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString& text);

    base::ManualClock clock{morning(1000)};
    ui::Theme theme;
    ui::Times times{clock};
    FakeBridge bridge;
    FakeJournal journal{bridge};
    WrittenNavigator navigator;

private:
    std::unique_ptr<ui::StreamView> m_view;
};

/// Loaded, and every row on the screen is one of the made journal's conflicts.
[[nodiscard]] bool showsConflictsOnly(const StreamStage& stage);
/// The sentence under the filter line; empty when there is none.
[[nodiscard]] QString noteOf(const StreamStage& stage);

}  // namespace syncline::test
