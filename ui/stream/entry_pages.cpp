#include "ui/stream/entry_pages.h"

#include <algorithm>
#include <utility>

namespace syncline::ui::stream {

qint64 EntryPages::pageOf(qint64 place) const {
    return place >= 0 ? place / m_rowsOfPage : -((-place - 1) / m_rowsOfPage) - 1;
}

const EntryRow* EntryPages::find(qint64 place) const {
    const qint64 page = pageOf(place);
    const auto found = m_pages.find(page);
    if (found == m_pages.end())
        return nullptr;
    const auto& row = found->second.rows[static_cast<std::size_t>(place - firstOf(page))];
    return row ? &*row : nullptr;
}

void EntryPages::put(qint64 place, EntryRow row) {
    const qint64 page = pageOf(place);
    if (m_pages.find(page) == m_pages.end()) {
        while (isFull())
            evict();
        m_pages[page].rows.resize(static_cast<std::size_t>(m_rowsOfPage));
        touch(page);
    }
    m_pages[page].rows[static_cast<std::size_t>(place - firstOf(page))] = std::move(row);
}

void EntryPages::touch(qint64 page) {
    const auto found = m_pages.find(page);
    if (found != m_pages.end())
        found->second.lookedAt = ++m_looks;
}

void EntryPages::evict() {
    const auto oldest = std::min_element(m_pages.begin(), m_pages.end(), [](const auto& a, const auto& b) {
        return a.second.lookedAt < b.second.lookedAt;
    });
    m_pages.erase(oldest);
}

}  // namespace syncline::ui::stream
