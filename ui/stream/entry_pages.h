#pragma once

#include "ui/bridge/query.h"

#include <QObject>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace syncline::ui::stream {

/// The entries that a table holds, by place and in pages; places may be negative. Bounded: what was not looked at for
/// the longest time goes first. On the GUI thread; nothing fails.
class EntryPages {
public:
    EntryPages(qint64 rowsOfPage, std::size_t mostPages) : m_rowsOfPage(rowsOfPage), m_mostPages(mostPages) {}

    [[nodiscard]] qint64 rowsOfPage() const { return m_rowsOfPage; }
    [[nodiscard]] qint64 pageOf(qint64 place) const;
    [[nodiscard]] qint64 firstOf(qint64 page) const { return page * m_rowsOfPage; }

    /// Null when it is not held. Valid until the next change.
    [[nodiscard]] const EntryRow* find(qint64 place) const;
    void put(qint64 place, EntryRow row);
    /// It is looked at: it goes after all that is not.
    void touch(qint64 page);
    [[nodiscard]] bool holds(qint64 page) const { return m_pages.count(page) > 0; }
    [[nodiscard]] bool isFull() const { return m_pages.size() >= m_mostPages; }
    [[nodiscard]] std::size_t pages() const { return m_pages.size(); }
    void clear() { m_pages.clear(); }

private:
    struct Page {
        std::vector<std::optional<EntryRow>> rows;
        std::uint64_t lookedAt = 0;
    };
    void evict();

    qint64 m_rowsOfPage;
    std::size_t m_mostPages;
    std::map<qint64, Page> m_pages;
    std::uint64_t m_looks = 0;
};

}  // namespace syncline::ui::stream
