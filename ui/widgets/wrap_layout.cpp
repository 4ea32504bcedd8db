#include "ui/widgets/wrap_layout.h"

#include <algorithm>

namespace syncline::ui {

WrapLayout::WrapLayout(int spacing, Qt::Alignment alignment, QWidget* parent)
    : QLayout(parent), m_alignment(alignment) {
    setContentsMargins(0, 0, 0, 0);
    setSpacing(spacing);
}

WrapLayout::~WrapLayout() = default;

void WrapLayout::addItem(QLayoutItem* item) {
    m_items.emplace_back(item);
}

int WrapLayout::count() const {
    return static_cast<int>(m_items.size());
}

QLayoutItem* WrapLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)].get() : nullptr;
}

QLayoutItem* WrapLayout::takeAt(int index) {
    if (index < 0 || index >= count())
        return nullptr;
    QLayoutItem* item = m_items[static_cast<std::size_t>(index)].release();
    m_items.erase(m_items.begin() + index);
    return item;
}

int WrapLayout::heightForWidth(int width) const {
    return place(QRect(0, 0, width, 0), true);
}

QSize WrapLayout::minimumSize() const {
    QSize least;
    for (const auto& item : m_items) {
        if (!item->isEmpty())
            least = least.expandedTo(item->minimumSize());
    }
    return least;
}

QSize WrapLayout::sizeHint() const {
    QSize all;
    for (const auto& item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize one = item->sizeHint();
        all = {all.width() + (all.width() > 0 ? spacing() : 0) + one.width(), std::max(all.height(), one.height())};
    }
    return all;
}

void WrapLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, false);
}

/// Gives the height.
int WrapLayout::place(const QRect& rect, bool isTrial) const {
    int top = rect.top();
    int height = 0;
    int width = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        if (m_items[i]->isEmpty())
            continue;
        const QSize one = m_items[i]->sizeHint();
        if (width > 0 && width + spacing() + one.width() > rect.width()) {
            if (!isTrial)
                placeRow(first, i, QRect(rect.left(), top, rect.width(), height));
            top += height + spacing();
            height = 0;
            width = 0;
            first = i;
        }
        width += (width > 0 ? spacing() : 0) + one.width();
        height = std::max(height, one.height());
    }
    if (!isTrial)
        placeRow(first, m_items.size(), QRect(rect.left(), top, rect.width(), height));
    return top + height - rect.top();
}

void WrapLayout::placeRow(std::size_t from, std::size_t end, const QRect& row) const {
    int width = -spacing();
    for (std::size_t i = from; i < end; ++i)
        width += m_items[i]->isEmpty() ? 0 : m_items[i]->sizeHint().width() + spacing();
    int left = row.left();
    if (m_alignment.testFlag(Qt::AlignRight))
        left = std::max(left, row.right() + 1 - width);
    else if (m_alignment.testFlag(Qt::AlignHCenter))
        left = std::max(left, row.left() + (row.width() - width) / 2);
    for (std::size_t i = from; i < end; ++i) {
        if (m_items[i]->isEmpty())
            continue;
        const QSize one = m_items[i]->sizeHint();
        const int own = std::min(one.width(), row.width());
        m_items[i]->setGeometry(QRect(left, row.top() + (row.height() - one.height()) / 2, own, one.height()));
        left += own + spacing();
    }
}

}  // namespace syncline::ui
