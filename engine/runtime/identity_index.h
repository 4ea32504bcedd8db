#pragma once

#include "engine/base/result.h"
#include "engine/core/ids.h"
#include "engine/journal/projections.h"
#include "engine/journal/reader.h"

#include <memory>

namespace syncline::runtime {

/// Whether a change was captured before. A filter of fixed size says *surely new* or *look*; only then the record's
/// recent entries are read. Knows what the newest twelve million entries captured (seven days at 20 a second), and all
/// that was added since. On the sequencer's thread; isKnown() may block on the disk.
class IdentityIndex {
public:
    /// Fills the filter from the journal: about 2 million identities a second.
    [[nodiscard]] static base::Result<std::unique_ptr<IdentityIndex>> open(const std::filesystem::path& folder);
    ~IdentityIndex();

    /// True when this change of this record (of this entity, if it has one) is in the journal or was added before.
    [[nodiscard]] base::Result<bool> isKnown(const core::Identity& identity, core::EntityId entity);
    /// It is about to be appended.
    void add(const core::Identity& identity);

    struct Impl;

private:
    explicit IdentityIndex(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

}  // namespace syncline::runtime
