#include "app/run_time.h"

#include "app/counted.h"
#include "engine/base/time_format.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <unistd.h>

namespace syncline::app {
namespace {

std::string sideText(const runtime::Snapshot& snapshot, core::Side side) {
    const runtime::SideSnapshot& one = snapshot.side[side];
    std::string text = std::string(core::name(side)) + ' ' + std::string(core::name(one.phase));
    if (one.dueCells != 0)
        text += ", " + std::to_string(one.dueCells) + (one.mode == core::Mode::Live ? " due" : " due (observed)");
    if (one.nextTry)
        text += ", next try " + base::formatIso8601(*one.nextTry);
    return text;
}

}  // namespace

std::optional<std::chrono::milliseconds> parseDuration(std::string_view text) {
    static const std::map<std::string_view, std::int64_t> kUnits = {
        {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto unit = kUnits.find(text.substr(static_cast<std::size_t>(end - text.data())));
    constexpr std::int64_t kLongest = 1'000'000;
    if (error != std::errc() || unit == kUnits.end() || number <= 0 || number > kLongest)
        return std::nullopt;
    return std::chrono::milliseconds(number * unit->second);
}

std::chrono::milliseconds quietTime(const mapping::Workspace& workspace) {
    constexpr std::chrono::milliseconds kPublication{1500};
    return workspace.connection.hubspot.pollInterval + kPublication;
}

bool isQuiet(const runtime::Snapshot& snapshot, const base::Clock& clock, const mapping::Workspace& workspace) {
    const base::WallTime before = clock.wallNow() - quietTime(workspace);
    return std::all_of(std::begin(core::kSides), std::end(core::kSides), [&](core::Side side) {
        const auto& received = snapshot.side[side].lastReceived;
        return !received || *received < before;
    });
}

std::string statusLine(const runtime::Snapshot& snapshot) {
    std::string line = "head " + std::to_string(snapshot.head.value()) + " | "
                       + sideText(snapshot, core::Side::Salesforce) + " | " + sideText(snapshot, core::Side::HubSpot)
                       + " | " + counted(snapshot.openConflicts, "conflict", "conflicts");
    if (snapshot.trouble)
        line += " | " + snapshot.trouble->message();
    return line;
}

std::string leftOver(const runtime::Snapshot& snapshot) {
    std::string text = counted(snapshot.undecided, "change", "changes") + " without a decision, "
                       + counted(snapshot.unsettled, "record", "records") + " with writes of unknown outcome";
    for (const core::Side side : core::kSides)
        text += ", " + counted(snapshot.side[side].dueCells, "field", "fields") + " due to "
                + std::string(core::name(side));
    for (const journal::ConsumerOffset& one : snapshot.consumers) {
        if (one.committed < snapshot.head)
            text += ", stream " + one.consumer + " at " + std::to_string(one.committed.value()) + " of "
                    + std::to_string(snapshot.head.value());
    }
    return text;
}

std::uint64_t startSeed(const base::Clock& clock) {
    const auto wall = static_cast<std::uint64_t>(clock.wallNow().time_since_epoch().count());
    const auto monotonic = static_cast<std::uint64_t>(clock.monotonicNow().time_since_epoch().count());
    constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;
    return (wall * kSpread) ^ monotonic ^ (static_cast<std::uint64_t>(::getpid()) << 40U);
}

}  // namespace syncline::app
