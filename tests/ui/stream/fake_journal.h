#pragma once

#include "tests/ui/support/fake_bridge.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace syncline::test {

/// A journal of any length that holds nothing: its entries are made when they are asked for. Of each five entries: a
/// change, its decision, the write, the receipt, and the decision about its echo; each thousandth is a conflict.
/// Answers the bridge's questions about entries; the bridge must not outlive it.
class FakeJournal {
public:
    static constexpr std::int64_t kConflictEvery = 1000;

    explicit FakeJournal(FakeBridge& bridge) : m_bridge(bridge) {}

    /// Entries 1 to `head` from now on, all projected. Also tells it.
    void setHead(std::int64_t head);
    [[nodiscard]] std::int64_t head() const { return m_head; }
    /// That entry cannot be read from now on.
    void damage(std::int64_t seq) { m_damaged.insert(seq); }
    void repair() { m_damaged.clear(); }
    /// In place of what would stand there.
    void put(const ui::EntryRow& row) { m_rows[row.entry.seq.value()] = row; }
    [[nodiscard]] ui::EntryRow row(std::int64_t seq) const;
    /// As the command line prints it: of a change with what came over the wire.
    [[nodiscard]] std::string json(std::int64_t seq) const;

    /// Answers everything but the search for troubles from now on.
    void answer();
    void answerEntries();
    void answerMatches();
    void answerDetails();
    /// Not among everything: a journal of any length would be read to its first entry.
    void answerTroubles();

private:
    [[nodiscard]] ui::EntryRows entriesFrom(const ui::EntriesFrom& question) const;
    [[nodiscard]] ui::Matches matches(const ui::MatchingEntries& question) const;
    [[nodiscard]] ui::FoundTroubles troubles(const ui::Troubles& question) const;
    [[nodiscard]] base::Result<ui::EntryDetail> detail(const ui::EntryAt& question) const;

    FakeBridge& m_bridge;
    std::int64_t m_head = 0;
    std::map<std::int64_t, ui::EntryRow> m_rows;
    std::set<std::int64_t> m_damaged;
};

}  // namespace syncline::test
