#pragma once

#include "engine/base/result.h"
#include "engine/core/apply.h"
#include "engine/journal/hash.h"
#include "engine/journal/workspace_lock.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace syncline::journal {

/// What verify found.
struct Verification {
    core::Seq head;
    Hash stateHash{};                      ///< canonical, of all entities, links and the workspace's state at the head
    std::vector<std::string> differences;  ///< in plain words, with the first entry concerned; empty: all is well
    core::Seq projectionsAt;               ///< the watermark at which projections were compared; 0: there were none
    std::size_t entities = 0;
};

/// Reads every entry from the first on: sequences without gaps, heads and payloads that hash to the chain, causes that
/// lie before their effects, payloads that decode; folds them and compares the ledger, links and counters of the
/// projections with the fold at their watermark. Blocks for about a second per 100,000 entries. Errors: those of
/// Reader::open; what is found is not an error.
[[nodiscard]] base::Result<Verification> verify(const std::filesystem::path& folder);

}  // namespace syncline::journal
