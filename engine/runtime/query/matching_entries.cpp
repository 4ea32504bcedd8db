#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/readable_page.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 1000;

/// One slice of a search, page by page; each page is one read of the journal, unless something in it cannot be read.
class Search {
public:
    Search(QueryContext& context, const MatchingEntries& query)
        : m_context(context),
          m_query(query),
          m_asksEntity(query.filter.asksEntity()),
          m_ownNames(context.projections, context.workspace),
          m_names(context.names == nullptr ? m_ownNames : *context.names) {}

    base::Result<Matches> run();

private:
    base::Result<void> setOut();
    base::Result<void> lookThroughPage();
    base::Result<ReadablePage> readPage();
    void passGaps(const ReadablePage& page, std::optional<core::Seq> before);
    /// All up to this one, in the direction of the search, have been looked at.
    void pass(core::Seq seq);
    base::Result<bool> matches(const core::Entry& entry);
    [[nodiscard]] core::Seq next() const;
    [[nodiscard]] bool isDone() const {
        return m_found.isAtEnd || m_entries.size() >= m_query.limit || m_found.looked >= m_query.look;
    }

    QueryContext& m_context;
    const MatchingEntries& m_query;
    const bool m_asksEntity;
    NameBook m_ownNames;
    NameBook& m_names;
    core::Seq m_head;
    core::Seq m_lowest;   ///< what the filter cannot take lies outside of these
    core::Seq m_highest;  ///< and so does what is not there
    Matches m_found;
    std::vector<core::Entry> m_entries;  ///< that match
    std::size_t m_gapsPassed = 0;        ///< of the page that is looked through
};

base::Result<Matches> Search::run() {
    TRY(setOut());
    while (!isDone()) {
        TRY(m_context.goOn());
        TRY(lookThroughPage());
    }
    m_found.next = next();
    TRY_ASSIGN(m_found.rows, rowsOf(m_context, std::move(m_entries)));
    return std::move(m_found);
}

base::Result<void> Search::setOut() {
    if (m_asksEntity)
        TRY(m_names.forgetChanged(m_context.journal));
    TRY_ASSIGN(m_head, m_context.journal.readHead());
    const core::Filter::Bounds bounds = m_query.filter.bounds();
    m_lowest = bounds.from;
    m_highest = std::min(m_head, bounds.to);
    if (m_query.upwards)
        m_lowest = std::max(m_lowest, m_query.from);
    else if (m_query.from != core::Seq())
        m_highest = std::min(m_highest, core::Seq(m_query.from.value() - 1));
    m_found.isAtEnd = m_lowest > m_highest;
    return {};
}

base::Result<ReadablePage> Search::readPage() {
    const std::size_t limit = std::min(kPage, m_query.look - m_found.looked);
    return m_query.upwards ? readReadable(m_context, m_lowest, m_highest, limit)
                           : readReadableBackwards(m_context, m_highest, m_lowest, limit);
}

base::Result<void> Search::lookThroughPage() {
    TRY_ASSIGN(ReadablePage page, readPage());
    m_gapsPassed = 0;
    for (core::Entry& entry : page.entries) {
        if (isDone())
            break;
        const core::Seq seq = entry.seq;
        passGaps(page, seq);
        ++m_found.looked;
        TRY_ASSIGN(const bool isMatch, matches(entry));
        if (isMatch)
            m_entries.push_back(std::move(entry));
        pass(seq);
    }
    if (!isDone())
        passGaps(page, std::nullopt);
    m_found.isAtEnd = page.isEmpty() || m_lowest > m_highest;
    return {};
}

/// Those in front of that entry; none: all that are left.
void Search::passGaps(const ReadablePage& page, std::optional<core::Seq> before) {
    for (; m_gapsPassed < page.gaps.size(); ++m_gapsPassed) {
        const ReadablePage::Gap& gap = page.gaps[m_gapsPassed];
        if (before && (m_query.upwards ? gap.first > *before : gap.first < *before))
            return;
        add(m_found.unreadable, gap);
        m_found.looked += static_cast<std::size_t>(gap.last.value() - gap.first.value() + 1);
        pass(m_query.upwards ? gap.last : gap.first);
    }
}

void Search::pass(core::Seq seq) {
    if (m_query.upwards)
        m_lowest = core::next(seq);
    else
        m_highest = core::Seq(seq.value() - 1);
}

core::Seq Search::next() const {
    if (!m_query.upwards)
        return core::next(m_highest);
    // What the filter cannot take is not to be looked at another time, what comes yet is.
    return m_found.isAtEnd ? std::max(m_query.from, core::next(m_head)) : m_lowest;
}

base::Result<bool> Search::matches(const core::Entry& entry) {
    if (!m_asksEntity)
        return m_query.filter.matches({entry, {}, {}});
    TRY_ASSIGN(const EntityNames* const names, m_names.find(entry.entity));
    return m_query.filter.matches({entry, names->object, names->records});
}

}  // namespace

base::Result<Matches> answer(QueryContext& context, const MatchingEntries& query) {
    return Search(context, query).run();
}

}  // namespace syncline::runtime
