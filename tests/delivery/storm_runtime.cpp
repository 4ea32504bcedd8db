#include "tests/delivery/storm_runtime.h"

#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/mapping/translate.h"
#include "tests/support/limits_connector.h"
#include "tests/support/must.h"

#include <filesystem>
#include <utility>

#include <QtCore/QTemporaryDir>

namespace syncline::test {

namespace {

/// A workspace's folder with an empty journal, for all storms: none writes to it.
class EmptyJournal {
public:
    EmptyJournal()
        : m_journal(must(journal::Journal::open(path(), m_clock, base::Random(1)))),
          m_projector(must(journal::Projector::open(path(), m_clock))) {}

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

private:
    QTemporaryDir m_folder;
    base::ManualClock m_clock{base::WallTime()};
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<journal::Projector> m_projector;
};

std::filesystem::path emptyJournal() {
    static const EmptyJournal journal;
    return journal.path();
}

LimitsConnector fewAtOnce() {
    LimitsConnector limits;
    limits.reads = 3;
    limits.histories = 2;
    limits.writes = 3;
    return limits;
}

const LimitsConnector kLimits = fewAtOnce();
constexpr std::size_t kResidents = 1000;

}  // namespace

StormRuntime::StormRuntime(const base::Clock& clock, const mapping::Workspace& workspace, std::uint64_t seed)
    : m_workspace(workspace),
      m_ledger(must(runtime::Ledger::open(emptyJournal(), kResidents))),
      m_reader(must(journal::Reader::open(emptyJournal()))),
      m_context(*m_ledger, clock, core::Seq()) {
    start(seed);
}

void StormRuntime::start(std::uint64_t seed) {
    m_reads = std::make_unique<runtime::ReadQueue>(
        m_workspace, core::PerSide<const connectors::Connector*>{&kLimits, &kLimits}, base::Random(seed));
    m_decider = std::make_unique<runtime::Decider>(m_workspace, *m_ledger, *m_reads, *m_reader);
    // What has no decision yet it would find in the journal.
    for (const auto& [seq, captured] : m_captured)
        m_decider->captured(seq, captured);
    static_cast<void>(m_context.takeTouched());
}

runtime::StepContext& StormRuntime::begin() {
    m_context.begin();
    return m_context;
}

std::optional<core::EntityId> StormRuntime::entityOf(core::Side side, const std::string& record) const {
    return m_ledger->linkOf({side, m_object.name, record});
}

void StormRuntime::capture(core::Side side, const StormCrm::Event& event, bool namesWriter) {
    const core::Seq seq = m_context.nextSeq();
    const core::EntityId id = entityOf(side, event.record).value_or(core::EntityId(seq.value()));
    core::ChangeCaptured captured;
    captured.record = {side, m_object.name, event.record};
    captured.change.seq = seq;
    captured.change.side = side;
    captured.change.time = event.time;
    captured.change.writerKnown = namesWriter;
    if (namesWriter)
        captured.change.writer = event.writer;
    for (const connectors::SideField& one : event.fields) {
        const mapping::FieldMapping& field = *m_object.findOn(side, one.name);
        captured.change.fields.push_back({field.name, mapping::translate(field, side, one.text), {}, {}});
    }
    m_captured[seq] = captured;
    m_decider->captured(seq, captured);
    must(m_ledger->load(id));
    m_context.append(id, side, core::Seq(), std::move(captured));
}

void StormRuntime::advance(core::EntityId id) {
    must(m_decider->advance(m_context, id));
}

void StormRuntime::release() {
    must(m_decider->release(m_context));
}

void StormRuntime::got(core::Side side, const connectors::ReadAnswer& answer) {
    for (const runtime::ReadGot& got : m_reads->answered(m_context, side, answer))
        must(m_decider->got(m_context, got));
}

}  // namespace syncline::test
