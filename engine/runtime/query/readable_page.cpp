#include "engine/runtime/query/readable_page.h"

#include "engine/base/try.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <utility>

namespace syncline::runtime {
namespace {

/// So many failing reads are halved. To find one damaged entry among a thousand takes ten.
constexpr int kMostHalved = 64;

/// Reads a span of the journal in ever smaller pieces where it cannot be read whole, the large ones first: where there
/// is too much damage to find each entry, little of what could be read is left out with it.
class Halving {
public:
    explicit Halving(QueryContext& context) : m_context(context) {}

    /// The span has failed with `error`. Upwards.
    base::Result<ReadablePage> read(core::Seq from, core::Seq to, const base::Error& error);

private:
    struct Span {
        core::Seq first;
        core::Seq last;
    };
    void split(const Span& span, const base::Error& error);
    ReadablePage take();

    QueryContext& m_context;
    ReadablePage m_page;  ///< in the order of reading
    std::deque<Span> m_open;
    int m_halved = 0;
};

base::Result<ReadablePage> Halving::read(core::Seq from, core::Seq to, const base::Error& error) {
    split({from, to}, error);
    while (!m_open.empty()) {
        TRY(m_context.goOn());
        const Span span = m_open.front();
        m_open.pop_front();
        const auto count = static_cast<std::size_t>(span.last.value() - span.first.value() + 1);
        base::Result<std::vector<core::Entry>> read = m_context.journal.readPage(span.first, span.last, count);
        if (read)
            std::move(read->begin(), read->end(), std::back_inserter(m_page.entries));
        else if (isOfTheData(read.error()))
            split(span, read.error());
        else
            return read.error();
    }
    return take();
}

void Halving::split(const Span& span, const base::Error& error) {
    if (span.first == span.last || m_halved >= kMostHalved) {
        m_page.gaps.push_back({span.first, span.last, error});
        return;
    }
    ++m_halved;
    const core::Seq middle(span.first.value() + (span.last.value() - span.first.value()) / 2);
    m_open.push_back({span.first, middle});
    m_open.push_back({core::next(middle), span.last});
}

/// In order, neighbouring gaps as one.
ReadablePage Halving::take() {
    std::sort(m_page.entries.begin(), m_page.entries.end(),
              [](const core::Entry& a, const core::Entry& b) { return a.seq < b.seq; });
    std::sort(m_page.gaps.begin(), m_page.gaps.end(),
              [](const ReadablePage::Gap& a, const ReadablePage::Gap& b) { return a.first < b.first; });
    std::vector<ReadablePage::Gap> joined;
    for (ReadablePage::Gap& gap : m_page.gaps) {
        if (!joined.empty() && core::next(joined.back().last) == gap.first)
            joined.back().last = gap.last;
        else
            joined.push_back(std::move(gap));
    }
    m_page.gaps = std::move(joined);
    return std::move(m_page);
}

/// It is held, though perhaps it cannot be read.
base::Result<bool> isHeld(QueryContext& context, core::Seq seq) {
    const base::Result<core::Entry> entry = context.journal.readEntry(seq);
    if (entry || isOfTheData(entry.error()))
        return true;
    if (entry.error().code == base::ErrorCode::NotFound)
        return false;
    return entry.error();
}

/// What lies between the two is held from some entry on; nearly always from the first one.
base::Result<core::Seq> firstHeld(QueryContext& context, core::Seq from, core::Seq to) {
    TRY_ASSIGN(const bool isFirst, isHeld(context, from));
    if (isFirst)
        return from;
    while (from < to) {
        TRY(context.goOn());
        const core::Seq middle(from.value() + (to.value() - from.value()) / 2);
        TRY_ASSIGN(const bool held, isHeld(context, middle));
        if (held)
            to = middle;
        else
            from = core::next(middle);
    }
    return to;
}

}  // namespace

bool isOfTheData(const base::Error& error) {
    return error.code == base::ErrorCode::Corrupt || error.code == base::ErrorCode::Io
           || error.code == base::ErrorCode::UnsupportedVersion;
}

base::Result<ReadablePage> readReadable(QueryContext& context, core::Seq from, core::Seq to, std::size_t limit) {
    if (from > to || limit == 0)
        return ReadablePage();
    base::Result<std::vector<core::Entry>> page = context.journal.readPage(from, to, limit);
    if (page)
        return ReadablePage{*std::move(page), {}};
    if (!isOfTheData(page.error()))
        return page.error();
    TRY_ASSIGN(const core::Seq first, firstHeld(context, from, to));
    const core::Seq last(std::min(to.value(), first.value() + static_cast<std::int64_t>(limit) - 1));
    return Halving(context).read(first, last, page.error());
}

base::Result<ReadablePage> readReadableBackwards(QueryContext& context, core::Seq from, core::Seq to,
                                                 std::size_t limit) {
    if (from < to || limit == 0)
        return ReadablePage();
    base::Result<std::vector<core::Entry>> page = context.journal.readPageBackwards(from, limit);
    if (page) {
        while (!page->empty() && page->back().seq < to)
            page->pop_back();
        return ReadablePage{*std::move(page), {}};
    }
    if (!isOfTheData(page.error()))
        return page.error();
    const core::Seq lowest(std::max(to.value(), from.value() - static_cast<std::int64_t>(limit) + 1));
    TRY_ASSIGN(const core::Seq first, firstHeld(context, lowest, from));
    TRY_ASSIGN(ReadablePage found, Halving(context).read(first, from, page.error()));
    std::reverse(found.entries.begin(), found.entries.end());
    std::reverse(found.gaps.begin(), found.gaps.end());
    return found;
}

base::Result<core::Seq> firstEntry(QueryContext& context, core::Seq head) {
    if (head == core::Seq())
        return core::Seq();
    const base::Result<std::vector<core::Entry>> first = context.journal.readPage(core::Seq(1), head, 1);
    if (first)
        return first->empty() ? core::Seq() : first->front().seq;
    if (!isOfTheData(first.error()))
        return first.error();
    return firstHeld(context, core::Seq(1), head);
}

void add(std::optional<Unreadable>& all, const ReadablePage::Gap& gap) {
    if (!all)
        all = Unreadable{gap.first, gap.last, 0, gap.why};
    all->first = std::min(all->first, gap.first);
    all->last = std::max(all->last, gap.last);
    all->entries += gap.last.value() - gap.first.value() + 1;
}

}  // namespace syncline::runtime
