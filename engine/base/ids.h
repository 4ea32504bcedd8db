#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace syncline::base {

/// A name or a position that cannot be mistaken for another of the same representation:
///     using ListenerId = Id<struct ListenerIdTag, std::uint64_t>;
/// It is made explicitly, compares and hashes as its representation does, and has no arithmetic: whoever needs a next
/// one says so through value(). A plain value.
template <typename Tag, typename Rep>
class Id {
public:
    using rep_type = Rep;

    constexpr Id() = default;
    constexpr explicit Id(Rep value) : m_value(std::move(value)) {}

    [[nodiscard]] constexpr const Rep& value() const& { return m_value; }
    [[nodiscard]] constexpr Rep value() && { return std::move(m_value); }

    auto operator<=>(const Id&) const = default;

private:
    Rep m_value{};
};

}  // namespace syncline::base

template <typename Tag, typename Rep>
struct std::hash<syncline::base::Id<Tag, Rep>> {
    std::size_t operator()(const syncline::base::Id<Tag, Rep>& id) const { return std::hash<Rep>{}(id.value()); }
};
