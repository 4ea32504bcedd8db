#pragma once

#include "engine/core/decide.h"
#include "engine/mapping/workspace.h"
#include "tests/delivery/storm_crm.h"
#include "tests/delivery/writer_world.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace syncline::test {

/// What engine/runtime does between the sides and the writers (intake, decider, linker, comparison), in small: changes
/// of an entity are decided in order, and what has to be known first is read. Its reads are answered whenever the storm
/// likes, and forgotten in a crash. Records are not deleted; the event of a new record that names its partner links it
/// at once.
class StormRuntime {
public:
    /// A record that is to be read, by its id or by the partner's.
    struct Want {
        core::EntityId entity;
        core::Side side = kSf;
        std::string id;
        bool byPartner = false;

        bool operator==(const Want&) const = default;
    };

    StormRuntime(MemoryContext& context, const mapping::Workspace& workspace)
        : m_context(context), m_workspace(workspace) {}

    /// The side tells; `namesWriter`: also who wrote.
    void capture(core::Side side, const StormCrm::Event& event, const std::string& partner, bool namesWriter);
    /// As far as it goes without a read.
    void advance(core::EntityId id);
    void got(const Want& want, const std::vector<connectors::RecordRead>& records);
    [[nodiscard]] std::vector<Want> takeWants() { return std::exchange(m_wants, {}); }
    /// Changes of the entity may have been missed.
    void missed(core::EntityId id);
    /// The program is killed.
    void forgetReads();

    [[nodiscard]] std::optional<core::EntityId> entityOf(core::Side side, const std::string& record) const;
    /// By the number of its entry; null: it is none of a change.
    [[nodiscard]] const core::Change* captured(core::Seq seq) const {
        const auto found = m_captured.find(seq);
        return found == m_captured.end() ? nullptr : &found->second;
    }
    [[nodiscard]] const std::map<core::Seq, core::Change>& allCaptured() const { return m_captured; }
    [[nodiscard]] bool isIdle() const { return m_waiting.empty(); }

private:
    enum class Step { History, Baseline, OwnRecord, Partner };
    struct Waiting {
        Step step = Step::History;
        std::vector<Want> wants;
        core::PerSide<std::optional<connectors::RecordRead>> read;
        core::Seq asOf;
        bool isOutdated = false;  ///< by a gap
    };

    [[nodiscard]] bool wantsComparison(const core::Entity& entity) const;
    [[nodiscard]] bool decideFront(core::EntityId id);
    [[nodiscard]] bool waitForNeeds(const core::Entity& entity, const core::Change& change, bool historyTried);
    void decide(core::EntityId id, const core::Change& change);
    void append(core::EntityId id, core::Side side, core::Seq cause, core::Decision decision);
    void wait(core::EntityId id, Waiting waiting);
    void compare(const core::Entity& entity);
    void gotHistory(core::EntityId id, const connectors::RecordRead& read);
    void gotBoth(core::EntityId id, const Waiting& waiting);
    void gotForLink(core::EntityId id, Waiting waiting, const std::vector<connectors::RecordRead>& records);
    void prepareCreate(core::EntityId id, const connectors::RecordRead& read);
    [[nodiscard]] core::Version versionOf(const mapping::FieldMapping& field, core::Side side,
                                          const connectors::RecordRead& read, core::Seq seq,
                                          const std::vector<core::Change>& folded) const;

    MemoryContext& m_context;
    const mapping::Workspace& m_workspace;
    const mapping::ObjectMapping& m_object = *m_workspace.find("contact");
    core::PerSide<std::map<std::string, core::EntityId>> m_entities;
    std::map<core::Seq, core::Change> m_captured;
    std::map<core::EntityId, Waiting> m_waiting;
    std::vector<Want> m_wants;
};

}  // namespace syncline::test
