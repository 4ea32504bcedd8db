#pragma once

#include "ui/conflicts/inbox.h"
#include "ui/widgets/times.h"

#include <QAbstractListModel>
#include <vector>

namespace syncline::ui {

enum InboxRole {
    kInboxLineRole = Qt::UserRole + 20,  ///< const InboxLine*
    kInboxConflictRole,                  ///< const ConflictRow*; null for a group
};

/// Open or resolved conflicts, in groups.
class InboxModel final : public QAbstractListModel {
    Q_OBJECT
public:
    InboxModel(const Times& times, QObject* parent) : QAbstractListModel(parent), m_times(times) {}

    void setConflicts(std::vector<ConflictRow> conflicts);
    void setOrder(InboxOrder order);
    void setFilter(const QString& text);

    /// What it would list of those conflicts.
    [[nodiscard]] std::vector<InboxLine> linesOf(const std::vector<ConflictRow>& conflicts) const;
    [[nodiscard]] const std::vector<ConflictRow>& conflicts() const { return m_conflicts; }
    /// Null for a group, and outside the lines.
    [[nodiscard]] const ConflictRow* conflict(int row) const;
    /// The row of that conflict; -1: it is not there.
    [[nodiscard]] int rowOf(core::Seq conflict) const;
    /// The row of the next conflict in a direction, from behind or before `row`; -1: there is none.
    [[nodiscard]] int next(int row, int step) const;
    /// "1 of 34": its place among the conflicts that are shown; 0: it is not there.
    [[nodiscard]] int placeOf(core::Seq conflict) const;
    [[nodiscard]] int shownCount() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void arrange();
    [[nodiscard]] QString spoken(const InboxLine& line) const;

    const Times& m_times;
    std::vector<ConflictRow> m_conflicts;
    InboxOrder m_order = InboxOrder::ByCause;
    QString m_filter;
    std::vector<InboxLine> m_lines;
};

}  // namespace syncline::ui

Q_DECLARE_METATYPE(const syncline::ui::InboxLine*)
Q_DECLARE_METATYPE(const syncline::ui::ConflictRow*)
