#pragma once

#include "tests/ui/conflicts/conflict_rows.h"
#include "tests/ui/support/view_stage.h"
#include "ui/conflicts/conflicts_view.h"

#include <QEnterEvent>
#include <QListView>
#include <QTabBar>
#include <vector>

namespace syncline::test {

/// The view over conflicts that a test sets, with a pointer that comes to its list and leaves it.
class ConflictsStage final : public ViewStage<ui::ConflictsView> {
public:
    ConflictsStage() {
        bridge.onQuery<ui::OpenConflicts>([this](const ui::OpenConflicts&) {
            ++answered;
            return openOnes;
        });
        bridge.onQuery<ui::ResolvedConflicts>([this](const ui::ResolvedConflicts&) { return resolvedOnes; });
    }

    [[nodiscard]] QListView& list() const { return *find<QListView>("conflictList"); }
    [[nodiscard]] QStringList rows() const {
        QStringList all;
        for (int row = 0; row < list().model()->rowCount(); ++row)
            all << list().model()->index(row, 0).data().toString();
        return all;
    }
    /// Of the first row that says that, in the list's viewport; empty: there is none.
    [[nodiscard]] QRect placeOf(const QString& words) const {
        const QStringList all = rows();
        const auto row = static_cast<int>(all.indexOf(all.filter(words).value(0)));
        return row < 0 ? QRect() : list().visualRect(list().model()->index(row, 0));
    }
    void clickAt(const QPoint& place) const { QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, place); }
    void choose(const QString& words) const { clickAt(placeOf(words).center()); }
    void openTab(int tab) const {
        auto* const tabs = find<QTabBar>("conflictTabs");
        QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(tab).center());
    }
    void pointAt(const QString& words) const {
        const QPointF place = placeOf(words).center();
        QEnterEvent enter(place, place, list().viewport()->mapToGlobal(place));
        QCoreApplication::sendEvent(list().viewport(), &enter);
    }
    void pointAway() const {
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(list().viewport(), &leave);
    }
    /// The engine has gone on, and the view reads again.
    void goOn() {
        ui::Snapshot snapshot = bridge.snapshot();
        snapshot.head = core::Seq(++m_head);
        snapshot.projected = snapshot.head;
        bridge.setSnapshot(snapshot);
    }

    std::vector<ui::ConflictRow> openOnes{title(), phone()};
    std::vector<ui::ConflictRow> resolvedOnes;
    int answered = 0;  ///< questions for the open ones

private:
    std::int64_t m_head = 5000;
};

}  // namespace syncline::test
