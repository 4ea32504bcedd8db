#pragma once

#include "engine/base/result.h"
#include "engine/core/apply.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace syncline::runtime {

/// The state of what is moving, and a bounded cache of the rest: the sequencer's State. What is not in memory is read
/// from the projections; an entity may leave memory when it is at rest and the projections have passed its last entry.
/// On the sequencer's thread; load functions block on the disk.
class Ledger final : public core::State {
public:
    /// Opens the readers (the projections must be there) and folds what lies above the projections' watermark;
    /// afterwards all moving entities are in memory. `residentLimit`: how many entities at rest are kept.
    [[nodiscard]] static base::Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& folder,
                                                                    std::size_t residentLimit);
    ~Ledger() override;

    /// Makes sure that entity() finds it; a new one is made empty.
    [[nodiscard]] base::Result<void> load(core::EntityId id);
    /// The record's entity, which is loaded as well; none when the record is new.
    [[nodiscard]] base::Result<std::optional<core::EntityId>> loadByRecord(const core::RecordKey& record);
    /// Loads all that apply() will touch.
    [[nodiscard]] base::Result<void> loadFor(const core::Entry& entry);

    core::Entity& entity(core::EntityId id) override;
    core::WorkspaceState& workspace() override;
    void setLink(const core::RecordKey& record, core::EntityId entity) override;
    [[nodiscard]] std::optional<core::EntityId> linkOf(const core::RecordKey& record) const override;

    /// Null when it is not in memory.
    [[nodiscard]] const core::Entity* find(core::EntityId id) const;
    /// In memory and moving, in order of id.
    [[nodiscard]] std::vector<core::EntityId> moving() const;
    /// Linked entities above `after`, in order of id, at most `limit`, also those that are not in memory.
    [[nodiscard]] base::Result<std::vector<core::EntityId>> readLinked(core::EntityId after, std::size_t limit);

    /// The projections have come so far: what is at rest and older may leave memory, unless somebody says that it is in
    /// use: entities without a record that is left, and of the others those used longest ago, down to the limit. What
    /// has left is loaded before an entry that concerns it is appended.
    void projected(core::Seq watermark, const std::function<bool(core::EntityId)>& isInUse);
    [[nodiscard]] std::size_t resident() const;

    struct Impl;

private:
    explicit Ledger(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::runtime
