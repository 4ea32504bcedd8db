#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace syncline::core {

/// One of the two CRMs.
enum class Side : std::uint8_t { Salesforce, HubSpot };

inline constexpr Side kSides[] = {Side::Salesforce, Side::HubSpot};

[[nodiscard]] constexpr Side other(Side side) {
    return side == Side::Salesforce ? Side::HubSpot : Side::Salesforce;
}

/// The name in filters, JSON and the command line: "salesforce", "hubspot".
[[nodiscard]] std::string_view name(Side side);
[[nodiscard]] std::optional<Side> sideNamed(std::string_view text);

/// One value for each side.
template <typename T>
struct PerSide {
    T salesforce{};
    T hubspot{};

    [[nodiscard]] constexpr T& operator[](Side side) { return side == Side::Salesforce ? salesforce : hubspot; }
    [[nodiscard]] constexpr const T& operator[](Side side) const {
        return side == Side::Salesforce ? salesforce : hubspot;
    }
    auto operator<=>(const PerSide&) const = default;
};

}  // namespace syncline::core
