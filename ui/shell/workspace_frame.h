#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/shell/navigation.h"
#include "ui/shell/status_line.h"
#include "ui/shell/trouble_bars.h"
#include "ui/shell/unfinished_work.h"
#include "ui/shell/workspace_identity.h"
#include "ui/widgets/times.h"
#include "ui/widgets/view.h"

#include <QLatin1String>
#include <QPointer>
#include <QWidget>
#include <functional>
#include <optional>
#include <set>
#include <vector>

class QStackedWidget;

namespace syncline::ui {

class VerifyDialog;

/// The key of the bar that an app without an engine shows.
inline constexpr QLatin1String kReadOnlyBar("readOnly");

/// The last one of an engine that has ended: what waits still waits; nobody is connected to either side, tries it, or
/// tries to write the journal any more.
[[nodiscard]] Snapshot endedSnapshot(Snapshot last);

/// What stands around the views of one workspace: navigation, bars, status line; and the switch between them. On the
/// GUI thread.
class WorkspaceFrame : public QWidget {
    Q_OBJECT
public:
    /// The accounts are for the question before they are written to.
    WorkspaceFrame(const Theme& theme, Times& times, Bridge& bridge, const WorkspaceIdentity& identity,
                   QWidget* parent = nullptr);

    struct Place {
        ViewName name = ViewName::Stream;
        QString key;  ///< by which the store knows it: "stream"
        QString title;
        Icon icon = Icon::None;
        View* view = nullptr;
    };
    /// Below those that are there; takes the view.
    void add(Place place);
    [[nodiscard]] const std::vector<Place>& places() const { return m_places; }
    /// Null before the first.
    [[nodiscard]] const Place* current() const;
    void show(ViewName name);

    /// Icons alone at the left, and inspectors closed until a person opens one or there is room again.
    void setNarrow(bool narrow);
    /// Of the current view, if it has one.
    void toggleInspector();
    /// The width gives back what it took, so that views tell how a person had them.
    void reopenInspectors();
    /// Above every view. That of kReadOnlyBar says that no engine runs here: what only an engine does is switched off.
    void setBar(BarStack::Bar bar);
    /// Where no engine runs: whether one of another process does.
    void setHeld(bool held);
    /// What would be forgotten with this: the counts.
    void setStagedRules(std::size_t count);
    void setConflictDrafts(std::size_t count);
    [[nodiscard]] const UnfinishedWork& unfinished() const { return m_unfinished; }
    /// The bar of kReadOnlyBar was set: no engine of this window ran here.
    [[nodiscard]] bool isReadOnly() const { return m_isReadOnly; }
    /// Opens its dialog, or brings the one that is open to the front.
    void verifyJournal();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

signals:
    void currentChanged();
    void findPressed();
    void reopenWanted();
    void unfinishedChanged();

private:
    void becomeReadOnly();
    void setUnfinished(const UnfinishedWork& work);
    void setWithoutEngine();
    void engineStopped(const QString& what, const QString& hint);
    void snapshotChanged();
    void tell(const Snapshot& snapshot);
    void directionPressed(core::Side target);
    void openPreview(core::Side target);
    void tryNow(core::Side side);
    /// For a command: says in a bar of that key that it was refused, and why.
    [[nodiscard]] std::function<void(const base::Result<core::Seq>&)> refusalTeller(const QString& key,
                                                                                    const QString& statement,
                                                                                    const QString& closeName);
    void closeInspector(const Place& place);
    void tellDetails();

    const Theme& m_theme;
    const Times& m_times;
    Bridge& m_bridge;
    const core::PerSide<QString> m_account;
    Navigation* m_navigation;
    BarStack* m_bars;
    TroubleBars m_trouble;
    QStackedWidget* m_views;
    StatusLine* m_status;
    std::vector<Place> m_places;
    std::optional<ViewName> m_current;
    bool m_isNarrow = false;
    bool m_isReadOnly = false;
    bool m_hasStopped = false;  ///< the engine, by itself
    UnfinishedWork m_unfinished;
    std::set<ViewName> m_closedByWidth;  ///< whose inspectors
    QPointer<VerifyDialog> m_verify;     ///< while it is open
};

}  // namespace syncline::ui
