#pragma once

#include "ui/bridge/bridge.h"
#include "ui/bridge/navigator.h"
#include "ui/shell/palette_item.h"

#include <QObject>
#include <QTimer>
#include <functional>
#include <vector>

namespace syncline::ui {

/// What fits a text: records and conflicts of the engine, actions of the window, a filter for the stream. What is at
/// hand comes at once, records 150 ms after the last key. `>` before the text: actions only; `@`: records only. On the
/// GUI thread.
class PaletteSearch : public QObject {
    Q_OBJECT
public:
    using Actions = std::function<std::vector<PaletteItem>()>;
    PaletteSearch(Bridge& bridge, Navigator& navigator, Actions actions, QObject* parent = nullptr);

    /// The palette has come up: what it knew is asked for anew.
    void begin();
    void setText(const QString& text);
    [[nodiscard]] std::vector<PaletteItem> items() const;
    /// What is underlined in them.
    [[nodiscard]] const QString& needle() const { return m_needle; }
    /// `record == "…"` for the record that fits the text best, or the text where it is a filter; "": there is none.
    [[nodiscard]] QString filter() const;
    /// Which records fit the text is not known yet.
    [[nodiscard]] bool isAsking() const { return m_pause.isActive() || m_recordsAsked.isOut(); }

signals:
    void itemsChanged();
    /// The engine could not say.
    void failed(const QString& what);

private:
    enum class Scope { Everything, Actions, Records };

    void askRecords();
    [[nodiscard]] bool fits(const QString& text) const;
    void addRecords(std::vector<PaletteItem>& items) const;
    void addNoRecord(std::vector<PaletteItem>& items) const;
    void addConflicts(std::vector<PaletteItem>& items) const;
    void addActions(std::vector<PaletteItem>& items) const;
    void addFilter(std::vector<PaletteItem>& items) const;

    Bridge& m_bridge;
    Navigator& m_navigator;
    Actions m_listActions;
    std::vector<PaletteItem> m_actions;
    std::vector<RecordHit> m_records;
    QString m_recordsOf;  ///< the needle that they were found by; "": none
    std::vector<ConflictRow> m_conflicts;
    Scope m_scope = Scope::Everything;
    QString m_needle;
    QTimer m_pause;
    Ticket m_recordsAsked;
    Ticket m_conflictsAsked;
};

}  // namespace syncline::ui
