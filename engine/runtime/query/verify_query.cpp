#include "engine/runtime/query/verify_query.h"

#include "engine/base/try.h"
#include "engine/journal/hash_text.h"
#include "engine/journal/verify.h"
#include "engine/runtime/query/answers.h"

#include <cstddef>
#include <utility>

namespace syncline::runtime {
namespace {

/// Verifying holds all that the journal gives, about 15 KB for each entity, in the process in which an engine may be
/// writing to both sides: 300 MB at the most. The command line has a process of its own for it.
constexpr std::size_t kMostEntities = 20'000;

}  // namespace

base::Result<VerifiedJournal> answer(const mapping::Workspace& workspace, const VerifyJournal& query,
                                     const std::stop_token& stop) {
    journal::VerifyOptions options{stop, {}, kMostEntities};
    if (query.progress) {
        options.progress = [&query](core::Seq read, core::Seq head) {
            query.progress->publish(std::make_shared<const VerifiedSoFar>(VerifiedSoFar{read, head}));
        };
    }
    TRY_ASSIGN(journal::Verification found, journal::verify(workspace.folder, options));
    return VerifiedJournal{found.head,
                           found.projectionsAt,
                           found.entities,
                           journal::hexText(found.stateHash),
                           std::move(found.differences),
                           found.entriesDiffer};
}

}  // namespace syncline::runtime
