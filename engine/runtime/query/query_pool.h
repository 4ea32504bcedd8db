#pragma once

#include "engine/base/clock.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/query/query.h"

#include <functional>
#include <memory>
#include <stop_token>

namespace syncline::runtime {

/// Answers queries on reader threads of its own, each with its own read-only connections: the only way by which the
/// console reads. An entry above the projections' watermark is told by the journal; what the projections say (titles,
/// records, conflicts) is as of their watermark. Works whether or not an engine runs on the workspace. Long queries
/// (filters, counts, previews) and short ones have a thread each at least, so that none waits for a search, and
/// verifying the journal has one of its own, so that no search waits for that either.
class QueryPool {
public:
    /// Opens nothing yet: where no engine has run there is no journal, and queries fail with NotFound until there is.
    QueryPool(mapping::Workspace workspace, const base::Clock& clock);
    /// Cancels what runs and waits for its threads.
    ~QueryPool();
    QueryPool(const QueryPool&) = delete;
    QueryPool& operator=(const QueryPool&) = delete;

    using Done = std::function<void(base::Result<Answer>)>;
    /// From any thread; does not block. `done` is called once, on a reader thread; Cancelled when `stop` was asked
    /// for in time. Errors: those of the readers; NotFound; InvalidArgument; Cancelled.
    void ask(Query query, std::stop_token stop, Done done);

    struct Impl;

private:
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::runtime
