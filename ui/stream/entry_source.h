#pragma once

#include "ui/stream/entry_pages.h"
#include "ui/stream/entry_table.h"
#include "ui/stream/late_titles.h"

#include <map>
#include <set>

namespace syncline::ui::stream {

/// The whole journal: the row is the sequence less the first one's. Loads pages around what is wanted, and lets those
/// go that are not wanted any more; the head comes with the snapshots, several of them at once as one growth.
class EntrySource final : public EntryTable {
    Q_OBJECT
public:
    static constexpr qint64 kRowsOfPage = 200;
    static constexpr std::size_t kMostPages = 64;

    /// The bridge outlives it.
    explicit EntrySource(Bridge& bridge, QObject* parent = nullptr);

    [[nodiscard]] qint64 rowCount() const override;
    [[nodiscard]] std::optional<qint64> rowOf(qint64 key) const override;
    void want(qint64 first, qint64 last) override;
    [[nodiscard]] const EntryRow* entryAt(qint64 row) const override;
    [[nodiscard]] std::optional<core::Seq> seqAt(qint64 row) const override;
    void setActive(bool active) override;
    void tryAgain() override;
    [[nodiscard]] std::optional<Unreadable> unreadable() const override;
    [[nodiscard]] bool isUnreadable(qint64 row) const override;
    [[nodiscard]] bool isStuck(qint64 row) const override;

    /// How many pages are held.
    [[nodiscard]] std::size_t pages() const { return m_pages.pages(); }

private:
    struct Range {
        qint64 first = 0;
        qint64 last = -1;
        [[nodiscard]] bool holds(qint64 at) const { return first <= at && at <= last; }
    };

    void learnFirst();
    void follow();
    void readTitlesAgain();
    void load();
    void loadPage(qint64 page);
    void takePage(qint64 page, base::Result<EntryRows> answer);
    void noteDamage(const EntryRows& answer);
    /// The first row of the page that is not held or is to be read again.
    [[nodiscard]] std::optional<qint64> firstLacking(qint64 page) const;
    [[nodiscard]] qint64 lastRowOf(qint64 page) const;

    Bridge& m_bridge;
    EntryPages m_pages{kRowsOfPage, kMostPages};
    LateTitles m_lateTitles;
    core::Seq m_first{1};
    bool m_isFirstKnown = false;
    core::Seq m_head;
    bool m_isActive = false;
    bool m_hasFailed = false;
    Range m_wanted;                 ///< pages on the screen, with one before and one behind
    std::set<qint64> m_stuck;       ///< pages that could not be read
    std::set<qint64> m_stale;       ///< pages to be read again
    std::set<core::Seq> m_damaged;  ///< entries that cannot be read, of those that were asked for
    base::Error m_damage;           ///< of the last of them
    Ticket m_askedFirst;
    std::map<qint64, Ticket> m_asked;  ///< by page
};

}  // namespace syncline::ui::stream
