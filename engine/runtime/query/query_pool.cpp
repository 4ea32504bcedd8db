#include "engine/runtime/query/query_pool.h"

#include "engine/base/try.h"
#include "engine/runtime/query/answers.h"
#include "engine/runtime/query/brought_book.h"
#include "engine/runtime/query/entity_names.h"
#include "engine/runtime/query/rules_at.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace syncline::runtime {
namespace {

using base::Error;
using base::ErrorCode;
using base::Result;

/// Of short and of long queries. Two, so that what is asked last does not wait for what nobody looks at any more.
constexpr std::size_t kThreads = 2;
/// Of verifications, which go over the whole journal.
constexpr std::size_t kVerifyingThreads = 1;

template <typename Q, typename... Others>
inline constexpr bool kIsOneOf = (std::is_same_v<Q, Others> || ...);

/// Whether a query goes over many entries or entities.
struct IsLong {
    template <typename Q>
    bool operator()(const Q&) const {
        return kIsOneOf<Q, MatchingEntries, OpenConflicts, ResolvedConflicts, RuleTable, RulePreview, RewindPreview,
                        DuePreview, Troubles>;
    }
};

/// The place of T among a variant's alternatives, where its answer has its place as well.
template <typename T, typename Variant>
struct IndexIn;
template <typename T, typename... Rest>
struct IndexIn<T, std::variant<T, Rest...>> : std::integral_constant<std::size_t, 0> {};
template <typename T, typename First, typename... Rest>
struct IndexIn<T, std::variant<First, Rest...>>
    : std::integral_constant<std::size_t, 1 + IndexIn<T, std::variant<Rest...>>::value> {};
template <typename Q>
using AnswerOf = std::variant_alternative_t<IndexIn<Q, Query>::value, Answer>;

/// One thread's connections, opened when they are first needed.
class Readers {
public:
    Readers(const mapping::Workspace& workspace, const base::Clock& clock) : m_workspace(workspace), m_clock(clock) {}

    Result<Answer> answer(const Query& query, const std::stop_token& stop) {
        if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "answer a query", {}, "asked to stop", {}};
        Result<Answer> found = std::visit(
            [&](const auto& one) -> Result<Answer> {
                constexpr std::size_t kPlace = IndexIn<std::remove_cvref_t<decltype(one)>, Query>::value;
                TRY_ASSIGN(auto answered, answerOne(one, stop));
                return Answer(std::in_place_index<kPlace>, std::move(answered));
            },
            query);
        if (!found && isOfFiles(found.error().code))
            close();
        return found;
    }

private:
    template <typename Q>
    auto answerOne(const Q& query, const std::stop_token& stop) -> Result<AnswerOf<Q>> {
        if constexpr (std::is_same_v<Q, VerifyJournal>) {
            return runtime::answer(m_workspace, query, stop);
        } else {
            TRY(open());
            QueryContext context{*m_journal, *m_projections, m_workspace, m_clock.wallNow(),
                                 stop,       &*m_names,      &m_rules,    &m_brought};
            TRY(context.goOn());
            return runtime::answer(context, query);
        }
    }
    Result<void> open() {
        if (!m_journal) {
            TRY_ASSIGN(m_journal, journal::Reader::open(m_workspace.folder));
        }
        if (!m_projections) {
            TRY_ASSIGN(m_projections, journal::ProjectionReader::open(m_workspace.folder));
            m_names.emplace(*m_projections, m_workspace);
        }
        return {};
    }
    /// What the next query may find mended: projections that are broken are set aside and begun anew in another file.
    static bool isOfFiles(ErrorCode code) {
        return code == ErrorCode::Corrupt || code == ErrorCode::Io || code == ErrorCode::UnsupportedVersion
               || code == ErrorCode::PermissionDenied;
    }
    void close() {
        m_names.reset();
        m_rules = RuleBook();
        m_brought = BroughtBook();
        m_journal.reset();
        m_projections.reset();
    }

    const mapping::Workspace& m_workspace;
    const base::Clock& m_clock;
    std::unique_ptr<journal::Reader> m_journal;
    std::unique_ptr<journal::ProjectionReader> m_projections;
    std::optional<NameBook> m_names;
    RuleBook m_rules;
    BroughtBook m_brought;
};

struct Asked {
    Query query;
    std::stop_token stop;
    QueryPool::Done done;
};

/// Queries of one kind, first in, first out, and the threads that answer them.
class Lane {
public:
    Lane(const mapping::Workspace& workspace, const base::Clock& clock, std::size_t threads) {
        for (std::size_t i = 0; i < threads; ++i)
            m_threads.emplace_back(
                [this, &workspace, &clock](const std::stop_token& end) { run(Readers(workspace, clock), end); });
    }
    /// All together, so that no thread waits for the work of another.
    void end() {
        for (std::jthread& thread : m_threads)
            thread.request_stop();
    }
    void ask(Asked asked) {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back(std::move(asked));
        }
        m_arrived.notify_one();
    }

private:
    /// Until the end, and then on until nothing waits: what is left is cancelled, since both stops are asked for.
    void run(Readers readers, const std::stop_token& end) {
        while (std::optional<Asked> asked = next(end)) {
            std::stop_source either;
            const auto stop = [&either] { either.request_stop(); };
            const std::stop_callback whenAsked(asked->stop, stop);
            const std::stop_callback whenEnding(end, stop);
            asked->done(readers.answer(asked->query, either.get_token()));
        }
    }
    std::optional<Asked> next(const std::stop_token& end) {
        std::unique_lock lock(m_mutex);
        static_cast<void>(m_arrived.wait(lock, end, [this] { return !m_waiting.empty(); }));
        if (m_waiting.empty())
            return std::nullopt;
        Asked first = std::move(m_waiting.front());
        m_waiting.pop_front();
        return first;
    }

    std::mutex m_mutex;
    std::condition_variable_any m_arrived;
    std::deque<Asked> m_waiting;          ///< guarded by m_mutex
    std::vector<std::jthread> m_threads;  ///< last: they use all of the above
};

}  // namespace

struct QueryPool::Impl {
    Impl(mapping::Workspace of, const base::Clock& clock)
        : workspace(std::move(of)),
          shortOnes(workspace, clock, kThreads),
          longOnes(workspace, clock, kThreads),
          verifying(workspace, clock, kVerifyingThreads) {}
    ~Impl() {
        shortOnes.end();
        longOnes.end();
        verifying.end();
    }
    Lane& laneOf(const Query& query) {
        if (std::holds_alternative<VerifyJournal>(query))
            return verifying;
        return std::visit(IsLong(), query) ? longOnes : shortOnes;
    }

    const mapping::Workspace workspace;
    Lane shortOnes;
    Lane longOnes;
    Lane verifying;
};

QueryPool::QueryPool(mapping::Workspace workspace, const base::Clock& clock)
    : m_impl(std::make_unique<Impl>(std::move(workspace), clock)) {}

QueryPool::~QueryPool() = default;

void QueryPool::ask(Query query, std::stop_token stop, Done done) {
    Lane& lane = m_impl->laneOf(query);
    lane.ask({std::move(query), std::move(stop), std::move(done)});
}

}  // namespace syncline::runtime
