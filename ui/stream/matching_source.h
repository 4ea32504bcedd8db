#pragma once

#include "engine/core/filter.h"
#include "ui/stream/entry_pages.h"
#include "ui/stream/entry_table.h"
#include "ui/stream/late_titles.h"

#include <QTimer>
#include <map>
#include <set>
#include <vector>

namespace syncline::ui::stream {

/// What a filter takes of the journal. Searches from the head downwards, slice by slice: at once until there is
/// something to show, then in the background up to kMostRows, further when somebody scrolls there; and upwards as the
/// journal grows. Holds the sequences of all that was found, and the entries of a bounded number of pages.
class MatchingSource final : public EntryTable {
    Q_OBJECT
public:
    static constexpr qint64 kRowsOfPage = 50;
    static constexpr std::size_t kMostPages = 256;
    static constexpr qint64 kMostRows = 200'000;
    static constexpr std::size_t kLook = 20'000;

    /// The bridge outlives it. Searches once it is active.
    MatchingSource(Bridge& bridge, core::Filter filter, QObject* parent = nullptr);

    [[nodiscard]] qint64 rowCount() const override;
    [[nodiscard]] std::optional<qint64> rowOf(qint64 key) const override;
    void want(qint64 first, qint64 last) override;
    [[nodiscard]] const EntryRow* entryAt(qint64 row) const override;
    [[nodiscard]] std::optional<core::Seq> seqAt(qint64 row) const override;
    void setActive(bool active) override;
    /// Not for what was passed by because it could not be read: another search may find it.
    void tryAgain() override;
    [[nodiscard]] std::optional<Unreadable> unreadable() const override;
    [[nodiscard]] bool isUnreadable(qint64 row) const override;
    [[nodiscard]] bool isStuck(qint64 row) const override;
    [[nodiscard]] const core::Filter& filter() const { return m_filter; }

    /// How far the search has come.
    struct Progress {
        core::Seq back;                    ///< everything from here up to the head has been looked at
        std::optional<base::WallTime> at;  ///< capture time of that entry, where it is known by now
        bool isWhole = false;              ///< the journal's first entry has been looked at
        bool isSearching = false;          ///< further back, now

        bool operator==(const Progress&) const = default;
    };
    [[nodiscard]] Progress progress() const;
    /// There is something to show: rows, or the certainty that there are none.
    [[nodiscard]] bool hasAnswer() const { return m_isWhole || rowCount() > 0; }

signals:
    void progressed();

private:
    void follow();
    void searchBack();
    void takeBack(base::Result<Matches> answer);
    void tellFound();
    void learnTimeOfBack();
    void searchUp();
    void takeUp(base::Result<Matches> answer);
    void readTitlesAgain();
    void load();
    void loadPage(qint64 page);
    void loadRun(qint64 page, core::Seq from, core::Seq to);
    void takeRun(qint64 page, base::Result<EntryRows> answer);
    void noteLost(qint64 page, const Unreadable& unreadable);
    void notePassed(const std::optional<Unreadable>& unreadable);
    void fail(const base::Error& error);
    void hold(qint64 place, EntryRow row);
    [[nodiscard]] std::vector<core::Seq> lackingOf(qint64 page) const;
    [[nodiscard]] qint64 below() const { return static_cast<qint64>(m_below.size()); }
    [[nodiscard]] std::optional<core::Seq> seqAtPlace(qint64 place) const { return seqAt(place + below()); }

    Bridge& m_bridge;
    core::Filter m_filter;
    EntryPages m_pages{kRowsOfPage, kMostPages};  ///< by place: the row less the number of those below the start
    LateTitles m_lateTitles;
    std::vector<core::Seq> m_below;  ///< found downwards from the start: descending
    std::vector<core::Seq> m_above;  ///< found upwards from the start: ascending
    std::vector<EntryRow> m_found;   ///< below m_below, descending, and not told yet
    core::Seq m_back;                ///< searched down to here
    core::Seq m_toldBack;
    std::optional<base::WallTime> m_backAt;
    core::Seq m_up;  ///< searched up to below here
    qint64 m_limit = kMostRows;
    bool m_isActive = false;
    bool m_isWhole = false;
    bool m_hasFailed = false;
    struct Range {
        qint64 first = 0;
        qint64 last = -1;
    } m_wanted;  ///< rows on the screen
    std::set<qint64> m_stuck;
    std::set<qint64> m_stale;
    std::optional<Unreadable> m_passed;  ///< by the search: what the filter would say to them is not known
    std::set<core::Seq> m_lost;          ///< were found, and cannot be read any more
    base::Error m_loss;                  ///< of the last of them
    QTimer m_tell;
    Ticket m_askedBack;
    Ticket m_askedUp;
    Ticket m_askedTime;
    struct Runs {
        std::vector<Ticket> tickets;
        std::size_t left = 0;
    };
    std::map<qint64, Runs> m_asked;  ///< by page
};

}  // namespace syncline::ui::stream
