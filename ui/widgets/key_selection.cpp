#include "ui/widgets/key_selection.h"

#include "ui/widgets/row_source.h"

#include <algorithm>

namespace syncline::ui {

void KeySelection::choose(const RowSource& source, qint64 row, SelectMode mode, qint64 most) {
    const qint64 key = source.keyOf(row);
    m_current = key;
    switch (mode) {
        case SelectMode::Only:
            m_keys = {key};
            m_anchor = key;
            break;
        case SelectMode::Extend:
            extend(source, row, most);
            break;
        case SelectMode::Toggle:
            if (m_keys.erase(key) == 0)
                m_keys.insert(key);
            m_anchor = key;
            break;
        case SelectMode::Move:
            break;
    }
}

void KeySelection::extend(const RowSource& source, qint64 row, qint64 most) {
    if (!m_anchor)
        m_anchor = source.keyOf(row);
    const qint64 anchor = source.rowOf(*m_anchor).value_or(row);
    const qint64 first = std::max(std::min(anchor, row), anchor - most + 1);
    const qint64 last = std::min(std::max(anchor, row), anchor + most - 1);
    m_keys.clear();
    for (qint64 at = first; at <= last; ++at)
        m_keys.insert(m_keys.end(), source.keyOf(at));
}

void KeySelection::setCurrent(std::optional<qint64> key) {
    m_current = key;
    m_anchor = key;
    m_keys.clear();
    if (key)
        m_keys.insert(*key);
}

}  // namespace syncline::ui
