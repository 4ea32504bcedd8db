#include "tests/runtime/step_world.h"

#include "engine/mapping/translate.h"
#include "tests/support/must.h"

#include <utility>

namespace syncline::test {
RuntimeFolder::RuntimeFolder()
    : m_journal(must(journal::Journal::open(path(), m_clock, base::Random(1)))),
      m_projector(must(journal::Projector::open(path(), m_clock))) {}

std::unique_ptr<journal::Reader> RuntimeFolder::openReader() const {
    return must(journal::Reader::open(path()));
}

std::unique_ptr<runtime::Ledger> RuntimeFolder::openLedger(std::size_t residentLimit) const {
    return must(runtime::Ledger::open(path(), residentLimit));
}

void RuntimeFolder::append(const journal::Batch& batch) {
    must(m_journal->append(batch));
}

void RuntimeFolder::project(std::size_t limit) {
    must(m_projector->step(limit));
}

StepWorld::StepWorld(mapping::Workspace given) : workspace(std::move(given)) {
    workspace.folder = folder.path();
    append({}, kSf, core::PolicyChanged{workspace.rules(), workspace.policyHash, "workspace file"});
    m_told = 1;
}

core::Seq StepWorld::append(core::EntityId entity, core::Side side, core::EntryBody body) {
    must(ledger->load(entity));
    return context.append(entity, side, core::Seq(), std::move(body));
}

core::EntityId StepWorld::captured(core::Side side, const std::string& object, const std::string& id) {
    const core::EntityId entity(context.nextSeq().value());
    core::ChangeCaptured captured = changeOf(side, object, id, {});
    captured.change.seq = context.nextSeq();
    append(entity, side, std::move(captured));
    return entity;
}

core::EntityId StepWorld::linked(const std::string& object, const core::PerSide<std::string>& record) {
    const core::EntityId entity = captured(kSf, object, record.salesforce);
    append(entity, kSf, core::RecordLinked{record, core::LinkOrigin::MatchKey, {}});
    context.append(entity, kSf, core::Seq(entity.value()), core::FieldsDecided{});
    return entity;
}

std::string StepWorld::newKinds() {
    std::string text;
    const std::vector<journal::NewEntry>& entries = context.output().batch.entries;
    for (; m_told < entries.size(); ++m_told) {
        text += text.empty() ? "" : ", ";
        text += core::name(entries[m_told].entry.kind());
    }
    return text;
}

core::ChangeCaptured changeOf(core::Side side, const std::string& object, const std::string& id, const Texts& fields) {
    const mapping::Workspace workspace = contactsAndCompanies();
    core::ChangeCaptured captured;
    captured.record = {side, object, id};
    captured.change.side = side;
    captured.change.time = {kStart, kStart, false, false};
    captured.change.writer = {core::WriterKind::Person, "somebody"};
    captured.change.writerKnown = true;
    for (const auto& [name, text] : fields) {
        const mapping::FieldMapping& field = *workspace.find(object)->find(name);
        const auto value = text.empty() ? std::nullopt : std::optional(text);
        captured.change.fields.push_back({name, mapping::translate(field, side, value), {}, {}});
    }
    return captured;
}

}  // namespace syncline::test
