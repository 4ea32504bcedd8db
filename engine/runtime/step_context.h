#pragma once

#include "engine/base/clock.h"
#include "engine/delivery/writer.h"
#include "engine/runtime/ledger.h"
#include "engine/runtime/sequencer.h"

#include <optional>
#include <set>

namespace syncline::runtime {

/// One step's work: the time, which stands still; the entries drafted so far, each applied to the ledger at once; and
/// what is to be done when they are durable. On the sequencer's thread.
class StepContext final : public delivery::WriterContext {
public:
    StepContext(Ledger& ledger, const base::Clock& clock, core::Seq head);

    /// Begins a step: takes the time and forgets the last step's output.
    void begin();
    /// The step's output, once.
    [[nodiscard]] StepOutput takeOutput();
    [[nodiscard]] StepOutput& output() { return m_output; }

    [[nodiscard]] const core::Entity* find(core::EntityId id) override { return m_ledger.find(id); }
    [[nodiscard]] base::Result<std::optional<core::EntityId>> entityOf(const core::RecordKey& record) override {
        return m_ledger.loadByRecord(record);
    }
    [[nodiscard]] const core::RuleSet& rules() const override { return m_ledger.workspace().rules; }
    core::Seq append(core::EntityId entity, core::Side side, core::Seq cause, core::EntryBody body) override;
    [[nodiscard]] connectors::RequestId nextRequest() override;
    [[nodiscard]] base::WallTime now() const override { return m_now; }
    [[nodiscard]] base::MonotonicTime monotonicNow() const override { return m_monotonicNow; }

    /// The same for any entry: its sequence and capture time are set here. What it concerns has been loaded.
    core::Seq append(core::Entry entry, std::optional<core::Identity> identity);
    /// One FieldsDecided, and an entry for each change of a conflict, caused by it.
    void append(core::EntityId entity, core::Side side, core::Seq cause, core::Decision decision);
    /// The sequence of the entry that is drafted next.
    [[nodiscard]] core::Seq nextSeq() const { return core::next(m_last); }
    [[nodiscard]] core::Seq head() const { return m_last; }

    /// Entities that entries of this step concerned; taking forgets them.
    [[nodiscard]] std::set<core::EntityId> takeTouched();
    void touch(core::EntityId entity) { m_touched.insert(entity); }
    /// The step is repeated at that moment at the latest.
    void wakeAt(base::MonotonicTime moment);

private:
    Ledger& m_ledger;
    const base::Clock& m_clock;
    core::Seq m_last;
    std::uint64_t m_requests = 0;
    base::WallTime m_now;
    base::MonotonicTime m_monotonicNow;
    StepOutput m_output;
    std::set<core::EntityId> m_touched;
};

}  // namespace syncline::runtime
