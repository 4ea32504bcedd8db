#include "ui/conflicts/inbox_list.h"

#include "ui/conflicts/inbox_delegate.h"
#include "ui/conflicts/inbox_model.h"
#include "ui/widgets/cell_delegate.h"

#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>
#include <map>

namespace syncline::ui {

InboxList::InboxList(const Theme& theme, const Times& times, InboxModel& model)
    : m_model(model), m_delegate(new InboxDelegate(theme, times, this)) {
    setModel(&model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    CellDelegate::leaveUnchosen(*this);
}

void InboxList::setOld(bool isOld) {
    if (isOld == m_delegate->isOld())
        return;
    m_delegate->setOld(isOld);
    viewport()->update();
}

bool InboxList::couldStay(const std::vector<ConflictRow>& conflicts) const {
    std::map<core::Seq, int> tops;
    for (const SeenRow& row : seenRows())
        tops.emplace(row.conflict, row.top);
    std::optional<int> scrolled;
    int top = 0;
    for (const InboxLine& line : m_model.linesOf(conflicts)) {
        const auto seen = line.conflict ? tops.find(conflicts[*line.conflict].conflict) : tops.end();
        if (seen != tops.end()) {
            if (scrolled.value_or(top - seen->second) != top - seen->second)
                return false;
            scrolled = top - seen->second;
            tops.erase(seen);
        }
        top += m_delegate->heightOf(!line.conflict);
    }
    const int most = std::max(0, top - viewport()->height());
    const int wanted = scrolled.value_or(0);
    return tops.empty() && wanted >= 0 && wanted <= most;
}

std::vector<SeenRow> InboxList::heldRows(std::optional<core::Seq> chosen) const {
    const std::vector<SeenRow> seen = isHidden() ? std::vector<SeenRow>() : seenRows();
    std::vector<SeenRow> held;
    const auto add = [&](core::Seq conflict) {
        const auto found =
            std::find_if(seen.begin(), seen.end(), [&](const SeenRow& row) { return row.conflict == conflict; });
        if (found != seen.end())
            held.push_back(*found);
    };
    const ConflictRow* const pointed = isPointedAt() ? m_model.conflict(indexAt(m_pointer).row()) : nullptr;
    if (pointed != nullptr)
        add(pointed->conflict);
    if (chosen)
        add(*chosen);
    if (!seen.empty() && (isPointedAt() || verticalScrollBar()->value() > 0))
        held.push_back(seen.front());
    return held;
}

void InboxList::hold(const std::vector<SeenRow>& rows) {
    for (const SeenRow& row : rows) {
        const int place = m_model.rowOf(row.conflict);
        if (place < 0)
            continue;
        QScrollBar& bar = *verticalScrollBar();
        bar.setValue(bar.value() + visualRect(m_model.index(place)).top() - row.top);
        return;
    }
}

std::vector<SeenRow> InboxList::seenRows() const {
    std::vector<SeenRow> rows;
    for (int place = std::max(0, indexAt(QPoint(0, 0)).row()); place < m_model.rowCount(); ++place) {
        const int top = visualRect(m_model.index(place)).top();
        if (top >= viewport()->height())
            break;
        if (const ConflictRow* one = m_model.conflict(place); one != nullptr)
            rows.push_back({one->conflict, top});
    }
    return rows;
}

QItemSelectionModel::SelectionFlags InboxList::selectionCommand(const QModelIndex& index,
                                                                const QEvent* /*event*/) const {
    return m_model.conflict(index.row()) == nullptr ? QItemSelectionModel::NoUpdate
                                                    : QItemSelectionModel::ClearAndSelect;
}

bool InboxList::viewportEvent(QEvent* event) {
    const bool isHandled = QListView::viewportEvent(event);
    if (event->isSinglePointEvent())
        m_pointer = static_cast<QSinglePointEvent*>(event)->position().toPoint();
    if (event->type() == QEvent::Leave)
        emit pointerLeft();
    return isHandled;
}

}  // namespace syncline::ui
