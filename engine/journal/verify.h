#pragma once

#include "engine/base/result.h"
#include "engine/core/apply.h"
#include "engine/journal/hash.h"
#include "engine/journal/workspace_lock.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <stop_token>
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
    bool entriesDiffer = false;  ///< otherwise all differences are of projections, which are made of the entries
};

/// How one follows a verification and ends it.
struct VerifyOptions {
    std::stop_token stop{};
    /// On the calling thread, before each page of entries and behind the last: how far it has come, and the head to
    /// which it goes. They are the same only when every entry has been read.
    std::function<void(core::Seq read, core::Seq head)> progress{};
    /// Everything that is folded is held, some 15 KB for each entity: with more of them than this it ends with
    /// LimitExceeded. 0: however many there are.
    std::size_t mostEntities = 0;
};

/// Reads every entry from the first on: sequences without gaps, heads and payloads that hash to the chain, causes that
/// lie before their effects, payloads that decode; folds them and compares the ledger, links and counters of the
/// projections with the fold at their watermark. Blocks for about a second per 100,000 entries. An engine may run and
/// write meanwhile: what it appends behind the head of the beginning is not read, and projections are those of one
/// moment before that, read in one transaction, which ends before the first entry is read; no read transaction on the
/// journal outlives a page. Errors: those of Reader::open; Cancelled; LimitExceeded; what is found is not an error.
[[nodiscard]] base::Result<Verification> verify(const std::filesystem::path& folder, const VerifyOptions& options = {});

}  // namespace syncline::journal
