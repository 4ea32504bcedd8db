#pragma once

#include "engine/runtime/query/query_context.h"
#include "tests/runtime/scripted_workspace.h"

#include <memory>
#include <stop_token>
#include <utility>

namespace syncline::test {

/// The readers of a scripted workspace, as a reader thread of the pool holds them.
class QueryReaders {
public:
    /// The workspace's journal has been written and projected.
    explicit QueryReaders(const ScriptedWorkspace& scripted)
        : m_journal(*journal::Reader::open(scripted.path())),
          m_projections(*journal::ProjectionReader::open(scripted.path())),
          m_context{*m_journal, *m_projections, scripted.workspace(), base::WallTime(), m_stop.get_token()} {}

    [[nodiscard]] runtime::QueryContext& context() { return m_context; }
    /// Whoever asked does not want it any more.
    void cancel() { m_stop.request_stop(); }

private:
    std::stop_source m_stop;
    std::unique_ptr<journal::Reader> m_journal;
    std::unique_ptr<journal::ProjectionReader> m_projections;
    runtime::QueryContext m_context;
};

/// The entry behind the others, a second later; its sequence.
inline core::Seq addEntry(std::vector<core::Entry>& entries, core::EntityId entity, core::EntryBody body,
                          core::Seq cause = {}) {
    core::Entry entry;
    entry.seq = core::next(entries.back().seq);
    entry.entity = entity;
    entry.captureTime = entries.back().captureTime + std::chrono::seconds(1);
    entry.cause = cause;
    entry.body = std::move(body);
    entries.push_back(std::move(entry));
    return entries.back().seq;
}

/// For QVERIFY2.
template <typename T>
std::string why(const base::Result<T>& result) {
    return result ? std::string() : result.error().message();
}

}  // namespace syncline::test
