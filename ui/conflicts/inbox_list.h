#pragma once

#include "ui/bridge/query.h"

#include <QListView>
#include <QPoint>
#include <optional>
#include <vector>

namespace syncline::ui {

class InboxDelegate;
class InboxModel;
class Theme;
class Times;

/// Where a conflict stands in the list's viewport.
struct SeenRow {
    core::Seq conflict;
    int top = 0;
};

/// The rows of the inbox. A person who is about to click one has read it before: it tells when a pointer is over it,
/// and whether others could be listed without moving what is to be seen. On the GUI thread.
class InboxList final : public QListView {
    Q_OBJECT
public:
    InboxList(const Theme& theme, const Times& times, InboxModel& model);

    /// A side does not answer: rows are muted.
    void setOld(bool isOld);

    [[nodiscard]] bool isPointedAt() const { return viewport()->underMouse(); }
    /// With these in the place of those that it lists, each conflict that is to be seen could stay where it is on the
    /// screen; the list may have to be scrolled for that.
    [[nodiscard]] bool couldStay(const std::vector<ConflictRow>& conflicts) const;
    /// What is to stay where it is, the most wanted first: what the pointer is over, else what is chosen, else what was
    /// scrolled to. Empty where the list may begin at its first row.
    [[nodiscard]] std::vector<SeenRow> heldRows(std::optional<core::Seq> chosen) const;
    /// Scrolls so that the first of them that is still listed stands where it stood, as far as scrolling can do it.
    void hold(const std::vector<SeenRow>& rows);

signals:
    /// The pointer is over it no longer.
    void pointerLeft();

protected:
    /// A conflict is on the surface until another one is chosen, and its row is marked for as long: not unmarked by
    /// what is no conflict's row, nor by Ctrl.
    [[nodiscard]] QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex& index,
                                                                       const QEvent* event) const override;
    bool viewportEvent(QEvent* event) override;

private:
    /// Also those that are cut by an edge.
    [[nodiscard]] std::vector<SeenRow> seenRows() const;

    InboxModel& m_model;
    InboxDelegate* m_delegate;
    QPoint m_pointer;  ///< where the pointer was last
};

}  // namespace syncline::ui
