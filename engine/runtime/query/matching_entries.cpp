#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_names.h"

#include <algorithm>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::size_t kPage = 1000;

/// One slice of a search, page by page; each page is one read of the journal.
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
    base::Result<std::vector<core::Entry>> readPage();
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

base::Result<std::vector<core::Entry>> Search::readPage() {
    const std::size_t limit = std::min(kPage, m_query.look - m_found.looked);
    if (m_query.upwards)
        return m_context.journal.readPage(m_lowest, m_highest, limit);
    TRY_ASSIGN(std::vector<core::Entry> page, m_context.journal.readPageBackwards(m_highest, limit));
    while (!page.empty() && page.back().seq < m_lowest)
        page.pop_back();
    return page;
}

base::Result<void> Search::lookThroughPage() {
    TRY_ASSIGN(std::vector<core::Entry> page, readPage());
    for (core::Entry& entry : page) {
        if (isDone())
            break;
        const core::Seq seq = entry.seq;
        ++m_found.looked;
        TRY_ASSIGN(const bool isMatch, matches(entry));
        if (isMatch)
            m_entries.push_back(std::move(entry));
        if (m_query.upwards)
            m_lowest = core::next(seq);
        else
            m_highest = core::Seq(seq.value() - 1);
    }
    m_found.isAtEnd = page.empty() || m_lowest > m_highest;
    return {};
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
