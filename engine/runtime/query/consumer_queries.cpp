#include "engine/runtime/query/consumer_queries.h"

#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/readable_page.h"

#include <algorithm>
#include <set>
#include <utility>

namespace syncline::runtime {
namespace {

constexpr std::int64_t kMarks = 200;
constexpr std::size_t kPage = 1000;

/// The streams of the workspace file with their offsets; one that has not begun is at 0.
base::Result<std::vector<ConsumerRow>> readStreams(QueryContext& context) {
    TRY_ASSIGN(const std::vector<journal::ConsumerOffset> committed, context.journal.readConsumers());
    std::vector<ConsumerRow> rows;
    for (const mapping::StreamSettings& stream : context.workspace.streams) {
        ConsumerRow& row = rows.emplace_back(ConsumerRow{stream.name, stream.file, stream.filter, {}, {}});
        for (const journal::ConsumerOffset& one : committed) {
            if (one.consumer == stream.name)
                row.committed = one.committed;
        }
    }
    return rows;
}

/// None for 0, which is before the first entry, and of an entry that is missing or cannot be read.
base::Result<std::optional<base::WallTime>> captureTimeAt(QueryContext& context, core::Seq seq) {
    if (seq == core::Seq())
        return std::optional<base::WallTime>();
    const base::Result<core::Entry> entry = context.journal.readEntry(seq);
    if (entry)
        return std::optional(entry->captureTime);
    if (isOfTheData(entry.error()) || entry.error().code == base::ErrorCode::NotFound)
        return std::optional<base::WallTime>();
    return entry.error();
}

base::Result<std::vector<std::pair<core::Seq, base::WallTime>>> readMarks(QueryContext& context, core::Seq first,
                                                                          core::Seq head) {
    std::vector<std::pair<core::Seq, base::WallTime>> marks;
    const std::int64_t span = head.value() - first.value();
    const std::int64_t count = std::min(kMarks, span + 1);
    for (std::int64_t i = 0; i < count; ++i) {
        TRY(context.goOn());
        const std::int64_t offset = count == 1 ? 0 : span * i / (count - 1);
        const core::Seq seq(first.value() + offset);
        TRY_ASSIGN(const std::optional<base::WallTime> captured, captureTimeAt(context, seq));
        if (captured)
            marks.emplace_back(seq, *captured);
    }
    return marks;
}

/// Counts the entries of a span, page by page.
class SpanCount {
public:
    SpanCount(QueryContext& context, core::Filter filter)
        : m_context(context), m_filter(std::move(filter)), m_names(context.projections, context.workspace) {}

    base::Result<void> count(core::Seq from, core::Seq to, RewindReview& review);

private:
    base::Result<void> add(const core::Entry& entry, RewindReview& review);

    QueryContext& m_context;
    const core::Filter m_filter;
    NameBook m_names;
    std::set<core::EntityId> m_records;
};

base::Result<void> SpanCount::count(core::Seq from, core::Seq to, RewindReview& review) {
    while (from <= to) {
        TRY(m_context.goOn());
        TRY_ASSIGN(const ReadablePage page, readReadable(m_context, from, to, kPage));
        if (page.isEmpty())
            break;
        for (const core::Entry& entry : page.entries) {
            TRY(add(entry, review));
            from = core::next(entry.seq);
        }
        for (const ReadablePage::Gap& gap : page.gaps) {
            runtime::add(review.unreadable, gap);
            from = std::max(from, core::next(gap.last));
        }
    }
    review.records = static_cast<std::int64_t>(m_records.size());
    return {};
}

base::Result<void> SpanCount::add(const core::Entry& entry, RewindReview& review) {
    ++review.entries;
    TRY_ASSIGN(const EntityNames* const names, m_names.find(entry.entity));
    if (!m_filter.matches({entry, names->object, names->records}))
        return {};
    ++review.matching;
    ++review.kinds[std::string(core::name(entry.kind()))];
    if (entry.entity != core::EntityId())
        m_records.insert(entry.entity);
    return {};
}

}  // namespace

base::Result<Consumers> answer(QueryContext& context, const ConsumerTable&) {
    Consumers consumers;
    TRY_ASSIGN(consumers.rows, readStreams(context));
    for (ConsumerRow& row : consumers.rows) {
        TRY_ASSIGN(row.committedAt, captureTimeAt(context, row.committed));
    }
    TRY_ASSIGN(consumers.head, context.journal.readHead());
    TRY_ASSIGN(consumers.first, firstEntry(context, consumers.head));
    if (consumers.first == core::Seq())
        return consumers;
    TRY_ASSIGN(consumers.firstAt, captureTimeAt(context, consumers.first));
    TRY_ASSIGN(consumers.headAt, captureTimeAt(context, consumers.head));
    TRY_ASSIGN(consumers.marks, readMarks(context, consumers.first, consumers.head));
    return consumers;
}

base::Result<RewindReview> answer(QueryContext& context, const RewindPreview& query) {
    const auto refused = [&](base::ErrorCode code, std::string detail, std::string hint) {
        return base::Error{code, "preview a rewind", query.consumer, std::move(detail), std::move(hint)};
    };
    TRY_ASSIGN(const std::vector<ConsumerRow> streams, readStreams(context));
    const auto stream = std::find_if(streams.begin(), streams.end(),
                                     [&](const ConsumerRow& one) { return one.name == query.consumer; });
    if (stream == streams.end())
        return refused(base::ErrorCode::NotFound, "there is no stream of that name", {});
    TRY_ASSIGN(const core::Seq head, context.journal.readHead());
    const core::Seq until = query.until.value_or(stream->committed);
    for (const core::Seq offset : {query.offset, until}) {
        if (offset < core::Seq() || offset > head)
            return refused(base::ErrorCode::InvalidArgument,
                           "the offset " + std::to_string(offset.value()) + " lies outside the journal, whose head is "
                               + std::to_string(head.value()),
                           "give a sequence from 0 to the head");
    }
    TRY_ASSIGN(core::Filter filter, core::Filter::parse(stream->filter, context.now));
    RewindReview review;
    review.from = until;
    review.to = query.offset;
    TRY_ASSIGN(review.fromAt, captureTimeAt(context, review.from));
    TRY_ASSIGN(review.toAt, captureTimeAt(context, review.to));
    TRY(SpanCount(context, std::move(filter)).count(core::next(review.to), review.from, review));
    return review;
}

}  // namespace syncline::runtime
