#pragma once

#include "engine/runtime/decider.h"
#include "engine/runtime/step_context.h"
#include "tests/delivery/storm_crm.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace syncline::test {

/// What engine/runtime does between the sides and the writers, by its own parts: the ledger, the decider with all that
/// it reads, the read queue. Nothing of it becomes durable: its entries are taken away after each step. Intake is done
/// here, in small: there are no identities, and records are not deleted.
class StormRuntime {
public:
    StormRuntime(const base::Clock& clock, const mapping::Workspace& workspace, std::uint64_t seed);

    /// The program is started, or killed and started again: what was on its way is forgotten.
    void start(std::uint64_t seed);
    /// A step begins now: what was appended is applied, and is to be taken away before the next begins.
    runtime::StepContext& begin();
    [[nodiscard]] runtime::StepContext& context() { return m_context; }
    [[nodiscard]] runtime::Decider& decider() { return *m_decider; }
    [[nodiscard]] runtime::ReadQueue& reads() { return *m_reads; }

    /// The side tells; `namesWriter`: also who wrote.
    void capture(core::Side side, const StormCrm::Event& event, bool namesWriter);
    /// As far as it goes without a read.
    void advance(core::EntityId id);
    void got(core::Side side, const connectors::ReadAnswer& answer);
    /// What was read is compared when it is time.
    void release();

    [[nodiscard]] std::optional<core::EntityId> entityOf(core::Side side, const std::string& record) const;
    /// By the number of its entry; null: it is none of a change.
    [[nodiscard]] const core::Change* captured(core::Seq seq) const {
        const auto found = m_captured.find(seq);
        return found == m_captured.end() ? nullptr : &found->second.change;
    }
    [[nodiscard]] const std::map<core::Seq, core::ChangeCaptured>& allCaptured() const { return m_captured; }
    [[nodiscard]] bool isIdle() const { return m_reads->isIdle(); }

private:
    const mapping::Workspace& m_workspace;
    const mapping::ObjectMapping& m_object = *m_workspace.find("contact");
    std::unique_ptr<runtime::Ledger> m_ledger;
    std::unique_ptr<journal::Reader> m_reader;
    runtime::StepContext m_context;
    std::unique_ptr<runtime::ReadQueue> m_reads;
    std::unique_ptr<runtime::Decider> m_decider;
    std::map<core::Seq, core::ChangeCaptured> m_captured;
};

}  // namespace syncline::test
