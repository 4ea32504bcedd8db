#include "tests/runtime/query/workspace_journal.h"

#include "engine/base/try.h"

#include <limits>
#include <utility>

namespace syncline::test {

core::Seq WorkspaceJournal::add(int entity, core::EntryBody body, core::Seq cause) {
    journal::NewEntry made;
    made.entry.entity = core::EntityId(entity);
    made.entry.cause = cause;
    made.entry.body = std::move(body);
    made.entry.captureTime = at(static_cast<int>(m_head.value()) + 1);
    return add(std::move(made));
}

core::Seq WorkspaceJournal::add(journal::NewEntry entry) {
    m_head = core::next(m_head);
    entry.entry.seq = m_head;
    if (auto* const captured = std::get_if<core::ChangeCaptured>(&entry.entry.body)) {
        captured->change.seq = m_head;
        entry.entry.side = captured->record.side;
    }
    m_drafts.push_back(std::move(entry));
    return m_head;
}

base::Result<void> WorkspaceJournal::append() {
    TRY_ASSIGN(const auto journal, m_folder.open());
    return journal->append({std::exchange(m_drafts, {}), {}, {}});
}

base::Result<void> WorkspaceJournal::project(std::size_t entries) {
    if (!m_projector) {
        TRY_ASSIGN(m_projector, journal::Projector::open(m_folder.path(), kClock));
    }
    TRY(m_projector->step(entries));
    return {};
}

base::Result<void> WorkspaceJournal::settle() {
    TRY(append());
    TRY(project(std::numeric_limits<std::int32_t>::max()));
    return open();
}

base::Result<void> WorkspaceJournal::open() {
    if (m_workspace.objects.empty()) {
        TRY(mapping::createSandboxWorkspace(m_folder.path(), {}, at(0)));
        TRY_ASSIGN(m_workspace, mapping::readWorkspace(m_folder.path()));
    }
    TRY_ASSIGN(m_reader, journal::Reader::open(m_folder.path()));
    TRY_ASSIGN(m_projections, journal::ProjectionReader::open(m_folder.path()));
    return {};
}

std::string text(const std::vector<core::Seq>& sequences) {
    std::string line;
    for (const core::Seq seq : sequences)
        line += (line.empty() ? "" : " ") + std::to_string(seq.value());
    return line;
}

std::string text(const std::vector<runtime::EntryRow>& rows) {
    std::vector<core::Seq> sequences;
    for (const runtime::EntryRow& row : rows)
        sequences.push_back(row.entry.seq);
    return text(sequences);
}

core::Value valueOf(const std::string& text) {
    return text.empty() ? core::Value() : core::Value{text, text};
}

core::ChangeCaptured change(const core::RecordKey& record,
                            const std::vector<std::pair<std::string, std::string>>& fields) {
    core::ChangeCaptured captured;
    captured.record = record;
    captured.change.side = record.side;
    captured.raw = R"({"event":1})";
    for (const auto& [field, value] : fields)
        captured.change.fields.push_back({field, {valueOf(value), valueOf(value)}, std::nullopt, std::nullopt});
    return captured;
}

core::FieldDecision applied(const std::string& field, const core::Version& version,
                            const std::optional<core::Version>& base) {
    core::FieldDecision decision;
    decision.field = field;
    decision.outcome = core::Outcome::Applied;
    decision.version = version;
    decision.base = base;
    decision.standing = base;
    decision.change.standing = version;
    decision.change.present[version.id.side] = version;
    return decision;
}

}  // namespace syncline::test
