#include "tests/runtime/scripted_workspace.h"

#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"

#include <future>
#include <utility>

namespace syncline::test {
namespace {

constexpr std::size_t kStep = 1000;

const base::SystemClock kClock;

mapping::FieldMapping fieldOf(const char* name, const char* salesforce, const char* hubspot,
                              mapping::Comparison comparison) {
    mapping::FieldMapping field;
    field.name = name;
    field.field = {salesforce, hubspot};
    field.comparison = comparison;
    return field;
}

std::vector<mapping::ObjectMapping> objects() {
    using mapping::Comparison;
    mapping::ObjectMapping contact;
    contact.name = "contact";
    contact.object = {"Contact", "contacts"};
    contact.fields = {fieldOf("phone", "Phone", "phone", Comparison::CaseInsensitive),
                      fieldOf("title", "Title", "jobtitle", Comparison::CaseInsensitive)};
    mapping::ObjectMapping company;
    company.name = "company";
    company.object = {"Account", "companies"};
    company.fields = {fieldOf("phone", "Phone", "phone", Comparison::PhoneDigits)};
    return {contact, company};
}

}  // namespace

ScriptedWorkspace::ScriptedWorkspace() {
    m_workspace.folder = m_folder.path().toStdString();
    m_workspace.name = "Acme";
    m_workspace.id = "6f2c1f0e-9f5b-4b6e-8a53-0d6a5f1c2b7d";
    m_workspace.objects = objects();
    m_workspace.streams = {{"events", "streams/events.jsonl", ""},
                           {"conflicts", "streams/conflicts.jsonl", "kind == ConflictOpened"}};
    m_workspace.policyHash = std::string(64, 'a');
}

base::Result<void> ScriptedWorkspace::append(const journal::Batch& batch) const {
    TRY_ASSIGN(const auto journal, journal::Journal::open(path(), kClock, base::Random(1)));
    return journal->append(batch);
}

base::Result<void> ScriptedWorkspace::write(const std::vector<core::Entry>& entries) const {
    journal::Batch batch;
    for (const core::Entry& entry : entries)
        batch.entries.push_back({entry, std::nullopt});
    TRY(append(batch));
    TRY_ASSIGN(const auto projector, journal::Projector::open(path(), kClock));
    std::size_t folded = 0;
    do {
        TRY_ASSIGN(folded, projector->step(kStep));
    } while (folded > 0);
    return {};
}

base::Result<void> ScriptedWorkspace::commit(std::vector<journal::ConsumerOffset> offsets) const {
    journal::Batch batch;
    batch.offsets = std::move(offsets);
    return append(batch);
}

base::Result<std::unique_ptr<runtime::Engine>> ScriptedWorkspace::start() const {
    mapping::Workspace workspace = m_workspace;
    // Nothing of it is looked at here, and a stream would follow the journal on a thread of its own.
    workspace.streams.clear();
    return runtime::Engine::start({std::move(workspace), {}, kClock, base::Random(1), {}});
}

base::Result<std::vector<core::Entry>> ScriptedWorkspace::read(core::Seq from) const {
    TRY_ASSIGN(const auto reader, journal::Reader::open(path()));
    TRY_ASSIGN(const core::Seq head, reader->readHead());
    return reader->readPage(from, head, kStep);
}

base::Result<core::Seq> runCommand(runtime::Engine& engine, runtime::Command command) {
    std::promise<base::Result<core::Seq>> replied;
    std::future<base::Result<core::Seq>> reply = replied.get_future();
    engine.submit(std::move(command), [&replied](base::Result<core::Seq> result) { replied.set_value(result); });
    return reply.get();
}

}  // namespace syncline::test
