#include "engine/connectors/hubspot/journal_place.h"

#include "engine/base/time_format.h"

#include <algorithm>
#include <array>

namespace syncline::connectors::hubspot {
namespace {

/// An hour less than the three days, as clocks differ.
constexpr std::chrono::hours kRetention{71};
constexpr std::string_view kNoOffset = "-";

}  // namespace

core::Position positionOf(const JournalPlace& place) {
    std::string text = place.family == JournalFamily::Local ? "local " : "global ";
    text += place.offset.empty() ? kNoOffset : std::string_view(place.offset);
    text += ' ';
    text += base::formatIso8601(place.received);
    text += ' ';
    text += base::formatIso8601(place.seen);
    return {std::string(kJournalStream), std::move(text)};
}

std::optional<JournalPlace> placeOf(const core::Position& position) {
    std::array<std::string_view, 4> parts;
    std::string_view rest = position.text;
    for (std::string_view& part : parts) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const auto received = base::parseIso8601(parts[2]);
    const auto seen = base::parseIso8601(parts[3]);
    const bool local = parts[0] == "local";
    const bool known = local || parts[0] == "global";
    if (position.stream != kJournalStream || !known || !received || !seen || parts[1].empty() || !rest.empty())
        return std::nullopt;
    JournalPlace place;
    place.family = local ? JournalFamily::Local : JournalFamily::Global;
    if (parts[1] != kNoOffset)
        place.offset = std::string(parts[1]);
    place.received = *received;
    place.seen = *seen;
    return place;
}

/// Files that came after `seen` are retained still, if that is not too long ago. The place's own file should be as
/// well, unless it is old: if it is not, the journal was emptied or reset.
bool mayHaveLost(const JournalPlace& place, base::WallTime now) {
    const bool seenLately = now - place.seen < kRetention;
    const bool fileIsOld = place.offset.empty() || now - place.received >= kRetention;
    return !seenLately || !fileIsOld;
}

}  // namespace syncline::connectors::hubspot
