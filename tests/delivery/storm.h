#pragma once

#include "engine/base/random.h"
#include "tests/delivery/storm_crm.h"
#include "tests/delivery/storm_runtime.h"
#include "tests/delivery/storm_truth.h"
#include "tests/delivery/storm_wire.h"
#include "tests/delivery/writer_world.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace syncline::test {

/// Two writers, people on both sides, CRMs that fail in every way they may, streams that are late and lose their place,
/// a program that is killed: all from one seed. What the sides promise holds in a storm too: a stream tells in its own
/// order and, while it is connected, soon, and a request whose answer was lost has its effect within the time that is
/// waited before it is read back. Then calm: everything works, and what is left to do is done.
class Storm final : public MemoryContext {
public:
    explicit Storm(std::uint64_t seed);

    void rage(int acts);
    /// False when it does not come to an end.
    [[nodiscard]] bool calm();
    /// What is wrong, before the calm or after it; empty: nothing.
    [[nodiscard]] std::string mistakes();
    /// All that the journal has on the entities concerned, for whoever looks for the reason.
    [[nodiscard]] std::string story() const;
    [[nodiscard]] std::size_t writes() const { return m_writes; }

    core::Seq append(core::EntityId entity, core::Side side, core::Seq cause, core::EntryBody body) override;

protected:
    void changed(const core::Entity& entity) override { m_entities.insert(entity.id); }

private:
    void drawRules();
    void startWriters();
    void act();
    void actRarely();
    void edit(core::Side side);
    void makeRecord();
    bool resolveOne();
    void tell(core::Side side);
    void tellOverdue(core::Side side);
    void loseStream(core::Side side);
    void connect(core::Side side, bool isConnected);
    void setMode(core::Mode mode);
    void crash();
    void pass(std::chrono::milliseconds by);

    void run();
    bool settleTouched();
    void take(core::Side side, delivery::WriterOutput output);
    runtime::StepContext& step();
    void takeAway();
    void progress();
    [[nodiscard]] bool isQuiet();

    std::string newText();
    void checkSent(core::EntityId entity, const core::WriteSent& sent);
    void checkRead(core::EntityId entity, const core::BaselineRead& read);
    void checkDecided(core::EntityId entity, core::Seq cause, const core::FieldsDecided& decided);
    [[nodiscard]] bool staysAlone(const core::Entity& entity) const;
    [[nodiscard]] std::string mistakesIn(const core::Entity& entity) const;
    [[nodiscard]] std::string mistakeIn(const core::Entity& entity, const mapping::FieldMapping& field,
                                        core::Side side) const;
    [[nodiscard]] std::string undecided() const;
    [[nodiscard]] std::string repeated(const core::Entity& entity, const mapping::FieldMapping& field) const;
    [[nodiscard]] std::string vanished() const;
    void mistake(core::EntityId entity, const std::string& what);

    base::Random m_random;
    mapping::Workspace m_workspace;
    const int m_values;  ///< so many different ones are set; 0: each is new, and automations change what we write
    const bool m_namesWriters;  ///< HubSpot's stream does
    const bool m_hasAutomation;
    core::PerSide<StormCrm> m_crm;
    StormTruth m_truth;
    StormRuntime m_runtime;
    StormWire m_wire{*this, m_random, m_crm, m_truth};
    core::PerSide<std::unique_ptr<delivery::Writer>> m_writer;
    core::PerSide<bool> m_isConnected{true, true};
    std::set<core::EntityId> m_entities;
    std::optional<base::MonotonicTime> m_wakeAt;
    int m_texts = 0;
    std::size_t m_writes = 0;
    std::map<std::pair<core::Seq, std::string>, int> m_outcomes;          ///< by the change and its field
    std::map<std::pair<core::EntityId, std::string>, int> m_resolutions;  ///< that people made
    std::string m_mistakes;
    std::set<core::EntityId> m_suspects;
};

}  // namespace syncline::test
