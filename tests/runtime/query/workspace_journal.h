#pragma once

#include "engine/journal/projections.h"
#include "engine/journal/reader.h"
#include "engine/mapping/workspace.h"
#include "engine/runtime/query/query_context.h"
#include "tests/core/folded_journal.h"
#include "tests/journal/journal_folder.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace syncline::test {

/// A sandbox workspace with a journal and projections, written by a test and asked by queries. What fails in it is
/// told by the first call that needs it, except where it says otherwise.
class WorkspaceJournal {
public:
    /// A draft of the next entry; nothing is written yet. Captured at at(seq).
    core::Seq add(int entity, core::EntryBody body, core::Seq cause = core::Seq());
    core::Seq add(journal::NewEntry entry);
    /// The draft that was added last.
    core::Entry& last() { return m_drafts.back().entry; }

    /// Appends the drafts.
    [[nodiscard]] base::Result<void> append();
    /// Folds so many entries more.
    [[nodiscard]] base::Result<void> project(std::size_t entries);
    /// Appends, and folds everything.
    [[nodiscard]] base::Result<void> settle();
    /// Readers of what is there now.
    [[nodiscard]] base::Result<void> open();

    [[nodiscard]] runtime::QueryContext context() const {
        return {*m_reader, *m_projections, m_workspace, at(0), m_stop.get_token()};
    }
    void cancel() { m_stop.request_stop(); }
    [[nodiscard]] const mapping::Workspace& workspace() const { return m_workspace; }
    [[nodiscard]] std::filesystem::path path() const { return m_folder.path(); }

private:
    JournalFolder m_folder;
    std::vector<journal::NewEntry> m_drafts;
    core::Seq m_head;
    std::unique_ptr<journal::Projector> m_projector;
    std::unique_ptr<journal::Reader> m_reader;
    std::unique_ptr<journal::ProjectionReader> m_projections;
    mapping::Workspace m_workspace;
    std::stop_source m_stop;
};

/// "1 2 5"
[[nodiscard]] std::string text(const std::vector<core::Seq>& sequences);
[[nodiscard]] std::string text(const std::vector<runtime::EntryRow>& rows);

/// A change of these fields, from one text for both sides; a blank is "".
[[nodiscard]] core::ChangeCaptured change(const core::RecordKey& record,
                                          const std::vector<std::pair<std::string, std::string>>& fields);
[[nodiscard]] core::Value valueOf(const std::string& text);
/// A decision that makes `version` stand on the side that it came from; `base` is what was there before.
[[nodiscard]] core::FieldDecision applied(const std::string& field, const core::Version& version,
                                          const std::optional<core::Version>& base = std::nullopt);

}  // namespace syncline::test
