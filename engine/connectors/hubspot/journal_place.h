#pragma once

#include "engine/base/clock.h"
#include "engine/core/position.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace syncline::connectors::hubspot {

/// The one stream of this side.
inline constexpr std::string_view kJournalStream = "hubspot journal";

/// Which of the two journals of an app is read: that of one account, or that of all of them.
enum class JournalFamily : std::uint8_t { Local, Global };

/// Where reading goes on, with what tells a loss from an old file that was dropped as it should: the journal keeps
/// files for three days (HubSpot: webhooks journal guide), an offset may be dropped because nothing happened since. As
/// text "local 0199c1f2-… 2026-11-23T10:00:00.000Z 2026-11-23T11:00:00.000Z".
struct JournalPlace {
    JournalFamily family = JournalFamily::Local;
    std::string offset;         ///< of the last file; "": before the earliest one that there is
    base::WallTime received{};  ///< when that file was received, by our clock
    base::WallTime seen{};      ///< when the journal last said that there is nothing newer, or named that file

    bool operator==(const JournalPlace&) const = default;
};

[[nodiscard]] core::Position positionOf(const JournalPlace& place);
/// None when it is not one of ours.
[[nodiscard]] std::optional<JournalPlace> placeOf(const core::Position& position);

/// The journal does not have this place's file any more, at `now`: true when changes may have been lost with it.
[[nodiscard]] bool mayHaveLost(const JournalPlace& place, base::WallTime now);

}  // namespace syncline::connectors::hubspot
