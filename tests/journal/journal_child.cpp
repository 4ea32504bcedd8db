#include "engine/base/try.h"
#include "engine/journal/journal.h"
#include "engine/journal/projections.h"
#include "engine/journal/workspace_lock.h"
#include "tests/journal/sample_history.h"
#include "tests/sqlite/failing_vfs.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

// The other process of the journal's tests:
//     journal_child hold FOLDER               has the workspace's lock until its input ends or it is killed
//     journal_child write FOLDER SEED CALLS   appends and folds until its CALLS-th call to the disk, which kills it
// What it has done it says at once, one line each.

using namespace syncline;

namespace {

/// More than any kill waits for.
constexpr int kMostBatches = 400;
constexpr std::uint64_t kMostEntries = 30;

const base::ManualClock kClock(base::WallTime(std::chrono::milliseconds(1795536000000)));

void say(const char* what, core::Seq seq) {
    std::printf("%s %lld\n", what, static_cast<long long>(seq.value()));
    std::fflush(stdout);
}

base::Result<void> hold(const std::filesystem::path& folder) {
    TRY_ASSIGN(const auto lock, journal::WorkspaceLock::acquire(folder));
    std::puts("holding");
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return {};
}

base::Result<void> write(const std::filesystem::path& folder, std::uint64_t seed, std::int64_t calls) {
    test::FailingVfs vfs;
    vfs.becomeDefault();
    vfs.arm(calls, test::FailureKind::Kill, test::FailureSpan::Once);
    base::Random random(seed);
    TRY_ASSIGN(auto journal, journal::Journal::open(folder, kClock, base::Random(seed)));
    TRY_ASSIGN(auto projector, journal::Projector::open(folder, kClock));
    test::SampleHistory history(seed, journal->head());
    for (int batch = 0; batch < kMostBatches; ++batch) {
        TRY(journal->append(history.batch(1 + random.below(kMostEntries))));
        say("committed", journal->head());
        TRY(projector->step(random.below(2 * kMostEntries)));
        say("folded", projector->watermark());
    }
    return {};
}

base::Result<void> run(int count, char** arguments) {
    const std::string_view verb = count > 2 ? arguments[1] : "";
    if (verb == "hold")
        return hold(arguments[2]);
    if (verb == "write" && count == 5)
        return write(arguments[2], std::strtoull(arguments[3], nullptr, 10), std::strtoll(arguments[4], nullptr, 10));
    return base::Error{base::ErrorCode::InvalidArgument, "run", {}, "hold FOLDER, or write FOLDER SEED CALLS", {}};
}

}  // namespace

int main(int count, char** arguments) {
    const base::Result<void> done = run(count, arguments);
    if (!done)
        std::fprintf(stderr, "%s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
