#pragma once

#include "engine/runtime/decider.h"
#include "tests/runtime/step_world.h"

#include <chrono>
#include <string>

namespace syncline::test {

inline constexpr std::chrono::milliseconds kSettle{5'000};  ///< of the workspace

/// A decider in its world; both sides are there and answer when they are told to.
class DeciderWorld : public StepWorld {
public:
    DeciderWorld() {
        for (const core::Side side : core::kSides)
            connect(side, core::ConnectorPhase::Connected);
    }

    /// Or no longer.
    void connect(core::Side side, core::ConnectorPhase phase);
    /// The change becomes an entry of the entity, and is taken as far as it goes.
    core::Seq change(core::EntityId id, core::ChangeCaptured captured);
    /// The change of a record that nobody knows.
    core::EntityId newRecord(core::ChangeCaptured captured) {
        const core::EntityId id(context.nextSeq().value());
        change(id, std::move(captured));
        return id;
    }
    /// A linked contact whose sides hold the same phone and e-mail.
    core::EntityId agreed(const core::PerSide<std::string>& record);

    /// A linked contact whose sides hold the phone "1" of which the e-mail is not known.
    core::EntityId knowsPhone(const core::PerSide<std::string>& record);
    /// HubSpot's stream may have missed changes of the record.
    void lose(core::EntityId id);
    /// Time goes by, and what was read is compared.
    void pass(std::chrono::milliseconds by);
    void advance();
    /// "hubspot read 50": what was asked of the sides since this was called last.
    std::string asked();
    /// Answers everything, and what is asked then.
    void answerAll() {
        for (; m_answered < context.output().requests.size(); ++m_answered)
            answer(m_answered);
    }
    void answer(std::size_t number);
    /// "7: applied, 9: lost": the decisions on captured changes since `after`, by the change.
    std::string decisions(core::Seq after);
    [[nodiscard]] const core::Cell& cell(core::EntityId id, const std::string& field) const {
        return ledger->find(id)->cells.at(field);
    }

    runtime::Decider decider{workspace, *ledger, reads, *reader};

private:
    std::size_t m_asked = 0;
    std::size_t m_answered = 0;
};

/// "7: applied".
[[nodiscard]] std::string line(core::Seq seq, const char* outcome);

}  // namespace syncline::test
