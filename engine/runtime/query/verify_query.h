#pragma once

#include "engine/base/latest_value.h"
#include "engine/core/ids.h"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace syncline::runtime {

/// How far a verification has come.
struct VerifiedSoFar {
    core::Seq read;
    core::Seq head;  ///< read to the end when it is reached

    bool operator==(const VerifiedSoFar&) const = default;
};
using VerifyProgress = base::LatestValue<VerifiedSoFar>;

/// Everything that the journal and its projections say, checked against each other, as `syncline journal verify` does
/// it: about a second per 100,000 entries. An engine may run meanwhile. LimitExceeded, with the command to give
/// instead, where there are more entities than the process of an engine should hold a second time.
struct VerifyJournal {
    /// Shared by who asks and who answers, each of whom may end first; null: nobody watches. Nothing is published while
    /// the projections are read, before the first entry.
    std::shared_ptr<VerifyProgress> progress;
};
struct VerifiedJournal {
    core::Seq head;
    core::Seq projectionsAt;  ///< the watermark at which projections were compared; 0: there were none
    std::size_t entities = 0;
    std::string stateHash;                 ///< at the head, in 64 hexadecimal digits
    std::vector<std::string> differences;  ///< in plain words; empty: all is well
    bool entriesDiffer = false;            ///< otherwise all differences are of projections

    bool operator==(const VerifiedJournal&) const = default;
};

}  // namespace syncline::runtime
